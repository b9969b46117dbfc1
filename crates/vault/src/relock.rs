//! Locking a case and opening it for good: everything is written the new way first, then one file decides, then what
//! was written the old way is removed. Stopped at any moment, the next opening goes on.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::ItemId;
use crate::at_rest::{AtRest, CaseKey, Lock};
use crate::error::VaultError;
use crate::store::{Store, create_private, sync_folder, write_whole};
use crate::vault::{Vault, stored_commit};
use crate::view::{View, is_locked, log_files, log_plain, marker};

/// What is in the file `keys/locked`.
const LOCKED: &[u8] = b"The objects and logs of this case are age files (age-encryption.org/v1).\n";

impl Vault {
    /// Locks the case: from here on everything in it is written for a key that only `locks` give. The vault closes.
    /// Where it is locked already, the same key gets the new locks and no other.
    ///
    /// # Errors
    /// A file cannot be written; the case is then as it was before.
    pub fn lock(self, locks: &[Lock]) -> Result<CaseKey, VaultError> {
        let dir = self.view().dir.clone();
        let keys = dir.join("keys");
        let failed = |e| VaultError::writing("the keys of the case", "cannot write", &keys, e);
        create_private(&keys).map_err(failed)?;
        let key = match self.view().store.at_rest() {
            AtRest::Locked(key) => key.clone(),
            AtRest::Open => CaseKey::generate(),
        };
        for lock in locks {
            write_whole(&keys.join(lock.file()), &lock.wrap(&key).map_err(failed)?).map_err(failed)?;
        }
        // A lock that is not given any more does not open the case any more.
        for name in ["passphrase.age", "recipients.age"] {
            if !locks.iter().any(|lock| lock.file() == name) {
                remove(&keys.join(name))?;
            }
        }
        if !is_locked(&dir) {
            rewrite(self.view(), &AtRest::Locked(key.clone()))?;
            write_whole(&marker(&dir), LOCKED).map_err(failed)?;
            finish(&dir, &AtRest::Locked(key.clone()))?;
        }
        Ok(key)
    }

    /// Opens a locked case for good: everything in it is written as it is. The vault closes.
    ///
    /// # Errors
    /// A file cannot be written; the case is then locked as before.
    pub fn open_for_good(self) -> Result<(), VaultError> {
        let dir = self.view().dir.clone();
        if is_locked(&dir) {
            rewrite(self.view(), &AtRest::Open)?;
            remove(&marker(&dir))?;
            finish(&dir, &AtRest::Open)?;
        }
        Ok(())
    }
}

/// Writes every object and every log another way, beside how they are written now.
fn rewrite(view: &View, at_rest: &AtRest) -> Result<(), VaultError> {
    let to = view.store.written(at_rest.clone());
    for id in objects(view) {
        if to.has(&id, None) || !view.store.has(&id, None) {
            continue;
        }
        let path = view.store.path(&id);
        let source = view.store.open(&id).map_err(|e| VaultError::reading("cannot read", &path, e))?;
        let staged = to.stage(source, &path, "an object")?;
        if staged.id != id {
            return Err(VaultError::DamagedItem { id, found: staged.id, path });
        }
        to.settle(vec![staged])?;
    }
    for stored in &view.logs {
        let (bytes, _) = log_plain(&stored.path, view.store.at_rest())?;
        let lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        let lines = lines.get(..stored.log.lines().len()).unwrap_or_default();
        let name = stored.path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{}{}", name.trim_end_matches(".age"), at_rest.suffix());
        let path = stored.path.with_file_name(name);
        let failed = |e| VaultError::writing("a log", "cannot write", &path, e);
        let bytes = stored_commit(lines, at_rest).map_err(failed)?;
        write_whole(&path, &bytes).map_err(failed)?;
    }
    Ok(())
}

/// The ids of all objects that entries name.
fn objects(view: &View) -> Vec<ItemId> {
    let mut ids: Vec<ItemId> =
        view.entries().iter().flat_map(|entry| entry.record.objects()).map(|(id, _)| id).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Removes what is written another way than the case is at rest now. Of a locked case nothing readable stays.
pub(crate) fn finish(dir: &Path, at_rest: &AtRest) -> Result<(), VaultError> {
    let store = Store::new(dir, at_rest.clone());
    let other = match at_rest {
        AtRest::Open if !dir.join("keys").is_dir() => return Ok(()),
        AtRest::Open => ".age",
        AtRest::Locked(_) => "",
    };
    let wrong = |path: &Path| path.extension().is_some_and(|end| end == "age") == (other == ".age");
    let mut folders = vec![store.objects().to_owned(), dir.join("incoming"), dir.join("cut")];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(VaultError::reading("cannot read", &folder, e)),
        };
        for entry in entries.flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            } else if wrong(&entry.path()) {
                wipe(&entry.path())?;
            }
        }
    }
    let logs = log_files(dir, &AtRest::Open)?.into_iter().chain(part_files(dir));
    for path in logs.filter(|_| other.is_empty()) {
        wipe(&path)?;
    }
    if other == ".age" {
        for entry in fs::read_dir(dir.join("logs")).into_iter().flatten().flatten() {
            if wrong(&entry.path()) {
                remove(&entry.path())?;
            }
        }
        for name in ["passphrase.age", "recipients.age"] {
            remove(&dir.join("keys").join(name))?;
        }
    }
    Ok(())
}

/// What a run that was stopped left of a log it was writing.
fn part_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir.join("logs")).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "part"))
        .collect()
}

/// Writes zeros over a file and removes it. On many disks the old bytes can still be there: the documentation says so.
///
/// # Errors
/// It cannot be removed.
pub fn wipe(path: &Path) -> Result<(), VaultError> {
    let zeros = [0_u8; 64 * 1024];
    let over = || -> io::Result<()> {
        let mut file = File::options().write(true).open(path)?;
        let mut left = file.metadata()?.len();
        while left > 0 {
            let step = left.min(zeros.len() as u64);
            file.write_all(zeros.get(..usize::try_from(step).unwrap_or(zeros.len())).unwrap_or(&zeros))?;
            left -= step;
        }
        file.sync_data()
    };
    // What cannot be written over is removed all the same.
    drop(over());
    remove(path)
}

fn remove(path: &Path) -> Result<(), VaultError> {
    let removed = fs::remove_file(path).and_then(|()| path.parent().map_or(Ok(()), sync_folder));
    match removed {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(VaultError::reading("cannot remove", path, e)),
        _ => Ok(()),
    }
}
