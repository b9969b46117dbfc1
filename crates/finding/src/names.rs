//! The names that norms may use, and how they read in a sentence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use remand_law::{EventWords, LabelWords, Names, Wording};
use remand_reading::{EventKind, EventType, VOCABULARY, vocabulary};

#[expect(clippy::expect_used, reason = "the file is part of the program; a test reads it")]
static NAMES: LazyLock<Names> =
    LazyLock::new(|| Names::of_vocabulary(VOCABULARY).expect("law/vocabulary.toml is part of the program"));

/// The names that law packs may use: the vocabulary, the qualifiers, the accounts.
pub fn names() -> &'static Names {
    &NAMES
}

/// How the names of the vocabulary read in a sentence.
pub fn wording() -> Wording {
    let events = vocabulary().events().map(|kind| {
        let event = kind.describe();
        let words =
            EventWords { noun: noun(kind.name()), clause: event.clause.clone(), plural: event.plural };
        (kind.name().to_owned(), words)
    });
    let roles = vocabulary()
        .case_roles()
        .map(|(name, word)| (name.to_owned(), LabelWords { label: word.label.clone(), plural: word.plural }));
    Wording {
        events: events.collect(),
        states: vocabulary().states().map(|(name, word)| (name.to_owned(), word.label.clone())).collect(),
        roles: roles.collect(),
        qualifiers: vocabulary()
            .qualifiers()
            .map(|(name, word)| (name.to_owned(), word.label.clone()))
            .collect(),
        measures: vocabulary().measures().map(|(name, word)| (name.to_owned(), word.label.clone())).collect(),
    }
}

/// An event as a noun: "access to counsel".
pub(crate) fn noun(event: &str) -> String {
    let found = EventKind::named(event).and_then(|kind| kind.describe().noun.clone());
    found.unwrap_or_else(|| event.replace('_', " "))
}

/// A state as the vocabulary has it: "in solitary confinement".
pub(crate) fn state_label(state: &str) -> String {
    let found = vocabulary().states().find(|(name, _)| *name == state);
    found.map_or_else(|| state.replace('_', " "), |(_, state)| state.label.clone())
}

/// A measure as the vocabulary has it: "the longest sentence for the offence".
pub(crate) fn measure_label(measure: &str) -> String {
    let found = vocabulary().measures().find(|(name, _)| *name == measure);
    found.map_or_else(|| measure.replace('_', " "), |(_, word)| word.label.clone())
}

/// A qualifier as the vocabulary has it: "a public authority".
pub(crate) fn qualifier_label(qualifier: &str) -> String {
    let found = vocabulary().qualifiers().find(|(name, _)| *name == qualifier);
    found.map_or_else(|| qualifier.replace('_', " "), |(_, word)| word.label.clone())
}

/// A role as the vocabulary has it: "the offence".
pub(crate) fn role_label(role: &str) -> String {
    let found = vocabulary().case_roles().find(|(name, _)| *name == role);
    found.map_or_else(|| format!("the {}", role.replace('_', " ")), |(_, word)| word.label.clone())
}

/// Kinds of event that begin a state.
pub(crate) fn begins(state: &str) -> impl Iterator<Item = EventKind> {
    static BEGINS: LazyLock<ByState> = LazyLock::new(|| by_state(|event| &event.begins));
    BEGINS.get(state).into_iter().flatten().copied()
}

/// Kinds of event that end a state.
pub(crate) fn ends(state: &str) -> impl Iterator<Item = EventKind> {
    static ENDS: LazyLock<ByState> = LazyLock::new(|| by_state(|event| &event.ends));
    ENDS.get(state).into_iter().flatten().copied()
}

type ByState = BTreeMap<&'static str, Vec<EventKind>>;

fn by_state(states: impl Fn(&'static EventType) -> &'static [String]) -> ByState {
    let mut found = ByState::new();
    for kind in vocabulary().events() {
        for state in states(kind.describe()) {
            found.entry(state).or_default().push(kind);
        }
    }
    found
}
