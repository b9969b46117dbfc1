//! The words that norms use, as the vocabulary has them, and the names of jurisdictions.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use remand_law::{Kind, Wording};
use remand_reading::{EventKind, vocabulary};

/// The page with the events.
pub(crate) const EVENTS: &str = "events.html";
/// The page with the other words.
pub(crate) const WORDS: &str = "words.html";

/// The page on which words of a kind stand.
pub(crate) fn page(kind: Kind) -> &'static str {
    if kind == Kind::Event { EVENTS } else { WORDS }
}

/// Jurisdictions that come before the countries.
pub(crate) const RANKED: [&str; 3] = ["own", "un", "forums"];

const JURISDICTIONS: [(&str, &str); 7] = [
    ("own", "Packs of your own"),
    ("un", "United Nations"),
    ("forums", "Regional forums"),
    ("gb", "England and Wales"),
    ("in", "India"),
    ("kz", "Kazakhstan"),
    ("us", "United States"),
];

/// A jurisdiction for a reader.
pub(crate) fn jurisdiction(name: &str) -> String {
    let known = JURISDICTIONS.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| name.to_uppercase(), |(_, words)| (*words).to_owned())
}

/// The vocabulary has a name of this kind.
pub(crate) fn known(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Event => EventKind::named(name).is_some(),
        Kind::State => vocabulary().states().any(|(known, _)| known == name),
        Kind::Role => roles().contains(name),
        Kind::Qualifier => vocabulary().qualifiers().any(|(known, _)| known == name),
        Kind::Measure => vocabulary().measures().any(|(known, _)| known == name),
        Kind::Account | Kind::Parameter | Kind::Calendar | Kind::Norm | Kind::Instrument => false,
    }
}

/// Where a word stands on its page.
pub(crate) fn anchor(kind: Kind, name: &str) -> String {
    format!("{}:{name}", kind.word())
}

/// Roles of the case and of events.
pub(crate) fn roles() -> &'static BTreeSet<&'static str> {
    static ROLES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let of_events =
            vocabulary().events().flat_map(|kind| kind.describe().roles.iter().map(String::as_str));
        vocabulary().case_roles().map(|(name, _)| name).chain(of_events).collect()
    });
    &ROLES
}

/// An event as the title of a line: "Brought before a judge".
pub(crate) fn event(name: &str) -> String {
    EventKind::named(name).map_or_else(|| spaced(name), |kind| kind.describe().label.clone())
}

/// A state: "in solitary confinement".
pub(crate) fn state(wording: &Wording, name: &str) -> String {
    wording.states.get(name).cloned().unwrap_or_else(|| spaced(name))
}

/// A role: "the offence".
pub(crate) fn role(wording: &Wording, name: &str) -> String {
    wording.roles.get(name).map_or_else(|| format!("the {}", spaced(name)), |words| words.label.clone())
}

/// Whoever an account is of.
pub(crate) fn account(name: &str) -> &str {
    match name {
        "state" => "the state",
        "defence" => "the defence",
        "independent" => "an independent source",
        other => other,
    }
}

/// A name without its underscores.
pub(crate) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// With a capital at its start.
pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_jurisdiction_of_the_program_has_a_name() {
        for (place, _) in remand_finding::PACKS {
            let of = place.split('/').next().unwrap_or_default();
            assert!(JURISDICTIONS.iter().any(|(known, _)| *known == of), "{of} needs a row in JURISDICTIONS");
        }
    }

    #[test]
    fn a_name_that_the_vocabulary_lacks_reads_all_the_same() {
        assert_eq!(event("no_such_event"), "no such event");
        assert_eq!(role(&Wording::default(), "no_such_role"), "the no such role");
        assert!(!known(Kind::Event, "no_such_event"));
    }
}
