//! What lies ahead of the day: events that texts announce, the end of the order that runs, and the acts that are due
//! before them.

use jiff::Span;
use jiff::civil::Date;
use remand_chronology::EventIx;
use remand_kernel::{Facts, Happened, Instant, Program, Subject, Why, minute};
use remand_law::{Outcome, Rule};
use remand_reading::{ClaimIx, Modality, Polarity, vocabulary};

use super::computed::{Due, Since};
use super::{Counted, Deadline, DeadlineKind, DeadlineStatus, day};
use crate::input::Input;
use crate::names::noun;
use crate::phrase;
use crate::record::{Record, instant};

/// An event that texts announce for a day to come.
pub(super) struct Announced {
    event: EventIx,
    when: Vec<Instant>,
    claims: Vec<ClaimIx>,
}

/// Events of one kind that lie ahead, and the facts in which they stand where those of the kind that happened stood.
pub(super) struct Planned {
    kind: &'static str,
    events: Vec<Announced>,
    facts: Facts,
}

/// When the last order of the record runs out.
pub(super) struct TermEnd {
    /// Its last day: the day before the one that it names, or that day.
    pub(super) days: (Date, Date),
    pub(super) order: EventIx,
    pub(super) claims: Vec<ClaimIx>,
}

/// What lies ahead, by kind.
pub(super) fn planned(record: &Record<'_>, program: &Program, input: &Input<'_>) -> Vec<Planned> {
    let mut found: Vec<Planned> = Vec::new();
    for kind in vocabulary().events() {
        let Some(number) = program.schema().event(kind.name()) else { continue };
        let mut events: Vec<Announced> = Vec::new();
        for (at, event) in record.chronology.events.iter().enumerate().filter(|(_, event)| event.kind == kind)
        {
            let (mut claims, mut when) = (Vec::new(), Vec::<Instant>::new());
            for ix in &event.claims {
                let Some(at) = announced(record, *ix) else { continue };
                claims.push(*ix);
                if !when.contains(&at) {
                    when.push(at);
                }
            }
            if !when.is_empty() {
                events.push(Announced { event: EventIx(at), when, claims });
            }
        }
        if kind.name() == "detention_expiry" && events.is_empty() {
            events.extend(expiry(record));
        }
        if events.is_empty() {
            continue;
        }
        let mut facts = input.facts.clone();
        let happened = (0_u32..).zip(&events).map(|(tag, event)| Happened {
            versions: &event.when,
            qualifiers: 0,
            roles: 0,
            tag,
        });
        facts.happened(number, happened);
        found.push(Planned { kind: kind.name(), events, facts });
    }
    found
}

/// When a claim says that something will be, as far as that is after the day that is asked for.
fn announced(record: &Record<'_>, ix: ClaimIx) -> Option<Instant> {
    let claim = record.claim(ix).filter(|claim| record.counts(claim))?;
    let at = instant(&claim.when);
    let said = claim.polarity == Polarity::Asserted
        && !matches!(claim.modality, Modality::Demanded | Modality::General)
        && at.is_bounded();
    if !said || at.latest <= Some(record.now()) {
        return None;
    }
    if at.earliest > Some(record.now()) {
        return Some(at);
    }
    // Of a month that has begun: what was announced for it and is not told yet can still come.
    let come = record.told(claim.kind.name()).happened.iter().flat_map(|event| &event.when);
    let still = claim.modality == Modality::Planned && come.clone().all(|when| when.meet(at).is_none());
    still.then_some(Instant { earliest: Some(record.now() + 1), ..at })
}

/// The end of the order that runs, as an event that lies ahead.
fn expiry(record: &Record<'_>) -> Option<Announced> {
    record.spans().last().filter(|span| span.to.is_none())?;
    let TermEnd { days: (first, after), order, claims } = term_end(record)?;
    let when = Instant {
        earliest: Some(minute(first.at(0, 0, 0, 0))),
        latest: Some(minute(after.at(23, 59, 0, 0))),
    };
    Some(Announced { event: order, when: vec![when], claims })
}

