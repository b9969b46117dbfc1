//! The blocks of a text, with or without faults, for an editor.

use super::block::{KINDS, Stretch, split};
use super::{MOST_BYTES, unmarked};

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlined {
    /// `instrument`, `calendar`, `parameter`, `define`, `norm` or `case`.
    pub kind: &'static str,
    /// What stands after that: an id, a name or the title of a case.
    pub name: String,
    /// The heading it stands under.
    pub title: String,
    /// Line of its fence, from 1.
    pub first: usize,
    /// Its last line: that of the closing fence, where there is one.
    pub last: usize,
}

/// The blocks of a text in its order, those with faults too; none of a text that is too large to be read.
pub fn outline(text: &str) -> Vec<Outlined> {
    let text = unmarked(text);
    if text.len() > MOST_BYTES {
        return Vec::new();
    }
    let mut title = "";
    let mut blocks = Vec::new();
    for stretch in split(text) {
        match stretch {
            Stretch::Prose(_) | Stretch::Slip { .. } => {}
            Stretch::Heading { title: words, .. } => title = words,
            Stretch::Block(block) => {
                let name: Vec<&str> = block.arguments.iter().map(|word| word.text).collect();
                blocks.push(Outlined {
                    kind: block.kind,
                    name: name.join(" ").replace(" ,", ","),
                    title: title.to_owned(),
                    first: block.fence.line,
                    last: block.fence.line + block.source.lines().count().saturating_sub(1),
                });
            }
        }
    }
    blocks
}

/// The text has a block, however long it is.
pub fn has_blocks(text: &str) -> bool {
    let mut infos = unmarked(text).lines().filter_map(|line| line.strip_prefix("```"));
    infos.any(|info| info.split_whitespace().next().is_some_and(|kind| KINDS.contains(&kind)))
}
