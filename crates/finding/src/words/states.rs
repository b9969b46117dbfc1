//! States that must be covered, that may last only so long, in which something must happen again and again.

use remand_clock::{Span, Status};
use remand_kernel::{Instant, Minute, Obligation, Subject, Why, minute};
use remand_law::{Act, Length, Limit, Outcome};
use remand_reading::ClaimIx;

use super::{Telling, Verdict, ambiguous, capital, never_in, searched};
use crate::input::denies_order;
use crate::names::{noun, state_label};
use crate::phrase;
use crate::record::Record;

/// The claims behind the stretch that an obligation hangs on.
pub(super) fn run_claims(telling: &Telling<'_>, obligation: &Obligation) -> Vec<ClaimIx> {
    let Subject::Stretch(tag) = obligation.subject else { return Vec::new() };
    telling.input.run(tag).map(|run| run.claims.clone()).unwrap_or_default()
}

/// The first moment after the last minute.
fn after(last: Instant) -> Instant {
    let next = |at: Option<Minute>| at.map(|at| at.saturating_add(1));
    Instant { earliest: next(last.earliest), latest: next(last.latest) }
}

pub(super) fn at_most(
    telling: &Telling<'_>,
    state: &str,
    before: Option<&str>,
    limits: &[Limit],
    total: bool,
    obligation: &Obligation,
) -> Verdict {
    let record = telling.record();
    let label = state_label(state);
    match obligation.why {
        Why::Idle | Why::StateUnknown if record.stretches(state).is_empty() => {
            return never_in(record, state);
        }
        Why::Idle => {
            let text =
                format!("The record does not say that the person was {label} in the time that counts.");
            return Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[]));
        }
        _ => {}
    }
    let bound = telling.limit_words(limits, obligation);
    if obligation.why == Why::Ambiguous {
        return ambiguous(record, &bound);
    }
    let unit = telling.limit_unit(limits, obligation);
    let relation = match obligation.outcome {
        Outcome::NotMet => format!("longer than the limit of {bound}"),
        Outcome::Met => format!("within the limit of {bound}"),
        Outcome::Contested => format!("longer than the limit of {bound} on some readings only"),
        _ => format!("and the record does not decide whether that is longer than the limit of {bound}"),
    };
    let (summary, text) = if total {
        let length = phrase::length(obligation.elapsed, unit);
        (
            format!("{} for {length} in all, {relation}.", capital(&label)),
            format!("All time together in which the person was {label}: {length}; the limit is {bound}."),
        )
    } else {
        let length = phrase::between(obligation.start, after(obligation.reached), unit);
        (
            format!("{} without a known break for {length}, {relation}.", capital(&label)),
            format!(
                "{} from {} to {}; the limit of {bound} ends {}.",
                capital(&label),
                phrase::when(obligation.start),
                phrase::when(obligation.reached),
                phrase::when(obligation.due)
            ),
        )
    };
    let ground = phrase::reason(record, text, &run_claims(telling, obligation));
    let mut verdict = Verdict::new(obligation.outcome, summary, ground);
    if matches!(obligation.outcome, Outcome::Contested | Outcome::Undetermined) {
        let stop = before.filter(|event| record.told(event).happened.is_empty());
        verdict = match stop {
            Some(event) => verdict.lacks(format!("the day of the {}", noun(event))),
            None => verdict.lacks(format!("the first and the last day on which the person was {label}")),
        };
    }
    verdict
}

