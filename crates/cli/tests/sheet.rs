//! `remand sheet` and `remand file --continue` on the invented case.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output};

fn remand(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_remand"))
        .args(arguments)
        .env("HOME", folder.path())
        .env("XDG_CONFIG_HOME", folder.path())
        .output()
        .unwrap()
}

fn done(arguments: &[&str]) -> String {
    let output = remand(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = remand(arguments);
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

/// The draft with a paragraph that a person wrote at its end.
fn with_a_sentence(draft: &[u8], sentence: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(draft)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            let written = format!("<w:p><w:r><w:t>{sentence}</w:t></w:r></w:p><w:sectPr>");
            bytes = text.replacen("<w:sectPr>", &written, 1).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn example() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/veld").display().to_string()
}

#[test]
fn a_case_goes_on_two_pages_and_a_draft_is_held_against_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let case = at("case");
    done(&["dossier", &example(), "--out", &case, "--no-pdf"]);

    for lang in ["en", "fr", "es"] {
        let said = done(&["sheet", &case, "--out", &at(lang), "--lang", lang]);
        assert!(said.contains("sheet.asked"), "what is asked is a question: {said}");
        let page = std::fs::read_to_string(folder.path().join(lang).join("sheet.html")).unwrap();
        assert!(page.contains(&format!("<html lang=\"{lang}\">")) && page.contains("<svg "));
        assert!(!page.contains("<script") && !page.contains("src="), "nothing is loaded");
        let pdf = folder.path().join(lang).join("sheet.pdf");
        match Command::new("pdfinfo").arg(&pdf).output() {
            Ok(told) => {
                let told = String::from_utf8_lossy(&told.stdout).into_owned();
                assert!(told.contains("Pages:           2"), "{told}");
                assert!(told.contains("A4"), "{told}");
            }
            Err(_) => eprintln!("skipped: pdfinfo is not here"),
        }
    }
    let again = done(&["sheet", &case, "--out", &at("again")]);
    assert!(again.contains("3 findings told"));
    let bytes = |name: &str| std::fs::read(folder.path().join(name).join("sheet.pdf")).unwrap();
    assert!(bytes("en") == bytes("again"), "the same case gives the same bytes");
    assert!(refused(&["sheet", &case, "--out", &at("xx"), "--lang", "xx"]).contains("xx"));

    done(&["file", "wgad", &case, "--out", &at("wgad")]);
    let draft = at("wgad/draft.docx");
    let before = std::fs::read(&draft).unwrap();
    let same = done(&["file", "--continue", &draft, &case]);
    assert!(same.contains("Nothing of the record is another."), "{same}");
    done(&["answer", &case, "identity.document_date", "3 May 1971", "--by", "A", "--because", "she told me"]);
    let said = done(&["file", "--continue", &draft, &case, "--out", &at("fresh")]);
    assert!(said.contains("## Answered since"), "{said}");
    assert!(said.contains("3 May 1971"), "what an answer fills is new: {said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("fresh/changes.md")).unwrap().trim(), {
        let listing = said.split("\n  ").next().unwrap();
        listing.trim()
    });
    assert_eq!(std::fs::read(&draft).unwrap(), before, "the draft is left as it is");

    let typed = at("typed.docx");
    std::fs::write(&typed, with_a_sentence(&before, "He was arrested on 17 October 2019.")).unwrap();
    let said = done(&["file", "--continue", &typed, &case]);
    assert!(said.contains("## In your file, and not carried by the record"), "{said}");
    assert!(said.contains("17 October 2019"), "{said}");

    let over = refused(&["file", "--continue", &draft, &case, "--out", &at("wgad")]);
    assert!(over.contains("would be overwritten"), "{over}");
    assert_eq!(std::fs::read(&draft).unwrap(), before);
    std::fs::write(at("other.docx"), b"PK no document").unwrap();
    let none = refused(&["file", "--continue", &at("other.docx"), &case]);
    assert!(none.contains("other.docx") && none.contains("damaged"), "{none}");
    assert!(refused(&["file", "--continue", &at("missing.docx"), &case]).contains("missing.docx"));
}
