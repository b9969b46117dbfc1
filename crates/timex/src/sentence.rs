//! Which expressions stand in the same sentence and paragraph.

use crate::tagger::Expression;

/// Numbers of the sentence and the paragraph, counted from the first expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
}

/// Places of the expressions, in their order. Only the text between two expressions is looked at.
pub(crate) fn places(text: &str, found: &[Expression]) -> Vec<Place> {
    let mut place = Place::default();
    let mut end = None;
    found
        .iter()
        .map(|expression| {
            if let Some(between) = end.and_then(|end| text.get(end..expression.start)) {
                let (sentences, paragraphs) = breaks(between);
                place.sentence += sentences;
                place.paragraph += paragraphs;
            }
            end = Some(expression.end);
            place
        })
        .collect()
}

/// Ends of sentences and of paragraphs in a piece of text. A blank line ends both.
fn breaks(text: &str) -> (usize, usize) {
    let (mut sentences, mut paragraphs) = (0, 0);
    let (mut stop, mut lines) = (false, 0);
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        if !stop && lines == 0 {
            let Some(next) = rest.bytes().position(may_break) else { break };
            at += next;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        match c {
            '\n' => {
                lines += 1;
                if lines == 2 {
                    paragraphs += 1;
                    sentences += 1;
                    stop = false;
                }
            }
            _ if c.is_whitespace() => {}
            // A capital alone or a short title before the stop is an abbreviation: "Dr. Sato", "J. Roe".
            '.' => stop = !matches!(letters_before(text, at), 1..=3),
            '!' | '?' | '…' => stop = true,
            '"' | '”' | '’' | '»' | ')' => {}
            _ => {
                if stop && (c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | '«' | '(')) {
                    sentences += 1;
                }
                stop = false;
                lines = 0;
            }
        }
        at += c.len_utf8();
    }
    (sentences, paragraphs)
}

/// First bytes of the characters that may end a sentence or a line.
fn may_break(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xe2)
}

/// How many letters and digits stand right before `at`, four at most.
fn letters_before(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.chars().rev().take(4).take_while(|c| c.is_alphanumeric()).count()
}
