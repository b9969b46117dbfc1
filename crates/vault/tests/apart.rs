//! Two people work apart and take in what the other recorded: nothing is lost, nothing overwritten, and both come to
//! the same.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use remand_vault::{Item, ItemId, Offered, Record, Signer, TakenIn, Vault, View, verify};
use serde_json::json;

/// What a colleague hands over: a copy of the vault.
struct Copy<'a>(&'a View);

impl Offered for Copy<'_> {
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        self.0.log_bytes().map_err(io::Error::other)
    }

    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.object(id).ok())
    }
}

fn person(secret: u8, name: &str) -> Signer {
    Signer::from_secret(&[secret; 32], name, "laptop")
}

fn take_in(to: &Path, signer: &Signer, from: &Path, now: &str) -> TakenIn {
    let offered = View::open(from, None).unwrap();
    Vault::create_empty(to, signer, None).unwrap().take_in(&Copy(&offered), now).unwrap()
}

/// What a case comes to: its items, and what was recorded, in order.
fn state(dir: &Path) -> (Vec<Item>, Vec<Record>) {
    let view = View::open(dir, None).unwrap();
    let of_logs = |record: &Record| matches!(record, Record::LogsTakenIn { .. } | Record::LogOpened { .. });
    let records = view.entries().iter().map(|entry| entry.record.clone());
    (view.items(), records.filter(|record| !of_logs(record)).collect())
}

struct Two {
    _dir: tempfile::TempDir,
    ada: PathBuf,
    ben: PathBuf,
}

/// Ada opens a case with one item; Ben begins with a copy; both go on alone.
fn two() -> Two {
    let dir = tempfile::tempdir().unwrap();
    let (ada, ben) = (dir.path().join("ada"), dir.path().join("ben"));
    let mut vault = Vault::create_or_open(&ada, &person(1, "Ada"), None, "2031-01-01T08:00:00Z").unwrap();
    vault.ingest_bytes(b"order", "order.txt", "2031-01-01T08:01:00Z").unwrap();
    drop(vault);
    take_in(&ben, &person(2, "Ben"), &ada, "2031-01-01T09:00:00Z");
    let mut vault = Vault::open(&ada, &person(1, "Ada"), None).unwrap();
    vault.ingest_bytes(b"letter", "from ada.txt", "2031-01-02T10:00:00Z").unwrap();
    vault.record_decision(json!({"subject": "A. Doe"}), "2031-01-02T10:05:00Z").unwrap();
    let mut vault = Vault::open(&ben, &person(2, "Ben"), None).unwrap();
    vault.ingest_bytes(b"letter", "from ben.txt", "2031-01-02T09:00:00Z").unwrap();
    vault.record_decision(json!({"subject": "B. Doe"}), "2031-01-02T11:00:00Z").unwrap();
    Two { _dir: dir, ada, ben }
}

#[test]
fn merged_in_either_order_both_have_the_same() {
    let two = two();
    let (first, second) = (person(1, "Ada"), person(2, "Ben"));
    take_in(&two.ada, &first, &two.ben, "2031-01-03T00:00:00Z");
    take_in(&two.ben, &second, &two.ada, "2031-01-03T01:00:00Z");
    let (items, records) = state(&two.ada);
    assert_eq!((items.clone(), records.clone()), state(&two.ben));
    let id = |dir| View::open(dir, None).unwrap().id();
    assert_eq!(id(&two.ada), id(&two.ben), "a case that begins with a copy is the same case");
    let names: Vec<_> = items.iter().map(|item| (item.name.as_str(), item.also.join(" "))).collect();
    assert_eq!(names, [("from ben.txt", "from ada.txt".to_owned()), ("order.txt", String::new())]);
    assert_eq!(records.last(), Some(&Record::Decision { decision: json!({"subject": "B. Doe"}) }));

    let other = self::two();
    take_in(&other.ben, &second, &other.ada, "2031-01-03T00:00:00Z");
    take_in(&other.ada, &first, &other.ben, "2031-01-03T01:00:00Z");
    assert_eq!(state(&other.ada), (items, records));
    for dir in [&two.ada, &two.ben, &other.ada, &other.ben] {
        let report = verify(dir, None);
        assert!(report.is_sound() && report.notices.is_empty(), "{report:?}");
    }
}

#[test]
fn taking_in_again_changes_nothing() {
    let two = two();
    let ada = person(1, "Ada");
    let taken = take_in(&two.ada, &ada, &two.ben, "2031-01-03T00:00:00Z");
    assert_eq!((taken.logs.len(), taken.objects, taken.forks.len(), taken.missing.len()), (1, 0, 0, 0));
    let before = View::open(&two.ada, None).unwrap().heads();
    assert_eq!(take_in(&two.ada, &ada, &two.ben, "2031-01-04T00:00:00Z"), TakenIn::default());
    assert_eq!(View::open(&two.ada, None).unwrap().heads(), before);
}

