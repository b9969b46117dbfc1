//! From claims to events, disputes and a chronology.

mod model;

pub use model::*;
