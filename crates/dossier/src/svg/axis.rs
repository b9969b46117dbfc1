//! The time axis: where a moment lies, what is shortened, and the marks along it.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::{Canvas, Lettering, Plot, chars};

/// A stretch without change that takes more than this share of the axis is shortened.
const LONG: f64 = 0.6;
/// And only if it is longer than this, in days.
const LONG_DAYS: f64 = 200.0;
/// Share of the width that a shortened stretch gets.
const SHORTENED: f64 = 0.16;
/// Most stretches that are shortened.
const MOST_SHORTENED: usize = 2;

const DAY: f64 = 86_400.0;

/// A piece of the axis on which width is proportional to time.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: DateTime,
    to: DateTime,
    x0: f64,
    x1: f64,
    shortened: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Axis {
    pieces: Vec<Piece>,
}

/// How finely the axis is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Hours,
    Days,
    Months,
    Years,
}

impl Axis {
    pub(super) fn new(plot: &Plot<'_>, left: f64, right: f64) -> Self {
        let shortened = shortened(plot);
        let mut bounds = vec![plot.start];
        bounds.extend(shortened.iter().flat_map(|(from, to)| [*from, *to]));
        bounds.push(plot.end);
        let pairs: Vec<(DateTime, DateTime)> =
            bounds.iter().copied().zip(bounds.iter().copied().skip(1)).collect();
        let cut = |pair: &(DateTime, DateTime)| shortened.contains(pair);
        let plain: f64 = pairs.iter().filter(|pair| !cut(pair)).map(|(from, to)| seconds(*from, *to)).sum();
        let cuts = u32::try_from(shortened.len()).map_or(0.0, f64::from);
        let width = (right - left) * (1.0 - SHORTENED * cuts);
        let mut x = left;
        let mut pieces = Vec::new();
        for pair in pairs.into_iter().filter(|(from, to)| from < to) {
            let (from, to) = pair;
            let cut = cut(&pair);
            let share = if cut { (right - left) * SHORTENED } else { width * seconds(from, to) / plain };
            pieces.push(Piece { from, to, x0: x, x1: x + share, shortened: cut });
            x += share;
        }
        Self { pieces }
    }

    /// Stretches that are drawn narrower than the rest.
    pub(super) fn shortened(&self) -> Vec<(DateTime, DateTime)> {
        self.pieces.iter().filter(|piece| piece.shortened).map(|piece| (piece.from, piece.to)).collect()
    }

    /// Where a moment lies; moments outside the axis lie at its ends.
    pub(super) fn x(&self, at: DateTime) -> f64 {
        let piece = self.pieces.iter().find(|piece| at < piece.to).or(self.pieces.last());
        piece.map_or(0.0, |piece| {
            let share = seconds(piece.from, at) / seconds(piece.from, piece.to);
            piece.x0 + (piece.x1 - piece.x0) * share.clamp(0.0, 1.0)
        })
    }

