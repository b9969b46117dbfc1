//! Where the content of a page goes on the page that is printed: upright, at its own size, above a strip for the stamp.

use hayro::hayro_syntax::object::Number;
use hayro::hayro_syntax::page::Page;

/// Sides between which a page keeps its size, in points: from a small card to a large drawing.
const KEPT: std::ops::RangeInclusive<f64> = 250.0..=5000.0;
/// A4.
pub(super) const A4: (f64, f64) = (595.276, 841.89);

/// An affine map as PDF writes it.
pub(super) type Matrix = [f64; 6];

/// First `first`, then `then`.
pub(super) fn joined(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// The box around a box that was mapped: left, bottom, right, top.
pub(super) fn mapped([x0, y0, x1, y1]: [f64; 4], [a, b, c, d, e, f]: Matrix) -> [f64; 4] {
    let corners = [(x0, y0), (x0, y1), (x1, y0), (x1, y1)];
    let corners = corners.map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    let least = |side: fn(&(f64, f64)) -> f64| corners.iter().map(side).fold(f64::INFINITY, f64::min);
    let most = |side: fn(&(f64, f64)) -> f64| corners.iter().map(side).fold(f64::NEG_INFINITY, f64::max);
    [least(|c| c.0), least(|c| c.1), most(|c| c.0), most(|c| c.1)]
}

/// A page as it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) width: f64,
    pub(super) height: f64,
    /// From what is shown of the page, in its own units, to the printed page.
    pub(super) matrix: Matrix,
    /// It is printed on another size of paper.
    pub(super) moved: bool,
}

/// Places something of this size; `to_upright` leads from its own units to its lower left corner, in units of `unit`
/// points.
pub(super) fn place((width, height): (f64, f64), to_upright: Matrix, unit: f64, strip: f64) -> Placed {
    let (wide, high) = (width * unit, height * unit);
    let moved = !KEPT.contains(&wide) || !KEPT.contains(&high);
    let (page_width, page_height) = match (moved, wide > high) {
        (false, _) => (wide, high),
        (true, true) => (A4.1, A4.0),
        (true, false) => A4,
    };
    let room = page_height - strip;
    let fit = (page_width / wide).min(room / high).min(1.0);
    let left = (page_width - wide * fit) / 2.0;
    let bottom = strip + if moved { (room - high * fit) / 2.0 } else { 0.0 };
    let scale = unit * fit;
    let matrix = joined(to_upright, [scale, 0.0, 0.0, scale, left, bottom]);
    Placed { width: page_width, height: page_height, matrix, moved }
}

/// Places a page of a PDF: its crop box, turned as it says, in its unit.
pub(super) fn of(page: &Page<'_>, strip: f64) -> Placed {
    let (width, height) = page.render_dimensions();
    let unit = page.raw().get::<Number>("UserUnit").map_or(1.0, |unit| unit.as_f64());
    let unit = if (0.01..=1000.0).contains(&unit) { unit } else { 1.0 };
    place((f64::from(width), f64::from(height)), page.initial_transform(false).as_coeffs(), unit, strip)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

    #[test]
    fn a_page_keeps_its_size_and_its_content_stands_above_the_strip() {
        let placed = place((600.0, 800.0), SAME, 1.0, 24.0);
        assert_eq!((placed.width, placed.height, placed.moved), (600.0, 800.0, false));
        let [left, bottom, right, top] = mapped([0.0, 0.0, 600.0, 800.0], placed.matrix);
        assert!((bottom - 24.0).abs() < 1e-9 && (top - 800.0).abs() < 1e-9, "{bottom} {top}");
        assert!(left > 0.0 && right < 600.0);
        assert_eq!(place((600.0, 800.0), SAME, 1.0, 0.0).matrix, SAME);
        assert_eq!(place((300.0, 400.0), SAME, 2.0, 0.0).width, 600.0);
    }

    #[test]
    fn sizes_that_no_printer_has_come_onto_a4() {
        for (width, height) in [(100_000.0, 100.0), (10.0, 10.0), (14_400.0, 14_400.0), (1e9, 1e9)] {
            let placed = place((width, height), SAME, 1.0, 24.0);
            assert!(placed.moved);
            let [left, bottom, right, top] = mapped([0.0, 0.0, width, height], placed.matrix);
            assert!(left >= -1e-6 && right <= placed.width + 1e-6, "{left} {right}");
            assert!(bottom >= 24.0 - 1e-6 && top <= placed.height + 1e-6, "{bottom} {top}");
        }
    }
}
