//! Adds up the clock, with bounds.

use jiff::civil::DateTime;

use crate::timeline::Piece;
use crate::{Span, Status, Total};

/// Totals of each status in the order of [`Status::EACH`], and of all custody.
pub(crate) fn totals(spans: &[Span], pieces: &[Piece], end: DateTime) -> (Vec<(Status, Total)>, Total) {
    let each = Status::EACH.map(|status| {
        let (mut least, mut most) = (0, 0);
        for piece in pieces.iter().filter(|piece| piece.possible.contains(&Some(status))) {
            let length = seconds(piece.from, piece.to.min(end));
            most += length;
            least += if piece.possible.len() == 1 { length } else { 0 };
        }
        (status, total(least, most, days(spans.iter().filter(|span| span.status == status), end)))
    });
    let held = |all: bool| -> u64 {
        pieces
            .iter()
            .filter(
                |p| if all { p.possible.iter().any(Option::is_some) } else { !p.possible.contains(&None) },
            )
            .map(|p| seconds(p.from, p.to.min(end)))
            .sum()
    };
    (each.to_vec(), total(held(false), held(true), days(spans.iter(), end)))
}

fn total(least: u64, most: u64, days: u64) -> Total {
    Total { least_hours: least / 3600, most_hours: most.div_ceil(3600), days }
}

/// Days from the day of the start to the day of the end: a span that ends on the day it began counts none, and the
/// days of adjoining spans add up to those of the whole.
fn days<'s>(spans: impl Iterator<Item = &'s Span>, end: DateTime) -> u64 {
    spans
        .map(|span| {
            let to = span.to.unwrap_or(end).min(end).date();
            u64::try_from(to.duration_since(span.from.date()).as_hours() / 24).unwrap_or(0)
        })
        .sum()
}

fn seconds(from: DateTime, to: DateTime) -> u64 {
    u64::try_from(to.duration_since(from).as_secs()).unwrap_or(0)
}
