//! A crate depends only on crates above it in the order of the path.

mod tree;

use tree::{File, dependencies, files, none};

/// The stages in the order in which data passes through them.
const ORDER: &[&str] = &[
    "vault",
    "stamp",
    "bundle",
    "text",
    "search",
    "capture",
    "timex",
    "reading",
    "chronology",
    "clock",
    "law",
    "proof",
    "checker",
    "kernel",
    "finding",
    "lsp",
    "handbook",
    "protection",
    "dossier",
    "exhibit",
    "proofread",
    "filing",
    "site",
    "case",
    "cli",
];

fn place(name: &str) -> Option<usize> {
    ORDER.iter().position(|stage| *stage == name).map(|index| index + 1)
}

fn faults(manifests: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for manifest in manifests {
        let name = manifest.path.trim_start_matches("crates/").trim_end_matches("/Cargo.toml");
        let Some(at) = place(name) else {
            faults.push(format!("{name} has no place in the order of tidy/tests/layers.rs"));
            continue;
        };
        let used = dependencies(&manifest.text);
        for used in used.iter().filter_map(|name| name.strip_prefix("remand-")) {
            match place(used) {
                Some(other) if other < at => {}
                Some(other) => faults.push(format!("{name} ({at}) may not depend on {used} ({other})")),
                None => {
                    faults.push(format!("{name} ({at}) depends on {used}, which has no place in the order"))
                }
            }
        }
    }
    faults
}

#[test]
fn a_crate_depends_only_on_crates_above_it() {
    let manifests: Vec<File> =
        files().into_iter().filter(|f| f.is_below("crates") && f.path.ends_with("/Cargo.toml")).collect();
    assert_eq!(manifests.len(), ORDER.len(), "a crate is missing, or new and without a place in the order");
    none(&faults(&manifests));
}

#[test]
fn a_dependency_on_a_later_crate_is_refused_however_it_is_written() {
    let refused = |text: &str| faults(&[File::invented("crates/clock/Cargo.toml", text)]);
    for text in [
        "[dependencies]\nremand-dossier.workspace = true\n",
        "[dev-dependencies]\nremand-dossier = { path = \"../dossier\" }\n",
        "[dependencies]\nprinter = { package = \"remand-dossier\", path = \"../dossier\" }\n",
        "[target.'cfg(unix)'.dependencies]\nremand-dossier.workspace = true\n",
    ] {
        assert_eq!(refused(text), ["clock (10) may not depend on dossier (19)"], "{text}");
    }
    assert_eq!(
        refused("[dependencies]\nremand-clock.workspace = true\n"),
        ["clock (10) may not depend on clock (10)"]
    );
    assert_eq!(
        refused("[dependencies]\nremand-common.workspace = true\n"),
        ["clock (10) depends on common, which has no place in the order"]
    );
    assert!(
        refused("[dependencies]\nremand-chronology.workspace = true\nserde.workspace = true\n").is_empty()
    );
}

#[test]
fn a_crate_without_a_place_is_refused() {
    let found = faults(&[File::invented("crates/utils/Cargo.toml", "")]);
    assert_eq!(found, ["utils has no place in the order of tidy/tests/layers.rs"]);
}
