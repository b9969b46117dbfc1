//! `winmail.dat`: what Outlook wraps attachments and formatted text in ([MS-OXTNEF], Transport Neutral Encapsulation
//! Format). Its attachments become parts; a body that is not plain text becomes one too.

use super::lzfu;
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::part::{Part, PartKind};

const SIGNATURE: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

pub(crate) fn is_tnef(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// An attachment as far as it is known.
#[derive(Default)]
struct Attachment<'a> {
    title: String,
    long_name: String,
    data: Option<&'a [u8]>,
}

impl Attachment<'_> {
    fn give(self, parts: &mut Parts<'_>) {
        let Some(data) = self.data else { return };
        let name = if self.long_name.is_empty() { self.title } else { self.long_name };
        parts.take(Part::new(PartKind::Attachment, &name), data);
    }
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut rest = bytes.get(6..).unwrap_or_default();
    let mut attachment = Attachment::default();
    let mut has_body = false;
    while let Some((head, after)) = rest.split_at_checked(9) {
        let number = |at: usize| {
            u32::from_le_bytes(head.get(at..at + 4).and_then(|b| b.try_into().ok()).unwrap_or_default())
        };
        let (id, length) = (number(1), number(5) as usize);
        let Some((data, after)) = after.split_at_checked(length) else {
            layer.say("winmail.dat is cut off: what follows in it was not read");
            break;
        };
        match id {
            0x0002_800c => {
                has_body = true;
                layer.push_paragraphs(&crate::charset::decode(text(data), None, false).text);
            }
            // The record before each attachment.
            0x0006_9002 => std::mem::take(&mut attachment).give(parts),
            0x0001_8010 => attachment.title = crate::charset::decode(text(data), None, false).text,
            0x0006_800f => attachment.data = Some(data),
            0x0006_9005 => {
                for property in properties(data) {
                    if matches!(property.id, 0x3707 | 0x3001) && attachment.long_name.is_empty() {
                        attachment.long_name = property.text();
                    }
                }
            }
            0x0006_9003 => {
                for property in properties(data) {
                    match property.id {
                        0x1013 if !has_body => {
                            let part =
                                Part::new(PartKind::Embedded, "body.html").media_type(Some("text/html"));
                            parts.take(part, property.value);
                        }
                        0x1009 if !has_body => match lzfu::decompress(property.value) {
                            Some(rtf) => {
                                let part = Part::new(PartKind::Embedded, "body.rtf")
                                    .media_type(Some("application/rtf"));
                                parts.take(part, rtf.as_slice());
                            }
                            None => layer.say("the formatted body in winmail.dat is damaged"),
                        },
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        // A checksum of two bytes stands after each.
        rest = after.get(2..).unwrap_or_default();
    }
    attachment.give(parts);
}

/// Without the zero at its end.
fn text(data: &[u8]) -> &[u8] {
    data.split(|b| *b == 0).next().unwrap_or_default()
}

struct Property<'a> {
    kind: u16,
    id: u16,
    value: &'a [u8],
}

impl Property<'_> {
    fn text(&self) -> String {
        match self.kind {
            0x001f => encoding_rs::UTF_16LE.decode(self.value).0.trim_end_matches('\0').to_owned(),
            _ => crate::charset::decode(text(self.value), None, false).text,
        }
    }
}

/// The properties of MAPI in a record; what cannot be followed ends them.
fn properties(data: &[u8]) -> Vec<Property<'_>> {
    const MOST: u32 = 10_000;
    let mut found = Vec::new();
    let mut rest = data;
    let number = |rest: &mut &[u8]| -> Option<u32> {
        let (number, after) = rest.split_first_chunk::<4>()?;
        *rest = after;
        Some(u32::from_le_bytes(*number))
    };
    let mut read = || -> Option<()> {
        for _ in 0..number(&mut rest)?.min(MOST) {
            let tag = number(&mut rest)?;
            let (kind, id) = ((tag & 0xffff) as u16, (tag >> 16) as u16);
            if id >= 0x8000 {
                rest = rest.get(16..)?;
                if number(&mut rest)? == 0 {
                    rest = rest.get(4..)?;
                } else {
                    let length = number(&mut rest)? as usize;
                    rest = rest.get(length.checked_next_multiple_of(4)?..)?;
                }
            }
            let many = kind & 0x1000 != 0;
            let fixed = match kind & 0x0fff {
                0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => Some(4),
                0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => Some(8),
                0x0048 => Some(16),
                0x000d | 0x001e | 0x001f | 0x0102 => None,
                _ => return None,
            };
            let count = if many || fixed.is_none() { number(&mut rest)? } else { 1 };
            for _ in 0..count.min(MOST) {
                let length = match fixed {
                    Some(length) => length,
                    None => number(&mut rest)? as usize,
                };
                let value = rest.get(..length)?;
                rest = rest.get(length.checked_next_multiple_of(4)?.min(rest.len())..)?;
                found.push(Property { kind, id, value });
            }
        }
        Some(())
    };
    // A record that breaks off gives the properties before that.
    match read() {
        Some(()) | None => found,
    }
}
