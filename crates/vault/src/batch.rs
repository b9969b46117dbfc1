//! Taking in many files: copied one by one, made safe and recorded together.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::error::VaultError;
use crate::line::Record;
use crate::store::{Staged, digest_of};
use crate::vault::{Known, Received, Vault, check_time, is_file};
use crate::{ItemId, Receipt};

/// What is taken in together. Nothing of it is in the vault before [`Batch::commit`]; dropped, it leaves nothing.
#[derive(Debug)]
pub struct Batch<'a> {
    vault: &'a mut Vault,
    staged: Vec<Staged>,
    records: Vec<Record>,
    /// Items of this batch, with the names they came under.
    names: BTreeMap<ItemId, Vec<String>>,
    /// How many known items have a size; made when it is first needed.
    sizes: Option<BTreeMap<u64, usize>>,
    bytes: u64,
}

/// Where a file was found inside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// The item it was in.
    pub parent: ItemId,
    /// What it was there, such as `attachment`.
    pub part: String,
    /// The program that took it out, with its version.
    pub tool: String,
    /// What the file around it says about it; null where it says nothing.
    pub said: serde_json::Value,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(vault: &'a mut Vault) -> Self {
        Self { vault, staged: Vec::new(), records: Vec::new(), names: BTreeMap::new(), sizes: None, bytes: 0 }
    }

    /// Bytes that wait to be accepted.
    pub fn bytes_waiting(&self) -> u64 {
        self.bytes
    }

    /// Entries that wait to be accepted.
    pub fn entries_waiting(&self) -> usize {
        self.records.len()
    }

    /// Takes in the file at `path` under `name`.
    ///
    /// # Errors
    /// It is no file, cannot be read, or the disk is full. What was put into the batch before stays in it.
    pub fn file(&mut self, path: &Path, name: &str, receipt: &Receipt) -> Result<Received, VaultError> {
        // Opening a pipe would wait for a writer.
        if !is_file(path)? {
            return Err(VaultError::NotAFile(path.to_owned()));
        }
        let failed = |e| VaultError::reading("cannot read", path, e);
        let metadata = fs::metadata(path).map_err(failed)?;
        let modified = metadata.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
        let modified = modified.map(|time| format!("{:.0}", time.strftime("%Y-%m-%dT%H:%M:%SZ")));
        // A file that may be known is hashed before it is copied: hashing is much faster.
        if self.may_be_known(metadata.len()) {
            let (id, bytes) = digest_of(File::open(path).map_err(failed)?).map_err(failed)?;
            if self.vault.view().store.has(&id, Some(bytes)) && self.vault.view().item(&id).is_some() {
                return Ok(self.receive(id, bytes, name, receipt, modified, None));
            }
        }
        let staged = self.vault.view().store.stage(File::open(path).map_err(failed)?, path, name)?;
        Ok(self.keep(staged, name, receipt, modified, None))
    }

    /// Takes in bytes under `name`.
    ///
    /// # Errors
    /// The disk is full. What was put into the batch before stays in it.
    pub fn bytes(&mut self, bytes: &[u8], name: &str, receipt: &Receipt) -> Result<Received, VaultError> {
        let staged = self.vault.view().store.stage(bytes, Path::new(name), name)?;
        Ok(self.keep(staged, name, receipt, None, None))
    }

    /// Takes in a file that was found inside an item.
    ///
    /// # Errors
    /// The disk is full. What was put into the batch before stays in it.
    pub fn found(&mut self, source: impl Read, name: &str, within: &Within) -> Result<Received, VaultError> {
        let staged = self.vault.view().store.stage(source, Path::new(name), name)?;
        Ok(self.keep(staged, name, &Receipt::default(), None, Some(within)))
    }

    /// Stores an object that an entry of this batch names, such as a text taken from an item.
    ///
    /// # Errors
    /// The disk is full.
    pub fn object(&mut self, bytes: &[u8], what: &str) -> Result<ItemId, VaultError> {
        let id = ItemId::of(bytes);
        if !self.vault.view().store.has(&id, Some(bytes.len() as u64)) {
            let staged = self.vault.view().store.stage(bytes, Path::new(what), what)?;
            self.stage(staged);
        }
        Ok(id)
    }

    /// Adds an entry.
    pub fn record(&mut self, record: Record) {
        self.records.push(record);
    }

    /// Accepts everything: when this returns, bytes and entries are on the disk.
    ///
    /// # Errors
    /// The disk is full, the log cannot be written, or `recorded_at` is not RFC 3339; nothing is then accepted.
    pub fn commit(mut self, recorded_at: &str) -> Result<(), VaultError> {
        check_time(recorded_at)?;
        let (staged, records) = (std::mem::take(&mut self.staged), std::mem::take(&mut self.records));
        self.vault.view().store.settle(staged)?;
        if records.is_empty() {
            return Ok(());
        }
        self.vault.append(records, recorded_at, "the files taken in")
    }

    fn may_be_known(&mut self, bytes: u64) -> bool {
        let vault = &*self.vault;
        self.sizes.get_or_insert_with(|| vault.sizes()).contains_key(&bytes)
    }

    fn keep(
        &mut self,
        staged: Staged,
        name: &str,
        receipt: &Receipt,
        modified: Option<String>,
        within: Option<&Within>,
    ) -> Received {
        let (id, bytes) = (staged.id, staged.bytes);
        if self.vault.view().store.has(&id, Some(bytes)) {
            self.vault.view().store.discard(staged);
        } else {
            self.stage(staged);
        }
        self.receive(id, bytes, name, receipt, modified, within)
    }

    fn stage(&mut self, staged: Staged) {
        if self.staged.iter().any(|one| one.id == staged.id) {
            self.vault.view().store.discard(staged);
        } else {
            self.bytes = self.bytes.saturating_add(staged.bytes);
            self.staged.push(staged);
        }
    }

    fn receive(
        &mut self,
        id: ItemId,
        bytes: u64,
        name: &str,
        receipt: &Receipt,
        modified: Option<String>,
        within: Option<&Within>,
    ) -> Received {
        let known = match self.names.get(&id) {
            Some(names) if names.iter().any(|known| known == name) => Known::SameName,
            Some(_) if self.vault.known(&id, name) == Known::SameName => Known::SameName,
            Some(_) => Known::OtherName,
            None => self.vault.known(&id, name),
        };
        let (item, owned) = (id, name.to_owned());
        let record = match (known, within) {
            (Known::SameName, _) if receipt.is_empty() => None,
            (Known::SameName, _) => Some(Record::ReceiptSaid { item, receipt: receipt.clone() }),
            (_, Some(Within { parent, part, tool, said })) => Some(Record::ItemFound {
                item,
                name: owned,
                bytes,
                parent: *parent,
                part: part.clone(),
                tool: tool.clone(),
                said: said.clone(),
            }),
            (Known::New, None) => {
                Some(Record::ItemReceived { item, name: owned, bytes, modified, receipt: receipt.clone() })
            }
            (Known::OtherName, None) => {
                Some(Record::ItemKnownAgain { item, name: owned, receipt: receipt.clone() })
            }
        };
        self.records.extend(record);
        self.names.entry(id).or_default().push(name.to_owned());
        Received { id, bytes, known }
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        for staged in self.staged.drain(..) {
            self.vault.view().store.discard(staged);
        }
    }
}
