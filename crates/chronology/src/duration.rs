//! Holds every stated duration against the dates it is said to run between.

use std::collections::BTreeMap;

use jiff::civil::Date;
use remand_reading::{About, Basis, Claim, DurationStart, Polarity, Reading, StatedDuration};
use remand_timex::{Precision, Unit, When};

use crate::arithmetic::{
    days_between, earlier, later, written, written_amount, written_distance, written_when,
};
use crate::event::{Stance, dated, firmly_dated};
use crate::{DurationCheck, DurationVerdict, Event};

/// Days by which a count of weeks may be off.
const WEEK_SLACK: i64 = 3;
/// Days by which a count of months, rounded to the nearest, may run ahead of the calendar.
const MONTH_SLACK: i64 = 15;
/// The same for a count of years.
const YEAR_SLACK: i64 = 31;
/// A date known less exactly than this is not counted from.
const WIDEST_START: i64 = 7;

/// A check of each duration of the texts that were out by `as_of`, except lengths that are no stretch of the record.
pub(crate) fn check(reading: &Reading, events: &[Event], as_of: Date) -> Vec<DurationCheck> {
    let starts = custody_starts(reading, events);
    let known = |stated: &StatedDuration| {
        let entry = reading.entries.get(stated.entry.0);
        entry.is_none_or(|e| e.published.first_day().is_none_or(|day| day <= as_of))
    };
    let durations = reading.durations.iter().enumerate();
    durations
        .filter(|(_, stated)| stated.from != DurationStart::NotAStretch && known(stated))
        .map(|(ix, stated)| {
            let (verdict, computed) = one(reading, events, &starts, stated);
            DurationCheck { stated: ix, computed, verdict }
        })
        .collect()
}

/// A day that a claim gives as the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    day: Date,
    /// No other day is given by more claims.
    main: bool,
}

/// Starts whose sums are written out.
const SHOWN: usize = 6;
fn custody_starts(reading: &Reading, events: &[Event]) -> Vec<Start> {
    starts_of(reading, events, "arrest")
}

/// Every day that an asserted claim about the subject gives for an event of this kind, by itself or within a few days.
fn starts_of(reading: &Reading, events: &[Event], kind: &str) -> Vec<Start> {
    let events = events.iter().filter(|event| event.kind.name() == kind);
    let claims = events.flat_map(|event| {
        let claims = event.claims.iter().filter_map(|ix| Some((*ix, reading.claims.get(ix.0)?)));
        let claims: Vec<_> = claims.filter(|(_, claim)| claim.polarity == Polarity::Asserted).collect();
        firmly_dated(reading, &claims)
    });
    let claims: Vec<&Claim> = claims
        .map(|(_, claim)| claim)
        .filter(|c| c.about == About::Subject && Stance::of(c) == Stance::Happened)
        .collect();
    // "Around the 5th" gives no day to count from where another claim does.
    let exact: Vec<&When> =
        claims.iter().map(|c| &c.when).filter(|when| !when.edtf.contains(['~', '%'])).collect();
    if exact.is_empty() { days_of(claims.iter().map(|c| &c.when)) } else { days_of(exact.into_iter()) }
}

fn days_of<'a>(whens: impl Iterator<Item = &'a When>) -> Vec<Start> {
    let mut votes: BTreeMap<Date, usize> = BTreeMap::new();
    for when in whens {
        let Some((first, last)) = when.first_day().zip(when.last_day()) else { continue };
        if days_between(first, last) <= WIDEST_START {
            for day in first.series(jiff::ToSpan::day(1)).take_while(|day| *day <= last) {
                *votes.entry(day).or_default() += 1;
            }
        }
    }
    let most = votes.values().copied().max().unwrap_or(0);
    votes.into_iter().map(|(day, n)| Start { day, main: n == most }).collect()
}

