//! The invented case, held against what a careful reader got out of it by hand.
//!
//! What does not hold yet is listed in `example.not-yet.toml`, each with what is there instead. The list cannot rot: an
//! expectation that is missed and not listed fails, and so does one that is listed and holds. `UPDATE_EXPECT=1`
//! writes the list anew.

mod expected;
mod judge;
mod passage;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use serde::Deserialize;

use self::expected::Expected;
use self::judge::{Check, judge};
use serde_json::Value;

use crate::run::{example, list, text, workspace};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotYet {
    #[serde(default)]
    not_yet: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    id: String,
    #[serde(rename = "why")]
    _why: String,
}

/// What is wrong between the checks and the list of those that do not hold yet; nothing where they agree.
fn disagreements(checks: &[Check], listed: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for check in checks {
        match (&check.missed, listed.contains(&check.id)) {
            (Some(instead), false) => wrong.push(format!("no longer holds: {}\n      {instead}", check.id)),
            (None, true) => wrong.push(format!("holds now, strike it from the list: {}", check.id)),
            _ => {}
        }
    }
    let unknown = listed.iter().filter(|id| !checks.iter().any(|check| check.id == **id));
    wrong.extend(unknown.map(|id| format!("listed, and no expectation: {id}")));
    wrong
}

fn figures(checks: &[Check]) -> String {
    let mut kinds: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for check in checks {
        let held = usize::from(check.missed.is_none());
        for kind in [check.kind, "all"] {
            let row = kinds.entry(kind).or_default();
            let column = if check.hard { 2 } else { 0 };
            row[column] += held;
            row[column + 1] += 1;
        }
    }
    let mut table = String::new();
    for (kind, [held, of, hard, of_hard]) in kinds {
        writeln!(table, "{kind:<22} {held:>3} of {of:>3}   hard {hard:>2} of {of_hard:>2}").unwrap();
    }
    table
}

/// The list as a file: what is missed, and what is there instead.
fn written(checks: &[Check]) -> String {
    let mut file =
        "# Expectations of examples/veld.expected.toml that the program does not meet yet, and why.\n"
            .to_owned();
    for check in checks {
        let Some(instead) = &check.missed else { continue };
        let (id, why) = (toml::Value::from(check.id.as_str()), toml::Value::from(instead.as_str()));
        write!(file, "\n[[not_yet]]\nid = {id}\nwhy = {why}\n").unwrap();
    }
    file
}

#[test]
fn what_a_careful_reader_finds() {
    let expected = fs::read_to_string(workspace().join("examples/veld.expected.toml")).unwrap();
    let expected: Expected = toml::from_str(&expected).unwrap();
    let checks = judge(&expected, &example().json);
    println!("{}", figures(&checks));

    let path = workspace().join("crates/cli/tests/example.not-yet.toml");
    let listed: NotYet = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let listed: BTreeSet<String> = listed.not_yet.into_iter().map(|listed| listed.id).collect();
    let wrong = disagreements(&checks, &listed);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, written(&checks)).unwrap();
        return;
    }
    assert!(
        wrong.is_empty(),
        "{} (UPDATE_EXPECT=1 writes the list anew)\n  {}",
        wrong.len(),
        wrong.join("\n  ")
    );
}

#[test]
fn each_expectation_has_a_name_of_its_own() {
    let expected = fs::read_to_string(workspace().join("examples/veld.expected.toml")).unwrap();
    let expected: Expected = toml::from_str(&expected).unwrap();
    // An empty dossier: nothing that must be there is, and nothing that must not be there is.
    let checks = judge(&expected, &serde_json::json!({}));
    let mut ids: Vec<&str> = checks.iter().map(|check| check.id.as_str()).collect();
    ids.sort_unstable();
    let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let held: Vec<_> = checks.iter().filter(|check| check.missed.is_none()).map(|check| &check.id).collect();
    let custody_on_no_day = ["clock state 2024-03-09 to 2024-03-12"];
    assert_eq!(held, custody_on_no_day, "an empty dossier must not meet an expectation");
}

#[test]
fn the_list_of_what_does_not_hold_yet_cannot_rot() {
    let check = |id: &str, missed: Option<&str>| Check {
        kind: "claim",
        id: id.to_owned(),
        hard: false,
        missed: missed.map(str::to_owned),
    };
    let checks = [check("held", None), check("missed", Some("no claim here"))];
    for (listed, expected) in [
        (vec!["missed"], vec![]),
        (vec![], vec!["no longer holds: missed\n      no claim here"]),
        (vec!["missed", "held"], vec!["holds now, strike it from the list: held"]),
        (vec!["missed", "gone"], vec!["listed, and no expectation: gone"]),
    ] {
        let listed = listed.into_iter().map(str::to_owned).collect();
        assert_eq!(disagreements(&checks, &listed), expected);
    }
}

#[test]
fn every_file_is_listed_and_what_could_not_be_read_is_said() {
    let example = example();
    let mut files: Vec<String> = Vec::new();
    for found in remand_vault::walk(&workspace().join("examples/veld")) {
        files.push(found.name);
    }
    let (within, names): (Vec<&Value>, Vec<&Value>) =
        list(&example.json, "items").iter().partition(|item| !item["parent"].is_null());
    assert_eq!(names.iter().map(|item| text(item, "name")).collect::<Vec<_>>(), files);
    let within: Vec<&str> = within.iter().map(|item| text(item, "name")).collect();
    assert_eq!(
        within,
        ["mail/registry answer.eml!registry-1120-r.txt"],
        "what is attached is an item of its own"
    );
    assert_eq!(example.ran.code, Some(0), "two files cannot be read, and that is said");
    for unreadable in ["court/scan0013.pdf", "family/notes march.txt"] {
        assert!(example.ran.stdout.contains(unreadable), "{}", example.ran.stdout);
    }
    for name in ["dossier.html", "dossier.json"] {
        assert!(example.files.contains_key(name), "{:?}", example.files.keys());
        assert!(example.ran.stdout.contains(name), "the summary names {name}: {}", example.ran.stdout);
    }
}
