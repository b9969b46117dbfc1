//! `expect ACT promptly after EVENT` and `expect ACT [at least T] before EVENT`.

use remand_law::{Act, Amount, Outcome, Unit};

use super::within::{a, capital};
use super::{Verdict, hull, outcome, told_by};
use crate::names::noun;
use crate::phrase;
use crate::record::{Record, Told};
use remand_kernel::{Instant, Minute, Readings, elapsed, later};

/// A standard without a number: the time that passed is reported, not judged.
pub(crate) fn promptly(record: &Record<'_>, act: &Act, after: &str) -> Verdict {
    let triggers = record.told(after);
    let acts = record.told(&act.event);
    let (act_noun, of_noun) = (noun(&act.event), noun(after));
    let Some(trigger) = triggers.happened.first() else { return nothing(record, after) };
    let start = hull(&trigger.when);
    let began = told_by(record, after, trigger);
    let Some(done) = acts.happened.first() else {
        if !acts.denied.is_empty() && triggers.denied.is_empty() {
            let say = phrase::say(record, &acts.denied);
            let summary = format!("No {act_noun}: {say} that there was none, and nobody says otherwise.");
            let ground = phrase::reason(record, summary.clone(), &acts.denied);
            return Verdict::new(Outcome::NotMet, summary, ground).because(began);
        }
        let now = record.end();
        let passed = elapsed(start, now);
        let so_far = phrase::between_versions(&trigger.when, now, phrase::unit_for(passed.1));
        let summary = format!(
            "No {act_noun} in the record {so_far} after the {of_noun}; it is due promptly (standard)."
        );
        return absent(record, began, summary, &act_noun, &acts);
    };
    let reached = hull(&done.when);
    let passed = elapsed(start, reached);
    let took = phrase::between_versions(&trigger.when, reached, phrase::unit_for(passed.1));
    let at_once = later(reached, start) == Readings::None;
    let (found, summary) = if !acts.denied.is_empty() {
        let text = format!(
            "{} that there was {}, {} that there was none.",
            phrase::say(record, &done.claims),
            a(&act_noun),
            phrase::say(record, &acts.denied)
        );
        (Outcome::Contested, text)
    } else if at_once {
        (Outcome::Met, format!("{} not later than the {of_noun}.", capital(&act_noun)))
    } else {
        let text = format!("{} {took} after the {of_noun}; the standard has no number.", capital(&act_noun));
        (Outcome::Undetermined, text)
    };
    let mut verdict = Verdict::new(found, summary, began).because(told_by(record, &act.event, done));
    if !acts.denied.is_empty() {
        let text = format!("{} that there was none.", phrase::say(record, &acts.denied));
        verdict = verdict.because(phrase::reason(record, text, &acts.denied));
    }
    if found == Outcome::Undetermined {
        verdict = verdict.lacks("why it took that long: a standard is judged by its circumstances");
    }
    verdict
}

pub(crate) fn judge(record: &Record<'_>, act: &Act, lead: Option<Amount>, event: &str) -> Verdict {
    let events = record.told(event);
    let acts = record.told(&act.event);
    let (act_noun, event_noun) = (noun(&act.event), noun(event));
    let Some(target) = events.happened.first() else { return nothing(record, event) };
    let ended = told_by(record, event, target);
    let lead_words = lead.map(|lead| format!("at least {lead} ")).unwrap_or_default();
    let Some(done) = acts.happened.first() else {
        let (found, summary) = if !acts.denied.is_empty() && events.denied.is_empty() {
            let say = phrase::say(record, &acts.denied);
            (Outcome::NotMet, format!("{say} that there was no {act_noun} before the {event_noun}."))
        } else {
            (
                Outcome::Undetermined,
                format!("No {act_noun} in the record; it is due {lead_words}before the {event_noun}."),
            )
        };
        if found == Outcome::NotMet {
            let ground = phrase::reason(record, summary.clone(), &acts.denied);
            return Verdict::new(found, summary, ground).because(ended);
        }
        return absent(record, ended, summary, &act_noun, &acts);
    };
    let minutes = lead.map_or(0, lead_minutes);
    let due = |at: Instant| Instant {
        earliest: at.earliest.map(|at| at.saturating_sub(minutes)),
        latest: at.latest.map(|at| at.saturating_sub(minutes)),
    };
    let pairs = target.when.iter().flat_map(|at| done.when.iter().map(move |done| later(*done, due(*at))));
    let breached = pairs.reduce(Readings::either).unwrap_or(Readings::Some);
    let (reached, end) = (hull(&done.when), hull(&target.when));
    let mut found = outcome(breached, reached.is_bounded() && end.is_bounded());
    if found == Outcome::Met && !acts.denied.is_empty() {
        found = Outcome::Contested;
    }
    let between = elapsed(reached, end);
    let length = phrase::between(reached, end, phrase::unit_for(between.1));
    let relation = match found {
        Outcome::Met => format!("{length} before the {event_noun}, as it must be"),
        Outcome::NotMet => format!("{length} before the {event_noun}, too late"),
        Outcome::Contested => format!("{length} before the {event_noun}, in time on some readings only"),
        _ => format!("and the {event_noun}: the dates do not decide which was when"),
    };
    let bound = lead.map(|lead| format!("; it is due at least {lead} before")).unwrap_or_default();
    let summary = format!("{} {relation}{bound}.", capital(&act_noun));
    let mut verdict = Verdict::new(found, summary, told_by(record, &act.event, done)).because(ended);
    if found == Outcome::Undetermined || found == Outcome::Contested {
        verdict = verdict.lacks(format!("the exact times of the {act_noun} and of the {event_noun}"));
    }
    verdict
}

/// Length of a lead; only hours and 24-hour days can be one.
fn lead_minutes(lead: Amount) -> Minute {
    let hours = match lead.unit {
        Unit::FullDays => 24,
        Unit::Hours | Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Years => 1,
    };
    i64::from(lead.count).saturating_mul(hours).saturating_mul(60)
}

pub(super) fn nothing(record: &Record<'_>, event: &str) -> Verdict {
    let text = format!("The record has no {} on this account.", noun(event));
    Verdict::new(Outcome::NotApplicable, text.clone(), phrase::reason(record, text, &[]))
}

fn absent(record: &Record<'_>, ground: crate::Reason, summary: String, act: &str, acts: &Told) -> Verdict {
    let text = format!(
        "Searched: every claim of this account up to {}. Found: none of {}. Silence is not a denial.",
        record.as_of,
        a(act)
    );
    Verdict::new(Outcome::Undetermined, summary, ground)
        .because(phrase::reason(record, text, &acts.not_known))
        .lacks(format!("the day and hour of the {act}, or a source that says there was none"))
}
