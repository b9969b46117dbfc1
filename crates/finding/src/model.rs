//! What comes of holding a record against norms.

use jiff::civil::Date;
use remand_chronology::{EventIx, OnAccount};
use remand_reading::{ClaimIx, Passage};
use serde::Serialize;

/// What a norm comes to on one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept on every reading.
    Met,
    /// Breached on every reading.
    NotMet,
    /// Breached on some readings only.
    Contested,
    /// The record does not decide it.
    Undetermined,
    /// What it is about did not happen here, or it was not in force.
    NotApplicable,
}

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
    /// On whose account.
    pub account: OnAccount,
    /// What comes of it.
    pub outcome: Outcome,
    /// In one sentence: what was found.
    pub summary: String,
    /// Why, step by step. Never empty.
    pub reasons: Vec<Reason>,
    /// The facts that would decide it.
    pub missing: Vec<String>,
    /// WGAD category that a breach supports, where the norm names one.
    pub wgad: Option<String>,
    /// Not met on the state's own account as well.
    pub even_on_state_account: bool,
}

/// Where a deadline stands as of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    /// Not yet due.
    Open,
    /// The act is in the record, in time.
    Kept,
    /// The act is in the record, late.
    KeptLate,
    /// Past, and the act is not in the record.
    PassedUnanswered,
}

/// An act that somebody owes by a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The procedure (`WGAD: government reply`).
    pub procedure: String,
    /// Who owes it.
    pub owed_by: String,
    /// Last day; two days where the count or the trigger is uncertain.
    pub due: (Date, Date),
    /// The rule, with its citation and check status.
    pub rule: String,
    /// Id of the norm, where a norm gives it; `None` where a text of the record states it.
    pub norm: Option<String>,
    /// What set it off, in words.
    pub trigger: String,
    /// The events and words behind the trigger.
    pub trigger_event: Option<EventIx>,
    /// See `trigger_event`.
    pub claims: Vec<ClaimIx>,
    /// Where it stands.
    pub status: DeadlineStatus,
}
