//! Captures of the web: WARC, ARC and WACZ files, MHTML pages, and what saved pages carry with them.

mod arc;
mod digest;
mod http;
mod listing;
mod mhtml;
mod saved;
mod source;
mod wacz;
mod warc;

pub(crate) use arc::{is_arc, read as read_arc};
pub(crate) use mhtml::{is_mhtml, read as read_mhtml};
pub use saved::is_beside_page;
pub(crate) use saved::take_data;
pub(crate) use wacz::{is_wacz, read as read_wacz};
pub(crate) use warc::{is_warc, read as read_warc};
