//! The parts of a Word file's text: body, notes, headers and footers, comments, text boxes ([MS-DOC] 2.4.1).

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::Encoding;

use super::fib::{Bytes, Fib, Piece, places, table};
use super::formatting::{Characters, Paragraph, Stretches};
use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::docx::symbol_of;

/// Deletions and comments that are quoted; the others are counted.
const QUOTED: usize = 20;

/// Deepest nesting of fields that is followed.
const FIELDS: usize = 50;

/// The characters of a file, with what is said of them.
pub(super) struct Source<'a> {
    pub(super) main: Bytes<'a>,
    pub(super) encoding: &'static Encoding,
    pub(super) pieces: Vec<Piece>,
    pub(super) characters: Stretches<Characters>,
    pub(super) paragraphs: Stretches<Paragraph>,
    pub(super) new: bool,
}

/// One character as it stands in the file.
#[derive(Clone, Copy)]
struct Raw {
    /// Its number in the text.
    place: usize,
    /// Its place in the stream.
    offset: usize,
    unit: u16,
    wide: bool,
}

impl Source<'_> {
    /// The characters from `start` to `end`, each once and in order.
    fn each(&self, start: usize, end: usize, mut handle: impl FnMut(Raw)) {
        let mut next = start;
        for piece in &self.pieces {
            // Pieces are in order; one that goes back is made to do harm.
            let (from, to) = (piece.start.max(next), piece.end.min(end));
            for place in from..to {
                let width = if piece.wide { 2 } else { 1 };
                let inside = place.saturating_sub(piece.start).saturating_mul(width);
                let offset = piece.offset.saturating_add(inside);
                let unit = if piece.wide {
                    self.main.u16(offset)
                } else {
                    self.main.0.get(offset).copied().map(u16::from)
                };
                let Some(unit) = unit else { break };
                handle(Raw { place, offset, unit, wide: piece.wide });
            }
            next = next.max(to);
        }
    }
}

/// A part of the text on its way into blocks.
#[derive(Default)]
struct Flow {
    pieces: Vec<Out>,
    text: String,
    bytes: Vec<u8>,
    units: Vec<u16>,
    /// For each field open, whether its result has begun.
    fields: Vec<bool>,
    /// The character before ended a cell.
    after_cell: bool,
}

enum Out {
    Block(BlockKind, String),
    CellEnd,
    RowEnd,
}

/// Everything that is read of a file.
#[derive(Default)]
pub(super) struct Body {
    headers: Vec<Flow>,
    main: Flow,
    boxes: Vec<Flow>,
    notes: Vec<(usize, Flow)>,
    footers: Vec<Flow>,
    comments: Vec<String>,
    comment_count: usize,
    said: Said,
}

#[derive(Default)]
struct Said {
    deleted: usize,
    deletions: Vec<(u16, String)>,
    /// The character after the last one deleted.
    after_deletion: usize,
    inserted: bool,
    hidden: usize,
    pictures: usize,
}

impl Body {
    pub(super) fn new(source: &Source<'_>, fib: &Fib, main: Bytes<'_>, tables: Bytes<'_>) -> Self {
        let mut body = Self::default();
        let mut starts = [0_usize; 9];
        let mut at = 0_usize;
        for (start, length) in starts.iter_mut().skip(1).zip(fib.lengths) {
            at = at.saturating_add(length);
            *start = at;
        }
        let [text, footnotes, headers, _, comments, endnotes, boxes, header_boxes, end] = starts;
        let list = |number: usize, size: usize| {
            let table = fib.table(main, number).and_then(|(at, length)| tables.part(at, length));
            table.map(|table| places(table, size)).unwrap_or_default()
        };
        // The last place in a list of marks is the end of the text.
        let marks_of = |number: usize| {
            let mut places = list(number, 2);
            places.pop();
            places
        };
        let (footnote_marks, endnote_marks) =
            (marks_of(table::FOOTNOTE_MARKS), marks_of(table::ENDNOTE_MARKS));
        let marks: BTreeSet<usize> = footnote_marks.iter().chain(&endnote_marks).copied().collect();
        let numbers: BTreeMap<usize, usize> = marks.into_iter().zip(1..).collect();
        body.main = Flow::read(source, text, footnotes, &numbers, &mut body.said);
        let none = BTreeMap::new();
        for (marks, number, start, end) in [
            (&footnote_marks, table::FOOTNOTES, footnotes, headers),
            (&endnote_marks, table::ENDNOTES, endnotes, boxes),
        ] {
            let texts = list(number, 0);
            for (mark, range) in marks.iter().zip(texts.windows(2)) {
                let &[from, to] = range else { continue };
                let (from, to) = (start.saturating_add(from), start.saturating_add(to).min(end));
                let flow = Flow::read(source, from, to, &none, &mut body.said);
                body.notes.push((numbers.get(mark).copied().unwrap_or(0), flow));
            }
            if marks.is_empty() && start < end {
                body.notes.push((0, Flow::read(source, start, end, &none, &mut body.said)));
            }
        }
        body.notes.sort_by_key(|(number, _)| *number);
        // Six stories about notes, then six for each section: even, odd header; even, odd footer; first header, footer.
        for (index, range) in list(table::HEADERS, 0).windows(2).enumerate().skip(6) {
            let &[from, to] = range else { continue };
            let (from, to) = (headers.saturating_add(from), headers.saturating_add(to).min(comments));
            if from >= to || body.headers.len() + body.footers.len() > 1000 {
                continue;
            }
            let flow = Flow::read(source, from, to, &none, &mut body.said);
            if matches!(index % 6, 0 | 1 | 4) { body.headers.push(flow) } else { body.footers.push(flow) }
        }
        body.boxes.push(Flow::read(source, boxes, header_boxes, &none, &mut body.said));
        body.boxes.push(Flow::read(source, header_boxes, end, &none, &mut body.said));
        body.read_comments(source, comments, endnotes);
        body
    }

