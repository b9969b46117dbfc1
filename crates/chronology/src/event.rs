//! Gathers claims of the same event.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use remand_reading::{
    About, Basis, Claim, ClaimIx, DurationStart, Entry, EventKind, Modality, Polarity, Reading, Term,
};
use remand_timex::When;

use crate::Event;
use crate::words::content_words;

/// How a claim relates to the record of what happened. Only claims of one stance can be of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stance {
    /// It happened, or it did not: both speak of the same thing.
    Happened,
    NotKnown,
    Planned,
    Demanded,
    General,
}

impl Stance {
    pub(crate) fn of(claim: &Claim) -> Self {
        match (claim.modality, claim.polarity) {
            (Modality::General, _) => Self::General,
            (Modality::Demanded, _) => Self::Demanded,
            (_, Polarity::NotKnown) => Self::NotKnown,
            (Modality::Planned, _) => Self::Planned,
            (Modality::Stated | Modality::Alleged, _) => Self::Happened,
        }
    }
}

/// Statements of two speakers are two events, even on one day.
const STATEMENTS: [&str; 6] = [
    "foreign_statement",
    "government_response",
    "ngo_statement",
    "official_statement",
    "press_release",
    "statement_of_guilt",
];

/// Orders, and ends of orders: two of them differ where their terms end on different days.
pub(crate) const ORDERS: [&str; 2] = ["court_sanction", "detention_extension"];

/// The words, or arithmetic from words, give the date.
pub fn dated(claim: &Claim) -> bool {
    matches!(claim.basis, Basis::Stated | Basis::Computed) && !claim.when.is_unknown()
}

