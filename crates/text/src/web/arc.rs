//! ARC files, the form before WARC (Internet Archive, ARC file format 1.0 and 2.0, 1996).

use super::http::Message;
use super::listing::{Listing, part_of};
use super::source::Source;
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::instant;

pub(crate) fn is_arc(start: &[u8]) -> bool {
    start.starts_with(b"filedesc://")
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut source = Source::new(bytes);
    let mut listing = Listing::default();
    let (mut records, mut noise) = (0_usize, 0_usize);
    loop {
        let line = match source.line() {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(e) => {
                layer.say(format!("the archive is damaged after {records} records ({e}); ask for it anew"));
                break;
            }
        };
        if line.trim_ascii().is_empty() {
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        // URL, address, date, media type, and in version 2 more; the length is always last.
        let words: Vec<&str> = text.split(' ').collect();
        let (Some(url), Some(address), Some(date), Some(media_type), Some(length)) = (
            words.first(),
            words.get(1),
            words.get(2).and_then(|digits| instant::from_digits(digits)),
            words.get(3),
            words.last().filter(|_| words.len() >= 5).and_then(|length| length.parse::<u64>().ok()),
        ) else {
            noise += 1;
            continue;
        };
        records += 1;
        let block = source.block(length);
        if is_arc(url.as_bytes()) {
            continue;
        }
        let message = Message::parse(&block.bytes).filter(|message| message.status().is_some());
        let status = message.as_ref().and_then(Message::status).unwrap_or_default();
        let declared =
            message.as_ref().and_then(|message| message.field("Content-Type")).unwrap_or(media_type);
        listing.row(&date, status, declared, url);
        let mut part = part_of(url, Some(declared));
        part.say("captured", date);
        part.say("URL", *url);
        part.say("IP address", *address);
        part.say("HTTP status", status);
        part.damage.clone_from(&block.damage);
        match message {
            Some(message) if message.body.is_empty() => {}
            Some(message) => {
                let unwrapped = message.unwrapped();
                match message.decoder(&unwrapped) {
                    Ok(body) => parts.take(part, body),
                    Err(_) => parts.take(part, unwrapped.as_ref()),
                };
            }
            None => {
                parts.take(part, block.bytes.as_ref());
            }
        }
    }
    if noise > 0 {
        layer.say(format!("{noise} line(s) between the records belong to none: the archive is damaged"));
    }
    layer.say(format!("{records} records; the form ARC has no digests to check"));
    listing.write(layer);
}
