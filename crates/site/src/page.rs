//! The pages, one file a kind.

pub(crate) mod about;
pub(crate) mod background;
pub(crate) mod bars;
pub(crate) mod chronology;
pub(crate) mod custody;
pub(crate) mod documents;
pub(crate) mod findings;
pub(crate) mod front;
pub(crate) mod owed;
pub(crate) mod reactions;
pub(crate) mod updates;

use crate::html::Html;

/// A table that can be scrolled by keyboard where it is wide, and is read row by row where the screen is narrow.
pub(crate) fn table(html: &mut Html, caption: &str, heads: &[&str], rows: impl FnOnce(&mut Html)) {
    html.tag("section", &[("class", "scroll"), ("aria-label", caption), ("tabindex", "0")], |html| {
        html.tag("table", &[("class", "stack")], |html| {
            html.element("caption", &[], caption);
            html.tag("thead", &[], |html| {
                html.tag("tr", &[], |html| {
                    for head in heads {
                        html.element("th", &[("scope", "col")], head);
                    }
                });
            });
            html.tag("tbody", &[], rows);
        });
    });
}

/// A cell that names its column where the heads are not seen.
pub(crate) fn cell(html: &mut Html, head: &str, inner: impl FnOnce(&mut Html)) {
    html.tag("td", &[("data-head", head)], inner);
}

/// The first cell of a row.
pub(crate) fn row_head(html: &mut Html, head: &str, inner: impl FnOnce(&mut Html)) {
    html.tag("th", &[("scope", "row"), ("data-head", head)], inner);
}
