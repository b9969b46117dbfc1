//! Lines to paragraphs: which lines go on in the next, and which hyphens a line end put in.

use std::collections::BTreeSet;

use super::lines::Line;
use crate::BlockKind;

/// The whole words of a document, to tell a hyphen that a line end put in from one that belongs to the word.
pub(super) struct Words(BTreeSet<String>);

impl Words {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut words = BTreeSet::new();
        for line in lines {
            let broken = line.text.trim_end().ends_with(['-', '\u{ad}', '\u{2010}']);
            let all: Vec<&str> = line.text.split(|c: char| !is_word(c)).filter(|w| !w.is_empty()).collect();
            let whole = all.len().saturating_sub(usize::from(broken));
            words.extend(all.iter().take(whole).map(|word| word.to_lowercase()));
        }
        Self(words)
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\u{2010}')
}

/// A piece of text as it stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A paragraph or an item of a list.
    Text(BlockKind, String),
    /// The cells of a row of a table.
    Row(Vec<String>),
}

/// Lines that belong together, joined. A line goes on in the next where that stands one step further down in the
/// same size, and its first word would not have fitted on the line before. Lines with wide gaps, one under another,
/// are rows of a table.
pub(super) fn paragraphs(lines: &[Line], step: f64, words: &Words) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    let mut last: Option<&Line> = None;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        let before = index.checked_sub(1).and_then(|before| lines.get(before));
        let beside = [before, lines.get(index + 1)];
        if is_row(text) && beside.into_iter().flatten().any(|other| is_row(&other.text)) {
            all.push(Piece::Row(text.split('\t').map(str::to_owned).collect()));
            last = None;
            continue;
        }
        let bullet = text.starts_with(BULLETS);
        let goes_on = last.is_some_and(|last| {
            let down = line.y - last.y;
            let close = down > 0.0 && down <= step.max(last.size) * 1.35;
            let same_size = (line.size - last.size).abs() <= 0.15 * last.size;
            let whole = !is_row(text) && !is_row(&last.text);
            close && same_size && whole && !bullet && !has_room_for(last, line, lines)
        });
        match all.last_mut() {
            Some(Piece::Text(_, paragraph)) if goes_on => join(paragraph, text, words),
            _ if bullet => all.push(Piece::Text(BlockKind::ListItem, text.to_owned())),
            _ => all.push(Piece::Text(BlockKind::Paragraph, text.to_owned())),
        }
        last = Some(line);
    }
    all
}

/// A line of several pieces. A number or a sign before the text of an item of a list is none.
fn is_row(text: &str) -> bool {
    let Some((first, _)) = text.trim().split_once('\t') else { return false };
    let mark =
        first.chars().count() <= 6 && (first.ends_with(['.', ')']) || !first.contains(char::is_alphanumeric));
    !mark
}

const BULLETS: [char; 7] =
    ['\u{2022}', '\u{2023}', '\u{25aa}', '\u{25cf}', '\u{25e6}', '\u{25a0}', '\u{f0b7}'];

/// The first word of `next` would have fitted at the end of `line`: whoever broke the line there meant to.
fn has_room_for(line: &Line, next: &Line, lines: &[Line]) -> bool {
    let near = |other: &&Line| (other.left - line.left).abs() <= 3.0 * line.size;
    let margin = lines.iter().filter(near).map(|other| other.right).fold(line.right, f64::max);
    let characters = next.text.chars().count().max(1) as f64;
    let word = next.text.trim_start().chars().take_while(|c| !c.is_whitespace()).count() as f64;
    let width = (next.right - next.left) / characters;
    line.right + (word + 1.5) * width < margin
}

/// The commonest distance between one line and the next below it, on a page.
pub(super) fn usual_step<'a>(stretches: impl Iterator<Item = &'a [Line]>) -> f64 {
    let mut steps: Vec<f64> = stretches
        .flat_map(|lines| lines.iter().zip(lines.iter().skip(1)))
        .map(|(above, below)| below.y - above.y)
        .filter(|step| *step > 0.0 && *step < 60.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    // Gaps between paragraphs are larger and rarer than those between lines.
    steps.get(steps.len() / 3).copied().unwrap_or(0.0)
}

/// Joins a line to its paragraph. A hyphen at the end is taken out only where the document shows the word without
/// it, or where it is a soft one, which nobody types by hand.
fn join(paragraph: &mut String, line: &str, words: &Words) {
    if paragraph.ends_with('\u{ad}') {
        paragraph.pop();
        paragraph.push_str(line);
        return;
    }
    let hyphen = paragraph.ends_with(['-', '\u{2010}']);
    let before: String = paragraph.chars().rev().skip(1).take_while(|c| is_word(*c)).collect();
    let before: String = before.chars().rev().collect();
    let after: String = line.chars().take_while(|c| is_word(*c)).collect();
    let letters = before.chars().next_back().is_some_and(char::is_alphabetic)
        && after.chars().next().is_some_and(char::is_lowercase);
    if hyphen && letters {
        if words.has(&format!("{before}{after}")) && !words.has(&format!("{before}-{after}")) {
            paragraph.pop();
        }
        paragraph.push_str(line);
        return;
    }
    paragraph.push(' ');
    paragraph.push_str(line);
}
