//! Where a time ends: the rules of a [`Counting`] applied to a moment and an amount.
//!
//! **Monotone.** A later start never ends earlier, at the least end and at the greatest, for every unit, first day,
//! end of month and rollover: each step (so many minutes or days on, the same day of a later month or the day that
//! stands for it, the next or last day that is not off) keeps the order of two days. So the ends for a start
//! somewhere between two minutes lie between the ends for these two. Time that stops is the exception: see
//! [`Counter::is_monotone`].

use std::sync::Arc;

use jiff::Span;
use jiff::civil::{Date, DateTime};

use crate::calendar::{Beyond, DaysOff};
use crate::{Amount, Calendars, Counting, FirstDay, MonthEnd, Rollover, Unit};

/// A year without a single working day is a fault of the calendar, not a length of time.
const LONGEST_REST: u32 = 366;

/// A [`Counting`] with its calendars looked up, so that a sum allocates nothing.
///
/// Where a rule is missing or can be read both ways, and where a calendar does not reach, both ends are given. There
/// is no end (`None`) beyond the years 1 to 9999, without the calendar that a sum asks for, and where the calendar
/// has no working day within a year.
#[derive(Clone, Debug)]
pub struct Counter {
    first_day: FirstDay,
    month_end: Option<MonthEnd>,
    working_days: Option<Arc<DaysOff>>,
    rollover: Rolls,
    stops: bool,
}

/// A [`Rollover`] with its calendar; `None` for one that is not there.
#[derive(Clone, Debug)]
enum Rolls {
    Not,
    Forward(Option<Arc<DaysOff>>),
    Back(Option<Arc<DaysOff>>),
}

/// Towards later days or earlier ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Towards {
    Later,
    Earlier,
}

impl Counter {
    /// Looks up the calendars of a norm.
    pub fn new(counting: &Counting, calendars: &Calendars) -> Self {
        Self {
            first_day: counting.first_day.unwrap_or(FirstDay::InOrOut),
            month_end: counting.month_end,
            working_days: counting.working_days.as_ref().and_then(|id| calendars.get(&id.name)),
            rollover: match &counting.rollover {
                None | Some(Rollover::Stays) => Rolls::Not,
                Some(Rollover::Forward(id)) => Rolls::Forward(calendars.get(&id.name)),
                Some(Rollover::Back(id)) => Rolls::Back(calendars.get(&id.name)),
            },
            stops: counting.stops_while.is_some(),
        }
    }

    /// The last minute that is in time when the time starts at `start`: the least and the greatest it can be.
    pub fn last_minute(&self, start: DateTime, amount: Amount) -> Option<(DateTime, DateTime)> {
        self.last_minute_stopped(start, amount, 0, 0)
    }

    /// As [`Counter::last_minute`], where time stopped on the way: for so many minutes, among them so many midnights.
    /// Hours and 24-hour days are longer by the minutes, other units by as many days as there are midnights; a term
    /// rolls over after that.
    pub fn last_minute_stopped(
        &self,
        start: DateTime,
        amount: Amount,
        minutes: i64,
        midnights: i64,
    ) -> Option<(DateTime, DateTime)> {
        if let Some(hours) = hours(amount) {
            let span = Span::new().try_hours(hours).ok()?.try_minutes(minutes).ok()?;
            let end = within(start.checked_add(span).ok()?)?;
            return Some((end, end));
        }
        let (least, most) = self.last_day(start.date(), amount)?;
        let later = |day: Date| if midnights == 0 { Some(day) } else { days_from(day, midnights) };
        let (least, most) = self.rolled(later(least)?, later(most)?)?;
        Some((within(end_of(least))?, within(end_of(most))?))
    }

    /// The last minute at which an act is in time that must come at least `amount` before `event`: the least and the
    /// greatest it can be. A day counted back is not moved by a rollover.
    pub fn last_minute_before(&self, event: DateTime, amount: Amount) -> Option<(DateTime, DateTime)> {
        if let Some(hours) = hours(amount) {
            let end = within(event.checked_sub(Span::new().try_hours(hours).ok()?).ok()?)?;
            return Some((end, end));
        }
        let count = i64::from(amount.count);
        let day = event.date();
        let (least, most) = match amount.unit {
            Unit::WorkingDays => {
                let (near, far) = self.working_days(day, amount.count, Towards::Earlier)?;
                (far, near)
            }
            _ => {
                let (far, near) = match amount.unit {
                    Unit::Days => twice(days_from(day, -count)?),
                    Unit::Months => self.months_from(day, -count)?,
                    _ => self.months_from(day, count.checked_mul(-12)?)?,
                };
                match self.first_day {
                    FirstDay::In => (far.tomorrow().ok()?, near.tomorrow().ok()?),
                    FirstDay::Out => (far, near),
                    FirstDay::InOrOut => (far, near.tomorrow().ok()?),
                }
            }
        };
        Some((within(end_of(least))?, within(end_of(most))?))
    }

    /// The days on which a term can have started whose last day is `due`: the first and the last of them.
    ///
    /// `None` for hours and 24-hour days, which a day does not turn back, and where no start ends on that day.
    pub fn start_of(&self, due: Date, amount: Amount) -> Option<(Date, Date)> {
        if !amount.is_calendar() {
            return None;
        }
        let ends = |start: Date| {
            let (least, most) = self.last_minute(start.at(0, 0, 0, 0), amount)?;
            Some((least.date(), most.date()))
        };
        // Ends are monotone in the start, and no end beyond the calendar is early.
        let first = first_day(|start| ends(start).is_none_or(|(_, most)| due <= most))?;
        let after = first_day(|start| ends(start).is_none_or(|(least, _)| due < least));
        let last = after.map_or(Some(Date::MAX), |day| day.yesterday().ok())?;
        let fits = |start| ends(start).is_some_and(|(least, most)| least <= due && due <= most);
        (first <= last && fits(first) && fits(last)).then_some((first, last))
    }

