//! What is another than it was: deadlines and findings held against an earlier state of the same case.

use jiff::civil::Date;
use remand_chronology::OnAccount;
use remand_finding::{Deadline, DeadlineKind, DeadlineStatus, Outcome};
use remand_reading::{ClaimIx, Passage};
use serde::{Deserialize, Serialize};

use crate::identity::deadline_ids;
use crate::json::SCHEMA;
use crate::record::Record;

/// Why a text is no earlier state of a case.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Not JSON, or not that of a dossier.
    #[error("it is no dossier.json: {0}")]
    NotADossier(#[from] serde_json::Error),
    /// Of another form.
    #[error("it has the form `{0}`, and this version reads `{SCHEMA}`")]
    AnotherForm(String),
}

/// What a case came to at an earlier time, as far as it can be compared: of a `dossier.json`, or of a record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Snapshot {
    schema: String,
    as_of: Date,
    items: Vec<ItemThen>,
    deadlines: Vec<DeadlineThen>,
    findings: Vec<FindingThen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct ItemThen {
    id: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct DeadlineThen {
    #[serde(default)]
    id: String,
    #[serde(default)]
    act: String,
    procedure: String,
    owed_by: String,
    due: Date,
    due_latest: Date,
    norm: Option<String>,
    status: DeadlineStatus,
    passages: Vec<Passage>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct FindingThen {
    norm: String,
    title: String,
    cites: String,
    account: OnAccount,
    outcome: Outcome,
    reasons: Vec<ReasonThen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct ReasonThen {
    passages: Vec<Passage>,
}

impl Snapshot {
    /// Of a `dossier.json`.
    ///
    /// # Errors
    ///
    /// Where the text is none, or of another form.
    pub fn read(text: &str) -> Result<Self, SnapshotError> {
        #[derive(Deserialize)]
        struct Form {
            schema: String,
        }
        let form: Form = serde_json::from_str(text)?;
        if form.schema != SCHEMA {
            return Err(SnapshotError::AnotherForm(form.schema));
        }
        Ok(serde_json::from_str(text)?)
    }

    /// Of a record that is at hand.
    pub fn of(record: &Record<'_>) -> Self {
        let passages = |claims: &[ClaimIx]| -> Vec<Passage> {
            claims.iter().filter_map(|ix| record.claim(*ix)).map(|claim| claim.passage.clone()).collect()
        };
        let deadlines =
            record.deadlines.iter().zip(deadline_ids(record)).map(|(deadline, id)| DeadlineThen {
                id,
                act: deadline.act.clone(),
                procedure: deadline.procedure.clone(),
                owed_by: deadline.owed_by.clone(),
                due: deadline.due.0,
                due_latest: deadline.due.1,
                norm: deadline.norm.clone(),
                status: deadline.status,
                passages: passages(&deadline.claims),
            });
        let findings = record.findings.iter().map(|finding| FindingThen {
            norm: finding.norm.clone(),
            title: finding.title.clone(),
            cites: finding.cites.clone(),
            account: finding.account,
            outcome: finding.outcome,
            reasons: finding
                .reasons
                .iter()
                .map(|reason| {
                    let mut all = passages(&reason.claims);
                    all.extend(reason.passages.iter().cloned());
                    ReasonThen { passages: all }
                })
                .collect(),
        });
        Self {
            schema: SCHEMA.to_owned(),
            as_of: record.as_of,
            items: record.items.iter().map(|(item, _)| ItemThen { id: item.id.to_string() }).collect(),
            deadlines: deadlines.collect(),
            findings: findings.collect(),
        }
    }

    /// The day as of which it speaks.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// It has an item of the record, or one of them has none: it can be the same case.
    pub fn is_of(&self, record: &Record<'_>) -> bool {
        let ours = |item: &ItemThen| record.items.iter().any(|(own, _)| own.id.to_string() == item.id);
        self.items.is_empty() || record.items.is_empty() || self.items.iter().any(ours)
    }
}

/// What became of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It ran out, and the record has no act.
    Passed,
    /// It was not there.
    New,
    /// It is due on another day.
    Moved,
    /// The act is in the record, or another word of when it was.
    Answered,
    /// The act that answered it is not in the record any more, or does not count.
    Reopened,
    /// It does not follow from the record any more.
    Dropped,
}

/// Days and status of a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Last day; the first of two where it is uncertain.
    pub due: Date,
    /// The second of two.
    pub due_latest: Date,
    /// Where it stands.
    pub status: DeadlineStatus,
}

/// A deadline that is another than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineChange {
    /// What became of it.
    pub change: Change,
    /// Its id.
    pub id: String,
    /// Its norm, where a norm gives it.
    pub norm: Option<String>,
    /// The procedure.
    pub procedure: String,
    /// Who owes it.
    pub owed_by: String,
    /// Where it stood; `None` for a new one.
    pub before: Option<Standing>,
    /// Where it stands; `None` for one that was dropped.
    pub now: Option<Standing>,
    /// What the record has for it that it had not; of an answer, the act.
    pub because: Vec<Passage>,
    /// How many passages that it rested on it does not rest on any more.
    pub gone: usize,
}

