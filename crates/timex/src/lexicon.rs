//! The time words of a language, read from `lexicon/<language>/time.toml` and compiled once.

mod error;
mod file;

use std::ops::Range;

use serde::Deserialize;

use crate::class::{Class, Suffix};
use crate::compound::Compound;
use crate::letter::{Hash, Letters};
use crate::numeral::Numeral;
use crate::pattern::{Element, Forms};
use crate::vocabulary::Vocabulary;

pub use self::error::LexiconError;

/// A word as a member of a class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sense {
    pub(crate) element: Element,
    pub(crate) value: i32,
    /// Further words of a phrase, as a number in the lexicon's list; 0 for a single word.
    pub(crate) phrase: u32,
    /// Counts only with a capital letter.
    pub(crate) proper: bool,
    /// Means something else as well: alone it counts only after a preposition.
    pub(crate) weak: bool,
}

impl Sense {
    fn of(element: Element) -> Self {
        Self { element, value: 0, phrase: 0, proper: false, weak: false }
    }
}

/// Order of the parts of `05/01/2022` where the text itself does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SlashOrder {
    DayFirst,
    MonthFirst,
    /// Readers differ; both readings are kept.
    Either,
}

/// What a language's annotation guidelines may count as no time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Apart {
    /// The age of a person.
    Age,
    /// "Now", "soon".
    Reference,
}

#[derive(Debug, Default, Clone)]
struct Entry {
    senses: Vec<Sense>,
    suffix: Option<Suffix>,
    /// Some form begins with it.
    starts: bool,
    /// Some form may have no other word.
    alone: bool,
    /// Classes of its senses, a bit each.
    classes: u128,
    /// Some preposition of several words begins with it.
    leads: bool,
    numeral: Option<Numeral>,
    compound: Option<Compound>,
}

#[derive(Debug)]
pub(crate) struct Lexicon {
    words: Vocabulary,
    entries: Vec<Entry>,
    phrases: Vec<Vec<u32>>,
    pub(crate) forms: Forms,
    pub(crate) slash_order: SlashOrder,
    pub(crate) apart: Vec<Apart>,
    /// Some words are numerals.
    pub(crate) spells_numbers: bool,
    /// Endings of words of [words.past].
    pub(crate) past_endings: Vec<String>,
}

impl Lexicon {
    /// Number of the word that stands there; 0 for a word that the lexicon does not have.
    #[inline]
    pub(crate) fn word(&self, letters: Letters, text: &str, place: Range<usize>, hash: Hash) -> u32 {
        self.words.find(letters, text, place, hash)
    }

    /// Number of a mark; 0 for one that the lexicon does not have.
    #[inline]
    pub(crate) fn mark(&self, mark: char) -> u32 {
        self.words.mark(mark)
    }

    /// Some form begins with this word.
    #[inline]
    pub(crate) fn starts(&self, word: u32) -> bool {
        self.entries.get(word as usize).is_some_and(|e| e.starts)
    }

    /// Some form may have no other word than this one.
    #[inline]
    pub(crate) fn stands_alone(&self, word: u32) -> bool {
        self.entries.get(word as usize).is_some_and(|e| e.alone)
    }

    /// The word, or a phrase that begins with it, is of this class.
    #[inline]
    pub(crate) fn has(&self, word: u32, class: Class) -> bool {
        word != 0 && self.entries.get(word as usize).is_some_and(|e| e.classes & class.bit() != 0)
    }

    /// Some preposition of several words begins with this one.
    #[inline]
    pub(crate) fn leads(&self, word: u32) -> bool {
        self.entries.get(word as usize).is_some_and(|e| e.leads)
    }

    pub(crate) fn senses(&self, word: u32) -> &[Sense] {
        self.entries.get(word as usize).map_or(&[], |e| e.senses.as_slice())
    }

    pub(crate) fn suffix(&self, word: u32) -> Option<Suffix> {
        self.entries.get(word as usize).and_then(|e| e.suffix)
    }

    pub(crate) fn numeral(&self, word: u32) -> Option<Numeral> {
        self.entries.get(word as usize).and_then(|e| e.numeral)
    }

    pub(crate) fn compound(&self, word: u32) -> Option<Compound> {
        self.entries.get(word as usize).and_then(|e| e.compound)
    }

    /// The words of a phrase after its first.
    pub(crate) fn phrase(&self, phrase: u32) -> &[u32] {
        self.phrases.get(phrase as usize).map_or(&[], Vec::as_slice)
    }
}
