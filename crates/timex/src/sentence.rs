//! Which expressions stand in the same sentence and paragraph, and which between quotation marks.

use memchr::{memchr, memchr3};

use crate::expression::Expression;

/// Numbers of the sentence and the paragraph, counted from the beginning of the first one's paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
    /// It stands between quotation marks. A paragraph closes what it left open.
    pub(crate) quoted: bool,
}

/// Bytes before the first expression that are looked at.
const BEFORE: usize = 2000;

/// Places of the expressions, in their order. Only the text before and between them is looked at, once.
pub(crate) fn places(text: &str, found: &[Expression]) -> Vec<Place> {
    let mut reader = Reader::default();
    let first = found.first().map_or(0, |e| e.start);
    let before = text.get(..first).unwrap_or_default();
    let near = (first.saturating_sub(BEFORE)..=first).find(|&i| before.is_char_boundary(i)).unwrap_or(0);
    let near = near + before.get(near..).and_then(|t| t.rfind("\n\n")).unwrap_or(0);
    let mut end = near;
    found
        .iter()
        .map(|expression| {
            reader.read(text.get(end..expression.start).unwrap_or_default());
            end = expression.end;
            reader.place
        })
        .collect()
}

/// Follows the text from one expression to the next.
#[derive(Default)]
struct Reader {
    place: Place,
}

impl Reader {
    /// Ends of sentences and of paragraphs in a piece of text between two expressions. A blank line ends both.
    fn read(&mut self, text: &str) {
        let place = &mut self.place;
        let (mut stop, mut lines) = (false, 0);
        let mut at = 0;
        let mut marks = Marks::new(text);
        loop {
            if !stop && lines == 0 {
                at = marks.next(at);
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            match c {
                '"' => place.quoted = !place.quoted,
                '“' | '«' | '„' => place.quoted = true,
                '”' | '»' => place.quoted = false,
                _ => {}
            }
            match c {
                '\n' => {
                    lines += 1;
                    if lines == 2 {
                        place.paragraph += 1;
                        place.sentence += 1;
                        place.quoted = false;
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
                        place.sentence += 1;
                    }
                    stop = false;
                    lines = 0;
                }
            }
            at += c.len_utf8();
        }
    }
}

/// Looks for the first bytes of the characters that may end a sentence or a line, and of quotation marks.
struct Marks<'a> {
    bytes: &'a [u8],
    /// The next of each kind, or the end of the text.
    next: [usize; 3],
}

impl<'a> Marks<'a> {
    fn new(text: &'a str) -> Self {
        let mut marks = Self { bytes: text.as_bytes(), next: [0; 3] };
        marks.next = [0, 1, 2].map(|kind| marks.find(kind, 0));
        marks
    }

    /// The next of any kind from `at` on, or the end of the text.
    fn next(&mut self, at: usize) -> usize {
        for kind in 0..3 {
            if self.next.get(kind).is_some_and(|&next| next < at) {
                let found = self.find(kind, at);
                if let Some(next) = self.next.get_mut(kind) {
                    *next = found;
                }
            }
        }
        self.next.into_iter().min().unwrap_or(self.bytes.len())
    }

    fn find(&self, kind: usize, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let found = match kind {
            0 => memchr3(b'.', b'"', b'\n', rest),
            1 => memchr3(b'!', b'?', 0xe2, rest),
            _ => memchr(0xc2, rest),
        };
        found.map_or(self.bytes.len(), |found| at + found)
    }
}

/// How many letters and digits stand right before `at`, four at most.
fn letters_before(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.chars().rev().take(4).take_while(|c| c.is_alphanumeric()).count()
}
