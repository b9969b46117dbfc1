//! A piece of a page on its way to an entry: its time expressions, and what dates it.

use std::ops::Range;

use jiff::civil::Date;
use remand_timex::{Expression, Timex, When};

use crate::dating::Bounds;
use crate::entry::Piece;
use crate::read::Document;

/// Dates of this many neighbours on either side help to resolve a year that a text leaves out.
const NEIGHBOURS: usize = 3;

/// A piece on its way to an entry.
pub(crate) struct Draft {
    pub(crate) document: usize,
    pub(crate) piece: Piece,
    pub(crate) expressions: Vec<Expression>,
    pub(crate) languages: Vec<(Range<usize>, String)>,
    pub(crate) times: Vec<Timex>,
    pub(crate) bounds: Bounds,
    /// It is all of its document.
    pub(crate) alone: bool,
}

impl Draft {
    pub(crate) fn body_text<'d>(&self, documents: &[Document<'d>]) -> &'d str {
        let start = self.piece.headline.as_ref().map_or(self.piece.span.start, |h| h.end);
        let text = documents.get(self.document).map_or("", |d| d.layer.text.as_str());
        text.get(start..self.piece.span.end).unwrap_or_default()
    }

    /// The day that its date line gives, where `line` is one.
    pub(crate) fn day_of(&self, line: Option<&Range<usize>>) -> Option<Date> {
        let line = line?;
        let inside = self.expressions.iter().filter(|e| line.start <= e.start && e.end <= line.end);
        inside.filter_map(Expression::explicit).find_map(|when| when.only_day())
    }

    pub(crate) fn language(&self, at: usize) -> &str {
        self.languages
            .iter()
            .rfind(|(r, _)| r.start <= at)
            .or(self.languages.first())
            .map_or("", |(_, l)| l.as_str())
    }
}

/// "Three days later": counted from another date of the text, and which one is not certain enough to date the text by.
pub(crate) fn counted_from_the_text(draft: &Draft, timex: &Timex) -> bool {
    use remand_timex::Anchor::{Discourse, Sentence};
    matches!(timex.anchor, Sentence | Discourse)
        && draft
            .expressions
            .iter()
            .skip(draft.expressions.partition_point(|e| e.start < timex.start))
            .take_while(|e| e.start == timex.start)
            .any(Expression::is_relative)
}

/// Ranges of drafts that stand on one page.
pub(crate) fn pages(drafts: &[Draft]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (n, draft) in drafts.iter().enumerate() {
        let same = n
            .checked_sub(1)
            .and_then(|before| drafts.get(before))
            .is_some_and(|b| b.document == draft.document);
        match out.last_mut() {
            Some(last) if same => last.end = n + 1,
            _ => out.push(n..n + 1),
        }
    }
    out
}

/// One text in two files was published when both allow.
pub(crate) fn share_between_repeats(bounds: &mut [Bounds], repeats: &[Option<usize>]) {
    for (n, first) in repeats.iter().enumerate() {
        let Some(first) = *first else { continue };
        let (Some(a), Some(b)) = (bounds.get(first).cloned(), bounds.get(n).cloned()) else { continue };
        let (narrow, other) = if a.is_exact() || b == Bounds::default() || width(&a) <= width(&b) {
            (a, n)
        } else {
            (b, first)
        };
        if let Some(target) = bounds.get_mut(other) {
            *target = narrow;
        }
    }
}

fn width(bounds: &Bounds) -> i32 {
    match (&bounds.first, &bounds.last) {
        (Some((a, _)), Some((b, _))) => a.until(*b).map_or(i32::MAX, |span| span.get_days()),
        _ => i32::MAX,
    }
}

/// Dates of the entries around the `n`th of a page, nearest first.
pub(crate) fn known(drafts: &[Draft], explicit: &[Vec<When>], n: usize) -> Vec<When> {
    let document = drafts.get(n).map(|d| d.document);
    let same = |m: usize| drafts.get(m).map(|d| d.document) == document;
    let mut out = Vec::new();
    for step in 1..=NEIGHBOURS {
        for m in [n.checked_sub(step), n.checked_add(step)].into_iter().flatten().filter(|&m| same(m)) {
            out.extend(explicit.get(m).into_iter().flatten().cloned());
        }
    }
    out
}

/// "today, on 6 May": the date is the day of writing.
pub(crate) fn beside_today(text: &str, draft: &Draft, timex: &Timex) -> bool {
    // Six letters have at most 24 bytes: only the neighbours are looked at, in a log of years too.
    let first = draft.expressions.partition_point(|e| e.end + 24 < timex.start);
    let near = draft.expressions.iter().skip(first).take_while(|e| e.start <= timex.end + 24);
    near.filter(|e| e.is_today()).any(|today| {
        let (from, to) =
            if today.end <= timex.start { (today.end, timex.start) } else { (timex.end, today.start) };
        from <= to
            && timex.when.only_day().is_some()
            && text
                .get(from..to)
                .is_some_and(|between| between.chars().count() <= 6 && !between.contains('.'))
    })
}
