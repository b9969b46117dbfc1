//! A case as people handle it: files come in with those inside them, from somebody, by somebody; it is locked and opened.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Ran, list, program};

fn remand(words: &[&str], paths: &[&Path]) -> Ran {
    let mut command = program();
    let mut paths = paths.iter();
    for word in words {
        if *word == "@" {
            command.arg(paths.next().expect("a path"));
        } else {
            command.arg(word);
        }
    }
    command.output().expect("the program starts").into()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn mail(attachment: &[u8]) -> Vec<u8> {
    let head = "From: Ilja Tormanov <i@veld.example>\r\nTo: desk@ngo.example\r\nSubject: The order\r\n\
        Date: Tue, 04 Mar 2031 10:00:00 +0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
        The order is attached.\r\n--b\r\nContent-Type: text/plain; name=order.txt\r\n\
        Content-Disposition: attachment; filename=order.txt\r\n\r\n";
    [head.as_bytes(), attachment, b"\r\n--b--\r\n"].concat()
}

fn items(case: &Path) -> Vec<(String, Option<String>)> {
    let printed = remand(&["custody", "@", "--json"], &[case]).done().stdout;
    let items: Vec<Value> = serde_json::from_str(&printed).expect("JSON");
    let mut items: Vec<_> = items
        .iter()
        .map(|item| (item["name"].as_str().unwrap().to_owned(), item["parent"].as_str().map(str::to_owned)))
        .collect();
    items.sort();
    items
}

struct Place {
    _dir: tempfile::TempDir,
    source: PathBuf,
    case: PathBuf,
}

fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let (source, case) = (dir.path().join("files"), dir.path().join("case"));
    fs::create_dir(&source).unwrap();
    Place { _dir: dir, source, case }
}

#[test]
fn what_lies_in_a_mail_in_an_archive_becomes_items_of_their_own() {
    let Place { _dir, source, case } = place();
    let order = b"Order of 4 March 2031: two months of detention.";
    fs::write(source.join("all.zip"), zip(&[("mails/letter.eml", &mail(order)), ("note.txt", b"A note.")]))
        .unwrap();
    let said = remand(&["add", "@", "@"], &[&case, &source]).done().stdout;
    assert!(said.contains("1 files taken in, 0 known before, 3 found inside them"), "{said}");
    let found = items(&case);
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["all.zip", "all.zip!mails/letter.eml", "all.zip!mails/letter.eml!order.txt", "all.zip!note.txt"]
    );
    assert!(found[0].1.is_none() && found[1..].iter().all(|(_, parent)| parent.is_some()));
    let text = remand(&["read", "@", "all.zip!mails/letter.eml!order.txt"], &[&case]).done().stdout;
    assert_eq!(text.trim(), String::from_utf8_lossy(order));
    let again = remand(&["add", "@", "@"], &[&case, &source]).done().stdout;
    assert!(again.starts_with("0 files taken in, 1 known before."), "{again}");
    let report = remand_vault::verify(&case, None);
    assert!(report.is_sound() && report.notices.is_empty(), "{report:?}");
}

#[test]
fn an_archive_in_an_archive_without_end_stops_and_says_so() {
    let Place { _dir, source, case } = place();
    let mut bytes = zip(&[("deepest.txt", b"deep")]);
    for depth in 0..10 {
        bytes = zip(&[(&format!("{depth}.zip"), &bytes)]);
    }
    fs::write(source.join("nest.zip"), bytes).unwrap();
    remand(&["add", "@", "@"], &[&case, &source]).done();
    assert!(items(&case).len() <= 8);
    let deepest = items(&case).into_iter().map(|(name, _)| name).max_by_key(String::len).unwrap();
    let custody = remand(&["custody", "@", &deepest], &[&case]).done().stdout;
    assert!(custody.contains("files inside it were not taken out"), "{custody}");
}

