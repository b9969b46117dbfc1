//! The content of an OpenDocument file as it is read.

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};

use super::lists::Lists;
use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::xml::{attribute, characters};

/// Deletions and comments that are quoted; the others are counted.
const QUOTED: usize = 20;

/// Cells and rows that a file may repeat, all repetitions of it together.
const REPEATED: usize = 200_000;

/// What is read so far.
#[derive(Default)]
pub(super) struct Walk {
    open: Vec<Paragraph>,
    lists: Lists,
    pieces: Vec<Piece>,
    headers: Vec<Piece>,
    footers: Vec<Piece>,
    /// Elements open inside one that is left out, itself included.
    skipped: usize,
    /// What is left out there is hidden text.
    hiding: bool,
    aside: Option<Aside>,
    notes: Vec<Vec<Piece>>,
    /// Notes open: number, and where their pieces begin.
    in_note: Vec<(usize, usize)>,
    note_count: usize,
    cells: Vec<Cell>,
    /// Where the pieces of the row begin, and how often it is repeated.
    rows: Vec<(usize, usize)>,
    repeated: usize,
    sheets: bool,
    heading_frame: usize,
    frames: usize,
    style: String,
    hidden_styles: BTreeSet<String>,
    said: Said,
}

#[derive(Default)]
struct Said {
    asides: Vec<Aside>,
    deleted: usize,
    inserted: usize,
    comments: usize,
    hidden_chars: usize,
    hidden_sheets: Vec<String>,
    objects: usize,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    heading: bool,
}

#[derive(Default)]
struct Cell {
    /// ISO date in place of the one shown.
    date: Option<String>,
    repeat: usize,
    start: usize,
}

