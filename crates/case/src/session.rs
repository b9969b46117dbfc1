//! A locked case that is open for a while. Its key lies where the system keeps files in memory and never on the disk,
//! with the list of what was printed from it, so that locking it again leaves nothing.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use remand_vault::{CaseKey, ItemId, Lock, Opener, is_locked, unlock, wipe};
use serde::{Deserialize, Serialize};

use crate::output::DOCUMENTS;
use crate::{CaseError, CaseFolder, identity, search};

/// Why a case cannot be opened for a while.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The system keeps no folder in memory.
    #[error(
        "this system keeps no folder in memory, so that the key would lie on the disk while the case is open; \
         --on-disk accepts that, --for-good takes the lock away"
    )]
    NoMemory,
    /// The file that holds the key cannot be written.
    #[error("cannot keep the key in {}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing is there to lock it with.
    #[error("{} has no lock yet: give a passphrase, or --to with the age keys of those who shall open it", .0.display())]
    NoLock(PathBuf),
}

/// What is kept while a locked case is open.
#[derive(Serialize, Deserialize)]
struct Session {
    case: PathBuf,
    key: String,
    /// Files that were printed from it.
    printed: Vec<PathBuf>,
}

impl CaseFolder {
    /// Where the case in `dir`, or in the folder `case` in it, lies.
    ///
    /// # Errors
    ///
    /// Where there is no case.
    pub fn place(dir: &Path) -> Result<PathBuf, CaseError> {
        let places = [dir.to_owned(), dir.join("case")];
        let none = || CaseError::NoCase(dir.to_owned());
        places.into_iter().find(|place| remand_vault::is_vault(place)).ok_or_else(none)
    }

    /// Opens a locked case until it is locked again, by this program or a restart of the machine.
    ///
    /// # Errors
    ///
    /// Where the key or passphrase does not fit, or the key has no place.
    pub fn unlock(dir: &Path, opener: &Opener, on_disk: bool) -> Result<(), CaseError> {
        let case = Self::place(dir)?;
        if !is_locked(&case) {
            return Ok(());
        }
        let key = unlock(&case, opener)?;
        keep(&case, &key, on_disk)
    }

    /// Takes the lock away: the case lies readable on the disk from here on.
    ///
    /// # Errors
    ///
    /// Where the key or passphrase does not fit, or a file cannot be written.
    pub fn unlock_for_good(dir: &Path, opener: &Opener) -> Result<(), CaseError> {
        let case = Self::place(dir)?;
        if is_locked(&case) {
            let key = unlock(&case, opener)?;
            remand_vault::Vault::open(&case, &identity::signer()?, Some(&key))?.open_for_good()?;
            end(&case)?;
        }
        Ok(())
    }

    /// Locks the case: with `locks` where it has none yet or they shall be others, and else as it was. What was printed
    /// from it, as far as this program knows, is removed; the paths come back.
    ///
    /// # Errors
    ///
    /// Where it has no lock and none is given, or a file cannot be written.
    pub fn lock(dir: &Path, locks: &[Lock]) -> Result<Vec<PathBuf>, CaseError> {
        let case = Self::place(dir)?;
        if !is_locked(&case) && locks.is_empty() {
            return Err(SessionError::NoLock(case).into());
        }
        if !locks.is_empty() {
            let key = key(&case);
            remand_vault::Vault::open(&case, &identity::signer()?, key.as_ref())?.lock(locks)?;
            search::forget(&case)?;
        }
        end(&case)
    }

    /// Notes what was printed from a locked case, so that locking it removes it.
    ///
    /// # Errors
    ///
    /// Where that cannot be kept.
    pub fn note_printed(&self, printed: &[PathBuf]) -> Result<(), CaseError> {
        let case = self.vault().dir();
        let Some((path, mut session)) = find(case).filter(|_| is_locked(case)) else { return Ok(()) };
        for file in printed.iter().filter_map(|file| file.canonicalize().ok()) {
            if !session.printed.contains(&file) {
                session.printed.push(file);
            }
        }
        write(&path, &session)
    }
}

/// The locked cases that are open now.
pub fn open_cases() -> Vec<PathBuf> {
    let files = folders().into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    files.filter_map(|file| read(&file.path())).map(|session| session.case).collect()
}

/// The key of a case that is open.
pub(crate) fn key(case: &Path) -> Option<CaseKey> {
    if !is_locked(case) {
        return None;
    }
    find(case)?.1.key.parse().ok()
}

