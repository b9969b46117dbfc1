//! The words in which a person gives a circumstance or a length: those of a case block of a law pack, or nearly.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use remand_law::{Amount, Unit};
use remand_reading::{EventKind, country_code, vocabulary};

use crate::Fact;
use crate::given::Saying;
use crate::names::{measure_label, names, qualifier_label, role_label};

/// Why words give nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SayingError {
    /// Nothing was written, or something of another form.
    #[error(
        "`{0}` says nothing that can be given; write `detainee is minor`, `offence is not grave`, `maximum_sentence \
         12 years`, `state of kz` or `complete hearing 2024-01-01 .. 2024-03-31`"
    )]
    Form(String),
    /// Nobody of whom it can be said.
    #[error("nothing can be said of `{word}`{near}")]
    Role {
        /// As it was written.
        word: String,
        /// The names that are near it.
        near: String,
    },
    /// Nothing that can be said of somebody.
    #[error("`{word}` is nothing that a norm asks of anything{near}")]
    Qualifier {
        /// As it was written.
        word: String,
        /// The names that are near it.
        near: String,
    },
    /// No length.
    #[error(
        "`{0}` is no length of time; write a whole number and hours, days, months or years: `12 years`, `18 months`"
    )]
    Length(String),
    /// No state.
    #[error("`{0}` is no state that the program knows; write its ISO 3166 code, such as `state of kz`")]
    State(String),
    /// No event.
    #[error("there is no event `{word}`{near}; `remand review --kinds` lists them")]
    Event {
        /// As it was written.
        word: String,
        /// The names that are near it.
        near: String,
    },
    /// No days.
    #[error("`{0}` is no time; write two days with two dots between: `2024-01-01 .. 2024-03-31`")]
    Time(String),
}

impl FromStr for Saying {
    type Err = SayingError;

    fn from_str(text: &str) -> Result<Self, SayingError> {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if words.len() > 1 {
            words.retain(|word| !matches!(word.to_lowercase().as_str(), "the" | "a" | "an"));
        }
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        match lower.as_slice() {
            ["state", "of", rest @ ..] if !rest.is_empty() => {
                let name = words.get(2..).unwrap_or_default().join(" ");
                country_code(&name).map(|code| Self::State(code.to_owned())).ok_or(SayingError::State(name))
            }
            ["complete", event, time @ ..] => complete(event, time),
            _ => match split_at_is(&lower) {
                Some((left, holds, right)) => said(left, holds, right, text),
                None => measured(&lower).unwrap_or_else(|| Err(SayingError::Form(text.trim().to_owned()))),
            },
        }
    }
}

