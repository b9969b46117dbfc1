//! What each order covers: its term, with the ends that nobody states taken from its neighbours.
//!
//! An order runs from its decision, or from the day that is stated. An extension without a stated start runs from the
//! end of the term before it, unless its decision is dated later. An order without a stated end runs until the next
//! expiry or its extension; where neither is known it covers the days up to its publication, and what follows is
//! unknown. The day on which a term ends is drawn as no longer covered; the bounds of the totals allow for it.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use remand_chronology::EventIx;
use remand_reading::{Account, ClaimIx};
use remand_timex::When;

use crate::custody::Detention;
use crate::record::{Record, Told, day_after, midnight, written};

/// What stands behind a cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// An order of the record.
    Order,
    /// An order that a later event presupposes.
    Presupposed,
    /// An order whose end nobody states, after the last day on which it is known to have run.
    Trailing,
}

/// A stretch of custody that something covers: `[from, to)` as drawn, with the last moments both ends can have.
#[derive(Clone, Debug)]
pub(crate) struct Cover {
    pub(crate) ground: Ground,
    pub(crate) from: DateTime,
    pub(crate) from_latest: DateTime,
    pub(crate) to: DateTime,
    pub(crate) to_latest: DateTime,
    /// Its start is taken from the end of the term before.
    pub(crate) assumed: bool,
    /// It extends what ran before it.
    pub(crate) extends: bool,
    pub(crate) orders: Vec<EventIx>,
    pub(crate) claims: Vec<ClaimIx>,
    /// The day since which a text of the record tells of it.
    pub(crate) known: Option<Date>,
    /// First and last day on which it can have been announced. Where nobody dates an announcement, the first is the
    /// day after somebody last looked for one, and the last that of the earliest text.
    pub(crate) announced: (Option<Date>, Option<Date>),
    /// Claims that deny this very order: a court's registry that knows of no such ruling disputes all that it covers.
    pub(crate) denied_by: Vec<ClaimIx>,
    pub(crate) why: String,
}

/// An order before its neighbours are known.
struct Order<'r> {
    told: Told<'r>,
    extension: bool,
    sentence: bool,
    decided: Option<When>,
    from: Option<DateTime>,
    until: Option<When>,
}

impl Order<'_> {
    fn end(&self) -> Option<DateTime> {
        self.until.as_ref().and_then(|until| until.earliest.or(until.before))
    }

    fn public(&self) -> (Option<Date>, Option<Date>) {
        let known = &self.told.event.known_since;
        (known.first_day(), known.last_day())
    }

    /// See [`Cover::announced`]. A text of a private source tells since when the record knows, not since when the
    /// public could: only a dated announcement, or a text of the state itself, is one.
    fn announced(&self, from: DateTime, end: Option<DateTime>) -> (Option<Date>, Option<Date>) {
        let record = self.told.record;
        let announcements = record.whole(self.told.ix).filter_map(|claim| {
            let of_text = || {
                let entry = record.chronology.reading.entries.get(claim.entry.0)?;
                let author = record.chronology.reading.sources.get(entry.author.0)?;
                (author.account == Account::State).then_some(&entry.published)
            };
            claim.made_public.as_ref().filter(|when| !when.is_unknown()).or_else(of_text)
        });
        let first = announcements.filter_map(|when| Some((when.last_day()?, when.first_day()))).min();
        if let Some((last, first)) = first {
            return (first, Some(last));
        }
        let asked = record
            .unknown_as_of()
            .filter(|day| from <= midnight(*day) && end.is_none_or(|end| midnight(*day) < end));
        let asked = asked.max().and_then(|day| day.tomorrow().ok());
        let told = self.public().1;
        (asked.filter(|asked| told.is_none_or(|told| *asked <= told)), told)
    }

    /// The first day on which the record is sure of the order: its decision, else its publication.
    fn seen(&self) -> Option<DateTime> {
        let decided =
            self.decided.as_ref().and_then(|when| when.earliest.or_else(|| when.last_day().map(midnight)));
        decided.or_else(|| self.public().1.or(self.public().0).map(midnight))
    }
}

