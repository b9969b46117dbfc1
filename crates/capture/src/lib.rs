//! What was fetched from the web, as a WACZ file that keeps it: requests and responses as they were, with the time of
//! each and digests of all.
//!
//! Nothing is fetched here: [`Capture::to_wacz`] is a function of the bytes that somebody else fetched, and gives the
//! same file for the same bytes. The form is WACZ 1.1.1 (Webrecorder, "Web Archive Collection Zipped") over WARC 1.1
//! (ISO 28500:2017), with an index in CDXJ and `pages.jsonl`; `crates/text` reads it back.

mod exchange;
mod index;
mod wacz;
mod warc;

pub use exchange::{CaptureError, Exchange, Message};
pub use wacz::Capture;
