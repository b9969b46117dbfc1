//! What a Word file says of stretches of its bytes: deleted, hidden, end of a row, heading ([MS-DOC] 2.9.33, 2.9.175).

use super::fib::{Bytes, Fib, table};

/// Most stretches that are taken in; a thousand pages have some hundred thousand.
const STRETCHES: usize = 2_000_000;

/// How characters are marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters {
    pub(super) deleted: bool,
    pub(super) inserted: bool,
    pub(super) hidden: bool,
    /// Number of the reviewer who deleted them.
    pub(super) reviewer: u16,
    /// It stands for a picture, not for data of a field.
    pub(super) picture: bool,
    /// Sign of a symbol font that stands for the character.
    pub(super) symbol: Option<u16>,
}

/// How a paragraph is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) heading: bool,
    pub(super) list: bool,
    pub(super) in_table: bool,
    pub(super) row_end: bool,
}

/// Stretches of bytes with their marks, in order.
#[derive(Debug)]
pub(super) struct Stretches<T> {
    all: Vec<(usize, usize, T)>,
}

impl<T: Copy + Default + PartialEq> Stretches<T> {
    fn new(mut all: Vec<(usize, usize, T)>) -> Self {
        all.retain(|(start, end, marks)| start < end && *marks != T::default());
        all.sort_by_key(|(start, _, _)| *start);
        Self { all }
    }

    /// The marks of the byte at `offset`.
    pub(super) fn at(&self, offset: usize) -> T {
        let after = self.all.partition_point(|(start, _, _)| *start <= offset);
        let found = after.checked_sub(1).and_then(|at| self.all.get(at));
        found.filter(|(_, end, _)| offset < *end).map_or_else(T::default, |(_, _, marks)| *marks)
    }
}

/// Reads the marks of characters.
pub(super) fn characters(fib: &Fib, main: Bytes<'_>, tables: Bytes<'_>) -> Stretches<Characters> {
    let mut all = Vec::new();
    for page in pages(fib, main, tables, table::CHARACTERS, 0xb8) {
        each_stretch(page, 1, |start, end, entry| {
            let offset = usize::from(*entry.first()?) * 2;
            let properties = match offset {
                0 => &[],
                offset => Bytes(page).part(offset.checked_add(1)?, usize::from(*page.get(offset)?))?,
            };
            let marks = if fib.new { character_marks(properties) } else { old_character_marks(properties) };
            if all.len() < STRETCHES {
                all.push((start, end, marks));
            }
            Some(())
        });
    }
    Stretches::new(all)
}

/// Reads the marks of paragraphs; those of Word 6 and 95 have other numbers, and are not read.
pub(super) fn paragraphs(fib: &Fib, main: Bytes<'_>, tables: Bytes<'_>) -> Stretches<Paragraph> {
    let mut all = Vec::new();
    if !fib.new {
        return Stretches::new(all);
    }
    for page in pages(fib, main, tables, table::PARAGRAPHS, 0xc0) {
        each_stretch(page, 13, |start, end, entry| {
            let offset = usize::from(*entry.first()?) * 2;
            let mut marks = Paragraph::default();
            if offset > 0 {
                let count = usize::from(*page.get(offset)?);
                let (at, length) = match count {
                    0 => (offset.checked_add(2)?, usize::from(*page.get(offset.checked_add(1)?)?) * 2),
                    count => (offset.checked_add(1)?, (count * 2).saturating_sub(1)),
                };
                let properties = Bytes(page).part(at, length)?;
                let style = Bytes(properties).u16(0)?;
                // The first nine styles after the normal one are the headings.
                marks.heading = (1..=9).contains(&style);
                paragraph_marks(properties.get(2..)?, &mut marks);
            }
            if all.len() < STRETCHES {
                all.push((start, end, marks));
            }
            Some(())
        });
    }
    Stretches::new(all)
}

