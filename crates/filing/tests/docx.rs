//! A draft as DOCX: what Word is strict about, and what LibreOffice makes of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeSet;
use std::process::Command;

use common::{draft, folder, footnote, is_here, note, part, parts, text};
use quick_xml::Reader;
use quick_xml::events::Event;
use remand_filing::{Block, Part, Run, docx, facts};

/// Children of elements in the order of the schema (ECMA-376 part 1, annex A), as far as they are written here.
const ORDERS: [(&str, &[&str]); 7] = [
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:numPr",
            "w:pBdr",
            "w:tabs",
            "w:bidi",
            "w:spacing",
            "w:ind",
            "w:outlineLvl",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:color",
            "w:sz",
            "w:szCs",
            "w:shd",
            "w:vertAlign",
            "w:rtl",
            "w:lang",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblW",
            "w:tblInd",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
            "w:tblCaption",
        ],
    ),
    (
        "w:style",
        &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:uiPriority",
            "w:semiHidden",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
        ],
    ),
    ("w:lvl", &["w:start", "w:numFmt", "w:pStyle", "w:lvlText", "w:lvlJc", "w:pPr"]),
    (
        "w:settings",
        &[
            "w:zoom",
            "w:defaultTabStop",
            "w:characterSpacingControl",
            "w:footnotePr",
            "w:compat",
            "w:themeFontLang",
            "w:decimalSymbol",
            "w:listSeparator",
        ],
    ),
    ("w:sectPr", &["w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar"]),
];

/// Walks a part; says what is not as Word wants it.
fn faults(name: &str, xml: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<(String, usize)> = Vec::new();
    loop {
        let (tag, empty) = match reader.read_event() {
            Err(error) => return vec![format!("{name}: {error}")],
            Ok(Event::Eof) => break,
            Ok(Event::End(_)) => {
                open.pop();
                continue;
            }
            Ok(Event::Start(tag)) => (tag, false),
            Ok(Event::Empty(tag)) => (tag, true),
            Ok(_) => continue,
        };
        let child = tag.name().as_ref().to_string();
        if let Some((parent, last)) = open.last_mut()
            && let Some((_, order)) = ORDERS.iter().find(|(known, _)| known == parent)
        {
            match order.iter().position(|known| *known == child) {
                None => faults.push(format!("{name}: {child} in {parent}")),
                Some(at) if at < *last => faults.push(format!("{name}: {child} comes too late in {parent}")),
                Some(at) => *last = at,
            }
        }
        if !empty {
            open.push((child, 0));
        }
    }
    if !open.is_empty() {
        faults.push(format!("{name}: {open:?} stays open"));
    }
    faults
}

fn count(xml: &str, what: &str) -> usize {
    xml.matches(what).count()
}

#[test]
fn word_finds_every_element_where_it_wants_it() {
    let bytes = docx::write(&draft()).unwrap();
    let mut found = Vec::new();
    for (name, bytes) in parts(&bytes) {
        if name.ends_with(".xml") || name.ends_with(".rels") {
            found.extend(faults(&name, std::str::from_utf8(&bytes).unwrap()));
        }
    }
    assert_eq!(found, Vec::<String>::new());
    assert!(!faults("x", "<w:pPr><w:ind/><w:pStyle/></w:pPr>").is_empty());
    assert!(!faults("x", "<w:p><w:r></w:p>").is_empty());
}

#[test]
fn every_part_has_a_type_and_every_relation_leads_somewhere() {
    let bytes = docx::write(&draft()).unwrap();
    let parts = parts(&bytes);
    let types = part(&bytes, "[Content_Types].xml");
    for name in types.split("PartName=\"/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(parts.contains_key(name), "{name} is not there");
    }
    let related = part(&bytes, "word/_rels/document.xml.rels");
    for target in related.split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let name = target.strip_prefix("../").map_or_else(|| format!("word/{target}"), str::to_owned);
        assert!(parts.contains_key(&name), "{name} is not there");
    }
    assert_eq!(parts.keys().filter(|name| name.starts_with("word/media/")).count(), 1);
}

