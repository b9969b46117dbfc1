//! What one source affirms and another denies.

use std::collections::{BTreeMap, BTreeSet};

use remand_reading::{About, Account, Claim, ClaimIx, Polarity};

use super::counsel::of_other_kinds;
use super::{dispute, names, side, source, text_of};
use crate::arithmetic::{days_between, plural, written_when};
use crate::event::{Stance, dated};
use crate::join::ORDERS;
use crate::words::content_words;
use crate::{Chronology, Dispute, DisputeKind, Event, Severity};

pub(super) fn find(chronology: &Chronology) -> Vec<Dispute> {
    let mut found: Vec<Dispute> =
        chronology.events.iter().filter_map(|event| denied(chronology, event)).collect();
    found.extend(counsel(chronology));
    found.extend(statements(chronology));
    found
}

/// Conditions that last: claims of them meet even where no day is given.
const LASTING: [&str; 6] =
    ["counsel_access", "counsel_denied", "ill_treatment", "incommunicado", "medical_denied", "solitary"];

/// Kinds on which the state's word against the defence's decides a finding.
const GRAVE: [&str; 9] = [
    "appearance_before_judge",
    "arrest",
    "counsel_access",
    "counsel_denied",
    "family_notified",
    "ill_treatment",
    "incommunicado",
    "medical_denied",
    "solitary",
];

fn denied(chronology: &Chronology, event: &Event) -> Option<Dispute> {
    let kind = event.kind.name();
    if chronology.about(event) != About::Subject || ORDERS.contains(&kind) || kind == "detention_expiry" {
        return None;
    }
    let of = |polarity: Polarity| -> Vec<(ClaimIx, &Claim)> {
        let claims = chronology.claims_of(event);
        claims.filter(|(_, c)| c.polarity == polarity && Stance::of(c) == Stance::Happened).collect()
    };
    let (yes, no) = (of(Polarity::Asserted), of(Polarity::Denied));
    let lasting = LASTING.contains(&kind);
    let against = |(a, yes): &(ClaimIx, &Claim), (b, no): &(ClaimIx, &Claim)| {
        let apart = yes.asserter != no.asserter || text_of(chronology, *a) != text_of(chronology, *b);
        apart && (lasting || dated(yes) && dated(no)) && yes.when.meets(&no.when)
    };
    let yes_side: Vec<ClaimIx> =
        yes.iter().filter(|y| no.iter().any(|n| against(y, n))).map(|(ix, _)| *ix).collect();
    let no_side: Vec<ClaimIx> =
        no.iter().filter(|n| yes.iter().any(|y| against(y, n))).map(|(ix, _)| *ix).collect();
    conflict(chronology, kind, &event.kind.describe().label, yes_side, no_side)
}

/// Access to counsel on the one side, refusal on the other.
fn counsel(chronology: &Chronology) -> Option<Dispute> {
    let claims = |kind: &str, account: fn(Account) -> bool| -> Vec<(ClaimIx, &Claim)> {
        chronology
            .events
            .iter()
            .filter(|event| event.kind.name() == kind && chronology.about(event) == About::Subject)
            .flat_map(|event| chronology.claims_of(event))
            .filter(|(ix, c)| {
                c.polarity == Polarity::Asserted
                    && Stance::of(c) == Stance::Happened
                    && source(chronology, *ix).is_some_and(|s| account(s.account))
            })
            .collect()
    };
    let had = claims("counsel_access", |account| account == Account::State);
    let refused = claims("counsel_denied", |account| account != Account::State);
    let meets = |a: &Claim, b: &Claim| a.when.meets(&b.when) && !of_other_kinds(a, b);
    let had_side =
        had.iter().filter(|(_, a)| refused.iter().any(|(_, b)| meets(a, b))).map(|(ix, _)| *ix).collect();
    let refused_side =
        refused.iter().filter(|(_, b)| had.iter().any(|(_, a)| meets(a, b))).map(|(ix, _)| *ix).collect();
    conflict(chronology, "counsel_access", "Access to counsel", had_side, refused_side)
}

fn conflict(
    chronology: &Chronology,
    kind: &str,
    label: &str,
    yes: Vec<ClaimIx>,
    no: Vec<ClaimIx>,
) -> Option<Dispute> {
    if yes.is_empty() || no.is_empty() {
        return None;
    }
    let accounts = |claims: &[ClaimIx]| -> Vec<Account> {
        claims.iter().filter_map(|ix| source(chronology, *ix)).map(|s| s.account).collect()
    };
    let asserter = |ix: &ClaimIx| chronology.claim(*ix).map(|c| c.asserter);
    let one_source = yes.iter().all(|y| no.iter().all(|n| asserter(y) == asserter(n)));
    let (a, b) = (accounts(&yes), accounts(&no));
    let state = |accounts: &[Account]| accounts.contains(&Account::State);
    let defence = |accounts: &[Account]| accounts.contains(&Account::Defence);
    let state_against_state = state(&a) && state(&b);
    let state_against_defence = state(&a) && defence(&b) || defence(&a) && state(&b);
    let grave = !one_source && (state_against_state || state_against_defence && GRAVE.contains(&kind));
    let kind = if one_source { DisputeKind::Contradiction } else { DisputeKind::SourceConflict };
    let severity = if grave { Severity::High } else { Severity::Medium };
    let why = format!("{} says so, {} says the opposite", names(chronology, &yes), names(chronology, &no));
    let sides = vec![
        side(chronology, format!("{label}: yes ({})", names(chronology, &yes)), yes),
        side(chronology, format!("{label}: no ({})", names(chronology, &no)), no),
    ];
    Some(dispute(kind, severity, label.to_owned(), why, sides))
}

