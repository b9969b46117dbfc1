//! Mailboxes of one file (RFC 4155; the forms mboxo, mboxrd, mboxcl, mboxcl2), and single messages of Apple Mail
//! (.emlx). Each message becomes a part.

use std::borrow::Cow;

use mail_parser::MessageParser;

use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::part::{Part, PartKind};

/// The first line is a line `From sender time`, as every mailbox begins, or header lines follow such a line.
pub(crate) fn is_mailbox(start: &[u8]) -> bool {
    let Some(line) = start.strip_prefix(b"From ").and_then(|rest| rest.split(|b| *b == b'\n').next()) else {
        return false;
    };
    is_postmark(line)
}

/// What stands after `From ` is a sender and a time of day: `a@example.org Tue Mar  5 10:00:00 2024`.
fn is_postmark(rest: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(rest) else { return false };
    let clock = |word: &str| {
        let mut pieces = word.split(':');
        pieces.clone().count() >= 2
            && pieces.all(|piece| {
                !piece.is_empty() && piece.len() <= 2 && piece.bytes().all(|b| b.is_ascii_digit())
            })
    };
    let year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    text.split_ascii_whitespace().any(clock) && text.split_ascii_whitespace().any(year)
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut rest = bytes;
    let mut number = 0_usize;
    let mut long_messages = 0_usize;
    while let Some(first) = line_end(rest) {
        number += 1;
        let postmark = rest.get(..first).unwrap_or_default();
        let after = rest.get(first..).unwrap_or_default();
        let counted = counted_length(after);
        let length = counted.unwrap_or_else(|| to_next(after));
        let (message, next) = after.split_at_checked(length).unwrap_or((after, &[]));
        let message = message
            .strip_suffix(b"\n")
            .filter(|_| message.ends_with(b"\n\n") || message.ends_with(b"\n\r\n"))
            .unwrap_or(message);
        // Where the length is given, nothing had to be quoted.
        let (message, unquoted) =
            if counted.is_some() { (Cow::Borrowed(message), 0) } else { unquote(message) };
        let mut part = Part::new(PartKind::Message, &name_of(&message, number));
        part.media_type = Some("message/rfc822".to_owned());
        part.say("From line", String::from_utf8_lossy(postmark).trim());
        if unquoted > 0 {
            part.say("lines from which the mark > was taken", unquoted.to_string());
        }
        long_messages += usize::from(message.trim_ascii().is_empty());
        parts.take(part, message.as_ref());
        rest = next;
    }
    if long_messages > 0 {
        layer.say(format!("{long_messages} message(s) of the mailbox are empty"));
    }
}

/// The length of a message that says itself how long it is, where another message or nothing follows at that place.
fn counted_length(message: &[u8]) -> Option<usize> {
    const HEAD: usize = 64 << 10;
    let mut at = 0;
    let mut declared = None;
    loop {
        let line = message.get(at..)?;
        let end = line_end(line).filter(|_| at < HEAD)?;
        let text = line.get(..end)?.trim_ascii();
        at += end;
        if text.is_empty() {
            break;
        }
        if let Some((name, value)) = text.split_at_checked(15)
            && name.eq_ignore_ascii_case(b"content-length:")
        {
            declared = std::str::from_utf8(value).ok()?.trim().parse::<usize>().ok();
        }
    }
    let mut end = at.checked_add(declared?)?;
    let mut after = message.get(end..)?;
    for blank in [b"\r\n".as_slice(), b"\n", b"\r\n", b"\n"] {
        if let Some(rest) = after.strip_prefix(blank) {
            end += blank.len();
            after = rest;
        }
    }
    (after.is_empty() || is_mailbox(after)).then_some(end)
}

/// Where the next message begins: at a `From ` line after a blank one.
fn to_next(message: &[u8]) -> usize {
    let mut at = 0;
    let mut blank = true;
    while let Some(line) = message.get(at..).filter(|line| !line.is_empty()) {
        if blank && at > 0 && is_mailbox(line) {
            return at;
        }
        let end = line_end(line).unwrap_or(line.len());
        blank = line.get(..end).unwrap_or_default().trim_ascii().is_empty();
        at += end;
    }
    message.len()
}

/// Takes one `>` from lines such as `>From ` and `>>From `, which were marked so as not to begin a message.
fn unquote(message: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let is_marked = |line: &[u8]| {
        let rest = line.trim_ascii_start();
        rest.len() == line.len() && line.starts_with(b">") && {
            let marks = line.iter().take_while(|b| **b == b'>').count();
            line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "))
        }
    };
    let marked = message.split(|b| *b == b'\n').filter(|line| is_marked(line)).count();
    if marked == 0 {
        return (Cow::Borrowed(message), 0);
    }
    let mut plain = Vec::with_capacity(message.len());
    for (at, line) in message.split(|b| *b == b'\n').enumerate() {
        if at > 0 {
            plain.push(b'\n');
        }
        plain.extend_from_slice(if is_marked(line) { line.get(1..).unwrap_or_default() } else { line });
    }
    (Cow::Owned(plain), marked)
}

/// Bytes to the end of the first line, its line feed included; nothing where there are no more bytes.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let end = bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |end| end + 1);
    (end > 0).then_some(end)
}

/// A name for a message: its place and its subject.
pub(super) fn name_of(message: &[u8], number: usize) -> String {
    let headers = MessageParser::default().parse_headers(message);
    let subject = headers.as_ref().and_then(|headers| headers.subject()).unwrap_or_default();
    format!("{number:04} {}", file_name(subject))
}

/// A subject as the name of a mail.
pub(super) fn file_name(subject: &str) -> String {
    let words = subject.replace(['/', '\\'], "_");
    let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.truncate(words.floor_char_boundary(100));
    let words = words.trim();
    if words.is_empty() { "message.eml".to_owned() } else { format!("{words}.eml") }
}

/// The message in a file of Apple Mail, which begins with the number of its bytes, and the list of properties after it.
pub(crate) fn emlx(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let first = bytes.get(..bytes.len().min(32))?.split(|b| *b == b'\n').next()?;
    let digits = std::str::from_utf8(first).ok()?.trim();
    let length: usize = if digits.is_empty() { None } else { digits.parse().ok() }?;
    let rest = bytes.get(first.len() + 1..)?;
    let is_list = |after: &[u8]| after.trim_ascii_start().starts_with(b"<?xml");
    let (message, properties) = match rest.split_at_checked(length) {
        Some((message, properties)) if is_list(properties) => (message, properties),
        // Line ends were changed on the way: the list is still the last thing in the file.
        _ => {
            let at = rest.windows(5).rposition(|window| window == b"<?xml")?;
            rest.split_at_checked(at)?
        }
    };
    properties.trim_ascii_end().ends_with(b"</plist>").then_some((message, properties))
}