    /// A later start never ends earlier for amounts of this unit, also where time stops on the way.
    ///
    /// It can where `stops while` meets working days, months or years. A start that is a day later and still in the
    /// stop leaves a midnight less to add, and need not end a day later by itself: a month from 30 and from 31
    /// January ends on 28 February, a working day from Saturday and from Sunday on Monday.
    pub fn is_monotone(&self, unit: Unit) -> bool {
        !self.stops || matches!(unit, Unit::Hours | Unit::FullDays | Unit::Days)
    }

    /// The last day before any rollover: the least and the greatest it can be.
    fn last_day(&self, start: Date, amount: Amount) -> Option<(Date, Date)> {
        let count = i64::from(amount.count);
        let (least, most) = match amount.unit {
            // Not a day on and back: the last day of the calendar can be an end.
            Unit::Days if self.first_day == FirstDay::In => return Some(twice(days_from(start, count - 1)?)),
            Unit::WorkingDays => return self.working_days(start, amount.count, Towards::Later),
            Unit::Months => self.months_from(start, count)?,
            Unit::Years => self.months_from(start, count.checked_mul(12)?)?,
            Unit::Days | Unit::Hours | Unit::FullDays => twice(days_from(start, count)?),
        };
        Some(match self.first_day {
            FirstDay::In => (least.yesterday().ok()?, most.yesterday().ok()?),
            FirstDay::Out => (least, most),
            FirstDay::InOrOut => (least.yesterday().ok()?, most),
        })
    }

    /// `day` moved by months, with the last days of months as the rule has them.
    fn months_from(&self, day: Date, months: i64) -> Option<(Date, Date)> {
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

    /// The last of `count` working days from `day`: the nearest and the farthest it can be.
    fn working_days(&self, day: Date, count: u32, towards: Towards) -> Option<(Date, Date)> {
        let calendar = self.working_days.as_deref()?;
        let nearest = nth(calendar, day, count, towards, Beyond::Working, self.first_day != FirstDay::Out)?;
        if self.first_day != FirstDay::InOrOut && calendar.cover(day.min(nearest), day.max(nearest)) {
            return Some(twice(nearest));
        }
        let farthest = nth(calendar, day, count, towards, Beyond::ByRule, self.first_day == FirstDay::In)?;
        Some((nearest, farthest))
    }

    fn rolled(&self, least: Date, most: Date) -> Option<(Date, Date)> {
        match &self.rollover {
            Rolls::Not => Some((least, most)),
            Rolls::Forward(calendar) => {
                let calendar = calendar.as_deref()?;
                let first = working(calendar, least, Towards::Later, Beyond::Working)?;
                if least == most && calendar.cover(least, first) {
                    return Some(twice(first));
                }
                Some((first, working(calendar, most, Towards::Later, Beyond::ByRule)?))
            }
            Rolls::Back(calendar) => {
                let calendar = calendar.as_deref()?;
                let last = working(calendar, most, Towards::Earlier, Beyond::Working)?;
                if least == most && calendar.cover(last, most) {
                    return Some(twice(last));
                }
                Some((working(calendar, least, Towards::Earlier, Beyond::ByRule)?, last))
            }
        }
    }
}

/// The last of `count` working days from `day`, which is the first of them where it counts and is not off.
fn nth(
    calendar: &DaysOff,
    day: Date,
    count: u32,
    towards: Towards,
    beyond: Beyond,
    first_in: bool,
) -> Option<Date> {
    let first = if first_in { day } else { step(day, towards)? };
    let mut day = working(calendar, first, towards, beyond)?;
    for _ in 1..count {
        day = working(calendar, step(day, towards)?, towards, beyond)?;
    }
    Some(day)
}

/// The first day from `day` on that is not off.
fn working(calendar: &DaysOff, mut day: Date, towards: Towards, beyond: Beyond) -> Option<Date> {
    for _ in 0..LONGEST_REST {
        if !calendar.is_off_or(day, beyond) {
            return Some(day);
        }
        day = step(day, towards)?;
    }
    None
}

fn step(day: Date, towards: Towards) -> Option<Date> {
    match towards {
        Towards::Later => day.tomorrow().ok(),
        Towards::Earlier => day.yesterday().ok(),
    }
}

fn hours(amount: Amount) -> Option<i64> {
    match amount.unit {
        Unit::Hours => Some(i64::from(amount.count)),
        Unit::FullDays => i64::from(amount.count).checked_mul(24),
        Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Years => None,
    }
}

fn days_from(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn twice(day: Date) -> (Date, Date) {
    (day, day)
}

fn end_of(day: Date) -> DateTime {
    day.at(23, 59, 0, 0)
}

/// The language writes years with four digits.
fn within(end: DateTime) -> Option<DateTime> {
    (end.year() >= 1).then_some(end)
}

/// The first day from 1 January of the year 1 on of which something holds that then holds of every later day.
fn first_day(holds: impl Fn(Date) -> bool) -> Option<Date> {
    let start = Date::new(1, 1, 1).ok()?;
    let (mut from, mut to) = (0, start.duration_until(Date::MAX).as_hours() / 24);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(days_from(start, middle)?) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    days_from(start, from).filter(|day| holds(*day))
}
