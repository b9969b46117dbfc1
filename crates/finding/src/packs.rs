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

/// The pack of the program that a file stands in for: the one whose path the path of the file ends as. `path` has `/`
/// between its parts.
pub fn stands_for(path: &str) -> Option<&'static str> {
    let ends = |carried: &str| {
        path.strip_suffix(carried).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    PACKS.iter().map(|(carried, _)| *carried).find(|carried| ends(carried))
}

/// Reads packs from their paths and texts, together. Faults of all of them are told, and those between them; what has
/// no fault is there all the same.
pub fn packs<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Vec<Pack>, Vec<Diagnostic>) {
    let (packs, mut faults) = remand_law::parse(files, names());
    faults.extend(remand_law::link(&packs).1);
    (packs, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stands_for_the_pack_that_its_path_ends_as() {
        let pack = "un/iccpr/article-9.md";
        assert_eq!(stands_for(pack), Some(pack));
        assert_eq!(stands_for("../law/un/iccpr/article-9.md"), Some(pack));
        assert_eq!(stands_for("law/run/iccpr/article-9.md"), None);
        assert_eq!(stands_for("iccpr/article-9.md"), None);
        assert_eq!(stands_for(""), None);
    }
}
