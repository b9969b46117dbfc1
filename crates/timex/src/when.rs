//! An uncertain point in civil time, kept as an interval.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Serialize};

/// When something happened, as far as anyone said: a half-open interval of local civil time and its EDTF form.
///
/// The event lies somewhere in `[earliest, before)`. An open bound is `None`. Nothing here is a time zone: the
/// time is the one the sources use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// ISO 8601-2 (EDTF, levels 0 to 2); empty when nothing is known.
    pub edtf: String,
    /// First moment at which it can have been, inclusive.
    pub earliest: Option<DateTime>,
    /// First moment at which it can no longer have been, exclusive.
    pub before: Option<DateTime>,
}

impl When {
    /// Nobody said when.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Some time on `day`.
    pub fn day(day: Date) -> Self {
        Self::days(day, day)
    }

    /// Some time on one of the days from `first` to `last`, both included. Days given in the wrong order are swapped.
    pub fn days(first: Date, last: Date) -> Self {
        let (first, last) = if last < first { (last, first) } else { (first, last) };
        Self::bounded(Some(first), Some(last))
    }

    /// At a minute of a day.
    pub fn minute(at: DateTime) -> Self {
        Self {
            edtf: at.strftime("%Y-%m-%dT%H:%M").to_string(),
            earliest: Some(at),
            before: at.checked_add(1.minute()).ok(),
        }
    }

    /// Between two days, both included; `None` leaves that side open. Both `None` is [`When::unknown`].
    pub fn bounded(first: Option<Date>, last: Option<Date>) -> Self {
        let edtf = match (first, last) {
            (None, None) => return Self::unknown(),
            (Some(a), Some(b)) => edtf_of_days(a, b),
            (Some(a), None) => format!("{}/..", iso(a)),
            (None, Some(b)) => format!("../{}", iso(b)),
        };
        Self {
            edtf,
            earliest: first.map(|d| d.to_datetime(Time::midnight())),
            before: last.and_then(|d| d.tomorrow().ok()).map(|d| d.to_datetime(Time::midnight())),
        }
    }

    /// Replaces the EDTF form, for a text that says more than the bounds do (`2022-01-05~`, `2021-21`).
    pub fn with_edtf(mut self, edtf: impl Into<String>) -> Self {
        self.edtf = edtf.into();
        self
    }

    /// Neither bound is known.
    pub fn is_unknown(&self) -> bool {
        self.earliest.is_none() && self.before.is_none()
    }

    /// First possible day.
    pub fn first_day(&self) -> Option<Date> {
        self.earliest.map(|t| t.date())
    }

    /// Last possible day, included.
    pub fn last_day(&self) -> Option<Date> {
        let before = self.before?;
        if before.time() == Time::midnight() { before.date().yesterday().ok() } else { Some(before.date()) }
    }

    /// The day, where the bounds leave only one.
    pub fn only_day(&self) -> Option<Date> {
        let day = self.first_day()?;
        (self.last_day() == Some(day)).then_some(day)
    }

    /// The bounds are finer than whole days.
    pub fn has_time(&self) -> bool {
        [self.earliest, self.before].into_iter().flatten().any(|t| t.time() != Time::midnight())
    }

    /// Both may be the same moment.
    pub fn meets(&self, other: &Self) -> bool {
        let below =
            |a: Option<DateTime>, b: Option<DateTime>| !matches!((a, b), (Some(a), Some(b)) if a >= b);
        below(self.earliest, other.before) && below(other.earliest, self.before)
    }

    /// What both allow, or `None` where they exclude each other.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        if !self.meets(other) {
            return None;
        }
        let earliest = [self.earliest, other.earliest].into_iter().flatten().max();
        let before = [self.before, other.before].into_iter().flatten().min();
        Some(Self::of_moments(earliest, before))
    }

    /// The smallest interval that holds both; a bound open on either side stays open.
    pub fn hull(&self, other: &Self) -> Self {
        let earliest = self.earliest.zip(other.earliest).map(|(a, b)| a.min(b));
        let before = self.before.zip(other.before).map(|(a, b)| a.max(b));
        Self::of_moments(earliest, before)
    }

    /// The interval `[earliest, before)`.
    pub fn of_moments(earliest: Option<DateTime>, before: Option<DateTime>) -> Self {
        let whole = |t: Option<DateTime>| t.is_none_or(|t| t.time() == Time::midnight());
        if whole(earliest) && whole(before) {
            let last = before.and_then(|t| t.date().yesterday().ok());
            return Self::bounded(earliest.map(|t| t.date()), last);
        }
        let text = |t: Option<DateTime>| {
            t.map_or_else(|| "..".to_owned(), |t| t.strftime("%Y-%m-%dT%H:%M").to_string())
        };
        let minute =
            earliest.zip(before).is_some_and(|(a, b)| b.duration_since(a) <= SignedDuration::from_mins(1));
        let edtf = if minute { text(earliest) } else { format!("{}/{}", text(earliest), text(before)) };
        Self { edtf, earliest, before }
    }

    /// `earliest` for machine-readable output: a date, or a date and time where the source gave one.
    pub fn earliest_text(&self) -> Option<String> {
        self.earliest.map(moment_text)
    }

    /// Last possible day (included) for machine-readable output, or the last minute where the source gave a time.
    pub fn latest_text(&self) -> Option<String> {
        let before = self.before?;
        if before.time() == Time::midnight() {
            return self.last_day().map(iso);
        }
        before.checked_sub(1.minute()).ok().map(moment_text)
    }
}

fn moment_text(t: DateTime) -> String {
    let time = if t.time() == Time::midnight() { String::new() } else { t.strftime("T%H:%M").to_string() };
    iso(t.date()) + &time
}

/// The shortest EDTF form of whole days: a day, a month, a year, or an interval.
fn edtf_of_days(a: Date, b: Date) -> String {
    if a == b {
        iso(a)
    } else if a == a.first_of_month() && b == a.last_of_month() {
        format!("{}-{:02}", iso_year(a), a.month())
    } else if a == a.first_of_year() && b == a.last_of_year() {
        iso_year(a)
    } else {
        format!("{}/{}", iso(a), iso(b))
    }
}

/// ISO 8601-2 form of a day; a year before the year 0 has a minus and four digits.
pub(crate) fn iso(date: Date) -> String {
    format!("{}-{:02}-{:02}", iso_year(date), date.month(), date.day())
}

/// ISO 8601-2 form of its year.
pub(crate) fn iso_year(date: Date) -> String {
    let year = date.year();
    if year < 0 { format!("-{:04}", -i32::from(year)) } else { format!("{year:04}") }
}