/// The last days that the orders of the record can cover, where one that has not run out says so, with the claims
/// that say it: the order that runs, or one that is to follow it. Whether the day that it names is still covered is
/// left open. After a sentence no further order is due.
pub(super) fn term_end(record: &Record<'_>) -> Option<TermEnd> {
    let last = record.spans().last()?;
    let kind = |ix: &EventIx| record.chronology.events.get(ix.0).map(|event| event.kind.name());
    if last.orders.iter().filter_map(kind).any(|kind| matches!(kind, "verdict" | "sentence")) {
        return None;
    }
    let orders = vocabulary().events().filter(|kind| kind.describe().orders);
    let told = orders.flat_map(|kind| &record.told(kind.name()).happened);
    let ends = told.filter_map(|told| {
        let event = record.chronology.events.get(told.event.0)?;
        let term = event.term.as_ref().filter(|_| !matches!(event.kind.name(), "verdict" | "sentence"))?;
        let stated = term.until.as_ref().and_then(|until| until.first_day().zip(until.last_day()));
        let counted = || {
            let from = term.from.as_ref().unwrap_or(&event.when);
            let length: Span = term.length.as_deref()?.parse().ok()?;
            let end = |day: Date| day.checked_add(length).ok();
            end(from.first_day()?).zip(end(from.last_day()?))
        };
        let (first, last) = stated.or_else(counted)?;
        Some(TermEnd {
            days: (first.yesterday().ok()?, last),
            order: told.event,
            claims: told.claims.clone(),
        })
    });
    let end = ends.max_by_key(|end| end.days)?;
    (end.days.1 >= record.as_of).then_some(end)
}

/// Acts that a norm asks for before something that lies ahead.
pub(super) fn before(
    counted: &Counted<'_>,
    program: &Program,
    number: usize,
    planned: &[Planned],
    found: &mut Vec<Deadline>,
) {
    let Rule::Before { act, leads, event } = &counted.telling.norm.rule else { return };
    let Some(planned) = planned.iter().find(|planned| planned.kind == event && act.event != *event) else {
        return;
    };
    program.obligations(number, &planned.facts, &mut |obligation| {
        let Subject::Event(tag) = obligation.subject else { return };
        let target = usize::try_from(tag).ok().and_then(|at| planned.events.get(at));
        let (Some(target), Some(least), Some(most)) =
            (target, obligation.due.earliest, obligation.due.latest)
        else {
            return;
        };
        let status = match (obligation.why, obligation.outcome) {
            (_, Outcome::NotApplicable) => return,
            (_, Outcome::Met) => DeadlineStatus::Kept,
            (Why::Compared, Outcome::NotMet) => DeadlineStatus::KeptLate,
            (Why::Compared | Why::ActDisputed, _) => DeadlineStatus::Unclear,
            _ => counted.unanswered(most),
        };
        let record = counted.record();
        let lead = leads.get(usize::from(obligation.limit)).or(leads.first());
        let length = lead.map(|lead| counted.telling.length(&lead.length, obligation.start));
        let limit = match &length {
            Some(length) => format!("at least {length} before the {}", noun(event)),
            None => format!("before the {}", noun(event)),
        };
        let limit = phrase::limit(&limit, counted.telling.norm.limit.word());
        let in_hours =
            lead.and_then(|lead| counted.amount(&lead.length, obligation.start)).is_some_and(|amount| {
                matches!(amount.unit, remand_law::Unit::Hours | remand_law::Unit::FullDays)
            });
        let one_day = |when: &Instant| when.earliest.and_then(day) == when.latest.and_then(day);
        let depends = match (day(least) == day(most), target.when.as_slice()) {
            (true, _) => Vec::new(),
            (_, [when]) if one_day(when) => vec![format!("the hour of the {}", noun(event))],
            _ => vec![format!("the day of the {}", noun(event))],
        };
        let words = format!(
            "{} ahead, {} ({})",
            noun(event),
            phrase::versions(&target.when),
            phrase::voices(record, &target.claims)
        );
        let since = Since { words, event: Some(target.event), claims: target.claims.clone() };
        let due = Due { least, most, in_hours, depends };
        let Some(mut made) = counted.made(DeadlineKind::Before, &act.event, &limit, since, due, status)
        else {
            return;
        };
        if let Some((_, done)) = obligation.act.and_then(|tag| counted.telling.input.occurrence(tag)) {
            made.answered_by.clone_from(&done.claims);
        }
        found.push(made);
    });
}
