//! Marks of what is protected: recorded in the journal with who says so, and withdrawn there; the marks stay.

use std::collections::BTreeSet;

use rayon::prelude::*;
use remand_dossier::Record;
use remand_protection::{Audience, Guard, Mark, MarkError, Passage, Withdrawal, traces};
use remand_vault::{Entry, Item, ItemId, LineHash, Record as Recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{CaseError, CaseFolder};

/// Why something cannot be protected, or a mark not be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtectError {
    /// The mark itself.
    #[error(transparent)]
    Mark(#[from] MarkError),
    /// Words that the item does not have.
    #[error("the item does not have these words; copy them as they stand in its text")]
    NoWords,
    /// Words that it has more than once.
    #[error(
        "the words stand in {0} places of the item; give more of them, or protect them everywhere with --words"
    )]
    ManyWords(usize),
    /// No item is called so.
    #[error(
        "no item is called `{0}`; give its name, its number among the exhibits (E3) or the start of its SHA-256"
    )]
    NoItem(String),
    /// Several are.
    #[error("several items are called `{0}`; give the number of the exhibit (E3) or more of the SHA-256")]
    ManyItems(String),
    /// No such mark.
    #[error(
        "entry {0} of the journal protects nothing; `remand protect CASE` lists the marks, each with its number"
    )]
    NoEntry(u64),
    /// It was withdrawn before.
    #[error("entry {number} was withdrawn by {by} before")]
    Withdrawn {
        /// Number of the mark.
        number: u64,
        /// Who withdrew it.
        by: String,
    },
    /// It stands there already.
    #[error("entry {0} protects the same in the same way")]
    Known(u64),
    /// A bundle of the whole case for somebody who may not see all of it.
    #[error(
        "entry {number} of the journal hides something from the {audience}, and a sealed bundle holds the whole case with its \
         logs; `remand dossier --out DIR --audience {audience}` makes what the {audience} may have"
    )]
    Sealing {
        /// For whom.
        audience: Audience,
        /// Number of a mark.
        number: u64,
    },
}

#[derive(Serialize, Deserialize)]
struct TakenBack {
    /// The entry that marks it, by the hash of its line: numbers move when logs of others are taken in.
    protect: LineHash,
    by: String,
    #[serde(default)]
    because: String,
}

/// The marks in the order of the journal, with those that were withdrawn.
fn in_journal(entries: &[Entry]) -> Result<Vec<(LineHash, Mark)>, CaseError> {
    let mut all: Vec<(LineHash, Mark)> = Vec::new();
    for entry in entries {
        let Recorded::Decision { decision } = &entry.record else { continue };
        let damaged =
            |why: serde_json::Error| CaseError::Protected { line: entry.number, why: why.to_string() };
        if let Some(mark) = decision.get("protect") {
            let mark: Mark = serde_json::from_value(mark.clone()).map_err(damaged)?;
            all.push((entry.id, Mark { number: entry.number, at: entry.recorded_at.clone(), ..mark }));
        } else if let Some(taken) = decision.get("unprotect") {
            let taken: TakenBack = serde_json::from_value(taken.clone()).map_err(damaged)?;
            if let Some((_, mark)) = all.iter_mut().find(|(id, _)| *id == taken.protect) {
                let at = entry.recorded_at.clone();
                mark.withdrawn = Some(Withdrawal { by: taken.by, at, because: taken.because });
            }
        }
    }
    Ok(all)
}

fn recorded(mark: &Mark, before: &[(LineHash, Mark)]) -> Result<Value, CaseError> {
    mark.checked().map_err(ProtectError::from)?;
    if let Some((_, old)) = before.iter().find(|(_, old)| old.same_as(mark)) {
        return Err(ProtectError::Known(old.number).into());
    }
    let value = serde_json::to_value(mark).map_err(|e| CaseError::Document("decision", e.to_string()))?;
    Ok(json!({ "protect": value }))
}

fn withdrawn(
    number: u64,
    by: &str,
    because: &str,
    before: &[(LineHash, Mark)],
) -> Result<Value, ProtectError> {
    let by = by.trim();
    if by.is_empty() {
        return Err(MarkError::Nobody.into());
    }
    let found = before.iter().find(|(_, mark)| mark.number == number);
    let (id, mark) = found.ok_or(ProtectError::NoEntry(number))?;
    if let Some(earlier) = &mark.withdrawn {
        return Err(ProtectError::Withdrawn { number, by: earlier.by.clone() });
    }
    Ok(json!({ "unprotect": { "protect": id, "by": by, "because": because.trim() } }))
}

impl CaseFolder {
    /// What is protected in this case, in the order of the journal, with what was withdrawn.
    ///
    /// # Errors
    ///
    /// Where a mark cannot be read: on which line of the journal. Then no output may be made.
    pub fn marks(&self) -> Result<Vec<Mark>, CaseError> {
        Ok(in_journal(self.vault().entries())?.into_iter().map(|(_, mark)| mark).collect())
    }

