//! Names made of digests: one spelling each, lower-case hexadecimal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A text is not the hexadecimal form of a digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}: {digits} lower-case hexadecimal digits are expected")]
pub struct NotADigest {
    text: String,
    what: &'static str,
    digits: usize,
}

fn bytes_of<const N: usize>(text: &str, what: &'static str) -> Result<[u8; N], NotADigest> {
    let bad = || NotADigest { text: text.chars().take(100).collect(), what, digits: N * 2 };
    // One id has one spelling; and the parser of numbers would take `+f` for a byte.
    if text.len() != N * 2 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(bad());
    }
    let mut digest = [0_u8; N];
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| bad())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| bad())?;
    }
    Ok(digest)
}

macro_rules! digest {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The one with these bytes.
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = NotADigest;

            fn from_str(text: &str) -> Result<Self, NotADigest> {
                bytes_of(text, $what).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

digest! {
    /// SHA-256 of the bytes of an item, or of a text taken from one; 64 hexadecimal digits.
    ItemId, 32, "an item id"
}

digest! {
    /// SHA-256 of a line of a log without its line feed; 64 hexadecimal digits.
    LineHash, 32, "the hash of a line"
}

digest! {
    /// The public Ed25519 key that signs a log; 64 hexadecimal digits.
    PublicKey, 32, "a public key"
}

digest! {
    /// Name of a log: the first 16 bytes of the SHA-256 of `remand log`, a line feed, the bytes of the vault's id and
    /// of the public key; 32 hexadecimal digits.
    LogId, 16, "the id of a log"
}

digest! {
    /// Name of a vault, drawn by chance when it is made; copies of a vault keep it. 32 hexadecimal digits.
    VaultId, 16, "the id of a vault"
}

impl ItemId {
    /// The id of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl LineHash {
    /// What the first line of a log names as the line before.
    pub const NONE: Self = Self([0; 32]);

    /// The hash of a line, given without its line feed.
    pub fn of(line: &[u8]) -> Self {
        Self(Sha256::digest(line).into())
    }
}

impl LogId {
    /// The log that `key` writes in `vault`.
    pub fn of(vault: &VaultId, key: &PublicKey) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"remand log\n");
        hash.update(vault.0);
        hash.update(key.0);
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(digest) {
            *to = from;
        }
        Self(id)
    }
}

impl AsRef<[u8]> for LineHash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
