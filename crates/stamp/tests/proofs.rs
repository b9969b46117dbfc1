//! Proofs of OpenTimestamps: made here byte by byte, and held against the library python-opentimestamps where that is
//! installed.
#![allow(clippy::unwrap_used, reason = "of a test")]

use std::io::Write;
use std::process::{Command, Stdio};

use remand_stamp::{Attestation, Headers, Proof, ProofFault, Standing, Trusted, verdict};
use sha2::{Digest, Sha256};

const MAGIC: &[u8] = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94";
const PENDING: &[u8] = b"\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e";
const BITCOIN: &[u8] = b"\x05\x88\x96\x0d\x73\xd7\x19\x01";
const DIGEST: [u8; 32] = [0x5a; 32];

/// A proof of [`DIGEST`] with these steps and ends.
fn proof(parts: &[&[u8]]) -> Vec<u8> {
    [MAGIC, b"\x01\x08", &DIGEST, &parts.concat()].concat()
}

fn pending(address: &str) -> Vec<u8> {
    let length = u8::try_from(address.len()).unwrap();
    [b"\x00", PENDING, &[length + 1, length], address.as_bytes()].concat()
}

/// At height 100,000.
fn bitcoin() -> Vec<u8> {
    [b"\x00", BITCOIN, b"\x03\xa0\x8d\x06"].concat()
}

fn roots(proof: &Proof) -> Vec<String> {
    let of = |attestation: &Attestation| match attestation {
        Attestation::Bitcoin { merkle_root, .. } => Some(merkle_root.clone()),
        _ => None,
    };
    proof.attestations.iter().filter_map(of).collect()
}

