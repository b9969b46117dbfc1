//! Where in a text a query is met.

use std::ops::Range;

use serde::Serialize;

use crate::fold::fold;
use crate::name;
use crate::query::{Expression, Query, Term};
use crate::stem::{Stems, Tongue};
use crate::words::words;

/// Most places of one item that are given.
const PLACES: usize = 100;
/// About so many bytes of text stand on either side of a place in its snippet.
const AROUND: usize = 90;
/// Longer places are cut in a snippet.
const LONGEST: usize = 400;

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Items that fit, the best first.
    pub hits: Vec<Hit>,
    /// How many items fit, those beyond the limit included.
    pub items: usize,
}

/// An item that fits a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The item.
    pub item: String,
    /// How well it fits: higher is better. Comparable within one search only.
    pub score: f64,
    /// Language of most of its text, as an ISO 639-1 code.
    pub language: Option<String>,
    /// The day the file gives for itself, as `2024-03-05`.
    pub date: Option<String>,
    /// The places in its text, in order.
    pub places: Vec<Place>,
    /// How many there are, those left out included.
    pub count: usize,
}

/// A place in the text of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// First byte in the text layer (UTF-8).
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// The page on which it begins, where there are pages.
    pub page: Option<u32>,
    /// The text around it, with blanks for line breaks and control characters.
    pub snippet: String,
    /// Bytes of the snippet that are the place.
    pub marked: Range<usize>,
}

/// A text as it is searched in.
pub(crate) struct Searched<'t> {
    pub(crate) text: &'t str,
    pub(crate) pages: &'t [(u32, Range<usize>)],
    /// From where on the text is in which language.
    pub(crate) tongues: &'t [(usize, Option<Tongue>)],
}

impl Searched<'_> {
    pub(crate) fn tongue_at(&self, at: usize) -> Option<Tongue> {
        let next = self.tongues.partition_point(|(start, _)| *start <= at);
        self.tongues.get(next.checked_sub(1)?)?.1
    }
}

/// One word of a query, ready to be held against the words of texts.
struct Wanted {
    folded: String,
    prefix: bool,
    stems: Vec<String>,
    keys: Vec<String>,
}

impl Wanted {
    fn of(term: &Term, stems: &Stems) -> Vec<Self> {
        let last = term.words.len().saturating_sub(1);
        let wanted = |(at, word): (usize, &String)| {
            let prefix = term.prefix && at == last;
            let loose = !term.exact && !prefix;
            Self {
                folded: fold(word),
                prefix,
                stems: if loose { stems.in_all(word) } else { Vec::new() },
                keys: if loose { name::keys(word) } else { Vec::new() },
            }
        };
        term.words.iter().enumerate().map(wanted).collect()
    }

    fn fits(&self, word: &Word<'_>, stems: &Stems) -> bool {
        if self.folded == word.folded || (self.prefix && word.folded.starts_with(&self.folded)) {
            return true;
        }
        // Stemmers take from the end alone.
        if !self.stems.is_empty()
            && word.folded.chars().next() == self.folded.chars().next()
            && stems.of(word.text, word.tongue).is_some_and(|stem| self.stems.contains(&stem))
        {
            return true;
        }
        !self.keys.is_empty()
            && is_name(word.text)
            && name::keys(word.text).iter().any(|key| self.keys.contains(key))
    }
}

/// Names are written with a capital.
pub(crate) fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

struct Word<'t> {
    text: &'t str,
    span: Range<usize>,
    folded: String,
    tongue: Option<Tongue>,
}

/// Places of `query` in a text that fits it, and how many there are.
pub(crate) fn places(query: &Query, searched: &Searched<'_>, stems: &Stems) -> (Vec<Place>, usize) {
    let text = searched.text;
    let word = |span: Range<usize>| {
        let text = text.get(span.clone()).unwrap_or_default();
        Word { text, folded: fold(text), tongue: searched.tongue_at(span.start), span }
    };
    let words: Vec<Word<'_>> = words(text).map(word).filter(|word| !word.folded.is_empty()).collect();
    let mut found = Vec::new();
    gather(&query.0, &words, stems, &mut found);
    found.sort_by_key(|words| (words.start, words.end));
    found.dedup();
    let span = |found: &Range<usize>| {
        Some(words.get(found.start)?.span.start..words.get(found.end.checked_sub(1)?)?.span.end)
    };
    let places = found.iter().filter_map(span).take(PLACES).map(|span| place(searched, span)).collect();
    (places, found.len())
}

