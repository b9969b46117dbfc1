//! The leak test: every byte of an output searched for what should not be in it, in every way it can be written.
//!
//! Formats are opened (ZIP, gzip, PDF) and texts are read as a browser, a mail program or a calendar would read them,
//! twice over, so that what is Base64 inside JSON is found. The test knows nothing of how the output was made, and its report
//! never has the value in it.

mod decode;
mod pdf;
mod view;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{Cursor, Read as _};

use remand_vault::ItemId;

use crate::guard::Guard;
use crate::mark::Kind;

/// Archives in archives are opened so deep.
const DEEPEST: usize = 5;
/// Bytes that are taken out of one compressed stream.
const UNPACKED: u64 = 256 << 20;
/// Bytes that are taken out of a file whatever its own size, and times its size.
const BUDGET: (u64, u64) = (256 << 20, 40);
/// Bytes of a text that are looked at together, and those that the next ones begin with again.
const CHUNK: usize = 1 << 20;
const OVERLAP: usize = 1 << 13;
/// So many digits of a digest lead to the file.
const DIGEST: usize = 16;

/// What kind of place a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The name of the file.
    FileName,
    /// Its text as it stands there.
    Text,
    /// Text with entities, or with mark-up between its letters.
    Markup,
    /// An address with `%XX`.
    Percent,
    /// A string with `\uXXXX` and the like.
    Escaped,
    /// Lines that are folded, as in calendars and mail.
    Folded,
    /// `=XX` of mail.
    QuotedPrintable,
    /// Base64.
    Base64,
    /// UTF-16 or an older charset.
    Charset,
    /// The text of a page of a PDF.
    PdfText,
    /// Properties of a PDF as readers show them.
    PdfProperties,
    /// Strings of a PDF: properties, outline, alternative texts.
    PdfString,
    /// A stream of a PDF: XMP, attachments.
    PdfStream,
    /// The name of a file in an archive.
    EntryName,
    /// The comment of an archive, or of a file in it.
    ArchiveComment,
    /// The digest of a hidden item.
    Digest,
    /// More came out of it than can be searched: nobody knows.
    Unsearched,
}

impl Place {
    fn words(self) -> &'static str {
        match self {
            Self::FileName => "the name of the file",
            Self::Text => "the text",
            Self::Markup => "text that mark-up or entities hide",
            Self::Percent => "an address with percent signs",
            Self::Escaped => "a string with escapes",
            Self::Folded => "folded lines",
            Self::QuotedPrintable => "text in quoted-printable",
            Self::Base64 => "Base64",
            Self::Charset => "text in UTF-16 or an older charset",
            Self::PdfText => "the text of a page",
            Self::PdfProperties => "the properties of the PDF",
            Self::PdfString => "a string of the PDF (properties, outline, alternative text)",
            Self::PdfStream => "a stream of the PDF (XMP, attachment)",
            Self::EntryName => "the name of a file in the archive",
            Self::ArchiveComment => "a comment of the archive",
            Self::Digest => "the SHA-256 of a hidden item",
            Self::Unsearched => "what cannot be searched",
        }
    }

    fn mended_by(self) -> &'static str {
        match self {
            Self::FileName | Self::EntryName => "rename the file, or mark its name (--item-name)",
            Self::Digest => "leave out what prints it",
            Self::Unsearched => "mark the item that unpacks to so much (--item)",
            _ => {
                "mark the item it comes from (--item) or the words as they stand there; where a part of a name is an ordinary \
                 word or the name of others, withdraw the mark and make it anew with --whole-name"
            }
        }
    }
}

/// A place of an output that shows a protected value. The value itself is not in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// What kind of place.
    pub place: Place,
    /// The file in an archive that it is in, counted from 1; `None` outside of archives.
    pub entry: Option<usize>,
    /// Entry of the journal that protects the value.
    pub mark: u64,
    /// Why it is protected.
    pub kind: Kind,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place == Place::Unsearched {
            return f.write_str("something in it is too big, or packed too deep, to be searched");
        }
        write!(
            f,
            "what entry {} of the journal protects ({}) stands in {}",
            self.mark,
            self.kind.name(),
            self.place.words()
        )?;
        match self.entry {
            Some(entry) => write!(f, ", file {entry} of the archive"),
            None => Ok(()),
        }
    }
}

