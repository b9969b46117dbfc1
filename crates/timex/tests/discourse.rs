//! What a date without a year means, by what stands around it.
#![allow(clippy::string_slice, clippy::indexing_slicing, clippy::unwrap_used)]

use std::sync::LazyLock;

use jiff::civil::Date;
use remand_timex::{
    Anchor, Context, Direction, Evidence, Kind, Precision, Reason, Tagger, Timex, Unit, When,
    infer_publication, resolve,
};

static TAGGER: LazyLock<Tagger> = LazyLock::new(Tagger::lazy);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read(text: &str, published: &When, known: &[When]) -> Vec<Timex> {
    let found = TAGGER.find(text, "en");
    resolve(text, &found, &Context { published, known })
}

/// `quote edtf anchor` of each expression.
#[track_caller]
fn check(text: &str, published: &When, known: &[When], expected: &[(&str, &str, Anchor)]) {
    let got = read(text, published, known);
    let got: Vec<_> = got.iter().map(|t| (&text[t.start..t.end], t.when.edtf.as_str(), t.anchor)).collect();
    assert_eq!(got, expected, "{text}");
}

#[test]
fn publication_bounds_the_year_of_what_has_happened() {
    let published = When::days(day("2022-05-16"), day("2022-06-28"));
    check("On May 15 they voted.", &published, &[], &[("May 15", "2022-05-15", Anchor::Publication)]);
    check("On August 25 it closed.", &published, &[], &[("August 25", "2021-08-25", Anchor::Publication)]);
    check(
        "In force until September 20.",
        &published,
        &[],
        &[("September 20", "2022-09-20", Anchor::Publication)],
    );
}

#[test]
fn an_open_publication_still_gives_the_year() {
    let until = When::bounded(None, Some(day("2022-04-14")));
    check("On February 8 he was held.", &until, &[], &[("February 8", "2022-02-08", Anchor::Publication)]);
    check("He came yesterday.", &until, &[], &[("yesterday", "2022-04-13", Anchor::Publication)]);
}

#[test]
fn a_date_close_by_in_the_paragraph_is_stronger_than_publication() {
    let published = When::day(day("2023-03-20"));
    check(
        "He was taken at 11pm on March 5. He was charged at 2pm on March 6, 2022.",
        &published,
        &[],
        &[
            ("11pm on March 5", "2022-03-05T23:00", Anchor::Discourse),
            ("2pm on March 6, 2022", "2022-03-06T14:00", Anchor::Explicit),
        ],
    );
}

#[test]
fn neighbouring_entries_help_where_nothing_else_does() {
    let known = [When::day(day("2022-04-14")), When::day(day("2019-01-01"))];
    check("It expired on May 6.", &When::unknown(), &known, &[("May 6", "2022-05-06", Anchor::Discourse)]);
    check("It expired on May 6.", &When::unknown(), &[], &[("May 6", "XXXX-05-06", Anchor::None)]);
}

#[test]
fn a_weekday_tells_the_year() {
    let known = [When::days(day("2020-01-01"), day("2023-12-31"))];
    check(
        "On Tuesday, March 15, she left.",
        &When::unknown(),
        &known,
        &[("Tuesday, March 15", "2022-03-15", Anchor::Discourse)],
    );
}

#[test]
fn a_text_about_the_past_follows_its_own_dates() {
    let text = "In June 1940 it began. On July 14, 1940 they met. In December 1940 they parted. On January 3 they met again.";
    let got = read(text, &When::day(day("2009-12-19")), &[]);
    assert_eq!(got.last().map(|t| t.when.edtf.as_str()), Some("1941-01-03"));
}

#[test]
fn deictic_words_without_publication_stay_open() {
    for text in
        ["He came yesterday.", "He came last month.", "He comes on Friday.", "In March this year he came."]
    {
        let got = read(text, &When::unknown(), &[]);
        assert_eq!(got.len(), 1, "{text}");
        assert!(got[0].when.is_unknown(), "{text}: {:?}", got[0].when);
        assert_eq!(got[0].anchor, Anchor::None, "{text}");
    }
}

#[test]
fn yesterday_is_as_uncertain_as_the_publication() {
    let got = read("He came yesterday.", &When::days(day("2022-03-02"), day("2022-03-10")), &[]);
    assert_eq!(got[0].when, When::days(day("2022-03-01"), day("2022-03-09")));
}

