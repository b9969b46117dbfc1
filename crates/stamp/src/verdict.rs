//! What a witness of a checkpoint comes to, in words: no more than was checked.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::chain::{Roots, Vouched};
use crate::header::Headers;
use crate::proof::{Attestation, Proof};
use crate::token::{Signed, check_token};

/// How far the time in a block may be ahead: rules of Bitcoin allow two hours.
const BLOCK_AHEAD: SignedDuration = SignedDuration::from_hours(2);

/// Whom the user trusts.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    /// Certificates.
    pub roots: Roots,
    /// Blocks of Bitcoin.
    pub headers: Headers,
}

/// How far a witness goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It shows nothing: malformed, altered, or of other bytes.
    Refused,
    /// It is sound so far and cannot be checked to its end with what it holds.
    Pending,
    /// It is sound, and nobody whom the user trusts stands behind it.
    Unvouched,
    /// It is sound, and what the user trusts stands behind it.
    Vouched,
}

/// What a witness comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// How far it goes.
    pub standing: Standing,
    /// The checkpoint existed by then, if those who say so are believed.
    pub existed_by: Option<Timestamp>,
    /// What was found, one sentence after another.
    pub words: Vec<String>,
}

/// Checks what an entry `attested` holds: its kind, the SHA-256 of the checkpoint, and the token.
pub fn verdict(kind: &str, digest: &[u8; 32], token: &[u8], trusted: &Trusted) -> Verdict {
    match kind {
        "rfc3161" => match check_token(token, digest, None, &trusted.roots) {
            Ok(signed) => of_token(&signed),
            Err(fault) => refused(format!("The time-stamp shows nothing: {fault}.")),
        },
        "opentimestamps" => match Proof::of(token, digest) {
            Ok(proof) => of_proof(&proof, &trusted.headers),
            Err(fault) => refused(format!("The proof shows nothing: {fault}.")),
        },
        other => refused(format!(
            "A witness of the kind `{}` is not known to this program.",
            other.chars().filter(|c| !c.is_control()).take(60).collect::<String>()
        )),
    }
}

fn refused(words: String) -> Verdict {
    Verdict { standing: Standing::Refused, existed_by: None, words: vec![words] }
}

fn of_token(signed: &Signed) -> Verdict {
    let Signed { said, signer, certificate, vouched, .. } = signed;
    let off =
        said.accuracy.map(|micros| SignedDuration::from_micros(i64::try_from(micros).unwrap_or(i64::MAX)));
    let latest = off.and_then(|off| said.at.checked_add(off).ok()).unwrap_or(said.at);
    let off = match said.accuracy {
        Some(micros) => format!(", give or take {}", seconds(micros)),
        None => String::new(),
    };
    let mut words = vec![format!(
        "A time-stamp says that the checkpoint existed at {}{off} (number {}, policy {}).",
        said.at, said.serial, said.policy
    )];
    let standing = match vouched {
        Vouched::Yes { path, root } if path.is_empty() => {
            words.push(format!("It is signed by `{signer}`, whose certificate you gave as one that you trust (SHA-256 {root})."));
            Standing::Vouched
        }
        Vouched::Yes { path, root } => {
            words.push(format!(
                "It is signed by `{signer}`; that certificate leads to `{}`, which you gave as one that you trust (SHA-256 {root}).",
                path.join("`, then `")
            ));
            Standing::Vouched
        }
        Vouched::NotAsked => {
            words.push(format!(
                "It is signed by `{signer}`, whose certificate nobody vouches for here (SHA-256 {certificate}): anybody can make \
                 one with that name. Give the root certificates that you trust (--roots)."
            ));
            Standing::Unvouched
        }
        Vouched::No { why } => {
            words.push(format!(
                "It is signed by `{signer}`, whose certificate none of those that you trust vouches for (SHA-256 {certificate}): {why}."
            ));
            Standing::Unvouched
        }
    };
    if said.authority.as_ref().is_some_and(|authority| authority != signer) {
        words.push(format!("It calls its maker `{}`.", said.authority.as_deref().unwrap_or_default()));
    }
    words.push("Whether the certificate was revoked is not checked.".to_owned());
    Verdict { standing, existed_by: Some(latest), words }
}

fn seconds(micros: u64) -> String {
    let (whole, part) = (micros / 1_000_000, micros % 1_000_000);
    let part = format!("{part:06}");
    match part.trim_end_matches('0') {
        "" => format!("{whole} s"),
        part => format!("{whole}.{part} s"),
    }
}

fn of_proof(proof: &Proof, headers: &Headers) -> Verdict {
    let mut verdict = Verdict { standing: Standing::Pending, existed_by: None, words: Vec::new() };
    for attestation in &proof.attestations {
        let (standing, by, words) = of_attestation(attestation, headers);
        // One good end is enough: the others are other ways to the same digest.
        verdict.standing = verdict.standing.max(standing);
        verdict.existed_by = match (verdict.existed_by, by) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if !verdict.words.contains(&words) {
            verdict.words.push(words);
        }
    }
    verdict
}

fn of_attestation(attestation: &Attestation, headers: &Headers) -> (Standing, Option<Timestamp>, String) {
    match attestation {
        Attestation::Pending { calendar } => {
            let words = format!(
                "The calendar {calendar} promised to have it put into a block of Bitcoin; the promise is not signed, and \
                 shows no time. Have the proof completed (`ots upgrade`) and take it in again."
            );
            (Standing::Pending, None, words)
        }
        Attestation::Bitcoin { height, merkle_root } => match headers.with_root(merkle_root) {
            Some(block) if block.height.is_some_and(|found| found != *height) => {
                let words = format!(
                    "The proof names block {height} of Bitcoin; among the headers that you gave, block {} has it.",
                    block.height.unwrap_or_default()
                );
                (Standing::Unvouched, None, words)
            }
            Some(block) => {
                let latest = block.at.checked_add(BLOCK_AHEAD).unwrap_or(block.at);
                let in_chain = if block.height.is_some() {
                    "The headers that you gave follow each other from the first block on"
                } else {
                    "That this is the block at that height, the headers that you gave do not show"
                };
                let words = format!(
                    "The checkpoint is in the block {} of Bitcoin that you gave, named as number {height}, whose maker says \
                     that it was {} (which may be two hours off). {in_chain}; hold its hash, which begins with {} zero bits, \
                     against a source that you trust.",
                    block.hash, block.at, block.zero_bits
                );
                (Standing::Vouched, Some(latest), words)
            }
            None => {
                let words = format!(
                    "It leads to block {height} of Bitcoin, if that block has the Merkle root {merkle_root}. None of the \
                     headers given here has it, and without the header no time is shown (--headers)."
                );
                (Standing::Unvouched, None, words)
            }
        },
        Attestation::Unknown { tag } => (
            Standing::Pending,
            None,
            format!("It names a witness of a kind that this program does not check ({tag})."),
        ),
    }
}
