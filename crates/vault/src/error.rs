//! What can go wrong with a vault, in words for a person.

use std::io;
use std::path::{Path, PathBuf};

use crate::{ItemId, LineHash};

/// A vault could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no vault in this folder.
    #[error("{} holds no vault: there is no folder `logs` in it", .0.display())]
    NoVault(PathBuf),
    /// A vault of a form that was given up before the first release.
    #[error(
        "{} holds a vault of format 1, which this version no longer reads; its files are unharmed under `objects`: take \
         the original files in anew, into another folder",
        .0.display()
    )]
    FormerFormat(PathBuf),
    /// The case is locked, and no key was given.
    #[error("{} is locked; `remand unlock {}` opens it with its passphrase or key", .0.display(), .0.display())]
    Locked(PathBuf),
    /// A key or passphrase that does not fit.
    #[error("wrong key or passphrase: {0}")]
    WrongKey(String),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers, without which no key can be made: {0}")]
    NoChance(String),
    /// Another program has the vault open.
    #[error(
        "{} is in use by another program that writes to it; wait until it has finished, or close it",
        .0.display()
    )]
    InUse(PathBuf),
    /// The disk has no room for what was being stored. Nothing of it is in the vault.
    #[error("the disk is full: no room for {what} ({}); free some space and add it again", .path.display())]
    DiskFull {
        /// What was being stored, in words.
        what: String,
        /// Where it was being written.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{doing} {}: {source}", .path.display())]
    Io {
        /// What was being done, such as `cannot read`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The source is a folder, pipe or device.
    #[error("{} is not a file", .0.display())]
    NotAFile(PathBuf),
    /// A log holds a line that cannot stand where it stands.
    #[error("{}, line {line}: {fault}", .path.display())]
    Log {
        /// The log.
        path: PathBuf,
        /// Line number, from 1.
        line: u64,
        /// What is wrong with the line.
        fault: JournalFault,
    },
    /// A file of the vault is not what its place says.
    #[error("{}: {why}", .path.display())]
    Misplaced {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// An earlier write failed and could not be undone; the journal must be opened again first.
    #[error("the journal is closed after a failed write; open the vault again")]
    Closed,
    /// What was to be recorded cannot stand in the journal.
    #[error("cannot be recorded: {0}")]
    NotRecordable(JournalFault),
    /// No item has this id.
    #[error("the vault has no item {0}")]
    NoSuchItem(ItemId),
    /// The bytes stored under an id do not have that SHA-256.
    #[error(
        "object {id} is damaged: the stored bytes have the SHA-256 {found}; delete {} and add the file again",
        .path.display()
    )]
    DamagedItem {
        /// The item.
        id: ItemId,
        /// SHA-256 of what is stored.
        found: ItemId,
        /// Where it is stored.
        path: PathBuf,
    },
}

/// What is wrong with a line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// The line is not a JSON object of the form the journal has.
    #[error("not a journal entry: {0}")]
    NotAnEntry(String),
    /// `number` is not the number of the line.
    #[error("the entry says it is number {0}")]
    WrongNumber(u64),
    /// `previous` is not the hash of the line before.
    #[error("does not follow the line before: that line has the SHA-256 {expected}, the entry names {named}")]
    BrokenChain {
        /// Hash of the line before, or zeros on the first line.
        expected: LineHash,
        /// What the entry names.
        named: LineHash,
    },
    /// The signature of a line does not hold.
    #[error("the signature does not hold: {0}")]
    BadSignature(String),
    /// `recorded_at` is not a point in time.
    #[error("`{0}` is not a time in the form 2024-03-05T14:30:00Z")]
    NotATime(String),
    /// The vault was made by a program that knows more.
    #[error("format {0} of the vault is not known to this program")]
    UnknownFormat(u32),
    /// The first entry is not `log_opened`, or a later one is.
    #[error("the first entry, and only the first, opens the log")]
    Opening,
    /// An item is received a second time.
    #[error("item {0} was received before")]
    ReceivedTwice(ItemId),
}

impl VaultError {
    /// An error of the system while `doing` something with `path`; `what` names what was being stored.
    pub(crate) fn writing(
        what: impl Into<String>,
        doing: &'static str,
        path: &Path,
        source: io::Error,
    ) -> Self {
        if matches!(source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            return Self::DiskFull { what: what.into(), path: path.to_owned() };
        }
        Self::Io { doing, path: path.to_owned(), source }
    }

    /// An error of the system while `doing` something with `path` that stores nothing.
    pub(crate) fn reading(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), source }
    }
}
