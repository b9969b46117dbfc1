//! Quotation marks: where words in them begin and end, across the sentences of a block.

/// What a mark does to the quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Opens,
    Closes,
}

/// The outermost quotation marks of `body`, in order. `open` says that a quotation is open where it begins.
pub(crate) fn marks(body: &str, open: bool) -> Vec<(usize, Mark)> {
    let mut found = Vec::new();
    let mut depth = usize::from(open);
    // A low mark is closed by the one that opens in English.
    let mut low = false;
    let mut before = None;
    for (at, c) in body.char_indices() {
        let spaced = before.is_none_or(|b: char| b.is_whitespace() || matches!(b, '(' | '[' | '—' | '–'));
        let mark = match c {
            '„' => {
                low = true;
                Some(Mark::Opens)
            }
            '“' if low => {
                low = false;
                Some(Mark::Closes)
            }
            '“' | '«' => Some(Mark::Opens),
            '”' | '»' => Some(Mark::Closes),
            '"' if spaced => Some(Mark::Opens),
            '"' => Some(Mark::Closes),
            _ => None,
        };
        before = Some(c);
        match mark {
            Some(Mark::Opens) => {
                if depth == 0 {
                    found.push((at, Mark::Opens));
                    depth = 1;
                } else if at > 0 || !open {
                    // A paragraph that opens a quotation again is not one inside another.
                    depth += 1;
                }
            }
            Some(Mark::Closes) if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push((at, Mark::Closes));
                }
            }
            _ => {}
        }
    }
    found
}

/// A quotation is open at the end of `body`.
pub(crate) fn open_at_end(body: &str, open: bool) -> bool {
    marks(body, open).last().map_or(open, |(_, mark)| *mark == Mark::Opens)
}

/// Where the quotation that is open at the start of `body` closes.
pub(crate) fn closing(body: &str) -> Option<usize> {
    marks(body, true).first().filter(|(_, mark)| *mark == Mark::Closes).map(|(at, _)| *at)
}

/// Byte `at` of `body` stands inside a quotation that `body` opens.
pub(crate) fn quoted(body: &str, at: usize) -> bool {
    marks(body, false)
        .iter()
        .take_while(|(mark, _)| *mark < at)
        .last()
        .is_some_and(|(_, m)| *m == Mark::Opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_several_languages() {
        let cases = [
            ("He said: “It is so.” Then he left.", false, false),
            ("He said: “It is so. Then he left.", false, true),
            ("«Он сказал: „так“, — и ушёл", false, true),
            ("„So ist es“, sagte sie.", false, false),
            ("the \"top secret\" file", false, false),
            ("the \"top secret file", false, true),
            ("so it goes on", true, true),
            ("so it ends”.", true, false),
            ("“and again a paragraph", true, true),
            ("“and its end”, he said", true, false),
            ("5” of snow", false, false),
            ("", false, false),
        ];
        for (text, open, expected) in cases {
            assert_eq!(open_at_end(text, open), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_in_a_quotation() {
        let text = "He said “no” and “yes";
        for (word, expected) in [("He", false), ("no", true), ("and", false), ("yes", true)] {
            assert_eq!(quoted(text, text.find(word).unwrap()), expected, "{word}");
        }
    }
}
