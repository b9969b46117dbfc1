//! Checking a vault: every object hashed again, every log against its own lines and signatures.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::ItemId;
use crate::at_rest::{AtRest, CaseKey};
use crate::history::{Entry, History};
use crate::line::Record;
use crate::log::{Log, LogHead};
use crate::store::{Store, digest_of};
use crate::view::{at_rest, is_former, log_files, log_plain, logs_of};

/// What a check of a vault found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Entries that stand, in all logs.
    pub entries: usize,
    /// Items whose bytes are those that were received.
    pub items: usize,
    /// Bytes of all objects that were hashed.
    pub bytes: u64,
    /// How far each log reaches.
    pub heads: Vec<LogHead>,
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
pub fn verify(dir: &Path, key: Option<&CaseKey>) -> VerifyReport {
    let mut report = VerifyReport::default();
    if !logs_of(dir).is_dir() {
        let message = if is_former(dir) {
            "is a vault of format 1, which this version does not read"
        } else {
            "there is no vault: no folder `logs`"
        };
        report.damage(dir.display().to_string(), message);
        return report;
    }
    let at_rest = match at_rest(dir, key) {
        Ok(at_rest) => at_rest,
        Err(_) => {
            report.damage(
                dir.display().to_string(),
                "the case is locked; nothing can be checked without its key",
            );
            return report;
        }
    };
    let logs = check_logs(dir, &at_rest, &mut report);
    let history = check_all(&logs, &mut report);
    let store = Store::new(dir, at_rest);
    let named = named(&history, &mut report);
    check_objects(&store, &history, &named, &mut report);
    check_strays(&store, &named, &mut report);
    report
}

/// What a check of logs without a vault around them found.
#[derive(Debug)]
pub struct LogsChecked {
    /// What was found so far; the objects are still to be held against it.
    pub report: VerifyReport,
    /// The logs, as far as they stand.
    pub logs: Vec<Log>,
    /// The objects that entries name, with how to call each.
    pub named: BTreeMap<ItemId, String>,
    /// Those of them that are items.
    pub items: BTreeSet<ItemId>,
    /// What was recorded, in order.
    pub entries: Vec<Entry>,
}

/// Checks logs given as bytes with the names of their files: what a bundle holds.
pub fn verify_logs(files: &[(String, Vec<u8>)]) -> LogsChecked {
    let mut report = VerifyReport::default();
    let logs: Vec<Log> =
        files.iter().filter_map(|(file, bytes)| check_log(file, bytes, &mut report)).collect();
    let history = check_all(&logs, &mut report);
    let named = named(&history, &mut report);
    let items = history.items().keys().copied().collect();
    LogsChecked { report, logs, named, items, entries: history.entries().to_vec() }
}

fn check_all(logs: &[Log], report: &mut VerifyReport) -> History {
    if logs.is_empty() && report.damages.is_empty() {
        report.damage("logs", "holds no log with an entry");
    }
    if logs.windows(2).any(|pair| matches!(pair, [one, next] if one.vault() != next.vault())) {
        report.notice("logs", "the logs were begun in different cases");
    }
    check_taken_in(logs, report);
    let history = History::of(logs);
    report.entries = history.entries().len();
    report.heads = logs.iter().map(Log::reach).collect();
    history
}

fn check_logs(dir: &Path, at_rest: &AtRest, report: &mut VerifyReport) -> Vec<Log> {
    let files = match log_files(dir, at_rest) {
        Ok(files) => files,
        Err(e) => {
            report.damage("logs", e.to_string());
            return Vec::new();
        }
    };
    let mut logs = Vec::new();
    for path in &files {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = format!("logs/{file}");
        let bytes = match log_plain(path, at_rest) {
            Ok((bytes, _)) => bytes,
            Err(e) => {
                report.damage(&place, e.to_string());
                continue;
            }
        };
        logs.extend(check_log(&file, &bytes, report));
    }
    logs
}

/// One log by itself. What stands before a damaged line is still checked against the objects.
fn check_log(file: &str, bytes: &[u8], report: &mut VerifyReport) -> Option<Log> {
    let place = format!("logs/{file}");
    let (log, tail, fault) = Log::parse_until_fault(bytes);
    if let Some((line, fault)) = fault {
        report.damage(format!("{place}, line {line}"), fault.to_string());
    } else if log.is_none() && !bytes.is_empty() {
        report.damage(format!("{place}, line 1"), "no line of the log is signed");
    } else if !tail.is_empty() && log.is_some() {
        let message = format!(
            "{} bytes after the last signed line: an earlier run was stopped while writing; they are set aside at the next opening",
            tail.len()
        );
        report.notice(&place, message);
    }
    let log = log?;
    if !file.starts_with(&log.id().to_string()) {
        report.damage(&place, format!("the log in it is {}, which its name does not say", log.id()));
    }
    if file.contains('~') {
        let who = log.reach().person;
        let message = format!(
            "a second history of the log {} ({}): the same key wrote in two places, or somebody rewrote one; both count",
            log.id(),
            if who.is_empty() { "nobody is named" } else { &who }
        );
        report.notice(&place, message);
    }
    check_times(&log, &place, report);
    Some(log)
}

