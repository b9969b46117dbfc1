//! States that a law defines from events and other states.

use remand_law::{Amount, Calendars, Counting, Definition};

use crate::compile::Compiler;
use crate::facts::{Facts, Lasting, Occurrence};
use crate::length::Clock;
use crate::span::Span;
use crate::{EventNo, Minute, Schema, Standing, StateNo};

/// A definition with its names turned into numbers.
#[derive(Clone, Debug)]
pub(crate) struct Defined {
    state: StateNo,
    from: Box<[EventNo]>,
    until: Box<[EventNo]>,
    lasting: Option<Amount>,
    within: Box<[(StateNo, bool)]>,
    clock: Clock,
}

/// The tag of a stretch that no caller gave.
pub(crate) const DEFINED: u32 = u32::MAX;

impl Defined {
    pub(crate) fn new(definition: &Definition, compiler: &Compiler<'_>, schema: &Schema) -> Self {
        Self {
            state: compiler.state(&definition.name.name),
            from: definition.from.iter().map(|event| compiler.event(event)).collect(),
            until: definition.until.iter().map(|event| compiler.event(event)).collect(),
            lasting: definition.lasting,
            within: definition
                .within
                .iter()
                .map(|within| (compiler.state(&within.state.name), within.inside))
                .collect(),
            clock: Clock::new(&Counting::default(), &Calendars::default(), schema),
        }
    }

    /// Adds the stretches of the state to the facts.
    pub(crate) fn add_to(&self, facts: &mut Facts) {
        let mut found = if self.from.is_empty() { self.of_states(facts) } else { self.of_events(facts) };
        for (state, inside) in &self.within {
            let other = facts.stretches(*state).to_vec();
            found = if *inside { intersect(&found, &other) } else { subtract(&found, &other) };
        }
        facts.hold(self.state, &found);
    }

    /// Each event that begins it, up to the first that ends it.
    fn of_events(&self, facts: &Facts) -> Vec<Lasting> {
        let events = |numbers: &[EventNo]| {
            let mut all: Vec<(Occurrence, bool)> = Vec::new();
            for number in numbers {
                let denied = facts.kind(*number).denied;
                all.extend(facts.occurrences(*number).iter().map(|event| (*event, denied)));
            }
            all.sort_by_key(|(event, _)| (event.hull.lo, event.hull.hi));
            all
        };
        let (begins, ends) = (events(&self.from), events(&self.until));
        let mut found: Vec<Lasting> = Vec::new();
        for (begin, denied) in begins {
            let from = begin.hull;
            let mut doubtful = denied;
            if let Some(last) = found.last_mut() {
                if last.open || from.hi <= last.last.lo {
                    continue;
                }
                // Whether it begins a new stretch or falls in the one before depends on the reading.
                if from.lo <= last.last.hi {
                    doubtful = true;
                    last.standing = Standing::Disputed;
                }
            }
            let end = ends.iter().find(|(end, _)| end.hull.hi > from.lo);
            doubtful |= end.is_some_and(|(end, denied)| *denied || end.hull.lo <= from.hi);
            let mut last =
                end.map(|(end, _)| Span { lo: (end.hull.lo - 1).max(from.lo), hi: end.hull.hi - 1 });
            if let Some(amount) = self.lasting {
                let over = self.clock.end(facts, from, amount);
                let reached =
                    last.map_or(over, |last| Span { lo: last.lo.min(over.lo), hi: last.hi.min(over.hi) });
                last = Some(reached);
            }
            let open = last.is_none();
            let last = last.unwrap_or(Span { lo: from.hi.min(facts.now), hi: facts.now.max(from.lo) });
            let standing = if doubtful { Standing::Disputed } else { Standing::Holds };
            found.push(Lasting { from, last, open, standing, tag: DEFINED });
        }
        found
    }

