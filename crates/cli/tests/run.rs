//! A run of the program and what it left, for every test to look at.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_remand");

/// Options of every run of the example: what its README names, without the PDF.
pub(crate) const EXAMPLE: [&str; 7] =
    ["--subject", "Orsen Kaldray", "--law", "un", "--as-of", "2025-01-31", "--no-pdf"];

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn veld() -> PathBuf {
    workspace().join("examples/veld")
}

/// What the program said at its end.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }
}

impl Ran {
    /// One of the two exit codes of a run that is done; the message of any other.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert!(matches!(self.code, Some(0 | 3)), "{self:?}");
        self
    }

    /// Exit code 1 and a message of one line that holds each of `words`, with nothing of the machinery in it.
    #[track_caller]
    pub(crate) fn fails_with(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "`{word}` is not in the message: {}", self.stderr);
        }
        assert_eq!(self.stderr.trim_end().lines().count(), 1, "{}", self.stderr);
        for machinery in ["panicked", "RUST_BACKTRACE", "Error {", "Err("] {
            assert!(!self.stderr.contains(machinery), "{}", self.stderr);
        }
    }
}

/// `remand dossier SOURCE --out OUT …`
/// The program, with a key and a folder for open cases that all tests share.
pub(crate) fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    command.env("REMAND_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/remand-home"));
    // Where the keys of open cases are kept: those of whoever runs the tests stay as they are.
    command.env("XDG_RUNTIME_DIR", env!("CARGO_TARGET_TMPDIR"));
    command
}

pub(crate) fn command(source: &Path, out: &Path, options: &[&str]) -> Command {
    let mut command = program();
    command.arg("dossier").arg(source).arg("--out").arg(out).args(options);
    command
}

pub(crate) fn dossier(source: &Path, out: &Path, options: &[&str]) -> Ran {
    command(source, out, options).output().expect("the program starts").into()
}

/// The files of an output folder by name, without the case folder.
pub(crate) fn outputs(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(out).expect("an output folder").map(|entry| entry.expect("an entry").path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| (name_of(&path), fs::read(&path).expect("an output"))).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).expect("a name").into_owned()
}

pub(crate) fn json_of(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("dossier.json")).expect("dossier.json")).expect("JSON")
}

/// The only log of the case below `out`, where one was begun.
pub(crate) fn log_of(out: &Path) -> Option<PathBuf> {
    fs::read_dir(out.join("case/logs")).ok()?.map(|entry| entry.expect("an entry").path()).next()
}

/// What the only log of the case says.
pub(crate) fn journal_of(out: &Path) -> String {
    fs::read_to_string(log_of(out).expect("a log")).expect("the log")
}

/// The items of a list in a JSON object; none where the field is missing or null.
pub(crate) fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value[field].as_array().map_or(&[], Vec::as_slice)
}

/// Text of a field; empty where it is missing or null.
pub(crate) fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// What a dossier says, without the one value in it that tells two cases apart: the head of the journal, which
/// holds the times at which files were received.
pub(crate) fn apart_from_the_journal(out: &Path) -> (String, String) {
    let json = fs::read_to_string(out.join("dossier.json")).expect("dossier.json");
    let html = fs::read_to_string(out.join("dossier.html")).expect("dossier.html");
    let head = json_of(out)["journal"]["head"].as_str().expect("the head of the journal").to_owned();
    assert_eq!(head.len(), 64, "{head}");
    let short = &head[..16];
    (json.replace(&head, "HEAD"), html.replace(short, "HEAD").replace(&head[16..], ""))
}

/// A run of the example that all tests share.
pub(crate) struct Example {
    pub(crate) ran: Ran,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) json: Value,
    pub(crate) apart_from_the_journal: (String, String),
}

pub(crate) fn example() -> &'static Example {
    static RUN: OnceLock<Example> = OnceLock::new();
    RUN.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("out");
        let ran = dossier(&veld(), &out, &EXAMPLE).done();
        Example {
            ran,
            files: outputs(&out),
            json: json_of(&out),
            apart_from_the_journal: apart_from_the_journal(&out),
        }
    })
}
