//! One log: what one person recorded on one device, each line chained to the one before, the last line of every commit
//! signed.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::error::JournalFault;
use crate::line::{FORMAT, Line, Parsed, Record};
use crate::signer::Signer;
use crate::{ItemId, LineHash, LogId, PublicKey, VaultId};

/// A log whose lines have been checked against each other and against their signatures.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    id: LogId,
    vault: VaultId,
    key: PublicKey,
    person: String,
    device: String,
    lines: Vec<LogLine>,
    /// Items that this log received, each once.
    received: BTreeSet<ItemId>,
}

/// A line that stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LogLine {
    pub(crate) hash: LineHash,
    pub(crate) recorded_at: String,
    pub(crate) at: Timestamp,
    pub(crate) record: Record,
}

/// How far a log reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// The log.
    pub log: LogId,
    /// Who writes it, as that person says; may be empty.
    pub person: String,
    /// On which device; may be empty.
    pub device: String,
    /// The key that signs it.
    pub key: PublicKey,
    /// Number of its lines.
    pub size: u64,
    /// Hash of the last of them.
    pub head: LineHash,
}

/// Bytes of a log taken apart: the log, and where its last signed line ends.
#[derive(Debug)]
pub struct ReadLog<'a> {
    /// The lines that stand.
    pub log: Log,
    /// What follows the last signed line: a commit that was cut off while it was written.
    pub tail: &'a [u8],
}

