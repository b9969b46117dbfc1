//! Norms held against sorted arrays of instants: what comes of each on every reading, on some, on none.
//!
//! [`Program`] is a linked law with its names turned into numbers; [`Facts`] is one case on one account; [`Program::judge`]
//! asks one norm of one case and allocates nothing. Nothing here knows how facts were found, so that one case and a
//! register of millions run the same code. What the words mean is in `spec/law.md`.

mod answer;
mod can;
mod compile;
mod facts;
mod judge;
mod length;
mod program;
mod schema;
mod span;
mod state;
mod time;

pub use answer::{Answer, Obligation, Subject, Why};
pub use facts::{CircumstanceNo, Country, EventNo, Facts, Happened, MeasureNo, Standing, StateNo, Stretch};
pub use program::Program;
pub use schema::Schema;
pub use time::{Instant, Interval, Minute, Readings, elapsed, later, minute, moment, uncovered};
