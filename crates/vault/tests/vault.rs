//! What goes in comes out; what is damaged is named.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use remand_vault::{Known, Record, Signer, Vault, VaultError, verify};
use serde_json::json;

const NOW: &str = "2024-03-05T09:00:00Z";
const LATER: &str = "2024-03-06T10:30:00.25Z";

fn signer() -> Signer {
    Signer::from_secret(&[7; 32], "Ada Obi", "office")
}

fn create(dir: &Path) -> Vault {
    Vault::create_or_open(dir, &signer(), None, NOW).unwrap()
}

fn open(dir: &Path) -> Result<Vault, VaultError> {
    Vault::open(dir, &signer(), None)
}

/// The only log of a vault.
fn log(vault: &Path) -> PathBuf {
    let mut files: Vec<_> =
        fs::read_dir(vault.join("logs")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    files.remove(0)
}

fn journal(vault: &Path) -> String {
    fs::read_to_string(log(vault)).unwrap()
}

#[test]
fn a_file_comes_out_as_it_went_in() {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("order.txt");
    fs::write(&source, "Order of 5 March\n").unwrap();
    let home = dir.path().join("vault");
    let mut vault = create(&home);
    let received = vault.ingest(&source, "letters/order.txt", NOW).unwrap();
    let digest = "31af8f130fe6e40711e48989a79ea7863fb2377ebdb1d1f2fb8273fbcafed549";
    assert_eq!(received.id.to_string(), digest);
    assert_eq!((received.bytes, received.known), (17, Known::New));
    drop(vault);

    let vault = open(&home).unwrap();
    assert_eq!(vault.read(&received.id).unwrap(), b"Order of 5 March\n");
    assert_eq!(fs::read(home.join("objects/31").join(digest)).unwrap(), b"Order of 5 March\n");
    assert_eq!(vault.items()[0].name, "letters/order.txt");
    assert!(vault.verify().is_sound());
}

#[test]
fn the_same_bytes_are_one_item_with_all_their_names() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    let known = |vault: &mut Vault, name| vault.ingest_bytes(b"same", name, NOW).unwrap().known;
    assert_eq!(known(&mut vault, "b.txt"), Known::New);
    assert_eq!(known(&mut vault, "b.txt"), Known::SameName);
    assert_eq!(known(&mut vault, "a.txt"), Known::OtherName);
    assert_eq!(known(&mut vault, "a.txt"), Known::SameName);
    vault.ingest_bytes(b"other", "aa.txt", LATER).unwrap();
    let names: Vec<_> = vault.items().into_iter().map(|item| (item.name, item.also)).collect();
    assert_eq!(names, [("aa.txt".into(), vec![]), ("b.txt".into(), vec!["a.txt".to_owned()])]);
    assert_eq!(vault.entries().len(), 4);
}

#[test]
fn an_empty_file_is_an_item() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    let id = vault.ingest_bytes(b"", "empty", NOW).unwrap().id;
    assert_eq!(vault.read(&id).unwrap(), b"");
}

#[test]
fn decisions_and_unreadable_sources_are_kept_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    vault.record_unreadable("photos", "no permission", NOW).unwrap();
    vault.record_unreadable("photos", "no permission", LATER).unwrap();
    vault.record_decision(json!({ "as_of": "2024-06-01" }), LATER).unwrap();
    drop(vault);
    let vault = open(dir.path()).unwrap();
    let records: Vec<_> = vault.entries().iter().skip(1).map(|entry| entry.record.clone()).collect();
    assert_eq!(
        records,
        [
            Record::SourceUnreadable { name: "photos".into(), reason: "no permission".into() },
            Record::Decision { decision: json!({ "as_of": "2024-06-01" }) },
        ]
    );
    assert_eq!(vault.entries()[2].recorded_at, LATER);
}

#[test]
fn the_same_steps_write_the_same_bytes() {
    let first = tempfile::tempdir().unwrap();
    drop(create(first.path()));
    let begun = log(first.path());
    let write = || {
        // The id of a vault is drawn by chance: the copy has that of the first.
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("logs")).unwrap();
        fs::copy(&begun, dir.path().join("logs").join(begun.file_name().unwrap())).unwrap();
        let mut vault = create(dir.path());
        vault.ingest_bytes("приказ".as_bytes(), "приказ.txt", NOW).unwrap();
        vault.record_decision(json!({ "b": 1, "a": [1.5, null] }), LATER).unwrap();
        journal(dir.path())
    };
    assert_eq!(write(), write());
}

