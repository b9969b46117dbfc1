//! Days that are off: weekends, holidays, and days on which work goes on all the same.

use jiff::civil::{Date, Weekday};

use crate::Named;

/// A calendar of days that are off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Its id.
    pub id: Named,
    /// The heading it stands under.
    pub title: String,
    /// Days of the week that are off.
    pub weekend: Vec<Weekday>,
    /// First and last day that it knows, both included.
    pub covers: (Date, Date),
    /// Days that are off, with what they are.
    pub off: Vec<(Off, Option<String>)>,
    /// Days that are not off though the lines above say so, with why.
    pub on: Vec<(Date, Option<String>)>,
}

/// A day that is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    /// This day.
    On(Date),
    /// This day of every year: month and day.
    Every(i8, i8),
    /// So many days from Easter Sunday (Gregorian), negative before it.
    Easter(i16),
}
