//! Numbers, doers, kinds of counsel, lengths and glosses that differ.

use std::collections::{BTreeMap, BTreeSet};

use remand_reading::{About, Citation, Claim, ClaimIx, Passage, Polarity, Quantity};
use remand_timex::{Amount, Precision, Unit};

use super::{dispute, names, side, text_of};
use crate::arithmetic::{days_between, later, plural, written_amount};
use crate::event::Stance;
use crate::words::{content_words, is_name, same_name};
use crate::{Chronology, Dispute, DisputeKind, Event, Severity, Side};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut found = numbers(chronology);
    found.extend(chronology.events.iter().filter_map(|event| doers(chronology, event)));
    found.extend(counsel(chronology));
    found.extend(lengths(chronology));
    found.extend(glosses(chronology));
    found
}

fn happened<'c>(chronology: &'c Chronology, event: &'c Event) -> impl Iterator<Item = (ClaimIx, &'c Claim)> {
    chronology
        .claims_of(event)
        .filter(|(_, claim)| claim.polarity == Polarity::Asserted)
        .filter(|(_, claim)| matches!(Stance::of(claim), Stance::Happened | Stance::General))
}

/// Two numbers further apart than this are of different things.
const SAME_MEASURE: u64 = 2;

/// Different numbers for one toll.
fn numbers(chronology: &Chronology) -> Vec<Dispute> {
    let mut found = Vec::new();
    for kind in ["death_toll", "detention_toll", "referendum"] {
        let claims: Vec<(ClaimIx, &Claim, &Quantity)> = chronology
            .events
            .iter()
            .filter(|event| event.kind.name() == kind)
            .flat_map(|event| happened(chronology, event))
            .filter_map(|(ix, claim)| Some((ix, claim, claim.quantity.as_ref()?)))
            .collect();
        let mut sides: BTreeMap<(Option<u64>, Option<u64>), Vec<ClaimIx>> = BTreeMap::new();
        for (ix, claim, quantity) in &claims {
            let differs = claims.iter().any(|(other_ix, other, other_quantity)| {
                text_of(chronology, *ix) != text_of(chronology, *other_ix)
                    && claim.about == other.about
                    && same_cause(claim, other)
                    && differ(quantity, other_quantity)
            });
            if differs {
                sides.entry((quantity.least, quantity.most)).or_default().push(*ix);
            }
        }
        if sides.len() < 2 {
            continue;
        }
        let label = claims.first().map(|(_, c, _)| c.kind.describe().label.as_str()).unwrap_or_default();
        let numbers: Vec<String> = sides.keys().map(|(least, most)| written_number(*least, *most)).collect();
        let why = format!("the numbers exclude each other: {}", numbers.join(", "));
        let sides: Vec<Side> = sides
            .into_iter()
            .map(|((least, most), claims)| {
                let says = format!("{} ({})", written_number(least, most), names(chronology, &claims));
                side(chronology, says, claims)
            })
            .collect();
        found.push(dispute(DisputeKind::Tension, Severity::Low, label, why, sides));
    }
    found
}

fn same_cause(a: &Claim, b: &Claim) -> bool {
    let words = |claim: &Claim| -> BTreeSet<String> {
        let roles = claim.roles.iter().filter(|r| ["cause", "manner"].contains(&r.role.as_str()));
        roles.flat_map(|r| content_words(&r.text)).collect()
    };
    let (a, b) = (words(a), words(b));
    a.is_empty() == b.is_empty() && (a.is_empty() || !a.is_disjoint(&b))
}

/// No number fits both, and they are near enough to be counts of one thing.
fn differ(a: &Quantity, b: &Quantity) -> bool {
    let above =
        |least: Option<u64>, most: Option<u64>| least.zip(most).is_some_and(|(least, most)| least > most);
    let size = |q: &Quantity| q.least.or(q.most).unwrap_or(0);
    let (small, large) = (size(a).min(size(b)), size(a).max(size(b)));
    (above(a.least, b.most) || above(b.least, a.most)) && large <= small.saturating_mul(SAME_MEASURE)
}

