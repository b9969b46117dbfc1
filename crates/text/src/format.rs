//! What kind of file some bytes are.

use std::io::Cursor;

use crate::archive::{self, Compression};
use crate::charset::utf16_without_mark;
use crate::web;

/// A format, told from the bytes; the name only helps where the bytes leave it open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Nothing at all.
    Empty,
    Plain,
    Html,
    Pdf,
    Docx,
    Mail,
    Zip,
    Tar,
    SevenZip,
    Warc,
    Arc,
    Wacz,
    /// One file, compressed.
    Compressed(Compression),
    /// A format that is not read, with its media type.
    Other(String),
}

impl Format {
    pub(crate) fn of(bytes: &[u8], name: &str) -> Self {
        let extension = extension(name);
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if bytes.is_empty() {
            return Self::Empty;
        }
        if contains(start, b"%PDF-") {
            return Self::Pdf;
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Self::of_zip(bytes, &extension);
        }
        if bytes.starts_with(b"{\\rtf") {
            return Self::Other("application/rtf".to_owned());
        }
        if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
            return Self::SevenZip;
        }
        if web::is_warc(bytes) {
            return Self::Warc;
        }
        if web::is_arc(bytes) {
            return Self::Arc;
        }
        if let Some(compression) = Compression::of(bytes) {
            if compression == Compression::Gzip {
                let inside = archive::peek(bytes, 64);
                if web::is_warc(&inside) {
                    return Self::Warc;
                }
                if web::is_arc(&inside) {
                    return Self::Arc;
                }
            }
            return Self::Compressed(compression);
        }
        if archive::is_tar(bytes) {
            return Self::Tar;
        }
        if !is_text(bytes) {
            let found = infer::get(bytes).map(|kind| kind.mime_type());
            let media_type = found.filter(|kind| !kind.starts_with("text/"));
            return Self::Other(media_type.unwrap_or("application/octet-stream").to_owned());
        }
        if is_html(start) || matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml") {
            return Self::Html;
        }
        // A letter pasted into a .txt may begin with From: and Date: lines; it stays the file that it is.
        let named_text = matches!(extension.as_str(), "txt" | "md" | "text" | "log" | "csv");
        if extension == "eml" || (!named_text && has_mail_headers(start)) {
            return Self::Mail;
        }
        Self::Plain
    }

    fn of_zip(bytes: &[u8], extension: &str) -> Self {
        let names_word = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive.file_names().flatten().any(|name| name == "word/document.xml"),
            // Cut off or damaged: the directory at its end is missing, the local headers may still be there.
            Err(_) => extension == "docx" || contains(bytes, b"word/document.xml"),
        };
        if names_word {
            return Self::Docx;
        }
        if web::is_wacz(bytes) {
            return Self::Wacz;
        }
        match infer::get(bytes).map(|kind| kind.mime_type()) {
            Some("application/zip") | None => Self::Zip,
            Some(found) => Self::Other(found.to_owned()),
        }
    }

    pub(crate) fn media_type(&self) -> &str {
        match self {
            Self::Empty => "application/x-empty",
            Self::Plain => "text/plain",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Mail => "message/rfc822",
            Self::Zip => "application/zip",
            Self::Tar => "application/x-tar",
            Self::Warc => "application/warc",
            Self::Arc => "application/x-internet-archive",
            Self::Wacz => "application/wacz",
            Self::SevenZip => "application/x-7z-compressed",
            Self::Compressed(compression) => compression.media_type(),
            Self::Other(media_type) => media_type,
        }
    }

    /// What is strange about a file of this format having this name, where the name promises another one.
    pub(crate) fn mismatch(&self, name: &str) -> Option<String> {
        let extension = extension(name);
        let fits: &[&str] = match self {
            Self::Html => &["html", "htm", "xhtml", "shtml", "php", "asp", "aspx"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx", "docm", "dotx"],
            Self::Mail => &["eml", "mht", "mhtml", "mbox"],
            Self::Zip | Self::Wacz => &["zip"],
            Self::Empty
            | Self::Plain
            | Self::Tar
            | Self::SevenZip
            | Self::Warc
            | Self::Arc
            | Self::Compressed(_)
            | Self::Other(_) => &[],
        };
        let promised =
            ["html", "htm", "pdf", "docx", "eml", "txt", "rtf", "doc", "odt", "xlsx", "zip", "jpg", "png"];
        let plain_promise = |e: &str| matches!(e, "txt" | "eml" | "html" | "htm");
        let wrong = match self {
            Self::Empty => false,
            Self::Plain => promised.contains(&extension.as_str()) && !plain_promise(&extension),
            Self::Other(media_type) => {
                matches!(extension.as_str(), "html" | "htm" | "pdf" | "docx" | "eml" | "txt")
                    && !media_type.contains(&extension)
            }
            _ => promised.contains(&extension.as_str()) && !fits.contains(&extension.as_str()),
        };
        wrong.then(|| {
            format!(
                "the name ends in .{extension}, but the bytes are {}; they were read as that",
                self.media_type()
            )
        })
    }
}

/// The end of a name after its last dot, in lower case; empty where there is none.
fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Characters rather than numbers: no zero bytes outside UTF-16, hardly any control characters.
fn is_text(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    if sample.starts_with(&[0xff, 0xfe])
        || sample.starts_with(&[0xfe, 0xff])
        || utf16_without_mark(sample).is_some()
    {
        return true;
    }
    let control =
        |b: &&u8| (**b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)) || **b == 0x7f;
    !sample.contains(&0) && sample.iter().filter(control).count().saturating_mul(500) <= sample.len()
}

fn is_html(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let ascii: Vec<u8> = start.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let ascii = ascii.trim_ascii_start();
    let opens = [b"<!doctype html".as_slice(), b"<html", b"<head", b"<body"];
    if opens.iter().any(|tag| ascii.starts_with(tag)) {
        return true;
    }
    // Saved pages may begin with a comment or an XML declaration.
    (ascii.starts_with(b"<!--") || ascii.starts_with(b"<?xml"))
        && opens.iter().any(|tag| contains(ascii, tag))
}

/// The first lines are mail headers, two of them well known.
fn has_mail_headers(start: &[u8]) -> bool {
    const KNOWN: [&str; 10] = [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "mime-version",
        "message-id",
        "delivered-to",
        "content-type",
    ];
    let start = String::from_utf8_lossy(start);
    let mut known = 0;
    for (at, line) in start.lines().enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && at > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return false;
        }
        known += usize::from(KNOWN.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= 2
}
