//! Workbooks, presentations, tables as text, Markdown, XML: packed by the tests themselves.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};

use remand_text::BlockKind::{Cell, Heading, ListItem, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn read(bytes: &[u8], name: &str) -> TextLayer {
    extract(bytes, name, bytes.len() as u64, &Limits::default()).layer
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn workbook(cells: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    pack(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Custody" sheetId="1" r:id="rId1"/><sheet name="Notes" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
        (
            "xl/worksheets/sheet2.xml",
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>"#,
        ),
        (
            "xl/comments1.xml",
            r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="B2"><text><r><t>who says </t></r><r><t>so?</t></r></text></comment></commentList></comments>"#,
        ),
    ])
}

#[test]
fn a_sheet_is_a_heading_and_rows_with_iso_dates() {
    let cells = r#"<row r="1"><c r="B1" t="inlineStr"><is><t>Day</t></is></c><c r="C1" s="1"><v>45356</v></c><c r="D1" s="2"><v>45356.604166666664</v></c></row>
        <row r="3"><c r="A3"><v>0.1</v></c><c r="B3"><v>12345678901</v></c><c r="C3"><v>0.30000000000000004</v></c><c r="D3" t="b"><v>1</v></c></row>"#;
    let layer = read(&workbook(cells), "a.xlsx");
    assert_eq!(
        layer.text,
        "Custody\n\n\tDay\t2024-03-05\t2024-03-05 14:30\n0.1\t12345678901\t0.3\tTRUE\n\nNotes\n\n7"
    );
    assert_eq!(blocks(&layer)[0], (Heading, "Custody"));
    let said = said(&layer);
    assert!(said.contains("the sheet \u{201c}Notes\u{201d} is hidden"), "{said}");
    assert!(said.contains("beside cell B2: \u{201c}who says so?\u{201d}"), "{said}");
}

#[test]
fn damaged_workbooks_are_said_to_be() {
    let whole = workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    for length in [4, whole.len() / 2, whole.len() - 1] {
        assert!(said(&read(&whole[..length], "a.xlsx")).contains("damaged or cut off"), "{length}");
    }
    let layer = read(&workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</c>"), "a.xlsx");
    assert!(said(&layer).contains("\u{201c}Custody\u{201d} is damaged"), "{}", said(&layer));
    assert!(layer.text.contains("Notes\n\n7"), "{}", layer.text);
    for name in ["a.xls", "a.xlsb"] {
        let layer = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing after it", name);
        assert!(!said(&layer).is_empty() && layer.text.is_empty(), "{name}");
    }
}

#[test]
fn slides_are_pages_with_their_notes() {
    let slide = |title: &str| {
        format!(
            r#"<p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:nvPr><p:ph type="title"/></p:nvPr><p:txBody><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody><a:p><a:r><a:t>one</a:t></a:r><a:br/><a:r><a:t>two</a:t></a:r></a:p></p:txBody></p:sp></p:sld>"#
        )
    };
    let rels = |targets: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{targets}</Relationships>"
        )
    };
    let bytes = pack(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "ppt/presentation.xml",
            r#"<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/><p:sldId id="258" r:id="rId9"/></p:sldIdLst></p:presentation>"#,
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            &rels(
                r#"<Relationship Id="rId1" Type="x/slide" Target="slides/slide1.xml"/><Relationship Id="rId2" Type="x/slide" Target="slides/slide2.xml"/><Relationship Id="rId9" Type="x/slide" Target="slides/gone.xml"/>"#,
            ),
        ),
        ("ppt/slides/slide1.xml", &slide("Later")),
        ("ppt/slides/slide2.xml", &slide("Sooner")),
        (
            "ppt/slides/_rels/slide2.xml.rels",
            &rels(r#"<Relationship Id="rId1" Type="x/notesSlide" Target="../notesSlides/n.xml"/>"#),
        ),
        (
            "ppt/notesSlides/n.xml",
            r#"<p:notes xmlns:p="p" xmlns:a="a"><p:sp><p:nvPr><p:ph type="sldNum"/></p:nvPr><a:p><a:t>1</a:t></a:p></p:sp><p:sp><a:p><a:t>Say it</a:t></a:p></p:sp></p:notes>"#,
        ),
    ]);
    let layer = read(&bytes, "a.pptx");
    assert_eq!(
        blocks(&layer),
        [
            (Heading, "Sooner"),
            (Paragraph, "one\ntwo"),
            (Paragraph, "Say it"),
            (Heading, "Later"),
            (Paragraph, "one\ntwo")
        ]
    );
    assert_eq!(&layer.text[layer.pages[1].span.clone()], "Later\n\none\ntwo");
    assert!(said(&layer).contains("slide 3 is missing"), "{}", said(&layer));
}

