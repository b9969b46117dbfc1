//! Law packs read together: those of the program, and a user's own files beside them or instead of them.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use remand_finding::{CaseFailure, Code, Finding, PACKS, stands_for};
use remand_handbook::{Shelf, Site};
use remand_law::{Case, Diagnostic, Explanation, HowChecked, InForce, Law, Norm, Pack};
use serde::Serialize;

use crate::LawError;

/// A pack and where it belongs.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// The pack.
    pub pack: Pack,
    /// Its path below `law/` for a pack of the program or a file that stands in for one; `own/` and its name for any
    /// other.
    pub place: String,
    /// Where a user's own file lies.
    pub path: Option<PathBuf>,
    /// It was asked for, and not only read so that others can name what it defines.
    pub asked: bool,
}

/// Law packs that are read together.
#[derive(Debug)]
pub struct Library {
    packs: Vec<Shelved>,
    code: Code,
    faults: Vec<Diagnostic>,
}

/// A case of a pack and what came of it.
#[derive(Debug)]
pub struct Tested<'a> {
    /// The case.
    pub case: &'a Case,
    /// The finding, or how it differs from what the case says.
    pub result: Result<Finding, CaseFailure>,
}

/// A file in its regular form.
#[derive(Debug)]
pub struct Formatted<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its regular form; `None` for a file with faults, which stays as it is.
    pub text: Option<String>,
    /// The file is not in that form.
    pub differs: bool,
}

/// A norm as a list gives it.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// The heading it stands under.
    pub title: String,
    /// The jurisdiction of its pack; `own` for a user's own.
    pub jurisdiction: String,
    /// `hard`, `presumptive` or `standard`.
    pub limit: String,
    /// As a pack writes it: `1976-03-23 ..`.
    pub in_force: String,
    /// Against what it was checked.
    pub how: HowChecked,
    /// How it was checked, and when, in words.
    pub checked: String,
    /// Where the law says so.
    pub cites: String,
    /// Its file.
    pub file: String,
    /// Line of its block, from 1.
    pub line: usize,
}

/// Larger files are not read at all.
const MOST_BYTES: u64 = 64 << 20;

impl Library {
    /// Reads the packs at `paths`, files or folders, together with those of the program; with `alone` without them.
    /// Where no path is given, the packs of the program are what is asked for. A file whose path ends as that of a
    /// pack of the program stands in its place.
    ///
    /// # Errors
    ///
    /// Where nothing is at a path, a folder has no pack or a file cannot be read as text. Faults in packs are no
    /// error: see [`Library::faults`].
    pub fn open(paths: &[PathBuf], alone: bool) -> Result<Self, LawError> {
        let own = own_files(paths)?;
        let mut files: Vec<(String, String, Option<PathBuf>)> = Vec::new();
        for (path, text) in own {
            let name = slashed(&path);
            let place = match stands_for(&name) {
                Some(carried) => carried.to_owned(),
                None => format!("own/{}", bare(&name)),
            };
            files.push((place, text, Some(path)));
        }
        if !alone {
            let carried =
                PACKS.iter().filter(|(carried, _)| files.iter().all(|(place, ..)| place != carried));
            let carried: Vec<_> =
                carried.map(|(name, text)| ((*name).to_owned(), (*text).to_owned(), None)).collect();
            files.extend(carried);
        }
        let named: Vec<(String, &str)> = files
            .iter()
            .map(|(place, text, path)| {
                (path.as_deref().map_or_else(|| place.clone(), slashed), text.as_str())
            })
            .collect();
        let (packs, faults) = remand_finding::packs(named.iter().map(|(name, text)| (name.as_str(), *text)));
        let code = Code::new(remand_law::link(&packs).0);
        let all = paths.is_empty();
        let packs = packs
            .into_iter()
            .zip(files)
            .map(|(pack, (place, _, path))| Shelved { pack, place, asked: all || path.is_some(), path })
            .collect();
        Ok(Self { packs, code, faults })
    }

    /// Faults in any of the packs. Those of the program have none of their own.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Faults, and in a user's own packs those that only a day shows: a check that is still to come.
    pub fn faults_on(&self, today: Date) -> Vec<Diagnostic> {
        let own = self.packs.iter().filter(|shelved| shelved.path.is_some());
        let late = own.flat_map(|shelved| remand_law::checked_after(&shelved.pack, today));
        self.faults.iter().cloned().chain(late).collect()
    }

    /// What the packs say together.
    pub fn law(&self) -> &Law {
        self.code.law()
    }

    /// One of its norms in plain words.
    pub fn explain(&self, norm: &Norm) -> Explanation {
        remand_law::explain(norm, self.law(), &remand_finding::wording())
    }

    /// All packs; those asked for first.
    pub fn packs(&self) -> &[Shelved] {
        &self.packs
    }

    /// The packs asked for.
    pub fn asked(&self) -> impl Iterator<Item = &Shelved> {
        self.packs.iter().filter(|shelved| shelved.asked)
    }

