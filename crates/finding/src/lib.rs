//! The record held against norms: findings on each account, and deadlines.
//!
//! [`evaluate`] asks each norm on each account over every reading of the record: breached on every reading is not
//! met, on some is contested, on none is met, and what the record does not decide is undetermined, with the fact
//! that would decide it. Nothing comes out of silence alone without saying so.

mod cases;
mod categories;
mod code;
mod deadline;
mod evaluate;
mod given;
mod input;
mod model;
mod names;
mod packs;
mod phrase;
mod prove;
mod record;
mod saying;
mod words;

pub use cases::{CaseFailure, run_case};
pub use categories::{CATEGORIES, Category, Standing, categories};
pub use code::Code;
pub use deadline::{Deadline, DeadlineKind, DeadlineStatus, Left, deadlines};
pub use evaluate::{Accounts, Hearing, evaluate};
pub use given::{Given, Quoted, Saying, Withdrawal};
pub use model::{Ask, Complete, Fact, Finding, Reason, Reasons, Setting, Version};
pub use names::{names, wording};
pub use packs::{PACKS, pack_files, packs, stands_for};
pub use remand_kernel::{Instant, Interval, Minute, Readings, elapsed, later, minute, moment, uncovered};
pub use remand_law::Outcome;
pub use remand_proof::{Fault as ProofFault, Proof};
pub use saying::SayingError;
