//! Pictures for a machine that recognises text: a page of a PDF drawn, or an image decoded and turned upright; grey,
//! and of bounded size.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::collect::Parts;
use crate::format::Format;
use crate::wire::Limits;
use crate::{Diagnostic, Part, PartKind, TextLayer, images, pdf};

/// Most pixels of one picture: an A2 page at 300 dots per inch has 35 million.
pub(crate) const PIXELS: u32 = 40_000_000;

/// Media type of a picture as it is handed on: a binary portable graymap.
pub(crate) const MEDIA_TYPE: &str = "image/x-portable-graymap";

/// A picture in shades of grey, row by row from the top, 0 black.
pub(crate) struct Grey {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Dots per inch, where known.
    pub(crate) dots: Option<f32>,
    pub(crate) pixels: Vec<u8>,
}

/// Draws the pages of a file, one part each. What cannot be drawn is said of its page.
pub(crate) fn draw(
    bytes: &[u8],
    name: &str,
    pages: &[u32],
    limits: &Limits,
    mut parts: Parts<'_>,
) -> TextLayer {
    let mut layer = TextLayer::default();
    let source = match Format::of(bytes, name) {
        Format::Pdf => pdf::open(bytes.to_vec()).ok().map(Source::Pdf),
        Format::Image(_) => Some(Source::Image),
        _ => None,
    };
    for number in pages {
        let drawn = catch_unwind(AssertUnwindSafe(|| match &source {
            Some(Source::Pdf(pdf)) => {
                pdf::draw_page(pdf, *number).ok_or_else(|| "there is no such page".to_owned())
            }
            Some(Source::Image) => images::decode(bytes, limits),
            None => Err("it is neither a PDF nor an image".to_owned()),
        }));
        match drawn.unwrap_or_else(|_| Err("the drawing broke off".to_owned())) {
            Ok(grey) => {
                let part =
                    Part::new(PartKind::Embedded, &format!("{number}.pgm")).media_type(Some(MEDIA_TYPE));
                let mut part = part;
                part.say("dots per inch", grey.dots.map(|dots| dots.round().to_string()).unwrap_or_default());
                let head = format!("P5\n{} {}\n255\n", grey.width, grey.height);
                parts.take(part, std::io::Read::chain(head.as_bytes(), grey.pixels.as_slice()));
            }
            Err(why) => layer.diagnostics.push(Diagnostic { page: Some(*number), message: why }),
        }
    }
    layer.diagnostics.extend(parts.finish());
    layer
}

/// What pages are drawn from.
enum Source {
    Pdf(hayro::hayro_syntax::Pdf),
    Image,
}
