//! Dates by which somebody must act: computed from norms, and stated by the record.

use jiff::civil::Date;
use remand_chronology::{Chronology, OnAccount};
use remand_clock::DetentionClock;
use remand_kernel::{Instant, Minute, Obligation, Readings, Subject, Why, later, minute, moment};
use remand_law::{Amount, Calendars, Counter, Length, Norm, Outcome, Rule, Trigger};
use remand_reading::{About, ClaimIx, Modality, Polarity};

use crate::input::Input;
use crate::names::{noun, state_label};
use crate::record::{Occurrence, Record};
use crate::words::{Telling, trigger_noun};
use crate::{Code, Deadline, DeadlineStatus, Setting, phrase};

/// Deadlines of the case as of the end of a day, on all accounts together: one for each trigger of a norm that says
/// who owes an act, one for each act that the state still has time for and each state that must still end, and one
/// for each due date that a text states. The stated and the computed one are both kept, and the stated one says in
/// `trigger` how they compare.
pub fn deadlines(
    code: &Code,
    chronology: &Chronology,
    clocks: &[DetentionClock],
    setting: &Setting,
    as_of: Date,
) -> Vec<Deadline> {
    let clock = clocks.iter().find(|clock| clock.account == OnAccount::All);
    let setting = setting.on(OnAccount::All);
    let record = Record::new(chronology, clock, OnAccount::All, as_of, &setting);
    let input = Input::new(code.program(), &record, &record);
    let calendars = Calendars::new(&code.law().calendars);
    let mut found = Vec::new();
    for (number, norm) in code.law().norms.iter().enumerate() {
        let telling = Telling { input: &input, everyone: &record, law: code.law(), norm };
        let first = found.len();
        code.program().obligations(number, &input.facts, &mut |obligation| {
            found.extend(computed(&telling, obligation));
        });
        let owed = norm.deadline.as_ref().and_then(|deadline| deadline.stated_as.as_ref());
        let (Some(kind), Some(owed)) = (owed, Owed::of(norm, &calendars)) else { continue };
        let computed = found.split_off(first);
        let triggers = &record.told(owed.of).happened;
        let stated = stated(&record, kind);
        found.extend(stated.iter().map(|stated| owed.stated(&record, stated, triggers.first(), &computed)));
        found.extend(computed);
    }
    found.sort_by(|a, b| (a.due, &a.procedure, &a.norm).cmp(&(b.due, &b.procedure, &b.norm)));
    found
}

/// The deadline of an obligation: of one that says who owes it, always; of another, while its time runs.
fn computed(telling: &Telling<'_>, obligation: &Obligation) -> Option<Deadline> {
    if obligation.outcome == Outcome::NotApplicable {
        return None;
    }
    let record = telling.record();
    let norm = telling.norm;
    let due = (day(obligation.due.earliest?)?, day(obligation.due.latest?)?);
    let (trigger, limit, trigger_event, claims) = match &norm.rule {
        Rule::Within { of, limits, .. } => {
            let began = telling.subject(obligation)?;
            let words = format!(
                "{} {} ({})",
                trigger_noun(of),
                phrase::versions(&telling.starts(of, obligation)),
                phrase::voices(record, &began.claims)
            );
            (words, telling.limit_words(limits, obligation), Some(began.event), began.claims.clone())
        }
        Rule::AtMost { state, limits, total: false, .. } => {
            let Subject::Stretch(tag) = obligation.subject else { return None };
            let run = telling.input.run(tag)?;
            let open = obligation.reached.latest >= Some(record.now());
            if !open || record.as_of > due.1 {
                return None;
            }
            let words = format!("{} since {}", state_label(state), phrase::when(obligation.start));
            (words, telling.limit_words(limits, obligation), None, run.claims.clone())
        }
        _ => return None,
    };
    let status = match (obligation.why, obligation.outcome) {
        (Why::Compared, Outcome::Met) if matches!(norm.rule, Rule::Within { .. }) => DeadlineStatus::Kept,
        (Why::Compared, Outcome::NotMet) => DeadlineStatus::KeptLate,
        (Why::Compared | Why::ActDisputed, _) if matches!(norm.rule, Rule::Within { .. }) => {
            DeadlineStatus::Unclear
        }
        _ if record.as_of <= due.1 => DeadlineStatus::Open,
        _ => DeadlineStatus::PassedUnanswered,
    };
    if norm.deadline.is_none() && status != DeadlineStatus::Open {
        return None;
    }
    let counting = match norm.terms.counting.first_day {
        Some(remand_law::FirstDay::In) => ", first day counted",
        Some(remand_law::FirstDay::Out) => ", first day not counted",
        Some(remand_law::FirstDay::InOrOut) | None => "",
    };
    Some(Deadline {
        procedure: norm.title.clone(),
        owed_by: norm.deadline.as_ref().map_or_else(|| "the state".to_owned(), |owed| owed.owed_by.clone()),
        due,
        rule: format!("{limit}{counting}: {} (checked {})", norm.cites, norm.checked),
        norm: Some(norm.id.clone()),
        trigger,
        trigger_event,
        claims,
        status,
    })
}

fn day(at: Minute) -> Option<Date> {
    moment(at).map(|at| at.date())
}

/// An act that a norm says is owed.
struct Owed<'a> {
    norm: &'a Norm,
    act: &'a str,
    of: &'a str,
    amount: Amount,
    by: &'a str,
    counter: Counter,
}

/// A due date that texts state.
struct Stated {
    due: (Date, Date),
    claims: Vec<ClaimIx>,
}

impl<'a> Owed<'a> {
    /// An act that is owed within a plain length of one event.
    fn of(norm: &'a Norm, calendars: &Calendars) -> Option<Self> {
        let deadline = norm.deadline.as_ref()?;
        let Rule::Within { act, of: Trigger::Event(of), limits } = &norm.rule else { return None };
        let Length::Amount(amount) = limits.first()?.length else { return None };
        let counter = Counter::new(&norm.terms.counting, calendars);
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

    /// Where it stands.
    fn status(&self, record: &Record<'_>, due: (Date, Date), after: Option<Minute>) -> DeadlineStatus {
        let last = |day: Date| Some(minute(day.at(23, 59, 0, 0)));
        let due_box = Instant { earliest: last(due.0), latest: last(due.1) };
        let acts = &record.told(self.act).happened;
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
            Some(Readings::Some) => DeadlineStatus::Unclear,
            Some(Readings::None) => DeadlineStatus::Kept,
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
