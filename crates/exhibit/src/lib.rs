//! From a record and the bytes of its items to the exhibits that are filed: one PDF with an index, stamps and bookmarks,
//! a file for each exhibit, and an index for machines.
//!
//! A [`Plan`] says which exhibits there are and in which order. [`print()`] makes the pages of one, and [`Bundle`] binds
//! pages into volumes. Whatever came from outside is parsed in the child process of `remand_text`; what is bound
//! here are objects that were checked, and nothing here parses PDF. Nothing here reads or writes a file.

mod bundle;
mod front;
mod index;
mod name;
mod paper;
mod plan;
mod print;
mod stamp;
mod volume;

pub use bundle::{Bundle, Filed};
pub use front::Cover;
pub use index::{Entry, Index, SCHEMA, Shown, VolumeEntry};
pub use name::file_name;
pub use plan::{Exhibit, Plan, PlanError, Translated};
pub use print::{Printed, print};
pub use volume::Volume;

/// The bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExhibitError {
    /// A page of our own could not be set.
    #[error(transparent)]
    Pdf(#[from] remand_dossier::pdf::PdfError),
    /// Our own pages could not be bound.
    #[error("pages of the program itself could not be bound: {0}")]
    Bind(String),
    /// What was made cannot be written.
    #[error("the exhibits cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// The index cannot be written as JSON.
    #[error("the index cannot be written as JSON: {0}")]
    Index(#[from] serde_json::Error),
}
