//! Mail as .eml: header lines, then the body.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::part::{Part, PartKind};
use crate::{charset, html};

/// Reads a mail; false where the bytes hold no mail header at all.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) -> bool {
    let Some(message) = MessageParser::default().parse(bytes) else { return false };
    let known = message.from().is_some()
        || message.to().is_some()
        || message.subject().is_some()
        || message.header_raw("Date").is_some()
        || message.header_raw("Received").is_some()
        || message.header_raw("MIME-Version").is_some()
        || message.header_raw("Content-Type").is_some();
    if !known {
        return false;
    }
    headers(&message, layer);
    body(&message, layer);
    attachments(&message, parts);
    true
}

fn headers(message: &Message<'_>, layer: &mut LayerBuilder) {
    let from = message.from().map(people);
    let to = message.to().map(people);
    let date = message.header_raw("Date").map(one_line);
    let lines = [
        ("From", from.clone()),
        ("Sender", message.sender().map(people).filter(|sender| Some(sender) != from.as_ref())),
        ("To", to.clone()),
        ("Cc", message.cc().map(people)),
        ("Bcc", message.bcc().map(people)),
        ("Date", date),
        ("Subject", message.subject().map(one_line)),
    ];
    for (name, value) in lines {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            layer.push(BlockKind::Header, &format!("{name}: {value}"));
        }
    }
    let sent = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
    let metadata = layer.metadata();
    metadata.title = message.subject().map(one_line);
    metadata.author = from;
    metadata.to = to;
    metadata.date_origin = sent.is_some().then(|| "header Date".to_owned());
    metadata.date = sent;
}

fn body(message: &Message<'_>, layer: &mut LayerBuilder) {
    let before = layer.position();
    let mut unread = 0;
    let unnamed = message.attachments.iter().filter(|id| message.part(**id).is_some_and(is_unnamed_text));
    for id in message.text_body.iter().chain(unnamed) {
        let Some(part) = message.part(*id) else { continue };
        if part.is_encoding_problem {
            unread += 1;
        }
        match &part.body {
            PartType::Html(page) => html::read_text(page, layer),
            PartType::Text(text) => layer.push_paragraphs(text),
            PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Message(_)
            | PartType::Multipart(_) => {}
        }
    }
    if layer.position() == before && message.attachments().all(is_unnamed_text) {
        raw_body(message, layer);
    }
    if unread > 0 {
        layer.say(format!(
            "{unread} part(s) of the mail are damaged in their transfer encoding; what could be decoded was read"
        ));
    }
}

/// Text that nobody attached: a further part of the body.
fn is_unnamed_text(part: &MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Text(_) | PartType::Html(_))
        && part.attachment_name().is_none()
        && !part.content_disposition().is_some_and(|disposition| disposition.is_attachment())
}

/// Where the parts of a mail cannot be told apart, everything after its headers.
fn raw_body(message: &Message<'_>, layer: &mut LayerBuilder) {
    let start = message.parts.first().map_or(0, |root| root.offset_body) as usize;
    let bytes = message.raw_message.get(start..).unwrap_or_default();
    if !bytes.trim_ascii().is_empty() {
        layer.say(
            "the parts of the mail cannot be told apart; what follows its headers was read as it stands",
        );
        layer.push_paragraphs(&charset::decode(bytes, None, false).text);
    }
}

/// Everything that hangs on the mail, as files of their own.
fn attachments(message: &Message<'_>, parts: &mut Parts<'_>) {
    for part in message.attachments().filter(|part| !is_unnamed_text(part)) {
        let named = part.attachment_name().map(one_line).filter(|name| !name.is_empty());
        let declared = part.content_type().map(|kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        });
        let (kind, bytes) = match &part.body {
            PartType::Message(inner) => (PartKind::Message, inner.raw_message()),
            _ => (PartKind::Attachment, part.contents()),
        };
        let unnamed = if kind == PartKind::Message { "message.eml" } else { "attachment" };
        let mut found = Part::new(kind, named.as_deref().unwrap_or(unnamed)).media_type(declared);
        found.say("Content-ID", part.content_id().unwrap_or_default());
        parts.take(found, bytes);
    }
}

fn people(address: &Address<'_>) -> String {
    let one = |person: &mail_parser::Addr<'_>| match (&person.name, &person.address) {
        (Some(name), Some(address)) => format!("{} <{address}>", one_line(name)),
        (Some(name), None) => one_line(name),
        (None, Some(address)) => one_line(address),
        (None, None) => String::new(),
    };
    let list: Vec<String> = address.iter().map(one).filter(|text| !text.is_empty()).collect();
    list.join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
