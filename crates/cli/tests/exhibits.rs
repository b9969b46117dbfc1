//! Exhibits bound from files of all kinds: whatever is wrong with one, there is a page for it, and nothing protected is on
//! any.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::run::{Ran, dossier, program, text, veld};

fn made(files: &[(&str, &[u8])], dir: &Path) -> PathBuf {
    let (sources, out) = (dir.join("in"), dir.join("out"));
    for (name, bytes) in files {
        let path = sources.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dossier(&sources, &out, &["--subject", "Tomas Hale", "--no-pdf", "--as-of", "2031-06-30"]).done();
    out
}

fn exhibits(case: &Path, out: &Path, more: &[&str]) -> Ran {
    program().arg("exhibits").arg(case).arg("--out").arg(out).args(more).output().unwrap().into()
}

fn translation(case: &Path, more: &[&str]) -> Ran {
    program().arg("translation").arg(case).args(more).output().unwrap().into()
}

fn index(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("index.json")).unwrap()).unwrap()
}

fn by_label(index: &Value) -> BTreeMap<&str, &Value> {
    index["exhibits"].as_array().unwrap().iter().map(|entry| (text(entry, "label"), entry)).collect()
}

/// What a program of the system says of a file; `None` where it is not installed.
fn asked(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let mut said = Command::new(program);
    said.args(arguments).arg(file);
    if program == "pdftotext" {
        said.arg("-");
    }
    match said.output() {
        Ok(output) => {
            assert!(
                output.status.success(),
                "{program} {file:?}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            eprintln!("skipped: {program} is not installed");
            None
        }
    }
}

fn all_files(out: &Path) -> Vec<PathBuf> {
    let read = |dir: &Path| fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let mut files = [read(out), read(&out.join("exhibits"))].concat();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    files.sort();
    files
}

#[test]
fn the_example_is_bound_with_its_stamps_and_the_same_each_time() {
    let dir = tempfile::tempdir().unwrap();
    let (case, one, two) = (dir.path().join("case"), dir.path().join("one"), dir.path().join("two"));
    dossier(&veld(), &case, &["--no-pdf", "--as-of", "2025-01-31"]).done();
    exhibits(&case, &one, &[]).done();
    exhibits(&case, &two, &[]).done();
    let index = index(&one);
    let listed = index["exhibits"].as_array().unwrap();
    assert_eq!(listed.len(), 19);
    let mut next = 1;
    for entry in listed {
        assert_eq!(entry["first_page"], next, "{entry}");
        next = entry["last_page"].as_u64().unwrap() + 1;
        assert_eq!(text(entry, "sha256").len(), 64);
        assert!(one.join(text(entry, "file")).is_file());
    }
    assert_eq!(index["pages"], next - 1);
    for (one, two) in all_files(&one).iter().zip(all_files(&two)) {
        assert!(fs::read(one).unwrap() == fs::read(two).unwrap(), "{one:?} is not the same each time");
        asked("qpdf", &["--check"], one);
    }
    if let Some(pages) = asked("pdftotext", &["-layout"], &one.join("exhibits.pdf")) {
        for entry in listed {
            let label = text(entry, "label");
            let stamp = format!("{label}, page 1 of {}", entry["pages"]);
            let page = format!("page {} of the bundle", entry["page_1"]);
            let stamped = pages.split('\x0c').find(|page| page.contains(&stamp)).unwrap_or_default();
            assert!(stamped.contains(&page), "{label}: {stamped}");
        }
    }
    // An earlier run leaves nothing behind, and files that are none of it stay.
    fs::write(one.join("exhibits/my notes.pdf"), "x").unwrap();
    exhibits(&case, &one, &["--only", "E1,E3"]).done();
    assert_eq!(all_files(&one).len(), 4);
    assert!(one.join("exhibits/my notes.pdf").is_file());
    exhibits(&case, &one, &["--only", "E77"]).fails_with(&["no exhibit E77", "E1 to E19"]);
    assert_eq!(all_files(&one).len(), 4);
}

#[test]
fn files_that_cannot_be_shown_have_a_page_that_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let long = format!("{}.txt", "long name ".repeat(20));
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0".as_slice();
    let case = made(
        &[
            ("a cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat"),
            ("b photo.heic", heic),
            ("c/harmless\u{202e}fdp.txt", b"He waited on 2 April 2031."),
            ("d empty.txt", b""),
            ("e cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01"),
            (&long, b"He was heard on 5 April 2031."),
            ("g data.bin", &[0, 159, 146, 150, 7, 0, 255, 3]),
            ("h words.txt", "Ω ж 漢字 العربية עברית 🙂\n\nhttps://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa #set page(width: 1pt) \\u{41}".as_bytes()),
        ],
        dir.path(),
    );
    // The bytes of one item rot.
    let data: Value = serde_json::from_slice(&fs::read(case.join("dossier.json")).unwrap()).unwrap();
    let id = data["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| text(item, "name") == "h words.txt")
        .map(|item| text(item, "id").to_owned())
        .unwrap();
    let out = dir.path().join("bound");
    let ran = exhibits(&case, &out, &[]).done();
    let first = index(&out);
    let shown: BTreeMap<String, String> = first["exhibits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (text(entry, "name").to_owned(), text(entry, "shown").to_owned()))
        .collect();
    for name in ["a cut.pdf", "b photo.heic", "d empty.txt", "e cut.jpg", "g data.bin"] {
        assert_eq!(shown[name], "not_shown", "{name}");
        assert!(ran.stderr.contains(name), "{name}: {}", ran.stderr);
    }
    assert_eq!(shown["h words.txt"], "text");
    for file in all_files(&out) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.len() < 200 && !name.contains('\u{202e}'), "{name}");
        asked("qpdf", &["--check"], &file);
    }
    let mut object = Vec::new();
    let mut folders = vec![case.join("case")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let named = path.to_string_lossy().replace('/', "").contains(&id);
            if path.is_dir() {
                folders.push(path)
            } else if named {
                object.push(path)
            }
        }
    }
    let [object] = object.as_slice() else { panic!("{object:?}") };
    let mut permissions = fs::metadata(object).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false, reason = "a file of the test")]
    permissions.set_readonly(false);
    fs::set_permissions(object, permissions).unwrap();
    fs::write(object, "rotten").unwrap();
    let ran = exhibits(&case, &out, &[]).done();
    assert!(
        ran.stderr.contains("h words.txt: its bytes in the case are damaged or missing"),
        "{}",
        ran.stderr
    );
}

