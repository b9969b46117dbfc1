//! XML as a stream of events: no tree, no depth to exhaust, no entity that expands.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::charset;

/// Calls `handle` with every event and the place in `text` where it ends; the error says what is broken, and where.
pub(crate) fn walk(text: &str, mut handle: impl FnMut(&Event<'_>, usize)) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => handle(&event, usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)),
            Err(e) => return Err(e.to_string()),
        }
    }
}

/// The characters of XML bytes: UTF-8 as it stands, else what the byte order mark or the declaration says.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.iter().take(64).any(|b| *b == 0) => Cow::Borrowed(text),
        _ => Cow::Owned(charset::decode(bytes, declared(bytes).as_deref(), false).text),
    }
}

/// The charset that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default());
    let (_, after) = start.split_once("encoding")?;
    let label = after.trim_start_matches(['=', '"', '\'', ' ']);
    Some(label.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect())
}

/// The characters that an event adds to the text around it. An entity of the document's own is not looked up.
pub(crate) fn characters<'a>(event: &'a Event<'_>) -> Option<Cow<'a, str>> {
    match event {
        Event::Text(text) => Some(text.xml10_content()),
        Event::CData(text) => Some(text.xml10_content()),
        Event::GeneralRef(reference) => Some(match reference.resolve_char_ref() {
            Ok(Some(character)) => Cow::Owned(character.to_string()),
            _ => {
                let known = quick_xml::escape::resolve_predefined_entity(&reference.xml10_content());
                Cow::Borrowed(known.unwrap_or("\u{fffd}"))
            }
        }),
        _ => None,
    }
}

/// The value of an attribute, whatever its prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}
