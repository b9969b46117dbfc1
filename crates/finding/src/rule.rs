//! What one norm comes to on one account: a verdict with its reasons, one module for each shape of norm.

mod before;
mod cover;
mod never;
mod run;
mod within;

use remand_law::{
    Act, Amount, Calendars, Counter, Length, Limit, Norm, Outcome, Rule, Trigger, Unit, explain_condition,
};

use crate::Reason;
use crate::names::noun;
use crate::phrase;
use crate::record::{Occurrence, Record, Truth};
use remand_kernel::{Instant, Minute, Readings};

/// An outcome with its grounds.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) summary: String,
    /// The first ground; there is no verdict without one.
    pub(crate) ground: Reason,
    pub(crate) more: Vec<Reason>,
    pub(crate) missing: Vec<String>,
}

impl Verdict {
    pub(crate) fn new(outcome: Outcome, summary: String, ground: Reason) -> Self {
        Self { outcome, summary, ground, more: Vec::new(), missing: Vec::new() }
    }

    pub(crate) fn because(mut self, reason: Reason) -> Self {
        self.more.push(reason);
        self
    }

    pub(crate) fn lacks(mut self, missing: impl Into<String>) -> Self {
        let missing = missing.into();
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
        self
    }

    /// The graver of two, with the grounds of both.
    fn graver(self, other: Self) -> Self {
        let (mut first, second) =
            if gravity(other.outcome) < gravity(self.outcome) { (other, self) } else { (self, other) };
        first.more.push(second.ground);
        first.more.extend(second.more);
        for missing in second.missing {
            first = first.lacks(missing);
        }
        first
    }
}

/// Rank of an outcome, the gravest first.
pub(crate) fn gravity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotMet => 0,
        Outcome::Contested => 1,
        Outcome::Undetermined => 2,
        Outcome::Met => 3,
        Outcome::NotApplicable => 4,
    }
}

/// Holds a norm against the record.
pub(crate) fn judge(record: &Record<'_>, norm: &Norm) -> Verdict {
    for defeater in &norm.unless {
        if defeater.when.iter().all(|condition| record.holds(condition) == Truth::Yes) {
            let words: Vec<String> = defeater.when.iter().map(explain_condition).collect();
            return not_applicable(record, format!("The norm is set aside where {}", words.join(" and ")));
        }
    }
    let mut open = Vec::new();
    for condition in &norm.when {
        let words = explain_condition(condition);
        match record.holds(condition) {
            Truth::Yes => {}
            Truth::No => {
                return not_applicable(record, format!("It holds where {words}, and that is not so"));
            }
            Truth::Absent => {
                return not_applicable(
                    record,
                    format!("It holds where {words}; the record has no word of that"),
                );
            }
            Truth::Unknown => open.push(words),
        }
    }
    let mut verdict = match &norm.rule {
        Rule::Within { act, of: Trigger::Event(of), limits } => within::judge(record, norm, act, of, limits),
        Rule::Promptly { act, after: Trigger::Event(after) } => before::promptly(record, act, after),
        Rule::Before { act, leads, event } => {
            before::judge(record, act, leads.first().and_then(|lead| in_words(&lead.length)), event)
        }
        Rule::Covered { state, by, after } => {
            cover::judge(record, norm, state, by, after.as_ref().and_then(in_words))
        }
        Rule::AtMost { state, before, limits, .. } => {
            run::judge(record, norm, state, before.as_deref(), limits)
        }
        Rule::Never { act, period } => never::judge(record, act, period),
        _ => not_applicable(record, "This shape of norm is not evaluated".to_owned()),
    };
    for words in open {
        if matches!(verdict.outcome, Outcome::NotMet | Outcome::Contested) {
            verdict.outcome = Outcome::Undetermined;
        }
        verdict = verdict
            .because(phrase::reason(
                record,
                format!("The norm holds only where {words}; the record does not settle that."),
                &[],
            ))
            .lacks(format!("whether {words}"));
    }
    verdict
}

fn not_applicable(record: &Record<'_>, why: String) -> Verdict {
    let ground = phrase::reason(record, format!("{why}."), &[]);
    Verdict::new(Outcome::NotApplicable, format!("{why}."), ground)
}

/// The limits that may be the one that counts: the last alternative that holds, and later ones that may hold.
fn possible_limits<'l>(record: &Record<'_>, limits: &'l [Limit]) -> Vec<&'l Limit> {
    let mut possible: Vec<&Limit> = Vec::new();
    for limit in limits {
        let truths = limit.when.iter().map(|condition| record.holds(condition));
        let all = truths.fold(Truth::Yes, |all, truth| match (all, truth) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        });
        match all {
            Truth::Yes => possible = vec![limit],
            Truth::No => {}
            Truth::Unknown | Truth::Absent => possible.push(limit),
        }
    }
    possible
}

