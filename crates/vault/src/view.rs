//! A vault to read from. It takes no lock: what a writer adds meanwhile is not seen, and harms nothing.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::at_rest::{AtRest, CaseKey, Opener};
use crate::error::{JournalFault, VaultError};
use crate::history::{Entry, History};
use crate::line::Record;
use crate::log::{Log, LogHead};
use crate::store::Store;
use crate::{Item, ItemId, LogId, PublicKey, VaultId};

/// Items and what was recorded of them.
#[derive(Debug)]
pub struct View {
    pub(crate) dir: PathBuf,
    pub(crate) store: Store,
    pub(crate) logs: Vec<StoredLog>,
    pub(crate) history: History,
}

/// A log and the file it stands in.
#[derive(Clone, Debug)]
pub(crate) struct StoredLog {
    pub(crate) log: Log,
    pub(crate) path: PathBuf,
    /// Bytes of the file up to the end of the last signed line.
    pub(crate) length: u64,
    /// Bytes after it.
    pub(crate) tail: Vec<u8>,
}

/// The case in `dir` is locked.
pub fn is_locked(dir: &Path) -> bool {
    marker(dir).is_file()
}

/// There is a vault in `dir`.
pub fn is_vault(dir: &Path) -> bool {
    let objects = dir.join("objects").is_dir();
    objects && (logs_of(dir).is_dir() || is_former(dir))
}

pub(crate) fn is_former(dir: &Path) -> bool {
    dir.join("journal.jsonl").is_file()
}

pub(crate) fn marker(dir: &Path) -> PathBuf {
    dir.join("keys").join("locked")
}

pub(crate) fn logs_of(dir: &Path) -> PathBuf {
    dir.join("logs")
}

/// The key of the locked case in `dir`.
///
/// # Errors
/// The passphrase or key does not fit, or the case has no lock of its kind.
pub fn unlock(dir: &Path, opener: &Opener) -> Result<CaseKey, VaultError> {
    let path = dir.join("keys").join(opener.file());
    let sealed = fs::read(&path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => {
            let kind = if opener.file() == "passphrase.age" { "a passphrase" } else { "a key" };
            VaultError::WrongKey(format!("the case was not locked with {kind}"))
        }
        _ => VaultError::reading("cannot read", &path, e),
    })?;
    opener.unwrap_key(&sealed)
}

pub(crate) fn at_rest(dir: &Path, key: Option<&CaseKey>) -> Result<AtRest, VaultError> {
    match (is_locked(dir), key) {
        (false, _) => Ok(AtRest::Open),
        (true, Some(key)) => Ok(AtRest::Locked(key.clone())),
        (true, None) => Err(VaultError::Locked(dir.to_owned())),
    }
}

impl View {
    /// Opens the vault in `dir`; `key` is needed where it is locked.
    ///
    /// # Errors
    /// There is none, it is locked, or a log is damaged.
    pub fn open(dir: &Path, key: Option<&CaseKey>) -> Result<Self, VaultError> {
        if !logs_of(dir).is_dir() {
            let former = is_former(dir);
            return Err(if former { VaultError::FormerFormat } else { VaultError::NoVault }(dir.to_owned()));
        }
        let at_rest = at_rest(dir, key)?;
        let logs = log_files(dir, &at_rest)?
            .iter()
            .map(|path| read_log(path, &at_rest))
            .filter_map(Result::transpose)
            .collect::<Result<Vec<_>, VaultError>>()?;
        let parsed: Vec<Log> = logs.iter().map(|stored| stored.log.clone()).collect();
        Ok(Self { dir: dir.to_owned(), store: Store::new(dir, at_rest), logs, history: History::of(&parsed) })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The id that copies of this vault share. `None` before anything was recorded.
    pub fn id(&self) -> Option<VaultId> {
        self.entries().iter().find_map(|entry| match &entry.record {
            Record::LogOpened { vault, .. } => Some(*vault),
            _ => None,
        })
    }

    /// The items, sorted by name.
    pub fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.history.items().values().cloned().collect();
        items.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        items
    }

