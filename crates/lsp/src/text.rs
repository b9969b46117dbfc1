//! Places in a text as the protocol counts them: lines from 0 and columns in units of UTF-8 or UTF-16; and as law packs
//! do: lines and columns from 1, columns in characters.

use std::cell::Cell;

use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

/// In what a column is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, which every client knows.
    Utf16,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// A text with the starts of its lines.
pub(crate) struct Lines<'t> {
    text: &'t str,
    encoding: Encoding,
    /// Where the lines of the protocol start: after LF, CR LF and CR.
    starts: Vec<usize>,
    /// Where the lines of a pack start: after LF.
    pack_starts: Vec<usize>,
    /// The byte that was asked for last as a place of a pack, with the start of its line and its characters from 0.
    /// Asking for one place of a line after the other reads the line once.
    last_place: Cell<Reached>,
    /// The byte whose position was asked for last, with the start of its line and its units from 0.
    last_position: Cell<Reached>,
}

/// How far a line was read.
#[derive(Clone, Copy, Default)]
struct Reached {
    start: usize,
    byte: usize,
    count: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str, encoding: Encoding) -> Self {
        let mut starts = vec![0];
        let mut pack_starts = vec![0];
        let mut bytes = text.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\n' => {
                    starts.push(at + 1);
                    pack_starts.push(at + 1);
                }
                b'\r' if bytes.peek().is_none_or(|(_, next)| *next != b'\n') => starts.push(at + 1),
                _ => {}
            }
        }
        let (last_place, last_position) = Default::default();
        Self { text, encoding, starts, pack_starts, last_place, last_position }
    }

    /// The byte at a position. What is past the end of a line is its end, what is past the last line the end of the
    /// text, and the middle of a character its start.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let next = self.starts.get(line.saturating_add(1)).copied().unwrap_or(self.text.len());
        let own = self.text.get(start..next).unwrap_or_default();
        let own = own.trim_end_matches(['\n', '\r']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut column = 0;
        for (at, c) in own.char_indices() {
            column += self.encoding.width(c);
            if column > wanted {
                return start + at;
            }
        }
        start + own.len()
    }

    /// The position of a byte.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let last = self.last_position.get();
        let near = last.start == start && (start..=offset).contains(&last.byte);
        let from = if near { last } else { Reached { start, byte: start, count: 0 } };
        let between = self.text.get(from.byte..offset).unwrap_or_default();
        let column = from.count + between.chars().map(|c| self.encoding.width(c)).sum::<usize>();
        self.last_position.set(Reached { start, byte: offset, count: column });
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Position::new(number(line), number(column))
    }

    /// From one byte to another.
    pub(crate) fn range(&self, from: usize, to: usize) -> Range {
        Range::new(self.position(from), self.position(to))
    }

    /// The whole text.
    pub(crate) fn whole(&self) -> Range {
        self.range(0, self.text.len())
    }

    /// The byte at a line and column of a pack, both from 1, the column in characters.
    pub(crate) fn of_pack(&self, line: usize, column: usize) -> usize {
        let Some(start) = self.pack_starts.get(line.saturating_sub(1)).copied() else {
            return self.text.len();
        };
        let own = self.pack_line(line);
        // The mark that some editors put before a text is no column of it.
        let marked = if start == 0 && own.starts_with('\u{feff}') { 1 } else { 0 };
        let wanted = column.saturating_sub(1).saturating_add(marked);
        let last = self.last_place.get();
        let near = last.start == start && last.byte >= start && last.count <= wanted;
        let from = if near { last } else { Reached { start, byte: start, count: 0 } };
        let rest = own.get(from.byte - start..).unwrap_or_default();
        let Some((at, _)) = rest.char_indices().nth(wanted - from.count) else { return start + own.len() };
        let byte = from.byte + at;
        self.last_place.set(Reached { start, byte, count: wanted });
        byte
    }

    /// A word of a pack, or the first of several.
    pub(crate) fn word(&self, line: usize, column: usize, word: &str) -> Range {
        let start = self.of_pack(line, column);
        let rest = self.text.get(start..).unwrap_or_default();
        // Words that are told together can stand further apart, or on two lines.
        let first = word.split(' ').next().unwrap_or_default();
        let there = [word, first].into_iter().find(|word| rest.starts_with(word));
        self.range(start, start + there.map_or(0, str::len))
    }

    /// A line of a pack, from 1, without its end.
    pub(crate) fn pack_line(&self, line: usize) -> &'t str {
        let Some(start) = self.pack_starts.get(line.saturating_sub(1)).copied() else { return "" };
        let next = self.pack_starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..next).unwrap_or_default().trim_end_matches('\n').trim_end_matches('\r')
    }

    /// Lines of a pack, both included, but for the white space around them.
    pub(crate) fn lines(&self, first: usize, last: usize) -> Range {
        let end = self.of_pack(last, 1) + self.pack_line(last).trim_end().len();
        self.range(self.of_pack(first, 1), end)
    }

    /// The line and column of a pack, from 1, at a position.
    pub(crate) fn pack_place(&self, position: Position) -> (usize, usize) {
        let offset = self.offset(position);
        let line = self.pack_starts.partition_point(|start| *start <= offset);
        let start = self.pack_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        let before = if start == 0 { before.trim_start_matches('\u{feff}') } else { before };
        (line, before.chars().count() + 1)
    }
}

