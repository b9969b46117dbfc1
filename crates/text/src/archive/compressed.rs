//! Single compressed files: gzip (RFC 1952), bzip2, xz, Zstandard (RFC 8878).

use std::io::{Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use super::names::NameCharset;
use crate::builder::LayerBuilder;
use crate::collect::{Parts, Taken};
use crate::instant;
use crate::part::{Part, PartKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
}

/// Most memory that a decoder may take for what it remembers, in KiB.
const MEMORY_KIB: u32 = 256 << 10;

impl Compression {
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0x1f, 0x8b, 8]) {
            return Some(Self::Gzip);
        }
        if bytes.starts_with(b"BZh")
            && bytes.get(3).is_some_and(u8::is_ascii_digit)
            && bytes.get(4..10) == Some(b"1AY&SY")
        {
            return Some(Self::Bzip2);
        }
        if bytes.starts_with(b"\xfd7zXZ\0") {
            return Some(Self::Xz);
        }
        bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]).then_some(Self::Zstandard)
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Gzip => "application/gzip",
            Self::Bzip2 => "application/x-bzip2",
            Self::Xz => "application/x-xz",
            Self::Zstandard => "application/zstd",
        }
    }

    /// What the name of the file inside is, after the name of the compressed file.
    fn inner_name(self, name: &str) -> String {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let Some((stem, extension)) = file.rsplit_once('.') else { return file.to_owned() };
        let lower = extension.to_ascii_lowercase();
        match (self, lower.as_str()) {
            (Self::Gzip, "tgz")
            | (Self::Bzip2, "tbz" | "tbz2")
            | (Self::Xz, "txz")
            | (Self::Zstandard, "tzst") => {
                format!("{stem}.tar")
            }
            (Self::Gzip, "gz" | "gzip")
            | (Self::Bzip2, "bz2" | "bz")
            | (Self::Xz, "xz")
            | (Self::Zstandard, "zst" | "zstd") => stem.to_owned(),
            (Self::Gzip, "svgz") => format!("{stem}.svg"),
            _ => file.to_owned(),
        }
    }

    fn decoder(self, bytes: &[u8]) -> Result<Box<dyn Read + '_>, String> {
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(bytes)),
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(bytes)),
            Self::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(Cursor::new(bytes), true, MEMORY_KIB)),
            Self::Zstandard => {
                Box::new(ruzstd::decoding::StreamingDecoder::new(bytes).map_err(|e| e.to_string())?)
            }
        })
    }
}

/// The beginning of what is compressed, as far as it can be had.
pub(crate) fn peek(bytes: &[u8], length: u64) -> Vec<u8> {
    let mut start = Vec::new();
    // What comes before the damage is what is asked for.
    drop(MultiGzDecoder::new(bytes).take(length).read_to_end(&mut start));
    start
}

/// `name` is the name of the compressed file.
pub(crate) fn read(
    compression: Compression,
    bytes: &[u8],
    name: &str,
    layer: &mut LayerBuilder,
    parts: &mut Parts<'_>,
) {
    let mut part = Part::new(PartKind::Member, &compression.inner_name(name));
    if compression == Compression::Gzip {
        let header = flate2::bufread::GzDecoder::new(bytes);
        if let Some(header) = header.header() {
            if let Some(raw) = header.filename().filter(|raw| !raw.is_empty()) {
                let (inner, _) = NameCharset::guess(std::iter::once(raw)).decode(raw);
                part = Part::new(PartKind::Member, inner.rsplit('/').next().unwrap_or_default());
            }
            let modified = Some(header.mtime()).filter(|seconds| *seconds > 0);
            part.say("modified", modified.and_then(|s| instant::from_unix(i64::from(s))).unwrap_or_default());
        }
    }
    match compression.decoder(bytes) {
        Ok(decoder) => {
            if parts.take(part, decoder) == Taken::Damaged {
                layer.say("the compressed file is damaged; ask for it anew");
            }
        }
        Err(e) => {
            layer.say(format!("the compressed file cannot be read ({e}); unpack it and add what is in it"))
        }
    }
}