/// What is spoken of, whether it is denied, and what is said of it.
fn split_at_is<'a>(words: &'a [&'a str]) -> Option<(&'a [&'a str], bool, &'a [&'a str])> {
    let at = words.iter().position(|word| matches!(*word, "is" | "isn't" | "are" | "was"))?;
    let (left, rest) = (words.get(..at)?, words.get(at + 1..)?);
    let denied = words.get(at) == Some(&"isn't");
    match rest.split_first() {
        Some((&"not", right)) => Some((left, false, right)),
        _ => Some((left, !denied, rest)),
    }
    .filter(|(left, _, right)| !left.is_empty() && !right.is_empty())
}

fn said(left: &[&str], holds: bool, right: &[&str], text: &str) -> Result<Saying, SayingError> {
    let (of, what) = (left.join("_"), right.join("_"));
    if let Some(measure) = measure(&of) {
        if !holds {
            return Err(SayingError::Form(text.trim().to_owned()));
        }
        return Ok(Saying::Measure { measure, amount: length(right)? });
    }
    let known = names();
    let role = named(&of, &known.roles, role_label);
    let qualifier = named(&what, &known.qualifiers, qualifier_label);
    match (role, qualifier) {
        (Some(role), Some(qualifier)) => Ok(Saying::Circumstance(Fact { role, qualifier, holds })),
        (None, _) => {
            let all = known.roles.iter().chain(&known.measures).map(String::as_str);
            Err(SayingError::Role { near: near(&of, all), word: left.join(" ") })
        }
        (_, None) => {
            let all = known.qualifiers.iter().map(String::as_str);
            Err(SayingError::Qualifier { near: near(&what, all), word: right.join(" ") })
        }
    }
}

/// `maximum_sentence 12 years`; `None` where the words do not start with a measure.
fn measured(words: &[&str]) -> Option<Result<Saying, SayingError>> {
    let at = words.iter().position(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let measure = measure(&words.get(..at)?.join("_"))?;
    Some(length(words.get(at..)?).map(|amount| Saying::Measure { measure, amount }))
}

fn measure(of: &str) -> Option<String> {
    named(of, &names().measures, measure_label)
}

/// A name as it stands, or as the vocabulary says it to a reader.
fn named(words: &str, known: &BTreeSet<String>, label: impl Fn(&str) -> String) -> Option<String> {
    if known.contains(words) {
        return Some(words.to_owned());
    }
    let as_said = |name: &&String| {
        let label = label(name).to_lowercase();
        let bare: Vec<&str> =
            label.split_whitespace().filter(|word| !matches!(*word, "the" | "a" | "an")).collect();
        bare.join("_") == words
    };
    known.iter().find(as_said).cloned()
}

fn length(words: &[&str]) -> Result<Amount, SayingError> {
    let wrong = || SayingError::Length(words.join(" "));
    let (number, unit) = words.split_first().ok_or_else(wrong)?;
    let count: u32 = number.replace(',', "").parse().map_err(|_| wrong())?;
    let unit = match unit {
        ["hour" | "hours"] => Unit::Hours,
        ["24-hour", "day" | "days"] => Unit::FullDays,
        ["day" | "days"] => Unit::Days,
        ["month" | "months"] => Unit::Months,
        ["year" | "years"] => Unit::Years,
        _ => return Err(wrong()),
    };
    if (1..=100_000).contains(&count) { Ok(Amount { count, unit }) } else { Err(wrong()) }
}

fn complete(event: &str, time: &[&str]) -> Result<Saying, SayingError> {
    let kind = EventKind::named(event).ok_or_else(|| SayingError::Event {
        word: event.to_owned(),
        near: near(event, vocabulary().events().map(EventKind::name)),
    })?;
    let text = time.join("");
    if text.is_empty() {
        return Ok(Saying::Complete { event: kind, from: None, to: None });
    }
    let wrong = || SayingError::Time(time.join(" "));
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    let day = |text: &str| match text {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some).map_err(|_| wrong()),
    };
    let (from, to) = (day(from)?, day(to)?);
    if from.zip(to).is_some_and(|(from, to)| to < from) || from.is_none() && to.is_none() {
        return Err(wrong());
    }
    let start = |day: Date| day.at(0, 0, 0, 0);
    let after = |day: Date| day.checked_add(1.day()).map_or(DateTime::MAX, start);
    Ok(Saying::Complete { event: kind, from: from.map(start), to: to.map(after) })
}

/// More names than this help nobody.
const NEAR: usize = 6;

/// Names with a slip of the hand between, or that share a word or a beginning with what was written.
fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let start: String = word.chars().take(4).collect();
    let mut alike: Vec<(bool, &str)> = known
        .filter_map(|name| {
            let slip = remand_law::nearest(word, std::iter::once(name)).is_some();
            let shares = start.chars().count() > 2
                && name.split('_').any(|part| {
                    part.starts_with(&start) || part.len() > 3 && word.split('_').any(|w| w == part)
                });
            (slip || shares).then_some((!slip, name))
        })
        .collect();
    alike.sort_unstable();
    let names: Vec<&str> = alike.into_iter().map(|(_, name)| name).take(NEAR).collect();
    if names.is_empty() { String::new() } else { format!("; near it: {}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_it_as_the_law_does_or_as_they_speak() {
        let cases = [
            ("detainee is minor", "detainee is minor"),
            ("the detainee is a minor", "detainee is minor"),
            ("Detainee is NOT a minor", "detainee is not minor"),
            ("offence is especially grave", "offence is especially_grave"),
            ("the offence isn't especially_grave", "offence is not especially_grave"),
            ("detainee is foreign national", "detainee is foreign_national"),
            ("maximum_sentence 12 years", "maximum_sentence is 12 years"),
            ("maximum sentence is 1 year", "maximum_sentence is 1 year"),
            ("the longest sentence for the offence is 18 months", "maximum_sentence is 18 months"),
            ("state of kz", "state of kz"),
            ("state of Kazakhstan", "state of kz"),
            ("complete hearing", "complete hearing"),
            ("complete hearing 2024-01-01..2024-03-31", "complete hearing 2024-01-01 .. 2024-03-31"),
            ("complete hearing .. 2024-02-29", "complete hearing  .. 2024-02-29"),
        ];
        for (written, expected) in cases {
            assert_eq!(written.parse::<Saying>().unwrap().to_string(), expected, "{written}");
        }
    }

    #[test]
    fn what_cannot_be_given_is_refused_with_what_can() {
        let cases = [
            ("", "says nothing that can be given"),
            ("minor", "says nothing that can be given"),
            ("is minor", "says nothing that can be given"),
            ("detainee is", "says nothing that can be given"),
            ("detainee is miner", "`miner` is nothing that a norm asks of anything; near it: minor"),
            ("detainee is a national", "near it: foreign_national"),
            ("detainee is xyzzy", "`xyzzy` is nothing that a norm asks of anything"),
            ("detaine is minor", "nothing can be said of `detaine`; near it: detainee"),
            ("maximum_sentance is 3 years", "near it: maximum_sentence"),
            ("maximum_sentence is long", "`long` is no length of time"),
            ("maximum_sentence 12 fortnights", "`12 fortnights` is no length of time"),
            ("maximum_sentence 0 years", "`0 years` is no length of time"),
            ("maximum_sentence -3 years", "says nothing that can be given"),
            ("maximum_sentence is not 3 years", "says nothing that can be given"),
            ("maximum_sentence 99999999999 years", "is no length of time"),
            ("state of Ruritania", "`Ruritania` is no state"),
            ("complete hearings", "there is no event `hearings`; near it: hearing"),
            ("complete hearing 2024-02-30 .. 2024-03-01", "is no time"),
            ("complete hearing 2024-03-02 .. 2024-03-01", "is no time"),
            ("complete hearing ..", "is no time"),
        ];
        for (written, expected) in cases {
            let error = written.parse::<Saying>().unwrap_err().to_string();
            assert!(error.contains(expected), "{written}: {error}");
        }
    }
}
