//! The files below a source folder, in a stable order, with everything that could not be read named.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::view::is_vault;

/// Something found below a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Path below the source with `/` between the parts; what is not UTF-8, and control characters, as `%XX`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: FoundKind,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// A file to take in.
    File,
    /// It is there, and cannot be read, for the reason given.
    Unreadable(String),
    /// It is there, and is left out on purpose, for the reason given.
    Skipped(String),
}

/// Files that systems put into folders; nobody wrote them.
const SYSTEM_FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Everything below `source`, or `source` itself where it is a file, ordered by name.
pub fn walk(source: &Path) -> Vec<Found> {
    let own_name = source.file_name().unwrap_or(source.as_os_str());
    let metadata = match fs::metadata(source) {
        Ok(metadata) => metadata,
        Err(e) => return vec![found(name_part(own_name), source, FoundKind::Unreadable(in_words(&e)))],
    };
    if !metadata.is_dir() {
        let kind = if metadata.is_file() { FoundKind::File } else { special() };
        return vec![found(name_part(own_name), source, kind)];
    }
    let root = fs::canonicalize(source).unwrap_or_else(|_| source.to_owned());
    let mut all = Vec::new();
    let mut folders = vec![(source.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                let name = if prefix.is_empty() { name_part(own_name) } else { prefix };
                all.push(found(name, &folder, FoundKind::Unreadable(in_words(&e))));
                continue;
            }
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    all.push(found(prefix.clone(), &folder, FoundKind::Unreadable(in_words(&e))));
                    continue;
                }
            };
            let path = entry.path();
            let part = name_part(&entry.file_name());
            let name = if prefix.is_empty() { part } else { format!("{prefix}/{part}") };
            match entry.file_type() {
                Err(e) => all.push(found(name, &path, FoundKind::Unreadable(in_words(&e)))),
                Ok(kind) if kind.is_symlink() => {
                    let kind = link(&path, &root);
                    all.push(found(name, &path, kind));
                }
                Ok(kind) if kind.is_dir() && is_vault(&path) => {
                    let reason = "a vault of this program: its items are copies".to_owned();
                    all.push(found(name, &path, FoundKind::Skipped(reason)));
                }
                Ok(kind) if kind.is_dir() => folders.push((path, name)),
                Ok(kind) if kind.is_file() => {
                    let system = SYSTEM_FILES.iter().any(|file| entry.file_name() == *file);
                    let kind = if system {
                        FoundKind::Skipped("a file that the system made for itself".to_owned())
                    } else {
                        FoundKind::File
                    };
                    all.push(found(name, &path, kind));
                }
                Ok(_) => all.push(found(name, &path, special())),
            }
        }
    }
    all.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    all
}

fn found(name: String, path: &Path, kind: FoundKind) -> Found {
    Found { name, path: path.to_owned(), kind }
}

fn special() -> FoundKind {
    FoundKind::Unreadable("a pipe, socket or device, not a file".to_owned())
}

/// What to do with a symbolic link: what it names is read where it lies, or lies outside and stays there.
fn link(path: &Path, root: &Path) -> FoundKind {
    match fs::canonicalize(path) {
        Ok(target) if target.starts_with(root) => {
            FoundKind::Skipped("a link to another place in the same source".to_owned())
        }
        Ok(target) => FoundKind::Unreadable(format!(
            "a link out of the source, to {}; it was not followed: put a copy there instead",
            target.display()
        )),
        Err(e) => FoundKind::Unreadable(format!("a link that leads nowhere: {}", in_words(&e))),
    }
}

fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "the system does not let this user read it".to_owned(),
        _ => error.to_string(),
    }
}

/// One part of a name, as text that can stand on a page and on a terminal.
fn name_part(part: &OsStr) -> String {
    let mut name = String::new();
    for chunk in part.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() {
                let mut buffer = [0; 4];
                name.extend(c.encode_utf8(&mut buffer).bytes().map(escape));
            } else {
                name.push(c);
            }
        }
        name.extend(chunk.invalid().iter().copied().map(escape));
    }
    name
}

fn escape(byte: u8) -> String {
    format!("%{byte:02X}")
}
