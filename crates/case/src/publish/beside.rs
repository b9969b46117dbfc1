//! Where the case lies that is made from files for a site, and what is looked at before anything is made.

use std::fs;
use std::path::{Path, PathBuf, absolute};

use super::{LIST, PublishError};
use crate::CaseError;

/// The folder of the case of SOURCES: beside the site, never in it.
///
/// # Errors
///
/// Where a source is not there, is a case or a site of its own, holds no file, or has the site in it.
pub fn beside(sources: &[PathBuf], out: &Path) -> Result<PathBuf, CaseError> {
    let Some(name) = out.file_name() else {
        return Err(PublishError::NoName(out.to_owned()).into());
    };
    let mut case = name.to_owned();
    case.push(".case");
    let place = out.with_file_name(case);
    let out_full = full(out);
    let mut any = false;
    for source in sources {
        let known = source.canonicalize().map_err(|_| CaseError::NoSource(source.clone()))?;
        if known.is_dir() && (out_full.starts_with(&known) || known.starts_with(&out_full)) {
            return Err(CaseError::Nested { source_path: source.clone(), out: out.to_owned() });
        }
        if [known.clone(), known.join("case")].iter().any(|dir| remand_vault::is_vault(dir)) {
            return Err(PublishError::CaseAmongSources(source.clone()).into());
        }
        if known.join(LIST).is_file() && known.join("feed.atom").is_file() {
            return Err(PublishError::SiteAsSource(source.clone()).into());
        }
        any = any || holds_a_file(&known);
    }
    if any { Ok(place) } else { Err(PublishError::NoFiles.into()) }
}

/// The path with what is there of it resolved: the site may not be there yet.
fn full(out: &Path) -> PathBuf {
    let out = absolute(out).unwrap_or_else(|_| out.to_owned());
    let there = out.ancestors().find_map(|place| Some((place, place.canonicalize().ok()?)));
    match there {
        Some((place, full)) => out.strip_prefix(place).map(|rest| full.join(rest)).unwrap_or(out.clone()),
        None => out,
    }
}

fn holds_a_file(path: &Path) -> bool {
    if !path.is_dir() {
        return true;
    }
    let Ok(entries) = fs::read_dir(path) else { return true };
    entries.flatten().any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_a_file(&entry.path()),
        Ok(kind) => kind.is_file(),
        Err(_) => true,
    })
}
