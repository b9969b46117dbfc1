//! The journal: what people did with the items, one hash-chained line each.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{JournalFault, VaultError};
use crate::{Item, ItemId};

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the line, from 1.
    pub number: u64,
    /// SHA-256 of the line before, without its line feed; zeros on the first line.
    pub previous: ItemId,
    /// When it was recorded (RFC 3339), as the caller said.
    pub recorded_at: String,
    /// What was done.
    #[serde(flatten)]
    pub record: Record,
}

/// What an entry records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Record {
    /// The first entry of every journal.
    CaseOpened {
        /// Version of the format of the vault: 1.
        format: u32,
    },
    /// Bytes that the vault did not have.
    ItemReceived {
        /// SHA-256 of the bytes.
        item: ItemId,
        /// Path below the source.
        name: String,
        /// Size in bytes.
        bytes: u64,
    },
    /// Bytes that the vault has, under a name that it did not know for them.
    ItemKnownAgain {
        /// SHA-256 of the bytes.
        item: ItemId,
        /// The further name.
        name: String,
    },
    /// A file or folder that was there and could not be read.
    SourceUnreadable {
        /// Path below the source.
        name: String,
        /// Why, in words.
        reason: String,
    },
    /// What a person, or the program for a person, decided.
    Decision {
        /// What was decided; the vault does not look inside.
        decision: serde_json::Value,
    },
}

/// A last line that was cut off in the middle of writing. Nothing in it had been accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Number the line would have had.
    pub line: u64,
    /// File that keeps its bytes, beside the journal.
    pub path: PathBuf,
    /// How many bytes it had.
    pub bytes: u64,
}

/// The entries of a journal, checked against each other.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: Vec<Entry>,
    items: BTreeMap<ItemId, Item>,
    head: Option<ItemId>,
}

/// Format of the vault that this program writes.
const FORMAT: u32 = 1;

impl Journal {
    /// Reads the lines of a journal. The bytes after the last line feed come back beside it: a line cut off.
    ///
    /// # Errors
    /// The number of the first line that cannot stand where it stands, and what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<(Self, &[u8]), (u64, JournalFault)> {
        let mut journal = Self::default();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|&b| b == b'\n') {
            let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            let number = journal.next_number();
            journal.accept(line).map_err(|fault| (number, fault))?;
            rest = after.split_first().map_or(&[], |(_, after)| after);
        }
        Ok((journal, rest))
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// SHA-256 of the last line: whoever notes it down can tell later that nothing before it was changed.
    pub fn head(&self) -> Option<ItemId> {
        self.head
    }

    /// The items received, by id.
    pub(crate) fn items(&self) -> &BTreeMap<ItemId, Item> {
        &self.items
    }

    fn next_number(&self) -> u64 {
        self.entries.last().map_or(1, |entry| entry.number.saturating_add(1))
    }

    /// What stands in `line`, where it can follow the entries so far.
    fn check(&self, line: &[u8]) -> Result<Entry, JournalFault> {
        let entry: Entry =
            serde_json::from_slice(line).map_err(|e| JournalFault::NotAnEntry(e.to_string()))?;
        if entry.number != self.next_number() {
            return Err(JournalFault::WrongNumber(entry.number));
        }
        let expected = self.previous();
        if entry.previous != expected {
            return Err(JournalFault::BrokenChain { expected, named: entry.previous });
        }
        if entry.recorded_at.parse::<jiff::Timestamp>().is_err() {
            return Err(JournalFault::NotATime(entry.recorded_at));
        }
        let opens = matches!(entry.record, Record::CaseOpened { .. });
        if opens != self.entries.is_empty() {
            return Err(JournalFault::Opening);
        }
        match &entry.record {
            Record::CaseOpened { format } if *format != FORMAT => Err(JournalFault::UnknownFormat(*format)),
            Record::ItemReceived { item, .. } if self.items.contains_key(item) => {
                Err(JournalFault::ReceivedTwice(*item))
            }
            Record::ItemKnownAgain { item, .. } if !self.items.contains_key(item) => {
                Err(JournalFault::NeverReceived(*item))
            }
            _ => Ok(entry),
        }
    }

    fn accept(&mut self, line: &[u8]) -> Result<(), JournalFault> {
        let entry = self.check(line)?;
        match &entry.record {
            Record::ItemReceived { item, name, bytes } => {
                let received = Item { id: *item, name: name.clone(), also: Vec::new(), bytes: *bytes };
                self.items.insert(*item, received);
            }
            Record::ItemKnownAgain { item, name } => {
                if let Some(known) = self.items.get_mut(item) {
                    known.also.push(name.clone());
                }
            }
            Record::CaseOpened { .. } | Record::SourceUnreadable { .. } | Record::Decision { .. } => {}
        }
        self.head = Some(ItemId::from_digest(Sha256::digest(line).into()));
        self.entries.push(entry);
        Ok(())
    }

    fn previous(&self) -> ItemId {
        self.head.unwrap_or(ItemId::from_digest([0; 32]))
    }
}