/// Applies what an editor says changed, one after the other.
pub(crate) fn apply(text: &mut String, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
    for change in changes {
        let Some(range) = change.range else {
            *text = change.text;
            continue;
        };
        let lines = Lines::new(text, encoding);
        let (a, b) = (lines.offset(range.start), lines.offset(range.end));
        text.replace_range(a.min(b)..a.max(b), &change.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "zero\nпо-русски 😀 end\r\nlast";

    #[test]
    fn columns_are_bytes_or_units_of_utf_16() {
        let end = TEXT.find("end").unwrap_or_default();
        for (encoding, column) in [(Encoding::Utf16, 13), (Encoding::Utf8, 23)] {
            let lines = Lines::new(TEXT, encoding);
            assert_eq!(lines.position(end), Position::new(1, column));
            assert_eq!(lines.offset(Position::new(1, column)), end);
            assert_eq!(lines.pack_place(Position::new(1, column)), (2, 13));
            assert_eq!(lines.of_pack(2, 13), end);
            assert_eq!(lines.word(2, 13, "end").end, Position::new(1, column + 3));
        }
    }

    #[test]
    fn a_position_in_the_middle_of_a_character_is_its_start() {
        let smile = TEXT.find('😀').unwrap_or_default();
        assert_eq!(Lines::new(TEXT, Encoding::Utf16).offset(Position::new(1, 11)), smile);
        assert_eq!(Lines::new(TEXT, Encoding::Utf8).offset(Position::new(1, 20)), smile);
    }

    #[test]
    fn positions_that_are_not_there_are_the_nearest_that_is() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(0, u32::MAX)), 4);
        assert_eq!(lines.offset(Position::new(1, 99)), TEXT.find('\r').unwrap_or_default());
        assert_eq!(lines.offset(Position::new(u32::MAX, 0)), TEXT.len());
        assert_eq!(lines.of_pack(0, 0), 0);
        assert_eq!(lines.of_pack(99, 99), TEXT.len());
        assert_eq!(Lines::new("", Encoding::Utf8).whole(), Range::default());
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line_of_the_protocol_and_none_of_a_pack() {
        let lines = Lines::new("a\rb\nc", Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(1, 0)), 2);
        assert_eq!(lines.pack_place(Position::new(1, 0)), (1, 3));
        assert_eq!(lines.position(lines.of_pack(2, 1)), Position::new(2, 0));
    }

    #[test]
    fn words_told_together_are_found_by_the_first() {
        let lines = Lines::new("at most  30\n days", Encoding::Utf16);
        assert_eq!(lines.word(1, 10, "30 days").end, Position::new(0, 11));
        assert_eq!(lines.word(1, 4, "gone").end, Position::new(0, 3));
    }

    #[test]
    fn the_mark_before_a_text_is_no_column_of_a_pack() {
        let lines = Lines::new("\u{feff}ab\nc", Encoding::Utf16);
        assert_eq!(lines.position(lines.of_pack(1, 2)), Position::new(0, 2));
        assert_eq!(lines.pack_place(Position::new(0, 2)), (1, 2));
    }

    #[test]
    fn changes_apply_in_their_order_and_a_range_that_is_turned_round_is_turned_back() {
        let change = |from: (u32, u32), to: (u32, u32), text: &str| TextDocumentContentChangeEvent {
            range: Some(Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1))),
            range_length: None,
            text: text.to_owned(),
        };
        let mut text = "один 😀 два".to_owned();
        apply(&mut text, vec![change((0, 5), (0, 7), "x"), change((0, 0), (0, 4), "y")], Encoding::Utf16);
        assert_eq!(text, "y x два");
        apply(&mut text, vec![change((0, 3), (0, 0), ""), change((9, 9), (9, 9), "!")], Encoding::Utf16);
        assert_eq!(text, " два!");
        let whole =
            TextDocumentContentChangeEvent { range: None, range_length: None, text: "all".to_owned() };
        apply(&mut text, vec![whole], Encoding::Utf8);
        assert_eq!(text, "all");
    }

    /// The text after changes, done on units of UTF-16 as the protocol describes them.
    fn model(text: &str, from: usize, to: usize, new: &str) -> String {
        let mut units: Vec<u16> = text.encode_utf16().collect();
        units.splice(from..to, new.encode_utf16());
        String::from_utf16_lossy(&units)
    }

    /// Line and column of a unit of UTF-16.
    fn position_of(text: &str, unit: usize) -> Position {
        let before: Vec<u16> = text.encode_utf16().take(unit).collect();
        let before = String::from_utf16_lossy(&before);
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        Position::new(
            u32::try_from(before.matches('\n').count()).unwrap_or(0),
            u32::try_from(column).unwrap_or(0),
        )
    }

    proptest::proptest! {
        #[test]
        fn changes_come_out_as_they_do_in_units_of_utf_16(
            text in "[aж😀\n]{0,40}", new in "[bя🙂\n]{0,9}", a in 0..60_usize, b in 0..60_usize,
        ) {
            // Places between characters, in units of UTF-16.
            let mut places = vec![0];
            text.chars().for_each(|c| places.push(places.last().copied().unwrap_or(0) + c.len_utf16()));
            let place = |at: usize| places.get(at % places.len()).copied().unwrap_or(0);
            let (from, to) = (place(a).min(place(b)), place(a).max(place(b)));
            let change = TextDocumentContentChangeEvent {
                range: Some(Range::new(position_of(&text, from), position_of(&text, to))),
                range_length: None,
                text: new.clone(),
            };
            let mut changed = text.clone();
            apply(&mut changed, vec![change], Encoding::Utf16);
            proptest::prop_assert_eq!(changed, model(&text, from, to, &new));
        }
    }
}
