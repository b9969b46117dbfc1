//! Splits a captured page into its entries: the dated pieces that somebody published one after another.

use std::collections::BTreeMap;
use std::ops::Range;

use remand_text::{Block, BlockKind, TextLayer};

/// A piece of a text layer before its date is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// All of it, headline and date line included.
    pub(crate) span: Range<usize>,
    /// Its headline.
    pub(crate) headline: Option<Range<usize>>,
    /// A line of its own that holds its date.
    pub(crate) date_line: Option<Range<usize>>,
    /// In a text that is all of its item, the line that dates a letter or a ruling, further down.
    pub(crate) signed_line: Option<Range<usize>>,
    /// Its blocks, headline included.
    pub(crate) blocks: Vec<Range<usize>>,
}

/// A line that stands alone and is repeated this often parts the page.
const REPEATED: usize = 3;
/// Shorter repeated lines ("More", "Share") are too common to part anything.
const LEAST_LINE: usize = 16;
/// Media types whose files are one text each.
const DOCUMENTS: [&str; 4] = ["pdf", "wordprocessing", "rfc822", "msword"];
/// A headline is no longer than this many bytes.
const HEADLINE: usize = 240;
/// Blocks at the top of a piece that can be its headline and its date line.
const HEAD: usize = 4;
/// Blocks of a menu that can stand above them.
const MENU: usize = 40;
/// A letter or a ruling has its date among this many blocks.
const SIGNED: usize = 8;
/// A date line has no more than this many bytes besides its date.
const BESIDE_DATE: usize = 24;

/// The pieces of `layer`. `dates` are the spans of dates that give at least day and month, in order.
pub(crate) fn pieces(layer: &TextLayer, dates: &[Range<usize>]) -> Vec<Piece> {
    let blocks: Vec<Range<usize>> =
        layer.blocks.iter().map(|b| trimmed(&layer.text, b.span.clone())).filter(|r| !r.is_empty()).collect();
    // Letters and rulings have dates on lines of their own, and are one text all the same.
    let page = !DOCUMENTS.iter().any(|d| layer.media_type.contains(d));
    let starts = repeated_line(&layer.text, &blocks)
        .or_else(|| page.then(|| date_lines(layer, &blocks, dates)).flatten());
    let Some(starts) = starts else {
        return piece(layer, &blocks, dates, false).into_iter().collect();
    };
    let mut pieces = Vec::new();
    for (n, &(first, skip)) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(blocks.len(), |&(next, _)| next);
        let body = blocks.get(first + skip..end).unwrap_or_default();
        pieces.extend(piece(layer, body, dates, true));
    }
    // What stands before the first entry is the head of the page, and is read only where it says something.
    if let Some(head) = starts.first().and_then(|&(first, _)| blocks.get(..first))
        && head.iter().map(|r| r.len()).sum::<usize>() > HEADLINE
    {
        pieces.splice(0..0, piece(layer, head, dates, false));
    }
    pieces
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

fn piece(layer: &TextLayer, blocks: &[Range<usize>], dates: &[Range<usize>], split: bool) -> Option<Piece> {
    let (first, last) = (blocks.first()?, blocks.last()?);
    // At the top, or below the headline where a menu stands above both.
    let below_headline = |n: usize| {
        n < HEAD || n.checked_sub(1).and_then(|n| blocks.get(n)).is_some_and(|b| is_marked(layer, b))
    };
    let date_line = blocks
        .iter()
        .enumerate()
        .take(MENU)
        .find(|(n, b)| is_date_line(&layer.text, b, dates) && below_headline(*n))
        .map(|(_, b)| b.clone());
    let signed_line = (!split)
        .then(|| blocks.iter().take(SIGNED).find(|b| is_date_line(&layer.text, b, dates)).cloned())
        .flatten();
    let headline = blocks
        .iter()
        .take(3)
        .find(|b| date_line.as_ref() != Some(*b))
        .filter(|b| blocks.len() > 1 && is_headline(layer, b, split))
        .cloned();
    Some(Piece { span: first.start..last.end, headline, date_line, signed_line, blocks: blocks.to_vec() })
}

/// The page itself marks it as a heading.
fn is_marked(layer: &TextLayer, block: &Range<usize>) -> bool {
    let heading = |b: &Block| b.kind == BlockKind::Heading;
    layer.blocks.iter().any(|b| heading(b) && b.span.start <= block.start && block.end <= b.span.end)
}

fn is_headline(layer: &TextLayer, block: &Range<usize>, split: bool) -> bool {
    let text = layer.text.get(block.clone()).unwrap_or_default();
    let one_line = !text.trim().contains('\n') && block.len() <= HEADLINE;
    is_marked(layer, block) || (one_line && (split || !text.trim_end().ends_with(['.', ':', ';', ','])))
}

fn is_date_line(text: &str, block: &Range<usize>, dates: &[Range<usize>]) -> bool {
    let words = text.get(block.clone()).unwrap_or_default();
    // "born 3 May 1970": a line that says what the date is of is not a date line.
    let told = |range: Range<usize>| {
        text.get(range)
            .unwrap_or_default()
            .split_whitespace()
            .any(|w| w.chars().count() > 3 && w.chars().all(char::is_lowercase))
    };
    dates.iter().any(|d| {
        !told(block.start..d.start.max(block.start))
            && block.start <= d.start
            && d.end <= block.end
            && block.len() <= d.len() + BESIDE_DATE
            && !words.contains('\n')
    })
}

