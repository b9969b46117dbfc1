//! Lengths and ends of one condition of custody that differ.

use std::collections::BTreeMap;

use jiff::civil::Date;
use remand_reading::{About, Basis, Claim, ClaimIx, Passage, Polarity};
use remand_timex::{Amount, Precision, Unit};

use super::{dispute, happened, names, side, source, text_of};
use crate::arithmetic::{days_between, later, plural, written, written_amount};
use crate::event::{dated, term_end};
use crate::overlap::Overlaps;
use crate::{Chronology, Dispute, DisputeKind, Event, Severity, Side};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let overlaps = Overlaps::of(&chronology.reading);
    let mut found = lengths(chronology, &overlaps);
    found.extend(chronology.events.iter().filter_map(|event| ends(chronology, event)));
    found
}

/// Conditions that one claim may let end on another day than the next.
const LASTING: [&str; 3] = ["hospitalisation", "incommunicado", "solitary"];

/// One condition is said to have lasted until different days.
fn ends(chronology: &Chronology, event: &Event) -> Option<Dispute> {
    if !LASTING.contains(&event.kind.name()) || chronology.about(event) != About::Subject {
        return None;
    }
    let mut by_end: BTreeMap<Date, Vec<ClaimIx>> = BTreeMap::new();
    let mut starts: Vec<Date> = Vec::new();
    for (ix, claim) in
        happened(chronology, event).filter(|(_, c)| dated(c) && c.polarity == Polarity::Asserted)
    {
        let Some((first, last)) = extent(claim) else { continue };
        by_end.entry(last).or_default().push(ix);
        starts.push(first);
    }
    let texts: std::collections::BTreeSet<_> =
        by_end.values().flatten().filter_map(|ix| text_of(chronology, *ix)).collect();
    if by_end.len() < 2 || texts.len() < 2 {
        return None;
    }
    let label = event.kind.describe().label.as_str();
    let from = starts.into_iter().min()?;
    let sums: Vec<String> = by_end
        .keys()
        .map(|last| {
            format!("{} to {} = {}", written(from), written(*last), plural(days_between(from, *last), "day"))
        })
        .collect();
    let of_all: Vec<ClaimIx> = by_end.values().flatten().copied().collect();
    let accounts: std::collections::BTreeSet<_> =
        of_all.iter().filter_map(|ix| Some(source(chronology, *ix)?.account)).collect();
    let sides = by_end
        .into_iter()
        .map(|(last, claims)| {
            side(
                chronology,
                format!("{label} until {} ({})", written(last), names(chronology, &claims)),
                claims,
            )
        })
        .collect();
    let several = accounts.len() > 1;
    let kind = if several { DisputeKind::SourceConflict } else { DisputeKind::Contradiction };
    // Rules on isolation turn on its length.
    let severity =
        if several && event.kind.name() != "hospitalisation" { Severity::High } else { Severity::Medium };
    Some(dispute(kind, severity, format!("{label}: until when"), sums.join("; "), sides))
}

/// First and last day that the words give: a term, or a range of days.
fn extent(claim: &Claim) -> Option<(Date, Date)> {
    let first = claim.when.first_day()?;
    let until = term_end(claim).and_then(|until| until.only_day());
    let range = || {
        let last = claim.when.last_day().filter(|last| *last > first)?;
        (claim.basis == Basis::Stated && claim.when.edtf == format!("{first}/{last}")).then_some(last)
    };
    Some((first, until.or_else(range).filter(|last| *last > first)?))
}

/// Different lengths for one condition of custody.
fn lengths(chronology: &Chronology, overlaps: &Overlaps<'_>) -> Vec<Dispute> {
    let mut found = Vec::new();
    for kind in ["hospitalisation", "incommunicado"] {
        let claims: BTreeMap<ClaimIx, &Claim> = chronology
            .events
            .iter()
            .filter(|event| event.kind.name() == kind && chronology.about(event) == About::Subject)
            .flat_map(|event| happened(chronology, event))
            .collect();
        if claims.is_empty() {
            continue;
        }
        let mut told: Vec<(&Amount, ClaimIx, &Passage)> = Vec::new();
        for stated in &chronology.reading.durations {
            let of =
                overlaps.with(&stated.passage).map(|(ix, _)| ix).filter(|ix| claims.contains_key(ix)).min();
            told.extend(of.map(|ix| (&stated.amount, ix, &stated.passage)));
        }
        let differs = |a: &(&Amount, ClaimIx, &Passage)| {
            told.iter().any(|b| text_of(chronology, a.1) != text_of(chronology, b.1) && !overlap(a.0, b.0))
        };
        let differing: Vec<_> = told.iter().filter(|one| differs(one)).collect();
        let sides: Vec<Side> = differing
            .iter()
            .map(|(amount, ix, passage)| {
                let says = format!("{} ({})", written_amount(amount), names(chronology, &[*ix]));
                let mut side = side(chronology, says, [*ix]);
                if !side.passages.contains(passage) {
                    side.passages.push((*passage).clone());
                }
                side
            })
            .collect();
        if sides.len() < 2 {
            continue;
        }
        let days: Vec<String> = differing
            .iter()
            .filter_map(|(amount, ..)| {
                let (least, most) = in_days(amount)?;
                Some(format!("{} = {least} to {}", written_amount(amount), plural(most, "day")))
            })
            .collect();
        let label = claims.values().next().map(|c| c.kind.describe().label.as_str()).unwrap_or_default();
        found.push(dispute(DisputeKind::Tension, Severity::Medium, label, days.join("; "), sides));
    }
    found
}

/// Days that the words can mean, as people round them.
fn in_days(amount: &Amount) -> Option<(i64, i64)> {
    // The lengths of months differ; a year without a leap day is as good a scale as another.
    let start = jiff::civil::date(2001, 1, 1);
    let days = days_between(start, later(start, amount.count, amount.unit)?);
    let slack = match amount.unit {
        Unit::Minute | Unit::Hour => return None,
        Unit::Day => 1,
        Unit::Week => 3,
        Unit::Month => 15,
        Unit::Year => 60,
    };
    Some(match amount.precision {
        Precision::Exact => (days - slack, days + slack),
        Precision::About => (days - 2 * slack, days + 2 * slack),
        Precision::MoreThan | Precision::AtLeast => (days, i64::MAX),
        Precision::LessThan | Precision::AtMost => (0, days),
        Precision::Vague => return None,
    })
}

fn overlap(a: &Amount, b: &Amount) -> bool {
    match (in_days(a), in_days(b)) {
        (Some(a), Some(b)) => a.0 <= b.1 && b.0 <= a.1,
        _ => true,
    }
}
