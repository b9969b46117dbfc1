//! The clock as a drawing: one strip per account over one time axis, for screen and print.

mod axis;
mod legend;
mod lettering;
mod strip;
mod wording;

use jiff::civil::{Date, DateTime, Time};
use remand_clock::{DetentionClock, Status};

use crate::document::{Drawing, LANGUAGE, line};
use crate::record::Record;
use axis::Axis;
pub use legend::Mark;
pub use lettering::Lettering;
use wording::Wording;

/// Spans named in the text alternative of one strip; the table beside the drawing has the rest.
const MOST_NAMED: usize = 12;

/// The size of a drawing and where the names of its strips stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Width in units of the view box.
    width: f64,
    /// Width left of the axis for the names of the strips; 0 puts them above the strips.
    margin: f64,
    /// Size of type.
    type_size: f64,
}

impl Frame {
    const WIDE: Self = Self { width: 960.0, margin: 150.0, type_size: 12.5 };
    const NARROW: Self = Self { width: 350.0, margin: 0.0, type_size: 11.5 };
    const PRINT: Self = Self { width: 720.0, margin: 128.0, type_size: 12.0 };

    fn text_width(&self, text: &str) -> f64 {
        chars(text) * self.type_size * 0.56
    }

    fn right(&self) -> f64 {
        self.width - 16.0
    }
}

/// Number of characters, as a length.
fn chars(text: &str) -> f64 {
    u32::try_from(text.chars().count()).map_or(0.0, f64::from)
}

/// Colours and type. Statuses differ by texture as well, so that none of it hangs on colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    ink: &'static str,
    soft: &'static str,
    paper: &'static str,
    ordered: &'static str,
    disclosed_late: &'static str,
    implied: &'static str,
    no_order: &'static str,
    no_order_tint: &'static str,
    disputed: &'static str,
    band: &'static str,
    font: &'static str,
}

impl Palette {
    /// Variables of the page, which gives them for light and dark.
    const SCREEN: Self = Self {
        ink: "currentColor",
        soft: "var(--soft)",
        paper: "var(--paper)",
        ordered: "var(--ordered)",
        disclosed_late: "var(--disclosed-late)",
        implied: "var(--implied)",
        no_order: "var(--no-order)",
        no_order_tint: "var(--no-order-tint)",
        disputed: "var(--disputed)",
        band: "var(--band)",
        font: "inherit",
    };
    /// Colours after Okabe and Ito, dark enough for black-and-white print.
    const PRINT: Self = Self {
        ink: "#1a1a1a",
        soft: "#6b6b6b",
        paper: "#ffffff",
        ordered: "#0072b2",
        disclosed_late: "#2f7fb8",
        implied: "#007a5a",
        no_order: "#c44f00",
        no_order_tint: "#fff4ec",
        disputed: "#a84f86",
        band: "#4a4a4a",
        font: "Libertinus Serif",
    };

    fn of(&self, status: Status) -> &'static str {
        match status {
            Status::Ordered => self.ordered,
            Status::DisclosedLate => self.disclosed_late,
            Status::Implied => self.implied,
            Status::NoOrderKnown => self.no_order,
            Status::Disputed => self.disputed,
            Status::Unknown => self.soft,
        }
    }
}

/// What the drawing is made from: the clocks that hold anything, and the bounds of the axis.
pub(crate) struct Plot<'a> {
    record: &'a Record<'a>,
    words: &'a dyn Lettering,
    clocks: Vec<&'a DetentionClock>,
    start: DateTime,
    end: DateTime,
}

/// The first moment after a day.
pub fn end_of(day: Date) -> DateTime {
    day.tomorrow().unwrap_or(day).to_datetime(Time::midnight())
}

impl<'a> Plot<'a> {
    fn new(record: &'a Record<'a>, words: &'a dyn Lettering) -> Option<Self> {
        let end = end_of(record.as_of);
        let clocks: Vec<_> =
            record.clocks.iter().filter(|clock| clock.spans.iter().any(|span| span.from < end)).collect();
        let start = clocks.iter().flat_map(|clock| &clock.spans).map(|span| span.from).min()?;
        Some(Self { record, words, clocks, start, end })
    }

