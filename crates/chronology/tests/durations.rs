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
            "5 Feb 2031 to 5 Jun 2031 = 120 days: fits",
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
fn nobody_writes_after_the_day_as_of_which_the_record_is_read() {
    // The text may be of any day after 1 May 2031, and is read by the end of 2039.
    check((7, Year, Exact), DurationStart::Custody, ("2031-05-01/..", None), Fits);
    check((20, Year, Exact), DurationStart::Custody, ("2031-05-01/..", None), DoesNotFit);
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
fn hours_are_held_against_moments() {
    let custody = || DurationStart::Custody;
    // Arrested at eleven at night on the 5th: to noon on the 8th it is 61 hours.
    check((61, Hour, Exact), custody(), on("2031-02-08T12:00"), Fits);
    let sums = check((40, Hour, Exact), custody(), on("2031-02-08T12:00"), Fits);
    // By the one claim of an arrest by the 6th, at an hour that it does not give.
    assert_eq!(sums[1], "6 Feb 2031 to 8 Feb 2031 12:00 = 36 to 61 hours: fits");
    check((90, Hour, Exact), custody(), on("2031-02-08T12:00"), DoesNotFit);
    check((60, Hour, About), custody(), on("2031-02-08"), Fits);
    check((72, Hour, MoreThan), custody(), on("2031-02-08T12:00"), DoesNotFit);
    // It was over long before the text was written.
    check((48, Hour, Exact), custody(), ("2031-06-01", None), CannotTell);
}

/// The record of [`record`], with an order of the 8th, a stay in hospital from 10 March, a term that ended on 12 May.
fn longer_record() -> (Record, remand_reading::SourceIx) {
    let (mut r, site) = record();
    let court = r.entry(site, "2031-06-01");
    r.say(court, "court_sanction", "2031-02-09");
    r.say(court, "hospitalisation", "2031-03-10");
    r.say(court, "detention_expiry", "2031-05-12");
    (r, site)
}

/// A length in words that also tell of an event of `kind` at `when`.
#[track_caller]
fn beside(
    kind: &str,
    when: &str,
    (count, unit, precision): (u32, Unit, Precision),
    from: DurationStart,
    expected: (DurationVerdict, &str),
) {
    let (mut r, site) = longer_record();
    let entry = r.entry(site, "2031-05-29/2031-06-03");
    let claim = r.say(entry, kind, when);
    r.lasts(entry, amount(count, unit, precision), from, None);
    r.reading.durations[0].passage = r.reading.claims[claim.0].passage.clone();
    let chronology = gather(r.reading, d("2040-01-01"));
    let check = &chronology.durations[0];
    let found = (check.verdict, check.computed.join("; "));
    assert_eq!((found.0, found.1.as_str()), expected);
}

#[test]
fn a_stretch_that_the_text_does_not_name_is_tried_from_every_turn_of_the_record() {
    let unnamed = DurationStart::Unstated;
    // 12 May + 17 = 29 May; from the arrest it would be out by months, and that says nothing.
    let sum = "term of custody ends, 12 May 2031 + 17 days = 29 May 2031; the text is of 29 May 2031 to 3 Jun 2031: fits";
    beside("other", "?", (17, Day, Exact), unnamed.clone(), (Fits, sum));
    let sum = "29 May 2031 to 3 Jun 2031 - 40 days = 19 Apr 2031 to 24 Apr 2031; the start is not dated";
    beside("other", "?", (40, Day, Exact), unnamed, (Fits, sum));
}

#[test]
fn a_condition_is_counted_from_its_own_start_and_was_over_by_the_publication() {
    let sum = "hospital, 10 Mar 2031 + 13 days = 23 Mar 2031; the text is of 3 Jun 2031 or earlier: fits";
    let (mut r, site) = longer_record();
    let entry = r.entry(site, "2031-05-29/2031-06-03");
    let claim =
        r.say_with(entry, "hospitalisation", "../2031-06-03", |c| c.basis = remand_reading::Basis::Bounded);
    r.lasts(entry, amount(13, Day, Exact), DurationStart::Unstated, None);
    r.reading.durations[0].passage = r.reading.claims[claim.0].passage.clone();
    let chronology = gather(r.reading, d("2040-01-01"));
    assert_eq!(chronology.durations[0].verdict, Fits);
    assert_eq!(chronology.durations[0].computed[0], sum);
}

#[test]
fn a_count_may_be_complete_on_the_day_of_what_the_same_words_tell() {
    // Told in June of a hearing on 5 March: the 28 days were over then.
    let sum = "5 Feb 2031 to 5 Mar 2031 = 28 days: fits; 6 Feb 2031 + 28 days = 6 Mar 2031; the text is of 29 May 2031 to \
               3 Jun 2031; 8 Feb 2031 + 28 days = 8 Mar 2031; the text is of 29 May 2031 to 3 Jun 2031; court authorises \
               custody, 9 Feb 2031 + 28 days = 9 Mar 2031; the text is of 29 May 2031 to 3 Jun 2031";
    beside("hearing", "2031-03-05", (28, Day, Exact), DurationStart::Custody, (Fits, sum));
}

#[test]
fn a_few_days_fit_by_the_bounds_of_what_happened_after_them() {
    let sum = "5 Feb 2031 to 9 Feb 2031 = 4 days: fits";
    let (mut r, site) = longer_record();
    let entry = r.entry(site, "2031-05-29/2031-06-03");
    let claim = r.say(entry, "charge", "2031-02-09");
    r.lasts(entry, amount(0, Day, Vague), DurationStart::Custody, None);
    r.reading.durations[0].passage = r.reading.claims[claim.0].passage.clone();
    let chronology = gather(r.reading, d("2040-01-01"));
    assert_eq!((chronology.durations[0].verdict, chronology.durations[0].computed[0].as_str()), (Fits, sum));
}

#[test]
fn custody_may_be_counted_from_the_order_but_then_without_its_first_day() {
    let (mut r, site) = longer_record();
    let entry = r.entry(site, "2031-06-10");
    for days in [121, 122, 120] {
        r.lasts(entry, amount(days, Day, Exact), DurationStart::Custody, Some("2031-06-10"));
    }
    let chronology = gather(r.reading, d("2040-01-01"));
    let verdicts: Vec<_> = chronology.durations.iter().map(|d| d.verdict).collect();
    // 9 Feb to 10 Jun = 121 days; 8 Feb = 122; nothing in the record gives 120.
    assert_eq!(verdicts, [Fits, Fits, DoesNotFit]);
}

#[test]
fn lengths_that_the_record_cannot_hold() {
    check((u32::MAX, Year, Exact), DurationStart::Custody, on("2031-06-05"), DoesNotFit);
    check((u32::MAX, Day, Exact), DurationStart::Unstated, on("2031-06-05"), CannotTell);
    let (mut r, site) = record();
    let entry = r.entry(site, "2031-06-01");
    r.lasts(entry, amount(17, Year, Exact), DurationStart::NotAStretch, None);
    assert!(gather(r.reading, d("2040-01-01")).durations.is_empty());
}