/// An output would show what is protected from its audience.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct LeakError {
    /// The outputs: number among those made together from 1, name where it may be printed, and the places.
    pub outputs: Vec<(usize, Option<String>, Vec<Leak>)>,
}

/// Places that are told of each output.
const TOLD: usize = 5;

impl fmt::Display for LeakError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was written, because it would show what is protected from its audience.")?;
        for (number, name, leaks) in &self.outputs {
            match name {
                Some(name) => write!(f, " In {name}: ")?,
                None => write!(f, " In output {number}: ")?,
            }
            for (at, leak) in leaks.iter().take(TOLD).enumerate() {
                write!(f, "{}{leak}", if at == 0 { "" } else { "; " })?;
            }
            if leaks.len() > TOLD {
                write!(f, "; and {} more", leaks.len() - TOLD)?;
            }
            write!(f, ".")?;
            if let Some(first) = leaks.first() {
                write!(f, " What to do: {}.", first.place.mended_by())?;
            }
        }
        Ok(())
    }
}

/// Tests outputs that are made together, by name and bytes.
///
/// # Errors
///
/// Where any of them shows a protected value: which, in what kind of place, and what to do. Then none may be written.
pub fn check(outputs: &[(&str, &[u8])], guard: &Guard) -> Result<(), LeakError> {
    let mut found = Vec::new();
    for (at, (name, bytes)) in outputs.iter().enumerate() {
        let leaks = leaks(name, bytes, guard);
        if !leaks.is_empty() {
            let name = (!guard.finds(name)).then(|| (*name).to_owned());
            found.push((at + 1, name, leaks));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(LeakError { outputs: found }) }
}

/// Where the bytes of a file that the program made, or its name, show what `guard` hides: each kind of place once for
/// each mark.
pub fn leaks(name: &str, bytes: &[u8], guard: &Guard) -> Vec<Leak> {
    searched(name, bytes, guard, true)
}

/// The same for a file that came from outside: its PDF pages are not read, for that takes a process of its own.
pub fn traces(bytes: &[u8], guard: &Guard) -> Vec<Leak> {
    let mut found = searched("", bytes, guard, false);
    if bytes.len() as u64 >= UNPACKED && !guard.is_empty() {
        // In an archive it could not be searched.
        found.push(Leak { place: Place::Unsearched, entry: None, mark: 0, kind: Kind::Other });
    }
    found
}

/// The lines of `text` that do not follow each other so in what was `seen`, with the lines around them: readings of a
/// text share most lines.
fn unseen(text: &str, seen: &mut HashSet<u64>) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let digest = |line: &&str| {
        let mut hasher = DefaultHasher::new();
        hasher.write(line.as_bytes());
        hasher.finish()
    };
    let digests: Vec<u64> = lines.iter().map(digest).collect();
    // Most lines of what was cut out of noise are empty.
    let mut fresh = |(at, line): (usize, &&str)| {
        let pair = digests.get(at).zip(digests.get(at + 1).or(Some(&0)));
        *line != "\n" && pair.is_some_and(|(one, next)| seen.insert(one.rotate_left(1) ^ next))
    };
    let fresh: Vec<bool> = lines.iter().enumerate().map(&mut fresh).collect();
    let mut out = String::new();
    let mut gap = false;
    for (at, line) in lines.iter().enumerate() {
        let around = fresh.get(at.saturating_sub(1)..(at + 2).min(fresh.len())).unwrap_or_default();
        if around.contains(&true) {
            if std::mem::take(&mut gap) {
                out.push_str("\n\n\n");
            }
            out.push_str(line);
        } else {
            gap = true;
        }
    }
    out
}

