//! The law packs of a folder that an editor has open.

use std::fs::{self, DirEntry};
use std::path::Path;

use remand_lsp::Below;

use crate::library::{read, slashed};

/// Folders hold more files than these only where they are no folders of law.
const MOST_ENTRIES: usize = 20_000;

/// Folders that hold what programs put there.
const BUILT: [&str; 2] = ["node_modules", "target"];

/// The Markdown files with law blocks below `path`, by name, or the file at `path`. Hidden folders, those of built
/// things and links are left out, and so is what cannot be read: an editor goes on without it.
pub fn packs_below(path: &Path) -> Below {
    let mut below = Below::default();
    if path.is_file() {
        take(path, &mut below);
        return below;
    }
    let mut folders = vec![path.to_owned()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            seen += 1;
            if seen > MOST_ENTRIES {
                below.notes.push(format!(
                    "{} holds more than {MOST_ENTRIES} files: not all were searched for law packs; open the folder of the packs itself",
                    path.display()
                ));
                folders.clear();
                break;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && is_searched(&entry) => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && entry.path().extension().is_some_and(|end| end == "md") => {
                    take(&entry.path(), &mut below);
                }
                _ => {}
            }
        }
    }
    below.files.sort();
    below
}

fn is_searched(folder: &DirEntry) -> bool {
    let name = folder.file_name();
    let name = name.to_string_lossy();
    !name.starts_with('.') && !BUILT.contains(&name.as_ref())
}

fn take(path: &Path, below: &mut Below) {
    match read(path) {
        Ok(text) if remand_law::has_blocks(&text) => below.files.push((slashed(path), text)),
        Ok(_) => {}
        Err(error) => below.notes.push(error.to_string()),
    }
}
