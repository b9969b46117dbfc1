//! Statements that a later state of affairs replaced: plans that came otherwise, and what was not known and then told.

use std::collections::BTreeMap;

use remand_reading::{About, ClaimIx, EventKind, Polarity};

use super::{dispute, entry, names, says, side};
use crate::arithmetic::{days_between, plural, written, written_when};
use crate::event::{Stance, dated};
use crate::join::ORDERS;
use crate::{Chronology, Dispute, DisputeKind, Event, Severity};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut told: BTreeMap<EventKind, Vec<&Event>> = BTreeMap::new();
    let mut planned: Vec<&Event> = Vec::new();
    let mut not_known: Vec<&Event> = Vec::new();
    for event in chronology.events.iter().filter(|event| chronology.about(event) == About::Subject) {
        let stance = chronology.claims_of(event).next().map(|(_, claim)| Stance::of(claim));
        match stance {
            Some(Stance::Happened) if chronology.happened(event) => {
                told.entry(event.kind).or_default().push(event)
            }
            Some(Stance::Planned) => planned.push(event),
            // What nobody knows of orders is held against their terms.
            Some(Stance::NotKnown) if !ORDERS.contains(&event.kind.name()) => not_known.push(event),
            _ => {}
        }
    }
    // Of several, which one was meant is not known.
    let only = |kind: EventKind| match told.get(&kind).map(Vec::as_slice) {
        Some([one]) => Some(*one),
        _ => None,
    };
    let mut found: Vec<Dispute> =
        planned.into_iter().filter_map(|plan| otherwise(chronology, plan, only(plan.kind)?)).collect();
    found.extend(not_known.into_iter().filter_map(|asked| answered(chronology, asked, only(asked.kind)?)));
    found
}

/// Something was to happen on one day and happened on another, or was to be of one length and was of another.
fn otherwise(chronology: &Chronology, plan: &Event, done: &Event) -> Option<Dispute> {
    let label = plan.kind.describe().label.to_lowercase();
    let of_plan: Vec<ClaimIx> = plan.claims.clone();
    let day = chronology.claims_of(plan).any(|(_, c)| dated(c))
        && !chronology.dating_claims(done).is_empty()
        && plan.kind.describe().once
        && !plan.when.meets(&done.when);
    let length = |event: &Event| event.term.as_ref().and_then(|term| term.length.clone());
    let lengths = length(plan).zip(length(done)).filter(|(a, b)| a != b);
    let why = if day {
        let apart = plan.when.first_day().zip(done.when.first_day());
        let apart = apart.map(|(a, b)| format!(", {} apart", plural(days_between(a, b).abs(), "day")));
        format!(
            "planned for {}, told as done {}{}",
            written_when(&plan.when),
            written_when(&done.when),
            apart.unwrap_or_default()
        )
    } else {
        let (planned, given) = lengths?;
        format!("announced as {planned}, told as {given}")
    };
    let sides = vec![
        side(chronology, format!("planned: {}", says(chronology, plan, &of_plan)), of_plan),
        side(chronology, says(chronology, done, &done.claims), done.claims.iter().copied()),
    ];
    // Who foretold the length of a sentence had it before the court did.
    let severity = if day { Severity::Low } else { Severity::Medium };
    Some(dispute(DisputeKind::Superseded, severity, format!("Planned and done: {label}"), why, sides))
}

/// A text says that something is not known, and a later one tells it.
fn answered(chronology: &Chronology, asked: &Event, told: &Event) -> Option<Dispute> {
    let day = |ix: &ClaimIx| entry(chronology, *ix)?.published.last_day();
    let last = asked.claims.iter().filter_map(day).max()?;
    let known = told.known_since.first_day().filter(|known| *known > last)?;
    let (claims, label) = (asked.claims.clone(), told.kind.describe().label.to_lowercase());
    let answers: Vec<ClaimIx> = chronology
        .claims_of(told)
        .filter(|(_, claim)| claim.polarity == Polarity::Asserted)
        .map(|(ix, _)| ix)
        .collect();
    let why = format!("not known to a text of {} or before; told since {}", written(last), written(known));
    let sides = vec![
        side(chronology, format!("not known ({})", names(chronology, &claims)), claims),
        side(chronology, says(chronology, told, &answers), answers),
    ];
    Some(dispute(
        DisputeKind::Superseded,
        Severity::Low,
        format!("Not known and then told: {label}"),
        why,
        sides,
    ))
}
