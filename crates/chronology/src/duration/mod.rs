//! Holds every stated duration against the dates it is said to run between.

mod count;
pub(crate) mod hold;
mod start;

use std::collections::BTreeSet;

use jiff::civil::Date;
use remand_reading::{Basis, DurationStart, Reading, StatedDuration};
use remand_timex::{Precision, Unit, When};

use self::count::from_start;
use self::start::{Start, Starts};
use crate::arithmetic::{earlier, written, written_amount, written_when};
use crate::event::dated;
use crate::overlap::Overlaps;
use crate::{DurationCheck, DurationVerdict, Event};

/// A check of each duration of the texts that were out by `as_of`, except lengths that are no stretch of the record.
pub(crate) fn check(reading: &Reading, events: &[Event], as_of: Date) -> Vec<DurationCheck> {
    let known = |stated: &StatedDuration| {
        let entry = reading.entries.get(stated.entry.0);
        entry.is_none_or(|e| e.published.first_day().is_none_or(|day| day <= as_of))
    };
    let durations = reading.durations.iter().enumerate();
    let of_record: Vec<(usize, &StatedDuration)> =
        durations.filter(|(_, stated)| stated.from != DurationStart::NotAStretch && known(stated)).collect();
    if of_record.is_empty() {
        return Vec::new();
    }
    let record = Record::of(reading, events, as_of);
    of_record
        .into_iter()
        .map(|(ix, stated)| {
            let (verdict, computed) = record.check(stated);
            DurationCheck { stated: ix, computed, verdict }
        })
        .collect()
}

/// Starts whose sums are written out.
const SHOWN: usize = 6;

/// Conditions of custody that last.
const CONDITIONS: [&str; 3] = ["hospitalisation", "incommunicado", "solitary"];

/// What durations are held against.
struct Record<'r> {
    reading: &'r Reading,
    events: &'r [Event],
    overlaps: Overlaps<'r>,
    starts: Starts,
    /// For each claim the index of its event.
    event_of: Vec<Option<usize>>,
    /// The first day that any claim gives.
    opening: Option<Date>,
    /// Nobody has written later than this.
    as_of: Date,
}

impl<'r> Record<'r> {
    fn of(reading: &'r Reading, events: &'r [Event], as_of: Date) -> Self {
        let mut event_of = vec![None; reading.claims.len()];
        for (n, event) in events.iter().enumerate() {
            for ix in &event.claims {
                if let Some(slot) = event_of.get_mut(ix.0) {
                    *slot = Some(n);
                }
            }
        }
        Self {
            reading,
            events,
            overlaps: Overlaps::of(reading),
            starts: Starts::of(reading, events),
            event_of,
            opening: reading.claims.iter().filter(|c| dated(c)).filter_map(|c| c.when.first_day()).min(),
            as_of,
        }
    }

    fn check(&self, stated: &StatedDuration) -> (DurationVerdict, Vec<String>) {
        let (starts, weak) = self.starts_for(stated);
        let ends = self.ends_for(stated);
        if ends.is_empty() && hours(stated) {
            let why = "counted in hours: the record gives no moment at which they were over";
            return (DurationVerdict::CannotTell, vec![why.to_owned()]);
        }
        if ends.is_empty() {
            let why = "nothing says when it was complete: neither the text nor its publication is dated";
            return (DurationVerdict::CannotTell, vec![why.to_owned()]);
        }
        let sums: Vec<(bool, String)> = starts
            .iter()
            .flat_map(|start| {
                let mut of_start = ends.iter().map(|end| from_start(&stated.amount, start, end));
                let first = of_start.next();
                // The end that stands in the text comes first; another is named where only that one fits.
                let other = of_start.find(|(fits, _)| *fits);
                match (first, other) {
                    (Some((false, _)), Some(other)) => Some(other),
                    (first, _) => first,
                }
            })
            .collect();
        let fits = sums.iter().any(|(fit, _)| *fit);
        if weak && !fits || sums.is_empty() {
            return match ends.first() {
                Some(end) if !hours(stated) => self.back_from_the_end(stated, end),
                _ => (
                    DurationVerdict::CannotTell,
                    vec!["the text does not say what it is counted from".to_owned()],
                ),
            };
        }
        let verdict = match (fits, stated.amount.precision) {
            (true, _) => DurationVerdict::Fits,
            (false, Precision::Vague) => DurationVerdict::CannotTell,
            // Nobody gives the hour: a length in hours is between two days, and proves nothing.
            (false, _) if hours(stated) && !starts.iter().any(|start| start.when.has_time()) => {
                DurationVerdict::CannotTell
            }
            (false, _) => DurationVerdict::DoesNotFit,
        };
        (verdict, shown(sums, weak))
    }

