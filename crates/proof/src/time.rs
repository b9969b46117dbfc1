//! Minutes of local civil time, and intervals in which one lies.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, date};
use serde::{Deserialize, Serialize};

/// A minute of local civil time, by its number since the start of 1970. In JSON `2024-03-04T10:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Minute(pub i64);

const EPOCH: DateTime = date(1970, 1, 1).at(0, 0, 0, 0);

impl Minute {
    /// The minute in which a moment lies.
    pub fn of(at: DateTime) -> Self {
        Self(at.duration_since(EPOCH).as_secs().div_euclid(60))
    }

    /// The moment at which it starts; `None` beyond the calendar.
    pub fn moment(self) -> Option<DateTime> {
        EPOCH.checked_add(SignedDuration::from_secs(self.0.checked_mul(60)?)).ok()
    }

    /// Its day; `None` beyond the calendar.
    pub fn day(self) -> Option<Date> {
        self.moment().map(DateTime::date)
    }

    /// So many minutes later, or earlier where it is negative.
    #[must_use]
    pub fn plus(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes))
    }

    /// Midnights after the minute `start` and not after this one: days of the calendar between their days.
    pub fn midnights_since(self, start: Self) -> i64 {
        self.0.div_euclid(24 * 60) - start.0.div_euclid(24 * 60)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment() {
            Some(at) => write!(f, "{}T{:02}:{:02}", at.date(), at.hour(), at.minute()),
            None => write!(f, "beyond the calendar"),
        }
    }
}

impl From<Minute> for String {
    fn from(minute: Minute) -> Self {
        minute.to_string()
    }
}

impl FromStr for Minute {
    type Err = String;

    /// Reads `2024-03-04T10:00`, and a day as its first minute.
    fn from_str(text: &str) -> Result<Self, String> {
        let fault = |_| format!("`{text}` is no minute of the calendar such as 2024-03-04T10:00");
        text.parse::<DateTime>().map(Self::of).map_err(fault)
    }
}

impl TryFrom<String> for Minute {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A minute lies somewhere between two, both included. A side on which nothing is known is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First minute it can be.
    pub earliest: Option<Minute>,
    /// Last minute it can be.
    pub latest: Option<Minute>,
}

impl Interval {
    /// One minute.
    pub fn at(minute: Minute) -> Self {
        Self::between(minute, minute)
    }

    /// From one minute to another, both included.
    pub fn between(earliest: Minute, latest: Minute) -> Self {
        Self { earliest: Some(earliest), latest: Some(latest) }
    }

    /// The minute can be this one.
    pub fn holds(self, minute: Minute) -> bool {
        self.earliest.is_none_or(|earliest| earliest <= minute)
            && self.latest.is_none_or(|latest| minute <= latest)
    }

    /// What both allow; `None` where they exclude each other.
    pub fn meet(self, other: Self) -> Option<Self> {
        let earliest = [self.earliest, other.earliest].into_iter().flatten().max();
        let latest = [self.latest, other.latest].into_iter().flatten().min();
        let empty = matches!((earliest, latest), (Some(a), Some(b)) if a > b);
        (!empty).then_some(Self { earliest, latest })
    }

    /// It gives a day: it lies within one.
    pub fn gives_day(self) -> bool {
        self.earliest.zip(self.latest).is_some_and(|(a, b)| b.midnights_since(a) == 0)
    }

    /// It gives an hour: it lies within one day and is shorter than an hour.
    pub fn gives_hour(self) -> bool {
        self.gives_day() && self.earliest.zip(self.latest).is_some_and(|(a, b)| b.0 - a.0 < 60)
    }

    /// It is one whole day: a date without an hour.
    pub fn is_whole_day(self) -> bool {
        self.gives_day() && self.earliest.zip(self.latest).is_some_and(|(a, b)| b.0 - a.0 == 24 * 60 - 1)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.earliest, self.latest) {
            (Some(a), Some(b)) if a == b => write!(f, "{a}"),
            (Some(a), Some(b)) => write!(f, "{a} to {b}"),
            (Some(a), None) => write!(f, "{a} or later"),
            (None, Some(b)) => write!(f, "{b} or earlier"),
            (None, None) => write!(f, "no date"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(text: &str) -> Minute {
        text.parse().unwrap()
    }

    #[test]
    fn a_minute_reads_and_writes_as_itself_on_both_sides_of_1970() {
        for text in ["1969-12-31T23:59", "1970-01-01T00:00", "2024-02-29T12:34"] {
            assert_eq!(minute(text).to_string(), text);
        }
        assert_eq!(minute("2024-02-29").to_string(), "2024-02-29T00:00");
        for text in ["2023-02-29T10:00", "", "noon", "2024-03-04T25:00"] {
            assert!(text.parse::<Minute>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_has_no_hour_and_part_of_an_hour_has() {
        let between = |a, b| Interval::between(minute(a), minute(b));
        let day = between("2024-03-04T00:00", "2024-03-04T23:59");
        assert!(day.gives_day() && day.is_whole_day() && !day.gives_hour());
        let evening = between("2024-03-04T18:00", "2024-03-04T23:59");
        assert!(evening.gives_day() && !evening.is_whole_day() && !evening.gives_hour());
        assert!(between("2024-03-04T18:00", "2024-03-04T18:59").gives_hour());
        let midnight = between("2024-03-04T23:50", "2024-03-05T00:10");
        assert!(!midnight.gives_day() && !midnight.gives_hour());
        assert!(!Interval::default().gives_day());
    }

    #[test]
    fn midnights_are_counted_between_days() {
        assert_eq!(minute("2024-03-05T00:00").midnights_since(minute("2024-03-04T23:59")), 1);
        assert_eq!(minute("2024-03-05T23:59").midnights_since(minute("2024-03-05T00:00")), 0);
    }
}
