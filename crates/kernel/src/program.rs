//! A linked law that can be asked: conditions, gates and limits, and what comes of all obligations together.

use remand_law::{Calendars, Law, Norm, Outcome};

use crate::can::Can;
use crate::compile::{Bound, Compiled, Compiler, Shape, Test};
use crate::facts::Facts;
use crate::span::Span;
use crate::state::Defined;
use crate::{Answer, Minute, Obligation, Readings, Schema, Subject, Why};

/// A law that can be asked.
#[derive(Clone, Debug)]
pub struct Program {
    schema: Schema,
    norms: Vec<Compiled>,
    definitions: Vec<Defined>,
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    /// Claims differ, or it is a circumstance that nobody stated.
    Unknown,
    /// Nobody speaks of it.
    Absent,
}

/// What an obligation comes to before the gates of its norm.
pub(crate) struct Judged {
    pub(crate) subject: Subject,
    pub(crate) can: Can,
    pub(crate) why: Why,
    pub(crate) act: Option<u32>,
    pub(crate) limit: u8,
    pub(crate) limits: u64,
    pub(crate) start: Span,
    pub(crate) due: Span,
    pub(crate) reached: Span,
    /// Minutes, where they are not those from start to reached.
    pub(crate) elapsed: Option<Span>,
    /// The minutes by which the version is picked.
    pub(crate) governing: Span,
}

impl Judged {
    pub(crate) fn new(subject: Subject, can: Can, why: Why, start: Span) -> Self {
        Self {
            subject,
            can,
            why,
            act: None,
            limit: 0,
            limits: 0,
            start,
            due: Span::UNKNOWN,
            reached: Span::UNKNOWN,
            elapsed: None,
            governing: start,
        }
    }
}

/// Everything that judging one norm looks at.
pub(crate) struct Question<'a> {
    pub(crate) norm: &'a Compiled,
    pub(crate) facts: &'a Facts,
}

impl Program {
    /// Turns a linked law into a program.
    pub fn new(law: &Law) -> Self {
        let schema = Schema::new(law);
        let calendars = Calendars::new(&law.calendars);
        let compiler = Compiler { law, schema: &schema, calendars: &calendars };
        let norms = law.norms.iter().map(|norm: &Norm| compiler.norm(norm)).collect();
        let definitions =
            law.definitions.iter().map(|definition| Defined::new(definition, &compiler, &schema)).collect();
        Self { norms, definitions, schema }
    }

    /// The names that facts can be given under.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// How many norms it has; they are numbered as in the law.
    pub fn norms(&self) -> usize {
        self.norms.len()
    }

    /// Adds the states that the law defines. To be called once, when all facts are given.
    pub fn define(&self, facts: &mut Facts) {
        for definition in &self.definitions {
            definition.add_to(facts);
        }
    }

    /// What a norm comes to. Allocates nothing.
    pub fn judge(&self, norm: usize, facts: &Facts) -> Answer {
        let mut answer = Answer {
            outcome: Outcome::NotApplicable,
            breached: Readings::None,
            gravest: idle(Why::Idle),
            counts: [0; 5],
            open_when: 0,
            open_unless: 0,
            open_version: false,
            derogated: false,
        };
        let Some(norm) = self.norms.get(norm) else { return answer };
        let question = Question { norm, facts };
        match question.conditions() {
            Err(why) => {
                answer.gravest = idle(why);
                return answer;
            }
            Ok((open_when, open_unless)) => {
                answer.open_when = open_when;
                answer.open_unless = open_unless;
            }
        }
        let mut first = true;
        question.each(&mut |judged| {
            let (obligation, version, derogated) = question.gated(&judged);
            answer.open_version |= version;
            answer.derogated |= derogated;
            if let Some(count) = answer.counts.get_mut(place(obligation.outcome)) {
                *count = count.saturating_add(1);
            }
            answer.breached = answer.breached.max(obligation.breached);
            if first || obligation.outcome.gravity() < answer.gravest.outcome.gravity() {
                answer.gravest = obligation;
                first = false;
            }
        });
        answer.outcome = answer.gravest.outcome;
        let unsettled = answer.open_when != 0 || answer.open_unless != 0 || answer.open_version;
        if unsettled && matches!(answer.outcome, Outcome::NotMet | Outcome::Contested) {
            answer.outcome = Outcome::Undetermined;
            answer.breached = Readings::Some;
        }
        answer
    }

