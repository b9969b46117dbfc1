//! Plain text: which characters, which paragraphs, what is said about it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use remand_text::{BlockKind, Limits, TextLayer, extract};

fn read(bytes: &[u8]) -> TextLayer {
    extract(bytes, "letter.txt", bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<&str> {
    layer.blocks.iter().map(|block| &layer.text[block.span.clone()]).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn utf8_stays_as_it_is() {
    let text = "\u{feff}First line\r\nsecond line\r\n\r\n  \u{a0} \r\nNext paragraph\u{301}\n";
    let layer = read(text.as_bytes());
    assert_eq!(layer.text, text);
    assert_eq!(blocks(&layer), ["First line\r\nsecond line", "Next paragraph\u{301}"]);
    assert_eq!((layer.media_type.as_str(), said(&layer).as_str()), ("text/plain", ""));
    assert!(layer.blocks.iter().all(|block| block.kind == BlockKind::Paragraph));
}

#[test]
fn blank_lines_of_any_kind_set_paragraphs_apart() {
    for (text, expected) in [
        ("a\n\nb", vec!["a", "b"]),
        ("a\n\u{a0}\u{a0}\nb", vec!["a", "b"]),
        ("a\nb", vec!["a\nb"]),
        ("\n\n\n", vec![]),
        ("a\u{c}b", vec!["a", "b"]),
        ("  a  \n\n\t\n\n b", vec!["a", "b"]),
        ("a\r\r\nb", vec!["a\r\r\nb"]),
        ("\u{feff}", vec![]),
    ] {
        assert_eq!(blocks(&read(text.as_bytes())), expected, "{text:?}");
    }
}

#[test]
fn old_charsets_are_decoded_and_said() {
    let words = "Срок содержания под стражей продлён до третьего марта, решение суда семье не показали.";
    for charset in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::IBM866] {
        let (bytes, _, _) = charset.encode(words);
        let layer = read(&bytes);
        assert_eq!(layer.text, words);
        // KOI8-R and KOI8-U differ in signs that no letter needs.
        assert!(said(&layer).contains(charset.name().trim_end_matches("-R")), "{}", said(&layer));
    }
}

#[test]
fn utf16_is_decoded_with_and_without_its_mark() {
    let words = "Arrested on 4 March — арестован";
    let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&[b"\xff\xfe", little.as_slice()].concat()).text, words);
    assert_eq!(read(&[b"\xfe\xff", big.as_slice()].concat()).text, words);
    let plain = "Arrested on 4 March, no order shown";
    let unmarked: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&unmarked).text, plain);
}

#[test]
fn an_odd_byte_at_the_end_of_utf16_is_said() {
    let mut bytes = b"\xff\xfe".to_vec();
    bytes.extend("Order".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.push(b'!');
    let layer = read(&bytes);
    assert_eq!(layer.text, "Order\u{fffd}");
    assert!(said(&layer).contains("1 places could not be decoded"), "{}", said(&layer));
}

#[test]
fn a_broken_byte_in_utf8_costs_one_character() {
    let mut bytes = "Решение суда от пятого марта ".as_bytes().to_vec();
    bytes.push(0xff);
    bytes.extend("и конверт".as_bytes());
    let layer = read(&bytes);
    assert_eq!(layer.text, "Решение суда от пятого марта \u{fffd}и конверт");
    assert!(said(&layer).contains("not UTF-8"), "{}", said(&layer));
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let layer = read(b"");
    assert_eq!((layer.text.as_str(), layer.blocks.len()), ("", 0));
    assert!(said(&layer).contains("0 bytes"), "{}", said(&layer));
}

#[test]
fn what_is_not_read_is_named_with_what_to_do() {
    let layer = extract(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "scan.png", 18, &Limits::default()).layer;
    assert_eq!((layer.media_type.as_str(), layer.text.as_str()), ("image/png", ""));
    assert!(said(&layer).contains("the image is damaged or cut off"), "{}", said(&layer));
    let noise: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let layer = extract(&noise, "letter.txt", 2000, &Limits::default()).layer;
    assert_eq!(layer.media_type, "application/octet-stream");
    assert!(said(&layer).contains("the name ends in .txt"), "{}", said(&layer));
}

#[test]
fn a_letter_that_begins_like_a_mail_stays_the_file_it_is() {
    let text = "From: the prison\nTo: the family\nDate: 4 March\n\nHe may write.";
    assert_eq!(read(text.as_bytes()).text, text);
}

#[test]
fn a_name_that_promises_another_format_is_said() {
    let page = b"<!DOCTYPE html><p>Words";
    let layer = extract(page, "page.pdf", page.len() as u64, &Limits::default()).layer;
    assert_eq!((layer.media_type.as_str(), blocks(&layer)), ("text/html", vec!["Words"]));
    assert!(
        said(&layer).starts_with("the name ends in .pdf, but the bytes are text/html"),
        "{}",
        said(&layer)
    );
}

#[test]
fn too_long_a_text_is_cut_between_characters_and_the_rest_counted() {
    let limits = Limits { text_bytes: 11, ..Limits::default() };
    let text = "абвгдежз";
    let layer = extract(text.as_bytes(), "a.txt", text.len() as u64, &limits).layer;
    assert_eq!(layer.text, "абвгд");
    assert!(said(&layer).contains("10 bytes of text were read, 6 bytes"), "{}", said(&layer));
    let (old, _, _) = encoding_rs::WINDOWS_1251.encode("Приговор вступает в силу через десять дней");
    let layer =
        extract(&old, "a.txt", old.len() as u64, &Limits { text_bytes: 31, ..Limits::default() }).layer;
    assert!(layer.text.len() <= 31 && said(&layer).contains("left out"), "{}", said(&layer));
}

#[test]
fn the_seeds_are_read_byte_for_byte() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: {folder} is not here");
        return;
    };
    for file in files {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let layer = read(&bytes);
        assert_eq!(layer.text.as_bytes(), bytes);
        assert!(layer.blocks.len() > 1);
    }
}
