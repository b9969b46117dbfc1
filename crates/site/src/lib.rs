//! A case as a site that everybody can read: updates, the clock, the chronology, findings, what is asked and of whom.
//!
//! A [`Publication`] is a guarded record with what people wrote for the site; [`site()`] makes every page of it in every
//! language it is asked for. No page has a script, loads anything, or weighs more than [`HEAVIEST`]. Words of the pages
//! are data (`words/`); words of sources keep their language.

mod data;
mod dates;
mod feed;
mod frame;
mod html;
mod language;
mod markdown;
mod page;
mod pages;
mod post;
mod site;
mod slug;
mod topic;
mod update;
mod view;

pub use language::{Language, languages};
pub use post::pages_of_updates;
pub use site::{Base, HEAVIEST, Publication, Site, SiteError, chosen, site};
pub use slug::slug;
pub use update::{Accepted, Update};
