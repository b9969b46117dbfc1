//! A case continued at the terminal: review, chronology, disputes, clock.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use crate::run::{Ran, dossier, journal_of, json_of, list, program, text};

const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at his home in Port Lorne. On 4 April 2031 the Port Lorne District \
                      Court remanded Tomas Hale in custody until 4 June 2031.\n";
const NOTICE: &str = "Port Lorne Prosecutor's Office\nPress release\n9 May 2031\n\nThe Prosecutor's Office of Port \
                      Lorne said that Tomas Hale was arrested on 3 April 2031.\n";

/// A case of two files in `dir`.
fn case(dir: &Path) -> PathBuf {
    let (sources, out) = (dir.join("in"), dir.join("out"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), LETTER).unwrap();
    fs::write(sources.join("notice.txt"), NOTICE).unwrap();
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    out
}

fn remand(arguments: &[&str], case: &Path, typed: &str) -> Ran {
    let mut child = program()
        .arg(arguments[0])
        .arg(case)
        .args(&arguments[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends before it has read everything is what some of the tests are about.
    drop(child.stdin.take().unwrap().write_all(typed.as_bytes()));
    child.wait_with_output().unwrap().into()
}

fn printed_anew(out: &Path) -> Value {
    let again = program().args(["dossier", "--no-pdf", "--out"]).arg(out).output().unwrap();
    Ran::from(again).done();
    json_of(out)
}

fn arrests(json: &Value) -> Vec<String> {
    let arrests = list(json, "events").iter().filter(|event| text(event, "type") == "arrest");
    let claims = arrests.flat_map(|event| list(event, "claims"));
    claims
        .map(|claim| {
            let verdict =
                claim["review"].as_object().map_or("proposed", |review| review["verdict"].as_str().unwrap());
            format!("{} {} {verdict}", text(claim, "account"), text(&claim["when"], "edtf"))
        })
        .collect()
}

#[test]
fn what_is_decided_stands_in_the_journal_and_in_the_next_dossier() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    let before = json_of(&out);
    assert_eq!(before["unreviewed"], true);
    assert_eq!(arrests(&before), ["defence 2031-04-02 proposed", "state 2031-04-03 proposed"]);

    let typed = "accept\nc\nwhen 2031-04-31\nwhen 2031-04-05\n\nq\n";
    let ran = remand(&["review", "--by", "Ines Officer", "--only", "arrest"], &out, typed).done();
    assert!(ran.stdout.contains("1 of 2") && ran.stdout.contains("2 of 2"), "{}", ran.stdout);
    assert!(ran.stdout.contains("there is no such day"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 accepted, 1 corrected, 0 rejected"), "{}", ran.stdout);
    let journal = journal_of(&out);
    assert_eq!(journal.matches("\"by\":\"Ines Officer\"").count(), 2, "{journal}");

    let after = printed_anew(&out);
    assert_eq!(arrests(&after), ["defence 2031-04-02 accepted", "state 2031-04-05 corrected"]);
    assert_eq!(after["unreviewed"], false);
    assert_eq!(after["review"]["confirmed"], 2);
    let page = fs::read_to_string(out.join("dossier.html")).unwrap();
    assert!(page.contains("Partly reviewed: 2 of"), "the page says how much was reviewed");
    assert!(page.contains("corrected in review"));

    let again = remand(&["review", "--by", "Ines Officer", "--only", "arrest"], &out, "").done();
    assert!(again.stdout.contains("Nothing waits for review"), "{}", again.stdout);
}

#[test]
fn what_is_rejected_leaves_the_record_and_can_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    remand(&["review", "--by", "Ines Officer", "--only", "arrest"], &out, "s\nr\n").done();
    let json = printed_anew(&out);
    assert_eq!(arrests(&json), ["defence 2031-04-02 skipped"]);
    assert_eq!((&json["review"]["rejected"], &json["unreviewed"]), (&Value::from(1), &Value::from(true)));
    assert_eq!(list(&json, "disputes").iter().filter(|d| text(d, "topic").contains("Arrest")).count(), 0);
}

#[test]
fn each_topic_is_printed_for_people_and_for_programs() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    let (journal, page) = (journal_of(&out), fs::read(out.join("dossier.html")).unwrap());
    let cases = [
        ("chronology", "events", "was arrested on 2 April"),
        ("disputes", "disputes", "ARREST: 2 APRIL 2031 OR 3 APRIL 2031"),
        ("clock", "clock", "ALL ACCOUNTS TOGETHER"),
    ];
    for (verb, member, words) in cases {
        let shown = remand(&[verb], &out, "").done().stdout;
        let folded = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(folded.contains(words), "{verb}: {shown}");
        assert!(folded.contains("letter.txt"), "{verb}: {shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 100), "{verb}: {shown}");
        let json: Value = serde_json::from_str(&remand(&[verb, "--json"], &out, "").done().stdout).unwrap();
        assert_eq!(json[member], json_of(&out)[member], "{verb}");
    }
    // Before the notice was published, nobody could know of a dispute.
    let early = remand(&["disputes", "--as-of", "2031-05-08"], &out.join("case"), "").done().stdout;
    assert!(!early.contains("3 APRIL"), "{early}");
    assert_eq!(journal_of(&out), journal, "printing records nothing");
    assert_eq!(fs::read(out.join("dossier.html")).unwrap(), page, "and writes nothing");
}

#[test]
fn two_events_that_are_one_are_merged() {
    let dir = tempfile::tempdir().unwrap();
    let (sources, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir_all(&sources).unwrap();
    let letter =
        "Tomas Hale met his lawyer on 5 April 2031. On 12 April 2031 Tomas Hale met his lawyer again.\n";
    fs::write(sources.join("letter.txt"), letter).unwrap();
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    let visits = |json: &Value| {
        list(json, "events").iter().filter(|event| text(event, "type") == "counsel_access").count()
    };
    assert_eq!(visits(&json_of(&out)), 2);
    let typed = "m\n7\n1\na\nq\n";
    let ran = remand(&["review", "--by", "Ines Officer", "--only", "counsel_access"], &out, typed).done();
    assert!(ran.stdout.contains("`7` is no number from 1 to 1"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("1 accepted, 0 corrected, 0 rejected, 0 skipped, 1 merged"),
        "{}",
        ran.stdout
    );
    assert_eq!(visits(&printed_anew(&out)), 1);
}

#[test]
fn what_cannot_be_reviewed_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let nothing = dir.path().join("nothing");
    remand(&["review", "--by", "I."], &nothing, "").fails_with(&["there is no case in", "remand dossier"]);
    remand(&["clock"], &nothing, "").fails_with(&["there is no case in"]);
    assert!(!nothing.exists(), "asking makes no folder");
    let out = case(dir.path());
    remand(&["review"], &out, "a\n").fails_with(&["say who reviews", "--by"]);
    remand(&["review", "--by", " "], &out, "a\n").fails_with(&["needs the name of the person"]);
    let unknown = remand(&["review", "--by", "I.", "--only", "tea_party"], &out, "");
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("there is no event `tea_party`; --kinds lists them"),
        "{}",
        unknown.stderr
    );
    // An end of the input in the middle of a correction records nothing.
    let before = journal_of(&out);
    remand(&["review", "--by", "I."], &out, "x\nc\nwhen 2031-04-09\n").done();
    assert_eq!(journal_of(&out), before);
    // A review that this version cannot read is told with its line.
    let chain = remand_vault_line(&out);
    remand(&["clock"], &out, "").fails_with(&[&format!("line {chain} of the journal"), "cannot read"]);
}

/// Adds a decision that says `review` and holds none, and gives the number of its line.
fn remand_vault_line(out: &Path) -> u64 {
    let mut vault = remand_vault::Vault::open(
        &out.join("case"),
        &remand_vault::Signer::from_secret(&[1; 32], "", ""),
        None,
    )
    .unwrap();
    vault.record_decision(serde_json::json!({"review": {"by": "I."}}), "2031-07-01T00:00:00Z").unwrap();
    vault.entries().last().unwrap().number
}
