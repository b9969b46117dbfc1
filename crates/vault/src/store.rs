//! The objects of a vault: bytes under their SHA-256, written so that a name never stands over half a file.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use sha2::{Digest, Sha256};

use crate::ItemId;
use crate::at_rest::{AtRest, Sink};
use crate::error::VaultError;

/// Bytes held in memory while a file is copied.
const CHUNK: usize = 256 * 1024;

/// The folders `objects/` and `incoming/` of a vault.
#[derive(Debug)]
pub(crate) struct Store {
    objects: PathBuf,
    incoming: PathBuf,
    at_rest: AtRest,
    next: AtomicU64,
}

/// Bytes copied into `incoming/`, not yet safe from a power cut.
#[derive(Debug)]
pub(crate) struct Staged {
    path: PathBuf,
    file: File,
    pub(crate) id: ItemId,
    pub(crate) bytes: u64,
}

/// Hashes what is written through it.
struct Hashed<W: Write> {
    sink: Sink<W>,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(buffer)?;
        self.hash.update(buffer.get(..written).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Store {
    pub(crate) fn new(vault: &Path, at_rest: AtRest) -> Self {
        Self {
            objects: vault.join("objects"),
            incoming: vault.join("incoming"),
            at_rest,
            next: AtomicU64::new(0),
        }
    }

    /// Makes the folders and removes what an interrupted run left half copied. Only for who holds the lock.
    pub(crate) fn prepare(&self) -> Result<(), VaultError> {
        for folder in [&self.objects, &self.incoming] {
            create_private(folder)
                .map_err(|e| VaultError::writing("the folders of the vault", "cannot create", folder, e))?;
        }
        let failed = |e| VaultError::reading("cannot clear", &self.incoming, e);
        for left in fs::read_dir(&self.incoming).map_err(failed)? {
            fs::remove_file(left.map_err(failed)?.path()).map_err(failed)?;
        }
        Ok(())
    }

    pub(crate) fn objects(&self) -> &Path {
        &self.objects
    }

    pub(crate) fn at_rest(&self) -> &AtRest {
        &self.at_rest
    }

    /// The same folders, written another way.
    pub(crate) fn written(&self, at_rest: AtRest) -> Self {
        Self {
            objects: self.objects.clone(),
            incoming: self.incoming.clone(),
            at_rest,
            next: AtomicU64::new(0),
        }
    }

    /// Where an object lies.
    pub(crate) fn path(&self, id: &ItemId) -> PathBuf {
        let name = match &self.at_rest {
            AtRest::Open => id.to_string(),
            AtRest::Locked(key) => key.name_of(id),
        };
        let shelf: String = name.chars().take(2).collect();
        self.objects.join(shelf).join(name + self.at_rest.suffix())
    }

    /// The object is there, with this many bytes as far as that can be seen from outside.
    pub(crate) fn has(&self, id: &ItemId, bytes: Option<u64>) -> bool {
        let size = |len| matches!(self.at_rest, AtRest::Locked(_)) || bytes.is_none_or(|bytes| len == bytes);
        fs::metadata(self.path(id)).is_ok_and(|m| m.is_file() && size(m.len()))
    }

    /// Copies `source` in, hashing on the way. `name` is for messages.
    pub(crate) fn stage(&self, source: impl Read, from: &Path, name: &str) -> Result<Staged, VaultError> {
        let path = self.incoming.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let copied = self.copy(source, from, name, &path);
        if copied.is_err() {
            // The first error is the one to report; what stays behind is cleared at the next opening.
            drop(fs::remove_file(&path));
        }
        let (file, id, bytes) = copied?;
        Ok(Staged { path, file, id, bytes })
    }

    fn copy(
        &self,
        mut source: impl Read,
        from: &Path,
        name: &str,
        temporary: &Path,
    ) -> Result<(File, ItemId, u64), VaultError> {
        let failed = |e| VaultError::writing(name, "cannot store", temporary, e);
        let mut sink = self.at_rest.sink(File::create(temporary).map_err(failed)?).map_err(failed)?;
        let mut hash = Sha256::new();
        let mut bytes = 0_u64;
        let mut buffer = vec![0_u8; CHUNK];
        loop {
            let read = match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(VaultError::reading("cannot read", from, e)),
            };
            let chunk = buffer.get(..read).unwrap_or_default();
            hash.update(chunk);
            sink.write_all(chunk).map_err(failed)?;
            bytes = bytes.saturating_add(read as u64);
        }
        Ok((sink.finish().map_err(failed)?, ItemId::from_bytes(hash.finalize().into()), bytes))
    }

    /// Takes in what `write` writes, hashing on the way. `None`: it says that there is nothing.
    pub(crate) fn stage_written(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<bool>,
    ) -> Result<Option<Staged>, VaultError> {
        let path = self.incoming.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let written = File::create(&path).and_then(|file| {
            let mut to = Hashed { sink: self.at_rest.sink(file)?, hash: Sha256::new(), bytes: 0 };
            let there = write(&mut to)?;
            Ok((there, to.sink.finish()?, ItemId::from_bytes(to.hash.finalize().into()), to.bytes))
        });
        match written {
            Ok((true, file, id, bytes)) => Ok(Some(Staged { path, file, id, bytes })),
            Ok((false, ..)) => {
                drop(fs::remove_file(&path));
                Ok(None)
            }
            Err(e) => {
                drop(fs::remove_file(&path));
                Err(VaultError::writing(name, "cannot store", &path, e))
            }
        }
    }

    /// Removes what was staged and is not wanted.
    pub(crate) fn discard(&self, staged: Staged) {
        drop(staged.file);
        // What stays behind is cleared at the next opening.
        drop(fs::remove_file(staged.path));
    }

    /// Gives what was staged its place. When this returns, it is on the disk under its name.
    pub(crate) fn settle(&self, staged: Vec<Staged>) -> Result<(), VaultError> {
        const WRITERS: usize = 4;
        let failed = |path: &Path, e| VaultError::writing("the files taken in", "cannot store", path, e);
        // Before the renames, so that a name never stands over bytes that a power cut could still take away. The
        // system writes several at once in one go.
        let results: Vec<Result<(), VaultError>> = thread::scope(|scope| {
            let share = staged.len().div_ceil(WRITERS).max(1);
            let writers: Vec<_> = staged
                .chunks(share)
                .map(|part| {
                    scope.spawn(move || {
                        part.iter().try_for_each(|one| one.file.sync_all().map_err(|e| failed(&one.path, e)))
                    })
                })
                .collect();
            writers.into_iter().map(|writer| writer.join().unwrap_or(Err(VaultError::Closed))).collect()
        });
        results.into_iter().collect::<Result<(), _>>()?;
        let mut shelves = BTreeSet::new();
        let mut new_shelf = false;
        for one in &staged {
            let path = self.path(&one.id);
            let Some(shelf) = path.parent() else { continue };
            if !shelf.is_dir() {
                create_private(shelf).map_err(|e| failed(shelf, e))?;
                new_shelf = true;
            }
            fs::rename(&one.path, &path).map_err(|e| failed(&path, e))?;
            shelves.insert(shelf.to_owned());
        }
        if new_shelf {
            sync_folder(&self.objects).map_err(|e| failed(&self.objects, e))?;
        }
        shelves.iter().try_for_each(|shelf| sync_folder(shelf).map_err(|e| failed(shelf, e)))
    }

    /// The bytes of an object, as they were received.
    pub(crate) fn open(&self, id: &ItemId) -> io::Result<Box<dyn Read>> {
        self.at_rest.source(File::open(self.path(id))?)
    }

    /// The bytes of an object, checked against its name.
    pub(crate) fn read(&self, id: &ItemId) -> Result<Vec<u8>, VaultError> {
        let path = self.path(id);
        let failed = |e| VaultError::reading("cannot read", &path, e);
        let mut bytes = Vec::new();
        let size = fs::metadata(&path).map_or(0, |m| m.len());
        bytes
            .try_reserve_exact(usize::try_from(size).unwrap_or(0))
            .map_err(|e| failed(io::Error::other(e)))?;
        self.open(id).and_then(|mut source| source.read_to_end(&mut bytes)).map_err(failed)?;
        let found = ItemId::of(&bytes);
        if found != *id {
            return Err(VaultError::DamagedItem { id: *id, found, path });
        }
        Ok(bytes)
    }
}

/// SHA-256 and size of what is read.
pub(crate) fn digest_of(mut source: impl Read) -> io::Result<(ItemId, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; CHUNK];
    let mut bytes = 0_u64;
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok((ItemId::from_bytes(hash.finalize().into()), bytes)),
            Ok(read) => {
                hash.update(buffer.get(..read).unwrap_or_default());
                bytes = bytes.saturating_add(read as u64);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

/// Creates a folder, and those above it, that only its owner can enter.
pub(crate) fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the names in a folder survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Writes a file whole or not at all: what it was before stays until the new one is on the disk.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}
