//! The law language: what a pack says and how it reads back, and what is told of a bad one.

use std::collections::BTreeSet;

use proptest::prelude::*;
use remand_law::{Case, Diagnostic, Names, Norm, Pack, Part, Wording, explain, format, link, parse};

fn names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Names {
        events: set(&["arrest", "release", "appearance_before_judge", "verdict", "speech", "solitary"]),
        states: set(&["in_custody", "ordered_custody", "solitary"]),
        roles: set(&["detainee", "offence"]),
        qualifiers: set(&["minor", "in_person", "official"]),
        measures: set(&["maximum_sentence"]),
        accounts: set(&["state", "defence"]),
        ..Names::default()
    }
}

const GOOD: &str = "\
# A made-up convention

## 5 Before a judge

Words about article 5.

```norm made.5.judge
cites      Made-up Convention art. 5; Comment 3
checked    2024-01-31 against text
limit      presumptive
in force   1976-03-23 .. 2030-12-31
party      zz 2001-02-03
when       in_custody and offence is not minor
unless     release
unless     verdict
expect     appearance_before_judge in_person by official
           within 48 hours of arrest
           within 24 hours of arrest when detainee is minor and release
burden     state
wgad       I
```

```case on the third day, says counsel
arrest                       2024-03-04T10:00
deny appearance_before_judge 2024-03-04 .. 2024-03-06 by defence
speech                       undated
release                      2024-03
in_custody                   2024-03-04 ..
solitary                     2024-03-04 .. 2024-03-05T08:30
detainee is not minor
state of zz
as of                        2024-03-10
=> undetermined: no appearance, they say
```

## 6 Other shapes

```norm made.6.cover
cites      Made-up Convention art. 6
checked    2024-01-31 from memory
limit      hard
in force   1976-03-23 ..
throughout in_custody covered by ordered_custody after 3 24-hour days
```

```norm made.6.run
cites      Made-up Convention art. 6
checked    2024-01-31 against secondary text
limit      hard
in force   1976-03-23 ..
solitary before release
           at most 2 months
           at most 1 year when verdict
counting   first day in or out, end of month next day
```

```norm made.6.never
cites      Made-up Convention art. 6
checked    2024-01-31 from memory
limit      hard
in force   1976-03-23 ..
never      speech by official while not solitary
```

```norm made.6.ever
cites      Made-up Convention art. 6
checked    2024-01-31 from memory
limit      hard
in force   1976-03-23 ..
never      speech
```

```norm made.6.before
cites      Made-up Convention art. 6
checked    2024-01-31 from memory
limit      hard
in force   1976-03-23 ..
expect     appearance_before_judge at least 8 hours before release
```

```norm made.6.owed
cites      Made-up Convention art. 6
checked    2024-01-31 from memory
limit      hard
in force   1976-03-23 ..
expect     speech
           within 60 days of arrest
counting   first day out
owed by    the government, in writing
stated as  verdict
```
";

/// One pack, with its faults and those that show when it is linked.
fn read(file: &str, text: &str) -> (Pack, Vec<Diagnostic>) {
    let (mut packs, mut found) = parse([(file, text)], &names());
    found.extend(link(&packs).1);
    (packs.remove(0), found)
}

/// The faults of a text, a line each: place, message, help.
fn faults(text: &str) -> Vec<String> {
    let (_, found) = read("made.md", text);
    found.iter().map(|f| format!("{}:{} `{}` {} = {}", f.line, f.column, f.word, f.message, f.help)).collect()
}

/// The good norm 5 with one line of it replaced.
fn with_line(old: &str, new: &str) -> Vec<String> {
    assert!(GOOD.contains(old), "{old}");
    faults(&GOOD.replacen(old, new, 1))
}

fn only(found: Vec<String>) -> String {
    assert_eq!(found.len(), 1, "{found:#?}");
    found.concat()
}

#[test]
fn a_pack_in_its_regular_form_reads_without_fault_and_back_to_the_same_bytes() {
    let (pack, found) = read("made.md", GOOD);
    assert_eq!(found, []);
    assert_eq!(
        pack.norms().map(|norm| norm.id.as_str()).collect::<Vec<_>>(),
        [
            "made.5.judge",
            "made.6.cover",
            "made.6.run",
            "made.6.never",
            "made.6.ever",
            "made.6.before",
            "made.6.owed"
        ]
    );
    assert_eq!(pack.norms().next().map(|norm| norm.title.as_str()), Some("5 Before a judge"));
    assert_eq!(pack.cases().map(|case| case.norm.as_str()).collect::<Vec<_>>(), ["made.5.judge"]);
    assert_eq!(format(&pack), GOOD);
}

#[test]
fn spacing_and_the_order_of_fields_do_not_matter() {
    let loose = "## 5 Before a judge\n```norm a.b\nlimit   hard\nexpect speech\n  within 2   hours of arrest\nchecked 2024-01-31   from memory\nin force 2000-01-01 ..\ncites X\n```\n";
    let (pack, found) = read("a.md", loose);
    assert_eq!(found, []);
    let regular = format(&pack);
    assert!(regular.contains("expect     speech\n           within 2 hours of arrest\n"), "{regular}");
    let (again, _) = read("a.md", &regular);
    assert_eq!(format(&again), regular);
}

