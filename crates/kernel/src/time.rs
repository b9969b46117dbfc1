//! Uncertain instants: what every reading shares, and what some do. Times are whole minutes of local civil time.

use jiff::civil::{Date, DateTime};

/// Minutes since the start of 1970, local civil time.
pub type Minute = i64;

const DAY: Minute = 24 * 60;

/// Days of 400 years, after which the calendar repeats itself.
const CYCLE: i64 = 146_097;

/// Days from 1 March of the year 0 to the start of 1970.
const EPOCH: i64 = 719_468;

/// The minute that `at` lies in.
pub fn minute(at: DateTime) -> Minute {
    // Years start in March, so that a leap day is the last of one.
    let (year, month) = (i64::from(at.year()), i64::from(at.month()));
    let year = if month > 2 { year } else { year - 1 };
    let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(at.day()) - 1;
    let days = cycle * CYCLE + year * 365 + year / 4 - year / 100 + day_of_year - EPOCH;
    days * DAY + i64::from(at.hour()) * 60 + i64::from(at.minute())
}

/// The moment at which a minute starts; `None` beyond the calendar.
pub fn moment(minute: Minute) -> Option<DateTime> {
    let days = minute.div_euclid(DAY) + EPOCH;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = cycle * 400 + year + i64::from(month <= 2);
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day_of_month).ok()?);
    let of_day = minute.rem_euclid(DAY);
    Some(date.ok()?.at(i8::try_from(of_day / 60).ok()?, i8::try_from(of_day % 60).ok()?, 0, 0))
}

/// A minute somewhere between two, both included; an open side is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instant {
    /// First minute at which it can have been.
    pub earliest: Option<Minute>,
    /// Last minute at which it can have been.
    pub latest: Option<Minute>,
}

impl Instant {
    /// Both sides are known.
    pub fn is_bounded(self) -> bool {
        self.earliest.is_some() && self.latest.is_some()
    }

    /// What both allow; `None` where they exclude each other.
    pub fn meet(self, other: Self) -> Option<Self> {
        let earliest = [self.earliest, other.earliest].into_iter().flatten().max();
        let latest = [self.latest, other.latest].into_iter().flatten().min();
        let empty = matches!((earliest, latest), (Some(a), Some(b)) if a > b);
        (!empty).then_some(Self { earliest, latest })
    }

    /// Minutes it leaves open; `None` where a side is open.
    pub fn width(self) -> Option<Minute> {
        Some(self.latest?.saturating_sub(self.earliest?))
    }
}

/// On how many readings something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readings {
    /// On none.
    None,
    /// On some, or it cannot be told.
    Some,
    /// On every one.
    Every,
}

impl Readings {
    /// Either of two things that do not depend on each other.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Both of two things that do not depend on each other.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// One or the other, depending on the reading.
    pub fn either(self, other: Self) -> Self {
        if self == other { self } else { Self::Some }
    }
}

/// `a` is later than `b`.
pub fn later(a: Instant, b: Instant) -> Readings {
    if matches!((a.earliest, b.latest), (Some(a), Some(b)) if a > b) {
        Readings::Every
    } else if matches!((a.latest, b.earliest), (Some(a), Some(b)) if a <= b) {
        Readings::None
    } else {
        Readings::Some
    }
}

/// Minutes from `from` to `to`, at least and at most; an open side is `None`. Never below 0.
pub fn elapsed(from: Instant, to: Instant) -> (Option<Minute>, Option<Minute>) {
    let least = from.latest.zip(to.earliest).map(|(from, to)| to.saturating_sub(from).max(0));
    let most = from.earliest.zip(to.latest).map(|(from, to)| to.saturating_sub(from).max(0));
    (least, most)
}

/// The half-open interval `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// First minute.
    pub from: Minute,
    /// First minute after.
    pub to: Minute,
}