    /// Records a mark, at the time `now` (RFC 3339), and gives it back with its number. It is on the disk when this
    /// returns.
    ///
    /// # Errors
    ///
    /// Where it cannot be kept, the same stands there already, or the journal cannot be written.
    pub fn protect(&mut self, mark: &Mark, now: &str) -> Result<Mark, CaseError> {
        let value = recorded(mark, &in_journal(self.vault().entries())?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))?;
        let number = self.vault().entries().last().map_or(0, |entry| entry.number);
        Ok(Mark { number, at: now.to_owned(), ..mark.clone() })
    }

    /// Withdraws the mark of entry `number`; both stay in the journal.
    ///
    /// # Errors
    ///
    /// Where there is no such mark, it was withdrawn before, nobody stands for it, or the journal cannot be written.
    pub fn unprotect(&mut self, number: u64, by: &str, because: &str, now: &str) -> Result<(), CaseError> {
        let value = withdrawn(number, by, because, &in_journal(self.vault().entries())?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))
    }

    /// The item that a person calls so: by a name, by the number of the exhibit (`E3`), by the start of its SHA-256.
    ///
    /// # Errors
    ///
    /// Where none or several are.
    pub fn item_called(&self, called: &str) -> Result<Item, ProtectError> {
        let called = called.trim();
        let items = self.items();
        let number = called.strip_prefix(['E', 'e']).and_then(|number| number.parse::<usize>().ok());
        if let Some(item) = number.and_then(|number| items.get(number.checked_sub(1)?)) {
            return Ok(item.clone());
        }
        let is_named = |name: &String| name == called || name.rsplit('/').next() == Some(called);
        let is_called = |item: &&Item| {
            is_named(&item.name)
                || item.also.iter().any(is_named)
                || called.len() >= 6 && item.id.to_string().starts_with(called)
        };
        let mut found = items.iter().filter(is_called);
        match (found.next(), found.next()) {
            (Some(item), None) => Ok(item.clone()),
            (Some(_), Some(_)) => Err(ProtectError::ManyItems(called.to_owned())),
            (None, _) => Err(ProtectError::NoItem(called.to_owned())),
        }
    }
}

/// The only place of these words in an item of the record.
///
/// # Errors
///
/// Where the item has them nowhere, or more than once.
pub fn passage(record: &Record<'_>, item: ItemId, words: &str) -> Result<Passage, ProtectError> {
    let words = words.trim();
    let text = record.item(item).map_or("", |(_, layer)| layer.text.as_str());
    let mut places = text.match_indices(words).filter(|_| !words.is_empty()).map(|(at, _)| at);
    let start = places.next().ok_or(ProtectError::NoWords)?;
    match places.count() {
        0 => Ok(Passage { item, start, end: start + words.len(), quote: words.to_owned() }),
        more => Err(ProtectError::ManyWords(more + 1)),
    }
}

/// Items whose bytes show what `guard` hides, whatever was read of their text.
pub(crate) fn tainted(
    record: &Record<'_>,
    folder: &CaseFolder,
    guard: &Guard,
) -> Result<BTreeSet<ItemId>, CaseError> {
    let one = |item: &Item| Ok(shows(item, folder, guard)?.then_some(item.id));
    let found: Vec<Option<ItemId>> =
        record.items.par_iter().map(|(item, _)| one(item)).collect::<Result<_, CaseError>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// The bytes of an item show what `guard` hides.
pub(crate) fn shows(item: &Item, folder: &CaseFolder, guard: &Guard) -> Result<bool, CaseError> {
    Ok(!traces(&folder.vault().read(&item.id)?, guard).is_empty())
}

#[cfg(test)]
mod tests {
    use remand_protection::{Kind, Marked};
    use remand_vault::LogId;

    use super::*;

    fn mark(name: &str) -> Mark {
        Mark {
            number: 0,
            at: String::new(),
            what: Marked::Person(name.to_owned()),
            kind: Kind::Witness,
            by: "Ada Roe".to_owned(),
            because: String::new(),
            hidden_from: Audience::usual(),
            replace: None,
            whole_name: false,
            withdrawn: None,
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
    fn a_mark_is_withdrawn_by_the_hash_of_its_line_and_stays() {
        let value = recorded(&mark("Mira Tolle"), &[]).unwrap();
        let first = [entry(4, value.clone())];
        let before = in_journal(&first).unwrap();
        assert!(
            recorded(&mark("Mira Tolle"), &before)
                .unwrap_err()
                .to_string()
                .contains("entry 4 protects the same")
        );
        assert!(recorded(&mark("Otto Stein"), &before).is_ok());
        let both = [entry(4, value), entry(5, withdrawn(4, "Ben Ito", "she agreed", &before).unwrap())];
        let after = in_journal(&both).unwrap();
        assert_eq!(after.len(), 1);
        let (_, mark_now) = &after[0];
        assert_eq!(mark_now.withdrawn.as_ref().unwrap().because, "she agreed");
        assert!(!mark_now.hides_from(Audience::Public));
        assert!(recorded(&mark("Mira Tolle"), &after).is_ok());
        for (number, by, says) in
            [(4, "Ada", "withdrawn by Ben Ito"), (9, "Ada", "entry 9"), (4, " ", "--by NAME")]
        {
            assert!(withdrawn(number, by, "", &after).unwrap_err().to_string().contains(says));
        }
    }

    #[test]
    fn a_mark_that_cannot_be_read_stops_everything() {
        for bad in
            [json!({"protect": {"by": "Ada"}}), json!({"unprotect": {"protect": "x"}}), json!({"protect": 1})]
        {
            let error = in_journal(&[entry(3, bad)]).unwrap_err().to_string();
            assert!(error.contains("line 3 of the journal protects"), "{error}");
        }
    }
}
