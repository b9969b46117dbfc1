//! `expect ACT within T of EVENT`.

use remand_law::{Act, Limit, Norm, Outcome};

use super::{Verdict, hull, last_minute, outcome, qualifies, told_by, under_each_limit};
use crate::names::noun;
use crate::phrase;
use crate::record::{Occurrence, Record, Told, Truth, instant};
use remand_kernel::{Instant, Readings, later};

pub(crate) fn judge(record: &Record<'_>, norm: &Norm, act: &Act, of: &str, limits: &[Limit]) -> Verdict {
    let triggers = record.told(of);
    let acts = record.told(&act.event);
    let happened = if triggers.happened.is_empty() { drawn(record, of) } else { triggers.happened.clone() };
    let certain = triggers.denied.is_empty();
    let verdicts = happened.iter().map(|trigger| {
        under_each_limit(record, limits, |limit| {
            let all = one(record, norm, act, of, limit, trigger, certain, &acts);
            // What may not count as the act must not decide the outcome.
            let mut sure = acts.clone();
            sure.happened.retain(|occurrence| qualifies(record, act, occurrence) == Truth::Yes);
            if sure.happened.len() == acts.happened.len() {
                return all;
            }
            let without = one(record, norm, act, of, limit, trigger, certain, &sure);
            if without.outcome == all.outcome {
                return all;
            }
            let how: Vec<String> =
                act.qualifiers.iter().chain(&act.by).map(|qualifier| qualifier.replace('_', " ")).collect();
            let missing = format!("whether the {} was {}", noun(&act.event), how.join(" and "));
            Verdict { outcome: Outcome::Undetermined, ..all }.lacks(missing)
        })
    });
    verdicts.flatten().reduce(Verdict::graver).unwrap_or_else(|| nothing(record, of, &triggers))
}

/// Custody on the clock stands for an event that begins it and that nobody on the account dates.
fn drawn(record: &Record<'_>, of: &str) -> Vec<Occurrence> {
    let begins = crate::names::begins("in_custody").any(|kind| kind.name() == of);
    let first = record.stretches("in_custody").first().copied();
    let Some((event, first)) = record.spans().first().zip(first).filter(|_| begins) else {
        return Vec::new();
    };
    let Some(order) = event.orders.first() else { return Vec::new() };
    let when = vec![Instant { earliest: None, latest: Some(first.from) }];
    vec![Occurrence { event: *order, when, claims: event.claims.clone() }]
}

/// Nothing set the time running.
fn nothing(record: &Record<'_>, of: &str, triggers: &Told) -> Verdict {
    let noun = noun(of);
    let text = if triggers.denied.is_empty() {
        format!("The record has no {noun} on this account, so no time runs.")
    } else {
        format!("{} that there was no {noun}.", phrase::say(record, &triggers.denied))
    };
    let ground = phrase::reason(record, text.clone(), &triggers.denied);
    Verdict::new(Outcome::NotApplicable, text, ground)
}