/// The pages of 512 bytes that a table of marks names.
fn pages<'a>(fib: &Fib, main: Bytes<'a>, tables: Bytes<'_>, number: usize, old: usize) -> Vec<&'a [u8]> {
    let numbers: Option<Vec<usize>> = if fib.new {
        fib.table(main, number).and_then(|(at, length)| {
            let table = tables.part(at, length)?;
            let count = length.checked_sub(4)? / 8;
            Some((0..count).filter_map(|index| Bytes(table).u32(4 * (count + 1) + 4 * index)).collect())
        })
    } else {
        main.u32(old).zip(main.u32(old + 4)).and_then(|(at, length)| {
            let table = main.part(at, length)?;
            let count = length.checked_sub(4)? / 6;
            let page = |index: usize| Bytes(table).u16(4 * (count + 1) + 2 * index).map(usize::from);
            Some((0..count).filter_map(page).collect())
        })
    };
    let mut numbers = numbers.unwrap_or_default();
    // A hostile file may name one page many times.
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().filter_map(|page| main.part((page & 0x3f_ffff) * 512, 512)).collect()
}

/// Calls `stretch` with start and end of each stretch of a page, and its entry of `size` bytes.
fn each_stretch(page: &[u8], size: usize, mut stretch: impl FnMut(usize, usize, &[u8]) -> Option<()>) {
    let count = page.last().map_or(0, |count| usize::from(*count));
    for index in 0..count {
        let bounds = Bytes(page).u32(4 * index).zip(Bytes(page).u32(4 * index + 4));
        let entry = Bytes(page).part(4 * (count + 1) + size * index, size);
        if let (Some((start, end)), Some(entry)) = (bounds, entry) {
            // An entry that leads out of its page marks nothing.
            let _: Option<()> = stretch(start, end, entry);
        }
    }
}

/// Calls `property` with number and operand of each property ([MS-DOC] 2.2.5.1).
fn each_property(properties: &[u8], mut property: impl FnMut(u16, &[u8])) {
    let bytes = Bytes(properties);
    let mut at = 0_usize;
    while let Some(number) = bytes.u16(at) {
        let start = at.saturating_add(2);
        let length = match number >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => match (number, properties.get(start).copied().map(usize::from)) {
                // Definition of a table: two bytes of length.
                (0xd608, _) => {
                    bytes.u16(start).map_or(usize::MAX, |length| usize::from(length).saturating_add(1))
                }
                (0xc615, Some(255)) => usize::MAX,
                (_, Some(length)) => length.saturating_add(1),
                (_, None) => usize::MAX,
            },
        };
        let Some(operand) = bytes.part(start, length) else { return };
        property(number, operand);
        at = start.saturating_add(length);
    }
}

fn character_marks(properties: &[u8]) -> Characters {
    let mut marks = Characters::default();
    let mut data = false;
    each_property(properties, |number, operand| {
        let on = operand.first().is_some_and(|value| matches!(*value, 1 | 0x81));
        match number {
            0x0800 => marks.deleted = on,
            0x0801 => marks.inserted = on,
            0x0806 => data = on,
            0x0855 => marks.picture = on,
            0x083c => marks.hidden = on,
            0x4863 => marks.reviewer = Bytes(operand).u16(0).unwrap_or(0),
            0x6a09 => marks.symbol = Bytes(operand).u16(2),
            _ => {}
        }
    });
    marks.picture &= !data;
    marks
}

/// Word 6 and 95 number their properties otherwise, in one byte; the mark of a deletion comes first where there is one.
fn old_character_marks(properties: &[u8]) -> Characters {
    let deleted = properties.starts_with(&[65, 1]);
    Characters { deleted, picture: true, ..Characters::default() }
}

fn paragraph_marks(properties: &[u8], marks: &mut Paragraph) {
    each_property(properties, |number, operand| {
        let on = operand.first().is_some_and(|value| *value != 0);
        match number {
            0x2416 | 0x244b => marks.in_table |= on,
            0x2417 | 0x244c => marks.row_end |= on,
            0x2640 => marks.heading |= operand.first().is_some_and(|level| *level < 9),
            0x460b => marks.list = on,
            _ => {}
        }
    });
}
