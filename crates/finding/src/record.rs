//! The record as one account gives it: which events it asserts or denies, and when.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use remand_chronology::{Chronology, Event, EventIx, OnAccount};
use remand_clock::{DetentionClock, Span, Status};
use remand_reading::{About, Account, Claim, ClaimIx, EventKind, Modality, Polarity};
use remand_timex::When;

use crate::names::begins;
use crate::{Fact, Reason, Setting};
use remand_kernel::{Instant, Interval, Minute, minute};

/// An event that somebody on the account says happened.
#[derive(Clone, Debug)]
pub(crate) struct Occurrence {
    /// The event.
    pub(crate) event: EventIx,
    /// When: one box for each version of its date that cannot be reconciled with the others. Never empty.
    pub(crate) when: Vec<Instant>,
    /// Who says so.
    pub(crate) claims: Vec<ClaimIx>,
    /// Those whose dates are taken for that of the event; none where it is drawn from the clock.
    pub(crate) dating: Vec<ClaimIx>,
    /// That it is told, as a step of a reasoning: in a long record a hundred norms speak of one event.
    pub(crate) told: OnceLock<Reason>,
}

/// What an account says of a kind of event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// What is said to have happened, by the earliest moment.
    pub(crate) happened: Vec<Occurrence>,
    /// What is said to have happened only after the day: `when` is empty.
    pub(crate) later: Vec<Occurrence>,
    /// Claims that it did not happen.
    pub(crate) denied: Vec<ClaimIx>,
    /// Claims that nothing is known of it.
    pub(crate) not_known: Vec<ClaimIx>,
}

/// The record on one account as of a date.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) chronology: &'a Chronology,
    pub(crate) clock: Option<&'a DetentionClock>,
    pub(crate) account: OnAccount,
    pub(crate) as_of: Date,
    pub(crate) setting: Setting,
    told: BTreeMap<&'static str, Told>,
}

/// What an account says of a kind of event of which it says nothing.
static NOTHING: Told =
    Told { happened: Vec::new(), later: Vec::new(), denied: Vec::new(), not_known: Vec::new() };

impl<'a> Record<'a> {
    /// The record on an account: every event of it is looked at once.
    pub(crate) fn new(
        chronology: &'a Chronology,
        clock: Option<&'a DetentionClock>,
        account: OnAccount,
        as_of: Date,
        setting: Setting,
    ) -> Self {
        let mut record = Self { chronology, clock, account, as_of, setting, told: BTreeMap::new() };
        let mut told: BTreeMap<EventKind, Told> = BTreeMap::new();
        for (at, event) in chronology.events.iter().enumerate() {
            record.add(told.entry(event.kind).or_default(), EventIx(at), event);
        }
        for (kind, mut told) in told {
            if kind.describe().once {
                record.join_versions(&mut told.happened);
            }
            record.told.insert(kind.name(), told);
        }
        record.draw_start();
        record
    }

    /// Custody on the clock stands for an event that begins it and that nobody on the account dates: by its first
    /// minute it had begun.
    fn draw_start(&mut self) {
        let Some(first) = self.spans().first() else { return };
        let Some(order) = first.orders.first() else { return };
        let when = vec![Instant { earliest: None, latest: Some(minute(first.from)) }];
        let drawn = Occurrence {
            event: *order,
            when,
            claims: first.claims.clone(),
            dating: Vec::new(),
            told: OnceLock::new(),
        };
        for kind in begins("in_custody") {
            let told = self.told.entry(kind.name()).or_default();
            if told.happened.is_empty() {
                told.happened.push(drawn.clone());
            }
        }
    }

    /// Last minute of the day as of which the record is read.
    pub(crate) fn now(&self) -> Minute {
        minute(self.as_of.at(23, 59, 0, 0))
    }

    /// The moment at which that day is over.
    pub(crate) fn end(&self) -> Instant {
        let end = Some(self.now() + 1);
        Instant { earliest: end, latest: end }
    }

