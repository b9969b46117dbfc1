//! What people answer to the questions of a filing: kept in the journal, with who answered and what it rests on.

use remand_finding::{Quoted, Withdrawal};
use serde::{Deserialize, Serialize};

use crate::draft::AnswerUsed;

/// An answer to a question of a filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Line of the journal, from 1.
    #[serde(skip)]
    pub number: u64,
    /// Id of the question (`identity.birth_date`).
    pub id: String,
    /// The answer, as it is to be printed.
    pub value: String,
    /// Who recorded it, as the person wants to be named.
    pub by: String,
    /// When (RFC 3339). The journal has it, so it is not written twice.
    #[serde(skip)]
    pub at: String,
    /// What it rests on, in words.
    pub because: String,
    /// The words of the record that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<Quoted>,
    /// It was taken back, and counts no more.
    #[serde(skip)]
    pub withdrawn: Option<Withdrawal>,
}

/// What an answer to a question with yes or no comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Yes,
    No,
    Other,
}

const YES: [&str; 5] = ["yes", "oui", "sí", "si", "true"];
const NO: [&str; 5] = ["no", "non", "none", "aucun", "ninguno"];

impl Answer {
    /// It says something else of the same question.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.withdrawn.is_none()
            && other.withdrawn.is_none()
            && self.id == other.id
            && folded(&self.value) != folded(&other.value)
    }

    pub(crate) fn reply(&self) -> Reply {
        let first = self.value.trim().split(|ch: char| !ch.is_alphabetic()).next().unwrap_or_default();
        let first = first.to_lowercase();
        if YES.contains(&first.as_str()) {
            Reply::Yes
        } else if NO.contains(&first.as_str()) {
            Reply::No
        } else {
            Reply::Other
        }
    }

    pub(crate) fn used(&self) -> AnswerUsed {
        AnswerUsed {
            number: self.number,
            id: self.id.clone(),
            value: self.value.clone(),
            by: self.by.clone(),
            at: self.at.clone(),
            because: self.because.clone(),
        }
    }
}

fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(id: &str, value: &str) -> Answer {
        Answer {
            number: 1,
            id: id.to_owned(),
            value: value.to_owned(),
            by: "Ada Roe".to_owned(),
            at: "2031-05-02T10:00:00Z".to_owned(),
            because: "she told me".to_owned(),
            quoted: None,
            withdrawn: None,
        }
    }

    #[test]
    fn two_answers_contradict_where_they_differ_in_more_than_their_letters() {
        let yes = answer("consent.submission", "yes");
        assert!(!yes.contradicts(&answer("consent.submission", " Yes ")));
        assert!(yes.contradicts(&answer("consent.submission", "no")));
        assert!(!yes.contradicts(&answer("consent.named", "no")));
        let taken = Withdrawal { by: "Ben".to_owned(), at: String::new(), because: String::new() };
        let withdrawn = Answer { withdrawn: Some(taken), ..answer("consent.submission", "no") };
        assert!(!yes.contradicts(&withdrawn));
    }

    #[test]
    fn yes_and_no_are_told_in_three_languages_and_nothing_else_is_guessed() {
        for (value, reply) in [
            ("Oui, par écrit", Reply::Yes),
            ("sí", Reply::Yes),
            ("no", Reply::No),
            ("none known", Reply::No),
            ("she has not decided", Reply::Other),
            ("", Reply::Other),
            ("nobody asked", Reply::Other),
        ] {
            assert_eq!(answer("x", value).reply(), reply, "{value}");
        }
    }
}