fn one(
    reading: &Reading,
    events: &[Event],
    custody: &[Start],
    stated: &StatedDuration,
) -> (DurationVerdict, Vec<String>) {
    let amount = &stated.amount;
    let end = end_of(reading, events, stated);
    let starts = match &stated.from {
        DurationStart::Custody => custody.to_vec(),
        DurationStart::Event(kind) => starts_of(reading, events, kind.name()),
        DurationStart::Date(when) => days_of(std::iter::once(when)),
        DurationStart::Unstated | DurationStart::NotAStretch => Vec::new(),
    };
    if matches!(amount.unit, Unit::Minute | Unit::Hour) {
        return (DurationVerdict::CannotTell, vec!["counted in hours: the record gives days".to_owned()]);
    }
    if end.is_unknown() {
        let why =
            "nothing says when it was complete: neither the text nor its publication is dated".to_owned();
        return (DurationVerdict::CannotTell, vec![why]);
    }
    if starts.is_empty() {
        return from_the_end(reading, stated, &end);
    }
    let condition = stated.at.is_none() && of_a_condition(reading, stated);
    // How long it lasted, not how long ago it began: it was over by the publication, or went on.
    let end = if condition { When::bounded(None, end.last_day().or(end.first_day())) } else { end };
    let sums: Vec<(bool, String)> = starts.iter().map(|start| from_start(stated, *start, &end)).collect();
    let fits = sums.iter().any(|(fit, _)| *fit);
    // Where there are many starts, those that fit say most.
    let ordered = sums.iter().filter(|(fit, _)| *fit).chain(sums.iter().filter(|(fit, _)| !fit));
    let mut computed: Vec<String> = if sums.len() > SHOWN {
        ordered.take(SHOWN).map(|(_, sum)| sum.clone()).collect()
    } else {
        sums.iter().map(|(_, sum)| sum.clone()).collect()
    };
    if let more @ 1.. = sums.len().saturating_sub(SHOWN) {
        computed.push(format!("{more} other starts"));
    }
    let verdict = match (fits, amount.precision) {
        (true, _) => DurationVerdict::Fits,
        (false, Precision::Vague) => DurationVerdict::CannotTell,
        (false, _) => DurationVerdict::DoesNotFit,
    };
    (verdict, computed)
}

/// The words tell how long a condition of custody lasted.
fn of_a_condition(reading: &Reading, stated: &StatedDuration) -> bool {
    reading.claims.iter().any(|claim| {
        ["hospitalisation", "incommunicado", "solitary"].contains(&claim.kind.name())
            && claim.entry == stated.entry
            && claim.passage.overlaps(&stated.passage)
    })
}

/// The day on which the count is complete: as stated, else that of the dated event whose words contain the count, else
/// within the publication bounds.
fn end_of(reading: &Reading, events: &[Event], stated: &StatedDuration) -> When {
    if let Some(at) = stated.at.as_ref().filter(|at| !at.is_unknown()) {
        return at.clone();
    }
    let around = |claim: &&Claim| {
        claim.entry == stated.entry
            && claim.passage.overlaps(&stated.passage)
            && claim.kind.name() != "arrest"
            // A date computed from the count would prove it by itself.
            && claim.basis != Basis::Computed
    };
    let told = events.iter().filter(|event| {
        event.claims.iter().filter_map(|ix| reading.claims.get(ix.0)).any(|claim| around(&claim))
            && event
                .claims
                .iter()
                .filter_map(|ix| reading.claims.get(ix.0))
                .any(|c| c.basis == Basis::Stated && dated(c))
            && event.when.only_day().is_some()
    });
    if stated.amount.precision == Precision::Vague
        && let Some(event) = told.into_iter().next()
    {
        return event.when.clone();
    }
    reading.entries.get(stated.entry.0).map(|e| e.published.clone()).unwrap_or_default()
}

