//! What kind of file some bytes are.

use std::io::{Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use crate::archive::{self, Compression};
use crate::charset::is_wide;
use crate::mail::{mailbox, tnef};
use crate::{images, web, xml};

/// A format, told from the bytes; the name only helps where the bytes leave it open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Nothing at all.
    Empty,
    Plain,
    Markdown,
    /// Values set apart by commas, tabs and the like.
    Delimited,
    Html,
    /// Any other XML.
    Xml,
    Pdf,
    /// Word since 2007: a ZIP package, or the same parts in one XML file.
    Docx,
    FlatDocx,
    /// Word 2003 saved as XML.
    WordXml,
    /// Word before 2007.
    Doc,
    Rtf,
    /// OpenDocument text and presentation: a ZIP package, or one XML file.
    Odt,
    Odp,
    FlatOpenDocument,
    Pptx,
    /// A workbook, with its media type.
    Sheet(&'static str),
    /// An image, with its media type.
    Image(&'static str),
    Mail,
    /// A mail in a file of Apple Mail.
    AppleMail,
    Mailbox,
    /// A mail of Outlook.
    Outlook,
    /// `winmail.dat`.
    Tnef,
    Zip,
    Tar,
    SevenZip,
    /// A page saved as one file of MIME.
    Mhtml,
    Warc,
    Arc,
    Wacz,
    /// One file, compressed.
    Compressed(Compression),
    /// An Office document behind a password.
    Encrypted,
    /// A format that is not read, with its media type.
    Other(String),
}

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub(crate) const XLSB: &str = "application/vnd.ms-excel.sheet.binary.macroenabled.12";
const XLS: &str = "application/vnd.ms-excel";
pub(crate) const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

impl Format {
    pub(crate) fn of(bytes: &[u8], name: &str) -> Self {
        let extension = extension(name);
        let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if bytes.is_empty() {
            return Self::Empty;
        }
        if let Some(container) = Self::container(bytes, start, &extension) {
            return container;
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Self::of_zip(bytes, &extension);
        }
        if let Some(media_type) = images::media_type(bytes) {
            return Self::Image(media_type);
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            return Self::of_compound(bytes, &extension);
        }
        if contains(start, b"%PDF-") {
            return Self::Pdf;
        }
        if start.trim_ascii_start().starts_with(b"{\\rtf") {
            return Self::Rtf;
        }
        if !is_text(bytes) {
            let found = infer::get(bytes).map(|kind| kind.mime_type());
            let media_type = found.filter(|kind| !kind.starts_with("text/"));
            return Self::Other(media_type.unwrap_or("application/octet-stream").to_owned());
        }
        if let Some(format) = of_xml(bytes) {
            return format;
        }
        if is_html(start) || matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml") {
            return Self::Html;
        }
        match extension.as_str() {
            "md" | "markdown" => return Self::Markdown,
            "csv" | "tsv" | "tab" => return Self::Delimited,
            _ => {}
        }
        // A letter pasted into a .txt may begin with From: and Date: lines; it stays the file that it is.
        let named_text = matches!(extension.as_str(), "txt" | "text" | "log");
        if extension == "eml" || (!named_text && has_mail_headers(start)) {
            return Self::Mail;
        }
        Self::Plain
    }

    /// What holds other files and says so at its start. One of them may be a PDF, whose mark need not be at its start.
    fn container(bytes: &[u8], start: &[u8], extension: &str) -> Option<Self> {
        if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
            return Some(Self::SevenZip);
        }
        if tnef::is_tnef(bytes) {
            return Some(Self::Tnef);
        }
        if mailbox::is_mailbox(start) {
            return Some(Self::Mailbox);
        }
        if mailbox::emlx(bytes).is_some() {
            return Some(Self::AppleMail);
        }
        if web::is_mhtml(bytes, extension) {
            return Some(Self::Mhtml);
        }
        if web::is_warc(bytes) {
            return Some(Self::Warc);
        }
        if web::is_arc(bytes) {
            return Some(Self::Arc);
        }
        if let Some(compression) = Compression::of(bytes) {
            if compression == Compression::Gzip {
                let inside = archive::peek(bytes, 64);
                if web::is_warc(&inside) {
                    return Some(Self::Warc);
                }
                if web::is_arc(&inside) {
                    return Some(Self::Arc);
                }
            }
            return Some(Self::Compressed(compression));
        }
        archive::is_tar(bytes).then_some(Self::Tar)
    }

    fn of_zip(bytes: &[u8], extension: &str) -> Self {
        let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
            // Cut off or damaged: the directory at its end is missing, the local headers may still be there.
            return match extension {
                "docx" | "docm" | "dotx" => Self::Docx,
                "odt" | "ott" => Self::Odt,
                "xlsx" | "xlsm" => Self::Sheet(XLSX),
                "xlsb" => Self::Sheet(XLSB),
                "ods" => Self::Sheet(ODS),
                "odp" => Self::Odp,
                "pptx" => Self::Pptx,
                _ if contains(bytes, b"word/document.xml") => Self::Docx,
                _ => Self::Zip,
            };
        };
        let mut kind = String::new();
        if let Ok(file) = archive.by_name("mimetype") {
            // Bytes that are no text name no type.
            drop(file.take(100).read_to_string(&mut kind));
        }
        let kind = kind.trim();
        let of_document = |what: &str| {
            kind.strip_prefix("application/vnd.oasis.opendocument.").is_some_and(|k| k.starts_with(what))
        };
        if of_document("text") {
            return Self::Odt;
        }
        if of_document("presentation") || of_document("graphics") {
            return Self::Odp;
        }
        if of_document("spreadsheet") {
            return Self::Sheet(ODS);
        }
        let named = |wanted: &[&str]| {
            archive.file_names().flatten().any(|name| wanted.iter().any(|part| name.starts_with(part)))
        };
        if named(&["[Content_Types].xml"]) {
            if named(&["word/"]) {
                return Self::Docx;
            }
            if named(&["xl/workbook.bin"]) {
                return Self::Sheet(XLSB);
            }
            if named(&["xl/"]) {
                return Self::Sheet(XLSX);
            }
            if named(&["ppt/"]) {
                return Self::Pptx;
            }
        }
        if named(&["word/document.xml"]) {
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

    /// A compound file ([MS-CFB]) is told by the streams in it.
    fn of_compound(bytes: &[u8], extension: &str) -> Self {
        let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
            return match extension {
                "doc" | "dot" => Self::Doc,
                "xls" | "xlt" => Self::Sheet(XLS),
                "msg" => Self::Outlook,
                _ => Self::Other("application/x-ole-storage".to_owned()),
            };
        };
        let holds = |name: &str| file.exists(name);
        if holds("/EncryptedPackage") {
            Self::Encrypted
        } else if holds("/WordDocument") {
            Self::Doc
        } else if holds("/Workbook") || holds("/Book") {
            Self::Sheet(XLS)
        } else if holds("/PowerPoint Document") {
            Self::Other("application/vnd.ms-powerpoint".to_owned())
        } else if holds("/__properties_version1.0") {
            Self::Outlook
        } else {
            Self::Other("application/x-ole-storage".to_owned())
        }
    }

    pub(crate) fn media_type(&self) -> &str {
        match self {
            Self::Empty => "application/x-empty",
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Delimited => "text/csv",
            Self::Html => "text/html",
            Self::Xml => "application/xml",
            Self::Pdf => "application/pdf",
            Self::Docx | Self::FlatDocx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Self::WordXml => "application/vnd.ms-wordml",
            Self::Doc => "application/msword",
            Self::Rtf => "application/rtf",
            Self::Odt | Self::FlatOpenDocument => "application/vnd.oasis.opendocument.text",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Sheet(media_type) => media_type,
            Self::Mail => "message/rfc822",
            Self::AppleMail => "message/x-emlx",
            Self::Mailbox => "application/mbox",
            Self::Outlook => "application/vnd.ms-outlook",
            Self::Tnef => "application/vnd.ms-tnef",
            Self::Zip => "application/zip",
            Self::Tar => "application/x-tar",
            Self::Mhtml => "application/x-mimearchive",
            Self::Warc => "application/warc",
            Self::Arc => "application/x-internet-archive",
            Self::Wacz => "application/wacz",
            Self::SevenZip => "application/x-7z-compressed",
            Self::Compressed(compression) => compression.media_type(),
            Self::Encrypted => "application/x-encrypted-office",
            Self::Image(media_type) => media_type,
            Self::Other(media_type) => media_type,
        }
    }

    /// Ends of names that promise this format; empty where any name will do.
    fn extensions(&self) -> &'static [&'static str] {
        match self {
            Self::Html => &["html", "htm", "xhtml", "shtml", "php", "asp", "aspx"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx", "docm", "dotx", "dotm"],
            // Word itself gives .doc to its XML.
            Self::FlatDocx | Self::WordXml => &["xml", "doc", "docx"],
            Self::Doc => &["doc", "dot"],
            Self::Rtf => &["rtf", "doc"],
            Self::Odt => &["odt", "ott", "odm"],
            Self::Odp => &["odp", "otp", "odg"],
            Self::FlatOpenDocument => &["fodt", "fods", "fodp", "xml"],
            Self::Pptx => &["pptx", "pptm", "ppsx", "potx"],
            Self::Sheet(XLSX) => &["xlsx", "xlsm", "xltx"],
            Self::Sheet(XLSB) => &["xlsb"],
            Self::Sheet(ODS) => &["ods", "ots"],
            Self::Sheet(_) => &["xls", "xlt"],
            Self::Mail => &["eml"],
            Self::Mhtml => &["mht", "mhtml"],
            Self::Zip | Self::Wacz => &["zip"],
            Self::Xml => &["xml"],
            Self::Plain => &["txt", "eml", "html", "htm"],
            Self::Image("image/jpeg") => &["jpg", "jpeg"],
            Self::Image("image/png") => &["png"],
            Self::Image(_)
            | Self::Empty
            | Self::Markdown
            | Self::Delimited
            | Self::AppleMail
            | Self::Mailbox
            | Self::Outlook
            | Self::Tnef
            | Self::Tar
            | Self::SevenZip
            | Self::Warc
            | Self::Arc
            | Self::Compressed(_)
            | Self::Encrypted
            | Self::Other(_) => &[],
        }
    }

    /// What is strange about a file of this format having this name, where the name promises another one.
    pub(crate) fn mismatch(&self, name: &str) -> Option<String> {
        const PROMISES: [&str; 24] = [
            "html", "htm", "pdf", "docx", "docm", "doc", "eml", "txt", "rtf", "odt", "ott", "fodt", "odp",
            "ods", "xlsx", "xlsm", "xlsb", "xls", "pptx", "ppt", "zip", "jpg", "png", "msg",
        ];
        let extension = extension(name);
        if !PROMISES.contains(&extension.as_str()) || self.extensions().contains(&extension.as_str()) {
            return None;
        }
        let kind = self.media_type();
        match self {
            Self::Empty | Self::Encrypted => None,
            Self::Other(_) => {
                let never = matches!(
                    extension.as_str(),
                    "html" | "htm" | "pdf" | "docx" | "doc" | "eml" | "txt" | "odt" | "rtf" | "xlsx" | "ods"
                );
                (never && !kind.contains(&extension))
                    .then(|| format!("the name ends in .{extension}, but the bytes are {kind}"))
            }
            _ => Some(format!(
                "the name ends in .{extension}, but the bytes are {kind}; they were read as that"
            )),
        }
    }
}