impl Log {
    /// Reads the lines of a log.
    ///
    /// # Errors
    /// The number of the first line that cannot stand where it stands, and what is wrong with it. Lines after the last
    /// signed one are no fault: nobody was told that they were recorded.
    pub fn parse(bytes: &[u8]) -> Result<ReadLog<'_>, (u64, JournalFault)> {
        match Self::parse_until_fault(bytes) {
            (Some(log), tail, None) => Ok(ReadLog { log, tail }),
            (None, _, None) => Err((1, JournalFault::Opening)),
            (_, _, Some(fault)) => Err(fault),
        }
    }

    /// The lines that stand before the first fault, what follows the last signed of them, and the fault.
    pub(crate) fn parse_until_fault(bytes: &[u8]) -> (Option<Self>, &[u8], Option<(u64, JournalFault)>) {
        let mut log: Option<Self> = None;
        let (mut rest, mut tail) = (bytes, bytes);
        let mut pending: Vec<Parsed> = Vec::new();
        while let Some(end) = rest.iter().position(|&b| b == b'\n') {
            let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            rest = after.split_first().map_or(&[], |(_, after)| after);
            let size = log.as_ref().map_or(0, Self::size);
            let number = size + pending.len() as u64 + 1;
            let parsed = match Parsed::of(line) {
                Ok(parsed) => parsed,
                Err(fault) => return (log, tail, Some((number, fault))),
            };
            let signed = parsed.is_signed();
            pending.push(parsed);
            if signed {
                let commit = std::mem::take(&mut pending);
                let result = match &mut log {
                    Some(log) => log.accept(commit),
                    None => Self::open(commit).map(|opened| log = Some(opened)),
                };
                if let Err(fault) = result {
                    return (log, tail, Some(fault));
                }
                tail = rest;
            }
        }
        // A line that does not follow is a fault even where nothing signed comes after it.
        let mut previous = log.as_ref().map_or(LineHash::NONE, Self::head);
        let mut number = log.as_ref().map_or(0, Self::size);
        for parsed in &pending {
            number += 1;
            if let Err(fault) = follows(&parsed.line, number, previous) {
                return (log, tail, Some((number, fault)));
            }
            previous = parsed.hash;
        }
        (log, tail, None)
    }

    /// A log that begins with these lines.
    pub(crate) fn open(commit: Vec<Parsed>) -> Result<Self, (u64, JournalFault)> {
        let first = commit.first().map(|parsed| &parsed.line.record);
        let Some(Record::LogOpened { format, vault, key, person, device }) = first else {
            return Err((1, JournalFault::Opening));
        };
        if *format != FORMAT {
            return Err((1, JournalFault::UnknownFormat(*format)));
        }
        let mut log = Self {
            id: LogId::of(vault, key),
            vault: *vault,
            key: *key,
            person: person.clone(),
            device: device.clone(),
            lines: Vec::new(),
            received: BTreeSet::new(),
        };
        log.accept(commit)?;
        Ok(log)
    }

    /// Adds lines, of which the last is signed: all of them, or where one cannot stand, none.
    pub(crate) fn accept(&mut self, commit: Vec<Parsed>) -> Result<(), (u64, JournalFault)> {
        let before = self.lines.len();
        for parsed in commit {
            let number = self.size() + 1;
            if let Err(fault) = self.check(&parsed, number) {
                self.cut_back(before);
                return Err((number, fault));
            }
            match &parsed.line.record {
                Record::ItemReceived { item, .. } => {
                    self.received.insert(*item);
                }
                Record::WriterNamed { person, device } => {
                    self.person.clone_from(person);
                    self.device.clone_from(device);
                }
                _ => {}
            }
            let Line { recorded_at, record, .. } = parsed.line;
            let at = recorded_at.parse().unwrap_or(Timestamp::UNIX_EPOCH);
            self.lines.push(LogLine { hash: parsed.hash, recorded_at, at, record });
        }
        Ok(())
    }

    fn check(&self, parsed: &Parsed, number: u64) -> Result<(), JournalFault> {
        follows(&parsed.line, number, self.head())?;
        if matches!(parsed.line.record, Record::LogOpened { .. }) != self.lines.is_empty() {
            return Err(JournalFault::Opening);
        }
        if let Record::ItemReceived { item, .. } = &parsed.line.record
            && self.received.contains(item)
        {
            return Err(JournalFault::ReceivedTwice(*item));
        }
        parsed.check_signature(&self.key)
    }

    /// Takes back what was accepted after the first `size` lines and could not be written.
    pub(crate) fn cut_back_to(&mut self, size: u64) {
        self.cut_back(usize::try_from(size).unwrap_or(usize::MAX));
    }

    fn cut_back(&mut self, length: usize) {
        for line in self.lines.drain(length.min(self.lines.len())..) {
            if let Record::ItemReceived { item, .. } = line.record {
                self.received.remove(&item);
            }
        }
    }

    /// The lines that record `records`, the last of them signed.
    pub(crate) fn compose(
        before: Option<&Self>,
        records: Vec<Record>,
        recorded_at: &str,
        signer: &Signer,
    ) -> Result<Vec<Vec<u8>>, JournalFault> {
        let first = before.map_or(0, Self::size) + 1;
        let mut previous = before.map_or(LineHash::NONE, Self::head);
        let last = records.len();
        let mut lines = Vec::with_capacity(last);
        for (number, (at, record)) in (first..).zip(records.into_iter().enumerate()) {
            let line = Line { number, previous, recorded_at: recorded_at.to_owned(), record };
            let bytes = line.to_bytes((at + 1 == last).then_some(signer))?;
            previous = LineHash::of(&bytes);
            lines.push(bytes);
        }
        Ok(lines)
    }

    /// Its name.
    pub fn id(&self) -> LogId {
        self.id
    }

    /// The vault that it belongs to.
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// The key that signs it.
    pub fn key(&self) -> PublicKey {
        self.key
    }

    /// Number of its lines.
    pub fn size(&self) -> u64 {
        self.lines.len() as u64
    }

    /// Hash of its last line: whoever notes it down can tell later that nothing before it was changed.
    pub fn head(&self) -> LineHash {
        self.lines.last().map_or(LineHash::NONE, |line| line.hash)
    }

    /// How far it reaches.
    pub fn reach(&self) -> LogHead {
        LogHead {
            log: self.id,
            person: self.person.clone(),
            device: self.device.clone(),
            key: self.key,
            size: self.size(),
            head: self.head(),
        }
    }

    pub(crate) fn lines(&self) -> &[LogLine] {
        &self.lines
    }

    /// The hashes of its lines, oldest first.
    pub fn hashes(&self) -> impl Iterator<Item = LineHash> + '_ {
        self.lines.iter().map(|line| line.hash)
    }

    /// The number, from 1, and the hash of each line that receives or finds an item.
    pub fn receipts(&self) -> impl Iterator<Item = (u64, LineHash, ItemId)> + '_ {
        (1..).zip(&self.lines).filter_map(|(number, line)| match &line.record {
            Record::ItemReceived { item, .. } | Record::ItemFound { item, .. } => {
                Some((number, line.hash, *item))
            }
            _ => None,
        })
    }

    /// Every line of this log stands in `other` too.
    pub(crate) fn begins(&self, other: &Self) -> bool {
        self.id == other.id
            && self.size() <= other.size()
            && self.lines.len().checked_sub(1).is_none_or(|last| {
                other.lines.get(last).map(|line| line.hash) == self.lines.last().map(|line| line.hash)
            })
    }
}

fn follows(line: &Line, number: u64, previous: LineHash) -> Result<(), JournalFault> {
    if line.number != number {
        return Err(JournalFault::WrongNumber(line.number));
    }
    if line.previous != previous {
        return Err(JournalFault::BrokenChain { expected: previous, named: line.previous });
    }
    Ok(())
}
