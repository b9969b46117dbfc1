//! The words and marks of a lexicon, each with a number.

use std::ops::Range;

use crate::letter::{Hash, Letters};

/// Numbers of folded words, counted from 1. Most words of a text are not in it, which one look decides.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    words: Vec<(u64, Box<str>)>,
    /// Number of a word at the place that its hash gives or after it; 0 where there is none. A power of two long, and
    /// never more than half full.
    places: Vec<Place>,
    /// A bit for the upper end of each hash: small enough to stay at hand, and it settles nearly every other word.
    seen: Vec<u64>,
    /// Numbers of the marks that ASCII has.
    marks: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The upper half of the hash.
    tag: u32,
    number: u32,
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Words of `seen`; a hash has a bit in them by its upper 16 bits.
const SEEN: usize = 1024;

fn seen(hash: u64) -> (usize, u64) {
    ((hash >> 54) as usize, 1 << ((hash >> 48) & 63))
}

impl Vocabulary {
    /// Number of a folded word, and whether it is new.
    pub(crate) fn number(&mut self, folded: &str) -> (u32, bool) {
        let hash = Hash::of(folded).get();
        let known = self.candidates(hash).find(|&n| self.at(n).is_some_and(|w| w == folded));
        if let Some(number) = known {
            return (number, false);
        }
        self.words.push((hash, folded.into()));
        self.seen.resize(SEEN, 0);
        let (at, bit) = seen(hash);
        if let Some(bits) = self.seen.get_mut(at) {
            *bits |= bit;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        if self.words.len() * 2 > self.places.len() {
            self.places = vec![Place::default(); (self.places.len() * 2).max(256)];
            for n in 1..=number {
                self.put(n);
            }
        } else {
            self.put(number);
        }
        if let [byte @ ..0x80] = *folded.as_bytes() {
            self.marks.resize(0x80, 0);
            if let Some(mark) = self.marks.get_mut(usize::from(byte)) {
                *mark = number;
            }
        }
        (number, true)
    }

    fn at(&self, number: u32) -> Option<&str> {
        self.words.get((number as usize).checked_sub(1)?).map(|(_, word)| &**word)
    }

    /// Every word with its number.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).zip(self.words.iter().map(|(_, word)| &**word))
    }

    #[inline]
    fn mask(&self) -> usize {
        self.places.len().wrapping_sub(1)
    }

    /// Numbers of the words whose hash has the same upper half.
    #[inline]
    fn candidates(&self, hash: u64) -> impl Iterator<Item = u32> {
        let (mask, wanted) = (self.mask(), tag(hash));
        let mut at = hash as usize & mask;
        std::iter::from_fn(move || {
            loop {
                let place = self.places.get(at)?;
                if place.number == 0 {
                    return None;
                }
                at = (at + 1) & mask;
                if place.tag == wanted {
                    return Some(place.number);
                }
            }
        })
    }

    fn put(&mut self, number: u32) {
        let Some(&(hash, _)) = self.words.get((number as usize).wrapping_sub(1)) else { return };
        let mask = self.mask();
        let mut at = hash as usize & mask;
        while let Some(place) = self.places.get_mut(at) {
            if place.number == 0 {
                *place = Place { tag: tag(hash), number };
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Number of the word as written at `place` of `text`; 0 where there is none.
    #[inline]
    pub(crate) fn find(&self, letters: Letters, text: &str, place: Range<usize>, hash: Hash) -> u32 {
        let hash = hash.get();
        let (at, bit) = seen(hash);
        if self.seen.get(at).is_none_or(|bits| bits & bit == 0) {
            return 0;
        }
        let word = text.get(place).unwrap_or_default();
        let fits = |&n: &u32| self.at(n).is_some_and(|folded| letters.folds_to(word, folded));
        self.candidates(hash).find(fits).unwrap_or(0)
    }

    /// Number of a mark; 0 where there is none.
    #[inline]
    pub(crate) fn mark(&self, mark: char) -> u32 {
        if mark.is_ascii() {
            return self.marks.get(mark as usize).copied().unwrap_or(0);
        }
        let mut buffer = [0; 4];
        let mark: &str = mark.encode_utf8(&mut buffer);
        let fits = |&n: &u32| self.at(n) == Some(mark);
        self.candidates(Hash::of(mark).get()).find(fits).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::letter::Letters;

    #[test]
    fn every_word_is_found_again_and_no_other() {
        let mut words = Vocabulary::default();
        let names: Vec<String> =
            (0..5000_u32).map(|n| n.to_string().bytes().map(|b| char::from(b + 49)).collect()).collect();
        let numbers: Vec<u32> = names.iter().map(|name| words.number(name).0).collect();
        let find =
            |word: &str| words.find(Letters::new(), word, 0..word.len(), Letters::new().word(word, 0).1);
        for (name, number) in names.iter().zip(&numbers) {
            assert_eq!(find(&name.to_uppercase()), *number, "{name}");
        }
        for other in ["", "z", "zz", "январь", "abcdefghij"] {
            assert_eq!(find(other), 0, "{other}");
        }
    }

    #[test]
    fn marks_and_words_of_no_letters() {
        let mut words = Vocabulary::default();
        assert_eq!(words.mark('-'), 0);
        let (dash, quote) = (words.number("-").0, words.number("»").0);
        assert_eq!(words.number("-"), (dash, false));
        assert_eq!((words.mark('-'), words.mark('»'), words.mark('«'), words.mark('.')), (dash, quote, 0, 0));
    }
}
