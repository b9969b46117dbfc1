//! ZIP archives (PKWARE APPNOTE 6.3.10): by the directory at their end, or header by header where that is missing.

use std::io::{Cursor, Read};

use ::zip::read::{ZipFile, read_zipfile_from_stream_with_compressed_size};
use ::zip::{CompressionMethod, ExtraField, ZipArchive};

use super::{list, names::NameCharset};
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::instant;
use crate::part::{Part, PartKind};

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let opened = ZipArchive::new(Cursor::new(bytes)).and_then(|mut archive| {
        let overlapping = archive.has_overlapping_files()?;
        Ok((archive, overlapping))
    });
    match opened {
        // Members that share their bytes are how a small archive becomes a flood.
        Ok((_, true)) => layer.say(
            "refused: members of the archive lie over each other, as in an archive made to fill a disk; ask for \
             the files one by one",
        ),
        Ok((mut archive, false)) => by_directory(&mut archive, layer, parts),
        Err(e) => {
            layer.say(format!(
                "the directory of the archive is missing or damaged ({e}); the files that could be found without it \
                 were taken out: ask for the archive anew"
            ));
            by_headers(bytes, layer, parts);
        }
    }
}

fn by_directory(archive: &mut ZipArchive<Cursor<&[u8]>>, layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let charset = NameCharset::guess(archive.file_names_raw());
    let (mut locked, mut links) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        // Without decoding first: an encrypted or unknown member gives its name all the same.
        let Ok(file) = archive.by_index_raw(index) else {
            parts.say(format!("file {} of the archive has a damaged header", index.saturating_add(1)));
            continue;
        };
        let (name, _) = charset.decode(file.name_raw());
        if file.is_dir() {
            continue;
        }
        if file.encrypted() {
            locked.push(name);
            continue;
        }
        if file.is_symlink() {
            links.push(name);
            continue;
        }
        let part = member(&file, &charset);
        let method = file.compression();
        drop(file);
        match archive.by_index(index) {
            Ok(file) => {
                parts.take(part, file);
            }
            Err(e) => parts.say(cannot(&part.name, method, &e)),
        }
    }
    if !locked.is_empty() {
        layer.say(format!(
            "{} file(s) in the archive are locked with a password: {}; unpack it with the password and add the \
             files in it",
            locked.len(),
            list(&locked)
        ));
    }
    if !links.is_empty() {
        layer.say(format!("links in the archive were not followed: {}", list(&links)));
    }
    if !archive.comment().is_empty() {
        let (comment, _) = NameCharset::guess(std::iter::once(archive.comment())).decode(archive.comment());
        layer.push_paragraphs(&comment);
    }
}

fn by_headers(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut from = 0;
    let mut unread = 0_usize;
    while let Some(start) = find(bytes, from, &[b"PK\x03\x04"]) {
        let (data, size) = extent(bytes, start);
        from = data.saturating_add(size).max(start.saturating_add(4));
        let mut member_bytes = bytes.get(start..from.min(bytes.len())).unwrap_or_default();
        match read_zipfile_from_stream_with_compressed_size(&mut member_bytes, size as u64) {
            Ok(Some(file)) if file.is_dir() => {}
            Ok(Some(file)) => {
                let charset = NameCharset::guess(std::iter::once(file.name_raw()));
                parts.take(member(&file, &charset), file);
            }
            Ok(None) | Err(_) => unread += 1,
        }
    }
    if unread > 0 {
        layer.say(format!("{unread} more file(s) in the archive could not be read at all"));
    }
}

/// Where the data of the member whose header begins at `start` lies: its beginning and its length. Where the header
/// does not say the length, the data goes to the next header.
fn extent(bytes: &[u8], start: usize) -> (usize, usize) {
    let number = |at: usize, length: usize| {
        let field = bytes.get(start.saturating_add(at)..).and_then(|rest| rest.get(..length));
        field.unwrap_or_default().iter().rev().fold(0_usize, |sum, b| sum << 8 | usize::from(*b))
    };
    let data = start.saturating_add(30).saturating_add(number(26, 2)).saturating_add(number(28, 2));
    let size = match number(18, 4) {
        0 if number(6, 2) & 8 != 0 => {
            let next = find(bytes, data, &[b"PK\x07\x08", b"PK\x03\x04", b"PK\x01\x02"]);
            next.unwrap_or(bytes.len()).saturating_sub(data)
        }
        size => size,
    };
    (data, size)
}

fn find(bytes: &[u8], from: usize, marks: &[&[u8; 4]]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let at = rest.windows(4).position(|window| marks.iter().any(|mark| window == mark.as_slice()))?;
    Some(from.saturating_add(at))
}

fn member<R: Read>(file: &ZipFile<'_, R>, charset: &NameCharset) -> Part {
    let unicode = file.extra_data_fields().find_map(|field| match field {
        ExtraField::UnicodePath(_) => file.name().ok(),
        _ => None,
    });
    let (name, guessed) = match unicode {
        Some(name) => (name.into_owned(), None),
        None => charset.decode(file.name_raw()),
    };
    let mut part = Part::new(PartKind::Member, &name);
    part.say("charset of the name, guessed", guessed.unwrap_or_default());
    let exact = file.extra_data_fields().find_map(|field| match field {
        ExtraField::ExtendedTimestamp(times) => times.mod_time(),
        _ => None,
    });
    if let Some(modified) = exact.and_then(|seconds| instant::from_unix(i64::from(seconds))) {
        part.say("modified", modified);
    } else if let Some(modified) = file.last_modified().filter(::zip::DateTime::is_valid) {
        // The local time of whoever packed it.
        part.say("modified", modified.to_string().replace(' ', "T"));
    }
    part.say("comment", file.comment());
    part
}

fn cannot(name: &str, method: CompressionMethod, why: &::zip::result::ZipError) -> String {
    format!(
        "\u{201c}{name}\u{201d} in the archive could not be unpacked ({method}: {why}); unpack it with another \
         program and add it as a file of its own"
    )
}