/// Minutes of `held` that no interval of `cover` covers, and the first of them.
///
/// Both are sorted by their start; `held` does not overlap itself, `cover` may.
pub fn uncovered(held: &[Interval], cover: &[Interval]) -> (Minute, Option<Minute>) {
    let mut total: Minute = 0;
    let mut first = None;
    let mut gap = |from: Minute, to: Minute| {
        if from < to {
            total = total.saturating_add(to - from);
            first = first.or(Some(from));
        }
    };
    for stretch in held {
        let mut reached = stretch.from;
        for order in cover.iter().take_while(|order| order.from < stretch.to) {
            if order.to > reached {
                gap(reached, order.from.min(stretch.to));
                reached = reached.max(order.to.min(stretch.to));
            }
        }
        gap(reached, stretch.to);
    }
    (total, first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(earliest: Minute, latest: Minute) -> Instant {
        Instant { earliest: Some(earliest), latest: Some(latest) }
    }

    #[test]
    fn minutes_and_moments_are_inverse_on_both_sides_of_1970() {
        for text in ["1969-12-31T23:59", "1970-01-01T00:00", "2024-02-29T12:34"] {
            let at: DateTime = text.parse().unwrap();
            assert_eq!(moment(minute(at)), Some(at));
        }
        let beyond = [Minute::MIN, minute(DateTime::MIN) - 1, minute(DateTime::MAX) + 1, Minute::MAX];
        assert_eq!(beyond.map(moment), [None; 4]);
    }

    #[test]
    fn every_day_of_the_calendar_is_one_after_the_day_before() {
        // The calendar repeats itself every 400 years.
        let mut day = jiff::civil::date(-401, 1, 1);
        let mut at = minute(day.at(0, 0, 0, 0));
        while day.year() < 2401 {
            assert_eq!(moment(at).map(|at| at.date()), Some(day));
            (day, at) = (day.tomorrow().unwrap(), at + DAY);
            assert_eq!(minute(day.at(0, 0, 0, 0)), at);
        }
        assert_eq!(minute(jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0)), 0);
    }

    #[test]
    fn an_open_side_decides_nothing_on_that_side() {
        let open = Instant::default();
        assert_eq!(later(open, at(0, 10)), Readings::Some);
        assert_eq!(later(at(0, 10), open), Readings::Some);
        assert_eq!(later(Instant { earliest: Some(11), latest: None }, at(0, 10)), Readings::Every);
        assert_eq!(elapsed(at(5, 7), open), (None, None));
    }

    #[test]
    fn a_gap_between_orders_is_uncovered() {
        let held = [Interval { from: 0, to: 100 }];
        let cover =
            [Interval { from: 10, to: 40 }, Interval { from: 20, to: 30 }, Interval { from: 60, to: 200 }];
        assert_eq!(uncovered(&held, &cover), (30, Some(0)));
        assert_eq!(uncovered(&held, &[]), (100, Some(0)));
        assert_eq!(uncovered(&[], &cover), (0, None));
    }

    proptest! {
        #[test]
        fn no_exact_times_inside_the_boxes_contradict_every_or_none(
            a in 0_i64..500, wide_a in 0_i64..200, b in 0_i64..500, wide_b in 0_i64..200,
            x in 0.0_f64..1.0, y in 0.0_f64..1.0,
        ) {
            let inside = |from: i64, wide: i64, share: f64| from + (wide as f64 * share).floor() as i64;
            let (exact_a, exact_b) = (inside(a, wide_a, x), inside(b, wide_b, y));
            match later(at(a, a + wide_a), at(b, b + wide_b)) {
                Readings::Every => prop_assert!(exact_a > exact_b),
                Readings::None => prop_assert!(exact_a <= exact_b),
                Readings::Some => {
                    // Not too wide: some corner is late and some is not.
                    prop_assert!(a + wide_a > b && a <= b + wide_b);
                }
            }
            let (least, most) = elapsed(at(b, b + wide_b), at(a, a + wide_a));
            let truth = (exact_a - exact_b).max(0);
            prop_assert!(least.unwrap() <= truth && truth <= most.unwrap());
        }

        #[test]
        fn one_more_order_never_leaves_more_uncovered(
            mut held in prop::collection::vec((0_i64..1000, 1_i64..100), 0..8),
            mut orders in prop::collection::vec((0_i64..1000, 1_i64..200), 0..8),
            more in (0_i64..1000, 1_i64..200),
        ) {
            held.sort_unstable();
            let mut end = 0;
            let held: Vec<Interval> = held.into_iter().map(|(from, long)| {
                let from = from.max(end);
                end = from + long;
                Interval { from, to: end }
            }).collect();
            let sorted = |orders: &[(i64, i64)]| {
                let mut cover: Vec<_> =
                    orders.iter().map(|&(from, long)| Interval { from, to: from + long }).collect();
                cover.sort_unstable();
                cover
            };
            let (before, _) = uncovered(&held, &sorted(&orders));
            orders.push(more);
            let cover = sorted(&orders);
            let (after, first) = uncovered(&held, &cover);
            prop_assert!(after <= before);
            let truth = held.iter().flat_map(|s| s.from..s.to)
                .filter(|m| !cover.iter().any(|c| c.from <= *m && *m < c.to));
            prop_assert_eq!(truth.clone().count() as i64, after);
            prop_assert_eq!(truth.min(), first);
        }
    }
}