fn shown(bytes: &[u8]) -> String {
    bytes.iter().rev().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn steps_lead_to_the_root_of_a_block() {
    let after = Sha256::digest([b"ab".as_slice(), &DIGEST, b"c"].concat());
    let found = Proof::parse(&proof(&[b"\xf1\x02ab", b"\xf0\x01c", b"\x08", &bitcoin()])).unwrap();
    assert_eq!(
        found.attestations,
        [Attestation::Bitcoin { height: 100_000, merkle_root: shown(&after) }],
        "prepended, appended, hashed"
    );
}

#[test]
fn a_proof_may_fork() {
    let calendar = "https://calendar.invalid";
    let found = Proof::parse(&proof(&[
        b"\xff\xf0\x01a",
        b"\xff",
        &pending(calendar),
        b"\x08",
        &bitcoin(),
        b"\xff\xf0\x01b\x08",
        &bitcoin(),
        b"\x02",
        &[b"\x00", [7; 8].as_slice(), b"\x02xy"].concat(),
    ]));
    let found = found.unwrap();
    let after = |end: &[u8]| shown(&Sha256::digest([DIGEST.as_slice(), end].concat()));
    assert_eq!(roots(&found), [after(b"a"), after(b"b")]);
    assert_eq!(found.attestations[0], Attestation::Pending { calendar: calendar.to_owned() });
    assert_eq!(found.attestations[3], Attestation::Unknown { tag: "07".repeat(8) });
}

#[test]
fn malformed_proofs_are_refused() {
    let long = [b"\xf0\x81\x20".as_slice(), &[7; 4097]].concat();
    let deep = [7; 300].map(|_| 0x08);
    let cases: [(&str, Vec<u8>); 16] = [
        ("nothing", vec![]),
        ("another file", b"PK\x03\x04".to_vec()),
        ("another version", [MAGIC, b"\x02\x08", &DIGEST, &bitcoin()].concat()),
        ("another digest", [MAGIC, b"\x01\x02", &DIGEST[..20], &bitcoin()].concat()),
        ("a digest cut short", [MAGIC, b"\x01\x08", &DIGEST[..31]].concat()),
        ("no end", proof(&[b"\x08"])),
        ("a fork without its second branch", proof(&[b"\xff", &bitcoin()])),
        ("two marks of a fork", proof(&[b"\xff\xff", &bitcoin(), &bitcoin()])),
        ("an unknown step", proof(&[b"\x09", &bitcoin()])),
        ("nothing appended", proof(&[b"\xf0\x00", &bitcoin()])),
        ("too much appended", proof(&[&long, b"\x08", &bitcoin()])),
        ("too deep", proof(&[&deep, &bitcoin()])),
        ("a root of 20 bytes", proof(&[b"\x02", &bitcoin()])),
        ("a number without end", proof(&[&[b"\x00", BITCOIN, b"\x0c", &[0xff; 12]].concat()])),
        ("an address that is a command", proof(&[&pending("https://a.invalid/?q=\x1b[2J")])),
        ("more behind it", proof(&[&bitcoin(), b"\x00"])),
    ];
    for (why, bytes) in cases {
        assert!(Proof::parse(&bytes).is_err(), "{why}");
    }
    assert_eq!(Proof::parse(&vec![0; 1 << 20]), Err(ProofFault::TooLarge(1 << 20)));
    let whole = proof(&[b"\xff", &pending("https://a.invalid"), b"\x08", &bitcoin()]);
    for end in 0..whole.len() {
        assert!(Proof::parse(&whole[..end]).is_err(), "cut at {end}");
    }
    assert!(matches!(Proof::of(&whole, &[0; 32]), Err(ProofFault::OtherBytes { .. })));
}

/// The header of a block that anybody could make: it claims no work.
fn header(root: &[u8]) -> Vec<u8> {
    let start =
        [b"\x01\0\0\0".as_slice(), &[0; 32], root, &1_700_000_000_u32.to_le_bytes(), b"\xff\xff\x7f\x20"];
    let start = start.concat();
    let header = |nonce: u32| [start.as_slice(), &nonce.to_le_bytes()].concat();
    (0..).map(header).find(|header| Headers::default().add_file(header).is_ok()).unwrap()
}

#[test]
fn a_block_must_be_given_to_show_a_time() {
    let whole = proof(&[b"\xff", &pending("https://a.invalid"), b"\x08", &bitcoin()]);
    let root = Sha256::digest(DIGEST);
    let with = |files: &[Vec<u8>]| {
        let mut trusted = Trusted::default();
        for file in files {
            trusted.headers.add_file(file).unwrap();
        }
        verdict("opentimestamps", &DIGEST, &whole, &trusted)
    };
    let none = with(&[]);
    assert_eq!((none.standing, none.existed_by), (Standing::Unvouched, None));
    assert!(none.words[0].contains("shows no time") && none.words[1].contains("None of the headers"));
    assert_eq!(with(&[header(&[1; 32])]).standing, Standing::Unvouched, "another block");

    let given = with(&[header(&[1; 32]), header(&root)]);
    assert_eq!(given.standing, Standing::Vouched);
    assert_eq!(given.existed_by.unwrap().to_string(), "2023-11-15T00:13:20Z", "two hours later");
    assert!(
        given.words[1].contains("do not show") && given.words[1].contains("zero bits"),
        "{:?}",
        given.words
    );

    let waiting = proof(&[&pending("https://a.invalid")]);
    let waiting = verdict("opentimestamps", &DIGEST, &waiting, &Trusted::default());
    assert_eq!((waiting.standing, waiting.existed_by), (Standing::Pending, None));
    let altered = verdict("opentimestamps", &[0; 32], &whole, &Trusted::default());
    assert_eq!(altered.standing, Standing::Refused);
}

/// Reads a proof, and prints its ends with what the steps come to.
const ORACLE: &str = "
import sys
from opentimestamps.core.timestamp import DetachedTimestampFile
from opentimestamps.core.serialize import BytesDeserializationContext
from opentimestamps.core.notary import *
file = DetachedTimestampFile.deserialize(BytesDeserializationContext(sys.stdin.buffer.read()))
for message, end in file.timestamp.all_attestations():
    if isinstance(end, BitcoinBlockHeaderAttestation):
        print(end.height, message[::-1].hex())
    elif isinstance(end, PendingAttestation):
        print(end.uri)
    else:
        print(end.TAG.hex())
";

#[test]
fn the_library_of_the_project_reads_the_same() {
    let oracle = |bytes: &[u8]| -> Option<Vec<String>> {
        let mut child = Command::new("python3")
            .args(["-c", ORACLE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        drop(child.stdin.take()?.write_all(bytes));
        let done = child.wait_with_output().ok()?;
        let mut lines: Vec<String> =
            String::from_utf8(done.stdout).ok()?.lines().map(str::to_owned).collect();
        lines.sort();
        done.status.success().then_some(lines)
    };
    let first = proof(&[b"\x08", &bitcoin()]);
    if oracle(&first).is_none() {
        eprintln!("skipped: the Python package `opentimestamps` is not installed");
        return;
    }
    for parts in [
        &[b"\x03\x67".as_slice(), &bitcoin()][..],
        &[b"\xf2\xf3\x08", &bitcoin()],
        &[b"\xf3\xf3\xf3\xf3\xf3\xf3\xf3", b"\x08", &bitcoin()],
        &[b"\xf3\xf3\xf3\xf3\xf3\xf3\xf3\xf3", b"\x08", &bitcoin()],
        &[b"\xff\xf0\x01a\x02\x08", &bitcoin(), b"\xf1\x02bc", &pending("https://a.invalid")],
        &[&[0x08; 255], &bitcoin()],
        &[&[0x08; 256], &bitcoin()],
        &[b"\xff", &bitcoin(), b"\x00", &[7; 8], b"\x00"],
        &[b"\xf0\x00", &bitcoin()],
        &[b"\x08", &pending("https://a.invalid/?b")],
    ] {
        let bytes = proof(parts);
        let ours = Proof::parse(&bytes).ok().map(|proof| {
            let each = proof.attestations.iter().map(|attestation| match attestation {
                Attestation::Bitcoin { height, merkle_root } => format!("{height} {merkle_root}"),
                Attestation::Pending { calendar } => calendar.clone(),
                Attestation::Unknown { tag } => tag.clone(),
            });
            let mut each: Vec<String> = each.collect();
            each.sort();
            each
        });
        assert_eq!(ours, oracle(&bytes), "{parts:02x?}");
    }
}
