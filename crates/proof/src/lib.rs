//! The proof of a finding: what was searched, what was found, and readings on which the norm comes out one way or the
//! other; and a checker that needs no evaluator.
//!
//! [`judge`] says what a norm comes to on one exact [`Reading`]. Read beside `spec/law.md` it is the meaning of the
//! language: it is slow, it takes nothing from the evaluator that works on boxes of time, and that evaluator is held
//! to it by tests.

mod limit;
mod obligation;
mod reading;
mod state;
mod time;

pub use reading::{Happened, Judged, Lasted, Reading, Says, Unsaid, judge};
pub use time::{Interval, Minute};
