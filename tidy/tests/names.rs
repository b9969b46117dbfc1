//! What the program knows is general: no lexicon, law pack or source names a person of the case it was made on.
//!
//! Needs the files of that case beside the repository, and skips where they are not there.
#![allow(clippy::unwrap_used, reason = "a fault here is a fault of the test")]

mod tree;

use std::collections::BTreeSet;
use std::fs;

use tree::{File, files, none, root};

/// Words before the name of a person. "General" is left out: it stands before assemblies and secretaries.
const TITLES: [&str; 20] = [
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "President",
    "Minister",
    "Judge",
    "Justice",
    "Senator",
    "Ambassador",
    "Colonel",
    "Sir",
    "Lord",
    "Lady",
    "Baroness",
    "Dame",
    "MEP",
];

/// Shorter words are initials and particles.
const LETTERS: usize = 4;

/// Words of a name after a title: this many at most.
const WORDS: usize = 3;

fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

/// Names of persons: capitalised words after a title that the text never writes small.
fn persons(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let small: BTreeSet<&str> = words.iter().map(|w| bare(w)).filter(|w| !is_capitalised(w)).collect();
    let mut names = BTreeSet::new();
    for (index, _) in words.iter().enumerate().filter(|(_, word)| TITLES.contains(&bare(word))) {
        for word in words.iter().skip(index + 1).take(WORDS) {
            let name = bare(word);
            if !is_capitalised(name) || TITLES.contains(&name) {
                break;
            }
            if name.chars().count() >= LETTERS && !small.contains(name.to_lowercase().as_str()) {
                names.insert(name.to_owned());
            }
            if !word.ends_with(char::is_alphabetic) {
                break;
            }
        }
    }
    names
}

/// Places where a name stands as a whole word.
fn named(file: &File, names: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let words: BTreeSet<&str> = line.split(|c: char| !c.is_alphabetic()).collect();
        let found = names.iter().filter(|name| words.contains(name.as_str()));
        faults
            .extend(found.map(|name| format!("{}:{}: {name} is a person of one case", file.path, index + 1)));
    }
    faults
}

#[test]
fn no_person_of_the_case_is_named() {
    let seeds = root().join("../shared/seeds");
    let Ok(entries) = fs::read_dir(&seeds) else {
        println!("skipped: the files of the case are not here ({})", seeds.display());
        return;
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        names.extend(persons(&fs::read_to_string(entry.unwrap().path()).unwrap()));
    }
    assert!(!names.is_empty(), "the files of the case name nobody: is the list of titles too short?");
    none(&files().iter().flat_map(|file| named(file, &names)).collect::<Vec<_>>());
}

#[test]
fn names_stand_after_titles() {
    let text = "In Veldria Mr Orsen Kaldray, and Dr. Quill's letter. President of the court. Judge Court. The court sat.";
    let expected = ["Kaldray", "Orsen", "Quill"].map(str::to_owned);
    assert_eq!(persons(text), BTreeSet::from(expected));
    assert!(persons("a minister said that the judge of Kessimir was away").is_empty());
}

#[test]
fn a_lexicon_that_names_a_person_is_refused() {
    let names = BTreeSet::from(["Kaldray".to_owned()]);
    let lexicon = "[[body]]\nmatch = [\"Mr Kaldray's lawyers?\"]\n";
    let found = named(&File::invented("lexicon/en/sources.toml", lexicon), &names);
    assert_eq!(found, ["lexicon/en/sources.toml:2: Kaldray is a person of one case"]);
    assert!(
        named(&File::invented("lexicon/en/sources.toml", "match = [\"Kaldrayan law\"]"), &names).is_empty()
    );
}
