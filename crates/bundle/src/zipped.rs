//! A bundle as a ZIP: written as a stream, read file by file.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::bag::Place;
use crate::error::{BundleError, refused};
use crate::name::{extension, stays_inside};
use crate::read::{MOST_FILES, Source};

/// Deflate makes at most 1032 bytes of one.
const MOST_EXPANSION: u64 = 1100;
/// What is compressed already.
const PACKED: [&str; 14] = [
    ".7z", ".docx", ".gif", ".gz", ".jpeg", ".jpg", ".mp3", ".mp4", ".odt", ".pdf", ".png", ".webp", ".xlsx",
    ".zip",
];

/// A ZIP with one folder, in which the bundle is written.
pub struct ZipPlace<W: Write + Seek> {
    folder: String,
    archive: ZipWriter<W>,
}

impl<W: Write + Seek> ZipPlace<W> {
    /// A ZIP that is written to `to`, with the bundle in `folder`.
    pub fn new(folder: &str, to: W) -> Self {
        Self { folder: folder.to_owned(), archive: ZipWriter::new(to) }
    }

    /// Writes the directory at the end of the ZIP.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.archive.finish().map_err(io::Error::other)
    }
}

impl<W: Write> ZipPlace<StreamWriter<W>> {
    /// A ZIP that is written to something in which one cannot go back.
    pub fn stream(folder: &str, to: W) -> Self {
        Self { folder: folder.to_owned(), archive: ZipWriter::new_stream(to) }
    }
}

impl<W: Write + Seek> Place for ZipPlace<W> {
    fn file(&mut self, path: &str, bytes: Option<u64>, content: &mut dyn Read) -> io::Result<()> {
        let packed = PACKED.contains(&extension(path).as_str());
        let options = SimpleFileOptions::default()
            .compression_method(if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated })
            // The fastest: most of a large bundle does not become smaller.
            .compression_level((!packed).then_some(1))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(bytes.is_none_or(|bytes| bytes >= u64::from(u32::MAX)));
        self.archive.start_file(format!("{}/{path}", self.folder), options).map_err(io::Error::other)?;
        io::copy(content, &mut self.archive).map(|_| ())
    }
}

/// A ZIP with a bundle, from anybody.
pub struct ZipSource<R> {
    archive: RefCell<ZipArchive<R>>,
    files: BTreeMap<String, (usize, u64)>,
}

impl<R: Read + Seek> ZipSource<R> {
    /// Opens a ZIP of `length` bytes. Nothing is unpacked yet.
    ///
    /// # Errors
    /// It is none, or one that is made to do harm.
    pub fn open(from: R, length: u64) -> Result<Self, BundleError> {
        let bad = |e: zip::result::ZipError| refused(format!("it is no ZIP that can be read: {e}"));
        let mut archive = ZipArchive::new(from).map_err(bad)?;
        if archive.len() > MOST_FILES {
            return Err(refused(format!("it has more than {MOST_FILES} files")));
        }
        if archive.has_duplicate_names() {
            return Err(refused("a name stands twice in it"));
        }
        if archive.has_overlapping_files().map_err(bad)? {
            return Err(refused("files in it lie over each other, as in an archive made to fill a disk"));
        }
        let mut all = BTreeMap::new();
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(bad)?;
            let name = String::from_utf8(file.name_raw().to_vec())
                .map_err(|_| refused("a name in it is not UTF-8"))?;
            if !stays_inside(name.strip_suffix('/').unwrap_or(&name)) {
                return Err(refused(format!("the name `{name}` leads out of its folder")));
            }
            if file.is_symlink() || file.encrypted() {
                return Err(refused(format!("`{name}` is a link, or encrypted")));
            }
            total = total.saturating_add(file.size());
            let size = file.size();
            if !name.ends_with('/') && all.insert(name.clone(), (index, size)).is_some() {
                return Err(refused(format!("the name `{name}` stands twice in it")));
            }
        }
        if total > length.saturating_mul(MOST_EXPANSION) {
            return Err(refused(format!("it expands to more than {MOST_EXPANSION} times its size")));
        }
        Ok(Self { archive: RefCell::new(archive), files: without_folder(all) })
    }
}

/// Without the one folder that all files are in.
fn without_folder(all: BTreeMap<String, (usize, u64)>) -> BTreeMap<String, (usize, u64)> {
    let top = |name: &String| name.split_once('/').map(|(top, _)| top.to_owned());
    let first = all.keys().next().and_then(top);
    let Some(first) = first.filter(|first| all.keys().all(|name| top(name).as_ref() == Some(first))) else {
        return all;
    };
    let inner = |name: &str| name.strip_prefix(&first)?.strip_prefix('/').map(str::to_owned);
    all.into_iter().filter_map(|(name, at)| Some((inner(&name)?, at))).collect()
}

impl<R: Read + Seek> Source for ZipSource<R> {
    fn files(&self) -> BTreeMap<String, u64> {
        self.files.iter().map(|(name, (_, size))| (name.clone(), *size)).collect()
    }

    fn read(&self, path: &str, to: &mut dyn Write) -> io::Result<()> {
        let (index, size) = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        let mut archive = self.archive.try_borrow_mut().map_err(io::Error::other)?;
        let file = archive.by_index(*index).map_err(io::Error::other)?;
        // Never more than it claims to hold.
        let read = io::copy(&mut file.take(size.saturating_add(1)), to)?;
        if read == *size {
            Ok(())
        } else {
            Err(io::Error::other("it does not hold as many bytes as it claims"))
        }
    }
}
