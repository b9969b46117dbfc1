//! PDF (ISO 32000-2): glyphs to lines, lines to paragraphs, page by page.
//!
//! The file is read by `hayro`, which draws pages; here its drawing goes to [`glyphs::Page`]. A second reader that
//! shares no code with it ([`second`]) reads the same file in a process of its own, and where the words differ, the
//! page says so ([`crate::compare`]).

mod glyphs;
mod lines;
mod order;
mod paragraphs;
mod strings;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::kurbo::{Affine, Rect};

use crate::builder::LayerBuilder;
use lines::Line;
use paragraphs::Words;

/// Pages after which the file is opened anew, so that what was unpacked for them is given back.
const PAGES_AT_ONCE: usize = 64;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let data = std::sync::Arc::new(bytes.to_vec());
    let open = || Pdf::new(std::sync::Arc::clone(&data));
    let pdf = match open() {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => {
            layer.say("the PDF is encrypted and needs a password; save it without one and add that copy");
            return;
        }
        Err(LoadPdfError::Invalid) => {
            layer.say("the PDF is damaged or cut off; ask for it again, or print it to a new PDF");
            return;
        }
    };
    let count = pdf.pages().len();
    drop(pdf);
    let mut pages = Vec::with_capacity(count);
    for start in (0..count).step_by(PAGES_AT_ONCE) {
        let Ok(pdf) = open() else { break };
        let cache = InterpreterCache::new();
        for page in pdf.pages().iter().skip(start).take(PAGES_AT_ONCE) {
            let (width, height) = page.render_dimensions();
            let mut drawn = glyphs::Page::new(f64::from(width), f64::from(height));
            let whole = catch_unwind(AssertUnwindSafe(|| {
                let transform = Affine::new(page.initial_transform(true).as_coeffs());
                let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
                let settings = InterpreterSettings::default();
                let mut context = Context::new(transform, area, &cache, page.xref(), settings);
                interpret_page(page, &mut context, &mut drawn);
            }));
            let failed = whole.err().map(|panic| panic_words(panic.as_ref()));
            let stretches = order::stretches(lines::pieces(drawn.glyphs.iter()));
            pages.push((stretches, failed));
        }
    }
    let words = Words::of(pages.iter().flat_map(|(stretches, _)| stretches.iter().flatten()));
    for (number, (stretches, failed)) in (1..).zip(&pages) {
        let start = layer.position();
        let step = paragraphs::usual_step(stretches.iter().map(Vec::as_slice));
        for stretch in stretches {
            for (kind, paragraph) in paragraphs::paragraphs(stretch, step, &words) {
                layer.push(kind, &paragraph);
            }
        }
        layer.end_page(number, start);
        if let Some(why) = failed {
            layer.say_of_page(
                number,
                format!("page {number} is damaged; its text may be missing or cut off ({why})"),
            );
        } else if stretches.is_empty() {
            layer.say_of_page(number, format!(
                "page {number} has no text layer (scanned?); type it out or recognise its text with another program"
            ));
        }
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("the reader broke off").chars().take(200).collect()
}
