//! The rules themselves: every obligation of a norm, and what it can come to over all readings.

mod acts;
mod bans;
mod states;

use crate::compile::{Deed, Shape, Start};
use crate::facts::Occurrence;
use crate::length::NoAmount;
use crate::program::{Judged, Question};
use crate::span::Span;
use crate::{EventNo, Subject, Why};

use crate::can::Can;

/// More acts than these are not compared with each other.
const COMPARED: usize = 64;

/// What can come of an absence, and why.
#[derive(Clone, Copy)]
struct Absence {
    can: Can,
    why: Why,
}

impl Question<'_> {
    /// Every obligation of the norm, in order.
    pub(crate) fn each(&self, each: &mut impl FnMut(Judged)) {
        match &self.norm.rule {
            Shape::Within { act, of, limits } => self.within(*act, of, limits, each),
            Shape::Promptly { act, after } => self.promptly(*act, after, each),
            Shape::Before { act, leads, event } => self.before(*act, leads, *event, each),
            Shape::Every { act, gap, first, state } => self.every(*act, gap, first.as_ref(), *state, each),
            Shape::Required { act, state } => self.required(*act, *state, each),
            Shape::Record { items } => self.record(items, each),
            Shape::Covered { state, by, after } => self.covered(*state, *by, after.as_ref(), each),
            Shape::AtMost { state, before, limits, total } => {
                self.at_most(*state, *before, limits, *total, each);
            }
            Shape::Never { act, period } => self.never(*act, *period, each),
        }
    }

    /// Each trigger: what it hangs on, the versions of its minute, whether it is certain to have happened.
    fn triggers(&self, start: &Start, each: &mut impl FnMut(Subject, &[Span], bool)) {
        if let Start::Event(event) = start {
            let certain = !self.facts.kind(*event).denied;
            for occurrence in self.facts.occurrences(*event) {
                each(Subject::Event(occurrence.tag), self.facts.versions(occurrence), certain);
            }
        } else if let Some((span, tags, certain)) = self.composed(start) {
            each(Subject::Events(tags.0, tags.1), &[span], certain);
        }
    }

    /// The one minute of a trigger that is made of others, or of the first event.
    fn composed(&self, start: &Start) -> Option<(Span, (u32, u32), bool)> {
        match start {
            Start::Event(event) => {
                let first = self.facts.occurrences(*event).first()?;
                Some((first.hull, (first.tag, first.tag), !self.facts.kind(*event).denied))
            }
            Start::After(extent, of) => {
                let (span, tags, certain) = self.composed(of)?;
                let amount = extent.amount(self.facts, &self.norm.clock, span).ok()?;
                Some((self.norm.clock.end(self.facts, span, amount), tags, certain))
            }
            Start::Earlier(all) => all.iter().filter_map(|one| self.composed(one)).reduce(|a, b| {
                let span = Span { lo: a.0.lo.min(b.0.lo), hi: a.0.hi.min(b.0.hi) };
                (span, (a.1.0, b.1.1), a.2 && b.2)
            }),
            Start::Later(all) => {
                let mut found: Option<(Span, (u32, u32), bool)> = None;
                for one in all {
                    let b = self.composed(one)?;
                    found = Some(found.map_or(b, |a| {
                        let span = Span { lo: a.0.lo.max(b.0.lo), hi: a.0.hi.max(b.0.hi) };
                        (span, (a.1.0, b.1.1), a.2 && b.2)
                    }));
                }
                found
            }
        }
    }

    /// Why there is no trigger.
    fn no_trigger(&self, start: &Start) -> Why {
        let denied = |event: EventNo| self.facts.kind(event).denied;
        let any = |all: &[Start]| all.iter().any(|one| self.no_trigger(one) == Why::TriggerDenied);
        let is_denied = match start {
            Start::Event(event) => denied(*event),
            Start::After(_, of) => self.no_trigger(of) == Why::TriggerDenied,
            Start::Earlier(all) | Start::Later(all) => any(all),
        };
        if is_denied { Why::TriggerDenied } else { Why::Idle }
    }

    /// A claim says of the time up to the end of `due` that the act did not happen.
    fn denied_to(&self, event: EventNo, due: Span) -> bool {
        let kind = self.facts.kind(event);
        kind.denied && kind.denied_to.is_none_or(|to| due.lo == Span::LOW || to >= due.lo)
    }

    /// The act is not in the record.
    fn absent(&self, act: Deed, start: Span, due: Span, certain: bool) -> Absence {
        let over = self.facts.now >= due.hi && due.hi < Span::HIGH;
        let why = if !over {
            if self.facts.now < due.lo && start.is_bounded() { Why::Running } else { Why::Silent }
        } else if certain && self.denied_to(act.event, due) {
            Why::Denied
        } else if certain && self.is_complete(act.event, start, due) {
            Why::Complete
        } else if certain && self.norm.burden {
            Why::Burden
        } else {
            Why::Silent
        };
        let can =
            if matches!(why, Why::Denied | Why::Complete | Why::Burden) { Can::BREACHED } else { Can::OPEN };
        Absence { can, why }
    }

    fn is_complete(&self, event: EventNo, start: Span, due: Span) -> bool {
        let complete = self.facts.kind(event).complete;
        complete.is_some_and(|time| time.from <= start.lo && due.hi < time.to)
    }
}

impl Deed {
    /// Somebody says that it was done as the norm asks.
    fn is(self, occurrence: &Occurrence) -> bool {
        occurrence.qualifiers & self.qualifiers == self.qualifiers
    }
}

/// What a missing length comes to.
fn no_amount(subject: Subject, start: Span, why: NoAmount) -> Judged {
    match why {
        NoAmount::NoValue => Judged::new(subject, Can::IDLE, Why::NoValue, start),
        NoAmount::Ambiguous => Judged::new(subject, Can::OPEN.unsettled(), Why::Ambiguous, start),
    }
}
