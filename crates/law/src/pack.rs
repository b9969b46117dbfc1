//! Reading a pack from Markdown.

use crate::block::{Faults, Stretch, split};
use crate::{Diagnostic, Names, Pack, Part, case, norm};

/// Larger files are not law.
const MOST_BYTES: usize = 4 << 20;

/// Reads a pack. A block with faults stays in the pack as prose, and every fault is told; norms and cases without
/// faults are there all the same.
pub fn parse(file: &str, text: &str, names: &Names) -> (Pack, Vec<Diagnostic>) {
    let mut faults = Faults::new(file);
    let mut pack = Pack { file: file.to_owned(), text: text.to_owned(), parts: Vec::new() };
    if text.len() > MOST_BYTES {
        let diagnostic = Diagnostic {
            file: file.to_owned(),
            line: 1,
            column: 1,
            source: String::new(),
            word: String::new(),
            message: format!("the file has {} bytes; a law pack has at most {MOST_BYTES}", text.len()),
            help: "split it into one file an article".to_owned(),
        };
        return (pack, vec![diagnostic]);
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
            Stretch::Block(block) => block,
        };
        let before = faults.count();
        if block.open {
            faults.at(block.fence, "this block is never closed", "end it with a line of ```");
        }
        if let Some(word) = block.stray {
            faults.at(
                word,
                "an indented line continues a field, and no field stands above it",
                "move it to the margin",
            );
        }
        let part = if block.kind == "norm" {
            last_norm = block.arguments.first().map(|id| id.text.to_owned());
            norm::parse(&block, &title, file, names, &mut faults).map(|norm| Part::Norm(Box::new(norm)))
        } else {
            case::parse(&block, last_norm.as_deref(), file, names, &mut faults).map(Part::Case)
        };
        match part {
            Some(part) if faults.count() == before => pack.parts.push(part),
            _ => add_prose(&mut pack, block.source),
        }
    }
    let mut diagnostics = faults.into_vec();
    diagnostics.extend(crate::check(std::slice::from_ref(&pack)));
    (pack, diagnostics)
}

/// Joins prose to the prose before it, so that a pack read from its own formatted text is the same pack.
fn add_prose(pack: &mut Pack, text: String) {
    match pack.parts.last_mut() {
        Some(Part::Prose(before)) => before.push_str(&text),
        _ => pack.parts.push(Part::Prose(text)),
    }
}
