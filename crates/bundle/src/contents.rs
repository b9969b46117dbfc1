//! What goes into a bundle, and in which order it is written.

use std::collections::BTreeMap;
use std::io::Read;

use remand_vault::{ItemId, View};

use crate::bag::{Bag, Place, manifest};
use crate::error::BundleError;
use crate::name::{Paths, is_plain};
use crate::{VERIFIER, crate_metadata, prov};

const READ_ME: &str = "\
This is a bundle of a case kept with Remand: the files as they were received, what people did with them and decided, and
what was made from them.

data/items/        the files as they were received; each is named by the SHA-256 of its bytes
data/objects/      texts taken from them, time-stamps
data/logs/         what people did and decided: one signed log for each person and device
data/checkpoints/  how far a log reached, signed: keep a copy elsewhere
data/proofs/       where there are any: that the receipt of a file stands in the log of a checkpoint
data/dossier/      what was made from all this
data/ro-crate-metadata.json, data/prov.jsonld, data/annotations.jsonld
                   the same described for other programs (RO-Crate, W3C PROV, W3C Web Annotation)

To check that nothing was changed since the bundle was made, with what every system has, run in this folder:

    sha256sum --check manifest-sha256.txt

To check signatures, logs and proofs too, without Remand and without a network (Python 3.8 or later):

    python3 verify.py .

verify.py came with the bundle, as everything here did. Whoever does not trust it takes it from the source of Remand, or
reads it: it is one file. What holds is printed in words. A bundle shows by itself that it is whole and who signed what;
that nothing was cut off at the end of a log is shown only by a checkpoint, or the head printed in a dossier, that
somebody else has kept.
";

/// That an item's receipt stands in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The item.
    pub item: ItemId,
    /// The proof, as [`remand_vault::prove_inclusions`] makes it.
    pub text: String,
}

/// What goes into a bundle beside the objects and logs of the vault.
#[derive(Clone, Debug, Default)]
pub struct Contents<'a> {
    /// What the bundle is called, for people.
    pub title: &'a str,
    /// For whom it is, in words; may be empty.
    pub audience: &'a str,
    /// The organisation that makes it; may be empty.
    pub organisation: &'a str,
    /// When it is made (RFC 3339, UTC).
    pub made_at: &'a str,
    /// Signed checkpoints, by the name of their log.
    pub checkpoints: BTreeMap<String, Vec<u8>>,
    /// Proofs of inclusion.
    pub proofs: Vec<Proof>,
    /// Documents by name.
    pub documents: BTreeMap<&'a str, &'a [u8]>,
    /// What [`crate::annotations`] made, where there are annotations.
    pub annotations: Option<&'a [u8]>,
}

/// What `sealed` names: the SHA-256 of the lines of the manifest that are about content.
///
/// # Errors
/// A name cannot stand in a bundle.
pub fn seal_of(view: &View, contents: &Contents<'_>) -> Result<ItemId, BundleError> {
    let paths = Paths::of(view);
    let mut files: BTreeMap<String, ItemId> =
        paths.iter().map(|(id, path)| (format!("data/{path}"), *id)).collect();
    for (name, bytes) in &contents.documents {
        files.insert(format!("data/{}", document(name)?), ItemId::of(bytes));
    }
    if let Some(bytes) = contents.annotations {
        files.insert("data/annotations.jsonld".to_owned(), ItemId::of(bytes));
    }
    Ok(ItemId::of(manifest(&files).as_bytes()))
}

fn document(name: &str) -> Result<String, BundleError> {
    if is_plain(name) { Ok(format!("dossier/{name}")) } else { Err(BundleError::BadName(name.to_owned())) }
}

/// A file of the payload, before it is written.
enum Content<'a> {
    Object(ItemId, Option<u64>),
    Bytes(&'a [u8]),
    Made(Vec<u8>),
}

impl Content<'_> {
    /// Its size, where that is known before it is read.
    fn bytes(&self) -> Option<u64> {
        match self {
            Self::Object(_, bytes) => *bytes,
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Made(bytes) => Some(bytes.len() as u64),
        }
    }
}

/// Writes the bundle of a vault. Objects are read and written one after another; the same content gives the same files
/// in the same order.
///
/// # Errors
/// An object is missing or damaged, a name cannot stand in a bundle, or it cannot be written: what was written so far
/// is of no use then.
pub fn write(view: &View, contents: &Contents<'_>, place: &mut dyn Place) -> Result<(), BundleError> {
    let paths = Paths::of(view);
    let mut files: BTreeMap<String, Content<'_>> = BTreeMap::new();
    for (id, path) in paths.iter() {
        files.insert(path.clone(), Content::Object(*id, view.item(id).map(|item| item.bytes)));
    }
    for (name, bytes) in view.log_bytes()? {
        files.insert(format!("logs/{name}"), Content::Made(bytes));
    }
    for (log, bytes) in &contents.checkpoints {
        files.insert(format!("checkpoints/{log}.checkpoint"), Content::Bytes(bytes));
    }
    for proof in &contents.proofs {
        files.insert(format!("proofs/{}.proof", proof.item), Content::Bytes(proof.text.as_bytes()));
    }
    for (name, bytes) in &contents.documents {
        files.insert(document(name)?, Content::Bytes(bytes));
    }
    if let Some(bytes) = contents.annotations {
        files.insert("annotations.jsonld".to_owned(), Content::Bytes(bytes));
    }
    files.insert("prov.jsonld".to_owned(), Content::Made(prov::write(view, contents, &paths)));
    let described: BTreeMap<&str, Option<u64>> =
        files.iter().map(|(path, content)| (path.as_str(), content.bytes())).collect();
    let metadata = crate_metadata::write(view, contents, &paths, &described);
    files.insert("ro-crate-metadata.json".to_owned(), Content::Made(metadata));

    let mut bag = Bag::new(place);
    for (path, content) in &files {
        match content {
            Content::Object(id, bytes) => {
                let mut object: Box<dyn Read> = view.open_object(id)?;
                if bag.payload(path, *bytes, &mut object)? != *id {
                    return Err(BundleError::OtherBytes { path: path.clone() });
                }
            }
            Content::Bytes(bytes) => {
                bag.payload(path, Some(bytes.len() as u64), &mut &**bytes)?;
            }
            Content::Made(bytes) => {
                bag.payload(path, Some(bytes.len() as u64), &mut bytes.as_slice())?;
            }
        }
    }
    let day = contents.made_at.get(..10).unwrap_or_default();
    let mut info = vec![("Bagging-Date", day), ("Bag-Software-Agent", "Remand")];
    let said = [
        ("External-Description", contents.title),
        ("Source-Organization", contents.organisation),
        ("Remand-Audience", contents.audience),
    ];
    info.extend(said.into_iter().filter(|(_, value)| !value.is_empty()));
    bag.finish(&[("README.txt", READ_ME), ("verify.py", VERIFIER)], &info)
}
