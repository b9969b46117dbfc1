//! Mail (RFC 5322 and MIME) as .eml and .emlx: header lines, then the body; what hangs on it becomes parts. Mailboxes and
//! messages of Outlook stand in modules of their own.

mod lzfu;
pub(crate) mod mailbox;
pub(crate) mod outlook;
pub(crate) mod tnef;

use mail_parser::{
    Address, ContentType, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

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
    attachments(&message, layer, parts);
    way(&message, layer);
    seals(&message, layer);
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
    let is_page = |id: &&u32| message.part(**id).is_some_and(|part| matches!(part.body, PartType::Html(_)));
    let read_as_text = !message.text_body.iter().any(|id| is_page(&id));
    let twice = message.html_body.iter().filter(|id| is_page(id) && !message.text_body.contains(*id)).count();
    if read_as_text && twice > 0 && !message.text_body.is_empty() {
        layer.say("the mail has its text twice, plain and as HTML; the plain text was read");
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
fn attachments(message: &Message<'_>, layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
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
        let name = match (&part.body, named) {
            (_, Some(name)) => name,
            (PartType::Message(inner), None) => mailbox::file_name(inner.subject().unwrap_or_default()),
            (_, None) => format!("attachment{}", ending(declared.as_deref())),
        };
        let mut found = Part::new(kind, &name).media_type(declared);
        found.say("Content-ID", part.content_id().unwrap_or_default());
        found.say("Content-Location", part.content_location().unwrap_or_default());
        found.say("Content-Description", part.content_description().unwrap_or_default());
        if let Some(disposition) = part.content_disposition() {
            found.say("Content-Disposition", disposition.ctype());
            for (attribute, name) in [("creation-date", "created"), ("modification-date", "modified")] {
                found.say(name, disposition.attribute(attribute).unwrap_or_default());
            }
        }
        if part.is_encoding_problem {
            found.damage = Some("its transfer encoding is damaged; this is what could be decoded".to_owned());
        }
        parts.take(found, bytes);
    }
    if message.root_part().content_type().is_some_and(|kind| is_kind(kind, "multipart", "digest")) {
        layer.say("the mail is a digest of several; each is a file of its own");
    }
}

/// The ending of a name for a part that has none.
fn ending(media_type: Option<&str>) -> &'static str {
    match media_type.unwrap_or_default().to_ascii_lowercase().as_str() {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "text/html" => ".html",
        "text/plain" => ".txt",
        "text/calendar" => ".ics",
        "message/delivery-status" => ".txt",
        _ => "",
    }
}

/// The servers that passed the mail on, and when they say they did, the first one first.
fn way(message: &Message<'_>, layer: &mut LayerBuilder) {
    const MOST: usize = 20;
    let mut stops: Vec<String> = message
        .headers()
        .iter()
        .filter(|header| matches!(header.name, HeaderName::Received))
        .filter_map(|header| {
            let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize)?;
            let raw = String::from_utf8_lossy(raw);
            let (way, time) = raw.rsplit_once(';')?;
            let mut words = way.split_whitespace();
            let by = words.by_ref().find(|word| word.eq_ignore_ascii_case("by")).and_then(|_| words.next());
            Some(format!("{} at {}", by.unwrap_or("an unnamed server"), one_line(time)))
        })
        .take(MOST)
        .collect();
    stops.reverse();
    if !stops.is_empty() {
        layer.say(format!("on its way the mail was received by {}", stops.join("; by ")));
    }
}

/// Signatures and encryption: that they are there, none is verified or undone.
fn seals(message: &Message<'_>, layer: &mut LayerBuilder) {
    let signers: Vec<String> = message
        .headers_raw()
        .filter(|(name, _)| name.eq_ignore_ascii_case("DKIM-Signature"))
        .map(|(_, value)| {
            let domain = value.split(';').find_map(|tag| tag.trim().strip_prefix("d="));
            domain.map_or("an unnamed domain", str::trim).to_owned()
        })
        .collect();
    if !signers.is_empty() {
        layer.say(format!("it has a DKIM signature of {}; it was not verified", signers.join(", ")));
    }
    let (mut smime, mut signed, mut encrypted) = (false, false, false);
    for kind in message.parts.iter().filter_map(|part| part.content_type()) {
        let pkcs7 =
            is_kind(kind, "application", "pkcs7-mime") || is_kind(kind, "application", "x-pkcs7-mime");
        smime |= pkcs7;
        signed |= is_kind(kind, "multipart", "signed");
        encrypted |= is_kind(kind, "multipart", "encrypted");
    }
    let armoured = message.parts.iter().any(|part| match &part.body {
        PartType::Text(text) => text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----"),
        _ => false,
    });
    if smime {
        layer.say(
            "it is signed or encrypted with S/MIME: its text is inside the attachment; open it in a mail program that \
             has the key, and add what it shows as PDF",
        );
    }
    if encrypted || armoured {
        layer.say(
            "it is encrypted with OpenPGP: its text could not be read; decrypt it in a mail program that has the key, \
             and add what it shows as PDF",
        );
    }
    if signed {
        layer.say("it is signed (multipart/signed); the signature was not verified");
    }
}

fn is_kind(kind: &ContentType<'_>, main: &str, sub: &str) -> bool {
    kind.ctype().eq_ignore_ascii_case(main)
        && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case(sub))
}

/// A message of Apple Mail: the mail, and when the program got it.
pub(crate) fn read_emlx(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) -> bool {
    let Some((message, properties)) = mailbox::emlx(bytes) else { return false };
    let properties = String::from_utf8_lossy(properties);
    let received = properties.split_once("<key>date-received</key>").and_then(|(_, rest)| {
        let number = rest.split(['<', '>']).map(str::trim).find(|word| word.parse::<f64>().is_ok())?;
        crate::instant::from_unix(number.split('.').next()?.parse().ok()?)
    });
    if let Some(received) = received {
        layer.say(format!("Apple Mail says that it received the mail at {received}"));
    }
    read(message, layer, parts)
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
