//! Word documents before 2007, made by the tests themselves: a compound file with the few tables that text needs.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};

use remand_text::BlockKind::{Cell, Heading, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};

/// Where the text begins in the stream, after the file information block.
const TEXT: usize = 0x800;

/// A document under construction: text in UTF-16, in one piece.
#[derive(Default)]
struct Document {
    /// Body, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers.
    parts: [&'static str; 8],
    /// Stretches of characters of the whole text with their properties.
    runs: Vec<(usize, usize, Vec<u8>)>,
    /// Stretches with style and properties.
    paragraphs: Vec<(usize, usize, Vec<u8>)>,
    /// Tables by number in FibRgFcLcb97.
    tables: Vec<(usize, Vec<u8>)>,
    flags: u16,
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A page of 512 bytes: bounds, entries that lead to the properties, the properties from its end.
fn page(stretches: &[(usize, usize, Vec<u8>)], entry: usize, text_end: usize) -> Vec<u8> {
    let mut page = vec![0; 512];
    let mut bounds = vec![];
    let mut all = vec![];
    let mut at = 0;
    for (start, end, properties) in stretches {
        if at < *start {
            all.push((at, vec![]));
        }
        all.push((*start, properties.clone()));
        at = *end;
    }
    all.push((at, vec![]));
    for (start, _) in &all {
        bounds.push((TEXT + 2 * start) as u32);
    }
    bounds.push((TEXT + 2 * text_end) as u32);
    let mut free = 510;
    for (index, (_, properties)) in all.iter().enumerate() {
        if properties.is_empty() {
            continue;
        }
        free = (free - properties.len() - 2) & !1;
        page[free + 1..free + 1 + properties.len()].copy_from_slice(properties);
        page[free] =
            if entry == 1 { properties.len() as u8 } else { (properties.len() + 1).div_ceil(2) as u8 };
        page[4 * bounds.len() + entry * index] = (free / 2) as u8;
    }
    let bytes = words(&bounds);
    page[..bytes.len()].copy_from_slice(&bytes);
    page[511] = all.len() as u8;
    page
}

impl Document {
    fn body(text: &'static str) -> Self {
        Self { parts: [text, "", "", "", "", "", "", ""], ..Self::default() }
    }

    fn pack(&self) -> Vec<u8> {
        let text: Vec<u16> = self.parts.concat().encode_utf16().collect();
        let mut main = vec![0; TEXT];
        main[0..2].copy_from_slice(&0xa5ec_u16.to_le_bytes());
        main[2..4].copy_from_slice(&0x00c1_u16.to_le_bytes());
        main[10..12].copy_from_slice(&(0x0200 | self.flags).to_le_bytes());
        for (index, part) in self.parts.iter().enumerate() {
            let length = part.encode_utf16().count() as u32;
            main[0x4c + 4 * index..][..4].copy_from_slice(&length.to_le_bytes());
        }
        main.extend(text.iter().flat_map(|unit| unit.to_le_bytes()));
        let mut pieces = vec![2];
        pieces.extend(words(&[16, 0, text.len() as u32]));
        pieces.extend([0, 0]);
        pieces.extend(words(&[TEXT as u32]));
        pieces.extend([0, 0]);
        let mut tables = vec![(33, pieces)];
        tables.extend(self.tables.iter().cloned());
        for (number, stretches, entry) in [(12, &self.runs, 1), (13, &self.paragraphs, 13)] {
            if !stretches.is_empty() {
                main.resize(main.len().next_multiple_of(512), 0);
                let place = (main.len() / 512) as u32;
                main.extend(page(stretches, entry, text.len()));
                tables.push((number, words(&[TEXT as u32, (TEXT + 2 * text.len()) as u32, place])));
            }
        }
        let mut stream = vec![];
        for (number, table) in tables {
            let at = 0x9a + 8 * number;
            main[at..at + 4].copy_from_slice(&(stream.len() as u32).to_le_bytes());
            main[at + 4..at + 8].copy_from_slice(&(table.len() as u32).to_le_bytes());
            stream.extend(table);
        }
        compound(&[("/WordDocument", main), ("/1Table", stream)])
    }
}

fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn read(bytes: &[u8]) -> TextLayer {
    extract(bytes, "order.doc", bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn paragraphs_and_results_of_fields() {
    let layer = read(&Document::body("Арест\rHeld\u{b}62\tdays\u{1e}x \u{13}HYPERLINK x\u{14}the \u{13} PAGE \u{14}site\u{15}\u{15}.\r").pack());
    assert_eq!(blocks(&layer), [(Paragraph, "Арест"), (Paragraph, "Held\n62\tdays\u{2011}x the site.")]);
    assert_eq!(said(&layer), "");
}

#[test]
fn headings_and_tables_are_told_by_the_marks_of_their_paragraphs() {
    let mut document = Document::body("Facts\r4 March\u{7}arrest\u{7}\u{7}After\r");
    let in_table = vec![0, 0, 0x16, 0x24, 1];
    let row_end = vec![0, 0, 0x16, 0x24, 1, 0x17, 0x24, 1];
    document.paragraphs = vec![(0, 6, vec![1, 0]), (6, 21, in_table), (21, 22, row_end)];
    let layer = read(&document.pack());
    assert_eq!(
        blocks(&layer),
        [(Heading, "Facts"), (Cell, "4 March"), (Cell, "arrest"), (Paragraph, "After")]
    );
    assert!(layer.text.contains("4 March\tarrest\n\nAfter"), "{:?}", layer.text);
}

#[test]
fn deleted_and_hidden_characters_are_left_out_and_said() {
    let mut document = Document::body("Held lawfully since March secretly.\r");
    let deleted = vec![0x00, 0x08, 1, 0x63, 0x48, 1, 0];
    document.runs = vec![(5, 14, deleted), (25, 34, vec![0x3c, 0x08, 1])];
    let mut names = vec![0xff, 0xff, 2, 0, 0, 0];
    for name in ["Unknown", "A. Reviewer"] {
        names.extend((name.len() as u16).to_le_bytes());
        names.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    }
    document.tables.push((51, names));
    let layer = read(&document.pack());
    assert_eq!(layer.text, "Held since March.");
    let said = said(&layer);
    assert!(said.contains("deleted by A. Reviewer: \u{201c}lawfully\u{201d}"), "{said}");
    assert!(said.contains("9 characters are marked as hidden"), "{said}");
}

#[test]
fn notes_headers_comments_and_boxes_stand_in_their_places() {
    let mut document = Document::body("Held\u{2} here\u{2}.\r");
    document.parts[1] = "\u{2} Report.\r";
    document.parts[2] = "Case 17\rp. 1\r";
    document.parts[4] = "\u{5}Check the date.\r";
    document.parts[5] = "\u{2} Letter.\r";
    document.parts[6] = "In the box\r";
    let stories: Vec<u32> = vec![0, 0, 0, 0, 0, 0, 0, 8, 8, 13, 13, 13, 13, 13];
    document.tables = vec![
        (2, words(&[4, 13, 0])),
        (3, words(&[0, 10, 11])),
        (46, words(&[10, 13, 0])),
        (47, words(&[0, 10, 11])),
        (11, words(&stories)),
    ];
    let layer = read(&document.pack());
    let texts: Vec<&str> = blocks(&layer).iter().map(|(_, text)| *text).collect();
    assert_eq!(texts, ["Case 17", "Held[1] here[2].", "In the box", "[1] Report.", "[2] Letter.", "p. 1"]);
    assert!(
        said(&layer).contains("a comment stands beside the text: \u{201c}Check the date.\u{201d}"),
        "{}",
        said(&layer)
    );
}

#[test]
fn word_6_is_read_in_the_charset_of_its_language() {
    let text = encoding_rs::WINDOWS_1251
        .encode("Задержан 4 марта\rячейка\u{7}вторая\u{7}\u{7}Конец\r")
        .0
        .into_owned();
    let mut main = vec![0; 0x300];
    main[0..2].copy_from_slice(&0xa5dc_u16.to_le_bytes());
    main[2..4].copy_from_slice(&104_u16.to_le_bytes());
    main[6..8].copy_from_slice(&0x0419_u16.to_le_bytes());
    main[0x18..0x1c].copy_from_slice(&0x300_u32.to_le_bytes());
    main[0x34..0x38].copy_from_slice(&(text.len() as u32).to_le_bytes());
    main.extend(text);
    let layer = read(&compound(&[("/WordDocument", main)]));
    assert_eq!(
        blocks(&layer),
        [(Paragraph, "Задержан 4 марта"), (Cell, "ячейка"), (Cell, "вторая"), (Paragraph, "Конец")]
    );
}

#[test]
fn passwords_and_damage_are_said() {
    let mut document = Document::body("secret\r");
    document.flags = 0x0100;
    let layer = read(&document.pack());
    assert_eq!(layer.text, "");
    assert!(said(&layer).contains("protected by a password"), "{}", said(&layer));
    assert!(said(&read(&compound(&[("/WordDocument", vec![7; 900])]))).contains("damaged"));
    let whole = Document::body("Words\r").pack();
    for length in [8, 100, 600] {
        assert!(
            said(&read(&whole[..length])).contains("damaged or cut off"),
            "{length}: {}",
            said(&read(&whole[..length]))
        );
    }
    let locked = compound(&[("/EncryptedPackage", vec![0; 64]), ("/EncryptionInfo", vec![0; 64])]);
    let layer = extract(&locked, "order.docx", locked.len() as u64, &Limits::default()).layer;
    assert!(said(&layer).contains("protected by a password"), "{}", said(&layer));
}

/// Every number of the block and of the tables may be wrong: each byte in turn is made the largest there is.
#[test]
fn no_number_in_the_file_leads_out_of_it() {
    let mut document = Document::body("Held here\r4 March\u{7}\u{7}");
    document.runs = vec![(0, 4, vec![0x00, 0x08, 1])];
    document.paragraphs = vec![(0, 5, vec![1, 0])];
    document.tables = vec![(2, words(&[4, 10, 0])), (3, words(&[0, 1, 2])), (11, words(&[0; 14]))];
    let whole = document.pack();
    for at in (0..whole.len()).step_by(3) {
        let mut broken = whole.clone();
        broken[at] = 0xff;
        broken[(at + 1) % whole.len()] = 0xff;
        read(&broken);
    }
}
