//! Who did it, where, and before which court: names for one act that are not of one bearer.

use std::collections::BTreeMap;

use remand_reading::{About, Basis, ClaimIx};

use super::{dispute, happened, names, side};
use crate::party::{Likeness, Parties};
use crate::{Chronology, Dispute, DisputeKind, Event, Severity};

/// Acts with one doer.
const DONE_BY: [&str; 5] = ["arrest", "charge", "ill_treatment", "interrogation", "release"];
/// Steps of one trial.
const TRIAL: [&str; 4] = ["transfer_to_court", "trial_start", "verdict", "sentence"];
/// Acts that one party brings before a body.
const BROUGHT: [&str; 3] = ["appeal", "detention_challenge", "petition_filed"];

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let parties = Parties::of(&chronology.reading);
    let mut found = Vec::new();
    for event in &chronology.events {
        let kind = event.kind.name();
        if chronology.about(event) == About::Others {
            continue;
        }
        let label = event.kind.describe().label.to_lowercase();
        if DONE_BY.contains(&kind) {
            found.extend(differ(chronology, &parties, &[event], "by", &format!("Who: {label}")));
        }
        if event.kind.describe().orders {
            found.extend(differ(chronology, &parties, &[event], "court", &format!("Which court: {label}")));
        }
        for role in ["place", "to"] {
            found.extend(differ(chronology, &parties, &[event], role, &format!("Where: {label}")));
        }
    }
    let trial: Vec<&Event> = of_kinds(chronology, &TRIAL);
    found.extend(differ(chronology, &parties, &trial, "court", "Which court: the trial"));
    for kind in BROUGHT {
        found.extend(one_or_several(chronology, &parties, kind));
    }
    found
}

fn of_kinds<'c>(chronology: &'c Chronology, kinds: &[&str]) -> Vec<&'c Event> {
    let events = chronology.events.iter().filter(|event| kinds.contains(&event.kind.name()));
    events.filter(|event| chronology.about(event) == About::Subject && chronology.happened(event)).collect()
}

/// Names that more ways than these are told by are not held against each other.
const NAMES: usize = 24;

/// Names in one role, each with the claims that give it.
struct Named<'c> {
    name: &'c str,
    claims: Vec<ClaimIx>,
}

fn named<'c>(
    chronology: &'c Chronology,
    parties: &Parties<'_>,
    events: &[&'c Event],
    role: &str,
) -> Vec<Named<'c>> {
    let mut by_text: BTreeMap<&str, Vec<ClaimIx>> = BTreeMap::new();
    for (ix, claim) in events.iter().flat_map(|event| happened(chronology, event)) {
        for filler in claim.roles.iter().filter(|r| r.role == role) {
            by_text.entry(&filler.text).or_default().push(ix);
        }
    }
    let mut texts: Vec<(&str, Vec<ClaimIx>)> = by_text.into_iter().collect();
    texts.sort_by_key(|(_, claims)| claims.first().copied());
    let mut groups: Vec<Named<'c>> = Vec::new();
    for (text, claims) in texts {
        let same = groups.iter().position(|group| parties.like(group.name, text) == Likeness::Same);
        if let Some(group) = same.and_then(|at| groups.get_mut(at)) {
            group.claims.extend(claims);
        } else if groups.len() < NAMES {
            groups.push(Named { name: text, claims });
        }
    }
    groups
}

fn differ(
    chronology: &Chronology,
    parties: &Parties<'_>,
    events: &[&Event],
    role: &str,
    topic: &str,
) -> Option<Dispute> {
    let groups = named(chronology, parties, events, role);
    let excludes = |a: &Named<'_>, b: &Named<'_>| match role {
        "place" | "to" => parties.other_place(a.name, b.name),
        _ => parties.like(a.name, b.name) == Likeness::Different,
    };
    let against: Vec<&Named<'_>> = groups.iter().filter(|a| groups.iter().any(|b| excludes(a, b))).collect();
    if against.len() < 2 {
        return None;
    }
    let told: Vec<&str> = against.iter().map(|group| group.name).collect();
    let why = format!("one act, and different names are given: {}", told.join("; "));
    // Those who name nobody in particular stand beside the names.
    let described =
        groups.iter().filter(|group| role == "by" && !against.iter().any(|a| a.name == group.name));
    let sides = against.iter().copied().chain(described).map(|group| {
        side(
            chronology,
            format!("{} ({})", group.name, names(chronology, &group.claims)),
            group.claims.clone(),
        )
    });
    Some(dispute(DisputeKind::Tension, Severity::Medium, topic, why, sides.collect()))
}

/// Different people are named for what may be one act or several, because nobody dates it.
fn one_or_several(chronology: &Chronology, parties: &Parties<'_>, kind: &str) -> Option<Dispute> {
    let events = of_kinds(chronology, &[kind]);
    let open: Vec<&Event> = events
        .into_iter()
        .filter(|event| chronology.claims_of(event).all(|(_, claim)| claim.basis != Basis::Stated))
        .collect();
    let mut groups = named(chronology, parties, &open, "by");
    groups.retain(|group| parties.is_named(group.name));
    if groups.len() < 2 {
        return None;
    }
    let label = open.first()?.kind.describe().label.to_lowercase();
    let told: Vec<&str> = groups.iter().map(|group| group.name).collect();
    let why = format!("nobody dates it, so it may be one act or several; by {}", told.join("; by "));
    let sides = groups.iter().map(|group| {
        side(
            chronology,
            format!("{} ({})", group.name, names(chronology, &group.claims)),
            group.claims.clone(),
        )
    });
    Some(dispute(DisputeKind::Tension, Severity::Low, format!("Who: {label}"), why, sides.collect()))
}
