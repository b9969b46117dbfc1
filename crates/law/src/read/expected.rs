//! What may stand at a place of a text that is being written.

use std::collections::BTreeSet;

use super::block::{Block, Field, KINDS, Stretch, split};
use super::report::Report;
use super::{calendar, case, definition, instrument, norm, parameter, unmarked, with_defined};
use crate::{Expected, Names};

/// What may stand where the word at this place starts: words of the language and kinds of names, in order. `line` and
/// `column` count from 1, the column in characters; `files` are the packs that the text is read together with. Empty
/// outside of blocks.
pub fn expected_at<'a>(
    text: &str,
    line: usize,
    column: usize,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    names: &Names,
) -> Vec<Expected> {
    let text = unmarked(text);
    let Some((above, before)) = cut(text, line, column) else { return Vec::new() };
    let mut files: Vec<(&str, &str)> = files.into_iter().collect();
    files.push(("", text));
    let names = with_defined(&files, names);
    if let Some(kind) = before.strip_prefix("```").filter(|kind| !kind.contains(char::is_whitespace)) {
        let inside = matches!(split(&above).last(), Some(Stretch::Block(block)) if block.open);
        let kinds = KINDS.into_iter().filter(|known| known.starts_with(kind));
        return if inside { Vec::new() } else { kinds.map(Expected::Word).collect() };
    }
    let started = before.trim_end_matches(|c: char| !c.is_whitespace());
    let written = format!("{above}{started}");
    match split(&written).pop() {
        Some(Stretch::Block(block)) if block.open && !above.is_empty() => {
            in_block(block, started.is_empty(), &names).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The lines above a place, and what stands before it on its own line.
fn cut(text: &str, line: usize, column: usize) -> Option<(String, &str)> {
    let own = match text.lines().nth(line.checked_sub(1)?) {
        Some(own) => own,
        // The line after the last line feed is empty.
        None if text.lines().count() + 1 == line => "",
        None => return None,
    };
    let mut above = String::new();
    for line in text.lines().take(line.saturating_sub(1)) {
        above.push_str(line);
        above.push('\n');
    }
    let end = own.char_indices().nth(column.checked_sub(1)?).map_or(own.len(), |(at, _)| at);
    Some((above, own.get(..end)?))
}

/// What may follow the last field of a block that breaks off, or start the next one.
fn in_block(mut block: Block<'_>, at_margin: bool, names: &Names) -> BTreeSet<Expected> {
    let last = block.fields.pop().filter(|_| !at_margin);
    block.fields = vec![last.unwrap_or(Field { words: Vec::new() })];
    let mut report = Report::new("");
    report.expected = Some(BTreeSet::new());
    match block.kind {
        "instrument" => drop(instrument::parse(&block, "", names, &mut report)),
        "calendar" => drop(calendar::parse(&block, "", names, &mut report)),
        "parameter" => drop(parameter::parse(&block, "", names, &mut report)),
        "define" => drop(definition::parse(&block, "", &Names::default(), names, &mut report)),
        "norm" => drop(norm::parse(&block, "", "", names, &mut report)),
        _ => drop(case::parse(&block, Some(""), "", names, &mut report)),
    }
    report.expected.unwrap_or_default()
}
