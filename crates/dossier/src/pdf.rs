//! Documents as PDF, set by Typst from fixed templates that get what they print as data.
//!
//! No text of a source is ever part of Typst markup: a template reads it as JSON strings. It sees no other file, no
//! network, no clock. [`typeset`] is the one way to the typesetter, for whoever has a template.

use std::collections::BTreeSet;

use jiff::civil::Date;
use remand_vault::ItemId;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontVariant};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::{FontStore, embedded};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::document::{Block, Document, Drawing};
use crate::identity::digest;

const TEMPLATE: &str = include_str!("../templates/dossier.typ");
/// The families that a template may name, as a font book knows them.
pub const FAMILIES: [&str; 3] = ["libertinus serif", "dejavu sans mono", "new computer modern"];
/// Printed for a character that no font of the program has.
const MISSING: char = '\u{25A1}';

/// The PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The document cannot be passed to the typesetter.
    #[error("the document cannot be written as data for the typesetter: {0}")]
    Data(#[from] serde_json::Error),
    /// The typesetter refuses it.
    #[error("the PDF cannot be set: {0}; the HTML holds the same")]
    Typesetting(String),
}

/// The document as a tagged PDF with an outline.
///
/// # Errors
/// [`PdfError`] where the typesetter refuses the document; its message says why.
pub fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    let clock = drawing(document).map(|drawing| ("clock.svg", drawing.print.as_bytes()));
    let files: Vec<(&str, &[u8])> = clock.into_iter().collect();
    typeset(TEMPLATE, document, &files, document.as_of_iso.parse().ok())
}

/// A PDF set from `template`, tagged, PDF/UA-1 and PDF/A-2a wherever its characters allow it. The same input gives the
/// same bytes.
///
/// The template reads `data` as `data.json` and each of `files` by its name, and nothing else: no file, no network, no
/// clock. `day` is the date in the metadata. The template names the families of [`FAMILIES`] and no other.
///
/// Characters that the built-in fonts do not have (they cover Latin, Greek and Cyrillic with Kazakh) become an empty
/// box in `data`, and the field `missing` is added to it, with their code points, for the template to say so.
///
/// # Errors
/// [`PdfError`] where the data cannot be passed on or the typesetter refuses it; its message says why.
pub fn typeset(
    template: &str,
    data: &impl Serialize,
    files: &[(&str, &[u8])],
    day: Option<Date>,
) -> Result<Vec<u8>, PdfError> {
    typeset_pages(template, data, files, day).map(|(bytes, _)| bytes)
}

/// The same, with the number of its pages.
///
/// # Errors
/// As [`typeset`].
pub fn typeset_pages(
    template: &str,
    data: &impl Serialize,
    files: &[(&str, &[u8])],
    day: Option<Date>,
) -> Result<(Vec<u8>, usize), PdfError> {
    let mut fonts = FontStore::new();
    fonts.extend(embedded());
    let mut data = serde_json::to_value(data)?;
    let ident = ident(&data, files);
    let mut missing = BTreeSet::new();
    blank_missing(&mut data, &fonts, &mut missing);
    if let serde_json::Value::Object(fields) = &mut data {
        let codes = missing.iter().map(|ch| format!("U+{:04X}", u32::from(*ch))).collect();
        fields.insert("missing".to_owned(), codes);
    }
    let world = TemplateWorld::new(fonts, template, serde_json::to_vec(&data)?, files);
    let pages = typst::compile::<PagedDocument>(&world).output.map_err(|errors| refused(&errors))?;
    let timestamp = day.and_then(|day| {
        let (year, month, day) = (i32::from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
        Datetime::from_ymd_hms(year, month.ok()?, day.ok()?, 0, 0, 0)
    });
    let options = |standards: PdfStandards| PdfOptions {
        ident: Smart::Custom(ident.clone()),
        creator: Smart::Custom(Some("Remand".to_owned())),
        timestamp: timestamp.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let strict = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let strict = strict.map_err(|error| PdfError::Typesetting(error.message().to_string()))?;
    let bytes = typst_pdf::pdf(&pages, &options(strict))
        // A script whose marks join to what no font has breaks the standards; a tagged PDF is better than none.
        .or_else(|_| typst_pdf::pdf(&pages, &options(PdfStandards::default())))
        .map_err(|errors| refused(&errors))?;
    Ok((bytes, pages.pages().len()))
}

/// The identity of a PDF, from what it is set from.
fn ident(data: &serde_json::Value, files: &[(&str, &[u8])]) -> String {
    let mut parts = vec![data.to_string()];
    for (name, bytes) in files {
        parts.push((*name).to_owned());
        parts.push(ItemId::of(bytes).to_string());
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    digest(&parts, 16)
}

fn refused<'e>(errors: impl IntoIterator<Item = &'e SourceDiagnostic>) -> PdfError {
    let all: Vec<_> = errors.into_iter().map(|error| error.message.to_string()).collect();
    PdfError::Typesetting(all.join("; "))
}

/// The drawing of the clock, where there is one.
fn drawing(document: &Document) -> Option<&Drawing> {
    document.sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Drawing(drawing) => Some(drawing),
        _ => None,
    })
}

/// Replaces what no font has, so that no reader meets a blank and the file stays valid.
fn blank_missing(value: &mut serde_json::Value, fonts: &FontStore, missing: &mut BTreeSet<char>) {
    match value {
        serde_json::Value::String(text) => {
            if text.chars().any(|ch| !covered(fonts, ch)) {
                let kept = text.chars().filter(|ch| !is_invisible(*ch)).map(|ch| {
                    if covered(fonts, ch) {
                        return ch;
                    }
                    missing.insert(ch);
                    MISSING
                });
                *text = kept.collect();
            }
        }
        serde_json::Value::Array(values) => {
            values.iter_mut().for_each(|value| blank_missing(value, fonts, missing))
        }
        serde_json::Value::Object(values) => {
            values.values_mut().for_each(|value| blank_missing(value, fonts, missing));
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// Joiners and variation selectors, which have no shape of their own.
fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
}

/// One of the families of the template has it in its upright face, the one that words of sources are set in.
fn covered(fonts: &FontStore, ch: char) -> bool {
    let book = fonts.book();
    let has = |family: &str| {
        let face = book.select(family, FontVariant::default()).and_then(|ix| book.info(ix));
        face.is_some_and(|info| info.coverage.contains(u32::from(ch)))
    };
    // A font may list a control character, and still have nothing to print for it.
    matches!(ch, ' '..='~' | '\t' | '\n' | '\r') || (!ch.is_control() && FAMILIES.into_iter().any(has))
}

/// All that a template can see: itself, its data and files, the built-in fonts.
struct TemplateWorld {
    library: LazyHash<Library>,
    fonts: FontStore,
    template: Source,
    files: Vec<(FileId, Bytes)>,
}

impl TemplateWorld {
    fn new(fonts: FontStore, template: &str, data: Vec<u8>, files: &[(&str, &[u8])]) -> Self {
        let files = files.iter().map(|(name, bytes)| (*name, bytes.to_vec()));
        let files = std::iter::once(("data.json", data)).chain(files);
        let files = files.filter_map(|(name, bytes)| Some((file_id(name)?, Bytes::new(bytes))));
        let template = match file_id("main.typ") {
            Some(id) => Source::new(id, template.to_owned()),
            None => Source::detached(template),
        };
        Self { library: LazyHash::new(Library::default()), fonts, template, files: files.collect() }
    }
}

fn file_id(name: &str) -> Option<FileId> {
    VirtualPath::new(name).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for TemplateWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
