//! What different texts say that a provision, or a charge, is about.

use std::collections::{BTreeMap, BTreeSet};

use remand_reading::{About, Citation, Claim, ClaimIx, EntryIx, Passage};

use super::{dispute, happened, names, side};
use crate::words::content_words;
use crate::{Chronology, Dispute, DisputeKind, Severity, Side};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut found = glosses(chronology);
    found.extend(meanings(chronology));
    found
}

fn role<'c>(claim: &'c Claim, name: &str) -> Option<&'c str> {
    claim.roles.iter().find(|role| role.role == name).map(|role| role.text.as_str())
}

/// A text gives an offence a meaning in which no word of the offence is left.
fn meanings(chronology: &Chronology) -> Vec<Dispute> {
    let charges = || {
        chronology
            .events
            .iter()
            .filter(|e| {
                ["charge", "indictment"].contains(&e.kind.name()) && chronology.about(e) != About::Others
            })
            .flat_map(|event| happened(chronology, event))
    };
    let mut glosses: BTreeMap<EntryIx, Vec<&Passage>> = BTreeMap::new();
    for citation in &chronology.reading.citations {
        glosses.entry(citation.entry).or_default().extend(&citation.gloss);
    }
    let mut found = Vec::new();
    for (ix, claim) in charges() {
        let Some((offence, meaning)) = role(claim, "offence").zip(role(claim, "meaning")) else { continue };
        let words = content_words(offence);
        if words.is_empty() || !words.is_disjoint(&content_words(meaning)) {
            continue;
        }
        let copy = chronology.reading.entries.get(claim.entry.0).is_some_and(|e| e.same_text_as.is_some());
        let of_claim = glosses.get(&claim.entry).into_iter().flatten();
        let told: Vec<Passage> =
            of_claim.filter(|gloss| gloss.overlaps(&claim.passage)).map(|g| (*g).clone()).collect();
        if copy || told.is_empty() {
            continue;
        }
        let named: Vec<ClaimIx> = charges()
            .filter(|(_, c)| role(c, "offence").is_some_and(|o| !content_words(o).is_disjoint(&words)))
            .map(|(ix, _)| ix)
            .collect();
        let says = format!("{offence} ({})", names(chronology, &named));
        let sides = vec![
            side(chronology, says, named),
            Side {
                says: format!("{meaning} ({})", names(chronology, &[ix])),
                claims: Vec::new(),
                passages: told,
            },
        ];
        let why =
            format!("one provision is told as {offence} and as {meaning}; compare both with its own words");
        found.push(dispute(DisputeKind::Tension, Severity::Medium, "What the charge says", why, sides));
    }
    found
}

/// One provision, cited by different texts with glosses of different words.
fn glosses(chronology: &Chronology) -> Vec<Dispute> {
    let mut by_norm: BTreeMap<String, Vec<(&Citation, &Passage)>> = BTreeMap::new();
    for citation in &chronology.reading.citations {
        let copy = chronology.reading.entries.get(citation.entry.0).is_some_and(|e| e.same_text_as.is_some());
        if let Some(gloss) = citation.gloss.as_ref().filter(|_| !copy) {
            by_norm.entry(citation.norm.to_lowercase()).or_default().push((citation, gloss));
        }
    }
    let mut found = Vec::new();
    for cited in by_norm.into_values() {
        let Some(norm) = cited.first().map(|(citation, _)| citation.norm.as_str()) else { continue };
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
