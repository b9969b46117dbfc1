//! `never ACT`, `never ACT before EVENT` and `never ACT while [not] STATE`.

use remand_chronology::OnAccount;
use remand_law::{Act, Outcome, Period};

use super::within::capital;
use super::{Verdict, hull, outcome, qualifies, told_by};
use crate::names::{noun, state_label};
use crate::phrase;
use crate::record::{Occurrence, Record, Truth};
use remand_kernel::{Instant, Interval, Readings, later};

pub(crate) fn judge(record: &Record<'_>, act: &Act, period: &Period) -> Verdict {
    let told = record.told(&act.event);
    let act_noun = noun(&act.event);
    if told.happened.is_empty() {
        if !told.denied.is_empty() {
            let summary = format!(
                "{} that there was no {act_noun}, and nobody on this account says otherwise.",
                phrase::say(record, &told.denied)
            );
            let ground = phrase::reason(record, summary.clone(), &told.denied);
            return Verdict::new(Outcome::Met, summary, ground);
        }
        let summary = format!("The record has no {act_noun} on this account.");
        let text = format!("Searched: every claim of this account up to {}. Found: none.", record.as_of);
        return Verdict::new(Outcome::NotApplicable, summary, phrase::reason(record, text, &told.not_known));
    }
    let judged = told.happened.iter().map(|occurrence| {
        let mut verdict = one(record, act, occurrence, period);
        if qualifies(record, act, occurrence) != Truth::Yes && verdict.outcome != Outcome::Met {
            let by: Vec<String> =
                act.by.iter().chain(&act.qualifiers).map(|qualifier| qualifier.replace('_', " ")).collect();
            verdict.outcome = Outcome::Undetermined;
            verdict = verdict.lacks(format!("whether the {act_noun} was that of a {}", by.join(" and ")));
        }
        if verdict.outcome == Outcome::NotMet && !told.denied.is_empty() {
            let text = format!("{} that there was none.", phrase::say(record, &told.denied));
            verdict.outcome = Outcome::Contested;
            verdict = verdict.because(phrase::reason(record, text, &told.denied));
        }
        verdict
    });
    let outcomes: Vec<Outcome> = judged.clone().map(|verdict| verdict.outcome).collect();
    let Some(mut gravest) = judged.reduce(Verdict::graver) else {
        return super::before::nothing(record, &act.event);
    };
    let more = outcomes.iter().filter(|outcome| **outcome == gravest.outcome).count().saturating_sub(1);
    if more > 0 && gravest.outcome != Outcome::Met {
        gravest.summary.push_str(&format!(" The record has {more} more."));
    }
    gravest
}

fn one(record: &Record<'_>, act: &Act, occurrence: &Occurrence, period: &Period) -> Verdict {
    let told = told_by(record, &act.event, occurrence);
    let act_noun = capital(&noun(&act.event));
    let voices = phrase::voices(record, &occurrence.claims);
    let when = phrase::versions(&occurrence.when);
    match period {
        Period::Ever => {
            let summary = format!("{act_noun}, told by {voices}, {when}.");
            Verdict::new(Outcome::NotMet, summary, told)
        }
        Period::Before(event) => {
            let event_noun = noun(event);
            let (ends, other) = ends(record, event);
            if ends.is_empty() {
                let summary = format!(
                    "{act_noun} by {voices}, {when}; the record has no {event_noun} up to {}.",
                    record.as_of
                );
                let text = format!(
                    "No {event_noun} in the record: it is taken not to have come before {}.",
                    record.as_of
                );
                return Verdict::new(Outcome::NotMet, summary, told)
                    .because(phrase::reason(record, text, &[]))
                    .lacks(format!("the day of the {event_noun}, if there was one"));
            }
            let pairs = ends.iter().flat_map(|end| occurrence.when.iter().map(move |act| later(*end, *act)));
            let breached = pairs.reduce(Readings::either).unwrap_or(Readings::Some);
            let found = outcome(breached, hull(&ends).is_bounded() && hull(&occurrence.when).is_bounded());
            let at = phrase::versions(&ends);
            let relation = match found {
                Outcome::NotMet => format!("before the {event_noun} of {at}"),
                Outcome::Met => format!("not before the {event_noun} of {at}"),
                _ => format!("and the {event_noun} of {at}: the dates do not decide which came first"),
            };
            let summary = format!("{act_noun} by {voices}, {when}, {relation}.");
            let mut verdict = Verdict::new(found, summary, told);
            if other {
                let text = format!("The {event_noun} is dated by other accounts; this one does not date it.");
                verdict = verdict.because(phrase::reason(record, text, &[]));
            }
            if matches!(found, Outcome::Contested | Outcome::Undetermined) {
                verdict = verdict.lacks(format!("the exact day of the {}", noun(&act.event)));
            }
            verdict
        }
        Period::After(_) => Verdict::new(Outcome::Undetermined, "Not evaluated.".to_owned(), told),
        Period::While(state) => {
            let stretches = record.stretches(state);
            let breached = inside(&occurrence.when, &stretches);
            in_state(record, occurrence, told, &act_noun, (state, true), breached, stretches.is_empty())
        }
        Period::WhileNot(state) => {
            let stretches = record.stretches(state);
            let breached = match inside(&occurrence.when, &stretches) {
                Readings::Every => Readings::None,
                Readings::None => Readings::Every,
                Readings::Some => Readings::Some,
            };
            in_state(record, occurrence, told, &act_noun, (state, false), breached, stretches.is_empty())
        }
    }
}

