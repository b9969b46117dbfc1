//! Protected values in all the ways that texts write them, and what stands in their place.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "tests")]

mod common;

use std::collections::BTreeSet;

use common::{guard, item, mark};
use proptest::prelude::*;
use remand_protection::{Audience, Guard, Kind, Known, Mark, Marked, Passage};

fn person(name: &str) -> Guard {
    guard(Marked::Person(name.to_owned()), &[])
}

#[test]
fn what_is_far_from_any_name_changes_nothing() {
    let forms =
        ["Mira Tolle", "Tolle, M.", "M. Tolle", "T o l l e", "Mira Anna Tolle", "mira-tolle@x.org", "Толле"];
    let far = " the road to the harbour was closed, and nobody of those who waited knew when".repeat(40);
    for filler in [" Then came, they say,", far.as_str()] {
        let text = forms.join(&format!(".{filler} "));
        let shown = person("Mira Tolle").replace(&text).into_owned();
        assert_eq!(shown.matches("[witness 1]").count(), forms.len(), "{shown}");
    }
    let phrase = guard(Marked::Words("insulin twice daily since the operation in May".to_owned()), &[]);
    for (text, found) in [
        (format!("{far} insulin twice daily since the operation {far}"), 1),
        (format!("{far} insulin twice daily since {far} the operation in May"), 0),
        (format!("insulin {far} twice {far} daily"), 0),
        (format!("{far} twice daily since the operation in May"), 1),
    ] {
        assert_eq!(phrase.hits(&text).len(), found, "{text}");
    }
}

#[test]
fn a_person_is_found_however_the_name_is_written() {
    let of = [
        (
            "Mira Tolle",
            vec![
                ("Mira Tolle saw it.", "[witness 1] saw it."),
                ("MIRA TOLLE", "[witness 1]"),
                ("Tolle, Mira", "[witness 1]"),
                ("M. Tolle said", "[witness 1] said"),
                ("M.Tolle", "[witness 1]"),
                ("Tolle M. said", "[witness 1] said"),
                ("Mira\u{a0}Tolle", "[witness 1]"),
                ("Mira\n   Tolle", "[witness 1]"),
                ("Mira-Tolle", "[witness 1]"),
                ("Mira Tol-\nle", "[witness 1]"),
                ("Mi\u{ad}ra Tol\u{200b}le", "[witness 1]"),
                ("Mira Tolle's sister", "[witness 1]'s sister"),
                ("Mira Tolles Schwester", "[witness 1] Schwester"),
                ("Mira Anna Tolle", "[witness 1]"),
                ("Mira K. Tolle", "[witness 1]"),
                ("told Mira.", "told [witness 1]."),
                ("Ms Tolle left", "Ms [witness 1] left"),
                ("M I R A  T O L L E", "[witness 1]"),
                ("Ｍｉｒａ Ｔｏｌｌｅ", "[witness 1]"),
                ("Mirа Tоllе", "[witness 1]"),
                ("Míra Tollé", "[witness 1]"),
                ("https://x.org/2031/mira-tolle-speaks", "https://x.org/2031/[witness 1]-speaks"),
                ("mira_tolle.pdf", "[witness 1].pdf"),
                ("miratolle@x.org", "[witness 1]@x.org"),
                ("MiraTolle", "[witness 1]"),
                ("Мира Толле", "[witness 1]"),
                ("с Мирой Толле", "с [witness 1]"),
            ],
        ),
        (
            "Karlygash Serikova",
            vec![
                ("Карлыгаш Серикова", "[witness 1]"),
                ("у Карлыгаш Сериковой", "у [witness 1]"),
                ("Серикову допросили", "[witness 1] допросили"),
                ("К. Серикова", "[witness 1]"),
                ("Qarlyghash Serikova", "[witness 1]"),
            ],
        ),
        (
            "Жомарт Дауленов",
            vec![
                ("Жомарта Дауленова", "[witness 1]"),
                ("Жомарттың айтуынша", "[witness 1] айтуынша"),
                ("Дауленовым", "[witness 1]"),
                ("Zhomart Daulenov", "[witness 1]"),
                ("Ж. Дауленов", "[witness 1]"),
                ("Zh. Daulenov", "Zh. [witness 1]"),
            ],
        ),
        ("Ли Ан", vec![("Ли Ан пришла", "[witness 1] пришла")]),
    ];
    for (name, cases) in of {
        let guard = person(name);
        for (text, expected) in cases {
            assert_eq!(guard.replace(text), expected, "{name}: {text}");
        }
    }
}

