//! Small words of a language, for whoever reads a text that is no item.

use std::ops::Range;

use crate::lexicon::Words;
use crate::quantity::quantity;
use crate::sentence::sentences;
use crate::{Quantity, phrase};

/// Small words of one language (`lexicon/<language>/words.toml`), borrowed from a [`Reader`](crate::Reader).
#[derive(Clone, Copy)]
pub struct SmallWords<'r> {
    words: &'r Words,
}

impl<'r> SmallWords<'r> {
    pub(crate) fn of(words: &'r Words) -> Self {
        Self { words }
    }

    /// Sentences of `text`, as byte ranges.
    pub fn sentences(&self, text: &str) -> Vec<Range<usize>> {
        sentences(text, 0..text.len(), self.words)
    }

    /// A number in words (`twenty`), in lower case; those from a thousand on are scales.
    pub fn number(&self, word: &str) -> Option<u64> {
        self.words.numbers.get(word.trim_end_matches('.')).copied()
    }

    /// "over 230", "10,000", "12 thousand": least and most.
    pub fn quantity(&self, text: &str) -> Option<Quantity> {
        quantity(text, self.words)
    }

    /// The words that stand last in `before`, in lower case, leave open how many it is: those before a number.
    pub fn loosens(&self, before: &str) -> Option<&'r str> {
        let before = before.trim_end();
        let lists = [&self.words.at_least, &self.words.at_most, &self.words.about];
        let all = lists.into_iter().flatten();
        all.filter(|words| phrase::closes_with(before, words)).map(String::as_str).max_by_key(|w| w.len())
    }

    /// Before the name of a person: "Mr", "Judge".
    pub fn is_title(&self, word: &str) -> bool {
        self.words.titles.iter().any(|title| title == word.trim_end_matches('.'))
    }

    /// A capitalised word that is no part of a person's name.
    pub fn is_no_name(&self, word: &str) -> bool {
        self.words.not_names.iter().any(|other| other == word)
    }
}
