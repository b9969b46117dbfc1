//! A norm with its names turned into numbers.

use remand_law::Amount;
use remand_law::{
    Act, Calendars, Comparison, Condition, Exempt, InForce, ItemPart, Law, Limit, Norm, Period, Rule, Trigger,
};

use crate::length::{Clock, DAY, Extent, first_minute};
use crate::{CircumstanceNo, Country, EventNo, MeasureNo, Minute, Schema, StateNo};

/// A norm that can be asked.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) clock: Clock,
    pub(crate) gates: Gates,
    pub(crate) when: Box<[Test]>,
    pub(crate) unless: Box<[Box<[Test]>]>,
    pub(crate) burden: bool,
    pub(crate) rule: Shape,
}

/// When and for whom a norm is in force, in minutes.
#[derive(Clone, Debug)]
pub(crate) struct Gates {
    /// In force for certain from the first minute up to the second, perhaps from the third up to the fourth.
    pub(crate) in_force: (Minute, Minute, Minute, Minute),
    pub(crate) parties: Box<[(Country, Minute)]>,
    /// Not empty: no other state is bound.
    pub(crate) members: Box<[Country]>,
    pub(crate) reserved: Box<[(Country, Minute, Minute)]>,
    pub(crate) derogated: Box<[(Country, Minute, Minute)]>,
    pub(crate) derogable: bool,
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Event(EventNo),
    State(StateNo),
    Circumstance(CircumstanceNo, bool),
    Measure(MeasureNo, Comparison, Amount),
}

/// An event as a norm asks for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed {
    pub(crate) event: EventNo,
    /// Qualifiers that it must have.
    pub(crate) qualifiers: u64,
}

/// A limit and when it counts.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) extent: Extent,
    pub(crate) when: Box<[Test]>,
}

/// What sets a time running.
#[derive(Clone, Debug)]
pub(crate) enum Start {
    Event(EventNo),
    After(Extent, Box<Start>),
    Earlier(Box<[Start]>),
    Later(Box<[Start]>),
}

/// What a register must hold of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Particular {
    pub(crate) event: EventNo,
    /// The most minutes that its box may leave open.
    pub(crate) width: Option<Minute>,
    /// The role that must be named; 0 where none must.
    pub(crate) role: u64,
    pub(crate) if_any: bool,
}

impl Particular {
    /// The event is asked for, and nothing of it in particular.
    pub(crate) fn is_whole(&self) -> bool {
        self.width.is_none() && self.role == 0
    }
}

/// A rule.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Within { act: Deed, of: Start, limits: Box<[Bound]> },
    Promptly { act: Deed, after: Start },
    Before { act: Deed, leads: Box<[Bound]>, event: EventNo },
    Every { act: Deed, gap: Extent, first: Option<Extent>, state: StateNo },
    Required { act: Deed, state: Option<StateNo> },
    Record { items: Box<[Particular]> },
    Covered { state: StateNo, by: StateNo, after: Option<Extent> },
    AtMost { state: StateNo, before: Option<EventNo>, limits: Box<[Bound]>, total: bool },
    Never { act: Deed, period: Time },
}

/// The time in which something must not happen.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Time {
    Ever,
    Before(EventNo),
    After(EventNo),
    While(StateNo),
    WhileNot(StateNo),
}

/// Turns names into numbers.
pub(crate) struct Compiler<'l> {
    pub(crate) law: &'l Law,
    pub(crate) schema: &'l Schema,
    pub(crate) calendars: &'l Calendars,
}

/// A name that the schema does not have cannot be: it is made from the same law.
const NOWHERE: u16 = u16::MAX;

