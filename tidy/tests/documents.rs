//! The documents name every crate, their links lead somewhere, and no file tells of the machine it was written on.
#![allow(clippy::unwrap_used, reason = "a fault here is a fault of the test")]

mod tree;

use std::collections::BTreeSet;

use tree::{File, files, none, root};

const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Folders of crates that the architecture does not name as `crates/…`.
fn unnamed(crates: &BTreeSet<String>, architecture: &str) -> Vec<String> {
    let named = |name: &&String| !architecture.contains(&format!("`crates/{name}`"));
    crates.iter().filter(named).map(|name| format!("{ARCHITECTURE} does not name `crates/{name}`")).collect()
}

/// Targets of the links of a Markdown text, with their lines; what stands in fenced blocks and in code is left out.
fn links(markdown: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    let mut fenced = false;
    for (index, line) in markdown.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        links.extend(targets.map(|(target, _)| (index + 1, target.to_owned())));
    }
    links
}

/// Relative links of `file` that lead to nothing; `exists` is asked for paths below the root.
fn broken(file: &File, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut faults = Vec::new();
    for (line, target) in links(&file.text) {
        let path = target.split('#').next().unwrap_or_default();
        if path.is_empty() || target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let mut outside = false;
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => outside |= parts.pop().is_none(),
                name => parts.push(name),
            }
        }
        if outside || !exists(&parts.join("/")) {
            faults.push(format!("{}:{line}: the link to {target} leads nowhere", file.path));
        }
    }
    faults
}

/// Paths that only exist on one machine. They are put together here so that this file does not hold them.
fn machine_paths(path: &str) -> Vec<String> {
    let mut marks = vec![
        ["/wo", "rk/"].concat(),
        ["/ro", "ot/"].concat(),
        ["/ho", "me/"].concat(),
        [".lib", "rary"].concat(),
    ];
    if path.ends_with(".md") {
        marks.push(["/t", "mp/"].concat());
    }
    marks
}

/// `mark` begins a path in `line`: the end of a longer path and a field of a value do not count.
fn begins(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | ')' | ']'))
    })
}

fn of_a_machine(file: &File) -> Vec<String> {
    let marks = machine_paths(&file.path);
    let mut faults = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let found = marks.iter().filter(|mark| begins(line, mark));
        faults.extend(
            found.map(|mark| format!("{}:{}: `{mark}` is a path of one machine", file.path, index + 1)),
        );
    }
    faults
}

#[test]
fn the_architecture_names_every_crate() {
    let files = files();
    let crates: BTreeSet<String> = files
        .iter()
        .filter_map(|f| f.path.strip_prefix("crates/")?.split('/').next().map(str::to_owned))
        .collect();
    let architecture = files.iter().find(|f| f.path == ARCHITECTURE).unwrap();
    none(&unnamed(&crates, &architecture.text));
}

#[test]
fn relative_links_lead_somewhere() {
    let root = root();
    let documents = files().into_iter().filter(|f| f.path.ends_with(".md"));
    let faults: Vec<String> = documents.flat_map(|f| broken(&f, |path| root.join(path).exists())).collect();
    none(&faults);
}

#[test]
fn no_file_tells_of_a_machine() {
    let faults: Vec<String> = files().iter().flat_map(of_a_machine).collect();
    none(&faults);
}

#[test]
fn a_crate_that_is_only_mentioned_in_passing_is_missed() {
    let crates = BTreeSet::from(["clock".to_owned(), "law".to_owned()]);
    let found = unnamed(&crates, "`crates/law`: the language. The clock ticks in crates/clockwork.");
    assert_eq!(found, ["ARCHITECTURE.md does not name `crates/clock`"]);
}

#[test]
fn a_link_to_nothing_is_refused() {
    let text = "[a](gone.md), [b](../README.md#top)\n```\n[in code](nowhere)\n```\n`[x](y)` [c](../../out.md)\n[d](#here)";
    let file = File::invented("docs/page.md", text);
    let found = broken(&file, |path| path == "README.md");
    assert_eq!(
        found,
        [
            "docs/page.md:1: the link to gone.md leads nowhere",
            "docs/page.md:5: the link to ../../out.md leads nowhere",
        ]
    );
}

#[test]
fn a_path_of_a_machine_is_refused() {
    let path = ["/wo", "rk/target"].concat();
    let found =
        of_a_machine(&File::invented("crates/clock/src/lib.rs", &format!("//! Clock.\n// see {path}\n")));
    assert_eq!(found.len(), 1);
    assert!(found.iter().all(|fault| fault.starts_with("crates/clock/src/lib.rs:2: ")), "{found:?}");
    let output = ["--out /t", "mp/x"].concat();
    assert_eq!(of_a_machine(&File::invented("README.md", &output)).len(), 1);
    for text in
        ["the frame / work of a norm", &["crates/wo", "rk/tests"].concat(), &["self.lib", "rary"].concat()]
    {
        assert!(of_a_machine(&File::invented("README.md", text)).is_empty(), "{text}");
    }
}
