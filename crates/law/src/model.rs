//! A pack as parsed: norms, the cases that hold them to their words, and the prose between.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::{Amount, Counting};

/// A file of law: prose, norms and cases in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Path as it was given to the parser, such as `un/iccpr/article-9.md`.
    pub file: String,
    /// What the file is made of.
    pub parts: Vec<Part>,
}

impl Pack {
    /// The norms, in the order of the text.
    pub fn norms(&self) -> impl Iterator<Item = &Norm> {
        self.parts
            .iter()
            .filter_map(|part| if let Part::Norm(norm) = part { Some(norm.as_ref()) } else { None })
    }

    /// The cases, in the order of the text.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.parts.iter().filter_map(|part| if let Part::Case(case) = part { Some(case) } else { None })
    }
}

/// A piece of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Markdown as written, and blocks that have faults.
    Prose(String),
    /// A `norm` block.
    Norm(Box<Norm>),
    /// A `case` block.
    Case(Case),
}

/// A rule of law as code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Norm {
    /// Its id, such as `iccpr.9.3.judge`. Versions of one norm share it.
    pub id: String,
    /// The heading it stands under.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// Line of its fence, from 1.
    pub line: usize,
    /// Where the law says so.
    pub cites: String,
    /// How the norm was held against its source.
    pub checked: Checked,
    /// How firm the limit is.
    pub limit: Strength,
    /// When this version is in force.
    pub in_force: InForce,
    /// States bound by it and since when; empty where the question does not arise.
    pub parties: Vec<Party>,
    /// All of these must hold for the norm to apply.
    pub when: Vec<Condition>,
    /// Any one of these sets the norm aside.
    pub unless: Vec<Condition>,
    /// What it asks.
    pub rule: Rule,
    /// How its times are counted.
    pub counting: Counting,
    /// Silence of the record breaches it, because the state must show that it kept it.
    pub burden_on_state: bool,
    /// WGAD category that a breach supports.
    pub wgad: Option<String>,
    /// For norms that give a date by which somebody must act.
    pub deadline: Option<Deadline>,
}

/// Who owes an act, and which event of a record states its due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Who owes it, in words.
    pub owed_by: String,
    /// The event by which a text states the due date itself.
    pub stated_as: Option<String>,
}

/// When and against what a norm was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The day.
    pub on: Date,
    /// Against what.
    pub how: HowChecked,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.how.words(), self.on)
    }
}

/// Against what a norm was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HowChecked {
    /// The operative text was read.
    Text,
    /// A page about it was read.
    SecondaryText,
    /// Nothing was read.
    Memory,
}

impl HowChecked {
    /// As a pack writes it and the program prints it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "against text",
            Self::SecondaryText => "against secondary text",
            Self::Memory => "from memory",
        }
    }
}

/// How firm a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// The text gives the number.
    Hard,
    /// A body that interprets the text gives the number.
    Presumptive,
    /// There is no number, only a standard such as "promptly".
    Standard,
}

impl Strength {
    /// As a pack writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Presumptive => "presumptive",
            Self::Standard => "standard",
        }
    }
}

/// First and last day of a version, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InForce {
    /// First day.
    pub from: Date,
    /// Last day; `None` while it is in force.
    pub to: Option<Date>,
}

impl InForce {
    /// The version is in force on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Both are in force on some day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

/// A state bound by an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// ISO 3166-1 code in lower case.
    pub state: String,
    /// First day on which it is bound.
    pub since: Date,
}

/// Something that holds or does not hold in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The event happened.
    Event(String),
    /// The person was in the state at some time.
    State(String),
    /// A circumstance of the case: `detainee is minor`.
    Fact {
        /// Whose.
        role: String,
        /// What.
        qualifier: String,
        /// False for `is not`.
        holds: bool,
    },
}

/// What a norm asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `expect ACT within T of EVENT`.
    Within {
        /// What must happen.
        act: Act,
        /// What sets the time running.
        of: String,
        /// The first holds always, a later one instead of it where its condition holds.
        limits: Vec<Limit>,
    },
    /// `expect ACT promptly after EVENT`: a standard without a number.
    Promptly {
        /// What must happen.
        act: Act,
        /// What sets the time running.
        after: String,
    },
    /// `expect ACT [at least T] before EVENT`.
    Before {
        /// What must happen.
        act: Act,
        /// At least this long before.
        lead: Option<Amount>,
        /// Before what.
        event: String,
    },
    /// `throughout STATE covered by STATE [after T]`.
    Covered {
        /// The state that must be covered.
        state: String,
        /// The state that covers it.
        by: String,
        /// Time at the start that needs no cover.
        after: Option<Amount>,
    },
    /// `STATE [before EVENT] at most T`: the longest unbroken run.
    AtMost {
        /// The state.
        state: String,
        /// The run is counted up to this event.
        before: Option<String>,
        /// As in [`Rule::Within`].
        limits: Vec<Limit>,
    },
    /// `never ACT`, `never ACT before EVENT`, `never ACT while [not] STATE`.
    Never {
        /// What must not happen.
        act: Act,
        /// When.
        period: Period,
    },
}

/// An event with what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The event.
    pub event: String,
    /// How it must be done.
    pub qualifiers: Vec<String>,
    /// Who must do it, or must not.
    pub by: Option<String>,
}

/// A length of time and when it is the one that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The length.
    pub amount: Amount,
    /// All must hold; empty for the first limit of a rule.
    pub when: Vec<Condition>,
}

/// The time in which something must not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// At any time.
    Ever,
    /// Before this event.
    Before(String),
    /// While in the state.
    While(String),
    /// While not in the state.
    WhileNot(String),
}

/// What a norm comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept on every reading.
    Met,
    /// Breached on every reading.
    NotMet,
    /// Breached on some readings only.
    Contested,
    /// The record does not decide it.
    Undetermined,
    /// What it is about did not happen here, or it was not in force.
    NotApplicable,
}

impl Outcome {
    /// All, in the order of the declaration.
    pub const EACH: [Self; 5] =
        [Self::Met, Self::NotMet, Self::Contested, Self::Undetermined, Self::NotApplicable];

    /// Its name in packs and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Contested => "contested",
            Self::Undetermined => "undetermined",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// A worked example of the norm above it: a record, a day, and what must come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The words after `case`.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// Line of its fence, from 1.
    pub line: usize,
    /// Id of the norm it is a case of.
    pub norm: String,
    /// The record.
    pub lines: Vec<Line>,
    /// The day as of which the norm is applied.
    pub as_of: Date,
    /// What must come of it.
    pub outcome: Outcome,
    /// Words that the summary must hold.
    pub words: Option<String>,
}

/// A line of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// `arrest 2024-03-04T10:00 by state`.
    Event {
        /// The event.
        event: String,
        /// A source says that it did not happen.
        denied: bool,
        /// When; `None` for `undated`.
        on: Option<Stretch>,
        /// On whose account; `None` leaves it to the reader of the case.
        account: Option<String>,
    },
    /// `solitary 2024-03-04 .. 2024-03-20`, or an open end.
    State {
        /// The state.
        state: String,
        /// First moment.
        from: DateTime,
        /// First moment after; `None` where it goes on.
        to: Option<DateTime>,
    },
    /// `detainee is minor`.
    Fact {
        /// Whose.
        role: String,
        /// What.
        qualifier: String,
        /// False for `is not`.
        holds: bool,
    },
    /// `state of kz`.
    Country(String),
}

/// When an event of a case happened: somewhere in `[from, before)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First moment.
    pub from: DateTime,
    /// First moment after.
    pub before: DateTime,
    /// As written.
    pub text: String,
}
