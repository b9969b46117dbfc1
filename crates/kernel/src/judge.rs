//! The rules themselves: every obligation of a norm, and what it can come to over all readings.

mod acts;
mod bans;
mod states;

use crate::compile::{Deed, Shape, Start};
use crate::facts::Occurrence;
use crate::length::{Extent, NoAmount};
use crate::program::{Judged, Question};
use crate::span::Span;
use crate::{EventNo, Minute, Subject, Why};

use crate::can::Can;

/// More versions of a trigger than these are taken as one box around them.
const VERSIONS: usize = 8;

/// More acts than these are not compared with each other.
const COMPARED: usize = 64;

/// What can come of an absence, and why.
#[derive(Clone, Copy)]
struct Absence {
    can: Can,
    why: Why,
}

/// What a trigger rests on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Footing {
    /// Nobody says that it did not happen.
    Certain,
    /// A claim is against every version of its date.
    Disputed,
    /// A claim is against some versions of its date; where it is true, the others are left.
    InPart,
    /// It is certain, and its time hangs on more than dates: one of the events that make it is denied, or a length before
    /// it can be counted to two ends.
    OfTheRest,
}

impl Footing {
    fn of(certain: bool) -> Self {
        if certain { Self::Certain } else { Self::Disputed }
    }

    fn is_certain(self) -> bool {
        matches!(self, Self::Certain | Self::OfTheRest)
    }
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

    /// Each trigger: what it hangs on, the versions of its minute, what it rests on.
    fn triggers(&self, start: &Start, each: &mut dyn FnMut(Subject, &[Span], Footing)) {
        match start {
            Start::Event(event) => {
                for occurrence in self.facts.occurrences(*event) {
                    let versions = self.facts.versions(occurrence);
                    let to = self.facts.kind(*event).denied_to;
                    let footing = if !self.is_disputed(*event, occurrence) {
                        Footing::Certain
                    } else if to.is_some_and(|to| versions.iter().any(|version| version.hi > to)) {
                        Footing::InPart
                    } else {
                        Footing::Disputed
                    };
                    each(Subject::Event(occurrence.tag), versions, footing);
                }
            }
            Start::After(extent, of) => self.triggers(of, &mut |subject, versions, footing| {
                let mut moved = [Span::UNKNOWN; VERSIONS];
                let hull = [Span::hull(versions).unwrap_or(Span::UNKNOWN)];
                let versions = if versions.len() > VERSIONS { &hull } else { versions };
                for (after, version) in moved.iter_mut().zip(versions) {
                    match self.moved(extent, *version) {
                        Some(span) => *after = span,
                        None => return,
                    }
                }
                let moved = moved.get(..versions.len()).unwrap_or(&hull);
                // Where the length itself can be counted to two ends, an act between them answers one of them.
                let width = |span: &Span| span.hi.saturating_sub(span.lo);
                let wider = moved.iter().zip(versions).any(|(after, of)| width(after) > width(of));
                let footing = if wider && footing == Footing::Certain { Footing::OfTheRest } else { footing };
                each(subject, moved, footing);
            }),
            Start::Earlier(_) | Start::Later(_) => {
                if let Some((span, tags, certain)) = self.composed(start) {
                    let rest = certain && self.is_doubted(start);
                    let footing = if rest { Footing::OfTheRest } else { Footing::of(certain) };
                    each(Subject::Events(tags.0, tags.1), &[span], footing);
                }
            }
        }
    }

    /// The last minute of a length from somewhere in a box: not known where the length has no amount, none where it
    /// has no value yet.
    fn moved(&self, extent: &Extent, from: Span) -> Option<Span> {
        match extent.amount(self.facts, &self.norm.clock, from) {
            Ok(amount) => Some(self.norm.clock.end(self.facts, from, amount)),
            Err(NoAmount::Ambiguous) => Some(Span::UNKNOWN),
            Err(NoAmount::NoValue) => None,
        }
    }

    /// The one minute of a trigger that is made of others, or of the first event.
    fn composed(&self, start: &Start) -> Option<(Span, (u32, u32), bool)> {
        match start {
            Start::Event(event) => {
                let all = self.facts.occurrences(*event);
                let first = all.first()?;
                let sure = || all.iter().filter(|one| !self.is_disputed(*event, one)).map(|one| one.hull.hi);
                let any = all.iter().map(|one| one.hull.hi);
                let hi = sure().min().or_else(|| any.max()).unwrap_or(first.hull.hi);
                Some((Span { lo: first.hull.lo, hi }, (first.tag, first.tag), sure().next().is_some()))
            }
            Start::After(extent, of) => {
                let (span, tags, certain) = self.composed(of)?;
                Some((self.moved(extent, span)?, tags, certain))
            }
            Start::Earlier(all) => all.iter().filter_map(|one| self.composed(one)).reduce(|a, b| {
                // The later of two bounds the first only where the earlier is certain to have been.
                let hi = match (a.2, b.2) {
                    (true, true) => a.0.hi.min(b.0.hi),
                    (true, false) => a.0.hi,
                    (false, true) => b.0.hi,
                    (false, false) => a.0.hi.max(b.0.hi),
                };
                (Span { lo: a.0.lo.min(b.0.lo), hi }, (a.1.0, b.1.1), a.2 || b.2)
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

    /// A claim is against an event that the trigger is made of and that is told.
    fn is_doubted(&self, start: &Start) -> bool {
        match start {
            Start::Event(event) => {
                self.facts.kind(*event).denied && !self.facts.occurrences(*event).is_empty()
            }
            Start::After(_, of) => self.is_doubted(of),
            Start::Earlier(all) | Start::Later(all) => all.iter().any(|one| self.is_doubted(one)),
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

    /// The act is not in the record.
    fn absent(&self, act: Deed, start: Span, due: Span, certain: bool) -> Absence {
        let now = self.facts.now;
        let (over, may_be_over) = (now >= due.hi && due.hi < Span::HIGH, now >= due.lo);
        // A denial that is also against an act that is told is true on some readings only.
        let told = self.facts.occurrences(act.event).first();
        let disputed = told.is_some_and(|told| self.is_disputed(act.event, told));
        let shown = if !disputed && self.denied_by(act.event, due.hi) {
            Some(Why::Denied)
        } else if self.is_complete(act.event, start, due) {
            Some(Why::Complete)
        } else {
            self.norm.burden.then_some(Why::Burden)
        };
        if let Some(why) = shown.filter(|_| over && certain) {
            return Absence { can: Can::BREACHED, why };
        }
        let may_be_complete =
            self.facts.kind(act.event).complete.is_some_and(|time| time.from <= start.hi && due.lo < time.to);
        let may_be_shown = shown.is_some() || may_be_complete || self.denied_by(act.event, due.lo);
        let why = if !over && now < due.lo && start.is_bounded() { Why::Running } else { Why::Silent };
        Absence { can: Can::OPEN.or_if(may_be_over && may_be_shown, Can::BREACHED), why }
    }

    /// A claim says of the time up to this minute that the event did not happen.
    fn denied_by(&self, event: EventNo, minute: Minute) -> bool {
        let kind = self.facts.kind(event);
        kind.denied && kind.denied_to.is_none_or(|to| to >= minute)
    }

    /// A claim that the event did not happen is against this one.
    fn is_disputed(&self, event: EventNo, occurrence: &Occurrence) -> bool {
        self.denied_by(event, occurrence.hull.lo)
    }

    /// A source lists all events from the start on, wherever it is, to the end.
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
