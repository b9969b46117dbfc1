//! The words of a text in the forms in which they are compared.

use std::ops::Range;

use remand_search::{fold, is_invisible, words};
use unicode_normalization::UnicodeNormalization;

/// A word of a text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Its bytes in the text; of a word that was cut over two lines, both parts.
    pub(crate) range: Range<usize>,
    /// Without accents, in small letters, in the letters it looks like.
    pub(crate) folded: String,
    /// The word with its capitals, in compatibility form.
    pub(crate) plain: String,
    /// It begins with a capital.
    pub(crate) capital: bool,
    /// It stands in an address, a file name or an account name, where all is written small.
    pub(crate) identifier: bool,
}

impl Token {
    /// It may be a name where it stands.
    pub(crate) fn named(&self) -> bool {
        self.capital || self.identifier
    }

    pub(crate) fn letters(&self) -> usize {
        self.folded.chars().count()
    }
}

/// `word` in the form in which words are compared.
pub(crate) fn compared(word: &str) -> String {
    looks(&fold(&word.nfkc().collect::<String>()))
}

/// A word of several scripts, or of figures among letters, in the letters that it looks like; any other as it is.
fn looks(word: &str) -> String {
    let latin = word.chars().any(|c| c.is_ascii_lowercase());
    let other = word.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}'));
    if latin && (other || word.chars().any(|c| matches!(c, '0' | '1' | '3' | '5'))) {
        word.chars().map(latin_look).collect()
    } else if other && word.chars().any(|c| matches!(c, '0' | '3' | '6')) {
        word.chars().map(cyrillic_look).collect()
    } else {
        word.to_owned()
    }
}

/// The Latin letter that a letter of Cyrillic or Greek, or a figure, looks like (Unicode Technical Standard 39, section 4).
pub(crate) fn latin_look(c: char) -> char {
    match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'ε' | '3' => 'e',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' | 'ӏ' | '1' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'п' | 'ν' => 'n',
        'о' | 'ο' | 'σ' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' | '5' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        other => other,
    }
}

fn cyrillic_look(c: char) -> char {
    match c {
        '0' => 'о',
        '3' => 'з',
        '6' => 'б',
        other => other,
    }
}

/// Places of the words of `text`.
pub(crate) fn places(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut places = words(text).peekable();
    while let Some(mut range) = places.next() {
        while let Some(next) = places.peek()
            && cut_over_lines(text, range.end, next.start)
        {
            range.end = next.end;
            places.next();
        }
        ranges.push(range);
    }
    spaced_out(text, ranges)
}

impl Token {
    /// The word at `range` of `text`; `None` for what has no letters.
    pub(crate) fn at(text: &str, range: &Range<usize>) -> Option<Self> {
        let token = Self::of(text.get(range.clone()).unwrap_or_default())?;
        Some(Self { identifier: in_identifier(text, range), range: range.clone(), ..token })
    }

    /// A word by itself, as if it stood in an address.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let letters: String = word.chars().filter(|c| is_letter(*c)).collect();
        let plain: String = letters.nfkc().collect();
        let folded = looks(&fold(&plain));
        let capital = plain.chars().next().is_some_and(char::is_uppercase);
        (!folded.is_empty()).then_some(Self {
            range: 0..word.len(),
            folded,
            plain,
            capital,
            identifier: true,
        })
    }
}