    pub(crate) fn claim(&self, ix: ClaimIx) -> Option<&'a Claim> {
        self.chronology.claim(ix)
    }

    pub(crate) fn account_of(&self, claim: &Claim) -> Option<Account> {
        self.chronology.reading.sources.get(claim.asserter.0).map(|source| source.account)
    }

    /// The claim stands on this account, concerns the person, and was public by the day.
    pub(crate) fn counts(&self, claim: &Claim) -> bool {
        let about = match claim.about {
            About::Subject => true,
            About::Others => false,
            // A letter between a body and a government concerns the case without naming whom it is about.
            About::Nobody => !claim.kind.describe().roles.iter().any(|role| role == "detainee"),
        };
        let entry = self.chronology.reading.entries.get(claim.entry.0).map(|entry| &entry.published);
        let announced = claim.made_public.as_ref().filter(|when| !when.is_unknown());
        let out = |when: Option<&When>| when.and_then(When::first_day).is_none_or(|day| day <= self.as_of);
        about
            && self.account_of(claim).is_some_and(|account| self.account.takes(account))
            && (out(entry) || announced.is_some() && out(announced))
    }

    /// What the account says of a kind of event, up to the day.
    pub(crate) fn told(&self, kind: &str) -> &Told {
        self.told.get(kind).unwrap_or(&NOTHING)
    }

    fn add(&self, told: &mut Told, at: EventIx, event: &Event) {
        let mut claims = Vec::new();
        for ix in &event.claims {
            let Some(claim) = self.claim(*ix).filter(|claim| self.counts(claim)) else { continue };
            match (claim.polarity, claim.modality) {
                (_, Modality::Planned | Modality::Demanded | Modality::General) => {}
                (Polarity::Asserted, _) => claims.push(*ix),
                (Polarity::Denied, _) => told.denied.push(*ix),
                (Polarity::NotKnown, _) => told.not_known.push(*ix),
            }
        }
        if claims.is_empty() {
            return;
        }
        let (when, dating) = self.versions(event, &claims);
        let list = if when.is_empty() { &mut told.later } else { &mut told.happened };
        list.push(Occurrence { event: at, when, claims, dating, told: OnceLock::new() });
    }

    /// What happens once and is told as several events is one event with several versions of its date.
    fn join_versions(&self, happened: &mut Vec<Occurrence>) {
        let mut rest = std::mem::take(happened).into_iter();
        let Some(mut first) = rest.next() else { return };
        rest.for_each(|other| first.claims.extend(other.claims));
        if let Some(event) = self.chronology.events.get(first.event.0) {
            (first.when, first.dating) = self.versions(event, &first.claims);
        }
        happened.push(first);
    }

    /// The dates that claims of one event give, the most exact first, those that fit each other made one; and the claims
    /// that give them.
    fn versions(&self, event: &Event, claims: &[ClaimIx]) -> (Vec<Instant>, Vec<ClaimIx>) {
        let now = Instant { earliest: None, latest: Some(self.now()) };
        let told = Event { claims: claims.to_vec(), ..event.clone() };
        let mut dating = self.chronology.dating_claims(&told);
        if dating.is_empty() {
            dating = self.chronology.claims_of(&told).collect();
        }
        let mut boxes: Vec<Instant> =
            dating.iter().filter_map(|(_, claim)| instant(&claim.when).meet(now)).collect();
        boxes.sort_by_key(|when| (when.width().unwrap_or(Minute::MAX), when.earliest, when.latest));
        let mut versions: Vec<Instant> = Vec::new();
        for next in boxes {
            match versions.iter_mut().find_map(|kept| kept.meet(next).map(|both| (kept, both))) {
                Some((kept, both)) => *kept = both,
                None => versions.push(next),
            }
        }
        versions.sort_by_key(|when| (when.earliest, when.latest));
        (versions, dating.into_iter().map(|(ix, _)| ix).collect())
    }

    /// Stretches of custody of the clock.
    pub(crate) fn spans(&self) -> &'a [Span] {
        self.clock.map_or(&[], |clock| clock.spans.as_slice())
    }

    /// When the person is drawn in the state; what is open goes on to the day.
    pub(crate) fn stretches(&self, state: &str) -> Vec<Interval> {
        let end = self.now() + 1;
        let ordered = |span: &&Span| matches!(span.status, Status::Ordered | Status::DisclosedLate);
        let interval =
            |from, to: Option<_>| Interval { from: minute(from), to: to.map_or(end, minute).min(end) };
        let mut found: Vec<Interval> = match state {
            "in_custody" => self.spans().iter().map(|span| interval(span.from, span.to)).collect(),
            "ordered_custody" => {
                self.spans().iter().filter(ordered).map(|span| interval(span.from, span.to)).collect()
            }
            _ => {
                let bands = self.clock.map_or(&[][..], |clock| clock.bands.as_slice());
                bands
                    .iter()
                    .filter(|band| band.state == state)
                    .map(|band| interval(band.from, band.to))
                    .collect()
            }
        };
        found.retain(|stretch| stretch.from < stretch.to);
        found.sort_unstable();
        let mut joined: Vec<Interval> = Vec::new();
        for next in found {
            match joined.last_mut() {
                Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
                _ => joined.push(next),
            }
        }
        joined
    }
}

/// The box of an interval of time.
pub(crate) fn instant(when: &When) -> Instant {
    Instant { earliest: when.earliest.map(minute), latest: when.before.map(|before| minute(before) - 1) }
}

impl Fact {
    /// `role` is, or is not, `qualifier`.
    pub fn new(role: impl Into<String>, qualifier: impl Into<String>, holds: bool) -> Self {
        Self { role: role.into(), qualifier: qualifier.into(), holds }
    }
}
