//! Finds claims that do not go together.

mod actor;
mod conduct;
mod counsel;
mod dates;
mod gloss;
mod length;
mod number;
mod overtaken;
mod sources;
mod terms;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::DateTime;
use remand_reading::{Claim, ClaimIx, Entry, Passage, Polarity, Source};

use crate::arithmetic::written_when;
use crate::event::Stance;
use crate::{Chronology, Dispute, DisputeKind, Event, Severity, Side};

/// Disputes, the gravest first, then by date. The same conflict is reported once, with all its sides.
pub(crate) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut found = dates::find(chronology);
    found.extend(terms::find(chronology));
    found.extend(sources::find(chronology));
    found.extend(number::find(chronology));
    found.extend(actor::find(chronology));
    found.extend(counsel::find(chronology));
    found.extend(length::find(chronology));
    found.extend(gloss::find(chronology));
    found.extend(overtaken::find(chronology));
    found.extend(conduct::find(chronology));
    found.retain(|dispute| dispute.sides.len() > 1);
    found.sort_by_cached_key(|dispute| {
        let at = first_moment(chronology, dispute);
        (Reverse(dispute.severity), at.is_none(), at, dispute.topic.clone(), dispute.why.clone())
    });
    let mut seen: BTreeSet<(DisputeKind, Vec<Vec<Passage>>)> = BTreeSet::new();
    found.retain(|dispute| {
        seen.insert((dispute.kind, dispute.sides.iter().map(|s| s.passages.clone()).collect()))
    });
    found
}

fn first_moment(chronology: &Chronology, dispute: &Dispute) -> Option<DateTime> {
    let claims = dispute.sides.iter().flat_map(|side| &side.claims);
    claims.filter_map(|ix| chronology.claim(*ix)?.when.earliest).min()
}

fn dispute(
    kind: DisputeKind,
    severity: Severity,
    topic: impl Into<String>,
    why: String,
    sides: Vec<Side>,
) -> Dispute {
    Dispute { kind, severity, topic: topic.into(), why, sides }
}

/// A side made of claims; their words are its words.
fn side(chronology: &Chronology, says: String, claims: impl IntoIterator<Item = ClaimIx>) -> Side {
    let claims: BTreeSet<ClaimIx> = claims.into_iter().collect();
    let passages: BTreeSet<Passage> =
        claims.iter().filter_map(|ix| Some(chronology.claim(*ix)?.passage.clone())).collect();
    Side { says, claims: claims.into_iter().collect(), passages: passages.into_iter().collect() }
}

/// Claims that it happened, and that it happens in general.
fn happened<'c>(chronology: &'c Chronology, event: &'c Event) -> impl Iterator<Item = (ClaimIx, &'c Claim)> {
    chronology
        .claims_of(event)
        .filter(|(_, claim)| claim.polarity == Polarity::Asserted)
        .filter(|(_, claim)| matches!(Stance::of(claim), Stance::Happened | Stance::General))
}

fn source(chronology: &Chronology, ix: ClaimIx) -> Option<&Source> {
    chronology.reading.sources.get(chronology.claim(ix)?.asserter.0)
}

fn entry(chronology: &Chronology, ix: ClaimIx) -> Option<&Entry> {
    chronology.reading.entries.get(chronology.claim(ix)?.entry.0)
}

/// The entry a claim stands in, or the one that its entry repeats.
fn text_of(chronology: &Chronology, ix: ClaimIx) -> Option<usize> {
    let claim = chronology.claim(ix)?;
    let entry = chronology.reading.entries.get(claim.entry.0)?;
    Some(entry.same_text_as.unwrap_or(claim.entry).0)
}

/// More than these are counted, not named.
const NAMED: usize = 3;

/// Names of those who make the claims, each once.
fn names(chronology: &Chronology, claims: &[ClaimIx]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in claims.iter().filter_map(|ix| source(chronology, *ix)).map(|source| source.name.as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let named = names.join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}

/// `Arrest, 5 Jan 2022 (the defence)`.
fn says(chronology: &Chronology, event: &Event, claims: &[ClaimIx]) -> String {
    let when = if event.when.is_unknown() { "undated".to_owned() } else { written_when(&event.when) };
    format!("{}, {when} ({})", event.kind.describe().label, names(chronology, claims))
}
