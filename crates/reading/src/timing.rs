//! When an event happened, as the dates of its sentence and of the entry give it.

use std::ops::Range;

use remand_timex::{Direction, Kind, Precision, Timex, Unit, When};

use crate::event::{Hit, Sentence};
use crate::lexicon::{DateUse, Lexicon, Trigger};
use crate::phrase::{closes_with, count_words, opens_with};
use crate::source::Registry;
use crate::speech::Speech;
use crate::{Basis, Polarity, SourceKind, Term};

/// A date this close, in bytes, to the words "press release" is the release's.
const RELEASE: usize = 28;
/// States that last from one date to another.
const CONDITIONS: [&str; 3] = ["solitary", "incommunicado", "in_hospital"];
/// What a clause boundary costs when the nearest date is sought, in bytes.
const CLAUSE: usize = 25;
/// A conjunction parts as much as this many commas.
const JOINED: usize = 2;
/// Words between how long something lasted and a day that is no longer its own.
const APART: usize = 4;
/// A semicolon parts as much as this many commas.
const PART: usize = 12;

/// The dates of a sentence that can date an event. A month inside a name ("the May riots") dates the name.
pub(crate) fn dates<'s>(s: &Sentence<'s>, lexicon: &Lexicon) -> Vec<&'s Timex> {
    let alone = |t: &Timex| {
        let words = s.text.get(t.start..t.end).unwrap_or_default();
        let month = t.when.only_day().is_none()
            && !words.contains(char::is_whitespace)
            && words.chars().all(char::is_alphabetic);
        let before = s.text.get(s.range.start..t.start).unwrap_or_default().trim_end();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let after = s.text.get(t.end..s.range.end).unwrap_or_default().trim_start().to_lowercase();
        let named = lexicon.words.after_month.iter().any(|noun| opens_with(&after, noun));
        !month
            || !named && (lexicon.words.before_month.is_empty() || lexicon.words.before_month.contains(&word))
    };
    let dated = |t: &&Timex| matches!(t.kind, Kind::Date | Kind::Time) && !t.vague && !t.when.is_unknown();
    s.times.iter().filter(dated).filter(|t| alone(t)).collect()
}

/// The date of the announcement that the words are taken from.
pub(crate) fn announced(
    registry: &Registry,
    speech: Option<&Speech>,
    dates: &[&Timex],
    hits: &[Hit<'_>],
) -> Option<When> {
    let release = hits.iter().filter(|h| h.trigger.kind.name() == "press_release");
    let near = dates
        .iter()
        .filter(|t| matches!(t.direction, Direction::At))
        .filter_map(|t| release.clone().map(|h| gap(&h.range, &(t.start..t.end))).min().map(|d| (d, t)))
        .filter(|(distance, _)| *distance <= RELEASE)
        .min_by_key(|(distance, _)| *distance);
    if let Some((_, t)) = near {
        return Some(t.when.clone());
    }
    // "On 25 August the Committee stated that …": a date before the verb is that of the statement.
    let speech = speech.filter(|s| registry.kind(s.source) != SourceKind::Court)?;
    let before = dates.iter().filter(|t| {
        t.direction == Direction::At && t.end <= speech.verb.start && !before_its_speaker(speech, t)
    });
    before.max_by_key(|t| t.start).map(|t| t.when.clone())
}

/// "… on 4 May", said X: the date stands in the words that come before their speaker.
pub(crate) fn before_its_speaker(speech: &Speech, t: &Timex) -> bool {
    speech.content.end <= speech.verb.start && speech.content.start <= t.start && t.end <= speech.content.end
}

fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}

/// Words between what did not happen and the day on which it did.
const UNTIL: usize = 8;

/// "The family was not told until 2 August": told on that day.
pub(crate) fn not_until(s: &Sentence<'_>, hit: &Hit<'_>) -> Option<When> {
    if hit.trigger.kind.describe().orders {
        return None;
    }
    let until = s.times.iter().find(|t| t.direction == Direction::Until && t.start >= hit.range.start)?;
    let between = s.text.get(hit.range.end.min(until.start)..until.start)?;
    let near = count_words(between) <= UNTIL && !between.contains([';', '.', ',']);
    (near && until.when.only_day().is_some()).then(|| until.when.clone())
}