#[test]
fn a_footnote_is_written_once_and_referred_to_after_that() {
    let bytes = docx::write(&draft()).unwrap();
    let document = part(&bytes, "word/document.xml");
    let notes = part(&bytes, "word/footnotes.xml");
    assert_eq!(count(&document, "<w:footnoteReference "), 3);
    assert_eq!(count(&notes, "<w:footnote "), 5, "three and two separators");
    assert_eq!(count(&document, " NOTEREF _Note1 "), 2);
    assert!(notes.contains("a\u{fffd}b\u{fffd}c\u{fffd}"), "characters that XML has not are seen as missing");
}

#[test]
fn questions_are_comments_and_references_are_fields() {
    let bytes = docx::write(&draft()).unwrap();
    let document = part(&bytes, "word/document.xml");
    let comments = part(&bytes, "word/comments.xml");
    assert_eq!(count(&comments, "<w:comment "), 3, "two questions and the conditions");
    assert_eq!(count(&document, "<w:commentReference "), 3);
    assert!(comments.contains("remand answer CASE identity.birth_date"));
    assert!(
        comments
            .contains("The person consents. FAILS. No consent is in the record. [against secondary text]")
    );
    assert_eq!(count(&document, "[Question 1]"), 2);
    assert_eq!(count(&document, " REF _Ref"), 2);
    assert_eq!(count(&document, "\\r \\t \\h"), 1, "the number of a part follows the part");
    let targets: BTreeSet<&str> =
        document.split(" REF ").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
    for target in targets {
        assert!(document.contains(&format!("w:name=\"{target}\"")), "{target} is no bookmark");
    }
}

#[test]
fn headings_are_counted_by_word_where_it_counts_as_the_form_does() {
    let counted = "<w:pStyle w:val=\"Heading1\"/><w:numPr>";
    let bytes = docx::write(&draft()).unwrap();
    assert_eq!(count(&part(&bytes, "word/document.xml"), counted), 3, "the one without a number has none");
    assert!(part(&bytes, "word/numbering.xml").contains("upperRoman"));
    let mut odd = draft();
    odd.parts[1].number = "VII".to_owned();
    let document = part(&docx::write(&odd).unwrap(), "word/document.xml");
    assert_eq!(count(&document, counted), 0);
    assert!(document.contains(">VII </w:t>"));
}

#[test]
fn a_quotation_has_its_language_and_its_direction() {
    let document = part(&docx::write(&draft()).unwrap(), "word/document.xml");
    assert!(document.contains("<w:lang w:val=\"ru-RU\"/></w:rPr><w:t xml:space=\"preserve\">Она"));
    assert!(document.contains("<w:rtl/><w:lang w:bidi=\"he-IL\"/></w:rPr><w:t xml:space=\"preserve\">היא"));
    assert!(document.contains("<w:bidi/></w:pPr>"), "a paragraph of Arabic runs from the right");
    assert!(
        !document.contains("<w:lang w:val=\"en-GB\"/>"),
        "the language of the draft is that of its styles"
    );
}

#[test]
fn each_fact_has_a_tag_of_its_own() {
    let draft = draft();
    let document = part(&docx::write(&draft).unwrap(), "word/document.xml");
    let facts = facts(&draft);
    let tags: BTreeSet<&str> = facts.iter().map(|fact| fact.tag.as_str()).collect();
    assert_eq!(tags.len(), facts.len());
    assert_eq!(count(&document, "w:name=\"_remand_"), facts.len());
    for fact in &facts {
        assert!(fact.tag.len() <= 40, "Word cuts {} off", fact.tag);
        assert!(document.contains(&format!("w:name=\"{}\"/>", fact.tag)));
    }
    let mut later = draft.clone();
    if let Block::Paragraph { runs } = &mut later.parts[1].blocks[0] {
        runs[2] = Run::Strong { text: "5 March 2031".to_owned(), on: runs[2].on().to_vec() };
    }
    let later: Vec<_> = remand_filing::facts(&later).into_iter().map(|fact| fact.tag).collect();
    assert_eq!(
        later,
        facts.iter().map(|fact| fact.tag.clone()).collect::<Vec<_>>(),
        "another date, the same fact"
    );
}

