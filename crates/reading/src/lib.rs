//! From a text layer to entries, passages and claims. Marks everything it proposes as proposed.

mod author;
mod citation;
mod claim;
mod dating;
mod entry;
mod event;
mod lexicon;
mod mention;
mod nation;
mod read;
mod repeat;
mod sentence;
mod source;
mod span;
mod speech;
mod subject;
mod vocabulary;
mod way;

pub use claim::*;
pub use lexicon::LexiconError;
pub use read::{Document, Options, Reader, ReaderError};
pub use subject::sound;
pub use vocabulary::{EventType, StateType, Vocabulary, vocabulary};