/// A norm that comes to something else on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingChange {
    /// The norm.
    pub norm: String,
    /// Its heading.
    pub title: String,
    /// Its citation.
    pub cites: String,
    /// On whose account.
    pub account: OnAccount,
    /// What it came to; `None` where the record was not held against it.
    pub before: Option<Outcome>,
    /// What it comes to; `None` where the record is not held against it any more.
    pub now: Option<Outcome>,
    /// Passages of its reasons that were not among them.
    pub because: Vec<Passage>,
}

/// What is another than at an earlier time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The earlier state speaks as of this day.
    pub since: Date,
    /// Deadlines: passed, new, moved, answered, reopened, dropped; of each by date.
    pub deadlines: Vec<DeadlineChange>,
    /// Findings, the gravest outcome of now first.
    pub findings: Vec<FindingChange>,
}

impl Changes {
    /// Holds a record against an earlier state of its case.
    pub fn between(before: &Snapshot, record: &Record<'_>) -> Self {
        Self { since: before.as_of, deadlines: deadlines(before, record), findings: findings(before, record) }
    }

    /// Nothing changed.
    pub fn is_empty(&self) -> bool {
        self.deadlines.is_empty() && self.findings.is_empty()
    }
}

/// Three things a deadline can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Open,
    Passed,
    Answered,
}

fn class(status: DeadlineStatus) -> Class {
    match status {
        DeadlineStatus::Open => Class::Open,
        DeadlineStatus::PassedUnanswered => Class::Passed,
        DeadlineStatus::Kept | DeadlineStatus::KeptLate | DeadlineStatus::Unclear => Class::Answered,
    }
}

fn deadlines(before: &Snapshot, record: &Record<'_>) -> Vec<DeadlineChange> {
    let now = Snapshot::of(record);
    let mut left: Vec<Option<&DeadlineThen>> = before.deadlines.iter().map(Some).collect();
    let mut matched: Vec<Option<&DeadlineThen>> = vec![None; now.deadlines.len()];
    // By its id first; an id that another document changed is still known by the norm and the words it rests on.
    let same_id = |a: &DeadlineThen, b: &DeadlineThen| !a.id.is_empty() && a.id == b.id;
    let same_words = |a: &DeadlineThen, b: &DeadlineThen| {
        let named = |one: &DeadlineThen| one.norm.clone().unwrap_or_else(|| one.procedure.clone());
        let act = a.act.is_empty() || b.act.is_empty() || a.act == b.act;
        act && named(a) == named(b) && a.passages.iter().any(|own| b.passages.contains(own))
    };
    for same in [&same_id as &dyn Fn(&DeadlineThen, &DeadlineThen) -> bool, &same_words] {
        for (of_now, found) in now.deadlines.iter().zip(&mut matched).filter(|(_, found)| found.is_none()) {
            let then = left.iter_mut().find(|then| then.is_some_and(|then| same(then, of_now)));
            *found = then.and_then(Option::take);
        }
    }
    let mut changes: Vec<DeadlineChange> = Vec::new();
    for ((deadline, of_now), then) in record.deadlines.iter().zip(&now.deadlines).zip(matched) {
        let Some(change) = became(deadline, then) else { continue };
        let rested = then.map(|then| then.passages.as_slice()).unwrap_or_default();
        let because = match change {
            Change::Answered => deadline
                .answered_by
                .iter()
                .filter_map(|ix| record.claim(*ix))
                .map(|claim| claim.passage.clone())
                .collect(),
            Change::Passed if then.is_some() => Vec::new(),
            _ => added(&of_now.passages, rested),
        };
        // The next of its kind rests on other words by its nature.
        let follows = matches!(deadline.kind, DeadlineKind::Cover | DeadlineKind::Recurring);
        changes.push(DeadlineChange {
            change,
            because,
            gone: if follows { 0 } else { added(rested, &of_now.passages).len() },
            ..changed(of_now, change, then.map(standing), Some(standing(of_now)))
        });
    }
    for then in left.into_iter().flatten().filter(|then| class(then.status) == Class::Open) {
        changes.push(changed(then, Change::Dropped, Some(standing(then)), None));
    }
    changes.sort_by(|a, b| {
        let due = |change: &DeadlineChange| change.now.as_ref().or(change.before.as_ref()).map(|s| s.due);
        (a.change, due(a), &a.id).cmp(&(b.change, due(b), &b.id))
    });
    changes
}

