//! `STATE [before EVENT] at most T`: the longest unbroken run of a state.

use remand_law::{Limit, Norm, Outcome};
use remand_reading::{ClaimIx, Polarity};
use remand_timex::{Direction, Precision, Unit};

use super::within::capital;
use super::{Verdict, hull, last_minute, outcome, under_each_limit};
use crate::names::{begins, noun, state_label};
use crate::phrase;
use crate::record::{Record, instant};
use remand_kernel::{Instant, Minute, Readings, later, minute};

/// An unbroken run: its first minute and its last.
struct Run {
    start: Instant,
    end: Instant,
    /// No end is known; it is drawn to the day only because nothing ends it.
    open: bool,
    claims: Vec<ClaimIx>,
}

pub(crate) fn judge(
    record: &Record<'_>,
    norm: &Norm,
    state: &str,
    before: Option<&str>,
    limits: &[Limit],
) -> Verdict {
    let label = state_label(state);
    let mut runs = runs(record, state);
    if runs.is_empty() {
        let text = format!("The record does not say on this account that the person was {label}.");
        return Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[]));
    }
    let stop = before.map(|event| (event, record.told(event)));
    let known_stop = stop.as_ref().and_then(|(_, told)| told.happened.first()).map(|stop| hull(&stop.when));
    if let Some(stop) = known_stop {
        runs.retain_mut(|run| {
            let least = [run.end.earliest, stop.earliest].into_iter().flatten().min();
            let most = [run.end.latest, stop.latest].into_iter().flatten().min();
            run.open = false;
            run.end = Instant { earliest: least.max(run.start.earliest), latest: most };
            later(run.start, stop) != Readings::Every
        });
    }
    let unknown_stop = before.filter(|_| known_stop.is_none());
    let judged = under_each_limit(record, limits, |limit| {
        let verdicts = runs.iter().map(|run| one(record, norm, &label, limit, run, unknown_stop));
        verdicts.reduce(Verdict::graver).unwrap_or_else(|| {
            let text =
                format!("The record does not say that the person was {label} in the time that counts.");
            Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[]))
        })
    });
    judged.unwrap_or_else(|| super::before::nothing(record, state))
}

fn one(
    record: &Record<'_>,
    norm: &Norm,
    label: &str,
    limit: &Limit,
    run: &Run,
    unknown_stop: Option<&str>,
) -> Verdict {
    let due = last_minute(norm, limit, run.start);
    let breached = match later(run.end, due) {
        Readings::Every if unknown_stop.is_some() => Readings::Some,
        readings => readings,
    };
    let open = unknown_stop.is_some() || run.open;
    let found = outcome(breached, run.start.is_bounded() && run.end.is_bounded() && !open);
    // The last minute of a run is part of it.
    let after = |at: Option<Minute>| at.map(|at| at.saturating_add(1));
    let end = Instant { earliest: after(run.end.earliest), latest: after(run.end.latest) };
    let length = phrase::between(run.start, end, super::amount(limit).unit);
    let bound = phrase::limit(super::amount(limit), norm.limit.word());
    let relation = match found {
        Outcome::NotMet => format!("longer than the limit of {bound}"),
        Outcome::Met => format!("within the limit of {bound}"),
        Outcome::Contested => format!("longer than the limit of {bound} on some readings only"),
        _ => format!("and the record does not decide whether that is longer than the limit of {bound}"),
    };
    let summary = format!("{} without a known break for {length}, {relation}.", capital(label));
    let text = format!(
        "{} from {} to {}; the limit of {bound} ends {}.",
        capital(label),
        phrase::when(run.start),
        phrase::when(run.end),
        phrase::when(due)
    );
    let mut verdict = Verdict::new(found, summary, phrase::reason(record, text, &run.claims));
    if matches!(found, Outcome::Contested | Outcome::Undetermined) {
        verdict = match unknown_stop {
            Some(event) => verdict.lacks(format!("the day of the {}", noun(event))),
            None => verdict.lacks(format!("the first and the last day on which the person was {label}")),
        };
    }
    verdict
}