    /// Each comment begins with a mark of its own.
    fn read_comments(&mut self, source: &Source<'_>, start: usize, end: usize) {
        let mut begins = Vec::new();
        source.each(start, end, |raw| {
            if raw.unit == 5 {
                begins.push(raw.place);
            }
        });
        self.comment_count = begins.len();
        for (index, from) in begins.iter().take(QUOTED).enumerate() {
            let to = begins.get(index.saturating_add(1)).copied().unwrap_or(end);
            let flow = Flow::read(source, *from, to, &BTreeMap::new(), &mut self.said);
            self.comments.push(flow.words());
        }
    }

    pub(super) fn push(&mut self, layer: &mut LayerBuilder) {
        let mut seen = BTreeSet::new();
        self.headers.iter().for_each(|flow| flow.push_unless_seen(&mut seen, layer));
        self.main.push(None, layer);
        self.boxes.iter().for_each(|flow| flow.push(None, layer));
        for (number, flow) in &self.notes {
            flow.push(Some(*number).filter(|number| *number > 0), layer);
        }
        self.footers.iter().for_each(|flow| flow.push_unless_seen(&mut seen, layer));
    }

    pub(super) fn tell(&self, reviewers: &[String], layer: &mut LayerBuilder) {
        let said = &self.said;
        if said.deleted > 0 {
            layer.say(format!(
                "tracked changes: {} deleted characters are left out of the text; open the document to see them",
                said.deleted
            ));
        }
        for (reviewer, text) in &said.deletions {
            let by =
                reviewers.get(usize::from(*reviewer)).filter(|name| !name.is_empty() && *name != "Unknown");
            let by = by.map_or(String::new(), |name| format!(" by {name}"));
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                layer.say(format!("tracked changes: deleted{by}: \u{201c}{words}\u{201d}"));
            }
        }
        if said.inserted {
            layer.say("tracked changes: insertions are read as text");
        }
        for comment in &self.comments {
            layer.say(format!("a comment stands beside the text: \u{201c}{comment}\u{201d}"));
        }
        if self.comment_count > QUOTED {
            layer.say(format!("{} more comment(s) stand beside the text", self.comment_count - QUOTED));
        }
        if said.hidden > 0 {
            layer.say(format!(
                "{} characters are marked as hidden and are left out of the text; open the document and show hidden text \
                 to see them",
                said.hidden
            ));
        }
        if said.pictures > 0 {
            layer.say(format!(
                "{} picture(s) or drawing(s) in the document were not read; if they show text, save them and add them as \
                 files",
                said.pictures
            ));
        }
    }
}

impl Flow {
    fn read(
        source: &Source<'_>,
        start: usize,
        end: usize,
        marks: &BTreeMap<usize, usize>,
        said: &mut Said,
    ) -> Self {
        let mut flow = Self::default();
        source.each(start, end, |raw| {
            let is = source.characters.at(raw.offset);
            if let Some(number) = marks.get(&raw.place) {
                flow.flush(source);
                flow.text.push_str(&format!("[{number}]"));
            }
            flow.character(raw, is, source, said);
        });
        flow.flush(source);
        flow.end_paragraph(BlockKind::Paragraph);
        flow
    }

