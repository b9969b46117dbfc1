//! The public site of a case: guarded for its audience, searched for what is protected, put into a folder that may hold
//! other things.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use remand_dossier::{Guarded, Record};
use remand_protection::{Audience, Guard, Passage, check};
use remand_site::{Base, Publication, SiteError, Update, chosen, pages_of_updates, site};
use remand_vault::ItemId;

mod beside;

pub use beside::beside;

use crate::output::write_files;
use crate::{CaseError, CaseFolder, Held, protect};

/// Names every file that was written, so that the next run knows what it may replace.
const LIST: &str = "published.txt";

/// How a site is made.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// For whom.
    pub audience: Audience,
    /// Languages, the first at the root of the site; none: English.
    pub languages: Vec<String>,
    /// Address that the site will have.
    pub base: Option<String>,
    /// Items that may be fetched, as a person calls them; `all` for every one that the audience gets.
    pub documents: Vec<String>,
    /// Leave out what captured pages of updates say.
    pub no_entries: bool,
}

/// What was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// Files in the folder.
    pub files: usize,
    /// Updates on the site.
    pub updates: usize,
    /// Names of items whose entries are quoted as updates.
    pub quoted: Vec<String>,
    /// Names of items that may be fetched.
    pub documents: Vec<String>,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The site.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// A file of somebody else.
    #[error(
        "{} is there already, and `remand publish` did not write it; nothing was written. Give a folder that is empty or \
         does not exist",
        .0.display()
    )]
    InTheWay(PathBuf),
    /// The case itself would be published.
    #[error("the case lies in {}, and site and case must not lie in each other; give another --out", .0.display())]
    CaseInside(PathBuf),
    /// An output without a name to put the case beside.
    #[error("{} has no name of its own, and the case is kept beside it; give another --out", .0.display())]
    NoName(PathBuf),
    /// Several cases, or a case beside files.
    #[error(
        "{} is a case, and a site is made from one case or from files: give it alone. `remand merge` takes in what others \
         did on the same case",
        .0.display()
    )]
    CaseAmongSources(PathBuf),
    /// A site that was published, as if it were a source.
    #[error("{} is a site that `remand publish` made, and no source: give the case or the files it was made from", .0.display())]
    SiteAsSource(PathBuf),
    /// Folders without files.
    #[error("there is no file in what was given: nothing to make a site from")]
    NoFiles,
    /// A file where the folder of the site would be.
    #[error("{} is a file, and a site is a folder; give another --out", .0.display())]
    NotAFolder(PathBuf),
    /// Protected values in an update.
    #[error(
        "the update of entry {number} of the journal (“{title}”) names what is hidden from the {audience}; nothing was \
         written. Withdraw it (remand update CASE --withdraw {number}) and write it anew without"
    )]
    Protected {
        /// Its entry.
        number: u64,
        /// Its headline, with what is hidden replaced.
        title: String,
        /// For whom the site is.
        audience: Audience,
    },
    /// A document that the audience may not see.
    #[error("the {audience} may not see {name}; nothing was written")]
    Withheld {
        /// Its number among the exhibits.
        name: String,
        /// For whom the site is.
        audience: Audience,
    },
}