    /// The part of a stretch that lies on the axis.
    fn clip(&self, from: DateTime, to: Option<DateTime>) -> Option<(DateTime, DateTime)> {
        let from = from.max(self.start);
        let to = to.map_or(self.end, |to| to.min(self.end));
        (from < to).then_some((from, to))
    }
}

/// The drawing in its three forms, in the words of the dossier; `None` where no account has any custody.
pub(crate) fn drawing(record: &Record<'_>) -> Option<Drawing> {
    drawing_in(record, LANGUAGE)
}

/// The same in another language of filings: French or Spanish.
pub fn drawing_in(record: &Record<'_>, language: &str) -> Option<Drawing> {
    drawing_with(record, Wording::of(language))
}

/// The same in the words of whoever draws it.
pub fn drawing_with(record: &Record<'_>, words: &dyn Lettering) -> Option<Drawing> {
    let plot = Plot::new(record, words)?;
    let alt = alternative(&plot);
    let draw = |frame: Frame, palette: &Palette, prefix: &str| svg(&plot, frame, palette, prefix, &alt);
    Some(Drawing {
        wide: draw(Frame::WIDE, &Palette::SCREEN, "w"),
        narrow: draw(Frame::NARROW, &Palette::SCREEN, "n"),
        print: draw(Frame::PRINT, &Palette::PRINT, "p"),
        caption: caption(&plot),
        alt,
    })
}

fn svg(plot: &Plot<'_>, frame: Frame, palette: &Palette, prefix: &str, alt: &str) -> String {
    let axis = Axis::new(plot, frame.margin.max(6.0), frame.right());
    let mut canvas = Canvas::new(frame, palette, prefix);
    let top = axis.draw_labels(&mut canvas, plot.words);
    let mut y = top;
    for clock in &plot.clocks {
        y = strip::draw(&mut canvas, plot, &axis, clock, y);
    }
    axis.draw_grid(&mut canvas, top, y);
    let height = legend::draw(&mut canvas, plot, y + 6.0);
    let (width, font) = (frame.width, palette.font);
    let title = escape(&title(plot));
    let alt = escape(alt);
    let (defs, grid, body) = (legend::patterns(palette, prefix), canvas.under, canvas.body);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" \
         font-family=\"{font}\" font-size=\"{size}\" fill=\"{ink}\">\n\
         <title id=\"{prefix}-title\">{title}</title>\n<desc id=\"{prefix}-desc\">{alt}</desc>\n\
         {defs}{grid}{body}</svg>",
        size = frame.type_size,
        ink = palette.ink,
    )
}

/// Shapes in the order in which they are painted.
#[derive(Debug)]
pub(crate) struct Canvas<'p> {
    frame: Frame,
    palette: &'p Palette,
    prefix: &'p str,
    under: String,
    body: String,
}

impl<'p> Canvas<'p> {
    fn new(frame: Frame, palette: &'p Palette, prefix: &'p str) -> Self {
        Self { frame, palette, prefix, under: String::new(), body: String::new() }
    }

    fn push(&mut self, shape: &str) {
        self.body.push_str(shape);
        self.body.push('\n');
    }

    /// Text with its baseline at `y`.
    fn text(&mut self, x: f64, y: f64, anchor: &str, attributes: &str, text: &str) {
        let text = escape(text);
        self.push(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{attributes}>{text}</text>"
        ));
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in line(text).chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            ch => out.push(ch),
        }
    }
    out
}

fn title(plot: &Plot<'_>) -> String {
    plot.words.title(plot.start, plot.record.as_of)
}

fn alternative(plot: &Plot<'_>) -> String {
    let mut text = format!("{}. ", title(plot));
    for clock in &plot.clocks {
        let named = clock.spans.iter().take(MOST_NAMED).map(|span| plot.words.stretch(clock, span));
        let mut named: Vec<_> = named.collect();
        if clock.spans.len() > MOST_NAMED {
            named.push(plot.words.more(clock.spans.len() - MOST_NAMED));
        }
        text.push_str(&format!("{}: {}. ", plot.words.account(clock.account), named.join("; ")));
    }
    text.push_str(&plot.words.below());
    text
}

fn caption(plot: &Plot<'_>) -> String {
    let axis = Axis::new(plot, 0.0, 100.0);
    let mut text = plot.words.ends(plot.record.as_of);
    for (from, to) in axis.shortened() {
        text.push(' ');
        text.push_str(&plot.words.shortened(from, to));
    }
    text
}
