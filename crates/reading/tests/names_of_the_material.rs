//! No rule knows the person or the case that the program was developed on: the proper names of the development texts,
//! where they are at hand, stand nowhere in the lexicons and the sources.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Words of public bodies, offices, countries and places that general gazetteers hold, whatever the case.
const GENERAL: [&str; 27] = [
    "Almaty",
    "Amnesty",
    "Assembly",
    "Astana",
    "British",
    "Bureau",
    "Chief",
    "Commission",
    "Freedom",
    "Impunity",
    "Intelligence",
    "Kazakhstan",
    "Majilis",
    "Mazhilis",
    "Monitor",
    "Nur-Sultan",
    "Parliamentarians",
    "Peace",
    "Policy",
    "Rapporteur",
    "Representative",
    "Russia",
    "Russian",
    "Senate",
    "Switzerland",
    "Ukraine",
    "Watch",
];
/// A word that stands in lower case as well is no name.
const LEAST: usize = 5;

fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok()).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "txt" || e == "rs") {
            found.push(path);
        }
    }
}

/// Capitalised words in the middle of sentences that never stand in lower case.
fn names(texts: &[String]) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut lower: BTreeSet<String> = BTreeSet::new();
    for text in texts {
        let mut opens = true;
        for word in text.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let bare = bare.trim_end_matches("’s").trim_end_matches("'s");
            let capital = bare.chars().next().is_some_and(char::is_uppercase);
            let name = capital && bare.chars().skip(1).all(|c| c.is_lowercase() || c == '-');
            if name && !opens && bare.chars().count() >= LEAST {
                *seen.entry(bare.to_owned()).or_default() += 1;
            } else if !capital {
                lower.insert(bare.to_lowercase());
            }
            opens = word.ends_with(['.', '?', '!', ':', '”']) || word.starts_with(['“', '‘', '(']);
        }
    }
    seen.into_keys().filter(|name| !lower.contains(&name.to_lowercase())).collect()
}

#[test]
fn a_name_is_a_capitalised_word_that_is_never_written_small() {
    let text = "The editor Tomas Brelland spoke. Later the Editor and Brelland left Sorrmark.".to_owned();
    assert_eq!(names(&[text]).into_iter().collect::<Vec<_>>(), ["Brelland", "Sorrmark", "Tomas"]);
    assert!(names(&[String::new()]).is_empty());
}

#[test]
fn no_rule_knows_a_name_of_the_development_texts() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let texts = texts(&root.join("../shared/seeds"));
    // Words that the lexicon of English uses as words of the language are no names of a case.
    let common = fs::read_to_string(root.join("lexicon/en/words.toml")).unwrap().to_lowercase();
    let common = common + &fs::read_to_string(root.join("lexicon/en/time.toml")).unwrap().to_lowercase();
    let mut names = names(&texts);
    names.retain(|name| !GENERAL.contains(&name.as_str()) && !common.contains(&name.to_lowercase()));
    let mut paths = Vec::new();
    files(&root.join("lexicon"), &mut paths);
    files(&root.join("crates/reading/src"), &mut paths);
    files(&root.join("crates/timex/src"), &mut paths);
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        found.extend(
            names.iter().filter(|n| words.contains(n.as_str())).map(|n| format!("{n} in {}", path.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