/// Of the claims of one event, those that date it: the words give the day, or, where no claim's words do, arithmetic.
/// A day that the same words give to something else is left out: the day on which a count is complete does not date
/// what it is counted from, nor the end of a term the order.
pub(crate) fn firmly_dated<'c>(
    reading: &Reading,
    claims: &[(ClaimIx, &'c Claim)],
) -> Vec<(ClaimIx, &'c Claim)> {
    let (stated, computed): (Vec<_>, Vec<_>) = claims
        .iter()
        .filter(|(_, claim)| dated(claim))
        .filter(|(ix, claim)| !dates_another(reading, *ix, claim))
        .partition(|(_, claim)| claim.basis == Basis::Stated);
    if stated.is_empty() { computed } else { stated }
}

/// The claims of the same entry that stand next to this one: reading hands over an entry's claims together, and words
/// that overlap are of one entry.
fn beside(reading: &Reading, ix: ClaimIx) -> impl Iterator<Item = &Claim> {
    let (before, after) = reading.claims.split_at_checked(ix.0).unwrap_or_default();
    let entry = after.first().map(|claim| claim.entry);
    let same = move |claim: &&Claim| Some(claim.entry) == entry;
    before.iter().rev().take_while(same).chain(after.iter().take_while(same))
}

fn dates_another(reading: &Reading, ix: ClaimIx, claim: &Claim) -> bool {
    // Lengths are counted from the arrest or from an order, and terms that end are those of orders.
    let kind = claim.kind.name();
    if kind != "arrest" && !ORDERS.contains(&kind) {
        return false;
    }
    let Some(day) = claim.when.only_day() else { return false };
    let counted = || {
        reading.durations.iter().any(|stated| {
            stated.entry == claim.entry
                && stated.passage.overlaps(&claim.passage)
                && match stated.from {
                    DurationStart::Custody => claim.kind.name() == "arrest",
                    DurationStart::Event(kind) => claim.kind == kind,
                    _ => false,
                }
                && stated.at.as_ref().is_some_and(|at| at.only_day() == Some(day))
        })
    };
    let ended = || {
        ORDERS.contains(&claim.kind.name())
            && beside(reading, ix).any(|other| {
                other.kind.name() == "detention_expiry"
                    && other.passage.overlaps(&claim.passage)
                    && other.when.only_day() == Some(day)
            })
    };
    counted() || ended()
}

/// The public could know of the claim by the end of `as_of`: its entry was out, or the announcement it reports was.
/// Where nothing says when a text was published, it counts.
pub(crate) fn known_by(reading: &Reading, claim: &Claim, as_of: Date) -> bool {
    let out = |when: &When| when.first_day().is_none_or(|day| day <= as_of);
    let entry = reading.entries.get(claim.entry.0).is_none_or(|entry| out(&entry.published));
    entry || claim.made_public.as_ref().is_some_and(|when| !when.is_unknown() && out(when))
}

/// Events of the claims `taken`, in the order of their earliest moments.
pub(crate) fn gather_events(reading: &Reading, taken: &[ClaimIx]) -> Vec<Event> {
    let mut buckets: BTreeMap<_, Vec<(ClaimIx, &Claim)>> = BTreeMap::new();
    let (own, echoes) = echoes(reading, taken);
    for &ix in &own {
        let Some(claim) = reading.claims.get(ix.0) else { continue };
        let speaker = STATEMENTS.contains(&claim.kind.name()).then_some(claim.asserter);
        buckets.entry((claim.kind, claim.about, Stance::of(claim), speaker)).or_default().push((ix, claim));
    }
    let boundaries = Boundaries::of(reading, taken);
    let mut events: Vec<Event> = Vec::new();
    for ((kind, about, stance, _), claims) in buckets {
        let groups = if kind.describe().once && about == About::Subject && stance == Stance::Happened {
            boundaries.split(kind, claims)
        } else if ORDERS.contains(&kind.name()) {
            same_order(claims)
        } else {
            same_time(claims)
        };
        let with_echoes = |claims: Vec<ClaimIx>| {
            let of_these =
                echoes.iter().filter(|(_, original)| claims.contains(original)).map(|(echo, _)| *echo);
            claims.iter().copied().chain(of_these).collect()
        };
        events.extend(groups.into_iter().map(|claims| summarise(reading, kind, with_echoes(claims))));
    }
    in_order(&mut events);
    events
}

/// By the earliest moment, undated events last.
pub(crate) fn in_order(events: &mut [Event]) {
    events.sort_by(|a, b| {
        let key = |e: &Event| {
            (e.when.earliest.is_none(), e.when.earliest, e.when.before, e.kind, e.claims.first().copied())
        };
        key(a).cmp(&key(b))
    });
}

/// Claims of repeated texts, each with the claim that it repeats, apart from all others: they are of the same event,
/// whatever else they could be taken for.
fn echoes(reading: &Reading, taken: &[ClaimIx]) -> (Vec<ClaimIx>, Vec<(ClaimIx, ClaimIx)>) {
    let mut originals: BTreeMap<(usize, EventKind), Vec<(ClaimIx, &Claim)>> = BTreeMap::new();
    for &ix in taken {
        if let Some(claim) = reading.claims.get(ix.0) {
            originals.entry((claim.entry.0, claim.kind)).or_default().push((ix, claim));
        }
    }
    let original_of = |claim: &Claim| {
        let first = reading.entries.get(claim.entry.0)?.same_text_as?;
        let told = originals.get(&(first.0, claim.kind))?;
        let same = |o: &&(ClaimIx, &Claim)| {
            o.1.when == claim.when && o.1.about == claim.about && Stance::of(o.1) == Stance::of(claim)
        };
        told.iter().find(same).map(|(ix, _)| *ix)
    };
    let (mut own, mut echoes) = (Vec::new(), Vec::new());
    for &ix in taken {
        match reading.claims.get(ix.0).and_then(original_of) {
            Some(original) => echoes.push((ix, original)),
            None => own.push(ix),
        }
    }
    (own, echoes)
}

/// The event that `claims` tell of together. `claims` is not empty.
pub(crate) fn summarise(reading: &Reading, kind: EventKind, mut claims: Vec<ClaimIx>) -> Event {
    claims.sort_by_key(|&ix| {
        let published =
            reading.claims.get(ix.0).and_then(|c| reading.entries.get(c.entry.0)).map(|e| &e.published);
        let first = published.and_then(|p| p.earliest.or(p.before));
        (first.is_none(), first, ix)
    });
    let all = || claims.iter().filter_map(|&ix| Some((ix, reading.claims.get(ix.0)?)));
    let numbered: Vec<(ClaimIx, &Claim)> = all().filter(|(_, c)| c.polarity == Polarity::Asserted).collect();
    let numbered = if numbered.is_empty() { all().collect() } else { numbered };
    let when = joint_when(reading, &numbered);
    let asserted: Vec<&Claim> = numbered.iter().map(|(_, claim)| *claim).collect();
    let mut known_since = first_public(reading, &asserted);
    let happened = asserted.iter().all(|c| Stance::of(c) == Stance::Happened);
    if happened && known_since.before > when.earliest && known_since.earliest < when.earliest {
        // Nothing is reported before it has happened.
        known_since = When::bounded(when.first_day(), known_since.last_day());
    }
    Event {
        kind,
        when,
        known_since,
        independent_sources: independent(reading, &asserted),
        term: joint_term(&asserted),
        claims,
    }
}

fn joint_when(reading: &Reading, claims: &[(ClaimIx, &Claim)]) -> When {
    // Dates that meet are narrowed together; what is left apart is spanned.
    let gather = |mut whens: Vec<&'_ When>| -> Option<(When, bool)> {
        whens.sort_by_key(|w| (width(w), w.earliest));
        let mut cores: Vec<When> = Vec::new();
        for when in whens {
            match cores.iter_mut().find_map(|core| keep_form(core, when).map(|both| (core, both))) {
                Some((core, both)) => *core = both,
                None => cores.push(when.clone()),
            }
        }
        let agree = cores.len() == 1;
        let all = cores.into_iter().reduce(|all, when| all.hull(&when))?;
        Some((if agree { all } else { When::bounded(all.first_day(), all.last_day()) }, agree))
    };
    let firm = firmly_dated(reading, claims).into_iter().map(|(_, c)| &c.when).collect();
    let bounded = claims.iter().filter(|(_, c)| !dated(c) && !c.when.is_unknown()).map(|(_, c)| &c.when);
    match gather(firm) {
        Some((when, true)) => bounded.fold(when, |all, bound| keep_form(&all, bound).unwrap_or(all)),
        // Where the dates exclude each other, a bound takes no side.
        Some((when, false)) => when,
        None => gather(bounded.collect()).map(|(when, _)| when).unwrap_or_default(),
    }
}

