//! Acts that must not happen.

use crate::can::Can;
use crate::compile::{Deed, Time};
use crate::facts::Occurrence;
use crate::program::{Judged, Question};
use crate::span::Span;
use crate::{EventNo, Minute, Standing, StateNo, Subject, Why};

impl Question<'_> {
    pub(super) fn never(&self, act: Deed, period: Time, each: &mut impl FnMut(Judged)) {
        let told = self.facts.occurrences(act.event);
        let denied = self.facts.kind(act.event).denied;
        if told.is_empty() {
            let (can, why) = if denied { (Can::KEPT, Why::Denied) } else { (Can::IDLE, Why::Idle) };
            each(Judged::new(Subject::Record, can, why, Span::at(self.facts.now)));
            return;
        }
        for done in told {
            let mut judged = Judged::new(Subject::Event(done.tag), Can::BREACHED, Why::Compared, done.hull);
            judged.governing = Span::known(self.facts.versions(done)).unwrap_or(done.hull);
            judged.act = Some(done.tag);
            judged.reached = done.hull;
            match period {
                Time::Ever => {}
                Time::Before(event) => judged.can = self.sooner(done, event),
                Time::After(event) => judged.can = self.later(done, event),
                Time::While(state) => (judged.can, judged.why) = self.during(done, state, true),
                Time::WhileNot(state) => (judged.can, judged.why) = self.during(done, state, false),
            }
            if !act.is(done) && judged.can.has(Can::BREACHED) {
                judged.can = judged.can.or(Can::IDLE).unsettled();
            } else if denied && judged.can.has(Can::BREACHED) {
                judged.can = judged.can.or(Can::KEPT);
            }
            each(judged);
        }
    }

    /// An act before the first event breaches, also where the event is not in the record.
    fn sooner(&self, done: &Occurrence, event: EventNo) -> Can {
        let own = self.facts.occurrences(event);
        if own.is_empty() {
            let mut can = Can::NOTHING;
            for end in self.facts.elsewhere_of(event) {
                for act in self.facts.versions(done) {
                    can = can.or(after(*end, *act));
                }
            }
            return if can.is(Can::NOTHING) { Can::BREACHED } else { can };
        }
        let mut can = Can::NOTHING.or_if(self.facts.kind(event).denied, Can::BREACHED);
        for act in self.facts.versions(done) {
            // Only what can be as early as the act can be before it.
            let near =
                |at: Minute| own.get(..own.partition_point(|end| end.hull.lo <= at)).unwrap_or_default();
            let breached = near(act.lo).iter().all(|end| end.hull.hi > act.lo);
            can = can.or(first_or_later(*act, near(act.hi), breached, !near(act.hi).is_empty()));
        }
        can
    }

    /// An act after the first event breaches.
    fn later(&self, done: &Occurrence, event: EventNo) -> Can {
        let own = self.facts.occurrences(event);
        if own.is_empty() {
            return Can::KEPT;
        }
        let mut can = Can::NOTHING.or_if(self.facts.kind(event).denied, Can::KEPT);
        for act in self.facts.versions(done) {
            let near =
                |at: Minute| own.get(..own.partition_point(|end| end.hull.lo < at)).unwrap_or_default();
            let kept = near(act.lo).iter().all(|end| end.hull.hi >= act.lo);
            can = can.or(first_or_later(*act, near(act.hi), !near(act.hi).is_empty(), kept));
        }
        can
    }

    /// An act in a state, or outside of it, breaches.
    fn during(&self, done: &Occurrence, state: StateNo, inside: bool) -> (Can, Why) {
        let stretches = self.facts.stretches(state);
        if !self.facts.is_spoken_of(state) {
            return (Can::OPEN, Why::StateUnknown);
        }
        let (breach, keep) = if inside { (Can::BREACHED, Can::KEPT) } else { (Can::KEPT, Can::BREACHED) };
        let mut can = Can::NOTHING;
        for act in self.facts.versions(done) {
            let held = stretches.iter().filter(|stretch| stretch.standing != Standing::Denied);
            let surely = held.clone().any(|stretch| {
                stretch.standing == Standing::Holds && stretch.from.hi <= act.lo && act.hi <= stretch.last.lo
            });
            let maybe = held.clone().any(|stretch| act.hi >= stretch.from.lo && act.lo <= stretch.last.hi);
            let here = if surely {
                breach
            } else if maybe {
                breach.or(keep)
            } else {
                keep
            };
            // Of a stretch without a known end nobody says how far it goes.
            let unknown = held.clone().any(|stretch| stretch.open && stretch.last.lo < act.hi);
            let mixed = !here.is(Can::BREACHED) && !here.is(Can::KEPT);
            can = can.or(here.unsettled_if(mixed && (unknown || !act.is_bounded())));
        }
        (can, Why::Compared)
    }
}

/// What an act can come to beside the events that can be before it.
fn first_or_later(act: Span, near: &[Occurrence], breached: bool, kept: bool) -> Can {
    let bounded = act.is_bounded() && near.iter().take(64).all(|end| end.hull.is_bounded());
    Can::NOTHING.or_if(breached, Can::BREACHED).or_if(kept, Can::KEPT).unsettled_if(!bounded)
}

/// Breached where `a` is later than `b`.
fn after(a: Span, b: Span) -> Can {
    Can::NOTHING
        .or_if(a.hi > b.lo, Can::BREACHED)
        .or_if(a.lo <= b.hi, Can::KEPT)
        .unsettled_if(!a.is_bounded() || !b.is_bounded())
}