    /// What the length can have been counted from, and whether that is only a guess: then a sum that does not come out
    /// says nothing.
    fn starts_for(&self, stated: &StatedDuration) -> (Vec<Start>, bool) {
        match &stated.from {
            DurationStart::Date(when) => (Starts::of_date(when), false),
            DurationStart::Event(kind) => (self.starts.of_kind(kind.name()).to_vec(), false),
            DurationStart::Custody => {
                let mut starts = self.starts.of_custody();
                let conditions: Vec<&str> = self.conditions(stated).collect();
                let mut days: BTreeSet<Date> = starts.iter().map(|start| start.day).collect();
                let of_conditions = conditions.iter().flat_map(|kind| self.starts.of_kind(kind));
                starts.extend(of_conditions.filter(|start| days.insert(start.day)).cloned());
                (starts, false)
            }
            DurationStart::Unstated => {
                let conditions: Vec<&str> = self.conditions(stated).collect();
                let of_conditions = conditions.iter().flat_map(|kind| self.starts.of_kind(kind));
                let weak = conditions.is_empty() || of_conditions.clone().next().is_none();
                let mut days: BTreeSet<Date> = BTreeSet::new();
                let all = of_conditions.chain(self.starts.of_anything());
                (all.filter(|start| days.insert(start.day)).cloned().collect(), weak)
            }
            DurationStart::NotAStretch => (Vec::new(), true),
        }
    }

    /// Kinds of condition that the words around the length tell of.
    fn conditions(&self, stated: &StatedDuration) -> impl Iterator<Item = &'static str> {
        let around: Vec<&str> =
            self.overlaps.with(&stated.passage).map(|(_, claim)| claim.kind.name()).collect();
        CONDITIONS.into_iter().filter(move |kind| around.contains(kind))
    }

    /// The day on which the count is complete: as stated; else within the publication bounds, and where the words
    /// around the length tell of something else that is dated, then too.
    fn ends_for(&self, stated: &StatedDuration) -> Vec<When> {
        if let Some(at) = stated.at.as_ref().filter(|at| !at.is_unknown()) {
            return vec![at.clone()];
        }
        let mut ends: Vec<When> = Vec::new();
        let published = self.reading.entries.get(stated.entry.0).map(|e| &e.published);
        // Hours are over long before anybody writes of them.
        if let Some(published) = published.filter(|when| !when.is_unknown() && !hours(stated)) {
            // How long it lasted, not how long ago it began: it was over by the publication, or went on.
            let lasted = self.conditions(stated).next().is_some();
            let open = published.last_day().is_none();
            ends.push(if lasted {
                When::bounded(None, published.last_day().or(published.first_day()))
            } else if open {
                When::bounded(published.first_day(), Some(self.as_of).max(published.first_day()))
            } else {
                published.clone()
            });
        }
        for (ix, claim) in self.overlaps.with(&stated.passage) {
            let counted = match &stated.from {
                DurationStart::Event(kind) => claim.kind == *kind,
                DurationStart::Custody => claim.kind.name() == "arrest",
                _ => false,
            };
            // A date computed from the count would prove it by itself.
            if counted || claim.basis == Basis::Computed || CONDITIONS.contains(&claim.kind.name()) {
                continue;
            }
            let event = self.event_of.get(ix.0).copied().flatten().and_then(|n| self.events.get(n));
            // "A few days" says so little that a bound on what happened after them is enough.
            let vague = stated.amount.precision == Precision::Vague;
            let told = event.filter(|event| {
                let claims = event.claims.iter().filter_map(|ix| self.reading.claims.get(ix.0));
                vague && !event.when.is_unknown()
                    || event.when.only_day().is_some()
                        && claims.into_iter().any(|c| c.basis == Basis::Stated && dated(c))
            });
            if let Some(event) = told.filter(|event| !ends.contains(&event.when)) {
                ends.push(event.when.clone());
            }
        }
        ends
    }

    /// The start is not known: the count fits where it can have begun within the record.
    fn back_from_the_end(&self, stated: &StatedDuration, end: &When) -> (DurationVerdict, Vec<String>) {
        let amount = &stated.amount;
        if amount.precision == Precision::Vague {
            return (DurationVerdict::CannotTell, vec!["no number and no start are given".to_owned()]);
        }
        let back = |day: Option<Date>| day.and_then(|day| earlier(day, amount.count, amount.unit));
        let (first, last) = (back(end.first_day()), back(end.last_day()));
        let Some(latest) = last.or(first) else {
            return (DurationVerdict::CannotTell, vec!["the sum leaves the calendar".to_owned()]);
        };
        let start = match first {
            Some(first) if first != latest => format!("{} to {}", written(first), written(latest)),
            _ => written(latest),
        };
        let (end, amount) = (written_when(end), written_amount(amount));
        let computed = vec![format!("{end} - {amount} = {start}; the start is not dated")];
        let within = self.opening.is_some_and(|opening| opening <= latest);
        (if within { DurationVerdict::Fits } else { DurationVerdict::CannotTell }, computed)
    }
}

fn hours(stated: &StatedDuration) -> bool {
    matches!(stated.amount.unit, Unit::Minute | Unit::Hour)
}

/// Sums that are printed: all, or where there are many the first of those that fit and of the others; where the start
/// is a guess, only those that fit.
fn shown(sums: Vec<(bool, String)>, weak: bool) -> Vec<String> {
    if weak {
        return sums.into_iter().filter(|(fit, _)| *fit).map(|(_, sum)| sum).take(SHOWN).collect();
    }
    let more = sums.len().saturating_sub(SHOWN);
    if more == 0 {
        return sums.into_iter().map(|(_, sum)| sum).collect();
    }
    let (fitting, other): (Vec<_>, Vec<_>) = sums.into_iter().partition(|(fit, _)| *fit);
    let mut computed: Vec<String> =
        fitting.into_iter().chain(other).take(SHOWN).map(|(_, sum)| sum).collect();
    computed.push(format!("{more} other starts"));
    computed
}
