//! Dates of a text against those of the record.

use std::ops::Range;

use jiff::civil::Date;
use remand_chronology::{Event, OnAccount};
use remand_reading::{About, Account, Basis, Claim, ClaimIx, Modality, Polarity, StatedDuration};
use remand_timex::{Anchor, Kind, Timex, When};

use crate::draft::Draft;
use crate::known::{Known, KnownTime, said};
use crate::{Carrier, Checked, Standing, What};

/// So many words must two sentences share before a date of one is held against that of the other.
pub(crate) const ALIKE: usize = 4;
/// What carries a statement is told so many times over.
pub(crate) const CARRIERS: usize = 3;

/// A day as people write it.
pub(crate) fn full(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// An interval of days as people write it.
pub(crate) fn full_when(when: &When) -> String {
    match (when.first_day(), when.last_day()) {
        (Some(a), Some(b)) if a == b => match when.earliest.filter(|_| when.has_time()) {
            Some(at) => format!("{} at {}", full(a), at.strftime("%H:%M")),
            None => full(a),
        },
        (Some(a), Some(b)) => format!("{} to {}", full(a), full(b)),
        (Some(a), None) => format!("{} or later", full(a)),
        (None, Some(b)) => format!("{} or earlier", full(b)),
        (None, None) => "an unknown day".to_owned(),
    }
}

/// What was found of a statement.
pub(crate) struct Found {
    pub(crate) standing: Standing,
    pub(crate) carried_by: Vec<Carrier>,
    pub(crate) says: String,
}

impl Found {
    pub(crate) fn carried(carried_by: Vec<Carrier>) -> Self {
        Self { standing: Standing::Carried, carried_by, says: String::new() }
    }

    pub(crate) fn of(standing: Standing, carried_by: Vec<Carrier>, says: impl Into<String>) -> Self {
        Self { standing, carried_by, says: says.into() }
    }

    pub(crate) fn checked(self, draft: &Draft<'_>, span: Range<usize>, what: What) -> Checked {
        let words = draft.words(&span).split_whitespace().collect::<Vec<_>>().join(" ");
        Checked { span, words, what, standing: self.standing, carried_by: self.carried_by, says: self.says }
    }
}

/// The dates of the text outside quotations and citations.
pub(crate) fn dates(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let told = draft.times.iter().filter(|timex| {
        let range = timex.start..timex.end;
        matches!(timex.kind, Kind::Date | Kind::Time)
            && !timex.vague
            && !timex.when.is_unknown()
            && !draft.quoted(&range)
            && !draft.cited(&range)
            && !draft.referred(&range)
    });
    told.map(|timex| date(draft, known, timex).checked(draft, timex.start..timex.end, What::Date)).collect()
}

fn same_days(one: &When, other: &When) -> bool {
    one.first_day() == other.first_day() && one.last_day() == other.last_day()
}

/// `inner` lies in `outer`.
fn within(inner: &When, outer: &When) -> bool {
    inner.earliest.zip(outer.earliest).is_some_and(|(a, b)| a >= b)
        && inner.before.zip(outer.before).is_some_and(|(a, b)| a <= b)
}

fn date(draft: &Draft<'_>, known: &Known<'_>, timex: &Timex) -> Found {
    if let Some(found) = of_an_event(draft, known, timex) {
        return found;
    }
    let (shared, telling) = draft.shared(timex.start);
    let dated = known.times.iter().filter(|time| matches!(time.timex.kind, Kind::Date | Kind::Time));
    let score = |text: usize, at: usize| known.score(shared, text, at);
    let mut exact: Vec<(usize, Carrier)> = Vec::new();
    let mut wider: Vec<(usize, Carrier, &When)> = Vec::new();
    let mut other_hour = None;
    // An hour is held against all that the record has of its day.
    let around = match timex.when.only_day() {
        Some(day) => When::day(day),
        None => timex.when.clone(),
    };
    for time in dated.filter(|time| time.timex.when.meets(&around)) {
        let when = &time.timex.when;
        let range = time.timex.start..time.timex.end;
        let points = score(time.text, range.start);
        let hours_differ = timex.when.has_time() && !(when.has_time() && when.meets(&timex.when));
        if hours_differ && timex.when.only_day().is_some() {
            other_hour = other_hour.or_else(|| known.carrier(time.text, &range));
        } else if same_days(when, &timex.when) || within(when, &timex.when) {
            exact.extend(known.carrier(time.text, &range).map(|carrier| (points, carrier)));
        } else if within(&timex.when, when) {
            wider.extend(known.carrier(time.text, &range).map(|carrier| (points, carrier, when)));
        }
    }
    exact.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    if !exact.is_empty() {
        let mut carriers: Vec<Carrier> = Vec::new();
        for (_, carrier) in exact {
            if carriers.len() < CARRIERS && !carriers.contains(&carrier) {
                carriers.push(carrier);
            }
        }
        return Found::carried(carriers);
    }
    if let Some(carrier) = computed(known, timex) {
        return Found::carried(vec![carrier]);
    }
    wider.sort_by_key(|(points, ..)| std::cmp::Reverse(*points));
    let wider = wider.into_iter().next().filter(|(points, ..)| *points >= 2);
    if let Some(carrier) = other_hour {
        let says = format!("the record has the day, not the hour: {}", said(&carrier));
        return Found::of(Standing::NotInTheRecord, Vec::new(), says);
    }
    let (points, nearest) = nearest(known, draft, timex, shared, telling);
    match wider {
        Some((more, carrier, when)) if nearest.standing != Standing::Contradicted || points <= more => {
            let says =
                format!("the record gives no nearer date than {}: {}", full_when(when), said(&carrier));
            Found::of(Standing::Uncertain, vec![carrier], says)
        }
        _ => nearest,
    }
}

/// Nothing has the date: a sentence of the record that is much like this one may have another.
fn nearest(
    known: &Known<'_>,
    draft: &Draft<'_>,
    timex: &Timex,
    shared: &crate::known::Shared,
    telling: usize,
) -> (usize, Found) {
    let alone = draft.times.iter().filter(|t| {
        let sentence = draft.sentence(timex.start);
        t.kind == Kind::Date && sentence.start <= t.start && t.end <= sentence.end && !t.when.is_unknown()
    });
    let alone = alone.count() == 1;
    let dated = known
        .times
        .iter()
        .filter(|time| time.timex.kind == Kind::Date && time.timex.when.only_day().is_some());
    // "Today" is a date of its own text alone.
    let in_figures = |time: &&KnownTime| {
        let words =
            known.texts.get(time.text).and_then(|text| text.text.get(time.timex.start..time.timex.end));
        words.is_some_and(|words| words.contains(|c: char| c.is_ascii_digit()))
    };
    let apart = |time: &KnownTime| {
        let both = time.timex.when.first_day().zip(timex.when.first_day());
        both.map_or(i64::MAX, |(a, b)| (a.duration_since(b).as_hours() / 24).abs())
    };
    let best = dated
        .filter(in_figures)
        .map(|time| (known.score(shared, time.text, time.timex.start), time))
        .filter(|(points, _)| *points >= 2)
        .min_by_key(|(points, time)| (std::cmp::Reverse(*points), apart(time), time.text, time.timex.start));
    let Some((points, time)) = best else {
        return (0, Found::of(Standing::NotInTheRecord, Vec::new(), "no text of the record has this date"));
    };
    let (range, has) = (time.timex.start..time.timex.end, full_when(&time.timex.when));
    let place = known.told(time.text, &range);
    if alone && points >= ALIKE && points * 2 > telling && timex.when.only_day().is_some() {
        let says = format!("the record has {has}, not {}: {place}", full_when(&timex.when));
        return (points, Found::of(Standing::Contradicted, Vec::new(), says));
    }
    let says = format!("no text of the record has this date; nearest to the sentence is {has}: {place}");
    (points, Found::of(Standing::NotInTheRecord, Vec::new(), says))
}

/// What the record does not say in words, and what follows from it.
fn computed(known: &Known<'_>, timex: &Timex) -> Option<Carrier> {
    let when = &timex.when;
    let day = when.only_day();
    if day == Some(known.day) || same_days(when, &When::day(known.day)) || within(&When::day(known.day), when)
    {
        return Some(Carrier::OwnDay { day: known.day });
    }
    let events = &known.record.chronology.events;
    let event = events.iter().find(|event| {
        !event.when.is_unknown() && (same_days(&event.when, when) || within(&event.when, when))
    });
    if let Some(carrier) = event.and_then(|event| of_claims(known, event).into_iter().next()) {
        return Some(carrier);
    }
    let claims = known.record.chronology.reading.claims.iter();
    let of_claim = |claim: &&Claim| {
        let term = claim.term.iter().flat_map(|term| term.from.iter().chain(&term.until));
        let mut whens = term.chain(&claim.made_public).chain([&claim.when]);
        let edge = |told: &When| {
            day.is_some() && told.only_day().is_none() && (told.first_day() == day || told.last_day() == day)
        };
        whens.any(|told| !told.is_unknown() && (same_days(told, when) || edge(told)))
    };
    if let Some(carrier) =
        claims.into_iter().find(of_claim).and_then(|claim| known.of_passage(&claim.passage))
    {
        return Some(carrier);
    }
    let day = day?;
    let due = known.record.deadlines.iter().find(|deadline| deadline.due.0 == day || deadline.due.1 == day);
    if let Some(deadline) = due {
        return Some(Carrier::Deadline { procedure: deadline.procedure.clone() });
    }
    let entry = known.record.chronology.reading.entries.iter().find(|e| e.published.only_day() == Some(day));
    if let Some(entry) = entry {
        return known.of_passage(entry.headline.as_ref().unwrap_or(&entry.passage));
    }
    let condition = known.clocks.iter().find_map(|clock| {
        let band = clock.bands.iter().find(|band| {
            let last = band.to.map(|to| to.date());
            band.from.date() == day
                || last == Some(day)
                || last.and_then(|to| to.yesterday().ok()) == Some(day)
        })?;
        let claim = band.claims.iter().find_map(|ix| known.record.chronology.claim(*ix))?;
        known.of_passage(&claim.passage)
    });
    if condition.is_some() {
        return condition;
    }
    known.clocks.iter().find_map(|clock| {
        let edge = clock
            .spans
            .iter()
            .find(|span| span.from.date() == day || span.to.is_some_and(|to| to.date() == day))?;
        Some(Carrier::Clock { account: clock.account, sum: edge.why.clone() })
    })
}

pub(crate) fn of_claims(known: &Known<'_>, event: &Event) -> Vec<Carrier> {
    let claims = known.record.chronology.claims_of(event);
    claims.filter_map(|(_, claim)| known.of_passage(&claim.passage)).take(CARRIERS).collect()
}

/// The text dates something that happens once: the record's dates for it are the ones that count.
fn of_an_event(draft: &Draft<'_>, known: &Known<'_>, timex: &Timex) -> Option<Found> {
    let chronology = known.record.chronology;
    let at =
        draft.reading.times.iter().find(|t| t.passage.start == timex.start && t.passage.end == timex.end)?;
    let told = |claim: &&Claim| {
        claim.kind.describe().once
            && claim.about != About::Others
            && claim.polarity == Polarity::Asserted
            && matches!(claim.modality, Modality::Stated | Modality::Alleged)
            && claim.basis == Basis::Stated
            && claim.passage.overlaps(&at.passage)
            && claim.when == at.timex.when
    };
    let claim = draft.reading.claims.iter().find(told)?;
    // "6 June marks 150 days in custody": the end of a count, not the day of what is counted from.
    let ends_a_count = |stated: &StatedDuration| {
        stated.at.as_ref() == Some(&at.timex.when) && stated.passage.overlaps(&claim.passage)
    };
    if draft.reading.durations.iter().any(ends_a_count) {
        return None;
    }
    let mut whens: Vec<(When, Vec<ClaimIx>)> = Vec::new();
    let of_kind = chronology.events.iter().filter(|event| {
        event.kind == claim.kind && chronology.about(event) == About::Subject && chronology.happened(event)
    });
    for event in of_kind {
        for (ix, dating) in chronology.dating_claims(event) {
            match whens.iter_mut().find(|(when, _)| same_days(when, &dating.when)) {
                Some((_, claims)) => claims.push(ix),
                None => whens.push((dating.when.clone(), vec![ix])),
            }
        }
    }
    whens.retain(|(when, _)| !when.is_unknown());
    let label =
        claim.kind.describe().noun.clone().unwrap_or_else(|| claim.kind.describe().label.to_lowercase());
    let side = |(when, claims): &(When, Vec<ClaimIx>)| {
        let claim = claims.first().and_then(|ix| chronology.claim(*ix));
        let by = claim.map(|claim| match chronology.reading.account(claim.asserter) {
            Account::State => "the state",
            Account::Defence => "the defence",
            Account::Independent => "independent",
        });
        let place = claim.map(|claim| known.record.place(&claim.passage)).unwrap_or_default();
        format!("{} ({place}, {})", full_when(when), by.unwrap_or("nobody"))
    };
    let (met, others): (Vec<_>, Vec<_>) = whens.iter().partition(|(when, _)| when.meets(&timex.when));
    let sides = |all: &[&(When, Vec<ClaimIx>)]| all.iter().map(|s| side(s)).collect::<Vec<_>>().join("; ");
    let carriers: Vec<Carrier> = met
        .iter()
        .flat_map(|(_, claims)| claims)
        .filter_map(|ix| known.of_passage(&chronology.claim(*ix)?.passage))
        .take(CARRIERS)
        .collect();
    match (met.as_slice(), others.as_slice()) {
        ([], []) => None,
        ([], others) if yearless(timex, others) => {
            let says = format!("the text gives no year; the record has the {label} on {}", sides(others));
            let passage = |ix: &ClaimIx| known.of_passage(&chronology.claim(*ix)?.passage);
            let claims = others.iter().flat_map(|(_, claims)| claims);
            Some(Found::of(Standing::Carried, claims.filter_map(passage).take(CARRIERS).collect(), says))
        }
        ([], others) => {
            let says =
                format!("the record has the {label} on {}, not on {}", sides(others), full_when(&timex.when));
            Some(Found::of(Standing::Contradicted, Vec::new(), says))
        }
        (met, []) if met.iter().any(|(when, _)| within(when, &timex.when)) => Some(Found::carried(carriers)),
        (met, []) => {
            let says = format!("the record gives no nearer date of the {label} than {}", sides(met));
            Some(Found::of(Standing::Uncertain, carriers, says))
        }
        (met, others) => {
            let says = format!("the {label} is disputed: {}; but {}", sides(met), sides(others));
            Some(Found::of(Standing::Uncertain, carriers, says))
        }
    }
}

/// The words give no year, and one of these is on the same day of another year.
fn yearless(timex: &Timex, others: &[&(When, Vec<ClaimIx>)]) -> bool {
    let day = timex.when.first_day().filter(|_| timex.anchor != Anchor::Explicit);
    day.is_some_and(|day| {
        let same = |other: Date| (other.month(), other.day()) == (day.month(), day.day());
        others.iter().any(|(when, _)| when.first_day().is_some_and(same))
    })
}

/// In words: on whose account.
pub(crate) fn on(account: OnAccount) -> &'static str {
    match account {
        OnAccount::All => "on all accounts together",
        OnAccount::State => "on the state's account",
        OnAccount::Defence => "on the defence's account",
        OnAccount::Independent => "on independent accounts",
    }
}
