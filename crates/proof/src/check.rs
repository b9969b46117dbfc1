//! Checking a proof against the packs and a published record, without the evaluator that found it.

use std::fmt;

use remand_law::{Law, Norm, Outcome};

use crate::proof::{Claim, Polarity, Proof, SCHEMA};
use crate::reading::{Happened, Lasted, Reading, Says, judge};
use crate::{Mentions, On, Points, Record, RecordView, Standing, Stated, Told, outlook};

/// A proof that holds, and how far it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Readings on which the norm was asked.
    pub readings: usize,
    /// There are more: the outcome was not refuted by those that were looked at.
    pub in_part: bool,
    /// The proof leaves the outcome open, and these readings decide it: the evaluator may be wider than the law.
    pub decides: Option<Outcome>,
}

/// Something that a proof says and that is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has another form.
    Schema {
        /// What it says.
        found: String,
    },
    /// No norm of the packs has this id.
    UnknownNorm {
        /// The id.
        norm: String,
    },
    /// The packs have the norm, with another text.
    OtherText {
        /// The id.
        norm: String,
        /// Digests of the versions that the packs have.
        known: Vec<String>,
    },
    /// A kind of event that the norm speaks of was not searched for.
    NotSearched {
        /// The kind.
        kind: String,
    },
    /// A claim is named that the proof does not list.
    NoSuchClaim {
        /// What names it.
        what: String,
        /// Its number.
        number: usize,
    },
    /// An event that no claim tells.
    NothingToRestOn {
        /// Its kind.
        kind: String,
    },
    /// An event rests on a claim of something else, or on one that does not assert it.
    OfAnotherKind {
        /// Its kind.
        kind: String,
    },
    /// A claim says that something happened, and no event of the proof rests on it.
    Unaccounted {
        /// The claim.
        claim: Box<Claim>,
    },
    /// The record does not have a claim that the proof cites, or has it with other words, dates or source.
    NotInRecord {
        /// The claim.
        claim: Box<Claim>,
        /// What the record has at that place.
        found: Option<String>,
    },
    /// The record has a claim that counts and that the proof does not list.
    LeftOut {
        /// The claim.
        claim: Box<Stated>,
    },
    /// The record speaks as of an earlier day than the proof.
    EarlierRecord {
        /// The day of the record.
        record: String,
    },
    /// A reading says what no choice between the claims gives.
    Outside {
        /// Which of the two readings.
        reading: &'static str,
        /// What of it.
        what: String,
    },
    /// A reading does not come out as the proof says.
    OtherOnReading {
        /// Which of the two readings.
        reading: &'static str,
        /// What the norm comes to on it.
        found: String,
    },
    /// What the proof says of the outcome and of the readings does not go together.
    Inconsistent {
        /// How.
        why: String,
    },
    /// A reading refutes the outcome.
    Refuted {
        /// What the proof says.
        claimed: Outcome,
        /// What the readings come to.
        found: Outcome,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema { found } => write!(f, "the proof is of the form `{found}`; this checks `{SCHEMA}`"),
            Self::UnknownNorm { norm } => {
                write!(f, "no pack has the norm `{norm}`; give the packs that the finding was made with")
            }
            Self::OtherText { norm, known } => write!(
                f,
                "the packs have `{norm}` with another text (digest {}); give the packs that the finding was made with",
                known.join(" or ")
            ),
            Self::NotSearched { kind } => {
                write!(f, "the norm speaks of `{kind}`, and the proof does not say that it was searched for")
            }
            Self::NoSuchClaim { what, number } => {
                write!(f, "`{what}` rests on claim {number}, which the proof does not list")
            }
            Self::NothingToRestOn { kind } => {
                write!(f, "the proof has an event `{kind}` that no claim tells")
            }
            Self::OfAnotherKind { kind } => {
                write!(f, "an event `{kind}` rests on a claim that does not say that it happened")
            }
            Self::Unaccounted { claim } => write!(f, "{} is cited, and no event rests on it", Place(claim)),
            Self::NotInRecord { claim, found: Some(found) } => {
                write!(f, "{}: the record has {found} there", Place(claim))
            }
            Self::NotInRecord { claim, found: None } => {
                write!(f, "{}: the record has no such claim there", Place(claim))
            }
            Self::LeftOut { claim } => write!(
                f,
                "the record has a claim of `{}` by {} ({}, bytes {} to {} of item {}) that the proof leaves out",
                claim.kind, claim.asserter, claim.interval, claim.start, claim.end, claim.item
            ),
            Self::EarlierRecord { record } => {
                write!(f, "the record speaks as of {record}, before the day of the proof")
            }
            Self::Outside { reading, what } => write!(f, "the reading {reading}: {what}"),
            Self::OtherOnReading { reading, found } => {
                write!(f, "the reading {reading}: there it is {found}")
            }
            Self::Inconsistent { why } => write!(f, "the proof contradicts itself: {why}"),
            Self::Refuted { claimed, found } => write!(
                f,
                "the proof says {}; the readings of its own claims come to {}",
                claimed.name(),
                found.name()
            ),
        }
    }
}

