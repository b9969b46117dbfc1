//! Files as received, and the logs of what people did with them. Knows nothing of what a file says.
//!
//! A vault is a folder: `objects/` holds the bytes of every item under its SHA-256; `logs/` holds a log for each person
//! and device, whose lines are chained and signed. `spec/vault.md` and `spec/journal.md` give the exact bytes.

mod at_rest;
mod batch;
mod checkpoint;
mod digest;
mod error;
mod history;
mod item;
mod line;
mod log;
mod merge;
mod relock;
mod signer;
mod store;
mod vault;
mod verify;
mod view;
mod walk;

pub use at_rest::{CaseKey, Lock, Opener, encrypt_to};
pub use batch::{Batch, Within};
pub use checkpoint::{
    Checkpoint, ProofFault, SignedCheckpoint, check_consistency, check_inclusion, origin, prove_consistency,
    prove_inclusion, prove_inclusions,
};
pub use digest::{ItemId, LineHash, LogId, NotADigest, PublicKey, VaultId};
pub use error::{JournalFault, VaultError};
pub use history::Entry;
pub use item::{Item, Receipt};
pub use line::{Record, Seen};
pub use log::{Log, LogHead, ReadLog};
pub use merge::{Offered, TakenIn};
pub use relock::wipe;
pub use signer::Signer;
pub use vault::{Known, Received, SetAside, Vault};
pub use verify::{Damage, LogsChecked, VerifyReport, verify, verify_logs};
pub use view::{View, is_locked, is_vault, unlock};
pub use walk::{Found, FoundKind, walk};
