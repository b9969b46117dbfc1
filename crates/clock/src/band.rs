//! Conditions of custody, and the points on the strip.

use jiff::Span;
use jiff::civil::DateTime;
use remand_chronology::calendar_span;
use remand_reading::DurationStart;
use remand_timex::Precision;

use crate::custody::Detention;
use crate::record::{Record, Told, day_after};
use crate::{Band, Tick};

/// Kinds of event that are drawn as points.
const POINTS: [&str; 14] = [
    "appeal",
    "appearance_before_judge",
    "arrest",
    "charge",
    "court_sanction",
    "detention_expiry",
    "detention_extension",
    "hearing",
    "indictment",
    "release",
    "sentence",
    "transfer_to_court",
    "trial_start",
    "verdict",
];

/// Points, in order.
pub(crate) fn ticks(record: &Record<'_>) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = record
        .all_happened()
        .filter(|told| POINTS.contains(&told.event.kind.name()))
        .filter_map(|told| Some(Tick { event: told.ix, at: told.event.when.first_day()? }))
        .filter(|tick| tick.at < record.end.date())
        .collect();
    ticks.sort_by_key(|tick| (tick.at, tick.event));
    ticks
}

/// Bands of the conditions that events begin, in the order of the states' names, then of their starts.
pub(crate) fn bands(record: &Record<'_>, detentions: &[Detention]) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for state in ["in_hospital", "incommunicado", "solitary"] {
        let begins = |told: &Told<'_>| told.event.kind.describe().begins.iter().any(|name| name == state);
        let ends: Vec<DateTime> = record
            .all_happened()
            .filter(|told| told.event.kind.describe().ends.iter().any(|name| name == state))
            .filter_map(|told| told.event.when.earliest)
            .collect();
        let mut found: Vec<Band> = record
            .all_happened()
            .filter(begins)
            .filter_map(|told| band(record, state, &told, &ends, detentions))
            .collect();
        found.sort_by_key(|band| (band.from, band.to));
        for band in found {
            // Two claims of one condition that overlap are one band; it lasts as long as any of them says.
            match bands
                .last_mut()
                .filter(|last| last.state == band.state && last.to.is_none_or(|to| band.from <= to))
            {
                Some(last) => {
                    last.to = last.to.zip(band.to).map(|(a, b)| a.max(b));
                    last.claims.extend(
                        band.claims
                            .iter()
                            .filter(|ix| !last.claims.contains(ix))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                }
                None => bands.push(band),
            }
        }
    }
    bands
}

fn band(
    record: &Record<'_>,
    state: &str,
    told: &Told<'_>,
    ends: &[DateTime],
    detentions: &[Detention],
) -> Option<Band> {
    let length = stated_length(record, told);
    let custody = |at: Option<DateTime>| {
        detentions.iter().rfind(|d| at.is_none_or(|at| d.from < at)).or(detentions.first())
    };
    let from = match told.dated_when().and_then(|when| when.earliest) {
        Some(from) => from,
        // A length without a start is counted from the arrest; a condition that nobody dates is not drawn.
        None => length.and(custody(told.event.when.before))?.from,
    };
    // "From 2 to 24 April" is 22 days: it ended on the last of them.
    let until =
        told.event.term.as_ref().and_then(|term| term.until.as_ref()?.earliest).filter(|to| *to > from);
    let stated = until.or_else(|| length.and_then(|length| from.checked_add(length).ok()));
    let ended = ends
        .iter()
        .filter(|end| **end >= from)
        .min()
        .map(|end| if state == "in_hospital" { *end } else { day_after(*end) });
    let released = custody(Some(day_after(from))).filter(|d| d.released).map(|d| d.to);
    let to = stated.or(ended).or(released).filter(|to| *to <= record.end);
    (from < record.end).then(|| Band { state: state.to_owned(), from, to, claims: told.claims() })
}

/// The longest length that the words of the claims give, from custody or without a start. Where others say that it lasted
/// longer than that, no words give its end: "for a year", and months later "for over fifteen months".
fn stated_length(record: &Record<'_>, told: &Told<'_>) -> Option<Span> {
    let term =
        told.event.term.as_ref().and_then(|term| term.length.as_deref()).and_then(|l| l.parse::<Span>().ok());
    if term.is_some() {
        return term;
    }
    let stated = record.chronology.reading.durations.iter().filter(|stated| {
        told.asserted()
            .any(|(_, claim)| claim.entry == stated.entry && claim.passage.overlaps(&stated.passage))
    });
    let anchor = jiff::civil::date(2001, 1, 1);
    let mut longest: Option<(jiff::civil::Date, Span)> = None;
    let mut at_least = None;
    for stated in stated {
        let span = calendar_span(stated.amount.count, stated.amount.unit);
        let Some((end, span)) = span.and_then(|span| Some((anchor.checked_add(span).ok()?, span))) else {
            continue;
        };
        match stated.amount.precision {
            Precision::MoreThan | Precision::AtLeast => at_least = at_least.max(Some(end)),
            Precision::Exact if matches!(stated.from, DurationStart::Custody | DurationStart::Unstated) => {
                longest = longest.filter(|(known, _)| *known >= end).or(Some((end, span)));
            }
            _ => {}
        }
    }
    longest.filter(|(end, _)| at_least.is_none_or(|least| least < *end)).map(|(_, span)| span)
}
