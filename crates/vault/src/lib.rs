//! Files as received, and the journal of what people did with them. Knows nothing of what a file says.
//!
//! A vault is a folder: `objects/` holds the bytes of every item under its SHA-256, `journal.jsonl` says when and
//! under which name they came, one hash-chained line each. `spec/vault.md` gives the exact bytes.

mod error;
mod item;
mod journal;
mod store;
mod vault;
mod verify;
mod walk;

pub use error::{JournalFault, VaultError};
pub use item::{Item, ItemId, NotAnItemId};
pub use journal::{Entry, Journal, Record, SetAside};
pub use vault::{Known, Received, Vault};
pub use verify::{Damage, VerifyReport, verify};
pub use walk::{Found, FoundKind, walk};
