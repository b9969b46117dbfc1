//! A file found inside another one: what it is, what the container says about it, its bytes.

use serde::{Deserialize, Serialize};

use crate::TextLayer;

/// What comes out of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    /// Its text.
    pub layer: TextLayer,
    /// The files inside it, in the order in which they stand there. None of them was opened in its turn.
    pub parts: Vec<Part>,
}

/// A file found inside another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Path inside the container: parts between `/`, none of them `..` or empty, no control characters. Two parts
    /// of one container may have the same name.
    pub name: String,
    /// What it is to the container.
    pub kind: PartKind,
    /// Media type that the container declares.
    pub media_type: Option<String>,
    /// What the container says about it; nothing in it is verified unless it says so.
    pub said: Vec<Statement>,
    /// What is wrong with the bytes (cut off, checksum does not fit), in words for a person.
    pub damage: Option<String>,
    /// The bytes, decoded from what the container wraps them in.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// What a part is to its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A file attached to a mail or a document.
    Attachment,
    /// A file in an archive.
    Member,
    /// A message in a mailbox, or one attached to another.
    Message,
    /// A response, or another record, of a web archive.
    Response,
    /// An image, style or frame of a page.
    Resource,
    /// An object embedded in a document.
    Embedded,
}

/// Something a container says about a part, such as `modified`, `WARC-Date`, `Content-ID`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What is said: the name of the header or field, or an English word where the format has only a number.
    pub name: String,
    /// The value, as it stands there or in ISO 8601.
    pub value: String,
}

impl Part {
    /// A part without bytes; `name` is made fit for a path.
    pub(crate) fn new(kind: PartKind, name: &str) -> Self {
        let tame = tame_name(name);
        let mut part =
            Self { name: tame, kind, media_type: None, said: Vec::new(), damage: None, bytes: Vec::new() };
        if part.name != name {
            part.say("name", name);
        }
        part
    }

    pub(crate) fn media_type(mut self, media_type: Option<impl Into<String>>) -> Self {
        self.media_type = media_type.map(Into::into);
        self
    }

    /// Adds what the container says, where it says something.
    pub(crate) fn say(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.said.push(Statement { name: name.to_owned(), value });
        }
    }

    /// The first value that is said under this name.
    pub fn statement(&self, name: &str) -> Option<&str> {
        self.said.iter().find(|said| said.name.eq_ignore_ascii_case(name)).map(|said| said.value.as_str())
    }
}

/// Whether files of this media type hold other files, which [`crate::Reader::open`] takes out. A caller that opens
/// parts in their turn needs a limit on how deep it goes.
///
/// Archives (ZIP, TAR, 7z) and single compressed files, mails and mailboxes, web archives (WARC, ARC, WACZ, MHTML)
/// are containers through and through. PDF, web pages and documents of office programs may carry attachments and embedded
/// objects, but are read for their text.
pub fn is_container(media_type: &str) -> bool {
    CONTAINERS.contains(&media_type)
}

const CONTAINERS: [&str; 16] = [
    "application/gzip",
    "application/mbox",
    "application/vnd.ms-outlook",
    "application/warc",
    "application/wacz",
    "application/x-7z-compressed",
    "application/x-bzip2",
    "application/x-internet-archive",
    "application/x-mimearchive",
    "application/x-tar",
    "application/x-xz",
    "application/zip",
    "application/zstd",
    "message/rfc822",
    "message/x-emlx",
    "application/vnd.ms-tnef",
];

/// Most bytes of a name.
const NAME_BYTES: usize = 1000;

/// A path that leads nowhere else: `/` between the parts, no part empty or `.`, `..` and the colon of a drive
/// escaped as `%XX`, and so are characters that move the cursor or turn the direction of writing.
pub(crate) fn tame_name(name: &str) -> String {
    let mut tame = String::new();
    for piece in name.split(['/', '\\']).filter(|piece| !piece.is_empty() && *piece != ".") {
        if !tame.is_empty() {
            tame.push('/');
        }
        if piece == ".." {
            tame.push_str("%2E%2E");
            continue;
        }
        let drive = piece.len() == 2 && piece.ends_with(':');
        for c in piece.chars() {
            if c.is_control() || is_invisible(c) || (drive && c == ':') {
                let mut buffer = [0; 4];
                tame.extend(c.encode_utf8(&mut buffer).bytes().map(|byte| format!("%{byte:02X}")));
            } else {
                tame.push(c);
            }
        }
    }
    if tame.len() > NAME_BYTES {
        // The end of a name says what kind of file it is.
        let tail = tame.get(tame.ceil_char_boundary(tame.len() - 40)..).unwrap_or_default();
        let tail = tail.rsplit('/').next().unwrap_or_default().to_owned();
        tame.truncate(tame.floor_char_boundary(NAME_BYTES - 50));
        tame.push('\u{2026}');
        tame.push_str(&tail);
    }
    if tame.is_empty() { "unnamed".to_owned() } else { tame }
}

/// Marks of direction and other characters of no width, which make a name look like another one.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for (name, tame) in [
            ("a/b.txt", "a/b.txt"),
            ("/etc/passwd", "etc/passwd"),
            ("../../x", "%2E%2E/%2E%2E/x"),
            ("C:\\Users\\o\\order.pdf", "C%3A/Users/o/order.pdf"),
            ("a//./b/", "a/b"),
            ("line\nfeed\u{202e}fdp.exe", "line%0Afeed%E2%80%AEfdp.exe"),
            ("12:30 запись.ogg", "12:30 запись.ogg"),
            ("", "unnamed"),
            ("./", "unnamed"),
        ] {
            assert_eq!(tame_name(name), tame);
            assert_eq!(tame_name(tame), tame, "taming twice changes nothing");
        }
        let long = tame_name(&format!("{}.pdf", "ы".repeat(5000)));
        assert!(long.len() <= NAME_BYTES && long.ends_with(".pdf"), "{long}");
        assert_eq!(tame_name(&long), long);
    }

    #[test]
    fn a_name_that_was_changed_is_kept_beside() {
        let part = Part::new(PartKind::Member, "../x");
        assert_eq!((part.name.as_str(), part.statement("Name")), ("%2E%2E/x", Some("../x")));
        assert_eq!(Part::new(PartKind::Member, "x").statement("name"), None);
    }
}