fn searched(name: &str, bytes: &[u8], guard: &Guard, own: bool) -> Vec<Leak> {
    if guard.is_empty() {
        return Vec::new();
    }
    let budget = BUDGET.0.max(BUDGET.1.saturating_mul(bytes.len() as u64));
    let first = |id: &ItemId| u64::from_str_radix(id.to_string().get(..DIGEST)?, 16).ok();
    let digests =
        guard.hashes().iter().filter_map(|(id, mark, kind)| Some((first(id)?, (*mark, *kind)))).collect();
    let mut search = Search { guard, found: Vec::new(), entry: None, budget, own, digests, hits: 0 };
    search.text(name, Place::FileName);
    search.bytes(bytes, Place::Text, 0);
    search.found.sort_unstable();
    search.found.dedup();
    search.found
}

/// An archive, or compressed.
fn is_packed(bytes: &[u8]) -> bool {
    decode::contains(bytes, b"PK\x05\x06") || bytes.starts_with(&[0x1f, 0x8b])
}

struct Search<'g> {
    guard: &'g Guard,
    found: Vec<Leak>,
    entry: Option<usize>,
    /// Bytes that may still be unpacked.
    budget: u64,
    /// The program made the file.
    own: bool,
    /// First digits of the digests of hidden items.
    digests: HashMap<u64, (u64, Kind)>,
    /// How often anything was found.
    hits: usize,
}

