//! What is due, what changed, and how the program says so to a script.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Ran, dossier, journal_of, list, program, text};

const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at his home in Port Lorne. On 4 April 2031 the Port Lorne District \
                      Court remanded Tomas Hale in custody until 4 June 2031. On 20 April 2031 the United Nations \
                      Working Group on Arbitrary Detention sent a communication to the government.\n";
const REPLY: &str = "From the friends of Tomas Hale\n\n30 May 2031\n\nOn 25 May 2031 the Port Lorne District Court \
                     extended the detention of Tomas Hale until 4 August 2031.\n";
const PACK: &str = "# Invented\n\n## Reply\n\n```norm test.reply\ncites      Convention of Lorne, art. 3\nchecked    \
                    2031-01-01 from memory\nlimit      hard\nin force   2000-01-01 ..\nexpect     \
                    government_response within 60 days of communication_sent\ncounting   first day out\nowed by    \
                    the government\n```\n\n## Cover\n\n```norm test.cover\ncites      Convention of Lorne, art. \
                    4\nchecked    2031-01-01 from memory\nlimit      presumptive\nin force   2000-01-01 \
                    ..\nthroughout in_custody covered by ordered_custody after 72 hours\n```\n";

fn case(dir: &Path, as_of: &str) -> PathBuf {
    let (sources, out, pack) = (dir.join("in"), dir.join("out"), dir.join("pack.md"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter.txt"), LETTER).unwrap();
    fs::write(&pack, PACK).unwrap();
    let options = ["--subject", "Tomas Hale", "--no-pdf", "--as-of", as_of, "--law", pack.to_str().unwrap()];
    dossier(&sources, &out, &options).done();
    out
}

fn deadlines(out: &Path, options: &[&str]) -> std::process::Output {
    program().arg("deadlines").arg(out).args(options).output().unwrap()
}

fn of_norm<'a>(json: &'a Value, norm: &str) -> &'a Value {
    list(json, "deadlines")
        .iter()
        .find(|deadline| deadline["norm"] == norm)
        .unwrap_or_else(|| panic!("{json:#}"))
}

#[test]
fn the_exit_code_says_whether_something_is_due_soon() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path(), "2031-05-10");
    let journal = journal_of(&out);
    // 60 days from 20 April end on 19 June.
    for (options, code) in [
        (&[][..], 0),
        (&["--within", "3d", "--as-of", "2031-05-10"], 0),
        (&["--within", "2w", "--as-of", "2031-06-10"], 4),
        (&["--within", "0d", "--as-of", "2031-06-19"], 4),
        (&["--within", "14x"], 2),
        (&["--since", ""], 2),
        (&["--since", "2031-05-10"], 1),
        (&["--since", "nothing.json"], 1),
    ] {
        assert_eq!(deadlines(&out, options).status.code(), Some(code), "{options:?}");
    }
    assert_eq!(journal_of(&out), journal, "asking records nothing");
    let json = Ran::from(deadlines(&out, &["--json"])).done().stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    let reply = of_norm(&json, "test.reply");
    assert_eq!(
        (text(reply, "due"), text(reply, "body"), text(reply, "limit")),
        ("2031-06-19", "state", "hard")
    );
    assert_eq!(reply["days_left"]["least"], 40);
    // As of a day before anybody told of it, it is not known.
    let early = Ran::from(deadlines(&out, &["--json", "--as-of", "2031-05-01"])).done().stdout;
    assert_eq!(list(&serde_json::from_str(&early).unwrap(), "deadlines").len(), 0);
}

#[test]
fn a_later_text_moves_a_deadline_and_the_next_dossier_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path(), "2031-05-10");
    let earlier = dir.path().join("earlier.json");
    fs::copy(out.join("dossier.json"), &earlier).unwrap();
    let later = dir.path().join("later");
    fs::create_dir_all(&later).unwrap();
    fs::write(later.join("notice.txt"), REPLY).unwrap();
    let compared = ["--no-pdf", "--as-of", "2031-06-01", "--since", earlier.to_str().unwrap()];
    dossier(&later, &out, &compared).done();
    let json: Value = serde_json::from_str(&fs::read_to_string(out.join("dossier.json")).unwrap()).unwrap();
    assert_eq!(text(&json["changes"], "since"), "2031-05-10");
    let moved = list(&json["changes"], "deadlines").iter().find(|change| change["norm"] == "test.cover");
    let moved = moved.unwrap_or_else(|| panic!("{:#}", json["changes"]));
    assert_eq!((text(moved, "change"), text(&moved["before"], "due_latest")), ("moved", "2031-06-04"));
    assert_eq!(text(&moved["now"], "due_latest"), "2031-08-04");
    assert!(text(&list(moved, "because")[0], "quote").contains("4 August 2031"));
    let page = fs::read_to_string(out.join("dossier.html")).unwrap();
    assert!(page.contains("What changed since 10 May 2031"));
    // The same, computed from the record as it was known on that day.
    let shown = Ran::from(deadlines(&out, &["--since", "2031-05-10"])).done().stdout;
    let folded = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        folded.contains(
            "- Cover, by the court: due between 3 and 4 August 2031; it was: between 3 and 4 June 2031"
        ),
        "{shown}"
    );
    // Its entry in the calendar is the same one.
    let uid = |json: &Value| text(of_norm(json, "test.cover"), "id").to_owned();
    let before: Value = serde_json::from_str(&fs::read_to_string(&earlier).unwrap()).unwrap();
    assert_eq!(uid(&before), uid(&json));
}

#[test]
fn a_dossier_of_another_case_is_not_compared_with_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path(), "2031-05-10");
    let other = dir.path().join("other.json");
    let whole = fs::read_to_string(out.join("dossier.json")).unwrap();
    let mut json: Value = serde_json::from_str(&whole).unwrap();
    for item in json["items"].as_array_mut().unwrap() {
        item["id"] = "0".repeat(64).into();
    }
    fs::write(&other, json.to_string()).unwrap();
    let mut ran = program();
    ran.args(["dossier", "--no-pdf", "--since"]).arg(&other).arg("--out").arg(&out);
    Ran::from(ran.output().unwrap()).fails_with(&["no file in common"]);
    assert_eq!(fs::read_to_string(out.join("dossier.json")).unwrap(), whole);
}
