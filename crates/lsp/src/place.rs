//! What stands at a place of a pack, and where it is made.

use lsp_types::{Location, Position};
use remand_law::{Kind, Outlined, Symbol, outline, symbols};

use crate::shelf::Shelf;
use crate::text::{Encoding, Lines};

/// What stands at a place.
pub(crate) enum Here {
    /// A name.
    Name(Symbol),
    /// The head of a case, which belongs to this norm.
    CaseOf(Symbol),
    /// Words of the language, the longest first.
    Words(Vec<String>),
}

/// What stands at a position of a file.
pub(crate) fn here(shelf: &Shelf<'_>, name: &str, position: Position, encoding: Encoding) -> Option<Here> {
    let text = shelf.file(name)?.text();
    let lines = Lines::new(text, encoding);
    let (line, column) = lines.pack_place(position);
    let blocks = outline(text);
    let block = blocks.iter().find(|block| (block.first..=block.last).contains(&line))?;
    let own = lines.pack_line(line);
    if block.kind == "case" && line == block.first {
        let norm = blocks.iter().rfind(|norm| norm.kind == "norm" && norm.first < line)?;
        return Some(Here::CaseOf(Symbol {
            kind: Kind::Norm,
            name: norm.name.clone(),
            line,
            column: 1,
            defines: false,
        }));
    }
    let on = |symbol: &Symbol| {
        symbol.line == line && (symbol.column..=symbol.column + symbol.name.chars().count()).contains(&column)
    };
    let found = symbols(text, shelf.others(name), &shelf.vocabulary).into_iter().find(on);
    if let Some(symbol) = found {
        return Some(Here::Name(symbol));
    }
    words(&lines, block, own, line, column).map(Here::Words)
}

/// The words of the language at a place: with the word after, with the word before, alone.
fn words(lines: &Lines<'_>, block: &Outlined, own: &str, line: usize, column: usize) -> Option<Vec<String>> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut at = 1;
    for part in own.split_inclusive(char::is_whitespace) {
        let word = part.trim().trim_start_matches("```").trim_end_matches(',');
        if !word.is_empty() {
            let fence = if part.starts_with("```") { 3 } else { 0 };
            found.push((at + fence, word));
        }
        at += part.chars().count();
    }
    let on = |(start, word): &(usize, &str)| (*start..=*start + word.chars().count()).contains(&column);
    let which = found.iter().position(on)?;
    // What a citation says are no words of the language.
    let head = (block.first + 1..=line).rev().map(|line| lines.pack_line(line));
    let head = head.into_iter().find(|text| text.starts_with(|c: char| !c.is_whitespace()));
    let quotes =
        head.is_some_and(|head| ["cites", "checked", "owed"].iter().any(|field| head.starts_with(field)));
    if quotes && (which > 1 || !own.starts_with(|c: char| !c.is_whitespace())) {
        return None;
    }
    let word = |at: usize| found.get(at).map(|(_, word)| *word);
    let own = word(which)?;
    let after = word(which + 1).map(|next| format!("{own} {next}"));
    let before = which.checked_sub(1).and_then(word).map(|previous| format!("{previous} {own}"));
    Some(after.into_iter().chain(before).chain([own.to_owned()]).collect())
}

/// The block that makes names of a kind.
fn maker(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::State => Some("define"),
        Kind::Parameter => Some("parameter"),
        Kind::Calendar => Some("calendar"),
        Kind::Norm => Some("norm"),
        Kind::Instrument => Some("instrument"),
        Kind::Event | Kind::Role | Kind::Qualifier | Kind::Measure | Kind::Account => None,
    }
}

/// The blocks that make what a name names, with the files they stand in, in those that `name` is read with.
pub(crate) fn makers<'s>(
    shelf: &'s Shelf<'_>,
    name: &str,
    kind: Kind,
    named: &str,
) -> Vec<(&'s str, &'s str, Outlined)> {
    let Some(maker) = maker(kind) else { return Vec::new() };
    let mut found = Vec::new();
    for (file, kept) in shelf.together(name) {
        if kept.text().contains(named) {
            let blocks = outline(kept.text()).into_iter();
            let makes = blocks.filter(|block| block.kind == maker && block.name == named);
            found.extend(makes.map(|block| (file, kept.text(), block)));
        }
    }
    found
}

/// Where what stands at a position is made, in files that an editor can open.
pub(crate) fn definitions(
    shelf: &Shelf<'_>,
    name: &str,
    position: Position,
    encoding: Encoding,
) -> Vec<Location> {
    let symbol = match here(shelf, name, position, encoding) {
        Some(Here::Name(symbol) | Here::CaseOf(symbol)) => symbol,
        _ => return Vec::new(),
    };
    let makers = makers(shelf, name, symbol.kind, &symbol.name).into_iter();
    makers
        .filter_map(|(file, text, block)| {
            let lines = Lines::new(text, encoding);
            Some(Location::new(shelf.uri(file)?, name_range(&lines, &block)))
        })
        .collect()
}

/// Where the name of a block stands.
pub(crate) fn name_range(lines: &Lines<'_>, block: &Outlined) -> lsp_types::Range {
    let head = lines.pack_line(block.first);
    let at =
        head.find(block.name.as_str()).and_then(|at| head.get(..at)).map_or(0, |head| head.chars().count());
    lines.word(block.first, at + 1, &block.name)
}

/// Where else the name at a position stands, in files that an editor can open.
pub(crate) fn references(
    shelf: &Shelf<'_>,
    name: &str,
    position: Position,
    with_makers: bool,
    encoding: Encoding,
) -> Vec<Location> {
    let symbol = match here(shelf, name, position, encoding) {
        Some(Here::Name(symbol) | Here::CaseOf(symbol)) => symbol,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for (file, kept) in shelf.together(name) {
        let Some(uri) = shelf.uri(file).filter(|_| kept.text().contains(&symbol.name)) else { continue };
        let lines = Lines::new(kept.text(), encoding);
        let same = |other: &Symbol| {
            other.kind == symbol.kind && other.name == symbol.name && (with_makers || !other.defines)
        };
        for other in
            symbols(kept.text(), shelf.others(file), &shelf.vocabulary).iter().filter(|other| same(other))
        {
            found.push(Location::new(uri.clone(), lines.word(other.line, other.column, &other.name)));
        }
    }
    found
}
