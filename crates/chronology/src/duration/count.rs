//! Does a length fit between two moments, as people count and round?

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use remand_timex::{Amount, Precision, Unit, When};

use super::start::Start;
use crate::arithmetic::{later, written, written_amount, written_distance, written_hours, written_when};

/// Days by which a count of weeks may be off.
const WEEK_SLACK: i64 = 3;
/// Days by which a count of months, rounded to the nearest, may run ahead of the calendar.
const MONTH_SLACK: i64 = 15;
/// The same for a count of years.
const YEAR_SLACK: i64 = 31;
/// "A few" is no more than this.
const FEW: u32 = 12;
/// Seconds in an hour.
const HOUR: i64 = 3600;

/// Does the count run from `start` to some day of `end`? With the sum in words.
pub(super) fn from_start(amount: &Amount, start: &Start, end: &When) -> (bool, String) {
    let (fit, sum) = if matches!(amount.unit, Unit::Minute | Unit::Hour) {
        in_hours(amount, &start.when, end)
    } else {
        in_days(amount, start, end)
    };
    let label = start.label.map(|label| format!("{}, ", label.to_lowercase())).unwrap_or_default();
    let fits = if fit { ": fits" } else { "" };
    (fit, format!("{label}{sum}{fits}"))
}

fn in_days(amount: &Amount, start: &Start, end: &When) -> (bool, String) {
    let (first, last) = (end.first_day(), end.last_day());
    let reaches = |from: Option<Date>, to: Option<Date>| match (from, to) {
        (Some(a), Some(b)) => a <= b && last.is_none_or(|l| a <= l) && first.is_none_or(|f| b >= f),
        (Some(a), None) => last.is_none_or(|l| a <= l),
        (None, Some(b)) => b >= start.day && first.is_none_or(|f| b >= f),
        (None, None) => false,
    };
    let fit = allowed(amount, start).is_some_and(|(from, to)| reaches(from, to));
    let from = written(start.day);
    let complete =
        later(start.day, amount.count, amount.unit).filter(|_| amount.precision != Precision::Vague);
    let sum = match (end.only_day(), complete) {
        (Some(day), _) => {
            format!("{from} to {} = {}", written(day), written_distance(start.day, day, amount.unit))
        }
        (None, Some(day)) => {
            let length = written_amount(amount);
            format!("{from} + {length} = {}; the text is of {}", written(day), written_when(end))
        }
        (None, None) => format!("from {from}; complete {}", written_when(end)),
    };
    (fit, sum)
}

/// First and last day on which the words are true of a count from `start`; `None` inside is an open side.
fn allowed(amount: &Amount, start: &Start) -> Option<(Option<Date>, Option<Date>)> {
    let full = later(start.day, amount.count, amount.unit)?;
    let shift = |day: Date, days: i64| day.checked_add(days.days()).ok();
    let next = || later(start.day, amount.count.checked_add(1)?, amount.unit).and_then(|day| shift(day, -1));
    Some(match (amount.precision, amount.unit) {
        // The first day may be counted in, but only from the day that the record gives most often: a count that needs
        // both a date of the few and the other way of counting fits nothing.
        (Precision::Exact, Unit::Day) => (shift(full, -i64::from(start.main)), Some(full)),
        (Precision::Exact, Unit::Week) => (shift(full, -WEEK_SLACK), shift(full, WEEK_SLACK)),
        (Precision::Exact, Unit::Year) => (shift(full, -YEAR_SLACK), next()),
        (Precision::Exact, _) => (shift(full, -MONTH_SLACK), next()),
        (Precision::MoreThan, _) => (shift(full, 1), None),
        (Precision::AtLeast, _) => (Some(full), None),
        (Precision::LessThan, _) => (None, shift(full, -1)),
        (Precision::AtMost, _) => (None, Some(full)),
        (Precision::About, unit) => {
            let slack = match unit {
                Unit::Day => (i64::from(amount.count) / 10).max(2),
                Unit::Week => WEEK_SLACK + i64::from(amount.count),
                Unit::Year => YEAR_SLACK * 3,
                _ => MONTH_SLACK,
            };
            (shift(full, -slack), shift(full, slack))
        }
        (Precision::Vague, unit) => (later(start.day, 1, unit), later(start.day, FEW, unit)),
    })
}

/// Hours are held against moments: whatever the bounds of both ends leave possible.
fn in_hours(amount: &Amount, start: &When, end: &When) -> (bool, String) {
    let moments = (start.earliest.zip(start.before), end.earliest.zip(end.before));
    let (Some((a, b)), Some((c, d))) = moments else {
        return (false, "one end is not dated".to_owned());
    };
    let apart = |from: DateTime, to: DateTime| to.duration_since(from).as_secs();
    let (least, most) = (apart(b, c).max(0), apart(a, d));
    let unit = if amount.unit == Unit::Hour { HOUR } else { HOUR / 60 };
    let count = i64::from(amount.count) * unit;
    // A stated hour is a whole one: 47 and a half may be told as 48, and as 47.
    let slack = unit;
    let tenth = (count / 10).max(slack);
    let (from, to) = match amount.precision {
        Precision::Exact => (count - slack, count + slack),
        Precision::About => (count - tenth, count + tenth),
        Precision::MoreThan | Precision::AtLeast => (count, i64::MAX),
        Precision::LessThan | Precision::AtMost => (0, count),
        Precision::Vague => (unit, unit * i64::from(FEW)),
    };
    let sum =
        format!("{} to {} = {}", written_moment(start), written_moment(end), written_hours(least, most));
    (most >= 0 && from <= most && least <= to, sum)
}

fn written_moment(when: &When) -> String {
    match when.earliest.filter(|_| when.has_time()) {
        Some(at) => format!("{} {}", written(at.date()), at.strftime("%H:%M")),
        None => written_when(when),
    }
}
