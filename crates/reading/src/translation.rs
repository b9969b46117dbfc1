//! Texts that say the same in another language: the same days, numbers and names in the same order.

use std::collections::{BTreeMap, BTreeSet};

use remand_timex::{Kind, Timex};

use crate::draft::Draft;
use crate::read::Document;
use crate::subject::sound;

/// A text with what a translator leaves as it is.
struct Text<'t> {
    language: &'t str,
    /// Its words, from byte `start` of the layer that `times` speak of.
    body: &'t str,
    start: usize,
    times: &'t [Timex],
}

/// Days and numbers that a text must hold before it can be told from another.
const LEAST: usize = 4;
/// Share of the longer list that must stand in the other in the same order, in percent.
const SAME: usize = 75;
/// Names, by their consonants, that both must hold.
const NAMES: usize = 2;
/// Marks of a long text that are compared.
const MOST: usize = 400;
/// A mark of more texts than this tells none from another.
const COMMON: usize = 16;
/// Texts that share most marks, looked at in full.
const LOOKED_AT: usize = 4;

/// For each piece the earlier one in another language that it translates, or that translates it.
pub(crate) fn of_drafts(documents: &[Document<'_>], drafts: &[Draft]) -> Vec<Option<usize>> {
    let texts: Vec<Text<'_>> = drafts
        .iter()
        .map(|draft| {
            let body = draft.body_text(documents);
            let start = draft.piece.span.end.saturating_sub(body.len());
            let first = draft.times.partition_point(|time| time.start < start);
            let times = draft.times.get(first..).unwrap_or_default();
            Text { language: draft.language(start), body, start, times }
        })
        .collect();
    translations(&texts)
}

fn translations(texts: &[Text<'_>]) -> Vec<Option<usize>> {
    let marks: Vec<Vec<String>> = texts.iter().map(marks).collect();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::with_capacity(texts.len());
    for (n, mine) in marks.iter().enumerate() {
        let distinct: BTreeSet<&str> = mine.iter().map(String::as_str).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for mark in &distinct {
            for &other in places.get(mark).into_iter().flatten().take(COMMON) {
                *shared.entry(other).or_default() += 1;
            }
        }
        let mut near: Vec<(usize, usize)> = shared.into_iter().map(|(other, count)| (count, other)).collect();
        near.sort_by_key(|(count, other)| (std::cmp::Reverse(*count), *other));
        let same = near.into_iter().take(LOOKED_AT).map(|(_, other)| other).find(|&other| {
            let (Some(a), Some(b), Some(theirs)) = (texts.get(n), texts.get(other), marks.get(other)) else {
                return false;
            };
            a.language != b.language && in_order(mine, theirs) && share_names(a, b)
        });
        found.push(same);
        for mark in distinct {
            places.entry(mark).or_default().push(n);
        }
    }
    found
}

/// Days without their years, lengths, and numbers, in the order of the text.
fn marks(text: &Text<'_>) -> Vec<String> {
    let mut marks: Vec<(usize, String)> = Vec::new();
    for time in text.times {
        let mark = match (time.kind, time.when.only_day(), &time.amount) {
            (Kind::Date | Kind::Time, Some(day), _) => day.strftime("%m-%d").to_string(),
            (Kind::Duration, _, Some(amount)) => format!("{} {:?}", amount.count, amount.unit),
            _ => continue,
        };
        marks.push((time.start, mark));
    }
    let mut at = text.start;
    for run in text.body.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = run.trim_end_matches(|c: char| !c.is_ascii_digit());
        let inside = text.times.partition_point(|time| time.end <= at);
        let of_time = text.times.get(inside).is_some_and(|time| time.start <= at);
        if !digits.is_empty() && !of_time {
            marks.push((at, digits.to_owned()));
        }
        at += run.len();
    }
    marks.sort();
    marks.into_iter().map(|(_, mark)| mark).take(MOST).collect()
}

fn in_order(a: &[String], b: &[String]) -> bool {
    a.len().min(b.len()) >= LEAST && common(a, b) * 100 >= a.len().max(b.len()) * SAME
}

/// Length of the longest list that stands in both in the same order.
fn common(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0_usize; b.len()];
    for mine in a {
        let mut diagonal = 0;
        let mut left = 0;
        for (theirs, cell) in b.iter().zip(&mut row) {
            let above = *cell;
            *cell = if mine == theirs { diagonal + 1 } else { above.max(left) };
            (diagonal, left) = (above, *cell);
        }
    }
    row.last().copied().unwrap_or(0)
}

fn share_names(a: &Text<'_>, b: &Text<'_>) -> bool {
    names(a.body).intersection(&names(b.body)).count() >= NAMES
}

/// Capitalised words by their consonants. Where a language writes nouns so, there are more of them, and no harm is done.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic());
    let capital = words.filter(|word| word.starts_with(char::is_uppercase));
    capital.map(sound).filter(|sound| sound.chars().count() > 2).collect()
}
