//! Answers to the questions of filings: recorded in the journal with who answered, and taken back there.

use remand_dossier::Record;
use remand_filing::{Answer, Ask, Forms};
use remand_finding::Withdrawal;
use remand_vault::{Entry, LineHash, Record as Recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::given::quoted;
use crate::{CaseError, CaseFolder};

/// Why an answer cannot be kept or taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// No form asks it.
    #[error("no form asks `{id}`{near}; `remand answer CASE` lists every question")]
    NoQuestion {
        /// What was answered.
        id: String,
        /// What is near it.
        near: String,
    },
    /// Nothing was said.
    #[error("an answer has words; to take one back: `remand answer CASE --withdraw NUMBER --by NAME`")]
    Empty,
    /// Nobody stands for it.
    #[error("say who answers: --by NAME")]
    Nobody,
    /// It rests on nothing.
    #[error(
        "a claim is not a fact: say what the answer rests on, with --because \"her passport, seen on 3 May\" or with the \
         words of an item, --quote \"…\""
    )]
    Unfounded,
    /// It stands there already.
    #[error("entry {0} of the journal says the same")]
    Known(u64),
    /// No such answer.
    #[error(
        "entry {0} of the journal is no answer; `remand answer CASE` lists the answers, each with its number"
    )]
    NoEntry(u64),
    /// It was withdrawn before.
    #[error("entry {number} was withdrawn by {by} before")]
    Withdrawn {
        /// Number of the answer.
        number: u64,
        /// Who withdrew it.
        by: String,
    },
}

/// What a person wants to answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answering {
    /// Id of the question.
    pub id: String,
    /// The answer.
    pub value: String,
    /// Who answers.
    pub by: String,
    /// What it rests on.
    pub because: String,
    /// Words of an item that say so.
    pub quote: Option<String>,
}

impl Answering {
    /// The answer that is to be recorded.
    ///
    /// # Errors
    /// Where no form asks it, nobody stands for it, or it rests on nothing.
    pub fn answer(&self, forms: &Forms, record: Option<&Record<'_>>) -> Result<Answer, CaseError> {
        let questions = forms.questions().map_err(remand_filing::FilingError::from)?;
        let id = self.id.trim();
        if !questions.contains_key(id) {
            let near = remand_law::nearest(id, questions.keys().map(String::as_str));
            let near = near.map(|near| format!("; near it: {near}")).unwrap_or_default();
            return Err(AnswerError::NoQuestion { id: id.to_owned(), near }.into());
        }
        let (value, by) = (self.value.trim(), self.by.trim());
        if value.is_empty() {
            return Err(AnswerError::Empty.into());
        }
        if by.is_empty() {
            return Err(AnswerError::Nobody.into());
        }
        let found = match (&self.quote, record) {
            (Some(quote), Some(record)) => Some(quoted(record, quote)?),
            _ => None,
        };
        let because = match (self.because.trim(), record.zip(found.as_ref())) {
            ("", None) => return Err(AnswerError::Unfounded.into()),
            ("", Some((record, quoted))) => {
                record.item(quoted.item).map_or("an item", |(item, _)| item.name.as_str()).to_owned()
            }
            (because, _) => because.to_owned(),
        };
        Ok(Answer {
            number: 0,
            id: id.to_owned(),
            value: value.to_owned(),
            by: by.to_owned(),
            at: String::new(),
            because,
            quoted: found,
            withdrawn: None,
        })
    }
}

/// Every question that a form asks, by id.
///
/// # Errors
/// Where a form has a fault.
pub fn questions(forms: &Forms) -> Result<Vec<Ask>, CaseError> {
    let all = forms.questions().map_err(remand_filing::FilingError::from)?;
    Ok(all.into_values().collect())
}

#[derive(Serialize, Deserialize)]
struct TakenBack {
    /// The entry that answers, by the hash of its line: numbers move when logs of others are taken in.
    answer: LineHash,
    by: String,
    #[serde(default)]
    because: String,
}

/// The answers in the order of the journal, with those that were taken back.
fn in_journal(entries: &[Entry]) -> Result<Vec<(LineHash, Answer)>, CaseError> {
    let mut all: Vec<(LineHash, Answer)> = Vec::new();
    for entry in entries {
        let Recorded::Decision { decision } = &entry.record else { continue };
        let damaged = |why: serde_json::Error| CaseError::Answer { line: entry.number, why: why.to_string() };
        if let Some(answer) = decision.get("answer") {
            let answer: Answer = serde_json::from_value(answer.clone()).map_err(damaged)?;
            all.push((entry.id, Answer { number: entry.number, at: entry.recorded_at.clone(), ..answer }));
        } else if let Some(taken) = decision.get("unanswer") {
            let taken: TakenBack = serde_json::from_value(taken.clone()).map_err(damaged)?;
            if let Some((_, answer)) = all.iter_mut().find(|(id, _)| *id == taken.answer) {
                let at = entry.recorded_at.clone();
                answer.withdrawn = Some(Withdrawal { by: taken.by, at, because: taken.because });
            }
        }
    }
    Ok(all)
}

fn recorded(answer: &Answer, before: &[(LineHash, Answer)]) -> Result<Value, CaseError> {
    let same = |old: &Answer| {
        old.withdrawn.is_none() && old.id == answer.id && old.value == answer.value && old.by == answer.by
    };
    if let Some((_, old)) = before.iter().find(|(_, old)| same(old)) {
        return Err(AnswerError::Known(old.number).into());
    }
    let value = serde_json::to_value(answer).map_err(|e| CaseError::Document("decision", e.to_string()))?;
    Ok(json!({ "answer": value }))
}

