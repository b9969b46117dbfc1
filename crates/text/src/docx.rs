//! Word documents (DOCX): paragraphs, tables, notes, and what was changed under tracking.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::BlockKind;
use crate::builder::LayerBuilder;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Most bytes that one part of a document may unpack to. The text of a thousand pages needs a tenth of it.
const PART_LIMIT: u64 = 128 * 1024 * 1024;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(e) => {
            layer.say(format!("the document is damaged or cut off ({e}); ask for it again"));
            return;
        }
    };
    core_properties(&mut archive, layer);
    let mut document = Document { styles: styles(&mut archive, layer), ..Document::default() };
    for name in numbered(&archive, "word/header") {
        document.margin(&mut archive, &name, layer);
    }
    let pieces = document.pieces(&mut archive, "word/document.xml", layer);
    if pieces.is_none() {
        layer.say("the document has no main part (word/document.xml); ask for it again");
    }
    push(&pieces.unwrap_or_default(), layer);
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        document.notes(&mut archive, part, layer);
    }
    for name in numbered(&archive, "word/footer") {
        document.margin(&mut archive, &name, layer);
    }
    document.say_changes(layer);
    let mut comments = 0_usize;
    each_event(&mut archive, "word/comments.xml", layer, |event| {
        comments += usize::from(matches!(event, Event::Start(tag) if tag.local_name().as_ref() == "comment"));
    });
    if comments > 0 {
        layer.say(format!("{comments} comment(s) stand beside the text and were not read"));
    }
}

/// What the parts of a document have in common.
#[derive(Default)]
struct Document {
    styles: BTreeMap<String, Style>,
    /// Notes in the order in which the text asks for them: part, id.
    asked: Vec<(NotePart, String)>,
    /// Texts of headers and footers, which most documents repeat for first, odd and even pages.
    margins: BTreeSet<String>,
    deleted: usize,
    deleted_chars: usize,
    inserted: usize,
    moved: usize,
}

#[derive(Clone, Copy, Default)]
struct Style {
    heading: bool,
    list: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NotePart {
    Footnotes,
    Endnotes,
}

/// Part of a story, in reading order.
enum Piece {
    Block(BlockKind, String),
    RowEnd,
    /// The note with this id begins.
    Note(String),
}

fn push(pieces: &[Piece], layer: &mut LayerBuilder) {
    for piece in pieces {
        match piece {
            Piece::Block(kind, text) => layer.push(*kind, text),
            Piece::RowEnd => layer.end_row(),
            Piece::Note(_) => {}
        }
    }
}

impl Document {
    /// The pieces of a part, or `None` where the document has no such part.
    fn pieces(
        &mut self,
        archive: &mut Archive<'_>,
        part: &str,
        layer: &mut LayerBuilder,
    ) -> Option<Vec<Piece>> {
        let mut story = Story {
            document: self,
            open: Vec::new(),
            cells: 0,
            skipped: 0,
            deleted: false,
            text: false,
            pieces: Vec::new(),
        };
        let found = each_event(archive, part, layer, |event| story.event(event));
        // A part cut off in the middle still gives its last paragraph.
        while !story.open.is_empty() {
            story.end_paragraph();
        }
        let pieces = story.pieces;
        found.then_some(pieces)
    }

    /// A header or footer, unless another one said the same.
    fn margin(&mut self, archive: &mut Archive<'_>, part: &str, layer: &mut LayerBuilder) {
        let pieces = self.pieces(archive, part, layer).unwrap_or_default();
        for piece in pieces {
            match piece {
                Piece::Block(_, text) if !self.margins.insert(text.trim().to_owned()) => {}
                piece => push(&[piece], layer),
            }
        }
    }

