//! `throughout STATE covered by STATE [after T]`.

use remand_clock::{Span, Status};
use remand_law::{Amount, Limit, Norm, Outcome};
use remand_reading::{ClaimIx, Polarity};

use super::{Verdict, last_minute};
use crate::names::state_label;
use crate::phrase;
use crate::record::Record;
use remand_kernel::{Instant, Interval, Minute, minute, uncovered};

pub(crate) fn judge(
    record: &Record<'_>,
    norm: &Norm,
    state: &str,
    by: &str,
    after: Option<Amount>,
) -> Verdict {
    let held = past_grace(record, norm, state, after);
    let label = state_label(state);
    if held.is_empty() {
        let text = match record.stretches(state).is_empty() {
            true => format!("The record does not say on this account that the person was {label}."),
            false => format!("The person was {label} for less time than needs no cover."),
        };
        let outcome = if record.stretches(state).is_empty() { Outcome::NotApplicable } else { Outcome::Met };
        return Verdict::new(outcome, text.clone(), phrase::reason(record, text, &[]));
    }
    let (bare, first) = uncovered(&held, &record.stretches(by));
    if bare == 0 {
        return covered(record, &label, by, &held);
    }
    if by == "ordered_custody" {
        return bare_custody(record, &held, bare);
    }
    let from = first.map(phrase::date).unwrap_or_default();
    let text = format!(
        "{} without being {}, from {from}.",
        phrase::length((Some(bare), Some(bare)), phrase::unit_for(Some(bare))),
        state_label(by)
    );
    Verdict::new(Outcome::Undetermined, format!("{label}: {text}"), phrase::reason(record, text, &[]))
        .lacks(format!("whether the person was {} from {from}", state_label(by)))
}

/// The state without the time at the start of each stretch that needs no cover. Where the start is uncertain the
/// clock draws the earliest, and so does this.
fn past_grace(record: &Record<'_>, norm: &Norm, state: &str, after: Option<Amount>) -> Vec<Interval> {
    let stretches = record.stretches(state).into_iter();
    let free = |from: Minute| {
        let Some(amount) = after else { return Some(from) };
        let start = Instant { earliest: Some(from), latest: Some(from) };
        last_minute(
            norm,
            &Limit { length: remand_law::Length::Amount(amount), when: Vec::new(), cites: None },
            start,
        )
        .latest
    };
    stretches
        .filter_map(|stretch| Some(Interval { from: free(stretch.from)?, to: stretch.to }))
        .filter(|stretch| stretch.from < stretch.to)
        .collect()
}

fn covered(record: &Record<'_>, label: &str, by: &str, held: &[Interval]) -> Verdict {
    let total = held.iter().map(|stretch| stretch.to - stretch.from).sum::<Minute>();
    let length = phrase::length((Some(total), Some(total)), phrase::unit_for(Some(total)));
    let spans = record.spans();
    let claims: Vec<ClaimIx> = spans.iter().flat_map(|span| span.claims.clone()).collect();
    let text = format!("All {length} {label} that need cover are {}.", state_label(by));
    let ground = phrase::reason(record, text.clone(), &claims);
    let mut verdict = Verdict::new(Outcome::Met, text, ground);
    for span in spans.iter().filter(|span| span.status == Status::DisclosedLate) {
        verdict = verdict.because(late_disclosure(record, span));
    }
    verdict
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
fn bare_custody(record: &Record<'_>, held: &[Interval], bare: Minute) -> Verdict {
    let mut worst = Outcome::Met;
    let mut reasons = Vec::new();
    let mut missing = Vec::new();
    let mut by_status =
        [(Status::NoOrderKnown, 0), (Status::Unknown, 0), (Status::Implied, 0), (Status::Disputed, 0)];
    let mut denied: Minute = 0;
    for span in record.spans() {
        let minutes = inside(span, held, record.now() + 1);
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
        let outcome = match span.status {
            Status::Disputed => Outcome::Contested,
            _ if !denials.is_empty() => Outcome::NotMet,
            _ => Outcome::Undetermined,
        };
        if outcome == Outcome::NotMet {
            denied += minutes;
        } else if let Some((_, total)) = by_status.iter_mut().find(|(status, _)| *status == span.status) {
            *total += minutes;
        }
        if super::gravity(outcome) < super::gravity(worst) {
            worst = outcome;
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
    for (status, minutes) in by_status.into_iter().filter(|(_, minutes)| *minutes > 0) {
        parts.push(match status {
            Status::Implied => format!("for {} an order is only implied", length(minutes)),
            Status::Disputed => format!("for {} claims differ", length(minutes)),
            Status::Unknown => format!("for {} there is no claim either way", length(minutes)),
            _ => format!("no order known to the record for {}", length(minutes)),
        });
    }
    let summary = super::within::capital(&format!("{}.", parts.join("; ")));
    let mut reasons = reasons.into_iter();
    let all = format!("{} of the custody that needs an order have none that is known.", length(bare));
    let ground = reasons.next().unwrap_or_else(|| phrase::reason(record, all, &[]));
    let outcome = if worst == Outcome::Met { Outcome::Undetermined } else { worst };
    let mut verdict = Verdict::new(outcome, summary, ground);
    verdict.more.extend(reasons);
    missing.into_iter().fold(verdict, Verdict::lacks)
}

/// Minutes of a span that lie in the time that needs cover.
fn inside(span: &Span, held: &[Interval], end: Minute) -> Minute {
    let (from, to) = (minute(span.from), span.to.map_or(end, minute).min(end));
    held.iter().map(|stretch| (to.min(stretch.to) - from.max(stretch.from)).max(0)).sum()
}

/// A claim that there was no order.
fn denies_order(record: &Record<'_>, ix: ClaimIx) -> bool {
    let claim = record.claim(ix);
    claim.is_some_and(|claim| claim.polarity == Polarity::Denied && claim.kind.describe().orders)
}
