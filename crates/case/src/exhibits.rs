//! Exhibits as files: made a few at a time, written beside their place, searched for what is protected, and only then
//! put there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use remand_dossier::{Guarded, Record};
use remand_exhibit::{Bundle, Cover, Exhibit, ExhibitError, Filed, Index, Plan, Printed, file_name, print};
use remand_protection::{Audience, Guard, LeakError, check, leaks, traces};
use remand_text::Reader;
use remand_vault::{Receipt, Record as Recorded};

use crate::{CaseError, CaseFolder, Held, protect, translation};

/// The folder with a file for each exhibit.
const FOLDER: &str = "exhibits";
const INDEX: &str = "index.json";
/// Where everything is written before it is put in its place.
const PART: &str = ".exhibits.part";

/// Bytes of a volume that are searched as a whole.
const SEARCHED: u64 = 200_000_000;

/// What is to be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// For whom.
    pub audience: Audience,
    /// Most bytes of one volume.
    pub limit: Option<u64>,
    /// Numbers of exhibits, with their translations; none: all.
    pub only: Vec<usize>,
    /// The letter of the person in a group of cases (`B-E3`); empty where there is one case.
    pub letter: String,
}

/// What was bound.
#[derive(Clone, Debug)]
pub struct BoundExhibits {
    /// The files.
    pub written: Vec<PathBuf>,
    /// What is where.
    pub index: Index,
    /// What a person should know: exhibits that are not shown and why, volumes over the limit.
    pub said: Vec<String>,
}

/// Binds the exhibits of a case into `out`: `exhibits.pdf` or its volumes, a file for each exhibit in `exhibits/`, and
/// `index.json`. `told` hears how many were made.
///
/// # Errors
///
/// Where there are none, something cannot be written, or something would show what is protected from its audience. Then
/// nothing of it is there. An exhibit that cannot be shown is no error: a page in its place says why.
pub fn bind_exhibits(
    folder: &CaseFolder,
    held: &Held,
    binding: &Binding,
    worker: &Reader,
    out: &Path,
    told: impl Fn(usize),
) -> Result<BoundExhibits, CaseError> {
    let whole = Record { audience: binding.audience, ..held.record() };
    let guard = remand_dossier::guard(&whole, &folder.marks()?, binding.audience);
    let guarded = if guard.is_empty() {
        None
    } else {
        // Nobody knows what damaged bytes show.
        let tainted =
            whole.items.par_iter().filter(|(item, _)| protect::shows(item, folder, &guard).unwrap_or(true));
        let tainted: BTreeSet<_> = tainted.map(|(item, _)| item.id).collect();
        Some(Guarded::new(&whole, guard, &tainted))
    };
    let shown = guarded.as_ref().map_or_else(|| whole.clone(), |guarded| guarded.record(&whole));
    let hidden = guarded.as_ref().map(Guarded::guard);
    let safe = |text: String| hidden.map_or_else(|| text.clone(), |guard| guard.replace(&text).into_owned());
    let mut translations = translation::numbered(folder, &whole)?;
    for translated in &mut translations {
        translated.translator = translated.translator.take().map(safe);
    }
    let received = received(folder, &whole).into_iter().map(|(number, from)| (number, safe(from))).collect();
    let plan = Plan::new(&shown, &translations, &received, &binding.only, &binding.letter)?;
    let cover = Cover::of(&shown, plan.exhibits.len() < whole.items.len());
    let work = Work { folder, whole: &whole, guard: hidden, worker, plan: &plan, part: out.join(PART) };
    work.clear()?;
    let made =
        work.make(cover, binding.limit, told).and_then(|(filed, names)| work.place(out, filed, &names));
    // What is left of an attempt is of no use.
    let cleared = work.clear();
    let made = made?;
    cleared?;
    folder.note_printed(&made.written)?;
    Ok(made)
}

/// From whom each exhibit came, as people recorded it.
fn received(folder: &CaseFolder, record: &Record<'_>) -> BTreeMap<usize, String> {
    let mut all = BTreeMap::new();
    for (at, (item, _)) in record.items.iter().enumerate() {
        let said = folder.vault().custody(&item.id).filter_map(|entry| match &entry.record {
            Recorded::ItemReceived { receipt, .. } | Recorded::ReceiptSaid { receipt, .. } => Some(receipt),
            _ => None,
        });
        if let Some(receipt) = said.filter(|receipt| !receipt.is_empty()).last() {
            all.insert(at + 1, in_words(receipt));
        }
    }
    all
}

