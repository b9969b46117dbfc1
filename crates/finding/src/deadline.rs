//! Dates by which somebody must act: computed from norms, and stated by the record.

use jiff::civil::Date;
use remand_chronology::{Chronology, OnAccount};
use remand_law::{Amount, Calendars, Counter, Norm, Rule};
use remand_reading::{About, ClaimIx, Modality, Polarity};

use crate::names::noun;
use crate::record::{Occurrence, Record};
use crate::{Deadline, DeadlineStatus, Setting, phrase};
use remand_kernel::{Instant, Minute, Readings, later, minute, moment};

/// Deadlines of the case as of the end of a day: one for each trigger of a norm that says who owes an act, and one
/// for each due date that a text states. The stated and the computed one are both kept, and the stated one says in
/// `trigger` how they compare.
pub fn deadlines(chronology: &Chronology, norms: &[&Norm], setting: &Setting, as_of: Date) -> Vec<Deadline> {
    let record = Record { chronology, clock: None, account: OnAccount::All, as_of, setting };
    let mut found = Vec::new();
    for norm in norms {
        let (Some(deadline), Rule::Within { act, of: remand_law::Trigger::Event(of), limits }) =
            (&norm.deadline, &norm.rule)
        else {
            continue;
        };
        let Some(limit) = limits.first() else { continue };
        let owed =
            Owed { norm, act: &act.event, of, amount: crate::rule::amount(limit), by: &deadline.owed_by };
        let triggers = record.told(of).happened;
        let computed: Vec<Deadline> =
            triggers.iter().filter_map(|trigger| owed.computed(&record, trigger)).collect();
        if let Some(kind) = &deadline.stated_as {
            let stated = stated(&record, kind);
            found.extend(
                stated.iter().map(|stated| owed.stated(&record, stated, triggers.first(), &computed)),
            );
        }
        found.extend(computed);
    }
    found.sort_by(|a, b| (a.due, &a.procedure, &a.norm).cmp(&(b.due, &b.procedure, &b.norm)));
    found
}

/// An act that a norm says is owed.
struct Owed<'a> {
    norm: &'a Norm,
    act: &'a str,
    of: &'a str,
    amount: Amount,
    by: &'a str,
}

/// A due date that texts state.
struct Stated {
    due: (Date, Date),
    claims: Vec<ClaimIx>,
}

