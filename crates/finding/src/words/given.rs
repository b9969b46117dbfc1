//! What people gave of the case: the steps that rest on it, and what a person could still give.

use remand_kernel::{Answer, Obligation};
use remand_law::{Condition, Length, Limit, Norm, Outcome, Rule};

use super::{Telling, Verdict, bit};
use crate::given::{Given, Saying};
use crate::names::{measure_label, qualifier_label, role_label};
use crate::{Ask, phrase};

impl Telling<'_> {
    /// Adds what people gave of what the norm asks, with its source.
    pub(super) fn with_given(&self, mut verdict: Verdict) -> Verdict {
        for given in self.asked_and_given() {
            let mut text = format!("Given: {}.", given.sourced());
            let rivals = self.record().setting.given.iter().filter(|other| given.contradicts(other));
            if rivals.count() > 0 {
                text.push_str(" Others say otherwise, so that it settles nothing.");
            }
            let mut reason = phrase::reason(self.record(), text, &[]);
            reason.passages.extend(given.passage());
            verdict = verdict.because(reason);
            verdict.given.push(given.number);
        }
        verdict
    }

    /// Statements of people about what the norm asks, in their order.
    fn asked_and_given(&self) -> impl Iterator<Item = &Given> {
        self.record().setting.given.iter().filter(|given| asks(self.norm, &given.saying))
    }

    /// What a person could give that the outcome waits for, in the words in which it is given.
    pub(super) fn asks(&self, answer: &Answer, obligations: &[Obligation]) -> Vec<Ask> {
        if !matches!(answer.outcome, Outcome::Undetermined | Outcome::Contested) {
            return Vec::new();
        }
        let norm = self.norm;
        let mut open: Vec<&Condition> = Vec::new();
        let waits = |(at, condition)| (answer.open_when & bit(at) != 0).then_some(condition);
        open.extend(norm.when.iter().enumerate().filter_map(waits));
        for (at, defeater) in norm.unless.iter().enumerate() {
            if answer.open_unless & bit(at) != 0 {
                open.extend(&defeater.when);
            }
        }
        let bits = obligations.iter().fold(answer.gravest.limits, |bits, one| bits | one.limits);
        for (at, limit) in limits_of(&norm.rule).iter().enumerate() {
            if bits & bit(at) != 0 {
                open.extend(&limit.when);
            }
        }
        let setting = &self.record().setting;
        let mut asks: Vec<Ask> = Vec::new();
        let mut ask = |ask: Ask| {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        };
        let measured = |name: &str| setting.measures.iter().any(|(known, _)| known == name);
        for condition in open {
            match condition {
                Condition::Fact { role, qualifier, .. }
                    if !setting.facts.iter().any(|f| f.role == *role && f.qualifier == *qualifier) =>
                {
                    ask(Ask {
                        what: format!("whether {} is {}", role_label(role), qualifier_label(qualifier)),
                        words: format!("{role} is {qualifier}"),
                    });
                }
                Condition::Measure { measure, .. } if !measured(measure) => ask(Ask::length(measure)),
                _ => {}
            }
        }
        for measure in measures_of(&norm.rule) {
            if !measured(measure) {
                ask(Ask::length(measure));
            }
        }
        asks
    }
}

/// The norm asks what a statement says of the case: in a condition, or as what a length is part of.
pub(crate) fn asks(norm: &Norm, saying: &Saying) -> bool {
    let limits = limits_of(&norm.rule);
    let mut conditions = norm
        .when
        .iter()
        .chain(norm.unless.iter().flat_map(|defeater| &defeater.when))
        .chain(limits.iter().flat_map(|limit| &limit.when));
    match saying {
        Saying::Circumstance(fact) => conditions.any(|condition| {
            matches!(condition, Condition::Fact { role, qualifier, .. }
                if *role == fact.role && *qualifier == fact.qualifier)
        }),
        Saying::Measure { measure, .. } => {
            measures_of(&norm.rule).contains(&measure.as_str())
                || conditions.any(
                    |condition| matches!(condition, Condition::Measure { measure: asked, .. } if asked == measure),
                )
        }
        Saying::State(_) | Saying::Complete { .. } => false,
    }
}

impl Ask {
    fn length(measure: &str) -> Self {
        Self {
            what: format!("how long {} is", measure_label(measure)),
            words: format!("{measure} is LENGTH"),
        }
    }
}

/// The limits of a rule, each with its conditions.
fn limits_of(rule: &Rule) -> &[Limit] {
    match rule {
        Rule::Within { limits, .. } | Rule::AtMost { limits, .. } => limits,
        Rule::Before { leads, .. } => leads,
        Rule::Promptly { .. }
        | Rule::Every { .. }
        | Rule::Required { .. }
        | Rule::Record { .. }
        | Rule::Covered { .. }
        | Rule::Never { .. } => &[],
    }
}

/// The measures that the lengths of a rule are parts of.
fn measures_of(rule: &Rule) -> Vec<&str> {
    let mut lengths: Vec<&Length> = limits_of(rule).iter().map(|limit| &limit.length).collect();
    match rule {
        Rule::Every { gap, first, .. } => {
            lengths.push(gap);
            lengths.extend(first);
        }
        Rule::Covered { after, .. } => lengths.extend(after),
        _ => {}
    }
    let mut found = Vec::new();
    while let Some(length) = lengths.pop() {
        match length {
            Length::Fraction { measure, .. } if !found.contains(&measure.as_str()) => found.push(measure),
            Length::Shorter(a, b) | Length::Longer(a, b) => lengths.extend([&**a, &**b]),
            Length::Fraction { .. } | Length::Amount(_) | Length::Parameter(_) => {}
        }
    }
    found
}
