//! The files of the repository, as the checks see them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a fault here is a fault of the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A text file: its path below the root, with `/` between the parts, and what stands in it.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// A file that only exists in a test of a check.
    pub(crate) fn invented(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn is_below(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// Every text file of the repository in the order of the paths; what git ignores at the root is left out.
pub(crate) fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(&root(), "", &mut files);
    assert!(files.len() > 100, "this is not the repository: {} files", files.len());
    files
}

fn collect(folder: &Path, below: &str, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().unwrap();
        let ignored = below.is_empty() && matches!(name.as_str(), ".git" | "target" | "dossier");
        if ignored {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &path, files);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.push(File { path, text });
        }
    }
}

/// Fails with every fault that was found.
#[track_caller]
pub(crate) fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} found:\n  {}", faults.len(), faults.join("\n  "));
}

/// Names of the packages that a manifest depends on, under whatever name they are imported: for the program, its tests
/// and its build, on every platform.
pub(crate) fn dependencies(manifest: &str) -> Vec<String> {
    let manifest: Table = manifest.parse().unwrap();
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let platforms = manifest.get("target").and_then(Value::as_table);
    let holders = platforms.into_iter().flat_map(Table::values).filter_map(Value::as_table);
    let tables = std::iter::once(&manifest)
        .chain(holders)
        .flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()));
    let package = |(name, value): (&String, &Value)| {
        value.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()
    };
    tables.flatten().map(package).collect()
}
