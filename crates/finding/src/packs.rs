//! The law packs that are part of the program.

use remand_law::{Diagnostic, Pack};

use crate::names;

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../law/", $path)))),*]
    };
}

/// Path below `law/` and text of every pack of the program. The first part of the path is the jurisdiction.
pub const PACKS: &[(&str, &str)] = embedded![
    "un/iccpr/article-9.md",
    "un/iccpr/article-14.md",
    "un/body-of-principles/principle-15.md",
    "un/lawyers/principle-7.md",
    "un/mandela/rule-44.md",
    "un/wgad/methods-of-work.md",
    "kz/constitution/article-13.md",
    "kz/constitution/article-16.md",
    "kz/constitution/article-77.md",
    "kz/criminal-procedure-code/article-131.md",
    "kz/criminal-procedure-code/article-147.md",
    "kz/criminal-procedure-code/article-148.md",
    "kz/criminal-procedure-code/article-151.md",
];

/// The packs of the program for a case: `un` always, and each jurisdiction that is named.
pub fn pack_files<'a>(
    jurisdictions: &'a [&'a str],
) -> impl Iterator<Item = (&'static str, &'static str)> + 'a {
    PACKS.iter().copied().filter(|(path, _)| {
        let jurisdiction = path.split('/').next().unwrap_or_default();
        jurisdiction == "un" || jurisdictions.contains(&jurisdiction)
    })
}

/// Reads packs from their paths and texts. Faults of all of them are told, and versions that overlap between
/// them; what has no fault is there all the same.
pub fn packs<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Vec<Pack>, Vec<Diagnostic>) {
    let names = names();
    let mut packs = Vec::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        let (pack, mut found) = remand_law::parse(file, text, &names);
        packs.push(pack);
        faults.append(&mut found);
    }
    for fault in remand_law::check(&packs) {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    (packs, faults)
}
