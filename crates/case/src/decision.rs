//! What a person decided for a case and wants to find again: kept in the journal, the last word wins.

use jiff::civil::Date;
use remand_vault::{Entry, Record};
use serde::{Deserialize, Serialize};

/// Choices for a case. `None` leaves what was decided before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// The person of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The day that everything is computed for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Law packs, as they were named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<Vec<String>>,
    /// Language of the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Decisions {
    /// What the journal says was decided so far.
    pub fn in_journal(entries: &[Entry]) -> Self {
        let mut all = Self::default();
        for entry in entries {
            if let Record::Decision { decision } = &entry.record
                && let Ok(later) = serde_json::from_value::<Self>(decision.clone())
            {
                all = all.then(&later);
            }
        }
        all
    }

    /// These, where `later` does not say otherwise.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        Self {
            subject: later.subject.clone().or_else(|| self.subject.clone()),
            as_of: later.as_of.or(self.as_of),
            law: later.law.clone().or_else(|| self.law.clone()),
            language: later.language.clone().or_else(|| self.language.clone()),
        }
    }
}
