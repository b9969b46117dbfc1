//! A time expression as the words give it, before anything is asked of the text around it.

use crate::words::{Bounded, Count, Meaning, Partial, Scale};
use crate::{Amount, Calendar, Direction, Kind, When};

/// A time expression as the words give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Type.
    pub kind: Kind,
    /// What the preposition before it says.
    pub direction: Direction,
    /// A vague reference to past, present or future ("soon", "so far").
    pub vague: bool,
    /// A length that is the age of a person.
    pub age: bool,
    /// No time expression by the annotation guidelines of its language.
    pub apart: bool,
    pub(crate) meaning: Meaning,
    pub(crate) bounded: Bounded,
    /// A month that is part of a name, as in "the May protests": the one that everybody knows, not the nearest.
    pub(crate) named: bool,
    /// "A year ago", "a year earlier", not "last year".
    pub(crate) counted: bool,
    /// The sentence speaks of something to come, or of something past.
    pub(crate) future: Option<bool>,
    /// The words before it say that the text was published then.
    pub(crate) publication: bool,
}

impl Expression {
    /// The value, if the words give all of it: a full date, a month or season with its year, a year, a full range.
    pub fn explicit(&self) -> Option<When> {
        crate::resolve::explicit(self).map(|value| value.when)
    }

    /// The length, for durations in units from minutes to years.
    pub fn amount(&self) -> Option<Amount> {
        crate::value::amount(self)
    }

    /// The calendar that the words use.
    pub fn calendar(&self) -> Calendar {
        match self.meaning {
            Meaning::Calendar { first, .. } => first.calendar,
            _ => Calendar::Gregorian,
        }
    }

    /// "today".
    pub fn is_today(&self) -> bool {
        matches!(
            self.meaning,
            Meaning::Shift {
                by: Count::Whole(0),
                scale: Scale::Day,
                spoken: true,
                extra: Partial { part: None, .. },
                ..
            }
        )
    }

    /// Counted from the time of speaking or from a time in the text: "yesterday", "last month", "two days later",
    /// "March this year".
    pub fn is_relative(&self) -> bool {
        match self.meaning {
            Meaning::Shift { .. } => true,
            Meaning::Calendar { first, .. } => {
                first.year_shift.is_some()
                    || first.year_same.is_some()
                    || first.pick.is_some()
                    || first.told.is_some()
            }
            _ => false,
        }
    }
}
