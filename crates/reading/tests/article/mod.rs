//! One invented article in several languages: how it is read, and what comes of it in a line a claim.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test binary uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use remand_reading::{Document, Options, Reader, Reading};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

/// Reads paragraphs of an article of 22 May 2024 about Orsen Kaldray.
pub fn read(reader: &Reader, language: &str, paragraphs: &[&str]) -> Reading {
    let text = paragraphs.join("\n\n");
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in paragraphs {
        let span = start..start + paragraph.len();
        start = span.end + 2;
        blocks.push(Block { kind: BlockKind::Paragraph, span });
    }
    let mut layer = TextLayer { text, language: Some(language.to_owned()), blocks, ..TextLayer::default() };
    layer.metadata.date = Some("2024-05-22".to_owned());
    let bytes = layer.text.len() as u64;
    let item = Item {
        id: ItemId::from_bytes([7; 32]),
        name: "article.txt".to_owned(),
        also: Vec::new(),
        bytes,
        parent: None,
    };
    let name = if matches!(language, "ru" | "kk") { "Орсен Калдрей" } else { "Orsen Kaldray" };
    let options = Options { subject: Some(name.to_owned()), ..Options::default() };
    reader.read(&[Document { item: &item, layer: &layer }], &options).unwrap()
}

/// `kind date polarity modality account` of each claim; what officials say is a claim of its own and left out.
pub fn told(reading: &Reading) -> Vec<String> {
    let claims = reading.claims.iter().filter(|c| c.kind.name() != "official_statement");
    let mut told: Vec<String> = claims
        .map(|c| {
            let account = reading.sources.get(c.asserter.0).unwrap().account;
            format!("{} {} {:?} {:?} {account:?}", c.kind, c.when.edtf, c.polarity, c.modality)
        })
        .collect();
    told.sort();
    told
}
