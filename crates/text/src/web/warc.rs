//! WARC files (ISO 28500:2017, WARC 1.1; 1.0 and the drafts before it). Every response, resource and conversion becomes a
//! part; the text is a list of what was captured when. Digests are held against the bytes.

use std::collections::BTreeSet;

use super::digest::{self, Check};
use super::http::{self, Message};
use super::listing::{Listing, part_of};
use super::source::{Block, Source};
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::part::{Part, PartKind};

pub(crate) fn is_warc(start: &[u8]) -> bool {
    start.starts_with(b"WARC/0.") || start.starts_with(b"WARC/1.")
}

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let mut listing = Listing::default();
    let mut archive = Archive::new(parts, &mut listing, layer);
    archive.read(bytes, "");
    archive.finish();
    listing.write(layer);
}

/// How many records there are of the kinds that give no part.
#[derive(Debug, Default)]
struct Kinds {
    records: usize,
    requests: usize,
    metadata: usize,
    other: usize,
}

/// One or several WARC files that are one capture.
pub(super) struct Archive<'a, 'p, 'l> {
    parts: &'a mut Parts<'p>,
    listing: &'a mut Listing,
    layer: &'l mut LayerBuilder,
    kinds: Kinds,
    software: BTreeSet<String>,
}

impl<'a, 'p, 'l> Archive<'a, 'p, 'l> {
    pub(super) fn new(
        parts: &'a mut Parts<'p>,
        listing: &'a mut Listing,
        layer: &'l mut LayerBuilder,
    ) -> Self {
        Self { parts, listing, layer, kinds: Kinds::default(), software: BTreeSet::new() }
    }

