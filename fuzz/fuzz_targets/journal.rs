//! Any bytes as a log, a checkpoint or a proof: reading ends, and what is accepted under a key that is known here is what
//! was signed with it: a log that stands has lines that were signed, a line that is proven is one of its lines.
#![no_main]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use remand_vault::{LineHash, Log, PublicKey, SignedCheckpoint, VaultId, check_consistency, check_inclusion, verify_logs};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/vectors/journal");
const LOG: &[u8] = include_bytes!("../../spec/vectors/journal/every_entry");
const CHECKPOINT: &[u8] = include_bytes!("../../spec/vectors/proof/checkpoint");

/// What stands below the head of a vector.
fn below(vector: &[u8]) -> &[u8] {
    let head = vector.windows(2).position(|pair| pair == b"\n\n").expect("a vector has a head");
    &vector[head + 2..]
}

struct Known {
    vault: VaultId,
    key: PublicKey,
    /// Every line that a vector has signed with the key, alone or with those before it.
    lines: BTreeSet<LineHash>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let log = Log::parse(below(LOG)).expect("the vector is good").log;
        let mut lines = BTreeSet::new();
        for file in std::fs::read_dir(VECTORS).expect("the vectors are there") {
            let vector = std::fs::read(file.expect("a file").path()).expect("it can be read");
            let bytes = below(&vector);
            let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
            for read in ends.filter_map(|end| Log::parse(&bytes[..end]).ok()) {
                lines.extend(read.log.hashes());
            }
        }
        Known { vault: log.vault(), key: log.key(), lines }
    })
}

fuzz_target!(|input: &[u8]| {
    let Some((pick, bytes)) = input.split_first() else { return };
    let known = known();
    match pick % 4 {
        0 => {
            if let Ok(read) = Log::parse(bytes) {
                if read.log.key() == known.key && read.log.vault() == known.vault {
                    assert!(read.log.hashes().all(|line| known.lines.contains(&line)), "a line that nobody signed");
                }
                let standing = &bytes[..bytes.len() - read.tail.len()];
                let again = Log::parse(standing).expect("what stands can be read alone");
                assert_eq!((again.log.head(), again.log.size()), (read.log.head(), read.log.size()));
            }
        }
        1 => {
            let half = bytes.len() / 2;
            let files = [("a".to_owned(), bytes[..half].to_vec()), ("b".to_owned(), bytes[half..].to_vec())];
            let checked = verify_logs(&files);
            assert_eq!(checked.report.entries, checked.entries.len());
        }
        2 => {
            let Ok(read) = SignedCheckpoint::parse(bytes) else { return };
            assert!(SignedCheckpoint::parse(&read.to_bytes()).is_ok(), "it is written so that it can be read");
            if read.check(&known.vault, &known.key).is_ok() {
                let ours = SignedCheckpoint::parse(below(CHECKPOINT)).expect("the vector is good").checkpoint;
                assert_eq!(read.checkpoint, ours, "a checkpoint that nobody signed");
            }
        }
        _ => {
            let text = String::from_utf8_lossy(bytes);
            let line = known.lines.first().copied().expect("the vector has lines");
            if let Ok((checkpoint, number)) = check_inclusion(&text, line, &known.vault, &known.key) {
                assert!(number <= checkpoint.checkpoint.size);
            }
            if let Ok(earlier) = SignedCheckpoint::parse(below(CHECKPOINT))
                && let Ok(later) = check_consistency(&text, &earlier, &known.vault, &known.key)
            {
                assert!(later.checkpoint.size >= earlier.checkpoint.size);
            }
        }
    }
});