/// `expect ACT every T while STATE`.
pub(super) fn every(
    telling: &Telling<'_>,
    act: &Act,
    gap: &Length,
    first: Option<&Length>,
    state: &str,
    obligation: &Obligation,
) -> Verdict {
    let record = telling.record();
    let label = state_label(state);
    if matches!(obligation.why, Why::Idle | Why::StateUnknown) {
        return never_in(record, state);
    }
    let strength = telling.norm.limit.word();
    let bound = phrase::limit(&telling.length(gap, obligation.start), strength);
    let first = first.map(|first| {
        format!(", the first within {}", phrase::limit(&telling.length(first, obligation.start), strength))
    });
    let rule = format!("it is due every {bound}{}", first.unwrap_or_default());
    let act_noun = noun(&act.event);
    let told = record.told(&act.event);
    let length = phrase::length(obligation.elapsed, telling.unit(gap, obligation.start));
    let summary = match (obligation.outcome, obligation.why) {
        (Outcome::Met, _) => {
            format!(
                "Between one {act_noun} and the next never more than {length} while the person was {label}; {rule}."
            )
        }
        (Outcome::NotMet, Why::Burden) => format!(
            "The record shows no {act_noun} for {length} while the person was {label}, and the state must show it; {rule}."
        ),
        (Outcome::NotMet, _) => {
            format!("No {act_noun} for {length} while the person was {label}, and that is asserted; {rule}.")
        }
        (_, Why::Ambiguous) => return ambiguous(record, &bound),
        _ => format!("No {act_noun} in the record for {length} while the person was {label}; {rule}."),
    };
    let text = format!(
        "{} from {} to {}; the longest time without {}: {length}.",
        capital(&label),
        phrase::when(obligation.start),
        phrase::when(obligation.reached),
        super::a(&act_noun)
    );
    let claims: Vec<ClaimIx> = told.happened.iter().flat_map(|act| act.claims.iter().copied()).collect();
    let mut verdict = Verdict::new(
        obligation.outcome,
        summary,
        phrase::reason(record, text, &run_claims(telling, obligation)),
    );
    if !claims.is_empty() {
        let dates: Vec<String> = told.happened.iter().map(|act| phrase::versions(&act.when)).collect();
        let text = format!("{} in the record: {}.", capital(&act_noun), phrase::some(&dates));
        verdict = verdict.because(phrase::reason(record, text, &claims));
    }
    if !told.denied.is_empty() {
        let text = format!("{} that there was none.", phrase::say(record, &told.denied));
        verdict = verdict.because(phrase::reason(record, text, &told.denied));
    }
    if matches!(obligation.outcome, Outcome::Contested | Outcome::Undetermined) {
        verdict = verdict
            .because(searched(record, &act_noun, told))
            .lacks(format!("the days of each {act_noun}, or a source that lists them all"));
    }
    verdict
}

pub(super) fn covered(telling: &Telling<'_>, state: &str, by: &str, obligation: &Obligation) -> Verdict {
    let record = telling.record();
    let label = state_label(state);
    match obligation.why {
        Why::Idle | Why::StateUnknown => {
            if record.stretches(state).is_empty() {
                return never_in(record, state);
            }
            let text = format!("The person was {label} for less time than needs no cover.");
            Verdict::new(obligation.outcome, text.clone(), phrase::reason(record, text, &[]))
        }
        Why::Covered(0) => {
            let text = format!("The person was {label} for less time than needs no cover.");
            Verdict::new(obligation.outcome, text.clone(), phrase::reason(record, text, &[]))
        }
        Why::Covered(total) => all_covered(record, &label, by, total),
        Why::Uncovered { denied, disputed, silent, first } if by == "ordered_custody" => {
            bare_custody(record, obligation, denied, disputed, silent, first)
        }
        Why::Uncovered { denied, disputed, silent, first } => {
            let from = phrase::date(first);
            let bare = denied + disputed + silent;
            let text = format!(
                "{} without being {}, from {from}.",
                phrase::length((Some(bare), Some(bare)), phrase::unit_for(Some(bare))),
                state_label(by)
            );
            let ground = phrase::reason(record, text.clone(), &[]);
            let verdict = Verdict::new(obligation.outcome, format!("{}: {text}", capital(&label)), ground);
            if obligation.outcome == Outcome::NotMet {
                verdict
            } else {
                verdict.lacks(format!("whether the person was {} from {from}", state_label(by)))
            }
        }
        _ => ambiguous(record, &label),
    }
}