/// When the period ends: on this account, else on all together.
fn ends(record: &Record<'_>, event: &str) -> (Vec<Instant>, bool) {
    let boxes = |record: &Record<'_>| -> Vec<Instant> {
        record.told(event).happened.into_iter().flat_map(|end| end.when).collect()
    };
    let own = boxes(record);
    if !own.is_empty() || record.account == OnAccount::All {
        return (own, false);
    }
    let everyone = Record { account: OnAccount::All, ..*record };
    let all = boxes(&everyone);
    let found = !all.is_empty();
    (all, found)
}

/// In the state on which readings.
fn inside(versions: &[Instant], stretches: &[Interval]) -> Readings {
    let one = |at: &Instant| {
        let (Some(a), Some(b)) = (at.earliest, at.latest) else { return Readings::Some };
        if stretches.iter().any(|stretch| stretch.from <= a && b < stretch.to) {
            Readings::Every
        } else if stretches.iter().all(|stretch| b < stretch.from || stretch.to <= a) {
            Readings::None
        } else {
            Readings::Some
        }
    };
    versions.iter().map(one).reduce(Readings::either).unwrap_or(Readings::Some)
}

fn in_state(
    record: &Record<'_>,
    occurrence: &Occurrence,
    told: crate::Reason,
    act_noun: &str,
    (state, within): (&str, bool),
    breached: Readings,
    unknown_state: bool,
) -> Verdict {
    let label = state_label(state);
    let voices = phrase::voices(record, &occurrence.claims);
    let when = phrase::versions(&occurrence.when);
    if unknown_state {
        let summary = format!(
            "{act_noun} told by {voices}, {when}; the record does not say when the person was {label}."
        );
        return Verdict::new(Outcome::Undetermined, summary, told)
            .lacks(format!("from when to when the person was {label}"));
    }
    let found = outcome(breached, hull(&occurrence.when).is_bounded());
    let not = format!("not {label}");
    let (forbidden, allowed) =
        if within { (label.as_str(), not.as_str()) } else { (not.as_str(), label.as_str()) };
    let summary = match found {
        Outcome::NotMet => format!("{act_noun}, told by {voices}, {when}, while the person was {forbidden}."),
        Outcome::Met => format!("{act_noun}, told by {voices}, {when}, while the person was {allowed}."),
        _ => format!(
            "{act_noun}, told by {voices}, {when}; the dates do not decide whether the person was {label} then."
        ),
    };
    let mut verdict = Verdict::new(found, summary, told);
    if matches!(found, Outcome::Contested | Outcome::Undetermined) {
        verdict = verdict.lacks(format!("the day of the {}", act_noun.to_lowercase()));
    }
    verdict
}
