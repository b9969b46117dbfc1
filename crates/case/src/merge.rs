//! What others hand over: checked, or taken in with nothing lost and nothing overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use remand_bundle::{Bundle, Checked, Source, ZipSource, check, check_kept};
use remand_stamp::{Standing, Trusted};
use remand_vault::{Damage, ItemId, Offered, TakenIn, Vault, View, is_vault, verify};

use crate::stamp::stamps;
use crate::{CaseError, CaseFolder, identity, session};

/// A bundle that lies unpacked in a folder.
struct FolderSource {
    dir: PathBuf,
    files: BTreeMap<String, u64>,
}

impl FolderSource {
    fn open(dir: &Path) -> Result<Self, CaseError> {
        let mut files = BTreeMap::new();
        let mut folders = vec![String::new()];
        while let Some(prefix) = folders.pop() {
            let path = dir.join(&prefix);
            let failed = |source| CaseError::Read { path: path.clone(), source };
            for entry in fs::read_dir(&path).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(failed)?;
                if kind.is_dir() {
                    folders.push(name + "/");
                } else if kind.is_file() {
                    files.insert(name, entry.metadata().map_err(failed)?.len());
                } else {
                    return Err(refused(&entry.path(), "it is a link, pipe or device"));
                }
            }
        }
        Ok(Self { dir: dir.to_owned(), files })
    }
}

impl Source for FolderSource {
    fn files(&self) -> BTreeMap<String, u64> {
        self.files.clone()
    }

    fn read(&self, path: &str, to: &mut dyn Write) -> io::Result<()> {
        io::copy(&mut fs::File::open(self.dir.join(path))?, to).map(|_| ())
    }
}

/// What was handed over.
enum Handed {
    Zip(Bundle<ZipSource<BufReader<fs::File>>>),
    Folder(Bundle<FolderSource>),
    Vault(Box<View>),
    /// One log alone.
    Log(String, Vec<u8>),
}

fn refused(path: &Path, why: &str) -> CaseError {
    CaseError::Read { path: path.to_owned(), source: io::Error::other(why.to_owned()) }
}

impl Handed {
    fn open(path: &Path) -> Result<Self, CaseError> {
        let failed = |source| CaseError::Read { path: path.to_owned(), source };
        let bad = |e: remand_bundle::BundleError| refused(path, &e.to_string());
        if path.is_dir() {
            if path.join("bagit.txt").is_file() {
                return Ok(Self::Folder(Bundle::open(FolderSource::open(path)?).map_err(bad)?));
            }
            let case = [path.to_owned(), path.join("case")].into_iter().find(|place| is_vault(place));
            let Some(case) = case else {
                return Err(refused(path, "it is neither a bundle nor a case"));
            };
            return Ok(Self::Vault(Box::new(View::open(&case, session::key(&case).as_ref())?)));
        }
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Ok(Self::Log(name, fs::read(path).map_err(failed)?));
        }
        if path.extension().is_some_and(|extension| extension == "age") {
            return Err(refused(path, "it is encrypted; `age --decrypt -i KEY` gives the ZIP that is in it"));
        }
        let file = fs::File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let source = ZipSource::open(BufReader::new(file), length).map_err(bad)?;
        Ok(Self::Zip(Bundle::open(source).map_err(bad)?))
    }
}

impl Offered for Handed {
    fn logs(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        match self {
            Self::Zip(bundle) => bundle.logs(),
            Self::Folder(bundle) => bundle.logs(),
            Self::Vault(view) => view.log_bytes().map_err(io::Error::other),
            Self::Log(name, bytes) => Ok(vec![(name.clone(), bytes.clone())]),
        }
    }

    fn object(&self, id: &ItemId) -> io::Result<Option<Vec<u8>>> {
        match self {
            Self::Zip(bundle) => bundle.object(id),
            Self::Folder(bundle) => bundle.object(id),
            Self::Vault(view) => Ok(view.object(id).ok()),
            Self::Log(..) => Ok(None),
        }
    }

    fn copy_object(&self, id: &ItemId, to: &mut dyn Write) -> io::Result<bool> {
        match self {
            Self::Zip(bundle) => bundle.copy_object(id, to),
            Self::Folder(bundle) => bundle.copy_object(id, to),
            Self::Vault(view) if view.has_object(id) => {
                io::copy(&mut view.open_object(id).map_err(io::Error::other)?, to).map(|_| true)
            }
            Self::Vault(_) | Self::Log(..) => Ok(false),
        }
    }
}