fn in_words(receipt: &Receipt) -> String {
    let Receipt { from, how, on, by: _, note: _ } = receipt;
    let parts = [from.clone(), how.clone(), on.as_ref().map(|on| format!("on {on}"))];
    parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ")
}

struct Work<'w> {
    folder: &'w CaseFolder,
    /// The record with nothing hidden, for the bytes of items.
    whole: &'w Record<'w>,
    guard: Option<&'w Guard>,
    worker: &'w Reader,
    plan: &'w Plan<'w>,
    part: PathBuf,
}

/// A volume that is being written.
type Volume = BufWriter<File>;

impl Work<'_> {
    fn make(
        &self,
        cover: Cover,
        limit: Option<u64>,
        told: impl Fn(usize),
    ) -> Result<(Filed<Volume>, Vec<String>), CaseError> {
        let all = self.whole.items.len();
        let day = cover.as_of;
        let singles = self.part.join(FOLDER);
        fs::create_dir_all(&singles).map_err(|source| CaseError::Write { path: singles.clone(), source })?;
        let mut bundle = Bundle::new(cover, self.plan.exhibits.len(), limit);
        let mut names = Vec::new();
        let bytes = |exhibit: &Exhibit<'_>| -> Result<Vec<u8>, String> {
            let (item, _) = self.whole.items.get(exhibit.number - 1).ok_or("the case does not have it")?;
            let read = self.folder.vault().read(&item.id);
            read.map_err(|why| format!("its bytes in the case are damaged or missing ({why})"))
        };
        let one = |exhibit: &Exhibit<'_>| -> Result<Printed, ExhibitError> {
            let bytes = if exhibit.withheld.is_none() { bytes(exhibit) } else { Ok(Vec::new()) };
            print(exhibit, self.plan, bytes.as_deref().map_err(Clone::clone), self.worker, day)
        };
        // So many are in memory at once.
        for some in self.plan.exhibits.chunks(rayon::current_num_threads().clamp(1, 8)) {
            let printed: Vec<Printed> = some.par_iter().map(one).collect::<Result<_, _>>()?;
            for (exhibit, printed) in some.iter().zip(&printed) {
                let name = file_name(&exhibit.label, exhibit.short_name(), all);
                let alone = create(&singles.join(&name))?;
                let open = |number: usize| File::create(self.volume(number)).map(BufWriter::new);
                bundle.add(exhibit, printed, open, alone, &format!("{FOLDER}/{name}"))?;
                names.push(name);
                told(names.len());
            }
            let new = names.get(names.len() - some.len()..).unwrap_or_default();
            new.par_iter().try_for_each(|name| self.search_file(&singles.join(name), name))?;
        }
        Ok((bundle.finish(self.worker, volume_name)?, names))
    }

    /// Where a volume is written first.
    fn volume(&self, number: usize) -> PathBuf {
        self.part.join(format!("volume-{number}"))
    }

    /// Puts everything in its place.
    fn place(&self, out: &Path, filed: Filed<Volume>, names: &[String]) -> Result<BoundExhibits, CaseError> {
        let Filed { volumes, index, over } = filed;
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source: io::Error| CaseError::Write { path, source }
        };
        for (at, volume) in volumes.into_iter().enumerate() {
            let path = self.volume(at + 1);
            let file = volume.into_inner().map_err(|e| failed(&path)(e.into_error()))?;
            file.sync_all().map_err(failed(&path))?;
        }
        let json = index.json().map_err(|e| CaseError::Document("index", e.to_string()))?;
        self.search_index(&json, &index)?;
        let json_part = self.part.join(INDEX);
        let mut file = create(&json_part)?;
        file.write_all(&json).and_then(|()| file.flush()).map_err(failed(&json_part))?;

        forget(out)?;
        let folder = out.join(FOLDER);
        fs::create_dir_all(&folder).map_err(failed(&folder))?;
        let mut written = Vec::new();
        let mut put = |from: PathBuf, to: PathBuf| {
            fs::rename(&from, &to).map_err(failed(&to))?;
            written.push(to);
            Ok::<(), CaseError>(())
        };
        for (at, volume) in index.volumes.iter().enumerate() {
            put(self.volume(at + 1), out.join(&volume.file))?;
        }
        for name in names {
            put(self.part.join(FOLDER).join(name), folder.join(name))?;
        }
        put(json_part, out.join(INDEX))?;
        let mut said: Vec<String> = Vec::new();
        for entry in &index.exhibits {
            said.extend(entry.problem.as_ref().map(|why| format!("{} {}: {why}", entry.label, entry.name)));
        }
        said.extend(over);
        Ok(BoundExhibits { written, index, said })
    }

    /// Searches a file that was made, its pages as the child reads them included.
    fn search_file(&self, path: &Path, name: &str) -> Result<(), CaseError> {
        let Some(guard) = self.guard else { return Ok(()) };
        let bytes = fs::read(path).map_err(|source| CaseError::Read { path: path.to_owned(), source })?;
        let mut found = traces(&bytes, guard);
        // What cannot be read was not searched, and is not handed out.
        let layer = self.worker.read_once(&bytes, "exhibit.pdf");
        let layer =
            layer.map_err(|why| CaseError::Document("search of the exhibits", format!("{name}: {why}")))?;
        let text = layer.to_json().map_err(|e| CaseError::Document("exhibits", e))?;
        found.extend(leaks(name, &text, guard));
        found.extend(leaks(name, layer.text.as_bytes(), guard));
        found.sort_unstable();
        found.dedup();
        if found.is_empty() {
            return Ok(());
        }
        let name = (!guard.finds(name)).then(|| name.to_owned());
        Err(LeakError { outputs: vec![(1, name, found)] }.into())
    }

    /// Searches what the volumes have beside the exhibits: the index has all of it. Volumes that are not too large are
    /// searched as bytes too.
    fn search_index(&self, json: &[u8], index: &Index) -> Result<(), CaseError> {
        let Some(guard) = self.guard else { return Ok(()) };
        check(&[(INDEX, json)], guard)?;
        for (at, volume) in index.volumes.iter().enumerate() {
            // A larger one is not searched a second time: each exhibit in it was, in the file of its own.
            if volume.bytes > SEARCHED {
                continue;
            }
            let path = self.volume(at + 1);
            let bytes = fs::read(&path).map_err(|source| CaseError::Read { path, source })?;
            let found = traces(&bytes, guard);
            if !found.is_empty() {
                return Err(LeakError { outputs: vec![(at + 1, Some(volume.file.clone()), found)] }.into());
            }
        }
        Ok(())
    }

    fn clear(&self) -> Result<(), CaseError> {
        match fs::remove_dir_all(&self.part) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(CaseError::Write { path: self.part.clone(), source })
            }
            _ => Ok(()),
        }
    }
}

