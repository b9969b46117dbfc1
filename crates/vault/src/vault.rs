//! An open vault: items go in, and come out as they went in.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{JournalFault, VaultError};
use crate::journal::{Entry, JournalFile, Record, SetAside};
use crate::store::{Store, create_private, sync_folder};
use crate::verify::{VerifyReport, verify};
use crate::{Item, ItemId};

/// A folder with items and their journal, open for writing by this program alone.
#[derive(Debug)]
pub struct Vault {
    dir: PathBuf,
    store: Store,
    journal: JournalFile,
    set_aside: Option<SetAside>,
    /// Held until the vault is dropped; the system frees it when the program ends in any way.
    _lock: File,
}

/// What became of a file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: ItemId,
    /// Size in bytes.
    pub bytes: u64,
    /// Whether the vault had it before.
    pub known: Known,
}

/// Whether the vault had some bytes before they were taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It had not.
    New,
    /// It had, under another name; the new name is recorded.
    OtherName,
    /// It had, under this name; nothing is recorded.
    SameName,
}

impl Vault {
    /// Opens the vault in `dir`.
    ///
    /// # Errors
    /// There is none, another program writes to it, or its journal is damaged.
    pub fn open(dir: &Path) -> Result<Self, VaultError> {
        if !journal_path(dir).exists() {
            return Err(VaultError::NoVault(dir.to_owned()));
        }
        Self::open_locked(dir, lock(dir)?)
    }

    /// Opens the vault in `dir`, which is made where there is none. `recorded_at` (RFC 3339) goes into its first
    /// entry.
    ///
    /// # Errors
    /// As [`Vault::open`]; or the folder cannot be made.
    pub fn create_or_open(dir: &Path, recorded_at: &str) -> Result<Self, VaultError> {
        check_time(recorded_at)?;
        create_private(dir).map_err(|e| VaultError::writing("a new vault", "cannot create", dir, e))?;
        let lock = lock(dir)?;
        let path = journal_path(dir);
        if !path.exists() {
            File::create(&path)
                .and_then(|_| sync_folder(dir))
                .map_err(|e| VaultError::writing("a new journal", "cannot create", &path, e))?;
        }
        let mut vault = Self::open_locked(dir, lock)?;
        // Also where an earlier run was stopped between making the file and its first line.
        if vault.entries().is_empty() {
            vault.journal.append(Record::CaseOpened { format: 1 }, recorded_at, "the first entry")?;
        }
        Ok(vault)
    }

    fn open_locked(dir: &Path, lock: File) -> Result<Self, VaultError> {
        let store = Store::new(dir);
        store.prepare()?;
        let (journal, set_aside) = JournalFile::open(&journal_path(dir))?;
        Ok(Self { dir: dir.to_owned(), store, journal, set_aside, _lock: lock })
    }

    /// The last line of the journal, where opening found it cut off: an earlier run was stopped while writing it.
    pub fn set_aside(&self) -> Option<&SetAside> {
        self.set_aside.as_ref()
    }

