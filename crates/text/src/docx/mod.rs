//! Word documents since 2007 (ECMA-376 part 1, WordprocessingML): paragraphs, tables, notes, headers and footers, and
//! what was changed under tracking. Also Word 2003 XML, which has most of its elements in common.
//!
//! Deleted text, hidden text and comments are no statements of the document: they are told beside it, never in it.

mod marks;
mod numbering;
mod story;
mod styles;

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::builder::LayerBuilder;
use crate::package::{Package, Relation};
use crate::xml;
use crate::{html, plain, rtf};
pub use marks::{Element, Marks, marks};
pub(crate) use numbering::format_number;
pub(crate) use story::symbol_of;
use story::{Document, Piece, Story, push};

/// Most documents inside documents (`altChunk`) that are followed.
const CHUNK_DEPTH: usize = 2;

/// Reads a document that is a ZIP package.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    match Package::open(bytes) {
        Ok(mut package) => read_package(&mut package, layer, 0),
        Err(e) => layer.say(format!("the document is damaged or cut off ({e}); ask for it again")),
    }
}

/// Reads a document whose parts stand in one XML file.
pub(crate) fn read_flat(bytes: &[u8], layer: &mut LayerBuilder) {
    read_package(&mut Package::flat(&xml::decode(bytes)), layer, 0);
}

/// Reads a document saved by Word 2003 as XML (`w:wordDocument`).
pub(crate) fn read_2003(bytes: &[u8], layer: &mut LayerBuilder) {
    let text = xml::decode(bytes);
    let mut properties = Properties::default();
    let mut styles = styles::Reader::default();
    // What is broken is said when the text is read.
    drop(xml::walk(&text, |event, _| {
        properties.event(event);
        styles.event(event);
    }));
    properties.tell("Word XML", layer);
    let mut document = Document::new(styles.finish(), numbering::Numbering::default());
    let mut story = Story::new(&mut document);
    let broken = xml::walk(&text, |event, _| story.event(event));
    let pieces = story.finish();
    push(&pieces, layer);
    document.tell_notes(layer);
    if let Err(e) = broken {
        layer.say(format!("the document is damaged ({e}); text after that place is missing here"));
    }
    document.tell(layer);
}

fn read_package(package: &mut Package<'_>, layer: &mut LayerBuilder, depth: usize) {
    let main = main_part(package, layer);
    if depth == 0 {
        core_properties(package, "DOCX", layer);
    }
    let relations = package.relations(&main, layer);
    let mut styles = styles::Reader::default();
    package.each_event("word/styles.xml", layer, |event| styles.event(event));
    let mut numbers = numbering::Reader::default();
    package.each_event("word/numbering.xml", layer, |event| numbers.event(event));
    let mut document = Document::new(styles.finish(), numbers.finish());
    for name in numbered(package, "word/header") {
        document.margin(package, &name, layer);
    }
    match document.pieces(package, &main, layer) {
        Some(pieces) => push_main(&pieces, package, &relations, layer, depth),
        None => layer.say(format!("the document has no main part ({main}); ask for it again")),
    }
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        document.notes(package, part, layer);
    }
    for name in numbered(package, "word/footer") {
        document.margin(package, &name, layer);
    }
    document.tell(layer);
    comments(package, layer);
    if depth == 0 {
        enclosed(package, &relations, layer);
    }
}

/// The part that holds the text, which the package names; nearly always `word/document.xml`.
fn main_part(package: &mut Package<'_>, layer: &mut LayerBuilder) -> String {
    let relations = package.relations("", layer);
    let named = relations.into_values().find(|relation| relation.kind == "officeDocument");
    named.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target)
}

/// Pushes the main text, and the documents that it takes in where it takes them in.
fn push_main(
    pieces: &[Piece],
    package: &mut Package<'_>,
    relations: &BTreeMap<String, Relation>,
    layer: &mut LayerBuilder,
    depth: usize,
) {
    for part in pieces.chunk_by(|a, b| !matches!(a, Piece::Chunk(_)) && !matches!(b, Piece::Chunk(_))) {
        let [Piece::Chunk(id)] = part else {
            push(part, layer);
            continue;
        };
        let Some(relation) = relations.get(id).filter(|relation| !relation.outside) else { continue };
        let Some(bytes) = package.bytes(&relation.target, layer) else {
            layer.say(format!(
                "a document that this one takes in ({}) is missing in the file",
                relation.target
            ));
            continue;
        };
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default().trim_ascii_start();
        if bytes.starts_with(b"PK") {
            match Package::open(&bytes) {
                Ok(mut inner) if depth < CHUNK_DEPTH => {
                    read_package(&mut inner, layer, depth.saturating_add(1))
                }
                _ => {
                    layer.say(format!("a document that this one takes in ({}) was not read", relation.target))
                }
            }
        } else if start.starts_with(b"{\\rtf") {
            rtf::read(&bytes, layer);
        } else if start.first() == Some(&b'<') {
            html::read(&bytes, layer);
        } else {
            layer.push_paragraphs(&plain::read(&bytes, 0, bytes.len()).text);
        }
    }
}

