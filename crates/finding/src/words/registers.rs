//! What a register must hold.

use remand_kernel::{Obligation, Why};
use remand_law::{Item, ItemPart, Outcome};

use super::{Telling, Verdict, bit};
use crate::names::noun;
use crate::phrase;

pub(super) fn record(telling: &Telling<'_>, items: &[Item], obligation: &Obligation) -> Verdict {
    let record = telling.record();
    let lacking = if let Why::Items(bits) = obligation.why { bits } else { 0 };
    let asked: Vec<(usize, &Item)> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.if_any || !record.told(&item.event).happened.is_empty())
        .collect();
    let missing: Vec<String> =
        asked.iter().filter(|(at, _)| lacking & bit(*at) != 0).map(|(_, item)| words(item)).collect();
    let there = asked.len().saturating_sub(missing.len());
    let summary = match (obligation.outcome, missing.is_empty()) {
        (Outcome::NotApplicable, _) => "The record has nothing that is to be registered.".to_owned(),
        (_, true) => format!("All {} particulars are in the record.", asked.len()),
        (Outcome::NotMet, false) => format!(
            "{there} of {} particulars are in the record; it lacks {}, and what is lacking counts.",
            asked.len(),
            missing.join(", ")
        ),
        (_, false) => {
            format!(
                "{there} of {} particulars are in the record; it lacks {}.",
                asked.len(),
                missing.join(", ")
            )
        }
    };
    let claims: Vec<_> = asked
        .iter()
        .flat_map(|(_, item)| &record.told(&item.event).happened)
        .flat_map(|occurrence| occurrence.claims.iter().copied())
        .collect();
    let text = format!("Searched: every claim of this account up to {}, for each particular.", record.as_of);
    let mut verdict = Verdict::new(obligation.outcome, summary, phrase::reason(record, text, &claims));
    for (_, item) in &asked {
        let denied = &record.told(&item.event).denied;
        if !denied.is_empty() {
            let text = format!("{} that there was no {}.", phrase::say(record, denied), noun(&item.event));
            verdict = verdict.because(phrase::reason(record, text, denied));
        }
    }
    missing.into_iter().fold(verdict, Verdict::lacks)
}

/// "the hour of the arrest", "the place of the arrest", "the release".
fn words(item: &Item) -> String {
    let event = noun(&item.event);
    match &item.part {
        ItemPart::Whole => format!("the {event}"),
        ItemPart::Date => format!("the day of the {event}"),
        ItemPart::Hour => format!("the hour of the {event}"),
        ItemPart::Role(role) if role == "by" => format!("who carried out the {event}"),
        ItemPart::Role(role) => format!("the {} of the {event}", role.replace('_', " ")),
    }
}
