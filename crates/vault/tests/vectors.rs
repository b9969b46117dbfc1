//! The vectors of `spec/journal.md`, most of which must fail: this reader and the reference verifier come to the same.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use remand_vault::{Log, PublicKey, SignedCheckpoint, VaultId, check_consistency, check_inclusion};

struct Vector {
    name: String,
    says: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")
}

fn vectors(folder: &str) -> Vec<Vector> {
    let mut vectors: Vec<Vector> = fs::read_dir(spec().join("vectors").join(folder))
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
            let head = std::str::from_utf8(&bytes[..end]).unwrap();
            let says = head.lines().map(|line| line.split_once(": ").unwrap());
            Vector {
                name: path.file_name().unwrap().to_string_lossy().into_owned(),
                says: says.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
                body: bytes[end + 2..].to_vec(),
            }
        })
        .collect();
    vectors.sort_by(|a, b| a.name.cmp(&b.name));
    vectors
}

/// What a log comes to, in the words of the vectors.
fn of_log(vector: &Vector) -> String {
    match Log::parse(&vector.body) {
        Err((line, _)) => format!("line {line}"),
        Ok(read) => match vector.says.get("head") {
            Some(head) if *head != read.log.head().to_string() => format!("head {}", read.log.head()),
            _ if read.tail.is_empty() => "sound".to_owned(),
            _ => format!("cut {}", read.tail.len()),
        },
    }
}

fn of_proof(vector: &Vector) -> String {
    let says = &vector.says;
    let (vault, key): (VaultId, PublicKey) = (says["vault"].parse().unwrap(), says["key"].parse().unwrap());
    let text = || String::from_utf8_lossy(&vector.body).into_owned();
    let size = |signed: SignedCheckpoint| format!("size {}", signed.checkpoint.size);
    let result = match says["kind"].as_str() {
        "checkpoint" => SignedCheckpoint::parse(&vector.body)
            .and_then(|signed| signed.check(&vault, &key).map(|()| size(signed))),
        "inclusion" => check_inclusion(&text(), says["line"].parse().unwrap(), &vault, &key)
            .map(|(_, number)| format!("line {number}")),
        "consistency" => SignedCheckpoint::parse(&BASE64.decode(&says["earlier"]).unwrap())
            .and_then(|earlier| check_consistency(&text(), &earlier, &vault, &key).map(size)),
        other => panic!("{}: no vectors are of the kind {other}", vector.name),
    };
    result.unwrap_or_else(|_| "refused".to_owned())
}

fn run(folder: &str, least: usize, come_to: fn(&Vector) -> String) {
    let vectors = vectors(folder);
    assert!(vectors.len() >= least, "{} vectors in {folder}", vectors.len());
    let wrong: Vec<String> = vectors
        .iter()
        .filter(|vector| come_to(vector) != vector.says["expect"])
        .map(|v| {
            format!("{}: {} is expected, it is {} ({})", v.name, v.says["expect"], come_to(v), v.says["why"])
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn logs_come_to_what_the_vectors_say() {
    run("journal", 100, of_log);
}

#[test]
fn checkpoints_and_proofs_come_to_what_the_vectors_say() {
    run("proof", 60, of_proof);
}

#[test]
fn the_reference_verifier_comes_to_what_the_vectors_say() {
    for folder in ["journal", "proof"] {
        let ran = Command::new("python3")
            .arg(spec().join("reference/verify.py"))
            .arg("--vectors")
            .arg(spec().join("vectors").join(folder))
            .output();
        let Ok(ran) = ran else {
            eprintln!("skipped: there is no python3 here");
            return;
        };
        let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{said}");
    }
}
