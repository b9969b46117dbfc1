//! Sums with days: the nearest year, the weekday before, the week or month that a day lies in.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::When;
use crate::reckoning;
use crate::value::{self, Value};
use crate::words::{Partial, Scale};

/// First and last day of a stretch.
pub(crate) type Days = (Date, Date);

pub(crate) fn length_of((first, last): Days) -> i32 {
    days_between(first, last).saturating_add(1)
}

pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(i32::MAX)
}

pub(crate) fn year_plus(year: i16, by: i32) -> Option<i16> {
    year.checked_add(i16::try_from(by).ok()?)
}

/// The year that puts `partial` nearest to `days`, and the distance in days. A day counts `past` times before them
/// and `future` times after; a weekday that does not fit counts as far away.
pub(crate) fn nearest(partial: &Partial, days: Days, past: i32, future: i32) -> Option<(i16, i32)> {
    let reach = if (partial.month, partial.day) == (Some(2), Some(29)) { 4 } else { 1 };
    let years = if partial.calendar.has_own_months() {
        let (from, to) = reckoning::years(partial.calendar, days);
        from..=to
    } else {
        days.0.year().saturating_sub(reach)..=days.1.year().saturating_add(reach)
    };
    // A stretch of centuries says nothing about a year.
    if years.end() - years.start() > 120 {
        return None;
    }
    let cost = |year: i16| {
        let (first, last) = value::days(partial, year)?;
        let distance = if last < days.0 {
            days_between(last, days.0)
        } else if first > days.1 {
            days_between(days.1, first)
        } else {
            0
        };
        let weight = if last < days.0 { past } else { future };
        let misfit = partial.weekday.is_some_and(|w| first == last && weekday_of(first) != w);
        Some((distance * weight + if misfit { 2000 } else { 0 }, distance, year))
    };
    years.filter_map(cost).min().map(|(_, distance, year)| (year, distance))
}

pub(crate) fn weekday_of(date: Date) -> i8 {
    date.weekday().to_monday_one_offset()
}

/// The weekday on or before `date` (-1), strictly before (-2), strictly after (1), or in its week (0).
pub(crate) fn weekday_near(date: Date, weekday: i8, step: i8) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(weekday).ok()?;
    match step {
        -1 if date.weekday() == wanted => Some(date),
        -2 | -1 => date.nth_weekday(-1, wanted).ok(),
        0 => {
            let by = i64::from(weekday - weekday_of(date));
            date.checked_add(Span::new().try_days(by).ok()?).ok()
        }
        _ => date.nth_weekday(1, wanted).ok(),
    }
}

pub(crate) fn moved(date: Date, scale: Scale, by: i64) -> Option<Date> {
    let span = Span::new();
    let span = match scale {
        Scale::Second | Scale::Minute | Scale::Hour => Ok(span),
        Scale::Day => span.try_days(by),
        Scale::Week => span.try_weeks(by),
        Scale::Month => span.try_months(by),
        Scale::Quarter => span.try_months(by.checked_mul(3)?),
        Scale::Year => span.try_years(by),
        Scale::Decade => span.try_years(by.checked_mul(10)?),
        Scale::Century => span.try_years(by.checked_mul(100)?),
    };
    date.checked_add(span.ok()?).ok()
}

/// First and last day of the week, month, … that `date` lies in.
pub(crate) fn unit_of(date: Date, scale: Scale) -> Days {
    match scale {
        Scale::Second | Scale::Minute | Scale::Hour | Scale::Day => (date, date),
        Scale::Week => {
            let monday = date.checked_sub(i64::from(weekday_of(date) - 1).days()).unwrap_or(date);
            (monday, monday.checked_add(6.days()).unwrap_or(date))
        }
        Scale::Month => (date.first_of_month(), date.last_of_month()),
        Scale::Quarter => {
            let month = (date.month() - 1) / 3 * 3 + 1;
            let first = Date::new(date.year(), month, 1).unwrap_or(date);
            (first, first.checked_add(2.months()).map_or(date, Date::last_of_month))
        }
        Scale::Year => (date.first_of_year(), date.last_of_year()),
        Scale::Decade => years_around(date, 10),
        Scale::Century => years_around(date, 100),
    }
}

pub(crate) fn years_around(date: Date, length: i16) -> Days {
    let year = date.year();
    let first = if year > 0 {
        year - year % length
    } else if length == 10 {
        // The 480s are the years 489 to 480, which are -488 to -479.
        year + (1 - year) % 10 - 9
    } else {
        // The fifth century is that of the years 500 to 401.
        year + (-year) % length + 1 - length
    };
    let end = |year: i16| Date::new(year, 12, 31).unwrap_or(date);
    (Date::new(first, 1, 1).unwrap_or(date), end(first + length - 1))
}

pub(crate) fn open_unit(scale: Scale, extra: &Partial) -> String {
    let text = match scale {
        Scale::Week => "XXXX-WXX",
        Scale::Month => "XXXX-XX",
        Scale::Quarter => "XXXX-QX",
        Scale::Year => "XXXX",
        Scale::Decade => "XXX",
        Scale::Century => "XX",
        _ => return format!("XXXX-XX-XX{}", value::time_suffix(extra)),
    };
    text.to_owned()
}

/// The value of the unit that the days from `a` to `b` lie in.
pub(crate) fn unit_value(days: Days, a: Date, b: Date, scale: Scale, extra: &Partial) -> Value {
    let when = When::days(days.0, days.1);
    let same_unit = unit_of(a, scale) == unit_of(b, scale);
    if !same_unit {
        let month_known = scale <= Scale::Day && unit_of(a, Scale::Month) == unit_of(b, Scale::Month);
        let timex3 = if month_known {
            let year = value::year_text(a.year());
            format!("{year}-{:02}-XX{}", a.month(), value::time_suffix(extra))
        } else {
            open_unit(scale, extra)
        };
        return Value { when, timex3 };
    }
    let year = a.year();
    let timex3 = match scale {
        Scale::Week => {
            let iso = a.iso_week_date();
            format!("{:04}-W{:02}", iso.year(), iso.week())
        }
        Scale::Month => {
            let month =
                Partial { year: Some(year), month: Some(a.month()), edge: extra.edge, ..Partial::default() };
            return value::dated(&month, Some(year));
        }
        Scale::Quarter => format!("{}-Q{}", value::year_text(year), (a.month() - 1) / 3 + 1),
        Scale::Year => {
            let whole = Partial { year: Some(year), edge: extra.edge, ..Partial::default() };
            return value::dated(&whole, Some(year));
        }
        Scale::Decade => value::decade_text(unit_of(a, scale).0.year()),
        Scale::Century => value::century_text(unit_of(a, scale).0.year()),
        _ => {
            let day = Partial { clock: extra.clock, part: extra.part, ..Partial::of_day(a) };
            return value::dated(&day, Some(year));
        }
    };
    Value { when, timex3 }
}
