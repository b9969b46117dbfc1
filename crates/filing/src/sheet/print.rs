//! A case sheet as a web page and as PDF, of two pages at most.

use askama::Template;
use remand_dossier::pdf::{PdfError, typeset_pages};

use super::{MEASURES, Measure, Piece, Sheet};

const TEMPLATE: &str = include_str!("../../templates/sheet.typ");
/// Pages of a sheet.
const PAGES: usize = 2;

/// No sheet could be printed.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The page.
    #[error("the case sheet cannot be written as a web page: {0}")]
    Page(#[from] askama::Error),
    /// The PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// It has too much in it.
    #[error(
        "the case sheet does not go on two pages: the name, the answers to `sheet.asked` or the names of files are too long; \
         shorten what is asked (`remand answer`)"
    )]
    TooLong,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct Page<'s> {
    sheet: &'s Sheet,
}

/// The sheet as a web page of its own: nothing is loaded from elsewhere.
///
/// # Errors
/// [`SheetError`] where the template fails.
pub fn html(sheet: &Sheet) -> Result<String, SheetError> {
    Ok(Page { sheet }.render()?)
}

/// The sheet as PDF, with as much in it as goes on two pages; and the sheet that this is.
///
/// # Errors
/// [`SheetError`] where it does not go on two pages, or `made` gives no sheet.
pub fn pdf<E: From<SheetError>>(made: impl Fn(Measure) -> Result<Sheet, E>) -> Result<(Sheet, Vec<u8>), E> {
    for measure in MEASURES {
        let sheet = made(measure)?;
        let clock = sheet.clock.as_ref().map(|clock| ("clock.svg", clock.print.as_bytes()));
        let files: Vec<(&str, &[u8])> = clock.into_iter().collect();
        let set = typeset_pages(TEMPLATE, &sheet, &files, Some(sheet.as_of_iso));
        let (bytes, pages) = set.map_err(SheetError::from)?;
        if pages <= PAGES {
            return Ok((sheet, bytes));
        }
    }
    Err(SheetError::TooLong.into())
}
