//! `docs/dependencies.md` names every crate from outside that a manifest names, and no other.

mod tree;

use std::collections::BTreeSet;

use tree::{File, dependencies, files, none};

const LIST: &str = "docs/dependencies.md";

/// Crates that open a row of the first table: ``| `name` | …``.
fn listed(document: &str) -> BTreeSet<String> {
    let table =
        document.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let name = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    table.filter_map(name).collect()
}

fn faults(manifests: &[File], document: &str) -> Vec<String> {
    let named = |file: &File| dependencies(&file.text);
    let outside = |name: &String| !name.starts_with("remand-");
    let used: BTreeSet<String> = manifests.iter().flat_map(named).filter(outside).collect();
    let listed = listed(document);
    let missing = used.difference(&listed).map(|name| format!("{LIST} does not say why `{name}` is there"));
    let idle =
        listed.difference(&used).map(|name| format!("{LIST} lists `{name}`, which nothing depends on"));
    missing.chain(idle).collect()
}

/// Crates with a version in the root manifest that no other manifest names.
fn unused(root: &str, manifests: &[File]) -> Vec<String> {
    let used: BTreeSet<String> = manifests.iter().flat_map(|file| dependencies(&file.text)).collect();
    let table = root.lines().skip_while(|line| *line != "[workspace.dependencies]").skip(1);
    let names = table.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    let idle = names.filter(|(name, _)| !name.starts_with('#') && !used.contains(*name));
    idle.map(|(name, _)| format!("Cargo.toml gives `{name}` a version, and nothing depends on it")).collect()
}

#[test]
fn every_version_is_used() {
    let (root, manifests): (Vec<File>, Vec<File>) =
        files().into_iter().filter(|f| f.path.ends_with("Cargo.toml")).partition(|f| f.path == "Cargo.toml");
    assert_eq!(root.len(), 1);
    none(&root.iter().flat_map(|root| unused(&root.text, &manifests)).collect::<Vec<_>>());
}

#[test]
fn a_version_that_nothing_uses_is_refused() {
    let root = "[workspace.dependencies]\njiff = \"0.2\"\nodd = { version = \"1\" }\n# tests\n\n[profile.dev]\nx = 1\n";
    let manifest = [File::invented("crates/clock/Cargo.toml", "[dependencies]\njiff.workspace = true\n")];
    assert_eq!(unused(root, &manifest), ["Cargo.toml gives `odd` a version, and nothing depends on it"]);
}

#[test]
fn every_dependency_has_a_reason() {
    let files = files();
    let document = files.iter().find(|f| f.path == LIST).map(|f| f.text.clone()).unwrap_or_default();
    let manifests: Vec<File> = files.into_iter().filter(|f| f.path.ends_with("/Cargo.toml")).collect();
    none(&faults(&manifests, &document));
}

#[test]
fn a_dependency_without_a_reason_is_refused_and_a_reason_without_a_dependency() {
    let text = "[dependencies]\nremand-timex.workspace = true\njiff.workspace = true\n\n[dev-dependencies]\nodd = \"1\"\n";
    let manifest = [File::invented("crates/clock/Cargo.toml", text)];
    let document =
        "Why:\n\n| crate | why |\n|---|---|\n| `jiff` | dates |\n| `gone` | once |\n\n| `odd` | left out |\n";
    assert_eq!(
        faults(&manifest, document),
        [
            "docs/dependencies.md does not say why `odd` is there",
            "docs/dependencies.md lists `gone`, which nothing depends on",
        ]
    );
}
