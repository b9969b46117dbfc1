//! The files of a dossier: made from the record, written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use remand_dossier::{Document, Pack, Record, bundle, html, ics, json, pdf};

use remand_vault::Item;

use crate::{CaseError, CaseFolder};

/// Names of all documents that a run may make.
const DOCUMENTS: [&str; 5] = ["bundle.zip", "deadlines.ics", "dossier.html", "dossier.json", "dossier.pdf"];

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
    let items: Vec<(&Item, Vec<u8>)> = record
        .items
        .iter()
        .map(|(item, _)| Ok((*item, folder.vault().read(&item.id)?)))
        .collect::<Result<_, CaseError>>()?;
    let items: Vec<(&Item, &[u8])> = items.iter().map(|(item, bytes)| (*item, bytes.as_slice())).collect();
    let printed: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let logs = folder.vault().log_bytes()?;
    let bundle = bundle::write(&items, &logs, &printed).map_err(|e| failed("bundle")(e.to_string()))?;
    files.insert("bundle.zip", bundle);
    Ok(Outputs { files })
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
