//! Markdown (CommonMark with the tables of GitHub): the text is the file itself, as for plain text; only the blocks and
//! the title are taken from its marks, so that every offset still leads to a byte of the file.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::{Block, BlockKind, TextLayer, plain};

/// Reads a file. `left_out` is how many bytes of it did not reach the worker.
pub(crate) fn read(bytes: &[u8], left_out: u64, limit: usize) -> TextLayer {
    let mut layer = plain::read(bytes, left_out, limit);
    layer.media_type = "text/markdown".to_owned();
    let mark = if layer.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = layer.text.get(mark..).unwrap_or_default();
    let mut outline = Outline::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        outline.event(event, &range, text);
    }
    let blocks = outline.blocks(text, mark);
    if !blocks.is_empty() {
        layer.blocks = blocks;
    }
    layer.metadata.title =
        outline.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    for (name, value) in outline.front {
        match name.as_str() {
            "title" => layer.metadata.title = Some(value),
            "author" => layer.metadata.author = Some(value),
            "date" => {
                layer.metadata.date = Some(value);
                layer.metadata.date_origin = Some("front matter date".to_owned());
            }
            _ => {}
        }
    }
    layer
}

/// Where blocks begin, and what they are.
#[derive(Default)]
struct Outline {
    begins: BTreeMap<usize, BlockKind>,
    title: Option<String>,
    in_title: bool,
    in_front: bool,
    front: Vec<(String, String)>,
}

impl Outline {
    fn event(&mut self, event: Event<'_>, range: &Range<usize>, text: &str) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.begin(BlockKind::Heading, range, text);
                if level == HeadingLevel::H1 && self.title.is_none() {
                    self.title = Some(String::new());
                    self.in_title = true;
                }
            }
            Event::End(TagEnd::Heading(_)) => self.in_title = false,
            Event::Start(Tag::Item) => self.begin(BlockKind::ListItem, range, text),
            Event::Start(Tag::TableHead | Tag::TableRow) => self.begin(BlockKind::Cell, range, text),
            Event::Start(
                Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::FootnoteDefinition(_),
            )
            | Event::Rule => {
                self.begin(BlockKind::Paragraph, range, text);
            }
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => {
                self.begin(BlockKind::Paragraph, range, text);
                self.in_front = true;
            }
            Event::End(TagEnd::MetadataBlock(_)) => self.in_front = false,
            Event::Text(words) if self.in_front => self.front(&words),
            Event::Text(words) | Event::Code(words) if self.in_title => {
                if let Some(title) = &mut self.title {
                    title.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak if self.in_title => {
                if let Some(title) = &mut self.title {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }

    /// A block begins with its line: marks before it belong to it.
    fn begin(&mut self, kind: BlockKind, range: &Range<usize>, text: &str) {
        let before = text.get(..range.start).unwrap_or_default();
        // A line as long as a file is looked through once for each block in it; none has more than a few.
        let line = before.bytes().rev().take(1000).position(|b| b == b'\n');
        let start = match line {
            Some(length) => range.start.saturating_sub(length),
            None if range.start <= 1000 => 0,
            None => range.start,
        };
        self.begins.entry(start).or_insert(kind);
    }

    fn front(&mut self, words: &str) {
        for line in words.lines().take(100) {
            if let Some((name, value)) = line.split_once(':')
                && !line.starts_with([' ', '\t', '-'])
            {
                let value = value.trim().trim_matches(['"', '\'']).to_owned();
                if !value.is_empty() {
                    self.front.push((name.trim().to_lowercase(), value));
                }
            }
        }
    }

    /// The blocks, each reaching to where the next one begins.
    fn blocks(&self, text: &str, shift: usize) -> Vec<Block> {
        let mut begins: Vec<(usize, BlockKind)> =
            self.begins.iter().map(|(start, kind)| (text.floor_char_boundary(*start), *kind)).collect();
        // Definitions of links may stand before everything else.
        if begins.first().is_some_and(|(start, _)| *start > 0) {
            begins.insert(0, (0, BlockKind::Paragraph));
        }
        let ends: Vec<usize> =
            begins.iter().skip(1).map(|(start, _)| *start).chain(std::iter::once(text.len())).collect();
        let mut blocks = Vec::new();
        for ((start, kind), end) in begins.into_iter().zip(ends) {
            let Some(part) = text.get(start..end) else { continue };
            let words = part.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            if !words.is_empty() {
                let from = shift
                    + start
                    + (part.len()
                        - part.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len());
                blocks.push(Block { kind, span: from..from + words.len() });
            }
        }
        blocks
    }
}
