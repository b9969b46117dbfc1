//! Which law packs a case is held against: those the program carries, and a user's own.

use std::fs;
use std::path::{Path, PathBuf};

use remand_law::Pack;

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// Neither a jurisdiction of the program nor a file or folder.
    #[error(
        "`{name}` is no law pack: give one of {known}, or the path of a pack (.md) or of a folder of packs"
    )]
    Unknown {
        /// As it was given.
        name: String,
        /// What the program carries.
        known: String,
    },
    /// A pack file cannot be read.
    #[error("cannot read the law pack {}: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Faults in a pack, each at its word.
    #[error("{}", .0.join("\n"))]
    Faulty(Vec<String>),
}

/// The packs named by `chosen`: jurisdictions of the program (`un`, `kz`), paths of pack files or of folders. Where
/// nothing is chosen: the country that holds the person, where the program has packs for it. Those of the United
/// Nations and of the forums are there always.
///
/// # Errors
///
/// Where a name is unknown, a file cannot be read or a pack has faults.
pub(crate) fn packs(chosen: Option<&[String]>, state: Option<&str>) -> Result<Vec<Pack>, LawError> {
    let carried = jurisdictions();
    let default: Vec<String> =
        state.filter(|s| carried.iter().any(|c| c == s)).map(str::to_owned).into_iter().collect();
    let chosen = chosen.unwrap_or(&default);
    let named: Vec<&str> =
        chosen.iter().map(String::as_str).filter(|name| carried.iter().any(|c| c == name)).collect();
    let mut own: Vec<(String, String)> = Vec::new();
    for name in chosen.iter().filter(|name| !carried.contains(name)) {
        let path = Path::new(name);
        if path.is_dir() {
            for found in remand_vault::walk(path).into_iter().filter(|f| f.name.ends_with(".md")) {
                own.push((found.name, read(&found.path)?));
            }
        } else if path.is_file() {
            own.push((name.clone(), read(path)?));
        } else {
            return Err(LawError::Unknown { name: name.clone(), known: carried.join(", ") });
        }
    }
    let mut files: Vec<(&str, &str)> = remand_finding::pack_files(&named).collect();
    files.extend(own.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let (packs, faults) = remand_finding::packs(files);
    if faults.is_empty() {
        Ok(packs)
    } else {
        Err(LawError::Faulty(faults.iter().map(ToString::to_string).collect()))
    }
}

fn read(path: &Path) -> Result<String, LawError> {
    fs::read_to_string(path).map_err(|source| LawError::Unreadable { path: path.to_owned(), source })
}

fn jurisdictions() -> Vec<String> {
    let mut names: Vec<String> = remand_finding::PACKS
        .iter()
        .filter_map(|(path, _)| path.split('/').next())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}
