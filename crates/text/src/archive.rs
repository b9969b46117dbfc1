//! Archives and single compressed files: their members become parts, none is opened in its turn.

mod compressed;
mod names;
mod seven;
mod tar;
mod zip;

pub(crate) use compressed::{Compression, peek, read as read_compressed};
pub(crate) use seven::read as read_seven;
pub(crate) use tar::{is_tar, read as read_tar};
pub(crate) use zip::read as read_zip;

/// How many names stand in one diagnostic.
const NAMED: usize = 10;

/// The first of some names, and how many more there are.
fn list(names: &[String]) -> String {
    let first: Vec<String> = names.iter().take(NAMED).map(|name| format!("\u{201c}{name}\u{201d}")).collect();
    match names.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
