//! Word documents, packed by the tests themselves.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};

use remand_text::BlockKind::{Cell, Heading, ListItem, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

fn pack(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str) -> (&'static str, String) {
    (
        "word/document.xml",
        format!("<?xml version=\"1.0\"?><w:document {NAMES}><w:body>{body}</w:body></w:document>"),
    )
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn read(bytes: &[u8]) -> TextLayer {
    extract(bytes, "complaint.docx", bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn paragraphs_headings_lists_and_tables() {
    let styles = format!(
        r#"<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
        <w:style w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>"#
    );
    let body = r#"<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>Жалоба</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>Facts</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">Held </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>62 days &amp; nights</w:t><w:br/><w:t>without</w:t><w:tab/><w:t>order&#x2e;</w:t></w:r></w:p>
        <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>First</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>4 March</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>arrest</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p/>"#;
    let layer = read(&pack(&[document(body), ("word/styles.xml", styles)]));
    assert_eq!(
        blocks(&layer),
        [
            (Heading, "Жалоба"),
            (Heading, "Facts"),
            (Paragraph, "Held 62 days & nights\nwithout\torder."),
            (ListItem, "First"),
            (Cell, "4 March"),
            (Cell, "arrest"),
        ]
    );
    assert!(layer.text.ends_with("4 March\tarrest"));
    assert_eq!(said(&layer), "");
}

#[test]
fn deleted_text_is_left_out_and_said_inserted_text_is_kept() {
    let body = r#"<w:p><w:r><w:t>Held </w:t></w:r><w:del w:author="x"><w:r><w:delText>lawfully</w:delText></w:r></w:del><w:ins w:author="x"><w:r><w:t>since March</w:t></w:r></w:ins></w:p>
        <w:moveFrom><w:p><w:r><w:t>moved</w:t></w:r></w:p></w:moveFrom><w:moveTo><w:p><w:r><w:t>moved</w:t></w:r></w:p></w:moveTo>"#;
    let layer = read(&pack(&[document(body)]));
    assert_eq!(blocks(&layer), [(Paragraph, "Held since March"), (Paragraph, "moved")]);
    let said = said(&layer);
    for expected in ["1 deletion(s) (8 characters) are left out", "1 insertion(s)", "1 moved passage(s)"] {
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn notes_stand_at_the_end_under_their_numbers() {
    let body =
        r#"<w:p><w:r><w:t>He was arrested</w:t><w:footnoteReference w:id="3"/><w:t>.</w:t></w:r></w:p>"#;
    let notes = format!(
        r#"<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
        <w:footnote w:id="2">{}</w:footnote><w:footnote w:id="3">{}</w:footnote></w:footnotes>"#,
        paragraph("Nobody asks for this one."),
        paragraph(" Report of 5 March.")
    );
    let header = format!("<w:hdr {NAMES}>{}</w:hdr>", paragraph("Case 17"));
    let layer = read(&pack(&[
        document(body),
        ("word/footnotes.xml", notes),
        ("word/header1.xml", header.clone()),
        ("word/header2.xml", header),
        (
            "word/comments.xml",
            format!("<w:comments {NAMES}><w:comment>{}</w:comment></w:comments>", paragraph("?")),
        ),
    ]));
    assert_eq!(
        blocks(&layer),
        [
            (Paragraph, "Case 17"),
            (Paragraph, "He was arrested[1]."),
            (Paragraph, "[1] Report of 5 March."),
            (Paragraph, "Nobody asks for this one."),
        ]
    );
    assert_eq!(said(&layer), "a comment stands beside the text: \u{201c}?\u{201d}");
}

#[test]
fn text_boxes_are_read_once_and_codes_of_fields_are_not() {
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback>\
         <w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:instrText>PAGE \
         </w:instrText></w:r><w:r><w:t>Outside</w:t></w:r></w:p>",
        paragraph("In the box")
    );
    let layer = read(&pack(&[document(&body)]));
    assert_eq!(blocks(&layer), [(Paragraph, "In the box"), (Paragraph, "Outside")]);
}

#[test]
fn a_document_says_who_made_it_when() {
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:title>A &amp; B</dc:title>\
                <dc:creator>Counsel</dc:creator><dcterms:created>2024-03-05T09:00:00Z</dcterms:created></cp:coreProperties>";
    let metadata = read(&pack(&[document(&paragraph("x")), ("docProps/core.xml", core.to_owned())])).metadata;
    assert_eq!((metadata.title.as_deref(), metadata.author.as_deref()), (Some("A & B"), Some("Counsel")));
    assert_eq!(metadata.date.as_deref(), Some("2024-03-05T09:00:00Z"));
    assert_eq!(metadata.date_origin.as_deref(), Some("DOCX created"));
}

#[test]
fn a_document_cut_off_anywhere_is_said_to_be_damaged() {
    let whole = pack(&[document(&paragraph("Words of the document"))]);
    for length in [4, 30, whole.len() / 2, whole.len() - 1] {
        let layer = read(&whole[..length]);
        assert!(said(&layer).contains("damaged or cut off"), "{length}: {}", said(&layer));
    }
}

#[test]
fn broken_xml_gives_what_stands_before_the_break() {
    let broken = (
        "word/document.xml",
        format!("<w:document {NAMES}><w:body>{}<w:p><w:r><w:t>Second</w:p>", paragraph("First")),
    );
    let layer = read(&pack(&[broken]));
    assert_eq!(blocks(&layer)[0], (Paragraph, "First"));
    assert!(said(&layer).contains("word/document.xml in the document is damaged"), "{}", said(&layer));
}

#[test]
fn a_document_that_unpacks_to_far_too_much_is_stopped() {
    let bomb = pack(&[document(&paragraph(&"a".repeat(130 << 20)))]);
    assert!(bomb.len() < 1 << 20);
    let layer = read(&bomb);
    assert!(said(&layer).contains("made to do harm"), "{}", said(&layer));
    assert!(layer.text.len() <= Limits::default().text_bytes);
}

#[test]
fn numbers_of_paragraphs_are_text() {
    let numbering = format!(
        r#"<w:numbering {NAMES}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="russianLower"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="40"/></w:lvlOverride></w:num></w:numbering>"#
    );
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        item(1, 0, "One"),
        item(1, 1, "under"),
        item(1, 1, "again"),
        item(1, 0, "Two"),
        item(1, 1, "afresh"),
        item(2, 0, "Bullet"),
        item(3, 0, "Forty"),
        item(3, 0, "more"),
        item(9, 0, "no such list"),
        item(1, 99, "no such level"),
    ];
    let layer = read(&pack(&[document(&body.concat()), ("word/numbering.xml", numbering)]));
    let texts: Vec<&str> = blocks(&layer).iter().map(|(_, text)| *text).collect();
    assert_eq!(
        texts,
        [
            "1. One",
            "1.а) under",
            "1.б) again",
            "2. Two",
            "2.а) afresh",
            "Bullet",
            "40. Forty",
            "41. more",
            "no such list",
            "no such level"
        ]
    );
}

#[test]
fn what_was_deleted_is_quoted_with_who_did_it() {
    let body = r#"<w:p><w:pPr><w:rPr><w:del w:author="A"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">Held </w:t></w:r><w:del w:author="A. Reviewer" w:date="2024-03-05T10:00:00Z"><w:r><w:delText>lawfully</w:delText></w:r></w:del></w:p><w:p><w:pPr><w:pStyle w:val="1"/><w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>since March</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>.</w:t></w:r></w:p>"#;
    let comments = format!(
        r#"<w:comments {NAMES}><w:comment w:author="C. Counsel" w:date="2024-04-01T00:00:00Z">{}</w:comment></w:comments>"#,
        paragraph("Check this.")
    );
    let layer = read(&pack(&[document(body), ("word/comments.xml", comments)]));
    assert_eq!(blocks(&layer), [(Paragraph, "Held since March.")]);
    let said = said(&layer);
    for expected in [
        "deleted by A. Reviewer (2024-03-05): \u{201c}lawfully\u{201d}",
        "6 characters are marked as hidden",
        "a comment by C. Counsel (2024-04-01) stands beside the text: \u{201c}Check this.\u{201d}",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn documents_taken_in_stand_where_they_are_taken_in() {
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/aFChunk" Target="/chunk.html"/><Relationship Id="r2" Type="x/aFChunk" Target="../gone.txt"/></Relationships>"#;
    let body = format!(
        "{}<w:altChunk r:id=\"r1\"/>{}<w:altChunk r:id=\"r2\"/>",
        paragraph("Before"),
        paragraph("After")
    );
    let layer = read(&pack(&[
        document(&body),
        ("word/_rels/document.xml.rels", rels.to_owned()),
        ("chunk.html", "<p>Inside</p>".to_owned()),
    ]));
    assert_eq!(blocks(&layer), [(Paragraph, "Before"), (Paragraph, "Inside"), (Paragraph, "After")]);
    assert!(said(&layer).contains("(gone.txt) is missing"), "{}", said(&layer));
}

#[test]
fn a_document_in_one_xml_file_is_read_like_a_package() {
    let (_, main) = document(&paragraph("Flat"));
    let main = main.trim_start_matches("<?xml version=\"1.0\"?>");
    let flat = format!(
        r#"<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{main}</pkg:xmlData></pkg:part></pkg:package>"#
    );
    for (file, whole) in [(flat.as_str(), true), (&flat[..flat.len() - 60], false)] {
        let layer = extract(file.as_bytes(), "a.xml", file.len() as u64, &Limits::default()).layer;
        assert_eq!((layer.text.as_str(), said(&layer).is_empty()), ("Flat", whole), "{layer:?}");
    }
}

#[test]
fn embedded_files_are_taken_out_where_their_format_can_be_told() {
    let pack = |parts: &[(&str, &[u8])]| {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    let (main, text) = document(&paragraph("See the list of days."));
    let (_, inner) = document(&paragraph("Day 1: no order was shown."));
    let inner = pack(&[(main, inner.as_bytes())]);
    let outer = pack(&[
        (main, text.as_bytes()),
        ("word/embeddings/days.docx", &inner),
        ("word/embeddings/cut.docx", &inner[..30]),
        ("word/embeddings/oleObject1.bin", b"\x01\x02\x03\x04"),
        ("word/embeddings/../../../etc/list.docx", &inner),
        ("word/embeddings/", b""),
    ]);
    let found = extract(&outer, "complaint.docx", outer.len() as u64, &Limits::default());
    assert!(found.layer.text.contains("See the list of days."));
    let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
    assert!(names.contains(&"days.docx") && names.contains(&"list.docx"), "{names:?}");
    assert_eq!(found.parts.iter().find(|part| part.name == "days.docx").unwrap().bytes, inner);
    assert!(said(&found.layer).contains("oleObject1.bin"), "{}", said(&found.layer));
}