/// When the event of `hit` happened.
pub(crate) fn when(
    s: &Sentence<'_>,
    lexicon: &Lexicon,
    hit: &Hit<'_>,
    dates: &[&Timex],
    speech: Option<&Speech>,
    made_public: Option<&When>,
    does: bool,
) -> (When, Basis) {
    if let Some(when) = computed(s, lexicon, hit, dates) {
        return (when, Basis::Computed);
    }
    let joins = &lexicon.words.joins;
    let orders = hit.trigger.kind.describe().orders && hit.trigger.kind.name() != "detention_expiry";
    // "On 3 May the ministry said that she was charged": the day is that of the words, not of what they tell.
    let spoken = |t: &Timex| {
        hit.trigger.by.is_none()
            && speech.is_some_and(|speech| {
                speech.content.start >= speech.verb.end
                    && t.end <= speech.verb.start
                    && hit.range.start >= speech.verb.end
            })
    };
    let announcement = |t: &Timex| made_public.is_some_and(|w| *w == t.when) && (orders || spoken(t));
    let wanted = |t: &&&Timex| match hit.trigger.date {
        DateUse::At => {
            matches!(t.direction, Direction::At | Direction::From | Direction::Since | Direction::AsOf)
        }
        DateUse::Since => {
            matches!(t.direction, Direction::Since | Direction::At | Direction::From | Direction::AsOf)
        }
        DateUse::Until => {
            matches!(t.direction, Direction::By | Direction::Until | Direction::At | Direction::Before)
        }
        DateUse::None if hit.trigger.says == Polarity::NotKnown => t.direction == Direction::AsOf,
        DateUse::None => orders && t.direction == Direction::At,
    };
    // A date inside the words of the event is as far as it is from their end: "the term set on 2 May ends on 9 June".
    let distance = |t: &Timex| {
        let inside = hit.range.start <= t.start && t.end <= hit.range.end;
        if inside { hit.range.end - t.end } else { gap(&hit.range, &(t.start..t.end)) }
    };
    let cost = |t: &&&Timex| {
        let between = if t.end <= hit.range.start {
            t.end..hit.range.start
        } else {
            hit.range.end.min(t.start)..t.start
        };
        let between = s.text.get(between).unwrap_or_default();
        let joined = between.split_whitespace().filter(|w| joins.contains(&(*w).to_owned())).count();
        let clauses = joined * JOINED
            + between.matches([',', '—']).count()
            + PART * between.matches([';', ':']).count();
        let since_first =
            usize::from(hit.trigger.date == DateUse::Since && t.direction != Direction::Since) * 400;
        distance(t) + clauses * CLAUSE + since_first
    };
    // "Solitary confinement for over a year has led to her collapse on 30 May": whatever lasts that long did not begin on the
    // day that comes later in the sentence.
    let lasted = |t: &Timex| {
        t.direction == Direction::At
            && CONDITIONS.iter().any(|state| hit.trigger.kind.describe().begins.iter().any(|b| b == state))
            && s.times.iter().any(|length| {
                length.kind == Kind::Duration
                    && hit.range.end <= length.start
                    && s.text.get(length.end..t.start).is_some_and(|between| count_words(between) > APART)
            })
    };
    let nearest = dates.iter().filter(wanted).filter(|t| !announcement(t) && !lasted(t)).min_by_key(cost);
    if let Some(t) = nearest {
        return (t.when.clone(), Basis::Stated);
    }
    let published = &s.of.published;
    if let Some(day) = s.signed.or(Some(published)).filter(|day| does && day.only_day().is_some()) {
        return (day.clone(), Basis::Bounded);
    }
    // "By 3 May the petition had 900 signatures": not after that day.
    let by = dates.iter().filter(|t| matches!(t.direction, Direction::By | Direction::Before));
    if hit.trigger.date == DateUse::At
        && hit.trigger.says == Polarity::Asserted
        && let Some(t) = by.min_by_key(cost)
    {
        let last = if t.direction == Direction::Before {
            t.when.first_day().and_then(|d| d.yesterday().ok())
        } else {
            t.when.last_day()
        };
        return (When::bounded(None, last), Basis::Stated);
    }
    let asked = hit.trigger.says == Polarity::NotKnown;
    let bound = made_public.unwrap_or(published);
    if asked && !published.is_unknown() {
        return (published.clone(), Basis::Bounded);
    }
    match bound.before {
        Some(before) if !matches!(hit.trigger.date, DateUse::Until) => {
            (When::of_moments(None, Some(before)), Basis::Bounded)
        }
        _ => (When::unknown(), Basis::Unknown),
    }
}

