//! What an editor offers where the hand stands, marked `|`.

#![allow(clippy::expect_used, reason = "a text without a mark fails its test")]

use remand_law::{
    Expected, Kind, Names, defined, expected_at, has_blocks, link, outline, parse, parse_one, symbols,
};

fn names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Names {
        events: set(&["arrest", "verdict"]),
        states: set(&["in_custody"]),
        roles: set(&["detainee"]),
        qualifiers: set(&["minor"]),
        measures: set(&["sentence"]),
        accounts: set(&["state"]),
        ..Names::default()
    }
}

/// What may stand at the mark, as text.
fn offered(marked: &str) -> Vec<String> {
    let (before, after) = marked.split_once('|').expect("a mark");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    let text = format!("{before}{after}");
    let found = expected_at(&text, line, column, [], &names());
    found
        .into_iter()
        .map(|expected| match expected {
            Expected::Word(word) => word.to_owned(),
            Expected::Name(kind) => format!("<{}>", kind.word()),
            other => format!("<{other:?}>").to_lowercase(),
        })
        .collect()
}

#[test]
fn what_may_stand_is_what_the_parser_would_take() {
    for (marked, offers) in [
        ("```|", vec!["instrument", "calendar", "parameter", "define", "norm", "case"]),
        ("```c|", vec!["calendar", "case"]),
        ("```norm a.b\nlimit |", vec!["hard", "presumptive", "standard"]),
        ("```norm a.b\nlimit pre|sumptive\n```\n", vec!["hard", "presumptive", "standard"]),
        ("```norm a.b\nchecked |", vec!["<date>"]),
        ("```norm a.b\nchecked 2024-01-31 |", vec!["against", "from"]),
        ("```norm a.b\nparty |", vec!["<country>"]),
        ("```norm a.b\nwhen detainee is |", vec!["not", "<qualifier>"]),
        ("```norm a.b\nin force 2024-01-31 |", vec!["..", "or"]),
        ("```norm a.b\nthroughout in_custody covered |", vec!["by"]),
        ("```norm a.b\nexpect verdict within 2 hours of |", vec!["the", "<event>"]),
        ("```norm a.b\nlimit hard\n```\n```case x\nas of |", vec!["<date>"]),
        ("```case x\n=> |", vec!["contested", "met", "not_applicable", "not_met", "undetermined"]),
        ("```define waiting\nfrom |", vec!["<event>"]),
        ("prose |", vec![]),
        ("```norm a.b\nlimit hard\n```\n|", vec![]),
        ("```text\nnorm |", vec![]),
        ("|", vec![]),
    ] {
        let mut found = offered(marked);
        let mut offers: Vec<String> = offers.into_iter().map(str::to_owned).collect();
        found.sort();
        offers.sort();
        assert_eq!(found, offers, "{marked}");
    }
}

#[test]
fn a_margin_offers_fields_and_an_indented_line_what_goes_on() {
    let margin = offered("```norm a.b\nexpect verdict\n           within 2 hours of arrest\n|");
    assert!(margin.contains(&"unless".to_owned()) && margin.contains(&"<state>".to_owned()), "{margin:?}");
    let indented = offered("```norm a.b\nexpect verdict\n           within 2 hours of arrest\n           |");
    assert!(indented.contains(&"within".to_owned()) && indented.contains(&"when".to_owned()), "{indented:?}");
    assert!(!indented.contains(&"unless".to_owned()), "{indented:?}");
}

#[test]
fn places_that_are_not_there_offer_nothing() {
    for (line, column) in [(0, 0), (0, 1), (1, 0), (9, 9), (usize::MAX, usize::MAX)] {
        assert_eq!(expected_at("```norm ä\nlimit", line, column, [], &names()), []);
    }
}

#[test]
fn the_symbols_of_a_pack_are_what_it_defines_and_what_it_uses() {
    let text =
        "```define waiting\nfrom arrest\n```\n```norm a.b\nnever verdict while waiting\nbeside c.d\n```\n";
    let found = symbols(text, [], &names());
    let said: Vec<_> = found.iter().map(|s| (s.kind, s.name.as_str(), s.line, s.column, s.defines)).collect();
    assert_eq!(
        said,
        [
            (Kind::State, "waiting", 1, 11, true),
            (Kind::Event, "arrest", 2, 6, false),
            (Kind::Norm, "a.b", 4, 9, true),
            (Kind::Event, "verdict", 5, 7, false),
            (Kind::State, "waiting", 5, 21, false),
            (Kind::Norm, "c.d", 6, 8, false),
        ]
    );
}

#[test]
fn the_outline_of_a_text_is_its_blocks_also_those_with_faults() {
    let text = "\u{feff}# Title\r\n\r\n```norm a.b\r\nlimit soft\r\n```\r\n```case one, two\n=> met\n```\n````\n```text\nnorm\n```\n````\n## Next\n```define waiting\nfrom";
    let found = outline(text);
    let said: Vec<_> =
        found.iter().map(|b| (b.kind, b.name.as_str(), b.title.as_str(), b.first, b.last)).collect();
    assert_eq!(
        said,
        [
            ("norm", "a.b", "Title", 3, 5),
            ("case", "one, two", "Title", 6, 8),
            ("define", "waiting", "Next", 15, 16),
        ]
    );
    assert_eq!(outline("```"), []);
    assert_eq!(outline("```norm\n").first().map(|block| (block.first, block.last)), Some((1, 1)));
}

#[test]
fn a_text_without_blocks_is_no_law() {
    assert!(has_blocks("prose\n``` norm a.b"));
    assert!(has_blocks(&format!("{}```case x", "prose\n".repeat(300_000))));
    for text in ["", "```", "```text\nx\n```", "```normal a\n```", "norm a.b", " ```norm a.b"] {
        assert!(!has_blocks(text), "{text}");
    }
}

#[test]
fn one_pack_read_again_is_as_it_was_read_with_the_others() {
    let files = [
        ("a.md", "```define waiting\nfrom arrest\n```\n```define in_custody\nfrom arrest\n```\n"),
        (
            "b.md",
            "```norm a.b\ncites x\nchecked 2026-11-22 from memory\nlimit hard\nin force 2000-01-01 ..\nnever verdict while waiting\nwhen arest\n```\n",
        ),
    ];
    let (packs, faults) = parse(files, &names());
    let all = defined(files, &names());
    assert!(all.states.contains("waiting"));
    let (again, told): (Vec<_>, Vec<_>) =
        files.into_iter().map(|(file, text)| parse_one(file, text, &names(), &all)).unzip();
    assert_eq!(again, packs);
    assert_eq!(told.concat(), faults);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(link(&again), link(&packs));
}
