//! What is said of each statement of a text: how it stands against the record, and what carries it.

use std::ops::Range;

use jiff::civil::Date;
use remand_chronology::OnAccount;
use remand_reading::Passage;
use serde::{Deserialize, Serialize};

/// What kind of statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A day, month, year or hour.
    Date,
    /// A length of time, an age, the number of a day.
    Duration,
    /// A number of people or things.
    Count,
    /// A sum of money.
    Amount,
    /// Hundredths.
    Percentage,
    /// Words that the text gives as another's.
    Quotation,
    /// A person, body or place.
    Name,
    /// A law, or a provision of one.
    Citation,
    /// The number of a case, document, telephone: it counts nothing.
    Reference,
}

impl What {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Count => "count",
            Self::Amount => "amount",
            Self::Percentage => "percentage",
            Self::Quotation => "quotation",
            Self::Name => "name",
            Self::Citation => "citation",
            Self::Reference => "reference",
        }
    }
}

/// How a statement stands against the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The record has it otherwise.
    Contradicted,
    /// Nothing in the record says it.
    NotInTheRecord,
    /// The record leaves it open, or its sources differ.
    Uncertain,
    /// Something in the record says it.
    Carried,
}

impl Standing {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::NotInTheRecord => "not in the record",
            Self::Uncertain => "uncertain",
            Self::Carried => "carried",
        }
    }
}

/// What carries a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Carrier {
    /// Words of an item.
    Passage {
        /// Where.
        passage: Passage,
        /// As it is cited: `E3 p. 2`.
        place: String,
        /// The words.
        quote: String,
    },
    /// A sum with the days of custody.
    Clock {
        /// On whose account.
        account: OnAccount,
        /// The sum.
        sum: String,
    },
    /// A day on which something is due.
    Deadline {
        /// What.
        procedure: String,
    },
    /// What the law makes of the record.
    Finding {
        /// Id of the norm.
        norm: String,
        /// On whose account.
        account: OnAccount,
    },
    /// What a person gave of the case.
    Given {
        /// Line of the journal.
        entry: u64,
    },
    /// The day of the text itself.
    OwnDay {
        /// The day.
        day: Date,
    },
    /// Words that need no source: the fixed words of a form.
    Fixed {
        /// What they are.
        name: String,
    },
}

/// A statement of a text, held against the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// The words.
    pub words: String,
    /// What it is.
    pub what: What,
    /// How it stands.
    pub standing: Standing,
    /// What carries it, the best first; empty where nothing does.
    pub carried_by: Vec<Carrier>,
    /// Why, in a sentence, with the arithmetic; empty where it is simply carried.
    pub says: String,
}

impl Checked {
    /// A text with this in it must not go out unless somebody vouches for it: it is contradicted, or it is a date,
    /// number or quotation that nothing carries.
    pub fn stops(&self) -> bool {
        match self.standing {
            Standing::Contradicted => true,
            Standing::NotInTheRecord => !matches!(self.what, What::Name | What::Citation | What::Reference),
            Standing::Uncertain | Standing::Carried => false,
        }
    }
}