/// Makes the site of a case and writes it into `out`.
///
/// # Errors
///
/// Where there is nobody or nothing to publish, something would show what is protected, or a file of somebody else is in
/// the way. Then nothing is written.
pub fn publish(
    folder: &CaseFolder,
    held: &Held,
    publishing: &Publishing,
    out: &Path,
) -> Result<Published, CaseError> {
    let languages = chosen(&publishing.languages).map_err(PublishError::from)?;
    let base = publishing.base.as_deref().map(Base::new).transpose().map_err(PublishError::from)?;
    if out.is_file() {
        return Err(PublishError::NotAFolder(out.to_owned()).into());
    }
    apart(folder, out)?;
    let audience = publishing.audience;
    let whole = Record { audience, ..held.record() };
    let guard = remand_dossier::guard(&whole, &folder.marks()?, audience);
    let updates = folder.updates()?;
    refuse_protected(&updates, &guard)?;
    let guarded = if guard.is_empty() {
        None
    } else {
        let tainted = protect::tainted(&whole, folder, &guard)?;
        Some(Guarded::new(&whole, guard, &tainted))
    };
    let record = guarded.as_ref().map_or_else(|| whole.clone(), |guarded| guarded.record(&whole));
    let updates: Vec<Update> = updates.into_iter().map(|update| placed(update, &record)).collect();
    let pages = if publishing.no_entries { Vec::new() } else { pages_of_updates(&record) };
    let documents = documents(folder, &whole, guarded.as_ref(), publishing)?;
    let made = site(&Publication {
        record: &record,
        updates: &updates,
        pages: &pages,
        languages,
        base: base.as_ref(),
        documents: documents.clone(),
    })
    .map_err(PublishError::from)?;
    let mut files: BTreeMap<String, Vec<u8>> = made.files.into_iter().collect();
    for (item, path) in &documents {
        files.insert(format!("files/{path}"), folder.vault().read(item)?);
    }
    if let Some(guarded) = &guarded {
        let bytes: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        check(&bytes, guarded.guard())?;
    }
    let count = files.len();
    put(out, files)?;
    let names = |ids: &mut dyn Iterator<Item = ItemId>| -> Vec<String> {
        ids.filter_map(|id| record.item(id)).map(|(item, _)| item.name.clone()).collect()
    };
    Ok(Published {
        files: count,
        updates: made.updates,
        quoted: names(&mut pages.iter().copied()),
        documents: names(&mut documents.keys().copied()),
    })
}

/// The case must not lie in what is published.
fn apart(folder: &CaseFolder, out: &Path) -> Result<(), CaseError> {
    let place = |path: &Path| fs::canonicalize(path).ok();
    let case = place(folder.dir());
    match (case, place(out)) {
        (Some(case), Some(out)) if case.starts_with(&out) || out.starts_with(&case) => {
            Err(PublishError::CaseInside(case).into())
        }
        _ => Ok(()),
    }
}

fn refuse_protected(updates: &[Update], guard: &Guard) -> Result<(), PublishError> {
    let shows = |update: &&Update| {
        let said = update.accepted.iter().flat_map(|accepted| [&accepted.words, &accepted.because]);
        let withdrawn = update.withdrawn.iter().map(|withdrawn| &withdrawn.because);
        [&update.title, &update.text, &update.by]
            .into_iter()
            .chain(said)
            .chain(withdrawn)
            .any(|text| guard.finds(text))
    };
    match updates.iter().find(shows) {
        Some(update) => Err(PublishError::Protected {
            number: update.number,
            title: guard.replace(&update.title).into_owned(),
            audience: guard.audience(),
        }),
        None => Ok(()),
    }
}

/// The update with its sources where they stand in the texts that the audience sees; what it does not see is left out.
fn placed(update: Update, record: &Record<'_>) -> Update {
    let place = |source: &Passage| {
        let (item, layer) = record.item(source.item)?;
        let same = layer.text.get(source.start..source.end) == Some(source.quote.as_str());
        let start = if same { source.start } else { layer.text.find(&source.quote)? };
        Some(Passage { item: item.id, start, end: start + source.quote.len(), quote: source.quote.clone() })
    };
    let sources = update.sources.iter().filter_map(place).collect();
    Update { sources, ..update }
}

/// Items that may be fetched, with a name that is safe on any system and does not run in a browser.
fn documents(
    folder: &CaseFolder,
    whole: &Record<'_>,
    guarded: Option<&Guarded>,
    publishing: &Publishing,
) -> Result<BTreeMap<ItemId, String>, CaseError> {
    let gives = |item: ItemId| guarded.is_none_or(|guarded| guarded.gives(item));
    let mut chosen: BTreeSet<ItemId> = BTreeSet::new();
    for called in &publishing.documents {
        if called == "all" {
            chosen.extend(whole.items.iter().map(|(item, _)| item.id).filter(|item| gives(*item)));
            continue;
        }
        let item = folder.item_called(called)?;
        if !gives(item.id) {
            let audience = publishing.audience;
            return Err(PublishError::Withheld { name: called.clone(), audience }.into());
        }
        chosen.insert(item.id);
    }
    let numbered = whole.items.iter().enumerate().filter(|(_, (item, _))| chosen.contains(&item.id));
    Ok(numbered.map(|(at, (item, _))| (item.id, safe_name(at + 1, &item.name))).collect())
}

