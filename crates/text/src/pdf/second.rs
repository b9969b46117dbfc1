//! The words of a PDF by another library, to hold them against those of the first: glyphs in the order of drawing.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

use crate::BlockKind;
use crate::builder::LayerBuilder;

/// Reads the words of each page, and puts those of `annotated` after them. A page that this library breaks off at has
/// none of its own.
pub(super) fn read(bytes: &[u8], annotated: &BTreeMap<u32, String>, layer: &mut LayerBuilder) {
    let mut document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(e) => {
            layer.say(e.to_string());
            return;
        }
    };
    if document.is_encrypted() && document.decrypt("").is_err() {
        layer.say("it is encrypted");
        return;
    }
    let pages: BTreeMap<u32, _> = document.get_pages();
    for number in pages.into_keys() {
        let mut words = Words::default();
        let whole = catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut words, number)));
        if !matches!(whole, Ok(Ok(()))) {
            layer.say_of_page(number, "it broke off");
        }
        let start = layer.position();
        layer.push(BlockKind::Paragraph, &words.text);
        layer.push(BlockKind::Paragraph, annotated.get(&number).map_or("", String::as_str));
        layer.end_page(number, start);
    }
}

/// Glyphs coming in, with a space wherever one does not follow close upon the one before.
#[derive(Default)]
struct Words {
    text: String,
    right: f64,
    y: f64,
}

impl OutputDev for Words {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        glyph: &str,
    ) -> Result<(), OutputError> {
        // The side of the square with the area of the glyph's box: right also where the text is turned.
        let size = (font_size * font_size * (place.m11 * place.m22 - place.m12 * place.m21)).abs().sqrt();
        let (x, y) = (place.m31, place.m32);
        let apart = (y - self.y).abs() > 0.5 * size || x > self.right + 0.15 * size || x < self.right - size;
        if apart && !self.text.ends_with(char::is_whitespace) {
            self.text.push(if (y - self.y).abs() > 0.5 * size { '\n' } else { ' ' });
        }
        self.text.extend(glyph.chars().filter(|c| !c.is_control() || c.is_whitespace()));
        self.right = x + width * size;
        self.y = y;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
