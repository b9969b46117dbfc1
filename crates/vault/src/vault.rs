//! An open vault: items go in, and come out as they went in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::at_rest::{AtRest, CaseKey};
use crate::batch::Batch;
use crate::error::{JournalFault, VaultError};
use crate::history::History;
use crate::line::{FORMAT, Parsed, Record, Seen, is_time};
use crate::log::Log;
use crate::relock;
use crate::signer::{Signer, random};
use crate::store::{create_private, sync_folder};
use crate::verify::{VerifyReport, verify};
use crate::view::{StoredLog, View, at_rest, is_former, logs_of};
use crate::{Item, ItemId, Receipt, VaultId};

/// How long to wait for another program that writes to the same vault.
const PATIENCE: Duration = Duration::from_secs(3);

/// A folder with items and their logs, open for writing by this program alone. Others may read meanwhile.
#[derive(Debug)]
pub struct Vault {
    view: View,
    signer: Signer,
    own: Own,
    set_aside: Vec<SetAside>,
    /// Held until the vault is dropped; the system frees it when the program ends in any way.
    _lock: File,
}

/// The log that this program writes.
#[derive(Debug)]
enum Own {
    /// There is none yet.
    None,
    /// It is the log with this place in the view.
    Open { place: usize, file: File },
    /// A failed write could not be undone.
    Closed,
}

