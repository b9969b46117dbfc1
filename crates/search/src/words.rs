//! The words of a text, with their places.

use std::ops::Range;

/// Soft hyphens and joiners stand inside words without being letters of them.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Accents and other marks that a letter is followed by.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// A letter or a digit; Cyrillic ones are told without the tables that hold all of Unicode.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}') || c.is_alphanumeric()
}

/// Places of the words of `text`: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = characters.find(|(_, c)| is_letter(*c))?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) =
            characters.next_if(|(_, c)| is_letter(*c) || is_mark(*c) || is_invisible(*c))
        {
            if !is_invisible(c) {
                end = at + c.len_utf8();
            }
        }
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice, reason = "ranges of the text itself")]

    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for (text, expected) in [
            ("He was held: 62 days.", vec!["He", "was", "held", "62", "days"]),
            ("l’avocat d'Aiman", vec!["l", "avocat", "d", "Aiman"]),
            ("ст.108-1 ҚПК", vec!["ст", "108", "1", "ҚПК"]),
            ("за\u{301}мок i\u{307}", vec!["за\u{301}мок", "i\u{307}"]),
            ("de\u{ad}tained\u{ad} now", vec!["de\u{ad}tained", "now"]),
            ("заключён\u{200b}ный", vec!["заключён\u{200b}ный"]),
            ("", vec![]),
            (" \u{301}\u{ad}—…\0", vec![]),
        ] {
            let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
