//! Runs the vectors of `spec/vectors/vault`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::Path;

use remand_vault::Journal;

#[test]
fn every_vector_ends_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors/vault");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() > 20, "the vectors are missing from {}", folder.display());
    let mut refused = 0;
    for path in &names {
        let name = path.file_name().unwrap().to_string_lossy();
        let bytes = fs::read(path).unwrap();
        let at = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let header = std::str::from_utf8(&bytes[..at]).unwrap();
        let field = |key: &str| header.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        let outcome = match Journal::parse(&bytes[at + 2..]) {
            Ok((journal, tail)) => {
                assert_eq!(
                    journal.head().map(|head| head.to_string()).as_deref(),
                    field("head"),
                    "head of {name}"
                );
                if tail.is_empty() { "sound".to_owned() } else { format!("cut {}", tail.len()) }
            }
            Err((line, _)) => {
                refused += 1;
                format!("line {line}")
            }
        };
        assert_eq!(Some(outcome.as_str()), field("expect"), "{name}");
    }
    assert!(refused * 2 > names.len(), "most vectors must be refused");
}