#[test]
fn what_is_decided_after_a_merge_counts_though_the_clock_is_slow() {
    let two = two();
    take_in(&two.ada, &person(1, "Ada"), &two.ben, "2031-01-03T00:00:00Z");
    let mut vault = Vault::open(&two.ada, &person(1, "Ada"), None).unwrap();
    // Ada's clock stands years before Ben's last entry, which she has read.
    vault.record_decision(json!({"subject": "C. Doe"}), "2029-05-05T00:00:00Z").unwrap();
    drop(vault);
    let last = state(&two.ada).1.pop();
    assert_eq!(last, Some(Record::Decision { decision: json!({"subject": "C. Doe"}) }));
    let report = verify(&two.ada, None);
    assert!(report.is_sound());
    assert!(report.notices[0].message.contains("the clock of the device went backwards"), "{report:?}");
}

#[test]
fn two_histories_of_one_log_are_both_kept_and_told() {
    let two = two();
    // The same key wrote in two places: a folder was copied, and both copies went on.
    let copy = two.ada.with_file_name("copy");
    fs::create_dir_all(copy.join("logs")).unwrap();
    let whole = View::open(&two.ada, None).unwrap().log_bytes().unwrap().remove(0);
    let cut = whole.1.iter().enumerate().filter(|(_, b)| **b == b'\n').nth(1).unwrap().0 + 1;
    fs::write(copy.join("logs").join(&whole.0), &whole.1[..cut]).unwrap();
    let mut vault = Vault::open(&copy, &person(1, "Ada"), None).unwrap();
    vault.ingest_bytes(b"third", "third.txt", "2031-01-02T12:00:00Z").unwrap();
    drop(vault);
    let taken = take_in(&two.ada, &person(1, "Ada"), &copy, "2031-01-05T00:00:00Z");
    assert_eq!(taken.forks.len(), 1);
    let items: Vec<_> = state(&two.ada).0.into_iter().map(|item| item.name).collect();
    assert_eq!(items, ["from ada.txt", "order.txt", "third.txt"]);
    let report = verify(&two.ada, None);
    assert!(report.notices.iter().any(|notice| notice.message.contains("a second history")), "{report:?}");
    // The log goes on under its plain name.
    let mut vault = Vault::open(&two.ada, &person(1, "Ada"), None).unwrap();
    vault.ingest_bytes(b"fourth", "fourth.txt", "2031-01-06T12:00:00Z").unwrap();
    drop(vault);
    assert_eq!(state(&two.ada).0.len(), 4);
}

#[test]
fn a_log_that_was_cut_short_after_others_took_it_in_is_named() {
    let two = two();
    take_in(&two.ada, &person(1, "Ada"), &two.ben, "2031-01-03T00:00:00Z");
    let files: Vec<_> =
        fs::read_dir(two.ada.join("logs")).unwrap().map(|file| file.unwrap().path()).collect();
    let other = files.iter().find(|path| fs::read_to_string(path).unwrap().contains("from ben")).unwrap();
    let text = fs::read_to_string(other).unwrap();
    // Ben's log up to the line before his last decision: its signatures hold, and yet something is missing.
    let shorter: String =
        text.lines().take(text.lines().count() - 1).map(|line| format!("{line}\n")).collect();
    fs::write(other, shorter).unwrap();
    let report = verify(&two.ada, None);
    assert!(
        report.damages.iter().any(|damage| damage.message.contains("cut short or rewritten")),
        "{report:?}"
    );
}

#[test]
fn a_damaged_log_is_refused_whole_and_a_missing_object_is_told() {
    struct Bad(Vec<u8>);
    impl Offered for Bad {
        fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
            Ok(vec![("theirs.jsonl".to_owned(), self.0.clone())])
        }

        fn object(&self, _: &ItemId) -> io::Result<Option<Vec<u8>>> {
            Ok(None)
        }
    }
    let two = two();
    let bytes = View::open(&two.ben, None).unwrap().log_bytes().unwrap();
    let theirs =
        bytes.into_iter().find(|(_, bytes)| String::from_utf8_lossy(bytes).contains("from ben")).unwrap().1;
    let forged = String::from_utf8(theirs.clone()).unwrap().replace("B. Doe", "X. Doe").into_bytes();
    let mut vault = Vault::open(&two.ada, &person(1, "Ada"), None).unwrap();
    let before = vault.heads();
    let error = vault.take_in(&Bad(forged), "2031-01-03T00:00:00Z").unwrap_err().to_string();
    assert!(error.contains("theirs.jsonl, line 4: the signature does not hold"), "{error}");
    assert_eq!(vault.heads(), before);
    let empty = tempfile::tempdir().unwrap();
    let mut fresh =
        Vault::create_or_open(empty.path(), &person(3, "Cy"), None, "2031-01-03T00:00:00Z").unwrap();
    let taken = fresh.take_in(&Bad(theirs), "2031-01-03T00:00:00Z").unwrap();
    assert_eq!(taken.missing, [ItemId::of(b"letter")]);
    let report = verify(empty.path(), None);
    assert!(
        report.damages.iter().any(|damage| damage.message.contains("missing from the vault")),
        "{report:?}"
    );
}
