//! The earlier state of a case that a run is compared with.

use std::fs;
use std::path::PathBuf;

use jiff::civil::Date;
use remand_dossier::Snapshot;

use crate::CaseError;

/// Since when it is asked what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The case as it could be known at the end of this day, computed anew: nothing of it is stored. Reviews and other
    /// decisions made after it count all the same.
    Day(Date),
    /// A dossier that was made earlier: its `dossier.json`, or the folder of it.
    Dossier(PathBuf),
}

impl Since {
    /// The earlier dossier, where it is stored.
    ///
    /// # Errors
    ///
    /// Where it cannot be read or is no dossier.
    pub(crate) fn stored(&self) -> Result<Option<Snapshot>, CaseError> {
        let Self::Dossier(given) = self else { return Ok(None) };
        let path = if given.is_dir() { given.join("dossier.json") } else { given.clone() };
        let refused = |why: String| CaseError::NoSnapshot { path: path.clone(), why };
        let text = fs::read_to_string(&path).map_err(|error| refused(error.to_string()))?;
        Snapshot::read(&text).map(Some).map_err(|error| refused(error.to_string()))
    }
}
