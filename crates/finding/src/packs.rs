//! The law packs that are part of the program.

use remand_law::{Diagnostic, Pack};

use crate::names;

/// Path below `law/` and text of every pack of the program. The first part of the path is the jurisdiction.
pub const PACKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Loaded for every case: the law of the United Nations, and the forums whose norms say which states they bind.
const ALWAYS: [&str; 2] = ["un", "forums"];

/// The packs of the program for a case: those of the United Nations and of the forums always, and each jurisdiction
/// that is named.
pub fn pack_files<'a>(
    jurisdictions: &'a [&'a str],
) -> impl Iterator<Item = (&'static str, &'static str)> + 'a {
    PACKS.iter().copied().filter(|(path, _)| {
        let jurisdiction = path.split('/').next().unwrap_or_default();
        ALWAYS.contains(&jurisdiction) || jurisdictions.contains(&jurisdiction)
    })
}

/// Reads packs from their paths and texts, together. Faults of all of them are told, and those between them; what has
/// no fault is there all the same.
pub fn packs<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Vec<Pack>, Vec<Diagnostic>) {
    let (packs, mut faults) = remand_law::parse(files, &names());
    faults.extend(remand_law::link(&packs).1);
    (packs, faults)
}