struct Place<'a>(&'a Claim);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Claim { kind, asserter, item, start, end, interval, .. } = self.0;
        write!(f, "the claim of `{kind}` by {asserter} ({interval}, bytes {start} to {end} of item {item})")
    }
}

const BREACHED: &str = "on which it is breached";
const NOT_BREACHED: &str = "on which it is not breached";

/// Checks a proof against a linked law and a record, looking at `budget` readings at most ([`BUDGET`](crate::BUDGET) is enough for most).
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(proof: &Proof, law: &Law, record: &RecordView, budget: usize) -> Result<Checked, Vec<Fault>> {
    let norm = norm(proof, law).map_err(|fault| vec![fault])?;
    let mut faults = proof.inputs.faults(law, norm);
    compare_claims(proof, law, norm, record, &mut faults);
    // Readings of claims that are not those of the record show nothing.
    if !faults.is_empty() {
        return Err(faults);
    }
    let told = proof.record(norm);
    let asked = Mentions::of(law, norm);
    for (reading, name) in [(&proof.breach, BREACHED), (&proof.no_breach, NOT_BREACHED)] {
        let Some(reading) = reading else { continue };
        faults.extend(outside(reading, &told, &asked).map(|what| Fault::Outside { reading: name, what }));
        let wrong = match judge(law, norm, reading) {
            Ok(judged) if (judged.says == Says::Breached) == (name == BREACHED) => None,
            Ok(judged) => Some(judged.why),
            Err(_) => Some("not decided, for it does not say all that must be supposed".to_owned()),
        };
        faults.extend(wrong.map(|found| Fault::OtherOnReading { reading: name, found }));
    }
    let every = outlook(law, &[norm], &told, Points::EveryMinute, budget);
    let in_part = every.in_part;
    let found = if in_part { outlook(law, &[norm], &told, Points::Ends, budget) } else { every };
    faults.extend(
        inconsistent(proof, Some(found.outcome).filter(|_| !in_part || found.obligations < 2))
            .map(|why| Fault::Inconsistent { why }),
    );
    let refuted = match proof.breached {
        On::Every => found.no_breach.is_some(),
        On::None => found.breach.is_some(),
        On::Some => false,
    };
    let refuted = refuted
        || match proof.outcome {
            Outcome::Undetermined => false,
            // Between the minutes that were looked at there can be a breach, or none.
            Outcome::Contested => found.outcome == Outcome::Undetermined && !found.in_part,
            // Among readings that were not looked at there can be one on which it is kept.
            Outcome::Met if found.in_part => ![Outcome::Met, Outcome::NotApplicable].contains(&found.outcome),
            claimed => found.outcome != claimed,
        };
    if refuted {
        faults.push(Fault::Refuted { claimed: proof.outcome, found: found.outcome });
    }
    let decides = (proof.outcome == Outcome::Undetermined && found.outcome != proof.outcome && !in_part)
        .then_some(found.outcome);
    if faults.is_empty() { Ok(Checked { readings: found.readings, in_part, decides }) } else { Err(faults) }
}

