//! `remand law`: packs of one's own from the first line to a passing case.

use std::fs;
use std::path::Path;

use crate::run::{Ran, program};

const NORM: &str = "# Our code\n\n## Judge in a day\n\n```norm xx.code.12\ncites Code art. 12\n\
checked 2026-11-22 from memory\nlimit hard\nin force 2001-01-01 ..\n\
expect appearance_before_judge within 24 hours of arrest\n```\n";

const CASE: &str = "\n```case a day late\narrest 2024-03-04T10:00\nappearance_before_judge 2024-03-06T10:00\n\
as of 2024-03-10\n=> not_met\n```\n";

fn law(arguments: &[&str], path: &Path) -> Ran {
    program().arg("law").args(arguments).arg(path).output().unwrap().into()
}

fn pack(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("code.md");
    fs::write(&path, text).unwrap();
    (dir, path)
}

#[test]
fn a_fault_is_told_at_its_word_and_the_file_is_not_written() {
    let faulty = NORM.replace("of arrest", "of arest");
    let (_dir, path) = pack(&faulty);
    let ran = law(&["check"], &path);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("code.md:10:51: unknown event `arest`"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 pack, 0 norms, 0 cases: 1 fault"), "{}", ran.stdout);
    assert_eq!(law(&["fmt"], &path).code, Some(1));
    assert_eq!(fs::read_to_string(&path).unwrap(), faulty);
}

#[test]
fn a_pack_is_written_in_its_regular_form_once() {
    let (dir, path) = pack(&NORM.replace('\n', "\r\n"));
    assert_eq!(law(&["fmt", "--check"], &path).code, Some(1));
    assert_eq!(law(&["fmt"], dir.path()).code, Some(0));
    assert!(fs::read_to_string(&path).unwrap().contains("cites      Code art. 12\n"));
    let again = law(&["fmt"], &path);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""));
}

#[test]
fn a_case_that_comes_out_otherwise_says_what_was_expected_and_what_was_found() {
    let (_dir, path) = pack(&format!("{NORM}{CASE}"));
    let ran = law(&["test"], &path);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "1 case: 1 passed, 0 failed\n"));
    fs::write(&path, format!("{NORM}{}", CASE.replace("not_met", "met"))).unwrap();
    let ran = law(&["test"], &path);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("expected met") && ran.stdout.contains("found    not_met"), "{}", ran.stdout);
    law(&["test", "--norm", "xx.code.13"], &path).fails_with(&["xx.code.13"]);
}

#[test]
fn a_norm_is_said_and_listed_with_how_it_was_checked() {
    let (_dir, path) = pack(NORM);
    let ran = law(&["explain", "xx.code.12"], &path);
    assert!(ran.stdout.contains("within 24 hours of the arrest"), "{ran:?}");
    assert!(ran.stdout.contains("from memory, on 2026-11-22"), "{ran:?}");
    let ran = law(&["list", "--unchecked"], &path);
    assert!(ran.stdout.contains("1 norm to check"), "{ran:?}");
    let rows: serde_json::Value =
        serde_json::from_str(&law(&["list", "--json", "--jurisdiction", "own"], &path).stdout).unwrap();
    assert_eq!(rows[0]["id"], "xx.code.12");
    law(&["explain", "xx.code.99"], &path).fails_with(&["xx.code.99", "remand law list"]);
}

#[test]
fn what_cannot_be_read_is_named() {
    let (dir, path) = pack("");
    fs::write(&path, [0x23, 0x20, 0xff, 0xfe]).unwrap();
    law(&["check"], &path).fails_with(&["code.md", "UTF-8"]);
    law(&["check"], &dir.path().join("nowhere")).fails_with(&["nowhere", "check the path"]);
    let empty = tempfile::tempdir().unwrap();
    law(&["check"], empty.path()).fails_with(&["no law pack"]);
}

#[test]
fn packs_become_pages_and_a_later_run_removes_those_that_are_gone() {
    let (dir, path) = pack(&format!("{NORM}{CASE}"));
    let out = dir.path().join("pages");
    let doc = |paths: &[&Path]| -> Ran {
        let mut command = program();
        command.args(["law", "doc", "--alone", "--out"]).arg(&out).args(paths).output().unwrap().into()
    };
    let ran = doc(&[&path]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stdout.contains("6 pages; 1 case; 0 faults") && ran.stdout.contains("index.html"),
        "{}",
        ran.stdout
    );
    let list = fs::read_to_string(out.join("pages.txt")).unwrap();
    let page = "own/code.html";
    assert!(list.lines().any(|name| name == page), "{list}");
    let text = fs::read_to_string(out.join(page)).unwrap();
    assert!(text.contains("id=\"xx.code.12\""));
    assert!(!text.contains(&*dir.path().to_string_lossy()), "a page tells where its pack lay");
    let other = dir.path().join("other.md");
    fs::write(&other, format!("{NORM}{}", CASE.replace("not_met", "met"))).unwrap();
    let ran = doc(&[&other]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("1 case, 1 not as expected"), "{}", ran.stdout);
    assert!(!out.join(page).exists());
    assert!(out.join("own/other.html").exists());
}

#[test]
fn pages_of_faulty_packs_are_written_and_files_of_others_are_not_overwritten() {
    let (dir, path) = pack(&NORM.replace("of arrest", "of arest"));
    let out = dir.path().join("pages");
    let doc = |out: &Path| -> Ran {
        program().args(["law", "doc", "--out"]).arg(out).arg(&path).output().unwrap().into()
    };
    let ran = doc(&out);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("unknown event `arest`"), "{}", ran.stdout);
    assert!(fs::read_to_string(out.join("index.html")).unwrap().contains("unknown event"));
    let mine = dir.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("index.html"), "my own page").unwrap();
    doc(&mine).fails_with(&["index.html", "did not write it"]);
    assert_eq!(fs::read_to_string(mine.join("index.html")).unwrap(), "my own page");
}
