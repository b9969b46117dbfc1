//! Rich text: charsets, destinations, tables, notes, changes, and files that are broken.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use remand_text::BlockKind::{Cell, Heading, ListItem, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};

fn read(bytes: &[u8]) -> TextLayer {
    extract(bytes, "statement.rtf", bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn text(body: &str) -> String {
    read(format!("{{\\rtf1\\ansi {body}}}").as_bytes()).text
}

#[test]
fn characters_come_in_many_ways() {
    for (body, expected) in [
        ("Held \\{62\\} days\\~and nights", "Held {62} days\u{a0}and nights"),
        (
            "\\ldblquote order\\rdblquote  of \\rquote 22 \\emdash  none",
            "\u{201c}order\u{201d} of \u{2019}22 \u{2014} none",
        ),
        // The stand-in after \u is passed over, as many characters as \uc says.
        ("\\u1040?\\u1088\\'f0\\u1077?\\u1089?\\u1090?", "Арест"),
        ("\\uc0\\u1040\\u1088 x", "Арx"),
        ("\\uc2\\u12354\\'82\\'a0!", "あ!"),
        ("{\\uc0\\u1040}\\u1041?Z", "АБZ"),
        // A character beyond the basic plane is two, negative ones are above 32767.
        ("\\u-10179?\\u-9216?", "🐀"),
        ("\\u-4?", "\u{fffc}"),
        ("\\u55357?alone", "alone"),
        // Better text than the first of two.
        ("{\\upr{???}{\\*\\ud{\\u1076?\\u1072?}}}", "да"),
        ("a\\line b\\tab c", "a\nb\tc"),
        ("x{\\*\\unknown lost}y{\\*\\bkmkstart name}z", "xyz"),
        // A star in the middle of a group means nothing.
        ("a\\b0\\*\\cs7 b", "ab"),
        ("\\'e9t\\'e9 \\'zz", "été ?zz"),
    ] {
        assert_eq!(text(body), expected, "{body}");
    }
}

#[test]
fn bytes_are_in_the_charset_of_their_font() {
    let fonts = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times;}{\\f2\\fcharset161 Times;}{\\f3 Times New Roman Cyr;}{\\f4\\fcharset2 Symbol;}{\\f5\\fcharset128 Mincho;}}";
    let body = "\\f1\\'c4\\'e0 \\f2\\'e1\\f0\\'e9\\f3 \\'e4\\'e0\\f4 \\'b7\\f5 \\'82\\'a0";
    assert_eq!(text(&format!("{fonts}{body}")), "Да αéда•あ");
    // Without a charset of the font, the code page of the document.
    let page = read("{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}\\f0\\'c4\\'e0}".as_bytes());
    assert_eq!(page.text, "Да");
    let raw = read(b"{\\rtf1\\ansi\\ansicpg1251 \xc4\xe0}");
    assert_eq!(raw.text, "Да");
    assert!(said(&read(b"{\\rtf1\\pca \\'82}")).contains("code page 850"));
}

#[test]
fn paragraphs_headings_lists_and_tables() {
    let layer = read(
        "{\\rtf1{\\stylesheet{\\s1 heading 1;}{\\s2 Normal;}}\\pard\\s1 Facts\\par\\pard\\s2 He was held.\\par\
         {\\listtext 1.\\tab}\\ls1 First\\par\\pard\\trowd\\intbl 4 March\\par evening\\cell arrest\\cell\\row\
         \\trowd\\intbl 6 March\\cell\\cell\\row\\pard After}"
            .as_bytes(),
    );
    assert_eq!(
        blocks(&layer),
        [
            (Heading, "Facts"),
            (Paragraph, "He was held."),
            (ListItem, "1. First"),
            (Cell, "4 March"),
            (Cell, "evening"),
            (Cell, "arrest"),
            (Cell, "6 March"),
            (Paragraph, "After"),
        ]
    );
    assert!(layer.text.contains("4 March\nevening\tarrest\n6 March"), "{}", layer.text);
}

