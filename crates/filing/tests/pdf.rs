//! A draft as PDF: what PDF/A-2a and PDF/UA-1 ask for, as far as it is seen without a validator, and what is read on it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod common;

use std::process::Command;
use std::time::Instant;

use common::{draft, folder, footnote, is_here, note, text};
use remand_filing::{Block, Part, Run, pdf, worksheet};

/// The words of a PDF as `pdftotext` finds them; `None` where it is not here.
fn words(name: &str, bytes: &[u8]) -> Option<String> {
    let path = folder("pdf").join(name);
    std::fs::write(&path, bytes).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output();
    match read {
        Ok(read) => Some(String::from_utf8(read.stdout).unwrap()),
        Err(_) => {
            eprintln!("skipped: pdftotext is not here");
            None
        }
    }
}

#[test]
fn it_says_that_it_is_an_archival_and_an_accessible_pdf_and_has_what_these_ask_for() {
    let bytes = pdf::write(&draft()).unwrap();
    let plain = String::from_utf8_lossy(&bytes);
    for sign in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(plain.contains(sign), "{sign} is not in the metadata");
    }
    if !is_here("qpdf") {
        return;
    }
    let path = folder("pdf").join("structure.pdf");
    std::fs::write(&path, &bytes).unwrap();
    let check = Command::new("qpdf").arg("--check").arg(&path).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    let open = Command::new("qpdf").args(["--qdf", "--object-streams=disable"]).arg(&path).arg("-").output();
    let open = String::from_utf8_lossy(&open.unwrap().stdout).into_owned();
    for sign in [
        "/OutputIntents",
        "/MarkInfo",
        "/StructTreeRoot",
        "/Lang (en)",
        "/Alt ",
        "/S /Note",
        "/S /TH",
        "/S /H1",
    ] {
        assert!(open.contains(sign), "{sign} is not in the file");
    }
    for sign in ["/JavaScript", "/Encrypt", "/EmbeddedFiles", "/Launch"] {
        assert!(!open.contains(sign), "{sign} is in the file");
    }
    let fonts = open.matches("/Type /FontDescriptor").count();
    let embedded = open.matches("/FontFile").count();
    assert!(fonts > 0 && embedded == fonts, "{embedded} of {fonts} fonts are embedded");
}

#[test]
fn it_holds_the_filing_and_nothing_of_the_work_on_it() {
    let Some(words) = words("draft.pdf", &pdf::write(&draft()).unwrap()) else { return };
    for said in [
        "Nobody has reviewed this.",
        "Made for the court or body",
        "page 1 of",
        "I Identity",
        "Ilse Marren has been in custody since 4 March 2031",
        "[Question 1]",
        "E2 ¶ 3.",
        "The order of the fields is from memory.",
    ] {
        assert!(words.contains(said), "{said:?} is not in it:\n{words}");
    }
    for kept in ["No consent is in the record.", "remand answer", "the family"] {
        assert!(!words.contains(kept), "{kept:?} is for the team");
    }
}

#[test]
fn the_worksheet_has_what_the_team_has_to_do() {
    let Some(words) = words("worksheet.pdf", &worksheet::write(&draft()).unwrap()) else { return };
    for said in
        ["FAILS", "No consent is in the record.", "remand answer CASE identity.birth_date", "Not to be sent"]
    {
        assert!(words.contains(said), "{said:?} is not in it:\n{words}");
    }
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    assert!(pdf::write(&draft()).unwrap() == pdf::write(&draft()).unwrap());
}

#[test]
fn what_no_font_has_is_said() {
    let mut odd = draft();
    odd.title = "On \u{1f54a} and \u{0}\u{fffe} and #link(\"x\") *stars* $x$".to_owned();
    let Some(words) = words("odd.pdf", &pdf::write(&odd).unwrap()) else { return };
    assert!(words.contains("U+1F54A"), "{words}");
    assert!(words.contains("#link(\"x\") *stars* $x$"), "nothing of a source is markup:\n{words}");
}

#[test]
fn a_draft_without_anything_and_references_to_nothing() {
    let mut empty = draft();
    empty.parts.clear();
    empty.exhibits.clear();
    empty.addressee.clear();
    empty.people.clear();
    empty.checked.clear();
    assert!(pdf::write(&empty).unwrap().starts_with(b"%PDF"));
    let mut odd = draft();
    odd.parts[2].blocks = vec![
        Block::Paragraph {
            runs: vec![
                Run::Reference { to: "nowhere".to_owned(), text: "part IX".to_owned() },
                note(99),
                Run::Quote { text: "x".to_owned(), lang: Some("not a language".to_owned()), on: Vec::new() },
            ],
        },
        Block::Table(remand_filing::Table {
            caption: String::new(),
            columns: Vec::new(),
            rows: vec![vec![]],
        }),
    ];
    assert!(pdf::write(&odd).unwrap().starts_with(b"%PDF"));
}

#[test]
fn five_thousand_footnotes_and_a_word_without_end() {
    let mut long = draft();
    long.notes = (1..=5000).map(|number| footnote(number, &format!("E1 p. {number}."))).collect();
    let paragraph = |from: usize| Block::Paragraph {
        runs: (from..from + 10)
            .flat_map(|number| [text("So it is said."), note(number), text(" ")])
            .collect(),
    };
    let mut blocks: Vec<Block> = (0..500).map(|at| paragraph(at * 10 + 1)).collect();
    blocks.push(Block::Paragraph { runs: vec![text(&"x".repeat(2000))] });
    let id = "long".to_owned();
    long.parts = vec![Part { id, number: String::new(), heading: vec![text("Long")], blocks }];
    let begun = Instant::now();
    let bytes = pdf::write(&long).unwrap();
    eprintln!("set in {:?}", begun.elapsed());
    let Some(words) = words("long.pdf", &bytes) else { return };
    assert!(words.contains("E1 p. 5000."));
    assert!(words.lines().all(|line| line.matches('x').count() < 120), "a long word runs off the page");
}
