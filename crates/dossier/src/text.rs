//! A section as plain text for a terminal: wrapped, without colours, references in brackets.

use textwrap::{Options, fill};

use crate::document::{Block, Cell, Run, Section, Table};
use crate::record::Record;

/// Narrower than this, no line is wrapped.
const NARROWEST: usize = 40;

/// The section alone, without exhibits.
pub fn write_section(section: &Section, width: usize) -> String {
    let mut out = Text { out: String::new(), width: width.max(NARROWEST) };
    out.section(section);
    out.out
}

/// The section in lines of at most `width` columns where words allow it, followed by the exhibits that it refers to.
pub fn write(record: &Record<'_>, section: &Section, width: usize) -> String {
    let mut out = Text { out: String::new(), width: width.max(NARROWEST) };
    out.section(section);
    out.exhibits(record);
    out.out
}

struct Text {
    out: String,
    width: usize,
}

impl Text {
    fn section(&mut self, section: &Section) {
        let heading = section.heading.to_uppercase();
        self.paragraph(&heading, "", "");
        self.out.push('\n');
        for block in &section.blocks {
            match block {
                Block::Section(inner) => self.section(inner),
                Block::Paragraph { runs } | Block::Small { runs } | Block::Note { runs } => {
                    self.paragraph(&words(runs), "", "");
                    self.out.push('\n');
                }
                Block::List { points, .. } => {
                    points.iter().for_each(|point| self.paragraph(&words(point), "- ", "  "));
                    self.out.push('\n');
                }
                Block::Table(table) => self.table(table),
                // The tables beside the drawing say the same.
                Block::Drawing(_) | Block::Passage(_) => {}
            }
        }
    }

    /// The first line of a row has the first paragraph of each narrow cell; the rest stands below, indented.
    fn table(&mut self, table: &Table) {
        let widest = table.columns.iter().map(|column| column.share).max().unwrap_or_default();
        for row in &table.rows {
            let narrow = |at: usize| table.columns.get(at).is_some_and(|column| column.share < widest);
            let (head, below): (Vec<_>, Vec<_>) =
                row.cells.iter().enumerate().partition(|(at, _)| narrow(*at));
            let first = |cell: &Cell| cell.first().map(|line| words(line)).unwrap_or_default();
            let heads: Vec<String> =
                head.iter().map(|(_, cell)| first(cell)).filter(|text| !text.is_empty()).collect();
            self.paragraph(&heads.join("   "), "", "  ");
            let rest = head.iter().flat_map(|(_, cell)| cell.iter().skip(1));
            let rest: Vec<String> = rest.map(|line| words(line)).collect();
            if !rest.is_empty() {
                self.paragraph(&rest.join("; "), "    ", "    ");
            }
            for line in below.iter().flat_map(|(_, cell)| cell.iter()) {
                self.paragraph(&words(line), "    ", "      ");
            }
            self.out.push('\n');
        }
    }

    fn exhibits(&mut self, record: &Record<'_>) {
        let cited = |number: usize| {
            let (page, paragraph) = (format!("[E{number} "), format!("[E{number}]"));
            self.out.contains(&page) || self.out.contains(&paragraph)
        };
        let named: Vec<String> = record
            .items
            .iter()
            .enumerate()
            .filter(|(ix, _)| cited(ix + 1))
            .map(|(ix, (item, _))| format!("E{}  {}", ix + 1, crate::document::line(&item.name)))
            .collect();
        for line in named {
            self.paragraph(&line, "", "    ");
        }
    }

    fn paragraph(&mut self, text: &str, first: &str, then: &str) {
        if text.trim().is_empty() {
            return;
        }
        let options =
            Options::new(self.width).initial_indent(first).subsequent_indent(then).break_words(false);
        self.out.push_str(&fill(text, options));
        self.out.push('\n');
    }
}

fn words(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Quote { text, .. } => format!("“{text}”"),
            Run::Mark { text } => format!("({text})"),
            Run::Cite { text, .. } => format!("[{text}]"),
            Run::Text { text } | Run::Strong { text } | Run::Code { text } | Run::Link { text, .. } => {
                text.clone()
            }
        })
        .collect()
}
