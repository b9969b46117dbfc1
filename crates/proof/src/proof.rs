//! The proof of one finding: the norm and its version, every claim that was looked at, what they come to, and readings
//! that show it. Its form is in `spec/proof.md`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use remand_law::{Amount, Law, Norm, Outcome, Period, Rule};
use serde::{Deserialize, Serialize};

use crate::enumerate::witnesses;
use crate::{Drawn, Fault, Interval, Mentions, Minute, On, Reading, Record, Told};

/// What `schema` of a proof says.
pub const SCHEMA: &str = "remand/proof/1";

/// Readings that are looked at to check a proof.
pub const BUDGET: usize = 20_000;

/// Readings that are looked at to make one.
const SEARCHED: usize = 2_000;

/// The proof of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`SCHEMA`].
    pub schema: String,
    /// Id of the norm.
    pub norm: String,
    /// First day of the version that was used, or the earliest it can be.
    pub in_force_from: Date,
    /// [`Norm::digest`] of the linked norm.
    pub digest: String,
    /// Where the law says so.
    pub cites: String,
    /// How the norm was held against its source.
    pub checked: String,
    /// On whose account: `all`, `state`, `defence`, `independent`.
    pub account: String,
    /// The day as of which the record is read.
    pub as_of: Date,
    /// What was looked at, and what it comes to.
    pub inputs: Inputs,
    /// What comes of it.
    pub outcome: Outcome,
    /// Breached on which readings.
    pub breached: On,
    /// A reading on which it is breached.
    pub breach: Option<Reading>,
    /// A reading on which it is not.
    pub no_breach: Option<Reading>,
}

/// What a finding rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// Kinds of event that were searched for: all of which the norm speaks.
    pub searched: BTreeSet<String>,
    /// Every claim of these kinds that counts on the account, and every other claim that something below rests on.
    pub claims: Vec<Claim>,
    /// What is said to have happened.
    pub events: Vec<Event>,
    /// Stretches of states.
    pub stretches: Vec<Stretch>,
    /// Kinds of event of which a source lists all in this time.
    pub complete: BTreeMap<String, Interval>,
    /// What holds in the case and what does not: `detainee is minor`.
    pub circumstances: BTreeMap<String, bool>,
    /// Measures of the case: `maximum_sentence`.
    pub measures: BTreeMap<String, Amount>,
    /// The state that holds the person: ISO 3166-1 code in lower case.
    pub country: Option<String>,
}

/// What a claim says of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// That it happened.
    Asserted,
    /// That it did not happen.
    Denied,
    /// That nothing is known of it.
    NotKnown,
}

/// A claim, as the record has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The kind of event that it speaks of.
    pub kind: String,
    /// Id of the event in the record.
    pub event: String,
    /// Who says so.
    pub asserter: String,
    /// Id of the item.
    pub item: String,
    /// First byte in its text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it says.
    pub polarity: Polarity,
    /// When, as it says.
    pub interval: Interval,
    /// Its date is taken for that of the event; not so of one that a firmer date of another claim stands before.
    pub dates: bool,
}

/// An event that claims say happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its name in the vocabulary.
    pub kind: String,
    /// By their place in [`Inputs::claims`].
    pub claims: Vec<usize>,
    /// When, where that is no date of a claim but follows from what the claims say of other events.
    pub drawn: Option<Interval>,
    /// The claims are of other accounts: the account says nothing of the kind, and only `never .. before` takes it.
    pub elsewhere: bool,
    /// How it was done and by whom, where a claim says so.
    pub qualifiers: BTreeSet<String>,
    /// Roles of which a claim says who took them.
    pub roles: BTreeSet<String>,
}

/// A stretch of a state and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// The stretch.
    pub drawn: Drawn,
    /// By their place in [`Inputs::claims`].
    pub claims: Vec<usize>,
}

impl Proof {
    /// Makes the proof of what an evaluator found of a norm of a linked law on one account. The readings that show it are
    /// searched for here.
    ///
    /// # Errors
    /// Everything that the inputs lack: a kind of event that the norm speaks of and that was not searched for, a claim that
    /// is not there, an event without a claim.
    pub fn new(
        law: &Law,
        norm: &Norm,
        account: &str,
        as_of: Date,
        inputs: Inputs,
        (outcome, breached): (Outcome, On),
    ) -> Result<Self, Vec<Fault>> {
        let faults = inputs.faults(law, norm);
        if !faults.is_empty() {
            return Err(faults);
        }
        let record = inputs.record(norm, as_of);
        let wanted = match outcome {
            Outcome::NotMet => (true, false),
            Outcome::Met | Outcome::NotApplicable => (false, true),
            Outcome::Contested | Outcome::Undetermined => (true, true),
        };
        let (breach, no_breach) = witnesses(law, norm, &record, wanted, SEARCHED);
        Ok(Self {
            schema: SCHEMA.to_owned(),
            norm: norm.id.clone(),
            in_force_from: norm.terms.in_force.map_or(Date::MIN, |in_force| in_force.from),
            digest: norm.digest(),
            cites: norm.cites.clone(),
            checked: norm.checked.to_string(),
            account: account.to_owned(),
            as_of,
            inputs,
            outcome,
            breached,
            breach,
            no_breach,
        })
    }

