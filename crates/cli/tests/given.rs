//! What people give of a case: recorded, listed, disputed, withdrawn, and what it decides.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Ran, dossier, journal_of, list, program, text};

/// The judge saw him after 34 hours: in time for an adult, late for a child.
const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at 08:00. He was brought before a judge on 3 April 2031 at 18:00. Tomas \
                      Hale is seventeen years old.\n";

fn case(dir: &Path) -> PathBuf {
    let (sources, out) = (dir.join("in"), dir.join("out"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), LETTER).unwrap();
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    out
}

fn remand(arguments: &[&str], case: &Path) -> Ran {
    let (command, rest) = arguments.split_first().unwrap();
    program().arg(command).arg(case).args(rest).output().unwrap().into()
}

fn given(case: &Path, words: &str, more: &[&str]) -> Ran {
    remand(&[&["given", words, "--by", "Ines Officer"], more].concat(), case)
}

fn judge(case: &Path) -> (String, Value) {
    let printed = remand(&["explain", "iccpr.9.3.judge", "--json"], case).done().stdout;
    let explained: Value = serde_json::from_str(&printed).unwrap();
    let all = explained["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| text(finding, "account") == "all")
        .unwrap();
    (text(all, "outcome").to_owned(), all.clone())
}

#[test]
fn what_is_given_decides_norms_until_it_is_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    let (outcome, finding) = judge(&out);
    assert_eq!(outcome, "undetermined", "{finding:#}");
    assert_eq!(finding["asks"][0]["words"], "detainee is minor");
    let findings = remand(&["findings"], &out).done().stdout;
    assert!(findings.contains("remand given CASE \"detainee is minor\""), "{findings}");
    let open = remand(&["given"], &out).done().stdout;
    assert!(open.contains("remand given CASE \"detainee is minor\""), "{open}");

    let ran = given(&out, "detainee is minor", &["--quote", "seventeen years old"]).done();
    assert!(
        ran.stdout.contains("The detainee is a minor (letter.txt: “seventeen years old”"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("iccpr.9.3.judge"), "{}", ran.stdout);
    let (outcome, finding) = judge(&out);
    assert_eq!(outcome, "not_met", "{finding:#}");
    assert!(list(&finding, "reasons").iter().any(|reason| {
        text(reason, "text").starts_with("Given: The detainee is a minor")
            && list(reason, "passages").iter().any(|passage| text(passage, "quote") == "seventeen years old")
    }));

    let ran =
        given(&out, "detainee is minor", &["--not", "--because", "police record", "--account", "state"])
            .done();
    assert!(ran.stdout.contains("says otherwise"), "{}", ran.stdout);
    assert_eq!(judge(&out).0, "undetermined");

    let listed: Value = serde_json::from_str(&remand(&["given", "--json"], &out).done().stdout).unwrap();
    let entries = list(&listed, "given");
    let (one, two) = (&entries[0], &entries[1]);
    assert_eq!((text(one, "says"), text(two, "says")), ("detainee is minor", "detainee is not minor"));
    assert_eq!(one["disputed_by"][0], two["entry"]);
    let number = two["entry"].to_string();
    remand(&["given", "--withdraw", &number, "--by", "Ines Officer", "--because", "another person"], &out)
        .done();
    assert_eq!(judge(&out).0, "not_met");
    assert_eq!(journal_of(&out).matches("another person").count(), 1);
    assert!(remand(&["given"], &out).done().stdout.contains("Withdrawn by Ines Officer"));

    let anew = program().args(["dossier", "--no-pdf", "--out"]).arg(&out).output().unwrap();
    Ran::from(anew).done();
    let page = fs::read_to_string(out.join("dossier.html")).unwrap();
    assert!(page.contains("Given by the people who work on the case") && page.contains("police record"));
}

#[test]
fn what_cannot_be_given_leaves_the_journal_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    let before = journal_of(&out);
    let because = ["--because", "a letter"];
    let cases: [(&str, &[&str], &str); 7] = [
        ("detainee is miner", &because, "near it: minor"),
        ("maximum_sentence 12 fortnights", &because, "is no length of time"),
        ("minor", &because, "says nothing that can be given"),
        ("detainee is minor", &[], "a claim is not a fact"),
        ("detainee is minor", &["--quote", "eighteen years old"], "no item of the case has the words"),
        ("detainee is minor", &["--quote", "Tomas Hale"], "stand in 3 places"),
        ("complete hearing", &because, "--account"),
    ];
    for (words, more, expected) in cases {
        let ran = given(&out, words, more);
        assert!(ran.code == Some(1) && ran.stderr.contains(expected), "{words}: {}", ran.stderr);
    }
    assert!(remand(&["given", "--withdraw", "2", "--by", "Ines"], &out).stderr.contains("gives nothing"));
    assert!(remand(&["given", "detainee is minor", "--because", "x"], &out).stderr.contains("--by NAME"));
    assert_eq!(journal_of(&out), before);
}
