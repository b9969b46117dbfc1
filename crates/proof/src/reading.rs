//! One reading: everything that happened at its minute, nothing open but what nobody says; and what can be asked of it.

use std::collections::{BTreeMap, BTreeSet};

use remand_law::{Act, Amount, Calendars, Counter, Law, Norm};
use serde::{Deserialize, Serialize};

use crate::{Interval, Minute};

/// What happened if every claim that is chosen is true to the minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Last minute of the day as of which the record is read.
    pub now: Minute,
    /// The state that holds the person: ISO 3166-1 code in lower case. Without it no norm is asked whom it binds.
    pub country: Option<String>,
    /// What happened, in any order; nothing after `now`.
    pub events: Vec<Happened>,
    /// Kinds of event of which a claim says that they did not happen, up to and with this minute; `None`: ever.
    pub denied: BTreeMap<String, Option<Minute>>,
    /// Kinds of event of which a source lists all in this time; an open side has no bound.
    pub complete: BTreeMap<String, Interval>,
    /// Stretches of the states that the record draws.
    pub stretches: Vec<Lasted>,
    /// What holds in the case and what does not: `detainee is minor`. Of a measure that nobody gives it says how it
    /// compares: `maximum_sentence over 10 years`.
    pub circumstances: BTreeMap<String, bool>,
    /// Measures that are given.
    pub measures: BTreeMap<String, Amount>,
    /// A term that can be counted so that it ends on one of two minutes ends on the later one.
    pub later_end: Option<bool>,
    /// A version of which it is not known whether it was in force on a day was.
    pub in_force: Option<bool>,
}

/// An event that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// Its name in the vocabulary.
    pub kind: String,
    /// Its place among the events that the record tells.
    pub told: usize,
    /// When.
    pub at: Minute,
    /// What the chosen version says of when it was; `at` lies in it.
    pub within: Interval,
    /// How it was done and by whom. What is not here nobody says.
    pub qualifiers: BTreeMap<String, bool>,
    /// Roles of which the source says who took them.
    pub roles: BTreeSet<String>,
}

/// A stretch of a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lasted {
    /// Its name in the vocabulary.
    pub state: String,
    /// Its place among the stretches that the record draws.
    pub drawn: usize,
    /// First minute.
    pub from: Minute,
    /// Last minute; of a stretch without a known end how far this reading takes it.
    pub last: Minute,
    /// No end is known.
    pub open: bool,
    /// The state held then; false: it did not.
    pub held: bool,
}

/// What a norm comes to on one reading; a later one outweighs an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// Nothing that it is about happened.
    Idle,
    /// It is kept.
    Kept,
    /// It is a standard, and the act came later: what passed is reported.
    Reported,
    /// Its time runs, or the act is not there and nothing says that it did not happen.
    Open,
    /// It is breached.
    Breached,
}

/// What a norm comes to on one reading, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What it comes to.
    pub says: Says,
    /// Of the obligation that decides, in a few words.
    pub why: String,
    /// What each obligation comes to, by what it hangs on; one that is not here is idle.
    pub obligations: BTreeMap<String, Says>,
    /// Whether this version was in force on the day of an obligation.
    pub in_force: BTreeMap<String, bool>,
}

impl Judged {
    fn idle(why: String) -> Self {
        Self { says: Says::Idle, why, obligations: BTreeMap::new(), in_force: BTreeMap::new() }
    }
}

/// Something that must be supposed before a norm can be judged, because the reading does not say it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsaid {
    /// A key of [`Reading::circumstances`].
    Circumstance(String),
    /// Whether an event, by its place in [`Reading::events`], was done in this way.
    Qualifier(usize, String),
    /// [`Reading::later_end`].
    LaterEnd,
    /// [`Reading::in_force`].
    InForce,
}

