//! Textures, marks, and the legend that says what they mean.

use remand_clock::Status;
use remand_reading::EventKind;

use super::{Canvas, Palette, Plot};

/// Fill patterns, one set per drawing.
pub(super) fn patterns(palette: &Palette, prefix: &str) -> String {
    let Palette { disclosed_late, implied, disputed, band, paper, .. } = palette;
    format!(
        "<defs>\n\
         <pattern id=\"{prefix}-late\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"6\" height=\"6\" fill=\"{paper}\"/>\
         <path d=\"M-1 7L7 -1M-1 1L1 -1M5 7L7 5\" stroke=\"{disclosed_late}\" stroke-width=\"2\"/></pattern>\n\
         <pattern id=\"{prefix}-implied\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"7\" height=\"7\" fill=\"{paper}\"/>\
         <circle cx=\"3.5\" cy=\"3.5\" r=\"1.6\" fill=\"{implied}\"/></pattern>\n\
         <pattern id=\"{prefix}-disputed\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"7\" height=\"7\" fill=\"{paper}\"/>\
         <path d=\"M0 0L7 7M7 0L0 7\" stroke=\"{disputed}\" stroke-width=\"1.3\"/></pattern>\n\
         <pattern id=\"{prefix}-band\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"4\" height=\"4\" fill=\"{paper}\"/>\
         <path d=\"M1 0V4\" stroke=\"{band}\" stroke-width=\"1.6\"/></pattern>\n\
         </defs>\n"
    )
}

/// A rectangle with the colour and texture of a status.
pub(super) fn swatch(canvas: &mut Canvas<'_>, status: Status, x: f64, y: f64, width: f64, height: f64) {
    let palette = canvas.palette;
    let prefix = canvas.prefix;
    let colour = palette.of(status);
    let (fill, outline, inset, dashes) = match status {
        Status::Ordered => (colour.to_owned(), 1.0, 0.5, ""),
        Status::DisclosedLate => (format!("url(#{prefix}-late)"), 1.2, 0.6, ""),
        Status::Implied => (format!("url(#{prefix}-implied)"), 1.2, 0.6, ""),
        Status::NoOrderKnown => (palette.no_order_tint.to_owned(), 3.0, 1.5, ""),
        Status::Disputed => (format!("url(#{prefix}-disputed)"), 1.2, 0.6, ""),
        Status::Unknown => (palette.paper.to_owned(), 1.2, 0.6, " stroke-dasharray=\"3 3\""),
    };
    let inset = if width <= inset * 2.0 + 0.5 { 0.0 } else { inset };
    canvas.push(&format!(
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\" stroke=\"{colour}\" \
         stroke-width=\"{outline}\"{dashes}/>",
        x + inset,
        y + inset,
        (width - inset * 2.0).max(0.5),
        height - inset * 2.0
    ));
}

/// Shape of an event over a strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A decision on custody.
    Order,
    /// A step before a court.
    Court,
    /// Anything else.
    Other,
}

impl Mark {
    const EACH: [Self; 3] = [Self::Order, Self::Court, Self::Other];

    pub(super) fn of(kind: EventKind) -> Self {
        let event = kind.describe();
        if event.orders {
            Self::Order
        } else if event.roles.iter().any(|role| role == "court") {
            Self::Court
        } else {
            Self::Other
        }
    }
}

/// The mark of an event, standing on `y`.
pub(super) fn mark(canvas: &mut Canvas<'_>, mark: Mark, x: f64, y: f64) {
    let (ink, paper) = (canvas.palette.ink, canvas.palette.paper);
    let shape = match mark {
        Mark::Order => format!("<path d=\"M{x:.1} {y:.1}l4 -5l-4 -5l-4 5z\" fill=\"{ink}\"/>"),
        Mark::Court => format!(
            "<path d=\"M{x:.1} {:.1}l4 -8h-8z\" fill=\"{paper}\" stroke=\"{ink}\" stroke-width=\"1.2\"/>",
            y - 1.0
        ),
        Mark::Other => format!("<circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"2\" fill=\"{ink}\"/>", y - 3.0),
    };
    canvas.push(&shape);
}

/// The legend from `y` down, with what the drawing uses and nothing else. Returns the height of the drawing.
pub(super) fn draw(canvas: &mut Canvas<'_>, plot: &Plot<'_>, y: f64) -> f64 {
    const KEY: f64 = 24.0;
    let size = canvas.frame.type_size;
    let row = size * 1.65;
    let mut at = (0.0_f64, y + 4.0);
    let width = canvas.frame.width;
    let mut place = |canvas: &Canvas<'_>, text: &str| {
        let needed = KEY + 6.0 + canvas.frame.text_width(text) + 18.0;
        if at.0 > 0.0 && at.0 + needed - 18.0 > width {
            at = (0.0, at.1 + row);
        }
        let here = at;
        at.0 += needed;
        here
    };
    for status in Status::EACH {
        if !plot.clocks.iter().any(|clock| clock.spans.iter().any(|span| span.status == status)) {
            continue;
        }
        let text = plot.words.status(status);
        let (x, y) = place(canvas, &text);
        swatch(canvas, status, x, y, KEY, size * 1.1);
        canvas.text(x + KEY + 6.0, y + size, "start", "", &text);
    }
    for kind in Mark::EACH {
        let ticks = plot.clocks.iter().flat_map(|clock| &clock.ticks);
        let mut kinds =
            ticks.filter_map(|tick| plot.record.event(tick.event)).map(|event| Mark::of(event.kind));
        if !kinds.any(|used| used == kind) {
            continue;
        }
        let meaning = plot.words.mark(kind);
        let (x, y) = place(canvas, &meaning);
        mark(canvas, kind, x + KEY / 2.0, y + size);
        canvas.text(x + KEY + 6.0, y + size, "start", "", &meaning);
    }
    let as_of = plot.words.as_of(plot.record.as_of);
    let (x, y) = place(canvas, &as_of);
    let ink = canvas.palette.ink;
    canvas.push(&format!(
        "<path d=\"M{:.1} {y:.1}v{:.1}\" stroke=\"{ink}\" stroke-width=\"1.2\" stroke-dasharray=\"4 3\"/>",
        x + KEY / 2.0,
        size * 1.2
    ));
    canvas.text(x + KEY + 6.0, y + size, "start", "", &as_of);
    at.1 + row + 4.0
}
