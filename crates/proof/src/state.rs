//! Stretches of states on one reading: those that the record draws and those that a law defines.

use remand_law::Definition;

use crate::Minute;
use crate::reading::{Held, Unsaid};

/// A stretch of time, both minutes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) from: Minute,
    pub(crate) last: Minute,
    /// No end is known; `last` is how far the reading takes it.
    pub(crate) open: bool,
    /// Its place among the stretches of the record, or that of the event that begins it among the events.
    pub(crate) number: usize,
}

impl Held<'_> {
    /// When the state held, in order, no two overlapping. Stretches that the record draws and that touch are one.
    pub(crate) fn stretches(&self, state: &str) -> Result<Vec<Stretch>, Unsaid> {
        match self.law.definitions.iter().find(|definition| definition.name.name == state) {
            Some(definition) => self.defined(definition),
            None => Ok(joined(self.drawn(state, true))),
        }
    }

    /// When a source says that the state did not hold. Of a state that a law defines no source speaks.
    pub(crate) fn denied_stretches(&self, state: &str) -> Vec<Stretch> {
        joined(self.drawn(state, false))
    }

    /// Somebody says something of the state: that it held or not at some time, or that an event which begins it
    /// happened or not.
    pub(crate) fn is_spoken_of(&self, state: &str) -> Result<bool, Unsaid> {
        let Some(definition) = self.law.definitions.iter().find(|definition| definition.name.name == state)
        else {
            return Ok(self.reading.stretches.iter().any(|stretch| stretch.state == state));
        };
        if definition.from.is_empty() {
            for within in definition.within.iter().filter(|within| within.inside) {
                if !self.is_spoken_of(&within.state.name)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let spoken = |kind: &String| !self.minutes(kind).is_empty() || self.reading.denied.contains_key(kind);
        Ok(definition.from.iter().any(spoken))
    }

    fn drawn(&self, state: &str, held: bool) -> Vec<Stretch> {
        let drawn = self.reading.stretches.iter().filter(|drawn| drawn.state == state && drawn.held == held);
        drawn
            .map(|drawn| Stretch {
                from: drawn.from,
                last: drawn.last,
                open: drawn.open,
                number: drawn.drawn,
            })
            .collect()
    }

    fn defined(&self, definition: &Definition) -> Result<Vec<Stretch>, Unsaid> {
        let mut found = if definition.from.is_empty() {
            self.cut_from_states(definition)?
        } else {
            self.begun_by_events(definition)?
        };
        for within in &definition.within {
            let other = self.stretches(&within.state.name)?;
            if !within.inside {
                found = without(&found, &other);
            } else if !definition.from.is_empty() {
                found = both(&found, &other);
            }
        }
        Ok(found)
    }

    /// From each event that begins it to the first that ends it, its greatest length, or now.
    fn begun_by_events(&self, definition: &Definition) -> Result<Vec<Stretch>, Unsaid> {
        let mut found: Vec<Stretch> = Vec::new();
        let mut begins: Vec<(Minute, usize)> = self
            .reading
            .events
            .iter()
            .filter(|event| definition.from.contains(&event.kind))
            .map(|event| (event.at, event.told))
            .collect();
        begins.sort_unstable();
        for (from, number) in begins {
            if found.last().is_none_or(|before| before.last < from) {
                let whole = Stretch { from, last: self.reading.now, open: true, number };
                found.push(self.ended(definition, whole)?);
            }
        }
        Ok(found)
    }

    /// The time that lies in all states under `while` that are not negated.
    fn cut_from_states(&self, definition: &Definition) -> Result<Vec<Stretch>, Unsaid> {
        let mut found: Option<Vec<Stretch>> = None;
        for within in definition.within.iter().filter(|within| within.inside) {
            let other = self.stretches(&within.state.name)?;
            found = Some(match found {
                Some(found) => both(&found, &other),
                None => other,
            });
        }
        found.unwrap_or_default().into_iter().map(|whole| self.ended(definition, whole)).collect()
    }

    /// A stretch up to the first event under `until` that is later than its first minute, and no longer than `lasting`.
    fn ended(&self, definition: &Definition, whole: Stretch) -> Result<Stretch, Unsaid> {
        let mut stretch = whole;
        let mut end_by = |last: Minute| {
            if last < stretch.last {
                stretch.last = last;
                stretch.open = false;
            }
        };
        let ends = definition.until.iter().flat_map(|kind| self.minutes(kind));
        if let Some(end) = ends.filter(|end| whole.from < *end).min() {
            end_by(end.plus(-1));
        }
        if let Some(lasting) = definition.lasting
            && let Some(end) = self.end(whole.from, lasting)?
        {
            end_by(end);
        }
        Ok(stretch)
    }
}

/// In order; those that overlap or follow each other without a minute between them made one.
fn joined(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut all: Vec<Stretch> = Vec::new();
    for next in stretches {
        match all.last_mut() {
            Some(before) if next.from <= before.last.plus(1) => {
                before.open =
                    (before.open && next.last <= before.last) || (next.open && before.last <= next.last);
                before.last = before.last.max(next.last);
            }
            _ => all.push(next),
        }
    }
    all
}

/// The time that lies in both. No end of it is known where neither side has one by then.
pub(crate) fn both(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let mut found = Vec::new();
    for a in a {
        for b in b {
            let (from, last) = (a.from.max(b.from), a.last.min(b.last));
            let unended = |side: &Stretch| side.open || last < side.last;
            if from <= last {
                found.push(Stretch { from, last, open: unended(a) && unended(b), number: a.number });
            }
        }
    }
    found.sort_unstable();
    found
}

/// The time of the first that does not lie in the second.
pub(crate) fn without(a: &[Stretch], b: &[Stretch]) -> Vec<Stretch> {
    let mut found = Vec::new();
    for whole in a {
        let mut from = whole.from;
        for hole in b.iter().filter(|hole| hole.from <= whole.last && whole.from <= hole.last) {
            if from < hole.from {
                found.push(Stretch { from, last: hole.from.plus(-1), open: false, ..*whole });
            }
            from = from.max(hole.last.plus(1));
        }
        if from <= whole.last {
            found.push(Stretch { from, ..*whole });
        }
    }
    found
}
