//! Due dates that texts state, held against the norm that gives the time.

use jiff::civil::Date;
use remand_kernel::{Instant, Minute, Readings, later, minute};
use remand_law::{Amount, Counter, Length, Norm, Rule, Trigger};
use remand_reading::{About, ClaimIx, Modality, Polarity};

use super::{Counted, Deadline, DeadlineKind, DeadlineStatus, days, owing};
use crate::names::noun;
use crate::phrase;
use crate::record::{Occurrence, Record};

/// The due dates that texts state for the act of a norm.
pub(super) fn of_norm(counted: &Counted<'_>, computed: &[Deadline]) -> Vec<Deadline> {
    let norm = counted.telling.norm;
    let kind = norm.deadline.as_ref().and_then(|deadline| deadline.stated_as.as_ref());
    let (Some(kind), Some(owed)) = (kind, Owed::of(counted)) else { return Vec::new() };
    let record = counted.record();
    let triggers = &record.told(owed.of).happened;
    let stated = stated(record, kind);
    stated.iter().map(|stated| owed.stated(record, stated, triggers.first(), computed)).collect()
}

/// An act that a norm says is owed.
struct Owed<'a> {
    norm: &'a Norm,
    act: &'a str,
    of: &'a str,
    amount: Amount,
    by: &'a str,
    counter: &'a Counter,
}

/// A due date that texts state.
struct Stated {
    due: (Date, Date),
    claims: Vec<ClaimIx>,
}

impl<'a> Owed<'a> {
    /// An act that is owed within a plain length of one event.
    fn of(counted: &'a Counted<'a>) -> Option<Self> {
        let norm = counted.telling.norm;
        let deadline = norm.deadline.as_ref()?;
        let Rule::Within { act, of: Trigger::Event(of), limits } = &norm.rule else { return None };
        let Length::Amount(amount) = limits.first()?.length else { return None };
        let counter = &counted.counter;
        Some(Self { norm, act: &act.event, of, amount, by: &deadline.owed_by, counter })
    }

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

    fn procedure(&self) -> String {
        self.norm.title.clone()
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
        let counted_back = self.counter.start_of(stated.due.1, self.amount).map(|(first, last)| match first
            .duration_until(last)
            .as_hours()
        {
            0 => first.to_string(),
            24 => format!("{first} or {last}"),
            _ => format!("a day from {first} to {last}"),
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
        let rule = format!("as stated by {}; {}", phrase::voices(record, &stated.claims), self.rule());
        let event = trigger.map(|trigger| trigger.event);
        Deadline { trigger_event: event, ..self.made(record, stated, self.procedure(), rule, trigger_words) }
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
        let procedure = format!("As the record states: {}", noun(self.act));
        let rule = format!("as stated by {}", phrase::voices(record, &stated.claims));
        let trigger = format!(
            "the record gives {} for it and no rule; the norm here ({}) gives {}",
            in_words(length),
            self.norm.cites,
            self.amount
        );
        self.made(record, stated, procedure, rule, trigger)
    }

    fn made(
        &self,
        record: &Record<'_>,
        stated: &Stated,
        procedure: String,
        rule: String,
        trigger: String,
    ) -> Deadline {
        let (owed_by, body) = owing(Some(self.by), self.act);
        let (status, answered_by) = self.status(record, stated.due);
        let depends = match stated.due.0 == stated.due.1 {
            true => Vec::new(),
            false => vec!["the day that the record means".to_owned()],
        };
        Deadline {
            kind: DeadlineKind::Stated,
            procedure,
            act: self.act.to_owned(),
            owed_by,
            body,
            named: true,
            due: stated.due,
            due_minute: None,
            depends,
            provided: Vec::new(),
            rule,
            limit: None,
            norm: None,
            trigger,
            trigger_event: None,
            claims: stated.claims.clone(),
            answered_by,
            status,
        }
    }

    /// Where it stands, and the claims of the act.
    fn status(&self, record: &Record<'_>, due: (Date, Date)) -> (DeadlineStatus, Vec<ClaimIx>) {
        let last = |day: Date| Some(minute(day.at(23, 59, 0, 0)));
        let due_box = Instant { earliest: last(due.0), latest: last(due.1) };
        let late = |act: &Occurrence| {
            let each = act.when.iter().map(|when| later(*when, due_box));
            each.reduce(Readings::either).unwrap_or(Readings::Some)
        };
        let acts = record.told(self.act).happened.iter();
        let (act, late) =
            acts.map(|act| (Some(act), Some(late(act)))).min_by_key(|(_, late)| *late).unwrap_or_default();
        let status = match late {
            Some(Readings::Every) => DeadlineStatus::KeptLate,
            Some(Readings::Some) => DeadlineStatus::Unclear,
            Some(Readings::None) => DeadlineStatus::Kept,
            None if record.as_of > due.1 => DeadlineStatus::PassedUnanswered,
            None => DeadlineStatus::Open,
        };
        (status, act.map(|act| act.claims.clone()).unwrap_or_default())
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

fn days_between(a: Date, b: Date) -> (Option<Minute>, Option<Minute>) {
    let at = |day: Date| minute(day.at(0, 0, 0, 0));
    let gap = (at(a) - at(b)).abs();
    (Some(gap), Some(gap))
}

/// `P21D` as people say it; what is more than one number with its unit stays as it is.
fn in_words(length: &str) -> String {
    let units = [('D', "day"), ('W', "week"), ('M', "month"), ('Y', "year")];
    let number = |unit: char| length.strip_prefix('P')?.strip_suffix(unit)?.parse::<u32>().ok();
    match units.into_iter().find_map(|(unit, name)| Some((number(unit)?, name))) {
        Some((1, name)) => format!("1 {name}"),
        Some((n, name)) => format!("{n} {name}s"),
        None => length.to_owned(),
    }
}
