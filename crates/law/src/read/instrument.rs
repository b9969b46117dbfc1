//! Reading an `instrument` block.

use super::block::Block;
use super::cursor::{Cursor, Parsed};
use super::report::Report;
use super::{head, terms};
use crate::{Instrument, Kind, Names};

/// Reads an `instrument` block; `None` where it has no id.
pub(super) fn parse(
    block: &Block<'_>,
    title: &str,
    names: &Names,
    report: &mut Report<'_>,
) -> Option<Instrument> {
    let id = head::id(block, Kind::Instrument, report);
    let mut terms = terms::Draft::default();
    block.each_field(names, report, |words| read(&mut terms, words));
    Some(Instrument { id: id?, title: title.to_owned(), terms: terms.finish() })
}

fn read(draft: &mut terms::Draft, words: &mut Cursor<'_, '_, '_>) -> Parsed<()> {
    let first = words.field("an instrument", &terms::FIELDS)?;
    draft.read(first, words)?;
    words.end()
}