    /// Footnotes or endnotes, under the number that stands in the text.
    fn notes(&mut self, archive: &mut Archive<'_>, part: &str, layer: &mut LayerBuilder) {
        let which = if part.ends_with("footnotes.xml") { NotePart::Footnotes } else { NotePart::Endnotes };
        let mut notes: Vec<(String, Vec<Piece>)> = Vec::new();
        for piece in self.pieces(archive, part, layer).unwrap_or_default() {
            match (piece, notes.last_mut()) {
                (Piece::Note(id), _) => notes.push((id, Vec::new())),
                (piece, Some((_, pieces))) => pieces.push(piece),
                (_, None) => {}
            }
        }
        let number = |id: &str| self.asked.iter().position(|(part, asked)| *part == which && asked == id);
        notes.sort_by_key(|(id, _)| number(id).unwrap_or(usize::MAX));
        for (id, pieces) in notes {
            let mut mark = number(&id).map(|at| format!("[{}] ", at.saturating_add(1)));
            for piece in pieces {
                match piece {
                    Piece::Block(kind, text) if !text.trim().is_empty() => {
                        let text = format!("{}{}", mark.take().unwrap_or_default(), text.trim());
                        layer.push(kind, &text);
                    }
                    piece => push(&[piece], layer),
                }
            }
        }
    }

    fn say_changes(&self, layer: &mut LayerBuilder) {
        if self.deleted > 0 {
            layer.say(format!(
                "tracked changes: {} deletion(s) ({} characters) are left out of the text; open the document to see them",
                self.deleted, self.deleted_chars
            ));
        }
        if self.inserted > 0 {
            layer.say(format!("tracked changes: {} insertion(s) are read as text", self.inserted));
        }
        if self.moved > 0 {
            layer.say(format!("tracked changes: {} moved passage(s) are read where they went", self.moved));
        }
    }
}

/// One part being read.
struct Story<'a> {
    document: &'a mut Document,
    /// Paragraphs begun and not ended; a text box stands inside the paragraph that anchors it.
    open: Vec<Paragraph>,
    cells: usize,
    /// Elements open inside one that is left out, itself included.
    skipped: usize,
    /// That one is a deletion.
    deleted: bool,
    /// Inside an element whose characters are text of the document.
    text: bool,
    pieces: Vec<Piece>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    heading: bool,
    list: bool,
}

