//! Which item is the translation of which: people say so, the journal keeps it, and it can be withdrawn there.

use remand_dossier::Record;
use remand_exhibit::Translated;
use remand_vault::{Entry, ItemId, LineHash, Record as Recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{CaseError, CaseFolder};

/// An item that is the translation of another, as a person recorded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// Number of the entry of the journal.
    #[serde(skip)]
    pub number: u64,
    /// The translation.
    pub item: ItemId,
    /// What it translates.
    pub of: ItemId,
    /// Who records it.
    pub by: String,
    /// Who translated it and in what capacity: `Ina Berg, sworn translator`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translator: Option<String>,
    /// Who withdrew it.
    #[serde(skip)]
    pub withdrawn: Option<String>,
}

/// Why something is no translation, or cannot be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TranslationError {
    /// Nobody stands for it.
    #[error("say who records it: --by NAME")]
    Nobody,
    /// An item and itself.
    #[error("an item is no translation of itself; name the original with --of")]
    Itself,
    /// It translates something already.
    #[error(
        "entry {0} of the journal says already what this item translates; withdraw that first (--withdraw {0})"
    )]
    Known(u64),
    /// The original is a translation.
    #[error("the item named with --of is itself a translation (entry {0} of the journal); name the original")]
    OfTranslation(u64),
    /// The translation is an original of another.
    #[error(
        "entry {0} of the journal says that another item translates this one; withdraw that first (--withdraw {0})"
    )]
    IsOriginal(u64),
    /// No such entry.
    #[error(
        "entry {0} of the journal names no translation; `remand translation CASE` lists them, each with its number"
    )]
    NoEntry(u64),
    /// It was withdrawn before.
    #[error("entry {number} was withdrawn by {by} before")]
    Withdrawn {
        /// Its number.
        number: u64,
        /// Who withdrew it.
        by: String,
    },
    /// It cannot be read.
    #[error("line {line} of the journal names a translation that this version cannot read: {why}")]
    Unreadable {
        /// Line of the journal.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
}

#[derive(Serialize, Deserialize)]
struct TakenBack {
    /// The entry that names it, by the hash of its line: numbers move when logs of others are taken in.
    translation: LineHash,
    by: String,
    #[serde(default)]
    because: String,
}

fn in_journal(entries: &[Entry]) -> Result<Vec<(LineHash, Translation)>, TranslationError> {
    let mut all: Vec<(LineHash, Translation)> = Vec::new();
    for entry in entries {
        let Recorded::Decision { decision } = &entry.record else { continue };
        let unreadable = |why: serde_json::Error| TranslationError::Unreadable {
            line: entry.number,
            why: why.to_string(),
        };
        if let Some(value) = decision.get("translation") {
            let found: Translation = serde_json::from_value(value.clone()).map_err(unreadable)?;
            all.push((entry.id, Translation { number: entry.number, ..found }));
        } else if let Some(value) = decision.get("no_translation") {
            let taken: TakenBack = serde_json::from_value(value.clone()).map_err(unreadable)?;
            if let Some((_, found)) = all.iter_mut().find(|(id, _)| *id == taken.translation) {
                found.withdrawn = Some(taken.by);
            }
        }
    }
    Ok(all)
}

fn recorded(new: &Translation, before: &[(LineHash, Translation)]) -> Result<Value, TranslationError> {
    if new.by.trim().is_empty() {
        return Err(TranslationError::Nobody);
    }
    if new.item == new.of {
        return Err(TranslationError::Itself);
    }
    for (_, old) in before.iter().filter(|(_, old)| old.withdrawn.is_none()) {
        if old.item == new.item {
            return Err(TranslationError::Known(old.number));
        }
        if old.item == new.of {
            return Err(TranslationError::OfTranslation(old.number));
        }
        if old.of == new.item {
            return Err(TranslationError::IsOriginal(old.number));
        }
    }
    Ok(json!({ "translation": new }))
}

