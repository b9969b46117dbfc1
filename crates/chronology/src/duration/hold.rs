//! Holds the durations of a text that is no part of the record against the record.

use jiff::civil::Date;
use remand_reading::{ClaimIx, DurationStart, EntryIx, Reading};
use remand_timex::When;

use super::Record;
use super::count::from_start;
use super::start::OPENS;
use crate::event::dated;
use crate::{Chronology, DurationCheck, DurationVerdict};

/// A length between two ends that it can have run between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The day it is counted from.
    pub from: Date,
    /// What happened then, where it is not the arrest.
    pub label: Option<&'static str>,
    /// The day on which it is complete, or the bounds of it.
    pub to: When,
    /// The words are true of it.
    pub fits: bool,
    /// It begins with an order, and the record has an arrest before it.
    pub by_order: bool,
}

/// A duration held against the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDuration {
    /// The check; its index leads into the durations of the text.
    pub check: DurationCheck,
    /// Every pair of ends that was tried.
    pub stretches: Vec<Stretch>,
    /// What it is counted from is only a guess: that none fits then says nothing.
    pub guessed: bool,
}

impl Chronology {
    /// Every duration of `text`, a reading of something written on the day `day` that is not part of the record, held
    /// against the events of the record. A claim of the text stands for the event of the record that it tells of.
    pub fn hold_durations(&self, text: &Reading, day: Date) -> Vec<HeldDuration> {
        if text.durations.is_empty() {
            return Vec::new();
        }
        let (entries, claims) = (self.reading.entries.len(), self.reading.claims.len());
        let mut both = Reading {
            entries: self.reading.entries.iter().chain(&text.entries).cloned().collect(),
            claims: self.reading.claims.clone(),
            sources: self.reading.sources.clone(),
            ..Reading::default()
        };
        both.claims.extend(text.claims.iter().cloned().map(|mut claim| {
            claim.entry = EntryIx(claim.entry.0 + entries);
            claim
        }));
        both.durations.extend(text.durations.iter().cloned().map(|mut stated| {
            stated.entry = EntryIx(stated.entry.0 + entries);
            stated
        }));
        let mut record = Record::of(&both, &self.events, day);
        record.opening =
            self.reading.claims.iter().filter(|c| dated(c)).filter_map(|c| c.when.first_day()).min();
        for (ix, claim) in text.claims.iter().enumerate() {
            let told = |event: &crate::Event| {
                event.kind == claim.kind && !event.when.is_unknown() && event.when.meets(&claim.when)
            };
            let mut same = self.events.iter().enumerate().filter(|(_, event)| told(event));
            if let (Some((n, _)), None) = (same.next(), same.next())
                && let Some(slot) = record.event_of.get_mut(ClaimIx(ix + claims).0)
            {
                *slot = Some(n);
            }
        }
        let held = both.durations.iter().enumerate().map(|(ix, stated)| {
            let (verdict, computed) = record.check(stated);
            let (starts, guessed) = record.starts_for(stated);
            let custody =
                stated.from == DurationStart::Custody && !record.starts.of_kind("arrest").is_empty();
            let order =
                record.starts.of_kind(OPENS).first().and_then(|order| order.label).filter(|_| custody);
            let ends = record.ends_for(stated);
            let stretch = |start: &super::start::Start, end: &When| Stretch {
                from: start.day,
                label: start.label,
                to: end.clone(),
                fits: from_start(&stated.amount, start, end).0,
                by_order: order.is_some() && start.label == order,
            };
            let runs =
                |start: &super::start::Start, end: &When| end.last_day().is_none_or(|last| start.day <= last);
            let mut stretches = Vec::new();
            for start in &starts {
                stretches.extend(ends.iter().filter(|end| runs(start, end)).map(|end| stretch(start, end)));
            }
            // Whoever counts custody counts from the arrest, where there is one.
            let firm = |stretch: &&Stretch| !stretch.by_order;
            let no_fit = custody && !stretches.iter().filter(firm).any(|stretch| stretch.fits);
            let verdict =
                if verdict == DurationVerdict::Fits && no_fit && stretches.iter().any(|s| s.by_order) {
                    DurationVerdict::DoesNotFit
                } else {
                    verdict
                };
            HeldDuration { check: DurationCheck { stated: ix, computed, verdict }, stretches, guessed }
        });
        held.collect()
    }
}