fn safe_name(number: usize, name: &str) -> String {
    const INERT: [&str; 15] = [
        "csv", "doc", "docx", "eml", "jpeg", "jpg", "json", "md", "mp4", "odt", "pdf", "png", "txt", "wacz",
        "xlsx",
    ];
    let last = name.rsplit('/').next().unwrap_or(name);
    let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.filter(|ending| INERT.contains(&ending.as_str())) {
        Some(ending) => format!("e{number}.{ending}"),
        None => format!("e{number}.bin"),
    }
}

/// Writes the files. Those of an earlier site there that this one does not have are removed; nothing else is touched.
fn put(out: &Path, mut files: BTreeMap<String, Vec<u8>>) -> Result<(), CaseError> {
    let earlier = fs::read_to_string(out.join(LIST)).unwrap_or_default();
    let earlier: BTreeSet<String> =
        earlier.lines().filter(|name| is_of_a_site(name)).map(str::to_owned).collect();
    if let Some(name) = files.keys().find(|name| !earlier.contains(*name) && out.join(name).exists()) {
        return Err(PublishError::InTheWay(out.join(name)).into());
    }
    let now: BTreeSet<String> = files.keys().cloned().collect();
    // The list comes first: a run that breaks off leaves no file behind that the next one does not know.
    write_files(&BTreeMap::from([(LIST.to_owned(), list(now.union(&earlier)))]), out)?;
    files.insert(LIST.to_owned(), list(now.iter()));
    write_files(&files, out)?;
    for name in earlier.difference(&now) {
        let path = out.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(CaseError::Write { path, source });
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
    Ok(())
}

fn list<'n>(names: impl Iterator<Item = &'n String>) -> Vec<u8> {
    names.map(|name| format!("{name}\n")).collect::<String>().into_bytes()
}

/// A list that somebody changed must not lead out of the folder.
fn is_of_a_site(name: &str) -> bool {
    let plain = |part: &str| {
        part.starts_with(|ch: char| ch.is_ascii_alphanumeric())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    let known = [".html", ".atom", ".json", ".xml"].iter().any(|ending| name.ends_with(ending));
    name.split('/').all(plain) && (known || name.starts_with("files/e"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_leads_to_files_of_the_site_alone() {
        for name in ["index.html", "fr/updates/a-1.html", "feed.atom", "sitemap.xml", "files/e12.pdf"] {
            assert!(is_of_a_site(name), "{name}");
        }
        for name in
            ["../index.html", "/etc/x.html", "a.md", "files/../x.pdf", ".html", "C:/x.html", "", "files/.x"]
        {
            assert!(!is_of_a_site(name), "{name}");
        }
    }

    #[test]
    fn a_file_that_could_run_gets_a_name_that_does_not() {
        assert_eq!(safe_name(3, "court/Decision 7.PDF"), "e3.pdf");
        assert_eq!(safe_name(4, "page.html"), "e4.bin");
        assert_eq!(safe_name(5, "x.svg"), "e5.bin");
        assert_eq!(safe_name(6, "no ending"), "e6.bin");
    }

    #[test]
    fn what_others_have_in_the_folder_stays() {
        let out = std::env::temp_dir().join(format!("remand-publish-{}", std::process::id()));
        drop(fs::remove_dir_all(&out));
        let files = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), b"x".to_vec())).collect();
        fs::create_dir_all(&out).unwrap();
        fs::write(out.join("mine.txt"), "mine").unwrap();
        put(&out, files(&["index.html", "updates/a.html"])).unwrap();
        put(&out, files(&["index.html"])).unwrap();
        assert!(!out.join("updates").exists() && out.join("index.html").exists());
        assert_eq!(fs::read_to_string(out.join("mine.txt")).unwrap(), "mine");
        fs::write(out.join("clock.html"), "mine").unwrap();
        let error = put(&out, files(&["index.html", "clock.html"])).unwrap_err().to_string();
        assert!(error.contains("clock.html is there already"), "{error}");
        assert_eq!(fs::read_to_string(out.join("clock.html")).unwrap(), "mine");
        fs::remove_dir_all(&out).unwrap();
    }
}