impl Compiler<'_> {
    pub(crate) fn norm(&self, norm: &Norm) -> Compiled {
        Compiled {
            clock: Clock::new(&norm.terms.counting, self.calendars, self.schema),
            gates: gates(norm),
            when: self.tests(&norm.when),
            unless: norm.unless.iter().map(|defeater| self.tests(&defeater.when)).collect(),
            burden: norm.burden_on_state,
            rule: self.rule(&norm.rule),
        }
    }

    pub(crate) fn event(&self, name: &str) -> EventNo {
        self.schema.event(name).unwrap_or(EventNo(NOWHERE))
    }

    pub(crate) fn state(&self, name: &str) -> StateNo {
        self.schema.state(name).unwrap_or(StateNo(NOWHERE))
    }

    fn tests(&self, conditions: &[Condition]) -> Box<[Test]> {
        let test = |condition: &Condition| match condition {
            Condition::Event(event) => Test::Event(self.event(event)),
            Condition::State(state) => Test::State(self.state(state)),
            Condition::Fact { role, qualifier, holds } => {
                let number = self.schema.circumstance(role, qualifier);
                Test::Circumstance(number.unwrap_or(CircumstanceNo(NOWHERE)), *holds)
            }
            Condition::Measure { measure, comparison, amount } => {
                let number = self.schema.measure(measure).unwrap_or(MeasureNo(NOWHERE));
                Test::Measure(number, *comparison, *amount)
            }
        };
        conditions.iter().map(test).collect()
    }

    fn deed(&self, act: &Act) -> Deed {
        let names = act.qualifiers.iter().chain(&act.by);
        let qualifiers = names.fold(0, |bits, name| bits | self.schema.qualifier(name));
        Deed { event: self.event(&act.event), qualifiers }
    }

    fn bounds(&self, limits: &[Limit]) -> Box<[Bound]> {
        let bound = |limit: &Limit| Bound {
            extent: Extent::new(&limit.length, self.law, self.schema),
            when: self.tests(&limit.when),
        };
        limits.iter().map(bound).collect()
    }

    fn start(&self, trigger: &Trigger) -> Start {
        let all = |all: &[Trigger]| all.iter().map(|one| self.start(one)).collect();
        match trigger {
            Trigger::Event(event) => Start::Event(self.event(event)),
            Trigger::After(length, of) => {
                Start::After(Extent::new(length, self.law, self.schema), Box::new(self.start(of)))
            }
            Trigger::Earlier(parts) => Start::Earlier(all(parts)),
            Trigger::Later(parts) => Start::Later(all(parts)),
        }
    }

    fn rule(&self, rule: &Rule) -> Shape {
        let extent = |length| Extent::new(length, self.law, self.schema);
        match rule {
            Rule::Within { act, of, limits } => {
                Shape::Within { act: self.deed(act), of: self.start(of), limits: self.bounds(limits) }
            }
            Rule::Promptly { act, after } => {
                Shape::Promptly { act: self.deed(act), after: self.start(after) }
            }
            Rule::Before { act, leads, event } => {
                Shape::Before { act: self.deed(act), leads: self.bounds(leads), event: self.event(event) }
            }
            Rule::Every { act, gap, first, state } => Shape::Every {
                act: self.deed(act),
                gap: extent(gap),
                first: first.as_ref().map(extent),
                state: self.state(state),
            },
            Rule::Required { act, state } => {
                Shape::Required { act: self.deed(act), state: state.as_ref().map(|state| self.state(state)) }
            }
            Rule::Record { items } => {
                let particular = |item: &remand_law::Item| Particular {
                    event: self.event(&item.event),
                    width: match item.part {
                        ItemPart::Date => Some(DAY),
                        ItemPart::Hour => Some(60),
                        ItemPart::Whole | ItemPart::Role(_) => None,
                    },
                    role: if let ItemPart::Role(role) = &item.part { self.schema.role(role) } else { 0 },
                    if_any: item.if_any,
                };
                Shape::Record { items: items.iter().map(particular).collect() }
            }
            Rule::Covered { state, by, after } => Shape::Covered {
                state: self.state(state),
                by: self.state(by),
                after: after.as_ref().map(extent),
            },
            Rule::AtMost { state, before, limits, total } => Shape::AtMost {
                state: self.state(state),
                before: before.as_ref().map(|event| self.event(event)),
                limits: self.bounds(limits),
                total: *total,
            },
            Rule::Never { act, period } => Shape::Never {
                act: self.deed(act),
                period: match period {
                    Period::Ever => Time::Ever,
                    Period::Before(event) => Time::Before(self.event(event)),
                    Period::After(event) => Time::After(self.event(event)),
                    Period::While(state) => Time::While(self.state(state)),
                    Period::WhileNot(state) => Time::WhileNot(self.state(state)),
                },
            },
        }
    }
}

fn gates(norm: &Norm) -> Gates {
    let terms = &norm.terms;
    let end = |day: Option<jiff::civil::Date>| day.map_or(Minute::MAX, |day| first_minute(day) + DAY - 1);
    let in_force =
        |of: &InForce| (first_minute(of.from_latest), end(of.to), first_minute(of.from), end(of.to_latest));
    let code = |state: &str| state.as_bytes().try_into().unwrap_or_default();
    let exempt = |all: &[Exempt]| -> Box<[(Country, Minute, Minute)]> {
        all.iter().map(|one| (code(&one.state), first_minute(one.from), end(one.to))).collect()
    };
    Gates {
        in_force: terms
            .in_force
            .as_ref()
            .map_or((Minute::MIN, Minute::MAX, Minute::MIN, Minute::MAX), in_force),
        parties: terms.parties.iter().map(|party| (code(&party.state), first_minute(party.since))).collect(),
        members: terms.members.iter().map(|state| code(state)).collect(),
        reserved: exempt(&terms.reserved),
        derogated: exempt(&terms.derogated),
        derogable: terms.derogable == Some(true),
    }
}
