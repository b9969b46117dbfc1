//! Dates by which somebody must act: computed from norms, and stated by the record.

mod ahead;
mod computed;
mod stated;

use jiff::civil::{Date, DateTime};
use remand_chronology::{Chronology, EventIx, OnAccount};
use remand_clock::DetentionClock;
use remand_kernel::{Answer, Minute, minute, moment};
use remand_law::{Calendars, Counter, Norm, Wording};
use remand_reading::{Body, ClaimIx, vocabulary};
use serde::{Deserialize, Serialize};

use crate::names::wording;
use crate::words::{Telling, bit};
use crate::{Accounts, Code, Setting};

/// Where a deadline stands as of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    /// Not yet due.
    Open,
    /// The act is in the record, in time.
    Kept,
    /// The act is in the record, late.
    KeptLate,
    /// The act is in the record, and whether it was in time is not decided.
    Unclear,
    /// Past, and the act is not in the record.
    PassedUnanswered,
}

/// What makes a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// So long after something happened.
    After,
    /// Before something that lies ahead.
    Before,
    /// The next of acts that come again and again.
    Recurring,
    /// A state may last no longer.
    Cap,
    /// The order that covers a state runs out.
    Cover,
    /// A text of the record gives the day.
    Stated,
}

/// An act that somebody owes by a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// What makes it.
    pub kind: DeadlineKind,
    /// The procedure (`WGAD: government reply`).
    pub procedure: String,
    /// What is owed, as a name of the vocabulary: an event, or the state that must end.
    pub act: String,
    /// Who owes it, in words.
    pub owed_by: String,
    /// Name of that body in the vocabulary; `None` where a norm names one that is not there.
    pub body: Option<&'static str>,
    /// The norm says who owes it: a step of a procedure, and not only a limit that can be broken.
    pub named: bool,
    /// Last day; two days where the count or the trigger is uncertain.
    pub due: (Date, Date),
    /// The last minute in time, the least and the greatest it can be; only where the limit is in hours.
    pub due_minute: Option<(DateTime, DateTime)>,
    /// What decides between the two ends, each in words (`the hour of the arrest`).
    pub depends: Vec<String>,
    /// What the norm hangs on and nobody settles, each in words (`the detainee is minor`).
    pub provided: Vec<String>,
    /// The rule, with its citation and check status.
    pub rule: String,
    /// How firm the limit is: `hard`, `presumptive` or `standard`; `None` where no norm gives it.
    pub limit: Option<&'static str>,
    /// Id of the norm, where a norm gives it; `None` where a text of the record states it.
    pub norm: Option<String>,
    /// What set it off, in words.
    pub trigger: String,
    /// The events and words behind the trigger.
    pub trigger_event: Option<EventIx>,
    /// See `trigger_event`.
    pub claims: Vec<ClaimIx>,
    /// Claims of the act that answers it.
    pub answered_by: Vec<ClaimIx>,
    /// Where it stands.
    pub status: DeadlineStatus,
}

/// How much time is left, from the end of a day: at least, at most. Negative where it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Days from that day to the last day.
    pub days: (i64, i64),
    /// Whole hours from the end of that day to the last minute, where the limit is in hours.
    pub hours: Option<(i64, i64)>,
}

impl Deadline {
    /// The time left at the end of `as_of`.
    pub fn left(&self, as_of: Date) -> Left {
        let midnight = |day: Date| minute(day.at(0, 0, 0, 0));
        let days = |day: Date| (midnight(day) - midnight(as_of)).div_euclid(24 * 60);
        let end = midnight(as_of) + 24 * 60;
        let hours = |at: DateTime| (minute(at) + 1 - end).div_euclid(60);
        Left {
            days: (days(self.due.0), days(self.due.1)),
            hours: self.due_minute.map(|(least, most)| (hours(least), hours(most))),
        }
    }

    /// The body that owes it, where the vocabulary has it.
    pub fn owing(&self) -> Option<&'static Body> {
        vocabulary().bodies().iter().find(|body| Some(body.name.as_str()) == self.body)
    }
}

