//! One invented case told in English and Spanish: the same claims come of it.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on fails")]

use remand_reading::{Document, Options, Reader, Reading};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

/// Reads paragraphs of an article of 22 May 2024 about Orsen Kaldray.
fn read(reader: &Reader, language: &str, paragraphs: &[&str]) -> Reading {
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
    let item =
        Item { id: ItemId::from_digest([7; 32]), name: "article.txt".to_owned(), also: Vec::new(), bytes };
    let options = Options { subject: Some("Orsen Kaldray".to_owned()), ..Options::default() };
    reader.read(&[Document { item: &item, layer: &layer }], &options).unwrap()
}

/// `kind date polarity modality account` of each claim; what officials say is a claim of its own and left out.
fn told(reading: &Reading) -> Vec<String> {
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

/// English and Spanish of one sentence, and what both tell.
const CASES: &[([&str; 2], &[&str])] = &[
    (
        [
            "Orsen Kaldray was detained on 12 March 2024.",
            "Orsen Kaldray fue detenido el 12 de marzo de 2024.",
        ],
        &["arrest 2024-03-12 Asserted Stated Independent"],
    ),
    (
        [
            "The Prosecutor General's Office said that Kaldray was detained on 12 March.",
            "La Fiscalía General dijo que Kaldray fue detenido el 12 de marzo.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "According to the family, Kaldray was arrested on the night of 9-10 March.",
            "Según su familia, Kaldray fue arrestado en la noche del 9 al 10 de marzo.",
        ],
        &["arrest 2024-03-09/2024-03-10 Asserted Stated Defence"],
    ),
    (
        ["Kaldray was not released on 12 May.", "Kaldray no fue puesto en libertad el 12 de mayo."],
        &["release 2024-05-12 Denied Stated Independent"],
    ),
    (
        ["On 6 April Kaldray was admitted to hospital.", "El 6 de abril Kaldray fue hospitalizado."],
        &["hospitalisation 2024-04-06 Asserted Stated Independent"],
    ),
    (
        [
            "On 2 April Kaldray was charged with high treason.",
            "El 2 de abril Kaldray fue acusado de alta traición.",
        ],
        &["charge 2024-04-02 Asserted Stated Independent"],
    ),
    (["Everyone has the right to a lawyer.", "Toda persona tiene derecho a un abogado."], &[]),
    (["Neither 31 April nor anything else.", "Ni el 31 de abril ni nada más."], &[]),
];

#[test]
fn the_same_is_told_in_both_languages() {
    let reader = Reader::new().unwrap();
    let mut wrong = Vec::new();
    for (sentences, expected) in CASES {
        for (language, sentence) in ["en", "es"].into_iter().zip(sentences) {
            let told = told(&read(&reader, language, &[sentence]));
            if told != *expected {
                wrong.push(format!("{language}: {sentence}\n    {told:?}\n    not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
