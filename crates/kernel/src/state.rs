//! States that a law defines from events and other states.

use remand_law::{Amount, Calendars, Counting, Definition};

use crate::compile::Compiler;
use crate::facts::{Facts, Lasting};
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
        let made_of_states = self.from.is_empty();
        let mut found = if made_of_states { Vec::new() } else { self.of_events(facts) };
        let mut first = made_of_states;
        for (state, _) in self.within.iter().filter(|(_, inside)| *inside) {
            let other = facts.stretches(*state);
            found = if first { other.to_vec() } else { intersect(&found, other) };
            first = false;
        }
        if made_of_states {
            self.cut(facts, &mut found);
        }
        for (state, _) in self.within.iter().filter(|(_, inside)| !inside) {
            found = subtract(&found, facts.stretches(*state));
        }
        let told = |event: &EventNo| facts.kind(*event).denied || !facts.occurrences(*event).is_empty();
        let spoken_of = if self.from.is_empty() {
            self.within.iter().all(|(state, inside)| !inside || facts.is_spoken_of(*state))
        } else {
            self.from.iter().any(told)
        };
        facts.hold(self.state, &found, spoken_of);
    }

    /// Each event that begins it, up to the first that ends it.
    fn of_events(&self, facts: &Facts) -> Vec<Lasting> {
        let begins = self.events(facts, &self.from);
        let ends = Ends::new(self.events(facts, &self.until));
        let mut found: Vec<Lasting> = Vec::new();
        let mut reached = Minute::MIN;
        for (from, denied) in begins {
            let mut doubtful = denied || from.lo <= reached;
            if let Some(last) = found.last_mut() {
                let follows = last.standing == Standing::Holds && last.from.hi <= from.lo;
                if follows && (last.open || from.hi <= last.last.lo) {
                    continue;
                }
                // Which of the two begins the stretch depends on the reading.
                if from.lo <= last.from.hi {
                    doubtful = true;
                    last.standing = Standing::Disputed;
                }
            }
            let (first, certain) = ends.after(from);
            let mut open = certain.is_none();
            let mut last = Span {
                lo: first.unwrap_or_else(|| from.hi.min(facts.now)),
                hi: certain.unwrap_or(facts.now),
            };
            if let Some(amount) = self.lasting {
                let over = self.clock.end(facts, from, amount);
                open &= over.hi > facts.now;
                let known = first.unwrap_or(facts.now);
                last = Span { lo: known.min(over.lo), hi: last.hi.min(over.hi) };
            }
            last.lo = last.lo.max(from.lo);
            last.hi = last.hi.max(last.lo);
            let standing = if doubtful { Standing::Disputed } else { Standing::Holds };
            reached = reached.max(last.hi);
            found.push(Lasting { from, last, open, standing, tag: DEFINED });
        }
        found
    }

    /// Events of several kinds by their earliest minute, and whether a claim is against each.
    fn events(&self, facts: &Facts, numbers: &[EventNo]) -> Vec<(Span, bool)> {
        let mut all: Vec<(Span, bool)> = Vec::new();
        for number in numbers {
            let denied = facts.kind(*number).denied;
            all.extend(facts.occurrences(*number).iter().map(|event| (event.hull, denied)));
        }
        all.sort_by_key(|(hull, _)| (hull.lo, hull.hi));
        all
    }

    /// Cuts each stretch at the first event that ends it, and at its greatest length.
    fn cut(&self, facts: &Facts, found: &mut [Lasting]) {
        let ends = Ends::new(self.events(facts, &self.until));
        for stretch in found {
            let (first, certain) = ends.after(stretch.from);
            if let Some(first) = first {
                stretch.last.lo = stretch.last.lo.min(first).max(stretch.from.lo);
            }
            if let Some(certain) = certain.filter(|certain| *certain <= stretch.last.hi) {
                stretch.last.hi = certain.max(stretch.last.lo);
                stretch.open = false;
            }
            if let Some(amount) = self.lasting {
                let over = self.clock.end(facts, stretch.from, amount);
                stretch.open &= over.hi > facts.now;
                stretch.last = Span { lo: stretch.last.lo.min(over.lo), hi: stretch.last.hi.min(over.hi) };
            }
        }
    }
}

/// Events that end a stretch, made ready to be asked for the first after a minute.
struct Ends {
    /// Earliest minute, and the latest that it or one before it can have been.
    reach: Vec<(Minute, Minute)>,
    /// Of those against which nothing is said: earliest minute, and the least latest of it and of those after it.
    certain: Vec<(Minute, Minute)>,
}

impl Ends {
    /// `events` by their earliest minute.
    fn new(events: Vec<(Span, bool)>) -> Self {
        let mut reach = Vec::with_capacity(events.len());
        let mut most = Minute::MIN;
        for (hull, _) in &events {
            most = most.max(hull.hi);
            reach.push((hull.lo, most));
        }
        let undenied = events.iter().filter(|(_, denied)| !denied);
        let mut certain: Vec<(Minute, Minute)> = undenied.map(|(hull, _)| (hull.lo, hull.hi)).collect();
        let mut least = Minute::MAX;
        for (_, latest) in certain.iter_mut().rev() {
            least = least.min(*latest);
            *latest = least;
        }
        Self { reach, certain }
    }

