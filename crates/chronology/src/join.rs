//! Which claims of one kind are of one event.
//!
//! Claims are taken from the most exact date to the least. A claim goes to the event whose dates and parties it can
//! have; where several events are left, to the only one of them whose parties or place it names; else to none of
//! them. Nothing is joined that would make a date more exact than somebody's words.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use remand_reading::{About, Claim, ClaimIx, EventKind, Polarity, Reading};
use remand_timex::When;

use crate::event::{Stance, dated, term_end, width};
use crate::party::{Likeness, Parties, Speaker};

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

/// Events that a claim is held against before it is given up as one that could mean any of them.
const LOOKED_AT: usize = 24;
/// Days that a date may span and still be found by its first one.
const NARROW: i32 = 7;

/// What joining needs to know of the whole record.
pub(crate) struct Joining<'r> {
    parties: Parties<'r>,
    boundaries: Boundaries,
    /// Days on which an order about the person of the case was made.
    ordered: BTreeSet<Date>,
}

impl<'r> Joining<'r> {
    pub(crate) fn of(reading: &'r Reading, taken: &[ClaimIx]) -> Self {
        let claims = taken.iter().filter_map(|ix| reading.claims.get(ix.0));
        let orders =
            claims.filter(|c| ORDERS.contains(&c.kind.name()) && c.about == About::Subject && dated(c));
        let ordered = orders.filter_map(|claim| claim.when.only_day()).collect();
        Self { parties: Parties::of(reading), boundaries: Boundaries::of(reading, taken), ordered }
    }

    /// Claims of one kind, about the same people and of one stance, event by event.
    pub(crate) fn events(
        &self,
        kind: EventKind,
        about: About,
        stance: Stance,
        claims: Vec<(ClaimIx, &Claim)>,
    ) -> Vec<Vec<ClaimIx>> {
        if kind.describe().once && about == About::Subject && stance == Stance::Happened {
            self.boundaries.split(kind, claims)
        } else if ORDERS.contains(&kind.name()) {
            self.orders(claims)
        } else {
            self.same_time(claims)
        }
    }

    /// Whom the claim concerns: an order that names nobody, of a day on which the person's was made, is that one.
    pub(crate) fn about(&self, claim: &Claim) -> About {
        let of_subject = claim.about == About::Nobody
            && ORDERS.contains(&claim.kind.name())
            && dated(claim)
            && claim.when.only_day().is_some_and(|day| self.ordered.contains(&day));
        if of_subject { About::Subject } else { claim.about }
    }

    /// Whose statement it is, for kinds of which each speaker's are events of their own.
    pub(crate) fn speaker(&self, claim: &Claim) -> Option<Speaker> {
        STATEMENTS.contains(&claim.kind.name()).then(|| self.parties.speaker(claim))
    }

    /// Could the claim be of the event, as far as those who take part in it tell? How many of them both name.
    fn parties(&self, group: &Group<'_>, claim: &Claim) -> Option<usize> {
        let kind = claim.kind.name();
        let day = claim.when.only_day();
        let same_day = dated(claim) && group.dated && day.is_some() && group.core.only_day() == day;
        // Those of one speaker are looked at alone.
        if STATEMENTS.contains(&kind) {
            return Some(0);
        }
        // What passes between two parties is known by them; of anything else one day sees one.
        let roles = &claim.kind.describe().roles;
        let passes = ["by", "to"].iter().all(|role| roles.iter().any(|r| r == role));
        let mut named = 0;
        for role in ["by", "to", "from", "place", "court", "counsel", "detainee"] {
            let likeness = self.role(group, claim, role);
            let decisive = match role {
                "to" | "detainee" => true,
                "by" => passes || !same_day,
                _ => false,
            };
            match likeness {
                Likeness::Same => named += 1,
                Likeness::Different if decisive => return None,
                Likeness::Unlike if decisive && passes => return None,
                _ => {}
            }
        }
        Some(named)
    }