    /// Reads a file; `name` stands before what is said about it, where there are several.
    pub(super) fn read(&mut self, bytes: &[u8], name: &str) {
        let at = if name.is_empty() { String::new() } else { format!("{name}: ") };
        let mut source = Source::new(bytes);
        let mut noise = 0_usize;
        loop {
            let line = match source.line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(e) => {
                    self.layer.say(format!(
                        "{at}the archive is damaged after {} records ({e}): what follows was not read; ask for it anew",
                        self.kinds.records
                    ));
                    break;
                }
            };
            if !is_warc(&line) {
                noise += usize::from(!line.trim_ascii().is_empty());
                continue;
            }
            self.kinds.records += 1;
            match head(&mut source) {
                Ok(fields) => {
                    let length =
                        http::field(&fields, "Content-Length").and_then(|length| length.parse().ok());
                    let Some(length) = length else {
                        self.layer.say(format!(
                            "{at}record {} does not say how long it is: it was passed over",
                            self.kinds.records
                        ));
                        continue;
                    };
                    let block = source.block(length);
                    self.record(&fields, &block);
                }
                Err(e) => {
                    self.layer
                        .say(format!("{at}the archive breaks off in record {}: {e}", self.kinds.records));
                    break;
                }
            }
        }
        if noise > 0 {
            self.layer.say(format!(
                "{at}{noise} line(s) between the records belong to none: a record is longer than it says, or damaged"
            ));
        }
    }

    /// Says what was counted.
    pub(super) fn finish(self) {
        if !self.software.is_empty() {
            let software: Vec<String> = self.software.into_iter().collect();
            self.layer.say(format!("captured with {}, as the archive says", software.join("; ")));
        }
        let Kinds { records, requests, metadata, other } = self.kinds;
        self.layer.say(format!(
            "{records} records: {} became files of their own; {requests} requests, {metadata} records of metadata and \
             {other} others are listed only",
            self.parts.taken()
        ));
    }

    fn record(&mut self, fields: &[(String, String)], block: &Block<'_>) {
        let field = |name: &str| http::field(fields, name).unwrap_or_default();
        let kind = field("WARC-Type").to_ascii_lowercase();
        let url = field("WARC-Target-URI").trim_start_matches('<').trim_end_matches('>');
        let date = field("WARC-Date");
        let media_type = Some(field("Content-Type")).filter(|value| !value.is_empty());
        let about =
            format!("{kind} of {date}, {}", if url.is_empty() { field("WARC-Record-ID") } else { url });
        let block_check =
            self.check("WARC-Block-Digest", field("WARC-Block-Digest"), &[&block.bytes], &about, block);
        let mut said = vec![
            ("WARC-Type", kind.clone()),
            ("WARC-Date", date.to_owned()),
            ("WARC-Target-URI", url.to_owned()),
        ];
        for name in [
            "WARC-Record-ID",
            "WARC-IP-Address",
            "WARC-Truncated",
            "WARC-Refers-To",
            "WARC-Refers-To-Target-URI",
            "WARC-Refers-To-Date",
            "WARC-Profile",
            "WARC-Segment-Number",
            "WARC-Block-Digest",
            "WARC-Payload-Digest",
        ] {
            said.push((name, field(name).to_owned()));
        }
        said.extend(block_check);
        match kind.as_str() {
            "response" | "revisit" => {
                let is_http = media_type.is_none_or(|kind| kind.starts_with("application/http"));
                let message = if is_http { Message::parse(&block.bytes) } else { None };
                match message.filter(|message| message.status().is_some()) {
                    Some(message) => {
                        self.response(&message, said, field("WARC-Payload-Digest"), &about, block)
                    }
                    None if kind == "revisit" => self.listing.row(date, "revisit", "", url),
                    None => self.plain(said, media_type, &block.bytes, block),
                }
            }
            "resource" | "conversion" => {
                let check = self.check(
                    "WARC-Payload-Digest",
                    field("WARC-Payload-Digest"),
                    &[&block.bytes],
                    &about,
                    block,
                );
                said.extend(check);
                self.plain(said, media_type, &block.bytes, block);
            }
            "request" => {
                self.kinds.requests += 1;
                let sent = Message::parse(&block.bytes).map_or(&[][..], |message| message.body);
                // What a request sent is not a capture; its digest is counted with the others all the same.
                drop(self.check("WARC-Payload-Digest", field("WARC-Payload-Digest"), &[sent], &about, block));
            }
            "metadata" => self.kinds.metadata += 1,
            "warcinfo" => {
                self.kinds.other += 1;
                let info = http::fields(block.bytes.split(|b| *b == b'\n'));
                if let Some(software) = http::field(&info, "software") {
                    self.software.insert(software.to_owned());
                }
            }
            _ => self.kinds.other += 1,
        }
    }

    fn response(
        &mut self,
        message: &Message<'_>,
        mut said: Vec<(&'static str, String)>,
        payload_digest: &str,
        about: &str,
        block: &Block<'_>,
    ) {
        let status = message.status().unwrap_or_default();
        let value = |name: &str| {
            said.iter().find(|(said, _)| *said == name).map_or("", |(_, value)| value).to_owned()
        };
        let (url, date, kind) = (value("WARC-Target-URI"), value("WARC-Date"), value("WARC-Type"));
        let unwrapped = message.unwrapped();
        let media_type = message.field("Content-Type");
        let what =
            if kind == "revisit" { format!("{status} (as captured before)") } else { status.to_owned() };
        self.listing.row(&date, &what, media_type.unwrap_or_default(), &url);
        if kind == "revisit" || message.body.is_empty() {
            return;
        }
        // Some programs counted the payload with the chunks it travelled in.
        said.extend(self.check(
            "WARC-Payload-Digest",
            payload_digest,
            &[&unwrapped, message.body],
            about,
            block,
        ));
        said.push(("HTTP status", status.to_owned()));
        for name in ["Date", "Last-Modified", "Content-Encoding", "Content-Disposition", "Location", "Server"]
        {
            if let Some(value) = message.field(name) {
                said.push((name, value.to_owned()));
            }
        }
        let mut part = part_of(&url, media_type);
        finish_part(&mut part, said, block);
        match message.decoder(&unwrapped) {
            Ok(body) => {
                self.parts.take(part, body);
            }
            Err(coding) => {
                part.damage = Some(format!(
                    "it stands in the coding \u{201c}{coding}\u{201d}, which is not known here"
                ));
                self.parts.take(part, unwrapped.as_ref());
            }
        }
    }

    /// A record whose block is the thing itself.
    fn plain(
        &mut self,
        said: Vec<(&'static str, String)>,
        media_type: Option<&str>,
        bytes: &[u8],
        block: &Block<'_>,
    ) {
        let value = |name: &str| said.iter().find(|(said, _)| *said == name).map_or("", |(_, value)| value);
        let (url, date, kind) = (value("WARC-Target-URI"), value("WARC-Date"), value("WARC-Type"));
        self.listing.row(date, kind, media_type.unwrap_or_default(), url);
        if bytes.is_empty() && block.damage.is_none() {
            return;
        }
        let mut part = part_of(url, media_type);
        part.kind = if kind == "resource" { PartKind::Resource } else { PartKind::Response };
        finish_part(&mut part, said, block);
        self.parts.take(part, bytes);
    }

    /// Holds a digest against the bytes; gives what is to be said about it.
    fn check(
        &mut self,
        name: &str,
        written: &str,
        readings: &[&[u8]],
        about: &str,
        block: &Block<'_>,
    ) -> Option<(&'static str, String)> {
        if written.is_empty() || block.damage.is_some() {
            return None;
        }
        let label = if name == "WARC-Block-Digest" {
            "WARC-Block-Digest, checked"
        } else {
            "WARC-Payload-Digest, checked"
        };
        Some((
            label,
            match digest::check(written, readings) {
                Check::Fits => {
                    self.listing.digest_fits();
                    "fits".to_owned()
                }
                Check::DoesNotFit(found) => {
                    self.listing.digest_does_not_fit(format!(
                        "{name} of the {about}: written is {written}, the bytes have {found}"
                    ));
                    format!("does not fit: the bytes have {found}")
                }
                Check::Unknown => "not checked: this kind of digest is not computed here".to_owned(),
            },
        ))
    }
}

fn finish_part(part: &mut Part, said: Vec<(&'static str, String)>, block: &Block<'_>) {
    for (name, value) in said {
        part.say(name, value);
    }
    part.damage.clone_from(&block.damage);
    if part.damage.is_none()
        && let Some(why) = part.statement("WARC-Truncated")
    {
        part.damage = Some(format!("the program that captured it stopped before its end ({why})"));
    }
}

/// The fields of a record, to the empty line after them.
fn head(source: &mut Source<'_>) -> Result<Vec<(String, String)>, String> {
    const LINES: usize = 1000;
    let mut lines = Vec::new();
    loop {
        match source.line()? {
            Some(line) if line.is_empty() => break,
            Some(line) if lines.len() < LINES => lines.push(line),
            Some(_) => return Err(format!("it has more than {LINES} fields")),
            None if lines.is_empty() => return Err("it ends after its first line".to_owned()),
            None => break,
        }
    }
    Ok(http::fields(lines.iter().map(Vec::as_slice)))
}
