//! PDF (ISO 32000-2): glyphs to lines, lines to paragraphs, page by page.
//!
//! The file is read by `hayro`, which draws pages; here its drawing goes to [`glyphs::Page`]. A second reader that
//! shares no code with it ([`second`]) reads the same file in a process of its own, and where the words differ, the
//! page says so ([`crate::compare`]).

mod draw;
mod facts;
mod glyphs;
mod lines;
mod order;
mod paragraphs;
mod second;
mod strings;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};

use crate::BlockKind;
use crate::TextLayer;
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::compare::ranges;
use crate::wire::Limits;
pub(crate) use draw::page as draw_page;
use lines::Line;
use paragraphs::{Piece, Words};

/// What reads PDF first, with its version.
pub(crate) const FIRST: (&str, &str) = ("hayro", "0.9.0");
/// What reads it a second time.
pub(crate) const SECOND: (&str, &str) = ("pdf-extract", "0.12.1");

/// Pages after which the file is opened anew, so that what was unpacked for them is given back.
const PAGES_AT_ONCE: usize = 64;

/// What was found on one page.
#[derive(Default)]
struct PageText {
    stretches: Vec<Vec<Line>>,
    said: Vec<String>,
    /// It is a picture, or its text makes no sense.
    picture: bool,
    empty: bool,
}

/// Opens a file that needs no password.
pub(crate) fn open(bytes: impl Into<hayro::hayro_syntax::PdfData>) -> Result<Pdf, &'static str> {
    Pdf::new(bytes).map_err(|e| match e {
        LoadPdfError::Decryption(_) => {
            "the PDF is encrypted and needs a password; save it without one and add that copy"
        }
        LoadPdfError::Invalid => "the PDF is damaged or cut off; ask for it again, or print it to a new PDF",
    })
}

/// The words of each page by a second reader. That one does not draw annotations: what the first reads of them is
/// taken over, so that it is no difference.
pub(crate) fn read_again(bytes: &[u8], limits: &Limits) -> TextLayer {
    let mut layer = LayerBuilder::new("application/pdf", limits.text_bytes);
    layer.read_by(SECOND.0, SECOND.1);
    let mut annotated = BTreeMap::new();
    if let Ok(pdf) = open(bytes.to_vec()) {
        let cache = InterpreterCache::new();
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            if !page.raw().contains_key("Annots") {
                continue;
            }
            let mut drawn = glyphs::Page::of(page);
            if draw_onto(&mut drawn, page, &cache, RenderContent::ANNOTATIONS).is_ok() {
                let words = lines::pieces(drawn.glyphs.iter()).into_iter().map(|line| line.text);
                annotated.insert(number, words.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    second::read(bytes, &annotated, &mut layer);
    layer.finish()
}

/// Reads a document; the files in it become parts.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let data = Arc::new(bytes.to_vec());
    let pdf = match open(Arc::clone(&data)) {
        Ok(pdf) => pdf,
        Err(why) => {
            layer.say(why);
            return;
        }
    };
    layer.read_by(FIRST.0, FIRST.1);
    facts::information(&pdf, bytes, layer);
    facts::document(&pdf, bytes, layer, parts);
    if memchr::memmem::find(bytes, b"/Encrypt").is_some() {
        layer.say("the PDF is encrypted with an empty password: anybody can open it, and it was read");
    }
    let count = pdf.pages().len();
    if count == 0 {
        layer.say(
            "the PDF has no pages, as if damaged or cut off; ask for it again, or print it to a new PDF",
        );
    } else if !has_table(bytes) {
        layer
            .say("the list of the objects in the PDF is damaged; it was made anew, and pages may be missing");
    }
    drop(pdf);
    let mut pages = Vec::with_capacity(count);
    for start in (0..count).step_by(PAGES_AT_ONCE) {
        let Ok(pdf) = open(Arc::clone(&data)) else { break };
        let cache = InterpreterCache::new();
        for page in pdf.pages().iter().skip(start).take(PAGES_AT_ONCE) {
            pages.push(read_page(page, &cache, parts));
        }
    }
    write(&pages, layer);
}

/// The last `startxref` leads to a table or a stream of references, as it must (7.5.5).
fn has_table(bytes: &[u8]) -> bool {
    let Some(at) = memchr::memmem::rfind(bytes, b"startxref") else { return false };
    let after = bytes.get(at + 9..).unwrap_or_default().trim_ascii_start();
    let digits: Vec<u8> = after.iter().copied().take_while(u8::is_ascii_digit).take(12).collect();
    let offset = str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok());
    // Places count from the mark at the start, before which there may be other bytes.
    let start = memchr::memmem::find(bytes, b"%PDF-").unwrap_or(0);
    let leads = |from: usize| {
        let there = offset.and_then(|offset| bytes.get(offset.checked_add(from)?..)).unwrap_or_default();
        let there = there.trim_ascii_start();
        there.starts_with(b"xref") || there.first().is_some_and(u8::is_ascii_digit)
    };
    leads(0) || leads(start)
}

fn read_page<'a>(page: &'a Page<'a>, cache: &InterpreterCache<'a>, parts: &mut Parts<'_>) -> PageText {
    let mut drawn = glyphs::Page::of(page);
    let whole = draw_onto(&mut drawn, page, cache, RenderContent::all());
    let mut found = PageText::default();
    if let Err(why) = whole {
        found.said.push(format!("it is damaged; its text may be missing or cut off ({why})"));
    }
    judge(&drawn, &mut found);
    if !drawn.makes_no_sense() {
        found.stretches = order::stretches(lines::pieces(drawn.glyphs.iter()));
    }
    let shown: String = found.stretches.iter().flatten().map(|line| line.text.as_str()).collect();
    found.said.extend(facts::annotations(page, &shown, parts));
    found
}

