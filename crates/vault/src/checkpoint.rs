//! What can be shown of a log to somebody who does not have it: checkpoints in the form of
//! [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint), proofs of inclusion in that of
//! [C2SP tlog-proof](https://c2sp.org/tlog-proof), and proofs that one checkpoint continues another.
//!
//! The leaves of the Merkle tree (RFC 6962) are the hashes of the lines, 32 bytes each.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use sha2::Sha256;
use signed_note::{Note, NoteError, Signature, Verifier, VerifierList, key_id};

use crate::log::Log;
use crate::signer::{Signer, signs};
use crate::{LineHash, LogId, PublicKey, VaultId};

/// First line of a proof of inclusion.
const INCLUSION: &str = "c2sp.org/tlog-proof@v1";
/// First line of a proof of consistency; C2SP has no form for one.
const CONSISTENCY: &str = "remand consistency proof v1";
/// Algorithm byte of Ed25519 in signed notes.
const ED25519: u8 = 1;
/// The most hashes that a proof can have: one for each level of a tree, twice over.
const MOST_HASHES: usize = 128;
/// The most lines that a checkpoint can speak of; the arithmetic of trees needs some bits above it.
const MOST_LINES: u64 = 1 << 62;

/// Why a checkpoint or a proof does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// It is not of the form that it should have.
    #[error("it is no {what}: {why}")]
    Form {
        /// What it should be.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// No signature of the key is on it.
    #[error("it is not signed with the key {0}")]
    NotSigned(PublicKey),
    /// It is of another log.
    #[error("it is of the log `{found}`, not of `{expected}`")]
    OtherLog {
        /// What it names.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// It does not fit the log.
    #[error("{0}")]
    DoesNotFit(String),
}

/// How far a log reached, and the root of its tree there. Whoever keeps one can tell later that nothing before it was
/// changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log in the form that others read: `remand/<vault>/<log>`.
    pub origin: String,
    /// Number of lines.
    pub size: u64,
    /// Root of the tree of their hashes.
    pub root: [u8; 32],
}

/// A checkpoint and the signatures on it.
#[derive(Debug, PartialEq)]
pub struct SignedCheckpoint {
    /// What is signed.
    pub checkpoint: Checkpoint,
    note: Note,
}

type Tree = MemoryBackedTree<Sha256, LineHash>;

/// The name under which checkpoints of a log go.
pub fn origin(vault: &VaultId, log: &LogId) -> String {
    format!("remand/{vault}/{log}")
}

fn tree(hashes: impl IntoIterator<Item = LineHash>) -> Tree {
    let mut tree = Tree::new();
    hashes.into_iter().for_each(|hash| tree.push(hash));
    tree
}

impl Checkpoint {
    /// The checkpoint of a log after its first `size` lines. `None`: it has not so many, or `size` is 0.
    pub fn of(log: &Log, size: u64) -> Option<Self> {
        if size == 0 || size > log.size() {
            return None;
        }
        let tree = tree(log.hashes().take(usize::try_from(size).ok()?));
        let mut root = [0; 32];
        root.copy_from_slice(tree.root().as_bytes());
        Some(Self { origin: origin(&log.vault(), &log.id()), size, root })
    }