    /// Takes in the file at `path` under `name`. When this returns, bytes and entry are on the disk.
    ///
    /// # Errors
    /// The file cannot be read, the disk is full, or `recorded_at` is not RFC 3339; the vault is then as before.
    pub fn ingest(&mut self, path: &Path, name: &str, recorded_at: &str) -> Result<Received, VaultError> {
        check_time(recorded_at)?;
        let failed = |e| VaultError::reading("cannot read", path, e);
        // Opening a pipe would wait for a writer.
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(VaultError::NotAFile(path.to_owned()));
        }
        let file = File::open(path).map_err(failed)?;
        let (id, bytes) = self.store.put(file, path, name)?;
        self.receive(id, bytes, name, recorded_at)
    }

    /// Takes in bytes under `name`, as [`Vault::ingest`] does.
    ///
    /// # Errors
    /// As [`Vault::ingest`].
    pub fn ingest_bytes(
        &mut self,
        bytes: &[u8],
        name: &str,
        recorded_at: &str,
    ) -> Result<Received, VaultError> {
        check_time(recorded_at)?;
        let (id, bytes) = self.store.put(bytes, Path::new(name), name)?;
        self.receive(id, bytes, name, recorded_at)
    }

    fn receive(
        &mut self,
        id: ItemId,
        bytes: u64,
        name: &str,
        recorded_at: &str,
    ) -> Result<Received, VaultError> {
        let known = match self.item(&id) {
            None => Known::New,
            Some(item) if item.name == name || item.also.iter().any(|also| also == name) => Known::SameName,
            Some(_) => Known::OtherName,
        };
        let name = name.to_owned();
        let what = name.clone();
        let record = match known {
            Known::New => Record::ItemReceived { item: id, name, bytes },
            Known::OtherName => Record::ItemKnownAgain { item: id, name },
            Known::SameName => return Ok(Received { id, bytes, known }),
        };
        self.journal.append(record, recorded_at, &what)?;
        Ok(Received { id, bytes, known })
    }

    /// Records that something was there and could not be read. Said once for the same name and reason.
    ///
    /// # Errors
    /// The journal cannot be written, or `recorded_at` is not RFC 3339.
    pub fn record_unreadable(
        &mut self,
        name: &str,
        reason: &str,
        recorded_at: &str,
    ) -> Result<(), VaultError> {
        let record = Record::SourceUnreadable { name: name.to_owned(), reason: reason.to_owned() };
        if self.entries().iter().any(|entry| entry.record == record) {
            return Ok(());
        }
        self.journal.append(record, recorded_at, name)
    }

    /// Records a decision. The vault does not look inside.
    ///
    /// # Errors
    /// The journal cannot be written, `recorded_at` is not RFC 3339, or the value is nested too deep to be read back.
    pub fn record_decision(
        &mut self,
        decision: serde_json::Value,
        recorded_at: &str,
    ) -> Result<(), VaultError> {
        self.journal.append(Record::Decision { decision }, recorded_at, "a decision")
    }

    /// The items, sorted by name.
    pub fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.journal.journal().items().values().cloned().collect();
        items.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        items
    }

    /// The item with this id.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.journal.journal().items().get(id)
    }

    /// The bytes of an item, checked against its id.
    ///
    /// # Errors
    /// There is no such item, its bytes cannot be read, or they are not those that were received.
    pub fn read(&self, id: &ItemId) -> Result<Vec<u8>, VaultError> {
        if self.item(id).is_none() {
            return Err(VaultError::NoSuchItem(*id));
        }
        let path = self.path(id);
        let bytes = fs::read(&path).map_err(|e| VaultError::reading("cannot read", &path, e))?;
        let found = ItemId::from_digest(Sha256::digest(&bytes).into());
        if found != *id {
            return Err(VaultError::DamagedItem { id: *id, found, path });
        }
        Ok(bytes)
    }

    /// Where the bytes of an item lie.
    pub fn path(&self, id: &ItemId) -> PathBuf {
        self.store.path(id)
    }

    /// The entries of the journal, oldest first.
    pub fn entries(&self) -> &[Entry] {
        self.journal.journal().entries()
    }

    /// SHA-256 of the last line of the journal: noted down elsewhere, it shows later that nothing was changed.
    pub fn head(&self) -> Option<ItemId> {
        self.journal.journal().head()
    }

    /// Hashes every object again and checks the chain.
    pub fn verify(&self) -> VerifyReport {
        verify(&self.dir)
    }
}

pub(crate) fn journal_path(dir: &Path) -> PathBuf {
    dir.join("journal.jsonl")
}

fn check_time(recorded_at: &str) -> Result<(), VaultError> {
    match recorded_at.parse::<jiff::Timestamp>() {
        Ok(_) => Ok(()),
        Err(_) => Err(VaultError::NotRecordable(JournalFault::NotATime(recorded_at.to_owned()))),
    }
}

/// Takes the lock that every writer must hold.
fn lock(dir: &Path) -> Result<File, VaultError> {
    let path = dir.join("lock");
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|e| VaultError::writing("the lock of the vault", "cannot open", &path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(VaultError::InUse(dir.to_owned())),
        Err(TryLockError::Error(e)) => Err(VaultError::reading("cannot lock", &path, e)),
    }
}
