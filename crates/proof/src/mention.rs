//! What a norm speaks of, through the states that the law defines.

use std::collections::BTreeSet;

use remand_law::{Condition, Law, Length, Limit, Norm, Period, Rule};

/// Names that a norm speaks of, itself or through definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Kinds of event.
    pub events: BTreeSet<String>,
    /// States; also those that the law defines.
    pub states: BTreeSet<String>,
    /// Circumstances: `detainee is minor`.
    pub circumstances: BTreeSet<String>,
    /// Measures.
    pub measures: BTreeSet<String>,
}

impl Mentions {
    /// What a norm of a law speaks of.
    pub fn of(law: &Law, norm: &Norm) -> Self {
        let mut all = Self::default();
        let defeaters = norm.unless.iter().flat_map(|defeater| &defeater.when);
        norm.when.iter().chain(defeaters).for_each(|condition| all.condition(condition));
        all.states.extend(norm.terms.counting.stops_while.iter().map(|state| state.name.clone()));
        all.rule(&norm.rule);
        // A definition uses only those before it.
        for definition in law.definitions.iter().rev() {
            if all.states.contains(&definition.name.name) {
                all.events.extend(definition.from.iter().chain(&definition.until).cloned());
                all.states.extend(definition.within.iter().map(|within| within.state.name.clone()));
            }
        }
        all
    }

    fn rule(&mut self, rule: &Rule) {
        match rule {
            Rule::Within { act, of, limits } => {
                self.events.insert(act.event.clone());
                self.trigger(of);
                self.limits(limits);
            }
            Rule::Promptly { act, after } => {
                self.events.insert(act.event.clone());
                self.trigger(after);
            }
            Rule::Before { act, leads, event } => {
                self.events.extend([act.event.clone(), event.clone()]);
                self.limits(leads);
            }
            Rule::Every { act, gap, first, state } => {
                self.events.insert(act.event.clone());
                self.states.insert(state.clone());
                std::iter::once(gap).chain(first).for_each(|length| self.length(length));
            }
            Rule::Required { act, state } => {
                self.events.insert(act.event.clone());
                self.states.extend(state.clone());
            }
            Rule::Record { items } => self.events.extend(items.iter().map(|item| item.event.clone())),
            Rule::Covered { state, by, after } => {
                self.states.extend([state.clone(), by.clone()]);
                after.iter().for_each(|length| self.length(length));
            }
            Rule::AtMost { state, before, limits, .. } => {
                self.states.insert(state.clone());
                self.events.extend(before.clone());
                self.limits(limits);
            }
            Rule::Never { act, period } => {
                self.events.insert(act.event.clone());
                match period {
                    Period::Ever => {}
                    Period::Before(event) | Period::After(event) => {
                        self.events.insert(event.clone());
                    }
                    Period::While(state) | Period::WhileNot(state) => {
                        self.states.insert(state.clone());
                    }
                }
            }
        }
    }

    fn trigger(&mut self, trigger: &remand_law::Trigger) {
        use remand_law::Trigger;
        match trigger {
            Trigger::Event(event) => {
                self.events.insert(event.clone());
            }
            Trigger::After(length, of) => {
                self.length(length);
                self.trigger(of);
            }
            Trigger::Earlier(all) | Trigger::Later(all) => all.iter().for_each(|one| self.trigger(one)),
        }
    }

    fn limits(&mut self, limits: &[Limit]) {
        for limit in limits {
            self.length(&limit.length);
            limit.when.iter().for_each(|condition| self.condition(condition));
        }
    }

    fn length(&mut self, length: &Length) {
        match length {
            Length::Amount(_) | Length::Parameter(_) => {}
            Length::Fraction { measure, .. } => {
                self.measures.insert(measure.clone());
            }
            Length::Shorter(a, b) | Length::Longer(a, b) => {
                self.length(a);
                self.length(b);
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Event(event) => {
                self.events.insert(event.clone());
            }
            Condition::State(state) => {
                self.states.insert(state.clone());
            }
            Condition::Fact { role, qualifier, .. } => {
                self.circumstances.insert(format!("{role} is {qualifier}"));
            }
            Condition::Measure { measure, .. } => {
                self.measures.insert(measure.clone());
            }
        }
    }
}
