//! What one account says of a case: intervals instead of minutes, and everything that its claims leave open.

use std::collections::{BTreeMap, BTreeSet};

use remand_law::Amount;
use serde::{Deserialize, Serialize};

use crate::{Interval, Minute};

/// A case as one account has it, read as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Last minute of the day as of which it is read.
    pub now: Minute,
    /// The state that holds the person: ISO 3166-1 code in lower case.
    pub country: Option<String>,
    /// Events that somebody says happened.
    pub events: Vec<Told>,
    /// Kinds of event of which a claim says that they did not happen, up to and with this minute; `None`: ever.
    pub denied: BTreeMap<String, Option<Minute>>,
    /// Kinds of event of which a source lists all in this time.
    pub complete: BTreeMap<String, Interval>,
    /// Stretches of states.
    pub stretches: Vec<Drawn>,
    /// What holds in the case and what does not: `detainee is minor`.
    pub circumstances: BTreeMap<String, bool>,
    /// Measures that are given: `maximum_sentence`.
    pub measures: BTreeMap<String, Amount>,
}

/// An event that somebody says happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Its name in the vocabulary.
    pub kind: String,
    /// When: one for each version that does not fit the others. Never empty.
    pub versions: Vec<Interval>,
    /// How it was done and by whom, where a claim says so.
    pub qualifiers: BTreeSet<String>,
    /// Roles of which a claim says who took them.
    pub roles: BTreeSet<String>,
}

/// A stretch of a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Its name in the vocabulary.
    pub state: String,
    /// Its first minute.
    pub from: Interval,
    /// Its last minute. Where no end is known: from the last minute that somebody vouches for, up to now.
    pub last: Interval,
    /// No end is known.
    pub open: bool,
    /// What is known of it.
    pub standing: Standing,
}

/// What is known of a stretch of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It held.
    Holds,
    /// One claim says that it held, another that it did not.
    Disputed,
    /// A claim says that it did not hold, and none that it did.
    Denied,
}

impl Record {
    /// Nothing is known yet.
    pub fn new(now: Minute) -> Self {
        Self {
            now,
            country: None,
            events: Vec::new(),
            denied: BTreeMap::new(),
            complete: BTreeMap::new(),
            stretches: Vec::new(),
            circumstances: BTreeMap::new(),
            measures: BTreeMap::new(),
        }
    }
}
