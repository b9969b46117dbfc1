//! Every rule of counting against a second library: ten thousand random sums for each, the expected end found by
//! other means (days that exist or not, days walked one by one over a table).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use jiff::civil::{DateTime, Weekday, date};
use remand_law::{
    Amount, Calendar, Calendars, Counter, Counting, FirstDay, MonthEnd, Named, Off, Rollover, Unit,
};

const SUMS: u32 = 10_000;

/// A generator of numbers that are the same on every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn start(&mut self, years: &Range<i32>) -> NaiveDateTime {
        let first = NaiveDate::from_ymd_opt(years.start, 1, 1).unwrap();
        let days = u64::try_from(years.end - years.start).unwrap() * 365;
        let day = first + Days::new(self.below(days));
        day.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(i64::try_from(self.below(1440)).unwrap())
    }

    /// Mostly short, now and then long.
    fn count(&mut self, most: u64) -> u32 {
        let most = if self.below(16) == 0 { most } else { most.min(12) };
        u32::try_from(self.below(most) + 1).unwrap()
    }
}

fn named(name: &str) -> Named {
    Named { name: name.to_owned(), line: 1, column: 1 }
}

/// A calendar and, found day by day in another way, which days of 1890 to 2119 are off.
struct Courts {
    calendar: Calendar,
    /// For each day from 1 January 1890: taken as if no day outside were off, and by its rules.
    off: Vec<[bool; 2]>,
}

const FIRST_YEAR: i32 = 1890;

static COURTS: LazyLock<Courts> = LazyLock::new(courts);

fn courts() -> Courts {
    let mut dice = Dice(7);
    let mut single = || {
        let day = dice.start(&(1990..2031)).date();
        (day, date(day.year() as i16, day.month() as i8, day.day() as i8))
    };
    let off: Vec<_> = (0..150).map(|_| single()).collect();
    let on: Vec<_> = (0..60).map(|_| single()).collect();
    let every = [(1, 1), (2, 29), (12, 25), (12, 26)];
    let from_easter = [-2, 1, 39_i16];
    let mut rules: Vec<(Off, Option<String>)> = off.iter().map(|(_, day)| (Off::On(*day), None)).collect();
    rules.extend(every.map(|(month, day)| (Off::Every(month, day), None)));
    rules.extend(from_easter.map(|from| (Off::Easter(from), None)));
    let calendar = Calendar {
        id: named("courts"),
        title: String::new(),
        weekend: vec![Weekday::Friday, Weekday::Saturday],
        covers: (date(1990, 3, 1), date(2030, 10, 31)),
        off: rules,
        on: on.iter().map(|(_, day)| (*day, None)).collect(),
    };
    let covers =
        NaiveDate::from_ymd_opt(1990, 3, 1).unwrap()..=NaiveDate::from_ymd_opt(2030, 10, 31).unwrap();
    let is_off = |day: NaiveDate| {
        let weekend = matches!(day.weekday(), chrono::Weekday::Fri | chrono::Weekday::Sat);
        let yearly = every.contains(&(day.month() as i8, day.day() as i8));
        let feast = from_easter.iter().any(|from| (day - easter(day.year())).num_days() == i64::from(*from));
        let listed = off.iter().any(|(off, _)| *off == day);
        (weekend || yearly || feast || listed) && !on.iter().any(|(on, _)| *on == day)
    };
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap();
    let days = first.iter_days().take_while(|day| day.year() < 2120);
    let off = days.map(|day| [is_off(day) && covers.contains(&day), is_off(day)]).collect();
    Courts { calendar, off }
}

/// Gauss's rule for 1900 to 2099; near enough before and after, where no sum of these tests ends.
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year % 4, year % 7);
    let d = (19 * a + 24) % 30;
    let e = (2 * b + 4 * c + 6 * d + 5) % 7;
    let days = match (d, e) {
        (29, 6) => 28,
        (28, 6) if a > 10 => 27,
        _ => d + e,
    };
    NaiveDate::from_ymd_opt(year, 3, 22).unwrap() + Days::new(u64::try_from(days).unwrap())
}

