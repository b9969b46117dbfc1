//! What all pages share: the head, the way between them, the foot.

use crate::address::root;
use crate::table::Span;
use crate::word::{EVENTS, WORDS};

/// The packs by jurisdiction.
pub(crate) const INDEX: &str = "index.html";
/// What a lawyer still has to check.
pub(crate) const CHECK: &str = "check.html";
/// Every norm by its id.
pub(crate) const IDS: &str = "ids.html";

/// The frame of a page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) title: String,
    /// From this page to the folder of the site.
    pub(crate) root: String,
    /// This page.
    pub(crate) address: String,
    /// The way from the index to it.
    pub(crate) crumbs: Vec<Span>,
}

impl Frame {
    pub(crate) fn new(title: impl Into<String>, address: &str, crumbs: Vec<Span>) -> Self {
        Self { title: title.into(), root: root(address), address: address.to_owned(), crumbs }
    }

    /// The pages about all packs.
    pub(crate) fn ways(&self) -> [(&'static str, &'static str); 5] {
        [
            (INDEX, "Packs"),
            (CHECK, "To be checked"),
            (IDS, "Norms by id"),
            (EVENTS, "Events"),
            (WORDS, "Other words"),
        ]
    }
}
