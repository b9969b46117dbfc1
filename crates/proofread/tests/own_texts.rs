//! The texts of a record, proofread against that record: every alarm is one that a reader would raise too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeMap;

use common::{Case, workspace};
use jiff::civil::date;
use remand_proofread::{Checked, Proofreader, Standing};

/// Counts by standing, and what stops a text.
fn proofread(case: &Case) -> (BTreeMap<Standing, usize>, Vec<Checked>) {
    let record = case.record();
    let mut counts = BTreeMap::new();
    let mut stopping = Vec::new();
    let mut proofreader = Proofreader::new(&record, record.as_of).unwrap();
    for (words, language, day) in case.entries() {
        proofreader.set_day(day);
        let found = proofreader.check(&words, &language).unwrap();
        for checked in found {
            *counts.entry(checked.standing).or_insert(0) += 1;
            if std::env::var_os("REMAND_SAMPLES").is_some() && checked.standing != Standing::Carried {
                eprintln!(
                    "{:?} {:?} “{}” ({day}): {}",
                    checked.standing, checked.what, checked.words, checked.says
                );
            }
            if checked.stops() {
                stopping.push(checked);
            }
        }
    }
    (counts, stopping)
}

fn held(name: &str, case: &Case, most: usize) {
    let (counts, stopping) = proofread(case);
    let all: usize = counts.values().sum();
    eprintln!("{name}: {all} statements, {counts:?}, {} would stop a text", stopping.len());
    assert!(all > 100, "{name}: {all} statements");
    let told: Vec<String> =
        stopping.iter().map(|c| format!("{:?} {:?} “{}”: {}", c.standing, c.what, c.words, c.says)).collect();
    assert!(stopping.len() <= most, "{name}: {} would stop a text:\n{}", stopping.len(), told.join("\n"));
}

#[test]
fn the_texts_of_the_example() {
    let case = Case::folder(&workspace().join("examples/veld"), date(2025, 1, 20)).unwrap();
    held("example", &case, 5);
}

/// Needs the captured pages beside the repository, and skips where they are not there.
#[test]
fn the_texts_of_the_captured_pages() {
    let Some(case) = Case::folder(&workspace().join("../shared/seeds"), date(2022, 12, 31)) else {
        eprintln!("skipped: no ../shared/seeds");
        return;
    };
    held("captured pages", &case, 12);
}
