//! Finding a passage again in a text that was taken anew, perhaps by other readers.

use std::ops::Range;

/// What became of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its words stand where they stood.
    Exact,
    /// They stand in one other place, with other white space at most.
    Moved(Range<usize>),
    /// They stand in several places, none of them the old one; how many.
    Ambiguous(usize),
    /// They stand nowhere.
    Lost,
}

/// What became of the passage with the words `quote` that stood at `at` (bytes), in `text`. Line ends and spaces do not
/// count, because readers put them differently; everything else does.
pub fn anchor(text: &str, at: &Range<usize>, quote: &str) -> Anchor {
    if text.get(at.clone()) == Some(quote) {
        return Anchor::Exact;
    }
    if quote.trim().is_empty() {
        return Anchor::Lost;
    }
    let same: Vec<usize> = text.match_indices(quote).map(|(start, _)| start).collect();
    match same.as_slice() {
        [] => {}
        [start] => return Anchor::Moved(*start..*start + quote.len()),
        many => return Anchor::Ambiguous(many.len()),
    }
    let (bare, places) = without_space(text);
    let (words, _) = without_space(quote);
    let mut found = bare.match_indices(&words);
    let (Some((start, _)), more) = (found.next(), found.count()) else { return Anchor::Lost };
    if more > 0 {
        return Anchor::Ambiguous(more + 1);
    }
    let first = places.partition_point(|(bare_at, _)| *bare_at < start);
    let last = places.partition_point(|(bare_at, _)| *bare_at < start + words.len());
    let from = places.get(first).map(|(_, at)| *at);
    let to = last.checked_sub(1).and_then(|last| places.get(last));
    let end = to.and_then(|(_, at)| text.get(*at..)?.chars().next().map(|c| at + c.len_utf8()));
    match from.zip(end) {
        Some((from, end)) => Anchor::Moved(from..end),
        None => Anchor::Lost,
    }
}

/// A text without its white space, soft hyphens and marks of no width, and where each character of it stood.
fn without_space(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut bare, mut places) = (String::new(), Vec::new());
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}') {
            places.push((bare.len(), at));
            bare.push(c);
        }
    }
    (bare, places)
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_found_where_it_stands_or_said_to_be_lost() {
        let cases = [
            ("He was held. He was released.", 13..29, "He was released.", "exact"),
            ("Page 1\nHe was held. He was released.", 13..29, "He was released.", "moved He was released."),
            ("He was\nre\u{ad}leased on 4 March.", 0..16, "He was released", "moved He was\nre\u{ad}leased"),
            ("ordered. And again: ordered.", 3..10, "ordered", "ambiguous 2"),
            ("held twice, held\ntwice", 50..60, "held  twice", "ambiguous 2"),
            ("He was detained.", 0..11, "He was held", "lost"),
            ("", 0..4, "held", "lost"),
            ("any text", 3..3, "", "exact"),
            ("any text", 90..95, " ", "lost"),
            ("он был освобождён 4 марта", 0..10, "освобождён  4", "moved освобождён 4"),
        ];
        for (text, at, quote, expected) in cases {
            let found = match anchor(text, &at, quote) {
                Anchor::Exact => "exact".to_owned(),
                Anchor::Moved(to) => format!("moved {}", &text[to]),
                Anchor::Ambiguous(places) => format!("ambiguous {places}"),
                Anchor::Lost => "lost".to_owned(),
            };
            assert_eq!(found, expected, "{quote:?} in {text:?}");
        }
    }

    #[test]
    fn a_long_text_of_one_letter_is_searched_in_time() {
        let text = "a ".repeat(200_000);
        assert!(matches!(anchor(&text, &(0..5), &format!("{}b", "a".repeat(1000))), Anchor::Lost));
    }
}
