//! The proof of a finding: what was searched, what was found, and readings on which the norm comes out one way or the
//! other; and a checker that needs no evaluator.
//!
//! [`judge`] says what a norm comes to on one exact [`Reading`]. Read beside `spec/law.md` it is the meaning of the
//! language: it is slow, it takes nothing from the evaluator that works on boxes of time, and that evaluator is held
//! to it by tests.

mod check;
mod enumerate;
mod limit;
mod mention;
mod obligation;
mod proof;
mod reading;
mod record;
mod state;
mod time;
mod view;

pub use check::{Checked, Fault, check};
pub use enumerate::{On, Outlook, Points, outlook};
pub use mention::Mentions;
pub use proof::{BUDGET, Claim, Event, Inputs, Polarity, Proof, SCHEMA, Stretch};
pub use reading::{Happened, Judged, Lasted, Reading, Says, Unsaid, judge};
pub use record::{Drawn, Record, Standing, Told};
pub use time::{Interval, Minute};
pub use view::{RecordView, Stated};
