//! What people wrote into an image: captions, authors, places, by XMP (ISO 16684-1), IPTC-IIM 4.2 in a Photoshop
//! resource, and comments of a JPEG (ITU-T T.81, B.2.4.5).

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::builder::LayerBuilder;

/// Properties of XMP that are told, by their usual prefix.
const XMP: [&str; 12] = [
    "dc:description",
    "dc:title",
    "dc:creator",
    "dc:rights",
    "photoshop:DateCreated",
    "photoshop:City",
    "photoshop:Country",
    "photoshop:Headline",
    "photoshop:Credit",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:CreatorTool",
];

/// Data sets of record 2 of IPTC that are told.
const IPTC: [(u8, &str); 10] = [
    (5, "IPTC object name"),
    (25, "IPTC keyword"),
    (55, "IPTC date created"),
    (60, "IPTC time created"),
    (80, "IPTC by-line"),
    (90, "IPTC city"),
    (101, "IPTC country"),
    (105, "IPTC headline"),
    (116, "IPTC copyright notice"),
    (120, "IPTC caption"),
];

/// Takes over what people wrote.
pub(super) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    if let Some(packet) = xmp_packet(bytes) {
        for (name, values) in xmp(packet) {
            layer.state(&format!("XMP {name}"), values);
        }
    }
    for (marker, segment) in segments(bytes) {
        match marker {
            0xfe => layer.state("JPEG comment", lossy(segment)),
            0xed => {
                for (set, value) in iptc(segment) {
                    if let Some((_, name)) = IPTC.iter().find(|(known, _)| *known == set) {
                        layer.state(name, lossy(value));
                    }
                }
            }
            _ => {}
        }
    }
}

/// UTF-8, or Latin-1 where it is none: what older programs wrote without saying so.
fn lossy(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::mem::decode_latin1(bytes).into_owned(),
    }
    .replace(char::is_control, " ")
}

/// Segments of a JPEG up to the picture itself: the marker, and what stands after the length.
pub(crate) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8").unwrap_or_default();
    std::iter::from_fn(move || {
        while let [0xff, after @ ..] = rest {
            match after {
                // Fill bytes, and markers that stand alone.
                [0xff, ..] => rest = after,
                [0x01 | 0xd0..=0xd7, after @ ..] => rest = after,
                // The picture itself, or its end.
                [0xd9 | 0xda, ..] => return None,
                [marker, high, low, ..] => {
                    let length = usize::from(u16::from_be_bytes([*high, *low]));
                    let segment = after.get(3..length.checked_add(1)?)?;
                    rest = after.get(length + 1..)?;
                    return Some((*marker, segment));
                }
                _ => return None,
            }
        }
        None
    })
}

/// The packet of XMP, wherever the format has it: it is plain text in all of them that are read.
fn xmp_packet(bytes: &[u8]) -> Option<&str> {
    const MOST: usize = 1 << 20;
    let start = memchr::memmem::find(bytes, b"<x:xmpmeta")?;
    let from = bytes.get(start..)?;
    let from = from.get(..from.len().min(MOST))?;
    let end = memchr::memmem::find(from, b"</x:xmpmeta>")?;
    std::str::from_utf8(from.get(..end + 12)?).ok()
}

/// The values of the properties that are told: as elements, lists in them, or attributes.
fn xmp(packet: &str) -> BTreeMap<&'static str, String> {
    let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut add = |name: &'static str, text: &str| {
        let text = text.trim();
        let value = values.entry(name).or_default();
        if !text.is_empty() && value.len() < 4000 {
            if !value.is_empty() {
                value.push_str("; ");
            }
            value.push_str(text);
        }
    };
    let mut reader = Reader::from_str(packet);
    let mut inside: Option<(&'static str, usize)> = None;
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                for (name, value) in stated(&tag) {
                    add(name, &value);
                }
                if let (None, Some(name)) = (inside, known(tag.name().as_ref())) {
                    inside = Some((name, depth));
                }
            }
            Ok(Event::Empty(tag)) => {
                for (name, value) in stated(&tag) {
                    add(name, &value);
                }
            }
            Ok(Event::Text(text)) => {
                if let Some((name, _)) = inside {
                    add(name, &text.xml10_content());
                }
            }
            Ok(Event::End(_)) => {
                if inside.is_some_and(|(_, at)| at == depth) {
                    inside = None;
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    values
}

fn known(name: &str) -> Option<&'static str> {
    XMP.iter().find(|known| **known == name).copied()
}

