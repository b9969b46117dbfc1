//! The document as one web page: no script, nothing loaded from elsewhere.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::document::{Block, Document, Run, Section};

/// The colours of pages, light and dark, as variables that the drawing of the clock uses.
pub const PALETTE: &str = include_str!("../templates/palette.css");

/// The page as HTML. All text of the document is escaped; only the drawing goes in as it is.
///
/// # Errors
/// Only where the template cannot be written out, which text in memory never causes.
pub fn write(document: &Document) -> Result<String, askama::Error> {
    Page { document }.render()
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    document: &'a Document,
}

#[derive(Template)]
#[template(path = "section.html")]
struct SectionView<'a> {
    section: &'a Section,
    level: u8,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct RunsView<'a> {
    runs: &'a [Run],
}

impl HtmlSafe for SectionView<'_> {}
impl HtmlSafe for RunsView<'_> {}

impl Page<'_> {
    fn section<'a>(&self, section: &'a Section) -> SectionView<'a> {
        SectionView { section, level: 2 }
    }
}

impl SectionView<'_> {
    fn below<'a>(&self, section: &'a Section) -> SectionView<'a> {
        SectionView { section, level: (self.level + 1).min(6) }
    }

    fn runs<'a>(&self, runs: &'a [Run]) -> RunsView<'a> {
        RunsView { runs }
    }
}

/// Sections below, for the table of contents.
fn parts(section: &Section) -> impl Iterator<Item = &Section> {
    section.blocks.iter().filter_map(|block| match block {
        Block::Section(section) => Some(section),
        _ => None,
    })
}
