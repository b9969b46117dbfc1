//! From a text layer to entries, passages and claims. Marks everything it proposes as proposed.

mod claim;
mod vocabulary;

pub use claim::*;
pub use vocabulary::{EventType, StateType, Vocabulary, vocabulary};
