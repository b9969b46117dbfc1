//! What the README says in numbers and names is what the repository holds.
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

/// What the README must say of the law packs, word for word.
fn of_the_law(packs: &[File]) -> Vec<String> {
    let count = |below: &str, start: &str| {
        let lines =
            packs.iter().filter(|pack| pack.path.starts_with(below)).flat_map(|pack| pack.text.lines());
        lines.filter(|line| line.starts_with(start)).count()
    };
    let checked = |how: &str| {
        let lines = packs.iter().flat_map(|pack| pack.text.lines());
        lines.filter(|line| line.starts_with("checked") && line.ends_with(how)).count()
    };
    let all = count("law/", "```norm ");
    vec![
        format!("[{all} norms]"),
        format!(
            "methods of work of the UN Working Group on Arbitrary Detention): {} norms.",
            count("law/un/", "```norm ")
        ),
        format!("Kazakhstan (Constitution, Criminal Procedure Code): {}.", count("law/kz/", "```norm ")),
        format!(
            "Of the {all}, {} were checked against text, {} against secondary text, {} are from memory.",
            checked("against text"),
            checked("against secondary text"),
            checked("from memory"),
        ),
    ]
}

/// Sentences that do not stand in a text, wherever its lines break.
fn unsaid(text: &str, sentences: &[String]) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let missing = sentences.iter().filter(|sentence| !text.contains(sentence.as_str()));
    missing.map(|sentence| format!("the README does not say: {sentence}")).collect()
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
fn the_law_packs_are_counted() {
    let (packs, others): (Vec<File>, Vec<File>) =
        files().into_iter().partition(|f| f.is_below("law") && f.path.ends_with(".md"));
    none(&unsaid(&text(&others, "README.md"), &of_the_law(&packs)));
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

#[test]
fn a_count_that_is_wrong_is_refused() {
    let pack = "```norm a.1\nchecked    2024-03-04 from memory\n```\n\n```norm a.2\nchecked    2024-03-04 against text\n```\n";
    let asked = of_the_law(&[File::invented("law/un/a.md", pack)]);
    let last = "Of the 2, 1 were checked against text, 0 against secondary text, 1 are from memory.";
    assert_eq!(asked.last().map(String::as_str), Some(last));
    assert!(
        unsaid(
            "Of the 2, 1 were checked\nagainst text, 0 against secondary text, 1 are from memory.",
            &[last.to_owned()]
        )
        .is_empty()
    );
    assert_eq!(
        unsaid("Of the 3, 1 were checked", &[last.to_owned()]),
        [format!("the README does not say: {last}")]
    );
}
