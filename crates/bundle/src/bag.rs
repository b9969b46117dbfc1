//! A BagIt bag (RFC 8493) while it is written: every file is hashed on its way, and the manifests come last.

use std::collections::BTreeMap;
use std::io::{self, Read};

use remand_vault::ItemId;
use sha2::{Digest, Sha256};

use crate::error::BundleError;
use crate::name::in_manifest;

/// Where the files of a bundle go.
pub trait Place {
    /// Writes one file. `bytes` is its size where it is known before.
    ///
    /// # Errors
    /// It cannot be written, or `content` cannot be read.
    fn file(&mut self, path: &str, bytes: Option<u64>, content: &mut dyn Read) -> io::Result<()>;
}

pub(crate) struct Bag<'a> {
    place: &'a mut dyn Place,
    payload: BTreeMap<String, ItemId>,
    payload_bytes: u64,
    tags: BTreeMap<String, ItemId>,
}

/// Hashes what is read.
struct Hashing<'a> {
    inner: &'a mut dyn Read,
    hash: Sha256,
    bytes: u64,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(read as u64);
        Ok(read)
    }
}

impl<'a> Bag<'a> {
    pub(crate) fn new(place: &'a mut dyn Place) -> Self {
        Self { place, payload: BTreeMap::new(), payload_bytes: 0, tags: BTreeMap::new() }
    }

    /// Adds a file below `data/`, and gives its digest.
    pub(crate) fn payload(
        &mut self,
        path: &str,
        bytes: Option<u64>,
        content: &mut dyn Read,
    ) -> Result<ItemId, BundleError> {
        let path = format!("data/{path}");
        if self.payload.contains_key(&path) {
            return Err(BundleError::BadName(path));
        }
        let (digest, written) = self.write(&path, bytes, content)?;
        self.payload.insert(path, digest);
        self.payload_bytes = self.payload_bytes.saturating_add(written);
        Ok(digest)
    }

    fn tag(&mut self, path: &str, content: &str) -> Result<(), BundleError> {
        let (digest, _) = self.write(path, Some(content.len() as u64), &mut content.as_bytes())?;
        self.tags.insert(path.to_owned(), digest);
        Ok(())
    }

    fn write(
        &mut self,
        path: &str,
        bytes: Option<u64>,
        content: &mut dyn Read,
    ) -> Result<(ItemId, u64), BundleError> {
        let mut hashing = Hashing { inner: content, hash: Sha256::new(), bytes: 0 };
        self.place.file(path, bytes, &mut hashing)?;
        Ok((ItemId::from_bytes(hashing.hash.finalize().into()), hashing.bytes))
    }

    /// Writes the tag files. `others` are further files beside `data/`, by name; `info` is said in `bag-info.txt`.
    pub(crate) fn finish(
        mut self,
        others: &[(&str, &str)],
        info: &[(&str, &str)],
    ) -> Result<(), BundleError> {
        let oxum = format!("{}.{}", self.payload_bytes, self.payload.len());
        let mut all: BTreeMap<&str, String> =
            others.iter().map(|(name, content)| (*name, (*content).to_owned())).collect();
        let said = info.iter().copied().chain([("Payload-Oxum", oxum.as_str())]);
        // One line each: a line that begins with a space continues the one before.
        let said = said.map(|(label, value)| format!("{label}: {}\n", value.replace(['\n', '\r'], " ")));
        all.insert("bag-info.txt", said.collect());
        all.insert("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_owned());
        all.insert("manifest-sha256.txt", manifest(&self.payload));
        for (name, content) in &all {
            self.tag(name, content)?;
        }
        let tags = manifest(&self.tags);
        self.tag("tagmanifest-sha256.txt", &tags)
    }
}

pub(crate) fn manifest(files: &BTreeMap<String, ItemId>) -> String {
    files.iter().map(|(path, digest)| format!("{digest}  {}\n", in_manifest(path))).collect()
}
