//! Packs that attack the parser: nothing panics, nothing takes long, and each is told what is wrong. The faults of
//! packs that are merely wrong are the vectors of `spec/vectors/law`.

#![allow(clippy::string_slice, reason = "texts made here")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use remand_law::{Diagnostic, Names, format, link, parse};

fn names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Names {
        events: set(&["arrest", "release", "verdict"]),
        states: set(&["in_custody", "solitary"]),
        roles: set(&["detainee", "offence"]),
        qualifiers: set(&["minor", "official"]),
        measures: set(&["sentence"]),
        accounts: set(&["state", "defence"]),
        ..Names::default()
    }
}

fn faults(text: &str) -> Vec<Diagnostic> {
    let (packs, mut faults) = parse([("made.md", text)], &names());
    faults.extend(link(&packs).1);
    faults
}

const HEAD: &str = "cites X\nchecked 2024-01-31 from memory\nlimit hard\nin force 2000-01-01 ..\n";

fn norm(id: usize, body: &str) -> String {
    format!("```norm a.{id}\n{HEAD}{body}\n```\n")
}

/// As many as fit into a file.
fn filled(one: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0.. {
        let next = one(at);
        if text.len() + next.len() > 1 << 20 {
            break;
        }
        text.push_str(&next);
    }
    text
}

/// What a long file may take where nothing is optimised and the machine is shared.
const LONGEST: Duration = Duration::from_secs(10);

#[test]
fn a_full_file_of_anything_is_read_in_time_and_told_a_hundred_faults_at_most() {
    let long_list =
        |word: &str, between: &str| format!("{word}{}", format!("{between}{word}").repeat(60_000));
    for (what, text) in [
        ("a chain of definitions", filled(|at| format!("```define s{at}\nwhile s{}\n```\n", at + 1))),
        ("a ring of two, many times", filled(|at| format!("```define s{at}\nwhile s{}\n```\n", at ^ 1))),
        ("one name, many times", filled(|_| "```define s\nfrom arrest\n```\n".to_owned())),
        ("norms without fault", filled(|at| norm(at, "never verdict"))),
        (
            "norms that lack a rule of counting",
            filled(|at| norm(at, "expect verdict within 2 months of arrest")),
        ),
        ("versions of one norm", filled(|_| norm(1, "never verdict"))),
        ("links that lead nowhere", filled(|at| norm(at, "never verdict\nbeside a.b.c, a.b.d"))),
        ("unknown words", filled(|_| "```norm a\nxyzzy xyzzy\n```\n".to_owned())),
        (
            "limits",
            format!(
                "```norm a\n{HEAD}expect verdict\n{}```\n",
                filled(|_| " within 2 hours of arrest\n".into())
            ),
        ),
        ("conditions", norm(1, &format!("when {}\nnever verdict", long_list("arrest", " and ")))),
        ("events of a definition", format!("```define s\nfrom {}\n```\n", long_list("arrest", " or "))),
        (
            "values of a parameter",
            format!("```parameter p\n{}```\n", filled(|_| "value 2 days from 2020-01-01\n".into())),
        ),
        ("items of a record", norm(1, &format!("expect record of {}", long_list("arrest", ", ")))),
        ("a line without end", format!("```norm a.b\ncites {}\nnever verdct\n```\n", "x ".repeat(400_000))),
        ("fences", "```\n".repeat(250_000)),
        ("open fences", "```norm\n".repeat(120_000)),
        ("headings", "# x\n".repeat(250_000)),
        ("back quotes", "`".repeat(1 << 20)),
        (
            "instruments",
            filled(|at| format!("```instrument i{at}\nin force 2000-01-01 ..\n```\n```norm i{at}.a\n```\n")),
        ),
    ] {
        let start = Instant::now();
        let found = faults(&text);
        let took = start.elapsed();
        assert!(took < LONGEST, "{what} took {took:?}");
        // Reading and linking each tell a hundred at most.
        assert!(found.len() <= 200, "{what}: {}", found.len());
        let told: usize = found.iter().map(|fault| fault.to_string().len()).sum();
        assert!(told < 1 << 20, "{what}: the faults are {told} bytes long");
    }
}