#[test]
fn the_delimiter_of_a_table_is_found() {
    for (file, expected) in [
        ("day,event\n2024-03-05,\"arrest, at home\"\n", "day\tevent\n2024-03-05\tarrest, at home"),
        ("день;событие\n5,5;арест\n6,5;суд\n", "день\tсобытие\n5,5\tарест\n6,5\tсуд"),
        ("a\tb\nc\td\n", "a\tb\nc\td"),
        ("a|b\nc|d\n", "a\tb\nc\td"),
        ("sep=|\na|b,c\n", "a\tb,c"),
        ("\u{feff}a,,c\r\n,,\r\nd,\"two\nlines\",f\r\n", "a\t\tc\nd\ttwo\nlines\tf"),
        ("one column\nonly\n", "one column\nonly"),
        ("a,\"never closed\nb,c\n", "a\tnever closed\nb,c"),
        ("\n\n", ""),
    ] {
        let layer = read(file.as_bytes(), "a.csv");
        assert_eq!(layer.text, expected, "{file:?}");
        assert!(layer.blocks.iter().all(|block| block.kind == Cell));
    }
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1251.encode("имя;день\nзадержанный;вторник\nследователь;среда\n");
    let layer = read(&bytes, "a.csv");
    assert!(layer.text.starts_with("имя\tдень") && said(&layer).contains("windows-1251"), "{layer:?}");
}

#[test]
fn markdown_stays_the_file_and_has_its_blocks() {
    let file = "\u{feff}---\ntitle: \"The case\"\nauthor: Counsel\ndate: 2024-03-05\n---\n\n# First *heading*\n\nRunning\ntext.\n\n- one\n- two\n  - under\n\n| day | event |\n|---|---|\n| 4 | arrest |\n\n> quoted\n\nSetext\n======\n\n[x]: http://x.example/\n";
    let layer = read(file.as_bytes(), "a.md");
    assert_eq!(layer.text, file);
    let found = blocks(&layer);
    for expected in [
        (Heading, "# First *heading*"),
        (Paragraph, "Running\ntext."),
        (ListItem, "- one"),
        (ListItem, "- under"),
        (Cell, "| day | event |\n|---|---|"),
        (Cell, "| 4 | arrest |"),
        (Paragraph, "> quoted"),
    ] {
        assert!(found.contains(&expected), "{expected:?}: {found:?}");
    }
    assert_eq!(layer.metadata.title.as_deref(), Some("The case"));
    assert_eq!(layer.metadata.date.as_deref(), Some("2024-03-05"));
    for odd in [
        "",
        "#",
        "```\nnever closed",
        "[",
        &"> ".repeat(20_000),
        &"- ".repeat(5_000),
        &"[".repeat(50_000),
        "\r\r\r",
        "|a|\n|-",
    ] {
        let layer = read(odd.as_bytes(), "a.md");
        assert_eq!(layer.text, odd);
        let covered: usize = layer.blocks.iter().map(|block| block.span.len()).sum();
        assert!(covered >= odd.split_whitespace().map(str::len).sum(), "{odd:.20}");
    }
}

#[test]
fn xml_gives_the_text_of_its_elements() {
    let file = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><!-- no --><record a=\"x\"><title>Order</title><p>He was <b>held</b> &amp; moved.</p><d><![CDATA[5 < 6]]></d><e/></record>";
    let layer = read(file.as_bytes(), "a.xml");
    assert_eq!(
        blocks(&layer),
        [(Paragraph, "Order"), (Paragraph, "He was held & moved."), (Paragraph, "5 < 6")]
    );
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1251.encode("<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>Приказ</a>");
    assert_eq!(read(&bytes, "a.xml").text, "Приказ");
    let broken = read(b"<?xml version=\"1.0\"?><a><b>kept</b><c>also</a>", "a.xml");
    assert!(broken.text.contains("kept") && said(&broken).contains("damaged"), "{broken:?}");
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c \"x\">]><a>&b;!</a>";
    assert_eq!(read(bomb.as_bytes(), "a.xml").text, "\u{fffd}!");
    let deep = format!("<?xml version=\"1.0\"?>{}x", "<a>".repeat(300_000));
    assert_eq!(read(deep.as_bytes(), "a.xml").text, "x");
}

#[test]
fn word_2003_xml_is_read_like_word() {
    let file = r#"<?xml version="1.0"?><w:wordDocument xmlns:w="w" xmlns:aml="a" xmlns:o="o" xmlns:wx="x"><o:DocumentProperties><o:Author>Counsel</o:Author><o:LastAuthor>Clerk</o:LastAuthor><o:Created>2004-03-05T09:00:00Z</o:Created></o:DocumentProperties>
        <w:styles><w:style w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles><w:body><w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Facts</w:t></w:r></w:p>
        <w:p><w:pPr><w:listPr><wx:t wx:val="1."/></w:listPr></w:pPr><w:r><w:t>Held</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>Report.</w:t></w:r></w:p></w:footnote></w:r><aml:annotation aml:author="A. Reviewer" aml:createdate="2004-03-06T00:00:00Z" w:type="Word.Deletion"><aml:content><w:r><w:delText> lawfully</w:delText></w:r></aml:content></aml:annotation><aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>?</w:t></w:r></w:p></aml:content></aml:annotation></w:p></w:body></w:wordDocument>"#;
    let layer = read(file.as_bytes(), "a.doc");
    assert_eq!(blocks(&layer), [(Heading, "Facts"), (ListItem, "1. Held[1]"), (Paragraph, "[1] Report.")]);
    assert_eq!(layer.metadata.author.as_deref(), Some("Counsel"));
    assert_eq!(layer.metadata.modified_by.as_deref(), Some("Clerk"));
    let said = said(&layer);
    assert!(said.contains("deleted by A. Reviewer (2004-03-06): \u{201c}lawfully\u{201d}"), "{said}");
    assert!(said.contains("1 comment(s)") && !said.contains("the name ends"), "{said}");
}
