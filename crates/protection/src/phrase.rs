//! A protected detail: a word, a phrase or a number, in any of its forms.

use std::ops::Range;

use remand_search::{Stems, words};

use crate::token::{Token, compared};

/// Of a long phrase so many words in a row show it.
const RUN: usize = 6;
/// Of a number so many digits in a row show it.
pub(crate) const DIGITS: usize = 5;
/// What stands between two words of a phrase has at most so many characters that are no white space.
const BETWEEN: usize = 4;
/// Words of fewer letters have no other forms.
const INFLECTED: usize = 4;

/// Words in a row.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    words: Vec<(String, Vec<String>)>,
}

impl Phrase {
    pub(crate) fn of(phrase: &str, stems: &Stems) -> Option<Self> {
        let words = words(phrase).filter_map(|range| phrase.get(range)).map(|word| {
            let folded = compared(word);
            (folded.clone(), stems_of(&folded, stems))
        });
        let words: Vec<_> = words.filter(|(folded, _)| !folded.is_empty()).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Its words as they are compared.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(word, _)| word.as_str())
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// So many of its words in a row show it.
    pub(crate) fn least(&self) -> usize {
        self.words.len().min(RUN)
    }

    /// Places in the phrase where `folded`, with these stems, stands.
    pub(crate) fn fitting(&self, folded: &str, stems: &[String]) -> Vec<usize> {
        let fits = |(word, of_word): &(String, Vec<String>)| {
            word == folded || of_word.iter().any(|stem| stems.contains(stem))
        };
        self.words.iter().enumerate().filter(|(_, word)| fits(word)).map(|(at, _)| at).collect()
    }

    /// The last word of the longest run of the phrase that begins at `at`, where the run is long enough.
    pub(crate) fn at(
        &self,
        at: usize,
        text: &str,
        tokens: &[Token],
        fits: &dyn Fn(usize) -> Vec<usize>,
    ) -> Option<usize> {
        let longest = fits(at).into_iter().map(|word| {
            let mut length = 1;
            while let (Some(before), Some(token)) = (tokens.get(at + length - 1), tokens.get(at + length))
                && word + length < self.words.len()
                && between(text, &before.range, &token.range)
                && fits(at + length).contains(&(word + length))
            {
                length += 1;
            }
            length
        });
        longest.max().filter(|length| *length >= self.least()).map(|length| at + length - 1)
    }
}

/// Stems of a word in all languages; none for what is too short to have forms.
pub(crate) fn stems_of(folded: &str, stems: &Stems) -> Vec<String> {
    if folded.chars().count() < INFLECTED || folded.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    stems.in_all(folded)
}

fn between(text: &str, one: &Range<usize>, next: &Range<usize>) -> bool {
    let between = text.get(one.end..next.start).unwrap_or_default();
    between.chars().filter(|c| !c.is_whitespace()).count() <= BETWEEN
}

/// Places of the number `digits` in `text`, however its digits are grouped.
pub(crate) fn numbers(text: &str, digits: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    let mut gap = 0;
    let mut close = |run: &mut Vec<(usize, char)>| {
        let joined: String = run.iter().map(|(_, digit)| *digit).collect();
        for (at, _) in joined.match_indices(digits) {
            if let (Some((start, _)), Some((end, _))) = (run.get(at), run.get(at + digits.len() - 1)) {
                found.push(*start..end + 1);
            }
        }
        run.clear();
    };
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            gap = 0;
            run.push((at, c));
        } else if gap < 2
            && matches!(
                c,
                ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}'..='\u{2013}' | '.' | '(' | ')' | '/'
            )
        {
            gap += 1;
        } else if !run.is_empty() {
            close(&mut run);
            gap = 0;
        }
    }
    close(&mut run);
    found
}