    /// The item with this id.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.history.items().get(id)
    }

    /// The bytes of an item, checked against its id.
    ///
    /// # Errors
    /// There is no such item, its bytes cannot be read, or they are not those that were received.
    pub fn read(&self, id: &ItemId) -> Result<Vec<u8>, VaultError> {
        if self.item(id).is_none() {
            return Err(VaultError::NoSuchItem(*id));
        }
        self.store.read(id)
    }

    /// The bytes of any object that an entry names: an item, a text taken from one, a time-stamp.
    ///
    /// # Errors
    /// It is not there, or its bytes are not those that its name says.
    pub fn object(&self, id: &ItemId) -> Result<Vec<u8>, VaultError> {
        self.store.read(id)
    }

    /// The bytes of an object one after another, for those that do not fit into memory. Who reads them compares their
    /// SHA-256 with the name.
    ///
    /// # Errors
    /// It is not there.
    pub fn open_object(&self, id: &ItemId) -> Result<Box<dyn Read>, VaultError> {
        self.store.open(id).map_err(|e| VaultError::reading("cannot read", &self.store.path(id), e))
    }

    /// The objects that entries name, items among them.
    pub fn named_objects(&self) -> BTreeSet<ItemId> {
        self.entries().iter().flat_map(|entry| entry.record.objects()).map(|(id, _)| id).collect()
    }

    /// Where the bytes of an object lie; of a locked case, encrypted.
    pub fn path(&self, id: &ItemId) -> PathBuf {
        self.store.path(id)
    }

    /// The object is there, under its name.
    pub fn has_object(&self, id: &ItemId) -> bool {
        self.store.has(id, None)
    }

    /// What was done, oldest first, whoever recorded it.
    pub fn entries(&self) -> &[Entry] {
        self.history.entries()
    }

    /// The logs, ordered by name.
    pub fn logs(&self) -> impl Iterator<Item = &Log> {
        self.logs.iter().map(|stored| &stored.log)
    }

    /// How far each log reaches: noted down elsewhere, it shows later that nothing was changed.
    pub fn heads(&self) -> Vec<LogHead> {
        self.logs().map(Log::reach).collect()
    }

    /// The bytes of the logs as they are written when nothing is locked, with the names of their files.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn log_bytes(&self) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        let each = self.logs.iter().map(|stored| {
            let bytes = log_plain(&stored.path, self.store.at_rest()).map(|(bytes, _)| bytes)?;
            let signed = Log::parse(&bytes).map_or(bytes.len(), |read| bytes.len() - read.tail.len());
            let name = stored.path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.trim_end_matches(".age").to_owned();
            Ok((name, bytes.get(..signed).unwrap_or_default().to_vec()))
        });
        each.collect()
    }

    /// The text that the person with `key` took from an item with `tool`, last: the id of the object. What others say
    /// that a text is, is not asked here.
    pub fn text_of(&self, item: &ItemId, tool: &str, key: &PublicKey) -> Option<ItemId> {
        let own = |log: &LogId| self.logs().any(|known| known.id() == *log && known.key() == *key);
        let texts = self.history.texts(item).iter().rev();
        texts.filter(|(_, by, _)| by == tool).find(|(log, _, _)| own(log)).map(|(_, _, text)| *text)
    }

    /// Everything that was recorded of an item, oldest first: its chain of custody.
    pub fn custody<'a>(&'a self, id: &'a ItemId) -> impl Iterator<Item = &'a Entry> {
        self.entries().iter().filter(move |entry| entry.record.is_about(id))
    }
}

impl Record {
    /// It names the item.
    pub fn is_about(&self, id: &ItemId) -> bool {
        match self {
            Self::ItemReceived { item, .. }
            | Self::ItemKnownAgain { item, .. }
            | Self::ReceiptSaid { item, .. }
            | Self::TextTaken { item, .. }
            | Self::CopyMade { item, .. } => item == id,
            Self::ItemFound { item, parent, .. } => item == id || parent == id,
            _ => false,
        }
    }

