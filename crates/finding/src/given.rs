//! What a person at the case says of it that no event gives: circumstances, lengths, the state that holds the
//! person, lists that are complete. A statement of this kind has a source, and it stands on that source's account.

use std::fmt;

use jiff::civil::DateTime;
use remand_chronology::OnAccount;
use remand_law::{Amount, Unit};
use remand_reading::{Account, EventKind, Passage};
use remand_vault::ItemId;
use serde::{Deserialize, Serialize};

use crate::names::{measure_label, noun, qualifier_label, role_label};
use crate::{Complete, Fact, Setting};

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saying {
    /// A circumstance holds, or does not.
    Circumstance(Fact),
    /// A length that the case has.
    Measure {
        /// Name of the measure.
        measure: String,
        /// How long.
        amount: Amount,
    },
    /// The state that holds the person, as an ISO 3166-1 code in lower case.
    State(String),
    /// The source lists every event of a kind in a time.
    Complete {
        /// The kind of event.
        event: EventKind,
        /// First minute of that time; `None`: all time before the end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<DateTime>,
        /// First minute after it; `None`: up to the day as of which the record is read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<DateTime>,
    },
}

/// Words of an item that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// The item.
    pub item: ItemId,
    /// First byte of the words in the text of the item.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
}

/// A statement taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Who took it back.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// Why; may be empty.
    pub because: String,
}

/// A statement, with who recorded it and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Line of the journal, from 1.
    #[serde(skip)]
    pub number: u64,
    /// Who recorded it, as the person wants to be named.
    pub by: String,
    /// When (RFC 3339). The journal has it, so it is not written twice.
    #[serde(skip)]
    pub at: String,
    /// What is said.
    pub saying: Saying,
    /// What it rests on, in words.
    pub because: String,
    /// Whose statement it is; `None`: the person who recorded it vouches for it on every account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The words of the record that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Quoted>,
    /// It was taken back, and counts no more.
    #[serde(skip)]
    pub withdrawn: Option<Withdrawal>,
}

impl Given {
    /// It counts on an account.
    pub fn stands_on(&self, on: OnAccount) -> bool {
        self.withdrawn.is_none() && self.account.is_none_or(|account| on.takes(account))
    }

    /// It says something else of the same thing.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.withdrawn.is_none() && other.withdrawn.is_none() && self.saying.contradicts(&other.saying)
    }

    /// The words of the record that it rests on.
    pub fn passage(&self) -> Option<Passage> {
        self.quoted.as_ref().map(|quoted| Passage { item: quoted.item, start: quoted.start, end: quoted.end })
    }

    /// In a sentence, with its source: "The detainee is a minor (birth certificate; the state's statement; recorded by
    /// Ada Roe on 2024-03-05)".
    pub fn sourced(&self) -> String {
        let whose = match self.account {
            Some(Account::State) => "; as the state says",
            Some(Account::Defence) => "; as the defence says",
            Some(Account::Independent) => "; as an independent source says",
            None => "",
        };
        let day: String = self.at.chars().take(10).collect();
        let on = if day.is_empty() { String::new() } else { format!(" on {day}") };
        format!("{} ({}{whose}; recorded by {}{on})", self.saying.sentence(), self.because, self.by)
    }
}

impl Saying {
    /// It speaks of the same thing as `other` and says something else of it.
    pub fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Circumstance(a), Self::Circumstance(b)) => {
                a.role == b.role && a.qualifier == b.qualifier && a.holds != b.holds
            }
            (Self::Measure { measure: a, amount: x }, Self::Measure { measure: b, amount: y }) => {
                a == b && in_months(*x) != in_months(*y)
            }
            (Self::State(a), Self::State(b)) => a != b,
            _ => false,
        }
    }

    /// In a sentence without its stop: "The detainee is a minor".
    pub fn sentence(&self) -> String {
        let said = match self {
            Self::Circumstance(Fact { role, qualifier, holds }) => {
                let not = if *holds { "" } else { "not " };
                format!("{} is {not}{}", role_label(role), qualifier_label(qualifier))
            }
            Self::Measure { measure, amount } => format!("{} is {amount}", measure_label(measure)),
            Self::State(code) => format!("the person is held by {}", code.to_uppercase()),
            Self::Complete { event, from, to } => {
                let from = from.map(|from| format!(" from {}", from.date())).unwrap_or_default();
                let to = to.map(|to| format!(" to {}", last_day(to))).unwrap_or_default();
                format!("the source lists every {}{from}{to}", noun(event.name()))
            }
        };
        let mut letters = said.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

/// The last day before a moment.
fn last_day(before: DateTime) -> String {
    let last = before.checked_sub(jiff::Span::new().minutes(1)).unwrap_or(before);
    last.date().to_string()
}

/// 12 years are 144 months.
fn in_months(amount: Amount) -> (u64, Unit) {
    match amount.unit {
        Unit::Years => (u64::from(amount.count) * 12, Unit::Months),
        Unit::FullDays => (u64::from(amount.count) * 24, Unit::Hours),
        unit => (u64::from(amount.count), unit),
    }
}

/// As a case block of a law pack has it: `detainee is not minor`, `maximum_sentence is 12 years`.
impl fmt::Display for Saying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Circumstance(Fact { role, qualifier, holds }) => {
                write!(f, "{role} is {}{qualifier}", if *holds { "" } else { "not " })
            }
            Self::Measure { measure, amount } => write!(f, "{measure} is {amount}"),
            Self::State(code) => write!(f, "state of {code}"),
            Self::Complete { event, from, to } => {
                write!(f, "complete {}", event.name())?;
                if from.is_some() || to.is_some() {
                    let from = from.map(|from| from.date().to_string()).unwrap_or_default();
                    write!(f, " {from} .. {}", to.map(last_day).unwrap_or_default())?;
                }
                Ok(())
            }
        }
    }
}