/// A clock that went backwards is told: the order of the lines holds all the same.
fn check_times(log: &Log, place: &str, report: &mut VerifyReport) {
    for (number, pair) in log.lines().windows(2).enumerate() {
        if let [before, line] = pair
            && line.at < before.at
        {
            let message = format!(
                "is dated {}, before the line before it ({}): the clock of the device went backwards; the order of the lines holds",
                line.recorded_at, before.recorded_at
            );
            report.notice(format!("{place}, line {}", number + 2), message);
        }
    }
}

/// Lines of other logs that somebody said they knew must still be there.
fn check_taken_in(logs: &[Log], report: &mut VerifyReport) {
    let hashes: BTreeMap<_, BTreeSet<_>> = logs.iter().fold(BTreeMap::new(), |mut all, log| {
        all.entry(log.id()).or_insert_with(BTreeSet::new).extend(log.hashes());
        all
    });
    for log in logs {
        for line in log.lines() {
            let Record::LogsTakenIn { logs: seen } = &line.record else { continue };
            for seen in seen {
                let there = hashes.get(&seen.log).is_some_and(|lines| lines.contains(&seen.head));
                if !there {
                    let message = format!(
                        "the log {} had {} lines when {} took it in, and the last of them is not there now: it was cut short or rewritten",
                        seen.log,
                        seen.size,
                        log.id()
                    );
                    report.damage(format!("logs/{}.jsonl", seen.log), message);
                }
            }
        }
    }
}

/// The objects that entries name, with how to call each; items that no log received are told.
fn named(history: &History, report: &mut VerifyReport) -> BTreeMap<ItemId, String> {
    let mut named = BTreeMap::new();
    for entry in history.entries() {
        for (id, what) in entry.record.objects() {
            let name = history.items().get(&id).map_or_else(|| what.to_owned(), |item| item.name.clone());
            named.entry(id).or_insert(format!("{name} ({id})"));
        }
        let about = match &entry.record {
            Record::ItemKnownAgain { item, .. }
            | Record::ReceiptSaid { item, .. }
            | Record::TextTaken { item, .. }
            | Record::CopyMade { item, .. }
            | Record::ItemFound { parent: item, .. } => Some(item),
            _ => None,
        };
        if let Some(item) = about.filter(|item| !history.items().contains_key(item)) {
            report.damage(
                format!("logs/{}.jsonl, line {}", entry.log, entry.line),
                format!("speaks of the item {item}, which no log received"),
            );
        }
    }
    named
}

/// Hashes every object, on all processors.
fn check_objects(
    store: &Store,
    history: &History,
    named: &BTreeMap<ItemId, String>,
    report: &mut VerifyReport,
) {
    let all: Vec<(&ItemId, &String)> = named.iter().collect();
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, |n| n.get()).min(8);
    let mut found: Vec<(usize, io::Result<(ItemId, u64)>)> = thread::scope(|scope| {
        let hashing: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let mut found = Vec::new();
                    while let at = next.fetch_add(1, Ordering::Relaxed)
                        && let Some((id, _)) = all.get(at)
                    {
                        found.push((at, store.open(id).and_then(digest_of)));
                    }
                    found
                })
            })
            .collect();
        hashing.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    found.sort_by_key(|(at, _)| *at);
    for (at, result) in found {
        let Some((id, name)) = all.get(at) else { continue };
        let item = history.items().get(id);
        match result {
            Ok((digest, bytes)) if digest == **id => {
                report.items += usize::from(item.is_some());
                report.bytes += bytes;
            }
            Ok((digest, bytes)) => {
                let received = item.map_or(String::new(), |item| format!(", received were {}", item.bytes));
                let message = format!(
                    "its bytes are not those received: {bytes} bytes with the SHA-256 {digest}{received}"
                );
                report.damage(*name, message);
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                report.damage(*name, "its bytes are missing from the vault");
            }
            Err(e) => report.damage(*name, format!("its bytes cannot be read: {e}")),
        }
    }
}

/// Names what lies under `objects/` and is in no entry.
fn check_strays(store: &Store, named: &BTreeMap<ItemId, String>, report: &mut VerifyReport) {
    let expected: BTreeSet<_> = named.keys().map(|id| store.path(id)).collect();
    let mut strays = BTreeSet::new();
    let mut folders = vec![store.objects().to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            // A vault into which nothing was taken in has none.
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => {
                report.damage(folder.to_string_lossy(), format!("cannot be read: {e}"));
                continue;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_ok_and(|t| t.is_dir()) => folders.push(entry.path()),
                Ok(entry) if expected.contains(&entry.path()) => {}
                Ok(entry) => {
                    strays.insert(entry.path());
                }
                Err(e) => report.damage(folder.to_string_lossy(), format!("cannot be read: {e}")),
            }
        }
    }
    for path in strays {
        let message = "is in no entry of a log: left by an interrupted run, or put there by hand";
        report.notice(path.to_string_lossy(), message);
    }
}