/// Takes down what these parts of a page draw. An error tells that the drawing broke off.
fn draw_onto<'a>(
    drawn: &mut glyphs::Page,
    page: &'a Page<'a>,
    cache: &InterpreterCache<'a>,
    content: RenderContent,
) -> Result<(), String> {
    let whole = catch_unwind(AssertUnwindSafe(|| {
        let (width, height) = page.render_dimensions();
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings { render_content: content, ..InterpreterSettings::default() };
        let mut context = Context::new(transform, area, cache, page.xref(), settings);
        interpret_page(page, &mut context, drawn);
    }));
    whole.map_err(|panic| panic_words(panic.as_ref()))
}

/// What a person should know of the page before relying on its text.
fn judge(drawn: &glyphs::Page, found: &mut PageText) {
    /// Fewer letters than these are no text, but a stamp or a page number.
    const FEW: usize = 12;
    let letters = drawn.glyphs.iter().filter(|glyph| glyph.text.chars().any(char::is_alphanumeric)).count();
    if drawn.cut_off {
        found.said.push("more is drawn on it than is read of one page; look at it".to_owned());
    }
    if drawn.makes_no_sense() {
        found.picture = true;
        found
            .said
            .push("its fonts do not say which letters they show, so that its text makes no sense".to_owned());
    } else if drawn.unknown > 0 {
        let unknown = drawn.unknown;
        found
            .said
            .push(format!("{unknown} sign(s) on it are in fonts that do not say what they mean; look at it"));
    }
    // A letterhead or a stamp on an empty page is a picture too.
    let pictured = if letters == 0 { 0.01 } else { 0.3 };
    if letters < FEW && (drawn.pictured > pictured || drawn.paths > 200) {
        found.picture = true;
    } else if drawn.invisible * 2 > drawn.glyphs.len() && drawn.pictured > 0.5 {
        found.said.push(
            "it is a picture with invisible text over it, which another program recognised; look at the picture \
             before you rely on a date or a number"
                .to_owned(),
        );
    }
    found.empty = drawn.glyphs.is_empty() && drawn.paths == 0 && drawn.pictured == 0.0;
    let mut tell = |indices: Vec<usize>, what: &str, advice: &str| {
        let words = drawn.words(&indices);
        if !words.is_empty() {
            found.said.push(format!("{what}: {words}; {advice}"));
        }
    };
    tell(
        drawn.covered(),
        "text lies under a box that hides it when it is looked at, but can be copied from there",
        "if it was meant to be blacked out, do not publish the file or these words",
    );
    tell(drawn.white(), "text is white on white", "a reader of the page does not see it");
    tell(
        drawn.outside(),
        "text stands outside of what is shown of the page",
        "a reader of the page does not see it",
    );
}

fn write(pages: &[PageText], layer: &mut LayerBuilder) {
    let words = Words::of(pages.iter().flat_map(|page| page.stretches.iter().flatten()));
    let mut empty = Vec::new();
    for (number, page) in (1..).zip(pages) {
        let start = layer.position();
        let step = paragraphs::usual_step(page.stretches.iter().map(Vec::as_slice));
        for stretch in &page.stretches {
            for piece in paragraphs::paragraphs(stretch, step, &words) {
                match piece {
                    Piece::Text(kind, text) => layer.push(kind, &text),
                    Piece::Row(cells) => {
                        for cell in cells {
                            layer.push(BlockKind::Cell, &cell);
                        }
                        layer.end_row();
                    }
                }
            }
        }
        layer.end_page(number, start);
        for said in &page.said {
            layer.say_of_page(number, format!("page {number}: {said}"));
        }
        if page.picture {
            layer.is_picture(number);
        }
        if page.empty {
            empty.push(number);
        }
    }
    if !empty.is_empty() {
        let plural = if empty.len() == 1 { "page" } else { "pages" };
        layer.say(format!("nothing is drawn on {plural} {}", ranges(&empty)));
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("the reader broke off").chars().take(200).collect()
}