    /// The three lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root))
    }

    /// Signs it, for others to keep.
    ///
    /// # Errors
    /// The name of the log cannot stand in a note, which is a fault of the program.
    pub fn sign(&self, signer: &Signer) -> Result<SignedCheckpoint, ProofFault> {
        let text = self.text();
        let id = key_id(&self.origin, &note_key(&signer.public()));
        let signature = Signature::new(self.origin.clone(), id, signer.sign_note(text.as_bytes()));
        let note = signature.and_then(|signature| Note::new(text.as_bytes(), &[signature]));
        let note = note.map_err(|e| form("checkpoint", e.to_string()))?;
        Ok(SignedCheckpoint { checkpoint: self.clone(), note })
    }

    fn parse(text: &str) -> Result<Self, ProofFault> {
        let bad = |why: &str| form("checkpoint", why.to_owned());
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or_else(|| bad("it names no log"))?;
        let size = number(lines.next().unwrap_or_default());
        let size = size.ok_or_else(|| bad("its second line is no size"))?;
        let root = hash(lines.next().unwrap_or_default()).ok_or_else(|| bad("its third line is no hash"))?;
        if lines.next().is_some() {
            return Err(bad("it has more than three lines"));
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    fn root_hash(&self) -> RootHash<Sha256> {
        RootHash::new(self.root.into(), self.size)
    }
}

impl SignedCheckpoint {
    /// Reads a checkpoint as others keep it. What is signed on it is checked by [`SignedCheckpoint::check`].
    ///
    /// # Errors
    /// It has not the form of a checkpoint.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFault> {
        let note = Note::from_bytes(bytes).map_err(|e| form("checkpoint", e.to_string()))?;
        let text = String::from_utf8_lossy(note.text()).into_owned();
        Ok(Self { checkpoint: Checkpoint::parse(&text)?, note })
    }

    /// As others keep it.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.note.to_bytes()
    }

    /// It is signed by the key of a log.
    ///
    /// # Errors
    /// It is not, or it is of another log.
    pub fn check(&self, vault: &VaultId, key: &PublicKey) -> Result<(), ProofFault> {
        let expected = origin(vault, &LogId::of(vault, key));
        if self.checkpoint.origin != expected {
            return Err(ProofFault::OtherLog { found: self.checkpoint.origin.clone(), expected });
        }
        let verifier = KeyOfLog { id: key_id(&expected, &note_key(key)), origin: expected, key: *key };
        match self.note.verify(&VerifierList::new(vec![Box::new(verifier)])) {
            Ok(_) => Ok(()),
            Err(NoteError::MalformedNote) => Err(form("checkpoint", "it is malformed".to_owned())),
            Err(_) => Err(ProofFault::NotSigned(*key)),
        }
    }

    /// The log, as far as the checkpoint reaches, is the one that the checkpoint was made of.
    ///
    /// # Errors
    /// It is shorter, or another one; and everything that [`SignedCheckpoint::check`] refuses.
    pub fn fits(&self, log: &Log) -> Result<(), ProofFault> {
        self.check(&log.vault(), &log.key())?;
        let Checkpoint { size, .. } = self.checkpoint;
        match Checkpoint::of(log, size) {
            Some(now) if now == self.checkpoint => Ok(()),
            Some(_) => Err(ProofFault::DoesNotFit(format!(
                "the first {size} lines of the log are not those that the checkpoint was made of"
            ))),
            None => Err(ProofFault::DoesNotFit(format!(
                "the log has {} lines; when the checkpoint was made it had {size}",
                log.size()
            ))),
        }
    }
}

/// Shows that line `number` (from 1) of a log stands in a checkpoint, for somebody who has the line and not the log.
///
/// # Errors
/// The log has no such line under the checkpoint.
pub fn prove_inclusion(log: &Log, number: u64, in_: &SignedCheckpoint) -> Result<String, ProofFault> {
    prove_inclusions(log, &[number], in_).map(|mut proofs| proofs.pop().unwrap_or_default())
}

/// Proofs of several lines, as [`prove_inclusion`] makes them; the tree is made once.
///
/// # Errors
/// The log has not all of these lines under the checkpoint.
pub fn prove_inclusions(
    log: &Log,
    numbers: &[u64],
    in_: &SignedCheckpoint,
) -> Result<Vec<String>, ProofFault> {
    in_.fits(log)?;
    let size = in_.checkpoint.size;
    let tree = tree(log.hashes().take(usize::try_from(size).unwrap_or(usize::MAX)));
    let checkpoint = in_.to_bytes();
    let each = numbers.iter().map(|number| {
        let none = || {
            ProofFault::DoesNotFit(format!("the checkpoint has {size} lines, and {number} is none of them"))
        };
        let index = number.checked_sub(1).filter(|index| *index < size).ok_or_else(none)?;
        let proof = tree.prove_inclusion(usize::try_from(index).map_err(|_| none())?);
        let mut text = format!("{INCLUSION}\nindex {index}\n");
        push_hashes(&mut text, proof.as_bytes());
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(&checkpoint));
        Ok(text)
    });
    each.collect()
}

/// Checks that the line with this hash stands in the log that `key` signs in `vault`, and gives the checkpoint that
/// the proof carries, and the number of the line.
///
/// # Errors
/// What is wrong with the proof.
pub fn check_inclusion(
    proof: &str,
    line: LineHash,
    vault: &VaultId,
    key: &PublicKey,
) -> Result<(SignedCheckpoint, u64), ProofFault> {
    let bad = |why: &str| form("proof of inclusion", why.to_owned());
    let (head, note) = proof.split_once("\n\n").ok_or_else(|| bad("no checkpoint follows an empty line"))?;
    let mut lines = head.split('\n');
    if lines.next() != Some(INCLUSION) {
        return Err(bad("its first line is another"));
    }
    let mut next = lines.next().unwrap_or_default();
    if next.starts_with("extra ") {
        next = lines.next().unwrap_or_default();
    }
    let index = next.strip_prefix("index ").and_then(number);
    let index = index.ok_or_else(|| bad("it has no index"))?;
    let proof = InclusionProof::try_from_bytes(hashes(lines).ok_or_else(|| bad("a line is no hash"))?)
        .map_err(|e| bad(&e.to_string()))?;
    let checkpoint = SignedCheckpoint::parse(note.as_bytes())?;
    checkpoint.check(vault, key)?;
    checkpoint.checkpoint.root_hash().verify_inclusion(&line, index, &proof).map_err(|_| {
        ProofFault::DoesNotFit("the line does not stand in the log of the checkpoint".to_owned())
    })?;
    Ok((checkpoint, index.saturating_add(1)))
}

