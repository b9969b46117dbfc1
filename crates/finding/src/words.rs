//! What the kernel answers, told to a person: a summary, the steps with their passages, what is missing. One module
//! for each kind of rule.

mod acts;
mod bans;
pub(crate) mod given;
mod registers;
mod states;

use jiff::civil::Date;
use remand_kernel::Readings;
use remand_kernel::{Answer, Instant, Obligation, Subject, Why, later, moment};
use remand_law::{
    Amount, Condition, Defeater, Length, Limit, Norm, Outcome, Rule, Trigger, Unit, explain_condition,
};
use remand_reading::ClaimIx;

use crate::input::Input;
use crate::names::{noun, state_label};
use crate::record::{Occurrence, Record, Told};
use crate::{Ask, Reason, phrase};

/// An outcome with its grounds.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) summary: String,
    /// The first ground; there is no verdict without one.
    pub(crate) ground: Reason,
    pub(crate) more: Vec<Reason>,
    pub(crate) missing: Vec<String>,
    /// Numbers of the statements of people that it rests on.
    pub(crate) given: Vec<u64>,
    pub(crate) asks: Vec<Ask>,
}

impl Verdict {
    pub(crate) fn new(outcome: Outcome, summary: String, ground: Reason) -> Self {
        Self {
            outcome,
            summary,
            ground,
            more: Vec::new(),
            missing: Vec::new(),
            given: Vec::new(),
            asks: Vec::new(),
        }
    }

    pub(crate) fn because(mut self, reason: Reason) -> Self {
        if self.ground != reason && !self.more.contains(&reason) {
            self.more.push(reason);
        }
        self
    }

    pub(crate) fn lacks(mut self, missing: impl Into<String>) -> Self {
        let missing = missing.into();
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
        self
    }

    /// Takes over the grounds of another, which this one outweighs.
    fn with(mut self, other: Self) -> Self {
        self = self.because(other.ground);
        self = other.more.into_iter().fold(self, Self::because);
        other.missing.into_iter().fold(self, Self::lacks)
    }
}

/// A norm, the record that it was held against, and the law around it.
pub(crate) struct Telling<'a> {
    pub(crate) input: &'a Input<'a>,
    /// The record of all accounts together.
    pub(crate) everyone: &'a Record<'a>,
    pub(crate) law: &'a remand_law::Law,
    pub(crate) norm: &'a Norm,
}

/// Obligations of one norm that are told one by one.
const MOST_TOLD: usize = 24;

/// What the answer of the kernel means, in words.
pub(crate) fn verdict(telling: &Telling<'_>, answer: &Answer, obligations: &[Obligation]) -> Verdict {
    if let Some(gate) = telling.gate(answer) {
        let by_circumstance = matches!(answer.gravest.why, Why::Condition(_) | Why::Defeated(_));
        return if by_circumstance { telling.with_given(gate) } else { gate };
    }
    let mut told: Vec<&Obligation> = obligations.iter().collect();
    if told.len() > MOST_TOLD {
        // The gravest, in their order: nobody reads a hundred steps, and the proof has them all.
        told.sort_by_key(|obligation| obligation.outcome.gravity());
        told.truncate(MOST_TOLD);
    }
    let mut verdicts: Vec<Verdict> = told.into_iter().map(|obligation| telling.one(obligation)).collect();
    if verdicts.is_empty() {
        verdicts.push(telling.one(&answer.gravest));
    }
    // The first of the gravest speaks; the others are its further grounds, in their order.
    let rank = |verdict: &Verdict| verdict.outcome.gravity();
    let at = (0..verdicts.len()).min_by_key(|at| verdicts.get(*at).map(rank)).unwrap_or_default();
    let mut first = verdicts.remove(at);
    if matches!(telling.norm.rule, Rule::Never { .. }) && first.outcome != Outcome::Met {
        let same = obligations.iter().filter(|obligation| obligation.outcome == first.outcome).count();
        let more = same.saturating_sub(1);
        if more > 0 {
            first.summary.push_str(&format!(" The record has {more} more."));
        }
    }
    if obligations.len() > MOST_TOLD {
        let text = format!("{} more come to the same or to less.", obligations.len() - MOST_TOLD);
        verdicts.push(Verdict::new(
            Outcome::NotApplicable,
            String::new(),
            phrase::reason(telling.record(), text, &[]),
        ));
    }
    let missing = first.missing.clone();
    let mut all = verdicts.into_iter().fold(first, Verdict::with);
    if answer.outcome == Outcome::NotMet {
        // What would decide the rest does not matter to a breach that stands.
        all.missing = missing;
    }
    let verdict = telling.qualified(Verdict { outcome: answer.outcome, ..all }, answer);
    if verdict.outcome == Outcome::NotApplicable {
        return verdict;
    }
    let asks = telling.asks(answer, obligations);
    Verdict { asks, ..telling.with_given(verdict) }
}

