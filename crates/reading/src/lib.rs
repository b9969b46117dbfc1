//! From a text layer to entries, passages and claims. Marks everything it proposes as proposed.

mod claim;

pub use claim::*;