/// Judges under each limit that may count; where the outcome depends on which, the record does not decide it.
fn under_each_limit(
    record: &Record<'_>,
    limits: &[Limit],
    judge: impl Fn(&Limit) -> Verdict,
) -> Option<Verdict> {
    let possible = possible_limits(record, limits);
    let verdicts: Vec<(&Limit, Verdict)> = possible.iter().map(|limit| (*limit, judge(limit))).collect();
    let mut rest = verdicts.into_iter();
    let (first_limit, first) = rest.next()?;
    let rest: Vec<_> = rest.collect();
    if rest.iter().all(|(_, verdict)| verdict.outcome == first.outcome) {
        return Some(first);
    }
    // A limit that nobody knows is one more choice between readings: breached under each, though on some readings
    // only, is contested; breached under one and kept under another is not decided by the record.
    let outcomes = || rest.iter().map(|(_, verdict)| verdict.outcome).chain([first.outcome]);
    let contested = outcomes().all(|outcome| matches!(outcome, Outcome::Contested | Outcome::NotMet));
    let outcome = if contested { Outcome::Contested } else { Outcome::Undetermined };
    let summary = format!("{} Which limit holds is not in the record.", first.summary);
    let mut all = Verdict { outcome, summary, ..first };
    for (limit, verdict) in rest {
        let when: Vec<String> = limit.when.iter().map(explain_condition).collect();
        let when = when.join(" and ");
        let text = format!(
            "The limit of {} becomes {} where {when}; then: {}",
            first_limit.length, limit.length, verdict.summary
        );
        all = all.because(phrase::reason(record, text, &[])).lacks(format!("whether {when}"));
        for missing in verdict.missing {
            all = all.lacks(missing);
        }
    }
    Some(all)
}

fn in_words(length: &Length) -> Option<Amount> {
    if let Length::Amount(amount) = length { Some(*amount) } else { None }
}

/// The length of a limit.
pub(crate) fn amount(limit: &Limit) -> Amount {
    in_words(&limit.length).unwrap_or(Amount { count: 1, unit: Unit::Hours })
}

/// The last minute in time, for a time that starts somewhere in `start`.
fn last_minute(norm: &Norm, limit: &Limit, start: Instant) -> Instant {
    let counter = Counter::new(&norm.terms.counting, &Calendars::default());
    let end = |at: Option<Minute>| {
        at.and_then(remand_kernel::moment).and_then(|at| counter.last_minute(at, amount(limit)))
    };
    Instant {
        earliest: end(start.earliest).map(|(least, _)| remand_kernel::minute(least)),
        latest: end(start.latest).map(|(_, most)| remand_kernel::minute(most)),
    }
}

/// What breaches on these readings comes to; open dates leave it undetermined, versions and boxes contested.
fn outcome(breached: Readings, bounded: bool) -> Outcome {
    match breached {
        Readings::Every => Outcome::NotMet,
        Readings::None => Outcome::Met,
        Readings::Some if bounded => Outcome::Contested,
        Readings::Some => Outcome::Undetermined,
    }
}

/// The smallest box around several.
fn hull(boxes: &[Instant]) -> Instant {
    let earliest = boxes.iter().map(|b| b.earliest).reduce(|a, b| a.zip(b).map(|(a, b)| a.min(b))).flatten();
    let latest = boxes.iter().map(|b| b.latest).reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b))).flatten();
    Instant { earliest, latest }
}

/// The act was done as the norm asks, or by whom it names.
fn qualifies(record: &Record<'_>, act: &Act, occurrence: &Occurrence) -> Truth {
    let claims = || occurrence.claims.iter().filter_map(|ix| record.claim(*ix));
    let said = |qualifier: &str| {
        let words = qualifier.replace('_', " ");
        claims().flat_map(|claim| &claim.roles).any(|role| role.text.to_lowercase() == words)
    };
    let mut truth = Truth::Yes;
    for qualifier in &act.qualifiers {
        if !said(qualifier) {
            truth = Truth::Unknown;
        }
    }
    let Some(by) = &act.by else { return truth };
    if by != "public_authority" {
        return if said(by) { truth } else { Truth::Unknown };
    }
    let sources = &record.chronology.reading.sources;
    let state = remand_reading::Account::State;
    let speaks = claims().any(|claim| record.account_of(claim) == Some(state));
    let named_in = |text: &str| sources.iter().find(|source| source.variants.iter().any(|name| name == text));
    let named = claims().flat_map(|claim| &claim.roles).filter(|role| role.role == "by");
    let names_state = named.filter_map(|role| named_in(&role.text)).any(|source| source.account == state);
    if speaks || names_state { truth } else { Truth::Unknown }
}

/// "The arrest of 2024-03-04 (the family; the prosecutor's office)".
fn told_by(record: &Record<'_>, kind: &str, occurrence: &Occurrence) -> Reason {
    let mut noun = noun(kind);
    if let Some(first) = noun.chars().next() {
        noun.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    let text = format!(
        "{noun}: {} ({}).",
        phrase::versions(&occurrence.when),
        phrase::voices(record, &occurrence.claims)
    );
    phrase::reason(record, text, &occurrence.claims)
}
