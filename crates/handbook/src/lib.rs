//! Law packs as a site that a lawyer can read: each norm with its source, its dates, how it was checked, what it says
//! in plain words, and its cases as they come out.
//!
//! [`site`] gives files with their names and writes none. Pages load nothing, run no script, and each is whole by
//! itself, so that one of them can be printed or sent. Packs may come from anybody: their text is never markup.

mod address;
mod block;
mod book;
mod card;
mod facts;
mod frame;
mod overview;
mod page;
mod prose;
mod table;
mod usage;
mod word;

use remand_finding::Code;
use remand_law::{Diagnostic, Pack};

/// A pack and where it belongs.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// Its path below `law/`, such as `un/iccpr/article-9.md`; the first part is its jurisdiction.
    pub place: &'a str,
    /// The pack.
    pub pack: &'a Pack,
}

/// The pages of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Relative paths with `/` between their parts, and bytes. No two paths differ in case alone.
    pub files: Vec<(String, Vec<u8>)>,
    /// Cases in them that were run.
    pub cases: usize,
    /// Cases that do not come out as they say.
    pub failed: usize,
}

/// Makes the site of packs that are read together. `code` is what they link to, `faults` what is wrong with them: a
/// block with a fault is shown as written and marked.
///
/// # Errors
/// Only where a template cannot be written out, which text in memory never causes.
pub fn site(shelves: &[Shelf<'_>], code: &Code, faults: &[Diagnostic]) -> Result<Site, askama::Error> {
    let book = book::Book::new(shelves, code, faults);
    let mut files = overview::write(&book)?;
    for at in 0..book.pages.len() {
        files.push(page::write(&book, at)?);
    }
    Ok(Site {
        files: files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect(),
        cases: book.results.len(),
        failed: book.results.values().filter(|result| result.is_err()).count(),
    })
}
