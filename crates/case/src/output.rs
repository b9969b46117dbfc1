//! The files of a dossier: made from the record, written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use remand_bundle::{Contents, Place, ZipPlace};
use remand_dossier::{Document, Guarded, Pack, Record, html, ics, json, pdf};
use remand_vault::ItemId;

use crate::{CaseError, CaseFolder};

/// Names of all documents that a run may make.
pub(crate) const DOCUMENTS: [&str; 5] =
    ["bundle.zip", "deadlines.ics", "dossier.html", "dossier.json", "dossier.pdf"];

/// The documents of a dossier by file name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outputs {
    /// File name and bytes.
    pub files: BTreeMap<&'static str, Vec<u8>>,
}

/// The packs in use, one for each file.
pub(crate) fn packs_used(packs: &[remand_law::Pack]) -> Vec<Pack> {
    let mut used: Vec<Pack> = Vec::new();
    for pack in packs {
        let name = pack.file.trim_end_matches(".md").to_owned();
        used.push(Pack { name, title: String::new(), norms: pack.norms().count() });
    }
    used
}

/// Prints the record in every form.
pub(crate) fn print(
    record: &Record<'_>,
    folder: &CaseFolder,
    with_pdf: bool,
    naming: ics::Naming,
) -> Result<Outputs, CaseError> {
    let mut files = documents(record, with_pdf, naming)?;
    let bundle = bundle(folder, &files).map_err(|e| CaseError::Document("bundle", e.to_string()))?;
    files.insert("bundle.zip", bundle);
    Ok(Outputs { files })
}

/// Prints what `guarded` leaves of the record `whole`.
pub(crate) fn print_part(
    guarded: &Guarded,
    whole: &Record<'_>,
    folder: &CaseFolder,
    with_pdf: bool,
    naming: ics::Naming,
) -> Result<Outputs, CaseError> {
    let record = &guarded.record(whole);
    let mut files = documents(record, with_pdf, naming)?;
    let mut place = ZipPlace::new("bundle", Cursor::new(Vec::new()));
    let failed = |e: std::io::Error| CaseError::Document("bundle", e.to_string());
    part_of_bundle(guarded, whole, folder, &files, &mut place)?;
    files.insert("bundle.zip", place.finish().map_err(failed)?.into_inner());
    Ok(Outputs { files })
}

const READ_ME: &str = "\
This is a part of a case, made with Remand.

items/         files as they were received; each is named by the SHA-256 of its bytes
dossier.*      what was made from the whole case, with words in [brackets] for protected persons and details
deadlines.ics  the deadlines, for a calendar
manifest-sha256.txt  a fingerprint of every other file here: sha256sum --check manifest-sha256.txt

The logs of the case are not here, because they name the protected.
";

/// The documents, and the items that their audience gets. No log: it names the protected.
fn part_of_bundle(
    guarded: &Guarded,
    whole: &Record<'_>,
    folder: &CaseFolder,
    documents: &BTreeMap<&'static str, Vec<u8>>,
    place: &mut impl Place,
) -> Result<(), CaseError> {
    let failed = |e: std::io::Error| CaseError::Document("bundle", e.to_string());
    let mut manifest = String::new();
    let mut put = |path: &str, bytes: &[u8]| {
        manifest.push_str(&format!("{}  {path}\n", ItemId::of(bytes)));
        place.file(path, Some(bytes.len() as u64), &mut &*bytes).map_err(failed)
    };
    let record = guarded.record(whole);
    let mut read_me = READ_ME.to_owned();
    if !record.withheld.is_empty() {
        read_me.push_str("\nItems that are not here, by the number of the exhibit:\n\n");
    }
    for withheld in record.withheld {
        read_me.push_str(&format!("E{}: {}\n", withheld.exhibit, withheld.why.words()));
    }
    put("README.txt", read_me.as_bytes())?;
    for (name, bytes) in documents {
        put(name, bytes)?;
    }
    for (item, _) in &whole.items {
        if guarded.gives(item.id) {
            put(&format!("items/{}", item.id), &folder.vault().read(&item.id)?)?;
        }
    }
    place.file("manifest-sha256.txt", Some(manifest.len() as u64), &mut manifest.as_bytes()).map_err(failed)
}