impl Courts {
    fn index(day: NaiveDate) -> usize {
        usize::try_from((day - NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap()).num_days()).unwrap()
    }

    fn day(index: usize) -> NaiveDate {
        NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap() + Days::new(u64::try_from(index).unwrap())
    }

    /// Walks to the first day that is not off.
    fn rolled(&self, day: NaiveDate, rule: usize, forward: bool) -> NaiveDate {
        let mut at = Self::index(day);
        while self.off[at][rule] {
            at = if forward { at + 1 } else { at - 1 };
        }
        Self::day(at)
    }

    /// Walks until so many working days are counted; where the first counts and is one, it is the first of them.
    fn counted(&self, day: NaiveDate, count: u32, first_in: bool, rule: usize, forward: bool) -> NaiveDate {
        let mut at = Self::index(day);
        let mut left = count;
        if first_in && !self.off[at][rule] {
            left -= 1;
        }
        while left > 0 {
            at = if forward { at + 1 } else { at - 1 };
            if !self.off[at][rule] {
                left -= 1;
            }
        }
        Self::day(at)
    }
}

#[derive(Clone, Copy, Debug)]
struct RuleOfCounting {
    unit: Unit,
    first_day: FirstDay,
    month_end: Option<MonthEnd>,
    /// Forward, back or not.
    rollover: Option<bool>,
}

const EACH_UNIT: [Unit; 6] =
    [Unit::Hours, Unit::FullDays, Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Years];

/// Every combination, those included in which a clause has no effect.
fn each_rule(unit: Unit) -> Vec<RuleOfCounting> {
    let mut all = Vec::new();
    for first_day in [FirstDay::In, FirstDay::Out, FirstDay::InOrOut] {
        for month_end in [Some(MonthEnd::LastDay), Some(MonthEnd::NextDay), None] {
            for rollover in [None, Some(true), Some(false)] {
                all.push(RuleOfCounting { unit, first_day, month_end, rollover });
            }
        }
    }
    all
}

/// Those that differ in their effect.
fn each_effect(unit: Unit) -> Vec<RuleOfCounting> {
    let mut all = each_rule(unit);
    let exact = matches!(unit, Unit::Hours | Unit::FullDays);
    let months = matches!(unit, Unit::Months | Unit::Years);
    all.retain(|rule| months || rule.month_end.is_none());
    all.retain(|rule| !exact || (matches!(rule.first_day, FirstDay::InOrOut) && rule.rollover.is_none()));
    all
}

impl RuleOfCounting {
    fn counter(self, calendars: &Calendars) -> Counter {
        let calendar = || named("courts");
        let counting = Counting {
            first_day: Some(self.first_day),
            month_end: self.month_end,
            month_days: None,
            working_days: Some(calendar()),
            rollover: Some(match self.rollover {
                None => Rollover::Stays,
                Some(true) => Rollover::Forward(calendar()),
                Some(false) => Rollover::Back(calendar()),
            }),
            stops_while: None,
        };
        Counter::new(&counting, calendars)
    }

    /// Years in which its sums start, so that the table holds their ends.
    fn years(self) -> Range<i32> {
        match (self.unit, self.rollover) {
            (Unit::WorkingDays, _) | (_, Some(_)) => 1950..2040,
            _ => 50..9900,
        }
    }

    fn sum(self, dice: &mut Dice) -> (NaiveDateTime, Amount) {
        let most = match self.unit {
            Unit::Hours => 20_000,
            Unit::FullDays | Unit::Days => 1000,
            Unit::WorkingDays => 60,
            Unit::Months => 120,
            Unit::Years => 40,
        };
        (dice.start(&self.years()), Amount { count: dice.count(most), unit: self.unit })
    }

    /// Whether the first day is in, for the least end and for the greatest.
    fn first_in(self) -> [bool; 2] {
        [matches!(self.first_day, FirstDay::In | FirstDay::InOrOut), matches!(self.first_day, FirstDay::In)]
    }

