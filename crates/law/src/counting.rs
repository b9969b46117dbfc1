//! Lengths of time as the law writes them, and how they are counted.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Named;

/// Unit of a limit; never converted into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Sixty minutes.
    Hours,
    /// Twenty-four hours from a moment.
    FullDays,
    /// Days of the calendar, ending at midnight.
    Days,
    /// Days of the calendar that are not off.
    WorkingDays,
    /// Months of the calendar.
    Months,
    /// Years of the calendar.
    Years,
}

/// A length of time in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Amount {
    /// How many, at least 1.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = self.count == 1;
        let unit = match self.unit {
            Unit::Hours if one => "hour",
            Unit::Hours => "hours",
            Unit::FullDays if one => "24-hour day",
            Unit::FullDays => "24-hour days",
            Unit::Days if one => "day",
            Unit::Days => "days",
            Unit::WorkingDays if one => "working day",
            Unit::WorkingDays => "working days",
            Unit::Months if one => "month",
            Unit::Months => "months",
            Unit::Years if one => "year",
            Unit::Years => "years",
        };
        write!(f, "{} {unit}", self.count)
    }
}

/// Whether the day of the trigger is the first of the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstDay {
    /// It is.
    In,
    /// The term starts on the day after.
    Out,
    /// The instrument can be read both ways: the end is given as two days.
    InOrOut,
}

/// Where a term of months ends that would end on a day its last month does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthEnd {
    /// On the last day of that month.
    LastDay,
    /// On the first day of the next.
    NextDay,
}

/// How the times of a norm are counted. Hours and 24-hour days need no rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counting {
    /// For calendar units.
    pub first_day: Option<FirstDay>,
    /// For months and years.
    pub month_end: Option<MonthEnd>,
    /// A month is so many days, where the instrument says so.
    pub month_days: Option<u32>,
    /// The calendar of working days.
    pub working_days: Option<Named>,
    /// What happens to a term that would end on a day that is off.
    pub rollover: Option<Rollover>,
    /// Time in this state does not count.
    pub stops_while: Option<Named>,
}

/// What happens to a term that would end on a day that is off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rollover {
    /// Nothing.
    Stays,
    /// It ends on the next day of this calendar that is not off.
    Forward(Named),
    /// It ends on the last day before that is not off.
    Back(Named),
}

impl Amount {
    /// Ends at midnight, so that the day of the trigger must be counted in or out.
    pub fn is_calendar(self) -> bool {
        matches!(self.unit, Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Years)
    }

    /// May end on a day that does not exist.
    pub fn needs_month_end(self) -> bool {
        matches!(self.unit, Unit::Months | Unit::Years)
    }
}
