//! Acts that are expected: within a time, promptly, before something, in a state.

use remand_kernel::{Minute, Obligation, Why, elapsed};
use remand_law::{Act, Limit, Outcome, Trigger};
use remand_reading::ClaimIx;

use super::{
    Telling, Verdict, a, ambiguous, capital, hull, not_after, nothing, searched, told_by, trigger_noun,
};
use crate::names::{noun, state_label};
use crate::phrase;
use crate::record::{Occurrence, Record};

/// What is told of an act, as an obligation needs it.
struct Done<'r> {
    noun: String,
    happened: &'r [Occurrence],
    /// The earliest that the time began.
    begun: Option<Minute>,
    denied: &'r [ClaimIx],
}

impl<'r> Done<'r> {
    fn of(record: &'r Record<'r>, act: &Act, obligation: &Obligation) -> Self {
        let told = record.told(&act.event);
        let begun = obligation.start.earliest;
        Self { noun: noun(&act.event), happened: &told.happened, begun, denied: &told.denied }
    }

    /// Acts that were not over before the time began, the earliest first.
    fn after(&self) -> impl Iterator<Item = &'r Occurrence> + Clone {
        let begun = self.begun;
        let over = move |act: &Occurrence| hull(&act.when).latest.is_some_and(|at| Some(at) < begun);
        self.happened.iter().filter(move |act| !over(act))
    }
}

pub(super) fn within(
    telling: &Telling<'_>,
    act: &Act,
    of: &Trigger,
    limits: &[Limit],
    obligation: &Obligation,
) -> Verdict {
    let record = telling.record();
    let of_noun = trigger_noun(of);
    if let Some(verdict) = idle(telling, &of_noun, of, obligation) {
        return verdict;
    }
    let done = Done::of(record, act, obligation);
    let act_noun = &done.noun;
    let limit = telling.limit_words(limits, obligation);
    let unit = telling.limit_unit(limits, obligation);
    let starts = telling.starts(of, obligation);
    let due = phrase::when(obligation.due);
    let say = || phrase::say(record, done.denied);
    let so_far = || phrase::between_versions(&starts, record.end(), unit);
    let (outcome, summary, ground) = match obligation.why {
        Why::Denied => {
            let summary = format!(
                "No {act_noun} within {limit} of the {of_noun}: {} that there was none, and nobody says otherwise.",
                say()
            );
            let text = format!("{} that there was no {act_noun}; the time ran out {due}.", say());
            (Outcome::NotMet, summary, phrase::reason(record, text, done.denied))
        }
        Why::Complete => {
            let summary = format!(
                "No {act_noun} within {limit} of the {of_noun}: a source that lists every {act_noun} of that time has none."
            );
            let text = format!("The source declares itself complete; the time ran out {due}.");
            (Outcome::NotMet, summary, phrase::reason(record, text, &[]))
        }
        Why::Burden => {
            let summary = format!(
                "The record shows no {act_noun} {} after the {of_noun}, and the state must show it; the limit is {limit}.",
                so_far()
            );
            let text = format!(
                "Silence counts against the state here: the norm puts the burden on it. The time ran out {due}."
            );
            (Outcome::NotMet, summary, phrase::reason(record, text, &[]))
        }
        Why::Ambiguous => return ambiguous(record, &limit),
        Why::Silent | Why::Running => {
            let summary = if obligation.why == Why::Silent && obligation.start.is_bounded() {
                format!("No {act_noun} in the record {} after the {of_noun}; the limit is {limit}.", so_far())
            } else if !obligation.start.is_bounded() {
                format!(
                    "No {act_noun} in the record, and the day of the {of_noun} is not known; the limit is {limit}."
                )
            } else {
                format!("No {act_noun} in the record so far; the limit of {limit} ends {due}.")
            };
            return silent(telling, act, obligation, summary, &of_noun);
        }
        _ => return compared(telling, act, of, limits, obligation, &done),
    };
    let verdict = Verdict::new(outcome, summary, ground);
    telling.began(obligation).into_iter().fold(verdict, Verdict::because)
}

/// Nothing set the time running.
fn idle(telling: &Telling<'_>, noun: &str, of: &Trigger, obligation: &Obligation) -> Option<Verdict> {
    let record = telling.record();
    match obligation.why {
        Why::Idle => {
            let text = format!("The record has no {noun} on this account, so no time runs.");
            Some(Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[])))
        }
        Why::TriggerDenied => {
            let denied: Vec<ClaimIx> =
                of.events().into_iter().flat_map(|event| record.told(event).denied.iter().copied()).collect();
            let text = format!("{} that there was no {noun}.", phrase::say(record, &denied));
            Some(Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &denied)))
        }
        _ => None,
    }
}