/// Entries parted by a line that is repeated word for word: (first block, blocks to skip) of each.
fn repeated_line(text: &str, blocks: &[Range<usize>]) -> Option<Vec<(usize, usize)>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, block) in blocks.iter().enumerate() {
        let line = text.get(block.clone())?;
        if line.len() >= LEAST_LINE && !line.contains('\n') {
            places.entry(line).or_default().push(n);
        }
    }
    let (_, places) = places
        .into_iter()
        .filter(|(_, places)| places.len() >= REPEATED)
        .max_by_key(|(line, places)| (places.len(), line.len()))?;
    // A repeated line right after another one is a headline that says the same.
    let mut lines: Vec<usize> = Vec::new();
    for place in places {
        if lines.last().is_none_or(|&last| place > last + 1) {
            lines.push(place);
        }
    }
    let between: usize = lines.windows(2).filter_map(|w| Some(w.get(1)? - w.first()? - 1)).sum();
    if lines.len() < REPEATED || between < lines.len() {
        return None;
    }
    let length =
        |range: Range<usize>| blocks.get(range).unwrap_or_default().iter().map(|r| r.len()).sum::<usize>();
    let (head, tail) = (length(0..*lines.first()?), length(lines.last()? + 1..blocks.len()));
    if tail < HEADLINE && head > HEADLINE {
        // It stands at the end of each entry.
        let mut starts = vec![(0, 0)];
        starts.extend(lines.iter().map(|&n| (n, 1)));
        starts.retain(|&(first, skip)| first + skip < blocks.len());
        return Some(starts);
    }
    Some(lines.into_iter().map(|n| (n, 1)).collect())
}

/// Entries that open with a line that is nothing but their date, or with a headline above such a line.
fn date_lines(
    layer: &TextLayer,
    blocks: &[Range<usize>],
    dates: &[Range<usize>],
) -> Option<Vec<(usize, usize)>> {
    let lines: Vec<usize> = blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| is_date_line(&layer.text, b, dates))
        .map(|(n, _)| n)
        .collect();
    if lines.len() < 2 {
        return None;
    }
    let starts: Vec<usize> = lines
        .iter()
        .map(|&n| match n.checked_sub(1).and_then(|above| Some((above, blocks.get(above)?))) {
            Some((above, block)) if !lines.contains(&above) && is_headline(layer, block, false) => above,
            _ => n,
        })
        .collect();
    // Two date lines with nothing between them are a letterhead, not two entries.
    let apart = starts.windows(2).all(|w| matches!(w, [a, b] if b > &(a + 1)));
    apart.then(|| starts.into_iter().map(|n| (n, 0)).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice, reason = "tests slice what they have just built")]
    use super::*;

    fn layer(text: &str) -> TextLayer {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            if !part.trim().is_empty() {
                blocks.push(Block { kind: BlockKind::Paragraph, span: at..at + part.len() });
            }
            at += part.len() + 2;
        }
        TextLayer { text: text.to_owned(), blocks, ..TextLayer::default() }
    }

    fn dates(text: &str, quotes: &[&str]) -> Vec<Range<usize>> {
        quotes.iter().filter_map(|q| text.find(q).map(|at| at..at + q.len())).collect()
    }

    fn headlines(text: &str, quotes: &[&str]) -> Vec<String> {
        pieces(&layer(text), &dates(text, quotes))
            .iter()
            .map(|p| p.headline.clone().map_or_else(|| "-".to_owned(), |h| text[h].to_owned()))
            .collect()
    }

    #[test]
    fn a_line_repeated_between_entries_parts_them() {
        let line = "The case of Ana Brok: held without an order";
        let text = format!(
            "LOGO\n\n{line}\n\n{line}\n\nFirst text, long enough.\n\n{line}\n\nTrial opens\n\nSecond text.\n\n{line}\n\nA letter\n\nThird text."
        );
        assert_eq!(headlines(&text, &[]), [line, "Trial opens", "A letter"]);
    }

    #[test]
    fn lines_that_are_dates_part_entries() {
        let text = "Trial opens\n\n3 March 2021\n\nThe trial opened.\n\nShe is held\n\n7 January 2021\n\nShe was arrested.";
        assert_eq!(headlines(text, &["3 March 2021", "7 January 2021"]), ["Trial opens", "She is held"]);
    }

    #[test]
    fn one_text_stays_one() {
        let cases: [(&str, &[&str], usize); 5] = [
            ("A headline\n\nOne paragraph.\n\nAnother.", &[], 1),
            ("", &[], 0),
            ("\u{a0}", &[], 0),
            ("Share\n\nText one.\n\nShare\n\nText two.\n\nShare\n\nText three.", &[], 1),
            ("COURT OF VELDA\n\n3 March 2021\n\nThe court ordered.", &["3 March 2021"], 1),
        ];
        for (text, quotes, count) in cases {
            assert_eq!(pieces(&layer(text), &dates(text, quotes)).len(), count, "{text:?}");
        }
    }
}