fn keep(case: &Path, key: &CaseKey, on_disk: bool) -> Result<(), CaseError> {
    let folder = match in_memory() {
        Some(folder) => folder,
        None if on_disk => identity::home()?.join("open"),
        None => return Err(SessionError::NoMemory.into()),
    };
    let failed = |source| SessionError::Io { path: folder.clone(), source };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(failed)?;
    if !is_ours(&folder) {
        return Err(failed(io::Error::other("others may read it")).into());
    }
    let case = case.canonicalize().unwrap_or_else(|_| case.to_owned());
    let path = folder.join(name(&case));
    write(&path, &Session { case, key: key.to_text(), printed: Vec::new() })
}

/// Removes the key, and what was printed.
fn end(case: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let mut removed = Vec::new();
    let session = find(case);
    if let Some((path, _)) = &session {
        wipe(path)?;
    }
    let case = case.canonicalize().unwrap_or_else(|_| case.to_owned());
    // The folder of the dossier that the case lies in.
    let beside = case.parent().filter(|_| case.file_name().is_some_and(|name| name == "case"));
    let beside = beside.into_iter().flat_map(|out| DOCUMENTS.iter().map(move |name| out.join(name)));
    let noted = session.map(|(_, session)| session.printed).unwrap_or_default();
    for path in noted.into_iter().chain(beside) {
        if path.is_file() {
            wipe(&path)?;
            removed.push(path);
        }
    }
    Ok(removed)
}

fn find(case: &Path) -> Option<(PathBuf, Session)> {
    let case = case.canonicalize().ok()?;
    let paths = folders().into_iter().map(|folder| folder.join(name(&case)));
    paths
        .filter_map(|path| read(&path).map(|session| (path, session)))
        .find(|(_, session)| session.case == case)
}

fn read(path: &Path) -> Option<Session> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

fn write(path: &Path, session: &Session) -> Result<(), CaseError> {
    let write = || -> io::Result<()> {
        let mut options = fs::File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&serde_json::to_vec(session)?)?;
        file.sync_all()
    };
    write().map_err(|source| SessionError::Io { path: path.to_owned(), source }.into())
}

/// Names nothing of the case.
fn name(case: &Path) -> String {
    ItemId::of(case.as_os_str().as_encoded_bytes()).to_string()
}

fn folders() -> Vec<PathBuf> {
    let on_disk = identity::home().ok().map(|home| home.join("open"));
    in_memory().into_iter().chain(on_disk).collect()
}

/// A folder of this user that the system keeps in memory.
fn in_memory() -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    if let Some(runtime) = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|dir| dir.is_dir()) {
        return Some(runtime.join("remand"));
    }
    let shared = Path::new("/dev/shm");
    shared.is_dir().then(|| shared.join(format!("remand-{}", user())))
}

#[cfg(unix)]
fn user() -> u32 {
    std::os::unix::fs::MetadataExt::uid(&match fs::metadata("/proc/self") {
        Ok(metadata) => metadata,
        Err(_) => return u32::MAX,
    })
}

#[cfg(not(unix))]
fn user() -> u32 {
    0
}

/// Nobody else can look into the folder, or put another in its place.
#[cfg(unix)]
fn is_ours(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(folder)
        .is_ok_and(|m| m.is_dir() && m.mode() & 0o077 == 0 && (m.uid() == user() || user() == u32::MAX))
}

#[cfg(not(unix))]
fn is_ours(_: &Path) -> bool {
    true
}

/// What came of locking everything at once.
#[derive(Debug, Default)]
pub struct Panicked {
    /// Cases that were open and are locked now.
    pub locked: Vec<PathBuf>,
    /// What was removed.
    pub removed: Vec<PathBuf>,
    /// What could not be done, in words.
    pub failed: Vec<String>,
}

/// Locks every case that is open, keys first, so that what comes after may be interrupted.
pub fn panic() -> Panicked {
    let mut done = Panicked::default();
    let cases = open_cases();
    let mut printed = Vec::new();
    for case in &cases {
        let Some((path, session)) = find(case) else { continue };
        match wipe(&path) {
            Ok(()) => done.locked.push(case.clone()),
            Err(e) => done.failed.push(e.to_string()),
        }
        printed.extend(session.printed);
        let beside = case.parent().filter(|_| case.file_name().is_some_and(|name| name == "case"));
        printed.extend(beside.into_iter().flat_map(|out| DOCUMENTS.iter().map(move |name| out.join(name))));
    }
    for path in printed.into_iter().filter(|path| path.is_file()) {
        match wipe(&path) {
            Ok(()) => done.removed.push(path),
            Err(e) => done.failed.push(e.to_string()),
        }
    }
    done
}
