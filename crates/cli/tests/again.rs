//! The same files again: the same bytes, nothing forgotten, nothing known before its time.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{
    EXAMPLE, apart_from_the_journal, dossier, example, journal_of, json_of, list, outputs, text, veld,
};

/// Copies the files of the example below `to`, without those that `leave_out` names.
fn copy_example(to: &Path, leave_out: &[&str]) {
    for found in remand_vault::walk(&veld()).iter().filter(|found| !leave_out.contains(&found.name.as_str()))
    {
        let path = to.join(&found.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(&found.path, path).unwrap();
    }
}

/// Every claim of a dossier: type of its event, its bytes, its words.
fn claims(dossier: &Value) -> BTreeSet<(String, String, u64, u64, String)> {
    let of = |event: &Value| {
        let kind = text(event, "type").to_owned();
        let of_event = list(event, "claims").iter().map(move |claim| {
            let at = |field: &str| claim[field].as_u64().unwrap();
            let (item, quote) = (text(claim, "item").to_owned(), text(claim, "quote").to_owned());
            (kind.clone(), item, at("start"), at("end"), quote)
        });
        of_event.collect::<Vec<_>>()
    };
    list(dossier, "events").iter().flat_map(of).collect()
}

#[test]
fn twice_on_one_case_gives_the_same_bytes_and_no_new_entry_of_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let (_no_pdf, with_pdf) = EXAMPLE.split_last().unwrap();
    let first = dossier(&veld(), &out, with_pdf).done();
    let (files, journal) = (outputs(&out), journal_of(&out));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["bundle.zip", "deadlines.ics", "dossier.html", "dossier.json", "dossier.pdf"]);
    let second = dossier(&veld(), &out, with_pdf).done();
    assert_eq!(outputs(&out), files);
    assert_eq!(journal_of(&out), journal);
    assert_eq!(second.stdout, first.stdout);
    // What was decided is found again without being said again.
    dossier(&veld(), &out, &[]).done();
    assert_eq!(outputs(&out), files);
    assert_eq!(journal_of(&out), journal);
}

#[test]
fn two_cases_of_the_same_files_differ_in_the_head_of_their_journal_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (source, out) = (dir.path().join("elsewhere"), dir.path().join("out"));
    copy_example(&source, &[]);
    dossier(&source, &out, &EXAMPLE).done();
    let (json, html) = apart_from_the_journal(&out);
    assert_eq!(json, example().apart_from_the_journal.0);
    assert_eq!(html, example().apart_from_the_journal.1);
}

#[test]
fn what_is_derived_can_be_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    dossier(&veld(), &out, &EXAMPLE).done();
    let (files, journal) = (outputs(&out), journal_of(&out));
    for name in files.keys() {
        fs::remove_file(out.join(name)).unwrap();
    }
    // Of the case, the items and the logs are all that was ever stored.
    for entry in fs::read_dir(out.join("case")).unwrap().map(Result::unwrap) {
        let name = entry.file_name();
        if entry.path().is_dir() && name != "objects" && name != "logs" {
            fs::remove_dir_all(entry.path()).unwrap();
        } else if entry.path().is_file() {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    dossier(&veld(), &out, &EXAMPLE).done();
    assert_eq!(outputs(&out), files);
    assert_eq!(journal_of(&out), journal);
}

#[test]
fn a_case_goes_on_where_the_files_came_in_one_after_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let (source, out) = (dir.path().join("files"), dir.path().join("out"));
    copy_example(&source, &[]);
    let files: Vec<_> = remand_vault::walk(&source);
    let (early, late) = files.split_at(files.len() / 2);
    for found in late {
        fs::rename(&found.path, dir.path().join(found.name.replace('/', "_"))).unwrap();
    }
    dossier(&source, &out, &EXAMPLE).done();
    let came_in =
        |dossier: &Value| list(dossier, "items").iter().filter(|item| item["parent"].is_null()).count();
    assert_eq!(came_in(&json_of(&out)), early.len());
    for found in late {
        fs::rename(dir.path().join(found.name.replace('/', "_")), &found.path).unwrap();
    }
    dossier(&source, &out, &EXAMPLE).done();
    // Before the options are decided there are other entries in the journal, but the record is the same.
    let (mut json, mut expected) = (json_of(&out), example().json.clone());
    for dossier in [&mut json, &mut expected] {
        dossier["journal"] = Value::Null;
    }
    assert_eq!(json, expected);
}

