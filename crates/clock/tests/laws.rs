//! What holds of every clock, and a slow clock that counts day by day to compare with.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "../../chronology/tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use remand_chronology::{OnAccount, gather};
use remand_clock::{DetentionClock, Status, clock, every_account};
use remand_reading::SourceKind;
use remand_timex::When;
use support::{Record, until};

const START: Date = date(2030, 1, 1);
const END: Date = date(2030, 12, 31);

fn day(n: i64) -> Date {
    START.checked_add(n.days()).unwrap()
}

/// A detention in days after [`START`].
#[derive(Clone, Debug)]
struct Case {
    arrest: i64,
    release: Option<i64>,
    /// Decided on, runs until, announced so many days later.
    orders: Vec<(i64, i64, i64)>,
    expiries: Vec<i64>,
}

fn case() -> impl Strategy<Value = Case> {
    let order = (0..300_i64, 1..80_i64, 0..20_i64).prop_map(|(from, length, lag)| (from, from + length, lag));
    (0..100_i64, proptest::option::of(150..300_i64), proptest::collection::vec(order, 0..5)).prop_map(
        |(arrest, release, mut orders)| {
            // A term that ends on the day another does is the same order told twice.
            let mut ends = BTreeSet::new();
            orders.retain(|(_, until, _)| ends.insert(*until));
            Case { arrest, release, orders, expiries: Vec::new() }
        },
    )
}

fn record(case: &Case) -> Record {
    let mut r = Record::default();
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let letter = r.entry(counsel, "2030-12-31");
    let text = |n: i64| day(n).to_string();
    r.say(letter, "arrest", &text(case.arrest));
    if let Some(release) = case.release {
        r.say(letter, "release", &text(release));
    }
    for (from, to, lag) in &case.orders {
        r.say_with(letter, "court_sanction", &text(*from), |claim| {
            claim.term = until(&text(*to));
            claim.made_public = Some(When::day(day(from + lag)));
        });
    }
    for expiry in &case.expiries {
        r.say(letter, "detention_expiry", &text(*expiry));
    }
    r
}

fn clock_of(record: Record) -> DetentionClock {
    clock(&gather(record.reading, END), OnAccount::All, END)
}

fn status_on(clock: &DetentionClock, day: Date) -> Option<Status> {
    let noon = day.at(12, 0, 0, 0);
    clock.spans.iter().find(|s| s.from <= noon && s.to.is_none_or(|to| noon < to)).map(|s| s.status)
}

fn total(clock: &DetentionClock, status: Status) -> remand_clock::Total {
    clock.totals.iter().find(|(s, _)| *s == status).unwrap().1
}

fn total_held(case: &Case, n: i64) -> bool {
    case.arrest <= n && case.release.is_none_or(|release| n <= release)
}

/// The status of one day, from the claims alone: no chaining, no sorting, no spans.
fn slow(case: &Case, n: i64) -> Option<Status> {
    if !total_held(case, n) {
        return None;
    }
    let covering: Vec<_> = case.orders.iter().filter(|(from, to, _)| *from <= n && n < *to).collect();
    let runs_from = |from: i64| from.max(case.arrest);
    Some(if covering.is_empty() {
        Status::NoOrderKnown
    } else if covering.iter().all(|(from, _, lag)| runs_from(*from) < from + lag && n < from + lag) {
        Status::DisclosedLate
    } else {
        Status::Ordered
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_clock_agrees_with_the_slow_one_on_every_day(case in case()) {
        let clock = clock_of(record(&case));
        for n in 0..365 {
            prop_assert_eq!(status_on(&clock, day(n)), slow(&case, n), "day {} = {}", n, day(n));
        }
    }

    #[test]
    fn spans_follow_each_other_and_cover_the_detention(mut case in case(), expiry in proptest::option::of(0..300_i64)) {
        case.expiries.extend(expiry);
        let clock = clock_of(record(&case));
        let first = clock.spans.first().unwrap();
        prop_assert_eq!(first.from.date(), day(case.arrest));
        for (a, b) in clock.spans.iter().zip(clock.spans.iter().skip(1)) {
            prop_assert_eq!(a.to, Some(b.from));
            prop_assert!(a.from < b.from);
        }
        let last = clock.spans.last().unwrap();
        prop_assert_eq!(last.to.map(|to| to.date()), case.release.map(|release| day(release + 1)));
        for span in &clock.spans {
            prop_assert!(!span.why.is_empty() && !span.claims.is_empty());
        }
    }

    #[test]
    fn totals_add_up_and_hold_what_is_drawn(mut case in case(), expiry in proptest::option::of(0..300_i64)) {
        case.expiries.extend(expiry);
        for clock in every_account(&gather(record(&case).reading, END), END) {
            prop_assert_eq!(clock.totals.iter().map(|(_, t)| t.days).sum::<u64>(), clock.held.days);
            prop_assert!(clock.totals.iter().map(|(_, t)| t.least_hours).sum::<u64>() <= clock.held.least_hours);
            for total in clock.totals.iter().map(|(_, t)| t).chain([&clock.held]) {
                prop_assert!(total.least_hours <= total.days * 24 && total.days * 24 <= total.most_hours);
            }
        }
    }

    #[test]
    fn a_further_order_never_adds_time_without_one(case in case(), from in 0..300_i64, length in 1..80_i64) {
        prop_assume!(case.orders.iter().all(|(_, until, _)| *until != from + length));
        let bare = |case: &Case| total(&clock_of(record(case)), Status::NoOrderKnown);
        let before = bare(&case);
        let mut more = case.clone();
        more.orders.push((from, from + length, 0));
        let after = bare(&more);
        prop_assert!(after.days <= before.days && after.least_hours <= before.least_hours);
    }

    /// Whatever the hour of every act, the hours that follow from it lie inside the bounds.
    #[test]
    fn the_truth_lies_inside_the_bounds(case in case(), hours in proptest::collection::vec(0..24_i64, 12)) {
        let clock = clock_of(record(&case));
        let mut hours = hours.into_iter();
        let mut at = |n: i64| n * 24 + hours.next().unwrap();
        let arrest = at(case.arrest);
        let release = case.release.map_or(365 * 24, &mut at);
        let orders: Vec<(i64, i64)> = case.orders.iter().map(|(from, to, _)| (at(*from), at(*to))).collect();
        let held = (arrest..release).count() as u64;
        let bare = (arrest..release).filter(|h| !orders.iter().any(|(a, b)| a <= h && h < b)).count() as u64;
        prop_assert!(clock.held.least_hours <= held && held <= clock.held.most_hours);
        let total = total(&clock, Status::NoOrderKnown);
        prop_assert!(total.least_hours <= bare && bare <= total.most_hours, "{} not in {:?}", bare, total);
    }

    #[test]
    fn any_record_gives_the_same_clock_twice(case in case()) {
        prop_assert_eq!(clock_of(record(&case)), clock_of(record(&case)));
    }
}
