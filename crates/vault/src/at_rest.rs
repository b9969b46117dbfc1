//! A case at rest under lock: every object and every line is an [age](https://age-encryption.org/v1) file, made for a
//! key of the case, which itself lies in age files made for a passphrase or for people's keys.

use std::fmt;
use std::io::{self, Read, Write};
use std::iter;
use std::str::FromStr;

use age::secrecy::{ExposeSecret, SecretString};
use age::x25519;
use sha2::{Digest, Sha256};

use crate::ItemId;
use crate::error::VaultError;

/// The key of a locked case: an age identity. Whoever has it reads everything.
#[derive(Clone)]
pub struct CaseKey {
    identity: x25519::Identity,
    recipient: x25519::Recipient,
    /// Names of objects are hashed with this, so that they do not tell which files a case holds.
    names: [u8; 32],
}

impl CaseKey {
    /// A new key.
    pub fn generate() -> Self {
        Self::of(x25519::Identity::generate())
    }

    fn of(identity: x25519::Identity) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"remand object names\n");
        hash.update(identity.to_string().expose_secret());
        Self { recipient: identity.to_public(), names: hash.finalize().into(), identity }
    }

    /// The key as `AGE-SECRET-KEY-1…`; whoever reads it reads the case.
    pub fn to_text(&self) -> String {
        self.identity.to_string().expose_secret().to_owned()
    }

    /// The name under which an object lies.
    pub(crate) fn name_of(&self, id: &ItemId) -> String {
        let mut hash = Sha256::new();
        hash.update(self.names);
        hash.update(id.as_bytes());
        ItemId::from_bytes(hash.finalize().into()).to_string()
    }

    /// Encrypts what is written to it; [`age::stream::StreamWriter::finish`] ends it.
    pub(crate) fn encrypting<W: Write>(&self, to: W) -> io::Result<age::stream::StreamWriter<W>> {
        let recipient: &dyn age::Recipient = &self.recipient;
        age::Encryptor::with_recipients(iter::once(recipient)).map_err(io::Error::other)?.wrap_output(to)
    }

    /// Decrypts what is read from it.
    pub(crate) fn decrypting<R: Read>(&self, from: R) -> io::Result<age::stream::StreamReader<R>> {
        let identity: &dyn age::Identity = &self.identity;
        age::Decryptor::new(from)
            .and_then(|decryptor| decryptor.decrypt(iter::once(identity)))
            .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e.to_string()))
    }

    pub(crate) fn encrypt(&self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut sealed = Vec::new();
        let mut writer = self.encrypting(&mut sealed)?;
        writer.write_all(bytes)?;
        writer.finish()?;
        Ok(sealed)
    }

    pub(crate) fn decrypt(&self, sealed: &[u8]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.decrypting(sealed)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl FromStr for CaseKey {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, VaultError> {
        x25519::Identity::from_str(text.trim()).map(Self::of).map_err(|e| VaultError::WrongKey(e.to_owned()))
    }
}

impl fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseKey(…)")
    }
}

/// Who can open a locked case.
#[derive(Clone)]
pub enum Lock {
    /// Whoever knows this passphrase.
    Passphrase(SecretString),
    /// Whoever has the key to one of these (`age1…`).
    Recipients(Vec<x25519::Recipient>),
}

impl Lock {
    /// A lock that opens with a passphrase.
    pub fn passphrase(text: &str) -> Self {
        Self::Passphrase(SecretString::from(text.to_owned()))
    }

    /// A lock that opens with any of the keys of these recipients.
    ///
    /// # Errors
    /// One of them is no age recipient (`age1…`), or there is none.
    pub fn recipients(of: &[String]) -> Result<Self, VaultError> {
        let read = |text: &String| {
            let why = |e: &str| VaultError::WrongKey(format!("`{text}` is no recipient (age1…): {e}"));
            x25519::Recipient::from_str(text.trim()).map_err(why)
        };
        let recipients: Vec<_> = of.iter().map(read).collect::<Result<_, _>>()?;
        if recipients.is_empty() {
            return Err(VaultError::WrongKey("no recipient is given".to_owned()));
        }
        Ok(Self::Recipients(recipients))
    }

    /// Name of the file below `keys/` that holds the case's key under this lock.
    pub(crate) fn file(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase.age",
            Self::Recipients(_) => "recipients.age",
        }
    }

    /// The key of the case under this lock.
    pub(crate) fn wrap(&self, key: &CaseKey) -> io::Result<Vec<u8>> {
        let encryptor = match self {
            Self::Passphrase(passphrase) => age::Encryptor::with_user_passphrase(passphrase.clone()),
            Self::Recipients(recipients) => {
                age::Encryptor::with_recipients(recipients.iter().map(|r| r as &dyn age::Recipient))
                    .map_err(io::Error::other)?
            }
        };
        let mut sealed = Vec::new();
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(key.to_text().as_bytes())?;
        writer.finish()?;
        Ok(sealed)
    }
}

