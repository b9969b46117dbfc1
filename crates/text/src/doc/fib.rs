//! Where things are in the streams of a Word file: the file information block and the piece table ([MS-DOC] 2.5 and
//! 2.8.35; for Word 6 and 95, the layout that POI and wv document).

use crate::codepage;

/// Little-endian numbers out of bytes; `None` beyond their end.
#[derive(Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn u16(self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.0.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    pub(super) fn u32(self, at: usize) -> Option<usize> {
        let bytes = self.0.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }

    /// `length` bytes from `at`.
    pub(super) fn part(self, at: usize, length: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(length)?)
    }
}

/// What the file information block says.
pub(super) struct Fib {
    /// Word 97 or later: text in Unicode, tables in a stream of their own.
    pub(super) new: bool,
    pub(super) encrypted: bool,
    /// The tables are in `1Table`, not in `0Table`.
    pub(super) second_table: bool,
    complex: bool,
    pub(super) language: u16,
    text_start: usize,
    /// Characters of the parts of the text, which follow one another: body, footnotes, headers, macros, comments,
    /// endnotes, text boxes, text boxes of headers.
    pub(super) lengths: [usize; 8],
}

/// Places of tables in the stream of tables, by their number in FibRgFcLcb97.
pub(super) mod table {
    pub(crate) const FOOTNOTE_MARKS: usize = 2;
    pub(crate) const FOOTNOTES: usize = 3;
    pub(crate) const HEADERS: usize = 11;
    pub(crate) const CHARACTERS: usize = 12;
    pub(crate) const PARAGRAPHS: usize = 13;
    pub(crate) const PIECES: usize = 33;
    pub(crate) const ENDNOTE_MARKS: usize = 46;
    pub(crate) const ENDNOTES: usize = 47;
    pub(crate) const REVIEWERS: usize = 51;
}

impl Fib {
    /// Reads the block at the start of the stream `WordDocument`; `None` where it is none.
    pub(super) fn read(bytes: Bytes<'_>) -> Option<Self> {
        let magic = bytes.u16(0)?;
        if !matches!(magic, 0xa5ec | 0xa5dc) {
            return None;
        }
        let version = bytes.u16(2)?;
        let flags = bytes.u16(10)?;
        let new = version >= 0x00a8 && magic == 0xa5ec;
        let first = if new { 0x4c } else { 0x34 };
        let mut lengths = [0; 8];
        for (at, length) in lengths.iter_mut().enumerate() {
            *length = bytes.u32(first + 4 * at)?;
        }
        Some(Self {
            new,
            encrypted: flags & 0x0100 != 0,
            second_table: flags & 0x0200 != 0,
            complex: flags & 0x0004 != 0,
            language: bytes.u16(6)?,
            text_start: bytes.u32(0x18)?,
            lengths,
        })
    }

    /// Place and length of a table of Word 97 in the stream of tables.
    pub(super) fn table(&self, bytes: Bytes<'_>, number: usize) -> Option<(usize, usize)> {
        let at = 0x9a_usize.checked_add(number.checked_mul(8)?)?;
        let (place, length) = (bytes.u32(at)?, bytes.u32(at.checked_add(4)?)?);
        (length > 0 && self.new).then_some((place, length))
    }

    /// The pieces of the text, in its order.
    pub(super) fn pieces(&self, main: Bytes<'_>, tables: Bytes<'_>) -> Vec<Piece> {
        let found = if self.new {
            self.table(main, table::PIECES)
                .and_then(|(at, length)| piece_table(tables.part(at, length)?, true))
        } else if self.complex {
            let place = main.u32(0x160).zip(main.u32(0x164));
            place.and_then(|(at, length)| piece_table(main.part(at, length)?, false))
        } else {
            None
        };
        // A file without the table has its text in one piece.
        found.unwrap_or_else(|| {
            let count = self.lengths.iter().fold(0_usize, |sum, length| sum.saturating_add(*length));
            vec![Piece { start: 0, end: count, offset: self.text_start, wide: false }]
        })
    }

    /// The charset of text that is not Unicode.
    pub(super) fn encoding(&self) -> &'static encoding_rs::Encoding {
        let number = if self.new { 1252 } else { codepage::of_language(self.language) };
        codepage::of_number(number).unwrap_or(encoding_rs::WINDOWS_1252)
    }
}

/// A run of characters that stands in one place of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// First character, counted in the text.
    pub(super) start: usize,
    /// The one after its last.
    pub(super) end: usize,
    /// Its place in the stream, in bytes.
    pub(super) offset: usize,
    /// Two bytes a character.
    pub(super) wide: bool,
}

/// Reads a `Clx`: blocks of properties, which are passed over, then the table.
fn piece_table(clx: &[u8], new: bool) -> Option<Vec<Piece>> {
    let bytes = Bytes(clx);
    let mut at = 0_usize;
    while *clx.get(at)? == 1 {
        at = at.checked_add(3)?.checked_add(usize::from(bytes.u16(at.checked_add(1)?)?))?;
    }
    if *clx.get(at)? != 2 {
        return None;
    }
    let length = bytes.u32(at.checked_add(1)?)?.min(clx.len());
    let table = Bytes(clx.get(at.checked_add(5)?..)?);
    // n + 1 places of characters, then n descriptions of 8 bytes.
    let count = length.checked_sub(4)? / 12;
    let mut pieces = Vec::new();
    for index in 0..count {
        let (start, end) = (table.u32(4 * index)?, table.u32(4 * index + 4)?);
        let place = table.u32(4 * (count + 1) + 8 * index + 2)?;
        let compressed = place & 0x4000_0000 != 0;
        let (offset, wide) = match (new, compressed) {
            (true, true) => ((place & 0x3fff_ffff) / 2, false),
            (true, false) => (place, true),
            (false, _) => (place, false),
        };
        if start < end {
            pieces.push(Piece { start, end, offset, wide });
        }
    }
    Some(pieces)
}

/// A list of places in the text, as most tables begin with: as many as fit beside entries of `size` bytes.
pub(super) fn places(table: &[u8], size: usize) -> Vec<usize> {
    let count = table.len().saturating_sub(4) / (4 + size) + 1;
    (0..count).map_while(|index| Bytes(table).u32(4 * index)).collect()
}