    /// The day of that number in a month so many months away, for the least end and for the greatest.
    fn months(self, day: NaiveDate, months: i32) -> [NaiveDate; 2] {
        let place = day.year() * 12 + day.month0() as i32 + months;
        let (year, month) = (place.div_euclid(12), place.rem_euclid(12) as u32 + 1);
        if let Some(same) = NaiveDate::from_ymd_opt(year, month, day.day()) {
            return [same, same];
        }
        let last = (1..=31).rev().find_map(|number| NaiveDate::from_ymd_opt(year, month, number)).unwrap();
        let next = NaiveDate::from_ymd_opt(year + month as i32 / 12, month % 12 + 1, 1).unwrap();
        match self.month_end {
            Some(MonthEnd::LastDay) => [last, last],
            Some(MonthEnd::NextDay) => [next, next],
            None => [last, next],
        }
    }

    fn last_minute(self, courts: &Courts, start: NaiveDateTime, amount: Amount) -> [NaiveDateTime; 2] {
        let count = i64::from(amount.count);
        let day = start.date();
        let days = match self.unit {
            Unit::Hours => return [start + TimeDelta::hours(count); 2],
            Unit::FullDays => return [start + TimeDelta::days(count); 2],
            Unit::WorkingDays => {
                [0, 1].map(|end| courts.counted(day, amount.count, self.first_in()[end], end, true))
            }
            Unit::Days | Unit::Months | Unit::Years => {
                let moved = match self.unit {
                    Unit::Days => [day + TimeDelta::days(count); 2],
                    Unit::Months => self.months(day, amount.count as i32),
                    _ => self.months(day, amount.count as i32 * 12),
                };
                [0, 1]
                    .map(|end| if self.first_in()[end] { moved[end].pred_opt().unwrap() } else { moved[end] })
            }
        };
        let rolled = match self.rollover {
            None => days,
            Some(true) => [courts.rolled(days[0], 0, true), courts.rolled(days[1], 1, true)],
            Some(false) => [courts.rolled(days[0], 1, false), courts.rolled(days[1], 0, false)],
        };
        rolled.map(|day| day.and_hms_opt(23, 59, 0).unwrap())
    }

    fn last_minute_before(self, courts: &Courts, event: NaiveDateTime, amount: Amount) -> [NaiveDateTime; 2] {
        let count = i64::from(amount.count);
        let day = event.date();
        // The day of the event is in for the greatest end and out for the least.
        let first_in = [self.first_in()[1], self.first_in()[0]];
        let days = match self.unit {
            Unit::Hours => return [event - TimeDelta::hours(count); 2],
            Unit::FullDays => return [event - TimeDelta::days(count); 2],
            Unit::WorkingDays => {
                [0, 1].map(|end| courts.counted(day, amount.count, first_in[end], 1 - end, false))
            }
            Unit::Days | Unit::Months | Unit::Years => {
                let moved = match self.unit {
                    Unit::Days => [day - TimeDelta::days(count); 2],
                    Unit::Months => self.months(day, -(amount.count as i32)),
                    _ => self.months(day, -(amount.count as i32 * 12)),
                };
                [0, 1].map(|end| if first_in[end] { moved[end].succ_opt().unwrap() } else { moved[end] })
            }
        };
        days.map(|day| day.and_hms_opt(23, 59, 0).unwrap())
    }
}

fn jiff(at: NaiveDateTime) -> DateTime {
    date(at.year() as i16, at.month() as i8, at.day() as i8).at(at.hour() as i8, at.minute() as i8, 0, 0)
}

fn agree(units: &[Unit]) {
    let courts = &*COURTS;
    let calendars = Calendars::new(std::slice::from_ref(&courts.calendar));
    for (number, rule) in units.iter().flat_map(|unit| each_effect(*unit)).enumerate() {
        let counter = rule.counter(&calendars);
        let mut dice = Dice(number as u64);
        for _ in 0..SUMS {
            let (start, amount) = rule.sum(&mut dice);
            let [least, most] = rule.last_minute(courts, start, amount);
            let found = counter.last_minute(jiff(start), amount);
            assert_eq!(found, Some((jiff(least), jiff(most))), "{amount} from {start}: {rule:?}");
        }
    }
}