/// The act is not in the record, and nothing says that it did not happen.
fn silent(telling: &Telling<'_>, act: &Act, obligation: &Obligation, summary: String, of: &str) -> Verdict {
    let record = telling.record();
    let told = record.told(&act.event);
    let act_noun = noun(&act.event);
    let searched = searched(record, &act_noun, told);
    let mut began = telling.began(obligation).into_iter();
    let mut verdict = match began.next() {
        Some(first) => Verdict::new(Outcome::Undetermined, summary, first),
        None => Verdict::new(Outcome::Undetermined, summary, searched.clone()),
    };
    verdict = began.fold(verdict, Verdict::because).because(searched);
    verdict = unqualified(record, act, verdict);
    verdict =
        verdict.lacks(format!("the day and hour of the {act_noun}, or a source that says there was none"));
    if obligation.start.is_bounded() { verdict } else { verdict.lacks(format!("the day of the {of}")) }
}

/// Acts of the kind of which nobody says that they were done as the norm asks.
fn unqualified(record: &Record<'_>, act: &Act, verdict: Verdict) -> Verdict {
    let told = record.told(&act.event);
    if (act.qualifiers.is_empty() && act.by.is_none()) || told.happened.is_empty() {
        return verdict;
    }
    let reasons = told.happened.iter().map(|occurrence| told_by(record, &act.event, occurrence));
    reasons.fold(verdict, Verdict::because).lacks(how_missing(act))
}

fn how_missing(act: &Act) -> String {
    let how: Vec<String> =
        act.qualifiers.iter().chain(&act.by).map(|qualifier| qualifier.replace('_', " ")).collect();
    format!("whether the {} was {}", noun(&act.event), how.join(" and "))
}

fn compared(
    telling: &Telling<'_>,
    act: &Act,
    of: &Trigger,
    limits: &[Limit],
    obligation: &Obligation,
    done: &Done<'_>,
) -> Verdict {
    let record = telling.record();
    let (act_noun, of_noun) = (&done.noun, trigger_noun(of));
    let limit = telling.limit_words(limits, obligation);
    let unit = telling.limit_unit(limits, obligation);
    let Some(first) = first_act(telling, obligation, done) else {
        return nothing(record, act_noun);
    };
    let starts = not_after(telling.starts(of, obligation), done.after());
    let reached = hull(&first.when);
    let took = phrase::between_versions(&starts, reached, unit);
    let disputed = obligation.why == Why::ActDisputed;
    let summary = match obligation.outcome {
        Outcome::Met => {
            format!("{} {took} after the {of_noun}, within the limit of {limit}.", capital(act_noun))
        }
        Outcome::NotMet => {
            format!("The first {act_noun} in the record is {took} after the {of_noun}; the limit is {limit}.")
        }
        Outcome::Contested if disputed => format!(
            "{} that there was {}, {} that there was none; the limit is {limit}.",
            phrase::say(record, &first.claims),
            a(act_noun),
            phrase::say(record, done.denied)
        ),
        Outcome::Contested => format!(
            "{} {took} after the {of_noun}, in time on some readings only; the limit is {limit}.",
            capital(act_noun)
        ),
        _ => format!(
            "{} in the record, {took} after the {of_noun}; the dates do not decide whether that is within {limit}.",
            capital(act_noun)
        ),
    };
    let arithmetic = format!(
        "{} from {} to {}; the limit is {limit} and ends {}.",
        capital(&took),
        phrase::versions(&starts),
        phrase::versions(&first.when),
        phrase::when(obligation.due)
    );
    let mut verdict = Verdict::new(obligation.outcome, summary, phrase::reason(record, arithmetic, &[]));
    verdict = telling.began(obligation).into_iter().fold(verdict, Verdict::because);
    verdict = verdict.because(told_by(record, &act.event, first));
    if disputed {
        let text = format!("{} that there was no {act_noun}.", phrase::say(record, done.denied));
        verdict = verdict.because(phrase::reason(record, text, done.denied));
    }
    match obligation.outcome {
        Outcome::NotMet => verdict.lacks(format!("an earlier {act_noun}, if there was one")),
        Outcome::Contested | Outcome::Undetermined => {
            if obligation.start.width() != Some(0) {
                verdict = verdict.lacks(format!("the exact time of the {of_noun}"));
            }
            if reached.width() != Some(0) {
                verdict = verdict.lacks(format!("the exact time of the {act_noun}"));
            }
            if act.qualifiers.is_empty() && act.by.is_none() {
                verdict
            } else {
                verdict.lacks(how_missing(act))
            }
        }
        _ => verdict,
    }
}

/// The act that the kernel names, else the first that was not over before.
fn first_act<'r>(telling: &Telling<'r>, obligation: &Obligation, done: &Done<'r>) -> Option<&'r Occurrence> {
    let named =
        obligation.act.and_then(|tag| telling.input.occurrence(tag)).map(|(_, occurrence)| occurrence);
    named.or_else(|| done.after().next())
}

