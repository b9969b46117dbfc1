//! What claims are gathered into.

use remand_reading::{Account, ClaimIx, EntryIx, EventKind, Passage, Reading, Term};
use remand_timex::When;
use serde::{Deserialize, Serialize};

use crate::Reviewed;

/// Index of an [`Event`] in [`Chronology::events`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EventIx(pub usize);

/// Something that happened, is said to have happened, or is said not to have: one event, however many say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its kind.
    pub kind: EventKind,
    /// When: what all its undisputed claims allow together, else the hull of what they say.
    pub when: When,
    /// Since when it is publicly known: the publication of the earliest text or announcement that says so.
    pub known_since: When,
    /// Who says what, in the order of their publication. Never empty.
    pub claims: Vec<ClaimIx>,
    /// Sources that say so independently: claims in a repeated text, and two relays of one source, count once.
    pub independent_sources: usize,
    /// For orders: what they cover, gathered from the claims.
    pub term: Option<Term>,
}

/// What kind of conflict it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeKind {
    /// Both cannot hold as written.
    Contradiction,
    /// Two named sources disagree.
    SourceConflict,
    /// Uneasy together; a reading that reconciles them exists.
    Tension,
    /// Later knowledge replaces earlier.
    Superseded,
    /// What a state says, against what it is told to do.
    StatementAgainstConduct,
}

/// How much hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Wording, or order of knowledge.
    Low,
    /// A date or detail that a finding may rest on.
    Medium,
    /// Whether custody had an order, when it began, what a state body says against another.
    High,
}

/// Claims that do not go together, carried as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// What kind of conflict.
    pub kind: DisputeKind,
    /// How much hangs on it.
    pub severity: Severity,
    /// What it is about, in a line.
    pub topic: String,
    /// Why these do not go together, with the arithmetic where there is any.
    pub why: String,
    /// What each side says and where. At least two.
    pub sides: Vec<Side>,
}

/// One side of a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// What it says, in a few words.
    pub says: String,
    /// The claims, where they are claims.
    pub claims: Vec<ClaimIx>,
    /// The words.
    pub passages: Vec<Passage>,
}

/// Does a stated duration fit the dates?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DurationVerdict {
    /// It does, from at least one plausible start.
    Fits,
    /// From no plausible start.
    DoesNotFit,
    /// The text gives too little.
    CannotTell,
}

/// A stated duration held against the dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DurationCheck {
    /// Index into [`Reading::durations`].
    pub stated: usize,
    /// The arithmetic, from every plausible start: `5 Jan to 6 Jun 2022 = 152 days`.
    pub computed: Vec<String>,
    /// What comes of it.
    pub verdict: DurationVerdict,
}

/// Two entries with the same or nearly the same text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repetition {
    /// The entry that came first in the record.
    pub first: EntryIx,
    /// The one that repeats it.
    pub again: EntryIx,
    /// Length of the shorter text in hundredths of the longer one: 100 for a copy.
    pub percent: u8,
}

/// The record of a case: what was read, gathered into events, with what does not go together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chronology {
    /// What it was made from.
    pub reading: Reading,
    /// Events by their earliest moment, undated ones last.
    pub events: Vec<Event>,
    /// Conflicts, the gravest first.
    pub disputes: Vec<Dispute>,
    /// Stated durations and whether they fit.
    pub durations: Vec<DurationCheck>,
    /// Texts that repeat each other.
    pub repetitions: Vec<Repetition>,
    /// What people decided of the proposals.
    pub reviewed: Reviewed,
}

/// On whose account something is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnAccount {
    /// Everybody's claims together.
    All,
    /// The state's own.
    State,
    /// The defence's.
    Defence,
    /// Independent sources'.
    Independent,
}

impl OnAccount {
    /// The four, in the order in which they are shown.
    pub const EACH: [Self; 4] = [Self::All, Self::State, Self::Defence, Self::Independent];

    /// Claims of `account` count here.
    pub fn takes(self, account: Account) -> bool {
        match self {
            Self::All => true,
            Self::State => account == Account::State,
            Self::Defence => account == Account::Defence,
            Self::Independent => account == Account::Independent,
        }
    }
}
