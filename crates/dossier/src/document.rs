//! The document that every writer prints: sections, tables, notes, the drawing of the clock, quoted passages.
//!
//! All text in it is for display: white space is folded, and control characters and direction overrides of a
//! source are made visible, so that nothing a file contains can change how the page around it reads. The exact bytes stand in
//! `dossier.json` and in the items.

use serde::Serialize;

/// The language that documents are worded in, as ISO 639-1.
pub(crate) const LANGUAGE: &str = "en";

/// The whole document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Title, without the name of the program.
    pub title: String,
    /// Name of the subject for the running head; empty where nobody could be told.
    pub subject: String,
    /// The day it speaks of, in words.
    pub as_of: String,
    /// The same as ISO 8601, for metadata.
    pub as_of_iso: String,
    /// Language of the document's own words.
    pub lang: String,
    /// For whom it is made and what is hidden from them; said on every page.
    pub audience: String,
    /// What must be said on every page: that nothing was reviewed. `None` once a person has.
    pub notice: Option<String>,
    /// Sections in reading order.
    pub sections: Vec<Section>,
    /// What the document was made with, in a line.
    pub colophon: String,
}

/// A part with a heading. Sections nest three deep at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Id for links, unique in the document.
    pub id: String,
    /// `3` or `3.2`.
    pub number: String,
    /// Heading.
    pub heading: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A block of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A section below.
    Section(Section),
    /// Running text.
    Paragraph {
        /// The text.
        runs: Vec<Run>,
    },
    /// Running text in smaller type: citations, counts, what a table leaves out.
    Small {
        /// The text.
        runs: Vec<Run>,
    },
    /// Something a reader must not miss.
    Note {
        /// The text.
        runs: Vec<Run>,
    },
    /// Points, numbered or not.
    List {
        /// In order of weight: printed with numbers.
        numbered: bool,
        /// One per point.
        points: Vec<Vec<Run>>,
    },
    /// A table.
    Table(Table),
    /// The clock.
    Drawing(Drawing),
    /// A quoted passage in its context.
    Passage(QuotedPassage),
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "run", rename_all = "snake_case")]
pub enum Run {
    /// Plain.
    Text {
        /// The words.
        text: String,
    },
    /// Weighty: an outcome, a date.
    Strong {
        /// The words.
        text: String,
    },
    /// A mark beside a claim: an account, `alleged`, `said once`.
    Mark {
        /// The words.
        text: String,
    },
    /// Words of a source, printed in quotation marks.
    Quote {
        /// The words.
        text: String,
        /// Their language as ISO 639-1, where it can be told.
        lang: Option<String>,
    },
    /// A hash or an id.
    Code {
        /// The characters.
        text: String,
    },
    /// A reference to a quoted passage: `E1 ¶ 14`.
    Cite {
        /// Exhibit and place; the place alone after a reference to the same exhibit.
        text: String,
        /// Id of the passage.
        to: String,
        /// Id of this reference, so that the passage can lead back; empty where another one for the same use has it.
        id: String,
    },
    /// A reference to another place of the document.
    Link {
        /// The words.
        text: String,
        /// Id of the place.
        to: String,
    },
}

/// Who the document is made for: both say the same, paper refers where the page quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Complete, every quotation beside its claim.
    Page,
    /// For print: what is said often is quoted once and referred to after that.
    Paper,
}

/// How a table is set on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "print", rename_all = "snake_case")]
pub enum Print {
    /// As a table.
    #[default]
    Grid,
    /// Each row as a paragraph.
    Rows {
        /// So many cells stand in its first line, the others below it.
        lead: usize,
        /// The cells below begin with the head of their column.
        heads: bool,
    },
}

/// A table with a head row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows, for those who cannot see it.
    pub caption: String,
    /// How it is set on paper.
    pub print: Print,
    /// Column heads with their share of the width.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// Head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Share of the width, relative to the others.
    pub share: u32,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Id for links; empty where nothing links here.
    pub id: String,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// A cell: paragraphs of runs.
pub type Cell = Vec<Vec<Run>>;

/// The drawing of the clock in the forms that the writers need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawing {
    /// SVG for a wide screen, in the colours of the page around it.
    #[serde(skip)]
    pub wide: String,
    /// SVG for a narrow screen.
    #[serde(skip)]
    pub narrow: String,
    /// SVG for print, with colours of its own.
    #[serde(skip)]
    pub print: String,
    /// What it shows, in words.
    pub alt: String,
    /// Said under it: what was cut from the axis.
    pub caption: String,
}

