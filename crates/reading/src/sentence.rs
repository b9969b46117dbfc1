//! Sentences of a block, as byte ranges.

use std::ops::Range;

use crate::lexicon::Words;

/// The sentences of `text[block]`, trimmed, in order. They cover all of it but white space.
pub(crate) fn sentences(text: &str, block: Range<usize>, words: &Words) -> Vec<Range<usize>> {
    let Some(body) = text.get(block.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let line_end = c == '\n' && body.get(at + 1..).is_some_and(opens_line);
        if line_end {
            push(&mut found, body, start..at);
            start = at;
            continue;
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, close)) = chars.peek() {
            if !matches!(close, '.' | '!' | '?' | '…' | '"' | '”' | '’' | '»' | ')' | ']') {
                break;
            }
            end = next + close.len_utf8();
            chars.next();
        }
        let after = body.get(end..).unwrap_or_default();
        let spaced = after.starts_with(char::is_whitespace);
        let opens = after.trim_start().chars().next().is_some_and(|c| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '"' | '“' | '«' | '„' | '(' | '‘' | '@' | '#')
        });
        if spaced && opens && !(c == '.' && abbreviated(body.get(..at).unwrap_or_default(), words)) {
            push(&mut found, body, start..end);
            start = end;
        }
    }
    push(&mut found, body, start..body.len());
    found.into_iter().map(|r| r.start + block.start..r.end + block.start).collect()
}

/// A line that begins so is not the rest of the sentence before it: an empty line, an item of a list, a quoted mail.
fn opens_line(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t', '\r', '>']);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with('\n')
        || ["- ", "– ", "— ", "• ", "* "].iter().any(|mark| line.starts_with(mark))
        || number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "))
}

/// The full stop after `before` belongs to an abbreviation or an initial.
fn abbreviated(before: &str, words: &Words) -> bool {
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or_default();
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || words.abbreviations.iter().any(|a| a.eq_ignore_ascii_case(word) || *a == word.to_lowercase())
}

fn push(found: &mut Vec<Range<usize>>, body: &str, range: Range<usize>) {
    let Some(piece) = body.get(range.clone()) else { return };
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.end - (piece.len() - piece.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice, reason = "tests slice what they have just built")]
    use super::*;
    use crate::lexicon::{Lexicon, files};

    fn split(text: &str) -> Vec<&str> {
        let lexicon = Lexicon::compile(files("en").unwrap()).unwrap();
        sentences(text, 0..text.len(), &lexicon.words).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let cases: [(&str, &[&str]); 8] = [
            ("He was held. She was not.", &["He was held.", "She was not."]),
            ("Dr. Ana Brok spoke. Art. 9 applies.", &["Dr. Ana Brok spoke.", "Art. 9 applies."]),
            (
                "“They were not there. Who said so?” The hall was silent.",
                &["“They were not there.", "Who said so?”", "The hall was silent."],
            ),
            ("On 5.03.2021 at 2 p.m. the court sat.", &["On 5.03.2021 at 2 p.m. the court sat."]),
            ("A. B. Kern signed.", &["A. B. Kern signed."]),
            ("", &[]),
            ("...", &["..."]),
            ("no end", &["no end"]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), expected, "{text}");
        }
    }
}