impl<'a> Telling<'a> {
    pub(crate) fn record(&self) -> &'a Record<'a> {
        self.input.record
    }

    /// Why the norm says nothing here, where a gate keeps it out.
    fn gate(&self, answer: &Answer) -> Option<Verdict> {
        let record = self.record();
        let gravest = &answer.gravest;
        let day = gravest.start.latest.or(gravest.start.earliest).and_then(moment).map(|at| at.date());
        let day = day.unwrap_or(record.as_of);
        let state = record.setting.state.as_deref().unwrap_or_default();
        let code = state.to_uppercase();
        let terms = &self.norm.terms;
        let text = match gravest.why {
            Why::NotInForce => {
                let in_force = terms.in_force?;
                let to = in_force.to_latest.map(|to| format!(" to {to}")).unwrap_or_default();
                format!("This version is in force from {}{to}; the event is of {day}.", in_force.from)
            }
            Why::NotBound => match terms.parties.iter().find(|party| party.state == state) {
                Some(party) => format!("{code} is bound from {} on; the event is of {day}.", party.since),
                None => format!("{code} is not among the states that are bound."),
            },
            Why::Reserved(at) => {
                let reserved = terms.reserved.get(usize::from(at))?;
                let words = reserved.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
                format!("{code} made a reservation on {}{words}.", reserved.from)
            }
            Why::Condition(at) => self.condition_fails(self.norm.when.get(usize::from(at))?),
            Why::Defeated(at) => {
                let defeater = self.norm.unless.get(usize::from(at))?;
                let cites = defeater.cites.as_ref().map(|cites| format!(" ({cites})")).unwrap_or_default();
                format!("The norm is set aside where {}{cites}.", conditions(&defeater.when))
            }
            Why::NoValue => format!("The law has no number yet on {day}."),
            _ => return None,
        };
        let claims = self.gate_claims(gravest.why);
        let ground = phrase::reason(record, text.clone(), &claims);
        Some(Verdict::new(Outcome::NotApplicable, text, ground))
    }

    fn condition_fails(&self, condition: &Condition) -> String {
        let words = explain_condition(condition);
        let spoken_of = match condition {
            Condition::Event(event) => !self.record().told(event).denied.is_empty(),
            Condition::State(_) => false,
            Condition::Fact { .. } | Condition::Measure { .. } => true,
        };
        if spoken_of {
            format!("It holds where {words}, and that is not so.")
        } else {
            format!("It holds where {words}; the record has no word of that.")
        }
    }

