//! From findings to documents: one model of the document, and a writer for each form it is filed in.
//!
//! A [`Record`] holds what the stages before found; a [`Guarded`] is one without what its audience may not see.
//! [`document()`] and [`paper`] word it for [`html`] and for [`pdf`], and [`json`] and [`ics`] are made from the record
//! itself. Nothing here reads a file or a clock: the same
//! record gives the same bytes.

mod changes;
pub mod document;
mod guarded;
pub mod html;
pub mod ics;
mod identity;
pub mod json;
mod passages;
pub mod pdf;
pub mod picture;
mod prose;
mod record;
mod section;
mod svg;
pub mod text;

pub use changes::{Change, Changes, DeadlineChange, FindingChange, Snapshot, SnapshotError, Standing};
pub use document::Document;
pub use guarded::{Guarded, guard};
pub use identity::event_ids;
pub use prose::title as norm_title;
pub use prose::{language, sentence};
pub use record::{Astray, Became, Checked, JournalHead, Pack, Record, Unread, Withheld, WithheldWhy};
pub use section::{
    Class, NormFindings, Topic, by_norm, document, explanation, in_a_line, paper, proposal, span_days,
    speaking_first, topic,
};
pub use svg::{Lettering, Mark, drawing_in as clock_drawing_in, drawing_with as clock_drawing_with, end_of};
