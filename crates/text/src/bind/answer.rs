//! The answer about pages that are to be bound: objects one after another, and at the end what they come to.

use std::collections::BTreeSet;
use std::io::{self, Read, Write};

use super::token::renumbered;
use super::{Bound, BoundObject};
use crate::wire::{Limits, Refused, read_bytes, shorten};

/// Most bytes of the value of one object.
const VALUE: u32 = 64 << 20;
/// Most objects of one file.
const OBJECTS: u32 = 2_000_000;
/// Stands for the length of a stream that is none.
const NO_STREAM: u64 = u64::MAX;
/// The most that a page may be long or wide, in points (ISO 32000-2, annex C).
const LONGEST: f32 = 14_400.0;

/// Writes an object: `O`, its number and the length of its value (4 bytes each, little-endian), the length of its stream
/// (8 bytes), the value, the stream.
pub(crate) fn write_object(object: &BoundObject, mut to: impl Write) -> io::Result<()> {
    to.write_all(b"O")?;
    to.write_all(&object.number.to_le_bytes())?;
    to.write_all(&u32::try_from(object.value.len()).map_err(io::Error::other)?.to_le_bytes())?;
    to.write_all(&object.stream.as_ref().map_or(NO_STREAM, |stream| stream.len() as u64).to_le_bytes())?;
    to.write_all(&object.value)?;
    to.write_all(object.stream.as_deref().unwrap_or_default())
}

/// Writes the end: `L` and the rest as JSON.
pub(crate) fn write_rest(bound: &Bound, mut to: impl Write) -> io::Result<()> {
    to.write_all(b"L")?;
    serde_json::to_writer(&mut to, bound)?;
    to.flush()
}

/// Reads an answer and checks it, as it comes from a process that a hostile file may have taken over. Objects go to
/// `keep`, which gives false when nobody waits any more.
pub(crate) fn read_answer(
    mut from: impl Read,
    limits: &Limits,
    keep: &mut dyn FnMut(BoundObject) -> bool,
) -> Result<Bound, Refused> {
    let mut numbers = BTreeSet::new();
    let mut left = limits.part_bytes;
    loop {
        let mut letter = [0];
        from.read_exact(&mut letter)?;
        match letter {
            [b'O'] => {}
            [b'L'] => {
                let mut bound: Bound = serde_json::from_slice(&read_bytes(from, limits)?)?;
                check(&mut bound, &numbers)?;
                return Ok(bound);
            }
            _ => return Err("its form is wrong".into()),
        }
        let (number, value) = (number(&mut from)?, number(&mut from)?);
        let mut length = [0; 8];
        from.read_exact(&mut length)?;
        let stream = Some(u64::from_le_bytes(length)).filter(|length| *length != NO_STREAM);
        let size = u64::from(value).saturating_add(stream.unwrap_or_default());
        left = left.checked_sub(size).filter(|_| value <= VALUE).ok_or("it is longer than allowed")?;
        if number == 0 || number > OBJECTS || !numbers.insert(number) {
            return Err("an object has a number that it may not have".into());
        }
        let value = bytes(&mut from, u64::from(value))?;
        let stream = stream.map(|length| bytes(&mut from, length)).transpose()?;
        renumbered(&value, OBJECTS, 0, 1)?;
        if stream.is_some() && !value.starts_with(b"<< ") {
            return Err("a stream has no dictionary".into());
        }
        if !keep(BoundObject { number, value, stream }) {
            return Err("nobody waits for it any more".into());
        }
    }
}

fn number(from: &mut impl Read) -> io::Result<u32> {
    let mut number = [0; 4];
    from.read_exact(&mut number)?;
    Ok(u32::from_le_bytes(number))
}

/// Room is made for what comes, not for what is announced.
fn bytes(from: &mut impl Read, length: u64) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(Refused::CutOff) }
}