/// Roles in which reading hands over what a speaker affirms or denies.
const AFFIRMS: &str = "affirms";
const DENIES: &str = "denies";
/// Two statements speak of one matter when they share this many content words.
const SHARED_WORDS: usize = 2;

const STATEMENTS: [&str; 4] =
    ["foreign_statement", "official_statement", "press_release", "statement_of_guilt"];

/// Words of more statements than this share, in percent, say nothing of what a statement is about.
const COMMON: usize = 15;
/// Fewer statements than this are too few to tell.
const FEW: usize = 3;

fn common_words(topics: impl Iterator<Item = Vec<String>>) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut statements = 0;
    for words in topics {
        statements += 1;
        for word in words.into_iter().collect::<BTreeSet<_>>() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let most = FEW.max(statements * COMMON / 100);
    counts.into_iter().filter(|(_, count)| *count > most).map(|(word, _)| word).collect()
}

/// What an official body says against what another says, where their words meet.
fn statements(chronology: &Chronology) -> Vec<Dispute> {
    let all: Vec<(ClaimIx, &Claim)> = chronology
        .events
        .iter()
        .filter(|event| STATEMENTS.contains(&event.kind.name()))
        .flat_map(|event| chronology.claims_of(event))
        .filter(|(_, claim)| Stance::of(claim) == Stance::Happened)
        .collect();
    let topic = |claim: &Claim| -> Vec<String> {
        let roles = claim.roles.iter().filter(|r| [AFFIRMS, DENIES].contains(&r.role.as_str()));
        roles.flat_map(|r| content_words(&r.text)).collect()
    };
    let mut common = common_words(all.iter().map(|(_, claim)| topic(claim)));
    // Of whom they speak, and who speaks (below), is not what they speak of.
    common.extend(
        chronology.reading.subject.iter().flat_map(|s| &s.variants).flat_map(|name| content_words(name)),
    );
    let topic = |claim: &Claim| -> Vec<String> {
        topic(claim)
            .into_iter()
            .filter(|word| !common.contains(word) && !word.starts_with(|c: char| c.is_ascii_digit()))
            .collect()
    };
    let says = |claim: &Claim, role: &str| claim.roles.iter().any(|r| r.role == role);
    let official = |ix: ClaimIx| source(chronology, ix).is_some_and(|s| s.account == Account::State);
    let mut found = Vec::new();
    for (no_ix, no) in all.iter().filter(|(ix, c)| says(c, DENIES) && official(*ix)) {
        let speaker: BTreeSet<String> = source(chronology, *no_ix)
            .map(|s| s.variants.iter().flat_map(|name| content_words(name)).collect())
            .unwrap_or_default();
        let words: Vec<String> = topic(no).into_iter().filter(|word| !speaker.contains(word)).collect();
        let affirming: Vec<(ClaimIx, &Claim)> = all
            .iter()
            .filter(|(_, c)| says(c, AFFIRMS) && c.asserter != no.asserter && !asks(c))
            .filter(|(_, c)| topic(c).iter().filter(|word| words.contains(word)).count() >= SHARED_WORDS)
            .copied()
            .collect();
        if !affirming.iter().any(|(ix, _)| official(*ix)) {
            continue;
        }
        let yes: Vec<ClaimIx> = affirming.iter().map(|(ix, _)| *ix).collect();
        let shared: Vec<String> =
            words.into_iter().filter(|word| affirming.iter().any(|(_, c)| topic(c).contains(word))).collect();
        let matter = as_said(no, &shared);
        let apart = affirming
            .iter()
            .filter_map(|(_, c)| Some(days_between(c.when.only_day()?, no.when.only_day()?)))
            .max_by_key(|days| days.abs())
            .map(|days| format!(", {} apart", plural(days.abs(), "day")))
            .unwrap_or_default();
        let why = format!(
            "affirmed by {}, denied by {}{apart}; both speak of {}",
            names(chronology, &yes),
            names(chronology, &[*no_ix]),
            matter.join(", ")
        );
        let sides = vec![
            side(chronology, format!("affirmed ({})", names(chronology, &yes)), yes),
            side(
                chronology,
                format!("denied, {} ({})", written_when(&no.when), names(chronology, &[*no_ix])),
                [*no_ix],
            ),
        ];
        let topic = format!("Two official accounts: {}", matter.join(", "));
        found.push(dispute(DisputeKind::SourceConflict, Severity::High, topic, why, sides));
    }
    found
}

/// The speaker asks, and affirms nothing.
fn asks(claim: &Claim) -> bool {
    let affirmed = claim.roles.iter().filter(|role| role.role == AFFIRMS);
    affirmed
        .map(|role| role.text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?'))
        .any(|t| t.ends_with('?'))
}

/// Words by their stems as the claim has them, in its order.
fn as_said(claim: &Claim, stems: &[String]) -> Vec<String> {
    let text: Vec<&str> = claim.roles.iter().map(|role| role.text.as_str()).collect();
    let mut said: Vec<String> = Vec::new();
    let mut left: Vec<&String> = stems.iter().collect();
    for word in text.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())) {
        let is = |stem: &&String| content_words(word).contains(*stem);
        if let Some(at) = left.iter().position(is) {
            left.remove(at);
            said.push(word.to_owned());
        }
    }
    said
}
