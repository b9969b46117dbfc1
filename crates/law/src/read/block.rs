//! The fenced blocks of a pack, taken apart into fields and words that know their place.

use super::cursor::{Cursor, Parsed};
use super::report::Report;
use super::slip;
use crate::names::distance;
use crate::{Named, Names};

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The whole line it stands on.
    pub(crate) source: &'a str,
}

impl Word<'_> {
    /// As a name that knows where it stands.
    pub(crate) fn named(self) -> Named {
        Named { name: self.text.to_owned(), line: self.line, column: self.column }
    }
}

/// The kinds of block that run.
pub(crate) const KINDS: [&str; 6] = ["instrument", "calendar", "parameter", "define", "norm", "case"];

/// A field of a block: a line that starts at the margin, and the indented lines after it.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    /// Its words; never empty. A comma at the end of a word is a word of its own.
    pub(crate) words: Vec<Word<'a>>,
}

/// A fenced block.
#[derive(Clone, Debug)]
pub(crate) struct Block<'a> {
    /// One of [`KINDS`].
    pub(crate) kind: &'static str,
    /// The words after that.
    pub(crate) arguments: Vec<Word<'a>>,
    /// The fence, with the kind where no space is between them.
    pub(crate) fence: Word<'a>,
    /// The lines between the fences.
    pub(crate) fields: Vec<Field<'a>>,
    /// Indented text that no field stands above.
    pub(crate) stray: Option<Word<'a>>,
    /// The block as written, with both fences.
    pub(crate) source: String,
    /// The fence was never closed.
    pub(crate) open: bool,
}

impl<'a> Block<'a> {
    /// Reads the fields one after the other. A fault in one is told and the others are read all the same, so that it
    /// is not the only one told.
    pub(crate) fn each_field(
        &self,
        names: &Names,
        report: &mut Report<'_>,
        mut read: impl FnMut(&mut Cursor<'a, '_, '_>) -> Parsed<()>,
    ) {
        for field in &self.fields {
            let mut words = Cursor::new(&field.words, self.fence, names, report);
            if read(&mut words).is_err() && report.is_full() {
                return;
            }
        }
    }
}

/// A stretch of Markdown.
pub(crate) enum Stretch<'a> {
    /// Anything but a block that runs.
    Prose(String),
    /// A heading, which is prose as well.
    Heading {
        /// The words of the heading.
        title: &'a str,
        /// As written.
        source: String,
    },
    Block(Block<'a>),
    /// A line that was meant to begin a block of this kind; it stands in the prose that follows.
    Slip {
        /// The kind.
        kind: &'static str,
        /// The kind is spelt as it is, and what stands before it is not.
        exact: bool,
        /// The words of the line.
        words: Vec<Word<'a>>,
    },
}

const FENCE: &str = "```";

/// Takes Markdown apart. Every line of it stands in exactly one stretch.
pub(crate) fn split(text: &str) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut lines = text.lines().enumerate().map(|(i, line)| (i + 1, line)).peekable();
    let mut prose = String::new();
    while let Some((number, line)) = lines.next() {
        let Some((ticks, info)) = fence(line) else {
            if let Some(title) = heading(line) {
                flush(&mut prose, &mut stretches);
                stretches.push(Stretch::Heading { title, source: format!("{line}\n") });
            } else {
                if let Some(kind) = odd_fence(line) {
                    flush(&mut prose, &mut stretches);
                    stretches.push(Stretch::Slip { kind, exact: true, words: words(number, line) });
                }
                push_line(&mut prose, line);
            }
            continue;
        };
        let first = info.trim_start_matches('`').split_whitespace().next().unwrap_or("");
        let kind = KINDS.into_iter().find(|kind| *kind == first);
        let runs = kind.filter(|_| ticks == FENCE.len());
        let mut body = Vec::new();
        let mut open = true;
        // A block of ours that nobody closed ends where the next one begins, so that one slip is one fault.
        while let Some((number, line)) = lines.next_if(|(_, line)| runs.is_none() || !begins(line)) {
            if closes(line, ticks) {
                open = false;
                break;
            }
            body.push((number, line));
        }
        let mut source = String::new();
        push_line(&mut source, line);
        body.iter().for_each(|(_, line)| push_line(&mut source, line));
        if !open {
            push_line(&mut source, &"`".repeat(if runs.is_some() { FENCE.len() } else { ticks }));
        }
        if let Some(kind) = runs {
            flush(&mut prose, &mut stretches);
            let mut arguments = words(number, line);
            let fence = arguments.remove(0);
            if fence.text == FENCE {
                arguments.remove(0);
            }
            let (fields, stray) = fields(&body);
            stretches.push(Stretch::Block(Block { kind, arguments, fence, fields, stray, source, open }));
        } else {
            if let Some(meant) = kind.or_else(|| meant(first)) {
                flush(&mut prose, &mut stretches);
                let exact = kind.is_some();
                stretches.push(Stretch::Slip { kind: meant, exact, words: words(number, line) });
            }
            prose.push_str(&source);
        }
    }
    flush(&mut prose, &mut stretches);
    stretches
}

