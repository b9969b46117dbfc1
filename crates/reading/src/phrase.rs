//! Words and phrases in a text, always whole.

use regex::Regex;

/// The match starts and ends where a word does.
pub(crate) fn at_word_bounds(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    // The second half of a compound is no word of its own: "court-sanctioned".
    let compound = before == Some('-')
        && text.get(..start.saturating_sub(1)).is_some_and(|t| t.ends_with(char::is_alphanumeric));
    let first = text.get(start..).and_then(|t| t.chars().next());
    let last = text.get(..end).and_then(|t| t.chars().next_back());
    let after = text.get(end..).and_then(|t| t.chars().next());
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let cut_before = compound || inside(before) && inside(first);
    let cut_after = inside(last) && inside(after);
    !cut_before && !cut_after
}

/// Matches of `regex` that start and end at word bounds, as byte ranges of `text`.
pub(crate) fn words<'t>(
    regex: &'t Regex,
    text: &'t str,
) -> impl Iterator<Item = std::ops::Range<usize>> + 't {
    regex.find_iter(text).map(|m| m.range()).filter(|r| at_word_bounds(text, r.start, r.end))
}

/// `phrase` stands in `text` as whole words.
pub(crate) fn contains_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| at_word_bounds(text, at, at + phrase.len()))
}

/// `text` begins with the words of `phrase`.
pub(crate) fn opens_with(text: &str, phrase: &str) -> bool {
    text.starts_with(phrase) && at_word_bounds(text, 0, phrase.len())
}

/// `text` ends with the words of `phrase`.
pub(crate) fn closes_with(text: &str, phrase: &str) -> bool {
    text.ends_with(phrase) && at_word_bounds(text, text.len() - phrase.len(), text.len())
}

/// The last `count` words of `text`.
pub(crate) fn last_words(text: &str, count: usize) -> &str {
    let text = text.trim_end();
    let starts = text.char_indices().rev().filter(|(at, c)| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        !c.is_whitespace() && before.is_none_or(char::is_whitespace)
    });
    let from = starts.take(count).last().map_or(text.len(), |(at, _)| at);
    text.get(from..).unwrap_or_default()
}

/// The first `count` words of `text`.
pub(crate) fn first_words(text: &str, count: usize) -> &str {
    let ends = text.char_indices().filter(|(at, c)| {
        let after = text.get(at + c.len_utf8()..).and_then(|t| t.chars().next());
        !c.is_whitespace() && after.is_none_or(char::is_whitespace)
    });
    let to = ends.take(count).last().map_or(0, |(at, c)| at + c.len_utf8());
    text.get(..to).unwrap_or_default()
}

/// The words of `text` with the byte at which each begins.
pub(crate) fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim();
        (!word.is_empty()).then_some((start, word))
    })
}

/// Words of `text` that hold a letter or a digit.
pub(crate) fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_from_either_end() {
        let cases = [
            ("one two  three ", 2, "two  three", "one two"),
            ("один", 3, "один", "один"),
            ("", 2, "", ""),
            ("a b", 0, "", ""),
        ];
        for (text, count, last, first) in cases {
            assert_eq!((last_words(text, count), first_words(text, count)), (last, first), "{text}");
        }
    }

    #[test]
    fn a_phrase_stands_as_whole_words() {
        for (text, phrase, expected) in
            [("he is not held", "not", true), ("he cannot", "not", false), ("", "not", false)]
        {
            assert_eq!(contains_words(text, phrase), expected, "{text}");
        }
    }
}
