//! Every law pack of the program: read without fault, in its regular form, and each of its cases run.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};

use remand_finding::{Code, Outcome, PACKS, names, packs, run_case};
use remand_law::{Pack, Part, format, link, parse};

#[test]
fn the_packs_have_no_faults() {
    let (_, faults) = packs(PACKS.iter().copied());
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn the_packs_are_in_their_regular_form() {
    let (together, _) = parse(PACKS.iter().copied(), names());
    for (file, text) in PACKS {
        let regular: String = together.iter().filter(|pack| pack.file == *file).map(format).collect();
        if regular != *text {
            let line = regular.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or_default();
            panic!(
                "{file}:{}: the regular form is\n{}\nand not\n{}",
                line + 1,
                regular.lines().nth(line).unwrap_or_default(),
                text.lines().nth(line).unwrap_or_default()
            );
        }
    }
}

#[test]
fn every_case_comes_out_as_it_says() {
    let (packs, _) = packs(PACKS.iter().copied());
    let code = Code::new(link(&packs).0);
    let failures: Vec<String> = packs
        .iter()
        .flat_map(Pack::cases)
        .filter_map(|case| run_case(case, &code).err())
        .map(|failure| failure.to_string())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The prose from each heading of a pack up to the next one, with the norms that stand there.
fn sections(pack: &Pack) -> Vec<(String, Vec<&str>)> {
    let mut sections = vec![(String::new(), Vec::new())];
    for part in &pack.parts {
        match part {
            Part::Prose(prose) => {
                for line in prose.lines() {
                    if line.starts_with('#') {
                        sections.push((String::new(), Vec::new()));
                    }
                    let (text, _) = sections.last_mut().unwrap();
                    text.push_str(line.trim());
                    text.push(' ');
                }
            }
            Part::Norm(norm) => sections.last_mut().unwrap().1.push(norm.id.as_str()),
            _ => {}
        }
    }
    sections
}

#[test]
fn every_norm_has_a_case_met_and_one_against_it_and_one_left_open_or_its_prose_says_why_not() {
    let (packs, _) = packs(PACKS.iter().copied());
    let asked = [
        (Outcome::Met, "No case is met: "),
        (Outcome::NotMet, "No case is not met: "),
        (Outcome::Undetermined, "No case is undetermined: "),
    ];
    let mut shown: BTreeMap<&str, BTreeSet<Outcome>> = BTreeMap::new();
    let mut excused: BTreeMap<&str, BTreeSet<Outcome>> = BTreeMap::new();
    for pack in &packs {
        for case in pack.cases() {
            shown.entry(&case.norm).or_default().insert(case.outcome);
        }
        for (prose, norms) in sections(pack) {
            for id in norms {
                let said = asked.iter().filter(|(_, sentence)| prose.contains(sentence));
                excused.entry(id).or_default().extend(said.map(|(outcome, _)| *outcome));
            }
        }
    }
    let mut faults = Vec::new();
    for (id, excused) in &excused {
        let none = BTreeSet::new();
        let shown = shown.get(id).unwrap_or(&none);
        for (outcome, sentence) in asked {
            match (shown.contains(&outcome), excused.contains(&outcome)) {
                (false, false) => faults.push(format!(
                    "{id} has no case that is {}: add one, or say why there is none with a sentence that begins `{sentence}`",
                    outcome.name()
                )),
                (true, true) => faults.push(format!("{id} has a case that is {}, and its prose says that it has none", outcome.name())),
                _ => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
