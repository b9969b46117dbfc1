//! The names a norm may use.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::Kind;

/// Names that packs may use; everything else in their place is a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Kinds of event.
    pub events: BTreeSet<String>,
    /// States.
    pub states: BTreeSet<String>,
    /// Roles that a circumstance can be said of (`detainee`, `offence`).
    pub roles: BTreeSet<String>,
    /// What can be asked of an event or said of a role (`in_person`, `minor`).
    pub qualifiers: BTreeSet<String>,
    /// Lengths that a case has (`maximum_sentence`).
    pub measures: BTreeSet<String>,
    /// Accounts that a line of a case can stand on.
    pub accounts: BTreeSet<String>,
    /// Ids of parameters.
    pub parameters: BTreeSet<String>,
    /// Ids of calendars.
    pub calendars: BTreeSet<String>,
}

/// As much of `law/vocabulary.toml` as gives names.
#[derive(Deserialize)]
struct Vocabulary {
    event: BTreeMap<String, Event>,
    state: BTreeMap<String, IgnoredAny>,
    qualifier: BTreeMap<String, IgnoredAny>,
    role: BTreeMap<String, IgnoredAny>,
    measure: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Event {
    roles: Vec<String>,
}

impl Names {
    /// The names of a vocabulary written as `law/vocabulary.toml`, and the three accounts.
    ///
    /// # Errors
    /// What of it cannot be read, with its line.
    pub fn of_vocabulary(text: &str) -> Result<Self, String> {
        let vocabulary: Vocabulary = toml::from_str(text).map_err(|fault| fault.to_string())?;
        let roles = vocabulary.event.values().flat_map(|event| event.roles.iter().cloned());
        Ok(Self {
            roles: roles.chain(vocabulary.role.into_keys()).collect(),
            events: vocabulary.event.into_keys().collect(),
            states: vocabulary.state.into_keys().collect(),
            qualifiers: vocabulary.qualifier.into_keys().collect(),
            measures: vocabulary.measure.into_keys().collect(),
            accounts: ["state", "defence", "independent"].into_iter().map(str::to_owned).collect(),
            ..Self::default()
        })
    }

    /// The names of a kind. Ids of norms and instruments are not among them: links are followed between packs.
    pub fn of(&self, kind: Kind) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        match kind {
            Kind::Event => &self.events,
            Kind::State => &self.states,
            Kind::Role => &self.roles,
            Kind::Qualifier => &self.qualifiers,
            Kind::Measure => &self.measures,
            Kind::Account => &self.accounts,
            Kind::Parameter => &self.parameters,
            Kind::Calendar => &self.calendars,
            Kind::Norm | Kind::Instrument => &NONE,
        }
    }
}

/// Words longer than this are not compared: no name is near them, and the comparison is quadratic.
const LONGEST_NAME: usize = 40;

/// The known name nearest to `word`, where one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST_NAME {
        return None;
    }
    known
        .map(|name| (distance(word, name), name))
        .filter(|(far, _)| *far <= 1 + length / 4)
        .min()
        .map(|(_, name)| name)
}

/// Letters to insert, delete or replace to turn `a` into `b`.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            left = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_its_name_and_another_word_does_not() {
        let known = ["arrest", "release", "transfer"];
        let near = |word| nearest(word, known.into_iter());
        assert_eq!(near("arest"), Some("arrest"));
        assert_eq!(near("relaese"), Some("release"));
        assert_eq!(near("marriage"), None);
        assert_eq!(near(&"arrest".repeat(1000)), None);
    }

    #[test]
    fn distance_counts_single_letters() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }
}