/// What came of taking in what others recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// What was new, what forked, what is missing.
    pub taken: TakenIn,
    /// There was no case before.
    pub made: bool,
}

/// Takes the bundle, case or log at `from` into the case in `dir`, which is made where there is none.
///
/// # Errors
///
/// Where `from` cannot be read or a log in it is damaged, in which case nothing is taken in; it is of another case; or
/// the case cannot be written.
pub fn merge(dir: &Path, from: &Path, now: &str) -> Result<Merged, CaseError> {
    let handed = Handed::open(from)?;
    let made = !is_vault(dir) && !is_vault(&dir.join("case"));
    if made {
        drop(Vault::create_empty(dir, &identity::signer()?, None)?);
    }
    let mut folder = CaseFolder::open_existing(dir, now)?;
    let offered = handed.logs().map_err(|source| CaseError::Read { path: from.to_owned(), source })?;
    let theirs = remand_vault::verify_logs(&offered).logs.first().map(remand_vault::Log::vault);
    if let (Some(own), Some(theirs)) = (folder.vault().id(), theirs)
        && own != theirs
    {
        return Err(refused(from, "it is of another case; give another folder to take it in"));
    }
    let taken = folder.write(|vault| Ok(vault.take_in(&handed, now)?))?;
    Ok(Merged { taken, made })
}

/// Checks the case or bundle at `path`, and holds it against checkpoints that were kept elsewhere. What witnesses from
/// outside come to, with whom the user trusts, is told and decides nothing.
///
/// # Errors
///
/// Where there is neither, or a checkpoint cannot be read. What is damaged is no error.
pub fn verify_at(path: &Path, checkpoints: &[PathBuf], trusted: &Trusted) -> Result<Checked, CaseError> {
    let kept = checkpoints.iter().map(|path| {
        let bytes = fs::read(path).map_err(|source| CaseError::Read { path: path.clone(), source })?;
        Ok((path.display().to_string(), bytes))
    });
    let kept: Vec<(String, Vec<u8>)> = kept.collect::<Result<_, CaseError>>()?;
    let case = [path.to_owned(), path.join("case")].into_iter().find(|place| place.join("logs").is_dir());
    if let Some(case) = case.filter(|_| !path.join("bagit.txt").is_file()) {
        let key = session::key(&case);
        let mut checked = Checked { report: verify(&case, key.as_ref()), ..Checked::default() };
        checked.holds.extend(checked.report.is_sound().then(|| {
            format!(
                "All {} items have the bytes that were received, and every log holds.",
                checked.report.items
            )
        }));
        let view = View::open(&case, key.as_ref());
        let logs = view.as_ref().ok().and_then(|view| view.log_bytes().ok());
        check_kept(&logs.unwrap_or_else(|| plain_logs(&case)), &kept, &mut checked);
        if let Ok(view) = view {
            tell(&Handed::Vault(Box::new(view)), trusted, &mut checked);
        }
        return Ok(checked);
    }
    let handed = Handed::open(path)?;
    let mut checked = match &handed {
        Handed::Zip(bundle) => check(bundle, &kept),
        Handed::Folder(bundle) => check(bundle, &kept),
        Handed::Vault(_) | Handed::Log(..) => return Err(refused(path, "it is neither a bundle nor a case")),
    };
    tell(&handed, trusted, &mut checked);
    Ok(checked)
}

/// What witnesses from outside come to. One that shows nothing is a notice: no file is damaged by it. Logs that cannot be
/// read were told before.
fn tell(handed: &Handed, trusted: &Trusted, checked: &mut Checked) {
    for stamp in stamps(handed, trusted).unwrap_or_default() {
        if stamp.verdict.standing == Standing::Refused {
            let place = format!("entry {}", stamp.entry);
            checked.report.notices.push(Damage { place, message: stamp.verdict.words.join(" ") });
        } else {
            checked.holds.push(stamp.to_string());
        }
    }
}

/// The logs of a case as far as they can be read, damaged ones too.
fn plain_logs(case: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(case.join("logs")).into_iter().flatten().flatten();
    let mut logs: Vec<(String, Vec<u8>)> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, _)| name.ends_with(".jsonl"))
        .filter_map(|(name, path)| Some((name, fs::read(path).ok()?)))
        .collect();
    logs.sort();
    logs
}