/// The intersection, in the words' own form (`2022-01-05~`) where it is one of the two.
fn keep_form(a: &When, b: &When) -> Option<When> {
    let both = a.intersect(b)?;
    let same = |w: &When| (w.earliest, w.before) == (both.earliest, both.before);
    Some(if same(a) {
        a.clone()
    } else if same(b) {
        b.clone()
    } else {
        both
    })
}

/// The publication of the earliest text or announcement; a text that nothing dates below says nothing against it.
fn first_public(reading: &Reading, claims: &[&Claim]) -> When {
    let public = claims.iter().filter_map(|claim| {
        let announced = claim.made_public.as_ref().filter(|when| !when.is_unknown());
        announced.or_else(|| reading.entries.get(claim.entry.0).map(|entry| &entry.published))
    });
    let earliest = public.filter(|when| !when.is_unknown()).min_by_key(|when| {
        (when.before.is_none(), when.before, when.earliest.map_or(i64::MAX, |t| -seconds(t)))
    });
    earliest.cloned().unwrap_or_default()
}

fn independent(reading: &Reading, claims: &[&Claim]) -> usize {
    let original = |claim: &Claim| {
        reading.entries.get(claim.entry.0).is_none_or(|entry: &Entry| entry.same_text_as.is_none())
    };
    let speakers = |keep: &dyn Fn(&Claim) -> bool| {
        claims.iter().filter(|c| keep(c)).map(|c| c.asserter).collect::<BTreeSet<_>>().len()
    };
    // Where only the copy is known, it stands for its original.
    speakers(&original).max(usize::from(!claims.is_empty()))
}