#[test]
fn what_is_nested_deep_is_a_fault_and_no_overflow() {
    let deep = |words: &str| words.repeat(10_000);
    for body in [
        format!("expect verdict within 2 hours of {}arrest and release", deep("the later of ")),
        format!("expect verdict within 2 hours of {}arrest", deep("2 hours after ")),
        format!("expect verdict within {}2 hours and 3 hours of arrest", deep("the shorter of ")),
        format!("expect verdict promptly after {}arrest", deep("the earlier of arrest and ")),
    ] {
        let found = faults(&norm(1, &body));
        let deep: Vec<_> =
            found.iter().filter(|fault| fault.message.contains("nested more than 8 deep")).collect();
        assert_eq!(deep.len(), 1, "{found:#?}");
    }
}

#[test]
fn a_file_of_ten_megabytes_is_told_and_not_read() {
    for text in ["x".repeat(10 << 20), norm(1, "never verdict").repeat(100_000)] {
        let found = faults(&text);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("a law pack has at most 1048576"), "{}", found[0]);
        assert!(found[0].help.contains("split it"));
    }
}

#[test]
fn text_that_looks_like_law_and_is_none_is_told_at_its_word() {
    for (text, told) in [
        ("```norm\n```\n", "1:1 a block of the kind `norm` has one id after it"),
        ("```norm a b\n```\n", "1:11 a block of the kind `norm` has one id after it"),
        ("```norm a..b\n```\n", "1:9 `a..b` is not an id"),
        ("```define s.t\nfrom arrest\n```\n", "1:11 `s.t` cannot be the name of a state"),
        ("```define 5\nfrom arrest\n```\n", "1:11 `5` cannot be the name of a state"),
        ("```define s\nfrom arrest and release\n```\n", "2:13 the field is complete before `and`"),
        ("```define s\nwhile in_custody\nlasting 2 hours\n```\n", "3:1 `lasting` has nothing to count from"),
        ("```calendar c\ncovers 2020-01-01 .. 2019-01-01\n```\n", "2:22 from 2020-01-01 to 2019-01-01"),
        (
            "```calendar c\ncovers 2020-01-01 .. 2021-01-01\noff easter +9999\n```\n",
            "3:12 `+9999` is not a number of days",
        ),
        (
            "```calendar c\ncovers 2020-01-01 .. 2021-01-01\nweekend sundays\n```\n",
            "3:9 unknown day of the week `sundays`",
        ),
        (
            "```parameter p\ncites X\nchecked 2024-01-31 from memory\n```\n",
            "1:1 the parameter has no `value`",
        ),
        (
            "```instrument i\nreserved zz 2002-01-01 .. 2001-01-01 no\n```\n",
            "2:27 from 2002-01-01 to 2001-01-01",
        ),
        ("```instrument i\nparty zz 2024-W13-7\n```\n", "2:10 `2024-W13-7` is not a day of the calendar"),
        ("``` norm a.b\nwgad X\n```\n", "2:6 unknown category `X`"),
        ("\u{feff}```norm A\n```\n", "1:9 `A` is not an id"),
    ] {
        let found: Vec<String> =
            faults(text).iter().map(|f| format!("{}:{} {}", f.line, f.column, f.message)).collect();
        assert!(
            found.iter().any(|found| found.starts_with(told)),
            "{text}: expected {told}, found {found:#?}"
        );
    }
}

/// Words of the language and of the vocabulary, which make more of a mess than any bytes.
const WORDS: &str = "norm case define parameter calendar instrument cites checked limit in force party members when \
    unless expect throughout never counting burden wgad owed by stated as beside the later of earlier shorter longer \
    and or not is over at least most within promptly after before every while first day last month working days \
    rollover forward back no stops hours 24-hour years 48 1/2 0 -3 2024-02-30 2024-01-31 .. , arrest release verdict \
    in_custody solitary detainee minor official sentence state => met a.b ```";

fn salad() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = WORDS.split_whitespace().collect();
    prop::collection::vec(
        (prop::sample::select(words), prop::sample::select(vec![" ", "\n", "\n  ", "\n```"])),
        0..80,
    )
    .prop_map(|all| {
        let mut text = String::from("```norm a.b\n");
        all.iter().for_each(|(word, between)| text.extend([*word, *between]));
        text
    })
}

proptest! {
    #[test]
    fn no_words_make_it_panic_and_what_is_read_is_written_alike(text in salad()) {
        let (packs, _) = parse([("made.md", text.as_str())], &names());
        link(&packs);
        let once = format(&packs[0]);
        let (again, _) = parse([("made.md", once.as_str())], &names());
        prop_assert_eq!(format(&again[0]), once);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        faults(&format!("```norm a.b\n{text}\n```\n```case {text}\n{text}"));
    }
}
