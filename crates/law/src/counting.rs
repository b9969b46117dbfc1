//! Lengths of time as the law writes them, and how they are counted.

use std::fmt;

use jiff::Span;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::Named;

/// Unit of a limit; never converted into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

impl Counting {
    /// The last minute that is in time when the time starts at `start`: the least and the greatest it can be.
    ///
    /// `None` where the calendar does not reach that far. What the norm leaves open is counted both ways.
    pub fn last_minute(&self, start: DateTime, amount: Amount) -> Option<(DateTime, DateTime)> {
        let exact = |hours: i64| {
            let end = start.checked_add(Span::new().try_hours(hours).ok()?).ok()?;
            Some((end, end))
        };
        let count = i64::from(amount.count);
        match amount.unit {
            Unit::Hours => exact(count),
            Unit::FullDays => exact(count.checked_mul(24)?),
            Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Years => {
                let (least, most) = self.shifted(start.date(), amount, 1)?;
                let last = |day: Date| day.at(23, 59, 0, 0);
                Some(match self.first_day {
                    Some(FirstDay::In) => (last(least.yesterday().ok()?), last(most.yesterday().ok()?)),
                    Some(FirstDay::Out) => (last(least), last(most)),
                    Some(FirstDay::InOrOut) | None => (last(least.yesterday().ok()?), last(most)),
                })
            }
        }
    }

    /// The days on which a term can have started whose last day is `due`: the first and the last of them.
    ///
    /// `None` for hours and 24-hour days, which a day does not turn back, and where the calendar ends.
    pub fn start_of(&self, due: Date, amount: Amount) -> Option<(Date, Date)> {
        if !amount.is_calendar() {
            return None;
        }
        let (least, most) = self.shifted(due, amount, -1)?;
        Some(match self.first_day {
            Some(FirstDay::Out) => (least, most),
            Some(FirstDay::In) => (least.tomorrow().ok()?, most.tomorrow().ok()?),
            Some(FirstDay::InOrOut) | None => (least, most.tomorrow().ok()?),
        })
    }

    /// `day` moved by the amount, with the last days of months as the rule has them.
    fn shifted(&self, day: Date, amount: Amount, sign: i64) -> Option<(Date, Date)> {
        let count = sign * i64::from(amount.count);
        let months = match amount.unit {
            Unit::Days => {
                let moved = day.checked_add(Span::new().try_days(count).ok()?).ok()?;
                return Some((moved, moved));
            }
            Unit::Months => count,
            Unit::Years => count * 12,
            Unit::Hours | Unit::FullDays | Unit::WorkingDays => return None,
        };
        let moved = day.checked_add(Span::new().try_months(months).ok()?).ok()?;
        if moved.day() == day.day() {
            return Some((moved, moved));
        }
        let next = moved.tomorrow().ok()?;
        Some(match self.month_end {
            Some(MonthEnd::LastDay) => (moved, moved),
            Some(MonthEnd::NextDay) => (next, next),
            None => (moved, next),
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    fn last_days(counting: Counting, start: DateTime, count: u32, unit: Unit) -> Option<(Date, Date)> {
        let (least, most) = counting.last_minute(start, Amount { count, unit })?;
        Some((least.date(), most.date()))
    }

    const OUT: Counting = rule(FirstDay::Out);
    const IN: Counting = rule(FirstDay::In);

    const fn rule(first_day: FirstDay) -> Counting {
        Counting {
            first_day: Some(first_day),
            month_end: Some(MonthEnd::LastDay),
            month_days: None,
            working_days: None,
            rollover: None,
            stops_while: None,
        }
    }

    #[test]
    fn the_first_day_is_in_or_out() {
        let start = datetime(2021, 4, 7, 15, 30, 0, 0);
        assert_eq!(last_days(OUT, start, 60, Unit::Days), Some((date(2021, 6, 6), date(2021, 6, 6))));
        assert_eq!(last_days(IN, start, 60, Unit::Days), Some((date(2021, 6, 5), date(2021, 6, 5))));
    }

    #[test]
    fn a_due_day_is_turned_back_into_its_start() {
        let sixty = Amount { count: 60, unit: Unit::Days };
        assert_eq!(OUT.start_of(date(2021, 6, 6), sixty), Some((date(2021, 4, 7), date(2021, 4, 7))));
        assert_eq!(OUT.start_of(date(2021, 6, 6), Amount { count: 48, unit: Unit::Hours }), None);
    }

    #[test]
    fn a_month_from_the_31st_follows_the_rule_and_without_one_is_two_days() {
        let start = datetime(2023, 1, 31, 0, 0, 0, 0);
        let next = Counting { month_end: Some(MonthEnd::NextDay), ..OUT };
        let open = Counting { month_end: None, ..OUT };
        assert_eq!(last_days(OUT, start, 1, Unit::Months), Some((date(2023, 2, 28), date(2023, 2, 28))));
        assert_eq!(last_days(next, start, 1, Unit::Months), Some((date(2023, 3, 1), date(2023, 3, 1))));
        assert_eq!(last_days(open, start, 1, Unit::Months), Some((date(2023, 2, 28), date(2023, 3, 1))));
        let leap = datetime(2024, 2, 29, 0, 0, 0, 0);
        assert_eq!(last_days(OUT, leap, 1, Unit::Years), Some((date(2025, 2, 28), date(2025, 2, 28))));
    }

    #[test]
    fn a_term_that_can_be_read_both_ways_ends_on_two_days() {
        let either = Counting { first_day: Some(FirstDay::InOrOut), ..OUT };
        let start = datetime(2023, 5, 8, 12, 0, 0, 0);
        assert_eq!(last_days(either, start, 2, Unit::Months), Some((date(2023, 7, 7), date(2023, 7, 8))));
    }

    #[test]
    fn hours_run_from_the_minute_and_full_days_too() {
        let start = datetime(2023, 5, 8, 12, 45, 0, 0);
        let end = |count, unit| OUT.last_minute(start, Amount { count, unit }).map(|(end, _)| end);
        assert_eq!(end(48, Unit::Hours), Some(datetime(2023, 5, 10, 12, 45, 0, 0)));
        assert_eq!(end(2, Unit::FullDays), Some(datetime(2023, 5, 10, 12, 45, 0, 0)));
    }

    #[test]
    fn beyond_the_calendar_there_is_no_end() {
        let start = datetime(9999, 12, 30, 0, 0, 0, 0);
        assert_eq!(OUT.last_minute(start, Amount { count: 48, unit: Unit::Hours }), None);
        assert_eq!(OUT.last_minute(start, Amount { count: u32::MAX, unit: Unit::Years }), None);
        assert_eq!(OUT.last_minute(start, Amount { count: u32::MAX, unit: Unit::Days }), None);
    }
}