    /// The last minute of what starts in `from`: the earliest it can be, where an event may end it; and the latest,
    /// where one is certain to.
    fn after(&self, from: Span) -> (Option<Minute>, Option<Minute>) {
        let not_later = self.reach.partition_point(|(earliest, _)| *earliest <= from.lo);
        let at_once =
            not_later.checked_sub(1).and_then(|at| self.reach.get(at)).filter(|end| end.1 > from.lo);
        let first = match at_once {
            Some(_) => Some(from.lo),
            None => self.reach.get(not_later).map(|(earliest, _)| earliest - 1),
        };
        let later = self.certain.partition_point(|(earliest, _)| *earliest <= from.hi);
        (first, self.certain.get(later).map(|(_, latest)| latest - 1))
    }
}

fn weaker(a: Standing, b: Standing) -> Standing {
    a.max(b)
}

/// Where both hold. `with` is by its earliest minute.
fn intersect(all: &[Lasting], with: &[Lasting]) -> Vec<Lasting> {
    let mut found = Vec::new();
    for a in all {
        for b in with.iter().take_while(|b| b.from.lo <= a.last.hi) {
            let from = Span { lo: a.from.lo.max(b.from.lo), hi: a.from.hi.max(b.from.hi) };
            let last = Span { lo: a.last.lo.min(b.last.lo), hi: a.last.hi.min(b.last.hi) };
            if from.lo > last.hi {
                continue;
            }
            let mut standing = weaker(a.standing, b.standing);
            if from.hi > last.lo {
                standing = weaker(standing, Standing::Disputed);
            }
            let last = Span { lo: last.lo.max(from.lo), ..last };
            found.push(Lasting { from, last, open: a.open && b.open, standing, tag: a.tag });
        }
    }
    found
}

/// Where the first holds and none of the others does. `without` is by its earliest minute.
fn subtract(all: &[Lasting], without: &[Lasting]) -> Vec<Lasting> {
    let mut found = Vec::new();
    for whole in all {
        let reach = |cut: &&Lasting| cut.from.lo <= whole.last.hi;
        let cuts = without.iter().take_while(reach).filter(|cut| cut.last.hi >= whole.from.lo);
        let first = found.len();
        let mut rest = vec![*whole];
        let mut most = PIECES;
        for cut in cuts.filter(|cut| cut.standing != Standing::Denied) {
            most += 2;
            let mut left = Vec::with_capacity(rest.len() + 2);
            for part in rest {
                if part.last.hi < cut.from.lo {
                    found.push(part);
                } else if cut.last.hi < part.from.lo {
                    left.push(part);
                } else {
                    pieces(part, cut, &mut left);
                }
            }
            rest = left;
            if found.len() - first + rest.len() > most {
                found.truncate(first);
                rest = vec![smeared(*whole)];
                break;
            }
        }
        found.append(&mut rest);
    }
    found
}

/// Cuts that may or may not be there double what is left of a stretch. It may fall into so many pieces, and two more
/// for each cut, before it is not known which of it is left.
const PIECES: usize = 64;

/// What is left of a part beside a cut: whole where the cut was not, else in pieces.
fn pieces(part: Lasting, cut: &Lasting, left: &mut Vec<Lasting>) {
    let disputed = cut.standing == Standing::Disputed;
    if disputed {
        left.push(doubted(part, true));
    }
    let before = Span { lo: cut.from.lo - 1, hi: cut.from.hi - 1 };
    if part.from.lo <= before.hi {
        let last =
            Span { lo: before.lo.min(part.last.lo).max(part.from.lo), hi: before.hi.min(part.last.hi) };
        let doubtful = disputed || part.from.hi > before.lo;
        left.push(doubted(Lasting { last, open: false, ..part }, doubtful));
    }
    let after = |at: Minute| at.saturating_add(1);
    let next = Span { lo: after(cut.last.lo), hi: after(cut.last.hi) };
    if next.lo <= part.last.hi && !(cut.open && part.open) {
        let from = Span { lo: next.lo.max(part.from.lo), hi: next.hi.max(part.from.hi) };
        let last = Span { lo: part.last.lo.max(from.lo), ..part.last };
        let doubtful = disputed || from.hi > part.last.lo;
        left.push(doubted(Lasting { from, last, ..part }, doubtful));
    }
}

/// Somewhere in the stretch, or nowhere.
fn smeared(whole: Lasting) -> Lasting {
    let within = Span { lo: whole.from.lo, hi: whole.last.hi };
    doubted(Lasting { from: within, last: within, open: true, ..whole }, true)
}

/// A stretch that is there on some readings only is disputed.
fn doubted(part: Lasting, doubtful: bool) -> Lasting {
    let standing = if doubtful { weaker(part.standing, Standing::Disputed) } else { part.standing };
    Lasting { standing, ..part }
}