/// A standard without a number: the time that passed is reported, not judged.
pub(super) fn promptly(telling: &Telling<'_>, act: &Act, of: &Trigger, obligation: &Obligation) -> Verdict {
    let record = telling.record();
    let of_noun = trigger_noun(of);
    if obligation.why == Why::Idle {
        return nothing(record, &of_noun);
    }
    if let Some(verdict) = idle(telling, &of_noun, of, obligation) {
        return verdict;
    }
    let done = Done::of(record, act, obligation);
    let act_noun = &done.noun;
    let starts = telling.starts(of, obligation);
    let took = |to| {
        let passed = elapsed(hull(&starts), to);
        phrase::between_versions(&starts, to, phrase::unit_for(passed.1))
    };
    let began = |verdict: Verdict| telling.began(obligation).into_iter().fold(verdict, Verdict::because);
    match (obligation.why, first_act(telling, obligation, &done)) {
        (Why::Denied, _) => {
            let say = phrase::say(record, done.denied);
            let summary = format!("No {act_noun}: {say} that there was none, and nobody says otherwise.");
            began(Verdict::new(
                Outcome::NotMet,
                summary.clone(),
                phrase::reason(record, summary, done.denied),
            ))
        }
        (Why::Complete, _) => {
            let summary =
                format!("No {act_noun}: a source that lists every {act_noun} of that time has none.");
            began(Verdict::new(Outcome::NotMet, summary.clone(), phrase::reason(record, summary, &[])))
        }
        (Why::Burden, _) => {
            let summary = format!(
                "The record shows no {act_noun} {} after the {of_noun}, and the state must show it.",
                took(record.end())
            );
            began(Verdict::new(Outcome::NotMet, summary.clone(), phrase::reason(record, summary, &[])))
        }
        (_, None) => {
            let summary = format!(
                "No {act_noun} in the record {} after the {of_noun}; it is due promptly (standard).",
                took(record.end())
            );
            silent(telling, act, obligation, summary, &of_noun)
        }
        (_, Some(first)) => {
            let summary = match obligation.outcome {
                Outcome::Contested => format!(
                    "{} that there was {}, {} that there was none.",
                    phrase::say(record, &first.claims),
                    a(act_noun),
                    phrase::say(record, done.denied)
                ),
                Outcome::Met => format!("{} not later than the {of_noun}.", capital(act_noun)),
                _ => format!(
                    "{} {} after the {of_noun}; the standard has no number.",
                    capital(act_noun),
                    took(hull(&first.when))
                ),
            };
            let told = told_by(record, &act.event, first);
            let mut first = telling.began(obligation).into_iter();
            let mut verdict = match first.next() {
                Some(ground) => Verdict::new(obligation.outcome, summary, ground).because(told),
                None => Verdict::new(obligation.outcome, summary, told),
            };
            verdict = first.fold(verdict, Verdict::because);
            if !done.denied.is_empty() {
                let text = format!("{} that there was none.", phrase::say(record, done.denied));
                verdict = verdict.because(phrase::reason(record, text, done.denied));
            }
            if obligation.outcome == Outcome::Undetermined {
                verdict = verdict.lacks("why it took that long: a standard is judged by its circumstances");
            }
            verdict
        }
    }
}

