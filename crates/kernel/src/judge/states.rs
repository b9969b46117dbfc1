//! States that may last only so long, or that must be covered.

use crate::can::Can;
use crate::compile::Bound;
use crate::facts::Lasting;
use crate::length::Extent;
use crate::program::{Judged, Question};
use crate::span::Span;
use crate::{EventNo, Minute, Standing, StateNo, Subject, Why};

use super::no_amount;

/// More stretches than these are not laid over each other.
const LAID: usize = 4096;

/// Minutes without cover.
#[derive(Clone, Copy, Default)]
struct Bare {
    denied: Minute,
    disputed: Minute,
    silent: Minute,
    first: Option<Minute>,
    needed: Minute,
    /// Denied minutes that need cover on every reading.
    certain: bool,
    /// A minute is without cover on some reading, and a claim says so.
    breach: bool,
    /// Of the cover of a minute nothing is known on some reading.
    open: bool,
}

impl Question<'_> {
    pub(super) fn at_most(
        &self,
        state: StateNo,
        before: Option<EventNo>,
        limits: &[Bound],
        total: bool,
        each: &mut impl FnMut(Judged),
    ) {
        // The first of several.
        let stops =
            before.map_or(&[][..], |event| self.facts.occurrences(event)).iter().map(|stop| stop.hull);
        let stop = stops.reduce(|a, b| Span { lo: a.lo.min(b.lo), hi: a.hi.min(b.hi) });
        let unknown_stop = before.is_some() && stop.is_none();
        let disputed_stop = before.is_some_and(|event| self.facts.kind(event).denied);
        let runs = || {
            let held = self.facts.stretches(state).iter().filter(|run| run.standing != Standing::Denied);
            held.filter_map(move |run| match stop {
                Some(stop) => cut(*run, stop, disputed_stop),
                None => Some(*run),
            })
        };
        let mut any = false;
        if total {
            let Some(first) = runs().next() else {
                each(Judged::new(Subject::Record, Can::IDLE, Why::Idle, Span::UNKNOWN));
                return;
            };
            let judged =
                self.under_limits(limits, |limit| self.in_total(&first, runs(), limit, unknown_stop));
            judged.into_iter().for_each(each);
            return;
        }
        for run in runs() {
            any = true;
            let judged = self.under_limits(limits, |limit| self.one_run(&run, limit, unknown_stop));
            judged.into_iter().for_each(&mut *each);
        }
        if !any {
            each(Judged::new(Subject::Record, Can::IDLE, Why::Idle, Span::UNKNOWN));
        }
    }

    fn one_run(&self, run: &Lasting, limit: &Bound, unknown_stop: bool) -> Judged {
        let subject = Subject::Stretch(run.tag);
        let amount = match limit.extent.amount(self.facts, &self.norm.clock, run.from) {
            Ok(amount) => amount,
            Err(why) => return no_amount(subject, run.from, why),
        };
        let due = self.norm.clock.end(self.facts, run.from, amount);
        let breached = run.last.hi > due.lo;
        let kept = run.last.lo <= due.hi || (unknown_stop && breached);
        let bounded = run.from.is_bounded() && run.last.is_bounded() && !run.open && !unknown_stop;
        // What goes on can yet be too long.
        let can = Can::NOTHING
            .or_if(breached, Can::BREACHED)
            .or_if(kept, if run.open { Can::OPEN } else { Can::KEPT })
            .unsettled_if(!bounded)
            .or_if(run.standing == Standing::Disputed, Can::IDLE);
        let mut judged = Judged::new(subject, can, Why::Compared, run.from);
        judged.due = due;
        judged.reached = run.last;
        judged.governing = run.last;
        judged
    }

    fn in_total(
        &self,
        first: &Lasting,
        runs: impl Iterator<Item = Lasting>,
        limit: &Bound,
        unknown_stop: bool,
    ) -> Judged {
        let subject = Subject::Stretch(first.tag);
        let amount = limit.extent.amount(self.facts, &self.norm.clock, first.from);
        let bound = match amount {
            Ok(amount) => self.norm.clock.minutes(amount),
            Err(why) => return no_amount(subject, first.from, why),
        };
        let Some(bound) = bound else {
            return no_amount(subject, first.from, crate::length::NoAmount::Ambiguous);
        };
        let mut sum = Span::at(0);
        let mut last = first.last;
        let (mut open, mut bounded) = (false, true);
        for run in runs {
            if run.standing == Standing::Holds {
                sum.lo = sum.lo.saturating_add((run.last.lo - run.from.hi + 1).max(0));
            }
            sum.hi = sum.hi.saturating_add((run.last.hi - run.from.lo + 1).max(0)).min(Span::HIGH);
            open |= run.open;
            bounded &= run.from.is_bounded() && run.last.is_bounded();
            last = run.last;
        }
        let breached = sum.hi > bound.lo;
        let kept = sum.lo <= bound.hi || (unknown_stop && breached);
        let can = Can::NOTHING
            .or_if(breached, Can::BREACHED)
            .or_if(kept, if open { Can::OPEN } else { Can::KEPT })
            .unsettled_if(unknown_stop || open || !bounded);
        let mut judged = Judged::new(subject, can, Why::Compared, first.from);
        judged.reached = last;
        judged.governing = last;
        judged.elapsed = Some(sum);
        judged
    }

    /// Minutes of a state that need cover and have it, are disputed, denied, or of which nothing is known. Each is an
    /// obligation of its own; the gravest is the one that is told.
    pub(super) fn covered(
        &self,
        state: StateNo,
        by: StateNo,
        after: Option<&Extent>,
        each: &mut impl FnMut(Judged),
    ) {
        let mut all = Bare::default();
        let mut span: Option<(Lasting, Span)> = None;
        for run in self.facts.stretches(state).iter().filter(|run| run.standing != Standing::Denied) {
            let free = match after {
                None => Span { lo: run.from.lo - 1, hi: run.from.hi - 1 },
                Some(extent) => match extent.amount(self.facts, &self.norm.clock, run.from) {
                    Ok(amount) => self.norm.clock.end(self.facts, run.from, amount),
                    Err(why) => return each(no_amount(Subject::Stretch(run.tag), run.from, why)),
                },
            };
            span = Some(span.map_or((*run, run.last), |(first, _)| (first, run.last)));
            let disputed = run.standing == Standing::Disputed;
            self.bare(by, free, run.last, disputed, &mut all);
        }
        let Some((first, last)) = span else {
            return each(Judged::new(Subject::Record, Can::IDLE, Why::Idle, Span::UNKNOWN));
        };
        let (can, why) = match all.first {
            None => (Can::KEPT, Why::Covered(all.needed)),
            Some(minute) => {
                let can = if all.certain {
                    Can::BREACHED
                } else {
                    Can::KEPT.or_if(all.breach, Can::BREACHED).or_if(all.open, Can::OPEN)
                };
                let why = Why::Uncovered {
                    denied: all.denied,
                    disputed: all.disputed,
                    silent: all.silent,
                    first: minute,
                };
                (can, why)
            }
        };
        let mut judged = Judged::new(Subject::Stretch(first.tag), can, why, first.from);
        judged.reached = last;
        judged.governing = last;
        each(judged);
    }

    /// Adds the minutes after `free` up to `last` that no cover holds.
    fn bare(&self, by: StateNo, free: Span, last: Span, disputed: bool, all: &mut Bare) {
        let (from, to) = (free.lo.saturating_add(1).max(Span::LOW + 1), last.hi.min(self.facts.now));
        let cover = self.facts.stretches(by);
        if from > to {
            return;
        }
        all.needed = all.needed.saturating_add(to - from + 1);
        if cover.len() > LAID {
            all.disputed = all.disputed.saturating_add(to - from + 1);
            all.first = all.first.or(Some(from));
            (all.breach, all.open) = (true, true);
            return;
        }
        let mut at = from;
        while at <= to {
            let near = cover.iter().take_while(|stretch| stretch.from.lo <= to);
            // Up to where nothing about the cover of this minute changes.
            let mut until = to;
            let (mut held, mut doubted, mut denied, mut surely) = (false, false, false, false);
            let mut spoken = false;
            for stretch in near {
                for edge in [stretch.from.lo, stretch.from.hi, stretch.last.lo + 1, stretch.last.hi + 1] {
                    if edge > at {
                        until = until.min(edge - 1);
                    }
                }
                let possible = stretch.from.lo <= at && at <= stretch.last.hi;
                let certain = stretch.from.hi <= at && at <= stretch.last.lo;
                match stretch.standing {
                    Standing::Holds => {
                        held |= certain;
                        doubted |= possible;
                    }
                    Standing::Disputed => {
                        doubted |= possible;
                        denied |= possible;
                        spoken |= certain;
                    }
                    Standing::Denied => {
                        denied |= possible;
                        surely |= certain;
                    }
                }
            }
            for edge in [free.hi + 1, last.lo + 1] {
                if edge > at {
                    until = until.min(edge - 1);
                }
            }
            let minutes = until - at + 1;
            if !held {
                // Silence is for the state to break where the norm says so.
                let silent = !spoken && !surely;
                surely |= silent && self.norm.burden;
                all.breach |= denied || silent && self.norm.burden;
                all.open |= silent && !self.norm.burden;
                all.certain |= surely && !doubted && at > free.hi && at <= last.lo && !disputed;
                all.first = all.first.or(Some(at));
                if doubted {
                    all.disputed += minutes;
                } else if denied {
                    all.denied += minutes;
                } else {
                    all.silent += minutes;
                }
            }
            at = until.saturating_add(1);
        }
    }
}

/// A run up to an event; `None` where it begins after that on every reading. Where the event may not have been, the
/// run may go on.
fn cut(run: Lasting, stop: Span, disputed: bool) -> Option<Lasting> {
    let stop = if disputed { Span { hi: Span::HIGH, ..stop } } else { stop };
    if run.from.lo >= stop.hi {
        return None;
    }
    let (least, most) = (run.last.lo.min(stop.lo - 1), run.last.hi.min(stop.hi - 1));
    let last = Span { lo: least.max(run.from.lo), hi: most.max(run.from.lo) };
    Some(Lasting { last, open: disputed && run.open, ..run })
}