/// Covers of one detention, in the order of their starts.
pub(crate) fn covers(record: &Record<'_>, all: &[Detention], at: usize) -> Vec<Cover> {
    let Some(detention) = all.get(at) else { return Vec::new() };
    let mut orders: Vec<Order<'_>> = ["court_sanction", "detention_extension"]
        .iter()
        .flat_map(|kind| record.happened(kind))
        .map(order)
        .chain(sentences(record))
        .filter(|order| detention_of(order, all) == Some(at))
        .collect();
    orders.sort_by_key(|o| (o.end().or(o.seen()), o.seen(), o.told.ix));
    let expiries: Vec<Told<'_>> = record
        .happened("detention_expiry")
        .filter(Told::is_dated)
        .filter(|told| {
            told.event.when.earliest.is_some_and(|e| detention.from < e && e <= detention.to_latest)
        })
        .collect();
    let ends = ends_of(&orders, &expiries, detention);

    let mut covers: Vec<Cover> = Vec::new();
    for order in &orders {
        if let Some(cover) = cover_with_start(order, &orders, &ends, detention) {
            covers.push(cover);
        }
    }
    if covers.is_empty() && expiries.is_empty() {
        let undatable = orders.iter().filter(|order| order.decided.is_none() && order.end().is_none());
        covers.extend(undatable.map(|order| undated(order, detention)));
    }
    covers.sort_by_key(|c| (c.from, c.to, c.orders.first().copied()));
    close_open_ends(&mut covers, &expiries, detention);
    presuppose(&mut covers, &orders, &expiries, detention);
    for cover in &mut covers {
        cover.from = cover.from.max(detention.from);
        cover.from_latest = cover.from_latest.max(cover.from);
        cover.to = cover.to.min(detention.to);
        cover.to_latest = cover.to_latest.min(detention.to_latest).max(cover.to);
    }
    covers.retain(|c| c.from < c.to);
    covers.sort_by_key(|c| (c.from, c.to, c.orders.first().copied()));
    covers
}

fn order<'r>(told: Told<'r>) -> Order<'r> {
    let term = told.event.term.as_ref();
    let decided = told.dated_when().cloned();
    let stated = term.and_then(|t| t.from.as_ref()).and_then(|from| from.earliest);
    let extension = told.event.kind.name() == "detention_extension";
    let start = stated.or_else(|| decided.as_ref().filter(|_| !extension).and_then(|when| when.earliest));
    let length = term.and_then(|t| t.length.as_deref()).and_then(|length| length.parse::<Span>().ok());
    let computed = start.zip(length).and_then(|(start, length)| start.checked_add(length).ok());
    let until = term.and_then(|t| t.until.clone()).filter(|u| !u.is_unknown());
    // "By two more months, until 12 October": it runs from 12 August.
    let end = until.as_ref().and_then(|until| until.only_day()).map(midnight);
    let counted =
        end.zip(length).and_then(|(end, length)| end.checked_sub(length).ok()).filter(|_| extension);
    let until = until.or_else(|| computed.map(|end| When::day(end.date())));
    Order { told, extension, sentence: false, decided, from: stated.or(counted), until }
}

/// Sentences of a stated length: they order custody from the verdict. A sentence whose length nobody states may be a
/// fine as well as a life in prison; it leaves open what covers the days after it.
fn sentences<'r>(record: &'r Record<'r>) -> impl Iterator<Item = Order<'r>> {
    let length = |told: &Told<'_>| -> Option<Span> {
        told.event.term.as_ref().and_then(|t| t.length.as_deref()).and_then(|l| l.parse().ok())
    };
    let verdict = record.happened("verdict").find_map(|told| told.dated_when());
    let told = ["verdict", "sentence"].into_iter().flat_map(|kind| record.happened(kind));
    let orders: Vec<Order<'r>> = told
        .filter(|told| told.event.kind.name() == "sentence" || length(told).is_some())
        .filter_map(|told| {
            let decided = told.dated_when().or(verdict)?.clone();
            let from = decided.earliest?;
            let until = length(&told).and_then(|length| from.checked_add(length).ok());
            let until = until.map(|end| When::day(end.date()));
            Some(Order { told, extension: false, sentence: true, decided: Some(decided), from: None, until })
        })
        .collect();
    let lengths: Vec<When> =
        orders.iter().filter(|o| o.until.is_some()).filter_map(|o| o.decided.clone()).collect();
    // A verdict and its sentence are one ground: the one that gives the length speaks for both.
    let spoken_for = move |order: &Order<'_>| {
        order.until.is_none()
            && order.decided.as_ref().is_some_and(|d| lengths.iter().any(|other| other.meets(d)))
    };
    orders.into_iter().filter(move |order| !spoken_for(order))
}

/// The detention an order belongs to: the last that began before the order can have been made or its term ended.
fn detention_of(order: &Order<'_>, all: &[Detention]) -> Option<usize> {
    let latest = order.decided.as_ref().and_then(|when| when.before).or_else(|| order.seen().map(day_after));
    let latest = latest.or(order.end())?;
    let latest = order.end().map_or(latest, |end| latest.min(end.max(order.seen().map_or(end, day_after))));
    let begun = all.iter().rposition(|d| d.from < latest);
    // A warrant may precede the arrest.
    begun.or_else(|| (!all.is_empty()).then_some(0))
}