#[test]
fn notes_headers_boxes_and_results_of_fields() {
    let layer = read(
        "{\\rtf1{\\header Case 17\\par}{\\headerf Case 17\\par}{\\footer p. 1\\par}He was held{\\super\\chftn{\\footnote\\chftn  Report of 5 March.}}.\\par\
         {\\field{\\*\\fldinst HYPERLINK \"http://x.example/\"}{\\fldrslt the site}} and {\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt In the box\\par}}{\\shprslt again}}more}"
            .as_bytes(),
    );
    let texts: Vec<&str> = blocks(&layer).iter().map(|(_, text)| *text).collect();
    assert_eq!(
        texts,
        ["Case 17", "He was held[1].", "In the box", "the site and more", "[1] Report of 5 March.", "p. 1"]
    );
}

#[test]
fn deleted_and_hidden_text_and_comments_are_said() {
    let layer = read(
        "{\\rtf1{\\*\\revtbl{Unknown;}{A. Reviewer;}}Held {\\deleted\\revauthdel1 lawfully }{\\revised since March}{\\v secret}\
         {\\*\\atnauthor B. Counsel}{\\*\\annotation Check the date.}{\\object\\objemb{\\*\\objclass Excel.Sheet.8}{\\*\\objdata 0105}{\\result }}}"
            .as_bytes(),
    );
    assert_eq!(layer.text, "Held since March");
    let said = said(&layer);
    for expected in [
        "deleted by A. Reviewer: \u{201c}lawfully\u{201d}",
        "6 characters are marked as hidden",
        "a comment by B. Counsel stands beside the text: \u{201c}Check the date.\u{201d}",
        "(Excel.Sheet.8)",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn a_document_says_who_made_it_when() {
    let layer = read(
        "{\\rtf1{\\info{\\title A \\'26 B}{\\author Counsel}{\\operator Clerk}{\\creatim\\yr2024\\mo3\\dy5\\hr9\\min7}{\\revtim\\yr1601\\mo1\\dy1}}x}"
            .as_bytes(),
    );
    let metadata = layer.metadata;
    assert_eq!((metadata.title.as_deref(), metadata.author.as_deref()), (Some("A & B"), Some("Counsel")));
    assert_eq!(metadata.modified_by.as_deref(), Some("Clerk"));
    assert_eq!((metadata.date.as_deref(), metadata.modified), (Some("2024-03-05T09:07"), None));
}

#[test]
fn binary_data_is_stepped_over_whatever_is_in_it() {
    assert_eq!(text("a{\\pict\\bin5 }}}{{}b"), "ab");
    // A length that the file does not have.
    let layer = read(b"{\\rtf1 a{\\pict\\bin99999 xx}b}");
    assert_eq!(layer.text, "a");
    assert!(said(&layer).contains("cut off"), "{}", said(&layer));
    assert_eq!(text("a{\\pict\\bin-5 x}b"), "ab");
}

#[test]
fn broken_documents_give_what_they_have() {
    for (file, expected) in [
        ("{\\rtf1 Words {of the document", "Words of the document"),
        ("{\\rtf1 one}{\\rtf1 two}", "one"),
        ("{\\rtf1 a}}}}}b", "a"),
        ("{\\rtf1\\", ""),
        ("{\\rtf1\\u", ""),
        ("{\\rtf1\\u99999999999? x}", "x"),
        ("{\\rtf1{\\fonttbl{\\f0", ""),
    ] {
        assert_eq!(read(file.as_bytes()).text.trim(), expected, "{file}");
    }
    assert!(said(&read(b"{\\rtf1 one}{\\rtf1 two}")).contains("after the end of the document"));
}

#[test]
fn groups_nested_without_end_are_read() {
    let deep = format!("{{\\rtf1 a{}b{}c}}", "{\\i ".repeat(300_000), "}".repeat(300_000));
    assert_eq!(read(deep.as_bytes()).text, "abc");
    let notes = format!("{{\\rtf1 a{}", "{\\footnote x".repeat(100_000));
    assert!(read(notes.as_bytes()).text.starts_with('a'));
}
