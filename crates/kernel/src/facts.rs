//! What one account says, as sorted arrays of instants: no text, no claims, no way back to how it was found but a
//! tag.

use remand_law::Amount;

use crate::span::Span;
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

/// A [`Stretch`] in the arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lasting {
    pub(crate) from: Span,
    pub(crate) last: Span,
    pub(crate) open: bool,
    pub(crate) standing: Standing,
    pub(crate) tag: u32,
}

/// A kind of event as one account has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Range in `occurrences`.
    pub(crate) occurrences: (u32, u32),
    /// A claim says that it did not happen.
    pub(crate) denied: bool,
    /// The last minute that a denial speaks of; `None` where one has no end.
    pub(crate) denied_to: Option<Minute>,
    /// A source lists every such event of this time.
    pub(crate) complete: Option<Interval>,
    /// Range in `boxes`: when other accounts say that it was, where this one does not.
    pub(crate) elsewhere: (u32, u32),
}

/// An event in the arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// Range in `boxes`.
    pub(crate) boxes: (u32, u32),
    /// Around all its boxes.
    pub(crate) hull: Span,
    /// The latest that it or one before it in the array can have been: it never falls along the array.
    pub(crate) reach: Minute,
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
    pub(crate) boxes: Vec<Span>,
    pub(crate) states: Vec<(u32, u32)>,
    /// Somebody says something of what begins the state, by its number.
    pub(crate) spoken_of: Vec<bool>,
    pub(crate) stretches: Vec<Lasting>,
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
        self.spoken_of.clear();
        self.spoken_of.resize(schema.states().len(), false);
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
            self.boxes.extend(event.versions.iter().map(|version| Span::of(*version)));
            let hull = self.boxes.get(from..).and_then(Span::hull).unwrap_or(Span::UNKNOWN);
            self.occurrences.push(Occurrence {
                boxes: (index(from), index(self.boxes.len())),
                hull,
                reach: hull.hi,
                qualifiers: event.qualifiers,
                roles: event.roles,
                tag: event.tag,
            });
        }
        kind.occurrences = (index(first), index(self.occurrences.len()));
        let Some(all) = self.occurrences.get_mut(first..) else { return };
        all.sort_by_key(|occurrence| (occurrence.hull.lo, occurrence.hull.hi));
        let mut reach = Minute::MIN;
        for occurrence in all {
            reach = reach.max(occurrence.hull.hi);
            occurrence.reach = reach;
        }
    }

    /// When other accounts say that an event was of which this one says nothing.
    pub fn elsewhere(&mut self, number: EventNo, versions: &[Instant]) {
        let Some(kind) = self.kinds.get_mut(usize::from(number.0)) else { return };
        let from = self.boxes.len();
        self.boxes.extend(versions.iter().map(|version| Span::of(*version)));
        kind.elsewhere = (index(from), index(self.boxes.len()));
    }

    /// All stretches of a state of the record, in any order. To be called once for each state.
    pub fn held(&mut self, number: StateNo, stretches: impl IntoIterator<Item = Stretch>) {
        let Some(state) = self.states.get_mut(usize::from(number.0)) else { return };
        let first = self.stretches.len();
        self.stretches.extend(stretches.into_iter().map(|stretch| {
            let from = Span::of(stretch.from);
            let last = Span::of(stretch.last);
            // A stretch has at least one minute.
            let last = Span { lo: last.lo.max(from.lo), hi: last.hi.max(from.lo) };
            Lasting { from, last, open: stretch.open, standing: stretch.standing, tag: stretch.tag }
        }));
        *state = (index(first), index(self.stretches.len()));
        if let Some(all) = self.stretches.get_mut(first..) {
            all.sort_by_key(|stretch| (stretch.from.lo, stretch.from.hi));
        }
    }

    /// All stretches of a state that the law defines.
    pub(crate) fn hold(&mut self, number: StateNo, stretches: &[Lasting], spoken_of: bool) {
        if let Some(known) = self.spoken_of.get_mut(usize::from(number.0)) {
            *known = spoken_of;
        }
        let Some(state) = self.states.get_mut(usize::from(number.0)) else { return };
        let first = self.stretches.len();
        self.stretches.extend_from_slice(stretches);
        *state = (index(first), index(self.stretches.len()));
        if let Some(all) = self.stretches.get_mut(first..) {
            all.sort_by_key(|stretch| (stretch.from.lo, stretch.from.hi));
        }
    }

    /// Somebody says that the state held or did not, or says so of an event that begins it.
    pub(crate) fn is_spoken_of(&self, number: StateNo) -> bool {
        let begun = self.spoken_of.get(usize::from(number.0)).copied().unwrap_or_default();
        begun || !self.stretches(number).is_empty()
    }

    /// What is said of a kind of event.
    pub(crate) fn kind(&self, number: EventNo) -> Kind {
        self.kinds.get(usize::from(number.0)).copied().unwrap_or_default()
    }

    /// Events of a kind, by the earliest that each can have been.
    pub(crate) fn occurrences(&self, number: EventNo) -> &[Occurrence] {
        range(&self.occurrences, self.kind(number).occurrences)
    }

    /// When an event was: one box for each version.
    pub(crate) fn versions(&self, occurrence: &Occurrence) -> &[Span] {
        range(&self.boxes, occurrence.boxes)
    }

    /// Stretches of a state, by the earliest that each can have started.
    pub(crate) fn stretches(&self, number: StateNo) -> &[Lasting] {
        let at = self.states.get(usize::from(number.0)).copied().unwrap_or_default();
        range(&self.stretches, at)
    }

    /// When other accounts say that an event was of which this one says nothing.
    pub(crate) fn elsewhere_of(&self, number: EventNo) -> &[Span] {
        range(&self.boxes, self.kind(number).elsewhere)
    }

    /// A circumstance of the case, where it is known.
    pub(crate) fn circumstance(&self, number: CircumstanceNo) -> Option<bool> {
        self.circumstances.get(usize::from(number.0)).copied().flatten()
    }

    /// A measure of the case, where it is known.
    pub(crate) fn measure(&self, number: MeasureNo) -> Option<Amount> {
        self.measures.get(usize::from(number.0)).copied().flatten()
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
