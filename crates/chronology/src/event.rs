//! Gathers claims of the same event.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use remand_reading::{
    Basis, Claim, ClaimIx, DurationStart, EventKind, Modality, Polarity, Reading, StatedDuration, Term,
};
use remand_timex::When;

use crate::join::{Joining, ORDERS};
use crate::{Corroboration, Event};

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

/// The claims of the same words: reading hands over those of a sentence together.
fn beside(reading: &Reading, ix: ClaimIx) -> impl Iterator<Item = &Claim> {
    let (before, after) = reading.claims.split_at_checked(ix.0).unwrap_or_default();
    let words = after.first().map(|claim| &claim.passage);
    let same = move |claim: &&Claim| words.is_some_and(|words| claim.passage.overlaps(words));
    before.iter().rev().take_while(same).chain(after.iter().take_while(same))
}

/// The lengths in the words of the claim: reading hands them over in the order of the text.
fn lengths<'r>(reading: &'r Reading, claim: &Claim) -> impl Iterator<Item = &'r StatedDuration> {
    let place = (claim.entry, claim.passage.start);
    let first = reading.durations.partition_point(|stated| (stated.entry, stated.passage.end) <= place);
    let after = reading.durations.get(first..).unwrap_or_default().iter();
    let (entry, words) = (claim.entry, claim.passage.clone());
    after
        .take_while(move |stated| stated.entry == entry && stated.passage.start < words.end)
        .filter(move |stated| stated.passage.end > words.start)
}

fn dates_another(reading: &Reading, ix: ClaimIx, claim: &Claim) -> bool {
    // Lengths are counted from the arrest or from an order, and terms that end are those of orders.
    let kind = claim.kind.name();
    if kind != "arrest" && !ORDERS.contains(&kind) {
        return false;
    }
    let Some(day) = claim.when.only_day() else { return false };
    let counted = || {
        lengths(reading, claim).any(|stated| {
            let counted = match stated.from {
                DurationStart::Custody => claim.kind.name() == "arrest",
                DurationStart::Event(kind) => claim.kind == kind,
                _ => false,
            };
            counted && stated.at.as_ref().is_some_and(|at| at.only_day() == Some(day))
        })
    };
    let ended = || {
        ORDERS.contains(&claim.kind.name())
            && beside(reading, ix)
                .any(|other| other.kind.name() == "detention_expiry" && other.when.only_day() == Some(day))
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
    let joining = Joining::of(reading, taken);
    for &ix in &own {
        let Some(claim) = reading.claims.get(ix.0) else { continue };
        let speaker = joining.speaker(claim);
        buckets
            .entry((claim.kind, joining.about(claim), Stance::of(claim), speaker))
            .or_default()
            .push((ix, claim));
    }
    let mut events: Vec<Event> = Vec::new();
    for ((kind, about, stance, _), claims) in buckets {
        for mut claims in joining.events(kind, about, stance, claims) {
            let told = claims.len();
            let again: Vec<ClaimIx> =
                claims.iter().take(told).filter_map(|ix| echoes.get(ix)).flatten().copied().collect();
            claims.extend(again);
            events.push(summarise(reading, kind, claims));
        }
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

/// Claims of repeated texts under the claim that each repeats, apart from all others: they are of the same event,
/// whatever else they could be taken for.
fn echoes(reading: &Reading, taken: &[ClaimIx]) -> (Vec<ClaimIx>, BTreeMap<ClaimIx, Vec<ClaimIx>>) {
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
    let mut own = Vec::new();
    let mut echoes: BTreeMap<ClaimIx, Vec<ClaimIx>> = BTreeMap::new();
    for &ix in taken {
        match reading.claims.get(ix.0).and_then(original_of) {
            Some(original) => echoes.entry(original).or_default().push(ix),
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
        independent_sources: Corroboration::of(reading, &claims).independent(),
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

pub(crate) fn width(when: &When) -> SignedDuration {
    when.earliest.zip(when.before).map_or(SignedDuration::MAX, |(a, b)| b.duration_since(a))
}

/// The day on which the term is said to end.
pub(crate) fn term_end(claim: &Claim) -> Option<&When> {
    claim.term.as_ref()?.until.as_ref().filter(|until| !until.is_unknown())
}
