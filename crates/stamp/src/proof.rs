//! Proofs of OpenTimestamps: how a digest was mixed with others, step by step, into what a calendar promised to keep or
//! a block of Bitcoin holds. The format is that of the library python-opentimestamps
//! (`opentimestamps/core/{timestamp,op,notary,serialize}.py`), with its limits.

use ripemd::Ripemd160;
use serde::Serialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use sha3::Keccak256;

use crate::{Malformed, der};

const MAGIC: &[u8] = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94";
const VERSION: u64 = 1;

/// The most bytes of a proof. Those of public calendars have some hundreds to some thousands.
pub const MOST_PROOF: usize = 1 << 16;
/// The most bytes between two steps.
const MOST_MESSAGE: usize = 4096;
/// The most steps after each other.
const MOST_STEPS: usize = 256;
/// The most bytes that an attestation holds.
const MOST_PAYLOAD: usize = 8192;
const MOST_ADDRESS: usize = 1000;
/// The most attestations.
const MOST_ATTESTATIONS: usize = 1000;

const FORK: u8 = 0xff;
const ATTESTATION: u8 = 0x00;
const SHA1: u8 = 0x02;
const RIPEMD160: u8 = 0x03;
const SHA256: u8 = 0x08;
const KECCAK256: u8 = 0x67;
const APPEND: u8 = 0xf0;
const PREPEND: u8 = 0xf1;
const REVERSE: u8 = 0xf2;
const HEXLIFY: u8 = 0xf3;

const PENDING: [u8; 8] = [0x83, 0xdf, 0xe3, 0x0d, 0x2e, 0xf9, 0x0c, 0x8e];
const BITCOIN: [u8; 8] = [0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01];

/// Why a proof shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// It is not in the form of one.
    #[error("{0}")]
    Malformed(#[from] Malformed),
    /// It is larger than any that is known.
    #[error("it has {0} bytes; {MOST_PROOF} are the most that are read")]
    TooLarge(usize),
    /// Its version is not known.
    #[error("it is of version {0}; this program knows version 1")]
    Version(u64),
    /// It begins with another digest than SHA-256.
    #[error("it stamps a digest of another kind than SHA-256")]
    OtherDigest,
    /// It is of other bytes.
    #[error("it stamps other bytes: its digest is {found}, that of the checkpoint {expected}")]
    OtherBytes {
        /// What it stamps.
        found: String,
        /// What it should stamp.
        expected: String,
    },
    /// A step that is not known.
    #[error("a step of it (0x{0:02x}) is not known")]
    Step(u8),
    /// It goes too deep, or has too many ends.
    #[error("it has more steps or ends than are read")]
    TooMuch,
}

/// An end of a proof: who is said to have held the digest that the steps come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "attestation", rename_all = "snake_case")]
pub enum Attestation {
    /// A calendar promised to have it put into a block, and can be asked for the rest.
    Pending {
        /// Its address.
        calendar: String,
    },
    /// The block of Bitcoin at this height has it as the root of its transactions.
    Bitcoin {
        /// Number of the block.
        height: u64,
        /// The root that the block must have, 64 hexadecimal digits as block explorers write it.
        merkle_root: String,
    },
    /// Something that this program does not check.
    Unknown {
        /// Its kind, hexadecimal.
        tag: String,
    },
}

/// A proof: what it stamps, and all its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// SHA-256 of what is stamped.
    pub digest: [u8; 32],
    /// The ends, in the order of the file.
    pub attestations: Vec<Attestation>,
}

impl Proof {
    /// Reads a proof and takes its steps.
    ///
    /// # Errors
    /// Why it shows nothing.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFault> {
        if bytes.len() > MOST_PROOF {
            return Err(ProofFault::TooLarge(bytes.len()));
        }
        let rest = bytes.strip_prefix(MAGIC).ok_or(Malformed("a proof of OpenTimestamps"))?;
        let mut reader = Reader { rest };
        let version = reader.number()?;
        if version != VERSION {
            return Err(ProofFault::Version(version));
        }
        match reader.byte()? {
            SHA256 => {}
            SHA1 | RIPEMD160 | KECCAK256 => return Err(ProofFault::OtherDigest),
            other => return Err(ProofFault::Step(other)),
        }
        let digest: [u8; 32] = reader.bytes(32)?.try_into().map_err(|_| ProofFault::OtherDigest)?;
        let attestations = walk(&mut reader, &digest)?;
        if !reader.rest.is_empty() {
            return Err(Malformed("what follows the end of the proof").into());
        }
        Ok(Self { digest, attestations })
    }

    /// Reads a proof that should stamp `digest`.
    ///
    /// # Errors
    /// Why it shows nothing.
    pub fn of(bytes: &[u8], digest: &[u8; 32]) -> Result<Self, ProofFault> {
        let proof = Self::parse(bytes)?;
        if proof.digest != *digest {
            let (found, expected) = (der::hex(&proof.digest), der::hex(digest));
            return Err(ProofFault::OtherBytes { found, expected });
        }
        Ok(proof)
    }
}

