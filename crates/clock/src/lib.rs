//! Every stretch of custody against the orders that cover it, on each account and as of a date.

mod model;

pub use model::{Band, DetentionClock, Span, Status, Tick, Total};