    /// Every obligation of a norm, in order; none where a condition keeps the norm out.
    pub fn obligations(&self, norm: usize, facts: &Facts, each: &mut impl FnMut(&Obligation)) {
        let Some(norm) = self.norms.get(norm) else { return };
        let question = Question { norm, facts };
        if question.conditions().is_ok() {
            question.each(&mut |judged| each(&question.gated(&judged).0));
        }
    }

    /// Which limits of a norm may be the one that counts, whatever comes of it: bit `n` for limit `n`.
    pub fn limits(&self, norm: usize, facts: &Facts) -> u64 {
        let Some(norm) = self.norms.get(norm) else { return 0 };
        let question = Question { norm, facts };
        match &norm.rule {
            Shape::Within { limits, .. } | Shape::AtMost { limits, .. } => question.possible(limits),
            Shape::Before { leads, .. } => question.possible(leads),
            _ => 0,
        }
    }
}

fn place(outcome: Outcome) -> usize {
    Outcome::EACH.iter().position(|each| *each == outcome).unwrap_or_default()
}

fn idle(why: Why) -> Obligation {
    obligation(&Judged::new(Subject::Record, Can::IDLE, why, Span::UNKNOWN))
}

fn obligation(judged: &Judged) -> Obligation {
    let elapsed = judged.elapsed.unwrap_or(Span {
        lo: judged.reached.lo.saturating_sub(judged.start.hi).max(0),
        hi: judged.reached.hi.saturating_sub(judged.start.lo).max(0),
    });
    let known = |minutes: Minute| (minutes < Span::HIGH / 2).then_some(minutes);
    Obligation {
        subject: judged.subject,
        outcome: judged.can.outcome(),
        breached: judged.can.breached(),
        why: judged.why,
        act: judged.act,
        limit: judged.limit,
        limits: judged.limits,
        start: judged.start.instant(),
        due: judged.due.instant(),
        reached: judged.reached.instant(),
        elapsed: (
            known(elapsed.lo).filter(|_| judged.reached.lo > Span::LOW && judged.start.hi < Span::HIGH),
            known(elapsed.hi),
        ),
    }
}