    /// The claims that close a gate.
    fn gate_claims(&self, why: Why) -> Vec<ClaimIx> {
        let of = |condition: &Condition| match condition {
            Condition::Event(event) => {
                let told = self.record().told(event);
                let asserted = told.happened.iter().flat_map(|occurrence| &occurrence.claims);
                asserted.chain(&told.denied).copied().collect()
            }
            _ => Vec::new(),
        };
        match why {
            Why::Condition(at) => self.norm.when.get(usize::from(at)).map(of).unwrap_or_default(),
            Why::Defeated(at) => {
                let defeater = self.norm.unless.get(usize::from(at));
                defeater.map(|defeater| defeater.when.iter().flat_map(of).collect()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Adds what leaves the answer open beside its obligations.
    fn qualified(&self, mut verdict: Verdict, answer: &Answer) -> Verdict {
        let record = self.record();
        for (at, condition) in self.norm.when.iter().enumerate() {
            if answer.open_when & bit(at) != 0 {
                let words = explain_condition(condition);
                let text = format!("The norm holds only where {words}; the record does not settle that.");
                verdict =
                    verdict.because(phrase::reason(record, text, &[])).lacks(format!("whether {words}"));
            }
        }
        for (at, Defeater { when, cites }) in self.norm.unless.iter().enumerate() {
            if answer.open_unless & bit(at) != 0 {
                let words = conditions(when);
                let cites = cites.as_ref().map(|cites| format!(" ({cites})")).unwrap_or_default();
                let text =
                    format!("The norm is set aside where {words}{cites}; the record does not settle that.");
                verdict =
                    verdict.because(phrase::reason(record, text, &[])).lacks(format!("whether {words}"));
            }
        }
        if answer.open_version {
            let text = "On which day this version came into force is not known.".to_owned();
            verdict = verdict
                .because(phrase::reason(record, text, &[]))
                .lacks("the day on which this version came into force");
        }
        if !self.norm.terms.members.is_empty()
            && record.setting.state.is_none()
            && matches!(verdict.outcome, Outcome::NotMet | Outcome::Contested)
        {
            verdict.outcome = Outcome::Undetermined;
            let text =
                "The norm binds some states only; which state holds the person is not known.".to_owned();
            verdict =
                verdict.because(phrase::reason(record, text, &[])).lacks("which state holds the person");
        }
        if answer.derogated {
            let code = record.setting.state.as_deref().unwrap_or_default().to_uppercase();
            let text = format!(
                "{code} had given notice that it derogates; a breach stands unless the measure was strictly required."
            );
            verdict = verdict
                .because(phrase::reason(record, text, &[]))
                .lacks("whether the measure was strictly required by the emergency");
        }
        if self.norm.terms.derogable == Some(false) && verdict.outcome == Outcome::NotMet {
            let told = record.told("emergency_declared");
            if let Some(emergency) = told.happened.first() {
                let text = "No emergency allows a derogation from this norm.".to_owned();
                verdict = verdict.because(phrase::reason(record, text, &emergency.claims));
            }
        }
        verdict
    }

    fn one(&self, obligation: &Obligation) -> Verdict {
        match &self.norm.rule {
            Rule::Within { act, of, limits } => {
                self.with_limits(limits, obligation, acts::within(self, act, of, limits, obligation))
            }
            Rule::Promptly { act, after } => acts::promptly(self, act, after, obligation),
            Rule::Before { act, leads, event } => {
                self.with_limits(leads, obligation, acts::before(self, act, leads, event, obligation))
            }
            Rule::Every { act, gap, first, state } => {
                states::every(self, act, gap, first.as_ref(), state, obligation)
            }
            Rule::Required { act, state } => acts::required(self, act, state.as_deref(), obligation),
            Rule::Record { items } => registers::record(self, items, obligation),
            Rule::Covered { state, by, .. } => states::covered(self, state, by, obligation),
            Rule::AtMost { state, before, limits, total } => self.with_limits(
                limits,
                obligation,
                states::at_most(self, state, before.as_deref(), limits, *total, obligation),
            ),
            Rule::Never { act, period } => bans::never(self, act, period, obligation),
        }
    }

    /// Names the other limits that may be the one that counts.
    fn with_limits(&self, limits: &[Limit], obligation: &Obligation, mut verdict: Verdict) -> Verdict {
        let first = limits.get(usize::from(obligation.limit));
        let mut open = false;
        for (at, limit) in limits.iter().enumerate() {
            if obligation.limits & bit(at) == 0 || at == usize::from(obligation.limit) {
                continue;
            }
            open = true;
            let when = conditions(&limit.when);
            let of = first.map(|first| self.length(&first.length, obligation.start)).unwrap_or_default();
            let cites = limit.cites.as_ref().map(|cites| format!(" ({cites})")).unwrap_or_default();
            let text = format!(
                "The limit of {of} becomes {} where {when}{cites}.",
                self.length(&limit.length, obligation.start)
            );
            verdict =
                verdict.because(phrase::reason(self.record(), text, &[])).lacks(format!("whether {when}"));
        }
        if open {
            verdict.summary.push_str(" Which limit holds is not in the record.");
        }
        verdict
    }

    /// A length in words; a parameter by its value on the day on which the time starts.
    pub(crate) fn length(&self, length: &Length, start: Instant) -> String {
        match length {
            Length::Parameter(id) => {
                let day = start.latest.or(start.earliest).and_then(moment).map(|at| at.date());
                self.parameter(&id.name, day).map_or_else(|| id.name.clone(), |amount| amount.to_string())
            }
            Length::Fraction { parts, of, measure } => {
                let share = match (parts, of) {
                    (1, 2) => "half".to_owned(),
                    (1, 3) => "a third".to_owned(),
                    (2, 3) => "two thirds".to_owned(),
                    (1, 4) => "a quarter".to_owned(),
                    _ => format!("{parts}/{of}"),
                };
                format!("{share} of {}", crate::names::measure_label(measure))
            }
            other => other.to_string(),
        }
    }

    fn parameter(&self, id: &str, day: Option<Date>) -> Option<Amount> {
        let parameter = self.law.parameters.iter().find(|parameter| parameter.id.name == id)?;
        let day = day?;
        parameter.values.iter().rev().find(|value| value.from <= day).map(|value| value.amount)
    }

    /// The unit in which a length is told.
    pub(crate) fn unit(&self, length: &Length, start: Instant) -> Unit {
        match length {
            Length::Amount(amount) => amount.unit,
            Length::Parameter(id) => {
                let day = start.latest.or(start.earliest).and_then(moment).map(|at| at.date());
                self.parameter(&id.name, day).map_or(Unit::Days, |amount| amount.unit)
            }
            Length::Fraction { .. } => Unit::Days,
            Length::Shorter(a, _) | Length::Longer(a, _) => self.unit(a, start),
        }
    }

    /// `48 hours (presumptive)`.
    pub(crate) fn limit_words(&self, limits: &[Limit], obligation: &Obligation) -> String {
        let limit = limits.get(usize::from(obligation.limit)).or(limits.first());
        let length = limit.map(|limit| self.length(&limit.length, obligation.start)).unwrap_or_default();
        phrase::limit(&length, self.norm.limit.word())
    }

    /// The unit of the limit that counts.
    pub(crate) fn limit_unit(&self, limits: &[Limit], obligation: &Obligation) -> Unit {
        let limit = limits.get(usize::from(obligation.limit)).or(limits.first());
        limit.map_or(Unit::Days, |limit| self.unit(&limit.length, obligation.start))
    }

    /// The event an obligation hangs on.
    pub(crate) fn subject(&self, obligation: &Obligation) -> Option<&'a Occurrence> {
        match obligation.subject {
            Subject::Event(tag) | Subject::Events(tag, _) => {
                self.input.occurrence(tag).map(|(_, occurrence)| occurrence)
            }
            Subject::Record | Subject::Stretch(_) => None,
        }
    }

    /// "The arrest of 2024-03-04 (the family; the prosecutor's office)", for each event that sets a time running.
    pub(crate) fn began(&self, obligation: &Obligation) -> Vec<Reason> {
        let tags = match obligation.subject {
            Subject::Event(tag) => vec![tag],
            Subject::Events(first, last) if first == last => vec![first],
            Subject::Events(first, last) => vec![first, last],
            Subject::Record | Subject::Stretch(_) => Vec::new(),
        };
        let found = tags.into_iter().filter_map(|tag| self.input.occurrence(tag));
        found.map(|(kind, occurrence)| told_by(self.record(), kind.name(), occurrence)).collect()
    }

    /// Versions of the date from which a time runs.
    pub(crate) fn starts(&self, trigger: &Trigger, obligation: &Obligation) -> Vec<Instant> {
        match (trigger, self.subject(obligation)) {
            (Trigger::Event(_), Some(occurrence)) => occurrence.when.clone(),
            _ => vec![obligation.start],
        }
    }
}

/// Bit of a place in a list.
pub(crate) fn bit(at: usize) -> u64 {
    u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
}

fn conditions(all: &[Condition]) -> String {
    all.iter().map(explain_condition).collect::<Vec<_>>().join(" and ")
}

/// A trigger as a noun: "arrest", "earlier of the arrival and 24 hours after the arrest".
pub(crate) fn trigger_noun(trigger: &Trigger) -> String {
    let joined = |all: &[Trigger]| {
        all.iter().map(|one| format!("the {}", trigger_noun(one))).collect::<Vec<_>>().join(" and ")
    };
    match trigger {
        Trigger::Event(event) => noun(event),
        Trigger::After(length, of) => format!("end of {length} after the {}", trigger_noun(of)),
        Trigger::Earlier(all) => format!("earlier of {}", joined(all)),
        Trigger::Later(all) => format!("later of {}", joined(all)),
    }
}

/// The record has no word of what the norm is about.
pub(crate) fn nothing(record: &Record<'_>, noun: &str) -> Verdict {
    let text = format!("The record has no {noun} on this account.");
    Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[]))
}

/// What was searched for an act that is not there, and until when.
pub(crate) fn searched(record: &Record<'_>, act: &str, told: &Told) -> Reason {
    let text = format!(
        "Searched: every claim of this account up to {}. Found: none of {}. Silence is not a denial.",
        record.as_of,
        a(act)
    );
    phrase::reason(record, text, &told.not_known)
}

/// The record does not say that the person was in the state.
pub(crate) fn never_in(record: &Record<'_>, state: &str) -> Verdict {
    let text = format!("The record does not say on this account that the person was {}.", state_label(state));
    Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[]))
}

