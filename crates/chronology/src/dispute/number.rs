//! Counts that exclude each other, and counts that shrink.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use remand_reading::{About, Claim, ClaimIx, Polarity, Quantity};

use super::{dispute, happened, names, side, text_of};
use crate::arithmetic::written;
use crate::event::dated;
use crate::words::content_words;
use crate::{Chronology, Dispute, DisputeKind, Severity, Side};

/// Counts of one thing by several people; those that only grow while time passes.
const COUNTS: [(&str, bool); 4] =
    [("death_toll", true), ("detention_toll", true), ("online_petition", true), ("referendum", false)];

/// Two numbers further apart than this are of different things.
const SAME_MEASURE: u64 = 2;
/// Different numbers of one count that are held against each other.
const MOST: usize = 64;

/// A number with those who give it.
struct Count<'c> {
    quantity: &'c Quantity,
    about: About,
    cause: BTreeSet<String>,
    claims: Vec<(ClaimIx, &'c Claim)>,
}

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut found = Vec::new();
    for (kind, grows) in COUNTS {
        let counts = counts(chronology, kind);
        let exclude = |a: &Count<'_>, b: &Count<'_>| {
            a.about == b.about
                && same_cause(&a.cause, &b.cause)
                && differ(a.quantity, b.quantity)
                && apart(chronology, a, b)
        };
        let mut against: Vec<&Count<'_>> = Vec::new();
        let mut grown: Vec<&Count<'_>> = Vec::new();
        let mut shrunk: Vec<&Count<'_>> = Vec::new();
        for (n, one) in counts.iter().enumerate() {
            for other in
                counts.iter().enumerate().filter(|(m, other)| *m != n && exclude(one, other)).map(|(_, o)| o)
            {
                let list = match passed(chronology, one, other).filter(|_| grows) {
                    Some(true) if kind == "online_petition" => continue,
                    Some(true) => &mut grown,
                    Some(false) => &mut shrunk,
                    None => &mut against,
                };
                for count in [one, other] {
                    if !list.iter().any(|c| std::ptr::eq(*c, count)) {
                        list.push(count);
                    }
                }
            }
        }
        found.extend(told(chronology, DisputeKind::Tension, "the numbers exclude each other", &mut against));
        found.extend(told(chronology, DisputeKind::Superseded, "the count grew", &mut grown));
        found.extend(told(
            chronology,
            DisputeKind::Tension,
            "a count that can only grow is smaller later",
            &mut shrunk,
        ));
    }
    found
}

fn counts<'c>(chronology: &'c Chronology, kind: &str) -> Vec<Count<'c>> {
    let events = chronology.events.iter().filter(|event| event.kind.name() == kind);
    let claims = events.flat_map(|event| happened(chronology, event));
    let mut counts: BTreeMap<_, Count<'c>> = BTreeMap::new();
    for (ix, claim) in claims.filter(|(_, c)| c.polarity == Polarity::Asserted) {
        let Some(quantity) = &claim.quantity else { continue };
        let cause = cause(claim);
        let key = (quantity.least, quantity.most, claim.about, cause.clone());
        counts
            .entry(key)
            .or_insert_with(|| Count { quantity, about: claim.about, cause, claims: Vec::new() })
            .claims
            .push((ix, claim));
    }
    counts.into_values().take(MOST).collect()
}

fn cause(claim: &Claim) -> BTreeSet<String> {
    let roles = claim.roles.iter().filter(|r| ["cause", "manner"].contains(&r.role.as_str()));
    roles.flat_map(|r| content_words(&r.text)).collect()
}

fn same_cause(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.is_empty() == b.is_empty() && (a.is_empty() || !a.is_disjoint(b))
}

/// Some text gives the one number, and another the other.
fn apart(chronology: &Chronology, a: &Count<'_>, b: &Count<'_>) -> bool {
    let texts = |count: &Count<'_>| -> BTreeSet<_> {
        count.claims.iter().filter_map(|(ix, _)| text_of(chronology, *ix)).collect()
    };
    let (a, b) = (texts(a), texts(b));
    a.iter().any(|text| !b.contains(text)) && b.iter().any(|text| !a.contains(text))
}

/// No number fits both, and they are near enough to be counts of one thing.
fn differ(a: &Quantity, b: &Quantity) -> bool {
    let above =
        |least: Option<u64>, most: Option<u64>| least.zip(most).is_some_and(|(least, most)| least > most);
    let (small, large) = (size(a).min(size(b)), size(a).max(size(b)));
    (above(a.least, b.most) || above(b.least, a.most)) && large <= small.saturating_mul(SAME_MEASURE)
}

fn size(quantity: &Quantity) -> u64 {
    quantity.least.or(quantity.most).unwrap_or(0)
}

/// Where every claim of the smaller number is older than every one of the larger, time passed between them and the
/// count grew: true. Where every one is younger, it shrank: false. Otherwise one time has two numbers.
fn passed(chronology: &Chronology, a: &Count<'_>, b: &Count<'_>) -> Option<bool> {
    let (small, large) = if size(a.quantity) < size(b.quantity) { (a, b) } else { (b, a) };
    let span = |count: &Count<'_>| -> Option<(Date, Date)> {
        let days: Vec<(Date, Date)> =
            count.claims.iter().map(|(_, c)| counted(chronology, c)).collect::<Option<_>>()?;
        Some((days.iter().map(|(first, _)| *first).min()?, days.iter().map(|(_, last)| *last).max()?))
    };
    let ((small_first, small_last), (large_first, large_last)) = (span(small)?, span(large)?);
    if small_last < large_first {
        Some(true)
    } else if large_last < small_first {
        Some(false)
    } else {
        None
    }
}

/// The days on which the count can have been made: signatures are dated by it, the dead by their deaths, so that only
/// the publication tells.
fn counted(chronology: &Chronology, claim: &Claim) -> Option<(Date, Date)> {
    let by_day = claim.kind.name() == "online_petition" && dated(claim);
    if let Some(day) = claim.when.last_day().filter(|_| by_day) {
        return Some((day, day));
    }
    let published = &chronology.reading.entries.get(claim.entry.0)?.published;
    Some((published.first_day()?, published.last_day().unwrap_or(Date::MAX)))
}

fn told(chronology: &Chronology, kind: DisputeKind, why: &str, counts: &mut [&Count<'_>]) -> Option<Dispute> {
    let label = counts.first()?.claims.first()?.1.kind.describe().label.as_str();
    counts.sort_by_key(|count| (count.quantity.least, count.quantity.most));
    let numbers: Vec<String> = counts
        .iter()
        .map(|count| {
            let days = count.claims.iter().filter_map(|(_, c)| counted(chronology, c));
            let day = days.min().filter(|_| kind == DisputeKind::Superseded);
            let day = day.map(|(first, _)| format!(" ({} or later)", written(first))).unwrap_or_default();
            format!("{}{day}", written_number(count.quantity))
        })
        .collect();
    let sides: Vec<Side> = counts
        .iter()
        .map(|count| {
            let claims: Vec<ClaimIx> = count.claims.iter().map(|(ix, _)| *ix).collect();
            let says = format!("{} ({})", written_number(count.quantity), names(chronology, &claims));
            side(chronology, says, claims)
        })
        .collect();
    let why = format!("{why}: {}", numbers.join(", "));
    Some(dispute(kind, Severity::Low, label, why, sides))
}

fn written_number(quantity: &Quantity) -> String {
    match (quantity.least, quantity.most) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("{a} or more"),
        (None, Some(b)) => format!("{b} or fewer"),
        (None, None) => "no number".to_owned(),
    }
}
