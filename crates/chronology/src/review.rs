//! What people said of proposals: accepted, corrected, rejected, merged. It holds whatever is read later.

use std::collections::{BTreeMap, BTreeSet};

use remand_reading::{
    About, Account, Basis, Claim, ClaimIx, EntryIx, EventKind, Modality, Polarity, Quantity, Reading,
    RoleFiller, Source, SourceIx, SourceKind, Term,
};
use remand_timex::When;
use remand_vault::ItemId;
use serde::{Deserialize, Serialize};

use crate::{Event, event};

/// A source as it stands in a statement: by name, since its number may be another one when the items are read again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Informant {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Whose account it belongs to.
    pub account: Account,
}

/// A claim that stands for itself: what the journal keeps of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The item.
    pub item: ItemId,
    /// First byte of its words in the text of the item.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub when: When,
    /// Where `when` comes from.
    pub basis: Basis,
    /// The announcement it is taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_public: Option<When>,
    /// Who says it.
    pub asserter: Informant,
    /// Through whom, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Informant>,
    /// Is it said to be so?
    pub polarity: Polarity,
    /// How it is put.
    pub modality: Modality,
    /// Whom it concerns.
    pub about: About,
    /// For orders: what they cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// For tolls, petitions, referendums.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Who and what takes part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleFiller>,
}

/// What a person said of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The source says this.
    Accepted,
    /// The source says something like it: what, stands in [`Review::corrected`].
    Corrected,
    /// The source says no such thing.
    Rejected,
    /// Looked at, and left as proposed.
    Skipped,
    /// It speaks of the same event as [`Review::same_event_as`].
    Merged,
}

/// A decision about one proposal. The last one about a proposal counts; merging comes on top of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who decided, as the person wants to be named.
    pub by: String,
    /// When (RFC 3339). The journal has it, so it is not written twice.
    #[serde(skip)]
    pub at: String,
    /// The proposal as it was shown.
    pub statement: Statement,
    /// What was decided.
    pub verdict: Verdict,
    /// What holds instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Statement>,
    /// A statement of the event it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_event_as: Option<Statement>,
}

/// That a person has looked at a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Accepted, corrected or skipped; what was rejected is no claim any more.
    pub verdict: Verdict,
    /// Who.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
}

/// What reviews came to in a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// Claims that a person looked at.
    pub marks: BTreeMap<ClaimIx, Mark>,
    /// Proposals that were rejected and are left out.
    pub rejected: usize,
    /// Decisions about items, or words, that are not in the record.
    pub elsewhere: usize,
    /// Who decided, each once, in order of the name.
    pub by: Vec<String>,
}

impl Reviewed {
    /// Claims that a person accepted or corrected.
    pub fn confirmed(&self) -> usize {
        let confirmed = |mark: &&Mark| matches!(mark.verdict, Verdict::Accepted | Verdict::Corrected);
        self.marks.values().filter(confirmed).count()
    }
}

/// A proposal is known again by its words, its kind and who says it.
type Key = (ItemId, usize, usize, EventKind, String);

impl Statement {
    /// The claim with this number, and its words.
    pub fn of(reading: &Reading, ix: ClaimIx, quote: &str) -> Option<Self> {
        let claim = reading.claims.get(ix.0)?;
        let informant = |source: SourceIx| {
            reading.sources.get(source.0).map(|s| Informant {
                name: s.name.clone(),
                kind: s.kind,
                account: s.account,
            })
        };
        Some(Self {
            item: claim.passage.item,
            start: claim.passage.start,
            end: claim.passage.end,
            quote: quote.to_owned(),
            kind: claim.kind,
            when: claim.when.clone(),
            basis: claim.basis,
            made_public: claim.made_public.clone(),
            asserter: informant(claim.asserter)?,
            via: claim.via.iter().filter_map(|via| informant(*via)).collect(),
            polarity: claim.polarity,
            modality: claim.modality,
            about: claim.about,
            term: claim.term.clone(),
            quantity: claim.quantity.clone(),
            roles: claim.roles.clone(),
        })
    }

    fn key(&self) -> Key {
        (self.item, self.start, self.end, self.kind, self.asserter.name.clone())
    }

    fn claim(&self, entry: EntryIx, sources: &mut Vec<Source>) -> Claim {
        let mut place = |informant: &Informant| {
            let same = |s: &Source| s.name == informant.name && s.account == informant.account;
            SourceIx(sources.iter().position(same).unwrap_or_else(|| {
                sources.push(Source {
                    name: informant.name.clone(),
                    variants: vec![informant.name.clone()],
                    kind: informant.kind,
                    account: informant.account,
                });
                sources.len() - 1
            }))
        };
        Claim {
            kind: self.kind,
            passage: remand_reading::Passage { item: self.item, start: self.start, end: self.end },
            entry,
            when: self.when.clone(),
            basis: self.basis,
            made_public: self.made_public.clone(),
            asserter: place(&self.asserter),
            via: self.via.iter().map(&mut place).collect(),
            polarity: self.polarity,
            modality: self.modality,
            about: self.about,
            term: self.term.clone(),
            quantity: self.quantity.clone(),
            roles: self.roles.clone(),
        }
    }
}

