//! Files found inside files, held against what other programs find: what they find, we find with the same bytes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::path::Path;
use std::process::Command;

use remand_text::{Limits, extract};
use sha2::{Digest, Sha256};

#[test]
fn other_programs_find_nothing_that_we_do_not() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/formats");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/containers.py");
    if !Path::new(folder).exists() {
        println!("skipped: {folder} is not here");
        return;
    }
    let Ok(output) = Command::new("python3").args([script, folder]).output() else {
        println!("skipped: there is no python3 here");
        return;
    };
    let found = String::from_utf8(output.stdout).unwrap();
    let mut files = 0;
    let mut missed = Vec::new();
    for line in found.lines() {
        let (path, theirs) = line.split_once('\t').unwrap_or((line, ""));
        let bytes = std::fs::read(path).unwrap();
        let parts = extract(&bytes, path, bytes.len() as u64, &Limits::default()).parts;
        files += 1;
        if let Some(count) = theirs.strip_prefix("count ") {
            assert_eq!(parts.len().to_string(), count, "{path}");
            continue;
        }
        let mut ours: Vec<String> = parts
            .iter()
            .map(|part| Sha256::digest(&part.bytes).iter().map(|byte| format!("{byte:02x}")).collect())
            .collect();
        for digest in theirs.split('\t').filter(|digest| !digest.is_empty()) {
            match ours.iter().position(|own| own == digest) {
                Some(at) => drop(ours.swap_remove(at)),
                None => missed.push(format!("{path}: {digest}")),
            }
        }
    }
    assert!(files > 30, "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(missed, [""; 0]);
}
