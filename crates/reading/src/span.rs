//! Stated lengths of time with what they are counted from, to be held against the dates.

use regex::Regex;
use remand_timex::{Direction, Kind, Timex, When};

use crate::event::Sentence;
use crate::lexicon::Lexicon;
use crate::phrase::words;
use crate::{Basis, Claim, DurationStart, Modality, Passage, StatedDuration};

/// The end of a term follows its length with no more words between.
const TERM: usize = 1;
/// What a length is counted from, and the words that say what is counted, stand no further from it. Names are not
/// counted: they make a sentence longer, not looser.
const NEAR: usize = 6;

/// Acts for which a length of time is given.
const DUE: [&str; 2] = ["follow_up_due", "response_due"];

/// The stated durations of a sentence that can be held against the record, with what it `claims`.
pub(crate) fn durations(s: &Sentence<'_>, lexicon: &Lexicon, claims: &[Claim]) -> Vec<StatedDuration> {
    let lengths = s.times.iter().filter(|t| t.kind == Kind::Duration);
    lengths.filter_map(|t| duration(s, lexicon, claims, t)).collect()
}

fn duration(s: &Sentence<'_>, lexicon: &Lexicon, claims: &[Claim], t: &Timex) -> Option<StatedDuration> {
    let spans = &lexicon.spans;
    let amount = t.amount?;
    let before = s.text.get(s.range.start..t.start)?;
    let words = s.text.get(t.start..t.end)?;
    let after = s.text.get(t.end..s.range.end)?;
    let is = |way: &Option<Regex>, text: &str| way.as_ref().is_some_and(|way| way.is_match(text));

    let event = spans.events.iter().find(|(_, way)| way.find(after).is_some_and(|m| m.start() <= 2));
    let event = event.map(|(kind, _)| *kind);
    let custody = of_custody(s, lexicon, t);
    let told = claims
        .iter()
        .any(|c| matches!(c.modality, Modality::Stated | Modality::Alleged) && event != Some(c.kind));
    let penalty = is(&spans.penalty_before, before) || is(&spans.penalty_after, after);
    let deadline = is(&spans.deadline, before) && !(told && (event.is_some() || custody));
    if (penalty || deadline) && !is(&spans.past, words) {
        return None;
    }
    // "For two months, until 12 May": the length of a term to come, not of what has passed.
    let orders = claims.iter().any(|c| c.kind.describe().orders);
    let given = |c: &Claim| {
        let gives = c.kind.describe().orders || DUE.contains(&c.kind.name());
        gives && c.term.as_ref().is_some_and(|term| term.length.as_deref() == Some(t.value.as_str()))
    };
    if claims.iter().any(given) && !is(&spans.past, words) {
        return None;
    }
    let ends = |d: &Timex| d.direction == Direction::Until && words_between(s.text, t.end, d.start) <= TERM;
    if orders && s.times.iter().any(|d| d.start >= t.end && ends(d)) {
        return None;
    }
    let from = match event {
        Some(kind) if kind.name() == "arrest" => DurationStart::Custody,
        Some(kind) => DurationStart::Event(kind),
        None => match since(s, t) {
            Some(date) => DurationStart::Date(date),
            None if custody => DurationStart::Custody,
            None => DurationStart::Unstated,
        },
    };
    let marks = spans.marks.is_match(before) || event.is_some_and(|kind| kind.name() != "arrest");
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
}

/// "6 June marks 150 days that she has been held": the date is the end of the count, so that what is counted from was no
/// later, and was not on it.
pub(crate) fn not_its_own_start(durations: &[StatedDuration], claims: &mut [Claim]) {
    for stated in durations {
        let counted = |claim: &Claim| match stated.from {
            DurationStart::Custody => claim.kind.name() == "arrest",
            DurationStart::Event(kind) => claim.kind == kind,
            _ => false,
        };
        for claim in claims.iter_mut().filter(|claim| counted(claim) && claim.basis == Basis::Stated) {
            if stated.at.as_ref() == Some(&claim.when) && claim.passage.overlaps(&stated.passage) {
                claim.when = When::bounded(None, claim.when.last_day());
                claim.basis = Basis::Bounded;
            }
        }
    }
}

/// Words of custody stand near enough to the length to say that it is custody that is counted.
fn of_custody(s: &Sentence<'_>, lexicon: &Lexicon, t: &Timex) -> bool {
    let body = s.text.get(s.range.clone()).unwrap_or_default();
    words(&lexicon.spans.custody, body).any(|found| {
        let (start, end) = (s.range.start + found.start, s.range.start + found.end);
        let apart = if end <= t.start {
            words_between(s.text, end, t.start)
        } else {
            words_between(s.text, t.end, start)
        };
        apart <= NEAR
    })
}

/// Words between two places, names left out.
fn words_between(text: &str, from: usize, to: usize) -> usize {
    let between = text.get(from..to).unwrap_or_default();
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !word.starts_with(char::is_uppercase)).count()
}

/// A date after the length that says where it starts: "for over a year since 5 January 2021".
fn since(s: &Sentence<'_>, length: &Timex) -> Option<When> {
    let date = s.times.iter().find(|d| {
        d.start >= length.end
            && words_between(s.text, length.end, d.start) <= NEAR
            && matches!(d.direction, Direction::Since | Direction::From | Direction::After)
            && !d.when.is_unknown()
            && d.kind != Kind::Duration
    })?;
    Some(date.when.clone())
}