/// A paragraph of a source with the words that the document refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotedPassage {
    /// Id for links.
    pub id: String,
    /// Exhibit and place.
    pub place: String,
    /// Id of the exhibit's row among the sources; empty where the item is not in the record.
    pub exhibit: String,
    /// Name of the file.
    pub name: String,
    /// The text in order.
    pub parts: Vec<Part>,
    /// Language of the item.
    pub lang: Option<String>,
    /// Where the document refers to it.
    pub uses: Vec<Use>,
}

/// A piece of a quoted passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// These are words referred to, not the text around them.
    pub cited: bool,
    /// The text.
    pub text: String,
}

/// A place that refers to a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Id of the reference.
    pub id: String,
    /// What it is used for: `the clock`, `9(3) Brought promptly before a judge`.
    pub text: String,
}

/// Text for display: white space folded, control characters and direction marks visible.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for ch in text.chars() {
        if ch.is_whitespace() && !matches!(ch, '\u{A0}' | '\u{202F}') {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        match ch {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                out.push_str(&format!("⟨U+{:04X}⟩", u32::from(ch)));
            }
            '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {}
            ch if ch.is_control() => out.push('\u{FFFD}'),
            ch => out.push(ch),
        }
    }
    if space {
        out.push(' ');
    }
    out
}

/// Text for display in one line, without space at its ends.
pub fn line(text: &str) -> String {
    shown(text).trim().to_owned()
}

/// At most `most` characters of `text`, cut at a space where there is one near.
pub fn shortened(text: &str, most: usize) -> String {
    let text = line(text);
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text;
    };
    let head = text.get(..end).unwrap_or_default();
    let cut = head.rfind(' ').filter(|at| at * 4 > end * 3).unwrap_or(end);
    format!("{} …", head.get(..cut).unwrap_or(head).trim_end())
}

impl Run {
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        Self::Text { text: shown(text.as_ref()) }
    }

    pub(crate) fn strong(text: impl AsRef<str>) -> Self {
        Self::Strong { text: line(text.as_ref()) }
    }

    pub(crate) fn mark(text: impl AsRef<str>) -> Self {
        Self::Mark { text: line(text.as_ref()) }
    }

    pub(crate) fn code(text: impl AsRef<str>) -> Self {
        Self::Code { text: line(text.as_ref()) }
    }

    pub(crate) fn link(text: impl AsRef<str>, to: impl Into<String>) -> Self {
        Self::Link { text: line(text.as_ref()), to: to.into() }
    }

    /// The characters a reader sees.
    pub fn words(&self) -> &str {
        match self {
            Self::Text { text }
            | Self::Strong { text }
            | Self::Mark { text }
            | Self::Quote { text, .. }
            | Self::Code { text }
            | Self::Cite { text, .. }
            | Self::Link { text, .. } => text,
        }
    }
}

impl Block {
    pub(crate) fn paragraph(text: impl AsRef<str>) -> Self {
        Self::Paragraph { runs: vec![Run::text(text)] }
    }

    pub(crate) fn small(text: impl AsRef<str>) -> Self {
        Self::Small { runs: vec![Run::text(text)] }
    }
}

impl Table {
    pub(crate) fn new(caption: impl Into<String>, columns: &[(&str, u32)]) -> Self {
        let columns = columns.iter().map(|&(head, share)| Column { head: head.to_owned(), share }).collect();
        Self { caption: caption.into(), columns, ..Self::default() }
    }

    /// The same, set on paper as paragraphs.
    pub(crate) fn in_rows(mut self, lead: usize, heads: bool) -> Self {
        self.print = Print::Rows { lead, heads };
        self
    }

    pub(crate) fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { id: String::new(), cells });
    }

    pub(crate) fn push_as(&mut self, id: impl Into<String>, cells: Vec<Cell>) {
        self.rows.push(Row { id: id.into(), cells });
    }
}

/// A cell with one line of plain text.
pub(crate) fn cell(text: impl AsRef<str>) -> Cell {
    vec![vec![Run::text(line(text.as_ref()))]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_hides_in_its_text_is_seen() {
        assert_eq!(shown("a\u{202E}b"), "a⟨U+202E⟩b");
        assert_eq!(shown("a\u{0}b\u{1b}[2J"), "a\u{FFFD}b\u{FFFD}[2J");
        assert_eq!(shown("one\n\n  two\t"), "one two ");
        assert_eq!(shown("Қаңтар 🕊 שלום"), "Қаңтар 🕊 שלום");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shortened("бір екі үш", 100), "бір екі үш");
        assert_eq!(shortened("бір екі үш төрт", 11), "бір екі үш …");
        assert_eq!(shortened(&"қ".repeat(50), 5), "қққққ …");
        assert_eq!(shortened("", 5), "");
    }
}
