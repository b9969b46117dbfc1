//! Stated lengths of time with what they are counted from, to be held against the dates.

use remand_timex::{Direction, Kind, Timex};

use crate::event::{Sentence, floor};
use crate::lexicon::{Lexicon, words};
use crate::{DurationStart, Passage, StatedDuration};

/// The end of a term follows its length within this many bytes.
const TERM: usize = 16;
/// How much of the sentence on either side of a length says what kind of length it is.
const AROUND: usize = 40;

/// The stated durations of a sentence that can be held against the record.
/// `orders` says that the sentence tells of an order of custody.
pub(crate) fn durations(s: &Sentence<'_>, lexicon: &Lexicon, orders: bool) -> Vec<StatedDuration> {
    let body = s.text.get(s.range.clone()).unwrap_or_default();
    s.times
        .iter()
        .filter(|t| t.kind == Kind::Duration)
        .filter_map(|t| {
            let amount = t.amount?;
            let before =
                s.text.get(floor(s.text, t.start.saturating_sub(AROUND)).max(s.range.start)..t.start)?;
            let after_end = floor(s.text, (t.end + AROUND).min(s.range.end));
            let after = s.text.get(t.end..after_end)?;
            if lexicon.spans.penalty.is_match(before) || lexicon.spans.penalty.is_match(after) {
                return None;
            }
            // "For two months, until 12 May": the length of a term to come, not of what has passed.
            let term = orders
                && s.times
                    .iter()
                    .any(|d| d.direction == Direction::Until && d.start >= t.end && d.start - t.end <= TERM);
            if term {
                return None;
            }
            let rest = s.text.get(t.end..s.range.end)?;
            let event =
                lexicon.spans.events.iter().find(|(_, way)| way.find(rest).is_some_and(|m| m.start() <= 2));
            let from = match event {
                Some((kind, _)) if kind.name() == "arrest" => DurationStart::Custody,
                Some((kind, _)) => DurationStart::Event(*kind),
                None => match since(s, t) {
                    Some(date) => DurationStart::Date(date),
                    None if words(&lexicon.spans.custody, body).next().is_some() => DurationStart::Custody,
                    None => DurationStart::Unstated,
                },
            };
            let marks = lexicon.spans.marks.is_match(before)
                || matches!(event, Some((kind, _)) if kind.name() != "arrest");
            let at = s
                .times
                .iter()
                .filter(|d| matches!(d.kind, Kind::Date | Kind::Time) && !d.when.is_unknown() && !d.vague)
                .filter(|d| matches!(d.direction, Direction::At | Direction::AsOf) && d.end <= t.start)
                .max_by_key(|d| d.start)
                .filter(|_| marks)
                .map(|d| d.when.clone());
            Some(StatedDuration {
                passage: Passage { item: s.of.passage.item, start: t.start, end: t.end },
                entry: s.entry,
                amount,
                from,
                at,
            })
        })
        .collect()
}

/// A date after the length that says where it starts: "for over a year since 5 January 2021".
fn since(s: &Sentence<'_>, length: &Timex) -> Option<remand_timex::When> {
    let date = s.times.iter().find(|d| {
        d.start >= length.end
            && d.start - length.end < AROUND
            && matches!(d.direction, Direction::Since | Direction::From | Direction::After)
            && !d.when.is_unknown()
            && d.kind != Kind::Duration
    })?;
    Some(date.when.clone())
}