/// What became of a deadline; `None` where it is as it was. A limit that was kept before anybody asked is no news.
fn became(deadline: &Deadline, then: Option<&DeadlineThen>) -> Option<Change> {
    let now = class(deadline.status);
    let Some(then) = then else {
        return match now {
            Class::Open => Some(Change::New),
            Class::Passed => Some(Change::Passed),
            Class::Answered => deadline.named.then_some(Change::Answered),
        };
    };
    let moved = (then.due, then.due_latest) != deadline.due;
    match (class(then.status), now) {
        (Class::Open | Class::Passed, Class::Answered) => Some(Change::Answered),
        (Class::Answered, Class::Answered) if then.status != deadline.status => Some(Change::Answered),
        (Class::Open, Class::Passed) => Some(Change::Passed),
        (Class::Answered, Class::Open | Class::Passed) => Some(Change::Reopened),
        // Of a limit that had run out or was kept before, another day on which it did is no news.
        _ => (moved && (now == Class::Open || deadline.named)).then_some(Change::Moved),
    }
}

fn changed(
    one: &DeadlineThen,
    change: Change,
    before: Option<Standing>,
    now: Option<Standing>,
) -> DeadlineChange {
    DeadlineChange {
        change,
        id: one.id.clone(),
        norm: one.norm.clone(),
        procedure: one.procedure.clone(),
        owed_by: one.owed_by.clone(),
        before,
        now,
        because: Vec::new(),
        gone: 0,
    }
}

fn standing(one: &DeadlineThen) -> Standing {
    Standing { due: one.due, due_latest: one.due_latest, status: one.status }
}

/// What of the one is not in the other.
fn added(one: &[Passage], other: &[Passage]) -> Vec<Passage> {
    one.iter().filter(|passage| !other.contains(passage)).cloned().collect()
}

fn findings(before: &Snapshot, record: &Record<'_>) -> Vec<FindingChange> {
    let now = Snapshot::of(record);
    let of = |all: &[FindingThen], norm: &str, account: OnAccount| {
        all.iter().position(|finding| finding.norm == norm && finding.account == account)
    };
    let passages = |finding: &FindingThen| -> Vec<Passage> {
        finding.reasons.iter().flat_map(|reason| reason.passages.iter().cloned()).collect()
    };
    let idle = |outcome: Option<Outcome>| outcome.is_none_or(|outcome| outcome == Outcome::NotApplicable);
    let mut changes: Vec<FindingChange> = Vec::new();
    for finding in &now.findings {
        let then =
            of(&before.findings, &finding.norm, finding.account).and_then(|at| before.findings.get(at));
        let outcome = then.map(|then| then.outcome);
        if outcome == Some(finding.outcome) || (idle(outcome) && idle(Some(finding.outcome))) {
            continue;
        }
        let mut because = added(&passages(finding), &then.map(passages).unwrap_or_default());
        because.sort();
        because.dedup();
        changes.push(FindingChange {
            norm: finding.norm.clone(),
            title: finding.title.clone(),
            cites: finding.cites.clone(),
            account: finding.account,
            before: outcome,
            now: Some(finding.outcome),
            because,
        });
    }
    for then in before.findings.iter().filter(|then| !idle(Some(then.outcome))) {
        if of(&now.findings, &then.norm, then.account).is_none() {
            changes.push(FindingChange {
                norm: then.norm.clone(),
                title: then.title.clone(),
                cites: then.cites.clone(),
                account: then.account,
                before: Some(then.outcome),
                now: None,
                because: Vec::new(),
            });
        }
    }
    let gravity = |outcome: Option<Outcome>| outcome.map_or(u8::MAX, Outcome::gravity);
    changes.sort_by_key(|change| (gravity(change.now), gravity(change.before)));
    changes
}