#[test]
fn the_same_draft_gives_the_same_bytes_and_they_say_nothing_of_the_machine() {
    let bytes = docx::write(&draft()).unwrap();
    assert_eq!(docx::write(&draft()).unwrap(), bytes);
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2031-08-12T00:00:00Z<"));
    assert!(core.contains("<dc:creator>Remand</dc:creator>") && core.contains("<dc:subject>Ilse Marren<"));
    let header = part(&bytes, "word/header1.xml");
    assert!(header.contains("Nobody has reviewed this."));
    assert!(part(&bytes, "word/footer1.xml").contains("Made for the court or body"));
}

#[test]
fn a_draft_without_anything_is_a_document_too() {
    let mut empty = draft();
    empty.parts.clear();
    empty.questions.clear();
    empty.exhibits.clear();
    empty.notes.clear();
    empty.gates.clear();
    empty.checked.clear();
    empty.notice = None;
    let bytes = docx::write(&empty).unwrap();
    assert_eq!(count(&part(&bytes, "word/document.xml"), "<w:commentReference "), 0);
    assert!(faults("document", &part(&bytes, "word/document.xml")).is_empty());
}

#[test]
fn references_to_what_is_not_there_are_words() {
    let mut odd = draft();
    odd.parts[2].blocks = vec![Block::Paragraph {
        runs: vec![
            Run::Reference { to: "nowhere".to_owned(), text: "part IX".to_owned() },
            note(99),
            Run::Question { question: 99 },
        ],
    }];
    let bytes = docx::write(&odd).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("part IX") && document.contains("[Question 99]"));
    assert_eq!(count(&document, "<w:commentReference "), 2);
    assert_eq!(count(&document, "<w:footnoteReference "), 3);
}

#[test]
fn a_drawing_that_is_none_is_an_error_in_words() {
    let mut odd = draft();
    if let Block::Clock(drawing) = &mut odd.parts[1].blocks[5] {
        drawing.print = "no drawing".to_owned();
    }
    let error = docx::write(&odd).unwrap_err().to_string();
    assert!(error.contains("drawing"), "{error}");
}

#[test]
fn libreoffice_opens_it_without_repair_and_its_footnotes_and_comments_are_there() {
    if !is_here("soffice") {
        return;
    }
    let folder = folder("docx");
    let path = folder.join("draft.docx");
    std::fs::write(&path, docx::write(&draft()).unwrap()).unwrap();
    for form in ["fodt", "pdf", "docx:Office Open XML Text"] {
        let out = folder.join(form.split(':').next().unwrap().to_owned() + "-out");
        let done = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
            .args(["--headless", "--norestore", "--convert-to", form, "--outdir"])
            .arg(&out)
            .arg(&path)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let flat = std::fs::read_to_string(folder.join("fodt-out/draft.fodt")).unwrap();
    assert_eq!(count(&flat, "<text:note "), 3);
    assert_eq!(count(&flat, "<office:annotation "), 3);
    assert!(
        flat.contains("<text:h ")
            && flat.contains("style:rfc-language-tag") | flat.contains("fo:language=\"ru\"")
    );
    assert!(flat.contains("<text:bookmark-ref ") && flat.contains("<draw:frame "));
    assert!(flat.contains("table:table-header-rows"));
    let saved = std::fs::read(folder.join("docx-out/draft.docx")).unwrap();
    let again = part(&saved, "word/document.xml");
    assert_eq!(count(&again, "<w:footnoteReference "), 3);
    let kept = facts(&draft()).iter().filter(|fact| again.contains(&fact.tag)).count();
    assert_eq!(kept, facts(&draft()).len(), "facts are found again in a file that LibreOffice saved");
}

#[test]
fn five_thousand_footnotes_and_a_word_without_end() {
    let mut long = draft();
    long.notes = (1..=5000).map(|number| footnote(number, &format!("E1 p. {number}."))).collect();
    let runs = (1..=5000).flat_map(|number| [text("So it is said."), note(number), text(" ")]);
    let runs = runs.chain([text(&"x".repeat(20_000))]).collect();
    long.parts = vec![Part {
        id: "long".to_owned(),
        number: "1".to_owned(),
        heading: vec![text("Long")],
        blocks: vec![Block::Paragraph { runs }],
    }];
    let bytes = docx::write(&long).unwrap();
    assert_eq!(count(&part(&bytes, "word/footnotes.xml"), "<w:footnote "), 5002);
    assert_eq!(count(&part(&bytes, "word/document.xml"), "<w:footnoteReference "), 5000);
}