#[test]
fn hours_and_days_agree() {
    agree(&[Unit::Hours, Unit::FullDays, Unit::Days]);
}

#[test]
fn working_days_agree() {
    agree(&[Unit::WorkingDays]);
}

#[test]
fn months_agree() {
    agree(&[Unit::Months]);
}

#[test]
fn years_agree() {
    agree(&[Unit::Years]);
}

#[test]
fn time_counted_back_agrees() {
    let courts = &*COURTS;
    let calendars = Calendars::new(std::slice::from_ref(&courts.calendar));
    let rules = EACH_UNIT.into_iter().flat_map(each_effect).filter(|rule| rule.rollover.is_none());
    for (number, rule) in rules.enumerate() {
        let counter = rule.counter(&calendars);
        let mut dice = Dice(number as u64);
        for _ in 0..SUMS {
            let (event, amount) = rule.sum(&mut dice);
            let [least, most] = rule.last_minute_before(courts, event, amount);
            let found = counter.last_minute_before(jiff(event), amount);
            assert_eq!(found, Some((jiff(least), jiff(most))), "{amount} before {event}: {rule:?}");
        }
    }
}

#[test]
fn a_clause_that_does_not_bear_on_a_unit_changes_nothing() {
    let courts = &*COURTS;
    let calendars = Calendars::new(std::slice::from_ref(&courts.calendar));
    for rule in [Unit::Hours, Unit::FullDays, Unit::Days, Unit::WorkingDays].into_iter().flat_map(each_rule) {
        let counter = rule.counter(&calendars);
        let mut dice = Dice(1);
        for _ in 0..200 {
            let (start, amount) = rule.sum(&mut dice);
            let [least, most] = rule.last_minute(courts, start, amount);
            let found = counter.last_minute(jiff(start), amount);
            assert_eq!(found, Some((jiff(least), jiff(most))), "{amount} from {start}: {rule:?}");
        }
    }
}

#[test]
fn a_later_start_never_ends_earlier() {
    let courts = &*COURTS;
    let calendars = Calendars::new(std::slice::from_ref(&courts.calendar));
    for rule in EACH_UNIT.into_iter().flat_map(each_rule) {
        let counter = rule.counter(&calendars);
        let mut dice = Dice(2);
        for _ in 0..300 {
            let (start, amount) = rule.sum(&mut dice);
            let later = start + TimeDelta::minutes(i64::try_from(dice.below(8 * 1440)).unwrap());
            let [a, b] = [start, later].map(|at| counter.last_minute(jiff(at), amount).unwrap());
            assert!(a.0 <= a.1 && a.0 <= b.0 && a.1 <= b.1, "{amount} from {start} and {later}: {rule:?}");
            let [a, b] = [start, later].map(|at| counter.last_minute_before(jiff(at), amount));
            if let (Some(a), Some(b)) = (a, b) {
                assert!(
                    a.0 <= a.1 && a.0 <= b.0 && a.1 <= b.1,
                    "{amount} before {start} and {later}: {rule:?}"
                );
            }
        }
    }
}

#[test]
fn a_due_day_comes_from_these_days_and_no_others() {
    let courts = &*COURTS;
    let calendars = Calendars::new(std::slice::from_ref(&courts.calendar));
    let units = [Unit::Days, Unit::WorkingDays, Unit::Months, Unit::Years];
    for rule in units.into_iter().flat_map(each_effect) {
        let counter = rule.counter(&calendars);
        let mut dice = Dice(3);
        for _ in 0..12 {
            let (start, amount) = rule.sum(&mut dice);
            let due = rule.last_minute(courts, start, amount)[usize::from(dice.below(2) == 1)].date();
            let (first, last) = counter.start_of(jiff(due.into()).date(), amount).unwrap();
            let from = start.date();
            for day in from.iter_days().take(12).chain((1..12).map(|back| from - Days::new(back))) {
                let [least, most] = rule.last_minute(courts, day.into(), amount).map(|end| end.date());
                let inside = (first..=last).contains(&jiff(day.into()).date());
                assert_eq!(inside, least <= due && due <= most, "{amount} up to {due} from {day}: {rule:?}");
            }
        }
    }
}
