//! `remand timex`: a text in, its time expressions out.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::run::{Ran, program};

/// `remand timex` with `input` on standard input.
fn timex(arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = program()
        .arg("timex")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A run that refuses its arguments does not read.
    stdin.write_all(input).ok();
    drop(stdin);
    child.wait_with_output().unwrap().into()
}

/// Quote and value of each row.
#[track_caller]
fn rows(ran: &Ran) -> Vec<(String, String)> {
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|row| (text(row, "quote"), text(row, "value"))).collect()
}

fn row(quote: &str, value: &str) -> (String, String) {
    (quote.to_owned(), value.to_owned())
}

#[test]
fn a_file_gives_a_list() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("note.txt");
    fs::write(&path, "He was held on 2 March and released two days later.\n").unwrap();
    let ran = timex(&["--lang", "en", "--date", "2024-03-10", path.to_str().unwrap()], b"");
    assert_eq!(rows(&ran), [row("2 March", "2024-03-02"), row("two days later", "2024-03-04")]);
    assert_eq!(ran.stderr, "");
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(list[0]["start"], 15);
    assert_eq!(list[1]["anchor"], "discourse");
    assert_eq!(list[1]["against"]["quote"], "2 March");
}

#[test]
fn the_language_is_told_from_the_text() {
    let russian = "Его задержали 2 марта 2024 года, и адвокат узнал об этом только через два дня.";
    assert_eq!(rows(&timex(&[], russian.as_bytes()))[0], row("2 марта 2024 года", "2024-03-02"));
    let english = "He was held on 2 March 2024, and his lawyer was not told of this until two days later.";
    assert_eq!(rows(&timex(&[], english.as_bytes()))[0], row("2 March 2024", "2024-03-02"));
}

#[test]
fn a_text_without_dates_gives_an_empty_list() {
    for text in ["", "\n", "Nobody has said when any of this may have happened to them."] {
        let ran = timex(&[], text.as_bytes());
        assert_eq!((rows(&ran).len(), ran.stderr.as_str()), (0, ""), "{text}");
    }
}

#[test]
fn timeml_marks_the_text() {
    let ran =
        timex(&["--lang", "en", "--date", "2024-03-10", "--format", "timeml"], b"Held on 2 March & charged.");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let marked = "Held on <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2024-03-02\" temporalFunction=\"true\" \
                  anchorTimeID=\"t0\">2 March</TIMEX3> &amp; charged.";
    assert!(ran.stdout.contains(marked), "{}", ran.stdout);
}

#[test]
fn documents_one_a_line() {
    let input = "{\"id\": \"a\", \"lang\": \"en\", \"dct\": \"2024-03-10\", \"text\": \"é 2 March\"}\n\
                 {\"id\": \"b\", \"lang\": \"xx\", \"dct\": null, \"text\": \"2 March\"}\n\
                 {\"id\": \"c\", \"lang\": \"xx\", \"text\": \"2 March\"}\n";
    let ran = timex(&["--jsonl"], input.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (lines.len(), &lines[0]["id"], lines[0]["timexes"][0]["start"].as_u64()),
        (3, &"a".into(), Some(2))
    );
    assert_eq!((&lines[1]["timexes"], &lines[2]["timexes"]), (&Value::Array(vec![]), &Value::Array(vec![])));
    assert_eq!(ran.stderr.matches("no lexicon for the language `xx`").count(), 1, "{}", ran.stderr);
}

#[test]
fn a_broken_line_is_named_and_the_others_are_read() {
    let good = "{\"id\": 1, \"lang\": \"en\", \"text\": \"2 March 2024\"}\n";
    for broken in ["{\"id\"\n", "5\n", "{\"id\": 1}\n"] {
        let ran = timex(&["--jsonl"], [good, broken, good].concat().as_bytes());
        assert_eq!((ran.code, ran.stdout.lines().count()), (Some(1), 2), "{ran:?}");
        assert!(ran.stderr.contains("standard input, line 2: "), "{}", ran.stderr);
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_told_and_the_rest_is_read() {
    let ran =
        timex(&["--lang", "en"], b"On \xff 2 March 2024 he was held, and on 5 March 2024 he was charged.");
    assert_eq!(rows(&ran), [row("2 March 2024", "2024-03-02"), row("5 March 2024", "2024-03-05")]);
    assert!(ran.stderr.contains("standard input: byte 3 is no UTF-8"), "{}", ran.stderr);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(list[0]["start"], 5);
}

#[test]
fn a_date_that_cannot_be_is_told() {
    let ran = timex(&["--lang", "en"], b"dated 31 April 2024, received 2024-13-01");
    assert!(rows(&ran).iter().all(|(_, value)| value.len() == 7), "{ran:?}");
    for said in ["bytes 6 to 19: no calendar has the date “31 April 2024”", "“2024-13-01”"] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    timex(&[], b"on 2 March").fails_with(&["standard input", "language", "--lang", "en", "ru"]);
    timex(&["--lang", "xx"], b"on 2 March").fails_with(&["`xx`", "--lang", "en"]);
    timex(&["--lang", "en", "/nowhere/note.txt"], b"").fails_with(&["/nowhere/note.txt"]);
    timex(&["--lang", "en", "/"], b"").fails_with(&["/"]);
    for (arguments, said) in [
        (["--date", "yesterday"], "`yesterday` is no date"),
        (["--date", "2024-02-31"], "there is no such day"),
        (["--format", "xml"], "timeml"),
        (["--jsonl", "--lang=en"], "cannot be used with"),
    ] {
        let ran = timex(&arguments, b"");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}