fn key(reading: &Reading, claim: &Claim) -> Key {
    let name = reading.sources.get(claim.asserter.0).map(|s| s.name.clone()).unwrap_or_default();
    (claim.passage.item, claim.passage.start, claim.passage.end, claim.kind, name)
}

/// Pairs of claims that a person holds to be of one event.
pub(crate) type Merges = Vec<(ClaimIx, ClaimIx)>;

/// Joins the events that a person said are one. Events of two kinds stay apart.
pub(crate) fn merge(reading: &Reading, events: &mut Vec<Event>, merges: &Merges) {
    for (a, b) in merges {
        let with = |ix: &ClaimIx| events.iter().position(|event| event.claims.contains(ix));
        let (Some(one), Some(other)) = (with(a), with(b)) else { continue };
        let kinds = |at: usize| events.get(at).map(|event| event.kind);
        if one == other || kinds(one) != kinds(other) {
            continue;
        }
        let gone = events.remove(one.max(other));
        if let Some(kept) = events.get_mut(one.min(other)) {
            let claims = kept.claims.iter().chain(&gone.claims).copied().collect();
            *kept = event::summarise(reading, gone.kind, claims);
        }
    }
    event::in_order(events);
}

/// Puts what people decided into what was read: rejected claims go, corrected ones say what the person said, and an
/// accepted one stays also where the program no longer proposes it.
pub(crate) fn apply(reading: &mut Reading, reviews: &[Review]) -> (Reviewed, Merges) {
    let mut reviewed = Reviewed::default();
    let by: BTreeSet<&str> = reviews.iter().map(|r| r.by.as_str()).collect();
    reviewed.by = by.into_iter().map(str::to_owned).collect();
    let mut last: BTreeMap<Key, &Review> = BTreeMap::new();
    for review in reviews.iter().filter(|r| r.verdict != Verdict::Merged) {
        last.insert(review.statement.key(), review);
    }
    let mut marks: BTreeMap<Key, Mark> = BTreeMap::new();
    let mut stands_for: BTreeMap<Key, Key> = BTreeMap::new();
    let mut claims = std::mem::take(&mut reading.claims);
    for (proposal, review) in last {
        let found = claims.iter().position(|claim| key(reading, claim) == proposal);
        let holds = review.corrected.as_ref().unwrap_or(&review.statement);
        let entry = reading
            .entries
            .iter()
            .position(|e| e.passage.item == holds.item && e.passage.range().contains(&holds.start));
        match (review.verdict, found, entry) {
            (Verdict::Rejected, Some(at), _) => {
                claims.remove(at);
                reviewed.rejected += 1;
                continue;
            }
            (Verdict::Rejected | Verdict::Skipped, None, Some(_)) => continue,
            (Verdict::Skipped, Some(_), _) => {}
            (_, Some(at), _) => {
                let entry = claims.get(at).map_or(EntryIx(0), |claim| claim.entry);
                let claim = holds.claim(entry, &mut reading.sources);
                if let Some(slot) = claims.get_mut(at) {
                    *slot = claim;
                }
            }
            (_, None, Some(entry)) => {
                let claim = holds.claim(EntryIx(entry), &mut reading.sources);
                // The same words read a little differently by now are no second claim.
                let again = |c: &Claim| c.kind == claim.kind && c.passage.overlaps(&claim.passage);
                let account = holds.asserter.account;
                claims.retain(|c| !again(c) || reading.account(c.asserter) != account);
                let before = |c: &Claim| (c.entry, c.passage.start) <= (claim.entry, claim.passage.start);
                let at = claims.iter().rposition(before).map_or(0, |at| at + 1);
                claims.insert(at, claim);
            }
            (_, None, None) => {
                reviewed.elsewhere += 1;
                continue;
            }
        }
        stands_for.insert(proposal, holds.key());
        let mark = Mark { verdict: review.verdict, by: review.by.clone(), at: review.at.clone() };
        marks.insert(holds.key(), mark);
    }
    let mut places: BTreeMap<Key, ClaimIx> = BTreeMap::new();
    for (ix, claim) in claims.iter().enumerate() {
        let key = key(reading, claim);
        if let Some(mark) = marks.get(&key) {
            reviewed.marks.insert(ClaimIx(ix), mark.clone());
        }
        places.entry(key).or_insert(ClaimIx(ix));
    }
    let place = |statement: &Statement| {
        let key = statement.key();
        places.get(stands_for.get(&key).unwrap_or(&key)).copied()
    };
    let merged = reviews.iter().filter(|r| r.verdict == Verdict::Merged);
    let merges = merged.filter_map(|r| place(&r.statement).zip(r.same_event_as.as_ref().and_then(place)));
    let merges = merges.collect();
    reading.claims = claims;
    (reviewed, merges)
}