/// The last lines of a log that were cut off in the middle of writing. Nothing in them had been accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The log.
    pub log: PathBuf,
    /// File that keeps the bytes.
    pub path: PathBuf,
    /// How many bytes there are.
    pub bytes: u64,
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
    /// Opens the vault in `dir` for writing in the name of `signer`; `key` is needed where it is locked. Waits some
    /// seconds for another program that writes to it.
    ///
    /// # Errors
    /// There is none, another program writes to it, it is locked, or a log is damaged.
    pub fn open(dir: &Path, signer: &Signer, key: Option<&CaseKey>) -> Result<Self, VaultError> {
        if !logs_of(dir).is_dir() {
            let former = is_former(dir);
            return Err(if former { VaultError::FormerFormat } else { VaultError::NoVault }(dir.to_owned()));
        }
        let lock = lock(dir)?;
        relock::finish(dir, &at_rest(dir, key)?)?;
        let mut view = View::open(dir, key)?;
        view.store.prepare()?;
        let mut set_aside = Vec::new();
        for stored in &mut view.logs {
            if let Some(cut) = cut_off(dir, stored)? {
                set_aside.push(cut);
            }
        }
        // By the key, for a vault that took in an older one goes under the id of that. Of two histories of one log,
        // the one under the plain name is continued.
        let own_key = signer.public();
        let place = view.logs.iter().position(|stored| stored.log.key() == own_key && !is_fork(&stored.path));
        let own = match place.and_then(|place| Some((place, view.logs.get(place)?))) {
            None => Own::None,
            Some((place, stored)) => Own::Open { place, file: to_append(stored)? },
        };
        Ok(Self { view, signer: signer.clone(), own, set_aside, _lock: lock })
    }

    /// Opens the vault in `dir`, which is made where there is none. `recorded_at` (RFC 3339, UTC) goes into its first
    /// entry.
    ///
    /// # Errors
    /// As [`Vault::open`]; or the folder cannot be made.
    pub fn create_or_open(
        dir: &Path,
        signer: &Signer,
        key: Option<&CaseKey>,
        recorded_at: &str,
    ) -> Result<Self, VaultError> {
        check_time(recorded_at)?;
        let mut vault = Self::create_empty(dir, signer, key)?;
        // Also where an earlier run was stopped between making the folder and the first line.
        if vault.entries().is_empty() {
            vault.append(Vec::new(), recorded_at, "the first entry")?;
        }
        Ok(vault)
    }

    /// Opens the vault in `dir`, which is made where there is none, with no entry yet: the first to be taken in decides
    /// which vault it is.
    ///
    /// # Errors
    /// As [`Vault::create_or_open`].
    pub fn create_empty(dir: &Path, signer: &Signer, key: Option<&CaseKey>) -> Result<Self, VaultError> {
        let logs = logs_of(dir);
        if is_former(dir) && !logs.is_dir() {
            return Err(VaultError::FormerFormat(dir.to_owned()));
        }
        create_private(&logs)
            .and_then(|()| sync_folder(dir))
            .map_err(|e| VaultError::writing("a new vault", "cannot create", &logs, e))?;
        Self::open(dir, signer, key)
    }

    /// The last lines of logs, where opening found them cut off: an earlier run was stopped while writing them.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// Who writes.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Begins to take in files: what is put into the batch is accepted together when it is committed.
    pub fn batch(&mut self) -> Batch<'_> {
        Batch::new(self)
    }

    /// Takes in the file at `path` under `name`. When this returns, bytes and entry are on the disk.
    ///
    /// # Errors
    /// The file cannot be read, the disk is full, or `recorded_at` is not RFC 3339; the vault is then as before.
    pub fn ingest(&mut self, path: &Path, name: &str, recorded_at: &str) -> Result<Received, VaultError> {
        check_time(recorded_at)?;
        let mut batch = self.batch();
        let received = batch.file(path, name, &Receipt::default())?;
        batch.commit(recorded_at)?;
        Ok(received)
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
        let mut batch = self.batch();
        let received = batch.bytes(bytes, name, &Receipt::default())?;
        batch.commit(recorded_at)?;
        Ok(received)
    }

    /// Records that something was there and could not be read. Said once for the same name and reason.
    ///
    /// # Errors
    /// The log cannot be written, or `recorded_at` is not RFC 3339.
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
        self.append(vec![record], recorded_at, name)
    }

    /// Records a decision. The vault does not look inside.
    ///
    /// # Errors
    /// The log cannot be written, `recorded_at` is not RFC 3339, or the value is nested too deep to be read back.
    pub fn record_decision(
        &mut self,
        decision: serde_json::Value,
        recorded_at: &str,
    ) -> Result<(), VaultError> {
        self.append(vec![Record::Decision { decision }], recorded_at, "a decision")
    }

    /// Records what refers to nothing that must be stored with it.
    ///
    /// # Errors
    /// The log cannot be written, or `recorded_at` is not RFC 3339.
    pub fn record(&mut self, record: Record, recorded_at: &str) -> Result<(), VaultError> {
        self.append(vec![record], recorded_at, "an entry")
    }

    /// Hashes every object again and checks every log.
    pub fn verify(&self) -> VerifyReport {
        let key = match self.view.store.at_rest() {
            AtRest::Open => None,
            AtRest::Locked(key) => Some(key),
        };
        verify(&self.view.dir, key)
    }

    /// The vault to read from; others may write to it from here on.
    pub fn into_view(self) -> View {
        self.view
    }

    pub(crate) fn view(&self) -> &View {
        &self.view
    }

    /// Adds entries; they are on the disk when this returns, all of them or none. `what` names them where the disk is
    /// full.
    pub(crate) fn append(
        &mut self,
        records: Vec<Record>,
        recorded_at: &str,
        what: &str,
    ) -> Result<(), VaultError> {
        check_time(recorded_at)?;
        let mut all = self.opening()?;
        all.extend(self.not_yet_taken_in());
        all.extend(records);
        if all.is_empty() {
            return Ok(());
        }
        let before = match &self.own {
            Own::Open { place, .. } => self.view.logs.get(*place).map(|stored| &stored.log),
            Own::None | Own::Closed => None,
        };
        let lines =
            Log::compose(before, all, recorded_at, &self.signer).map_err(VaultError::NotRecordable)?;
        // A line that cannot be read back would close the vault for ever.
        let parsed = lines.iter().map(|line| Parsed::of(line)).collect::<Result<Vec<_>, _>>();
        let parsed = parsed.map_err(VaultError::NotRecordable)?;
        let not = |(_, fault)| VaultError::NotRecordable(fault);
        match self.own {
            Own::Open { place, .. } => {
                let Some(stored) = self.view.logs.get_mut(place) else { return Err(VaultError::Closed) };
                let before = stored.log.size();
                stored.log.accept(parsed).map_err(not)?;
                if let Err(error) = self.write(&lines, what) {
                    if let Some(stored) = self.view.logs.get_mut(place) {
                        stored.log.cut_back_to(before);
                    }
                    return Err(error);
                }
            }
            Own::None => {
                let log = Log::open(parsed).map_err(not)?;
                self.begin(log, &lines, what)?;
            }
            Own::Closed => return Err(VaultError::Closed),
        }
        self.remember(lines.len());
        Ok(())
    }

    /// The records that begin a log, or name its writer anew.
    fn opening(&self) -> Result<Vec<Record>, VaultError> {
        let Signer { person, device, .. } = &self.signer;
        Ok(match &self.own {
            Own::None => vec![Record::LogOpened {
                format: FORMAT,
                vault: self.view.id().map_or_else(|| random().map(VaultId::from_bytes), Ok)?,
                key: self.signer.public(),
                person: person.clone(),
                device: device.clone(),
            }],
            Own::Open { place, .. } => {
                let reach = self.view.logs.get(*place).map(|stored| stored.log.reach());
                let same = reach.is_none_or(|reach| reach.person == *person && reach.device == *device);
                let named = Record::WriterNamed { person: person.clone(), device: device.clone() };
                if same || (person.is_empty() && device.is_empty()) { Vec::new() } else { vec![named] }
            }
            Own::Closed => Vec::new(),
        })
    }

    /// Says which lines of others this log has not yet said that it knows: what follows comes after them.
    fn not_yet_taken_in(&self) -> Option<Record> {
        let own = match &self.own {
            Own::Open { place, .. } => Some(*place),
            _ => None,
        };
        let mut known = BTreeSet::new();
        let own_lines = own.and_then(|place| self.view.logs.get(place)).map(|stored| stored.log.lines());
        for line in own_lines.unwrap_or_default() {
            if let Record::LogsTakenIn { logs } = &line.record {
                known.extend(logs.iter().map(|seen| seen.head));
            }
        }
        let others = self.view.logs.iter().enumerate().filter(|(place, _)| Some(*place) != own);
        let logs: Vec<Seen> = others
            .map(|(_, stored)| stored.log.reach())
            .filter(|reach| !known.contains(&reach.head))
            .map(|reach| Seen { log: reach.log, size: reach.size, head: reach.head })
            .collect();
        (!logs.is_empty()).then_some(Record::LogsTakenIn { logs })
    }

    /// Makes the file of a new log.
    fn begin(&mut self, log: Log, lines: &[Vec<u8>], what: &str) -> Result<(), VaultError> {
        let name = format!("{}.jsonl{}", log.id(), self.view.store.at_rest().suffix());
        let path = logs_of(&self.view.dir).join(name);
        let failed = |e| VaultError::writing(what, "cannot create", &path, e);
        let bytes = self.stored(lines).map_err(failed)?;
        crate::store::write_whole(&path, &bytes).map_err(failed)?;
        let stored = StoredLog { log, path, length: bytes.len() as u64, tail: Vec::new() };
        let file = to_append(&stored)?;
        self.own = Own::Open { place: self.view.logs.len(), file };
        self.view.logs.push(stored);
        Ok(())
    }

    fn write(&mut self, lines: &[Vec<u8>], what: &str) -> Result<(), VaultError> {
        let bytes = self.stored(lines);
        let Own::Open { place, file } = &mut self.own else { return Err(VaultError::Closed) };
        let Some(stored) = self.view.logs.get_mut(*place) else { return Err(VaultError::Closed) };
        let failed = |e| VaultError::writing(what, "cannot write", &stored.path, e);
        let bytes = bytes.map_err(failed)?;
        if let Err(e) = file.write_all(&bytes).and_then(|()| file.sync_data()) {
            let error = failed(e);
            let undone = file.set_len(stored.length).and_then(|()| file.seek(SeekFrom::Start(stored.length)));
            if undone.is_err() {
                self.own = Own::Closed;
            }
            return Err(error);
        }
        stored.length = stored.length.saturating_add(bytes.len() as u64);
        Ok(())
    }

    /// A commit as it stands in the file.
    fn stored(&self, lines: &[Vec<u8>]) -> std::io::Result<Vec<u8>> {
        stored_commit(lines, self.view.store.at_rest())
    }

    /// Adds the last `count` lines of the own log to the history.
    fn remember(&mut self, count: usize) {
        let Own::Open { place, .. } = &self.own else { return };
        let View { logs, history, .. } = &mut self.view;
        let Some(stored) = logs.get(*place) else { return };
        let lines = stored.log.lines();
        let first = lines.len().saturating_sub(count);
        for (at, line) in lines.iter().enumerate().skip(first) {
            history.push(stored.log.id(), at as u64 + 1, line);
        }
    }

    /// Puts a log that was taken in into the view, in the place of its beginning where there is one.
    pub(crate) fn put_log(&mut self, place: Option<usize>, stored: StoredLog) -> Result<(), VaultError> {
        let own = place.is_some_and(|place| matches!(self.own, Own::Open { place: own, .. } if own == place));
        // The file of the own log is another one now.
        let file = own.then(|| to_append(&stored)).transpose()?;
        match place.and_then(|place| self.view.logs.get_mut(place)) {
            Some(old) => *old = stored,
            None => self.view.logs.push(stored),
        }
        if let (Some(file), Some(place)) = (file, place) {
            self.own = Own::Open { place, file };
        }
        Ok(())
    }

    /// Puts the entries of all logs in order anew.
    pub(crate) fn reorder(&mut self) {
        let logs: Vec<Log> = self.view.logs.iter().map(|stored| stored.log.clone()).collect();
        self.view.history = History::of(&logs);
    }

    /// Sizes of the items, to know which files may be known already.
    pub(crate) fn sizes(&self) -> BTreeMap<u64, usize> {
        let mut sizes = BTreeMap::new();
        for item in self.view.history.items().values() {
            *sizes.entry(item.bytes).or_insert(0) += 1;
        }
        sizes
    }

    /// What is known of some bytes that come in under `name`.
    pub(crate) fn known(&self, id: &ItemId, name: &str) -> Known {
        match self.view.item(id) {
            None => Known::New,
            Some(Item { name: known, also, .. }) if known == name || also.iter().any(|also| also == name) => {
                Known::SameName
            }
            Some(_) => Known::OtherName,
        }
    }
}

