//! Acts that must not happen.

use remand_chronology::OnAccount;
use remand_kernel::{Obligation, Readings, Why, later};
use remand_law::{Act, Outcome, Period};

use super::{Telling, Verdict, capital, hull, told_by};
use crate::names::{noun, qualifier_label, state_label};
use crate::phrase;
use crate::record::Record;

pub(super) fn never(telling: &Telling<'_>, act: &Act, period: &Period, obligation: &Obligation) -> Verdict {
    let record = telling.record();
    let told = record.told(&act.event);
    let act_noun = noun(&act.event);
    let Some(occurrence) = telling.subject(obligation) else {
        if obligation.why == Why::Denied
            || obligation.why == Why::TriggerDenied
            || obligation.outcome == Outcome::Met
        {
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
    };
    let voices = phrase::voices(record, &occurrence.claims);
    let when = phrase::versions(&occurrence.when);
    let named = capital(&act_noun);
    let outcome = obligation.outcome;
    let ground = told_by(record, &act.event, occurrence);
    let mut verdict = match period {
        Period::Ever => Verdict::new(outcome, format!("{named}, told by {voices}, {when}."), ground),
        Period::Before(event) => {
            let event_noun = noun(event);
            let (ends, other) = ends(telling, event);
            if ends.is_empty() {
                let as_of = record.as_of;
                let summary =
                    format!("{named} by {voices}, {when}; the record has no {event_noun} up to {as_of}.");
                let text =
                    format!("No {event_noun} in the record: it is taken not to have come before {as_of}.");
                Verdict::new(outcome, summary, ground)
                    .because(phrase::reason(record, text, &[]))
                    .lacks(format!("the day of the {event_noun}, if there was one"))
            } else {
                let at = phrase::versions(&ends);
                let sooner = later(hull(&ends), hull(&occurrence.when));
                let relation = match sooner {
                    Readings::Every => format!("before the {event_noun} of {at}"),
                    Readings::None => format!("not before the {event_noun} of {at}"),
                    Readings::Some => {
                        format!("and the {event_noun} of {at}: the dates do not decide which came first")
                    }
                };
                let mut verdict =
                    Verdict::new(outcome, format!("{named} by {voices}, {when}, {relation}."), ground);
                if other {
                    let text =
                        format!("The {event_noun} is dated by other accounts; this one does not date it.");
                    verdict = verdict.because(phrase::reason(record, text, &[]));
                }
                if sooner == Readings::Some {
                    open(verdict, &format!("the exact day of the {act_noun}"))
                } else {
                    verdict
                }
            }
        }
        Period::After(event) => {
            let event_noun = noun(event);
            let ends: Vec<_> =
                record.told(event).happened.iter().flat_map(|end| end.when.iter().copied()).collect();
            let at = phrase::versions(&ends);
            let relation = match outcome {
                _ if ends.is_empty() => format!("; the record has no {event_noun} up to {}", record.as_of),
                Outcome::NotMet => format!(", after the {event_noun} of {at}"),
                Outcome::Met => format!(", not after the {event_noun} of {at}"),
                _ => format!(", and the {event_noun} of {at}: the dates do not decide which came first"),
            };
            let mut verdict =
                Verdict::new(outcome, format!("{named} by {voices}, {when}{relation}."), ground);
            if let Some(end) = record.told(event).happened.first() {
                verdict = verdict.because(told_by(record, event, end));
            }
            open(verdict, &format!("the exact days of the {act_noun} and of the {event_noun}"))
        }
        Period::While(state) | Period::WhileNot(state) => in_state(
            telling,
            obligation,
            state,
            matches!(period, Period::While(_)),
            &named,
            &voices,
            &when,
            ground,
        ),
    };
    if matches!(outcome, Outcome::Undetermined) && (act.by.is_some() || !act.qualifiers.is_empty()) {
        let by: Vec<String> =
            act.by.iter().chain(&act.qualifiers).map(|name| qualifier_label(name)).collect();
        verdict = verdict.lacks(format!("whether the {act_noun} was that of {}", by.join(" and ")));
    }
    if outcome == Outcome::Contested && !told.denied.is_empty() {
        let text = format!("{} that there was none.", phrase::say(record, &told.denied));
        verdict = verdict.because(phrase::reason(record, text, &told.denied));
    }
    verdict
}

fn open(verdict: Verdict, missing: &str) -> Verdict {
    if matches!(verdict.outcome, Outcome::Contested | Outcome::Undetermined) {
        verdict.lacks(missing)
    } else {
        verdict
    }
}

/// When the period ends: on this account, else on all together.
fn ends(telling: &Telling<'_>, event: &str) -> (Vec<remand_kernel::Instant>, bool) {
    let boxes = |record: &Record<'_>| -> Vec<_> {
        record.told(event).happened.iter().flat_map(|end| end.when.iter().copied()).collect()
    };
    let own = boxes(telling.record());
    if !own.is_empty() || telling.record().account == OnAccount::All {
        return (own, false);
    }
    let all = boxes(telling.everyone);
    let found = !all.is_empty();
    (all, found)
}

#[expect(clippy::too_many_arguments, reason = "one ban, told with its speakers and its state")]
fn in_state(
    telling: &Telling<'_>,
    obligation: &Obligation,
    state: &str,
    within: bool,
    named: &str,
    voices: &str,
    when: &str,
    ground: crate::Reason,
) -> Verdict {
    let label = state_label(state);
    if obligation.why == Why::StateUnknown {
        let summary =
            format!("{named} told by {voices}, {when}; the record does not say when the person was {label}.");
        return Verdict::new(obligation.outcome, summary, ground)
            .lacks(format!("from when to when the person was {label}"));
    }
    let not = format!("not {label}");
    let (forbidden, allowed) =
        if within { (label.as_str(), not.as_str()) } else { (not.as_str(), label.as_str()) };
    let summary = match obligation.outcome {
        Outcome::NotMet => format!("{named}, told by {voices}, {when}, while the person was {forbidden}."),
        Outcome::Met => format!("{named}, told by {voices}, {when}, while the person was {allowed}."),
        _ => format!(
            "{named}, told by {voices}, {when}; the dates do not decide whether the person was {label} then."
        ),
    };
    let verdict = Verdict::new(obligation.outcome, summary, ground);
    let exact =
        telling.subject(obligation).is_some_and(|occurrence| hull(&occurrence.when).width() == Some(0));
    if exact { verdict } else { open(verdict, &format!("the day of the {}", named.to_lowercase())) }
}
