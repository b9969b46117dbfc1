//! A time expression and its value.

use std::ops::Range;

use serde::Serialize;

use crate::When;

/// TimeML's four types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// A day, month, year, season.
    Date,
    /// A time of day, a part of a day, a night.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// Unit of a duration, as the words give it; never converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the units")]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// How exactly a duration is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// "72 days".
    Exact,
    /// "over 6 months", "more than".
    MoreThan,
    /// "almost a month", "less than".
    LessThan,
    /// "at least".
    AtLeast,
    /// "up to", "at most", "within".
    AtMost,
    /// "about".
    About,
    /// "a few days", "several weeks": no number is given.
    Vague,
}

/// A length of time in the words' own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Amount {
    /// How many; 0 where `precision` is [`Precision::Vague`].
    pub count: u32,
    /// Of what.
    pub unit: Unit,
    /// How exactly.
    pub precision: Precision,
}

/// The calendar that the words use. Values and bounds are Gregorian always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The common one.
    #[default]
    Gregorian,
    /// That of Iran and Afghanistan: "17 Dey 1400".
    SolarHijri,
    /// That of Islam: "12 Ramadan 1443". Its months begin with the new moon, so that places differ by a day or two: the
    /// bounds hold both the day by the Umm al-Qura calendar of Arabia and that by the civil tables.
    Hijri,
    /// That of Thailand: Gregorian days, 543 years ahead.
    Buddhist,
}

impl Calendar {
    /// Its years and months are others than the Gregorian ones.
    pub(crate) fn has_own_months(self) -> bool {
        matches!(self, Self::SolarHijri | Self::Hijri)
    }

    /// For leaving out what is so nearly always.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub(crate) fn is_gregorian(&self) -> bool {
        *self == Self::Gregorian
    }
}

/// What a preposition before a date makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// "on 5 June", or nothing.
    At,
    /// "until", "till".
    Until,
    /// "since".
    Since,
    /// "no later than", "by".
    By,
    /// "after".
    After,
    /// "before".
    Before,
    /// "as of".
    AsOf,
    /// "from".
    From,
}

/// What a value was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Against nothing: the words give all of it.
    Explicit,
    /// Another date of the same sentence or range.
    Sentence,
    /// Another date of the same text, or of a neighbouring one.
    Discourse,
    /// The publication of the text.
    Publication,
    /// The publication as far as the text itself tells it.
    Inferred,
    /// There is nothing to resolve it against; the value stays open.
    None,
}

/// How a value follows from what it was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The words give all of it.
    Words,
    /// The last such date before the anchor.
    Before,
    /// The first such date after the anchor.
    After,
    /// A part of the anchor, or the same day.
    Within,
    /// Counted from the anchor: "two days later".
    Counted,
    /// Nothing tells.
    Nothing,
}

/// A time expression, its place in the text and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timex {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Type.
    pub kind: Kind,
    /// The date or time, with bounds; unknown for durations and for references such as "soon".
    pub when: When,
    /// The length, for durations; none for an age.
    pub amount: Option<Amount>,
    /// TIMEX3 `value`.
    pub value: String,
    /// TIMEX3 `mod`.
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// What the preposition before it says.
    pub direction: Direction,
    /// What the value was resolved against.
    pub anchor: Anchor,
    /// The expression that it was resolved against, as bytes of the text; `None` for a publication and for a date of
    /// a neighbouring text.
    pub against: Option<Range<usize>>,
    /// How the value follows from that.
    pub reason: Reason,
    /// The calendar that the words use.
    pub calendar: Calendar,
    /// A vague reference to past, present or future ("soon", "so far"): no date comes of it.
    pub vague: bool,
    /// A length that is the age of a person.
    pub age: bool,
    /// No time expression by the annotation guidelines of its language (ages, vague references, where the lexicon
    /// says so): found, and left out of lists that are compared with annotated corpora.
    pub apart: bool,
}

impl Timex {
    /// Why the value is what it is, in a line for people: "the first such date after “28 December 2021”". `text` is
    /// the text that was resolved.
    pub fn explanation(&self, text: &str) -> String {
        let quote = self.against.clone().and_then(|range| text.get(range)).map(|words| format!("“{words}”"));
        let anchor = match self.anchor {
            Anchor::Publication => "the publication",
            Anchor::Inferred => "the publication, as far as the text tells it",
            _ => quote.as_deref().unwrap_or("a date told elsewhere"),
        };
        match self.reason {
            Reason::Words => "the words give all of it".to_owned(),
            Reason::Before => format!("the last such date before {anchor}"),
            Reason::After => format!("the first such date after {anchor}"),
            Reason::Within => format!("within {anchor}"),
            Reason::Counted => format!("counted from {anchor}"),
            Reason::Nothing => "nothing tells which".to_owned(),
        }
    }
}