/// Does the count run from `start` to some day of `end`? With the sum in words.
fn from_start(stated: &StatedDuration, start: Start, end: &When) -> (bool, String) {
    let amount = &stated.amount;
    let (first, last) = (end.first_day(), end.last_day());
    let reaches = |from: Option<Date>, to: Option<Date>| match (from, to) {
        (Some(a), Some(b)) => a <= b && last.is_none_or(|l| a <= l) && first.is_none_or(|f| b >= f),
        (Some(a), None) => last.is_none_or(|l| a <= l),
        (None, Some(b)) => b >= start.day && first.is_none_or(|f| b >= f),
        (None, None) => false,
    };
    let fit = allowed(stated, start).is_some_and(|(from, to)| reaches(from, to));
    let sum = match end.only_day() {
        Some(day) => {
            format!(
                "{} to {} = {}",
                written(start.day),
                written(day),
                written_distance(start.day, day, amount.unit)
            )
        }
        None => match later(start.day, amount.count, amount.unit)
            .filter(|_| amount.precision != Precision::Vague)
        {
            Some(day) => {
                let text = written_amount(amount);
                format!(
                    "{} + {text} = {}; the text is of {}",
                    written(start.day),
                    written(day),
                    written_when(end)
                )
            }
            None => format!("{} to {}", written(start.day), written_when(end)),
        },
    };
    (fit, sum)
}

/// First and last day on which the words are true of a count from `start`; `None` inside is an open side.
fn allowed(stated: &StatedDuration, start: Start) -> Option<(Option<Date>, Option<Date>)> {
    let amount = &stated.amount;
    let full = later(start.day, amount.count, amount.unit)?;
    let shift = |day: Date, days: i64| day.checked_add(jiff::ToSpan::days(days)).ok();
    let next = || later(start.day, amount.count.checked_add(1)?, amount.unit).and_then(|day| shift(day, -1));
    Some(match (amount.precision, amount.unit) {
        // The first day may be counted in, but only from the day that the record gives most often: a count that needs
        // both a date of the few and the other way of counting fits nothing.
        (Precision::Exact, Unit::Day) => (shift(full, -i64::from(start.main)), Some(full)),
        (Precision::Exact, Unit::Week) => (shift(full, -WEEK_SLACK), shift(full, WEEK_SLACK)),
        (Precision::Exact, Unit::Year) => (shift(full, -YEAR_SLACK), next()),
        (Precision::Exact, _) => (shift(full, -MONTH_SLACK), next()),
        (Precision::MoreThan, _) => (shift(full, 1), None),
        (Precision::AtLeast, _) => (Some(full), None),
        (Precision::LessThan, _) => (None, shift(full, -1)),
        (Precision::AtMost, _) => (None, Some(full)),
        (Precision::About, unit) => {
            let slack = match unit {
                Unit::Day => (i64::from(amount.count) / 10).max(2),
                Unit::Week => WEEK_SLACK + i64::from(amount.count),
                Unit::Year => YEAR_SLACK * 3,
                _ => MONTH_SLACK,
            };
            (shift(full, -slack), shift(full, slack))
        }
        // "A few" is between two and a dozen.
        (Precision::Vague, unit) => (later(start.day, 1, unit), later(start.day, 12, unit)),
    })
}

/// The start is not known: the count fits where it can have begun within the record.
fn from_the_end(reading: &Reading, stated: &StatedDuration, end: &When) -> (DurationVerdict, Vec<String>) {
    let amount = &stated.amount;
    if amount.precision == Precision::Vague {
        return (DurationVerdict::CannotTell, vec!["no number and no start are given".to_owned()]);
    }
    let back = |day: Option<Date>| day.and_then(|day| earlier(day, amount.count, amount.unit));
    let (first, last) = (back(end.first_day()), back(end.last_day()));
    let Some(latest) = last.or(first) else {
        return (DurationVerdict::CannotTell, vec!["the sum leaves the calendar".to_owned()]);
    };
    let opening = reading.claims.iter().filter(|c| dated(c)).filter_map(|c| c.when.first_day()).min();
    let start = match first {
        Some(first) if first != latest => format!("{} to {}", written(first), written(latest)),
        _ => written(latest),
    };
    let computed =
        vec![format!("{} - {} = {start}; the start is not dated", written_when(end), written_amount(amount))];
    let verdict = if opening.is_some_and(|opening| opening <= latest) {
        DurationVerdict::Fits
    } else {
        DurationVerdict::CannotTell
    };
    (verdict, computed)
}
