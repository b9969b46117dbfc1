//! Reading packs from Markdown.

mod block;
mod calendar;
mod case;
mod clause;
mod condition;
mod cursor;
mod definition;
mod expected;
mod head;
mod instrument;
mod length;
mod norm;
mod outline;
mod parameter;
mod report;
mod rule;
mod slip;
mod terms;
mod trigger;

use block::{Stretch, split};
pub(crate) use block::{Word, words};
pub use expected::expected_at;
pub use outline::{Outlined, has_blocks, outline};
pub(crate) use report::MOST_FAULTS;
use report::Report;

use crate::{Diagnostic, Names, Pack, Part, Symbol};

/// Larger files are not law.
const MOST_BYTES: usize = 1 << 20;

/// Reads packs that belong together: what one of them defines all can use. A block with faults stays in its pack as
/// prose, and every fault is told; blocks without faults are there all the same. Faults between packs are told by
/// [`link`](crate::link).
pub fn parse<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    names: &Names,
) -> (Vec<Pack>, Vec<Diagnostic>) {
    let files: Vec<(&str, &str)> = files.into_iter().map(|(file, text)| (file, unmarked(text))).collect();
    let all = with_defined(&files, names);
    let mut packs = Vec::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        let (pack, told) = parse_one(file, text, names, &all);
        packs.push(pack);
        faults.extend(told);
    }
    (packs, faults)
}

/// Reads one of several packs again. `vocabulary` holds the names that are given, `all` those and what the packs
/// define, as [`defined`] finds them. What [`parse`] says of a file is the same.
pub fn parse_one(file: &str, text: &str, vocabulary: &Names, all: &Names) -> (Pack, Vec<Diagnostic>) {
    let mut report = Report::new(file);
    let pack = read(file, unmarked(text), vocabulary, all, &mut report);
    (pack, report.into_faults())
}

/// `names` with those that packs define: states, parameters and calendars.
pub fn defined<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, names: &Names) -> Names {
    let files: Vec<(&str, &str)> = files.into_iter().map(|(file, text)| (file, unmarked(text))).collect();
    with_defined(&files, names)
}

/// The names that stand in a text, in its order. `files` are the packs it is read together with.
pub fn symbols<'a>(
    text: &str,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    names: &Names,
) -> Vec<Symbol> {
    let text = unmarked(text);
    let mut files: Vec<(&str, &str)> = files.into_iter().map(|(file, text)| (file, unmarked(text))).collect();
    files.push(("", text));
    let mut report = Report::new("");
    report.symbols = Some(Vec::new());
    read("", text, names, &with_defined(&files, names), &mut report);
    let mut found = report.symbols.unwrap_or_default();
    found.sort_by_key(|symbol| (symbol.line, symbol.column));
    found
}

/// The text without the mark that some editors put before it.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The vocabulary with what the packs define.
fn with_defined(files: &[(&str, &str)], names: &Names) -> Names {
    let mut all = names.clone();
    for (_, text) in files.iter().filter(|(_, text)| text.len() <= MOST_BYTES) {
        for line in text.lines().filter_map(|line| line.strip_prefix("```")) {
            let mut words = line.split_whitespace();
            let (Some(kind), Some(name)) = (words.next(), words.next()) else { continue };
            match kind {
                "define" => all.states.insert(name.to_owned()),
                "parameter" => all.parameters.insert(name.to_owned()),
                "calendar" => all.calendars.insert(name.to_owned()),
                _ => false,
            };
        }
    }
    all
}

fn read(file: &str, text: &str, vocabulary: &Names, names: &Names, report: &mut Report<'_>) -> Pack {
    let mut pack = Pack { file: file.to_owned(), text: text.to_owned(), parts: Vec::new() };
    if text.len() > MOST_BYTES {
        report.too_large(text.len(), MOST_BYTES);
        pack.text.clear();
        return pack;
    }
    let mut title = String::new();
    let mut last_norm: Option<String> = None;
    for stretch in split(text) {
        let block = match stretch {
            Stretch::Prose(prose) => {
                add_prose(&mut pack, prose);
                continue;
            }
            Stretch::Heading { title: words, source } => {
                words.clone_into(&mut title);
                add_prose(&mut pack, source);
                continue;
            }
            Stretch::Slip { kind, exact, words } => {
                tell_slip(kind, exact, &words, report);
                if kind == "norm" {
                    last_norm = words.last().map(|id| id.text.to_owned());
                }
                continue;
            }
            Stretch::Block(block) => block,
        };
        let before = report.count();
        if block.open {
            let help = "end it with a line of ```, before the next block begins";
            report.fault(block.fence, "this block is never closed", help);
        }
        if let Some(word) = block.stray.filter(|_| block.fields.is_empty()) {
            let help = "take the spaces before the fields away; only a line that goes on is indented";
            report.fault(
                word,
                "every line of this block is indented, and a field starts at the margin",
                help,
            );
            if block.kind == "norm" {
                last_norm = block.arguments.first().map(|id| id.text.to_owned());
            }
            add_prose(&mut pack, block.source);
            continue;
        }
        if let Some(word) = block.stray {
            let message = "an indented line continues a field, and no field stands above it";
            report.fault(word, message, "move it to the margin");
        }
        let part = match block.kind {
            "instrument" => {
                instrument::parse(&block, &title, names, report).map(Box::new).map(Part::Instrument)
            }
            "calendar" => calendar::parse(&block, &title, names, report).map(Part::Calendar),
            "parameter" => parameter::parse(&block, &title, names, report).map(Part::Parameter),
            "define" => definition::parse(&block, &title, vocabulary, names, report).map(Part::Definition),
            "norm" => {
                // A norm without an id is told once, and not with each of its cases.
                last_norm = Some(block.arguments.first().map_or_else(String::new, |id| id.text.to_owned()));
                norm::parse(&block, &title, file, names, report).map(Box::new).map(Part::Norm)
            }
            _ => case::parse(&block, last_norm.as_deref(), file, names, report).map(Part::Case),
        };
        match part {
            Some(part) if report.count() == before => pack.parts.push(part),
            _ => add_prose(&mut pack, block.source),
        }
    }
    pack
}

/// Tells a line that was meant to begin a block.
fn tell_slip(kind: &str, exact: bool, words: &[Word<'_>], report: &mut Report<'_>) {
    let Some(first) = words.first() else { return };
    if exact {
        let message = format!("`{}` does not begin a block", first.text);
        let help = format!("a block begins at the margin with three back quotes: ```{kind}");
        report.fault(*first, message, help);
    } else {
        let written = first.text.trim_start_matches('`');
        let word = words.iter().find(|word| !word.text.trim_start_matches('`').is_empty()).unwrap_or(first);
        let written = if written.is_empty() { word.text } else { written };
        let help = format!("did you mean ```{kind}? Another fenced block is prose and does not run");
        report.fault(*word, format!("unknown kind of block `{written}`"), help);
    }
}

/// Joins prose to the prose before it, so that a pack read from its own formatted text is the same pack.
fn add_prose(pack: &mut Pack, text: String) {
    match pack.parts.last_mut() {
        Some(Part::Prose(before)) => before.push_str(&text),
        _ => pack.parts.push(Part::Prose(text)),
    }
}
