//! TAR archives (POSIX.1-2024 pax, ustar; GNU long names; the old form without a magic number).

use std::collections::BTreeMap;

use super::{list, names::NameCharset};
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::instant;
use crate::part::{Part, PartKind};

const BLOCK: usize = 512;

/// The first block is a header whose checksum fits.
pub(crate) fn is_tar(bytes: &[u8]) -> bool {
    Header::parse(bytes).is_some_and(|header| header.field(0, 100).first().is_some_and(|b| *b >= b' '))
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut at = 0_usize;
    let mut overrides = Overrides::default();
    let (mut links, mut other) = (Vec::new(), Vec::new());
    let mut ended = false;
    while let Some(block) = bytes.get(at..at.saturating_add(BLOCK)) {
        if block.iter().all(|b| *b == 0) {
            ended = true;
            break;
        }
        let Some(header) = Header::parse(block) else {
            layer.say(format!(
                "the archive is damaged at byte {at}: what is after it was not read; ask for it anew"
            ));
            return finish(layer, &links, &other);
        };
        at += BLOCK;
        let declared = overrides.number("size").or_else(|| header.number(124, 12)).unwrap_or(u64::MAX);
        let size = usize::try_from(declared).unwrap_or(usize::MAX);
        let end = at.saturating_add(size);
        let data = bytes.get(at..end.min(bytes.len())).unwrap_or_default();
        at = end.saturating_add(BLOCK - 1) / BLOCK * BLOCK;
        match header.kind() {
            b'x' => overrides.pax = records(data),
            b'g' => overrides.global.extend(records(data)),
            b'L' => overrides.long_name = Some(until_zero(data).to_vec()),
            b'K' => {}
            kind => {
                let name = overrides.name().unwrap_or_else(|| header.name());
                let (name, guessed) = NameCharset::guess(std::iter::once(name.as_slice())).decode(&name);
                match kind {
                    b'0' | 0 | b'7' if name.ends_with('/') => {}
                    b'0' | 0 | b'7' => {
                        let mut part = Part::new(PartKind::Member, &name);
                        part.say("charset of the name, guessed", guessed.unwrap_or_default());
                        let modified = overrides.number("mtime").or_else(|| header.number(136, 12));
                        let modified = modified.and_then(|seconds| i64::try_from(seconds).ok());
                        part.say("modified", modified.and_then(instant::from_unix).unwrap_or_default());
                        part.say("owner", header.text(265, 32));
                        if data.len() < size {
                            part.damage =
                                Some(format!("the archive ends after {} of its {size} bytes", data.len()));
                        }
                        parts.take(part, data);
                    }
                    b'1' | b'2' => links.push(name),
                    b'5' => {}
                    _ => other.push(name),
                }
                overrides.pax.clear();
                overrides.long_name = None;
            }
        }
    }
    if !ended && at < bytes.len() {
        layer.say("the archive is cut off: its last header is not whole; ask for it anew");
    }
    finish(layer, &links, &other);
}

fn finish(layer: &mut LayerBuilder, links: &[String], other: &[String]) {
    if !links.is_empty() {
        layer.say(format!("links in the archive were not followed: {}", list(links)));
    }
    if !other.is_empty() {
        layer.say(format!(
            "devices, sparse files and other special members of the archive were left out: {}; unpack it and add \
             them as files",
            list(other)
        ));
    }
}

/// What records before a header say about it.
#[derive(Default)]
struct Overrides {
    pax: BTreeMap<String, Vec<u8>>,
    global: BTreeMap<String, Vec<u8>>,
    long_name: Option<Vec<u8>>,
}

impl Overrides {
    fn value(&self, key: &str) -> Option<&[u8]> {
        self.pax.get(key).or_else(|| self.global.get(key)).map(Vec::as_slice)
    }

    /// Whole seconds, where the value has a fraction.
    fn number(&self, key: &str) -> Option<u64> {
        let text = std::str::from_utf8(self.value(key)?).ok()?;
        text.split('.').next()?.parse().ok()
    }

    fn name(&self) -> Option<Vec<u8>> {
        self.value("path").map(<[u8]>::to_vec).or_else(|| self.long_name.clone())
    }
}

/// The records `length key=value` of a pax header; what does not have that form ends them.
fn records(mut data: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    while let Some(space) = data.iter().take(20).position(|b| *b == b' ') {
        let length = data.get(..space).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        let Some((record, rest)) = length.and_then(|length: usize| data.split_at_checked(length)) else {
            break;
        };
        let Some(record) = record.get(space.saturating_add(1)..).and_then(|r| r.strip_suffix(b"\n")) else {
            break;
        };
        if let Some(equals) = record.iter().position(|b| *b == b'=')
            && let (Some(key), Some(value)) = (record.get(..equals), record.get(equals.saturating_add(1)..))
        {
            all.insert(String::from_utf8_lossy(key).into_owned(), value.to_vec());
        }
        data = rest;
    }
    all
}

struct Header<'a>(&'a [u8]);

impl<'a> Header<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let block = bytes.get(..BLOCK)?;
        let header = Self(block);
        let written = header.number(148, 8)?;
        let (mut unsigned, mut signed) = (0_u64, 0_i64);
        for (at, byte) in block.iter().enumerate() {
            let byte = if (148..156).contains(&at) { b' ' } else { *byte };
            unsigned += u64::from(byte);
            // Old programs summed signed bytes.
            signed += i64::from(byte.cast_signed());
        }
        (written == unsigned || i64::try_from(written) == Ok(signed)).then_some(header)
    }

    fn field(&self, start: usize, length: usize) -> &'a [u8] {
        until_zero(self.0.get(start..start.saturating_add(length)).unwrap_or_default())
    }

    fn text(&self, start: usize, length: usize) -> String {
        if self.is_ustar() {
            String::from_utf8_lossy(self.field(start, length)).trim().to_owned()
        } else {
            String::new()
        }
    }

    fn kind(&self) -> u8 {
        self.0.get(156).copied().unwrap_or_default()
    }

    fn is_ustar(&self) -> bool {
        self.0.get(257..262) == Some(b"ustar")
    }

    /// Octal digits, or with the high bit set the big-endian bytes of GNU tar.
    fn number(&self, start: usize, length: usize) -> Option<u64> {
        let field = self.0.get(start..start.saturating_add(length))?;
        if field.first().is_some_and(|b| *b == 0x80) {
            let (high, low) = field.split_at_checked(field.len().checked_sub(8)?)?;
            return high
                .iter()
                .skip(1)
                .all(|b| *b == 0)
                .then(|| u64::from_be_bytes(low.try_into().unwrap_or_default()));
        }
        let digits = until_zero(field).trim_ascii();
        if digits.is_empty() || !digits.iter().all(|b| (b'0'..=b'7').contains(b)) {
            return None;
        }
        u64::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()
    }

    fn name(&self) -> Vec<u8> {
        let name = self.field(0, 100);
        // GNU has other fields in the place of the prefix, and two spaces after its magic word.
        let posix = self.is_ustar() && self.0.get(262) == Some(&0);
        match self.field(345, 155) {
            prefix if posix && !prefix.is_empty() => [prefix, b"/", name].concat(),
            _ => name.to_vec(),
        }
    }
}

fn until_zero(field: &[u8]) -> &[u8] {
    field.split(|b| *b == 0).next().unwrap_or_default()
}
