//! Witnesses from outside: a server on this machine that answers with `openssl ts`, answers carried over by hand, and
//! proofs of OpenTimestamps.

#[path = "../../stamp/tests/authority/mod.rs"]
mod authority;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use authority::{Authority, P256, RSA};
use remand_stamp::Request;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::run::{PROGRAM, Ran, text};

/// A case of one file, and a person of its own.
struct Case {
    dir: TempDir,
}

impl Case {
    fn new() -> Self {
        let case = Self { dir: tempfile::tempdir().unwrap() };
        fs::write(case.path("note.txt"), "Orsen Kaldray was arrested on 3 March 2024.\n").unwrap();
        case.run(&["dossier", "note.txt", "--out", "out", "--no-pdf"]).done();
        case
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    fn run(&self, words: &[&str]) -> Ran {
        let mut command = Command::new(PROGRAM);
        command.args(words).current_dir(self.dir.path()).env("REMAND_HOME", self.path("home"));
        command.output().unwrap().into()
    }

    fn stamps(&self, more: &[&str]) -> Vec<Value> {
        let ran = self.run(&[&["stamps", "out", "--json"], more].concat()).done();
        serde_json::from_str(&ran.stdout).unwrap()
    }
}

fn standings(stamps: &[Value]) -> Vec<&str> {
    stamps.iter().map(|stamp| text(&stamp["verdict"], "standing")).collect()
}

/// Answers one request after another with what `answer` makes of its body; the address.
fn serve(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/stamp", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = Vec::new();
            let mut byte = [0];
            while !asked.ends_with(b"\r\n\r\n") {
                stream.read_exact(&mut byte).unwrap();
                asked.push(byte[0]);
            }
            let head = String::from_utf8(asked).unwrap();
            let length = head.to_lowercase();
            let length = length.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            let mut body = vec![0; length.parse().unwrap()];
            stream.read_exact(&mut body).unwrap();
            assert!(head.starts_with("POST /stamp HTTP/1.1\r\n"), "{head}");
            let head = head.to_lowercase();
            assert!(!head.contains("remand") && !head.contains("ureq"), "nothing says which program asks");
            // Whoever asked may not read to the end.
            drop(stream.write_all(&answer(&body)));
        }
    });
    address
}

