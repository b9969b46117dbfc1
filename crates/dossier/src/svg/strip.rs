//! One strip: the stretches of custody on one account, conditions under it, events over it.

use jiff::civil::Time;
use remand_clock::{DetentionClock, Span, Status};

use super::axis::Axis;
use super::{Canvas, Plot, legend};
use crate::section::span_length;

const HEIGHT: f64 = 28.0;
const BAND: f64 = 6.0;
/// Room over a strip for the marks of events.
const MARKS: f64 = 15.0;

/// Draws it from `y` down and returns where the next one starts.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    plot: &Plot<'_>,
    axis: &Axis,
    clock: &DetentionClock,
    y: f64,
) -> f64 {
    let size = canvas.frame.type_size;
    let name = &plot.words.account(clock.account);
    let mut y = y + 6.0;
    if canvas.frame.margin > 0.0 {
        let centre = y + MARKS + HEIGHT / 2.0;
        let held = plot.words.days(clock.held.days);
        canvas.text(0.0, centre - 1.0, "start", " font-weight=\"600\"", name);
        canvas.text(0.0, centre + size + 1.0, "start", "", &held);
    } else {
        canvas.text(0.0, y + size, "start", " font-weight=\"600\"", name);
        y += size + 4.0;
    }
    for tick in &clock.ticks {
        let at = tick.at.to_datetime(Time::midnight());
        if at < plot.start || at >= plot.end {
            continue;
        }
        if let Some(event) = plot.record.event(tick.event) {
            legend::mark(canvas, legend::Mark::of(event.kind), axis.x(at), y + MARKS - 2.0);
        }
    }
    y += MARKS;
    for span in &clock.spans {
        stretch(canvas, plot, axis, clock, span, y);
    }
    y += HEIGHT + 3.0;
    let mut states: Vec<&str> = clock.bands.iter().map(|band| band.state.as_str()).collect();
    states.sort_unstable();
    states.dedup();
    for state in states {
        let mut drawn: Option<(f64, f64)> = None;
        for band in clock.bands.iter().filter(|band| band.state == state) {
            let Some((from, to)) = plot.clip(band.from, band.to) else { continue };
            let (x0, x1) = (axis.x(from), axis.x(to).max(axis.x(from) + 2.0));
            let fill = canvas.palette.band;
            let (prefix, middle) = (canvas.prefix, y + 3.0);
            canvas.push(&format!(
                "<rect x=\"{x0:.1}\" y=\"{middle:.1}\" width=\"{:.1}\" height=\"{BAND}\" \
                 fill=\"url(#{prefix}-band)\" stroke=\"{fill}\" stroke-width=\"0.8\"/>",
                x1 - x0
            ));
            if band.to.is_none() {
                arrow(canvas, x1, middle + BAND / 2.0);
            }
            drawn = Some(drawn.map_or((x0, x1), |(a, b)| (a.min(x0), b.max(x1))));
        }
        if let Some((x0, x1)) = drawn {
            let label = plot.words.state(state);
            y += band_label(canvas, axis_end(canvas), (x0, x1), y, &label);
        }
    }
    y + 6.0
}

fn axis_end(canvas: &Canvas<'_>) -> f64 {
    canvas.frame.right()
}

/// The name of a condition: right of its bar where there is room, left of it, else below. Returns the height used.
fn band_label(canvas: &mut Canvas<'_>, end: f64, (x0, x1): (f64, f64), y: f64, label: &str) -> f64 {
    let size = canvas.frame.type_size * 0.92;
    let attributes = format!(" font-size=\"{size:.1}\"");
    let width = canvas.frame.text_width(label);
    let baseline = y + BAND + 3.5;
    if x1 + width + 14.0 <= end {
        canvas.text(x1 + 12.0, baseline, "start", &attributes, label);
        size + 3.0
    } else if x0 - width - 8.0 >= canvas.frame.margin {
        canvas.text(x0 - 6.0, baseline, "end", &attributes, label);
        size + 3.0
    } else {
        canvas.text(x0.min(end - width).max(0.0), baseline + size, "start", &attributes, label);
        size * 2.0 + 3.0
    }
}

fn stretch(
    canvas: &mut Canvas<'_>,
    plot: &Plot<'_>,
    axis: &Axis,
    clock: &DetentionClock,
    span: &Span,
    y: f64,
) {
    let Some((from, to)) = plot.clip(span.from, span.to) else { return };
    let (x0, x1) = (axis.x(from), axis.x(to));
    let width = (x1 - x0).max(1.0);
    legend::swatch(canvas, span.status, x0, y, width, HEIGHT);
    let label = plot.words.brief(&span_length(clock, span));
    let label = if span.status == Status::Unknown { format!("? {label}") } else { label };
    let needed = canvas.frame.text_width(&label) + 6.0;
    let (left, right) = axis.widest(from, to);
    if needed + 4.0 <= right - left {
        let middle = f64::midpoint(left, right);
        let paper = canvas.palette.paper;
        let size = canvas.frame.type_size;
        canvas.push(&format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{needed:.1}\" height=\"{:.1}\" rx=\"2\" fill=\"{paper}\"/>",
            middle - needed / 2.0,
            y + HEIGHT / 2.0 - size * 0.7,
            size * 1.4
        ));
        canvas.text(middle, y + HEIGHT / 2.0 + size * 0.36, "middle", "", &label);
    }
    if span.to.is_none() {
        arrow(canvas, x1, y + HEIGHT / 2.0);
    }
}

/// An open end.
fn arrow(canvas: &mut Canvas<'_>, x: f64, y: f64) {
    let ink = canvas.palette.ink;
    canvas.push(&format!("<path d=\"M{:.1} {:.1}l8 5l-8 5z\" fill=\"{ink}\"/>", x + 3.0, y - 5.0));
}
