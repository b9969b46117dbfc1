//! Killed at two hundred moments while it takes in files, records decisions, takes in the logs of others, and locks: what
//! was accepted is there, and the vault is sound. The test runs itself as the child that is killed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use remand_vault::{CaseKey, ItemId, Lock, Offered, Receipt, Signer, Vault, View, is_locked, verify};
use serde_json::json;

const NOW: &str = "2031-03-05T09:00:00Z";
const JOB: &str = "TEST_JOB";
const HOME: &str = "TEST_VAULT";

fn signer() -> Signer {
    Signer::from_secret(&[7; 32], "Ada Obi", "office")
}

struct Copy(View);

impl Offered for Copy {
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        self.0.log_bytes().map_err(io::Error::other)
    }

    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.object(id).ok())
    }
}

/// Works without end; says each thing once it is accepted.
#[test]
fn child_that_is_killed() {
    let (Ok(job), Some(home)) = (std::env::var(JOB), std::env::var_os(HOME)) else { return };
    let home = PathBuf::from(home);
    let mut vault = Vault::create_or_open(&home, &signer(), None, NOW).unwrap();
    let begun = vault.entries().len();
    match job.as_str() {
        "take in" => {
            for number in begun.. {
                let mut batch = vault.batch();
                let names: Vec<String> = (0..5).map(|part| format!("{number}-{part}.txt")).collect();
                for name in &names {
                    let bytes = name.repeat(200 * (number % 40) + 1);
                    batch.bytes(bytes.as_bytes(), name, &Receipt::default()).unwrap();
                }
                batch.commit(NOW).unwrap();
                names.iter().for_each(|name| println!("accepted {name}"));
            }
        }
        "decide" => {
            for number in begun.. {
                vault
                    .record_decision(json!({ "number": number, "words": "x".repeat(number % 3000) }), NOW)
                    .unwrap();
                println!("accepted {number}");
            }
        }
        "merge" => {
            let mut other = Vault::create_or_open(
                &home.with_file_name("theirs"),
                &Signer::from_secret(&[9; 32], "Ben", ""),
                None,
                NOW,
            )
            .unwrap();
            for number in other.entries().len().. {
                let name = format!("theirs-{number}.txt");
                other.ingest_bytes(name.repeat(100).as_bytes(), &name, NOW).unwrap();
                let offered = Copy(View::open(other.dir(), None).unwrap());
                vault.take_in(&offered, NOW).unwrap();
                println!("accepted {name}");
            }
        }
        _ => panic!("{job}"),
    }
}

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn killed(job: &str, home: &Path, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_is_killed", "--nocapture"])
        .env(JOB, job)
        .env(HOME, home)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let reading = thread::spawn(move || {
        lines.filter_map(|line| Some(line.split_once("accepted ")?.1.to_owned())).collect::<Vec<_>>()
    });
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reading.join().unwrap()
}

fn nothing_is_lost(job: &str) {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("vault");
    let mut chance = Chance(job.len() as u64);
    let mut accepted: Vec<String> = Vec::new();
    for round in 0..67 {
        // A machine with much else to do needs longer to come to anything.
        let slow = if accepted.len() < round { 8 } else { 1 };
        accepted.extend(killed(job, &home, Duration::from_micros(3000 + chance.below(40_000)) * slow));
        if !home.join("logs").exists() {
            continue;
        }
        let report = verify(&home, None);
        let begun = report.entries > 0 || !accepted.is_empty();
        assert!(report.is_sound() || !begun, "{job}, round {round}: {report:?}");
        // Only another opening sets the end aside; what was accepted stands before and after it.
        if round % 2 == 0 && begun {
            drop(Vault::open(&home, &signer(), None).unwrap());
            assert!(verify(&home, None).is_sound());
        }
    }
    let view = View::open(&home, None).unwrap();
    let names: Vec<String> = view.items().into_iter().map(|item| item.name).collect();
    let decided: Vec<String> = view
        .entries()
        .iter()
        .filter_map(|entry| match &entry.record {
            remand_vault::Record::Decision { decision } => Some(decision["number"].to_string()),
            _ => None,
        })
        .collect();
    assert!(accepted.len() > 20, "{job}: the child is killed before it does anything");
    for one in &accepted {
        assert!(names.contains(one) || decided.contains(one), "{job}: {one} was accepted and is lost");
    }
    for item in view.items() {
        view.read(&item.id).unwrap();
    }
}

#[test]
fn killed_while_it_takes_in_files() {
    nothing_is_lost("take in");
}

#[test]
fn killed_while_it_records_decisions() {
    nothing_is_lost("decide");
}

#[test]
fn killed_while_it_takes_in_what_others_recorded() {
    nothing_is_lost("merge");
}

/// Locking is not run in a child: every state that a stop can leave is put together from the files before and after.
#[test]
fn stopped_at_any_file_while_it_locks() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("vault");
    let mut vault = Vault::create_or_open(&home, &signer(), None, NOW).unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        vault.ingest_bytes(name.as_bytes(), name, NOW).unwrap();
    }
    let before = files(&home);
    let key = vault.lock(&[Lock::passphrase("p")]).unwrap();
    let after = files(&home);
    let written: Vec<_> = after.iter().filter(|(path, _)| !before.iter().any(|(b, _)| b == path)).collect();
    let readable: Vec<_> = before.iter().filter(|(path, _)| !after.iter().any(|(a, _)| a == path)).collect();
    let marker = |path: &Path| path.ends_with("locked");
    // Stopped after some of the new files, before the case counts as locked.
    for some in 0..written.len() {
        let now: Vec<_> = written
            .iter()
            .filter(|(path, _)| !marker(path))
            .take(some)
            .chain(readable.iter())
            .copied()
            .collect();
        opens_whole(&now, None);
    }
    // Stopped after it counts as locked, when some of the readable files are still there.
    for some in 0..=readable.len() {
        let now: Vec<_> = written.iter().chain(readable.iter().take(some)).copied().collect();
        opens_whole(&now, Some(&key));
    }
}

fn opens_whole(state: &[&(PathBuf, Vec<u8>)], key: Option<&CaseKey>) {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in state {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    assert_eq!(is_locked(dir.path()), key.is_some());
    let vault = Vault::open(dir.path(), &signer(), key).unwrap();
    let names: Vec<_> = vault.items().into_iter().map(|item| item.name).collect();
    assert_eq!(names, ["a.txt", "b.txt", "c.txt"]);
    let report = vault.verify();
    assert!(report.is_sound() && report.notices.is_empty(), "{report:?}");
    drop(vault);
    let left = files(dir.path());
    let stored = |path: &Path| path.starts_with("objects") || path.starts_with("logs");
    let other = left
        .iter()
        .filter(|(path, _)| stored(path))
        .find(|(path, _)| path.extension().is_some_and(|end| end == "age") != key.is_some());
    assert!(other.is_none(), "{other:?}");
}

/// Paths below a folder with their bytes, without the lock.
fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut all, mut folders) = (Vec::new(), vec![dir.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("lock") {
                all.push((path.strip_prefix(dir).unwrap().to_owned(), std::fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}
