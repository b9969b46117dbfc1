//! One line of a log: what it records, and how it is signed.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::JournalFault;
use crate::signer::{Signer, holds};
use crate::{ItemId, LineHash, LogId, PublicKey, Receipt, VaultId};

/// Format of the vault that this program reads and writes.
pub(crate) const FORMAT: u32 = 2;

/// What stands between the JSON of a signed line and its signature.
const BEFORE_SIGNATURE: &[u8] = b",\"signature\":\"";
const AFTER_SIGNATURE: &[u8] = b"\"}";
/// Base64 of 64 bytes.
const SIGNATURE: usize = 88;

/// A line of a log as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Number of the line, from 1.
    pub(crate) number: u64,
    /// Hash of the line before; zeros on the first line.
    pub(crate) previous: LineHash,
    /// When it was recorded, as the device said.
    pub(crate) recorded_at: String,
    /// What was done.
    #[serde(flatten)]
    pub(crate) record: Record,
}

/// What an entry records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Record {
    /// The first entry of every log.
    LogOpened {
        /// Version of the format of the vault: 2.
        format: u32,
        /// The vault that the log belongs to.
        vault: VaultId,
        /// The key that signs the log.
        key: PublicKey,
        /// Who writes it, as that person wants to be named; may be empty.
        person: String,
        /// On which device; may be empty.
        device: String,
    },
    /// Who writes the log is named otherwise from here on.
    WriterNamed {
        /// The person.
        person: String,
        /// The device.
        device: String,
    },
    /// Bytes that the vault did not have.
    ItemReceived {
        /// SHA-256 of the bytes.
        item: ItemId,
        /// Path below the source.
        name: String,
        /// Size in bytes.
        bytes: u64,
        /// When the file was changed last, as the file system said (RFC 3339).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modified: Option<String>,
        /// How it reached the person.
        #[serde(default, deserialize_with = "object", skip_serializing_if = "Receipt::is_empty")]
        receipt: Receipt,
    },
    /// Bytes that the vault has, under a name that it did not know for them.
    ItemKnownAgain {
        /// SHA-256 of the bytes.
        item: ItemId,
        /// The further name.
        name: String,
        /// How it reached the person this time.
        #[serde(default, deserialize_with = "object", skip_serializing_if = "Receipt::is_empty")]
        receipt: Receipt,
    },
    /// A file found inside another: an attachment, a member of an archive.
    ItemFound {
        /// SHA-256 of the bytes.
        item: ItemId,
        /// Name of the file it was in, `!`, and its name inside.
        name: String,
        /// Size in bytes.
        bytes: u64,
        /// The item it was in.
        parent: ItemId,
        /// What it was there, such as `attachment`.
        part: String,
        /// The program that took it out, with its version.
        tool: String,
        /// What the file around it says about it.
        #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
        said: serde_json::Value,
    },
    /// What a person says later of how an item came.
    ReceiptSaid {
        /// The item.
        item: ItemId,
        /// How it reached the person.
        #[serde(deserialize_with = "object")]
        receipt: Receipt,
    },
    /// A file or folder that was there and could not be read.
    SourceUnreadable {
        /// Path below the source.
        name: String,
        /// Why, in words.
        reason: String,
    },
    /// A text was taken from an item; it is an object of its own.
    TextTaken {
        /// The item.
        item: ItemId,
        /// SHA-256 of the text layer, which is stored as an object.
        text: ItemId,
        /// The program that took it, with its version.
        tool: String,
        /// With which settings.
        #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
        settings: serde_json::Value,
    },
    /// A copy to work on left the vault; the evidentiary copy stays.
    CopyMade {
        /// The item.
        item: ItemId,
        /// What for, in words.
        purpose: String,
    },
    /// What a person, or the program for a person, decided.
    Decision {
        /// What was decided; the vault does not look inside.
        decision: serde_json::Value,
    },
    /// Logs of others were taken in; what follows was written knowing them.
    LogsTakenIn {
        /// The logs, and how far they reached.
        #[serde(deserialize_with = "objects")]
        logs: Vec<Seen>,
    },
    /// Somebody outside vouches for a checkpoint: a time-stamp, a countersignature.
    Attested {
        /// The kind: `rfc3161` or `opentimestamps`.
        kind: String,
        /// SHA-256 of the checkpoint, which is stored as an object.
        checkpoint: ItemId,
        /// SHA-256 of the token, which is stored as an object.
        token: ItemId,
    },
    /// A bundle was made for others.
    Sealed {
        /// SHA-256 of the manifest of the bundle.
        manifest: ItemId,
        /// For whom, in words; may be empty.
        audience: String,
    },
}

