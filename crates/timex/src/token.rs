//! Words, numbers and marks of a text, with the numbers already told apart: a date, a clock time, a document number.

mod address;
mod number;

use std::ops::Range;

use crate::compound::Compound;
use crate::letter::{Letters, is_letter};
use crate::lexicon::Lexicon;

use self::address::next_address;

pub(crate) use self::number::{Number, full_year, is_year};

/// White space before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters.
    Word,
    /// A number that may be part of a time expression.
    Number(Number),
    /// Any other character.
    Mark(char),
    /// Addresses, document numbers, anything that only looks like a date.
    Opaque,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    /// Number of the folded word in the lexicon; 0 for a word that it does not have.
    pub(crate) word: u32,
    pub(crate) gap: Gap,
    /// Starts with a capital letter.
    pub(crate) capital: bool,
    /// A number written in words.
    pub(crate) spelled: bool,
}

/// Reads a text token by token; every byte is looked at a bounded number of times.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    letters: Letters,
    at: usize,
    /// The next address at or after `at`.
    address: Range<usize>,
    /// The second half of a word that was read by halves.
    second: Option<Token>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self { text, lexicon, letters: Letters::new(), at: 0, address: next_address(text, 0), second: None }
    }

    /// End of the digits at the beginning of `range`, and beginning of those at its end.
    pub(crate) fn first_and_last_digits(&self, range: Range<usize>) -> (usize, usize) {
        let bytes = self.text.as_bytes().get(range.clone()).unwrap_or_default();
        let first = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        let last = bytes.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        (range.start + first, range.end - last)
    }

    pub(crate) fn slice(&self, token: &Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// White space up to the next token.
    #[inline]
    fn gap(&mut self) -> Gap {
        let begin = self.at;
        let bytes = self.text.as_bytes();
        // One space, or none: nearly always.
        let one = begin + usize::from(bytes.get(begin) == Some(&b' '));
        if bytes.get(one).is_some_and(|&byte| space(byte) == Space::No) {
            self.at = one;
            return if one == begin { Gap::None } else { Gap::Space };
        }
        let mut lines = 0;
        while let Some(&byte) = bytes.get(self.at) {
            match space(byte) {
                Space::Yes => {
                    lines += u32::from(byte == b'\n');
                    self.at += 1;
                }
                Space::Maybe => match self.from(self.at).chars().next() {
                    Some(c) if is_space(c) => self.at += c.len_utf8(),
                    _ => break,
                },
                Space::No => break,
            }
        }
        match lines {
            0 if self.at == begin => Gap::None,
            0 => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        }
    }

    #[inline]
    fn word(&self, start: usize) -> (usize, u32) {
        let (end, hash) = self.letters.word(self.text, start);
        (end, self.lexicon.word(self.letters, self.text, start..end, hash))
    }

    /// A letter or a line below it stands right before `at`.
    fn glued_to_letter(&self, at: usize) -> bool {
        let before = self.text.get(..at).and_then(|t| t.chars().next_back());
        before.is_some_and(|c| is_letter(c) || c == '_')
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.second.take() {
            return Some(token);
        }
        let gap = self.gap();
        let start = self.at;
        let byte = *self.text.as_bytes().get(start)?;
        let token =
            |end, shape, word, capital| Token { start, end, shape, word, gap, capital, spelled: false };
        if start >= self.address.start {
            self.at = self.address.end;
            self.address = next_address(self.text, self.at);
            return Some(token(self.at, Shape::Opaque, 0, false));
        }
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            self.at = start + 1;
            let mark = char::from(byte);
            return Some(token(self.at, Shape::Mark(mark), self.lexicon.mark(mark), false));
        }
        if byte.is_ascii_digit() {
            let (end, shape) = self.number(start, gap == Gap::None && self.glued_to_letter(start));
            self.at = end;
            return Some(token(end, shape, 0, false));
        }
        let first = if byte.is_ascii() { char::from(byte) } else { self.from(start).chars().next()? };
        if is_letter(first) {
            let (end, word) = self.word(start);
            self.at = end;
            let capital = first.is_uppercase();
            if word == 0 {
                return Some(token(end, Shape::Word, word, capital));
            }
            let Some(Compound { halves: [head, tail], chars }) = self.lexicon.compound(word) else {
                return Some(token(end, Shape::Word, word, capital));
            };
            let text = self.text.get(start..end).unwrap_or_default();
            let middle = start + text.chars().take(chars).map(char::len_utf8).sum::<usize>();
            self.second =
                Some(Token { start: middle, gap: Gap::None, ..token(end, Shape::Word, tail, capital) });
            return Some(token(middle, Shape::Word, head, capital));
        }
        self.at = start + first.len_utf8();
        let mark = plain_mark(first);
        Some(token(self.at, Shape::Mark(mark), self.lexicon.mark(mark), false))
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// What begins with a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Yes,
    No,
    /// A character of several bytes may be one.
    Maybe,
}

#[inline]
fn space(byte: u8) -> Space {
    match byte {
        b' ' | b'\t'..=b'\r' => Space::Yes,
        0xc2 | 0xe1..=0xe3 | 0xef => Space::Maybe,
        _ => Space::No,
    }
}

/// One form for each kind of dash, apostrophe and quotation mark.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
        _ => c,
    }
}