    /// The stretches of the first state it lies within, each cut at the first event that ends it.
    fn of_states(&self, facts: &Facts) -> Vec<Lasting> {
        let Some((state, _)) = self.within.iter().find(|(_, inside)| *inside) else { return Vec::new() };
        let mut found = facts.stretches(*state).to_vec();
        let ends: Vec<Occurrence> =
            self.until.iter().flat_map(|number| facts.occurrences(*number)).copied().collect();
        for stretch in &mut found {
            let inside = |end: &&Occurrence| end.hull.hi > stretch.from.lo && end.hull.lo <= stretch.last.hi;
            if let Some(end) = ends.iter().filter(inside).min_by_key(|end| (end.hull.hi, end.hull.lo)) {
                stretch.last = Span {
                    lo: stretch.last.lo.min(end.hull.lo - 1).max(stretch.from.lo),
                    hi: stretch.last.hi.min(end.hull.hi - 1).max(stretch.from.lo),
                };
                stretch.open = false;
            }
            if let Some(amount) = self.lasting {
                let over = self.clock.end(facts, stretch.from, amount);
                stretch.open &= over.hi > facts.now;
                stretch.last = Span { lo: stretch.last.lo.min(over.lo), hi: stretch.last.hi.min(over.hi) };
            }
        }
        found
    }
}

fn weaker(a: Standing, b: Standing) -> Standing {
    a.max(b)
}

/// Where both hold.
fn intersect(all: &[Lasting], with: &[Lasting]) -> Vec<Lasting> {
    let mut found = Vec::new();
    for a in all {
        for b in with {
            let from = Span { lo: a.from.lo.max(b.from.lo), hi: a.from.hi.max(b.from.hi) };
            let last = Span { lo: a.last.lo.min(b.last.lo), hi: a.last.hi.min(b.last.hi) };
            if from.lo > last.hi {
                continue;
            }
            let mut standing = weaker(a.standing, b.standing);
            if from.hi > last.lo && standing == Standing::Holds && !(a.open && b.open) {
                standing = Standing::Disputed;
            }
            let last = Span { lo: last.lo.max(from.lo), ..last };
            found.push(Lasting { from, last, open: a.open && b.open, standing, tag: a.tag });
        }
    }
    found
}

/// Where the first holds and none of the others does.
fn subtract(all: &[Lasting], without: &[Lasting]) -> Vec<Lasting> {
    let mut found = all.to_vec();
    for cut in without.iter().filter(|cut| cut.standing != Standing::Denied) {
        let mut rest = Vec::new();
        for part in found {
            if cut.last.hi < part.from.lo || part.last.hi < cut.from.lo {
                rest.push(part);
                continue;
            }
            if cut.standing == Standing::Disputed {
                rest.push(Lasting { standing: weaker(part.standing, Standing::Disputed), ..part });
                continue;
            }
            let before = Span { lo: cut.from.lo - 1, hi: cut.from.hi - 1 };
            if part.from.lo <= before.hi {
                let last = Span {
                    lo: before.lo.min(part.last.lo).max(part.from.lo),
                    hi: before.hi.min(part.last.hi),
                };
                rest.push(doubted(Lasting { last, open: false, ..part }));
            }
            let after = |at: Minute| at.saturating_add(1);
            let next = Span { lo: after(cut.last.lo), hi: after(cut.last.hi) };
            if next.lo <= part.last.hi && !(cut.open && part.open) {
                let from = Span { lo: next.lo.max(part.from.lo), hi: next.hi.max(part.from.hi) };
                let last = Span { lo: part.last.lo.max(from.lo), ..part.last };
                rest.push(doubted(Lasting { from, last, ..part }));
            }
        }
        found = rest;
    }
    found
}

/// A stretch that is there on some readings only is disputed.
fn doubted(part: Lasting) -> Lasting {
    if part.from.hi > part.last.lo && !part.open {
        Lasting { standing: weaker(part.standing, Standing::Disputed), ..part }
    } else {
        part
    }
}