#[test]
fn a_file_more_deletes_no_claim() {
    for (added, name) in [
        ("In the town of Ostmark the bakery was closed on 3 June 2024.\n", "bakery.txt"),
        (
            "Press release, 2 February 2025\n\nOrsen Kaldray was never detained before 20 March 2024, the court said.\n",
            "denial.txt",
        ),
        ("", "empty.txt"),
        ("%PDF-1.7\n1 0 obj <<", "broken.pdf"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (source, out) = (dir.path().join("files"), dir.path().join("out"));
        copy_example(&source, &[]);
        fs::write(source.join(name), added).unwrap();
        dossier(&source, &out, &EXAMPLE).done();
        let (before, after) = (claims(&example().json), claims(&json_of(&out)));
        let lost: Vec<_> = before.difference(&after).collect();
        assert!(lost.is_empty(), "{name} took away {lost:#?}");
    }
}

#[test]
fn a_file_taken_out_of_the_source_stays_in_the_case() {
    let dir = tempfile::tempdir().unwrap();
    let (source, out) = (dir.path().join("files"), dir.path().join("out"));
    copy_example(&source, &[]);
    dossier(&source, &out, &EXAMPLE).done();
    let files = outputs(&out);
    fs::remove_file(source.join("mail/the paper.eml")).unwrap();
    dossier(&source, &out, &EXAMPLE).done();
    assert_eq!(outputs(&out), files);
}

/// What nobody could know on a day does not stand in the dossier of that day.
#[test]
fn an_earlier_as_of_knows_nothing_of_later() {
    for as_of in ["2024-05-20", "2024-08-15"] {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let options = ["--subject", "Orsen Kaldray", "--law", "un", "--as-of", as_of, "--no-pdf"];
        dossier(&veld(), &out, &options).done();
        let then = json_of(&out);
        assert_eq!(text(&then, "as_of"), as_of);
        let later = |moment: &str| !moment.is_empty() && moment.split('T').next().unwrap() > as_of;
        for event in list(&then, "events") {
            let since = text(&event["known_since"], "earliest");
            assert!(!later(since), "known since {since} only: {event}");
            for claim in list(event, "claims") {
                let entry = list(&then, "entries").iter().find(|entry| {
                    entry["item"] == claim["item"]
                        && entry["start"].as_u64() <= claim["start"].as_u64()
                        && claim["end"].as_u64() <= entry["end"].as_u64()
                });
                let published = entry.map_or("", |entry| text(&entry["published"], "earliest"));
                // Who passes on later what was said in public before tells of what was known before.
                let passed_on = !list(claim, "via").is_empty();
                assert!(passed_on || !later(published), "published on {published} at the earliest: {claim}");
            }
        }
        for account in ["all", "state", "defence", "independent"] {
            for span in list(&then["clock"][account], "spans") {
                assert!(!later(text(span, "from")) && !later(text(span, "known_since")), "{account}: {span}");
                assert!(!later(text(span, "to")), "{account}: {span}");
            }
        }
        let verdict =
            |dossier: &Value| list(dossier, "events").iter().any(|event| text(event, "type") == "verdict");
        assert!(verdict(&example().json) && !verdict(&then), "the verdict of December");
        let known: Vec<_> = list(&then, "deadlines")
            .iter()
            .filter(|d| text(d, "act") == "government_response" && text(d, "status") == "kept_late")
            .collect();
        assert!(known.is_empty(), "the late reply was not known yet: {known:?}");
    }
}