    fn character(&mut self, raw: Raw, is: Characters, source: &Source<'_>, said: &mut Said) {
        let after_cell = std::mem::take(&mut self.after_cell);
        match raw.unit {
            0x13 if self.fields.len() < FIELDS => self.fields.push(false),
            0x13 => {}
            0x14 => {
                if let Some(result) = self.fields.last_mut() {
                    *result = true;
                }
            }
            0x15 => drop(self.fields.pop()),
            _ if self.fields.contains(&false) => {}
            0x0c..=0x0e if !(is.deleted || is.hidden) => {
                self.flush(source);
                let marks = source.paragraphs.at(raw.offset);
                self.end_paragraph(kind(marks));
            }
            0x07 => {
                self.flush(source);
                let marks = source.paragraphs.at(raw.offset);
                // Word 6 and 95: the mark of a row follows that of its last cell.
                if marks.row_end || (!source.new && after_cell) {
                    self.pieces.push(Out::RowEnd);
                } else {
                    self.end_paragraph(BlockKind::Cell);
                    self.pieces.push(Out::CellEnd);
                    self.after_cell = true;
                }
            }
            _ if is.deleted => said.deletion(raw, is),
            _ if is.hidden => said.hidden += 1,
            0x01 | 0x08 if is.picture => said.pictures += 1,
            0x00..=0x08 => {}
            unit => {
                said.inserted |= is.inserted;
                self.add(raw, unit, is, source);
            }
        }
    }

    fn add(&mut self, raw: Raw, unit: u16, is: Characters, source: &Source<'_>) {
        let special = match unit {
            0x09 => Some('\t'),
            0x0b => Some('\n'),
            0x1e => Some('\u{2011}'),
            0x1f => Some('\u{200b}'),
            0x28 => is.symbol.map(|code| symbol_of("wingdings", u32::from(code))),
            0x0a | 0x0f..=0x1d => return,
            _ => None,
        };
        match special {
            // A place where a word may be broken is nothing to read.
            Some('\u{200b}') => {}
            Some(c) => {
                self.flush(source);
                self.text.push(c);
            }
            None if raw.wide => {
                self.flush_bytes(source);
                self.units.push(unit);
            }
            None => {
                self.flush_units();
                self.bytes.push(u8::try_from(unit).unwrap_or(b'?'));
            }
        }
    }

    fn flush(&mut self, source: &Source<'_>) {
        self.flush_bytes(source);
        self.flush_units();
    }

    fn flush_bytes(&mut self, source: &Source<'_>) {
        if !self.bytes.is_empty() {
            self.text.push_str(&source.encoding.decode_without_bom_handling(&self.bytes).0);
            self.bytes.clear();
        }
    }

    fn flush_units(&mut self) {
        if !self.units.is_empty() {
            for unit in char::decode_utf16(self.units.drain(..)) {
                let c = unit.unwrap_or('\u{fffd}');
                // Letters of symbol fonts, which lists begin with.
                self.text.push(match u32::from(c) {
                    code @ 0xf000..=0xf0ff => symbol_of("wingdings", code),
                    _ => c,
                });
            }
        }
    }

    fn end_paragraph(&mut self, kind: BlockKind) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.pieces.push(Out::Block(kind, text));
        }
    }

    fn words(&self) -> String {
        let texts = self.pieces.iter().filter_map(|piece| match piece {
            Out::Block(_, text) => Some(text.as_str()),
            Out::CellEnd | Out::RowEnd => None,
        });
        texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    fn push(&self, number: Option<usize>, layer: &mut LayerBuilder) {
        let mut mark = number.map(|number| format!("[{number}] "));
        let mut same_cell = false;
        for piece in &self.pieces {
            match piece {
                Out::Block(kind, text) => {
                    if same_cell && *kind == BlockKind::Cell {
                        layer.stay_in_cell();
                    }
                    same_cell = *kind == BlockKind::Cell;
                    match mark.take() {
                        Some(mark) => layer.push(*kind, &format!("{mark}{}", text.trim())),
                        None => layer.push(*kind, text),
                    }
                }
                Out::CellEnd => same_cell = false,
                Out::RowEnd => {
                    same_cell = false;
                    layer.end_row();
                }
            }
        }
    }

    fn push_unless_seen(&self, seen: &mut BTreeSet<String>, layer: &mut LayerBuilder) {
        for piece in &self.pieces {
            if let Out::Block(kind, text) = piece
                && seen.insert(text.trim().to_owned())
            {
                layer.push(*kind, text);
            }
        }
    }
}

impl Said {
    fn deletion(&mut self, raw: Raw, is: Characters) {
        self.deleted += 1;
        let c = char::from_u32(u32::from(raw.unit)).filter(|c| !c.is_control()).unwrap_or(' ');
        let room = self.deletions.len() < QUOTED;
        let apart = std::mem::replace(&mut self.after_deletion, raw.place.saturating_add(1)) != raw.place;
        match self.deletions.last_mut() {
            Some((by, text)) if *by == is.reviewer && text.len() < 1000 => {
                text.push_str(if apart { " … " } else { "" });
                text.push(c);
            }
            Some((by, _)) if *by == is.reviewer => {}
            _ if room => self.deletions.push((is.reviewer, c.to_string())),
            _ => {}
        }
    }
}

fn kind(marks: Paragraph) -> BlockKind {
    match marks {
        _ if marks.in_table => BlockKind::Cell,
        Paragraph { heading: true, .. } => BlockKind::Heading,
        Paragraph { list: true, .. } => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    }
}
