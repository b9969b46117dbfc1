//! Stated durations in, verdicts out, with the arithmetic.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use DurationVerdict::{CannotTell, DoesNotFit, Fits};
use Precision::{About, AtLeast, AtMost, Exact, LessThan, MoreThan, Vague};
use Unit::{Day, Hour, Month, Week, Year};
use remand_chronology::{DurationVerdict, gather};
use remand_reading::{DurationStart, EventKind, SourceKind};
use remand_timex::{Precision, Unit};
use support::{Record, amount, d, w};

/// Arrest claimed on the night of 5 to 6 February (three claims), and on the 8th (one).
fn record() -> (Record, remand_reading::SourceIx) {
    let mut r = Record::default();
    let site = r.source("Friends of A. Doe", SourceKind::Campaign);
    let first = r.entry(site, "2031-03-01");
    for when in ["2031-02-05", "2031-02-05T23:00", "2031-02-05/2031-02-06", "2031-02-08"] {
        r.say(first, "arrest", when);
    }
    (r, site)
}

#[track_caller]
fn check(
    (count, unit, precision): (u32, Unit, Precision),
    from: DurationStart,
    (published, at): (&str, Option<&str>),
    expected: DurationVerdict,
) -> Vec<String> {
    let (mut r, site) = record();
    let entry = r.entry(site, published);
    r.lasts(entry, amount(count, unit, precision), from, at);
    let chronology = gather(r.reading, d("2040-01-01"));
    let check = chronology.durations.first().unwrap();
    assert_eq!(check.verdict, expected, "{:#?}", check.computed);
    check.computed.clone()
}

fn on(day: &str) -> (&str, Option<&str>) {
    ("?", Some(day))
}

#[test]
fn days_count_exactly_from_a_day_that_somebody_gives() {
    let custody = || DurationStart::Custody;
    // 5 Feb + 120 = 5 Jun.
    let sums = check((120, Day, Exact), custody(), on("2031-06-05"), Fits);
    assert_eq!(
        sums,
        [
            "5 Feb 2031 to 5 Jun 2031 = 120 days",
            "6 Feb 2031 to 5 Jun 2031 = 119 days",
            "8 Feb 2031 to 5 Jun 2031 = 117 days"
        ]
    );
    // From the 6th, which one claim allows; with the 5th counted in.
    check((119, Day, Exact), custody(), on("2031-06-05"), Fits);
    check((121, Day, Exact), custody(), on("2031-06-05"), Fits);
    check((117, Day, Exact), custody(), on("2031-06-05"), Fits);
    // Only by counting the first day in from the date that one claim of four gives.
    check((118, Day, Exact), custody(), on("2031-06-05"), DoesNotFit);
    check((122, Day, Exact), custody(), on("2031-06-05"), DoesNotFit);
    check((0, Day, Exact), custody(), on("2031-06-05"), DoesNotFit);
}

#[test]
fn an_undated_text_bounds_the_end() {
    check((86, Day, Exact), DurationStart::Custody, ("2031-04-29/2031-05-06", None), Fits);
    check((86, Day, Exact), DurationStart::Custody, ("2031-05-10/2031-05-20", None), DoesNotFit);
    check((86, Day, Exact), DurationStart::Custody, ("../2031-05-20", None), Fits);
    check((86, Day, Exact), DurationStart::Custody, ("../2031-04-20", None), DoesNotFit);
    check((86, Day, Exact), DurationStart::Custody, ("?", None), CannotTell);
}

#[test]
fn months_and_years_are_rounded_as_people_round_them() {
    let custody = || DurationStart::Custody;
    check((4, Month, Exact), custody(), on("2031-06-06"), Fits);
    check((8, Month, Exact), custody(), on("2031-09-25"), Fits);
    check((8, Month, Exact), custody(), on("2031-09-05"), DoesNotFit);
    check((4, Month, Exact), custody(), on("2031-07-20"), DoesNotFit);
    check((1, Year, Exact), custody(), on("2032-02-06"), Fits);
    check((1, Year, Exact), custody(), on("2031-11-05"), DoesNotFit);
    check((2, Week, Exact), custody(), on("2031-02-20"), Fits);
    check((2, Week, Exact), custody(), on("2031-03-01"), DoesNotFit);
}

#[test]
fn more_less_and_about_hold_what_they_say() {
    let custody = || DurationStart::Custody;
    check((6, Month, MoreThan), custody(), on("2031-08-18"), Fits);
    check((6, Month, MoreThan), custody(), on("2031-08-01"), DoesNotFit);
    check((6, Month, AtLeast), custody(), on("2031-08-05"), Fits);
    check((6, Month, LessThan), custody(), on("2031-08-01"), Fits);
    check((6, Month, LessThan), custody(), on("2031-08-18"), DoesNotFit);
    check((30, Day, AtMost), custody(), on("2031-03-07"), Fits);
    check((30, Day, AtMost), custody(), on("2031-03-27"), DoesNotFit);
    check((100, Day, About), custody(), on("2031-05-20"), Fits);
    check((100, Day, About), custody(), on("2031-06-20"), DoesNotFit);
    check((0, Day, Vague), custody(), on("2031-02-08"), Fits);
    // "A few days" cannot be wrong by a number it does not give.
    check((0, Day, Vague), custody(), on("2031-05-08"), CannotTell);
}

#[test]
fn other_starts() {
    let date = DurationStart::Date(w("2031-03-01"));
    check((31, Day, Exact), date.clone(), on("2031-04-01"), Fits);
    check((40, Day, Exact), date, on("2031-04-01"), DoesNotFit);
    let verdict = DurationStart::Event(EventKind::named("verdict").unwrap());
    // Nobody dates a verdict: the start is what the sum gives.
    let sums = check((2, Month, Exact), verdict, on("2031-06-30"), Fits);
    assert_eq!(sums, ["30 Jun 2031 - 2 months = 30 Apr 2031; the start is not dated"]);
    check((1, Month, LessThan), DurationStart::Unstated, on("2031-03-24"), Fits);
    // It would have begun before anything in the record.
    check((1, Year, Exact), DurationStart::Unstated, on("2031-03-24"), CannotTell);
}

#[test]
fn lengths_that_the_record_cannot_hold() {
    check((48, Hour, Exact), DurationStart::Custody, on("2031-02-08"), CannotTell);
    check((u32::MAX, Year, Exact), DurationStart::Custody, on("2031-06-05"), DoesNotFit);
    check((u32::MAX, Day, Exact), DurationStart::Unstated, on("2031-06-05"), CannotTell);
    let (mut r, site) = record();
    let entry = r.entry(site, "2031-06-01");
    r.lasts(entry, amount(17, Year, Exact), DurationStart::NotAStretch, None);
    assert!(gather(r.reading, d("2040-01-01")).durations.is_empty());
}
