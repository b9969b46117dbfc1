//! Witnesses from outside: that a checkpoint of a log existed at a time, by somebody who did not write the log.
//!
//! Time-stamps of RFC 3161 and proofs of OpenTimestamps come in as bytes, and go out as a verdict. Nothing is fetched;
//! whom to trust, the user says: certificates, headers of blocks. Tokens come from strangers: sizes are bounded, nothing
//! is as deep as a file says, and what is not understood is refused.

mod certificate;
mod chain;
mod der;
mod header;
mod moment;
mod oid;
mod proof;
mod request;
mod signature;
mod token;
mod verdict;

pub use certificate::Certificate;
pub use chain::{Roots, Vouched};
pub use header::Headers;
pub use proof::{Attestation, MOST_PROOF, Proof, ProofFault, is_proof};
pub use request::Request;
pub use token::{MOST_TOKEN, Said, Signed, TokenFault, check_token, said};
pub use verdict::{Standing, Trusted, Verdict, verdict};

/// Bytes are not in the form that they should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is malformed")]
pub struct Malformed(
    /// What they should be, as the subject of a sentence.
    pub &'static str,
);
