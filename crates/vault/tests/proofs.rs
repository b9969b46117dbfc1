//! Checkpoints and proofs: what is shown of a log to somebody who does not have it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use remand_vault::{
    Checkpoint, Log, ProofFault, SignedCheckpoint, Signer, Vault, check_consistency, check_inclusion,
    prove_consistency, prove_inclusion,
};

const NOW: &str = "2031-01-01T08:00:00Z";

fn signer() -> Signer {
    Signer::from_secret(&[1; 32], "Ada Obi", "laptop")
}

/// A log of `lines` lines.
fn log(lines: u64) -> Log {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = Vault::create_or_open(dir.path(), &signer(), None, NOW).unwrap();
    for number in 1..lines {
        vault.record_decision(serde_json::json!({ "number": number }), NOW).unwrap();
    }
    vault.logs().next().unwrap().clone()
}

fn checkpoint(log: &Log, size: u64) -> SignedCheckpoint {
    Checkpoint::of(log, size).unwrap().sign(&signer()).unwrap()
}

#[test]
fn a_checkpoint_has_the_form_that_others_read() {
    let log = log(3);
    let signed = checkpoint(&log, 3);
    let text = String::from_utf8(signed.to_bytes()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let origin = format!("remand/{}/{}", log.vault(), log.id());
    assert_eq!((lines[0], lines[1], lines[2].len(), lines[3]), (origin.as_str(), "3", 44, ""));
    assert!(lines[4].starts_with(&format!("\u{2014} {origin} ")), "{text}");
    let read = SignedCheckpoint::parse(text.as_bytes()).unwrap();
    assert_eq!(read, signed);
    read.fits(&log).unwrap();
}

#[test]
fn what_is_no_checkpoint_of_the_log_is_refused() {
    let (log, other) = (log(4), log(5));
    let text = String::from_utf8(checkpoint(&log, 3).to_bytes()).unwrap();
    for (from, to) in
        [("\n3\n", "\n03\n"), ("\n3\n", "\n-3\n"), ("\n3\n", "\nthree\n"), ("\n\n", "\n"), ("remand/", "")]
    {
        let changed = text.replacen(from, to, 1);
        let refused = SignedCheckpoint::parse(changed.as_bytes()).and_then(|read| read.fits(&log));
        assert!(refused.is_err(), "{changed}");
    }
    let larger = SignedCheckpoint::parse(text.replacen("\n3\n", "\n4\n", 1).as_bytes()).unwrap();
    assert_eq!(larger.fits(&log), Err(ProofFault::NotSigned(log.key())));
    assert!(matches!(checkpoint(&other, 3).fits(&log), Err(ProofFault::OtherLog { .. })));
    assert!(SignedCheckpoint::parse(&[0xff; 40]).is_err());
    assert!(Checkpoint::of(&log, 5).is_none() && Checkpoint::of(&log, 0).is_none());
}

#[test]
fn every_line_is_proved_to_stand_in_every_later_checkpoint() {
    let log = log(9);
    let hashes: Vec<_> = log.hashes().collect();
    for size in 1..=9 {
        let signed = checkpoint(&log, size);
        for number in 1..=size {
            let proof = prove_inclusion(&log, number, &signed).unwrap();
            let line = hashes[number as usize - 1];
            let (shown, at) = check_inclusion(&proof, line, &log.vault(), &log.key()).unwrap();
            assert_eq!((shown.checkpoint.size, at), (size, number));
            let other = hashes[number as usize % 9];
            assert!(check_inclusion(&proof, other, &log.vault(), &log.key()).is_err());
        }
        assert!(prove_inclusion(&log, size + 1, &signed).is_err());
        assert!(prove_inclusion(&log, 0, &signed).is_err());
    }
}

#[test]
fn a_later_checkpoint_is_proved_to_continue_an_earlier_one() {
    let log = log(9);
    for later in 1..=9 {
        for earlier in 1..=later {
            let proof = prove_consistency(&log, earlier, &checkpoint(&log, later)).unwrap();
            let old = checkpoint(&log, earlier);
            let shown = check_consistency(&proof, &old, &log.vault(), &log.key()).unwrap();
            assert_eq!(shown.checkpoint.size, later);
            if earlier < later {
                let another = checkpoint(&log, earlier + 1);
                assert!(check_consistency(&proof, &another, &log.vault(), &log.key()).is_err());
            }
        }
        assert!(prove_consistency(&log, later + 1, &checkpoint(&log, later)).is_err());
    }
    let rewritten = {
        let dir = tempfile::tempdir().unwrap();
        let mut vault = Vault::create_or_open(dir.path(), &signer(), None, NOW).unwrap();
        (1..9).for_each(|n| vault.record_decision(serde_json::json!({ "other": n }), NOW).unwrap());
        vault.logs().next().unwrap().clone()
    };
    assert!(prove_consistency(&rewritten, 4, &checkpoint(&log, 9)).is_err());
}

#[test]
fn a_damaged_proof_is_refused_without_a_panic() {
    let log = log(7);
    let line = log.hashes().nth(2).unwrap();
    let proof = prove_inclusion(&log, 3, &checkpoint(&log, 7)).unwrap();
    for at in 0..proof.len() {
        if !proof.is_char_boundary(at) || !proof.is_char_boundary(at + 1) {
            continue;
        }
        let cut = check_inclusion(&proof[..at], line, &log.vault(), &log.key());
        assert!(cut.is_err(), "cut at {at}");
        let changed = format!("{}~{}", &proof[..at], &proof[at + 1..]);
        assert!(check_inclusion(&changed, line, &log.vault(), &log.key()).is_err(), "changed at {at}");
    }
    let huge = proof.replace("index 2", "index 18446744073709551615");
    assert!(check_inclusion(&huge, line, &log.vault(), &log.key()).is_err());
    let many = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(10_000);
    assert!(
        check_inclusion(
            &proof.replace("index 2\n", &format!("index 2\n{many}")),
            line,
            &log.vault(),
            &log.key()
        )
        .is_err()
    );
}
