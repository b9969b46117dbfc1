//! From a file to a text layer: text, pages, blocks, offsets, language. One module per format.

mod layer;

pub use layer::{Block, BlockKind, Diagnostic, Metadata, Page, TextLayer};
