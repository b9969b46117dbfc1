//! Letters, their lower case, and a number for each word: one pass over its bytes, no copy of it.

use std::sync::LazyLock;

/// Code points below this stand in a table: what UTF-8 writes in one or two bytes, Latin, Greek, Cyrillic, Hebrew
/// and Arabic among them.
const TABLE: usize = 0x800;
/// In the table: a letter whose lower case is more than one character.
const LONG: u16 = u16::MAX;

/// Lower case of the letters; 0 for what is no letter.
static LETTERS: LazyLock<[u16; TABLE]> = LazyLock::new(|| {
    let mut table = [0; TABLE];
    for (slot, c) in table.iter_mut().zip('\0'..) {
        if !c.is_alphabetic() {
            continue;
        }
        let mut lower = lower(c);
        *slot = match (lower.next(), lower.next()) {
            (Some(one), None) => u16::try_from(u32::from(one)).unwrap_or(LONG),
            _ => LONG,
        };
    }
    table
});

/// Lower case with one form of each letter that writers may leave without its dots.
fn lower(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ё' { 'е' } else { c })
}

pub(crate) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic())
}

/// Lower case, one form of apostrophe, and `ё` as `е`.
pub(crate) fn folded(word: &str) -> String {
    let plain = |c| if matches!(c, '\u{2018}' | '\u{2019}') { '\'' } else { c };
    word.chars().flat_map(lower).map(plain).collect()
}

/// Number of a folded word: words of a fixed lexicon, which nobody can choose to collide.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u64);

impl Hash {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    #[inline]
    fn add(self, n: u64) -> Self {
        Self((self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
    }

    /// Of a word that is folded already.
    pub(crate) fn of(folded: &str) -> Self {
        if folded.is_ascii() {
            return folded.as_bytes().chunks(8).fold(Self::new(), |hash, part| hash.add(eight(part)));
        }
        folded.chars().fold(Self::new(), |hash, c| hash.add(c.into()))
    }

    pub(crate) fn get(self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// The first eight bytes as a number, the first of them lowest; 0 for those that are not there.
#[inline]
fn eight(bytes: &[u8]) -> u64 {
    if let Some(chunk) = bytes.first_chunk() {
        return u64::from_le_bytes(*chunk);
    }
    bytes.iter().rev().fold(0, |n, &byte| n << 8 | u64::from(byte))
}

/// Eight times the same byte.
const fn times(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Reads words of a text.
#[derive(Clone, Copy)]
pub(crate) struct Letters {
    table: &'static [u16; TABLE],
}

impl Letters {
    pub(crate) fn new() -> Self {
        Self { table: &LETTERS }
    }

    /// Byte after the letters that start at `from`, and the number of the word when folded.
    #[inline]
    pub(crate) fn word(self, text: &str, from: usize) -> (usize, Hash) {
        let bytes = text.as_bytes();
        let (mut at, mut hash) = (from, Hash::new());
        loop {
            let word = eight(bytes.get(at..).unwrap_or_default());
            let lower = word | times(0x20);
            let low = lower & times(0x7f);
            // The top bit of each byte that is no ASCII letter: above z, below a, or not ASCII.
            let other = ((low + times(0x7f - b'z')) | !(low + times(0x80 - b'a')) | word) & times(0x80);
            if other == 0 {
                hash = hash.add(lower);
                at += 8;
                continue;
            }
            let len = other.trailing_zeros() & !7;
            let end = at + len as usize / 8;
            if word >> len & 0x80 != 0 && text.get(end..).is_some_and(|rest| rest.starts_with(is_letter)) {
                return self.long_word(text, from);
            }
            return (end, if len == 0 { hash } else { hash.add(lower & ((1 << len) - 1)) });
        }
    }

    /// The same for a word that not only ASCII has.
    fn long_word(self, text: &str, from: usize) -> (usize, Hash) {
        let bytes = text.as_bytes();
        let (mut at, mut hash) = (from, Hash::new());
        while let Some(&byte) = bytes.get(at) {
            if byte < 0x80 {
                if !byte.is_ascii_alphabetic() {
                    break;
                }
                hash = hash.add(u64::from(byte | 0x20));
                at += 1;
                continue;
            }
            if byte < 0xe0 {
                let next = bytes.get(at + 1).copied().unwrap_or_default();
                let lower = self.table.get((usize::from(byte & 0x1f) << 6) | usize::from(next & 0x3f));
                match lower.copied().unwrap_or_default() {
                    0 => break,
                    LONG => {}
                    lower => {
                        hash = hash.add(lower.into());
                        at += 2;
                        continue;
                    }
                }
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            if !c.is_alphabetic() {
                break;
            }
            hash = lower(c).fold(hash, |hash, c| hash.add(c.into()));
            at += c.len_utf8();
        }
        (at, hash)
    }

    /// `word`, once folded, is `folded`.
    #[inline]
    pub(crate) fn folds_to(self, word: &str, folded: &str) -> bool {
        if word.is_ascii() {
            return word.eq_ignore_ascii_case(folded);
        }
        word.chars().flat_map(lower).eq(folded.chars())
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Letters, folded};

    #[test]
    fn a_word_has_the_number_of_its_folded_form_in_every_script() {
        for word in [
            "January",
            "September",
            "undisputable",
            "elevenlet",
            "ЯНВАРЯ",
            "Пётр",
            "März",
            "ÉTÉ",
            "қаңтар",
            "İstanbul",
            "Ǆ",
            "ﬁn",
            "ｊａｎ",
            "שבט",
            "日本",
        ] {
            let (end, hash) = Letters::new().word(word, 0);
            assert_eq!(end, word.len(), "{word}");
            assert_eq!(hash.get(), Hash::of(&folded(word)).get(), "{word}");
            assert!(Letters::new().folds_to(word, &folded(word)), "{word}");
        }
    }

    #[test]
    fn a_word_ends_where_its_letters_end() {
        for (text, end) in [
            ("abcdefgh", 8),
            ("abcdefgh,", 8),
            ("abcdefghi-", 9),
            ("ab\u{201d}c", 2),
            ("abcdefghé.", 10),
            ("AZaz[@`{", 4),
            ("", 0),
            ("5", 0),
            ("a5", 1),
            ("год,", 6),
            ("a\u{301}", 1),
            ("й\u{a0}й", 2),
            ("e\u{2019}s", 1),
            ("😀", 0),
        ] {
            assert_eq!(Letters::new().word(text, 0).0, end, "{text}");
        }
    }
}
