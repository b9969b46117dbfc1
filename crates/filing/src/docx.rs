//! A draft as DOCX, to go on editing: styles, numbered headings, footnotes, cross references, comments for what is open,
//! and a bookmark around each fact by which it is found again.
//!
//! The parts are written here and by no library: none writes the language of a run, text from right to left and
//! the separators of footnotes. The same draft gives the same bytes; dates are those of the draft.

mod facts;
mod numbering;
mod package;
mod story;
mod styles;
mod xml;

use remand_dossier::picture::{self, PictureError};

use crate::draft::{Block, Draft, Part};
use numbering::Counted;
use package::Package;
use story::{Story, Told};

pub(crate) use facts::NAMESPACE;

/// Who made the document and asks its questions: the program, not a person.
const AUTHOR: &str = "Remand";
/// Pixels to a unit of the drawing: 200 to an inch on paper.
const SCALE: f32 = 2.0;

/// The DOCX could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// The package cannot be put together.
    #[error("the DOCX cannot be put together: {0}")]
    Package(#[from] zip::result::ZipError),
    /// The same, from below.
    #[error("the DOCX cannot be put together: {0}")]
    Write(#[from] std::io::Error),
    /// The clock cannot be drawn.
    #[error("the DOCX cannot be made: {0}")]
    Picture(#[from] PictureError),
}

/// The draft as DOCX.
///
/// # Errors
/// [`DocxError`] where a clock cannot be drawn; its message says why.
pub fn write(draft: &Draft) -> Result<Vec<u8>, DocxError> {
    let mut drawings = Vec::new();
    clocks(&draft.parts, &mut drawings);
    let pictures =
        drawings.into_iter().map(|svg| picture::draw(svg, SCALE)).collect::<Result<Vec<_>, _>>()?;
    let counted = Counted::of(draft);
    let told = Story::new(draft, counted, &pictures).tell();
    let Told { document, footnotes, comments, facts, lists } = told;
    let mut package = Package::default();
    package.add("[Content_Types].xml", package::content_types());
    package.add("_rels/.rels", package::package_relations());
    package.add("docProps/core.xml", package::core(draft));
    package.add("docProps/app.xml", package::app());
    package.add("word/document.xml", document);
    package.add("word/_rels/document.xml.rels", package::document_relations(pictures.len()));
    package.add("word/styles.xml", styles::part(&draft.language));
    package.add("word/numbering.xml", numbering::part(counted, lists));
    package.add("word/settings.xml", package::settings(draft));
    package.add("word/footnotes.xml", footnotes);
    package.add("word/comments.xml", comments);
    package.add("word/header1.xml", package::header(draft));
    package.add("word/footer1.xml", package::footer(draft));
    package.add("customXml/item1.xml", facts::part(draft, &facts));
    package.add("customXml/itemProps1.xml", package::custom_properties());
    package.add("customXml/_rels/item1.xml.rels", package::custom_relations());
    for (at, picture) in pictures.into_iter().enumerate() {
        package.add(format!("word/media/clock{}.png", at + 1), picture.png);
    }
    package.finish(draft.as_of)
}

/// The drawings of a draft, in its order.
pub(crate) fn clocks<'d>(parts: &'d [Part], found: &mut Vec<&'d str>) {
    for block in parts.iter().flat_map(|part| &part.blocks) {
        match block {
            Block::Clock(drawing) => found.push(&drawing.print),
            Block::Part(part) => clocks(std::slice::from_ref(part), found),
            _ => {}
        }
    }
}
