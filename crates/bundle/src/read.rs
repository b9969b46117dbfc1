//! A bundle that was handed over: which files it has, and what its logs and objects are.

use std::collections::BTreeMap;
use std::io::{self, Write};

use remand_vault::{ItemId, Offered};
use sha2::{Digest, Sha256};

use crate::error::{BundleError, refused};
use crate::name::{from_manifest, stays_inside};

/// The most files that a bundle may have.
pub(crate) const MOST_FILES: usize = 2_000_000;
/// The most bytes of a file that is read into memory whole: a log, a manifest.
const MOST_IN_MEMORY: u64 = 1 << 30;

/// Where the files of a bundle are.
pub trait Source {
    /// Path and size of each file.
    fn files(&self) -> BTreeMap<String, u64>;

    /// Gives the bytes of a file.
    ///
    /// # Errors
    /// There is none of this path, or it cannot be read.
    fn read(&self, path: &str, to: &mut dyn Write) -> io::Result<()>;
}

/// A bundle that was opened; nothing in it was checked but its form.
pub struct Bundle<S> {
    source: S,
    files: BTreeMap<String, u64>,
    objects: BTreeMap<ItemId, String>,
}

/// Hashes what is written to it.
#[derive(Default)]
struct Hash {
    hash: Sha256,
    bytes: u64,
}

impl Write for Hash {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.hash.update(buffer);
        self.bytes = self.bytes.saturating_add(buffer.len() as u64);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<S: Source> Bundle<S> {
    /// Opens a bundle.
    ///
    /// # Errors
    /// It is none, or has names that lead out of it.
    pub fn open(source: S) -> Result<Self, BundleError> {
        let files = source.files();
        if files.len() > MOST_FILES {
            return Err(refused(format!("it has more than {MOST_FILES} files")));
        }
        if let Some(bad) = files.keys().find(|name| !stays_inside(name)) {
            return Err(refused(format!("the name `{bad}` leads out of its folder")));
        }
        if !files.contains_key("bagit.txt") {
            return Err(refused("there is no `bagit.txt` in it"));
        }
        let objects = files
            .keys()
            .filter_map(|path| {
                let name = path.strip_prefix("data/items/").or_else(|| path.strip_prefix("data/objects/"))?;
                let (id, rest) = name.split_at_checked(64)?;
                let whole = if path.starts_with("data/items/") {
                    (rest.is_empty() || rest.starts_with('.')) && !rest.contains('/')
                } else {
                    rest.is_empty()
                };
                Some((id.parse().ok().filter(|_| whole)?, path.clone()))
            })
            .collect();
        Ok(Self { source, files, objects })
    }

    pub(crate) fn files(&self) -> &BTreeMap<String, u64> {
        &self.files
    }

    pub(crate) fn objects(&self) -> &BTreeMap<ItemId, String> {
        &self.objects
    }

    pub(crate) fn digest(&self, path: &str) -> io::Result<(ItemId, u64)> {
        let mut hash = Hash::default();
        self.source.read(path, &mut hash)?;
        Ok((ItemId::from_bytes(hash.hash.finalize().into()), hash.bytes))
    }

    /// The bytes of a file that is not too large for it.
    pub(crate) fn bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        let size = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        if *size > MOST_IN_MEMORY {
            return Err(io::Error::other(format!("{path} is too large")));
        }
        let mut bytes = Vec::new();
        self.source.read(path, &mut bytes)?;
        Ok(bytes)
    }

    /// The files of one folder below `data/`.
    pub(crate) fn below(&self, folder: &str) -> Vec<String> {
        self.files.keys().filter(|path| path.starts_with(folder)).cloned().collect()
    }

    /// Path and digest of every file that a manifest names.
    pub(crate) fn manifest(&self, path: &str) -> Result<BTreeMap<String, ItemId>, String> {
        let text = self.bytes(path).map_err(|e| e.to_string())?;
        let text = String::from_utf8(text).map_err(|_| "it is not UTF-8".to_owned())?;
        let mut named = BTreeMap::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let read = || {
                let (digest, rest) = line.split_at_checked(64)?;
                let name = rest.trim_start_matches([' ', '\t']);
                let name = (name.len() < rest.len()).then_some(name)?;
                let name = from_manifest(name.strip_prefix('*').unwrap_or(name));
                Some((digest.to_ascii_lowercase().parse::<ItemId>().ok()?, name))
            };
            let Some((digest, name)) = read().filter(|(_, name)| stays_inside(name)) else {
                return Err(format!("line {} is no line of a manifest", number + 1));
            };
            if named.insert(name.clone(), digest).is_some() {
                return Err(format!("it names `{name}` twice"));
            }
        }
        Ok(named)
    }
}

impl<S: Source> Offered for Bundle<S> {
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let logs = self.below("data/logs/").into_iter().filter_map(|path| {
            let name = path.strip_prefix("data/logs/")?;
            (name.ends_with(".jsonl") && !name.contains('/')).then(|| (name.to_owned(), path.clone()))
        });
        logs.map(|(name, path)| Ok((name, self.bytes(&path)?))).collect()
    }

    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>> {
        let Some(path) = self.objects.get(id) else { return Ok(None) };
        self.bytes(path).map(Some)
    }

    fn copy_object(&self, id: &ItemId, to: &mut dyn Write) -> io::Result<bool> {
        let Some(path) = self.objects.get(id) else { return Ok(false) };
        self.source.read(path, to).map(|()| true)
    }
}