#[test]
fn a_norm_in_plain_words_does_without_a_vocabulary() {
    let (pack, _) = read("made.md", GOOD);
    let (law, _) = link(std::slice::from_ref(&pack));
    let said = explain(&law.norms[0], &law, &Wording::default());
    assert_eq!(
        said.rule,
        "Where there was “in custody” and the offence is not minor, there must be an appearance before judge in \
         person by an official within 48 hours of the arrest, or within 24 hours where the detainee is minor and there \
         was a release. This does not apply where there was a release or where there was a verdict."
    );
}

#[test]
fn a_misspelt_event_is_told_with_the_word_that_was_meant() {
    assert_eq!(
        only(with_line("within 48 hours of arrest", "within 48 hours of arest")),
        "17:31 `arest` unknown event `arest` = did you mean `arrest`?"
    );
    let (_, found) = read("made.md", &GOOD.replacen("48 hours of arrest", "48 hours of arest", 1));
    assert_eq!(
        found[0].to_string(),
        "made.md:17:31: unknown event `arest`\n  |            within 48 hours of arest\n  |                               ^^^^^\n  = did you mean `arrest`?"
    );
}

#[test]
fn faults_of_a_norm_are_told_at_the_word() {
    for (old, new, told) in [
        (
            "checked    2024-01-31",
            "checked    2024-02-30",
            "9:12 `2024-02-30` `2024-02-30` is not a day of the calendar",
        ),
        ("in force   1976-03-23 ..", "in force   40/06/1976 ..", "`40/06/1976` is not a day of the calendar"),
        (".. 2030-12-31", ".. 1970-12-31", "the end is before the start"),
        ("limit      presumptive", "limit      soft", "unknown kind of limit `soft`"),
        ("against text", "by a lawyer", "`by` does not say how it was checked"),
        ("offence is not minor", "ofence is not minor", "did you mean `offence`?"),
        ("offence is not minor", "offence is not miner", "did you mean `minor`?"),
        ("within 48 hours", "within 0 hours", "a limit of 0"),
        ("within 48 hours", "within -48 hours", "`-48` is not a number"),
        ("within 48 hours", "within 99999999999999999999 hours", "is not a number"),
        ("within 48 hours", "within 48 moons", "unknown unit `moons`"),
        ("within 24 hours of arrest when", "within 24 hours of release when", "count from the same event"),
        (
            "within 24 hours of arrest when detainee is minor and release",
            "within 24 hours of arrest",
            "two limits hold under the same condition: 48 hours and 24 hours",
        ),
        ("wgad       I\n", "wgad       VI\n", "unknown category `VI`"),
        ("party      zz", "party      Zedland", "`Zedland` is not a country code"),
        ("burden     state", "burdn      state", "did you mean `burden`?"),
        ("burden     state", "burden     state, they say", "the field is complete before `,`"),
        ("burden     state", "limit      hard", "a second `limit`"),
        ("in_person by official", "promptly", "`within` stands where `after` is expected"),
        ("made.5.judge", "Made 5", "has one id after it"),
        ("           within 24 hours", "within 24 hours", "indent it"),
    ] {
        let found = with_line(old, new).join("\n");
        assert!(found.contains(told), "{new}: expected {told:?}, found {found:?}");
    }
}

#[test]
fn what_a_norm_lacks_is_told_all_at_once() {
    let bare = "```norm a.b\nwgad I\n```\n";
    let found = faults(bare);
    for lack in ["`cites`", "`checked`", "`limit`", "`rule`"] {
        assert!(found.iter().any(|fault| fault.contains(&format!("has no {lack}"))), "{lack}: {found:#?}");
    }
    let undated = with_line("in force   1976-03-23 .. 2030-12-31\n", "");
    assert!(
        only(undated).contains("has no `in force`"),
        "it may stand in an instrument: told when packs are linked"
    );
}

#[test]
fn a_sum_that_the_norm_does_not_settle_is_a_fault_that_quotes_it() {
    let found = with_line("counting   first day in or out, end of month next day\n", "");
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[1].contains("`made.6.run` (6 Other shapes) adds 2 months"), "{found:#?}");
    let back = with_line("at least 8 hours before", "at least 8 days before").join("\n");
    assert!(back.contains("has a limit of 8 days and does not say whether the first day counts"), "{back}");
    let standard = with_line("limit      presumptive", "limit      standard").join("\n");
    assert!(standard.contains("has a number and calls its limit a standard"), "{standard}");
}

#[test]
fn versions_of_one_norm_do_not_overlap() {
    let two = |first: &str, second: &str| {
        let norm = |force: &str| {
            format!(
                "```norm a.b\ncites X\nchecked 2024-01-31 from memory\nlimit hard\nin force {force}\nnever speech before verdict\n```\n"
            )
        };
        faults(&format!("{}{}", norm(first), norm(second)))
    };
    assert_eq!(two("2000-01-01 .. 2009-12-31", "2010-01-01 .."), Vec::<String>::new());
    let found = only(two("2000-01-01 ..", "2010-01-01 .."));
    assert!(
        found.contains("two versions of `a.b` are in force on 2010-01-01; the other is at made.md:1"),
        "{found}"
    );
    let (both, _) = parse([("a.md", GOOD), ("b.md", GOOD)], &names());
    assert_eq!(link(&both).1.len(), 7, "the same pack twice overlaps in each norm");
}