impl Question<'_> {
    /// Bits of the conditions that nobody settles; or why the norm does not apply.
    fn conditions(&self) -> Result<(u64, u64), Why> {
        let index = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
        for (at, defeater) in self.norm.unless.iter().enumerate() {
            if defeater.iter().all(|test| self.test(test) == Truth::Yes) {
                return Err(Why::Defeated(index(at)));
            }
        }
        let mut open_when = 0;
        for (at, test) in self.norm.when.iter().enumerate() {
            match self.test(test) {
                Truth::Yes => {}
                Truth::No | Truth::Absent => return Err(Why::Condition(index(at))),
                Truth::Unknown => open_when |= bit(at),
            }
        }
        let mut open_unless = 0;
        for (at, defeater) in self.norm.unless.iter().enumerate() {
            let may = |test: &Test| matches!(self.test(test), Truth::Yes | Truth::Unknown);
            if defeater.iter().all(may) {
                open_unless |= bit(at);
            }
        }
        Ok((open_when, open_unless))
    }

    fn test(&self, test: &Test) -> Truth {
        match test {
            Test::Event(event) => {
                let happened = !self.facts.occurrences(*event).is_empty();
                match (happened, self.facts.kind(*event).denied) {
                    (true, false) => Truth::Yes,
                    (true, true) => Truth::Unknown,
                    (false, true) => Truth::No,
                    (false, false) => Truth::Absent,
                }
            }
            Test::State(state) => {
                let stretches = self.facts.stretches(*state);
                let has = |standing| stretches.iter().any(|stretch| stretch.standing == standing);
                if has(crate::Standing::Holds) {
                    Truth::Yes
                } else if has(crate::Standing::Disputed) {
                    Truth::Unknown
                } else if has(crate::Standing::Denied) {
                    Truth::No
                } else {
                    Truth::Absent
                }
            }
            Test::Circumstance(number, holds) => match self.facts.circumstance(*number) {
                Some(truth) if truth == *holds => Truth::Yes,
                Some(_) => Truth::No,
                None => Truth::Unknown,
            },
            Test::Measure(number, comparison, amount) => {
                let known = self.facts.measure(*number);
                let counting = &self.norm.clock.counting;
                match known.and_then(|known| counting.holds(known, *comparison, *amount).ok()) {
                    Some(true) => Truth::Yes,
                    Some(false) => Truth::No,
                    None => Truth::Unknown,
                }
            }
        }
    }

    /// The limits that may be the one that counts: bits; the last alternative that holds, and later ones that may.
    pub(crate) fn possible(&self, limits: &[Bound]) -> u64 {
        let mut possible = 0;
        for (at, limit) in limits.iter().enumerate() {
            let all = limit.when.iter().map(|test| self.test(test)).fold(Truth::Yes, |all, truth| {
                match (all, truth) {
                    (Truth::No, _) | (_, Truth::No) => Truth::No,
                    (Truth::Yes, Truth::Yes) => Truth::Yes,
                    _ => Truth::Unknown,
                }
            });
            match all {
                Truth::Yes => possible = bit(at),
                Truth::No => {}
                Truth::Unknown | Truth::Absent => possible |= bit(at),
            }
        }
        possible
    }

    /// Judges under each limit that may count; what comes of not knowing which.
    pub(crate) fn under_limits(&self, limits: &[Bound], judge: impl Fn(&Bound) -> Judged) -> Option<Judged> {
        let possible = self.possible(limits);
        let mut found: Option<Judged> = None;
        for (at, limit) in limits.iter().enumerate().filter(|(at, _)| possible & bit(*at) != 0) {
            let next = judge(limit);
            found = Some(match found {
                None => Judged { limit: u8::try_from(at).unwrap_or(u8::MAX), limits: possible, ..next },
                Some(first) => Judged { can: first.can.whichever(next.can), ..first },
            });
        }
        found.map(|found| {
            // Where the outcome is the same whichever holds, which one holds is no question.
            if found.can.is_whichever() {
                found
            } else {
                Judged { limits: bit(usize::from(found.limit)), ..found }
            }
        })
    }

    /// Through the gates of time, of the state that is bound, of reservation and derogation: the obligation, whether
    /// the version is in doubt, whether a breach became undetermined for a derogation.
    fn gated(&self, judged: &Judged) -> (Obligation, bool, bool) {
        let mut result = obligation(judged);
        if judged.can.is(Can::IDLE) {
            return (result, false, false);
        }
        let gates = &self.norm.gates;
        let out = |mut result: Obligation, why| {
            result.why = why;
            result.outcome = Outcome::NotApplicable;
            result.breached = Readings::None;
            (result, false, false)
        };
        // An open side says nothing of the version; the side that is known picks it.
        let when = judged.governing;
        let latest = if when.hi < Span::HIGH { when.hi } else { when.lo };
        let earliest = if when.lo > Span::LOW { when.lo } else { latest };
        let (certain_from, certain_to, maybe_from, maybe_to) = gates.in_force;
        if latest > Span::LOW && (latest < maybe_from || earliest > maybe_to) {
            return out(result, Why::NotInForce);
        }
        let mut in_doubt = latest > Span::LOW && (earliest < certain_from || latest > certain_to);
        let country = self.facts.country;
        if let Some(country) = country {
            let party = gates.parties.iter().find(|(state, _)| *state == country);
            let member = gates.members.contains(&country);
            match party {
                Some((_, since)) if latest > Span::LOW && latest < *since => {
                    return out(result, Why::NotBound);
                }
                Some((_, since)) => in_doubt |= latest > Span::LOW && earliest < *since,
                None if !gates.members.is_empty() && !member => return out(result, Why::NotBound),
                _ => {}
            }
            type Exempt = (crate::Country, Minute, Minute);
            let whole = |(state, from, to): &Exempt| *state == country && *from <= earliest && latest <= *to;
            let part = |(state, from, to): &Exempt| *state == country && *from <= latest && earliest <= *to;
            if let Some(at) = gates.reserved.iter().position(whole) {
                return out(result, Why::Reserved(u8::try_from(at).unwrap_or(u8::MAX)));
            }
            in_doubt |= gates.reserved.iter().any(part);
            if gates.derogable
                && gates.derogated.iter().any(part)
                && matches!(result.outcome, Outcome::NotMet | Outcome::Contested)
            {
                result.outcome = Outcome::Undetermined;
                result.breached = Readings::Some;
                return (result, in_doubt, true);
            }
        }
        (result, in_doubt, false)
    }
}

/// Bit of a place in a list.
pub(crate) fn bit(at: usize) -> u64 {
    u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
}
