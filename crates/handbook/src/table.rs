//! What pages are filled with: runs of text with links, and tables of them.

use askama::Template;
use askama::filters::HtmlSafe;
use remand_law::{Checked, HowChecked};

/// A run of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) text: String,
    /// Where it leads.
    pub(crate) href: Option<String>,
    /// A class of the stylesheet; `code` for what stands in a pack as it is.
    pub(crate) class: &'static str,
}

impl Span {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn code(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, class: "code" }
    }

    pub(crate) fn classed(text: impl Into<String>, class: &'static str) -> Self {
        Self { text: text.into(), href: None, class }
    }

    pub(crate) fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    pub(crate) fn leading(mut self, href: Option<String>) -> Self {
        self.href = href;
        self
    }
}

/// Lines of runs.
pub(crate) type Lines = Vec<Vec<Span>>;

/// One line of one run.
pub(crate) fn line(span: Span) -> Lines {
    vec![vec![span]]
}

/// Runs with `between` between them.
pub(crate) fn listed(spans: impl IntoIterator<Item = Span>, between: &str) -> Vec<Span> {
    let mut all = Vec::new();
    for span in spans {
        if !all.is_empty() {
            all.push(Span::text(between));
        }
        all.push(span);
    }
    all
}

/// A table; each row opens with a cell that names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// Its cells are numbers, which a narrow page sets in one line.
    pub(crate) counts: bool,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) head: &'static str,
    /// Share of the width in percent.
    pub(crate) share: u8,
    /// A class of the stylesheet.
    pub(crate) class: &'static str,
}

/// Columns from their heads and widths.
pub(crate) fn columns(columns: &[(&'static str, u8, &'static str)]) -> Vec<Column> {
    columns.iter().map(|(head, share, class)| Column { head, share: *share, class }).collect()
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) anchor: String,
    pub(crate) cells: Vec<Lines>,
}

/// How a norm was checked, to be seen at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) class: &'static str,
    pub(crate) words: String,
}

/// The mark of a check in full.
pub(crate) fn mark(checked: Checked) -> Mark {
    let words = match checked.how {
        HowChecked::Text => format!("Held against the text on {}", checked.on),
        HowChecked::SecondaryText => {
            format!("Not held against its text: only a secondary text was read, on {}", checked.on)
        }
        HowChecked::Memory => format!("Not held against its text: written from memory, on {}", checked.on),
    };
    Mark { class: class(checked.how), words }
}

/// The mark of a check in a word.
pub(crate) fn short(how: HowChecked) -> Span {
    let words = match how {
        HowChecked::Text => "text",
        HowChecked::SecondaryText => "secondary text",
        HowChecked::Memory => "memory",
    };
    Span::classed(words, class(how))
}

fn class(how: HowChecked) -> &'static str {
    match how {
        HowChecked::Text => "mark text",
        HowChecked::SecondaryText => "mark secondary",
        HowChecked::Memory => "mark memory",
    }
}

/// Runs as HTML.
#[derive(Template)]
#[template(path = "spans.html")]
pub(crate) struct Spans<'a> {
    pub(crate) spans: &'a [Span],
}

impl HtmlSafe for Spans<'_> {}

/// A table as HTML.
#[derive(Template)]
#[template(path = "table.html")]
pub(crate) struct TableView<'a> {
    pub(crate) table: &'a Table,
}

impl HtmlSafe for TableView<'_> {}

impl TableView<'_> {
    fn spans<'a>(&self, spans: &'a [Span]) -> Spans<'a> {
        Spans { spans }
    }
}
