//! How the names of a law read in a sentence.

use std::collections::BTreeMap;

use crate::Condition;

/// What names are called. A name that is not here is said with spaces for underscores.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// Events.
    pub events: BTreeMap<String, EventWords>,
    /// States, as they stand after "the person is": `in custody`.
    pub states: BTreeMap<String, String>,
    /// Roles, with their article: `the offence`.
    pub roles: BTreeMap<String, LabelWords>,
    /// Qualifiers, as they stand after "is": `a minor`.
    pub qualifiers: BTreeMap<String, String>,
    /// Measures, with their article: `the sentence`.
    pub measures: BTreeMap<String, String>,
}

/// What an event is called.
#[derive(Clone, Debug, Default)]
pub struct EventWords {
    /// As a noun after "the": `appearance before a judge`.
    pub noun: String,
    /// Who or what, `be`, and what becomes of it: `the person be brought before a judge`.
    pub clause: Option<String>,
    /// Who or what the clause is about is in the plural.
    pub plural: bool,
}

/// A name with its article.
#[derive(Clone, Debug, Default)]
pub struct LabelWords {
    /// The words.
    pub label: String,
    /// They are in the plural.
    pub plural: bool,
}

impl Wording {
    /// An event as a noun, without article.
    pub fn noun(&self, event: &str) -> String {
        self.events.get(event).map_or_else(|| spaced(event), |words| words.noun.clone())
    }

    /// A measure with its article.
    pub fn measure(&self, measure: &str) -> String {
        self.measures.get(measure).cloned().unwrap_or_else(|| format!("the {}", spaced(measure)))
    }

    /// A qualifier as it stands after "is".
    pub fn qualifier(&self, qualifier: &str) -> String {
        self.qualifiers.get(qualifier).cloned().unwrap_or_else(|| spaced(qualifier))
    }

    /// What must be: "the person must be released", "there must be a hearing".
    pub(super) fn must(&self, event: &str, verb: &str) -> String {
        match self.clause(event) {
            Some((who, what, _)) => format!("{who} {verb} be {what}"),
            None => format!("there {verb} be {}", with_article(&self.noun(event))),
        }
    }

    /// What happened: "the person has been released", "there was a hearing".
    fn happened(&self, event: &str) -> String {
        match self.clause(event) {
            Some((who, what, plural)) => {
                format!("{who} {} been {what}", if plural { "have" } else { "has" })
            }
            None => format!("there was {}", with_article(&self.noun(event))),
        }
    }

    fn clause(&self, event: &str) -> Option<(&str, &str, bool)> {
        let words = self.events.get(event)?;
        let (who, what) = words.clause.as_deref()?.split_once(" be ")?;
        Some((who, what, words.plural))
    }

    /// A condition: "the detainee is not a minor".
    pub fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Event(name) => self.happened(name),
            Condition::State(name) => match self.states.get(name) {
                Some(label) => format!("the person was {label} at some time"),
                None => format!("there was {}", quoted(name)),
            },
            Condition::Fact { role, qualifier, holds } => {
                let (label, plural) = match self.roles.get(role) {
                    Some(words) => (words.label.clone(), words.plural),
                    None => (format!("the {}", spaced(role)), false),
                };
                let is = if plural { "are" } else { "is" };
                let not = if *holds { "" } else { "not " };
                format!("{label} {is} {not}{}", self.qualifier(qualifier))
            }
            Condition::Measure { measure, comparison, amount } => {
                format!("{} is {} {amount}", self.measure(measure), comparison.words())
            }
        }
    }
}

/// A condition in plain words, with the names of the law: "the detainee is not minor".
pub fn explain_condition(condition: &Condition) -> String {
    match condition {
        Condition::Event(name) => format!("there was {}", spaced(name)),
        Condition::State(name) => format!("the person was {}", spaced(name)),
        Condition::Fact { .. } | Condition::Measure { .. } => Wording::default().condition(condition),
    }
}

/// A state that a pack defines.
pub(super) fn quoted(state: &str) -> String {
    format!("“{}”", spaced(state))
}

pub(super) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// "an arrest", "a hearing".
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// "a, b and c".
pub(crate) fn list<T: AsRef<str>>(all: &[T], word: &str) -> String {
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}

/// With a capital.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
