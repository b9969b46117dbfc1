//! A locked case: nothing readable is left, and it opens for whom it should.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::{Path, PathBuf};

use remand_vault::{CaseKey, Lock, Opener, Signer, Vault, VaultError, View, is_locked, unlock, verify};
use serde_json::json;

const NOW: &str = "2031-01-01T08:00:00Z";
const WORDS: &str = "the witness lives in Mill Lane";

fn signer() -> Signer {
    Signer::from_secret(&[1; 32], "Ada Obi", "laptop")
}

fn filled(dir: &Path) -> Vault {
    let mut vault = Vault::create_or_open(dir, &signer(), None, NOW).unwrap();
    vault.ingest_bytes(WORDS.as_bytes(), "Mill Lane.txt", NOW).unwrap();
    vault.record_decision(json!({"subject": "Mill"}), NOW).unwrap();
    vault
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all
}

/// Names and bytes below `dir` that tell something of the case.
fn readable(dir: &Path) -> Vec<PathBuf> {
    let id = remand_vault::ItemId::of(WORDS.as_bytes()).to_string();
    let secrets = ["Mill", "Ada", "witness", "item_received", &id];
    let tells = |text: &str| secrets.iter().any(|secret| text.contains(secret));
    files(dir)
        .into_iter()
        .filter(|path| {
            let below = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
            tells(&below) || tells(&String::from_utf8_lossy(&fs::read(path).unwrap()))
        })
        .collect()
}

#[test]
fn a_locked_case_tells_nothing_and_opens_with_its_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let key = filled(dir.path()).lock(&[Lock::passphrase("four green herons")]).unwrap();
    assert!(is_locked(dir.path()));
    assert_eq!(readable(dir.path()), Vec::<PathBuf>::new());
    assert!(matches!(View::open(dir.path(), None), Err(VaultError::Locked(_))));
    assert!(matches!(Vault::open(dir.path(), &signer(), None), Err(VaultError::Locked(_))));
    let wrong = unlock(dir.path(), &Opener::passphrase("four grey herons")).unwrap_err();
    assert!(matches!(wrong, VaultError::WrongKey(_)), "{wrong}");
    let again = unlock(dir.path(), &Opener::passphrase("four green herons")).unwrap();
    assert_eq!(again.to_text(), key.to_text());

    // Work goes on, and what is added is locked too.
    let mut vault = Vault::open(dir.path(), &signer(), Some(&again)).unwrap();
    vault.ingest_bytes(b"Mill Lane again", "second Mill.txt", NOW).unwrap();
    drop(vault);
    assert_eq!(readable(dir.path()), Vec::<PathBuf>::new());
    let view = View::open(dir.path(), Some(&key)).unwrap();
    let names: Vec<_> = view.items().into_iter().map(|item| item.name).collect();
    assert_eq!(names, ["Mill Lane.txt", "second Mill.txt"]);
    assert_eq!(view.read(&view.items()[0].id).unwrap(), WORDS.as_bytes());
    let report = verify(dir.path(), Some(&key));
    assert!(report.is_sound() && report.notices.is_empty(), "{report:?}");
    assert!(!verify(dir.path(), None).is_sound());
}

#[test]
fn each_of_several_people_opens_it_with_their_own_key() {
    let dir = tempfile::tempdir().unwrap();
    let people: Vec<_> = (0..3).map(|_| age::x25519::Identity::generate()).collect();
    let text = |identity: &age::x25519::Identity| {
        use age::secrecy::ExposeSecret;
        format!("# created: 2031\n{}\n", identity.to_string().expose_secret())
    };
    let to: Vec<String> = people[..2].iter().map(|identity| identity.to_public().to_string()).collect();
    filled(dir.path()).lock(&[Lock::recipients(&to).unwrap()]).unwrap();
    for (at, identity) in people.iter().enumerate() {
        let opened = unlock(dir.path(), &Opener::identity(&text(identity)).unwrap());
        assert_eq!(opened.is_ok(), at < 2, "{at}");
    }
    assert!(Opener::identity("# nothing\n").unwrap_err().to_string().contains("no key"));
    assert!(Lock::recipients(&["age1nonsense".to_owned()]).is_err());
    let none = unlock(dir.path(), &Opener::passphrase("x")).unwrap_err().to_string();
    assert!(none.contains("was not locked with a passphrase"), "{none}");
}

#[test]
fn it_opens_for_good_with_nothing_lost() {
    let dir = tempfile::tempdir().unwrap();
    let before = filled(dir.path()).log_bytes().unwrap();
    let key = Vault::open(dir.path(), &signer(), None).unwrap().lock(&[Lock::passphrase("p")]).unwrap();
    Vault::open(dir.path(), &signer(), Some(&key)).unwrap().open_for_good().unwrap();
    assert!(!is_locked(dir.path()));
    assert_eq!(View::open(dir.path(), None).unwrap().log_bytes().unwrap(), before);
    assert!(verify(dir.path(), None).is_sound());
    assert!(files(dir.path()).iter().all(|path| path.extension().is_none_or(|end| end != "age")));
}

#[test]
fn a_lock_that_was_stopped_is_finished_by_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    let original = filled(dir.path());
    let copies: Vec<_> =
        files(dir.path()).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    let key = original.lock(&[Lock::passphrase("p")]).unwrap();
    // As if it had been stopped before the readable files were removed.
    for (path, bytes) in &copies {
        fs::write(path, bytes).unwrap();
    }
    assert!(!readable(dir.path()).is_empty());
    drop(Vault::open(dir.path(), &signer(), Some(&key)).unwrap());
    assert_eq!(readable(dir.path()), Vec::<PathBuf>::new());
    // As if it had been stopped before the case counted as locked.
    fs::remove_file(dir.path().join("keys/locked")).unwrap();
    for (path, bytes) in &copies {
        fs::write(path, bytes).unwrap();
    }
    drop(Vault::open(dir.path(), &signer(), None).unwrap());
    let report = verify(dir.path(), None);
    assert!(report.is_sound() && report.notices.is_empty(), "{report:?}");
}

#[test]
fn a_changed_byte_of_a_locked_case_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let key = filled(dir.path()).lock(&[Lock::passphrase("p")]).unwrap();
    for path in files(dir.path()) {
        let below = path.strip_prefix(dir.path()).unwrap().to_string_lossy().into_owned();
        if !below.starts_with("objects") && !below.starts_with("logs") {
            continue;
        }
        let sound = fs::read(&path).unwrap();
        for at in [0, sound.len() / 2, sound.len() - 1] {
            let mut flipped = sound.clone();
            flipped[at] ^= 4;
            fs::write(&path, flipped).unwrap();
            let report = verify(dir.path(), Some(&key));
            assert!(!report.is_sound() || !report.notices.is_empty(), "{below} at {at}");
        }
        fs::write(&path, sound).unwrap();
    }
    assert!("AGE-SECRET-KEY-1NONSENSE".parse::<CaseKey>().is_err());
}