/// How far a log reached when it was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The log.
    pub log: LogId,
    /// Number of its lines.
    pub size: u64,
    /// Hash of the last of them.
    pub head: LineHash,
}

impl Line {
    /// The bytes of the line without its line feed.
    pub(crate) fn to_bytes(&self, signer: Option<&Signer>) -> Result<Vec<u8>, JournalFault> {
        let mut bytes = serde_json::to_vec(self).map_err(|e| JournalFault::NotAnEntry(e.to_string()))?;
        if let Some(signer) = signer {
            let signature = signer.sign(&bytes);
            bytes.pop();
            bytes.extend_from_slice(BEFORE_SIGNATURE);
            bytes.extend_from_slice(signature.as_bytes());
            bytes.extend_from_slice(AFTER_SIGNATURE);
        }
        Ok(bytes)
    }
}

/// A line taken apart: what it says, what was signed, and the signature.
pub(crate) struct Parsed {
    pub(crate) line: Line,
    pub(crate) hash: LineHash,
    signed: Option<(Vec<u8>, String)>,
}

impl Parsed {
    /// Takes apart the bytes of a line, given without its line feed.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, JournalFault> {
        #[derive(Deserialize)]
        struct Spelled {
            // The tag of an enum would be taken as the number of the variant too.
            #[serde(rename = "entry")]
            _entry: String,
            #[serde(default, rename = "signature", deserialize_with = "is_there")]
            has_signature: bool,
        }
        let not = |e: serde_json::Error| JournalFault::NotAnEntry(e.to_string());
        let line: Line = serde_json::from_slice(bytes).map_err(not)?;
        let says: Spelled = serde_json::from_slice(bytes).map_err(not)?;
        let signed = split_signature(bytes);
        if says.has_signature != signed.is_some() {
            return Err(JournalFault::BadSignature("it does not stand at the end of the line".to_owned()));
        }
        if !is_time(&line.recorded_at) {
            return Err(JournalFault::NotATime(line.recorded_at));
        }
        Ok(Self { line, hash: LineHash::of(bytes), signed })
    }

    /// It has a signature, whether or not that holds.
    pub(crate) fn is_signed(&self) -> bool {
        self.signed.is_some()
    }

    /// The signature, where there is one, is that of `key`.
    pub(crate) fn check_signature(&self, key: &PublicKey) -> Result<(), JournalFault> {
        match &self.signed {
            Some((bytes, signature)) if !holds(key, bytes, signature) => {
                Err(JournalFault::BadSignature(format!("it was not made with the key {key} of the log")))
            }
            _ => Ok(()),
        }
    }
}

/// The bytes that were signed, and the signature.
fn split_signature(line: &[u8]) -> Option<(Vec<u8>, String)> {
    let rest = line.strip_suffix(AFTER_SIGNATURE)?;
    let (rest, signature) = rest.split_at_checked(rest.len().checked_sub(SIGNATURE)?)?;
    let mut signed = rest.strip_suffix(BEFORE_SIGNATURE)?.to_vec();
    signed.push(b'}');
    Some((signed, String::from_utf8(signature.to_vec()).ok()?))
}

/// `2024-03-05T14:30:00Z`, with up to nine digits of a second behind a dot: one moment has few spellings, and every
/// reader takes the same ones.
pub(crate) fn is_time(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let Some(rest) = text.strip_suffix('Z') else { return false };
    let (moment, fraction) = rest.split_once('.').map_or((rest, None), |(moment, f)| (moment, Some(f)));
    let fraction_fits =
        fraction.is_none_or(|f| (1..=9).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()));
    let shape = moment.len() == SHAPE.len()
        && moment
            .bytes()
            .zip(SHAPE)
            .all(|(b, shape)| if *shape == b'0' { b.is_ascii_digit() } else { b == *shape });
    shape
        && fraction_fits
        && moment.get(17..).is_some_and(|seconds| seconds < "60")
        && moment.get(..4).is_some_and(|year| ("0001"..="9998").contains(&year))
        && text.parse::<jiff::Timestamp>().is_ok()
}

/// A value that is written as an object. What serde derives takes a list of the members as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }

        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Object::deserialize(deserializer).map(|Object(value)| value)
}

fn objects<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let all = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(all.into_iter().map(|Object(value)| value).collect())
}

/// A member stands there, whatever it is: `null` too.
fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}