fn runs(record: &Record<'_>, state: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for stretch in record.stretches(state) {
        let drawn = Instant { earliest: Some(stretch.from), latest: Some(stretch.from) };
        let started: Vec<Instant> = begins(state)
            .flat_map(|kind| record.told(kind.name()).happened)
            .flat_map(|event| event.when)
            .filter(|when| {
                when.is_bounded() && when.earliest <= Some(stretch.to) && when.latest >= Some(stretch.from)
            })
            .collect();
        let first = started.iter().copied().min_by_key(|when| when.earliest).unwrap_or(drawn);
        let versions: Vec<Instant> =
            started.into_iter().filter(|when| when.earliest <= first.latest).collect();
        let start = if versions.is_empty() { drawn } else { hull(&versions) };
        let claims = claims_of(record, state, stretch.from, stretch.to);
        let last = stretch.to - 1;
        let open = is_open(record, state, stretch.to);
        let end = if open {
            let known = claims.iter().filter_map(|ix| known_until(record, *ix, start)).max();
            Instant {
                earliest: known.max(start.latest.or(start.earliest)).map(|at| at.min(last)),
                latest: Some(last),
            }
        } else {
            Instant { earliest: Some(last), latest: Some(last) }
        };
        runs.push(Run { start, end, open, claims });
    }
    runs
}

/// No end of the state is known: it is drawn to the day only because nothing ends it.
fn is_open(record: &Record<'_>, state: &str, to: Minute) -> bool {
    to > record.now()
        && match state {
            "in_custody" | "ordered_custody" => record.spans().last().is_none_or(|span| span.to.is_none()),
            _ => record
                .clock
                .is_none_or(|clock| clock.bands.iter().any(|band| band.state == state && band.to.is_none())),
        }
}

fn claims_of(record: &Record<'_>, state: &str, from: Minute, to: Minute) -> Vec<ClaimIx> {
    let Some(clock) = record.clock else { return Vec::new() };
    let drawn = |at| (from..to).contains(&minute(at));
    if matches!(state, "in_custody" | "ordered_custody") {
        return clock
            .spans
            .iter()
            .filter(|span| drawn(span.from))
            .flat_map(|span| span.claims.clone())
            .collect();
    }
    let bands = clock.bands.iter().filter(|band| band.state == state && drawn(band.from));
    bands.flat_map(|band| band.claims.clone()).collect()
}

/// Until when one claim says that the state went on: the moment it speaks of, its publication where it says
/// "since", the length it states.
fn known_until(record: &Record<'_>, ix: ClaimIx, start: Instant) -> Option<Minute> {
    let claim = record.claim(ix).filter(|claim| claim.polarity == Polarity::Asserted)?;
    let reading = &record.chronology.reading;
    let spoken_of = instant(&claim.when).earliest;
    let since = reading
        .times
        .iter()
        .any(|time| time.passage.overlaps(&claim.passage) && time.timex.direction == Direction::Since);
    let published = reading.entries.get(claim.entry.0).and_then(|entry| instant(&entry.published).earliest);
    let length = reading
        .durations
        .iter()
        .filter(|stated| stated.passage.overlaps(&claim.passage))
        .filter(|stated| {
            matches!(stated.amount.precision, Precision::Exact | Precision::MoreThan | Precision::AtLeast)
        })
        .filter_map(|stated| at_least(stated.amount.count, stated.amount.unit))
        .max();
    let by_length = length.and_then(|length| start.earliest.map(|start| start.saturating_add(length)));
    [spoken_of, published.filter(|_| since), by_length].into_iter().flatten().max()
}

/// The fewest minutes a stated length can have: months of 28 days, years of 365.
fn at_least(count: u32, unit: Unit) -> Option<Minute> {
    let minutes: Minute = match unit {
        Unit::Minute => 1,
        Unit::Hour => 60,
        Unit::Day => 1440,
        Unit::Week => 7 * 1440,
        Unit::Month => 28 * 1440,
        Unit::Year => 365 * 1440,
    };
    minutes.checked_mul(i64::from(count))
}
