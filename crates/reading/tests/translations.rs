//! Texts in two languages in, one text out where one translates the other.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use remand_reading::{Document, Options, Reader};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

const ENGLISH: &str = "On 12 March 2031 officers of the harbour police detained the engineer Asel Tarran at her house in \
    Kessimir. On 14 March the District Court of Thaldin ordered that she be held until 14 May 2031. Her lawyer Berik \
    Ormanov was let in on 20 March. She spent 11 days in cell 37.";
const RUSSIAN: &str = "12 марта 2031 года сотрудники портовой полиции задержали инженера Асель Тарран в её доме в \
    Кессимире. 14 марта районный суд Талдина постановил содержать её под стражей до 14 мая 2031 года. Её адвоката \
    Берика Орманова допустили 20 марта. Она провела 11 дней в камере 37.";
/// Another account of the same days.
const OTHER: &str = "14 марта 2031 года, как сообщила прокуратура, Асель Тарран была доставлена в суд Талдина. 16 марта \
    её перевели в Кессимир, где она находится до сих пор. Суд назначен на 3 июня, а 5 июня заканчивается срок в 80 дней.";

/// For each text the earlier one that it repeats.
fn repeats(texts: &[(&str, &str)]) -> Vec<Option<usize>> {
    let items: Vec<Item> = (0_u8..)
        .zip(texts)
        .map(|(n, (_, text))| Item {
            id: ItemId::from_bytes([n; 32]),
            name: format!("{n}.txt"),
            also: Vec::new(),
            parent: None,
            bytes: text.len() as u64,
        })
        .collect();
    let layers: Vec<TextLayer> = texts
        .iter()
        .map(|(language, text)| TextLayer {
            text: (*text).to_owned(),
            language: Some((*language).to_owned()),
            blocks: vec![Block { kind: BlockKind::Paragraph, span: 0..text.len() }],
            ..TextLayer::default()
        })
        .collect();
    let documents: Vec<Document<'_>> =
        items.iter().zip(&layers).map(|(item, layer)| Document { item, layer }).collect();
    let reading = Reader::new().unwrap().read(&documents, &Options::default()).unwrap();
    reading.entries.iter().map(|e| e.same_text_as.map(|first| first.0)).collect()
}

#[test]
fn a_translation_is_the_same_text_and_another_account_is_not() {
    assert_eq!(repeats(&[("en", ENGLISH), ("ru", OTHER), ("ru", RUSSIAN)]), [None, None, Some(0)]);
    assert_eq!(repeats(&[("ru", RUSSIAN), ("en", ENGLISH)]), [None, Some(0)]);
}

#[test]
fn one_language_has_no_translations_and_few_days_tell_nothing() {
    let changed =
        ENGLISH.replace("detained", "seized").replace("her house", "a street").replace("let in", "admitted");
    let short = [
        "She was held on 12 March 2031 in Kessimir by Tarran.",
        "12 марта 2031 года её задержали в Кессимире, Тарран.",
    ];
    assert_eq!(repeats(&[("en", short[0]), ("ru", short[1])]), [None, None]);
    assert_eq!(repeats(&[("ru", OTHER), ("en", &changed)]), [None, None]);
}
