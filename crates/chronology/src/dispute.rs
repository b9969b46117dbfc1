//! Finds claims that do not go together.

use crate::{Chronology, Dispute};

/// Disputes, the gravest first.
pub(crate) fn find(_chronology: &Chronology) -> Vec<Dispute> {
    Vec::new()
}
