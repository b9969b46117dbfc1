//! The order in which the lines of a page are read.
//!
//! Programs that write PDF mostly draw in the order of reading. What they get wrong: headers and footers drawn first,
//! frames, and two columns drawn line by line across both.

use super::lines::Line;

/// Most stretches of one page that are put in order; beyond, the order in which they were drawn stands.
const STRETCHES: usize = 150;

/// A stretch of lines that go down the page without a break.
struct Stretch {
    lines: Vec<Line>,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Stretches of lines in the order of reading, from pieces in the order of drawing.
pub(super) fn stretches(pieces: Vec<Line>) -> Vec<Vec<Line>> {
    let leftwards = pieces.iter().filter(|p| p.leftwards).count() * 2 > pieces.len();
    let (upright, turned): (Vec<Line>, Vec<Line>) = pieces.into_iter().partition(|p| p.angle == 0.0);
    let mut all = in_order(split(whole_lines(apart(upright))), leftwards);
    all.extend(split(whole_lines(turned)).into_iter().map(|stretch| stretch.lines));
    all
}

/// Two columns that were drawn line by line across both, set apart. A table looks alike, but its cells are not
/// filled to their ends.
fn apart(pieces: Vec<Line>) -> Vec<Line> {
    let pairs: Vec<(&Line, &Line)> = pieces
        .iter()
        .zip(pieces.iter().skip(1))
        .filter(|(one, two)| same_line(one, two) && two.left > one.right + one.size)
        .collect();
    let Some(gutter) = gutter(&pairs) else { return pieces };
    let mut sorted = Vec::with_capacity(pieces.len());
    let mut right = Vec::new();
    for piece in pieces {
        if piece.right <= gutter {
            sorted.push(piece);
        } else if piece.left >= gutter {
            right.push(piece);
        } else {
            sorted.append(&mut right);
            sorted.push(piece);
        }
    }
    sorted.append(&mut right);
    sorted
}

/// Where the white band between two columns of running text lies.
fn gutter(pairs: &[(&Line, &Line)]) -> Option<f64> {
    const LINES: usize = 5;
    let mut ends: Vec<(f64, i32)> =
        pairs.iter().flat_map(|(one, two)| [(one.right, 1), (two.left, -1)]).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let (mut open, mut best, mut at, mut until) = (0, 0, 0.0, 0.0);
    for (index, (place, step)) in ends.iter().enumerate() {
        open += step;
        if open > best {
            best = open;
            at = *place;
            until = ends.get(index + 1).map_or(at, |next| next.0);
        }
    }
    let at = f64::midpoint(at, until);
    let across: Vec<_> = pairs.iter().filter(|(one, two)| one.right <= at && two.left >= at).collect();
    let filled = |widths: Vec<(f64, f64)>| {
        let widest = widths.iter().map(|(width, _)| *width).fold(0.0, f64::max);
        let size = widths.first().map_or(1.0, |(_, size)| *size);
        let full = widths.iter().filter(|(width, _)| *width >= 0.75 * widest).count();
        widest >= 12.0 * size && full * 5 >= widths.len() * 3
    };
    let left = across.iter().map(|(one, _)| (one.right - one.left, one.size)).collect();
    let right = across.iter().map(|(_, two)| (two.right - two.left, two.size)).collect();
    (across.len() >= LINES && filled(left) && filled(right)).then_some(at)
}

fn same_line(one: &Line, two: &Line) -> bool {
    one.angle == two.angle && (one.y - two.y).abs() <= 0.3 * one.size.min(two.size)
}

/// Pieces that were drawn one after another on one line, joined by tabs.
fn whole_lines(pieces: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match lines.last_mut() {
            Some(line)
                if same_line(line, &piece)
                    && (piece.left >= line.right || (line.leftwards && piece.right <= line.left)) =>
            {
                let wide = (piece.left - line.right).max(line.left - piece.right) > 1.5 * line.size;
                line.text.push(if wide { '\t' } else { ' ' });
                line.text.push_str(&piece.text);
                line.left = line.left.min(piece.left);
                line.right = line.right.max(piece.right);
                line.size = line.size.max(piece.size);
            }
            _ => lines.push(piece),
        }
    }
    lines
}

/// Cuts where a line does not follow the one before: it stands higher, far below, or beside it.
fn split(lines: Vec<Line>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for line in lines {
        let follows = |last: &Line| {
            let down = line.y - last.y;
            let size = last.size.max(line.size);
            let beside = line.left > last.right || line.right < last.left;
            line.angle == last.angle && down > 0.2 * size && down <= 3.0 * size && !beside
        };
        match all.last_mut() {
            Some(stretch) if stretch.lines.last().is_some_and(follows) => {
                stretch.left = stretch.left.min(line.left);
                stretch.right = stretch.right.max(line.right);
                stretch.bottom = line.y;
                stretch.lines.push(line);
            }
            _ => all.push(Stretch {
                left: line.left,
                right: line.right,
                top: line.y - line.size,
                bottom: line.y,
                lines: vec![line],
            }),
        }
    }
    all
}

/// Takes one stretch after another, each time the first drawn of those that have nothing left to be read before them.
fn in_order(mut rest: Vec<Stretch>, leftwards: bool) -> Vec<Vec<Line>> {
    let mut ordered = Vec::with_capacity(rest.len());
    if rest.len() > STRETCHES {
        return rest.into_iter().map(|stretch| stretch.lines).collect();
    }
    while !rest.is_empty() {
        let free = |at: usize| {
            let Some(stretch) = rest.get(at) else { return false };
            !rest
                .iter()
                .enumerate()
                .any(|(other, before)| other != at && before.comes_before(stretch, leftwards))
        };
        let next = (0..rest.len()).find(|at| free(*at)).unwrap_or(0);
        ordered.push(rest.remove(next).lines);
    }
    ordered
}

impl Stretch {
    /// It stands above the other, or beside it on the side where reading begins.
    fn comes_before(&self, other: &Self, leftwards: bool) -> bool {
        let shared = self.right.min(other.right) - self.left.max(other.left);
        let level = self.bottom.min(other.bottom) - self.top.max(other.top);
        let least = (self.bottom - self.top).min(other.bottom - other.top);
        if level > 0.3 * least {
            // Stretches that lie over one another say nothing.
            return shared <= 0.0 && (self.left < other.left) != leftwards;
        }
        shared > 0.0 && self.top < other.top
    }
}