fn all_covered(record: &Record<'_>, label: &str, by: &str, total: Minute) -> Verdict {
    let length = phrase::length((Some(total), Some(total)), phrase::unit_for(Some(total)));
    let spans = record.spans();
    let claims: Vec<ClaimIx> = spans.iter().flat_map(|span| span.claims.clone()).collect();
    let text = format!("All {length} {label} that need cover are {}.", state_label(by));
    let ground = phrase::reason(record, text.clone(), &claims);
    let verdict = Verdict::new(Outcome::Met, text, ground);
    let late = spans.iter().filter(|span| by == "ordered_custody" && span.status == Status::DisclosedLate);
    late.map(|span| late_disclosure(record, span)).fold(verdict, Verdict::because)
}

fn late_disclosure(record: &Record<'_>, span: &Span) -> crate::Reason {
    let since = span.known_since.map_or_else(|| "later".to_owned(), |day| format!("only on {day}"));
    let text = format!("The order for {} became public {since}.", stretch_words(span));
    phrase::reason(record, text, &span.claims)
}

fn stretch_words(span: &Span) -> String {
    let to = span.to.map_or_else(|| "an open end".to_owned(), |to| to.date().to_string());
    format!("{} to {to}", span.from.date())
}

/// Custody that no known order covers, span by span.
fn bare_custody(
    record: &Record<'_>,
    obligation: &Obligation,
    denied: Minute,
    disputed: Minute,
    silent: Minute,
    first: Minute,
) -> Verdict {
    let mut reasons = Vec::new();
    let mut missing = Vec::new();
    let end = record.now() + 1;
    let mut by_status = [(Status::NoOrderKnown, 0), (Status::Unknown, 0), (Status::Implied, 0)];
    for span in record.spans() {
        let (from, to) = (minute(span.from).max(first), span.to.map_or(end, minute).min(end));
        let minutes = (to - from).max(0);
        if minutes == 0 {
            continue;
        }
        match span.status {
            Status::Ordered => continue,
            Status::DisclosedLate => {
                reasons.push(late_disclosure(record, span));
                continue;
            }
            Status::Implied | Status::NoOrderKnown | Status::Disputed | Status::Unknown => {}
        }
        let denials: Vec<ClaimIx> =
            span.claims.iter().copied().filter(|ix| denies_order(record, *ix)).collect();
        if denials.is_empty()
            && let Some((_, total)) = by_status.iter_mut().find(|(status, _)| *status == span.status)
        {
            *total += minutes;
        }
        let length = phrase::length((Some(minutes), Some(minutes)), phrase::unit_for(Some(minutes)));
        let text = format!("{}, {length}: {}", stretch_words(span), span.why);
        let claims = if denials.is_empty() { &span.claims } else { &denials };
        reasons.push(phrase::reason(record, text, claims));
        missing.push(format!(
            "the order for custody from {}, or a source that says there was none",
            stretch_words(span)
        ));
    }
    let length =
        |minutes: Minute| phrase::length((Some(minutes), Some(minutes)), phrase::unit_for(Some(minutes)));
    let mut parts = Vec::new();
    if denied > 0 {
        parts.push(format!("a source says that no order covered {}", length(denied)));
    }
    if disputed > 0 {
        parts.push(format!("for {} claims differ", length(disputed)));
    }
    for (status, minutes) in by_status.into_iter().filter(|(_, minutes)| *minutes > 0 && silent > 0) {
        parts.push(match status {
            Status::Implied => format!("for {} an order is only implied", length(minutes)),
            Status::Unknown => format!("for {} there is no claim either way", length(minutes)),
            _ => format!("no order known to the record for {}", length(minutes)),
        });
    }
    let summary = capital(&format!("{}.", parts.join("; ")));
    let mut reasons = reasons.into_iter();
    let bare = denied + disputed + silent;
    let all = format!("{} of the custody that needs an order have none that is known.", length(bare));
    let ground = reasons.next().unwrap_or_else(|| phrase::reason(record, all, &[]));
    let verdict = reasons.fold(Verdict::new(obligation.outcome, summary, ground), Verdict::because);
    missing.into_iter().fold(verdict, Verdict::lacks)
}
