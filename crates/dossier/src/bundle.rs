//! `bundle.zip`: the items, the journal and everything made from them, for whoever wants to check it without us.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use remand_vault::Item;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const READ_ME: &str = "\
This is a bundle of a dossier made with Remand.

items/         the files as they were received; each is named by the SHA-256 of its bytes
logs/          what people did and decided, one signed log for each person and device
dossier.*      what was made from them
deadlines.ics  the deadlines, for a calendar
manifest-sha256.txt  a fingerprint of every other file here

To check that nothing was changed, unpack it and run, in the folder it unpacks to:

    sha256sum --check manifest-sha256.txt

No network and no program of ours is needed. A manifest inside a bundle shows that the bundle is whole; who made it,
and when, is shown only by a copy of the head of a log (printed in the dossier) that somebody else has kept.
";

const MANIFEST: &str = "manifest-sha256.txt";

/// A bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// Bytes that are not those of the item.
    #[error(
        "the bytes given for `{name}` have the SHA-256 {found}, but the item is {expected}: was the file changed?"
    )]
    OtherBytes {
        /// Name of the item.
        name: String,
        /// Id of the item.
        expected: String,
        /// Digest of the bytes.
        found: String,
    },
    /// Two files under one name.
    #[error("two files of the bundle are named `{0}`: rename one of the outputs")]
    SameName(String),
    /// A name that would unpack outside its folder, or over the bundle's own files.
    #[error("`{0}` cannot be the name of a file in a bundle: use a plain relative path")]
    BadName(String),
    /// The archive could not be written.
    #[error("the bundle cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// See [`BundleError::Zip`].
    #[error("the bundle cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// A ZIP archive of `items` with their bytes, of the `logs` by file name and of the `outputs` by name, with a
/// manifest and a read-me. Names are sorted and times fixed: the same content gives the same bytes.
///
/// # Errors
/// [`BundleError`] where the bytes of an item do not have its digest, or a name is taken or unsafe.
pub fn write(
    items: &[(&Item, &[u8])],
    logs: &[(String, Vec<u8>)],
    outputs: &[(&str, &[u8])],
) -> Result<Vec<u8>, BundleError> {
    let mut files: BTreeMap<String, &[u8]> = BTreeMap::new();
    for (item, bytes) in items {
        let (expected, found) = (item.id.to_string(), sha256(bytes));
        if expected != found {
            return Err(BundleError::OtherBytes { name: item.name.clone(), expected, found });
        }
        files.insert(format!("items/{expected}{}", extension(&item.name)), bytes);
    }
    let outputs = outputs.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes));
    files.insert("README.txt".to_owned(), READ_ME.as_bytes());
    files.extend(logs.iter().map(|(name, bytes)| (format!("logs/{name}"), bytes.as_slice())));
    for (name, bytes) in outputs {
        let taken = ["items/", "logs/"].iter().any(|folder| name.starts_with(folder));
        if !is_plain(&name) || name == MANIFEST || taken {
            return Err(BundleError::BadName(name));
        }
        if files.insert(name.clone(), bytes).is_some() {
            return Err(BundleError::SameName(name));
        }
    }
    let manifest: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
    files.insert(MANIFEST.to_owned(), manifest.as_bytes());

    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // The fastest: a bundle is made at every run, and most of it is the same text twice.
        .compression_level(Some(1))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in &files {
        archive.start_file(name.as_str(), options.large_file(u32::try_from(bytes.len()).is_err()))?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The extension of a file name with its dot, where it is short and plain, so that the item opens by a click.
fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=8).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            format!(".{}", extension.to_ascii_lowercase())
        }
        _ => String::new(),
    }
}

fn is_plain(name: &str) -> bool {
    !name.contains(['\\', ':', '\0', '\n', '\r'])
        && name.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_extensions_are_kept() {
        assert_eq!(extension("court/ruling.PDF"), ".pdf");
        for none in ["ruling", ".hidden", "a.b/c", "x.tar gz", "x.veryverylong", "x.пдф", "x."] {
            assert_eq!(extension(none), "", "{none}");
        }
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for bad in ["../x", "/etc/x", "a//b", "a/./b", "", "c:\\x", "a\nb"] {
            assert!(!is_plain(bad), "{bad:?}");
        }
        assert!(is_plain("journal/0001.json"));
    }
}