/// Hyphens, line ends and joiners that stand inside a token are none of its letters.
fn is_letter(c: char) -> bool {
    !is_invisible(c) && !c.is_whitespace() && !is_hyphen(c)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

/// A hyphen and a line end stand between, and the word goes on in small letters.
fn cut_over_lines(text: &str, end: usize, next: usize) -> bool {
    let between = text.get(end..next).unwrap_or_default();
    let mut characters = between.chars();
    characters.next().is_some_and(is_hyphen)
        && between.contains(['\n', '\r'])
        && between.len() <= 12
        && characters.all(char::is_whitespace)
        && text.get(next..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase)
}

/// Letters set apart for weight, `T o l l e`, are one word: four or more of them with one space or dot between each two.
fn spaced_out(text: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let single = |range: &Range<usize>| {
        let mut letters = text.get(range.clone()).filter(|word| word.len() <= 4).unwrap_or_default().chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    let joined = |one: &Range<usize>, next: &Range<usize>| {
        let between = text.get(one.end..next.start).unwrap_or_default();
        between.chars().count() == 1 && between.chars().all(|c| c.is_whitespace() || is_invisible(c))
    };
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    let mut at = 0;
    while let Some(first) = ranges.get(at) {
        let mut last = at;
        while let (Some(one), Some(next)) = (ranges.get(last), ranges.get(last + 1))
            && single(one)
            && single(next)
            && joined(one, next)
        {
            last += 1;
        }
        match ranges.get(last) {
            Some(end) if last >= at + 3 => {
                out.push(first.start..end.end);
                at = last + 1;
            }
            _ => {
                out.push(first.clone());
                at += 1;
            }
        }
    }
    out
}

/// How far an address is looked at on each side of a word, in bytes.
const AROUND: usize = 60;

/// The word is joined to others by what joins the parts of addresses and file names.
fn in_identifier(text: &str, range: &Range<usize>) -> bool {
    let from = text.floor_char_boundary(range.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary(range.end.saturating_add(AROUND).min(text.len()));
    let before = text.get(from..range.start).unwrap_or_default();
    let after = text.get(range.end..to).unwrap_or_default();
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '<' | '>' | '(' | ')' | '«' | '»' | '“' | '”' | ',' | ';')
    };
    let before = before.rsplit(ends).next().unwrap_or_default();
    let after = after.split(ends).next().unwrap_or_default();
    let joins = |c: char| matches!(c, '/' | '_' | '@' | '\\' | '=' | '#' | '%' | '+');
    // A dot joins only what goes on right after it: a sentence ends with one as well.
    let dotted =
        after.split_once('.').is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    before.contains(joins) || after.contains(joins) || dotted || before.ends_with('.') && before.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        places(text).iter().filter_map(|range| Token::at(text, range)).collect()
    }

    #[test]
    fn words_are_compared_in_one_form() {
        let forms = |text: &str| tokens(text).into_iter().map(|token| token.folded).collect::<Vec<_>>();
        for (text, expected) in [
            ("Mira TOLLE's", vec!["mira", "tolle", "s"]),
            ("Mira To\u{ad}lle", vec!["mira", "tolle"]),
            ("Mira Tol-\n  le came", vec!["mira", "tolle", "came"]),
            ("Tolle-\nBerg", vec!["tolle", "berg"]),
            ("Ｍｉｒａ 𝐓𝐨𝐥𝐥𝐞", vec!["mira", "tolle"]),
            ("Mirа Tоllе", vec!["mira", "tolle"]),
            ("M1ra T0lle", vec!["mira", "tolle"]),
            ("T o l l e left", vec!["tolle", "left"]),
            ("a b c", vec!["a", "b", "c"]),
            ("Толле", vec!["толле"]),
            ("2024 105", vec!["2024", "105"]),
            ("", vec![]),
            ("—\u{200b}—", vec![]),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_in_an_address_is_told_from_a_word() {
        let identifiers = |text: &str| {
            tokens(text)
                .into_iter()
                .filter(|token| token.identifier)
                .map(|token| token.folded)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            identifiers("see https://x.org/mira-tolle and go"),
            ["https", "x", "org", "mira", "tolle"]
        );
        assert_eq!(identifiers("tolle.pdf"), ["tolle", "pdf"]);
        assert_eq!(identifiers("mira@x.org"), ["mira", "x", "org"]);
        assert_eq!(identifiers("She left. Then he came, he said. And so on"), Vec::<String>::new());
    }
}