#[test]
fn what_only_looks_like_the_name_stays() {
    let guard = person("Mira Tolle");
    for text in [
        "Miranda toiled.",
        "Mirabel Tolland came.",
        "M. Stone came. T. Stone left.",
        "The mirage told them.",
        "A toll of 12 marks",
        "",
    ] {
        assert_eq!(guard.replace(text), text);
    }
    // A surname that is a word: only where it is a name.
    let guard = person("Hanna Long");
    assert_eq!(
        guard.replace("It was not long before Long came."),
        "It was not long before [witness 1] came."
    );
    let whole = Guard::new(
        &[Mark { whole_name: true, ..mark(1, Marked::Person("Hanna Long".to_owned())) }],
        Audience::Public,
        &Known::default(),
        "en",
    );
    assert_eq!(whole.replace("Long before that Hanna Long came."), "Long before that [witness 1] came.");
}

#[test]
fn the_name_of_a_family_stands_for_those_who_are_not_protected() {
    let people = [vec!["Jonas Tolle", "Tolle", "J. Tolle"], vec!["Court of Appeal"]];
    let child = guard(Marked::Person("Mira Tolle".to_owned()), &people);
    for (text, expected) in [
        ("Jonas Tolle was held.", "Jonas Tolle was held."),
        ("Tolle and Mira Tolle", "Tolle and [witness 1]"),
        ("Mira and J. Tolle", "[witness 1] and J. Tolle"),
        ("Mira, daughter of Jonas Tolle", "[witness 1], daughter of Jonas Tolle"),
    ] {
        assert_eq!(child.replace(text), expected);
    }
    let people = [vec!["Mira Tolle", "M. Tolle"]];
    let letters = guard(Marked::Person("Mira Tolle".to_owned()), &people);
    assert_eq!(letters.replace("/M/T 5 M. T. m/t M-T"), "/M/T 5 M. T. m/t M-T");
    let people = [vec!["Max Tolle", "M. Tolle"]];
    let child = guard(Marked::Person("Mira Tolle".to_owned()), &people);
    assert_eq!(child.replace("Max Tolle and Mira Tolle"), "Max Tolle and [witness 1]");
}

#[test]
fn every_form_that_the_record_has_of_a_person_is_protected() {
    let people =
        [vec!["Judge Mira Tolle", "Tolle", "Mirotschka Tolle-Berg", "the judge"], vec!["Jonas Berg"]];
    let guard = guard(Marked::Person("Mira Tolle".to_owned()), &people);
    for (text, expected) in [
        ("Mirotschka Tolle-Berg", "[witness 1]"),
        ("Tolle ruled", "[witness 1] ruled"),
        ("the judge ruled, Judge Stone did not", "the judge ruled, Judge Stone did not"),
        ("Jonas Berg", "Jonas Berg"),
    ] {
        assert_eq!(guard.replace(text), expected);
    }
}

#[test]
fn a_detail_is_found_in_other_forms_and_groupings() {
    let detail = |words: &str| guard(Marked::Words(words.to_owned()), &[]);
    for (words, text, expected) in [
        ("epilepsy", "EPILEPSY and epi\u{ad}lepsy", "[detail on a witness 1] and [detail on a witness 1]"),
        ("эпилепсия", "при эпилепсии", "при [detail on a witness 1]"),
        ("School No. 5", "at school  no 5 there", "at [detail on a witness 1] there"),
        ("+7 701 555 01 42", "call 7-701-555-01-42!", "call [detail on a witness 1]!"),
        ("+7 701 555 01 42", "tel:77015550142", "tel:[detail on a witness 1]"),
        ("Kanal 12", "12 Kanal", "12 Kanal"),
    ] {
        assert_eq!(detail(words).replace(text), expected, "{words}");
    }
    let long = "she slept in the yellow house behind the mill that night";
    let copied = "He wrote: slept in the YELLOW house, behind the mill. Later";
    assert_eq!(detail(long).replace(copied), "He wrote: [detail on a witness 1]. Later");
}

