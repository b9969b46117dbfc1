//! Dates of the calendars of Iran and of Islam, as days of the Gregorian calendar.

use icu_calendar::cal::hijri::{
    TabularAlgorithm, TabularAlgorithmEpoch, TabularAlgorithmLeapYears, UmmAlQura,
};
use icu_calendar::cal::{Hijri, Persian};
use icu_calendar::{AsCalendar, Calendar as Reckoned, Date as Foreign};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Calendar;
use crate::calendar::Days;
use crate::words::Partial;

/// The tabular calendar of civil use: epoch on a Friday, the common leap years.
const CIVIL: Hijri<TabularAlgorithm> =
    Hijri(TabularAlgorithm::new(TabularAlgorithmLeapYears::TypeII, TabularAlgorithmEpoch::Friday));

/// A year number above this is Gregorian, whatever the month: "Ramadan 2022".
const LAST_YEAR: i16 = 1600;

/// First and last day of what `partial` names in `year` of its calendar; `None` where there is no such day. Months
/// of Islam begin a day or two apart by the tables and in Arabia: both are within the bounds.
pub(crate) fn days(partial: &Partial, year: i16) -> Option<Days> {
    match partial.calendar {
        Calendar::SolarHijri => stretch(partial, year, Persian),
        Calendar::Hijri => {
            // One of the two may give the month a thirtieth day that the other does not.
            let (arabia, tables) =
                (stretch(partial, year, Hijri(UmmAlQura::default())), stretch(partial, year, CIVIL));
            let (a, b) = (arabia.or(tables)?, tables.or(arabia)?);
            Some((a.0.min(b.0), a.1.max(b.1)))
        }
        Calendar::Gregorian | Calendar::Buddhist => None,
    }
}

/// Years of the calendar of `partial` that have days from the first to the last of `days`, with one more on each side.
pub(crate) fn years(calendar: Calendar, days: Days) -> (i16, i16) {
    let year = |date: Date| match calendar {
        Calendar::SolarHijri => date.year().saturating_sub(622),
        // 33 of its years are 32 of ours.
        Calendar::Hijri => {
            let ours = i32::from(date.year()) - 622;
            i16::try_from(ours + ours.div_euclid(32)).unwrap_or(i16::MAX)
        }
        Calendar::Gregorian | Calendar::Buddhist => date.year(),
    };
    (year(days.0).saturating_sub(1), year(days.1).saturating_add(2))
}

/// The year of the calendar of `partial` that `year` stands for: itself, or the one whose month begins in that
/// Gregorian year. `None` where a year alone is none of that calendar.
pub(crate) fn own_year(partial: &Partial, year: i16) -> Option<i16> {
    if year < LAST_YEAR {
        return Some(year);
    }
    partial.month?;
    let (first, last) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
    let (from, to) = years(partial.calendar, (first, last));
    (from..=to).find(|&y| days(partial, y).is_some_and(|(begin, _)| begin.year() == year))
}

fn stretch<C: AsCalendar + Copy>(partial: &Partial, year: i16, calendar: C) -> Option<Days> {
    let on = |year: i16, month: i8, day: i8| {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let date = Foreign::try_new(i32::from(year).into(), month.into(), day, calendar).ok()?;
        gregorian(&date)
    };
    let eve = |date: Option<Date>| date.and_then(|d| d.yesterday().ok());
    match (partial.month, partial.day) {
        (Some(month), Some(day)) => on(year, month, day).map(|date| (date, date)),
        (Some(12), None) => Some((on(year, 12, 1)?, eve(on(year.checked_add(1)?, 1, 1))?)),
        (Some(month), None) => Some((on(year, month, 1)?, eve(on(year, month + 1, 1))?)),
        (None, None) => Some((on(year, 1, 1)?, eve(on(year.checked_add(1)?, 1, 1))?)),
        (None, Some(_)) => None,
    }
}

fn gregorian<C: AsCalendar>(date: &Foreign<C>) -> Option<Date>
where
    C::Calendar: Reckoned,
{
    // Day 1 is 1 January of the year 1.
    let after = date.to_rata_die().to_i64_date() - 1;
    Date::new(1, 1, 1).ok()?.checked_add(after.days()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{days, own_year};
    use crate::Calendar::{self, Hijri, SolarHijri};
    use crate::words::Partial;

    fn partial(calendar: Calendar, month: i8, day: i8) -> Partial {
        let some = |n: i8| (n > 0).then_some(n);
        Partial { calendar, month: some(month), day: some(day), ..Partial::default() }
    }

    #[track_caller]
    fn check(calendar: Calendar, (year, month, day): (i16, i8, i8), expected: Option<(&str, &str)>) {
        let got = days(&partial(calendar, month, day), year).map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(got.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), expected, "{year}-{month}-{day}");
    }

    #[test]
    fn years_of_the_sun() {
        check(SolarHijri, (1400, 10, 17), Some(("2022-01-07", "2022-01-07")));
        check(SolarHijri, (1401, 1, 1), Some(("2022-03-21", "2022-03-21")));
        check(SolarHijri, (1399, 12, 30), Some(("2021-03-20", "2021-03-20")));
        check(SolarHijri, (1400, 12, 30), None);
        check(SolarHijri, (1400, 7, 31), None);
        check(SolarHijri, (1400, 12, 0), Some(("2022-02-20", "2022-03-20")));
        check(SolarHijri, (1400, 0, 0), Some(("2021-03-21", "2022-03-20")));
        check(SolarHijri, (1400, 13, 1), None);
    }

    #[test]
    fn years_of_the_moon_are_told_in_two_ways() {
        check(Hijri, (1443, 9, 12), Some(("2022-04-13", "2022-04-14")));
        check(Hijri, (1443, 6, 5), Some(("2022-01-08", "2022-01-09")));
        check(Hijri, (1443, 9, 0), Some(("2022-04-02", "2022-05-02")));
        check(Hijri, (1443, 9, 31), None);
    }

    #[test]
    fn a_gregorian_year_beside_a_foreign_month() {
        assert_eq!(own_year(&partial(Hijri, 9, 0), 2022), Some(1443));
        assert_eq!(own_year(&partial(SolarHijri, 10, 17), 2022), Some(1400));
        assert_eq!(own_year(&partial(SolarHijri, 10, 17), 1400), Some(1400));
        assert_eq!(own_year(&partial(SolarHijri, 0, 0), 2022), None);
    }
}
