//! From a text layer to entries, passages and claims. Marks everything it proposes as proposed.

mod author;
mod citation;
mod claim;
mod dating;
mod draft;
mod entry;
mod event;
mod gazetteer;
mod language;
mod lexicon;
mod mention;
mod modality;
mod nation;
mod phrase;
mod quantity;
mod quote;
mod read;
mod relay;
mod repeat;
mod sentence;
mod source;
mod span;
mod speech;
mod statement;
mod subject;
mod timing;
mod topic;
mod translation;
mod vocabulary;
mod way;

pub use claim::*;
pub use lexicon::{LexiconError, languages};
pub use read::{Document, Options, Reader, ReaderError};
pub use subject::sound;
pub use topic::{TopicWords, topic_words};
pub use vocabulary::{EventType, Vocabulary, Word, vocabulary};