    fn role(&self, group: &Group<'_>, claim: &Claim, role: &str) -> Likeness {
        let fillers = group.fillers.iter().filter(|(of, _)| *of == role).map(|(_, text)| *text);
        let mine = claim.roles.iter().filter(|r| r.role == role);
        let pairs = mine.flat_map(|r| fillers.clone().map(|text| self.parties.like(&r.text, text)));
        pairs.min().unwrap_or(Likeness::Unknown)
    }

    /// Claims of one kind whose dates meet. A date that fits two events belongs to neither; a claim without a date of
    /// its own belongs to the only event it can mean.
    fn same_time(&self, mut claims: Vec<(ClaimIx, &Claim)>) -> Vec<Vec<ClaimIx>> {
        narrow_first(&mut claims);
        let mut groups = Groups::default();
        let mut ambiguous: Vec<Group<'_>> = Vec::new();
        let mut loose = Groups::default();
        for (ix, claim) in claims {
            match self.choose(&groups, claim) {
                Choice::One(at) => groups.take(at, ix, claim),
                Choice::Several if dated(claim) => ambiguous.push(Group::new(ix, claim)),
                Choice::None if dated(claim) => groups.push(Group::new(ix, claim)),
                Choice::None | Choice::Several => match self.first(&loose, claim) {
                    Some(at) => loose.take(at, ix, claim),
                    None => loose.push(Group::new(ix, claim)),
                },
            }
        }
        indices(groups.list.into_iter().chain(ambiguous).chain(loose.list))
    }

    fn may_take(&self, group: &Group<'_>, claim: &Claim) -> Option<usize> {
        if !group.core.meets(&claim.when) {
            return None;
        }
        self.parties(group, claim)
    }

    fn choose(&self, groups: &Groups<'_>, claim: &Claim) -> Choice {
        let mut fitting: Vec<(usize, usize)> = Vec::new();
        for at in groups.near(&claim.when).take(LOOKED_AT) {
            if let Some(named) = groups.list.get(at).and_then(|group| self.may_take(group, claim)) {
                fitting.push((named, at));
            }
        }
        let most = fitting.iter().map(|(named, _)| *named).max().unwrap_or(0);
        let mut best = fitting.iter().filter(|(named, _)| *named == most);
        match (fitting.as_slice(), best.next(), best.next()) {
            ([], ..) => Choice::None,
            ([(_, at)], ..) => Choice::One(*at),
            (_, Some((named, at)), None) if *named > 0 => Choice::One(*at),
            _ => Choice::Several,
        }
    }

    fn first(&self, groups: &Groups<'_>, claim: &Claim) -> Option<usize> {
        let mut near = groups.near(&claim.when).take(LOOKED_AT);
        near.find(|at| groups.list.get(*at).is_some_and(|group| self.may_take(group, claim).is_some()))
    }

