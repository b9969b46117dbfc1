//! The record as one account tells it by a date.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use remand_chronology::{Chronology, Event, EventIx, OnAccount, dated};
use remand_reading::{About, Account, Claim, ClaimIx, Modality, Polarity};
use remand_timex::When;

/// Events about the subject as told on one account by the end of a day.
pub(crate) struct Record<'a> {
    pub(crate) chronology: &'a Chronology,
    /// First moment after the last day that counts.
    pub(crate) end: DateTime,
    as_of: Date,
    told: Vec<(EventIx, Event)>,
}

impl<'a> Record<'a> {
    pub(crate) fn new(chronology: &'a Chronology, account: OnAccount, as_of: Date) -> Self {
        let told = chronology
            .events
            .iter()
            .enumerate()
            .filter(|(_, event)| chronology.about(event) == About::Subject)
            .filter_map(|(ix, event)| Some((EventIx(ix), chronology.told(event, account, as_of)?)))
            .collect();
        let end = as_of.checked_add(1.day()).unwrap_or(Date::MAX).to_datetime(Time::midnight());
        Self { chronology, end, as_of, told }
    }

    /// Events of this kind that somebody on the account says happened.
    pub(crate) fn happened(&self, kind: &str) -> impl Iterator<Item = Told<'_>> {
        self.told
            .iter()
            .filter(move |(_, event)| event.kind.name() == kind && self.chronology.happened(event))
            .map(|(ix, event)| Told { record: self, ix: *ix, event })
    }

    /// Every event that somebody on the account says happened.
    pub(crate) fn all_happened(&self) -> impl Iterator<Item = Told<'_>> {
        self.told.iter().filter(|(_, event)| self.chronology.happened(event)).map(|(ix, event)| Told {
            record: self,
            ix: *ix,
            event,
        })
    }

    /// The claims of an event that could be known, on every account.
    pub(crate) fn whole(&self, ix: EventIx) -> impl Iterator<Item = &'a Claim> + use<'a> {
        let chronology = self.chronology;
        let told = chronology.events.get(ix.0).and_then(|e| chronology.told(e, OnAccount::All, self.as_of));
        let claims = told.map(|event| event.claims).unwrap_or_default();
        claims.into_iter().filter_map(|ix| chronology.claim(ix)).filter(|c| c.polarity == Polarity::Asserted)
    }

    /// Days on which somebody, on any account, knew of no order.
    pub(crate) fn unknown_as_of(&self) -> impl Iterator<Item = Date> {
        let orders = self.chronology.events.iter().filter(|event| {
            ["court_sanction", "detention_extension"].contains(&event.kind.name())
                && self.chronology.about(event) == About::Subject
        });
        let told = orders.filter_map(|event| self.chronology.told(event, OnAccount::All, self.as_of));
        told.flat_map(|event| event.claims)
            .filter_map(|ix| self.chronology.claim(ix))
            .filter(|claim| claim.polarity == Polarity::NotKnown && dated(claim))
            .filter_map(|claim| claim.when.last_day())
    }

    /// Claims that say, with a date of their own, that an event of this kind did not happen.
    pub(crate) fn denied<'s>(&'s self, kinds: &'s [&str]) -> impl Iterator<Item = (ClaimIx, &'s Claim)> {
        self.told
            .iter()
            .filter(|(_, event)| kinds.contains(&event.kind.name()))
            .flat_map(|(_, event)| self.chronology.claims_of(event))
            .filter(|(_, c)| {
                c.polarity == Polarity::Denied && matches!(c.modality, Modality::Stated | Modality::Alleged)
            })
    }
}

/// An event as told on the account of a [`Record`].
#[derive(Clone, Copy)]
pub(crate) struct Told<'r> {
    pub(crate) record: &'r Record<'r>,
    pub(crate) ix: EventIx,
    pub(crate) event: &'r Event,
}

impl<'r> Told<'r> {
    /// Claims that assert it.
    pub(crate) fn asserted(&self) -> impl Iterator<Item = (ClaimIx, &'r Claim)> + use<'r> {
        self.record.chronology.claims_of(self.event).filter(|(_, c)| c.polarity == Polarity::Asserted)
    }

    pub(crate) fn claims(&self) -> Vec<ClaimIx> {
        self.asserted().map(|(ix, _)| ix).collect()
    }

    /// Claims on the account that there was no such act: they deny the one of its very day, or a body of the state
    /// knows of none. That it did not cover some days, or that somebody was shown no paper, is no denial of the act.
    pub(crate) fn denied_by(&self) -> Vec<ClaimIx> {
        let chronology = self.record.chronology;
        let decided = self.dated_when().and_then(When::only_day);
        let of_the_act = |claim: &Claim| {
            if dated(claim) {
                decided.is_some() && claim.when.only_day() == decided
            } else {
                claim.when.earliest.is_none() && chronology.reading.account(claim.asserter) == Account::State
            }
        };
        let denied = chronology.claims_of(self.event).filter(|(_, c)| {
            c.polarity == Polarity::Denied && matches!(c.modality, Modality::Stated | Modality::Alleged)
        });
        let mut by: Vec<ClaimIx> = denied.filter(|(_, c)| of_the_act(c)).map(|(ix, _)| ix).collect();
        // "The court made no ruling on the 9th" may stand apart from what was said of the ruling of the 9th.
        let of_its_day =
            |claim: &Claim| dated(claim) && decided.is_some() && claim.when.only_day() == decided;
        const ORDERS: [&str; 2] = ["court_sanction", "detention_extension"];
        let is_order = ORDERS.contains(&self.event.kind.name());
        for (ix, claim) in self.record.denied(&ORDERS).filter(|_| is_order) {
            if of_its_day(claim) && !by.contains(&ix) {
                by.push(ix);
            }
        }
        by
    }

    /// The words of some claim give its date.
    pub(crate) fn is_dated(&self) -> bool {
        !self.record.chronology.dating_claims(self.event).is_empty()
    }

    /// When it happened, where the words of some claim say so.
    pub(crate) fn dated_when(&self) -> Option<&'r When> {
        (self.is_dated() && !self.event.when.is_unknown()).then_some(&self.event.when)
    }

    /// The first moment it can have happened; its last day where only an upper bound is known.
    pub(crate) fn first_moment(&self) -> Option<DateTime> {
        let when = &self.event.when;
        when.earliest.or_else(|| when.last_day().map(midnight))
    }
}

/// The first moment of a day.
pub(crate) fn midnight(day: Date) -> DateTime {
    day.to_datetime(Time::midnight())
}

/// The first moment of the day after, or the end of the calendar.
pub(crate) fn day_after(moment: DateTime) -> DateTime {
    moment.date().tomorrow().map_or(DateTime::MAX, midnight)
}

/// `5 Jan 2022`, with the time where there is one.
pub(crate) fn written(moment: DateTime) -> String {
    if moment.time() == Time::midnight() {
        moment.strftime("%-d %b %Y").to_string()
    } else {
        moment.strftime("%-d %b %Y %H:%M").to_string()
    }
}
