//! Protected persons: marked, hidden from an audience in every document, withdrawn; nothing is written that shows them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Ran, dossier, journal_of, program, text};

const LETTER: &str = "From the friends of Tomas Hale\n\n7 May 2031\n\nHis lawyer, Ada Roe, said that Tomas Hale was \
                      arrested on 2 April 2031 at 08:00. The witness Mira Tolle said that he was beaten on 3 April 2031. \
                      M. Tolle lives at Mill Lane 12.\n";
const NOTE: &str = "Note of 9 May 2031\n\nTomas Hale was brought before a judge on 5 April 2031.\n";

fn case(dir: &Path) -> PathBuf {
    let (sources, out) = (dir.join("in"), dir.join("out"));
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("letter-of-mira-tolle.txt"), LETTER).unwrap();
    fs::write(sources.join("note.txt"), NOTE).unwrap();
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    out
}

fn protect(case: &Path, more: &[&str]) -> Ran {
    program().arg("protect").arg(case).args(more).output().unwrap().into()
}

fn made_for(case: &Path, audience: &str, more: &[&str]) -> Ran {
    let made = ["--audience", audience];
    program().arg("dossier").arg("--out").arg(case).args(made).args(more).output().unwrap().into()
}

#[test]
fn a_witness_is_hidden_from_the_public_and_shown_to_the_court() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    let marked =
        protect(&out, &["Mira Tolle", "--kind", "witness", "--by", "Ines Officer", "--json"]).done().stdout;
    let marked: Value = serde_json::from_str(&marked).unwrap();
    assert_eq!(marked["hidden_from"], serde_json::json!(["partner", "public"]));
    protect(&out, &["--words", "Mill Lane 12", "--kind", "other", "--by", "Ines Officer"]).done();

    made_for(&out, "public", &[]).done();
    let public = out.join("public");
    let names: Vec<String> =
        fs::read_dir(&public).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    for name in ["dossier.html", "dossier.json", "deadlines.ics"] {
        let made = fs::read_to_string(public.join(name)).unwrap();
        assert!(!made.to_lowercase().contains("tolle") && !made.contains("Mill Lane"), "{name}");
    }
    let page = fs::read_to_string(public.join("dossier.html")).unwrap();
    assert!(page.contains("For the public") && page.contains("[witness 1]"));
    let data: Value =
        serde_json::from_str(&fs::read_to_string(public.join("dossier.json")).unwrap()).unwrap();
    assert_eq!(text(&data, "audience"), "public");
    let items = data["items"].as_array().unwrap();
    let withheld: Vec<&Value> = items.iter().filter(|item| !item["withheld"].is_null()).collect();
    assert_eq!(withheld.len(), 1);
    assert_eq!(text(withheld[0], "id"), "withheld-1");
    assert_eq!(withheld[0]["bytes"], Value::Null);
    let places: Vec<&Value> = data["timexes"].as_array().unwrap().iter().collect();
    assert!(places.iter().any(|place| place["item"] == "withheld-1" && place["start"].is_null()));
    assert!(places.iter().any(|place| place["item"] != "withheld-1" && place["start"].is_u64()));
    let bundle = fs::read(public.join("bundle.zip")).unwrap();
    let note = text(items.iter().find(|item| item["withheld"].is_null()).unwrap(), "id");
    let in_bundle = |what: &str| bundle.windows(what.len()).any(|window| window == what.as_bytes());
    assert!(in_bundle(note) && in_bundle("items/") && !in_bundle("logs/"));

    made_for(&out, "court", &["--no-pdf"]).done();
    let court = fs::read_to_string(out.join("court/dossier.html")).unwrap();
    assert!(court.contains("Mira Tolle") && court.contains("For the court"));
    let seal = ["--audience", "public", "--out"];
    let sealed: Ran =
        program().arg("seal").arg(&out).args(seal).arg(dir.path().join("b.zip")).output().unwrap().into();
    sealed.fails_with(&["hides something from the public", "--audience public"]);
}

#[test]
fn marks_are_listed_refused_and_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let out = case(dir.path());
    let refused = |more: &[&str]| {
        let ran = protect(&out, more);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        ran.stderr
    };
    assert!(refused(&["Mira Tolle", "--kind", "witness"]).contains("--by NAME"));
    assert!(refused(&["Mira Tolle", "--by", "Ines"]).contains("--kind minor"));
    assert!(
        refused(&["--passage", "note.txt", "Mill", "--kind", "other", "--by", "I"])
            .contains("does not have these words")
    );
    assert!(refused(&["--item", "E9", "--kind", "other", "--by", "I"]).contains("no item is called"));
    assert!(refused(&["--withdraw", "1", "--by", "Ines"]).contains("protects nothing"));
    protect(
        &out,
        &[
            "--passage",
            "E1",
            "lives at Mill Lane 12",
            "--kind",
            "other",
            "--by",
            "Ines",
            "--because",
            "asked",
        ],
    )
    .done();
    protect(&out, &["--item", "note.txt", "--kind", "medical", "--by", "Ines"]).done();
    let list = protect(&out, &[]).done().stdout;
    assert!(
        list.contains("the passage “lives at Mill Lane 12” (other), hidden from partner, public"),
        "{list}"
    );
    let number = list.split_whitespace().next().unwrap().to_owned();
    protect(&out, &["--withdraw", &number, "--by", "Ines", "--because", "agreed"]).done();
    assert!(protect(&out, &[]).done().stdout.contains("withdrawn by Ines"));
    assert!(journal_of(&out).contains("lives at Mill Lane 12"));
    made_for(&out, "partner", &["--no-pdf"]).done();
    let page = fs::read_to_string(out.join("partner/dossier.html")).unwrap();
    assert!(
        !page.contains("note.txt")
            && page.contains("protected as a whole")
            && !page.contains("brought before a judge on 5 April")
    );
}