#[test]
fn a_second_writer_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let first = create(dir.path());
    let refused = open(dir.path()).unwrap_err();
    assert!(matches!(refused, VaultError::InUse(_)), "{refused}");
    drop(first);
    open(dir.path()).unwrap();
}

#[test]
fn where_there_is_no_vault_none_is_made_by_opening() {
    let dir = tempfile::tempdir().unwrap();
    let error = open(&dir.path().join("nowhere")).unwrap_err().to_string();
    assert!(error.ends_with("nowhere holds no vault: there is no folder `logs` in it"), "{error}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_taken_in_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("vault");
    let mut vault = create(&home);
    let before = journal(&home);
    let missing = vault.ingest(&dir.path().join("gone.txt"), "gone.txt", NOW).unwrap_err().to_string();
    assert!(missing.contains("gone.txt"), "{missing}");
    let folder = vault.ingest(dir.path(), "folder", NOW).unwrap_err();
    assert!(matches!(folder, VaultError::NotAFile(_)), "{folder}");
    let when = vault.ingest_bytes(b"x", "x", "yesterday").unwrap_err().to_string();
    assert!(when.contains("`yesterday` is not a time"), "{when}");
    let mut deep = json!(1);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    assert!(matches!(vault.record_decision(deep, NOW), Err(VaultError::NotRecordable(_))));
    assert_eq!(journal(&home), before);
    assert!(vault.items().is_empty());
    assert_eq!(fs::read_dir(home.join("objects")).unwrap().count(), 0);
}

#[test]
fn a_line_cut_off_at_any_byte_is_set_aside_and_the_file_taken_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    vault.ingest_bytes(b"first", "first.txt", NOW).unwrap();
    let accepted = journal(dir.path()).len();
    let second = vault.ingest_bytes(b"second", "second.txt", NOW).unwrap().id;
    drop(vault);
    let whole = journal(dir.path());
    for length in accepted..whole.len() {
        fs::write(log(dir.path()), &whole.as_bytes()[..length]).unwrap();
        let mut vault = open(dir.path()).unwrap();
        match vault.set_aside() {
            [] => assert_eq!(length, accepted),
            [aside, ..] => {
                assert_eq!(aside.bytes, (length - accepted) as u64);
                assert_eq!(fs::read(&aside.path).unwrap(), &whole.as_bytes()[accepted..length]);
                fs::remove_file(&aside.path).unwrap();
            }
        }
        assert_eq!(vault.items().len(), 1);
        assert_eq!(vault.ingest_bytes(b"second", "second.txt", NOW).unwrap().id, second);
        assert_eq!(journal(dir.path()), whole);
    }
}

#[test]
fn a_changed_line_closes_the_vault_and_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    vault.ingest_bytes(b"first", "first.txt", NOW).unwrap();
    vault.ingest_bytes(b"second", "second.txt", NOW).unwrap();
    drop(vault);
    let forged = journal(dir.path()).replace("first.txt", "other.txt");
    fs::write(log(dir.path()), forged).unwrap();
    let error = open(dir.path()).unwrap_err().to_string();
    assert!(error.contains("jsonl, line 2: the signature does not hold"), "{error}");
    let report = verify(dir.path(), None);
    assert!(report.damages[0].place.ends_with(".jsonl, line 2"), "{report:?}");
    assert_eq!((report.entries, report.items), (1, 0), "what stands before the line is still checked");
}

#[test]
fn each_damaged_object_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    let changed = vault.ingest_bytes(b"changed", "changed.txt", NOW).unwrap().id;
    let missing = vault.ingest_bytes(b"missing", "missing.txt", NOW).unwrap().id;
    vault.ingest_bytes(b"sound", "sound.txt", NOW).unwrap();
    fs::write(vault.path(&changed), b"CHANGED").unwrap();
    fs::remove_file(vault.path(&missing)).unwrap();
    fs::write(dir.path().join("objects/stray.txt"), b"?").unwrap();
    let report = vault.verify();
    let mut places: Vec<_> = report.damages.iter().map(|damage| damage.place.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, [format!("changed.txt ({changed})"), format!("missing.txt ({missing})")]);
    assert_eq!(report.items, 1);
    assert!(report.notices[0].place.ends_with("stray.txt"));
    assert!(matches!(vault.read(&changed), Err(VaultError::DamagedItem { .. })));
    assert!(vault.read(&missing).is_err());
    assert_eq!(vault.ingest_bytes(b"missing", "missing.txt", NOW).unwrap().known, Known::SameName);
    assert_eq!(vault.read(&missing).unwrap(), b"missing", "a missing object comes back with its file");
}

