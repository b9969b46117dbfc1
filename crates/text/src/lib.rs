//! From a file to a text layer: text, pages, blocks, offsets, language; and to the files inside it. One module per
//! format.
//!
//! Files are hostile until shown otherwise, so nothing is parsed in the process that holds the case: [`Reader`]
//! hands each file to a child process ([`worker_main`]) with limits on memory, time and answer, and checks what
//! comes back. Files inside a file come back as [`Part`]s and are not opened: that is another call, with the bytes of
//! the part. A file that cannot be read is a [`TextLayer`] with a [`Diagnostic`], never an error.

mod anchor;
mod archive;
mod bind;
mod builder;
#[doc(hidden)]
pub mod c2pa;
mod charset;
mod child;
mod codepage;
mod collect;
mod compare;
mod confine;
mod delimited;
mod doc;
mod docx;
mod element;
mod embedded;
mod extract;
mod format;
mod html;
mod images;
mod instant;
mod isolation;
mod language;
mod layer;
mod mail;
mod markdown;
mod odf;
mod package;
mod part;
mod pdf;
mod picture;
mod plain;
mod reader;
mod recognise;
mod rtf;
mod sheet;
mod slides;
mod summary;
mod tool;
mod web;
mod wire;
mod worker;
mod xml;

pub use anchor::{Anchor, anchor};
pub use bind::{Bound, BoundObject, Layer, Sheet, renumbered};
pub use docx::{Element, Marks, marks};
pub use extract::extract;
pub use isolation::{Isolation, Measure, State};
pub use language::language_of;
pub use layer::{Block, BlockKind, Diagnostic, Engine, Metadata, Page, Recognised, TextLayer};
pub use part::{Extract, Part, PartKind, Statement, is_container};
pub use reader::Reader;
pub use tool::Tool;
pub use web::is_beside_page;
pub use wire::{Limits, check_answer};
pub use worker::worker_main;

/// The name of the readers of this build: the version, and a hash of their source. A text that was taken by another may
/// be another.
pub const TOOL: &str = concat!("remand-text ", env!("CARGO_PKG_VERSION"), " ", env!("REMAND_TEXT_SOURCE"));