#[test]
fn a_term_to_come_is_not_where_the_telling_stands() {
    let told = "On 21 October 2024 the office said that the court prolonged it until 12 December. Three days later \
                the registry replied that it knows of no ruling.";
    check(
        told,
        &When::unknown(),
        &[],
        &[
            ("21 October 2024", "2024-10-21", Anchor::Explicit),
            ("12 December", "2024-12-12", Anchor::Sentence),
            ("Three days later", "2024-10-24", Anchor::Discourse),
        ],
    );
}

#[test]
fn prepositions_give_the_direction() {
    let cases = [
        ("held since January 5, 2022", Direction::Since),
        ("held until January 5, 2022", Direction::Until),
        ("held up to January 5, 2022", Direction::Until),
        ("reply no later than January 5, 2022", Direction::By),
        ("reply by January 5, 2022", Direction::By),
        ("as of January 5, 2022", Direction::AsOf),
        ("as\u{a0}at January 5, 2022", Direction::AsOf),
        ("before January 5, 2022", Direction::Before),
        ("prior to the 5th of January 2022", Direction::Before),
        ("after January 5, 2022", Direction::After),
        ("from January 5, 2022", Direction::From),
        ("on January 5, 2022", Direction::At),
        ("January 5, 2022", Direction::At),
    ];
    for (text, direction) in cases {
        let found = TAGGER.find(text, "en");
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].direction, direction, "{text}");
        assert_eq!(found[0].explicit(), Some(When::day(day("2022-01-05"))), "{text}");
    }
}

#[test]
fn amounts_keep_the_unit_of_the_words() {
    let cases = [
        ("72 days", 72, Unit::Day, Precision::Exact),
        ("more than 6 months", 6, Unit::Month, Precision::MoreThan),
        ("almost a month", 1, Unit::Month, Precision::LessThan),
        ("at least 48 hours", 48, Unit::Hour, Precision::AtLeast),
        ("within 21 days", 21, Unit::Day, Precision::AtMost),
        ("up to ten years", 10, Unit::Year, Precision::AtMost),
        ("about two weeks", 2, Unit::Week, Precision::About),
        ("a few days", 0, Unit::Day, Precision::Vague),
        ("two decades", 20, Unit::Year, Precision::Exact),
        ("a year and a half", 18, Unit::Month, Precision::Exact),
        ("two years and three months", 27, Unit::Month, Precision::Exact),
        ("a 72-hour hold", 72, Unit::Hour, Precision::Exact),
    ];
    for (text, count, unit, precision) in cases {
        let found = TAGGER.find(text, "en");
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].kind, Kind::Duration, "{text}");
        let amount = found[0].amount().unwrap();
        assert_eq!((amount.count, amount.unit, amount.precision), (count, unit, precision), "{text}");
        assert_eq!(found[0].explicit(), None, "{text}");
    }
}

#[test]
fn expressions_say_what_they_need() {
    let of = |text: &str| TAGGER.find(text, "en").remove(0);
    assert!(of("today").is_today() && of("today").is_relative());
    assert!(!of("this morning").is_today() && of("this morning").is_relative());
    assert!(of("March this year").is_relative() && !of("March 2022").is_relative());
    assert!(of("now").vague && !of("in 2019").vague);
    assert_eq!(of("March 14").explicit(), None);
    assert_eq!(of("yesterday").explicit(), None);
    assert_eq!(of("May 2022").explicit(), Some(When::days(day("2022-05-01"), day("2022-05-31"))));
}

#[test]
fn expressions_of_a_slice_keep_the_offsets_of_the_whole() {
    let text = "On May 1, 2019 he left.\n\nOn June 2 she came.";
    let found = TAGGER.find(text, "en");
    let second =
        resolve(text, &found[1..], &Context { published: &When::day(day("2022-07-01")), known: &[] });
    assert_eq!(&text[second[0].start..second[0].end], "June 2");
    assert_eq!(second[0].when.edtf, "2022-06-02");
}