pub(super) fn before(
    telling: &Telling<'_>,
    act: &Act,
    leads: &[Limit],
    event: &str,
    obligation: &Obligation,
) -> Verdict {
    let record = telling.record();
    let told = record.told(&act.event);
    let (act_noun, event_noun) = (noun(&act.event), noun(event));
    if matches!(obligation.why, Why::Idle | Why::TriggerDenied) {
        return nothing(record, &event_noun);
    }
    let lead = (!leads.is_empty()).then(|| telling.limit_words(leads, obligation));
    let lead_words = lead.as_ref().map(|lead| format!("at least {lead} ")).unwrap_or_default();
    let ended = |verdict: Verdict| telling.began(obligation).into_iter().fold(verdict, Verdict::because);
    let named =
        obligation.act.and_then(|tag| telling.input.occurrence(tag)).map(|(_, occurrence)| occurrence);
    let Some(done) = named.or_else(|| told.happened.first()) else {
        return match obligation.why {
            Why::Denied => {
                let say = phrase::say(record, &told.denied);
                let summary = format!("{say} that there was no {act_noun} before the {event_noun}.");
                let ground = phrase::reason(record, summary.clone(), &told.denied);
                ended(Verdict::new(Outcome::NotMet, summary, ground))
            }
            Why::Complete | Why::Burden => {
                let why = if obligation.why == Why::Burden {
                    "and the state must show it"
                } else {
                    "and a source that lists every one has none"
                };
                let summary = format!(
                    "The record shows no {act_noun}, {why}; it is due {lead_words}before the {event_noun}."
                );
                ended(Verdict::new(Outcome::NotMet, summary.clone(), phrase::reason(record, summary, &[])))
            }
            Why::Ambiguous => ambiguous(record, lead.as_deref().unwrap_or("the time")),
            _ => {
                let summary =
                    format!("No {act_noun} in the record; it is due {lead_words}before the {event_noun}.");
                silent(telling, act, obligation, summary, &event_noun)
            }
        };
    };
    let (reached, end) = (hull(&done.when), obligation.start);
    let between = elapsed(reached, end);
    let length = phrase::between(reached, end, phrase::unit_for(between.1));
    let relation = match obligation.outcome {
        Outcome::Met => format!("{length} before the {event_noun}, as it must be"),
        Outcome::NotMet if reached.earliest > end.latest => format!("after the {event_noun}, too late"),
        Outcome::NotMet => format!("{length} before the {event_noun}, too late"),
        Outcome::Contested => format!("{length} before the {event_noun}, in time on some readings only"),
        _ => format!("and the {event_noun}: the dates do not decide which was when"),
    };
    let bound = lead.map(|lead| format!("; it is due at least {lead} before")).unwrap_or_default();
    let summary = format!("{} {relation}{bound}.", capital(&act_noun));
    let mut verdict = ended(Verdict::new(obligation.outcome, summary, told_by(record, &act.event, done)));
    if !told.denied.is_empty() {
        let text = format!("{} that there was none.", phrase::say(record, &told.denied));
        verdict = verdict.because(phrase::reason(record, text, &told.denied));
    }
    if matches!(obligation.outcome, Outcome::Undetermined | Outcome::Contested) {
        verdict = verdict.lacks(format!("the exact times of the {act_noun} and of the {event_noun}"));
    }
    verdict
}

/// `expect ACT` and `expect ACT while STATE`.
pub(super) fn required(
    telling: &Telling<'_>,
    act: &Act,
    state: Option<&str>,
    obligation: &Obligation,
) -> Verdict {
    let record = telling.record();
    let told = record.told(&act.event);
    let act_noun = noun(&act.event);
    let label = state.map(state_label);
    let during = label.as_ref().map(|label| format!(" while the person was {label}")).unwrap_or_default();
    if let (Why::Idle | Why::StateUnknown, Some(state)) = (obligation.why, state) {
        return super::never_in(record, state);
    }
    let stretch = |verdict: Verdict| match state {
        Some(_) => {
            let text = format!(
                "{} from {} to {}.",
                capital(label.as_deref().unwrap_or_default()),
                phrase::when(obligation.start),
                phrase::when(obligation.reached)
            );
            verdict.because(phrase::reason(record, text, &super::states::run_claims(telling, obligation)))
        }
        None => verdict,
    };
    let named =
        obligation.act.and_then(|tag| telling.input.occurrence(tag)).map(|(_, occurrence)| occurrence);
    match (obligation.why, named) {
        (Why::Denied, _) => {
            let say = phrase::say(record, &told.denied);
            let summary = format!("{say} that there was no {act_noun}{during}, and nobody says otherwise.");
            let ground = phrase::reason(record, summary.clone(), &told.denied);
            stretch(Verdict::new(Outcome::NotMet, summary, ground))
        }
        (Why::Complete, _) => {
            let summary = format!("No {act_noun}{during}: a source that lists every one has none.");
            stretch(Verdict::new(Outcome::NotMet, summary.clone(), phrase::reason(record, summary, &[])))
        }
        (Why::Burden, _) => {
            let summary = format!("The record shows no {act_noun}{during}, and the state must show it.");
            stretch(Verdict::new(Outcome::NotMet, summary.clone(), phrase::reason(record, summary, &[])))
        }
        (_, Some(done)) => {
            let relation = match obligation.outcome {
                Outcome::Met => format!("{during}, as it must be"),
                Outcome::Contested if obligation.why == Why::ActDisputed => {
                    format!(
                        ", as {}; {} that there was none",
                        phrase::say(record, &done.claims),
                        phrase::say(record, &told.denied)
                    )
                }
                _ => format!("; the record does not decide whether it was{during}"),
            };
            let summary = format!("{}{relation}.", capital(&act_noun));
            let mut verdict =
                stretch(Verdict::new(obligation.outcome, summary, told_by(record, &act.event, done)));
            if obligation.outcome != Outcome::Met {
                verdict = verdict.lacks(format!("the exact time of the {act_noun}"));
                if !act.qualifiers.is_empty() || act.by.is_some() {
                    verdict = verdict.lacks(how_missing(act));
                }
            }
            verdict
        }
        (_, None) => {
            let summary = format!("No {act_noun} in the record{during}.");
            stretch(silent(telling, act, obligation, summary, &act_noun))
        }
    }
}