#[derive(Clone)]
enum Piece {
    Block(BlockKind, String),
    EmptyCell,
    CellEnd,
    RowEnd,
    PageEnd,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AsideKind {
    Comment,
    Deletion,
    Insertion,
}

/// Something that stands in the file but not in the text.
struct Aside {
    kind: AsideKind,
    depth: usize,
    who: String,
    when: String,
    text: String,
    field: Field,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Who,
    When,
    Text,
    Nothing,
}

impl Walk {
    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(tag) => self.end(tag.name().as_ref()),
            event => {
                if let Some(text) = characters(event) {
                    self.characters(&text);
                }
            }
        }
    }

    fn characters(&mut self, text: &str) {
        if let Some(aside) = &mut self.aside {
            let into = match aside.field {
                Field::Who => &mut aside.who,
                Field::When => &mut aside.when,
                Field::Text => &mut aside.text,
                Field::Nothing => return,
            };
            if into.len() < 1000 {
                into.push_str(text);
            }
        } else if self.skipped > 0 {
            if self.hiding {
                self.said.hidden_chars += text.trim().chars().count();
            }
        } else if let Some(paragraph) = self.open.last_mut() {
            // White space of the file is layout; spaces that count are elements.
            for c in text.chars() {
                if !matches!(c, ' ' | '\t' | '\r' | '\n') {
                    paragraph.text.push(c);
                } else if !paragraph.text.is_empty() && !paragraph.text.ends_with([' ', '\n', '\t']) {
                    paragraph.text.push(' ');
                }
            }
        }
    }

    fn write(&mut self, text: &str) {
        if self.aside.is_some() {
            self.characters(text);
        } else if let Some(paragraph) = self.open.last_mut().filter(|_| self.skipped == 0) {
            paragraph.text.push_str(text);
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.name();
        let name = name.as_ref();
        if let Some(aside) = &mut self.aside {
            aside.depth += usize::from(!empty);
            match name {
                "dc:creator" => aside.field = Field::Who,
                "dc:date" => aside.field = Field::When,
                "text:p" | "text:h" => {
                    aside.field = Field::Text;
                    aside.text.push(' ');
                }
                "text:s" | "text:tab" | "text:line-break" => aside.text.push(' '),
                _ => {}
            }
            return;
        }
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            return;
        }
        match name {
            "office:annotation" => self.begin_aside(AsideKind::Comment, empty),
            "text:deletion" => self.begin_aside(AsideKind::Deletion, empty),
            "text:insertion" => self.begin_aside(AsideKind::Insertion, empty),
            "text:note-citation"
            | "text:ruby-text"
            | "svg:title"
            | "svg:desc"
            | "office:forms"
            | "office:scripts"
            | "text:sequence-decls"
            | "text:variable-decls"
            | "office:font-face-decls"
            | "office:binary-data"
            | "text:index-title-template" => self.skipped = usize::from(!empty),
            "text:section" if attribute(tag, "display").is_some_and(|display| display == "none") => {
                self.hide(empty)
            }
            "text:p" | "text:h" | "text:span" if self.is_hidden(tag) => self.hide(empty),
            "text:p" | "text:h" => {
                let heading = name == "text:h" || self.heading_frame > 0;
                self.open.push(Paragraph { text: String::new(), heading });
                if empty {
                    self.end_paragraph();
                }
            }
            "text:s" => {
                let count = attribute(tag, "c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                self.write(&" ".repeat(count.min(100)));
            }
            "text:tab" => self.write("\t"),
            "text:line-break" => self.write("\n"),
            "text:list" if !empty => self.lists.begin(tag),
            "text:list-item" => self.lists.item(tag),
            "text:list-style" | "text:outline-style" => self.lists.style(tag),
            "text:list-level-style-number" => self.lists.level(tag),
            "text:note" if !empty => {
                self.note_count += 1;
                let number = self.note_count;
                self.write(&format!("[{number}]"));
            }
            "text:note-body" if !empty => self.in_note.push((self.note_count, self.pieces.len())),
            "style:style" => self.style = attribute(tag, "name").unwrap_or_default(),
            "style:text-properties" | "style:table-properties" => {
                let display = attribute(tag, "display");
                if display.is_some_and(|display| matches!(display.as_str(), "none" | "false")) {
                    self.hidden_styles.insert(self.style.clone());
                }
            }
            "office:spreadsheet" => self.sheets = true,
            "table:table" if self.sheets && self.rows.is_empty() => self.sheet(tag),
            "table:table-row" => self.rows.push((self.pieces.len(), repeats(tag, "number-rows-repeated"))),
            "table:table-cell" | "table:covered-table-cell" => {
                let date = attribute(tag, "date-value").filter(|date| date.len() <= 40);
                let repeat = repeats(tag, "number-columns-repeated");
                self.cells.push(Cell { date, repeat, start: self.pieces.len() });
                if empty {
                    self.end_cell();
                }
            }
            "draw:frame" => {
                self.frames += usize::from(!empty);
                let title = attribute(tag, "class").is_some_and(|class| class == "title");
                if title && !empty && self.heading_frame == 0 {
                    self.heading_frame = self.frames;
                }
            }
            "draw:object" | "draw:object-ole" => self.said.objects += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(aside) = &mut self.aside {
            match name {
                "dc:creator" | "dc:date" => aside.field = Field::Nothing,
                "text:p" | "text:h" => aside.field = Field::Nothing,
                _ => {}
            }
            aside.depth = aside.depth.saturating_sub(1);
            if aside.depth == 0
                && let Some(aside) = self.aside.take()
            {
                self.end_aside(aside);
            }
            return;
        }
        if self.skipped > 0 {
            self.skipped -= 1;
            self.hiding &= self.skipped > 0;
            return;
        }
        match name {
            "text:p" | "text:h" => self.end_paragraph(),
            "text:list" => self.lists.end(),
            "text:note-body" => {
                if let Some((number, start)) = self.in_note.pop() {
                    let pieces = self.pieces.split_off(start.min(self.pieces.len()));
                    self.note(number, pieces);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "table:table-row" => self.end_row(),
            "draw:frame" => {
                if self.heading_frame == self.frames {
                    self.heading_frame = 0;
                }
                self.frames = self.frames.saturating_sub(1);
            }
            "draw:page" => self.pieces.push(Piece::PageEnd),
            "style:header" | "style:header-left" | "style:header-first" => {
                self.headers.append(&mut self.pieces);
            }
            "style:footer" | "style:footer-left" | "style:footer-first" => {
                self.footers.append(&mut self.pieces);
            }
            // What a style sheet or a master page holds beside headers and footers is sample text.
            "office:master-styles" | "office:styles" | "office:automatic-styles" => self.pieces.clear(),
            _ => {}
        }
    }

    fn is_hidden(&self, tag: &BytesStart<'_>) -> bool {
        !self.hidden_styles.is_empty()
            && attribute(tag, "style-name").is_some_and(|style| self.hidden_styles.contains(&style))
    }

    fn hide(&mut self, empty: bool) {
        self.skipped = usize::from(!empty);
        self.hiding = !empty;
    }

    fn begin_aside(&mut self, kind: AsideKind, empty: bool) {
        if !empty {
            self.aside = Some(Aside {
                kind,
                depth: 1,
                who: String::new(),
                when: String::new(),
                text: String::new(),
                field: Field::Nothing,
            });
        }
    }

    fn end_aside(&mut self, aside: Aside) {
        let count = match aside.kind {
            AsideKind::Comment => &mut self.said.comments,
            AsideKind::Deletion => &mut self.said.deleted,
            AsideKind::Insertion => &mut self.said.inserted,
        };
        *count += 1;
        if *count <= QUOTED && aside.kind != AsideKind::Insertion {
            self.said.asides.push(aside);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        let kind = if paragraph.heading {
            BlockKind::Heading
        } else if !self.cells.is_empty() {
            BlockKind::Cell
        } else if self.lists.is_open() {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        let mut text = paragraph.text;
        if !text.trim().is_empty() {
            if let Some(number) = self.lists.number() {
                text = format!("{} {}", number.trim(), text.trim_start());
            }
            self.pieces.push(Piece::Block(kind, text));
        }
    }

    fn note(&mut self, number: usize, pieces: Vec<Piece>) {
        let mut mark = Some(format!("[{number}] "));
        let marked = pieces.into_iter().map(|piece| match piece {
            Piece::Block(_, text) => Piece::Block(
                BlockKind::Paragraph,
                format!("{}{}", mark.take().unwrap_or_default(), text.trim()),
            ),
            piece => piece,
        });
        self.notes.push(marked.collect());
    }

    fn sheet(&mut self, tag: &BytesStart<'_>) {
        let name = attribute(tag, "name").unwrap_or_default();
        if self.is_hidden(tag) {
            self.said.hidden_sheets.push(name.clone());
        }
        self.pieces.push(Piece::Block(BlockKind::Heading, name));
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cells.pop() else { return };
        let start = cell.start.min(self.pieces.len());
        if let Some(date) = cell.date.filter(|_| self.pieces.len() > start) {
            self.pieces.truncate(start);
            self.pieces.push(Piece::Block(BlockKind::Cell, date));
        }
        if self.pieces.len() == start {
            // Files end their rows with thousands of empty cells.
            let empty = cell.repeat.min(100);
            self.pieces.extend(std::iter::repeat_n(Piece::EmptyCell, if self.sheets { empty } else { 0 }));
            return;
        }
        self.pieces.push(Piece::CellEnd);
        let content: Vec<Piece> = self.pieces.get(start..).unwrap_or_default().to_vec();
        self.repeat(&content, cell.repeat);
    }

    fn end_row(&mut self) {
        let Some((start, repeat)) = self.rows.pop() else { return };
        while matches!(self.pieces.last(), Some(Piece::EmptyCell)) && self.pieces.len() > start {
            self.pieces.pop();
        }
        if self.pieces.len() <= start {
            return;
        }
        self.pieces.push(Piece::RowEnd);
        if repeat > 1 {
            let content: Vec<Piece> = self.pieces.get(start..).unwrap_or_default().to_vec();
            self.repeat(&content, repeat);
        }
    }

    /// Adds what was read once as often as the file says, within bounds.
    fn repeat(&mut self, content: &[Piece], times: usize) {
        for _ in 1..times {
            if self.repeated > REPEATED {
                return;
            }
            self.repeated = self.repeated.saturating_add(content.len());
            self.pieces.extend_from_slice(content);
        }
    }

    pub(super) fn finish(mut self, layer: &mut LayerBuilder) {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        let mut seen = BTreeSet::new();
        let mut unseen = |piece: &Piece| match piece {
            Piece::Block(_, text) => seen.insert(text.trim().to_owned()),
            _ => true,
        };
        if self.sheets {
            // Those of a spreadsheet are the samples that the program puts there.
            self.headers.clear();
            self.footers.clear();
        }
        self.headers.retain(&mut unseen);
        self.footers.retain(&mut unseen);
        push(&self.headers, layer);
        push(&self.pieces, layer);
        self.notes.iter().for_each(|note| push(note, layer));
        push(&self.footers, layer);
        if self.repeated > REPEATED {
            layer.say("cells are repeated more often than any table needs; repetitions beyond 200,000 were left out");
        }
        self.said.tell(layer);
    }
}

impl Said {
    fn tell(&self, layer: &mut LayerBuilder) {
        if self.deleted > 0 {
            layer.say(format!(
                "tracked changes: {} deletion(s) are left out of the text; open the document to see them",
                self.deleted
            ));
        }
        if self.inserted > 0 {
            layer.say(format!("tracked changes: {} insertion(s) are read as text", self.inserted));
        }
        for aside in &self.asides {
            let words = aside.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let by = match (aside.who.trim(), aside.when.get(..10)) {
                ("", None) => String::new(),
                ("", Some(day)) => format!(" ({day})"),
                (who, None) => format!(" by {who}"),
                (who, Some(day)) => format!(" by {who} ({day})"),
            };
            match aside.kind {
                AsideKind::Comment => {
                    layer.say(format!("a comment{by} stands beside the text: \u{201c}{words}\u{201d}"));
                }
                _ if words.is_empty() => {}
                _ => layer.say(format!("tracked changes: deleted{by}: \u{201c}{words}\u{201d}")),
            }
        }
        if self.comments > QUOTED {
            layer.say(format!("{} more comment(s) stand beside the text", self.comments - QUOTED));
        }
        if self.hidden_chars > 0 {
            layer.say(format!(
                "{} characters are marked as hidden and are left out of the text; open the document to see them",
                self.hidden_chars
            ));
        }
        for sheet in &self.hidden_sheets {
            layer.say(format!(
                "the sheet \u{201c}{sheet}\u{201d} is hidden in the workbook; it was read all the same"
            ));
        }
        if self.objects > 0 {
            layer.say(format!(
                "{} object(s) are embedded in the document (charts, formulas, other files) and were not read with it; \
                 open the document, save them and add them as files",
                self.objects
            ));
        }
    }
}

fn repeats(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1).max(1)
}

fn push(pieces: &[Piece], layer: &mut LayerBuilder) {
    let mut page = 1;
    let mut start = layer.position();
    let mut same_cell = false;
    for piece in pieces {
        match piece {
            Piece::Block(kind, text) => {
                if same_cell && *kind == BlockKind::Cell {
                    layer.stay_in_cell();
                }
                same_cell = *kind == BlockKind::Cell;
                layer.push(*kind, text);
            }
            Piece::EmptyCell => layer.skip_cell(),
            Piece::CellEnd => same_cell = false,
            Piece::RowEnd => {
                same_cell = false;
                layer.end_row();
            }
            Piece::PageEnd => {
                layer.end_page(page, start);
                page = page.saturating_add(1);
                start = layer.position();
            }
        }
    }
}