fn volume_name(number: usize, of: usize) -> String {
    if of == 1 { "exhibits.pdf".to_owned() } else { format!("exhibits-{number}.pdf") }
}

fn create(path: &Path) -> Result<BufWriter<File>, CaseError> {
    let file = File::create(path).map_err(|source| CaseError::Write { path: path.to_owned(), source })?;
    Ok(BufWriter::new(file))
}

/// Removes the files of an earlier run, by its index: they would contradict the new ones. Nothing else is touched.
fn forget(out: &Path) -> Result<(), CaseError> {
    let Ok(json) = fs::read(out.join(INDEX)) else { return Ok(()) };
    let Ok(index) = serde_json::from_slice::<serde_json::Value>(&json) else { return Ok(()) };
    if index.get("schema").and_then(|schema| schema.as_str()) != Some(remand_exhibit::SCHEMA) {
        return Ok(());
    }
    let listed = ["volumes", "exhibits"].into_iter().filter_map(|key| index.get(key)?.as_array()).flatten();
    for file in listed.filter_map(|entry| entry.get("file")?.as_str()) {
        let own =
            |name: &str| !name.contains(['/', '\\']) && name.ends_with(".pdf") && !name.starts_with('.');
        let single = file.strip_prefix("exhibits/").is_some_and(own);
        if single || own(file) {
            let path = out.join(file);
            if let Err(source) = fs::remove_file(&path)
                && source.kind() != io::ErrorKind::NotFound
            {
                return Err(CaseError::Write { path, source });
            }
        }
    }
    Ok(())
}

/// The numbers of exhibits that are called so: `E1,E3`, `1`.
///
/// # Errors
///
/// What is no number of an exhibit.
pub fn exhibit_number(text: &str) -> Result<usize, String> {
    let digits = text.trim().trim_start_matches(['E', 'e']);
    digits.parse().map_err(|_| format!("`{text}` is no exhibit; write E1 or E1,E3"))
}

impl From<ExhibitError> for CaseError {
    fn from(error: ExhibitError) -> Self {
        match error {
            ExhibitError::Write(source) => CaseError::Write { path: PathBuf::from(FOLDER), source },
            other => CaseError::Document("bundle of exhibits", other.to_string()),
        }
    }
}
