//! What a state promises in public against what the same text tells of its conduct.

use std::collections::BTreeMap;

use remand_reading::{About, Account, Claim, ClaimIx, EntryIx, Modality, Polarity, topic_words};

use super::{dispute, names, side};
use crate::event::Stance;
use crate::{Chronology, Dispute, DisputeKind, Severity};

/// Statements in which a state may promise something.
const STATEMENTS: [&str; 4] =
    ["foreign_statement", "government_response", "official_statement", "press_release"];
/// Conduct that belies openness, cooperation and respect for rules.
const BELIES: [&str; 8] = [
    "counsel_denied",
    "family_notified",
    "hearing_closed",
    "ill_treatment",
    "incommunicado",
    "medical_denied",
    "opinion_published",
    "secrecy_classification",
];

/// One dispute for each promise that its own text holds against what is done.
pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let account = |claim: &Claim| chronology.reading.account(claim.asserter);
    let mut promises: Vec<(ClaimIx, &Claim, Vec<String>)> = Vec::new();
    let mut conduct: BTreeMap<EntryIx, Vec<ClaimIx>> = BTreeMap::new();
    for (ix, claim) in chronology.events.iter().flat_map(|event| chronology.claims_of(event)) {
        let copy = chronology.reading.entries.get(claim.entry.0).is_some_and(|e| e.same_text_as.is_some());
        if copy || claim.about == About::Others || Stance::of(claim) != Stance::Happened {
            continue;
        }
        let kind = claim.kind.name();
        if STATEMENTS.contains(&kind) && account(claim) == Account::State {
            let words = promised(claim);
            if !words.is_empty() {
                promises.push((ix, claim, words));
            }
        } else if BELIES.contains(&kind)
            && account(claim) != Account::State
            && claim.modality == Modality::Stated
        {
            // That the family was not told belies; that it was does not.
            let belies = (claim.polarity == Polarity::Denied) == (kind == "family_notified");
            if belies && claim.polarity != Polarity::NotKnown {
                conduct.entry(claim.entry).or_default().push(ix);
            }
        }
    }
    promises
        .into_iter()
        .filter_map(|(ix, claim, words)| {
            let done = conduct.get(&claim.entry)?;
            let mut labels: Vec<String> = Vec::new();
            for claim in done.iter().filter_map(|ix| chronology.claim(*ix)) {
                let label = claim.kind.describe().label.to_lowercase();
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            let why = format!(
                "speaks of {}; the text that quotes it tells of {}",
                words.join(", "),
                labels.join(", ")
            );
            let sides = vec![
                side(chronology, format!("said ({})", names(chronology, &[ix])), [ix]),
                side(
                    chronology,
                    format!("done: {} ({})", labels.join(", "), names(chronology, done)),
                    done.clone(),
                ),
            ];
            let topic = format!("Words and conduct: {}", words.join(", "));
            Some(dispute(DisputeKind::StatementAgainstConduct, Severity::Low, topic, why, sides))
        })
        .collect()
}

/// The words of promise in what is affirmed.
fn promised(claim: &Claim) -> Vec<String> {
    let affirmed = claim.roles.iter().filter(|role| role.role == "affirms");
    let words = affirmed.flat_map(|role| role.text.split(|c: char| !c.is_alphanumeric()));
    let mut promised: Vec<String> = Vec::new();
    for word in words.map(str::to_lowercase).filter(|word| topic_words().is_pledge(word)) {
        if !promised.contains(&word) {
            promised.push(word);
        }
    }
    promised
}