/// A sum of the law has no answer here.
pub(crate) fn ambiguous(record: &Record<'_>, limit: &str) -> Verdict {
    let text = format!(
        "Whether {limit} have passed cannot be counted here: the sum has no single answer, or a length that it needs is not known."
    );
    Verdict::new(Outcome::Undetermined, text.clone(), phrase::reason(record, text, &[]))
        .lacks("the length that the limit is a part of, or how the instrument counts it")
}

/// "The arrest of 2024-03-04 (the family; the prosecutor's office)".
pub(crate) fn told_by(record: &Record<'_>, kind: &str, occurrence: &Occurrence) -> Reason {
    let told = || {
        let text = format!(
            "{}: {} ({}).",
            capital(&noun(kind)),
            phrase::versions(&occurrence.when),
            phrase::voices(record, &occurrence.claims)
        );
        phrase::reason(record, text, &occurrence.claims)
    };
    occurrence.told.get_or_init(told).clone()
}

/// The smallest box around several.
pub(crate) fn hull(boxes: &[Instant]) -> Instant {
    let earliest = boxes.iter().map(|b| b.earliest).reduce(|a, b| a.zip(b).map(|(a, b)| a.min(b))).flatten();
    let latest = boxes.iter().map(|b| b.latest).reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b))).flatten();
    Instant { earliest, latest }
}

/// Versions that are not after all of these on every reading.
pub(crate) fn not_after<'r>(
    starts: Vec<Instant>,
    acts: impl Iterator<Item = &'r Occurrence> + Clone,
) -> Vec<Instant> {
    let answered = |start: &Instant| {
        acts.clone().flat_map(|act| &act.when).any(|act| later(*start, *act) != Readings::Every)
    };
    let kept: Vec<Instant> = starts.iter().copied().filter(answered).collect();
    if kept.is_empty() { starts } else { kept }
}

/// With the article: "an appearance", "a charge".
pub(crate) fn a(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// With a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