impl Setting {
    /// What holds on an account. Where two statements of it contradict each other, neither counts: what they speak of
    /// is as open as if nobody had said anything.
    #[must_use]
    pub fn on(&self, account: OnAccount) -> Self {
        let given: Vec<Given> = self.given.iter().filter(|given| given.stands_on(account)).cloned().collect();
        let mut all = Self { given: given.clone(), ..self.clone() };
        let said = |given: &Given| match &given.saying {
            Saying::State(code) => Some(code.clone()),
            _ => None,
        };
        if let Some(code) = given.iter().rev().find_map(said) {
            all.state = Some(code);
        }
        for one in &given {
            let disputed = given.iter().any(|other| one.contradicts(other));
            match &one.saying {
                Saying::State(_) if disputed => all.state = None,
                Saying::State(_) => {}
                Saying::Complete { event, from, to } => {
                    if let Some(account) = one.account {
                        all.complete.push(Complete { kind: *event, account, from: *from, to: *to });
                    }
                }
                Saying::Circumstance(_) | Saying::Measure { .. } if disputed => {}
                Saying::Circumstance(fact) => all.facts.push(fact.clone()),
                Saying::Measure { measure, amount } => all.measures.push((measure.clone(), *amount)),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(words: &str, account: Option<Account>) -> Given {
        Given {
            number: 7,
            by: "Ada Roe".to_owned(),
            at: "2024-03-05T09:00:00Z".to_owned(),
            saying: words.parse().unwrap(),
            because: "birth certificate".to_owned(),
            account,
            quoted: None,
            withdrawn: None,
        }
    }

    fn on(all: Vec<Given>, account: OnAccount) -> Setting {
        Setting { state: Some("zz".to_owned()), given: all, ..Setting::default() }.on(account)
    }

    #[test]
    fn a_statement_counts_on_its_account_and_on_all_together() {
        let all = vec![given("detainee is minor", Some(Account::Defence))];
        let minor = vec![Fact::new("detainee", "minor", true)];
        assert_eq!(on(all.clone(), OnAccount::Defence).facts, minor);
        assert_eq!(on(all.clone(), OnAccount::All).facts, minor);
        assert!(on(all, OnAccount::State).facts.is_empty());
        assert_eq!(on(vec![given("detainee is minor", None)], OnAccount::State).facts, minor);
    }

    #[test]
    fn what_two_statements_say_differently_is_open_where_both_count() {
        let minor = given("detainee is minor", Some(Account::Defence));
        let not = given("detainee is not minor", Some(Account::State));
        let all = vec![minor.clone(), not.clone()];
        assert!(on(all.clone(), OnAccount::All).facts.is_empty());
        assert_eq!(on(all.clone(), OnAccount::State).facts, [Fact::new("detainee", "minor", false)]);
        assert_eq!(on(all, OnAccount::Defence).facts, [Fact::new("detainee", "minor", true)]);

        let taken_back = Given {
            withdrawn: Some(Withdrawal { by: "Ada".into(), at: String::new(), because: String::new() }),
            ..not
        };
        assert_eq!(on(vec![minor, taken_back], OnAccount::All).facts, [Fact::new("detainee", "minor", true)]);

        let sums = |a: &str, b: &str| on(vec![given(a, None), given(b, None)], OnAccount::All).measures.len();
        assert_eq!(sums("sentence 12 years", "sentence 10 years"), 0);
        assert_eq!(sums("sentence 12 years", "sentence 144 months"), 2);
        let states = |a: &str, b: &str| on(vec![given(a, None), given(b, None)], OnAccount::All).state;
        assert_eq!(states("state of kz", "state of fr"), None);
        assert_eq!(states("state of kz", "state of kz").as_deref(), Some("kz"));
    }

    #[test]
    fn the_journal_keeps_what_was_said_and_not_when_it_did() {
        for words in [
            "detainee is not minor",
            "maximum_sentence is 12 years",
            "state of kz",
            "complete hearing 2024-01-01 .. 2024-02-29",
        ] {
            let one = given(words, Some(Account::State));
            let kept = serde_json::to_value(&one).unwrap();
            let back: Given = serde_json::from_value(kept).unwrap();
            assert_eq!(back, Given { number: 0, at: String::new(), ..one }, "{words}");
            assert_eq!(back.saying.to_string(), words);
        }
    }

    #[test]
    fn a_statement_is_said_with_its_source() {
        assert_eq!(
            given("offence is not especially_grave", Some(Account::State)).sourced(),
            "The offence is not especially grave (birth certificate; as the state says; recorded by Ada Roe on 2024-03-05)"
        );
        assert_eq!(
            given("complete hearing 2024-01-01 .. 2024-02-29", None).saying.sentence(),
            "The source lists every hearing from 2024-01-01 to 2024-02-29"
        );
    }
}
