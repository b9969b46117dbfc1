//! What was refused as to counsel, told in different ways.

use std::collections::BTreeSet;

use remand_reading::{About, Claim, ClaimIx, topic_words};

use super::{dispute, names, side, text_of};
use crate::event::Stance;
use crate::{Chronology, Dispute, DisputeKind, Event, Severity};

/// More ways of telling than this are one way: nobody reads a longer list.
const WAYS: usize = 12;

/// The kind of counsel that phrases tell of, in whatever language; their own words where they are of no known kind. A
/// name tells which lawyer, not which kind of one.
fn kinds(phrases: &[&str]) -> BTreeSet<String> {
    let words = || phrases.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let known: BTreeSet<String> =
        words().filter_map(|word| topic_words().counsel(&word.to_lowercase())).map(str::to_owned).collect();
    if !known.is_empty() {
        return known;
    }
    let says = |word: &&str| {
        let lower = word.to_lowercase();
        word.chars().count() > 3
            && !word.starts_with(char::is_uppercase)
            && !topic_words().is_small(&lower)
            && !topic_words().is_lawyer(&lower)
    };
    words().filter(says).map(|word| word.to_lowercase().chars().take(6).collect()).collect()
}

/// One way of telling.
struct Way<'c> {
    words: BTreeSet<String>,
    text: String,
    claims: Vec<(ClaimIx, &'c Claim)>,
}

/// Both tell which kind of counsel they speak of, and not of one: the one may have been there and the other refused.
pub(super) fn of_other_kinds(a: &Claim, b: &Claim) -> bool {
    let known = |claim: &Claim| -> BTreeSet<String> {
        let phrases = claim.roles.iter().filter(|r| r.role == "counsel");
        kinds(&phrases.map(|r| r.text.as_str()).collect::<Vec<_>>())
    };
    let (a, b) = (known(a), known(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

pub(super) fn find(chronology: &Chronology) -> Option<Dispute> {
    let mut ways: Vec<Way<'_>> = Vec::new();
    let of_counsel = |event: &&Event| {
        ["counsel_access", "counsel_denied"].contains(&event.kind.name())
            && chronology.about(event) == About::Subject
    };
    for event in chronology.events.iter().filter(of_counsel) {
        for (ix, claim) in chronology.claims_of(event).filter(|(_, c)| Stance::of(c) == Stance::Happened) {
            let phrases: Vec<&str> =
                claim.roles.iter().filter(|r| r.role == "counsel").map(|r| r.text.as_str()).collect();
            let words = kinds(&phrases);
            let shared =
                |way: &Way<'_>| way.words.is_empty() && words.is_empty() || !way.words.is_disjoint(&words);
            let same = ways.iter().position(shared);
            if let Some(way) = same.and_then(|at| ways.get_mut(at)) {
                way.claims.push((ix, claim));
            } else if ways.len() < WAYS {
                let text = if phrases.is_empty() { "counsel".to_owned() } else { phrases.join(", ") };
                ways.push(Way { words, text, claims: vec![(ix, claim)] });
            }
        }
    }
    let claims = || ways.iter().flat_map(|way| &way.claims);
    let texts: BTreeSet<_> = claims().filter_map(|(ix, _)| text_of(chronology, *ix)).collect();
    let told = ways.iter().filter(|way| !way.words.is_empty()).count();
    let appointed = ways.iter().any(|way| way.words.contains("appointed"));
    // A bare "no lawyer" beside one fuller telling is the shorter form of it, unless that tells of a lawyer there was.
    if ways.len() < 2 || texts.len() < 2 || told < 2 && !appointed {
        return None;
    }
    let which: Vec<&str> = ways.iter().map(|way| way.text.as_str()).collect();
    let why = format!(
        "compatible if one kind of counsel was there and another was refused; told of {}",
        which.join("; ")
    );
    let sides = ways.iter().map(|way| {
        let claims: Vec<ClaimIx> = way.claims.iter().map(|(ix, _)| *ix).collect();
        side(chronology, format!("{} ({})", way.text, names(chronology, &claims)), claims)
    });
    Some(dispute(DisputeKind::Tension, Severity::Medium, "Counsel", why, sides.collect()))
}
