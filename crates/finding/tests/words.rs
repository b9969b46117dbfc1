//! Norms in plain words: one of each shape in full, and every norm of the program by what holds of all.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::fmt::Write;

use remand_finding::{PACKS, packs, wording};
use remand_law::{explain, link};

/// Norms of an invented code, each after what is said of it. The head of each block stands in `norm`.
const CODE: &str = include_str!("words.md");

#[test]
fn a_norm_of_each_shape_is_said_as_a_lawyer_would_say_it() {
    let (packs, faults) = packs([("words.md", CODE)]);
    assert!(faults.is_empty(), "{faults:#?}");
    let (law, _) = link(&packs);
    let wording = wording();
    let mut wrong = String::new();
    for norm in &law.norms {
        let said = explain(norm, &law, &wording);
        let quoted: String =
            said.to_string().lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect();
        if !CODE.contains(&format!("## {}\n\n{quoted}\n```norm", norm.title)) {
            writeln!(wrong, "## {}\n\n{quoted}", norm.title).unwrap();
        }
    }
    assert!(wrong.is_empty(), "these are said otherwise:\n\n{wrong}");
    assert_eq!(law.norms.len(), 20);
}

#[test]
fn what_is_said_of_every_norm_of_the_program_is_english() {
    let (packs, _) = packs(PACKS.iter().copied());
    let (law, _) = link(&packs);
    let wording = wording();
    let mut wrong = Vec::new();
    for norm in &law.norms {
        let said = explain(norm, &law, &wording);
        let whole = said.to_string();
        let mut fault = |what: &str| wrong.push(format!("{} {what}: {whole}", norm.id));
        for paragraph in [&said.rule, &said.terms] {
            if !paragraph.ends_with('.') || !paragraph.starts_with(char::is_uppercase) {
                fault("is no sentence");
            }
            for (bad, what) in [
                ("  ", "has a doubled space"),
                ("_", "names what only a pack names"),
                ("..", "ends twice"),
                (" ,", "has a stray comma"),
            ] {
                if paragraph.contains(bad) {
                    fault(what);
                }
            }
        }
        let words: Vec<&str> = said.rule.split(' ').collect();
        for pair in words.windows(2) {
            // Before a `u` it is told by ear.
            let vowel = pair[1].starts_with(['a', 'e', 'i', 'o']);
            let consonant = !vowel && !pair[1].starts_with('u');
            let article = pair[0].to_lowercase();
            if (article == "a" && vowel) || (article == "an" && consonant) {
                fault("has the wrong article");
            }
            if pair[0] == pair[1] {
                fault("says a word twice");
            }
        }
        if said.rule.contains("there must be") || said.rule.contains("there was a ") {
            fault("names an event that the vocabulary has no clause for");
        }
        if !said.lines.iter().any(|(heading, _)| *heading == "In force") {
            fault("is in force at no time");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(law.norms.len() > 300);
}