/// Keeps the bytes of a line cut off, in a file of its own beside the journal.
fn set_aside(journal: &Path, line: u64, tail: &[u8]) -> Result<SetAside, VaultError> {
    let digest = ItemId::from_digest(Sha256::digest(tail).into()).to_string();
    let short: String = digest.chars().take(16).collect();
    let path = journal.with_file_name(format!("journal-cut-{line}-{short}"));
    let what = "the cut-off last line of the journal";
    let failed = |e| VaultError::writing(what, "cannot write", &path, e);
    let mut file = File::create(&path).map_err(failed)?;
    file.write_all(tail).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(SetAside { line, path: path.clone(), bytes: tail.len() as u64 })
}

/// The journal of an open vault, and the file it stands in.
#[derive(Debug)]
pub(crate) struct JournalFile {
    path: PathBuf,
    file: File,
    /// Length of the lines accepted; a failed write is cut back to it.
    length: u64,
    closed: bool,
    journal: Journal,
}

impl JournalFile {
    /// Opens the journal and sets a cut-off last line aside.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<SetAside>), VaultError> {
        let failed = |doing, e| VaultError::reading(doing, path, e);
        let mut file =
            OpenOptions::new().read(true).write(true).open(path).map_err(|e| failed("cannot open", e))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| failed("cannot read", e))?;
        let (journal, tail) = Journal::parse(&bytes).map_err(|(line, fault)| VaultError::Journal {
            path: path.to_owned(),
            line,
            fault,
        })?;
        let length = (bytes.len() - tail.len()) as u64;
        let set_aside = if tail.is_empty() {
            None
        } else {
            let line = journal.next_number();
            let kept = set_aside(path, line, tail)?;
            file.set_len(length).map_err(|e| failed("cannot shorten", e))?;
            file.sync_all().map_err(|e| failed("cannot save", e))?;
            Some(kept)
        };
        file.seek(SeekFrom::Start(length)).map_err(|e| failed("cannot read", e))?;
        Ok((Self { path: path.to_owned(), file, length, closed: false, journal }, set_aside))
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Adds an entry; it is on the disk when this returns. `what` names it where the disk is full.
    pub(crate) fn append(&mut self, record: Record, recorded_at: &str, what: &str) -> Result<(), VaultError> {
        if self.closed {
            return Err(VaultError::Closed);
        }
        let entry = Entry {
            number: self.journal.next_number(),
            previous: self.journal.previous(),
            recorded_at: recorded_at.to_owned(),
            record,
        };
        let mut line = serde_json::to_vec(&entry)
            .map_err(|e| VaultError::NotRecordable(JournalFault::NotAnEntry(e.to_string())))?;
        // A line that cannot be read back would close the vault for ever.
        self.journal.check(&line).map_err(VaultError::NotRecordable)?;
        line.push(b'\n');
        if let Err(e) = self.file.write_all(&line).and_then(|()| self.file.sync_data()) {
            let undone =
                self.file.set_len(self.length).and_then(|()| self.file.seek(SeekFrom::Start(self.length)));
            self.closed = undone.is_err();
            return Err(VaultError::writing(what, "cannot write", &self.path, e));
        }
        self.length = self.length.saturating_add(line.len() as u64);
        line.pop();
        self.journal.accept(&line).map_err(VaultError::NotRecordable)
    }
}
