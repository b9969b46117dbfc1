//! The package around the text: content types, relations, properties, settings, header and footer, and the ZIP itself.

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::DocxError;
use super::story::{NAMESPACES, region};
use super::xml::Xml;
use crate::draft::Draft;
use crate::phrases::{Phrases, audience};

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The parts of a package by name, in the order in which they are stored.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: Vec<(String, Vec<u8>)>,
}

impl Package {
    pub(super) fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.parts.push((name.into(), bytes.into()));
    }

    /// The ZIP, dated with `day` and nothing of the machine.
    pub(super) fn finish(self, day: Date) -> Result<Vec<u8>, DocxError> {
        let dated = match (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day())) {
            (Ok(year), Ok(month), Ok(day)) => {
                zip::DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default()
            }
            _ => zip::DateTime::default(),
        };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(dated)
            .unix_permissions(0o644);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in self.parts {
            zip.start_file(name, options)?;
            zip.write_all(&bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// `[Content_Types].xml`.
pub(super) fn content_types() -> String {
    let mut xml = Xml::part();
    xml.open("Types", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")]);
    let package = "application/vnd.openxmlformats-package";
    for (extension, kind) in [
        ("rels", format!("{package}.relationships+xml")),
        ("xml", "application/xml".to_owned()),
        ("png", "image/png".to_owned()),
    ] {
        xml.empty("Default", &[("Extension", extension), ("ContentType", &kind)]);
    }
    let document = "application/vnd.openxmlformats-officedocument";
    for (part, kind) in [
        ("/word/document.xml", format!("{WORD}.document.main+xml")),
        ("/word/styles.xml", format!("{WORD}.styles+xml")),
        ("/word/numbering.xml", format!("{WORD}.numbering+xml")),
        ("/word/settings.xml", format!("{WORD}.settings+xml")),
        ("/word/footnotes.xml", format!("{WORD}.footnotes+xml")),
        ("/word/comments.xml", format!("{WORD}.comments+xml")),
        ("/word/header1.xml", format!("{WORD}.header+xml")),
        ("/word/footer1.xml", format!("{WORD}.footer+xml")),
        ("/docProps/core.xml", format!("{package}.core-properties+xml")),
        ("/docProps/app.xml", format!("{document}.extended-properties+xml")),
        ("/customXml/itemProps1.xml", format!("{document}.customXmlProperties+xml")),
    ] {
        xml.empty("Override", &[("PartName", part), ("ContentType", &kind)]);
    }
    xml.finish()
}

fn relations(related: &[(String, &str, String)]) -> String {
    let mut xml = Xml::part();
    xml.open("Relationships", &[("xmlns", RELATIONS)]);
    for (id, kind, target) in related {
        xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
    }
    xml.finish()
}

/// `_rels/.rels`.
pub(super) fn package_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let (document, app) = (format!("{OFFICE}/officeDocument"), format!("{OFFICE}/extended-properties"));
    relations(&[
        ("rId1".to_owned(), &document, "word/document.xml".to_owned()),
        ("rId2".to_owned(), core, "docProps/core.xml".to_owned()),
        ("rId3".to_owned(), &app, "docProps/app.xml".to_owned()),
    ])
}

/// `word/_rels/document.xml.rels`, with so many pictures.
pub(super) fn document_relations(pictures: usize) -> String {
    let kind = |name: &str| format!("{OFFICE}/{name}");
    let fixed = [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("footnotes", "footnotes.xml"),
        ("comments", "comments.xml"),
        ("header", "header1.xml"),
        ("footer", "footer1.xml"),
        ("customXml", "../customXml/item1.xml"),
    ];
    let kinds: Vec<String> = fixed.iter().map(|(name, _)| kind(name)).collect();
    let image = kind("image");
    let mut related: Vec<(String, &str, String)> = Vec::new();
    for (at, ((name, target), kind)) in fixed.iter().zip(&kinds).enumerate() {
        let id = match *name {
            "header" => HEADER.to_owned(),
            "footer" => FOOTER.to_owned(),
            _ => format!("rId{}", at + 1),
        };
        related.push((id, kind, (*target).to_owned()));
    }
    for picture in 1..=pictures {
        related.push((picture_relation(picture), &image, format!("media/clock{picture}.png")));
    }
    relations(&related)
}

/// Relation to the header.
pub(super) const HEADER: &str = "rIdHeader";
/// Relation to the footer.
pub(super) const FOOTER: &str = "rIdFooter";

/// Relation to a picture.
pub(super) fn picture_relation(number: usize) -> String {
    format!("rIdPicture{number}")
}

/// `customXml/_rels/item1.xml.rels`.
pub(super) fn custom_relations() -> String {
    let kind = format!("{OFFICE}/customXmlProps");
    relations(&[("rId1".to_owned(), &kind, "itemProps1.xml".to_owned())])
}

/// `customXml/itemProps1.xml`.
pub(super) fn custom_properties() -> String {
    let mut xml = Xml::part();
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    xml.open(
        "ds:datastoreItem",
        &[("ds:itemID", "{5E0A9B1C-3C5E-4D0B-9E53-52454D414E44}"), ("xmlns:ds", space)],
    );
    xml.open("ds:schemaRefs", &[]);
    xml.empty("ds:schemaRef", &[("ds:uri", super::facts::NAMESPACE)]);
    xml.finish()
}

/// `docProps/core.xml`: what the document is, dated with the day it speaks of.
pub(super) fn core(draft: &Draft) -> String {
    let mut xml = Xml::part();
    let day = format!("{}T00:00:00Z", draft.as_of);
    let people: Vec<&str> = draft.people.iter().map(|person| person.name.as_str()).collect();
    xml.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    xml.leaf("dc:title", &[], &draft.title);
    xml.leaf("dc:subject", &[], &people.join(", "));
    xml.leaf("dc:creator", &[], super::AUTHOR);
    xml.leaf("cp:lastModifiedBy", &[], super::AUTHOR);
    xml.leaf("cp:revision", &[], "1");
    xml.leaf("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &day);
    xml.leaf("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &day);
    xml.leaf("dc:language", &[], &region(&draft.language));
    xml.finish()
}

/// `docProps/app.xml`.
pub(super) fn app() -> String {
    let mut xml = Xml::part();
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.open("Properties", &[("xmlns", space)]);
    xml.leaf("Application", &[], super::AUTHOR);
    xml.finish()
}

/// `word/settings.xml`.
pub(super) fn settings(draft: &Draft) -> String {
    let mut xml = Xml::part();
    xml.open("w:settings", &NAMESPACES);
    xml.empty("w:zoom", &[("w:percent", "100")]);
    xml.value("w:defaultTabStop", "708");
    xml.value("w:characterSpacingControl", "doNotCompress");
    xml.open("w:footnotePr", &[]);
    xml.empty("w:footnote", &[("w:id", "-1")]);
    xml.empty("w:footnote", &[("w:id", "0")]);
    xml.close();
    xml.open("w:compat", &[]);
    xml.empty(
        "w:compatSetting",
        &[
            ("w:name", "compatibilityMode"),
            ("w:uri", "http://schemas.microsoft.com/office/word"),
            ("w:val", "15"),
        ],
    );
    xml.close();
    xml.value("w:themeFontLang", &region(&draft.language));
    xml.value("w:decimalSymbol", ".");
    xml.value("w:listSeparator", ";");
    xml.finish()
}

/// `word/header1.xml`: what must be said on every page, and of what it is a draft.
pub(super) fn header(draft: &Draft) -> String {
    let mut xml = Xml::part();
    xml.open("w:hdr", &NAMESPACES);
    if let Some(notice) = &draft.notice {
        line(&mut xml, "Notice", notice);
    }
    line(&mut xml, "Header", &draft.title);
    xml.finish()
}

fn line(xml: &mut Xml, style: &str, text: &str) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", style);
    xml.close();
    words(xml, text);
    xml.close();
}

fn words(xml: &mut Xml, text: &str) {
    xml.open("w:r", &[]);
    xml.leaf("w:t", &[("xml:space", "preserve")], text);
    xml.close();
}

/// `word/footer1.xml`: for whom it is made, the day, the page of pages.
pub(super) fn footer(draft: &Draft) -> String {
    let said = Phrases::of(&draft.language);
    let mut xml = Xml::part();
    xml.open("w:ftr", &NAMESPACES);
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", "Footer");
    xml.close();
    let whom = audience(&draft.audience, &draft.language);
    words(&mut xml, &format!("{} {whom} · {} {}", said.made_for, said.as_of, draft.as_of_words));
    xml.open("w:r", &[]);
    xml.empty("w:tab", &[]);
    xml.close();
    words(&mut xml, &format!("{} ", said.page));
    simple_field(&mut xml, "PAGE");
    words(&mut xml, &format!(" {} ", said.of));
    simple_field(&mut xml, "NUMPAGES");
    xml.finish()
}

fn simple_field(xml: &mut Xml, code: &str) {
    xml.open("w:fldSimple", &[("w:instr", &format!(" {code} "))]);
    words(xml, "1");
    xml.close();
}