/// Whether bytes begin as a proof does.
pub fn is_proof(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Takes the steps of a tree of them. A fork is kept until its first branch has come to an end.
fn walk(reader: &mut Reader<'_>, digest: &[u8]) -> Result<Vec<Attestation>, ProofFault> {
    let mut forks: Vec<(Vec<u8>, usize)> = Vec::new();
    let mut attestations = Vec::new();
    let (mut message, mut steps) = (digest.to_vec(), 0);
    loop {
        let mut tag = reader.byte()?;
        if tag == FORK {
            forks.push((message.clone(), steps));
            tag = reader.byte()?;
        }
        if tag == ATTESTATION {
            attestations.push(attestation(reader, &message)?);
            if attestations.len() > MOST_ATTESTATIONS {
                return Err(ProofFault::TooMuch);
            }
            match forks.pop() {
                Some(fork) => (message, steps) = fork,
                None => return Ok(attestations),
            }
            continue;
        }
        message = step(tag, reader, message)?;
        steps += 1;
        if steps >= MOST_STEPS {
            return Err(ProofFault::TooMuch);
        }
    }
}

fn step(tag: u8, reader: &mut Reader<'_>, mut message: Vec<u8>) -> Result<Vec<u8>, ProofFault> {
    let long = Malformed("a step of a proof");
    let result = match tag {
        SHA1 => Sha1::digest(&message).to_vec(),
        RIPEMD160 => Ripemd160::digest(&message).to_vec(),
        SHA256 => Sha256::digest(&message).to_vec(),
        KECCAK256 => Keccak256::digest(&message).to_vec(),
        APPEND => [message.as_slice(), reader.argument(MOST_MESSAGE)?].concat(),
        PREPEND => [reader.argument(MOST_MESSAGE)?, message.as_slice()].concat(),
        REVERSE => {
            message.reverse();
            message
        }
        HEXLIFY if message.len() <= MOST_MESSAGE / 2 => der::hex(&message).into_bytes(),
        HEXLIFY => return Err(long.into()),
        other => return Err(ProofFault::Step(other)),
    };
    if result.len() > MOST_MESSAGE { Err(long.into()) } else { Ok(result) }
}

fn attestation(reader: &mut Reader<'_>, message: &[u8]) -> Result<Attestation, ProofFault> {
    let what = Malformed("an attestation of a proof");
    let tag = reader.bytes(8)?;
    let mut payload = Reader { rest: reader.counted(MOST_PAYLOAD)? };
    let attestation = match tag {
        _ if tag == PENDING => {
            let calendar = payload.counted(MOST_ADDRESS)?;
            let usual = |b: &u8| b.is_ascii_alphanumeric() || b"-._/:".contains(b);
            if !calendar.iter().all(usual) {
                return Err(what.into());
            }
            Attestation::Pending { calendar: String::from_utf8_lossy(calendar).into_owned() }
        }
        _ if tag == BITCOIN => {
            let height = payload.number()?;
            let mut root: [u8; 32] = message.try_into().map_err(|_| what)?;
            root.reverse();
            Attestation::Bitcoin { height, merkle_root: der::hex(&root) }
        }
        _ => return Ok(Attestation::Unknown { tag: der::hex(tag) }),
    };
    if payload.rest.is_empty() { Ok(attestation) } else { Err(what.into()) }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let ends = Malformed("the end of the proof, which comes too early,");
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(ends)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        self.bytes(1)?.first().copied().ok_or(Malformed("the end of the proof, which comes too early,"))
    }

    /// Seven bits a byte, the least significant first.
    fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed("a number in a proof"))
    }

    /// Bytes with their number before them.
    fn counted(&mut self, most: usize) -> Result<&'a [u8], Malformed> {
        let count = usize::try_from(self.number()?).ok().filter(|count| *count <= most);
        self.bytes(count.ok_or(Malformed("a length in a proof"))?)
    }

    fn argument(&mut self, most: usize) -> Result<&'a [u8], Malformed> {
        let argument = self.counted(most)?;
        if argument.is_empty() { Err(Malformed("a step of a proof")) } else { Ok(argument) }
    }
}