impl Story<'_> {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(tag) => self.end(tag.local_name().as_ref()),
            Event::Text(text) => self.characters(&text.xml10_content()),
            Event::CData(text) => self.characters(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character.to_string()),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference.xml10_content())
                        .map(str::to_owned),
                };
                self.characters(&character.unwrap_or_else(|| "\u{fffd}".to_owned()));
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            self.text = matches!(name, "t" | "delText");
            return;
        }
        self.deleted = name == "del";
        match name {
            // Alternative for old programs of what stands beside it; the code of a field, not its result.
            "Fallback" | "instrText" | "delInstrText" => self.skipped = usize::from(!empty),
            "del" if !empty => {
                self.skipped = 1;
                self.document.deleted += 1;
            }
            "moveFrom" if !empty => {
                self.skipped = 1;
                self.document.moved += 1;
            }
            "ins" if !empty => self.document.inserted += 1,
            "p" => {
                self.open.push(Paragraph::default());
                if empty {
                    self.end_paragraph();
                }
            }
            "pStyle" => {
                let style = attribute(tag, "val").and_then(|id| self.document.styles.get(&id).copied());
                if let (Some(style), Some(paragraph)) = (style, self.open.last_mut()) {
                    paragraph.heading = style.heading;
                    paragraph.list |= style.list;
                }
            }
            "numPr" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.list = true;
                }
            }
            "numId" if attribute(tag, "val").as_deref() == Some("0") => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.list = false;
                }
            }
            "outlineLvl" => {
                let body = attribute(tag, "val").is_some_and(|level| level == "9");
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.heading |= !body;
                }
            }
            "tc" => self.cells += usize::from(!empty),
            "t" => self.text = !empty,
            "tab" | "ptab" if self.in_run(tag) => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("\u{2011}"),
            "sym" => self.write("\u{fffd}"),
            "footnoteReference" => self.note_mark(NotePart::Footnotes, tag),
            "endnoteReference" => self.note_mark(NotePart::Endnotes, tag),
            "footnote" | "endnote" if attribute(tag, "type").is_none_or(|kind| kind == "normal") => {
                self.pieces.push(Piece::Note(attribute(tag, "id").unwrap_or_default()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        self.text = false;
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "tc" => self.cells = self.cells.saturating_sub(1),
            "tr" => self.pieces.push(Piece::RowEnd),
            _ => {}
        }
    }

    fn characters(&mut self, text: &str) {
        if !self.text {
            return;
        }
        if self.skipped == 0 {
            self.write(text);
        } else if self.deleted {
            self.document.deleted_chars += text.chars().count();
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    /// A tab among the tab stops of a paragraph has a position, one in the text has not.
    fn in_run(&self, tag: &BytesStart<'_>) -> bool {
        attribute(tag, "pos").is_none() && attribute(tag, "val").is_none()
    }

    fn note_mark(&mut self, part: NotePart, tag: &BytesStart<'_>) {
        let Some(id) = attribute(tag, "id") else { return };
        self.document.asked.push((part, id));
        let number = self.document.asked.len();
        self.write(&format!("[{number}]"));
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        let kind = match paragraph {
            Paragraph { heading: true, .. } => BlockKind::Heading,
            _ if self.cells > 0 => BlockKind::Cell,
            Paragraph { list: true, .. } => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        self.pieces.push(Piece::Block(kind, paragraph.text));
    }
}

/// Which styles are headings and lists. Their ids differ with the language of the program, their names do not.
fn styles(archive: &mut Archive<'_>, layer: &mut LayerBuilder) -> BTreeMap<String, Style> {
    let mut styles = BTreeMap::new();
    let mut id = String::new();
    each_event(archive, "word/styles.xml", layer, |event| {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
        let value = || attribute(tag, "val").unwrap_or_default().to_lowercase();
        match tag.local_name().as_ref() {
            "style" => id = attribute(tag, "styleId").unwrap_or_default(),
            "name" => {
                let name = value();
                let heading = name.starts_with("heading ") || name == "title" || name == "subtitle";
                let list = name.starts_with("list ") && !name.starts_with("list continue");
                styles.insert(id.clone(), Style { heading, list });
            }
            "outlineLvl" if value() != "9" => styles.entry(id.clone()).or_default().heading = true,
            "numPr" => styles.entry(id.clone()).or_default().list = true,
            _ => {}
        }
    });
    styles
}

fn core_properties(archive: &mut Archive<'_>, layer: &mut LayerBuilder) {
    let mut element = String::new();
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    each_event(archive, "docProps/core.xml", layer, |event| match event {
        Event::Start(tag) => element = tag.local_name().as_ref().to_owned(),
        Event::End(_) => element.clear(),
        Event::Text(text) => values.entry(element.clone()).or_default().push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => {
            let known = quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
            values.entry(element.clone()).or_default().push_str(known.unwrap_or_default());
        }
        _ => {}
    });
    let mut take = |name: &str| values.remove(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let metadata = layer.metadata();
    metadata.title = take("title");
    metadata.author = take("creator");
    let (date, origin) = match (take("created"), take("modified")) {
        (Some(created), _) => (Some(created), Some("DOCX created")),
        (None, Some(modified)) => (Some(modified), Some("DOCX modified")),
        (None, None) => (None, None),
    };
    metadata.date = date;
    metadata.date_origin = origin.map(str::to_owned);
}

/// Parts of the document named `stem`, a number and `.xml`, in the order of the numbers.
fn numbered(archive: &Archive<'_>, stem: &str) -> Vec<String> {
    let number = |name: &str| name.strip_prefix(stem)?.strip_suffix(".xml")?.parse::<u32>().ok();
    let mut parts: Vec<(u32, String)> =
        archive.file_names().flatten().filter_map(|name| Some((number(&name)?, name.into_owned()))).collect();
    parts.sort();
    parts.into_iter().map(|(_, name)| name).collect()
}

/// Calls `handle` with every event of a part; false where there is no such part. What stops it early is said.
fn each_event(
    archive: &mut Archive<'_>,
    part: &str,
    layer: &mut LayerBuilder,
    mut handle: impl FnMut(&Event<'_>),
) -> bool {
    let file = match archive.by_name(part) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return false,
        Err(e) => {
            layer.say(format!("{part} in the document is damaged ({e}); its text is missing here"));
            return true;
        }
    };
    let mut reader = Reader::from_reader(BufReader::new(file.take(PART_LIMIT)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => handle(&event),
            Err(e) => {
                layer.say(format!(
                    "{part} in the document is damaged ({e}); text after that place is missing here"
                ));
                break;
            }
        }
        buffer.clear();
    }
    if reader.into_inner().into_inner().limit() == 0 {
        layer.say(format!(
            "{part} in the document unpacks to more than {PART_LIMIT} bytes; the rest was not read: the file may be \
             made to do harm"
        ));
    }
    true
}

/// The value of an attribute, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}
