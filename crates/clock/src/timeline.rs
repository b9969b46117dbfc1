//! Lays covers over custody: one status for every moment as drawn, and every status that it can have.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use remand_chronology::{EventIx, dated};
use remand_reading::ClaimIx;

use crate::cover::{Cover, Ground};
use crate::custody::Detention;
use crate::record::{Record, day_after, midnight, written};
use crate::{Span, Status};

/// A piece of time throughout which nothing changes.
pub(crate) struct Piece {
    pub(crate) from: DateTime,
    pub(crate) to: DateTime,
    /// What it can be on the claims, what is drawn among them; `None` is not held.
    pub(crate) possible: BTreeSet<Option<Status>>,
}

/// A stretch for which a source says, with a date, that no order covered it or that the person was not held.
pub(crate) struct Denial {
    from: DateTime,
    to: DateTime,
    claim: ClaimIx,
    /// It denies custody itself, not only an order.
    of_custody: bool,
}

pub(crate) fn denials(record: &Record<'_>) -> Vec<Denial> {
    let stretch = |kinds: &[&str], of_custody: bool| -> Vec<Denial> {
        record
            .denied(kinds)
            .filter(|(_, claim)| dated(claim))
            .filter_map(|(ix, claim)| {
                let from = claim.when.earliest?;
                let published = record.chronology.reading.entries.get(claim.entry.0)?.published.before;
                // "Since the 5th": nobody can deny what lies after his own words.
                let to = claim.when.before.or(published)?;
                (from < to).then_some(Denial { from, to, claim: ix, of_custody })
            })
            .collect()
    };
    let mut denials = stretch(&["court_sanction", "detention_extension"], false);
    denials.extend(stretch(&["arrest"], true));
    denials
}

/// Spans and pieces of one detention.
pub(crate) fn lay(detention: &Detention, covers: &[Cover], denials: &[Denial]) -> (Vec<Span>, Vec<Piece>) {
    // Who denies an act denies all that it covers, not only the day of the act.
    let of_acts: BTreeSet<ClaimIx> = covers.iter().flat_map(|c| &c.denied_by).copied().collect();
    let denials: Vec<&Denial> = denials.iter().filter(|d| !of_acts.contains(&d.claim)).collect();
    let denials = denials.as_slice();
    let mut cuts: BTreeSet<DateTime> =
        [detention.from, detention.from_latest, detention.to, detention.to_earliest, detention.to_latest]
            .into();
    for cover in covers {
        cuts.extend([cover.from, cover.from_latest, cover.to, cover.to_latest]);
        for day in [cover.announced.0, cover.announced.1].into_iter().flatten() {
            cuts.extend([midnight(day), day_after(midnight(day))]);
        }
        cuts.insert(day_after(cover.from));
    }
    for denial in denials {
        cuts.extend([denial.from, denial.to]);
    }
    let limits = detention.from..=detention.to_latest;
    let cuts: Vec<DateTime> = cuts.into_iter().filter(|cut| limits.contains(cut)).collect();

    let mut spans: Vec<Span> = Vec::new();
    let mut pieces = Vec::new();
    for (&from, &to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let drawn = (from < detention.to).then(|| span(detention, covers, denials, from, to));
        let status = drawn.as_ref().map(|span| span.status);
        pieces.push(Piece { from, to, possible: possible(detention, covers, denials, from, status) });
        let Some(span) = drawn else { continue };
        match spans.last_mut().filter(|last| continues(last, &span)) {
            Some(last) => last.to = span.to,
            None => spans.push(span),
        }
    }
    if let Some(last) = spans.last_mut()
        && !detention.released
        && last.to == Some(detention.to)
    {
        last.to = None;
    }
    (spans, pieces)
}

fn continues(last: &Span, next: &Span) -> bool {
    last.to == Some(next.from)
        && (last.status, &last.orders, last.known_since, &last.claims, &last.why)
            == (next.status, &next.orders, next.known_since, &next.claims, &next.why)
}

/// The day on which an order is taken to have been announced, of those on which it can have been.
#[derive(Clone, Copy)]
enum Announced {
    First,
    Last,
}

impl Announced {
    /// Nothing public told of the order at this moment of its term.
    fn silent(self, cover: &Cover, at: DateTime) -> bool {
        let (day, until) = match self {
            Self::First => (cover.announced.0, cover.announced.0.map(midnight)),
            Self::Last => (cover.announced.1, cover.announced.1.map(midnight).map(day_after)),
        };
        day.is_some_and(|day| cover.from.date() < day) && until.is_some_and(|until| at < until)
    }
}

/// The status of a moment under `covers`.
fn status(
    detention: &Detention,
    covers: &[&Cover],
    denied: bool,
    at: DateTime,
    announced: Announced,
) -> Status {
    let orders = || covers.iter().filter(|c| c.ground == Ground::Order);
    if orders().next().is_some() {
        // One that nobody denies is enough.
        let firm = || orders().filter(|c| c.denied_by.is_empty());
        if denied || firm().next().is_none() {
            return Status::Disputed;
        }
        let silent = firm().all(|cover| announced.silent(cover, at));
        return if silent { Status::DisclosedLate } else { Status::Ordered };
    }
    if covers.iter().any(|c| c.ground == Ground::Presupposed) {
        return if denied { Status::Disputed } else { Status::Implied };
    }
    if covers.iter().any(|c| c.ground == Ground::Trailing) || !detention.arrest {
        return Status::Unknown;
    }
    Status::NoOrderKnown
}

