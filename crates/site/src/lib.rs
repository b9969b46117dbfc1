//! A case as a site that everybody can read: updates, the clock, the chronology, findings, what is asked and of whom.

mod slug;
mod update;

pub use slug::slug;
pub use update::{Accepted, Update};
