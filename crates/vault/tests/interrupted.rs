//! The program is killed, the disk is full: nothing that was accepted is lost. The tests run themselves as a child
//! process, told what to do by an environment variable.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use remand_vault::{Signer, Vault, VaultError, verify, walk};

const NOW: &str = "2024-03-05T09:00:00Z";
const VAULT: &str = "TEST_VAULT";
const SOURCE: &str = "TEST_SOURCE";

fn create(dir: &Path) -> Vault {
    Vault::create_or_open(dir, &Signer::from_secret(&[7; 32], "", ""), None, NOW).unwrap()
}

/// The bytes of the only log.
fn log(home: &Path) -> Vec<u8> {
    let file = fs::read_dir(home.join("logs")).unwrap().next().unwrap().unwrap();
    fs::read(file.path()).unwrap()
}

fn this_test(name: &str, vault: &Path, source: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]).env(VAULT, vault).env(SOURCE, source);
    command
}

fn told() -> Option<(PathBuf, PathBuf)> {
    Some((std::env::var_os(VAULT)?.into(), std::env::var_os(SOURCE)?.into()))
}

/// Takes in all of a folder and prints each name once it is accepted.
#[test]
fn child_that_is_killed() {
    let Some((home, source)) = told() else { return };
    let mut vault = create(&home);
    for found in walk(&source) {
        vault.ingest(&found.path, &found.name, NOW).unwrap();
        println!("accepted {}", found.name);
    }
}

#[test]
fn killed_in_the_middle_of_taking_in() {
    let dir = tempfile::tempdir().unwrap();
    let (home, source) = (dir.path().join("vault"), dir.path().join("source"));
    fs::create_dir(&source).unwrap();
    for number in 0..60_usize {
        let size = if number % 10 == 3 { 2_000_000 } else { 500 + number };
        let bytes: Vec<u8> = (0..size).map(|at| (at * 31 + number * 7) as u8).collect();
        fs::write(source.join(format!("{number:03}.bin")), bytes).unwrap();
    }
    for stop_after in [0, 1, 3, 4, 13, 30, 58] {
        let mut child =
            this_test("child_that_is_killed", &home, &source).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let accepted: Vec<String> = lines
            .filter_map(|line| Some(line.split_once("accepted ")?.1.to_owned()))
            .take(stop_after)
            .collect();
        child.kill().unwrap();
        child.wait().unwrap();
        if !home.join("logs").exists() {
            continue;
        }
        let vault = create(&home);
        let items = vault.items();
        for name in &accepted {
            let item =
                items.iter().find(|item| item.name == *name).unwrap_or_else(|| panic!("{name} is lost"));
            assert_eq!(vault.read(&item.id).unwrap(), fs::read(source.join(name)).unwrap());
        }
        let report = vault.verify();
        assert!(report.is_sound(), "{:?}", report.damages);
    }
    assert!(
        this_test("child_that_is_killed", &home, &source).stdout(Stdio::null()).status().unwrap().success()
    );
    let report = verify(&home, None);
    assert_eq!((report.items, report.damages.len(), report.notices.len()), (60, 0, 0), "{report:?}");
}

/// Runs on a file system of 256 KiB.
#[test]
fn child_on_a_full_disk() {
    let Some((home, _)) = told() else { return };
    let mut vault = create(&home);
    vault.ingest_bytes(b"fits", "small.txt", NOW).unwrap();
    let before = log(&home);
    let error = vault.ingest_bytes(&[7; 1_000_000], "letters/large.pdf", NOW).unwrap_err();
    assert!(matches!(error, VaultError::DiskFull { .. }), "{error:?}");
    assert!(error.to_string().contains("no room for letters/large.pdf"), "{error}");
    assert_eq!(log(&home), before);
    assert!(vault.verify().is_sound());
    vault.ingest_bytes(b"fits too", "other.txt", NOW).unwrap();

    // No room for a line of the journal either: the line is taken back.
    let mut filler = Vec::new();
    while vault.record_decision(serde_json::json!("x".repeat(3000)), NOW).is_ok() {
        filler.push(());
    }
    assert!(!filler.is_empty());
    drop(vault);
    let vault = create(&home);
    assert!(vault.set_aside().is_empty());
    assert_eq!(vault.entries().len(), 3 + filler.len());
    println!("the disk was full");
}

#[test]
fn a_full_disk_names_what_had_no_room_and_leaves_the_vault_sound() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("vault");
    let mut inner = Command::new("unshare");
    inner.args(["--mount", "--map-root-user", "sh", "-c"]);
    inner.arg("mount -t tmpfs -o size=256k tmpfs \"$0\" || exit 77; exec \"$@\"").arg(dir.path());
    let child = this_test("child_on_a_full_disk", &home, dir.path());
    inner.arg(child.get_program()).args(child.get_args());
    inner.env(VAULT, &home).env(SOURCE, dir.path());
    match inner.output() {
        Ok(output) if output.status.success() => {
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(said.contains("the disk was full"), "{said}");
        }
        Ok(output) if output.status.code() == Some(77) => {
            println!("skipped: no small file system can be mounted here")
        }
        Ok(output) => panic!("{}", String::from_utf8_lossy(&output.stdout)),
        Err(e) => println!("skipped: unshare cannot be run here: {e}"),
    }
}