#[test]
fn a_passage_goes_where_it_stands_and_wherever_it_was_copied() {
    let text = "One. She was treated in the ward. Two.";
    let quote = "She was treated in the ward";
    let marked = |start: usize| {
        guard(
            Marked::Passage(Passage {
                item: item(1),
                start,
                end: start + quote.len(),
                quote: quote.to_owned(),
            }),
            &[],
        )
    };
    for start in [5, 2, 900] {
        let guard = marked(start);
        assert_eq!(guard.edit(item(1), text).text, "One. [detail on a witness 1]. Two.");
        assert_eq!(guard.edit(item(2), text).text, "One. [detail on a witness 1]. Two.");
    }
    // Too short to be looked for elsewhere.
    let short = Passage { item: item(1), start: 5, end: 8, quote: "She".to_owned() };
    let guard = guard(Marked::Passage(short), &[]);
    assert_eq!(guard.edit(item(1), text).text, "One. [detail on a witness 1] was treated in the ward. Two.");
    assert!(guard.edit(item(2), text).is_same());
}

#[test]
fn places_in_a_text_move_with_it() {
    let guard = person("Mira Tolle");
    let text = "Then Mira Tolle left. So did he.";
    let edited = guard.edit(item(1), text);
    let after = |part: &str| {
        let start = text.find(part).unwrap();
        &edited.text[edited.range(start..start + part.len())]
    };
    assert_eq!(after("Then"), "Then");
    assert_eq!(after("So did he."), "So did he.");
    assert_eq!(after("Mira Tolle"), "[witness 1]");
    assert_eq!(after("Tolle left"), "[witness 1] left");
    assert_eq!(after("Then Mira"), "Then [witness 1]");
    assert_eq!(after("ira Tol"), "[witness 1]");
}

#[test]
fn an_item_is_hidden_with_its_text_or_by_its_name_alone() {
    let known = Known { people: vec![], items: vec![(item(1), vec!["in/letter-home.txt".to_owned()])] };
    let hidden = |what: Marked| Guard::new(&[mark(1, what)], Audience::Public, &known, "en");
    let whole = hidden(Marked::Item(item(1)));
    assert_eq!(whole.edit(item(1), "Dear all").text, "[detail on a witness 1]");
    assert_eq!(whole.edit(item(1), "Dear all").range(5..8), 0.."[detail on a witness 1]".len());
    assert_eq!(whole.item_name(item(1), "in/letter-home.txt"), "[detail on a witness 1]");
    assert_eq!(whole.replace("see letter-home.txt"), "see [detail on a witness 1]");
    let named = hidden(Marked::ItemName(item(1)));
    assert_eq!(named.edit(item(1), "Dear all").text, "Dear all");
    assert_eq!(named.item_name(item(1), "in/letter-home.txt"), "[detail on a witness 1]");
    assert_eq!(named.item_name(item(2), "other.txt"), "other.txt");
}

#[test]
fn only_the_audiences_of_a_mark_lose_it_and_numbers_stay() {
    let marks = [
        Mark { kind: Kind::Minor, ..mark(1, Marked::Person("Ina Berg".to_owned())) },
        Mark { withdrawn: None, ..mark(2, Marked::Person("Mira Tolle".to_owned())) },
        Mark {
            hidden_from: BTreeSet::from([Audience::Court, Audience::Public]),
            ..mark(3, Marked::Person("Otto Stein".to_owned()))
        },
        Mark { replace: Some("a nurse".to_owned()), ..mark(4, Marked::Person("Ella Wirt".to_owned())) },
    ];
    let text = "Ina Berg, Mira Tolle; Otto Stein; Ella Wirt";
    let shown = |audience: Audience, language: &str| {
        Guard::new(&marks, audience, &Known::default(), language).replace(text).into_owned()
    };
    assert_eq!(shown(Audience::Team, "en"), text);
    assert_eq!(shown(Audience::Court, "en"), "Ina Berg, Mira Tolle; [witness 2]; Ella Wirt");
    assert_eq!(shown(Audience::Public, "en"), "[child 1], [witness 1]; [witness 2]; [a nurse]");
    assert_eq!(shown(Audience::Partner, "ru"), "[ребёнок 1], [свидетель 1]; Otto Stein; [a nurse]");
}

proptest! {
    #[test]
    fn no_text_stops_it_and_what_was_replaced_is_gone(before in "\\PC{0,40}", after in "\\PC{0,40}", joint in "[ \u{a0}\n.,-]{1,2}") {
        let guard = person("Zoltana Quarrendon");
        let text = format!("{before} Zoltana{joint}Quarrendon {after}");
        let edited = guard.edit(item(1), &text);
        prop_assert!(!edited.text.contains("Quarrendon"));
        prop_assert!(!guard.finds(&edited.text), "{}", edited.text);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let range = edited.range(at..text.len());
            prop_assert!(edited.text.get(range).is_some());
        }
    }
}