fn joint_term(claims: &[&Claim]) -> Option<Term> {
    let terms: Vec<&Term> = claims.iter().filter_map(|c| c.term.as_ref()).collect();
    let join = |of: &dyn Fn(&Term) -> Option<&When>| {
        let mut whens = terms.iter().filter_map(|t| of(t)).filter(|w| !w.is_unknown());
        let first = whens.next()?.clone();
        Some(whens.fold(first, |all, w| keep_form(&all, w).unwrap_or_else(|| all.hull(w))))
    };
    (!terms.is_empty()).then(|| Term {
        from: join(&|t| t.from.as_ref()),
        until: join(&|t| t.until.as_ref()),
        length: terms.iter().find_map(|t| t.length.clone()),
    })
}

pub(crate) fn seconds(t: DateTime) -> i64 {
    t.duration_since(DateTime::ZERO).as_secs()
}

fn width(when: &When) -> SignedDuration {
    when.earliest.zip(when.before).map_or(SignedDuration::MAX, |(a, b)| b.duration_since(a))
}

struct Group<'a> {
    core: When,
    until: Option<When>,
    firm: bool,
    claims: Vec<(ClaimIx, &'a Claim)>,
}

impl<'a> Group<'a> {
    fn new(ix: ClaimIx, claim: &'a Claim) -> Self {
        Self {
            core: claim.when.clone(),
            until: term_end(claim).cloned(),
            firm: dated(claim),
            claims: vec![(ix, claim)],
        }
    }

    fn may_take(&self, claim: &Claim) -> bool {
        if !self.core.meets(&claim.when) {
            return false;
        }
        let same_day =
            dated(claim) && self.core.only_day().is_some() && self.core.only_day() == claim.when.only_day();
        same_day || self.claims.iter().all(|(_, other)| same_parties(other, claim))
    }

    fn take(&mut self, ix: ClaimIx, claim: &'a Claim) {
        if let Some(core) = self.core.intersect(&claim.when) {
            self.core = core;
        }
        self.until = self.until.take().or_else(|| term_end(claim).cloned());
        self.firm |= dated(claim);
        self.claims.push((ix, claim));
    }
}

/// The day on which the term is said to end.
pub(crate) fn term_end(claim: &Claim) -> Option<&When> {
    claim.term.as_ref()?.until.as_ref().filter(|until| !until.is_unknown())
}

/// Neither names a doer or an addressee that has nothing in common with the other's.
fn same_parties(a: &Claim, b: &Claim) -> bool {
    ["by", "to"].iter().all(|role| {
        let words = |claim: &Claim| -> BTreeSet<String> {
            claim.roles.iter().filter(|r| r.role == *role).flat_map(|r| content_words(&r.text)).collect()
        };
        let (a, b) = (words(a), words(b));
        a.is_empty() || b.is_empty() || !a.is_disjoint(&b)
    })
}

fn narrow_first(claims: &mut [(ClaimIx, &Claim)]) {
    claims.sort_by_key(|(ix, c)| (!dated(c), width(&c.when), c.when.earliest, *ix));
}

/// Claims of one kind whose dates meet. A date that fits two events belongs to neither; a claim without a date of its
/// own belongs to the only event it can mean.
fn same_time(mut claims: Vec<(ClaimIx, &Claim)>) -> Vec<Vec<ClaimIx>> {
    narrow_first(&mut claims);
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut ambiguous: Vec<Group<'_>> = Vec::new();
    let mut loose: Vec<Group<'_>> = Vec::new();
    for (ix, claim) in claims {
        let several = groups.iter().filter(|group| group.may_take(claim)).nth(1).is_some();
        match only(&mut groups, |group| group.may_take(claim)) {
            Some(group) => group.take(ix, claim),
            None if dated(claim) && several => ambiguous.push(Group::new(ix, claim)),
            None if dated(claim) => groups.push(Group::new(ix, claim)),
            None => match loose.iter_mut().find(|group| group.may_take(claim)) {
                Some(group) => group.take(ix, claim),
                None => loose.push(Group::new(ix, claim)),
            },
        }
    }
    indices(groups.into_iter().chain(ambiguous).chain(loose))
}

fn indices<'a>(groups: impl Iterator<Item = Group<'a>>) -> Vec<Vec<ClaimIx>> {
    groups.map(|group| group.claims.into_iter().map(|(ix, _)| ix).collect()).collect()
}