fn span(detention: &Detention, covers: &[Cover], denials: &[&Denial], from: DateTime, to: DateTime) -> Span {
    let over: Vec<&Cover> = covers.iter().filter(|c| c.from <= from && from < c.to).collect();
    let denying: Vec<&Denial> = denials.iter().copied().filter(|d| d.from <= from && from < d.to).collect();
    let of_custody = denying.iter().any(|d| d.of_custody);
    let of_order = denying.iter().any(|d| !d.of_custody);
    let status = if of_custody {
        Status::Disputed
    } else {
        status(detention, &over, of_order, from, Announced::First)
    };
    let grounds: &[Ground] = match status {
        Status::Ordered | Status::DisclosedLate => &[Ground::Order],
        Status::Implied => &[Ground::Presupposed],
        Status::Disputed => &[Ground::Order, Ground::Presupposed],
        Status::Unknown => &[Ground::Trailing],
        Status::NoOrderKnown => &[],
    };
    let mut shown: Vec<&Cover> = over.into_iter().filter(|c| grounds.contains(&c.ground)).collect();
    // The order that began last stands first.
    shown.sort_by(|a, b| b.from.cmp(&a.from).then_with(|| a.orders.cmp(&b.orders)));
    let mut orders: Vec<EventIx> = Vec::new();
    let mut claims: Vec<ClaimIx> = Vec::new();
    for cover in &shown {
        orders.extend(cover.orders.iter().filter(|ix| !orders.contains(ix)).copied().collect::<Vec<_>>());
        claims.extend(cover.claims.iter().filter(|ix| !claims.contains(ix)).copied().collect::<Vec<_>>());
    }
    if matches!(status, Status::NoOrderKnown | Status::Unknown) && claims.is_empty() {
        claims.extend(&detention.claims);
    }
    let of_orders: Vec<ClaimIx> = match status {
        Status::Disputed => shown.iter().flat_map(|c| &c.denied_by).copied().collect(),
        _ => Vec::new(),
    };
    let denials: BTreeSet<ClaimIx> = denying.iter().map(|d| d.claim).chain(of_orders).collect();
    claims.extend(denials.into_iter().filter(|ix| !claims.contains(ix)).collect::<Vec<_>>());
    let announced = shown.iter().filter_map(|c| c.announced.0).min();
    let known_since = announced.or_else(|| shown.iter().filter_map(|c| c.known).min());
    Span {
        from,
        to: Some(to),
        status,
        orders,
        claims,
        known_since,
        why: why(status, &shown, &denying, known_since, detention),
        start_assumed: shown.first().is_some_and(|c| c.assumed),
    }
}

fn why(
    status: Status,
    shown: &[&Cover],
    denying: &[&Denial],
    known_since: Option<Date>,
    detention: &Detention,
) -> String {
    let covers = || shown.iter().map(|c| c.why.as_str()).collect::<Vec<_>>().join("; ");
    let said = if denying.is_empty() { "" } else { "; a source says that there was none" };
    let sentence = match status {
        Status::Ordered => covers(),
        Status::DisclosedLate => {
            let day = known_since.map(|day| written(midnight(day))).unwrap_or_default();
            format!("{}; nothing public said so until {day}", covers())
        }
        Status::Implied => covers(),
        Status::NoOrderKnown => format!("held, and no order for these days is in the record{said}"),
        Status::Disputed if denying.iter().any(|d| d.of_custody) => {
            "a source denies that the person was held".to_owned()
        }
        Status::Disputed if denying.is_empty() => {
            format!("{}; a source says that there is no such order", covers())
        }
        Status::Disputed => format!("{}; a source says that no order covered these days", covers()),
        Status::Unknown if !shown.is_empty() => covers(),
        Status::Unknown if !detention.arrest => {
            "no claim on this account says whether the person was held".to_owned()
        }
        Status::Unknown => "no claim either way".to_owned(),
    };
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => sentence,
    }
}

/// Every status the moment can have: with each cover whose bounds leave it open counted in or out, and on every day on
/// which the order can have become public.
fn possible(
    detention: &Detention,
    covers: &[Cover],
    denials: &[&Denial],
    at: DateTime,
    drawn: Option<Status>,
) -> BTreeSet<Option<Status>> {
    let certain: Vec<&Cover> = covers.iter().filter(|c| c.from_latest <= at && at < c.to).collect();
    let perhaps: Vec<&Cover> = covers
        .iter()
        .filter(|c| c.from <= at && at < c.to_latest && !(c.from_latest <= at && at < c.to))
        .collect();
    let denied = denials.iter().any(|d| d.from <= at && at < d.to && !d.of_custody);
    let of_custody = denials.iter().any(|d| d.from <= at && at < d.to && d.of_custody);
    let mut sets: Vec<Vec<&Cover>> = vec![certain.clone()];
    sets.extend(perhaps.iter().map(|one| certain.iter().chain([one]).copied().collect()));
    sets.push(certain.iter().chain(&perhaps).copied().collect());
    let mut possible: BTreeSet<Option<Status>> = BTreeSet::new();
    for set in &sets {
        for announced in [Announced::First, Announced::Last] {
            possible.insert(Some(status(detention, set, denied, at, announced)));
        }
    }
    if of_custody {
        possible.insert(Some(Status::Disputed));
        possible.insert(None);
    }
    if at < detention.from_latest || at >= detention.to_earliest {
        possible.insert(None);
    }
    possible.insert(drawn);
    possible
}