#[test]
fn an_object_without_an_entry_is_taken_in_as_new() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    vault.ingest_bytes(b"bytes", "name", NOW).unwrap();
    drop(vault);
    let all = journal(dir.path());
    let first = all.find('\n').unwrap() + 1;
    fs::write(log(dir.path()), &all.as_bytes()[..first]).unwrap();
    let mut vault = open(dir.path()).unwrap();
    assert_eq!(vault.verify().notices.len(), 1);
    assert_eq!(vault.ingest_bytes(b"bytes", "name", NOW).unwrap().known, Known::New);
    assert!(vault.verify().notices.is_empty());
}

#[test]
fn what_an_interrupted_copy_left_is_cleared() {
    let dir = tempfile::tempdir().unwrap();
    drop(create(dir.path()));
    let left = dir.path().join("incoming/0");
    OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&left)
        .unwrap()
        .write_all(b"half")
        .unwrap();
    drop(open(dir.path()).unwrap());
    assert!(!left.exists());
}

#[test]
fn a_folder_that_is_no_vault_is_reported_as_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let report = verify(dir.path(), None);
    assert!(!report.is_sound());
    assert_eq!(report.damages[0].message, "there is no vault: no folder `logs`");
}

#[test]
fn a_flipped_bit_anywhere_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    let item = vault.ingest_bytes(b"Order of 5 March", "order.txt", NOW).unwrap().id;
    vault.record_decision(json!({ "subject": "A. Doe" }), LATER).unwrap();
    drop(vault);
    for path in
        [log(dir.path()), dir.path().join("objects").join(&item.to_string()[..2]).join(item.to_string())]
    {
        let sound = fs::read(&path).unwrap();
        for at in 0..sound.len() {
            for bit in [0, 3, 7] {
                let mut flipped = sound.clone();
                flipped[at] ^= 1 << bit;
                fs::write(&path, &flipped).unwrap();
                let report = verify(dir.path(), None);
                // The last line without its line feed is a line cut off, which harms nothing and is told.
                assert!(
                    !report.is_sound() || !report.notices.is_empty(),
                    "{} byte {at} bit {bit}",
                    path.display()
                );
            }
        }
        fs::write(&path, &sound).unwrap();
        assert!(verify(dir.path(), None).is_sound());
    }
}

#[test]
fn a_log_cut_short_at_any_line_stands_as_far_as_it_goes_and_a_checkpoint_tells() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    for number in 0..6 {
        vault.record_decision(json!(number), NOW).unwrap();
    }
    let whole = vault.logs().next().unwrap().clone();
    let checkpoint = remand_vault::Checkpoint::of(&whole, whole.size()).unwrap().sign(&signer()).unwrap();
    drop(vault);
    let path = log(dir.path());
    let text = fs::read_to_string(&path).unwrap();
    for kept in 1..7 {
        let shorter: String = text.lines().take(kept).map(|line| format!("{line}\n")).collect();
        fs::write(&path, shorter).unwrap();
        let view = remand_vault::View::open(dir.path(), None).unwrap();
        assert_eq!(view.entries().len(), kept);
        let told = checkpoint.fits(view.logs().next().unwrap()).unwrap_err().to_string();
        assert!(told.contains("when the checkpoint was made it had 7"), "{told}");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_only_be_read_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(dir.path());
    let id = vault.ingest_bytes(b"bytes", "name", NOW).unwrap().id;
    drop(vault);
    let allow = |mode| {
        for path in [
            dir.path().to_owned(),
            dir.path().join("logs"),
            dir.path().join("objects"),
            dir.path().join("lock"),
        ] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o500);
    let view = remand_vault::View::open(dir.path(), None).unwrap();
    assert_eq!(view.read(&id).unwrap(), b"bytes");
    assert!(verify(dir.path(), None).is_sound());
    let by_root = fs::write(dir.path().join("probe"), b"").is_ok();
    match open(dir.path()) {
        Err(VaultError::Io { .. }) => assert!(!by_root),
        Err(other) => panic!("{other}"),
        Ok(_) => assert!(by_root, "only root writes where nobody may"),
    }
    allow(0o700);
}
