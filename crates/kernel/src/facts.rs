//! What one account says, as sorted arrays of instants: no text, no claims, no way back to how it was found but a
//! tag.

use remand_law::Amount;

use crate::{Instant, Interval, Minute, Schema};

/// Number of a kind of event in a [`Schema`](crate::Schema).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventNo(pub u16);

/// Number of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateNo(pub u16);

/// Number of a circumstance (`detainee is minor`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CircumstanceNo(pub u16);

/// Number of a measure (`maximum_sentence`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureNo(pub u16);

/// An ISO 3166-1 code in lower case.
pub type Country = [u8; 2];

/// An event that somebody says happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened<'a> {
    /// One box for each version of its date that cannot be reconciled with the others. Never empty; a box may be
    /// open on a side or on both.
    pub versions: &'a [Instant],
    /// Bit `n`: a claim of it says qualifier `n` of the schema of it. A qualifier that is not said may hold or not.
    pub qualifiers: u64,
    /// Bit `n`: its source names role `n` of the schema.
    pub roles: u64,
    /// Whatever the caller wants back.
    pub tag: u32,
}

/// What is known of a stretch of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It held.
    Holds,
    /// One claim says that it held, another that it did not.
    Disputed,
    /// A claim says that it did not hold, and none that it did.
    Denied,
}

/// A stretch of a state: from a minute somewhere in `from`, up to and with a minute somewhere in `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first minute.
    pub from: Instant,
    /// Its last minute. Where no end is known: from the last minute that somebody vouches for, up to now.
    pub last: Instant,
    /// No end is known.
    pub open: bool,
    /// What is known of it.
    pub standing: Standing,
    /// Whatever the caller wants back.
    pub tag: u32,
}

/// A kind of event as one account has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Range in `occurrences`.
    pub(crate) occurrences: (u32, u32),
    /// A claim says that it did not happen.
    pub(crate) denied: bool,
    /// The last minute that a denial speaks of; `None` where one has no end.
    pub(crate) denied_to: Option<Minute>,
    /// A source lists every such event of this time.
    pub(crate) complete: Option<Interval>,
}

/// An event in the arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// Range in `boxes`.
    pub(crate) boxes: (u32, u32),
    pub(crate) qualifiers: u64,
    pub(crate) roles: u64,
    pub(crate) tag: u32,
}

/// A case as one account has it. Filled once, then only read; [`Facts::clear`] keeps the memory for the next case.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(crate) now: Minute,
    pub(crate) country: Option<Country>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) boxes: Vec<Instant>,
    pub(crate) states: Vec<(u32, u32)>,
    pub(crate) stretches: Vec<Stretch>,
    pub(crate) circumstances: Vec<Option<bool>>,
    pub(crate) measures: Vec<Option<Amount>>,
}

impl Facts {
    /// Empties it for the next case, read as of the minute `now`.
    pub fn clear(&mut self, schema: &Schema, now: Minute) {
        self.now = now;
        self.country = None;
        self.kinds.clear();
        self.kinds.resize_with(schema.events().len(), Kind::default);
        self.occurrences.clear();
        self.boxes.clear();
        self.states.clear();
        self.states.resize(schema.states().len(), (0, 0));
        self.stretches.clear();
        self.circumstances.clear();
        self.circumstances.resize(schema.circumstances().len(), None);
        self.measures.clear();
        self.measures.resize(schema.measures().len(), None);
    }

    /// No case yet.
    pub fn new(schema: &Schema, now: Minute) -> Self {
        let mut facts = Self::default();
        facts.clear(schema, now);
        facts
    }

    /// The state that holds the person.
    pub fn set_country(&mut self, country: Country) {
        self.country = Some(country);
    }

    /// A circumstance that holds or does not.
    pub fn set_circumstance(&mut self, number: CircumstanceNo, holds: bool) {
        if let Some(known) = self.circumstances.get_mut(usize::from(number.0)) {
            *known = Some(holds);
        }
    }

    /// A measure of the case.
    pub fn set_measure(&mut self, number: MeasureNo, amount: Amount) {
        if let Some(known) = self.measures.get_mut(usize::from(number.0)) {
            *known = Some(amount);
        }
    }

    /// A claim says that events of this kind did not happen, speaking of a time that ends with `to`; `None`: of all
    /// time.
    pub fn deny(&mut self, number: EventNo, to: Option<Minute>) {
        if let Some(kind) = self.kinds.get_mut(usize::from(number.0)) {
            let open = kind.denied && kind.denied_to.is_none();
            kind.denied_to =
                if open { None } else { to.map(|to| kind.denied_to.map_or(to, |old| old.max(to))) };
            kind.denied = true;
        }
    }

    /// A source lists every event of this kind in this time. Of several such times the last one counts.
    pub fn complete(&mut self, number: EventNo, time: Interval) {
        if let Some(kind) = self.kinds.get_mut(usize::from(number.0)) {
            kind.complete = Some(time);
        }
    }

    /// All events of a kind, in any order. To be called once for each kind.
    pub fn happened<'a>(&mut self, number: EventNo, events: impl IntoIterator<Item = Happened<'a>>) {
        let Some(kind) = self.kinds.get_mut(usize::from(number.0)) else { return };
        let first = self.occurrences.len();
        for event in events {
            let from = self.boxes.len();
            self.boxes.extend_from_slice(event.versions);
            self.occurrences.push(Occurrence {
                boxes: (index(from), index(self.boxes.len())),
                qualifiers: event.qualifiers,
                roles: event.roles,
                tag: event.tag,
            });
        }
        kind.occurrences = (index(first), index(self.occurrences.len()));
        let boxes = &self.boxes;
        let earliest = |occurrence: &Occurrence| {
            range(boxes, occurrence.boxes).iter().filter_map(|version| version.earliest).min()
        };
        if let Some(all) = self.occurrences.get_mut(first..) {
            all.sort_by_key(earliest);
        }
    }

    /// All stretches of a state of the record, in any order. To be called once for each state.
    pub fn held(&mut self, number: StateNo, stretches: impl IntoIterator<Item = Stretch>) {
        let Some(state) = self.states.get_mut(usize::from(number.0)) else { return };
        let first = self.stretches.len();
        self.stretches.extend(stretches);
        *state = (index(first), index(self.stretches.len()));
        if let Some(all) = self.stretches.get_mut(first..) {
            all.sort_by_key(|stretch| (stretch.from.earliest, stretch.from.latest));
        }
    }
}

/// Part of an array.
pub(crate) fn range<T>(all: &[T], (from, to): (u32, u32)) -> &[T] {
    let usize = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    all.get(usize(from)..usize(to)).unwrap_or(&[])
}

/// A case with four billion events is none.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