/// The norm of the packs that the proof used.
fn norm<'l>(proof: &Proof, law: &'l Law) -> Result<&'l Norm, Fault> {
    if proof.schema != SCHEMA {
        return Err(Fault::Schema { found: proof.schema.clone() });
    }
    let versions: Vec<&Norm> = law.norms.iter().filter(|norm| norm.id == proof.norm).collect();
    if versions.is_empty() {
        return Err(Fault::UnknownNorm { norm: proof.norm.clone() });
    }
    let known: Vec<String> = versions.iter().map(|norm| norm.digest()).collect();
    let same = versions.into_iter().zip(&known).find(|(_, digest)| **digest == proof.digest);
    let found = same.map(|(norm, _)| norm);
    found.ok_or(Fault::OtherText { norm: proof.norm.clone(), known })
}

/// Every claim of the proof is in the record as it is cited, and none that counts is left out.
fn compare_claims(proof: &Proof, law: &Law, norm: &Norm, record: &RecordView, faults: &mut Vec<Fault>) {
    if record.as_of < proof.as_of {
        faults.push(Fault::EarlierRecord { record: record.as_of.to_string() });
    }
    let kinds = Mentions::of(law, norm).events;
    let on_account = |stated: &Stated| proof.account == "all" || stated.account == proof.account;
    let same_place = |claim: &Claim, stated: &Stated| {
        (&stated.kind, &stated.item, stated.start, stated.end, &stated.event)
            == (&claim.kind, &claim.item, claim.start, claim.end, &claim.event)
    };
    let same = |claim: &Claim, stated: &Stated| {
        same_place(claim, stated)
            && stated.polarity == Some(claim.polarity)
            && stated.interval == claim.interval
            && stated.asserter == claim.asserter
    };
    for (number, claim) in proof.inputs.claims.iter().enumerate() {
        let own = proof.inputs.events.iter().any(|event| !event.elsewhere && event.claims.contains(&number));
        let must_be_own = kinds.contains(&claim.kind) && (own || claim.polarity != Polarity::Asserted);
        let fits = |stated: &&Stated| same(claim, stated) && (!must_be_own || on_account(stated));
        if record.claims.iter().any(|stated| fits(&stated)) {
            continue;
        }
        let there = record.claims.iter().find(|stated| same_place(claim, stated));
        let found = there.map(|stated| {
            let says = match stated.polarity {
                Some(Polarity::Asserted) => "that it happened",
                Some(Polarity::Denied) => "that it did not happen",
                Some(Polarity::NotKnown) => "that nothing is known of it",
                None => "no statement of what happened to the person",
            };
            format!("{says} ({}, {} on the account `{}`)", stated.interval, stated.asserter, stated.account)
        });
        faults.push(Fault::NotInRecord { claim: Box::new(claim.clone()), found });
    }
    for stated in &record.claims {
        let public = stated.published.is_none_or(|day| day <= proof.as_of);
        let counts = stated.polarity.is_some() && !stated.of_nobody && public && on_account(stated);
        let cited = || proof.inputs.claims.iter().any(|claim| same(claim, stated));
        if counts && kinds.contains(&stated.kind) && !cited() {
            faults.push(Fault::LeftOut { claim: Box::new(stated.clone()) });
        }
    }
}