#[expect(clippy::too_many_arguments, reason = "the rule, one trigger and what is told of the act")]
fn one(
    record: &Record<'_>,
    norm: &Norm,
    act: &Act,
    of: &str,
    limit: &Limit,
    trigger: &Occurrence,
    certain: bool,
    acts: &Told,
) -> Verdict {
    let unit = super::amount(limit).unit;
    let start = hull(&trigger.when);
    let due = last_minute(norm, limit, start);
    let limit_words = phrase::limit(super::amount(limit), norm.limit.word());
    let (act_noun, of_noun) = (noun(&act.event), noun(of));
    let began = told_by(record, of, trigger);

    // An act that was over before the time began is not the one that is asked for.
    let after: Vec<&Occurrence> = acts
        .happened
        .iter()
        .filter(|act| {
            !act.when
                .iter()
                .all(|act| trigger.when.iter().all(|start| later(*start, *act) == Readings::Every))
        })
        .collect();
    let denials: Vec<_> = acts
        .denied
        .iter()
        .copied()
        .filter(|ix| {
            let until = record.claim(*ix).and_then(|claim| instant(&claim.when).latest);
            until.is_none() || due.earliest.is_none() || until >= due.earliest
        })
        .collect();

    let Some(first) = after.first() else {
        let now = record.end();
        let so_far = phrase::between_versions(&trigger.when, now, unit);
        let over = later(now, due);
        if !denials.is_empty() && certain && over == Readings::Every {
            let say = phrase::say(record, &denials);
            let summary = format!(
                "No {act_noun} within {limit_words} of the {of_noun}: {say} that there was none, and nobody says otherwise."
            );
            let text = format!("{say} that there was no {act_noun}; the time ran out {}.", phrase::when(due));
            return Verdict::new(Outcome::NotMet, summary, phrase::reason(record, text, &denials))
                .because(began);
        }
        if norm.burden_on_state && certain && over == Readings::Every {
            let summary = format!(
                "The record shows no {act_noun} {so_far} after the {of_noun}, and the state must show it; the limit is {limit_words}."
            );
            let text = format!(
                "Silence counts against the state here: the norm puts the burden on it. The time ran out {}.",
                phrase::when(due)
            );
            return Verdict::new(Outcome::NotMet, summary, phrase::reason(record, text, &[])).because(began);
        }
        let summary = if over == Readings::Every {
            format!("No {act_noun} in the record {so_far} after the {of_noun}; the limit is {limit_words}.")
        } else if start.latest.is_none() || start.earliest.is_none() {
            format!(
                "No {act_noun} in the record, and the day of the {of_noun} is not known; the limit is {limit_words}."
            )
        } else {
            format!(
                "No {act_noun} in the record so far; the limit of {limit_words} ends {}.",
                phrase::when(due)
            )
        };
        let text = format!(
            "Searched: every claim of this account up to {}. Found: none of {}. Silence is not a denial.",
            record.as_of,
            a(&act_noun)
        );
        let mut verdict = Verdict::new(Outcome::Undetermined, summary, began)
            .because(phrase::reason(record, text, &acts.not_known))
            .lacks(format!("the day and hour of the {act_noun}, or a source that says there was none"));
        if !start.is_bounded() {
            verdict = verdict.lacks(format!("the day of the {of_noun}"));
        }
        return verdict;
    };

    // Structure first: a version of the trigger that lies after every act is not the one these acts answer.
    let starts: Vec<Instant> = trigger
        .when
        .iter()
        .copied()
        .filter(|start| {
            after.iter().flat_map(|act| &act.when).any(|act| later(*start, *act) != Readings::Every)
        })
        .collect();
    let breached = starts
        .iter()
        .map(|start| {
            let due = last_minute(norm, limit, *start);
            after.iter().fold(Readings::Every, |all, act| all.and(versions_late(act, due)))
        })
        .reduce(Readings::either)
        .unwrap_or(Readings::Some);
    let bounded = start.is_bounded() && after.iter().all(|act| hull(&act.when).is_bounded());
    let mut found = outcome(breached, bounded);
    let reached = hull(&first.when);
    let took = phrase::between_versions(&starts, reached, unit);
    let disputed_existence = !denials.is_empty() && found != Outcome::NotMet;
    if disputed_existence {
        found = Outcome::Contested;
    }
    let summary = match found {
        Outcome::Met => {
            format!("{} {took} after the {of_noun}, within the limit of {limit_words}.", capital(&act_noun))
        }
        Outcome::NotMet => format!(
            "The first {act_noun} in the record is {took} after the {of_noun}; the limit is {limit_words}."
        ),
        Outcome::Contested if disputed_existence => format!(
            "{} that there was {}, {} that there was none; the limit is {limit_words}.",
            phrase::say(record, &first.claims),
            a(&act_noun),
            phrase::say(record, &denials)
        ),
        Outcome::Contested => format!(
            "{} {took} after the {of_noun}, in time on some readings only; the limit is {limit_words}.",
            capital(&act_noun)
        ),
        _ => format!(
            "{} in the record, {took} after the {of_noun}; the dates do not decide whether that is within {limit_words}.",
            capital(&act_noun)
        ),
    };
    let arithmetic = format!(
        "{} from {} to {}; the limit is {limit_words} and ends {}.",
        capital(&took),
        phrase::versions(&starts),
        phrase::versions(&first.when),
        phrase::when(last_minute(norm, limit, hull(&starts)))
    );
    let mut verdict = Verdict::new(found, summary, phrase::reason(record, arithmetic, &[]))
        .because(began)
        .because(told_by(record, &act.event, first));
    if !denials.is_empty() {
        let text = format!("{} that there was no {act_noun}.", phrase::say(record, &denials));
        verdict = verdict.because(phrase::reason(record, text, &denials));
    }
    match found {
        Outcome::NotMet => verdict.lacks(format!("an earlier {act_noun}, if there was one")),
        Outcome::Contested | Outcome::Undetermined => {
            if start.width() != Some(0) {
                verdict = verdict.lacks(format!("the exact time of the {of_noun}"));
            }
            if reached.width() != Some(0) {
                verdict = verdict.lacks(format!("the exact time of the {act_noun}"));
            }
            verdict
        }
        _ => verdict,
    }
}

/// Late on which readings of its own date.
fn versions_late(act: &Occurrence, due: Instant) -> Readings {
    act.when.iter().map(|version| later(*version, due)).reduce(Readings::either).unwrap_or(Readings::Some)
}

/// With the article: "an appearance", "a charge".
pub(super) fn a(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// With a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