impl Deref for Vault {
    type Target = View;

    fn deref(&self) -> &View {
        &self.view
    }
}

/// Lines with their line feeds, or as one line of a locked log.
pub(crate) fn stored_commit(lines: &[Vec<u8>], at_rest: &AtRest) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for line in lines {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    match at_rest {
        AtRest::Open => Ok(bytes),
        AtRest::Locked(key) => {
            let mut line = BASE64.encode(key.encrypt(&bytes)?).into_bytes();
            line.push(b'\n');
            Ok(line)
        }
    }
}

/// The log is a second history of one whose plain name another file has.
pub(crate) fn is_fork(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains('~'))
}

fn to_append(stored: &StoredLog) -> Result<File, VaultError> {
    let failed = |e| VaultError::reading("cannot open", &stored.path, e);
    let mut file = OpenOptions::new().read(true).write(true).open(&stored.path).map_err(failed)?;
    file.seek(SeekFrom::Start(stored.length)).map_err(failed)?;
    Ok(file)
}

/// Keeps the bytes after the last signed line in a file of its own, and takes them from the log.
fn cut_off(dir: &Path, stored: &mut StoredLog) -> Result<Option<SetAside>, VaultError> {
    if stored.tail.is_empty() {
        return Ok(None);
    }
    let folder = dir.join("cut");
    let short: String = ItemId::of(&stored.tail).to_string().chars().take(16).collect();
    let name = stored.path.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!("{name}-{}-{short}", stored.log.size() + 1));
    let failed = |e| VaultError::writing("the cut-off end of a log", "cannot write", &path, e);
    create_private(&folder).and_then(|()| crate::store::write_whole(&path, &stored.tail)).map_err(failed)?;
    let shortened = OpenOptions::new()
        .write(true)
        .open(&stored.path)
        .and_then(|file| file.set_len(stored.length).and_then(|()| file.sync_all()));
    shortened.map_err(|e| VaultError::reading("cannot shorten", &stored.path, e))?;
    let bytes = std::mem::take(&mut stored.tail).len() as u64;
    Ok(Some(SetAside { log: stored.path.clone(), path, bytes }))
}

pub(crate) fn check_time(recorded_at: &str) -> Result<(), VaultError> {
    if is_time(recorded_at) {
        Ok(())
    } else {
        Err(VaultError::NotRecordable(JournalFault::NotATime(recorded_at.to_owned())))
    }
}

/// Takes the lock that every writer must hold, and waits for it for some seconds.
fn lock(dir: &Path) -> Result<File, VaultError> {
    let path = dir.join("lock");
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|e| VaultError::writing("the lock of the vault", "cannot open", &path, e))?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(50));
            }
            Err(TryLockError::WouldBlock) => return Err(VaultError::InUse(dir.to_owned())),
            Err(TryLockError::Error(e)) => return Err(VaultError::reading("cannot lock", &path, e)),
        }
    }
}

/// Whether there is a file at `path` that can be read as one.
pub(crate) fn is_file(path: &Path) -> Result<bool, VaultError> {
    fs::metadata(path).map(|m| m.is_file()).map_err(|e| VaultError::reading("cannot read", path, e))
}
