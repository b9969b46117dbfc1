//! The PDFs that are sent and kept, held against validators from outside: PDF/A-2a, PDF/UA-1, tags.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::run::{EXAMPLE, dossier, program, veld, workspace};

/// What two validators from PyPI say of each file, one line of JSON a file. docs/filing-files.md says what they check.
const CHECK: &str = r#"
import json, sys
from pdf_oxide import PdfDocument
from oxidize_pdf import PdfALevel, PdfAValidator, TaggedPdfFindingCode, validate_tagged_pdf

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        bytes = file.read()
    document = PdfDocument(path)
    archive, access = document.validate_pdf_a("2a"), document.validate_pdf_ua()
    other, tags = PdfAValidator(PdfALevel.A2A).validate_bytes(bytes), validate_tagged_pdf(bytes)
    # Tags may stand in another order than what is drawn: footnotes do. No standard asks that both be the same.
    wrong = [finding.message for finding in tags.findings if finding.code != TaggedPdfFindingCode.InvalidReadingOrder]
    print(json.dumps({
        "path": path,
        "archive": [archive["valid"], [str(error) for error in archive["errors"]]],
        "access": [access["valid"], [str(error) for error in access["errors"]]],
        "archive_again": [other.is_valid, [str(error) for error in other.errors]],
        "tags": [tags.tagged, wrong],
    }))
"#;

/// A Python that has both validators.
fn interpreter() -> Option<PathBuf> {
    let given = std::env::var_os("REMAND_CHECKS_PYTHON").map(PathBuf::from);
    let made = workspace().join("target/checks/venv/bin/python");
    let has_both = |python: &PathBuf| {
        let tried = Command::new(python).args(["-c", "import pdf_oxide, oxidize_pdf"]).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let found = given.into_iter().chain([made, PathBuf::from("python3")]).find(has_both);
    if found.is_none() {
        println!(
            "skipped: no Python here has pdf_oxide and oxidize-pdf (.ci/run makes one in target/checks/venv)"
        );
    }
    found
}

/// What is said of each file: the checks that fail, with their reasons.
fn faults(python: &Path, files: &[PathBuf]) -> BTreeMap<String, Vec<String>> {
    let ran = Command::new(python).arg("-c").arg(CHECK).args(files).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut found = BTreeMap::new();
    for line in String::from_utf8(ran.stdout).unwrap().lines() {
        let said: Value = serde_json::from_str(line).unwrap();
        let failing = ["archive", "access", "archive_again", "tags"].into_iter().filter_map(|check| {
            let (valid, reasons) = (&said[check][0], &said[check][1]);
            let fine = valid == true && reasons.as_array().unwrap().is_empty();
            (!fine).then(|| format!("{check}: {reasons}"))
        });
        found.insert(said["path"].as_str().unwrap().to_owned(), failing.collect());
    }
    assert_eq!(found.len(), files.len(), "each file is spoken of");
    found
}

#[test]
fn what_is_sent_and_kept_is_an_archival_and_tagged_pdf() {
    let Some(python) = interpreter() else { return };
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path();
    let case = out.join("dossier");
    let options: Vec<&str> = EXAMPLE.into_iter().filter(|option| *option != "--no-pdf").collect();
    dossier(&veld(), &case, &options).done();
    let mut files = vec![case.join("dossier.pdf")];
    for language in ["en", "fr", "es"] {
        let (filing, sheet) = (out.join(format!("wgad-{language}")), out.join(format!("sheet-{language}")));
        for (verb, to) in [(["file", "wgad"].as_slice(), &filing), (["sheet"].as_slice(), &sheet)] {
            let mut command = program();
            command.args(verb).arg(&case).arg("--out").arg(to).args(["--lang", language]);
            crate::run::Ran::from(command.output().unwrap()).done();
        }
        files.extend([filing.join("draft.pdf"), filing.join("worksheet.pdf"), sheet.join("sheet.pdf")]);
    }
    let failing: Vec<_> =
        faults(&python, &files).into_iter().filter(|(_, faults)| !faults.is_empty()).collect();
    assert!(failing.is_empty(), "{failing:#?}");
}

/// A file that says it is an archival one in its metadata, and has lost what that promises.
#[test]
fn a_pdf_that_only_claims_to_be_archival_is_found() {
    let Some(python) = interpreter() else { return };
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("dossier");
    let options: Vec<&str> = EXAMPLE.into_iter().filter(|option| *option != "--no-pdf").collect();
    dossier(&veld(), &case, &options).done();
    let good = std::fs::read(case.join("dossier.pdf")).unwrap();
    // Of the same length, so that the places in the file still hold.
    let losses = [("metadata", "/Metadata", "/Metadota"), ("tags", "/StructTreeRoot", "/StructTreeRuut")];
    let mut files = Vec::new();
    for (name, was, is) in losses {
        let mut bytes = good.clone();
        let at: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(was.as_bytes())).collect();
        assert!(!at.is_empty(), "{was} is in the open part of the file");
        for at in at {
            bytes[at..at + was.len()].copy_from_slice(is.as_bytes());
        }
        let path = dir.path().join(format!("{name}.pdf"));
        std::fs::write(&path, bytes).unwrap();
        files.push(path);
    }
    for (path, faults) in faults(&python, &files) {
        assert!(!faults.is_empty(), "{path} passes");
    }
}
