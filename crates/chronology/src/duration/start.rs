//! What a length of time can have been counted from.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use remand_reading::{About, Claim, ClaimIx, Polarity, Reading};
use remand_timex::When;

use crate::Event;
use crate::arithmetic::days_between;
use crate::event::{Stance, firmly_dated};

/// A date known less exactly than this is not counted from.
const WIDEST: i64 = 7;

/// A day that a claim gives as the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) day: Date,
    /// First and last moment, where the words give hours.
    pub(super) when: When,
    /// It is what the words count from, and no other day is given for it by more claims.
    pub(super) main: bool,
    /// What happened then, where it is not the arrest.
    pub(super) label: Option<&'static str>,
}

/// Every day that the record gives for the start of something about the subject.
pub(super) struct Starts {
    by_kind: BTreeMap<&'static str, Vec<Start>>,
}

/// Custody may also have been counted from these, by somebody who takes the order for its beginning.
pub(super) const OPENS: &str = "court_sanction";

/// What a stretch of days that the text does not name may have been counted from.
const TURNS: [&str; 7] = [
    "arrest",
    "charge",
    "counsel_denied",
    "court_sanction",
    "detention_expiry",
    "detention_extension",
    "transfer",
];

impl Starts {
    pub(super) fn of(reading: &Reading, events: &[Event]) -> Self {
        let mut kinds: BTreeMap<&'static str, Vec<(ClaimIx, &Claim)>> = BTreeMap::new();
        for event in events {
            let claims = event.claims.iter().filter_map(|ix| Some((*ix, reading.claims.get(ix.0)?)));
            let asserted: Vec<_> = claims.filter(|(_, c)| c.polarity == Polarity::Asserted).collect();
            let dating = firmly_dated(reading, &asserted).into_iter();
            let told = dating.filter(|(_, c)| c.about == About::Subject && Stance::of(c) == Stance::Happened);
            kinds.entry(event.kind.name()).or_default().extend(told);
        }
        let by_kind = kinds.into_iter().map(|(kind, claims)| (kind, days(kind, &claims))).collect();
        Self { by_kind }
    }

    /// Days given for events of this kind, in order.
    pub(super) fn of_kind(&self, kind: &str) -> &[Start] {
        self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// Custody as such: the arrest by each account, then the orders that some take for its beginning.
    pub(super) fn of_custody(&self) -> Vec<Start> {
        let mut starts = self.of_kind("arrest").to_vec();
        for order in self.of_kind(OPENS) {
            if starts.iter().all(|start| start.day != order.day) {
                starts.push(Start { main: starts.is_empty() && order.main, ..order.clone() });
            }
        }
        starts
    }

    /// Whatever may begin a stretch of days.
    pub(super) fn of_anything(&self) -> impl Iterator<Item = &Start> {
        TURNS.iter().flat_map(|kind| self.of_kind(kind))
    }

    /// A date that the text itself gives.
    pub(super) fn of_date(when: &When) -> Vec<Start> {
        spread(when).map(|day| Start { day, when: when.clone(), main: true, label: None }).collect()
    }
}

fn spread(when: &When) -> impl Iterator<Item = Date> + use<> {
    let (first, last) = (when.first_day(), when.last_day());
    let days = first.zip(last).filter(|(first, last)| days_between(*first, *last) <= WIDEST);
    days.into_iter().flat_map(|(first, last)| first.series(1.day()).take_while(move |day| *day <= last))
}

fn days(kind: &'static str, claims: &[(ClaimIx, &Claim)]) -> Vec<Start> {
    // "Around the 5th" gives no day to count from where another claim does.
    let exact = |when: &When| !when.edtf.contains(['~', '%']);
    let vague_too = !claims.iter().any(|(_, c)| exact(&c.when));
    let mut votes: BTreeMap<Date, (usize, When)> = BTreeMap::new();
    for (_, claim) in claims.iter().filter(|(_, c)| vague_too || exact(&c.when)) {
        for day in spread(&claim.when) {
            let (count, when) = votes.entry(day).or_insert_with(|| (0, When::day(day)));
            *count += 1;
            *when = when.intersect(&claim.when).unwrap_or_else(|| when.clone());
        }
    }
    let most = votes.values().map(|(count, _)| *count).max().unwrap_or(0);
    let label =
        (kind != "arrest").then(|| claims.first().map(|(_, c)| c.kind.describe().label.as_str())).flatten();
    votes.into_iter().map(|(day, (count, when))| Start { day, when, main: count == most, label }).collect()
}
