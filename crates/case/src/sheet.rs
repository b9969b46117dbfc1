//! The case sheet: a record held against the law, guarded for its audience, on two pages.

use std::collections::BTreeMap;

use remand_filing::sheet::{self, Measure, Sheet, SheetError};
use remand_filing::{Case, FilingError, Forms};

use crate::filing::shown;
use crate::path::Choices;
use crate::{CaseError, CaseFolder};

/// The form whose norms and headings a sheet has: that of the body that hears of detention in any country.
const FORM: &str = "wgad";

/// Makes `sheet.html` and `sheet.pdf` of a case, with what the user called it.
///
/// # Errors
/// Where the case cannot be held against the law or has no person, there is no form in the language, the sheet does not
/// go on two pages, or it would show what is protected.
pub fn sheet(
    case: (CaseFolder, String),
    choices: &Choices,
    forms: &Forms,
    language: &str,
) -> Result<(Sheet, BTreeMap<String, Vec<u8>>), CaseError> {
    let form = forms.form(FORM, language).map_err(FilingError::from)?;
    shown(&[case], choices, |all| {
        let case: &Case<'_> = all.first().ok_or(FilingError::NoCase)?;
        let make = |measure: Measure| sheet::sheet(&form, case, measure).map_err(CaseError::from);
        let (sheet, pdf) = sheet::pdf(make)?;
        let html = sheet::html(&sheet)?.into_bytes();
        let files = BTreeMap::from([("sheet.html".to_owned(), html), ("sheet.pdf".to_owned(), pdf)]);
        Ok((sheet, files))
    })
}

impl From<SheetError> for CaseError {
    fn from(error: SheetError) -> Self {
        Self::Document("case sheet", error.to_string())
    }
}
