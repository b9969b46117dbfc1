//! Who works here: the key of this person on this device, kept apart from every case.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use remand_vault::{ItemId, PublicKey, Signer, VaultError};
use serde::{Deserialize, Serialize};

/// Where the folder with the key is, in place of the one that the system has for such things.
const HOME: &str = "REMAND_HOME";

/// Why nobody can sign.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// There is no place for the key.
    #[error("there is no folder to keep your key in ({0}); set {HOME} to one")]
    NoHome(String),
    /// The file with the key cannot be read or written.
    #[error("{doing} {}: {source}; your key is kept there, {HOME} sets another folder", .path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else.
    #[error(
        "{} does not hold a key of this program ({why}); put back a copy of it, or move it away to have a new key made",
        .path.display()
    )]
    NoKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A key cannot be made.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// The person and the device, as they are named in logs, and the public half of the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The person; empty until they say.
    pub person: String,
    /// The device; empty until somebody says.
    pub device: String,
    /// What others check signatures with.
    pub key: PublicKey,
    /// The file that keeps the secret half.
    pub path: PathBuf,
}

/// The file `identity.json`.
#[derive(Serialize, Deserialize)]
struct Kept {
    remand_identity: u32,
    /// The secret key, 64 hexadecimal digits.
    secret: ItemId,
    person: String,
    device: String,
}

impl Identity {
    /// Who works here. A key is made where there is none.
    ///
    /// # Errors
    ///
    /// Where the key cannot be read or kept.
    pub fn load() -> Result<Self, IdentityError> {
        let path = file()?;
        let signer = signer_at(&path)?;
        Ok(Self { key: signer.public(), person: signer.person, device: signer.device, path })
    }

    /// Names the person, the device, or both, from here on.
    ///
    /// # Errors
    ///
    /// Where the key cannot be read or kept.
    pub fn name(person: Option<&str>, device: Option<&str>) -> Result<Self, IdentityError> {
        let path = file()?;
        let mut signer = signer_at(&path)?;
        if let Some(person) = person {
            signer.person = person.trim().to_owned();
        }
        if let Some(device) = device {
            signer.device = device.trim().to_owned();
        }
        let part = path.with_extension("part");
        write_private(&part, &signer)
            .and_then(|()| fs::rename(&part, &path))
            .map_err(|source| IdentityError::Io { doing: "cannot write", path: path.clone(), source })?;
        Self::load()
    }
}

/// The key that signs what this program records.
pub(crate) fn signer() -> Result<Signer, IdentityError> {
    signer_at(&file()?)
}

fn file() -> Result<PathBuf, IdentityError> {
    Ok(home()?.join("identity.json"))
}

/// The folder of this person's own files.
pub(crate) fn home() -> Result<PathBuf, IdentityError> {
    if let Some(home) = std::env::var_os(HOME).filter(|home| !home.is_empty()) {
        return Ok(PathBuf::from(home));
    }
    let strategy = etcetera::choose_base_strategy().map_err(|e| IdentityError::NoHome(e.to_string()))?;
    Ok(strategy.config_dir().join("remand"))
}

fn signer_at(path: &Path) -> Result<Signer, IdentityError> {
    match fs::read(path) {
        Ok(bytes) => read(path, &bytes),
        Err(e) if e.kind() == io::ErrorKind::NotFound => make(path),
        Err(source) => Err(IdentityError::Io { doing: "cannot read", path: path.to_owned(), source }),
    }
}

fn read(path: &Path, bytes: &[u8]) -> Result<Signer, IdentityError> {
    let no_key = |why: String| IdentityError::NoKey { path: path.to_owned(), why };
    let kept: Kept = serde_json::from_slice(bytes).map_err(|e| no_key(e.to_string()))?;
    if kept.remand_identity != 1 {
        return Err(no_key(format!("version {} is not known", kept.remand_identity)));
    }
    Ok(Signer::from_secret(kept.secret.as_bytes(), &kept.person, &kept.device))
}

/// Makes a key. Of two programs that do so at once, one wins and both use its key.
fn make(path: &Path) -> Result<Signer, IdentityError> {
    let failed = |source| IdentityError::Io { doing: "cannot write", path: path.to_owned(), source };
    let signer = Signer::generate("", "")?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let part = path.with_extension(format!("{}.part", std::process::id()));
    write_private(&part, &signer).map_err(failed)?;
    let linked = fs::hard_link(&part, path);
    drop(fs::remove_file(&part));
    match linked {
        Ok(()) => Ok(signer),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => signer_at(path),
        // A file system without links: the last one wins.
        Err(_) => write_private(path, &signer).map(|()| signer).map_err(failed),
    }
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, signer: &Signer) -> io::Result<()> {
    let kept = Kept {
        remand_identity: 1,
        secret: ItemId::from_bytes(*signer.secret()),
        person: signer.person.clone(),
        device: signer.device.clone(),
    };
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(&serde_json::to_vec_pretty(&kept)?)?;
    file.sync_all()
}