/// Shows that a later checkpoint of a log continues an earlier one of `size` lines.
///
/// # Errors
/// The log did not have so many lines, or more than the later checkpoint.
pub fn prove_consistency(log: &Log, size: u64, later: &SignedCheckpoint) -> Result<String, ProofFault> {
    later.fits(log)?;
    let now = later.checkpoint.size;
    let none = || ProofFault::DoesNotFit(format!("a checkpoint of {now} lines continues none of {size}"));
    let added = now.checked_sub(size).filter(|_| size > 0).ok_or_else(none)?;
    let tree = tree(log.hashes().take(usize::try_from(now).map_err(|_| none())?));
    let proof = tree.prove_consistency(usize::try_from(added).map_err(|_| none())?);
    let mut text = format!("{CONSISTENCY}\nold {size}\n");
    push_hashes(&mut text, proof.as_bytes());
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(&later.to_bytes()));
    Ok(text)
}

/// Checks that the checkpoint a proof carries continues `earlier`, and gives it.
///
/// # Errors
/// What is wrong with the proof.
pub fn check_consistency(
    proof: &str,
    earlier: &SignedCheckpoint,
    vault: &VaultId,
    key: &PublicKey,
) -> Result<SignedCheckpoint, ProofFault> {
    let bad = |why: &str| form("proof of consistency", why.to_owned());
    let (head, note) = proof.split_once("\n\n").ok_or_else(|| bad("no checkpoint follows an empty line"))?;
    let mut lines = head.split('\n');
    if lines.next() != Some(CONSISTENCY) {
        return Err(bad("its first line is another"));
    }
    let old = lines.next().and_then(|line| number(line.strip_prefix("old ")?));
    let old = old.ok_or_else(|| bad("it does not say which size it continues"))?;
    let proof = ConsistencyProof::try_from_bytes(hashes(lines).ok_or_else(|| bad("a line is no hash"))?)
        .map_err(|e| bad(&e.to_string()))?;
    let later = SignedCheckpoint::parse(note.as_bytes())?;
    later.check(vault, key)?;
    earlier.check(vault, key)?;
    if old != earlier.checkpoint.size {
        return Err(ProofFault::DoesNotFit(format!(
            "the proof continues a checkpoint of {old} lines, the one given has {}",
            earlier.checkpoint.size
        )));
    }
    later.checkpoint.root_hash().verify_consistency(&earlier.checkpoint.root_hash(), &proof).map_err(
        |_| ProofFault::DoesNotFit("the later checkpoint does not continue the earlier one".to_owned()),
    )?;
    Ok(later)
}

/// The key of a log, as notes are checked with one: as strictly as its lines are.
struct KeyOfLog {
    origin: String,
    id: u32,
    key: PublicKey,
}

impl Verifier for KeyOfLog {
    fn name(&self) -> &str {
        &self.origin
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        signs(&self.key, message, signature)
    }
}

/// A number of lines in the one way it is written.
fn number(text: &str) -> Option<u64> {
    let canonical = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|number| canonical && *number <= MOST_LINES)
}

fn form(what: &'static str, why: String) -> ProofFault {
    ProofFault::Form { what, why }
}

/// A key as signed notes have it: the algorithm, and its bytes.
fn note_key(key: &PublicKey) -> Vec<u8> {
    [[ED25519].as_slice(), key.as_bytes()].concat()
}

fn hash(text: &str) -> Option<[u8; 32]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

fn push_hashes(text: &mut String, bytes: &[u8]) {
    for hash in bytes.chunks(32) {
        text.push_str(&BASE64.encode(hash));
        text.push('\n');
    }
}

fn hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Vec<u8>> {
    let hashes: Vec<[u8; 32]> = lines.take(MOST_HASHES + 1).map(hash).collect::<Option<_>>()?;
    (hashes.len() <= MOST_HASHES).then(|| hashes.concat())
}
