//! The words that norms use, as the vocabulary has them, and the names of jurisdictions.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use remand_law::Kind;
use remand_reading::{EventKind, vocabulary};

/// The page with the words.
pub(crate) const PAGE: &str = "words.html";

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

/// An event as a noun: "appearance before a judge".
pub(crate) fn noun(name: &str) -> String {
    let noun = EventKind::named(name).and_then(|kind| kind.describe().noun.clone());
    noun.unwrap_or_else(|| spaced(name))
}

/// A state: "in solitary confinement".
pub(crate) fn state(name: &str) -> String {
    let known = vocabulary().states().find(|(known, _)| *known == name);
    known.map_or_else(|| spaced(name), |(_, word)| word.label.clone())
}

/// A role: "the offence".
pub(crate) fn role(name: &str) -> String {
    let known = vocabulary().case_roles().find(|(known, _)| *known == name);
    known.map_or_else(|| format!("the {}", spaced(name)), |(_, word)| word.label.clone())
}

/// A qualifier: "a public authority".
pub(crate) fn qualifier(name: &str) -> String {
    let known = vocabulary().qualifiers().find(|(known, _)| *known == name);
    known.map_or_else(|| spaced(name), |(_, word)| word.label.clone())
}

/// A measure: "the longest sentence for the offence".
pub(crate) fn measure(name: &str) -> String {
    let known = vocabulary().measures().find(|(known, _)| *known == name);
    known.map_or_else(|| spaced(name), |(_, word)| word.label.clone())
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
        assert_eq!(role("no_such_role"), "the no such role");
        assert!(!known(Kind::Event, "no_such_event"));
    }
}
