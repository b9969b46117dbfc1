//! A pack as parsed: norms, the cases that hold them to their words, and the prose between.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::{Amount, Calendar, Counting};

/// A file of law: prose, norms and cases in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Path as it was given to the parser, such as `un/iccpr/article-9.md`.
    pub file: String,
    /// The text as read: the lines that faults show.
    pub text: String,
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
    /// An `instrument` block.
    Instrument(Box<Instrument>),
    /// A `calendar` block.
    Calendar(Calendar),
    /// A `parameter` block.
    Parameter(Parameter),
    /// A `define` block.
    Definition(Definition),
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
    /// All of these must hold for the norm to apply.
    pub when: Vec<Condition>,
    /// Any one of these sets the norm aside.
    pub unless: Vec<Defeater>,
    /// What it asks.
    pub rule: Rule,
    /// Silence of the record breaches it, because the state must show that it kept it.
    pub burden_on_state: bool,
    /// WGAD categories that a breach supports.
    pub wgad: Vec<String>,
    /// For norms that say who owes the act.
    pub deadline: Option<Deadline>,
    /// Norms on the same thing elsewhere.
    pub beside: Vec<Named>,
    /// As the norm writes them in a [`Pack`]; with those of its instrument in a linked [`Law`](crate::Law).
    pub terms: Terms,
}

/// A name as a pack writes it. Two are equal where the names are, wherever they stand.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Named {}

/// What an instrument says once for all its norms, and a norm can say for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// How times are counted.
    pub counting: Counting,
    /// When it is in force; never `None` in a linked [`Law`](crate::Law).
    pub in_force: Option<InForce>,
    /// States bound by it and since when.
    pub parties: Vec<Party>,
    /// States bound by it from the start. Where it is not empty, no state beside these and `parties` is bound.
    pub members: Vec<String>,
    /// Reservations.
    pub reserved: Vec<Exempt>,
    /// Notices of derogation.
    pub derogated: Vec<Exempt>,
    /// Whether a state can derogate from it; `None` where it does not say.
    pub derogable: Option<bool>,
}

/// A state and a period in which it made a reservation or gave notice of a derogation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exempt {
    /// ISO 3166-1 code in lower case.
    pub state: String,
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
    /// Its words, where the pack gives them.
    pub words: Option<String>,
}

/// An instrument: what its norms share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its id; norms whose id starts with it and a dot are its norms.
    pub id: Named,
    /// The heading it stands under.
    pub title: String,
    /// What it says for all of them.
    pub terms: Terms,
}

/// A number of the law that changes with time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its id.
    pub id: Named,
    /// The heading it stands under.
    pub title: String,
    /// Where the law says so.
    pub cites: String,
    /// How it was held against its source.
    pub checked: Checked,
    /// By the first day on which each holds, which is not shared by two. Never empty.
    pub values: Vec<Value>,
}

/// What a parameter is from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The number.
    pub amount: Amount,
    /// First day.
    pub from: Date,
    /// Where the law says so, if not where the parameter does.
    pub cites: Option<String>,
}

/// A state made from events and other states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The state it defines.
    pub name: Named,
    /// The heading it stands under.
    pub title: String,
    /// Where the law says so.
    pub cites: Option<String>,
    /// Events that begin it.
    pub from: Vec<String>,
    /// Events that end it.
    pub until: Vec<String>,
    /// It ends after this at the latest.
    pub lasting: Option<Amount>,
    /// It lies within these states, or outside of them.
    pub within: Vec<Within>,
}

/// A state that a definition lies within or outside of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// The state.
    pub state: Named,
    /// False for `not`.
    pub inside: bool,
}

/// Conditions that together set a norm aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defeater {
    /// All must hold.
    pub when: Vec<Condition>,
    /// Where the law says so.
    pub cites: Option<String>,
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

/// First and last day of a version, both included. Where a day is not known it lies between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InForce {
    /// First day, or the earliest it can be.
    pub from: Date,
    /// The latest the first day can be; the same as `from` where it is known.
    pub from_latest: Date,
    /// Last day, or the earliest it can be; `None` while it is in force.
    pub to: Option<Date>,
    /// The latest the last day can be.
    pub to_latest: Option<Date>,
}

impl InForce {
    /// In force from a day on.
    pub fn since(from: Date) -> Self {
        Self { from, from_latest: from, to: None, to_latest: None }
    }

    /// The version is in force on `day`; `None` where that is not known.
    pub fn holds_on(&self, day: Date) -> Option<bool> {
        if day < self.from || self.to_latest.is_some_and(|to| to < day) {
            Some(false)
        } else if self.from_latest <= day && self.to.is_none_or(|to| day <= to) {
            Some(true)
        } else {
            None
        }
    }

    /// Both are in force for certain on some day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from_latest <= to) && other.to.is_none_or(|to| self.from_latest <= to)
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
    /// A length that the case has: `maximum_sentence over 10 years`.
    Measure {
        /// Which.
        measure: String,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        amount: Amount,
    },
}

/// How a measure is compared with an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Longer.
    Over,
    /// As long or longer.
    AtLeast,
    /// Shorter.
    Under,
    /// As long or shorter.
    AtMost,
}