/// Properties that stand as attributes of an element.
fn stated(tag: &BytesStart<'_>) -> Vec<(&'static str, String)> {
    let stated = tag.attributes().flatten().filter_map(|attribute| {
        let name = known(attribute.key.as_ref())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((name, value.into_owned()))
    });
    stated.collect()
}

/// The data sets of record 2, out of the resource 0x0404 of a Photoshop segment.
fn iptc(segment: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    let Some(mut rest) = segment.strip_prefix(b"Photoshop 3.0\0") else { return found };
    while let [b'8', b'B', b'I', b'M', high, low, after @ ..] = rest {
        // A name of counted length, padded to an even number of bytes; then the length of the data.
        let name = after.first().map_or(0, |length| usize::from(*length));
        let Some(after) = after.get((name + 2) & !1..) else { break };
        let Some((length, after)) = after.split_first_chunk::<4>() else { break };
        let length = u32::from_be_bytes(*length) as usize;
        let Some(data) = after.get(..length) else { break };
        if [*high, *low] == [4, 4] {
            found.extend(data_sets(data));
        }
        rest = after.get((length + 1) & !1..).unwrap_or_default();
    }
    found
}

fn data_sets(mut data: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while let [0x1c, record, set, high, low, after @ ..] = data {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        // Longer ones than 32,767 bytes have a length of their own kind; no caption has them.
        let Some(value) = after.get(..length).filter(|_| length < 0x8000) else { break };
        if *record == 2 {
            found.push((*set, value));
        }
        data = after.get(length..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn properties_stand_as_elements_lists_and_attributes() {
        let packet = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description photoshop:City="Aral&amp;sk">
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Before the court</rdf:li></rdf:Alt></dc:description>
            <dc:creator><rdf:Seq><rdf:li>A. Writer</rdf:li><rdf:li>B. Other</rdf:li></rdf:Seq></dc:creator>
            <xmp:Rating>5</xmp:Rating></rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let found = xmp(xmp_packet(format!("\0\0{packet}\0").as_bytes()).unwrap());
        let expected = [
            ("dc:creator", "A. Writer; B. Other"),
            ("dc:description", "Before the court"),
            ("photoshop:City", "Aral&sk"),
        ];
        assert!(found.iter().map(|(name, value)| (*name, value.as_str())).eq(expected), "{found:?}");
        for bad in ["<x:xmpmeta", "<x:xmpmeta><dc:title>no end", "<x:xmpmeta></a></x:xmpmeta>"] {
            assert!(xmp_packet(bad.as_bytes()).map(xmp).unwrap_or_default().is_empty(), "{bad}");
        }
    }

    #[test]
    fn captions_of_the_press() {
        let mut segment =
            b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x13\x1c\x02\x78\0\x05Court\x1c\x02\x5a\0\x04Aral"
                .to_vec();
        assert_eq!(iptc(&segment), [(120, b"Court".as_slice()), (90, b"Aral")]);
        // The length of the data is more than there is.
        segment.truncate(40);
        assert_eq!(iptc(&segment), []);
        assert_eq!(data_sets(b"\x1c\x02\x78\xff\xff..."), []);
    }

    #[test]
    fn segments_end_where_the_picture_begins_or_the_file_lies() {
        let file = b"\xff\xd8\xff\xfe\0\x04hi\xff\xff\xe1\0\x03x\xff\xda\0\x02";
        assert!(segments(file).eq([(0xfe, b"hi".as_slice()), (0xe1, b"x")]));
        for bad in [b"\xff\xd8".as_slice(), b"\xff\xd8\xff\xfe\0\x01", b"\xff\xd8\xff\xfe\xff\xffhi", b"GIF"]
        {
            assert_eq!(segments(bad).count(), 0, "{bad:?}");
        }
    }
}