    /// Claims that were searched through, and the last day whose publications count: what an absence rests on.
    pub fn searched(&self) -> (usize, Date) {
        (self.inputs.claims.len(), self.as_of)
    }

    /// The record that the inputs make.
    pub fn record(&self, norm: &Norm) -> Record {
        self.inputs.record(norm, self.as_of)
    }
}

impl Inputs {
    /// What of them does not hold together.
    pub(crate) fn faults(&self, law: &Law, norm: &Norm) -> Vec<Fault> {
        let mut faults = Vec::new();
        for kind in Mentions::of(law, norm).events {
            if !self.searched.contains(&kind) {
                faults.push(Fault::NotSearched { kind });
            }
        }
        let lists = self
            .events
            .iter()
            .map(|event| (&event.kind, &event.claims))
            .chain(self.stretches.iter().map(|stretch| (&stretch.drawn.state, &stretch.claims)));
        for (what, claims) in lists {
            if let Some(number) = claims.iter().find(|number| **number >= self.claims.len()) {
                faults.push(Fault::NoSuchClaim { what: what.clone(), number: *number });
            }
        }
        for event in &self.events {
            if event.claims.is_empty() {
                faults.push(Fault::NothingToRestOn { kind: event.kind.clone() });
            }
            let fits = |claim: &Claim| claim.kind == event.kind && claim.polarity == Polarity::Asserted;
            if event.drawn.is_none() && !self.of(&event.claims).all(fits) {
                faults.push(Fault::OfAnotherKind { kind: event.kind.clone() });
            }
        }
        let told: BTreeSet<usize> =
            self.events.iter().flat_map(|event| event.claims.iter().copied()).collect();
        for (number, claim) in self.claims.iter().enumerate() {
            let told = told.contains(&number);
            if claim.polarity == Polarity::Asserted && self.searched.contains(&claim.kind) && !told {
                faults.push(Fault::Unaccounted { claim: Box::new(claim.clone()) });
            }
        }
        faults
    }

    fn of<'a>(&'a self, numbers: &'a [usize]) -> impl Iterator<Item = &'a Claim> {
        numbers.iter().filter_map(|number| self.claims.get(*number))
    }

    /// What the claims come to, read as of a day.
    pub fn record(&self, norm: &Norm, as_of: Date) -> Record {
        let mut record = Record::new(Minute::of(as_of.at(23, 59, 0, 0)));
        for event in &self.events {
            let before =
                matches!(&norm.rule, Rule::Never { period: Period::Before(end), .. } if *end == event.kind);
            let versions = self.versions(event, record.now);
            if !versions.is_empty() && (before || !event.elsewhere) {
                let (qualifiers, roles) = (event.qualifiers.clone(), event.roles.clone());
                record.events.push(Told { kind: event.kind.clone(), versions, qualifiers, roles });
            }
        }
        for claim in &self.claims {
            if claim.polarity == Polarity::Denied && self.searched.contains(&claim.kind) {
                let reach = record.denied.entry(claim.kind.clone()).or_insert(claim.interval.latest);
                *reach = reach.zip(claim.interval.latest).map(|(a, b)| a.max(b));
            }
        }
        record.stretches = self.stretches.iter().map(|stretch| stretch.drawn.clone()).collect();
        record.complete = self.complete.clone();
        record.circumstances = self.circumstances.clone();
        record.measures = self.measures.clone();
        record.country = self.country.clone();
        record
    }

    /// The dates that the claims of an event give, the most exact first, those that fit each other made one. None is after
    /// now.
    fn versions(&self, event: &Event, now: Minute) -> Vec<Interval> {
        let past = Interval { earliest: None, latest: Some(now) };
        if let Some(drawn) = event.drawn {
            return drawn.meet(past).into_iter().collect();
        }
        let mut dates: Vec<Interval> = self
            .of(&event.claims)
            .filter(|claim| claim.dates)
            .filter_map(|claim| claim.interval.meet(past))
            .collect();
        let width = |date: &Interval| date.earliest.zip(date.latest).map_or(i64::MAX, |(a, b)| b.0 - a.0);
        dates.sort_by_key(|date| (width(date), date.earliest, date.latest));
        let mut versions: Vec<Interval> = Vec::new();
        for next in dates {
            match versions.iter_mut().find_map(|kept| kept.meet(next).map(|both| (kept, both))) {
                Some((kept, both)) => *kept = both,
                None => versions.push(next),
            }
        }
        versions.sort_by_key(|date| (date.earliest, date.latest));
        versions
    }
}
