//! The fenced blocks of a pack, taken apart into fields and words that know their place.

use super::cursor::{Cursor, Parsed};
use super::report::Report;
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
}

const FENCE: &str = "```";

/// Takes Markdown apart. Every line of it stands in exactly one stretch.
pub(crate) fn split(text: &str) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut lines = text.lines().enumerate().map(|(i, line)| (i + 1, line));
    let mut prose = String::new();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix(FENCE) else {
            if let Some(title) = heading(line) {
                flush(&mut prose, &mut stretches);
                stretches.push(Stretch::Heading { title, source: format!("{line}\n") });
            } else {
                push_line(&mut prose, line);
            }
            continue;
        };
        let mut body = Vec::new();
        let mut open = true;
        for (number, line) in lines.by_ref() {
            if line.trim_end() == FENCE {
                open = false;
                break;
            }
            body.push((number, line));
        }
        let kind = info.split_whitespace().next().unwrap_or("");
        let runs = KINDS.into_iter().find(|known| *known == kind);
        let mut source = String::new();
        push_line(&mut source, line);
        body.iter().for_each(|(_, line)| push_line(&mut source, line));
        if !open {
            push_line(&mut source, FENCE);
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
            prose.push_str(&source);
        }
    }
    flush(&mut prose, &mut stretches);
    stretches
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
