//! All logs of a vault together: one order of what was done, the same whoever puts it together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::line::Record;
use crate::log::{Log, LogLine};
use crate::{Item, ItemId, LineHash, LogId};

/// One thing that was done, wherever it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place among the entries of all logs, from 1. Entries that only say that logs were taken in have the number
    /// of the entry before them. It can change when a further log is taken in; `id` cannot.
    pub number: u64,
    /// Hash of its line.
    pub id: LineHash,
    /// The log in which it stands.
    pub log: LogId,
    /// Number of its line there, from 1.
    pub line: u64,
    /// When it was recorded, as the device said (RFC 3339).
    pub recorded_at: String,
    /// What was done.
    pub record: Record,
}

/// The entries of all logs in order, and what they come to.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    entries: Vec<Entry>,
    items: BTreeMap<ItemId, Item>,
    /// Of each item, the texts that were taken from it: by which log, with which tool, which object.
    texts: BTreeMap<ItemId, Vec<(LogId, String, ItemId)>>,
    latest: Option<Timestamp>,
}

impl History {
    /// Puts logs in order. A line has the time that its device said, or that of the line before where the clock went
    /// backwards; a line that takes in other logs comes after all of them that it knew. Equal times are ordered by the
    /// name of the log.
    pub(crate) fn of(logs: &[Log]) -> Self {
        let mut history = Self::default();
        let mut heads: Vec<Head<'_>> = logs.iter().map(Head::new).collect();
        let known: BTreeSet<LogId> = logs.iter().map(Log::id).collect();
        let mut reached: BTreeMap<LineHash, Timestamp> = BTreeMap::new();
        loop {
            let ready: Vec<usize> = (0..heads.len())
                .filter(|at| heads.get(*at).is_some_and(|head| head.is_ready(&reached, &known)))
                .collect();
            // Only a log that is not all here, or a forged one, makes all wait.
            let open: Vec<usize> = if ready.is_empty() { (0..heads.len()).collect() } else { ready };
            let next = open
                .into_iter()
                .filter_map(|at| Some((heads.get(at)?.key(&reached)?, at)))
                .min_by(|(a, _), (b, _)| a.cmp(b));
            let Some((key, at)) = next else { break };
            let Some(head) = heads.get_mut(at) else { break };
            let Some((number, line)) = head.take(key.0) else { break };
            // Two histories of one log share their beginning.
            if reached.insert(line.hash, key.0).is_none() {
                history.add(head.log.id(), number, line, key.0);
            }
        }
        history
    }

    /// Adds a line that was written knowing all the others.
    pub(crate) fn push(&mut self, log: LogId, number: u64, line: &LogLine) {
        let at = self.latest.map_or(line.at, |latest| latest.max(line.at));
        self.add(log, number, line, at);
    }

    fn add(&mut self, log: LogId, line_number: u64, line: &LogLine, at: Timestamp) {
        self.latest = Some(at);
        match &line.record {
            Record::ItemReceived { item, name, bytes, .. } => self.received(*item, name, *bytes, None),
            Record::ItemFound { item, name, bytes, parent, .. } => {
                self.received(*item, name, *bytes, Some(*parent));
            }
            Record::ItemKnownAgain { item, name, .. } => {
                if let Some(known) = self.items.get_mut(item) {
                    also(known, name);
                }
            }
            Record::TextTaken { item, text, tool, .. } => {
                self.texts.entry(*item).or_default().push((log, tool.clone(), *text));
            }
            _ => {}
        }
        let before = self.entries.last().map_or(0, |entry| entry.number);
        let counts = !matches!(line.record, Record::LogsTakenIn { .. });
        self.entries.push(Entry {
            number: before + u64::from(counts),
            id: line.hash,
            log,
            line: line_number,
            recorded_at: line.recorded_at.clone(),
            record: line.record.clone(),
        });
    }

    fn received(&mut self, id: ItemId, name: &str, bytes: u64, parent: Option<ItemId>) {
        match self.items.get_mut(&id) {
            Some(known) => also(known, name),
            None => {
                let item = Item { id, name: name.to_owned(), also: Vec::new(), bytes, parent };
                self.items.insert(id, item);
            }
        }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn texts(&self, item: &ItemId) -> &[(LogId, String, ItemId)] {
        self.texts.get(item).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn items(&self) -> &BTreeMap<ItemId, Item> {
        &self.items
    }
}

fn also(item: &mut Item, name: &str) {
    if item.name != name && !item.also.iter().any(|also| also == name) {
        item.also.push(name.to_owned());
    }
}

/// Where the ordering stands in one log.
struct Head<'a> {
    log: &'a Log,
    next: usize,
    /// Time of the line before.
    at: Option<Timestamp>,
}

impl<'a> Head<'a> {
    fn new(log: &'a Log) -> Self {
        Self { log, next: 0, at: None }
    }

    fn line(&self) -> Option<&'a LogLine> {
        self.log.lines().get(self.next)
    }

    /// All that the next line says it knew has its place.
    fn is_ready(&self, reached: &BTreeMap<LineHash, Timestamp>, known: &BTreeSet<LogId>) -> bool {
        let Some(line) = self.line() else { return false };
        let Record::LogsTakenIn { logs } = &line.record else { return true };
        logs.iter().filter(|seen| known.contains(&seen.log)).all(|seen| reached.contains_key(&seen.head))
    }

    /// By what the next line is ordered.
    fn key(&self, reached: &BTreeMap<LineHash, Timestamp>) -> Option<(Timestamp, LogId, u64, LineHash)> {
        let line = self.line()?;
        let mut at = self.at.map_or(line.at, |before| before.max(line.at));
        if let Record::LogsTakenIn { logs } = &line.record {
            for last in logs.iter().filter_map(|seen| reached.get(&seen.head)) {
                at = at.max(last.checked_add(SignedDuration::from_nanos(1)).unwrap_or(*last));
            }
        }
        Some((at, self.log.id(), self.next as u64, line.hash))
    }

    fn take(&mut self, at: Timestamp) -> Option<(u64, &'a LogLine)> {
        let line = self.line()?;
        self.next += 1;
        self.at = Some(at);
        Some((self.next as u64, line))
    }
}