fn withdrawn(
    number: u64,
    by: &str,
    because: &str,
    before: &[(LineHash, Translation)],
) -> Result<Value, TranslationError> {
    let by = by.trim();
    if by.is_empty() {
        return Err(TranslationError::Nobody);
    }
    let found = before.iter().find(|(_, old)| old.number == number);
    let (id, old) = found.ok_or(TranslationError::NoEntry(number))?;
    if let Some(by) = &old.withdrawn {
        return Err(TranslationError::Withdrawn { number, by: by.clone() });
    }
    Ok(
        json!({ "no_translation": TakenBack { translation: *id, by: by.to_owned(), because: because.trim().to_owned() } }),
    )
}

impl CaseFolder {
    /// Which items translate others, in the order of the journal, with what was withdrawn.
    ///
    /// # Errors
    ///
    /// Where an entry cannot be read: on which line of the journal.
    pub fn translations(&self) -> Result<Vec<Translation>, CaseError> {
        Ok(in_journal(self.vault().entries())?.into_iter().map(|(_, translation)| translation).collect())
    }

    /// Records that an item translates another, at the time `now` (RFC 3339), and gives it back with its number.
    ///
    /// # Errors
    ///
    /// Where it cannot be so beside what is recorded, or the journal cannot be written.
    pub fn record_translation(&mut self, new: &Translation, now: &str) -> Result<Translation, CaseError> {
        let value = recorded(new, &in_journal(self.vault().entries())?)?;
        self.write(|vault| Ok(vault.record_decision(value, now)?))?;
        let number = self.vault().entries().last().map_or(0, |entry| entry.number);
        Ok(Translation { number, ..new.clone() })
    }

    /// Withdraws what entry `number` says; both stay in the journal.
    ///
    /// # Errors
    ///
    /// Where there is no such entry, it was withdrawn before, nobody stands for it, or the journal cannot be written.
    pub fn withdraw_translation(
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

/// Translations that count, by the numbers of exhibits of a record with nothing hidden.
pub(crate) fn numbered(folder: &CaseFolder, record: &Record<'_>) -> Result<Vec<Translated>, CaseError> {
    let number = |id: ItemId| record.items.iter().position(|(item, _)| item.id == id).map(|at| at + 1);
    let all = folder.translations()?.into_iter().filter(|translation| translation.withdrawn.is_none());
    Ok(all
        .filter_map(|found| {
            let (exhibit, of) = (number(found.item)?, number(found.of)?);
            Some(Translated { exhibit, of, translator: found.translator })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use remand_vault::LogId;

    use super::*;

    fn translation(item: u8, of: u8) -> Translation {
        let id = |byte| ItemId::from_bytes([byte; 32]);
        let by = "Ada Roe".to_owned();
        Translation { number: 0, item: id(item), of: id(of), by, translator: None, withdrawn: None }
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
    fn a_translation_is_recorded_once_and_withdrawn_by_the_hash_of_its_line() {
        let first = recorded(&translation(2, 1), &[]).unwrap();
        let before = in_journal(&[entry(4, first.clone())]).unwrap();
        for (item, of, says) in
            [(2, 3, "entry 4"), (3, 2, "itself a translation"), (1, 3, "another item"), (5, 5, "of itself")]
        {
            let error = recorded(&translation(item, of), &before).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert!(recorded(&translation(3, 1), &before).is_ok());
        let taken = withdrawn(4, "Ben Ito", "wrong file", &before).unwrap();
        let after = in_journal(&[entry(4, first), entry(5, taken)]).unwrap();
        assert_eq!(after[0].1.withdrawn.as_deref(), Some("Ben Ito"));
        assert!(recorded(&translation(2, 3), &after).is_ok());
        for (number, by, says) in
            [(4, "Ada", "by Ben Ito before"), (9, "Ada", "entry 9"), (4, " ", "--by NAME")]
        {
            let error = withdrawn(number, by, "", &after).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        for bad in [json!({"translation": {"by": "Ada"}}), json!({"no_translation": {"translation": "x"}})] {
            let error = in_journal(&[entry(3, bad)]).unwrap_err().to_string();
            assert!(error.contains("line 3"), "{error}");
        }
    }
}
