//! A draft that somebody went on with, held against the record of today. The file is read in the child process, as every
//! file from outside, and is never written to.

use remand_filing::{Edited, Forms, report};

use crate::filing::{Filed, Filing, file};
use crate::path::Choices;
use crate::{CaseError, CaseFolder};

/// What a record says differently than a draft.
pub struct Continued {
    /// The listing, in Markdown.
    pub report: String,
    /// Nothing of the record is another.
    pub is_same: bool,
    /// A fresh draft.
    pub filed: Filed,
}

/// Holds the bytes of a draft, which the user calls `called`, against the record of its cases.
///
/// # Errors
/// Where the file is no draft of this program, and as [`file`].
pub fn go_on(
    bytes: &[u8],
    called: &str,
    cases: &[(CaseFolder, String)],
    choices: &Choices,
    forms: Forms,
    mandates: Vec<String>,
) -> Result<Continued, CaseError> {
    let none = |why: String| CaseError::Draft { file: called.to_owned(), why };
    let marks = choices.worker.marks(bytes).map_err(none)?;
    let edited = Edited::new(&marks).map_err(|error| none(error.to_string()))?;
    let filing = Filing { forum: edited.forum.clone(), language: edited.language.clone(), mandates, forms };
    let filed = file(cases, choices, &filing)?;
    let changes = edited.against(&filed.draft);
    let report = report(&edited, &filed.draft, &changes, &[]);
    Ok(Continued { report, is_same: changes.is_same(), filed })
}