    fn left(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.x0)
    }

    fn right(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.x1)
    }

    fn step(&self) -> Step {
        let plain = self.pieces.iter().filter(|piece| !piece.shortened);
        let (width, days) = plain.fold((0.0, 0.0), |(width, days), piece| {
            (width + piece.x1 - piece.x0, days + seconds(piece.from, piece.to) / DAY)
        });
        match width / days {
            per_day if per_day >= 70.0 => Step::Hours,
            per_day if per_day >= 5.0 => Step::Days,
            per_day if per_day >= 0.25 => Step::Months,
            _ => Step::Years,
        }
    }

    fn marks(&self, step: Step) -> Vec<DateTime> {
        let plain = self.pieces.iter().filter(|piece| !piece.shortened);
        plain.flat_map(|piece| marks_in(step, piece.from, piece.to)).collect()
    }

    /// The widest part between two moments on which nothing is shortened.
    pub(super) fn widest(&self, from: DateTime, to: DateTime) -> (f64, f64) {
        let plain = self.pieces.iter().filter(|piece| !piece.shortened && piece.from < to && from < piece.to);
        let parts = plain.map(|piece| (self.x(from.max(piece.from)), self.x(to.min(piece.to))));
        parts.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).unwrap_or((self.x(from), self.x(to)))
    }

    /// Labels above the strips; returns the y at which the strips may start.
    pub(super) fn draw_labels(&self, canvas: &mut Canvas<'_>, words: &dyn Lettering) -> f64 {
        let step = self.step();
        let size = canvas.frame.type_size;
        let (upper, lower) = (size + 2.0, size * 2.3 + 2.0);
        let mut free = f64::MIN;
        let mut free_above = f64::MIN;
        let mut above = String::new();
        let marks = self.marks(step);
        for (n, at) in marks.iter().enumerate() {
            let x = self.x(*at);
            let (label, group) = labels(words, step, *at);
            let next = marks.get(n + 1).map(|next| (self.x(*next), labels(words, step, *next).1));
            let width = chars(&group) * size * 0.6;
            // A group that would push out the next one is left to its marks.
            let close = |next: &f64| next - x < width + size * 0.6;
            let crowded = next.as_ref().is_some_and(|(next, other)| *other != group && close(next));
            if group != above && x >= free_above && x + width <= self.right() + 12.0 && !crowded {
                canvas.text(x, upper, "start", " font-weight=\"600\"", &group);
                free_above = x + width + size * 0.6;
                above = group;
            }
            let width = chars(&label) * size * 0.56;
            let partial = n == 0 && next.as_ref().is_some_and(|(next, _)| next - x < width + size * 0.6);
            if x >= free && x + width <= self.right() + 8.0 && !partial {
                canvas.text(x, lower, "start", "", &label);
                free = x + width + size * 0.6;
            }
        }
        lower + 8.0
    }

    /// Lines along the strips, the zigzags of shortened stretches, and the line of `as_of`.
    pub(super) fn draw_grid(&self, canvas: &mut Canvas<'_>, top: f64, bottom: f64) {
        let soft = canvas.palette.soft;
        let mut grid = String::new();
        for at in self.marks(self.step()) {
            let x = self.x(at);
            grid.push_str(&format!(
                "<path d=\"M{x:.1} {:.1}V{bottom:.1}\" stroke=\"{soft}\" stroke-width=\"0.6\" \
                 stroke-opacity=\"0.45\"/>\n",
                top - 4.0
            ));
        }
        let (left, right) = (self.left(), self.right());
        grid.push_str(&format!("<path d=\"M{left:.1} {top:.1}H{right:.1}\" stroke=\"{soft}\"/>\n"));
        canvas.under.push_str(&grid);
        let (ink, paper) = (canvas.palette.ink, canvas.palette.paper);
        for piece in self.pieces.iter().filter(|piece| piece.shortened) {
            let x = f64::midpoint(piece.x0, piece.x1);
            let (from, to) = (top - 6.0, bottom);
            canvas.push(&format!(
                "<path d=\"M{:.1} {to:.1}L{:.1} {from:.1}h7L{:.1} {to:.1}z\" fill=\"{paper}\"/>\
                 <path d=\"M{:.1} {to:.1}L{:.1} {from:.1}M{:.1} {to:.1}L{:.1} {from:.1}\" stroke=\"{ink}\" \
                 stroke-width=\"1\" fill=\"none\"/>",
                x - 7.0,
                x,
                x,
                x - 7.0,
                x,
                x,
                x + 7.0,
            ));
        }
        canvas.push(&format!(
            "<path d=\"M{right:.1} {:.1}V{bottom:.1}\" stroke=\"{ink}\" stroke-width=\"1.2\" \
             stroke-dasharray=\"4 3\"/>",
            top - 4.0
        ));
    }
}

fn seconds(from: DateTime, to: DateTime) -> f64 {
    to.duration_since(from).as_secs_f64()
}

/// Long stretches on which nothing begins or ends, in order of time, without a margin on either side.
fn shortened(plot: &Plot<'_>) -> Vec<(DateTime, DateTime)> {
    let mut changes = vec![plot.start, plot.end];
    for clock in &plot.clocks {
        let spans = clock.spans.iter().map(|span| (span.from, span.to));
        let bands = clock.bands.iter().map(|band| (band.from, band.to));
        let ends = spans.chain(bands).filter_map(|(from, to)| plot.clip(from, to));
        changes.extend(ends.flat_map(|(from, to)| [from, to]));
    }
    changes.sort_unstable();
    changes.dedup();
    let mut gaps: Vec<_> = changes.iter().copied().zip(changes.iter().copied().skip(1)).collect();
    if gaps.len() < 2 {
        return Vec::new();
    }
    gaps.sort_by(|a, b| seconds(b.0, b.1).total_cmp(&seconds(a.0, a.1)).then(a.cmp(b)));
    let mut left = seconds(plot.start, plot.end);
    let mut cut = Vec::new();
    for (from, to) in gaps.into_iter().take(MOST_SHORTENED) {
        let length = seconds(from, to);
        if length < left * LONG || length < LONG_DAYS * DAY {
            break;
        }
        left -= length;
        let margin = 45.days();
        cut.extend(from.checked_add(margin).ok().zip(to.checked_sub(margin).ok()));
    }
    cut.sort_unstable();
    cut
}

fn marks_in(step: Step, from: DateTime, to: DateTime) -> Vec<DateTime> {
    let midnight = |date: Date| date.to_datetime(Time::midnight());
    let first = match step {
        Step::Hours | Step::Days => from.date(),
        Step::Months => from.date().first_of_month(),
        Step::Years => from.date().first_of_year(),
    };
    let span = match step {
        Step::Hours => 6.hours(),
        Step::Days => 1.day(),
        Step::Months => 1.month(),
        Step::Years => 1.year(),
    };
    let marks = std::iter::successors(Some(midnight(first)), |at| at.checked_add(span).ok());
    // The axis begins inside a unit, which is named where it begins.
    marks.map(|at| at.max(from)).take_while(|at| *at < to).take(2_000).collect()
}

/// What stands below, beside the mark, and what stands above it for a group of marks.
fn labels(words: &dyn Lettering, step: Step, at: DateTime) -> (String, String) {
    let day = at.date();
    match step {
        Step::Hours => (at.strftime("%H:%M").to_string(), words.day(day)),
        Step::Days => (day.day().to_string(), words.month_and_year(day)),
        Step::Months => (words.month(day), day.year().to_string()),
        Step::Years => (day.year().to_string(), String::new()),
    }
}
