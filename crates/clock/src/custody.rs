//! When the person was held, before any question of orders.

use jiff::ToSpan;
use jiff::civil::DateTime;
use remand_reading::ClaimIx;
use remand_timex::When;

use crate::record::{Record, Told, day_after, midnight};

/// One detention: from an arrest to the release that ends it.
#[derive(Clone, Debug)]
pub(crate) struct Detention {
    /// First moment as drawn: the earliest that the arrest can have been on the claims that put it first.
    pub(crate) from: DateTime,
    /// By then the person was held on every claim.
    pub(crate) from_latest: DateTime,
    /// First moment after; the end of the record where nobody says that it ended.
    pub(crate) to: DateTime,
    /// Until then at least.
    pub(crate) to_earliest: DateTime,
    /// Perhaps until then.
    pub(crate) to_latest: DateTime,
    /// A release ends it.
    pub(crate) released: bool,
    /// An arrest is claimed, so custody without an order can be told from silence.
    pub(crate) arrest: bool,
    /// What its start rests on.
    pub(crate) claims: Vec<ClaimIx>,
}

/// Kinds of event that only happen to a person who is held.
const PRESUPPOSE: [&str; 8] = [
    "court_sanction",
    "detention_expiry",
    "detention_extension",
    "hospital_discharge",
    "incommunicado",
    "sentence",
    "solitary",
    "transfer",
];

/// Detentions in order, without overlap, cut off at the end of the record.
pub(crate) fn detentions(record: &Record<'_>) -> Vec<Detention> {
    let mut releases: Vec<(DateTime, DateTime)> = record
        .happened("release")
        .filter_map(|told| {
            let when = told.dated_when()?;
            Some((when.earliest.or(when.before)?, when.before.or(when.earliest)?))
        })
        .collect();
    releases.sort();
    let arrests: Vec<Start> = record.happened("arrest").filter_map(|told| arrest_start(&told)).collect();
    // Where the account tells of arrests, these and the releases bound custody.
    let signs: Vec<Start> = if arrests.is_empty() {
        PRESUPPOSE
            .iter()
            .flat_map(|kind| record.happened(kind))
            .filter_map(|told| sign_of_custody(&told))
            .collect()
    } else {
        Vec::new()
    };

    let mut found: Vec<Detention> = Vec::new();
    let mut after = DateTime::MIN;
    let ends = releases.into_iter().map(Some).chain(std::iter::once(None));
    for release in ends {
        let until = release.map_or(record.end, |(earliest, _)| earliest).min(record.end);
        let first = |starts: &[Start]| {
            starts
                .iter()
                .filter(|s| after <= s.from && s.from < until)
                .min_by_key(|s| (s.from, s.latest))
                .cloned()
        };
        let arrest = first(&arrests);
        if let Some(start) = arrest.clone().or_else(|| first(&signs)) {
            let one_day = release.is_some_and(|(a, b)| b <= day_after(a));
            let to_latest = release.map_or(record.end, |(_, before)| before).min(record.end);
            found.push(Detention {
                from: start.from,
                from_latest: start.latest.min(until).max(start.from),
                to: if one_day { to_latest } else { until },
                to_earliest: until,
                to_latest,
                released: release.is_some_and(|(earliest, _)| earliest < record.end),
                arrest: arrest.is_some(),
                claims: start.claims,
            });
        }
        if let Some((_, before)) = release {
            // A person may be arrested again on the day of the release.
            let day = before.checked_sub(1.day()).unwrap_or(before);
            after = after.max(if arrests.is_empty() { before } else { day });
        }
    }
    let starts: Vec<DateTime> = found.iter().skip(1).map(|d| d.from).collect();
    for (detention, next) in found.iter_mut().zip(starts) {
        detention.to = detention.to.min(next);
        detention.to_latest = detention.to_latest.min(next);
        detention.to_earliest = detention.to_earliest.min(next);
    }
    found.retain(|d| d.from < d.to);
    found
}

#[derive(Clone, Debug)]
struct Start {
    from: DateTime,
    latest: DateTime,
    claims: Vec<ClaimIx>,
}

/// The arrest, from the claims that put it first: what these allow together. Claims that put it later move only the
/// upper bound: a person whom anyone says was held on a day is drawn as held.
fn arrest_start(told: &Told<'_>) -> Option<Start> {
    let mut claims = told.record.chronology.dating_claims(told.event);
    if claims.is_empty() {
        let from = told.event.when.last_day().or_else(|| told.event.when.first_day()).map(midnight)?;
        return Some(Start { from, latest: from, claims: told.claims() });
    }
    let width = |when: &When| when.earliest.zip(when.before).map(|(a, b)| b.duration_since(a));
    claims.sort_by_key(|(ix, c)| (c.when.before.is_none(), c.when.before, width(&c.when), *ix));
    let mut core = claims.first()?.1.when.clone();
    let mut rest = claims.clone();
    rest.sort_by_key(|(ix, c)| (width(&c.when).is_none(), width(&c.when), *ix));
    for (_, claim) in &rest {
        core = core.intersect(&claim.when).unwrap_or(core);
    }
    let from = core.earliest.or_else(|| core.last_day().map(midnight))?;
    let latest = claims.iter().filter_map(|(_, c)| c.when.before).max().unwrap_or(from);
    let first = claims.iter().filter(|(_, c)| c.when.meets(&core)).map(|(ix, _)| *ix).collect();
    Some(Start { from, latest, claims: first })
}

/// Custody that something else than an arrest shows.
fn sign_of_custody(told: &Told<'_>) -> Option<Start> {
    let claims = told.claims();
    let stated = told.event.term.as_ref().and_then(|term| term.from.as_ref()).and_then(|from| from.earliest);
    let moment = stated.or_else(|| told.dated_when().and_then(|_| told.first_moment())).or_else(|| {
        let known = told.event.known_since.first_day().map(midnight)?;
        let until =
            told.event.term.as_ref().and_then(|term| term.until.as_ref()).and_then(|until| until.earliest);
        until.is_none_or(|until| known < until).then_some(known)
    })?;
    // A term that ended on a day ran at least on the day before.
    let from =
        if told.event.kind.name() == "detention_expiry" { moment.checked_sub(1.day()).ok()? } else { moment };
    Some(Start { from, latest: from, claims })
}