fn written_number(least: Option<u64>, most: Option<u64>) -> String {
    match (least, most) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("{a} or more"),
        (None, Some(b)) => format!("{b} or fewer"),
        (None, None) => "no number".to_owned(),
    }
}

/// Different bodies are named as the doer of one act.
fn doers(chronology: &Chronology, event: &Event) -> Option<Dispute> {
    let role = match event.kind.name() {
        "arrest" | "ill_treatment" => "by",
        "court_sanction" | "detention_extension" | "verdict" => "court",
        _ => return None,
    };
    let mut groups: Vec<(&str, Vec<ClaimIx>)> = Vec::new();
    let mut unnamed: BTreeMap<&str, Vec<ClaimIx>> = BTreeMap::new();
    for (ix, claim) in happened(chronology, event) {
        for filler in claim.roles.iter().filter(|r| r.role == role) {
            if !is_name(&filler.text) {
                unnamed.entry(&filler.text).or_default().push(ix);
                continue;
            }
            match groups.iter_mut().find(|(name, _)| same_name(name, &filler.text)) {
                Some((_, claims)) => claims.push(ix),
                None => groups.push((&filler.text, vec![ix])),
            }
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let label = event.kind.describe().label.to_lowercase();
    let named: Vec<&str> = groups.iter().map(|(name, _)| *name).collect();
    let why = format!("one act, and different bodies are named for it: {}", named.join("; "));
    let all = groups.into_iter().chain(unnamed);
    let sides = all
        .map(|(name, claims)| side(chronology, format!("{name} ({})", names(chronology, &claims)), claims));
    let severity = Severity::Medium;
    Some(dispute(DisputeKind::Tension, severity, format!("Who: {label}"), why, sides.collect()))
}

/// Words for a lawyer: what is left of a phrase without them says which one.
const LAWYER: [&str; 10] =
    ["advoca", "attorn", "barris", "counse", "defenc", "defend", "lawyer", "legal", "адвока", "защитн"];

/// Words for a lawyer whom the state provides: with one, somebody was there.
const APPOINTED: [&str; 4] = ["appoin", "assign", "назнач", "offici"];

/// What was refused as to counsel is told in different ways.
fn counsel(chronology: &Chronology) -> Option<Dispute> {
    let mut groups: Vec<(BTreeSet<String>, String, Vec<ClaimIx>)> = Vec::new();
    let of_counsel = |event: &&Event| {
        ["counsel_access", "counsel_denied"].contains(&event.kind.name())
            && chronology.about(event) == About::Subject
    };
    for event in chronology.events.iter().filter(of_counsel) {
        for (ix, claim) in chronology.claims_of(event).filter(|(_, c)| Stance::of(c) == Stance::Happened) {
            let fillers: Vec<&str> =
                claim.roles.iter().filter(|r| r.role == "counsel").map(|r| r.text.as_str()).collect();
            let mut words: BTreeSet<String> = fillers.iter().flat_map(|text| content_words(text)).collect();
            words.retain(|word| !LAWYER.contains(&word.as_str()));
            let shared = |other: &BTreeSet<String>| {
                other.is_empty() && words.is_empty()
                    || other.iter().any(|a| words.iter().any(|b| alike(a, b)))
            };
            match groups.iter_mut().find(|(other, ..)| shared(other)) {
                Some((_, _, claims)) => claims.push(ix),
                None => {
                    let text = if fillers.is_empty() { "counsel".to_owned() } else { fillers.join(", ") };
                    groups.push((words, text, vec![ix]));
                }
            }
        }
    }
    let texts: BTreeSet<_> =
        groups.iter().flat_map(|(_, _, claims)| claims).filter_map(|ix| text_of(chronology, *ix)).collect();
    let told = groups.iter().filter(|(words, ..)| !words.is_empty()).count();
    let appointed =
        groups.iter().any(|(words, ..)| words.iter().any(|word| APPOINTED.contains(&word.as_str())));
    // A bare "no lawyer" beside one fuller telling is the shorter form of it, unless that tells of a lawyer there was.
    if groups.len() < 2 || texts.len() < 2 || told < 2 && !appointed {
        return None;
    }
    let which: Vec<&str> = groups.iter().map(|(_, text, _)| text.as_str()).collect();
    let why = format!(
        "compatible if one kind of counsel was there and another was refused; told of {}",
        which.join("; ")
    );
    let sides = groups.iter().map(|(_, text, claims)| {
        side(chronology, format!("{text} ({})", names(chronology, claims)), claims.iter().copied())
    });
    Some(dispute(DisputeKind::Tension, Severity::Medium, "Counsel", why, sides.collect()))
}

/// One begins as the other does: `choice` and `chosen` are told apart, `appoin` and `appointed` are not.
fn alike(a: &str, b: &str) -> bool {
    a == b || a.chars().take(3).eq(b.chars().take(3)) && a.chars().count() > 3 && b.chars().count() > 3
}

/// Different lengths for one condition of custody.
fn lengths(chronology: &Chronology) -> Vec<Dispute> {
    let mut found = Vec::new();
    for kind in ["hospitalisation", "incommunicado"] {
        let claims: Vec<(ClaimIx, &Claim)> = chronology
            .events
            .iter()
            .filter(|event| event.kind.name() == kind && chronology.about(event) == About::Subject)
            .flat_map(|event| happened(chronology, event))
            .collect();
        let mut told: Vec<(&Amount, ClaimIx, &Passage)> = Vec::new();
        for stated in &chronology.reading.durations {
            let of =
                claims.iter().find(|(_, c)| c.entry == stated.entry && c.passage.overlaps(&stated.passage));
            told.extend(of.map(|(ix, _)| (&stated.amount, *ix, &stated.passage)));
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
        let label = claims.first().map(|(_, c)| c.kind.describe().label.as_str()).unwrap_or_default();
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

/// One provision, cited by different texts with glosses of different words.
fn glosses(chronology: &Chronology) -> Vec<Dispute> {
    let mut by_norm: BTreeMap<&str, Vec<(&Citation, &Passage)>> = BTreeMap::new();
    for citation in &chronology.reading.citations {
        let copy = chronology.reading.entries.get(citation.entry.0).is_some_and(|e| e.same_text_as.is_some());
        if let Some(gloss) = citation.gloss.as_ref().filter(|_| !copy) {
            by_norm.entry(&citation.norm).or_default().push((citation, gloss));
        }
    }
    let mut found = Vec::new();
    for (norm, cited) in by_norm {
        // Without the words at hand, length tells two glosses apart.
        let mut told: BTreeMap<usize, (&Citation, &Passage)> = BTreeMap::new();
        for (citation, gloss) in &cited {
            told.entry(gloss.range().len()).or_insert((citation, gloss));
        }
        let entries: BTreeSet<_> = told.values().map(|(citation, _)| citation.entry).collect();
        if told.len() < 2 || entries.len() < 2 {
            continue;
        }
        let mut ordered: Vec<_> = told.into_values().collect();
        ordered.sort_by_key(|(citation, _)| &citation.passage);
        let sides = ordered
            .into_iter()
            .map(|(citation, gloss)| Side {
                says: format!("{norm}, as this text puts it"),
                claims: Vec::new(),
                passages: vec![citation.passage.clone(), gloss.clone()],
            })
            .collect();
        let why = "one provision is put in different words; compare them with its own".to_owned();
        found.push(dispute(DisputeKind::Tension, Severity::Low, format!("What {norm} says"), why, sides));
    }
    found
}
