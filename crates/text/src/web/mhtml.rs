//! Pages saved as one file of MIME (MHTML, RFC 2557): the root page is the text, everything else in it becomes parts.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::listing::part_of;
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::html;
use crate::part::PartKind;

/// Header lines say that a browser saved a page, or the name says so and they do not say otherwise.
pub(crate) fn is_mhtml(bytes: &[u8], extension: &str) -> bool {
    const HEAD: usize = 16 << 10;
    let start = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    // Cheap before exact: most files are no mail at all.
    let mentions = |words: &[u8]| start.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words));
    if !mentions(b"mime-version:") || !(mentions(b"multipart/related") || mentions(b"text/html")) {
        return false;
    }
    let Some(headers) = MessageParser::default().parse_headers(start) else { return false };
    let kind = headers.content_type();
    let related = kind.is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind
                .subtype()
                .is_some_and(|sub| sub.eq_ignore_ascii_case("related") || sub.eq_ignore_ascii_case("mixed"))
    });
    let page = kind.is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("text"));
    let saved = headers.header_raw("Snapshot-Content-Location").is_some()
        || headers.header_raw("From").is_some_and(|from| {
            from.trim().trim_start_matches(['<', '"']).to_ascii_lowercase().starts_with("saved by")
        });
    (saved || matches!(extension, "mht" | "mhtml")) && (related || page)
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return layer.say("the saved page is damaged; save it again, or print it to a PDF");
    };
    let root = root(&message);
    match root.and_then(|at| message.parts.get(at)).map(|part| &part.body) {
        Some(PartType::Html(page)) => html::read(page.as_bytes(), layer),
        Some(PartType::Text(text)) => layer.push_paragraphs(text),
        _ => layer.say("no page was found in it; save it again, or print it to a PDF"),
    }
    let place = message
        .header_raw("Snapshot-Content-Location")
        .or_else(|| root.and_then(|at| message.parts.get(at)).and_then(MimeHeaders::content_location));
    let saved = [
        place.map(|place| format!(" from {}", place.trim())),
        message.header_raw("Date").map(|date| format!(" on {}", date.trim())),
    ];
    let saved: String = saved.into_iter().flatten().collect();
    if !saved.is_empty() {
        layer.say(format!("the page was saved{saved}, as the file says"));
    }
    for (at, part) in message.parts.iter().enumerate() {
        if Some(at) == root || matches!(part.body, PartType::Multipart(_)) {
            continue;
        }
        let media_type = part.content_type().map(|kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        });
        let location = part.content_location().unwrap_or_default();
        let named = part.attachment_name().unwrap_or(location);
        let named = if named.is_empty() { part.content_id().unwrap_or_default() } else { named };
        let mut found = part_of(named, media_type.as_deref());
        found.kind = PartKind::Resource;
        found.say("Content-Location", location);
        found.say("Content-ID", part.content_id().unwrap_or_default());
        if part.is_encoding_problem {
            found.damage = Some("its transfer encoding is damaged; this is what could be decoded".to_owned());
        }
        parts.take(found, part.contents());
    }
}

/// The part that `start` names, or the first page.
fn root(message: &Message<'_>) -> Option<usize> {
    let start = message.content_type().and_then(|kind| kind.attribute("start"));
    let is_page = |part: &MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let named = start.map(|id| id.trim_matches(['<', '>'])).and_then(|id| {
        message.parts.iter().position(|part| {
            is_page(part) && part.content_id().is_some_and(|own| own.trim_matches(['<', '>']) == id)
        })
    });
    let first = || message.parts.iter().position(is_page);
    let text = || message.parts.iter().position(|part| matches!(part.body, PartType::Text(_)));
    named.or_else(first).or_else(text)
}
