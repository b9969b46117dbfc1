//! `remand search` on a case, and `remand isolation`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::run::{PROGRAM, Ran, dossier, list, text};

const LETTER: &str = "From the friends of Dmitri Halvorin\n\n7 May 2031\n\nHis lawyers said that Dmitri Halvorin was \
                      arrested on 2 April 2031 without an order of the court.\n";
const NOTICE: &str = "Прокуратура сообщила 9 мая 2031 года, что Дмитрия Хальворина задержали 3 апреля 2031 года по \
                      постановлению следователя.\n";

fn search(case: &Path, options: &[&str]) -> Ran {
    Command::new(PROGRAM).arg("search").arg(case).args(options).output().expect("the program starts").into()
}

fn found(case: &Path, options: &[&str]) -> Vec<String> {
    let ran = search(case, &[options, &["--json"]].concat()).done();
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    let hits = list(&json, "hits");
    assert_eq!(json["items"], hits.len());
    let mut names: Vec<String> = hits.iter().map(|hit| text(hit, "name").to_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_stands_in_a_case_is_found_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let (sources, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), LETTER).unwrap();
    fs::write(sources.join("notice.txt"), NOTICE).unwrap();
    dossier(&sources, &out, &["--subject", "Dmitri Halvorin", "--no-pdf", "--as-of", "2031-06-30"]).done();
    let index = out.join("case/search.db");

    assert_eq!(found(&out, &["lawyer", "--in-memory"]), ["letter.txt"]);
    assert!(!index.exists(), "nothing is written where that was asked for");
    assert_eq!(found(&out, &["Dmitri", "Halvorin"]), ["letter.txt", "notice.txt"]);
    assert!(index.exists());
    assert_eq!(found(&out, &["\"order of the court\" OR постановление"]), ["letter.txt", "notice.txt"]);
    assert_eq!(found(&out, &["Halvorin", "--language", "ru"]), ["notice.txt"]);
    assert_eq!(found(&out, &["Halvorin", "--item", "letter"]), ["letter.txt"]);

    let ran = search(&out, &["задержать"]).done();
    assert!(ran.stdout.starts_with("notice.txt (ru) ["), "{}", ran.stdout);
    let at = NOTICE.find("задержали").unwrap();
    let place = format!("  {at}-{}: ", at + "задержали".len());
    assert!(ran.stdout.contains(&place) && ran.stdout.contains("[[задержали]] 3 апреля"), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("1 file(s)\n"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "", "the index is there");

    // An index that is damaged is made anew.
    fs::write(&index, "no index").unwrap();
    assert_eq!(search(&out, &["nothing-like-this"]).done().stdout, "Nothing was found.\n");
    assert_eq!(found(&out, &["Halvorin", "--anew"]).len(), 2);

    search(&out, &["court", "OR"]).fails_with(&["cannot be understood", "a word is missing", "character 9"]);
    search(&out, &["court", "--item", "nowhere"]).fails_with(&["no file of the case is called so: nowhere"]);
    search(dir.path(), &["court"]).fails_with(&["there is no case in"]);
}

#[test]
fn what_shuts_in_the_reading_of_files_is_told() {
    let ran: Ran = Command::new(PROGRAM).arg("isolation").output().unwrap().into();
    let ran = ran.done();
    assert!(ran.stdout.starts_with("Each file is read in a process of its own."), "{}", ran.stdout);
    for measure in ["time", "answer", "environment"] {
        assert!(ran.stdout.contains(&format!("  holds    {measure}")), "{}", ran.stdout);
    }
}