    /// Orders: the same order where the terms end on the same day. An order without a stated end is the one whose term
    /// is the next to end after it.
    fn orders(&self, mut claims: Vec<(ClaimIx, &Claim)>) -> Vec<Vec<ClaimIx>> {
        narrow_first(&mut claims);
        let (ending, open): (Vec<_>, Vec<_>) =
            claims.into_iter().partition(|(_, claim)| term_end(claim).is_some());
        let mut groups = Groups::default();
        for (ix, claim) in ending {
            let Some(until) = term_end(claim) else { continue };
            match groups.ending_on(until) {
                Some(at) => groups.take(at, ix, claim),
                None => groups.push(Group::new(ix, claim)),
            }
        }
        let mut loose = Groups::default();
        for (ix, claim) in open {
            let fitting: Vec<usize> = groups
                .ending_after(claim.when.earliest)
                .take(LOOKED_AT)
                .filter(|at| groups.list.get(*at).is_some_and(|group| self.may_take(group, claim).is_some()))
                .collect();
            let group = match fitting.as_slice() {
                [] => None,
                _ if dated(claim) => {
                    let same_day = |at: &&usize| {
                        let day = groups.list.get(**at).and_then(|group| group.core.only_day());
                        day.is_some() && day == claim.when.only_day()
                    };
                    fitting.iter().find(same_day).or(fitting.first()).copied()
                }
                [one] => Some(*one),
                several if claim.polarity == Polarity::Denied => {
                    // "No such ruling exists" denies the one that the same text has told of last.
                    let told = |at: &&usize| {
                        let claims = groups.list.get(**at).into_iter().flat_map(|group| &group.claims);
                        claims
                            .filter(|(_, c)| c.entry == claim.entry && c.passage < claim.passage)
                            .map(|(ix, _)| *ix)
                            .max()
                    };
                    several.iter().filter(|at| told(at).is_some()).max_by_key(told).copied()
                }
                _ => None,
            };
            match group {
                Some(at) => groups.take(at, ix, claim),
                None if dated(claim) => groups.push(Group::new(ix, claim)),
                None => match self.first(&loose, claim) {
                    Some(at) => loose.take(at, ix, claim),
                    None => loose.push(Group::new(ix, claim)),
                },
            }
        }
        indices(groups.list.into_iter().chain(loose.list))
    }
}

enum Choice {
    None,
    One(usize),
    Several,
}

struct Group<'c> {
    /// What the dates of its claims leave together.
    core: When,
    until: Option<When>,
    /// The words of some claim give the date.
    dated: bool,
    /// Who and what takes part, each told once, and no more than can be compared quickly.
    fillers: Vec<(&'c str, &'c str)>,
    claims: Vec<(ClaimIx, &'c Claim)>,
}

/// Fillers of roles that a group remembers.
const FILLERS: usize = 16;

impl<'c> Group<'c> {
    fn new(ix: ClaimIx, claim: &'c Claim) -> Self {
        let mut group = Self {
            core: claim.when.clone(),
            until: term_end(claim).cloned(),
            dated: dated(claim),
            fillers: Vec::new(),
            claims: Vec::new(),
        };
        group.take(ix, claim);
        group
    }

    fn take(&mut self, ix: ClaimIx, claim: &'c Claim) {
        if let Some(core) = self.core.intersect(&claim.when) {
            self.core = core;
        }
        self.dated |= dated(claim);
        for role in &claim.roles {
            let filler = (role.role.as_str(), role.text.as_str());
            if self.fillers.len() < FILLERS && !self.fillers.contains(&filler) {
                self.fillers.push(filler);
            }
        }
        self.claims.push((ix, claim));
    }
}

/// Groups that are found by their dates.
#[derive(Default)]
struct Groups<'c> {
    list: Vec<Group<'c>>,
    /// Those whose dates span a few days, by the first of them.
    narrow: BTreeMap<Date, Vec<usize>>,
    wide: Vec<usize>,
    /// By the day on which the term ends; those without one.
    ends: BTreeMap<Date, Vec<usize>>,
    endless: Vec<usize>,
}

impl<'c> Groups<'c> {
    fn push(&mut self, group: Group<'c>) {
        let at = self.list.len();
        match narrow_day(&group.core) {
            Some(day) => self.narrow.entry(day).or_default().push(at),
            None => self.wide.push(at),
        }
        match group.until.as_ref().and_then(When::first_day) {
            Some(day) => self.ends.entry(day).or_default().push(at),
            None => self.endless.push(at),
        }
        self.list.push(group);
    }

    fn take(&mut self, at: usize, ix: ClaimIx, claim: &'c Claim) {
        let Some(group) = self.list.get_mut(at) else { return };
        let before = narrow_day(&group.core);
        group.take(ix, claim);
        if before != narrow_day(&group.core)
            && let Some(day) = narrow_day(&group.core)
        {
            self.narrow.entry(day).or_default().push(at);
            let old = before.and_then(|day| self.narrow.get_mut(&day)).unwrap_or(&mut self.wide);
            old.retain(|other| *other != at);
        }
    }