/// Pages are objects that came, stamps are none, and nothing is named twice.
fn check(bound: &mut Bound, numbers: &BTreeSet<u32>) -> Result<(), String> {
    const SAID: usize = 50;
    let Bound { sheets, layers, done, refused, last } = bound;
    let mut used = BTreeSet::new();
    for sheet in &*sheets {
        let fits = |side: f32| (1.0..=LONGEST).contains(&side);
        if !numbers.contains(&sheet.object)
            || numbers.contains(&sheet.stamp)
            || sheet.stamp == 0
            || sheet.stamp > OBJECTS
        {
            return Err("a page is not among its objects".to_owned());
        }
        if !used.insert(sheet.object) || !used.insert(sheet.stamp) {
            return Err("a page is there twice".to_owned());
        }
        if !fits(sheet.width) || !fits(sheet.height) {
            return Err("a page has a size that no page has".to_owned());
        }
    }
    if layers.iter().any(|layer| !numbers.contains(&layer.object)) {
        return Err("a layer is not among its objects".to_owned());
    }
    let highest = numbers.last().copied().unwrap_or(0).max(used.last().copied().unwrap_or(0));
    if *last < highest || *last > OBJECTS {
        return Err("its numbers do not fit".to_owned());
    }
    done.truncate(SAID);
    done.iter_mut().chain(refused).for_each(|said| shorten(said, 1000));
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::bind::Sheet;

    fn answer(objects: &[(u32, &str, Option<&[u8]>)], sheets: &[(u32, u32)], last: u32) -> Vec<u8> {
        let mut answer = Vec::new();
        for (number, value, stream) in objects {
            let object = BoundObject {
                number: *number,
                value: value.as_bytes().to_vec(),
                stream: stream.map(<[u8]>::to_vec),
            };
            write_object(&object, &mut answer).unwrap();
        }
        let sheets = sheets.iter().map(|(object, stamp)| Sheet {
            object: *object,
            stamp: *stamp,
            width: 595.0,
            height: 842.0,
        });
        write_rest(&Bound { sheets: sheets.collect(), last, ..Bound::default() }, &mut answer).unwrap();
        answer
    }

    fn read(answer: &[u8]) -> Result<(Bound, usize), String> {
        let mut kept = 0;
        let mut keep = |_| {
            kept += 1;
            true
        };
        match read_answer(answer, &Limits::default(), &mut keep) {
            Ok(bound) => Ok((bound, kept)),
            Err(Refused::CutOff) => Err("cut off".to_owned()),
            Err(Refused::Wrong(why)) => Err(why),
        }
    }

    #[test]
    fn an_answer_is_taken_and_one_that_lies_is_not() {
        let page = "<< /Type /Page /Parent @0 /Contents [ @2 @3 ] >> ";
        let good = answer(&[(2, "<< >> ", Some(b"q Q")), (1, page, None)], &[(1, 3)], 3);
        let (bound, kept) = read(&good).unwrap();
        assert_eq!((bound.sheets.len(), kept), (1, 2));
        assert_eq!(read(&good[..good.len() / 3]).unwrap_err(), "cut off");
        for (objects, sheets, last, why) in [
            (vec![(1, "null ", None), (1, "null ", None)], vec![], 3, "number"),
            (vec![(0, "null ", None)], vec![], 3, "number"),
            (vec![(3_000_000, "null ", None)], vec![], 3_000_000, "number"),
            (vec![(1, "<< /S /JavaScript >> ", None)], vec![], 3, "acts"),
            (vec![(1, "[ ] ", Some(&b"x"[..]))], vec![], 3, "no dictionary"),
            (vec![(1, page, None)], vec![(2, 3)], 3, "not among"),
            (vec![(1, page, None)], vec![(1, 1)], 3, "not among"),
            (vec![(1, page, None)], vec![(1, 3), (1, 4)], 4, "twice"),
            (vec![(1, page, None)], vec![(1, 3)], 2, "do not fit"),
        ] {
            let said = read(&answer(&objects, &sheets, last)).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        let mut long = b"O\x01\0\0\0\x05\0\0\0".to_vec();
        long.extend_from_slice(&(1_u64 << 40).to_le_bytes());
        assert!(read(&long).unwrap_err().contains("longer than allowed"));
    }
}
