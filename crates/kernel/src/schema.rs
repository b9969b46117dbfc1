//! Numbers for the names that a law uses.

use std::collections::BTreeSet;

use remand_law::{Act, Condition, Definition, ItemPart, Law, Length, Norm, Period, Rule};

use crate::{CircumstanceNo, EventNo, MeasureNo, StateNo};

/// The names that a law uses, each with its number. What is not here no norm asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    events: Vec<String>,
    states: Vec<String>,
    circumstances: Vec<(String, String)>,
    measures: Vec<String>,
    qualifiers: Vec<String>,
    roles: Vec<String>,
}

#[derive(Default)]
struct Used<'l> {
    events: BTreeSet<&'l str>,
    states: BTreeSet<&'l str>,
    circumstances: BTreeSet<(&'l str, &'l str)>,
    measures: BTreeSet<&'l str>,
    qualifiers: BTreeSet<&'l str>,
    roles: BTreeSet<&'l str>,
}

impl Schema {
    /// The names of a law. States that it defines come after those that it takes from the record, each after those
    /// that it is made of.
    pub fn new(law: &Law) -> Self {
        let mut used = Used::default();
        law.norms.iter().for_each(|norm| used.norm(norm));
        law.definitions.iter().for_each(|definition| used.definition(definition));
        let defined: Vec<&str> =
            law.definitions.iter().map(|definition| definition.name.name.as_str()).collect();
        let states = used.states.iter().copied().filter(|state| !defined.contains(state));
        let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            events: owned(&used.events),
            states: states.chain(defined.iter().copied()).map(str::to_owned).collect(),
            circumstances: used
                .circumstances
                .iter()
                .map(|(role, qualifier)| ((*role).to_owned(), (*qualifier).to_owned()))
                .collect(),
            measures: owned(&used.measures),
            qualifiers: owned(&used.qualifiers),
            roles: owned(&used.roles),
        }
    }

    /// Number of an event; `None` where no norm asks for it.
    pub fn event(&self, name: &str) -> Option<EventNo> {
        number(&self.events, name).map(EventNo)
    }

    /// Number of a state.
    pub fn state(&self, name: &str) -> Option<StateNo> {
        let at = self.states.iter().position(|known| known == name)?;
        u16::try_from(at).ok().map(StateNo)
    }

    /// Number of a circumstance.
    pub fn circumstance(&self, role: &str, qualifier: &str) -> Option<CircumstanceNo> {
        let at = self.circumstances.iter().position(|(r, q)| r == role && q == qualifier)?;
        u16::try_from(at).ok().map(CircumstanceNo)
    }

    /// Number of a measure.
    pub fn measure(&self, name: &str) -> Option<MeasureNo> {
        number(&self.measures, name).map(MeasureNo)
    }

    /// The bit of a qualifier; 0 where no norm asks for it.
    pub fn qualifier(&self, name: &str) -> u64 {
        bit(number(&self.qualifiers, name))
    }

    /// The bit of a role; 0 where no norm asks for it.
    pub fn role(&self, name: &str) -> u64 {
        bit(number(&self.roles, name))
    }

    /// Names of the events, by their number.
    pub fn events(&self) -> &[String] {
        &self.events
    }

    /// Names of the states, by their number: first those of the record, then those that are defined.
    pub fn states(&self) -> &[String] {
        &self.states
    }

    /// Circumstances, by their number: role and qualifier.
    pub fn circumstances(&self) -> &[(String, String)] {
        &self.circumstances
    }

    /// Names of the measures, by their number.
    pub fn measures(&self) -> &[String] {
        &self.measures
    }
}

/// The place of a name in a sorted list.
fn number(names: &[String], name: &str) -> Option<u16> {
    names.binary_search_by(|known| known.as_str().cmp(name)).ok().and_then(|at| u16::try_from(at).ok())
}

/// Qualifiers and roles are bits of a word. More than 64 of them are no vocabulary: those beyond are never said, so
/// that what asks for them stays undecided.
fn bit(number: Option<u16>) -> u64 {
    number.and_then(|number| 1_u64.checked_shl(u32::from(number))).unwrap_or(0)
}

impl<'l> Used<'l> {
    fn norm(&mut self, norm: &'l Norm) {
        let defeaters = norm.unless.iter().flat_map(|defeater| &defeater.when);
        norm.when.iter().chain(defeaters).for_each(|condition| self.condition(condition));
        if let Some(state) = &norm.terms.counting.stops_while {
            self.states.insert(&state.name);
        }
        match &norm.rule {
            Rule::Within { act, of, limits } => {
                self.act(act);
                self.events.extend(of.events());
                self.limits(limits);
            }
            Rule::Promptly { act, after } => {
                self.act(act);
                self.events.extend(after.events());
            }
            Rule::Before { act, leads, event } => {
                self.act(act);
                self.events.insert(event);
                self.limits(leads);
            }
            Rule::Every { act, gap, first, state } => {
                self.act(act);
                self.states.insert(state);
                self.length(gap);
                first.iter().for_each(|first| self.length(first));
            }
            Rule::Required { act, state } => {
                self.act(act);
                self.states.extend(state.as_deref());
            }
            Rule::Record { items } => {
                for item in items {
                    self.events.insert(&item.event);
                    if let ItemPart::Role(role) = &item.part {
                        self.roles.insert(role);
                    }
                }
            }
            Rule::Covered { state, by, after } => {
                self.states.extend([state.as_str(), by]);
                after.iter().for_each(|after| self.length(after));
            }
            Rule::AtMost { state, before, limits, .. } => {
                self.states.insert(state);
                self.events.extend(before.as_deref());
                self.limits(limits);
            }
            Rule::Never { act, period } => {
                self.act(act);
                match period {
                    Period::Ever => {}
                    Period::Before(event) | Period::After(event) => {
                        self.events.insert(event);
                    }
                    Period::While(state) | Period::WhileNot(state) => {
                        self.states.insert(state);
                    }
                }
            }
        }
    }

    fn definition(&mut self, definition: &'l Definition) {
        self.events.extend(definition.from.iter().chain(&definition.until).map(String::as_str));
        self.states.extend(definition.within.iter().map(|within| within.state.name.as_str()));
    }

    fn act(&mut self, act: &'l Act) {
        self.events.insert(&act.event);
        self.qualifiers.extend(act.qualifiers.iter().chain(&act.by).map(String::as_str));
    }

    fn limits(&mut self, limits: &'l [remand_law::Limit]) {
        for limit in limits {
            self.length(&limit.length);
            limit.when.iter().for_each(|condition| self.condition(condition));
        }
    }

    fn length(&mut self, length: &'l Length) {
        match length {
            Length::Amount(_) | Length::Parameter(_) => {}
            Length::Fraction { measure, .. } => {
                self.measures.insert(measure);
            }
            Length::Shorter(a, b) | Length::Longer(a, b) => {
                self.length(a);
                self.length(b);
            }
        }
    }

    fn condition(&mut self, condition: &'l Condition) {
        match condition {
            Condition::Event(event) => {
                self.events.insert(event);
            }
            Condition::State(state) => {
                self.states.insert(state);
            }
            Condition::Fact { role, qualifier, .. } => {
                self.circumstances.insert((role, qualifier));
            }
            Condition::Measure { measure, .. } => {
                self.measures.insert(measure);
            }
        }
    }
}