fn documents(
    record: &Record<'_>,
    with_pdf: bool,
    naming: ics::Naming,
) -> Result<BTreeMap<&'static str, Vec<u8>>, CaseError> {
    let failed = |what: &'static str| move |e: String| CaseError::Document(what, e);
    let paper = || {
        with_pdf
            .then(|| pdf::write(&remand_dossier::paper(record)).map_err(|e| failed("PDF")(e.to_string())))
            .transpose()
    };
    let page = || {
        let document: Document = remand_dossier::document(record);
        html::write(&document).map_err(|e| failed("HTML")(e.to_string()))
    };
    let data = || json::write(record).map_err(|e| failed("JSON")(e.to_string()));
    let (pdf, (html, json)) = rayon::join(paper, || rayon::join(page, data));
    let (pdf, html, json, ics) = (pdf?, html?, json?, ics::write(record, naming));
    let mut files: BTreeMap<&'static str, Vec<u8>> = BTreeMap::new();
    files.insert("dossier.html", html.into_bytes());
    files.insert("dossier.json", json.into_bytes());
    files.insert("deadlines.ics", ics.into_bytes());
    if let Some(pdf) = pdf {
        files.insert("dossier.pdf", pdf);
    }
    Ok(files)
}

/// Everything of the case and its documents, for whoever wants to check it without us. It is dated with the last entry
/// of the case, so that the same case gives the same bytes.
fn bundle(
    folder: &CaseFolder,
    documents: &BTreeMap<&'static str, Vec<u8>>,
) -> Result<Vec<u8>, remand_bundle::BundleError> {
    let view = folder.vault();
    let contents = Contents {
        title: "A case kept with Remand",
        made_at: view.entries().last().map_or("", |entry| &entry.recorded_at),
        documents: documents.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect(),
        ..Contents::default()
    };
    let mut place = ZipPlace::new("bundle", Cursor::new(Vec::new()));
    remand_bundle::write(view, &contents, &mut place)?;
    Ok(place.finish()?.into_inner())
}

/// Writes the documents into `out`. Each file is complete or, where writing fails, as it was before.
///
/// # Errors
///
/// Where a file cannot be written: which one, and what the system said.
pub fn write_outputs(outputs: &Outputs, out: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let mut written = Vec::new();
    // A document of an earlier run that this one does not make would contradict the others.
    for name in DOCUMENTS.iter().filter(|name| !outputs.files.contains_key(*name)) {
        let path = out.join(name);
        if let Err(source) = fs::remove_file(&path)
            && source.kind() != std::io::ErrorKind::NotFound
        {
            return Err(CaseError::Write { path, source });
        }
    }
    for (name, bytes) in &outputs.files {
        let path = out.join(name);
        let part = out.join(format!(".{name}.part"));
        let write = || -> std::io::Result<()> {
            let mut file = fs::File::create(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)
        };
        if let Err(source) = write() {
            // What is left of the part is of no use; that it cannot be removed changes nothing of the error.
            drop(fs::remove_file(&part));
            return Err(CaseError::Write { path, source });
        }
        written.push(path);
    }
    Ok(written)
}

/// Writes files into `out`, by their paths below it: all of them, or none where one cannot be written.
///
/// # Errors
///
/// Where a file cannot be written: which one, and what the system said.
pub fn write_files(files: &BTreeMap<String, Vec<u8>>, out: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let mut parts: Vec<(PathBuf, PathBuf)> = Vec::new();
    let done = lay(files, out, &mut parts);
    if done.is_err() {
        for (part, _) in &parts {
            // What is left of a part is of no use; that it cannot be removed changes nothing of the error.
            drop(fs::remove_file(part));
        }
    }
    done
}

fn lay(
    files: &BTreeMap<String, Vec<u8>>,
    out: &Path,
    parts: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<Vec<PathBuf>, CaseError> {
    for (name, bytes) in files {
        let path = out.join(name);
        let failed = |source| CaseError::Write { path: path.clone(), source };
        let folder = path.parent().unwrap_or(out);
        fs::create_dir_all(folder).map_err(failed)?;
        let last = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let part = folder.join(format!(".{last}.part"));
        parts.push((part.clone(), path.clone()));
        let mut file = fs::File::create(&part).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    for (part, path) in parts.iter() {
        fs::rename(part, path).map_err(|source| CaseError::Write { path: path.clone(), source })?;
    }
    Ok(parts.iter().map(|(_, path)| path.clone()).collect())
}
