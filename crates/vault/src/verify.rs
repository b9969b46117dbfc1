//! Checking a vault: every object hashed again, every line of the journal against the one before.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::ItemId;
use crate::journal::Journal;
use crate::store::{Store, digest_of};
use crate::vault::journal_path;

/// What a check of a vault found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Lines of the journal that stand.
    pub entries: usize,
    /// Items whose bytes are those that were received.
    pub items: usize,
    /// SHA-256 of the last line that stands.
    pub head: Option<ItemId>,
    /// What is not as it was received. Empty in a sound vault.
    pub damages: Vec<Damage>,
    /// What is unusual and harms nothing, such as what an interrupted run left behind.
    pub notices: Vec<Damage>,
}

/// One thing found by a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// File below the vault, with the line where there is one, or the name of the item.
    pub place: String,
    /// What is wrong, in words.
    pub message: String,
}

impl VerifyReport {
    /// Nothing is damaged.
    pub fn is_sound(&self) -> bool {
        self.damages.is_empty()
    }

    fn damage(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.damages.push(Damage { place: place.into(), message: message.into() });
    }

    fn notice(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.notices.push(Damage { place: place.into(), message: message.into() });
    }
}

/// Checks the vault in `dir` without opening it for writing, so that a damaged one can be looked at too.
pub fn verify(dir: &Path) -> VerifyReport {
    let mut report = VerifyReport::default();
    let journal = check_journal(dir, &mut report);
    let store = Store::new(dir);
    for (id, item) in journal.items() {
        let place = format!("{} ({id})", item.name);
        match digest_of(&store.path(id)) {
            Ok((found, _)) if found == *id => report.items += 1,
            Ok((found, bytes)) => {
                let received = item.bytes;
                let message = format!(
                    "its bytes are not those received: {bytes} bytes with the SHA-256 {found}, received were {received}"
                );
                report.damage(place, message);
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                report.damage(place, "its bytes are missing from the vault");
            }
            Err(e) => report.damage(place, format!("its bytes cannot be read: {e}")),
        }
    }
    check_strays(&store, &journal, &mut report);
    report
}

fn check_journal(dir: &Path, report: &mut VerifyReport) -> Journal {
    let bytes = match fs::read(journal_path(dir)) {
        Ok(bytes) => bytes,
        Err(e) => {
            report.damage("journal.jsonl", format!("cannot be read: {e}"));
            return Journal::default();
        }
    };
    // What stands before a damaged line is still checked against the objects.
    let (journal, tail) = match Journal::parse(&bytes) {
        Ok(parsed) => parsed,
        Err((line, fault)) => {
            report.damage(format!("journal.jsonl, line {line}"), fault.to_string());
            let end =
                bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').nth(line.saturating_sub(2) as usize);
            let sound = end.map_or(0, |(at, _)| at.saturating_add(1));
            let before = if line < 2 { &[] } else { bytes.get(..sound).unwrap_or_default() };
            Journal::parse(before).unwrap_or_default()
        }
    };
    if !tail.is_empty() {
        let message = format!(
            "{} bytes after the last line: an earlier run was stopped while writing; they are set aside at the next opening",
            tail.len()
        );
        report.notice("journal.jsonl", message);
    }
    if journal.entries().is_empty() && report.damages.is_empty() {
        report.damage("journal.jsonl", "has no entry");
    }
    report.entries = journal.entries().len();
    report.head = journal.head();
    journal
}

/// Names what lies under `objects/` and is in no entry.
fn check_strays(store: &Store, journal: &Journal, report: &mut VerifyReport) {
    let mut strays = BTreeSet::new();
    let mut folders = vec![store.objects().to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                report.damage(folder.to_string_lossy(), format!("cannot be read: {e}"));
                continue;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_ok_and(|t| t.is_dir()) => folders.push(entry.path()),
                Ok(entry) => {
                    let path = entry.path();
                    let id = entry.file_name().to_string_lossy().parse::<ItemId>();
                    let known =
                        id.is_ok_and(|id| journal.items().contains_key(&id) && store.path(&id) == path);
                    if !known {
                        strays.insert(path);
                    }
                }
                Err(e) => report.damage(folder.to_string_lossy(), format!("cannot be read: {e}")),
            }
        }
    }
    for path in strays {
        let message = "is in no entry of the journal: left by an interrupted run, or put there by hand";
        report.notice(path.to_string_lossy(), message);
    }
}
