//! Reading any text: it ends, and every passage lies in the text, on the bounds of characters.
//!
//! The first byte picks the language, the rest is the text; an empty line parts paragraphs, a form feed pages.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use remand_reading::{Document, Options, Passage, Reader};
use remand_text::{Block, BlockKind, Page, TextLayer};
use remand_vault::{Item, ItemId};

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().expect("the lexicons of the program can be read"));

const LANGUAGES: [Option<&str>; 4] = [None, Some("en"), Some("ru"), Some("kk")];

/// Pieces of `text` between `mark`, as bytes of it.
fn pieces(text: &str, mark: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let piece = |piece: &str| {
        let span = (start, start + piece.len());
        start = span.1 + mark.len();
        span
    };
    text.split(mark).map(piece).collect()
}

fn layer(text: &str, language: Option<&str>) -> TextLayer {
    let kind = |span: &str| match span.len() {
        0..40 => BlockKind::Heading,
        _ => BlockKind::Paragraph,
    };
    let filled = |&(start, end): &(usize, usize)| !text[start..end].trim().is_empty();
    let blocks = pieces(text, "\n\n")
        .into_iter()
        .filter(filled)
        .map(|(start, end)| Block { kind: kind(&text[start..end]), span: start..end })
        .collect();
    let pages = (1..).zip(pieces(text, "\u{c}")).map(|(number, (start, end))| Page { number, span: start..end });
    TextLayer {
        text: text.to_owned(),
        language: language.map(str::to_owned),
        blocks,
        pages: pages.collect(),
        ..TextLayer::default()
    }
}

fuzz_target!(|input: (u8, &str)| {
    let (pick, text) = input;
    let layer = layer(text, LANGUAGES[usize::from(pick) % LANGUAGES.len()]);
    let id = ItemId::from_digest([7; 32]);
    let item = Item { id, name: "page.txt".to_owned(), also: Vec::new(), bytes: text.len() as u64 };
    let document = Document { item: &item, layer: &layer };
    let reading = READER.read(&[document], &Options::default()).expect("the lexicons can be read");
    let inside = |passage: &Passage| {
        assert!(text.get(passage.range()).is_some(), "{}..{} of {}", passage.start, passage.end, text.len());
    };
    for entry in &reading.entries {
        inside(&entry.passage);
        entry.headline.iter().for_each(inside);
    }
    reading.claims.iter().for_each(|claim| inside(&claim.passage));
    reading.times.iter().for_each(|time| inside(&time.passage));
    reading.durations.iter().for_each(|duration| inside(&duration.passage));
    reading.citations.iter().for_each(|citation| inside(&citation.passage));
});
