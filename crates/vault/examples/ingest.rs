//! How fast bytes come in, are known again, and are checked, without the rest of the program:
//! `cargo run --release -p remand-vault --example ingest -- CASE FOLDER`. Compare with `sha256sum` over the same files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement")]

use std::path::Path;
use std::time::Instant;

use remand_vault::{FoundKind, Receipt, Signer, Vault, verify, walk};

const NOW: &str = "2031-03-05T09:00:00Z";

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let (case, folder) = (Path::new(&words[1]), Path::new(&words[2]));
    let signer = Signer::from_secret(&[7; 32], "", "");
    for what in ["new", "known"] {
        let start = Instant::now();
        let mut vault = Vault::create_or_open(case, &signer, None, NOW).unwrap();
        let (mut files, mut bytes) = (0, 0);
        let mut found = walk(folder).into_iter().filter(|found| found.kind == FoundKind::File).peekable();
        while found.peek().is_some() {
            let mut batch = vault.batch();
            while batch.entries_waiting() < 256
                && batch.bytes_waiting() < 64 << 20
                && let Some(one) = found.next()
            {
                bytes += batch.file(&one.path, &one.name, &Receipt::default()).unwrap().bytes;
                files += 1;
            }
            batch.commit(NOW).unwrap();
        }
        told(what, files, bytes, start);
    }
    let start = Instant::now();
    let report = verify(case, None);
    assert!(report.is_sound());
    told("verified", report.items, report.bytes, start);
}

fn told(what: &str, files: usize, bytes: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:9} {files} files, {seconds:.2} s, {:.0} MB/s", bytes as f64 / seconds / 1e6);
}