#[test]
fn translations_stand_behind_their_originals_until_they_are_withdrawn() {
    let dir = tempfile::tempdir().unwrap();
    let case = made(
        &[
            ("a order.txt", b"ORDER\n\nTomas Hale is held until 5 May 2031.\n\nJudge Roe"),
            ("b letter.txt", b"A letter of 3 May 2031."),
            ("c ordre.txt", "ORDONNANCE\n\nTomas Hale est détenu jusqu’au 5 mai 2031.".as_bytes()),
        ],
        dir.path(),
    );
    let out = dir.path().join("bound");
    translation(&case, &["E3", "--of", "E1"]).fails_with(&["--by NAME"]);
    translation(&case, &["E3", "--of", "E3", "--by", "Ines Officer"]).fails_with(&["of itself"]);
    translation(&case, &["E9", "--of", "E1", "--by", "Ines Officer"]).fails_with(&["E9"]);
    translation(
        &case,
        &["c ordre.txt", "--of", "E1", "--by", "Ines Officer", "--translator", "Ina Berg, sworn translator"],
    )
    .done();
    translation(&case, &["E2", "--of", "E3", "--by", "Ines Officer"]).fails_with(&["itself a translation"]);
    let listed = translation(&case, &[]).done().stdout;
    assert!(
        listed.contains(
            "c ordre.txt translates a order.txt, by Ina Berg, sworn translator; recorded by Ines Officer"
        ),
        "{listed}"
    );

    exhibits(&case, &out, &[]).done();
    let bound = index(&out);
    let labels: Vec<&str> =
        bound["exhibits"].as_array().unwrap().iter().map(|entry| text(entry, "label")).collect();
    assert_eq!(labels, ["E1", "E1-T", "E2"]);
    let translated = by_label(&bound)["E1-T"];
    assert_eq!((&translated["exhibit"], &translated["translation_of"]), (&3.into(), &"E1".into()));
    assert_eq!(text(translated, "translated_by"), "Ina Berg, sworn translator");
    assert_eq!(translated["last_page"].as_u64().unwrap() - translated["first_page"].as_u64().unwrap(), 1);
    if let Some(pages) = asked("pdftotext", &["-layout"], &out.join("exhibits/E01-T c ordre.txt.pdf")) {
        assert!(pages.contains("Translation of E1") && pages.contains("side by side 1 of 1"), "{pages}");
        let together: String = pages.split_whitespace().collect();
        assert!(together.contains(text(translated, "sha256")) && !pages.contains('\u{25a1}'), "{pages}");
        let rows = pages.split('\x0c').find(|page| page.contains("nobody has matched them")).unwrap();
        assert!(rows.lines().any(|line| line.contains("ORDER") && line.contains("ORDONNANCE")), "{rows}");
    }
    exhibits(&case, &out, &["--only", "E1"]).done();
    assert_eq!(index(&out)["exhibits"].as_array().unwrap().len(), 2);

    let number = listed.split_whitespace().next().unwrap();
    translation(&case, &["--withdraw", number, "--by", "Ines Officer"]).done();
    exhibits(&case, &out, &[]).done();
    assert_eq!(by_label(&index(&out)).keys().copied().collect::<Vec<_>>(), ["E1", "E2", "E3"]);
}

