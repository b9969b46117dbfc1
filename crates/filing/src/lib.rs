//! From findings to a filing: the draft of a petition for one forum in one language, every fact of it footnoted.
//!
//! A [`Draft`] is made from guarded records and a form, and is printed by the writers of its formats. Nothing here reads
//! a file or a clock: the same records, answers and form give the same draft.

mod answer;
mod compose;
mod continued;
mod custody;
pub mod docx;
mod draft;
mod fact;
mod fill;
mod form;
mod gates;
mod grounds;
mod number;
pub mod pdf;
mod phrases;
mod report;
mod scribe;
pub mod sheet;
mod telling;
mod template;
mod words;
pub mod worksheet;

pub use answer::Answer;
pub use compose::{Case, FilingError, draft};
pub use continued::{Change, Changes, Edited, NotADraft};
pub use draft::{
    AnswerUsed, Block, Cite, Column, Draft, Exhibit, Footnote, Gate, NormUsed, NoteIx, Part, Person,
    Question, Run, SCHEMA, Standing, Support, SupportIx, Table,
};
pub use fact::{Fact, PREFIX, facts};
pub use form::{Ask, Form, FormError, Forms};
pub use report::{Unsupported, report};
