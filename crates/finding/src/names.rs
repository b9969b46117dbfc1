//! The names that norms may use, and how they read in a sentence.

use std::collections::BTreeSet;

use remand_law::Names;
use remand_reading::{EventKind, vocabulary};

/// What can be said of a role, or asked of an event, beyond its kind.
const QUALIFIERS: [&str; 5] =
    ["minor", "especially_grave", "public_authority", "in_person", "without_reasons"];

/// Roles that no event has: they belong to the case.
const CASE_ROLES: [&str; 1] = ["offence"];

/// The names that law packs may use: the vocabulary, the qualifiers, the accounts.
pub fn names() -> Names {
    let mut roles: BTreeSet<String> = CASE_ROLES.into_iter().map(str::to_owned).collect();
    let mut events = BTreeSet::new();
    for kind in vocabulary().events() {
        events.insert(kind.name().to_owned());
        roles.extend(kind.describe().roles.iter().cloned());
    }
    Names {
        events,
        states: vocabulary().states().map(|(name, _)| name.to_owned()).collect(),
        roles,
        qualifiers: QUALIFIERS.into_iter().map(str::to_owned).collect(),
        accounts: ["state", "defence", "independent"].into_iter().map(str::to_owned).collect(),
    }
}

/// Events whose name is no noun that follows "no" or "the".
const NOUNS: [(&str, &str); 19] = [
    ("appearance_before_judge", "appearance before a judge"),
    ("case_review", "reading of the case file"),
    ("challenge_decision", "decision on the challenge to the detention"),
    ("communication_sent", "communication to the government"),
    ("counsel_access", "access to counsel"),
    ("counsel_denied", "refusal of counsel"),
    ("court_sanction", "court order of custody"),
    ("custody_motion", "motion for custody"),
    ("detention_challenge", "challenge to the detention"),
    ("detention_expiry", "end of the term of custody"),
    ("detention_extension", "extension of custody"),
    ("detention_protocol", "record of detention"),
    ("family_notified", "notice to the family"),
    ("government_response", "reply of the government"),
    ("hearing_closed", "hearing behind closed doors"),
    ("judgment_published", "publication of the judgment"),
    ("opinion_transmitted", "transmission of the opinion"),
    ("prosecutor_notified", "notice to the prosecutor"),
    ("reasons_given", "statement of reasons"),
];

/// An event as a noun: "access to counsel".
pub(crate) fn noun(event: &str) -> String {
    let found = NOUNS.iter().find(|(name, _)| *name == event);
    found.map_or_else(|| event.replace('_', " "), |(_, noun)| (*noun).to_owned())
}

/// A state as the vocabulary has it: "in solitary confinement".
pub(crate) fn state_label(state: &str) -> String {
    let found = vocabulary().states().find(|(name, _)| *name == state);
    found.map_or_else(|| state.replace('_', " "), |(_, state)| state.label.clone())
}

/// Kinds of event that begin a state.
pub(crate) fn begins(state: &str) -> impl Iterator<Item = EventKind> {
    vocabulary().events().filter(move |kind| kind.describe().begins.iter().any(|begun| begun == state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_is_one_of_an_event_of_the_vocabulary() {
        for (event, _) in NOUNS {
            assert!(EventKind::named(event).is_some(), "`{event}` is not an event of the vocabulary");
        }
    }
}
