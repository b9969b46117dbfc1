//! What a norm comes to, in numbers.

use remand_law::Outcome;

use crate::{Instant, Minute, Readings};

/// Why an obligation comes to what it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Nothing that it is about is in the record.
    Idle,
    /// What it is about is denied, and nobody says that it happened.
    TriggerDenied,
    /// The version is not in force then, for certain.
    NotInForce,
    /// The state is not bound then.
    NotBound,
    /// The state made a reservation: index in the terms of the norm.
    Reserved(u8),
    /// A condition under `when` does not hold, or nobody speaks of it: index there.
    Condition(u8),
    /// A defeater holds: index under `unless`.
    Defeated(u8),
    /// The parameter has no value yet on that day.
    NoValue,
    /// The act is in the record: in time, late, or it depends on the reading.
    Compared,
    /// The act is asserted and denied.
    ActDisputed,
    /// The act is not in the record, and the time still runs.
    Running,
    /// The act is not in the record, the time is over, and nothing says that it did not happen.
    Silent,
    /// The act is denied, and nobody says that it happened.
    Denied,
    /// A source that lists every such event does not list it.
    Complete,
    /// The act is not in the record, and the norm puts the burden on the state.
    Burden,
    /// A standard: the time that passed is reported.
    Standard,
    /// Items of a register are missing: bit `n` for item `n`.
    Items(u64),
    /// Minutes without cover.
    Uncovered {
        /// In cover that is denied.
        denied: Minute,
        /// In cover that is disputed.
        disputed: Minute,
        /// Of whose cover nothing is known.
        silent: Minute,
        /// The first of them.
        first: Minute,
    },
    /// Every minute that needs cover has it: so many.
    Covered(Minute),
    /// Nothing is known of the state that decides.
    StateUnknown,
    /// The sum has no answer: a fraction of a month, a month against days, a day beyond the calendar.
    Ambiguous,
}

/// What an obligation hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The record as a whole.
    Record,
    /// An event: its tag.
    Event(u32),
    /// A stretch: its tag.
    Stretch(u32),
    /// A trigger of several events: the tags of those that bound it, the first twice where it is one.
    Events(u32, u32),
}

/// One thing that a norm asks, held against the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// What it hangs on.
    pub subject: Subject,
    /// What comes of it.
    pub outcome: Outcome,
    /// Breached on which readings.
    pub breached: Readings,
    /// Why.
    pub why: Why,
    /// The first act that may answer it: its tag.
    pub act: Option<u32>,
    /// Which of the limits of the rule counts, the first of those that may.
    pub limit: u8,
    /// Other limits that may count, with what would decide: bit `n` for limit `n`.
    pub limits: u64,
    /// When its time begins.
    pub start: Instant,
    /// The last minute in time.
    pub due: Instant,
    /// When the act was, when the state ended, or now.
    pub reached: Instant,
    /// Minutes from start to reached: at least, at most.
    pub elapsed: (Option<Minute>, Option<Minute>),
}

/// What a norm comes to on the facts of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What comes of all its obligations.
    pub outcome: Outcome,
    /// Breached on which readings.
    pub breached: Readings,
    /// The gravest obligation; the first of several.
    pub gravest: Obligation,
    /// How many obligations come to each outcome, in the order of [`Outcome::EACH`].
    pub counts: [u32; 5],
    /// Conditions under `when` that nobody settles: bit `n`.
    pub open_when: u64,
    /// Defeaters that may hold: bit `n`.
    pub open_unless: u64,
    /// Whether the version is in force then is not known.
    pub open_version: bool,
    /// The state derogated, and a breach became undetermined.
    pub derogated: bool,
}