#[test]
fn how_an_item_came_is_kept_and_added_to() {
    let Place { _dir, source, case } = place();
    fs::write(source.join("letter.txt"), "A letter.").unwrap();
    let from = ["add", "@", "@", "--from", "the family", "--how", "by hand", "--on", "2031-03-04"];
    remand(&from, &[&case, &source]).done();
    remand(&["custody", "@", "letter.txt", "--note", "the seal was unbroken"], &[&case]).done();
    let copy = case.with_file_name("copy.txt");
    remand(&["copy", "@", "letter.txt", "--to", "@", "--purpose", "translation"], &[&case, &copy]).done();
    assert_eq!(fs::read(&copy).unwrap(), b"A letter.");
    remand(&["copy", "@", "letter.txt", "--to", "@", "--purpose", "again"], &[&case, &copy])
        .fails_with(&["copy.txt"]);
    let printed = remand(&["custody", "@", "letter.txt", "--json"], &[&case]).done().stdout;
    let custody: Value = serde_json::from_str(&printed).unwrap();
    let what: Vec<&str> = list(&custody, "chain").iter().map(|link| link["what"].as_str().unwrap()).collect();
    assert!(
        what[0].starts_with("received as letter.txt, 9 bytes: from the family, by hand, on 2031-03-04"),
        "{what:?}"
    );
    assert!(what[1].starts_with("text ") && what[2].contains("the seal was unbroken"), "{what:?}");
    assert_eq!(what[3], "a copy to work on was made: translation");
    let names: Vec<&str> =
        list(&custody, "properties").iter().map(|property| property["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["identity", "authenticity", "availability", "persistence", "renderability", "understandability"]
    );
    remand(&["custody", "@", "lettre.txt"], &[&case]).fails_with(&["no item `lettre.txt`"]);
    remand(&["custody", "@", "--from", "nobody"], &[&case]).fails_with(&["of which item"]);
}

#[test]
fn a_locked_case_is_read_by_nobody_until_it_is_opened() {
    let Place { _dir, source, case: out } = place();
    fs::write(source.join("letter.txt"), "On 4 March 2031 Ilja Tormanov was arrested in Veld.").unwrap();
    let passphrase = source.with_file_name("passphrase");
    fs::write(&passphrase, "four green herons\n").unwrap();
    remand(&["dossier", "@", "--out", "@", "--no-pdf"], &[&source, &out]).done();
    remand(&["lock", "@"], &[&out]).fails_with(&["has no lock yet"]);
    let said = remand(&["lock", "@", "--passphrase-file", "@"], &[&out, &passphrase]).done().stdout;
    assert!(said.contains("is locked") && said.contains("dossier.html"), "{said}");
    let readable = walk(&out).into_iter().find(|path| {
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        text.contains("Tormanov")
            || path.to_string_lossy().contains("letter")
            || text.contains("item_received")
    });
    assert_eq!(readable, None);
    for command in ["clock", "chronology", "findings", "custody"] {
        remand(&[command, "@"], &[&out]).fails_with(&["is locked", "remand unlock"]);
    }
    remand(&["dossier", "@", "--out", "@", "--no-pdf"], &[&source, &out]).fails_with(&["is locked"]);
    let wrong = source.with_file_name("wrong");
    fs::write(&wrong, "four grey herons").unwrap();
    remand(&["unlock", "@", "--passphrase-file", "@"], &[&out, &wrong])
        .fails_with(&["does not open the case"]);

    remand(&["unlock", "@", "--passphrase-file", "@"], &[&out, &passphrase]).done();
    remand(&["dossier", "--out", "@", "--no-pdf"], &[&out]).done();
    assert!(out.join("dossier.html").is_file());
    let panic = remand(&["panic"], &[]).done().stdout;
    assert!(panic.contains("locked") && panic.contains("dossier.html"), "{panic}");
    assert!(!out.join("dossier.html").exists());
    remand(&["clock", "@"], &[&out]).fails_with(&["is locked"]);
    remand(&["unlock", "@", "--for-good", "--passphrase-file", "@"], &[&out, &passphrase]).done();
    remand(&["clock", "@"], &[&out]).done();
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn the_name_and_the_key_of_a_person_are_shown_and_kept() {
    let home = tempfile::tempdir().unwrap();
    let me = |words: &[&str]| -> Ran {
        program().arg("me").args(words).env("REMAND_HOME", home.path()).output().unwrap().into()
    };
    let first: Value = serde_json::from_str(&me(&["--json"]).done().stdout).unwrap();
    let named = me(&["--name", "Ada Obi", "--device", "office"]).done().stdout;
    assert!(named.contains("Ada Obi") && named.contains(first["key"].as_str().unwrap()), "{named}");
    fs::write(home.path().join("identity.json"), "{}").unwrap();
    me(&[]).fails_with(&["identity.json", "does not hold a key"]);
}