/// What a norm asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `expect ACT within T of TRIGGER`.
    Within {
        /// What must happen.
        act: Act,
        /// What sets the time running.
        of: Trigger,
        /// The first holds always, a later one instead of it where its condition holds. Never empty.
        limits: Vec<Limit>,
    },
    /// `expect ACT promptly after TRIGGER`: a standard without a number.
    Promptly {
        /// What must happen.
        act: Act,
        /// What sets the time running.
        after: Trigger,
    },
    /// `expect ACT [at least T] before EVENT`.
    Before {
        /// What must happen.
        act: Act,
        /// At least this long before, as in [`Rule::Within`]; empty where any time before will do.
        leads: Vec<Limit>,
        /// Before what.
        event: String,
    },
    /// `expect ACT every T while STATE [first within T]`.
    Every {
        /// What must happen.
        act: Act,
        /// No gap is longer.
        gap: Length,
        /// The first gap, where it differs.
        first: Option<Length>,
        /// While the person is in this state.
        state: String,
    },
    /// `expect ACT [while STATE]`.
    Required {
        /// What must happen.
        act: Act,
        /// In each stretch of this state; `None`: at some time.
        state: Option<String>,
    },
    /// `expect record of ITEM, ITEM`: a register with its fields.
    Record {
        /// What it must hold.
        items: Vec<Item>,
    },
    /// `throughout STATE covered by STATE [after T]`.
    Covered {
        /// The state that must be covered.
        state: String,
        /// The state that covers it.
        by: String,
        /// Time at the start that needs no cover.
        after: Option<Length>,
    },
    /// `STATE [before EVENT] at most T [in total]`.
    AtMost {
        /// The state.
        state: String,
        /// Each stretch is counted up to this event.
        before: Option<String>,
        /// As in [`Rule::Within`].
        limits: Vec<Limit>,
        /// All stretches together, not the longest unbroken one.
        total: bool,
    },
    /// `never ACT`, and in which time.
    Never {
        /// What must not happen.
        act: Act,
        /// When.
        period: Period,
    },
}

/// What sets a time running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Each such event.
    Event(String),
    /// A length after another trigger.
    After(Length, Box<Trigger>),
    /// The first of these that happened.
    Earlier(Vec<Trigger>),
    /// The last of these, once all happened.
    Later(Vec<Trigger>),
}

impl Trigger {
    /// The events it speaks of.
    pub fn events(&self) -> Vec<&str> {
        match self {
            Self::Event(event) => vec![event],
            Self::After(_, of) => of.events(),
            Self::Earlier(all) | Self::Later(all) => all.iter().flat_map(Self::events).collect(),
        }
    }
}

/// A length as a norm gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// In so many words.
    Amount(Amount),
    /// The value of a parameter.
    Parameter(Named),
    /// A fraction of a measure of the case: `1/3 of maximum_sentence`.
    Fraction {
        /// Above the line.
        parts: u32,
        /// Below the line.
        of: u32,
        /// The measure.
        measure: String,
    },
    /// The shorter of two.
    Shorter(Box<Length>, Box<Length>),
    /// The longer of two.
    Longer(Box<Length>, Box<Length>),
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

/// What a register must hold of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The event.
    pub event: String,
    /// What of it.
    pub part: ItemPart,
    /// Only where the event is in the record.
    pub if_any: bool,
}

/// What of an event a register must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemPart {
    /// That it happened.
    Whole,
    /// Its day.
    Date,
    /// Its hour.
    Hour,
    /// Who or what took this part in it.
    Role(String),
}

/// A length of time and when it is the one that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The length.
    pub length: Length,
    /// All must hold; empty for the first limit of a rule.
    pub when: Vec<Condition>,
    /// Where the law says so, if not where the norm does.
    pub cites: Option<String>,
}

/// The time in which something must not happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// At any time.
    Ever,
    /// Before this event.
    Before(String),
    /// After this event.
    After(String),
    /// While in the state.
    While(String),
    /// While not in the state.
    WhileNot(String),
}

/// What a norm comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

    /// Its rank, the gravest first: of several obligations of a norm the gravest is what the norm comes to.
    pub fn gravity(self) -> u8 {
        match self {
            Self::NotMet => 0,
            Self::Contested => 1,
            Self::Undetermined => 2,
            Self::Met => 3,
            Self::NotApplicable => 4,
        }
    }

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
    /// On whose account it is read; `None` for all together.
    pub on: Option<String>,
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
        /// How it was done, as its source says.
        qualifiers: Vec<String>,
        /// A source says that it did not happen.
        denied: bool,
        /// When; `None` for `undated`.
        on: Option<Stretch>,
        /// Who or what took part in it, as its source says: the names of the roles.
        roles: Vec<String>,
        /// On whose account; `None` leaves it to the reader of the case.
        account: Option<String>,
    },
    /// `complete hearing 2024-03-04 .. 2024-05-01 by state`.
    Complete {
        /// The event.
        event: String,
        /// The time of which the source lists every such event; `None`: all.
        on: Option<Stretch>,
        /// On whose account.
        account: String,
    },
    /// `solitary 2024-03-04 .. 2024-03-20`, or an open end.
    State {
        /// The state.
        state: String,
        /// A source says that it did not hold.
        denied: bool,
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
    /// `maximum_sentence is 10 years`.
    Measure {
        /// Which.
        measure: String,
        /// How long.
        amount: Amount,
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
