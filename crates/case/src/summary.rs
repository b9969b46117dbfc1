//! What a person reads at the end of a run.

use std::fmt;

use remand_chronology::{OnAccount, Severity};
use remand_clock::Status;
use remand_dossier::Record;
use remand_finding::{DeadlineStatus, Outcome};
use serde::Serialize;

/// A dispute in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisputeLine {
    /// How much hangs on it.
    pub severity: Severity,
    /// What it is about.
    pub topic: String,
}

/// A run in figures, and where to look first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The person of the case.
    pub subject: Option<String>,
    /// The name was inferred from the texts.
    pub subject_inferred: bool,
    /// Everything is computed as of this day.
    pub as_of: String,
    /// How the day was chosen.
    pub as_of_why: String,
    /// Files in the case.
    pub items: usize,
    /// Files of which something could not be read, with the reason.
    pub not_read: Vec<(String, String)>,
    /// Entries found in them.
    pub entries: usize,
    /// Statements read.
    pub claims: usize,
    /// Events they come to.
    pub events: usize,
    /// Days in custody on everybody's account together.
    pub days_held: u64,
    /// Days of them for which the record shows no order.
    pub days_no_order_known: u64,
    /// Days for which an order is only implied.
    pub days_implied: u64,
    /// Norms not met even on the state's own account.
    pub not_met_on_state_account: usize,
    /// Norms not met on everybody's account together.
    pub not_met: usize,
    /// Norms that are contested there.
    pub contested: usize,
    /// The disputes on which most hangs.
    pub disputes: Vec<DisputeLine>,
    /// How many disputes there are in all.
    pub disputes_in_all: usize,
    /// The next act due, with its day.
    pub next_deadline: Option<String>,
    /// Deadlines that passed unanswered.
    pub unanswered: usize,
    /// Statements that a person accepted or corrected.
    pub confirmed: usize,
    /// Proposals that a person rejected.
    pub rejected: usize,
    /// Where to look first.
    pub look_first: Vec<String>,
}

/// Disputes named in a summary.
const DISPUTES: usize = 3;
/// Findings named in a summary.
const FINDINGS: usize = 3;

impl Summary {
    pub(crate) fn of(record: &Record<'_>) -> Self {
        let reading = &record.chronology.reading;
        let all = record.clocks.iter().find(|c| c.account == OnAccount::All);
        let days = |status: Status| {
            all.and_then(|c| c.totals.iter().find(|(s, _)| *s == status)).map_or(0, |(_, total)| total.days)
        };
        let on_all = || record.findings.iter().filter(|f| f.account == OnAccount::All);
        let count = |outcome: Outcome| on_all().filter(|f| f.outcome == outcome).count();
        let state = || {
            record.findings.iter().filter(|f| f.account == OnAccount::State && f.outcome == Outcome::NotMet)
        };
        let disputes = &record.chronology.disputes;
        let next = record
            .deadlines
            .iter()
            .filter(|d| d.status == DeadlineStatus::Open)
            .min_by_key(|d| d.due.0)
            .map(|d| format!("{}: {}", d.due.0, d.procedure));
        let graves =
            state().chain(on_all().filter(|f| f.outcome == Outcome::NotMet && !f.even_on_state_account));
        let look_first = graves.take(FINDINGS).map(|f| format!("{}: {}", f.cites, f.summary)).collect();
        let mut not_read: Vec<(String, String)> =
            record.unread.iter().map(|u| (u.name.clone(), u.why.clone())).collect();
        for (item, layer) in &record.items {
            not_read.extend(layer.diagnostics.iter().map(|d| (item.name.clone(), d.message.clone())));
        }
        for unread in &reading.not_read {
            if let Some((item, _)) = record.items.iter().find(|(item, _)| item.id == unread.item) {
                let language = if unread.language.is_empty() {
                    "a language that could not be told"
                } else {
                    &unread.language
                };
                not_read.push((
                    item.name.clone(),
                    format!("the text is kept; events are not read from {language} yet"),
                ));
            }
        }
        Self {
            subject: reading.subject.as_ref().map(|s| s.name.clone()),
            subject_inferred: reading.subject.as_ref().is_some_and(|s| s.inferred),
            as_of: record.as_of.to_string(),
            as_of_why: record.as_of_why.to_owned(),
            items: record.items.len(),
            not_read,
            entries: reading.entries.len(),
            claims: reading.claims.len(),
            events: record.chronology.events.len(),
            days_held: all.map_or(0, |c| c.held.days),
            days_no_order_known: days(Status::NoOrderKnown),
            days_implied: days(Status::Implied),
            not_met_on_state_account: state().count(),
            not_met: count(Outcome::NotMet),
            contested: count(Outcome::Contested),
            disputes: disputes
                .iter()
                .take(DISPUTES)
                .map(|d| DisputeLine { severity: d.severity, topic: d.topic.clone() })
                .collect(),
            disputes_in_all: disputes.len(),
            next_deadline: next,
            unanswered: record
                .deadlines
                .iter()
                .filter(|d| d.status == DeadlineStatus::PassedUnanswered)
                .count(),
            confirmed: record.chronology.reviewed.confirmed(),
            rejected: record.chronology.reviewed.rejected,
            look_first,
        }
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subject {
            Some(name) if self.subject_inferred => {
                writeln!(f, "{name} (inferred from the texts; --subject NAME says otherwise)")?;
            }
            Some(name) => writeln!(f, "{name}")?,
            None => {
                writeln!(f, "No person could be told from the texts; --subject NAME says who it is about.")?
            }
        }
        writeln!(f, "As of {} ({})", self.as_of, self.as_of_why)?;
        writeln!(
            f,
            "Read     {}, {}: {}, {}",
            plural(self.items, "file", "files"),
            plural(self.entries, "entry", "entries"),
            plural(self.claims, "statement", "statements"),
            plural(self.events, "event", "events"),
        )?;
        for (name, why) in &self.not_read {
            writeln!(f, "         {name}: {why}")?;
        }
        writeln!(
            f,
            "Custody  {} days; no order known for {}, an order only implied for {}",
            self.days_held, self.days_no_order_known, self.days_implied
        )?;
        writeln!(
            f,
            "Law      not met: {} ({} even on the state's own account); contested: {}",
            self.not_met, self.not_met_on_state_account, self.contested
        )?;
        writeln!(f, "Disputes {}", self.disputes_in_all)?;
        for dispute in &self.disputes {
            let severity = match dispute.severity {
                Severity::High => "grave",
                Severity::Medium => "middling",
                Severity::Low => "slight",
            };
            writeln!(f, "         {} ({severity})", dispute.topic)?;
        }
        match &self.next_deadline {
            Some(next) => writeln!(f, "Next due {next}")?,
            None => writeln!(f, "Next due nothing")?,
        }
        if self.unanswered > 0 {
            writeln!(f, "         {} passed unanswered", plural(self.unanswered, "deadline", "deadlines"))?;
        }
        if !self.look_first.is_empty() {
            writeln!(f, "Look first at")?;
            for line in &self.look_first {
                writeln!(f, "         {line}")?;
            }
        }
        match self.confirmed {
            0 => write!(f, "Nothing here was reviewed by a person yet."),
            n => write!(
                f,
                "Reviewed {n} of {}; {} rejected",
                plural(self.claims, "statement", "statements"),
                self.rejected
            ),
        }
    }
}