/// Deadlines of the case as of the end of a day, on all accounts together, by the first day on which they are due:
/// one for each trigger of a norm that gives a time for an act; one for each act that is due before something planned;
/// for the next of acts that come again and again; for each state that must still end; for the order that must follow
/// the one that runs out; and one for each due date that a text states. The stated and the computed one are both kept,
/// and the stated one says in `trigger` how they compare.
///
/// Claims published after `as_of` do not count. A norm without a number (`limit standard`) gives no day.
pub fn deadlines(
    code: &Code,
    chronology: &Chronology,
    clocks: &[DetentionClock],
    setting: &Setting,
    as_of: Date,
) -> Vec<Deadline> {
    let accounts = Accounts::new(chronology, clocks, setting, as_of);
    let hearing = accounts.before(code);
    let together = hearing.inputs.iter().find(|input| input.record.account == OnAccount::All);
    let Some(input) = together else { return Vec::new() };
    let record = input.record;
    let calendars = Calendars::new(&code.law().calendars);
    let planned = ahead::planned(record, code.program(), input);
    let wording = wording();
    let mut found = Vec::new();
    for (number, norm) in code.law().norms.iter().enumerate() {
        let counter = Counter::new(&norm.terms.counting, &calendars);
        let telling = Telling { input, everyone: record, law: code.law(), norm };
        let limits = code.program().limits(number, &input.facts);
        let provided = provided(norm, &code.program().judge(number, &input.facts), &wording);
        let counted = Counted { telling, counter, limits, provided, wording: &wording };
        let first = found.len();
        code.program().obligations(number, &input.facts, &mut |obligation| {
            found.extend(counted.deadline(obligation));
        });
        ahead::before(&counted, code.program(), number, &planned, &mut found);
        let computed = found.split_off(first);
        found.extend(stated::of_norm(&counted, &computed));
        found.extend(computed);
    }
    found.sort_by(|a, b| (a.due, &a.procedure, &a.norm).cmp(&(b.due, &b.procedure, &b.norm)));
    found
}

/// A norm that is counted for one record.
struct Counted<'a> {
    telling: Telling<'a>,
    counter: Counter,
    /// Which of its limits may be the one that counts.
    limits: u64,
    provided: Vec<String>,
    wording: &'a Wording,
}

/// The conditions of a norm that nobody settles.
fn provided(norm: &Norm, answer: &Answer, wording: &Wording) -> Vec<String> {
    let when = norm.when.iter().enumerate().filter(|(at, _)| answer.open_when & bit(*at) != 0);
    let when = when.map(|(_, condition)| wording.condition(condition));
    let unless = norm.unless.iter().enumerate().filter(|(at, _)| answer.open_unless & bit(*at) != 0);
    let unless = unless.map(|(_, defeater)| {
        let all: Vec<String> = defeater.when.iter().map(|condition| wording.condition(condition)).collect();
        format!("not where {}", all.join(" and "))
    });
    when.chain(unless).collect()
}

/// Who owes an act: as the norm says, else whoever does such acts.
fn owing(owed_by: Option<&str>, act: &str) -> (String, Option<&'static str>) {
    let bodies = vocabulary().bodies();
    match owed_by {
        Some(words) => {
            let body = bodies.iter().find(|body| body.called.iter().any(|name| name == words));
            (words.to_owned(), body.map(|body| body.name.as_str()))
        }
        None => {
            let does = |body: &&Body| body.acts.iter().any(|done| done == act);
            let body = bodies.iter().find(does).or_else(|| bodies.iter().find(|body| body.name == "state"));
            let words = body.and_then(|body| body.called.first()).map_or("the state", String::as_str);
            (words.to_owned(), body.map(|body| body.name.as_str()))
        }
    }
}

fn day(at: Minute) -> Option<Date> {
    moment(at).map(|at| at.date())
}

fn days((first, last): (Date, Date)) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}
