//! Word documents before 2007 ([MS-DOC]: Word 97 to 2003; also Word 6 and 95): the streams of a compound file, the
//! piece table, and marks of characters and paragraphs as far as they decide what is text.
//!
//! Numbers that Word sets before list items are computed from tables that are not read; they are missing in the text.

mod fib;
mod formatting;
mod story;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use crate::builder::LayerBuilder;
use crate::odf::PASSWORD;
use crate::{charset, summary};
use fib::{Bytes, Fib, table};
use story::{Body, Source};

/// Most bytes of one stream. The text is a small part of it.
const STREAM_LIMIT: u64 = 256 << 20;

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let mut file = match CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) => file,
        Err(e) => {
            layer.say(format!("the document is damaged or cut off ({e}); ask for it again"));
            return;
        }
    };
    let Some(main) = stream(&mut file, "/WordDocument", layer) else {
        layer.say("the document has no text in it (the stream WordDocument is missing); ask for it again");
        return;
    };
    let main = Bytes(&main);
    let Some(fib) = Fib::read(main) else {
        layer.say("the document is damaged (its first block is none of Word's); ask for it again");
        return;
    };
    summary::read(bytes, "DOC", layer);
    if fib.encrypted {
        layer.say(PASSWORD);
        return;
    }
    let name = if fib.second_table { "/1Table" } else { "/0Table" };
    let tables = if fib.new { stream(&mut file, name, layer) } else { None };
    if fib.new && tables.is_none() {
        layer.say("the document is damaged (its tables are missing); what was read is its text without them");
    }
    let tables = tables.unwrap_or_default();
    let tables = Bytes(&tables);
    let pieces = fib.pieces(main, tables);
    let source = Source {
        main,
        encoding: encoding(&fib, main, &pieces),
        pieces,
        characters: formatting::characters(&fib, main, tables),
        paragraphs: formatting::paragraphs(&fib, main, tables),
        new: fib.new,
    };
    let reviewers =
        fib.table(main, table::REVIEWERS).and_then(|(at, length)| names(tables.part(at, length)?));
    let mut body = Body::new(&source, &fib, main, tables);
    body.push(layer);
    body.tell(&reviewers.unwrap_or_default(), layer);
    let objects =
        file.read_storage("/ObjectPool").map_or(0, |entries| entries.filter(cfb::Entry::is_storage).count());
    if objects > 0 {
        layer.say(format!(
            "{objects} file(s) or object(s) are embedded in the document and were not read with it; open the document, \
             save them and add them as files of their own"
        ));
    }
}

fn stream(file: &mut File<'_>, name: &str, layer: &mut LayerBuilder) -> Option<Vec<u8>> {
    let stream = file.open_stream(name).ok()?;
    let mut bytes = Vec::new();
    if let Err(e) = stream.take(STREAM_LIMIT).read_to_end(&mut bytes) {
        layer.say(format!("the document is damaged ({e}); text after that place is missing here"));
    }
    Some(bytes)
}

/// The charset of text that is not Unicode: by the language of the document; where that is written in Latin letters
/// and most letters are not, guessed.
fn encoding(fib: &Fib, main: Bytes<'_>, pieces: &[fib::Piece]) -> &'static encoding_rs::Encoding {
    let stated = fib.encoding();
    if fib.new || stated != encoding_rs::WINDOWS_1252 {
        return stated;
    }
    let sample: Vec<u8> = pieces
        .iter()
        .filter_map(|piece| main.part(piece.offset, piece.end.saturating_sub(piece.start)))
        .flatten()
        .copied()
        .take(64 * 1024)
        .collect();
    let letters = sample.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0xc0).count();
    let high = sample.iter().filter(|b| **b >= 0xc0).count();
    if high.saturating_mul(3) > letters { charset::guess(&sample) } else { stated }
}

/// A table of names: a mark, their count, bytes of data beside each, then length and characters of each.
fn names(table: &[u8]) -> Option<Vec<String>> {
    let bytes = Bytes(table);
    if bytes.u16(0)? != 0xffff {
        return None;
    }
    let beside = usize::from(bytes.u16(4)?);
    let mut at = 6_usize;
    let mut names = Vec::new();
    for _ in 0..bytes.u16(2)?.min(1000) {
        let length = usize::from(bytes.u16(at)?) * 2;
        let name = bytes.part(at.checked_add(2)?, length)?;
        names.push(encoding_rs::UTF_16LE.decode_without_bom_handling(name).0.into_owned());
        at = at.checked_add(2)?.checked_add(length)?.checked_add(beside)?;
    }
    Some(names)
}