    /// Groups whose dates may meet `when`, those of few days first.
    fn near(&self, when: &When) -> impl Iterator<Item = usize> {
        let first = when.first_day().and_then(|day| day.checked_sub(NARROW.days()).ok()).unwrap_or(Date::MIN);
        let last = when.last_day().unwrap_or(Date::MAX).max(first);
        let narrow = self.narrow.range(first..=last).flat_map(|(_, groups)| groups);
        narrow.chain(&self.wide).copied()
    }

    fn ending_on(&self, until: &When) -> Option<usize> {
        let first = until.first_day().unwrap_or(Date::MIN);
        let last = until.last_day().unwrap_or(Date::MAX).max(first);
        let widest = first.checked_sub(NARROW.days()).unwrap_or(Date::MIN);
        let mut near = self.ends.range(widest..=last).flat_map(|(_, groups)| groups).copied();
        near.find(|at| {
            let end = self.list.get(*at).and_then(|group| group.until.as_ref());
            end.is_some_and(|end| end.meets(until))
        })
    }

    /// Groups whose term ends after the moment, the next to end first, then those without an end.
    fn ending_after(&self, moment: Option<DateTime>) -> impl Iterator<Item = usize> {
        let from = moment.map_or(Date::MIN, DateTime::date);
        let ends = self.ends.range(from..).flat_map(|(_, groups)| groups).copied();
        let after = move |at: &usize| {
            let end = self.list.get(*at).and_then(|group| group.until.as_ref()?.before);
            end.is_none_or(|end| moment < Some(end))
        };
        ends.filter(after).chain(self.endless.iter().copied())
    }
}

fn narrow_day(when: &When) -> Option<Date> {
    let (first, last) = when.first_day().zip(when.last_day())?;
    (last <= first.saturating_add(NARROW.days())).then_some(first)
}

fn narrow_first(claims: &mut [(ClaimIx, &Claim)]) {
    claims.sort_by_cached_key(|(ix, c)| (!dated(c), width(&c.when), c.when.earliest, *ix));
}

fn indices<'c>(groups: impl Iterator<Item = Group<'c>>) -> Vec<Vec<ClaimIx>> {
    groups.map(|group| group.claims.into_iter().map(|(ix, _)| ix).collect()).collect()
}

/// Where one detention of the subject ends and the next begins, sorted.
struct Boundaries {
    releases: Vec<DateTime>,
    arrests_after: Vec<DateTime>,
}

impl Boundaries {
    fn of(reading: &Reading, taken: &[ClaimIx]) -> Self {
        let moments = |kind: &str| -> BTreeSet<DateTime> {
            let claims = taken.iter().filter_map(|ix| reading.claims.get(ix.0));
            claims
                .filter(|c| c.kind.name() == kind && c.about == About::Subject && dated(c))
                .filter(|c| c.polarity == Polarity::Asserted && Stance::of(c) == Stance::Happened)
                .filter_map(|c| c.when.earliest)
                .collect()
        };
        let arrests = moments("arrest");
        let next = |release: &DateTime| {
            let after = (std::ops::Bound::Excluded(*release), std::ops::Bound::Unbounded);
            arrests.range(after).next().copied()
        };
        // A release that no arrest follows separates nothing.
        let (releases, arrests_after) =
            moments("release").into_iter().filter_map(|release| Some((release, next(&release)?))).unzip();
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
                .or_else(|| claim.when.before.and_then(|b| b.checked_sub(1.second()).ok()));
            let before = at.map_or(cuts.len(), |at| cuts.partition_point(|cut| *cut <= at));
            groups.entry(before).or_default().push(ix);
        }
        groups.into_values().collect()
    }
}
