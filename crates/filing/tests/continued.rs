//! A draft that a person went on with, held against the record of a later day.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::io::Write;
use std::process::Command;

use common::{draft, folder, is_here, part, parts, question};
use remand_filing::{Block, Change, Changes, Draft, Edited, NotADraft, Run, Standing, docx};
use remand_text::marks;

/// What is another for somebody who has `written`, changed by `edit`, when the record gives `fresh`.
fn changes(written: &Draft, edit: impl Fn(String) -> String, fresh: &Draft) -> Changes {
    let bytes = edited(&docx::write(written).unwrap(), edit);
    Edited::new(&marks(&bytes).unwrap()).unwrap().against(fresh)
}

/// The package with another text.
fn edited(bytes: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    parts.insert("word/document.xml".to_owned(), edit(part(bytes, "word/document.xml")).into_bytes());
    packed(parts.into_iter())
}

fn packed(parts: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The draft with another date of arrest.
fn with_date(words: &str) -> Draft {
    let mut draft = draft();
    if let Block::Paragraph { runs } = &mut draft.parts[1].blocks[0] {
        runs[2] = Run::Strong { text: words.to_owned(), on: runs[2].on().to_vec() };
    }
    draft
}

fn said(changes: &[Change]) -> Vec<(&str, &str)> {
    changes.iter().map(|change| (change.was.as_str(), change.record.as_str())).collect()
}

#[test]
fn the_same_record_has_nothing_to_say() {
    let found = changes(&draft(), |text| text, &draft());
    assert_eq!(found, Changes::default());
    assert!(found.is_same());
}

#[test]
fn another_date_in_the_record_is_told_with_its_place() {
    let found = changes(&draft(), |text| text, &with_date("5 March 2031"));
    assert_eq!(said(&found.differs), [("4 March 2031", "5 March 2031")]);
    assert_eq!(found.differs[0].place, "II Arrest & detention");
    assert_eq!(found.differs[0].file, None);
    assert!(found.gone.is_empty() && found.new.is_empty());
}

#[test]
fn what_a_person_changed_is_kept_apart_from_what_the_record_changed() {
    let by_hand = |text: String| text.replacen("4 March 2031", "6 March 2031", 1);
    let found = changes(&draft(), by_hand, &draft());
    assert!(found.is_same());
    assert_eq!(found.by_hand[0].file.as_deref(), Some("6 March 2031"));
    let found = changes(&draft(), by_hand, &with_date("5 March 2031"));
    assert_eq!(found.differs[0].file.as_deref(), Some("6 March 2031"));
    let found = changes(&draft(), by_hand, &with_date("6 March 2031"));
    assert!(found.differs.is_empty(), "a person wrote already what the record says by now");
}

#[test]
fn a_statement_that_is_gone_and_one_that_is_new() {
    let mut fewer = draft();
    if let Block::Paragraph { runs } = &mut fewer.parts[1].blocks[0] {
        runs.drain(8..9);
    }
    let found = changes(&draft(), |text| text, &fewer);
    assert_eq!(said(&found.gone), [("היא לא ראתה שופט", "")]);
    let found = changes(&fewer, |text| text, &draft());
    assert_eq!(said(&found.new), [("", "היא לא ראתה שופט")]);
}

#[test]
fn what_was_deleted_by_hand_or_under_tracking_is_taken_out() {
    let delete = |text: String| {
        text.replacen(
            "<w:r><w:rPr><w:rStyle w:val=\"Strong\"/></w:rPr><w:t xml:space=\"preserve\">4 March 2031</w:t></w:r>",
            "<w:del w:id=\"900\" w:author=\"A\"><w:r><w:delText>4 March 2031</w:delText></w:r></w:del>",
            1,
        )
    };
    let found = changes(&draft(), delete, &draft());
    assert_eq!(said(&found.taken_out), [("4 March 2031", "4 March 2031")]);
    assert!(found.is_same());
}

#[test]
fn questions_and_conditions() {
    let mut later = draft();
    later.questions = vec![question(1, "consent"), question(2, "arrest.place")];
    later.gates[0].standing = Standing::Holds;
    let found = changes(&draft(), |text| text, &later);
    assert_eq!(found.answered, ["When was she born?"]);
    assert_eq!(found.asked, [("When was she born?".to_owned(), "arrest.place".to_owned())]);
    assert_eq!(found.gates, [("The person consents.".to_owned(), "fails".to_owned(), "holds".to_owned())]);
}

#[test]
fn a_draft_is_of_its_person_in_any_spelling_and_of_nobody_else() {
    let edited = Edited::new(&marks(&docx::write(&draft()).unwrap()).unwrap()).unwrap();
    assert_eq!(edited.people, ["Ilse Marren"]);
    let mut other = draft();
    other.people[0].name = "Ilsa MARREN".to_owned();
    assert!(edited.is_about(&other));
    other.people[0].name = "Orsen Kaldray".to_owned();
    assert!(!edited.is_about(&other));
}

#[test]
fn a_file_that_is_not_ours_is_said_to_be_none() {
    let bytes = docx::write(&draft()).unwrap();
    let without = packed(parts(&bytes).into_iter().filter(|(name, _)| !name.starts_with("customXml/")));
    assert_eq!(Edited::new(&marks(&without).unwrap()), Err(NotADraft::NotOurs));
    let bare = edited(&bytes, |text| text.replace("_remand_", "other"));
    assert_eq!(Edited::new(&marks(&bare).unwrap()), Err(NotADraft::NoBookmarks));
    assert!(marks(b"no zip at all").unwrap_err().contains("no Word document"));
    assert!(marks(&bytes[..bytes.len() / 2]).is_err());
    assert!(marks(&packed([("a.txt".to_owned(), b"a".to_vec())].into_iter())).is_err());
    let broken = edited(&bytes, |text| text.chars().take(text.chars().count() / 2).collect());
    // Half a text still has its first bookmarks; a cut inside a tag is damage.
    if let Ok(marks) = marks(&broken) {
        assert!(Edited::new(&marks).is_ok());
    }
}

#[test]
fn a_file_that_libreoffice_saved_is_still_a_draft() {
    if !is_here("soffice") {
        return;
    }
    let folder = folder("continued");
    let path = folder.join("draft.docx");
    std::fs::write(&path, docx::write(&draft()).unwrap()).unwrap();
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--norestore", "--convert-to", "docx:Office Open XML Text", "--outdir"])
        .arg(folder.join("saved"))
        .arg(&path)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let saved = std::fs::read(folder.join("saved/draft.docx")).unwrap();
    let found = Edited::new(&marks(&saved).unwrap()).unwrap().against(&with_date("5 March 2031"));
    assert_eq!(said(&found.differs), [("4 March 2031", "5 March 2031")]);
    assert_eq!((found.gone, found.new, found.by_hand, found.taken_out), Default::default());
}