    /// The objects that must lie in the vault for this entry, with what each is.
    pub(crate) fn objects(&self) -> Vec<(ItemId, &'static str)> {
        match self {
            Self::ItemReceived { item, .. } | Self::ItemFound { item, .. } => vec![(*item, "item")],
            Self::TextTaken { text, .. } => vec![(*text, "text")],
            Self::Attested { checkpoint, token, .. } => {
                vec![(*checkpoint, "checkpoint"), (*token, "time-stamp")]
            }
            _ => Vec::new(),
        }
    }
}

/// The files of logs in a vault, by name.
pub(crate) fn log_files(dir: &Path, at_rest: &AtRest) -> Result<Vec<PathBuf>, VaultError> {
    let folder = logs_of(dir);
    let failed = |e| VaultError::reading("cannot read", &folder, e);
    let ending = format!(".jsonl{}", at_rest.suffix());
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().ends_with(&ending) {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Reads and checks the log at `path`. `None` for one that was made and not yet written to.
fn read_log(path: &Path, at_rest: &AtRest) -> Result<Option<StoredLog>, VaultError> {
    let fault = |(line, fault)| VaultError::Log { path: path.to_owned(), line, fault };
    let (bytes, ends) = log_plain(path, at_rest)?;
    let (log, tail, found) = Log::parse_until_fault(&bytes);
    if let Some(found) = found {
        return Err(fault(found));
    }
    let Some(log) = log else { return Ok(None) };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !name.starts_with(&log.id().to_string()) {
        let why = format!("the log in it is {}, which its name does not say", log.id());
        return Err(VaultError::Misplaced { path: path.to_owned(), why });
    }
    let stands = bytes.len() - tail.len();
    // Of a locked log, whole commits are written at once.
    let length = match at_rest {
        AtRest::Open => stands as u64,
        AtRest::Locked(_) => {
            ends.iter().take_while(|end| end.plain <= stands).last().map_or(0, |end| end.stored as u64)
        }
    };
    let stored = fs::read(path).map_err(|e| VaultError::reading("cannot read", path, e))?;
    let tail = stored.get(usize::try_from(length).unwrap_or(0)..).unwrap_or_default().to_vec();
    Ok(Some(StoredLog { log, path: path.to_owned(), length, tail }))
}

/// Where a commit ends, in the plain lines and in the file.
pub(crate) struct CommitEnd {
    plain: usize,
    stored: usize,
}

/// The lines of a log as they are when nothing is locked. In a locked log each line of the file is one commit, as an
/// age file in Base64.
pub(crate) fn log_plain(path: &Path, at_rest: &AtRest) -> Result<(Vec<u8>, Vec<CommitEnd>), VaultError> {
    let mut stored = Vec::new();
    fs::File::open(path)
        .and_then(|mut file| file.read_to_end(&mut stored))
        .map_err(|e| VaultError::reading("cannot read", path, e))?;
    let AtRest::Locked(key) = at_rest else { return Ok((stored, Vec::new())) };
    let (mut bytes, mut ends, mut at) = (Vec::new(), Vec::new(), 0);
    for (number, line) in stored.split_inclusive(|&b| b == b'\n').enumerate() {
        at += line.len();
        // Cut off while it was written.
        let Some(line) = line.strip_suffix(b"\n") else { break };
        let opened = BASE64.decode(line).map_err(io::Error::other).and_then(|sealed| key.decrypt(&sealed));
        let opened = opened.map_err(|e| VaultError::Log {
            path: path.to_owned(),
            line: number as u64 + 1,
            fault: JournalFault::NotAnEntry(format!("it does not open with the key of the case ({e})")),
        })?;
        bytes.extend_from_slice(&opened);
        ends.push(CommitEnd { plain: bytes.len(), stored: at });
    }
    Ok((bytes, ends))
}