/// Judges a norm of a linked law on one reading by the table in `spec/law.md`, section Meaning.
///
/// # Errors
/// What must be supposed first.
pub fn judge(law: &Law, norm: &Norm, reading: &Reading) -> Result<Judged, Unsaid> {
    let counter = counter(law, norm);
    let held = Held { law, norm, reading, counter: &counter };
    if let Some(why) = held.set_aside()? {
        return Ok(Judged::idle(why));
    }
    let mut judged = Judged::idle("Nothing that it is about happened.".to_owned());
    for found in held.obligations()? {
        if let Some(in_force) = found.in_force {
            judged.in_force.insert(found.subject.clone(), in_force);
        }
        let says = judged.obligations.entry(found.subject).or_insert(found.says);
        *says = found.says.max(*says);
        if found.says > judged.says {
            judged.says = found.says;
            judged.why = found.why;
        }
    }
    Ok(judged)
}

/// Structure comes before corners: an act that can answer a trigger is taken to answer it. True of a reading on which it
/// lies before the trigger; such readings are left out. `around` is when an event can have been, by its place among the
/// events that the record tells.
pub(crate) fn is_left_out(
    law: &Law,
    norm: &Norm,
    reading: &Reading,
    around: impl Fn(usize) -> Interval,
) -> Result<bool, Unsaid> {
    let counter = counter(law, norm);
    Held { law, norm, reading, counter: &counter }.is_out_of_order(around)
}

fn counter(law: &Law, norm: &Norm) -> Counter {
    let counting = &norm.terms.counting;
    let days_off = counting.working_days.is_some() || counting.rollover.is_some();
    Counter::new(counting, &Calendars::new(if days_off { &law.calendars } else { &[] }))
}

/// A norm held against a reading.
#[derive(Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) law: &'a Law,
    pub(crate) norm: &'a Norm,
    pub(crate) reading: &'a Reading,
    pub(crate) counter: &'a Counter,
}

/// One thing that a norm asks.
pub(crate) struct Obligation {
    /// What it hangs on, in words that name it.
    pub(crate) subject: String,
    pub(crate) says: Says,
    pub(crate) why: String,
    /// The version was in force on its day; `None`: it was not asked.
    pub(crate) in_force: Option<bool>,
}

impl Held<'_> {
    /// Minutes of the events of a kind, in order.
    pub(crate) fn minutes(&self, kind: &str) -> Vec<Minute> {
        let of_kind = self.reading.events.iter().filter(|event| event.kind == kind);
        let mut minutes: Vec<Minute> = of_kind.map(|event| event.at).collect();
        minutes.sort_unstable();
        minutes
    }

    /// The events that are this act, in order. Whether one was done as it must be may be what nobody says.
    pub(crate) fn acts(&self, act: &Act) -> Result<Vec<&Happened>, Unsaid> {
        let mut acts = Vec::new();
        for (place, event) in self.reading.events.iter().enumerate() {
            if event.kind != act.event {
                continue;
            }
            let mut qualifies = true;
            for qualifier in act.qualifiers.iter().chain(&act.by) {
                let said = event.qualifiers.get(qualifier).copied();
                qualifies &= said.ok_or_else(|| Unsaid::Qualifier(place, qualifier.clone()))?;
            }
            if qualifies {
                acts.push(event);
            }
        }
        acts.sort_by_key(|event| event.at);
        Ok(acts)
    }

    /// Why an act that is not in the record did not happen from `from` (`None`: ever) to `to`.
    pub(crate) fn absent(&self, kind: &str, from: Option<Minute>, to: Minute) -> Option<&'static str> {
        let denied = self.reading.denied.get(kind).is_some_and(|reach| reach.is_none_or(|reach| to <= reach));
        let lists_all = |time: &Interval| {
            let from_start = time.earliest.is_none_or(|first| from.is_some_and(|from| first <= from));
            from_start && time.latest.is_none_or(|last| to <= last)
        };
        if denied {
            Some("a claim says that it did not happen")
        } else if self.reading.complete.get(kind).is_some_and(lists_all) {
            Some("a source that lists every such event of that time does not list it")
        } else if self.norm.burden_on_state {
            Some("it is for the state to show it")
        } else {
            None
        }
    }
}
