//! Days that are off: weekends, holidays, and days on which work goes on all the same.

use std::sync::Arc;

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

impl Calendar {
    /// The day is off; `None` outside of what the calendar covers.
    pub fn is_off(&self, day: Date) -> Option<bool> {
        DaysOff::new(self).is_off(day)
    }
}

/// The calendars of a law, made ready to be asked for many days.
#[derive(Clone, Debug, Default)]
pub struct Calendars(Vec<(String, Arc<DaysOff>)>);

impl Calendars {
    /// Makes calendars ready. Of two with one id the first counts.
    pub fn new(calendars: &[Calendar]) -> Self {
        let mut all: Vec<_> = calendars
            .iter()
            .map(|calendar| (calendar.id.name.clone(), Arc::new(DaysOff::new(calendar))))
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.dedup_by(|later, first| later.0 == first.0);
        Self(all)
    }

    /// The calendar of this id.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<DaysOff>> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok()?;
        self.0.get(at).map(|(_, days)| Arc::clone(days))
    }
}

/// What is taken of the days that a calendar does not cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// None of them is off.
    Working,
    /// Those are off that its rules for every week and every year say.
    ByRule,
}

/// A calendar in the form in which a day is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DaysOff {
    covers: (Date, Date),
    /// Bit `n`: the weekday `n` days after Monday.
    weekend: u8,
    /// For each month the days that are off in every year: bit `n` for day `n`.
    every: [u32; 12],
    /// Days from Easter Sunday, in order.
    easter: Vec<i16>,
    /// Days of a single year that are off, in order.
    off: Vec<Date>,
    /// Days that are not off, in order.
    on: Vec<Date>,
}

impl DaysOff {
    pub(crate) fn new(calendar: &Calendar) -> Self {
        let weekend = calendar.weekend.iter().fold(0, |days, day| {
            days | 1_u8.wrapping_shl(u32::from(day.to_monday_zero_offset().unsigned_abs()))
        });
        let mut days = Self {
            covers: calendar.covers,
            weekend,
            every: [0; 12],
            easter: Vec::new(),
            off: Vec::new(),
            on: calendar.on.iter().map(|(day, _)| *day).collect(),
        };
        for (off, _) in &calendar.off {
            match *off {
                Off::On(day) => days.off.push(day),
                Off::Easter(from) => days.easter.push(from),
                Off::Every(month, day) => {
                    let month = usize::from(month.unsigned_abs()).wrapping_sub(1);
                    if let Some(month) = days.every.get_mut(month) {
                        *month |= 1_u32.wrapping_shl(u32::from(day.unsigned_abs()));
                    }
                }
            }
        }
        days.easter.sort_unstable();
        days.off.sort_unstable();
        days.on.sort_unstable();
        days
    }

    /// The day is off; `None` outside of what the calendar covers.
    pub(crate) fn is_off(&self, day: Date) -> Option<bool> {
        self.covers(day).then(|| self.is_listed(day))
    }

    /// The day is off, where the days outside of the calendar are taken as given.
    pub(crate) fn is_off_or(&self, day: Date, beyond: Beyond) -> bool {
        (beyond == Beyond::ByRule || self.covers(day)) && self.is_listed(day)
    }

    /// All days from one to another are covered.
    pub(crate) fn cover(&self, first: Date, last: Date) -> bool {
        self.covers(first) && self.covers(last)
    }

    fn covers(&self, day: Date) -> bool {
        self.covers.0 <= day && day <= self.covers.1
    }

    fn is_listed(&self, day: Date) -> bool {
        let weekday = u32::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let month = usize::from(day.month().unsigned_abs()).wrapping_sub(1);
        let off = self.weekend.wrapping_shr(weekday) & 1 == 1
            || self
                .every
                .get(month)
                .is_some_and(|days| days.wrapping_shr(u32::from(day.day().unsigned_abs())) & 1 == 1)
            || self.off.binary_search(&day).is_ok()
            || self.is_by_easter(day);
        off && self.on.binary_search(&day).is_err()
    }

    fn is_by_easter(&self, day: Date) -> bool {
        let (Some(first), Some(last)) = (self.easter.first(), self.easter.last()) else { return false };
        let has = |from: i16| self.easter.binary_search(&from).is_ok();
        let of_year = |year: i16| easter(year).map_or(0, Date::day_of_year);
        let (year, place) = (day.year(), day.day_of_year());
        // Easter lies between the 81st and the 116th day: only distances of months reach into the years beside.
        has(place - of_year(year))
            || (*last >= 250 && has(place + length(year - 1) - of_year(year - 1)))
            || (*first <= -81 && has(place - length(year) - of_year(year + 1)))
    }
}

fn length(year: i16) -> i16 {
    Date::new(year, 12, 31).map_or(365, Date::day_of_year)
}

/// Easter Sunday of a year of the Gregorian calendar, by the algorithm that J. Meeus gives in "Astronomical
/// Algorithms" (1991), chapter 8, after Butcher's Ecclesiastical Calendar (1876).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?)
        .ok()
}