fn withdrawn(
    number: u64,
    by: &str,
    because: &str,
    before: &[(LineHash, Answer)],
) -> Result<Value, AnswerError> {
    let by = by.trim();
    if by.is_empty() {
        return Err(AnswerError::Nobody);
    }
    let found = before.iter().find(|(_, answer)| answer.number == number);
    let (id, answer) = found.ok_or(AnswerError::NoEntry(number))?;
    if let Some(earlier) = &answer.withdrawn {
        return Err(AnswerError::Withdrawn { number, by: earlier.by.clone() });
    }
    Ok(json!({ "unanswer": { "answer": id, "by": by, "because": because.trim() } }))
}

impl CaseFolder {
    /// What people answered, in the order of the journal, with what was taken back.
    ///
    /// # Errors
    /// Where an answer cannot be read: on which line of the journal.
    pub fn answers(&self) -> Result<Vec<Answer>, CaseError> {
        Ok(in_journal(self.vault().entries())?.into_iter().map(|(_, answer)| answer).collect())
    }

    /// Records an answer, at the time `now` (RFC 3339), and gives it back with its number. It is on the disk when this
    /// returns. An answer that contradicts another stands beside it.
    ///
    /// # Errors
    /// Where the same person said the same before, or the journal cannot be written.
    pub fn record_answer(&mut self, answer: &Answer, now: &str) -> Result<Answer, CaseError> {
        let value = recorded(answer, &in_journal(self.vault().entries())?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))?;
        let number = self.vault().entries().last().map_or(0, |entry| entry.number);
        Ok(Answer { number, at: now.to_owned(), ..answer.clone() })
    }

    /// Takes back the answer of entry `number`; both stay in the journal.
    ///
    /// # Errors
    /// Where there is no such answer, it was taken back before, nobody stands for it, or the journal cannot be written.
    pub fn withdraw_answer(
        &mut self,
        number: u64,
        by: &str,
        because: &str,
        now: &str,
    ) -> Result<(), CaseError> {
        let value = withdrawn(number, by, because, &in_journal(self.vault().entries())?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))
    }
}

#[cfg(test)]
mod tests {
    use remand_vault::LogId;

    use super::*;

    fn answering(id: &str, value: &str) -> Answering {
        Answering {
            id: id.to_owned(),
            value: value.to_owned(),
            by: "Ada Roe".to_owned(),
            because: "her passport".to_owned(),
            quote: None,
        }
    }

    fn entry(number: u8, decision: Value) -> Entry {
        Entry {
            number: number.into(),
            id: LineHash::from_bytes([number; 32]),
            log: LogId::from_bytes([1; 16]),
            line: number.into(),
            recorded_at: "2031-05-02T10:00:00Z".to_owned(),
            record: Recorded::Decision { decision },
        }
    }

    #[test]
    fn an_answer_needs_a_question_a_person_and_a_ground() {
        let forms = Forms::default();
        let refused = |answering: Answering| answering.answer(&forms, None).unwrap_err().to_string();
        assert!(refused(answering("identity.birth_dat", "1970")).contains("near it: identity.birth_date"));
        assert!(refused(answering("identity.birth_date", " ")).contains("an answer has words"));
        assert!(
            refused(Answering { by: String::new(), ..answering("identity.birth_date", "1970") })
                .contains("--by NAME")
        );
        assert!(
            refused(Answering { because: String::new(), ..answering("identity.birth_date", "1970") })
                .contains("--because")
        );
        assert_eq!(answering("identity.birth_date", " 1970 ").answer(&forms, None).unwrap().value, "1970");
    }

    #[test]
    fn both_of_two_answers_are_kept_and_one_can_be_taken_back() {
        let forms = Forms::default();
        let answer = |value| answering("consent.submission", value).answer(&forms, None).unwrap();
        let first = recorded(&answer("yes"), &[]).unwrap();
        let before = in_journal(&[entry(4, first.clone())]).unwrap();
        assert!(recorded(&answer("yes"), &before).unwrap_err().to_string().contains("entry 4"));
        let second = recorded(&answer("no"), &before).unwrap();
        let entries = [entry(4, first), entry(5, second)];
        let both = in_journal(&entries).unwrap();
        assert!(both[0].1.contradicts(&both[1].1));
        let taken = withdrawn(5, "Ben Ito", "misheard", &both).unwrap();
        let after = in_journal(&[entries[0].clone(), entries[1].clone(), entry(6, taken)]).unwrap();
        assert!(!after[0].1.contradicts(&after[1].1));
        assert_eq!(after[1].1.withdrawn.as_ref().unwrap().by, "Ben Ito");
        for (number, by, says) in
            [(5, "Ada", "withdrawn by Ben Ito"), (9, "Ada", "entry 9"), (4, " ", "--by NAME")]
        {
            assert!(withdrawn(number, by, "", &after).unwrap_err().to_string().contains(says));
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_named() {
        let error = in_journal(&[entry(3, json!({"answer": {"by": "Ada"}}))]).unwrap_err().to_string();
        assert!(error.contains("line 3 of the journal"), "{error}");
    }
}
