//! The bytes of a web archive as lines and blocks, compressed or not.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read, Take};

use flate2::bufread::MultiGzDecoder;

/// Most bytes of one line.
const LINE: u64 = 64 << 10;

/// Most bytes of one block: it is held in memory while its digests are checked.
pub(super) const BLOCK: u64 = 128 << 20;

/// How many times as large as the file all that is unpacked may be, where it is more than [`UNPACKED_FREE`].
const EXPANSION: u64 = 200;
const UNPACKED_FREE: u64 = 64 << 20;

pub(super) enum Source<'a> {
    Plain(&'a [u8]),
    /// One gzip member a record, as the standards want it, or one for all.
    Gzip(Box<BufReader<Take<MultiGzDecoder<&'a [u8]>>>>),
}

/// A block as far as it is there.
pub(super) struct Block<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// What is wrong with it, where it is not whole.
    pub(super) damage: Option<String>,
}

impl<'a> Source<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let most = (bytes.len() as u64).saturating_mul(EXPANSION).max(UNPACKED_FREE);
            Self::Gzip(Box::new(BufReader::new(MultiGzDecoder::new(bytes).take(most))))
        } else {
            Self::Plain(bytes)
        }
    }

    /// The next line without its end; nothing at the end of the archive.
    ///
    /// # Errors
    /// In words, why the compressed data cannot be read on.
    pub(super) fn line(&mut self) -> Result<Option<Vec<u8>>, String> {
        let mut line = Vec::new();
        match self {
            Self::Plain(rest) => {
                let read = (*rest).take(LINE).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
                *rest = rest.get(read..).unwrap_or_default();
            }
            Self::Gzip(reader) => {
                reader.as_mut().take(LINE).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
                if line.is_empty() && reader.get_ref().limit() == 0 {
                    return Err(format!("it unpacks to more than {EXPANSION} times its size"));
                }
            }
        }
        if line.is_empty() {
            return Ok(None);
        }
        while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            line.pop();
        }
        Ok(Some(line))
    }

    /// The next `length` bytes. A block that is too large to hold is passed over, and is empty.
    pub(super) fn block(&mut self, length: u64) -> Block<'a> {
        match self {
            Self::Plain(all) => {
                let most = usize::try_from(length).unwrap_or(usize::MAX);
                let (bytes, after) = all.split_at_checked(most).unwrap_or((all, &[]));
                *all = after;
                Block { bytes: Cow::Borrowed(bytes), damage: cut(bytes.len() as u64, length) }
            }
            Self::Gzip(reader) if length > BLOCK => {
                let passed = std::io::copy(&mut reader.as_mut().take(length), &mut std::io::sink());
                let damage = passed.map_or_else(|e| Some(e.to_string()), |n| cut(n, length));
                let too_large =
                    format!("left out: it has {length} bytes, more than the {BLOCK} that are held in memory");
                Block { bytes: Cow::Owned(Vec::new()), damage: damage.or(Some(too_large)) }
            }
            Self::Gzip(reader) => {
                let mut bytes = Vec::new();
                let read = reader.as_mut().take(length).read_to_end(&mut bytes);
                let damage = match read {
                    Ok(n) => cut(n as u64, length),
                    Err(e) => Some(format!("it breaks off after {} of {length} bytes: {e}", bytes.len())),
                };
                Block { bytes: Cow::Owned(bytes), damage }
            }
        }
    }
}

fn cut(there: u64, declared: u64) -> Option<String> {
    (there < declared).then(|| format!("the archive ends after {there} of its {declared} bytes"))
}
