//! The vocabulary of events and states, read from `law/vocabulary.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::EventKind;

/// `law/vocabulary.toml`, as the program carries it.
pub const VOCABULARY: &str = include_str!("../../../law/vocabulary.toml");

/// What the vocabulary says of one kind of event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventType {
    /// What a reader of a dossier sees.
    pub label: String,
    /// As a noun after "no" or "the", where the name of the event is none.
    pub noun: Option<String>,
    /// As a clause: who or what, `be`, and what becomes of it.
    pub clause: Option<String>,
    /// Who or what the clause is about is in the plural.
    #[serde(default)]
    pub plural: bool,
    /// It happens once in a detention: two dates for it are a dispute, not two events.
    #[serde(default)]
    pub once: bool,
    /// Who or what takes part.
    pub roles: Vec<String>,
    /// States that start with it.
    #[serde(default)]
    pub begins: Vec<String>,
    /// States that end with it.
    #[serde(default)]
    pub ends: Vec<String>,
    /// It is, or presupposes, a decision that covers custody.
    #[serde(default)]
    pub orders: bool,
    /// Entry of the HURIDOCS micro-thesauri.
    pub huridocs: Option<String>,
}

/// What the vocabulary says of a state, a qualifier, a role of the case or a measure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// What a reader of a dossier sees.
    pub label: String,
    /// The label is in the plural.
    #[serde(default)]
    pub plural: bool,
}

/// Who acts on whose side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Whoever acts for the person.
    Defence,
    /// The state that holds the person.
    State,
    /// A body above it.
    International,
}

/// A body that acts in a detention: whose turn it is when an act is due.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name in `dossier.json`.
    pub name: String,
    /// Heading over what it owes.
    pub label: String,
    /// On whose side.
    pub side: Side,
    /// As norms name it; the first is how a sentence names it.
    pub called: Vec<String>,
    /// Events that it brings about.
    pub acts: Vec<String>,
}

/// Everything by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    event: BTreeMap<String, EventType>,
    state: BTreeMap<String, Word>,
    qualifier: BTreeMap<String, Word>,
    role: BTreeMap<String, Word>,
    measure: BTreeMap<String, Word>,
    body: Vec<Body>,
}

#[expect(clippy::expect_used, reason = "the file is part of the program; a test reads it")]
static READ: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(VOCABULARY).expect("law/vocabulary.toml is part of the program"));

#[expect(clippy::expect_used, reason = "`other` stands in the file; a test reads it")]
static OTHER: LazyLock<EventType> =
    LazyLock::new(|| vocabulary().event.get("other").cloned().expect("the vocabulary has `other`"));

/// The vocabulary the program was built with.
pub fn vocabulary() -> &'static Vocabulary {
    &READ
}

impl Vocabulary {
    /// Names of all events, sorted.
    pub fn events(&'static self) -> impl Iterator<Item = EventKind> {
        self.event.keys().map(|name| EventKind(name))
    }

    /// Names of all states with what is said of them, sorted.
    pub fn states(&self) -> impl Iterator<Item = (&str, &Word)> {
        self.state.iter().map(|(name, state)| (name.as_str(), state))
    }

    /// What can be asked of an event or said of whoever takes part, sorted by name.
    pub fn qualifiers(&self) -> impl Iterator<Item = (&str, &Word)> {
        self.qualifier.iter().map(|(name, word)| (name.as_str(), word))
    }

    /// Roles that belong to the case and not to an event, sorted by name.
    pub fn case_roles(&self) -> impl Iterator<Item = (&str, &Word)> {
        self.role.iter().map(|(name, word)| (name.as_str(), word))
    }

    /// Bodies that act, in the order in which a reader is told of them.
    pub fn bodies(&self) -> &[Body] {
        &self.body
    }

    /// Lengths that a case has, sorted by name.
    pub fn measures(&self) -> impl Iterator<Item = (&str, &Word)> {
        self.measure.iter().map(|(name, word)| (name.as_str(), word))
    }
}

impl EventKind {
    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        vocabulary().event.get_key_value(name).map(|(name, _)| Self(name))
    }

    /// What the vocabulary says of it.
    pub fn describe(self) -> &'static EventType {
        vocabulary().event.get(self.0).unwrap_or(&OTHER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_that_an_event_begins_or_ends_is_a_state() {
        let states: Vec<_> = vocabulary().states().map(|(name, _)| name).collect();
        for kind in vocabulary().events() {
            let event = kind.describe();
            for state in event.begins.iter().chain(&event.ends) {
                assert!(
                    states.contains(&state.as_str()),
                    "{kind} speaks of the state `{state}`, which is not there"
                );
            }
        }
    }

    #[test]
    fn an_act_is_an_event_or_a_state_and_one_body_does_it() {
        let mut done: Vec<&str> = Vec::new();
        for body in vocabulary().bodies() {
            assert!(!body.called.is_empty(), "nothing to call {} in a sentence", body.name);
            for act in &body.acts {
                let known = vocabulary().event.contains_key(act) || vocabulary().state.contains_key(act);
                assert!(known, "`{act}` of {} is not in the vocabulary", body.name);
                assert!(!done.contains(&act.as_str()), "`{act}` is done by two bodies");
                done.push(act);
            }
        }
        assert!(vocabulary().bodies().iter().any(|body| body.name == "state"), "whoever is not named");
    }

    #[test]
    fn a_kind_outside_the_vocabulary_does_not_exist() {
        assert_eq!(EventKind::named("arrest").map(EventKind::name), Some("arrest"));
        assert_eq!(EventKind::named("Arrest"), None);
        assert_eq!(EventKind::named(""), None);
    }
}