/// Which format an XML file is, told by its first element; `None` where it is none, or a web page.
fn of_xml(bytes: &[u8]) -> Option<Format> {
    let start: Vec<u8> =
        bytes.iter().take(16 * 1024).copied().filter(|b| *b != 0).skip_while(|b| *b >= 0x80).collect();
    let start = start.trim_ascii_start();
    if !start.starts_with(b"<?xml") && !start.starts_with(b"<!--") && !start.starts_with(b"<!DOCTYPE") {
        return None;
    }
    let text = String::from_utf8_lossy(start);
    let mut root = None;
    // What breaks it, or comes after the first element, is found when it is read.
    drop(xml::walk(&text, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && root.is_none()
        {
            root = Some(tag.local_name().as_ref().to_ascii_lowercase());
        }
    }));
    match root?.as_str() {
        "worddocument" => Some(Format::WordXml),
        "package" if text.contains("schemas.microsoft.com/office/2006/xmlPackage") => Some(Format::FlatDocx),
        "document" | "document-content" if text.contains("opendocument:xmlns:office") => {
            Some(Format::FlatOpenDocument)
        }
        "html" | "head" | "body" => Some(Format::Html),
        // A comment may stand before anything; only a declaration makes it XML.
        _ => start.starts_with(b"<?xml").then_some(Format::Xml),
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
    if is_wide(sample) {
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