impl Owed<'_> {
    fn rule(&self) -> String {
        let norm = self.norm;
        let counting = match norm.terms.counting.first_day {
            Some(remand_law::FirstDay::In) => ", first day counted",
            Some(remand_law::FirstDay::Out) => ", first day not counted",
            Some(remand_law::FirstDay::InOrOut) | None => "",
        };
        let of = noun(self.of);
        format!("{} from the {of}{counting}: {} (checked {})", self.amount, norm.cites, norm.checked)
    }

    fn counter(&self) -> Counter {
        Counter::new(&self.norm.terms.counting, &Calendars::default())
    }

    fn procedure(&self) -> String {
        self.norm.title.clone()
    }

    fn computed(&self, record: &Record<'_>, trigger: &Occurrence) -> Option<Deadline> {
        let due = |at: Option<Minute>| self.counter().last_minute(moment(at?)?, self.amount);
        let earliest = trigger.when.iter().map(|when| when.earliest).min().flatten();
        let latest = trigger.when.iter().map(|when| when.latest).max().flatten();
        let due = (due(earliest)?.0.date(), due(latest)?.1.date());
        let after = earliest;
        let trigger_words = format!(
            "{} {} ({})",
            noun(self.of),
            phrase::versions(&trigger.when),
            phrase::voices(record, &trigger.claims)
        );
        Some(Deadline {
            procedure: self.procedure(),
            owed_by: self.by.to_owned(),
            due,
            rule: self.rule(),
            norm: Some(self.norm.id.clone()),
            trigger: trigger_words,
            trigger_event: Some(trigger.event),
            claims: trigger.claims.clone(),
            status: self.status(record, due, after),
        })
    }

    fn stated(
        &self,
        record: &Record<'_>,
        stated: &Stated,
        trigger: Option<&Occurrence>,
        computed: &[Deadline],
    ) -> Deadline {
        if let Some(length) = self.other_length(record, stated) {
            return self.of_another_rule(record, stated, &length);
        }
        let of = noun(self.of);
        let dated = trigger.filter(|trigger| trigger.when.iter().any(|when| when.is_bounded()));
        let counted_back =
            self.counter().start_of(stated.due.1, self.amount).map(|(first, last)| {
                match first.duration_until(last).as_hours() {
                    0 => first.to_string(),
                    24 => format!("{first} or {last}"),
                    _ => format!("a day from {first} to {last}"),
                }
            });
        let trigger_words = match (computed.first(), counted_back) {
            (Some(computed), _) if dated.is_some() => {
                let compared = if computed.due.0 <= stated.due.1 && stated.due.0 <= computed.due.1 {
                    "which agrees".to_owned()
                } else {
                    let gap =
                        phrase::length(days_between(computed.due.1, stated.due.1), remand_law::Unit::Days);
                    format!("which differs by {gap}")
                };
                let due = days(computed.due);
                format!("stated by the record; computed from the {of}: {due}, {compared}")
            }
            (_, Some(back)) => {
                format!("stated by the record; the {of} has no date there: {} back is {back}", self.amount)
            }
            (_, None) => format!("stated by the record; the {of} has no date there"),
        };
        Deadline {
            procedure: self.procedure(),
            owed_by: self.by.to_owned(),
            due: stated.due,
            rule: format!("as stated by {}; {}", phrase::voices(record, &stated.claims), self.rule()),
            norm: None,
            trigger: trigger_words,
            trigger_event: trigger.map(|trigger| trigger.event),
            claims: stated.claims.clone(),
            status: self.status(record, stated.due, None),
        }
    }

    /// The length of time that the record gives for the act, where it is not that of the norm.
    fn other_length(&self, record: &Record<'_>, stated: &Stated) -> Option<String> {
        let unit = match self.amount.unit {
            remand_law::Unit::Days | remand_law::Unit::WorkingDays | remand_law::Unit::FullDays => "D",
            remand_law::Unit::Months => "M",
            remand_law::Unit::Years => "Y",
            remand_law::Unit::Hours => return None,
        };
        let own = format!("P{}{unit}", self.amount.count);
        let told = stated.claims.iter().filter_map(|ix| record.claim(*ix)?.term.as_ref()?.length.clone());
        told.into_iter().find(|length| *length != own)
    }

    /// A due date that rests on another rule than this norm, which the record does not name.
    fn of_another_rule(&self, record: &Record<'_>, stated: &Stated, length: &str) -> Deadline {
        Deadline {
            procedure: format!("As the record states: {}", noun(self.act)),
            owed_by: self.by.to_owned(),
            due: stated.due,
            rule: format!("as stated by {}", phrase::voices(record, &stated.claims)),
            norm: None,
            trigger: format!(
                "the record gives {length} for it and no rule; the norm here ({}) gives {}",
                self.norm.cites, self.amount
            ),
            trigger_event: None,
            claims: stated.claims.clone(),
            status: self.status(record, stated.due, None),
        }
    }

    /// Where it stands. An act whose date may be on either side of the due day counts as kept.
    fn status(&self, record: &Record<'_>, due: (Date, Date), after: Option<Minute>) -> DeadlineStatus {
        let last = |day: Date| Some(minute(day.at(23, 59, 0, 0)));
        let due_box = Instant { earliest: last(due.0), latest: last(due.1) };
        let acts = record.told(self.act).happened;
        let acts =
            acts.iter().filter(|act| act.when.iter().any(|when| after.is_none() || when.latest >= after));
        let late = acts.map(|act| {
            act.when
                .iter()
                .map(|when| later(*when, due_box))
                .reduce(Readings::either)
                .unwrap_or(Readings::Some)
        });
        match late.min() {
            Some(Readings::Every) => DeadlineStatus::KeptLate,
            Some(_) => DeadlineStatus::Kept,
            None if record.as_of > due.1 => DeadlineStatus::PassedUnanswered,
            None => DeadlineStatus::Open,
        }
    }
}

/// Due dates that the record states: they lie ahead of the texts that state them, so they are no events that
/// happened.
fn stated(record: &Record<'_>, kind: &str) -> Vec<Stated> {
    let reading = &record.chronology.reading;
    let public = |entry: remand_reading::EntryIx| {
        reading
            .entries
            .get(entry.0)
            .and_then(|e| e.published.first_day())
            .is_none_or(|day| day <= record.as_of)
    };
    let mut found: Vec<Stated> = Vec::new();
    for (ix, claim) in reading.claims.iter().enumerate() {
        let counts = claim.kind.name() == kind
            && claim.polarity == Polarity::Asserted
            && claim.modality != Modality::General
            && claim.about != About::Others
            && public(claim.entry);
        let Some(due) = claim.when.first_day().zip(claim.when.last_day()).filter(|_| counts) else {
            continue;
        };
        match found.iter_mut().find(|stated| stated.due == due) {
            Some(stated) => stated.claims.push(ClaimIx(ix)),
            None => found.push(Stated { due, claims: vec![ClaimIx(ix)] }),
        }
    }
    // A month that holds a day which another text states is the same date, less exactly.
    let exact: Vec<(Date, Date)> = found.iter().map(|stated| stated.due).collect();
    found.retain(|stated| {
        !exact.iter().any(|due| *due != stated.due && stated.due.0 <= due.0 && due.1 <= stated.due.1)
    });
    found
}

fn days((first, last): (Date, Date)) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

fn days_between(a: Date, b: Date) -> (Option<Minute>, Option<Minute>) {
    let at = |day: Date| minute(day.at(0, 0, 0, 0));
    let gap = (at(a) - at(b)).abs();
    (Some(gap), Some(gap))
}