fn reply(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

const REPLY: &str = "application/timestamp-reply";

#[test]
fn a_time_stamp_is_asked_for_kept_and_checked() {
    let Some(authority) = Authority::with(RSA, P256) else { return };
    let case = Case::new();
    fs::write(case.path("root.pem"), authority.read("root.pem")).unwrap();
    let server = serve(move |asked| {
        Request::from_der(asked).expect("a request and nothing else");
        authority.write("q.tsq", asked);
        reply(REPLY, &authority.answer())
    });

    case.run(&["stamps", "out"]).done();
    let unset = case.run(&["stamp", "out"]);
    unset.fails_with(&["no time-stamp server is set", "--server"]);

    let asked = case.run(&["stamp", "out", "--server", &server]).done();
    assert!(asked.stdout.contains("nobody vouches for here"), "{}", asked.stdout);
    let stamps = case.stamps(&["--roots", "root.pem"]);
    assert_eq!(standings(&stamps), ["vouched"]);
    assert!(stamps[0]["lines"].as_u64() >= Some(2), "{stamps:?}");
    assert!(stamps[0]["verdict"]["existed_by"].is_string());
    assert_eq!(standings(&case.stamps(&[])), ["unvouched"]);
    let verified = case.run(&["verify", "out"]).done();
    assert!(verified.stdout.contains("A time-stamp says"), "{}", verified.stdout);
    let verified = case.run(&["verify", "out", "--roots", "root.pem"]).done();
    assert!(verified.stdout.contains("which you gave as one that you trust"), "{}", verified.stdout);

    case.run(&["seal", "out", "--out", "sealed.zip"]).done();
    let sealed = case.run(&["verify", "sealed.zip", "--roots", "root.pem"]).done();
    assert!(sealed.stdout.contains("which you gave as one that you trust"), "{}", sealed.stdout);

    fs::write(case.path("home/time-stamp-servers"), format!("# ours\n\n{server}\n")).unwrap();
    case.run(&["stamp", "out"]).done();
    assert_eq!(standings(&case.stamps(&[])), ["unvouched", "unvouched"], "what is set is asked");
}

#[test]
fn servers_that_give_no_time_stamp() {
    let case = Case::new();
    for (answer, words) in [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".to_vec(), "403 Forbidden"),
        (
            b"HTTP/1.1 301 Moved\r\nLocation: https://other.invalid/\r\nContent-Length: 0\r\n\r\n".to_vec(),
            "other.invalid",
        ),
        (reply("text/html", b"<p>welcome"), "something else than a time-stamp"),
        (reply(REPLY, b"no DER at all"), "malformed"),
        (reply(REPLY, &[0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]), "was rejected"),
        (vec![], "gives no answer"),
        (b"SSH-2.0-server\r\n\r\n".to_vec(), "gives no answer"),
        (reply(REPLY, &[0x30; 200_000]), "gives no answer"),
    ] {
        let server = serve(move |_| answer.clone());
        case.run(&["stamp", "out", "--server", &server]).fails_with(&[words]);
    }
    for address in
        ["stamps.invalid", "ftp://stamps.invalid/", "http://", "http://me:word@stamps.invalid/", ""]
    {
        case.run(&["stamp", "out", "--server", address]).fails_with(&["http://host/path"]);
    }
    assert!(case.stamps(&[]).is_empty(), "nothing was kept");
}

#[test]
fn answers_carried_over_by_hand() {
    let Some(authority) = Authority::with(P256, P256) else { return };
    let case = Case::new();
    case.run(&["stamp", "out", "--request", "log.tsq"]).done();
    let asked = fs::read(case.path("log.tsq")).unwrap();
    authority.write("q.tsq", &asked);
    let answer = authority.answer();

    let mut changed = answer.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(case.path("log.tsr"), &changed).unwrap();
    case.run(&["stamp", "out", "--token", "log.tsr"]).fails_with(&["not taken in", "signature"]);

    fs::write(case.path("log.tsr"), &answer).unwrap();
    fs::write(case.path("alone.tsr"), &answer).unwrap();
    case.run(&["stamp", "out", "--token", "alone.tsr"]).fails_with(&["no checkpoint here", "--checkpoint"]);
    case.run(&["stamp", "out", "--token", "log.tsr"]).done();
    case.run(&["stamp", "out", "--token", "alone.tsr"]).done();
    assert_eq!(standings(&case.stamps(&[])), ["unvouched"], "the same is kept once");

    // Another request's answer, and a checkpoint of another case.
    case.run(&["stamp", "out", "--request", "other.tsq"]).done();
    fs::copy(case.path("log.tsr"), case.path("other.tsr")).unwrap();
    case.run(&["stamp", "out", "--token", "other.tsr"]).fails_with(&["stamps other bytes"]);
    let stranger = Case::new();
    for name in ["log.tsr", "log.checkpoint"] {
        fs::copy(case.path(name), stranger.path(name)).unwrap();
    }
    stranger.run(&["stamp", "out", "--token", "log.tsr"]).fails_with(&["not one of this case"]);
}

#[test]
fn proofs_of_open_timestamps() {
    let case = Case::new();
    case.run(&["stamp", "out", "--request", "log.tsq"]).done();
    let digest = Sha256::digest(fs::read(case.path("log.checkpoint")).unwrap());
    let start = [b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08", &digest[..]]
        .concat();
    let pending = [&start[..], b"\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x12\x11https://a.invalid"].concat();
    fs::write(case.path("log.checkpoint.ots"), pending).unwrap();
    let taken = case.run(&["stamp", "out", "--token", "log.checkpoint.ots"]).done();
    assert!(taken.stdout.contains("promised"), "{}", taken.stdout);

    // Later the same, completed; the case has the checkpoint.
    let complete = [&start[..], b"\x08\x00\x05\x88\x96\x0d\x73\xd7\x19\x01\x03\xa0\x8d\x06"].concat();
    fs::write(case.path("completed.ots"), complete).unwrap();
    case.run(&["stamp", "out", "--token", "completed.ots"]).done();
    assert_eq!(standings(&case.stamps(&[])), ["pending", "unvouched"]);

    let root = Sha256::digest(digest);
    let claim =
        [b"\x01\0\0\0", &[0; 32][..], &root, &1_700_000_000_u32.to_le_bytes(), b"\xff\xff\x7f\x20"].concat();
    let header = |nonce: u32| [&claim[..], &nonce.to_le_bytes()].concat();
    let below = |header: &Vec<u8>| Sha256::digest(Sha256::digest(header))[31] < 0x7f;
    fs::write(case.path("headers"), (0..).map(header).find(below).unwrap()).unwrap();
    assert_eq!(standings(&case.stamps(&["--headers", "headers"])), ["pending", "vouched"]);

    for (name, bytes, words) in [
        ("cut.ots", &start[..], "the end of the proof"),
        ("words.tsr", b"words".as_slice(), "a time-stamp is malformed"),
    ] {
        fs::write(case.path(name), bytes).unwrap();
        case.run(&["stamp", "out", "--token", name]).fails_with(&["not taken in", words]);
    }
    case.run(&["stamps", "out", "--roots", "note.txt"]).fails_with(&["note.txt", "certificates"]);
    case.run(&["stamps", "out", "--headers", "note.txt"]).fails_with(&["note.txt", "block headers"]);
}