    /// Runs the cases of `packs`, of one norm only where one is named.
    pub fn run<'a>(&self, packs: impl Iterator<Item = &'a Shelved>, norm: Option<&str>) -> Vec<Tested<'a>> {
        packs
            .flat_map(|shelved| shelved.pack.cases())
            .filter(|case| norm.is_none_or(|norm| case.norm == norm))
            .map(|case| Tested { case, result: remand_finding::run_case(case, &self.code) })
            .collect()
    }

    /// Norms of the packs asked for, by their place in them; where only those are wanted that were not held against
    /// the text, the most doubtful come first.
    pub fn listed(&self, unchecked: bool, jurisdiction: Option<&str>) -> Vec<Listed> {
        let mut found: Vec<(&Norm, &str)> = Vec::new();
        for shelved in self.asked() {
            let of = shelved.place.split('/').next().unwrap_or_default();
            if jurisdiction.is_none_or(|wanted| wanted == of) {
                let norms = self.code.law().norms.iter().filter(|norm| norm.file == shelved.pack.file);
                found.extend(norms.map(|norm| (norm, of)));
            }
        }
        if unchecked {
            found.retain(|(norm, _)| norm.checked.how != HowChecked::Text);
            found.sort_by_key(|(norm, _)| Reverse(norm.checked.how));
        }
        found
            .into_iter()
            .map(|(norm, of)| Listed {
                id: norm.id.clone(),
                title: norm.title.clone(),
                jurisdiction: of.to_owned(),
                limit: norm.limit.word().to_owned(),
                in_force: norm.terms.in_force.map(in_force).unwrap_or_default(),
                how: norm.checked.how,
                checked: norm.checked.to_string(),
                cites: norm.cites.clone(),
                file: norm.file.clone(),
                line: norm.line,
            })
            .collect()
    }

    /// A site of all packs, for a lawyer to read.
    ///
    /// # Errors
    ///
    /// Where a page cannot be made.
    pub fn site(&self) -> Result<Site, LawError> {
        let shelves: Vec<Shelf<'_>> =
            self.packs.iter().map(|shelved| Shelf { place: &shelved.place, pack: &shelved.pack }).collect();
        remand_handbook::site(&shelves, &self.code, &self.faults)
            .map_err(|error| LawError::Page(error.to_string()))
    }

    /// The user's own files in their regular form.
    pub fn formatted(&self) -> impl Iterator<Item = Formatted<'_>> {
        self.packs.iter().filter_map(|shelved| {
            let path = shelved.path.as_deref()?;
            let faulty = self.faults.iter().any(|fault| fault.file == shelved.pack.file);
            let text = (!faulty).then(|| remand_law::format(&shelved.pack));
            let differs = text.as_ref().is_some_and(|text| *text != shelved.pack.text);
            Some(Formatted { path, text, differs })
        })
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
///
/// Where it cannot be written.
pub fn write_whole(path: &Path, text: &str) -> Result<(), LawError> {
    let failed = |source| LawError::Unwritable { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // A link stays a link: what it names is written.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut part = target.clone().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    fs::write(&part, text).and_then(|()| fs::rename(&part, &target)).map_err(|error| {
        // What is left of the part is of no use; that it cannot be removed changes nothing of the error.
        drop(fs::remove_file(&part));
        failed(error)
    })
}

/// The packs at `paths` in the order given, and those of a folder by name.
pub(crate) fn own_files(paths: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, LawError> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for path in paths {
        if !path.is_dir() {
            if !path.exists() {
                return Err(LawError::Nothing(path.clone()));
            }
            files.push((path.clone(), read(path)?));
            continue;
        }
        let below = remand_vault::walk(path).into_iter();
        let packs: Vec<_> = below.filter(|found| found.name.ends_with(".md")).collect();
        if packs.is_empty() {
            return Err(LawError::Empty(path.clone()));
        }
        for found in packs {
            files.push((found.path.clone(), read(&found.path)?));
        }
    }
    let mut seen: Vec<PathBuf> = Vec::new();
    files.retain(|(path, _)| {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let new = !seen.contains(&real);
        seen.push(real);
        new
    });
    Ok(files)
}

pub(crate) fn read(path: &Path) -> Result<String, LawError> {
    let unreadable = |source| LawError::Unreadable { path: path.to_owned(), source };
    let bytes = fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MOST_BYTES {
        return Err(LawError::TooLarge { path: path.to_owned(), bytes });
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| LawError::NotText(path.to_owned()))?;
    // Some editors put a mark before the first character.
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// The path with `/` between its parts.
pub(crate) fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// As a pack writes it.
fn in_force(period: InForce) -> String {
    let day = |first: Date, last: Date| {
        if first == last { first.to_string() } else { format!("{first} or {last}") }
    };
    let to = period.to.zip(period.to_latest).map(|(to, latest)| format!(" {}", day(to, latest)));
    format!("{} ..{}", day(period.from, period.from_latest), to.unwrap_or_default())
}

/// The parts of a path that name something: without the root, a drive, `.` and `..`.
fn bare(path: &str) -> String {
    let parts =
        path.split('/').filter(|part| !part.is_empty() && !part.starts_with('.') && !part.ends_with(':'));
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_never_leads_out_of_its_folder() {
        assert_eq!(bare("/ada/law/a.md"), "ada/law/a.md");
        assert_eq!(bare("../../a.md"), "a.md");
        assert_eq!(bare("C:/law/a.md"), "law/a.md");
        assert_eq!(bare("./.hidden/a.md"), "a.md");
    }
}