/// Every known end of a term, sorted.
fn ends_of(orders: &[Order<'_>], expiries: &[Told<'_>], detention: &Detention) -> Vec<DateTime> {
    let mut ends: Vec<DateTime> = orders
        .iter()
        .filter(|o| !o.sentence)
        .filter_map(Order::end)
        .chain(expiries.iter().filter_map(|told| told.event.when.earliest))
        .filter(|end| detention.from < *end)
        .collect();
    ends.sort();
    ends.dedup();
    ends
}

/// The cover of an order with its start; its end is [`DateTime::MAX`] where nobody states it.
fn cover_with_start(
    order: &Order<'_>,
    orders: &[Order<'_>],
    ends: &[DateTime],
    detention: &Detention,
) -> Option<Cover> {
    let end = order.end();
    let decided = order.decided.as_ref();
    let decision = decided.and_then(|when| when.earliest);
    let name = written_order(order);
    let mut assumed = false;
    let mut late = false;
    let (from, from_latest) = if let Some(from) = order.from {
        (from, day_after(from))
    } else if !order.extension && order.decided.is_some() {
        let from = order.seen()?;
        (from, decided.and_then(|when| when.before).unwrap_or_else(|| day_after(from)))
    } else {
        let before = match (end, decision) {
            (Some(end), _) => ends.iter().rfind(|e| **e < end),
            // It extends the term that was running when it was decided.
            (None, Some(decision)) => {
                ends.iter().find(|e| decision <= **e).or_else(|| ends.iter().rfind(|e| **e < decision))
            }
            // Nothing tells which term it is about.
            (None, None) => return None,
        };
        match before.copied() {
            Some(before) if decision.is_none_or(|decision| decision < day_after(before)) => {
                assumed = true;
                // Dated by its publication alone, it may have begun as late as that.
                let sure = if decided.is_some() {
                    day_after(before)
                } else {
                    order.seen().map_or(before, day_after)
                };
                (before, sure.max(day_after(before)))
            }
            _ => {
                let seen = order.seen()?;
                late = end.is_some_and(|end| end <= seen);
                // Heard of only when its term was over, it extends whatever ran before it.
                let earlier = orders.iter().filter(|o| o.told.ix != order.told.ix).filter_map(Order::seen);
                let earlier = earlier.filter(|at| end.is_some_and(|end| *at < end)).max();
                assumed = late;
                let from = if late { earlier.map_or(detention.from, day_after) } else { seen };
                let sure = if late { end } else { decided.and_then(|when| when.before) };
                (from, sure.unwrap_or_else(|| day_after(from)))
            }
        }
    };
    if end.is_some_and(|end| end <= from) {
        return None;
    }
    let first = orders.iter().all(|other| other.told.ix == order.told.ix || order.seen() <= other.seen());
    let why = if late {
        format!("{name}; nobody states its start, and it is taken to follow what ran before it")
    } else if assumed {
        let later = if first { "" } else { " after the one before" };
        format!(
            "{name}; nobody states its start, which is taken as the end of the term on {}{later}",
            written(from)
        )
    } else {
        name
    };
    let open_sentence = order.sentence && end.is_none();
    Some(Cover {
        ground: if open_sentence { Ground::Trailing } else { Ground::Order },
        from: from.max(detention.from),
        from_latest,
        to: end.unwrap_or(if open_sentence { DateTime::MAX } else { OPEN }),
        to_latest: order
            .until
            .as_ref()
            .and_then(|u| u.before)
            .or(end.map(day_after))
            .unwrap_or(DateTime::MAX),
        assumed,
        extends: order.extension,
        orders: vec![order.told.ix],
        claims: order.told.claims(),
        known: order.public().0,
        announced: order.announced(from, end),
        denied_by: order.told.denied_by(),
        why,
    })
}

/// An order that is in the record, and nobody says when it was made or for how long: it leaves all of custody open.
fn undated(order: &Order<'_>, detention: &Detention) -> Cover {
    Cover {
        ground: Ground::Trailing,
        from: detention.from,
        from_latest: detention.from,
        to: detention.to,
        to_latest: detention.to_latest,
        assumed: false,
        extends: order.extension,
        orders: vec![order.told.ix],
        claims: order.told.claims(),
        known: order.public().0,
        announced: (None, None),
        denied_by: order.told.denied_by(),
        why: format!("{}; nobody says for which days", written_order(order)),
    }
}

/// End of a cover until [`close_open_ends`] finds one: the last day of the calendar, which no term reaches.
const OPEN: DateTime = DateTime::constant(9999, 12, 31, 0, 0, 0, 0);

fn written_order(order: &Order<'_>) -> String {
    let what = if order.sentence {
        "custodial sentence"
    } else if order.extension {
        "extension of custody"
    } else {
        "order for custody"
    };
    let decided = match order.decided.as_ref().and_then(|when| when.first_day().zip(when.last_day())) {
        Some((a, b)) if a == b => format!(" of {}", written(midnight(a))),
        Some((a, b)) => format!(" decided between {} and {}", written(midnight(a)), written(midnight(b))),
        None => String::new(),
    };
    let until = order.end().map(|end| format!(" until {}", written(end))).unwrap_or_default();
    format!("{what}{decided}{until}")
}

/// Ends the orders that state no end, and marks what lies beyond the last day they are known to have run.
fn close_open_ends(covers: &mut Vec<Cover>, expiries: &[Told<'_>], detention: &Detention) {
    let starts: Vec<(DateTime, DateTime, bool)> =
        covers.iter().map(|c| (c.from, c.from_latest, c.extends)).collect();
    let mut trailing = Vec::new();
    for cover in covers.iter_mut().filter(|c| c.to == OPEN) {
        let next = starts.iter().filter(|(from, ..)| *from > cover.from).min().copied();
        let expiry = expiries
            .iter()
            .filter_map(|told| Some((told.event.when.earliest?, told)))
            .filter(|(end, _)| *end > cover.from)
            .min_by_key(|(end, told)| (*end, told.ix));
        match (expiry, next) {
            (Some((end, told)), next) if next.is_none_or(|(from, ..)| end <= from) => {
                cover.to = end;
                cover.to_latest = told.event.when.before.unwrap_or_else(|| day_after(end));
                cover.orders.push(told.ix);
                cover.claims.extend(told.claims());
                cover.why = format!("{}; it is said to have ended on {}", cover.why, written(end));
            }
            // An extension presupposes that it ran till then; another order does not.
            (_, Some((from, latest, true))) => {
                cover.to = from;
                cover.to_latest = latest;
                cover.why = format!("{}; it is taken to run until it was extended", cover.why);
            }
            _ => {
                let public = cover.announced.1.or(cover.known).map_or(cover.from, midnight);
                let last = public.max(cover.from).max(detention.from);
                cover.to = day_after(last);
                cover.to_latest = cover.to;
                let why = format!("{}; nobody says when it ends, and nothing extends it", cover.why);
                trailing.push(Cover {
                    ground: Ground::Trailing,
                    from: cover.to,
                    from_latest: cover.to,
                    to: next.map_or(detention.to, |(from, ..)| from),
                    to_latest: next.map_or(detention.to_latest, |(_, latest, _)| latest),
                    why,
                    ..cover.clone()
                });
            }
        }
    }
    covers.extend(trailing);
}

/// Adds the orders that an expiry, or an extension with nothing to extend, presupposes.
fn presuppose(covers: &mut Vec<Cover>, orders: &[Order<'_>], expiries: &[Told<'_>], detention: &Detention) {
    let mut added: Vec<Cover> = Vec::new();
    let presupposed =
        |from: DateTime, to: DateTime, to_latest: DateTime, told: &Told<'_>, why: String| Cover {
            ground: Ground::Presupposed,
            from,
            from_latest: day_after(from),
            to,
            to_latest,
            assumed: true,
            extends: false,
            orders: vec![told.ix],
            claims: told.claims(),
            known: None,
            announced: (None, None),
            denied_by: Vec::new(),
            why,
        };
    let mut sorted: Vec<&Told<'_>> = expiries.iter().collect();
    sorted.sort_by_key(|told| (told.event.when.earliest, told.ix));
    for told in sorted {
        let Some(end) = told.event.when.earliest else { continue };
        let reached =
            covers.iter().chain(&added).any(|c| c.from < end && end <= c.to && c.ground != Ground::Trailing);
        if reached {
            continue;
        }
        let before = covers.iter().chain(&added).filter(|c| c.ground != Ground::Trailing && c.to < end);
        let from = before.map(|c| c.to).max().unwrap_or(detention.from).max(detention.from);
        let after = if from == detention.from { "custody began" } else { "the term before had ended" };
        let why = format!(
            "a term is said to have ended on {}, which presupposes an order; none is in the record after {after} on {}",
            written(end),
            written(from)
        );
        let to_latest = told.event.when.before.unwrap_or_else(|| day_after(end));
        added.push(presupposed(from, end, to_latest, told, why));
    }
    let earliest = covers.iter().chain(&added).map(|c| c.from).min();
    let first = covers
        .iter()
        .filter(|c| Some(c.from) == earliest)
        .find_map(|cover| orders.iter().find(|o| o.extension && cover.orders.contains(&o.told.ix)));
    let first = first.filter(|_| covers.iter().all(|c| c.extends || Some(c.from) != earliest));
    if let (Some(order), Some(start)) = (first, earliest)
        && start > detention.from
        && detention.arrest
    {
        let why = format!(
            "an {} presupposes an order that ran before it; none is in the record",
            written_order(order)
        );
        added.push(presupposed(detention.from, start, start, &order.told, why));
    }
    covers.extend(added);
}