impl Search<'_> {
    fn found(&mut self, place: Place, mark: u64, kind: Kind) {
        self.hits += 1;
        let leak = Leak { place, entry: self.entry, mark, kind };
        if !self.found.contains(&leak) {
            self.found.push(leak);
        }
    }

    /// `text` and what it is when it is read as mark-up, address, string, mail.
    fn text(&mut self, text: &str, place: Place) {
        let mut from = 0;
        while let Some(rest) = text.get(from..).filter(|rest| from == 0 || !rest.is_empty()) {
            let end = rest.floor_char_boundary(CHUNK);
            self.chunk(rest.get(..end).unwrap_or_default(), place);
            if end == rest.len() {
                break;
            }
            // A value may stand over the end.
            from = text.floor_char_boundary(from + end.saturating_sub(OVERLAP));
        }
    }

    fn chunk(&mut self, text: &str, place: Place) {
        let mut seen = HashSet::new();
        for (read_as, view) in view::views(text) {
            let place = if place == Place::Text { read_as.unwrap_or(place) } else { place };
            self.seen(&unseen(&view, &mut seen), place);
        }
    }

    /// `text` as it stands.
    fn seen(&mut self, text: &str, place: Place) {
        for hit in self.guard.hits(text) {
            let (mark, kind) = self.guard.mark_of(&hit);
            self.found(place, mark, kind);
        }
        if self.digests.is_empty() {
            return;
        }
        // The last digits of a run, whatever spaces stand between them.
        let (mut run, mut last) = (0_usize, 0_u64);
        for c in text.chars().filter(|c| !remand_search::is_invisible(*c) && !c.is_whitespace()) {
            let Some(digit) = c.to_digit(16) else {
                run = 0;
                continue;
            };
            (run, last) = (run + 1, last << 4 | u64::from(digit));
            if run >= DIGEST
                && let Some((mark, kind)) = self.digests.get(&last).copied()
            {
                self.found(Place::Digest, mark, kind);
            }
        }
    }

    fn bytes(&mut self, bytes: &[u8], place: Place, depth: usize) {
        // A PDF is searched stream by stream: as a whole its bytes are noise.
        if depth >= DEEPEST || !pdf::is_pdf(bytes) {
            self.plain(bytes, place, depth);
        }
        if depth < DEEPEST {
            self.formats(bytes, depth + 1);
        }
    }

    /// `bytes` as they stand.
    fn plain(&mut self, bytes: &[u8], place: Place, depth: usize) {
        for (charset, text) in self.texts(bytes) {
            let place = if charset && place == Place::Text { Place::Charset } else { place };
            self.text(&text, place);
            for inner in view::encoded(&text) {
                for (_, text) in self.texts(&inner) {
                    self.text(&text, if place == Place::Text { Place::Base64 } else { place });
                }
                if depth < DEEPEST {
                    self.formats(&inner, depth + 1);
                }
            }
        }
    }

    fn texts(&self, bytes: &[u8]) -> Vec<(bool, String)> {
        decode::texts(bytes, self.guard.has_east_asian())
    }

    /// What `reader` gives before its end, a fault or a limit. A limit is told.
    fn unpacked(&mut self, reader: impl std::io::Read) -> Vec<u8> {
        let mut unpacked = Vec::new();
        let most = UNPACKED.min(self.budget);
        // What could be unpacked before a fault is searched.
        drop(reader.take(most).read_to_end(&mut unpacked));
        let length = unpacked.len() as u64;
        if length >= most {
            self.found(Place::Unsearched, 0, Kind::Other);
        }
        self.budget = self.budget.saturating_sub(length);
        unpacked
    }

    fn formats(&mut self, bytes: &[u8], depth: usize) {
        if depth >= DEEPEST && is_packed(bytes) {
            self.found(Place::Unsearched, 0, Kind::Other);
        }
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let unpacked = self.unpacked(flate2::read::MultiGzDecoder::new(bytes));
            self.bytes(&unpacked, Place::Text, depth);
        }
        if decode::contains(bytes, b"PK\x05\x06") {
            self.archive(bytes, depth);
        }
        if decode::contains(bytes, b"%PDF-") {
            self.pdf(bytes, depth);
        }
    }

    fn archive(&mut self, bytes: &[u8], depth: usize) {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return };
        for (_, text) in self.texts(archive.comment()) {
            self.text(&text, Place::ArchiveComment);
        }
        let outer = self.entry;
        for at in 0..archive.len() {
            if outer.is_none() {
                self.entry = Some(at + 1);
            }
            let Ok(file) = archive.by_index(at) else { continue };
            for (_, text) in self.texts(file.name_raw()) {
                self.text(&text, Place::EntryName);
            }
            self.text(file.comment(), Place::ArchiveComment);
            for (_, text) in self.texts(&file.extra_data().unwrap_or_default()) {
                self.text(&text, Place::EntryName);
            }
            let unpacked = self.unpacked(file);
            self.bytes(&unpacked, Place::Text, depth);
        }
        self.entry = outer;
    }

    fn pdf(&mut self, bytes: &[u8], depth: usize) {
        let (streams, between) = pdf::streams(bytes);
        if streams.len() >= pdf::STREAMS {
            self.found(Place::Unsearched, 0, Kind::Other);
        }
        for body in streams {
            // Fonts and pages stand in several outputs. What lies deeper is not opened as far.
            let body_id = (depth == 1).then(|| ItemId::of(body));
            if body_id.is_some_and(|id| self.guard.is_clean(id)) {
                continue;
            }
            let before = self.hits;
            let inflated = self.unpacked(flate2::read::ZlibDecoder::new(body));
            let stream = if inflated.is_empty() { body.to_vec() } else { inflated };
            for (_, text) in self.texts(&stream) {
                self.text(&text, Place::PdfStream);
            }
            for string in pdf::strings(&stream) {
                self.text(&string, Place::PdfString);
            }
            if depth < DEEPEST {
                self.formats(&stream, depth + 1);
            } else if is_packed(&stream) {
                self.found(Place::Unsearched, 0, Kind::Other);
            }
            if let Some(id) = body_id
                && self.hits == before
            {
                self.guard.set_clean(id);
            }
        }
        for string in between.iter().copied().flat_map(pdf::strings) {
            self.text(&string, Place::PdfString);
        }
        self.plain(&between.join(&b'\n'), Place::Text, depth);
        if !self.own || depth > 1 {
            return;
        }
        let read =
            remand_text::extract(bytes, "output.pdf", bytes.len() as u64, &remand_text::Limits::default());
        self.text(&read.layer.text, Place::PdfText);
        let metadata = &read.layer.metadata;
        let properties = [&metadata.title, &metadata.author, &metadata.to, &metadata.modified_by];
        for property in properties.into_iter().flatten() {
            self.text(property, Place::PdfProperties);
        }
        for said in &metadata.said {
            self.text(&said.value, Place::PdfProperties);
        }
        for part in &read.parts {
            self.text(&part.name, Place::EntryName);
            if depth < DEEPEST {
                self.bytes(&part.bytes, Place::PdfStream, depth + 1);
            }
        }
    }
}
