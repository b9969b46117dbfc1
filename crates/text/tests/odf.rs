//! OpenDocument files, packed by the tests themselves: texts, presentations, spreadsheets, flat ones.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::io::{Cursor, Write};

use remand_text::BlockKind::{Cell, Heading, ListItem, Paragraph};
use remand_text::{BlockKind, Limits, TextLayer, extract};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:style="s" xmlns:dc="c" xmlns:meta="m" xmlns:svg="v" xmlns:presentation="p""#;

fn pack(kind: &str, parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let kind = ("mimetype", format!("application/vnd.oasis.opendocument.{kind}"));
    for (name, content) in std::iter::once(&kind).chain(parts) {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn content(styles: &str, body: &str) -> (&'static str, String) {
    let text = format!(
        "<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    );
    ("content.xml", text)
}

fn read_named(bytes: &[u8], name: &str) -> TextLayer {
    extract(bytes, name, bytes.len() as u64, &Limits::default()).layer
}

fn read(body: &str) -> TextLayer {
    read_named(&pack("text", &[content("", &format!("<office:text>{body}</office:text>"))]), "a.odt")
}

fn blocks(layer: &TextLayer) -> Vec<(BlockKind, &str)> {
    layer.blocks.iter().map(|block| (block.kind, &layer.text[block.span.clone()])).collect()
}

fn said(layer: &TextLayer) -> String {
    layer.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn paragraphs_headings_spaces_and_tables() {
    let layer = read(
        r#"<text:h text:outline-level="1">Facts</text:h><text:p>Held
          62<text:s text:c="3"/>days<text:tab/>&amp; <text:span>nights</text:span><text:line-break/>in all<text:soft-page-break/></text:p>
          <table:table><table:table-row><table:table-cell><text:p>4 March</text:p><text:p>evening</text:p></table:table-cell><table:table-cell><text:p>arrest</text:p></table:table-cell></table:table-row></table:table><text:p/>"#,
    );
    assert_eq!(
        blocks(&layer),
        [
            (Heading, "Facts"),
            (Paragraph, "Held 62   days\t& nights\nin all"),
            (Cell, "4 March"),
            (Cell, "evening"),
            (Cell, "arrest"),
        ]
    );
    assert!(layer.text.ends_with("4 March\nevening\tarrest"));
}

#[test]
fn list_items_have_the_numbers_that_are_shown() {
    let styles = r#"<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="1"/></text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="x"/></text:list-style>"#;
    let body = r#"<office:text><text:list text:style-name="L"><text:list-item><text:p>One</text:p><text:p>more of one</text:p><text:list><text:list-item><text:p>under</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Two</text:p></text:list-item></text:list>
        <text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>Three</text:p></text:list-item></text:list>
        <text:list text:style-name="B"><text:list-item><text:p>Bullet</text:p></text:list-item></text:list></office:text>"#;
    let layer = read_named(&pack("text", &[content(styles, body)]), "a.odt");
    let texts: Vec<&str> = blocks(&layer).iter().map(|(_, text)| *text).collect();
    assert_eq!(texts, ["1. One", "more of one", "a) under", "2. Two", "3. Three", "Bullet"]);
    assert!(blocks(&layer).iter().all(|(kind, _)| *kind == ListItem));
}

#[test]
fn deleted_and_hidden_text_and_comments_are_said_and_notes_stand_at_the_end() {
    let styles = r#"<style:style style:name="H"><style:text-properties text:display="none"/></style:style>"#;
    let body = r#"<office:text><text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>A. Reviewer</dc:creator><dc:date>2024-03-05T10:00:00</dc:date></office:change-info><text:p>lawfully</text:p></text:deletion></text:changed-region><text:changed-region><text:insertion><office:change-info><dc:creator>B</dc:creator></office:change-info></text:insertion></text:changed-region></text:tracked-changes>
        <text:p>Held<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Report.</text:p></text:note-body></text:note> since March<office:annotation><dc:creator>C. Counsel</dc:creator><dc:date>2024-04-01T00:00:00</dc:date><text:p>Check this.</text:p></office:annotation>.<text:span text:style-name="H">secret</text:span></text:p><text:section text:display="none"><text:p>none</text:p></text:section>
        <text:p><draw:frame><draw:text-box><text:p>In the box</text:p></draw:text-box><svg:title>picture of x</svg:title></draw:frame>Around</text:p></office:text>"#;
    let layer = read_named(&pack("text", &[content(styles, body)]), "a.odt");
    let texts: Vec<&str> = blocks(&layer).iter().map(|(_, text)| *text).collect();
    assert_eq!(texts, ["Held[1] since March.", "In the box", "Around", "[1] Report."]);
    let said = said(&layer);
    for expected in [
        "deleted by A. Reviewer (2024-03-05): \u{201c}lawfully\u{201d}",
        "1 insertion(s) are read as text",
        "a comment by C. Counsel (2024-04-01) stands beside the text: \u{201c}Check this.\u{201d}",
        "10 characters are marked as hidden",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn headers_and_footers_come_from_the_styles_once() {
    let styles = format!(
        "<office:document-styles {NAMES}><office:styles><style:style/></office:styles><office:master-styles><style:master-page><style:header><text:p>Case 17</text:p></style:header><style:header-left><text:p>Case 17</text:p></style:header-left><style:footer><text:p>p. <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"
    );
    let parts = [content("", "<office:text><text:p>Body</text:p></office:text>"), ("styles.xml", styles)];
    assert_eq!(read_named(&pack("text", &parts), "a.odt").text, "Case 17\n\nBody\n\np. 1");
}

#[test]
fn a_document_says_who_made_it_and_who_changed_it() {
    let meta = format!(
        "<office:document-meta {NAMES}><office:meta><dc:title>A &amp; B</dc:title><meta:initial-creator>Counsel</meta:initial-creator><dc:creator>Clerk</dc:creator><meta:creation-date>2024-03-05T09:00:00</meta:creation-date><dc:date>2024-04-01T09:00:00</dc:date></office:meta></office:document-meta>"
    );
    let parts = [content("", "<office:text><text:p>x</text:p></office:text>"), ("meta.xml", meta)];
    let metadata = read_named(&pack("text", &parts), "a.odt").metadata;
    assert_eq!((metadata.title.as_deref(), metadata.author.as_deref()), (Some("A & B"), Some("Counsel")));
    assert_eq!(metadata.date.as_deref(), Some("2024-03-05T09:00:00"));
    assert_eq!(metadata.modified.as_deref(), Some("2024-04-01T09:00:00"));
    assert_eq!(metadata.modified_by.as_deref(), Some("Clerk"));
}

#[test]
fn cells_of_a_spreadsheet_give_what_is_shown_and_dates_as_iso() {
    let styles =
        r#"<style:style style:name="Off"><style:table-properties table:display="false"/></style:style>"#;
    let body = r#"<office:spreadsheet><table:table table:name="Custody"><table:table-row><table:table-cell/><table:table-cell office:value-type="date" office:date-value="2024-03-05"><text:p>5. März</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value="0.5"><text:p>50 %</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>same</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row></table:table>
        <table:table table:name="Notes" table:style-name="Off"><table:table-row><table:table-cell><office:annotation><dc:creator>C</dc:creator><text:p>why?</text:p></office:annotation><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"#;
    let layer = read_named(&pack("spreadsheet", &[content(styles, body)]), "a.ods");
    assert_eq!(
        layer.text, "Custody\n\n\t2024-03-05\t50 %\t50 %\nsame\nsame\n\nNotes\n\nx",
        "{:?}",
        layer.text
    );
    let said = said(&layer);
    assert!(
        said.contains("the sheet \u{201c}Notes\u{201d} is hidden") && said.contains("\u{201c}why?\u{201d}"),
        "{said}"
    );
}

#[test]
fn slides_are_pages() {
    let body = r#"<office:presentation><draw:page draw:name="a"><draw:frame presentation:class="title"><draw:text-box><text:p>First</text:p></draw:text-box></draw:frame></draw:page><draw:page draw:name="b"><draw:frame><draw:text-box><text:p>Second</text:p></draw:text-box></draw:frame></draw:page></office:presentation>"#;
    let layer = read_named(&pack("presentation", &[content("", body)]), "a.odp");
    assert_eq!(blocks(&layer), [(Heading, "First"), (Paragraph, "Second")]);
    let pages: Vec<(u32, &str)> =
        layer.pages.iter().map(|page| (page.number, &layer.text[page.span.clone()])).collect();
    assert_eq!(pages, [(1, "First"), (2, "Second")]);
}

#[test]
fn flat_files_are_read_and_what_breaks_off_is_said() {
    let flat = format!(
        "<?xml version=\"1.0\"?><office:document {NAMES}><office:meta><dc:title>T</dc:title></office:meta><office:body><office:text><text:p>Flat</text:p></office:text></office:body></office:document>"
    );
    let layer = read_named(flat.as_bytes(), "a.fodt");
    assert_eq!(
        (layer.text.as_str(), layer.metadata.title.as_deref(), said(&layer).as_str()),
        ("Flat", Some("T"), "")
    );
    let broken = flat.replace("</text:p>", "</text:h>");
    let layer = read_named(broken.as_bytes(), "a.fodt");
    assert!(layer.text.contains("Flat") && said(&layer).contains("damaged"), "{layer:?}");
}

#[test]
fn a_password_a_missing_part_and_a_wrong_name_are_said() {
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked =
        pack("text", &[("META-INF/manifest.xml", manifest.to_owned()), ("content.xml", "\u{1}".to_owned())]);
    assert!(said(&read_named(&locked, "a.odt")).contains("protected by a password"));
    assert!(said(&read_named(&pack("text", &[]), "a.odt")).contains("no main part (content.xml)"));
    let whole = pack("text", &[content("", "<office:text><text:p>Words</text:p></office:text>")]);
    assert!(said(&read_named(&whole, "a.docx")).contains("the name ends in .docx"));
    for length in [4, whole.len() / 2, whole.len() - 1] {
        assert!(said(&read_named(&whole[..length], "a.odt")).contains("damaged or cut off"), "{length}");
    }
    assert!(said(&read_named(b"This is no ZIP file.", "a.odt")).contains("the bytes are text/plain"));
}

#[test]
fn what_a_hostile_file_repeats_is_bounded() {
    let body = r#"<office:spreadsheet><table:table table:name="x"><table:table-row table:number-rows-repeated="4000000000"><table:table-cell table:number-columns-repeated="4000000000"><text:p>bomb</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"#;
    let layer = read_named(&pack("spreadsheet", &[content("", body)]), "a.ods");
    assert!(layer.text.len() < 8 << 20, "{}", layer.text.len());
    assert!(said(&layer).contains("repeated more often"), "{}", said(&layer));
    let spaces = read(&format!("<text:p>a<text:s text:c=\"{}\"/>b</text:p>", u64::MAX));
    assert!(spaces.text.len() < 1000);
    let deep = read(&format!("{}x", "<text:list><text:list-item><text:p>".repeat(50_000)));
    assert!(deep.text.ends_with('x'));
}