/// Comments, told with who wrote them: they are not the document's own words.
fn comments(package: &mut Package<'_>, layer: &mut LayerBuilder) {
    let mut document = Document::default();
    let Some(pieces) = document.pieces(package, "word/comments.xml", layer) else { return };
    story::tell_comments(&pieces, layer);
}

/// What else is in the package and may hold text.
fn enclosed(package: &mut Package<'_>, relations: &BTreeMap<String, Relation>, layer: &mut LayerBuilder) {
    let names = package.names();
    let pictures: Vec<&String> = names.iter().filter(|name| name.contains("/media/")).collect();
    tell_pictures(pictures.iter().map(|name| package.size(name)), layer);
    for relation in relations.values().filter(|relation| relation.outside && relation.kind == "subDocument") {
        layer
            .say(format!("the document takes in another file, {}, which is not part of it", relation.target));
    }
}

/// Smaller pictures are bullets, lines and logos.
const PICTURE_BYTES: u64 = 10_000;

/// Says that there are pictures, in which there may be text.
pub(crate) fn tell_pictures(sizes: impl Iterator<Item = u64>, layer: &mut LayerBuilder) {
    let pictures = sizes.filter(|size| *size >= PICTURE_BYTES).count();
    if pictures > 0 {
        layer.say(format!(
            "{pictures} picture(s) in the document were not read; if they show text, such as a scanned order, save them \
             and add them as files"
        ));
    }
}

/// Parts of the document named `stem`, a number and `.xml`, in the order of the numbers.
fn numbered(package: &Package<'_>, stem: &str) -> Vec<String> {
    let number = |name: &str| match name.strip_prefix(stem)?.strip_suffix(".xml")? {
        "" => Some(0),
        digits => digits.parse::<u32>().ok(),
    };
    let mut parts: Vec<(u32, String)> =
        package.names().into_iter().filter_map(|name| Some((number(&name)?, name))).collect();
    parts.sort();
    parts.into_iter().map(|(_, name)| name).collect()
}

/// Core properties of an OOXML package (ECMA-376 part 2), also of workbooks and presentations.
pub(crate) fn core_properties(package: &mut Package<'_>, format: &str, layer: &mut LayerBuilder) {
    let mut properties = Properties::default();
    package.each_event("docProps/core.xml", layer, |event| properties.event(event));
    properties.tell(format, layer);
}

/// Properties by the local names of their elements.
#[derive(Default)]
pub(crate) struct Properties {
    element: String,
    values: BTreeMap<String, String>,
}

impl Properties {
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.element = tag.local_name().as_ref().to_ascii_lowercase(),
            Event::End(_) => self.element.clear(),
            event => {
                const WANTED: [&str; 12] = [
                    "title",
                    "creator",
                    "author",
                    "created",
                    "modified",
                    "lastmodifiedby",
                    "lastauthor",
                    "lastsaved",
                    "date",
                    "creation-date",
                    "initial-creator",
                    "modifiedby",
                ];
                if WANTED.contains(&self.element.as_str())
                    && let Some(text) = xml::characters(event)
                {
                    let value = self.values.entry(self.element.clone()).or_default();
                    if value.len() < 4000 {
                        value.push_str(&text);
                    }
                }
            }
        }
    }

    /// Puts them into the metadata, as far as nothing stands there; `format` names the kind of file.
    pub(crate) fn tell(mut self, format: &str, layer: &mut LayerBuilder) {
        let mut take = |names: &[&str]| {
            let values = names.iter().filter_map(|name| self.values.remove(*name));
            values.map(|value| value.trim().to_owned()).find(|value| !value.is_empty())
        };
        let title = take(&["title"]);
        // In OpenDocument `creator` is who changed it last.
        let first_author = take(&["initial-creator"]);
        let opendocument = format == "ODF";
        let creator = take(&["creator", "author"]);
        let author = if opendocument { first_author.or(creator.clone()) } else { creator.clone() };
        let modified_by = if opendocument { creator } else { take(&["lastmodifiedby", "lastauthor"]) };
        let created = take(&["created", "creation-date"]);
        let modified = take(&["modified", "lastsaved", "date"]);
        let (date, origin) = match (&created, &modified) {
            (Some(created), _) => (Some(created.clone()), Some(format!("{format} created"))),
            (None, Some(modified)) => (Some(modified.clone()), Some(format!("{format} modified"))),
            (None, None) => (None, None),
        };
        let metadata = layer.metadata();
        metadata.title = metadata.title.take().or(title);
        metadata.author = metadata.author.take().or(author);
        metadata.modified = metadata.modified.take().or(modified);
        metadata.modified_by = metadata.modified_by.take().or(modified_by);
        if metadata.date.is_none() {
            metadata.date = date;
            metadata.date_origin = origin;
        }
    }
}