/// What of a reading is no choice between the claims of the record.
fn outside(reading: &Reading, record: &Record, asked: &Mentions) -> Option<String> {
    let same = (reading.now, &reading.country, &reading.complete, &reading.measures)
        == (record.now, &record.country, &record.complete, &record.measures);
    if !same {
        return Some("its day, state, complete sources or measures are not those of the proof".to_owned());
    }
    let circumstance = |(name, holds): (&String, &bool)| reading.circumstances.get(name) != Some(holds);
    if let Some((name, _)) = record.circumstances.iter().find(|given| circumstance(*given)) {
        return Some(format!("it does not have it that `{name}` is as the record says"));
    }
    if let Some((kind, _)) =
        reading.denied.iter().find(|(kind, reach)| record.denied.get(*kind) != Some(reach))
    {
        return Some(format!("`{kind}` is not denied so in the record"));
    }
    if let Some(event) = reading.events.iter().find(|event| !is_told(event, record, reading)) {
        return Some(format!("`{}` at {} lies in no version of its date", event.kind, event.at));
    }
    let of_it = |number: usize| reading.events.iter().filter(|event| event.told == number).count();
    let asked_of = |(_, told): &(usize, &Told)| asked.events.contains(&told.kind);
    for (number, told) in record.events.iter().enumerate().filter(asked_of) {
        if of_it(number) != 1 && !(of_it(number) == 0 && reading.denied.contains_key(&told.kind)) {
            return Some(format!("it does not have `{}` ({number}) once", told.kind));
        }
    }
    for state in &asked.states {
        let drawn = record.stretches.iter().filter(|drawn| drawn.state == *state).count();
        if reading.stretches.iter().filter(|lasted| lasted.state == *state).count() != drawn {
            return Some(format!("it does not have every stretch of `{state}`"));
        }
    }
    let lies = |lasted: &Lasted| {
        record.stretches.get(lasted.drawn).is_some_and(|drawn| {
            drawn.state == lasted.state
                && drawn.from.holds(lasted.from)
                && (drawn.last.holds(lasted.last) || lasted.last == lasted.from)
                && drawn.open == lasted.open
                && match drawn.standing {
                    Standing::Holds => lasted.held,
                    Standing::Denied => !lasted.held,
                    Standing::Disputed => true,
                }
        })
    };
    let stray = reading.stretches.iter().find(|lasted| !lies(lasted));
    stray.map(|lasted| {
        format!("`{}` from {} to {} is no stretch of the record", lasted.state, lasted.from, lasted.last)
    })
}

/// An event of a reading is one that the record tells, at a minute of the version that it takes.
fn is_told(event: &Happened, record: &Record, reading: &Reading) -> bool {
    record.events.get(event.told).is_some_and(|told| {
        told.kind == event.kind
            && told.roles == event.roles
            && told.qualifiers.iter().all(|name| event.qualifiers.get(name) == Some(&true))
            && told.versions.contains(&event.within)
            && (event.within.holds(event.at) || event.within.earliest.is_none())
            && event.at <= reading.now
    })
}

/// How the outcome, on how many readings it is breached, and the readings do not go together. `found` is what all readings
/// come to, where that is known.
fn inconsistent(proof: &Proof, found: Option<Outcome>) -> Option<String> {
    let fits = match proof.outcome {
        Outcome::NotMet => proof.breached == On::Every,
        Outcome::Contested => proof.breached == On::Some,
        Outcome::Met | Outcome::NotApplicable => proof.breached == On::None,
        Outcome::Undetermined => proof.breached != On::Every,
    };
    let name = proof.outcome.name();
    if !fits {
        return Some(
            format!("it says {name} and that it is breached on {:?} of the readings", proof.breached)
                .to_lowercase(),
        );
    }
    match (proof.breached, &proof.breach, &proof.no_breach) {
        (On::Every, None, _) | (On::Some, None, _) if proof.outcome != Outcome::Undetermined => {
            Some(format!("it says {name} and gives no reading on which it is breached"))
        }
        // Several obligations can take turns: one or another is breached on every reading, and none on all.
        (On::None | On::Some, _, None)
            if proof.outcome != Outcome::Undetermined
                && found.is_some_and(|found| found != proof.outcome) =>
        {
            Some(format!("it says {name} and gives no reading on which it is not breached"))
        }
        _ => None,
    }
}
