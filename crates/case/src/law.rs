//! Which law packs a case is held against: those the program carries, and a user's own.

use std::path::{Path, PathBuf};

use remand_law::Pack;

use crate::Library;

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
    /// There is nothing at a path.
    #[error("there is nothing at {}; check the path", .0.display())]
    Nothing(PathBuf),
    /// A folder without a pack.
    #[error("there is no law pack in {}: a pack is a file whose name ends with .md", .0.display())]
    Empty(PathBuf),
    /// A file that is no text.
    #[error("{} is not text in UTF-8; save it as plain text with the encoding UTF-8", .0.display())]
    NotText(PathBuf),
    /// A file that nobody wrote by hand.
    #[error("{} has {bytes} bytes; a law pack has at most a million", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}; check that it may be written to and that there is room", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A page of the site of packs cannot be made.
    #[error("cannot make a page of the packs: {0}")]
    Page(String),
    /// A folder for the site holds a file that somebody else put there.
    #[error(
        "{} is there already, and `remand law doc` did not write it; give a folder that is empty or does not exist",
        .0.display()
    )]
    InTheWay(PathBuf),
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
    let (named, own): (Vec<&String>, Vec<&String>) = chosen.iter().partition(|name| carried.contains(name));
    if let Some(name) = own.iter().find(|name| !Path::new(name.as_str()).exists()) {
        return Err(LawError::Unknown { name: (*name).clone(), known: carried.join(", ") });
    }
    let own: Vec<PathBuf> = own.into_iter().map(PathBuf::from).collect();
    let library = Library::open(&own, false)?;
    if !library.faults().is_empty() {
        return Err(LawError::Faulty(library.faults().iter().map(ToString::to_string).collect()));
    }
    let named: Vec<&str> = named.into_iter().map(String::as_str).collect();
    let loaded: Vec<&str> = remand_finding::pack_files(&named).map(|(place, _)| place).collect();
    let used = library
        .packs()
        .iter()
        .filter(|shelved| shelved.path.is_some() || loaded.contains(&shelved.place.as_str()));
    Ok(used.map(|shelved| shelved.pack.clone()).collect())
}

/// Every jurisdiction that the program has packs for.
pub(crate) fn jurisdictions() -> Vec<String> {
    let mut names: Vec<String> = remand_finding::PACKS
        .iter()
        .filter_map(|(path, _)| path.split('/').next())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}
