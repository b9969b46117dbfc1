//! What comes of holding a record against norms.

use std::ops::Deref;

use jiff::civil::{Date, DateTime};
use remand_chronology::OnAccount;
use remand_law::{Amount, Outcome};
use remand_reading::{Account, ClaimIx, EventKind, Passage};
use serde::{Deserialize, Serialize};

use crate::Given;

/// A step of the reasoning, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// In words, with the arithmetic.
    pub text: String,
    /// The claims it uses.
    pub claims: Vec<ClaimIx>,
    /// The words it uses.
    pub passages: Vec<Passage>,
}

/// The steps of a reasoning: at least one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Reasons(Vec<Reason>);

impl Reasons {
    /// The first step and those after it.
    pub fn new(first: Reason, more: Vec<Reason>) -> Self {
        let mut all = more;
        all.insert(0, first);
        Self(all)
    }
}

impl Deref for Reasons {
    type Target = [Reason];

    fn deref(&self) -> &[Reason] {
        &self.0
    }
}

/// A norm held against the record on one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the norm (`iccpr.9.3.judge`).
    pub norm: String,
    /// Its heading.
    pub title: String,
    /// Its citation (`ICCPR art. 9(3); CCPR/C/GC/35 para. 33`).
    pub cites: String,
    /// How the norm was checked, as the program prints it (`against secondary text, 2026-11-22`).
    pub checked: String,
    /// `hard`, `presumptive` or `standard`.
    pub limit: String,
    /// Which version of the norm was used.
    pub version: Version,
    /// On whose account.
    pub account: OnAccount,
    /// What comes of it.
    pub outcome: Outcome,
    /// In one sentence: what was found.
    pub summary: String,
    /// Why, step by step.
    pub reasons: Reasons,
    /// The facts that would decide it.
    pub missing: Vec<String>,
    /// Those of them that a person can give.
    pub asks: Vec<Ask>,
    /// Numbers of the statements of people about what the norm asks ([`Given::number`]).
    pub given: Vec<u64>,
    /// WGAD categories that a breach supports.
    pub wgad: Vec<String>,
    /// Norms on the same thing elsewhere, each with findings of its own.
    pub beside: Vec<String>,
    /// Not met on the state's own account as well.
    pub even_on_state_account: bool,
}

/// A fact that a person can give where no text of the record has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Ask {
    /// In a sentence: "whether the detainee is a minor".
    pub what: String,
    /// As it is given ([`Saying`](crate::Saying)): `detainee is minor`; LENGTH stands for a length of time.
    pub words: String,
}

/// A version of a norm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its first day, or the earliest it can be.
    pub from: Option<Date>,
    /// SHA-256 of its text, in hexadecimal (`spec/law.md`).
    pub digest: String,
}

/// A circumstance of the case that no event gives: the detainee is a minor, the offence is especially grave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Whose: `detainee`, `offence`.
    pub role: String,
    /// What: `minor`, `especially_grave`.
    pub qualifier: String,
    /// False where it is known not to hold.
    pub holds: bool,
}

/// What is known of the case beside its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The state that holds the person, as an ISO 3166-1 code in lower case; `None` where it is not known.
    pub state: Option<String>,
    /// Circumstances. What is not listed is unknown.
    pub facts: Vec<Fact>,
    /// Lengths that the case has, by the name of the measure. What is not listed is unknown.
    pub measures: Vec<(String, Amount)>,
    /// Sources that say of themselves that they list every event of a kind in a time.
    pub complete: Vec<Complete>,
    /// What people said, each with its source. It counts where [`Setting::on`] puts it into the fields above.
    pub given: Vec<Given>,
}

/// A source that lists every event of a kind in a time, so that what it does not list did not happen on its account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Complete {
    /// The kind of event.
    pub kind: EventKind,
    /// On whose account.
    pub account: Account,
    /// First minute of that time; `None`: all time before the end.
    pub from: Option<DateTime>,
    /// First minute after it; `None`: up to the day as of which the record is read.
    pub to: Option<DateTime>,
}