#[test]
fn what_is_protected_is_on_no_page_and_in_no_name() {
    let dir = tempfile::tempdir().unwrap();
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg).encode_image(&image::RgbImage::new(30, 20)).unwrap();
    let clean = jpeg.clone();
    let comment = b"\xff\xfe\0\x14taken by M. Tolle\0";
    jpeg.splice(2..2, comment.iter().copied());
    let case = made(
        &[
            ("a clean.jpg", &clean),
            ("b by camera.jpg", &jpeg),
            ("c letter of mira tolle.txt", b"Mira Tolle saw it on 2 April 2031."),
            ("d note.txt", b"Tomas Hale was heard on 5 April 2031."),
        ],
        dir.path(),
    );
    let protect = ["Mira Tolle", "--kind", "witness", "--by", "Ines Officer", "--audience", "public,court"];
    Ran::from(program().arg("protect").arg(&case).args(protect).output().unwrap()).done();
    let out = dir.path().join("bound");
    exhibits(&case, &out, &[]).done();
    let bound = index(&out);
    let shown: Vec<&str> =
        bound["exhibits"].as_array().unwrap().iter().map(|entry| text(entry, "shown")).collect();
    // Nobody could read the clean picture, so that nobody knows what it shows.
    assert_eq!(shown, ["withheld", "withheld", "withheld", "text"]);
    assert!(bound["exhibits"][1]["sha256"].is_null());
    for file in all_files(&out) {
        assert!(!file.to_string_lossy().to_lowercase().contains("tolle"), "{file:?}");
        if let Some(pages) = asked("pdftotext", &[], &file) {
            assert!(!pages.to_lowercase().contains("tolle"), "{file:?}: {pages}");
        }
    }
    let whole = fs::read_to_string(out.join("index.json")).unwrap();
    assert!(!whole.to_lowercase().contains("tolle") && whole.contains("[witness 1]"), "{whole}");
    // The team sees all of it.
    exhibits(&case, &out, &["--audience", "team"]).done();
    let shown: Vec<String> = index(&out)["exhibits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(entry, "shown").to_owned())
        .collect();
    assert_eq!(shown, ["image", "image", "text", "text"]);
}

#[test]
fn volumes_keep_to_the_limit_and_pages_run_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut big = Vec::new();
    let noise = image::RgbImage::from_fn(700, 700, |x, y| {
        let n = x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503_977)) ^ (x * y * 7919);
        image::Rgb([(n >> 8) as u8, (n >> 16) as u8, n as u8])
    });
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut big, 95).encode_image(&noise).unwrap();
    let small = &big[..];
    let mut files: Vec<(String, Vec<u8>)> =
        (0..4).map(|n| (format!("{n}.jpg"), [small, &[n]].concat())).collect();
    files.push(("9 note.txt".to_owned(), b"Tomas Hale was heard on 5 April 2031.".to_vec()));
    let listed: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let case = made(&listed, dir.path());
    let out = dir.path().join("bound");
    exhibits(&case, &out, &["--size-limit", "nothing"]).code.filter(|code| *code == 2).unwrap();
    let limit = (small.len() as u64 * 2 + 330_000).to_string();
    exhibits(&case, &out, &["--size-limit", &limit]).done();
    let bound = index(&out);
    let volumes = bound["volumes"].as_array().unwrap();
    assert!(volumes.len() > 1, "{volumes:?}");
    let mut next = 1;
    for volume in volumes {
        assert_eq!(volume["first_page"], next);
        next = volume["last_page"].as_u64().unwrap() + 1;
        let file = out.join(text(volume, "file"));
        assert!(fs::metadata(&file).unwrap().len() <= limit.parse().unwrap(), "{volume}");
        assert_eq!(volume["bytes"], fs::metadata(&file).unwrap().len());
        asked("qpdf", &["--check"], &file);
    }
    assert!(!out.join("exhibits.pdf").exists());
    let ran = exhibits(&case, &out, &["--size-limit", "250kB"]).done();
    assert!(
        ran.stderr.contains("alone takes") || ran.stderr.contains("more than the limit"),
        "{}",
        ran.stderr
    );
    exhibits(&case, &out, &[]).done();
    assert!(out.join("exhibits.pdf").exists() && !out.join("exhibits-1.pdf").exists());
}