#[test]
fn faults_of_a_case_are_told_at_the_word() {
    for (old, new, told) in [
        (
            "arrest                       2024-03-04T10:00",
            "arrest                       2024-03-04T25:00",
            "is not a time",
        ),
        (
            "deny appearance_before_judge",
            "deny apearance_before_judge",
            "did you mean `appearance_before_judge`?",
        ),
        ("2024-03-04 .. 2024-03-06", "2024-03-04 .. 2024-03-02", "is not after `2024-03-04`"),
        ("by defence", "by defense", "did you mean `defence`?"),
        ("as of                        2024-03-10\n", "", "the case has no day"),
        ("=> undetermined: no appearance, they say", "=> guilty", "unknown outcome `guilty`"),
        ("=> undetermined: no appearance, they say", "=> undetermined no appearance", "followed by `:`"),
        ("=> undetermined: no appearance, they say\n", "", "does not say what comes of it"),
        (".. 2024-03-05T08:30", ".. 2024-03-01", "is not after"),
        ("state of zz", "state of Zedland", "`Zedland` is not a country code"),
        ("undated", "sometime", "is not a day of the calendar"),
    ] {
        let found = with_line(old, new).join("\n");
        assert!(found.contains(told), "{new}: expected {told:?}, found {found:?}");
    }
    assert!(only(faults("```case alone\nas of 2024-01-01\n=> met\n```\n")).contains("below the norm"));
}

#[test]
fn a_bad_block_stays_in_the_text_and_the_others_are_read() {
    let bad = GOOD.replacen("within 48 hours of arrest", "within 48 hours of arest", 1);
    let (pack, found) = read("made.md", &bad);
    assert_eq!(found.len(), 1);
    assert_eq!(pack.norms().count(), 6);
    assert_eq!(format(&pack), bad);
}

#[test]
fn a_block_that_never_ends_and_an_indented_start_are_told() {
    let found = faults("```norm a.b\n   cites X\n");
    assert!(found.iter().any(|fault| fault.contains("never closed")), "{found:#?}");
    assert!(found.iter().any(|fault| fault.contains("every line of this block is indented")), "{found:#?}");
    let found = faults("```norm a.b\n   cites X\nlimit hard\n```\n");
    assert!(found.iter().any(|fault| fault.contains("no field stands above it")), "{found:#?}");
}

#[test]
fn a_file_that_is_no_law_takes_no_long_time() {
    let mut deep = String::from("```norm a.b\nwhen ");
    deep.push_str(&"arrest and ".repeat(90_000));
    deep.push_str("arrest\n```\n");
    assert!(faults(&deep).len() < 10, "a long condition is long, not deep");
    let words = format!("```norm a.b\n{}\n```\n", "xyzzy ".repeat(170_000));
    assert!(!faults(&words).is_empty());
    let many = "```norm A\n```\n".repeat(70_000);
    assert_eq!(faults(&many).len(), 100, "no more than a hundred are told");
    let fences = "```".repeat(340_000);
    assert_eq!(faults(&fences), Vec::<String>::new());
    assert!(only(faults(&"x".repeat(5 << 20))).contains("split it"));
}

#[test]
fn text_that_is_not_english_is_placed_by_characters() {
    let found = with_line("wgad       I\n", "wgad       ÄÖ日本\n");
    assert!(only(found).starts_with("20:12 `ÄÖ日本`"));
}

fn norms_and_cases(pack: &Pack) -> (Vec<Norm>, Vec<Case>) {
    let unplaced = |norm: &Norm| Norm { line: 0, ..norm.clone() };
    let norms = pack.norms().map(unplaced).collect();
    (norms, pack.cases().map(|case| Case { line: 0, ..case.clone() }).collect())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_formatting_twice_changes_nothing(
        cuts in prop::collection::vec((0_usize..GOOD.len(), 0_usize..40, "[a-z0-9 .:\\n`#=>,ä-]{0,12}"), 0..6),
    ) {
        let mut text = GOOD.to_owned();
        for (at, long, new) in cuts {
            let at = at.min(text.len());
            if text.is_char_boundary(at) {
                let end = (at + long).min(text.len());
                if text.is_char_boundary(end) {
                    text.replace_range(at..end, &new);
                }
            }
        }
        let (pack, _) = read("made.md", &text);
        let once = format(&pack);
        let (again, _) = read("made.md", &once);
        prop_assert_eq!(&format(&again), &once);
        let (before, after) = (norms_and_cases(&pack), norms_and_cases(&again));
        prop_assert_eq!(before.0, after.0);
        prop_assert_eq!(before.1, after.1);
        prop_assert!(pack.parts.iter().all(|part| !matches!(part, Part::Prose(prose) if prose.is_empty())));
    }
}
