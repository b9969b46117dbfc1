//! Russian sentences in, claims out.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use remand_reading::{Document, Options, Reader, Reading};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

/// Reads paragraphs, parted by empty lines, of an article of 22 May 2024 about Orsen Kaldray.
fn read(text: &str) -> Reading {
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        let span = start..start + paragraph.len();
        start = span.end + 2;
        blocks.push(Block { kind: BlockKind::Paragraph, span });
    }
    let mut layer =
        TextLayer { text: text.to_owned(), language: Some("ru".to_owned()), blocks, ..TextLayer::default() };
    layer.metadata.date = Some("2024-05-22".to_owned());
    let bytes = text.len() as u64;
    let item = Item {
        id: ItemId::from_bytes([7; 32]),
        name: "article.txt".to_owned(),
        also: Vec::new(),
        bytes,
        parent: None,
    };
    let options = Options { subject: Some("Орсен Калдрей".to_owned()), ..Options::default() };
    Reader::new().unwrap().read(&[Document { item: &item, layer: &layer }], &options).unwrap()
}

/// `kind date polarity modality account`, one for each claim about Orsen Kaldray or nobody in particular.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let reading = read(text);
    let found: Vec<String> = reading
        .claims
        .iter()
        .map(|c| {
            let account = reading.sources.get(c.asserter.0).unwrap().account;
            format!("{} {} {:?} {:?} {:?} {account:?}", c.kind, c.when.edtf, c.about, c.polarity, c.modality)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn who_says_it() {
    check(
        "По словам сестры, Орсена Калдрея задержали 10 марта.",
        &["arrest 2024-03-10 Subject Asserted Stated Defence"],
    );
    check(
        "В прокуратуре сообщили, что Калдрей был задержан 12 марта.",
        &[
            "arrest 2024-03-12 Subject Asserted Stated State",
            "official_statement ../2024-05-22 Subject Asserted Stated State",
        ],
    );
    check(
        "«Калдрей был задержан 12 марта», — заявил прокурор Берик Орланов.",
        &[
            "arrest 2024-03-12 Subject Asserted Stated State",
            "official_statement ../2024-05-22 Subject Asserted Stated State",
        ],
    );
    check("Прокуратура не сообщила, где находится Калдрей.", &[]);
}

#[test]
fn silence_denial_and_demand_are_no_events() {
    check(
        "Продлён ли арест Калдрея, неизвестно.",
        &["detention_extension 2024-05-22 Subject NotKnown Stated Independent"],
    );
    check("Калдрей не был освобождён 12 мая.", &["release 2024-05-12 Subject Denied Stated Independent"]);
    check(
        "Сведения о том, что Калдрей был задержан раньше, не соответствуют действительности.",
        &["arrest ../2024-05-22 Subject Denied Stated Independent"],
    );
    check(
        "Калдрей должен быть немедленно освобождён.",
        &["release ../2024-05-22 Subject Asserted Demanded Independent"],
    );
    check("Калдрей выступил на конференции гидрологов.", &[]);
}

#[test]
fn one_source_in_whatever_case() {
    let text = "Министерство юстиции Велдрии сообщило, что Калдрей здоров.\n\n\
                По данным Министерства юстиции Велдрии, Калдрей в изоляторе.\n\n\
                Министр Гаррик Соллан назвал это ложью. По словам Соллана, Калдрей жив.";
    let reading = read(text);
    let named =
        |word: &str| reading.sources.iter().filter(|s| s.variants.iter().any(|v| v.contains(word))).count();
    assert_eq!(named("юстиции"), 1);
    assert_eq!(named("Соллан"), 1);
}

#[test]
fn tolls_in_words() {
    for (text, expected) in [
        ("По делу задержаны девятнадцать человек.", Some((Some(19), Some(19)))),
        ("Задержаны более 12 тысяч человек.", Some((Some(12_000), None))),
        ("Задержаны несколько человек.", None),
    ] {
        let reading = read(text);
        let toll = reading.claims.iter().find(|c| c.kind.name() == "detention_toll").unwrap();
        assert_eq!(toll.quantity.as_ref().map(|q| (q.least, q.most)), expected, "{text}");
    }
}

#[test]
fn a_provision_and_its_code() {
    let reading = read("Калдрея обвиняют по части 3 статьи 214 Уголовного кодекса, нарушена статья 9 МПГПП.");
    let norms: Vec<&str> = reading.citations.iter().map(|c| c.norm.as_str()).collect();
    assert_eq!(norms, ["Criminal Code части 3 статьи 214", "ICCPR статья 9"]);
}
