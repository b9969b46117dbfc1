//! What the README says in names is what the repository holds.
#![allow(clippy::unwrap_used, reason = "a fault here is a fault of the test")]

mod tree;

use std::collections::BTreeSet;

use tree::{File, files, none};

/// Options in the first column of a table: ``| `--out DIR` | …``.
fn told(readme: &str) -> BTreeSet<String> {
    let name = |line: &str| Some(line.strip_prefix("| `--")?.split([' ', '`']).next()?.to_owned());
    readme.lines().filter_map(name).collect()
}

/// Options of a command: the fields under `#[arg(long …)]`.
fn taken(command: &str) -> BTreeSet<String> {
    let mut options = BTreeSet::new();
    let mut long = false;
    for line in command.lines().map(str::trim) {
        if line.starts_with("#[arg(long") {
            long = true;
        } else if long && let Some((name, _)) = line.split_once(':') {
            options.insert(name.replace('_', "-"));
            long = false;
        }
    }
    options
}

fn options(readme: &str, command: &str) -> Vec<String> {
    let (told, taken) = (told(readme), taken(command));
    let missing = taken.difference(&told).map(|name| format!("the README does not tell of --{name}"));
    let gone =
        told.difference(&taken).map(|name| format!("the README tells of --{name}, which is not there"));
    missing.chain(gone).collect()
}

fn text(files: &[File], path: &str) -> String {
    files.iter().find(|file| file.path == path).unwrap().text.clone()
}

#[test]
fn the_options_are_those_of_the_command() {
    let files = files();
    none(&options(&text(&files, "README.md"), &text(&files, "crates/cli/src/dossier.rs")));
}

#[test]
fn what_must_pass_runs_the_tests_as_the_readme_does() {
    let files = files();
    let command = "cargo test --workspace";
    assert!(text(&files, "README.md").lines().any(|line| line.trim() == command));
    assert!(text(&files, ".ci/run").lines().any(|line| line == command));
}

#[test]
fn an_option_that_is_not_told_or_not_there_is_refused() {
    let readme = "| option | |\n|---|---|\n| `--out DIR` | a folder |\n| `--fast` | faster |\n";
    let command = "    /// Where.\n    #[arg(long, value_name = \"DIR\")]\n    out: PathBuf,\n    #[arg(long)]\n    no_pdf: bool,\n    sources: X,\n";
    assert_eq!(
        options(readme, command),
        ["the README does not tell of --no-pdf", "the README tells of --fast, which is not there"]
    );
}