/// "Almost a month after the court's decision": the length stands right before the event, the other end is a date of
/// the sentence or the publication.
fn computed(s: &Sentence<'_>, lexicon: &Lexicon, hit: &Hit<'_>, dates: &[&Timex]) -> Option<When> {
    let length = s.times.iter().find(|t| {
        t.kind == Kind::Duration
            && t.end <= hit.range.start + 12
            && hit.range.start < t.end + 24
            && t.amount.is_some()
    })?;
    let amount = length.amount?;
    let after = s.text.get(length.end..s.range.end)?.trim_start().to_lowercase();
    let back = lexicon.words.counted_back.iter().any(|w| opens_with(&after, w));
    if !back || amount.precision == Precision::Vague || amount.count == 0 {
        return None;
    }
    let end = dates
        .iter()
        .filter(|t| matches!(t.direction, Direction::At) && t.end <= length.start)
        .max_by_key(|t| t.start);
    let end = end.map_or(&s.of.published, |t| &t.when);
    let (first, last) = (end.first_day()?, end.last_day()?);
    let count = i64::from(amount.count);
    let span = match amount.unit {
        Unit::Day => jiff::Span::new().try_days(count),
        Unit::Week => jiff::Span::new().try_weeks(count),
        Unit::Month => jiff::Span::new().try_months(count),
        Unit::Year => jiff::Span::new().try_years(count),
        Unit::Hour | Unit::Minute => return None,
    }
    .ok()?;
    let (from, to) = (first.checked_sub(span).ok()?, last.checked_sub(span).ok()?);
    Some(match amount.precision {
        Precision::LessThan => When::days(from, last),
        Precision::MoreThan | Precision::AtLeast => When::bounded(None, Some(to)),
        // A day either way: the first day may be counted or not.
        _ => When::days(from, to.tomorrow().unwrap_or(to)),
    })
}

/// How long a condition lasted, where the words give both its ends: "from 2 to 24 April he was kept alone".
pub(crate) fn stretch(s: &Sentence<'_>, trigger: &Trigger, dates: &[&Timex], when: &When) -> Option<Term> {
    let begins = &trigger.kind.describe().begins;
    if !begins.iter().any(|state| CONDITIONS.contains(&state.as_str())) {
        return None;
    }
    let (first, last) = (when.first_day()?, when.last_day()?);
    let days = When::day;
    let told = dates.iter().find(|t| t.when == *when)?;
    if first != last && told.direction == Direction::From {
        return Some(Term { from: Some(days(first)), until: Some(days(last)), length: None });
    }
    let until = dates.iter().find(|t| t.direction == Direction::Until && t.start >= told.end)?;
    let near = s.text.get(told.end..until.start).is_some_and(|between| !between.contains([';', '.']));
    (near && told.direction != Direction::Until).then(|| Term {
        from: Some(when.clone()),
        until: Some(until.when.clone()),
        length: None,
    })
}

/// What an order covers, as far as the sentence says.
pub(crate) fn term(s: &Sentence<'_>, lexicon: &Lexicon, trigger: &Trigger, dates: &[&Timex]) -> Option<Term> {
    let owed = trigger.kind.name().ends_with("_due");
    if owed {
        let within =
            s.times.iter().find(|t| t.kind == Kind::Duration && t.amount.is_some_and(|a| a.count > 0));
        return within.map(|t| Term { length: Some(t.value.clone()), ..Term::default() });
    }
    if !trigger.kind.describe().orders {
        return None;
    }
    let until = dates.iter().find(|t| matches!(t.direction, Direction::Until)).map(|t| t.when.clone());
    let from = dates.iter().find(|t| t.direction == Direction::From).map(|t| t.when.clone());
    let length = s
        .times
        .iter()
        .find(|t| {
            t.kind == Kind::Duration
                && t.amount.is_some_and(|a| a.count > 0)
                && covers(s, lexicon, t, trigger)
        })
        .map(|t| t.value.clone());
    let term = Term { from, until, length };
    (term != Term::default()).then_some(term)
}

/// The length is that of the term: "for two months", "18 years in prison".
fn covers(s: &Sentence<'_>, lexicon: &Lexicon, t: &Timex, trigger: &Trigger) -> bool {
    if trigger.kind.name() == "sentence" {
        return matches!(t.amount.map(|a| a.unit), Some(Unit::Year | Unit::Month | Unit::Day));
    }
    let before = s.text.get(s.range.start..t.start).unwrap_or_default().trim_end().to_lowercase();
    lexicon.words.lasting.iter().any(|w| closes_with(&before, w))
}