#[test]
fn the_age_of_a_person_is_told_from_a_term() {
    let cases = [
        ("en", "a 45-year-old teacher", true, true),
        ("en", "aged 34 years", true, true),
        ("en", "held for 34 years", false, false),
        ("ru", "34-летний учитель", true, true),
        ("ru", "скончалась в возрасте 81 года", true, true),
        ("ru", "на 85-м году жизни", true, true),
        ("ru", "к 34-летнему сроку", false, false),
        ("ru", "приговорён к 34 годам", false, false),
        ("ru", "наказание в 5 лет", false, false),
    ];
    for (language, text, age, apart) in cases {
        let found = TAGGER.find(text, language);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].age, found[0].apart), (age, apart), "{text}");
    }
}

#[test]
fn each_value_says_what_it_was_resolved_against_and_why() {
    let published = When::day(day("2022-07-20"));
    type Expected<'a> = &'a [(&'a str, Reason, &'a str)];
    let cases: [(&str, Expected<'_>); 4] = [
        ("On 5 March 2021 he left.", &[("5 March 2021", Reason::Words, "the words give all of it")]),
        (
            "She was told on 28 December 2021. On 3 January she was moved; two days later she wrote.",
            &[
                ("28 December 2021", Reason::Words, "the words give all of it"),
                ("3 January", Reason::After, "the first such date after “28 December 2021”"),
                ("two days later", Reason::Counted, "counted from “3 January”"),
            ],
        ),
        (
            "On November 23 they met; yesterday at 11 pm they parted.",
            &[
                ("November 23", Reason::Before, "the last such date before the publication"),
                ("yesterday at 11 pm", Reason::Counted, "counted from the publication"),
            ],
        ),
        (
            "A term from 24 December to 5 May 2022.",
            &[
                ("24 December", Reason::Before, "the last such date before “5 May 2022”"),
                ("5 May 2022", Reason::Words, "the words give all of it"),
            ],
        ),
    ];
    for (text, expected) in cases {
        let got = read(text, &published, &[]);
        let told: Vec<_> = got.iter().map(|t| t.explanation(text)).collect();
        let got: Vec<_> =
            got.iter().zip(&told).map(|(t, why)| (&text[t.start..t.end], t.reason, why.as_str())).collect();
        assert_eq!(got, expected, "{text}");
    }
    let open = read("On 3 January she was moved.", &When::unknown(), &[]);
    assert_eq!(open[0].explanation(""), "nothing tells which");
}

#[test]
fn publication_is_inferred_with_bounds() {
    let cases = [
        ("Last updated: 5 May 2022\n\nOn 3 January 2021 he left.", "2022-05-05", Evidence::Stated),
        ("It was published on 5 May 2022.", "2022-05-05/..", Evidence::Newest),
        ("VELD, 14 January 2022 — Nobody came on 3 March 2024.", "2022-01-14", Evidence::Dateline),
        ("14 January 2022\nNobody came.", "2022-01-14", Evidence::Dateline),
        ("The order of 14 January 2022 - nobody saw it.", "2022-01-14/..", Evidence::Newest),
        ("VELD, Tuesday, March 15 — The law of 2021 was read.", "2022-03-15/..", Evidence::Weekday),
        (
            "In 2019 and in May 2021 they met. A hearing will be held on 3 July 2021.",
            "2021-05-01/2021-07-03",
            Evidence::Newest,
        ),
        ("On 3 January he left.", "", Evidence::Nothing),
        ("", "", Evidence::Nothing),
        ("They will meet on 3 July 2021.", "", Evidence::Nothing),
    ];
    for (text, edtf, evidence) in cases {
        let found = TAGGER.find(text, "en");
        let inferred = infer_publication(text, &found);
        assert_eq!((inferred.when.edtf.as_str(), inferred.evidence), (edtf, evidence), "{text}");
    }
}

#[test]
fn an_inferred_publication_takes_the_place_of_an_unknown_one() {
    check(
        "VELD, 14 January 2022 — He was taken on December 3. He was moved yesterday.",
        &When::unknown(),
        &[],
        &[
            ("14 January 2022", "2022-01-14", Anchor::Explicit),
            ("December 3", "2021-12-03", Anchor::Sentence),
            ("yesterday", "2022-01-13", Anchor::Inferred),
        ],
    );
    let text = "The order of 14 January 2022 was read yesterday.";
    check(
        text,
        &When::unknown(),
        &[],
        &[
            ("14 January 2022", "2022-01-14", Anchor::Explicit),
            ("yesterday", "2022-01-13/..", Anchor::Inferred),
        ],
    );
}