/// How many back quotes a line begins with, three or more, and what stands after three of them.
fn fence(line: &str) -> Option<(usize, &str)> {
    let info = line.strip_prefix(FENCE)?;
    Some((line.len() - line.trim_start_matches('`').len(), info))
}

/// The line closes a block that begins with so many back quotes.
fn closes(line: &str, ticks: usize) -> bool {
    let line = line.trim_end();
    line.len() >= ticks && line.bytes().all(|b| b == b'`')
}

/// A block that runs begins here.
fn begins(line: &str) -> bool {
    let kind = line.strip_prefix(FENCE).and_then(|info| info.split_whitespace().next());
    kind.is_some_and(|kind| KINDS.contains(&kind))
}

/// The kind of a block that begins with other marks than three back quotes at the margin.
fn odd_fence(line: &str) -> Option<&'static str> {
    const MARKS: [char; 9] = ['`', '~', '\'', '‘', '’', '´', '"', '“', '”'];
    let rest = line.trim_start().trim_start_matches(MARKS);
    let marks = line.trim_start().strip_suffix(rest)?;
    let first = rest.split_whitespace().next()?;
    KINDS.into_iter().find(|kind| *kind == first && marks.chars().count() >= FENCE.len())
}

/// The kind that a slip of the hand made another word of. Words that name languages of programs are further away.
fn meant(word: &str) -> Option<&'static str> {
    let word = slip::bare(word);
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let near = |kind: &&'static str| {
        let far = if kind.len() > 5 { 2 } else { 1 };
        let swapped = word.len() == kind.len() && sorted(&word) == sorted(kind);
        // `normmade.5`: the space is missing.
        let glued = word.strip_prefix(*kind).is_some_and(|rest| rest.contains('.'));
        swapped || glued || distance(&word, kind) <= far && word.len() + 1 >= kind.len()
    };
    if word.chars().count() > 20 { None } else { KINDS.into_iter().find(near) }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

fn flush<'a>(prose: &mut String, stretches: &mut Vec<Stretch<'a>>) {
    if !prose.is_empty() {
        stretches.push(Stretch::Prose(std::mem::take(prose)));
    }
}

/// The words of a Markdown heading.
fn heading(line: &str) -> Option<&str> {
    let marks = line.bytes().take_while(|b| *b == b'#').count();
    let title = line.trim_start_matches('#').strip_prefix(' ')?.trim();
    (1..=6).contains(&marks).then_some(title)
}

/// Groups the lines of a block into fields.
fn fields<'a>(body: &[(usize, &'a str)]) -> (Vec<Field<'a>>, Option<Word<'a>>) {
    let mut fields: Vec<Field<'a>> = Vec::new();
    let mut stray = None;
    for (number, line) in body {
        let mut found = words(*number, line);
        let Some(first) = found.first().copied() else { continue };
        match fields.last_mut() {
            Some(field) if first.column > 1 => field.words.append(&mut found),
            None if first.column > 1 => stray = stray.or(Some(first)),
            _ => fields.push(Field { words: found }),
        }
    }
    (fields, stray)
}

/// The words of a line.
pub(crate) fn words(number: usize, line: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut column = 1;
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start();
        let blank = rest.split_at_checked(rest.len() - trimmed.len()).map_or("", |(blank, _)| blank);
        column += blank.chars().count();
        if trimmed.is_empty() {
            return found;
        }
        let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let (word, after) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
        let at = |text, column| Word { text, line: number, column, source: line };
        let length = word.chars().count();
        match word.strip_suffix(',') {
            Some(bare) if !bare.is_empty() => {
                found.push(at(bare, column));
                found.push(at(",", column + length - 1));
            }
            _ => found.push(at(word, column)),
        }
        column += length;
        rest = after;
    }
}
