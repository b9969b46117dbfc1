//! Putting a text layer together, block by block.

use crate::{Block, BlockKind, Diagnostic, Engine, Metadata, Page, Statement, TextLayer};

/// Text that grows by blocks, each set apart from the one before by white space.
#[derive(Debug)]
pub(crate) struct LayerBuilder {
    layer: TextLayer,
    /// Most bytes the text may have.
    limit: usize,
    left_out: usize,
    /// The block before was a cell of the row that is not finished.
    in_row: bool,
    /// The next block is a further paragraph of that cell.
    same_cell: bool,
    /// Empty cells of the row since the last one with text.
    empty_cells: usize,
}

impl LayerBuilder {
    pub(crate) fn new(media_type: &str, limit: usize) -> Self {
        let layer = TextLayer { media_type: media_type.to_owned(), ..TextLayer::default() };
        Self { layer, limit, left_out: 0, in_row: false, same_cell: false, empty_cells: 0 }
    }

    /// Adds a block; white space around `text` is dropped, and a block of nothing else is none.
    pub(crate) fn push(&mut self, kind: BlockKind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.left_out > 0 || self.layer.text.len() + text.len() + 2 > self.limit {
            self.left_out += text.len();
            return;
        }
        if let Some(last) = self.layer.blocks.last() {
            let between = match (last.kind, kind) {
                (BlockKind::Cell, BlockKind::Cell) if self.in_row && !self.same_cell => "\t",
                (BlockKind::Cell, BlockKind::Cell)
                | (BlockKind::ListItem, BlockKind::ListItem)
                | (BlockKind::Header, BlockKind::Header) => "\n",
                _ => "\n\n",
            };
            self.layer.text.push_str(between);
            if kind == BlockKind::Cell {
                self.layer.text.extend(std::iter::repeat_n('\t', self.empty_cells));
            }
        }
        self.empty_cells = 0;
        let start = self.layer.text.len();
        self.layer.text.push_str(text);
        self.layer.blocks.push(Block { kind, span: start..self.layer.text.len() });
        self.in_row = kind == BlockKind::Cell;
        self.same_cell = false;
    }

    /// Adds the paragraphs of running text, which blank lines set apart.
    pub(crate) fn push_paragraphs(&mut self, text: &str) {
        for span in crate::plain::paragraphs(text) {
            self.push(BlockKind::Paragraph, text.get(span).unwrap_or_default());
        }
    }

    /// The row of a table is finished.
    pub(crate) fn end_row(&mut self) {
        self.in_row = false;
        self.empty_cells = 0;
    }

    /// Where the next page begins: after the white space that follows the last block.
    pub(crate) fn position(&self) -> usize {
        self.layer.text.len()
    }

    /// Says that the blocks added since `start` are page `number`.
    pub(crate) fn end_page(&mut self, number: u32, start: usize) {
        let first = self.layer.blocks.iter().rev().take_while(|block| block.span.start >= start).last();
        let end = self.layer.text.len();
        let span = first.map_or(end..end, |block| block.span.start..end);
        self.layer.pages.push(Page { number, span });
    }

    pub(crate) fn metadata(&mut self) -> &mut Metadata {
        &mut self.layer.metadata
    }

    pub(crate) fn declare_language(&mut self, code: &str) {
        let primary = code.split(['-', '_']).next().unwrap_or_default().trim();
        if primary.len() == 2 && primary.chars().all(|c| c.is_ascii_alphabetic()) {
            self.layer.language = Some(primary.to_ascii_lowercase());
        }
    }

    pub(crate) fn say(&mut self, message: impl Into<String>) {
        self.layer.diagnostics.push(Diagnostic { page: None, message: message.into() });
    }

    pub(crate) fn say_of_page(&mut self, page: u32, message: impl Into<String>) {
        self.layer.diagnostics.push(Diagnostic { page: Some(page), message: message.into() });
    }

    /// How many things were said.
    pub(crate) fn said(&self) -> usize {
        self.layer.diagnostics.len()
    }

    /// The next block belongs to the same cell of a table as the one before.
    pub(crate) fn stay_in_cell(&mut self) {
        self.same_cell = self.in_row;
    }

    /// An empty cell: the columns after it stay where they are.
    pub(crate) fn skip_cell(&mut self) {
        self.empty_cells = self.empty_cells.saturating_add(1).min(100);
    }

    /// Says something more about the file, where there is something to say.
    pub(crate) fn state(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into().trim().to_owned();
        if !value.is_empty() {
            self.layer.metadata.said.push(Statement { name: name.to_owned(), value });
        }
    }

    /// Page `number` is a picture, or has text that nobody can make sense of.
    pub(crate) fn is_picture(&mut self, number: u32) {
        self.layer.pictures.push(number);
    }

    pub(crate) fn read_by(&mut self, name: &str, version: &str) {
        self.layer.engines.push(Engine {
            name: name.to_owned(),
            version: version.to_owned(),
            settings: None,
        });
    }

    /// There is no text, and nothing was said about why.
    pub(crate) fn is_silent(&self) -> bool {
        self.layer.blocks.is_empty() && self.layer.diagnostics.is_empty() && self.layer.pictures.is_empty()
    }

    pub(crate) fn finish(mut self) -> TextLayer {
        if self.left_out > 0 {
            let message = format!(
                "the text is too long: its first {} bytes were read, {} bytes after them were left out; split the file",
                self.layer.text.len(),
                self.left_out
            );
            self.say(message);
        }
        self.layer
    }
}
