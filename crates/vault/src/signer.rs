//! Who writes a log: the key of one person on one device.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};

use crate::PublicKey;
use crate::error::VaultError;

/// What is signed begins with this, so that a signature on a log means nothing anywhere else.
const CONTEXT: &[u8] = b"remand log line v2\n";

/// The key of a person on a device, and the names under which they write. The names are what the person says.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
    /// The person, as they want to be named; may be empty.
    pub person: String,
    /// The device; may be empty.
    pub device: String,
}

impl Signer {
    /// A new key, drawn by chance.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn generate(person: &str, device: &str) -> Result<Self, VaultError> {
        Ok(Self::from_secret(&random()?, person, device))
    }

    /// The signer with this secret key.
    pub fn from_secret(secret: &[u8; 32], person: &str, device: &str) -> Self {
        Self { key: SigningKey::from_bytes(secret), person: person.to_owned(), device: device.to_owned() }
    }

    /// The secret key, to store where only its owner can read it.
    pub fn secret(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The key that others check the log with.
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.key.verifying_key().to_bytes())
    }

    /// The signature of a line of a log, in Base64.
    pub(crate) fn sign(&self, line: &[u8]) -> String {
        use ed25519_dalek::Signer as _;
        BASE64.encode(self.key.sign(&message(line)).to_bytes())
    }

    /// Signs a checkpoint.
    pub(crate) fn sign_note(&self, text: &[u8]) -> Vec<u8> {
        use ed25519_dalek::Signer as _;
        self.key.sign(text).to_vec()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The secret key must not come into a message by way of an error.
        f.debug_struct("Signer").field("public", &self.public()).field("person", &self.person).finish()
    }
}

/// The bytes of `N` random numbers from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| VaultError::NoChance(e.to_string()))?;
    Ok(bytes)
}

fn message(line: &[u8]) -> Vec<u8> {
    [CONTEXT, line].concat()
}

/// Whether `signature` (Base64) is that of `key` on a line of a log.
pub(crate) fn holds(key: &PublicKey, line: &[u8], signature: &str) -> bool {
    BASE64.decode(signature).is_ok_and(|signature| signs(key, &message(line), &signature))
}

/// Whether `signature` is that of `key` on `message`. Keys and signatures that can be bent so that they fit several
/// messages, and keys that are not in their one encoding, are refused.
pub(crate) fn signs(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    if !is_canonical(key) {
        return false;
    }
    let Ok(key) = VerifyingKey::from_bytes(key.as_bytes()) else { return false };
    Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}

/// The coordinate in the key is below 2^255 - 19 (RFC 8032, section 5.1.3), which the library does not ask for.
fn is_canonical(key: &PublicKey) -> bool {
    match key.as_bytes() {
        [first, middle @ .., last] => {
            *first < 0xed || *last & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
        }
    }
}
