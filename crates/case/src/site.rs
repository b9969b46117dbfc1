//! A site of law packs, written into a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use remand_handbook::Site;

use crate::LawError;

/// Names every page that was written, so that the next run knows what it may replace.
const LIST: &str = "pages.txt";

/// Writes a site into a folder. Pages of an earlier site there that this one does not have are removed; nothing else
/// in the folder is touched.
///
/// # Errors
///
/// Where a file of somebody else has the name of a page, or a page cannot be written.
pub fn write_site(out: &Path, site: &Site) -> Result<(), LawError> {
    let earlier = fs::read_to_string(out.join(LIST)).unwrap_or_default();
    let earlier: BTreeSet<&str> = earlier.lines().filter(|name| is_page(name)).collect();
    let written = site.files.iter().map(|(name, _)| name.as_str());
    if let Some(name) = written.clone().find(|name| !earlier.contains(name) && out.join(name).exists()) {
        return Err(LawError::InTheWay(out.join(name)));
    }
    // The list comes first: a run that breaks off leaves no page behind that the next one does not know.
    let all: BTreeSet<&str> = written.clone().chain(earlier.iter().copied()).collect();
    write(&out.join(LIST), list(all).as_bytes())?;
    for (name, bytes) in &site.files {
        write(&out.join(name), bytes)?;
    }
    let now: BTreeSet<&str> = written.collect();
    for name in earlier.difference(&now) {
        let path = out.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(LawError::Unwritable { path, source });
            }
            _ => {}
        }
        // Its folders too, where nothing else is in them.
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != out) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    write(&out.join(LIST), list(now).as_bytes())
}

fn list(names: BTreeSet<&str>) -> String {
    names.into_iter().map(|name| format!("{name}\n")).collect()
}

/// A list that somebody changed must not lead out of the folder.
fn is_page(name: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    name.strip_suffix(".html").is_some_and(|stem| stem.split('/').all(plain))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), LawError> {
    let failed = |source| LawError::Unwritable { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_leads_to_pages_of_the_folder_alone() {
        for name in ["index.html", "un/iccpr/article-9.html", "own/a-2.html"] {
            assert!(is_page(name), "{name}");
        }
        for name in
            ["../index.html", "/etc/x.html", "a.md", "a//b.html", ".html", "C:/x.html", "a/../b.html", ""]
        {
            assert!(!is_page(name), "{name}");
        }
    }
}