/// What is written through this can be opened only by whoever has the key of one of the recipients (`age1…`). The
/// stream must be ended with its `finish`.
///
/// # Errors
/// One is no recipient, or the first bytes cannot be written.
pub fn encrypt_to<W: Write>(
    recipients: &[String],
    to: W,
) -> Result<age::stream::StreamWriter<W>, VaultError> {
    let Lock::Recipients(all) = Lock::recipients(recipients)? else {
        return Err(VaultError::WrongKey("no recipient".to_owned()));
    };
    let each = all.iter().map(|recipient| recipient as &dyn age::Recipient);
    age::Encryptor::with_recipients(each)
        .map_err(|e| VaultError::WrongKey(e.to_string()))?
        .wrap_output(to)
        .map_err(|e| VaultError::WrongKey(e.to_string()))
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file())
    }
}

/// What opens a locked case.
#[derive(Clone)]
pub enum Opener {
    /// A passphrase.
    Passphrase(SecretString),
    /// A person's own age key (`AGE-SECRET-KEY-1…`).
    Identity(x25519::Identity),
}

impl Opener {
    /// A passphrase.
    pub fn passphrase(text: &str) -> Self {
        Self::Passphrase(SecretString::from(text.to_owned()))
    }

    /// The first key in the text of an identity file of age; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// There is none in it.
    pub fn identity(text: &str) -> Result<Self, VaultError> {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let none = || VaultError::WrongKey("no key (AGE-SECRET-KEY-1…) is in it".to_owned());
        let identity = x25519::Identity::from_str(line.ok_or_else(none)?);
        identity.map(Self::Identity).map_err(|e| VaultError::WrongKey(e.to_owned()))
    }

    /// Name of the file below `keys/` that this may open.
    pub(crate) fn file(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase.age",
            Self::Identity(_) => "recipients.age",
        }
    }

    /// The key of the case, out of a file that [`Lock::wrap`] made.
    pub(crate) fn unwrap_key(&self, sealed: &[u8]) -> Result<CaseKey, VaultError> {
        let refused = |e: &dyn fmt::Display| VaultError::WrongKey(format!("it does not open the case ({e})"));
        let decryptor = age::Decryptor::new(sealed).map_err(|e| refused(&e))?;
        let mut text = String::new();
        let mut reader = match self {
            Self::Passphrase(passphrase) => {
                let identity = age::scrypt::Identity::new(passphrase.clone());
                decryptor.decrypt(iter::once(&identity as &dyn age::Identity))
            }
            Self::Identity(identity) => decryptor.decrypt(iter::once(identity as &dyn age::Identity)),
        }
        .map_err(|e| refused(&e))?;
        reader.read_to_string(&mut text).map_err(|e| refused(&e))?;
        text.parse()
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file())
    }
}

/// How what lies in a vault is written.
#[derive(Clone, Debug)]
pub(crate) enum AtRest {
    /// As it is.
    Open,
    /// As age files for this key.
    Locked(CaseKey),
}

/// Takes what is to be stored, and ends it.
pub(crate) enum Sink<W: Write> {
    Open(W),
    Locked(age::stream::StreamWriter<W>),
}

impl AtRest {
    /// Ending of the names of files that are written this way.
    pub(crate) fn suffix(&self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Locked(_) => ".age",
        }
    }

    pub(crate) fn sink<W: Write>(&self, to: W) -> io::Result<Sink<W>> {
        match self {
            Self::Open => Ok(Sink::Open(to)),
            Self::Locked(key) => key.encrypting(to).map(Sink::Locked),
        }
    }

    pub(crate) fn source<'a, R: Read + 'a>(&self, from: R) -> io::Result<Box<dyn Read + 'a>> {
        match self {
            Self::Open => Ok(Box::new(from)),
            Self::Locked(key) => Ok(Box::new(key.decrypting(from)?)),
        }
    }
}

impl<W: Write> Sink<W> {
    pub(crate) fn finish(self) -> io::Result<W> {
        match self {
            Self::Open(to) => Ok(to),
            Self::Locked(writer) => writer.finish(),
        }
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(to) => to.write(bytes),
            Self::Locked(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(to) => to.flush(),
            Self::Locked(writer) => writer.flush(),
        }
    }
}
