//! The objects of a vault: bytes under their SHA-256, written so that a name never stands over half a file.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::ItemId;
use crate::error::VaultError;

/// Bytes held in memory while a file is copied.
const CHUNK: usize = 256 * 1024;

/// The folders `objects/` and `incoming/` of a vault.
#[derive(Debug)]
pub(crate) struct Store {
    objects: PathBuf,
    incoming: PathBuf,
}

impl Store {
    pub(crate) fn new(vault: &Path) -> Self {
        Self { objects: vault.join("objects"), incoming: vault.join("incoming") }
    }

    /// Makes the folders and removes what an interrupted run left half copied.
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

    /// Where the bytes of an item lie.
    pub(crate) fn path(&self, id: &ItemId) -> PathBuf {
        let name = id.to_string();
        let shelf: String = name.chars().take(2).collect();
        self.objects.join(shelf).join(name)
    }

    /// The object is there, with this many bytes.
    pub(crate) fn has(&self, id: &ItemId, bytes: u64) -> bool {
        fs::metadata(self.path(id)).is_ok_and(|m| m.is_file() && m.len() == bytes)
    }

    /// Copies `source` in, hashing on the way, and gives its id and size. `name` is for messages.
    pub(crate) fn put(
        &self,
        mut source: impl Read,
        from: &Path,
        name: &str,
    ) -> Result<(ItemId, u64), VaultError> {
        let temporary = self.incoming.join("item");
        let copied = self.copy(&mut source, from, name, &temporary);
        if copied.is_err() {
            // The first error is the one to report; what stays behind is cleared at the next opening.
            drop(fs::remove_file(&temporary));
        }
        let (file, id, bytes) = copied?;
        if self.has(&id, bytes) {
            fs::remove_file(&temporary).map_err(|e| VaultError::reading("cannot remove", &temporary, e))?;
            return Ok((id, bytes));
        }
        let path = self.path(&id);
        let failed = |e| VaultError::writing(name, "cannot store", &path, e);
        // Before the rename, so that the name never stands over bytes that a power cut could still take away.
        file.sync_all().map_err(failed)?;
        if let Some(shelf) = path.parent() {
            if !shelf.is_dir() {
                create_private(shelf).and_then(|()| sync_folder(&self.objects)).map_err(failed)?;
            }
            fs::rename(&temporary, &path).and_then(|()| sync_folder(shelf)).map_err(failed)?;
        }
        Ok((id, bytes))
    }

    fn copy(
        &self,
        source: &mut impl Read,
        from: &Path,
        name: &str,
        temporary: &Path,
    ) -> Result<(File, ItemId, u64), VaultError> {
        let failed = |e| VaultError::writing(name, "cannot store", temporary, e);
        let mut file = File::create(temporary).map_err(failed)?;
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
            file.write_all(chunk).map_err(failed)?;
            bytes = bytes.saturating_add(read as u64);
        }
        Ok((file, ItemId::from_digest(hash.finalize().into()), bytes))
    }
}

/// SHA-256 and size of a file, read in chunks.
pub(crate) fn digest_of(path: &Path) -> io::Result<(ItemId, u64)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut file, &mut HashWriter(&mut hash))?;
    Ok((ItemId::from_digest(hash.finalize().into()), bytes))
}

struct HashWriter<'a>(&'a mut Sha256);

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
