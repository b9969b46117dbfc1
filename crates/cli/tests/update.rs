//! Updates and other texts held against a case: what stops them, what is recorded, what the public may not read.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Ran, dossier, journal_of, program};

const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at 08:00. The witness Mira Tolle said that he was beaten on 3 April 2031. \
                      “They came before breakfast and took the radio,” his brother said. At least 14 people were \
                      arrested in the same street.\n";

fn case(dir: &Path) -> PathBuf {
    let (sources, out) = (dir.join("in"), dir.join("out"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), LETTER).unwrap();
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    out
}

fn update(case: &Path, text: &str, more: &[&str]) -> Ran {
    let path = case.join("note.md");
    fs::write(&path, text).unwrap();
    program().arg("update").arg(case).arg("--text").arg(&path).args(more).output().unwrap().into()
}

fn run(verb: &str, case: &Path, more: &[&str]) -> Ran {
    program().arg(verb).arg(case).args(more).output().unwrap().into()
}

const BY: [&str; 2] = ["--by", "Ines Officer"];

#[test]
fn an_update_that_says_what_the_record_has_otherwise_is_not_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    let before = journal_of(&case);
    for (text, says) in [
        (
            "Tomas Hale has been in custody for 80 days.",
            "from 2 April 2031 to 30 June 2031 are 89 days; 80 days would end on 21 June 2031",
        ),
        ("Tomas Hale was arrested on 5 April 2031.", "2 April 2031"),
        ("His brother said: “They came after breakfast and took the radio”.", "[-after-] {+before+}"),
        ("At least 15 people were arrested in the same street.", "at least 14"),
        ("There were 4711 letters.", "no text of the record has this number"),
    ] {
        let ran = update(&case, text, &[&["--title", "News of Tomas Hale"], &BY[..]].concat());
        assert_eq!(ran.code, Some(5), "{text}: {ran:?}");
        assert!(ran.stdout.contains(says) && ran.stderr.contains("nothing was recorded"), "{text}: {ran:?}");
    }
    assert_eq!(journal_of(&case), before);
    let good = "Tomas Hale has been in custody for 89 days.";
    for (more, says) in [
        (&["--title", "News"][..], "--by NAME"),
        (&BY[..], "--title"),
        (&["--title", "News", "--by", "I", "--corrects", "99"][..], "entry 99 of the journal is no update"),
        (&["--title", "News", "--by", "I", "--source", "E9:no"][..], "no item is called"),
        (&["--title", "News", "--by", "I", "--source", "E1"][..], "write it as E3:words"),
        (&["--title", "News", "--by", "I", "--lang", "xx"][..], "not read"),
    ] {
        update(&case, good, more).fails_with(&[says]);
    }
    update(&case, "We are sad.", &["--title", "News", "--by", "I", "--lang", "en"])
        .fails_with(&["it has no source"]);
    update(&case, "<!-- only a comment -->", &["--title", "News", "--by", "I", "--lang", "en"])
        .fails_with(&["empty"]);
    assert_eq!(journal_of(&case), before);
}

#[test]
fn an_update_is_recorded_with_its_sources_listed_corrected_and_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    let text = "# 89 days\n\nTomas Hale was arrested on 2 April 2031. He has been in custody for 89 days.\n";
    let draft = update(&case, text, &["--draft"]).done().stdout;
    assert!(draft.contains("Carried by the record") && draft.contains("89 days"), "{draft}");
    assert!(!journal_of(&case).contains("89 days"));
    let made =
        update(&case, text, &[&BY[..], &["--source", "E1:took the radio", "--json"]].concat()).done().stdout;
    let made: Value = serde_json::from_str(&made).unwrap();
    assert_eq!(made["title"], "89 days");
    assert_eq!(made["sources"][0]["quote"], "took the radio");
    assert!(made["sources"].as_array().unwrap().len() >= 2, "{made}");
    update(&case, text, &BY).fails_with(&["has the same day, headline and text"]);
    let number = made["entry"].to_string();
    let corrected = "# 89 days, and 90 of them alone\n\nTomas Hale has been held for 90 days, as the guard counts.\n\nHe was arrested on 2 April 2031.\n";
    let accept = [
        "--corrects",
        &number,
        "--accept",
        "90 of them alone",
        "--accept",
        "90",
        "--because",
        "the guard told me",
    ];
    let ran = update(&case, corrected, &[&BY[..], &accept[..]].concat());
    assert!(
        ran.code == Some(1) && ran.stderr.contains("nothing that the record does not carry reads"),
        "{ran:?}"
    );
    let accept = ["--corrects", &number, "--accept", "90", "--because", "the guard told me"];
    update(&case, corrected, &[&BY[..], &accept[..]].concat()).done();
    let list: Value =
        serde_json::from_str(&run("update", &case, &["--list", "--json"]).done().stdout).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(list[1]["corrects"], list[0]["slug"]);
    assert_eq!(list[1]["accepted"][0]["because"], "the guard told me");
    run("update", &case, &["--withdraw", &number, "--because", "x"]).fails_with(&["--by NAME"]);
    run("update", &case, &["--withdraw", &number, "--by", "Ines", "--because", "wrong count"]).done();
    run("update", &case, &["--withdraw", &number, "--by", "Ines"])
        .fails_with(&["was withdrawn by Ines before"]);
    assert!(run("update", &case, &["--list"]).done().stdout.contains("withdrawn by Ines: wrong count"));
}

#[test]
fn a_protected_name_stops_an_update_and_its_passage_is_no_source() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    run("protect", &case, &["Mira Tolle", "--kind", "witness", "--by", "Ines"]).done();
    let more = ["--title", "News", "--by", "Ines"];
    let named = "Tomas Hale was arrested on 2 April 2031.\nM. Tolle saw it.";
    update(&case, named, &more).fails_with(&["hides from the public (witness)", "on line 2"]);
    let source = ["--title", "News", "--by", "Ines", "--source", "E1:Mira Tolle said"];
    update(&case, "Tomas Hale was arrested on 2 April 2031.", &source).fails_with(&["may not see"]);
    update(&case, "Tomas Hale was arrested on 2 April 2031.", &more).done();
    assert!(!run("update", &case, &["--list", "--json"]).done().stdout.contains("Tolle"));
}

#[test]
fn any_file_is_proofread_and_a_template_begins_with_right_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let case = case(dir.path());
    let page = dir.path().join("release.html");
    fs::write(&page, "<html><body><p>Tomas Hale was arrested on 2 April 2031.</p><p>He is held for 70 days.</p></body></html>")
        .unwrap();
    let page = page.to_str().unwrap();
    let ran = run("proofread", &case, &[page, "--json"]);
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    let wrong: Vec<&Value> =
        found["statements"].as_array().unwrap().iter().filter(|s| s["standing"] == "contradicted").collect();
    assert_eq!((wrong.len(), &wrong[0]["words"]), (1, &Value::from("70 days")), "{found}");
    assert_eq!(run("proofread", &case, &[page, "--day", "2031-06-11"]).code, Some(0));
    run("proofread", &case, &["/nowhere/at/all.txt"]).fails_with(&["cannot read"]);
    let empty = dir.path().join("empty.txt");
    fs::write(&empty, "").unwrap();
    run("proofread", &case, &[empty.to_str().unwrap()]).fails_with(&["no text"]);
    let template = run("update", &case, &["--day", "2031-06-11"]).done().stdout;
    assert!(
        template.contains("in custody since 2 April 2031, 70 days") || template.contains("71 days"),
        "{template}"
    );
}