/// Orders: the same order where the terms end on the same day. An order without a stated end is the one whose term
/// is the next to end after it.
fn same_order(mut claims: Vec<(ClaimIx, &Claim)>) -> Vec<Vec<ClaimIx>> {
    narrow_first(&mut claims);
    let (ending, open): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|(_, claim)| term_end(claim).is_some());
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (ix, claim) in ending {
        let until = term_end(claim);
        let same = |group: &Group<'_>| until.zip(group.until.as_ref()).is_some_and(|(a, b)| a.meets(b));
        match groups.iter_mut().find(|group| same(group)) {
            Some(group) => group.take(ix, claim),
            None => groups.push(Group::new(ix, claim)),
        }
    }
    let mut loose: Vec<Group<'_>> = Vec::new();
    for (ix, claim) in open {
        let fits = |group: &Group<'_>| {
            let ends_after =
                group.until.as_ref().and_then(|u| u.before).is_none_or(|end| claim.when.earliest < Some(end));
            ends_after && group.may_take(claim)
        };
        let group = if dated(claim) {
            let end = |group: &Group<'_>| (!group.firm, group.until.as_ref().and_then(|u| u.before));
            groups.iter_mut().filter(|group| fits(group)).min_by_key(|group| {
                let same_day =
                    group.core.only_day().is_some() && group.core.only_day() == claim.when.only_day();
                (!same_day, end(group).1.is_none(), end(group).1)
            })
        } else {
            only(&mut groups, fits)
        };
        match group {
            Some(group) => group.take(ix, claim),
            None if dated(claim) => groups.push(Group::new(ix, claim)),
            None => match loose.iter_mut().find(|group| group.may_take(claim)) {
                Some(group) => group.take(ix, claim),
                None => loose.push(Group::new(ix, claim)),
            },
        }
    }
    indices(groups.into_iter().chain(loose))
}

fn only<'g, 'a>(groups: &'g mut [Group<'a>], fits: impl Fn(&Group<'a>) -> bool) -> Option<&'g mut Group<'a>> {
    let mut fitting = groups.iter_mut().filter(|group| fits(group));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// Where one detention of the subject ends and the next begins.
struct Boundaries {
    releases: Vec<DateTime>,
    arrests_after: Vec<DateTime>,
}

impl Boundaries {
    fn of(reading: &Reading, taken: &[ClaimIx]) -> Self {
        let moments = |kind: &str| {
            let mut moments: Vec<DateTime> = taken
                .iter()
                .filter_map(|ix| reading.claims.get(ix.0))
                .filter(|c| c.kind.name() == kind && c.about == About::Subject && dated(c))
                .filter(|c| c.polarity == Polarity::Asserted && Stance::of(c) == Stance::Happened)
                .filter_map(|c| c.when.earliest)
                .collect();
            moments.sort();
            moments.dedup();
            moments
        };
        let arrests = moments("arrest");
        // A release that no arrest follows separates nothing.
        let releases: Vec<DateTime> =
            moments("release").into_iter().filter(|r| arrests.iter().any(|a| a > r)).collect();
        let arrests_after =
            releases.iter().filter_map(|r| arrests.iter().find(|a| *a > r).copied()).collect();
        Self { releases, arrests_after }
    }

    /// One group for each detention that the claims fall into.
    fn split(&self, kind: EventKind, claims: Vec<(ClaimIx, &Claim)>) -> Vec<Vec<ClaimIx>> {
        let cuts = if kind.name() == "arrest" { &self.releases } else { &self.arrests_after };
        let mut groups: BTreeMap<usize, Vec<ClaimIx>> = BTreeMap::new();
        for (ix, claim) in claims {
            // A claim without a lower bound speaks of the latest detention that its upper bound allows.
            let at = claim
                .when
                .earliest
                .or_else(|| claim.when.before.and_then(|b| b.checked_sub(jiff::ToSpan::seconds(1)).ok()));
            let before = at.map_or(cuts.len(), |at| cuts.iter().filter(|cut| **cut <= at).count());
            groups.entry(before).or_default().push(ix);
        }
        groups.into_values().collect()
    }
}