/// Ranges of words at which the positive parts of an expression are met.
fn gather(expression: &Expression, words: &[Word<'_>], stems: &Stems, found: &mut Vec<Range<usize>>) {
    match expression {
        Expression::Term(term) => found.extend(met(term, words, stems)),
        Expression::Near(terms) => found.extend(near(terms, words, stems)),
        Expression::And(all) | Expression::Or(all) => {
            all.iter().for_each(|one| gather(one, words, stems, found));
        }
        Expression::Without(wanted, _) => gather(wanted, words, stems, found),
    }
}

fn met(term: &Term, words: &[Word<'_>], stems: &Stems) -> Vec<Range<usize>> {
    let wanted = Wanted::of(term, stems);
    let fits = |(at, row): (usize, &[Word<'_>])| {
        let all = row.iter().zip(&wanted).all(|(word, wanted)| wanted.fits(word, stems));
        all.then(|| at..at + wanted.len())
    };
    words.windows(wanted.len().max(1)).enumerate().filter_map(fits).collect()
}

/// For each place of the first term, the nearest of the second within reach, and so on; what lies between is marked too.
fn near(terms: &[(Term, u32)], words: &[Word<'_>], stems: &Stems) -> Vec<Range<usize>> {
    let mut rows = terms.iter().map(|(term, distance)| (met(term, words, stems), *distance as usize));
    let Some((mut found, _)) = rows.next() else { return Vec::new() };
    for (others, distance) in rows {
        let joined = |range: Range<usize>| {
            let from = range.start.saturating_sub(distance.saturating_add(1));
            // Only the last few that begin before can reach it: phrases have few words.
            let first = others.partition_point(|other| other.end < from);
            let reached = others.get(first..).unwrap_or_default().iter();
            let gap = |other: &Range<usize>| {
                other.start.saturating_sub(range.end).max(range.start.saturating_sub(other.end))
            };
            reached
                .take_while(|other| other.start <= range.end.saturating_add(distance))
                .filter(|other| gap(other) <= distance && other.start != range.start)
                .min_by_key(|other| (gap(other), other.start))
                .map(|other| range.start.min(other.start)..range.end.max(other.end))
        };
        found = found.into_iter().filter_map(joined).collect();
    }
    found
}

fn place(searched: &Searched<'_>, span: Range<usize>) -> Place {
    let text = searched.text;
    let page =
        searched.pages.iter().rev().find(|(_, page)| page.start <= span.start && span.start < page.end);
    let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
    let shown = text.floor_char_boundary(span.end.min(span.start.saturating_add(LONGEST)));
    let to = text.ceil_char_boundary(shown.saturating_add(AROUND).min(text.len()));
    // A word that is cut through is left out.
    let before = text.get(from..span.start).unwrap_or_default();
    let from = match before.split_once(char::is_whitespace) {
        Some((cut, _)) if from > 0 => from + cut.len(),
        _ => from,
    };
    let behind = text.get(shown..to).unwrap_or_default();
    let to = match behind.rsplit_once(char::is_whitespace) {
        Some((_, cut)) if to < text.len() => to - cut.len(),
        _ => to,
    };
    let around = text.get(from..to).unwrap_or_default();
    let lead = around.len() - around.trim_start().len();
    let around = around.trim();
    // As many blanks as a character has bytes, so that places stay.
    let mut snippet = String::with_capacity(around.len());
    for c in around.chars() {
        match c {
            // Signs that turn the direction of writing would turn what stands around the snippet.
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                snippet.extend(std::iter::repeat_n(' ', c.len_utf8()))
            }
            c => snippet.push(c),
        }
    }
    let start = span.start - from - lead;
    let marked = start..(start + (shown - span.start)).min(snippet.len());
    Place { start: span.start, end: span.end, page: page.map(|(number, _)| *number), snippet, marked }
}
