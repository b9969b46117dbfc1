//! Time expressions in running text: where they stand, what they say, and what they were resolved against.
#![doc = ""]
#![doc = include_str!("../README.md")]

mod anaphora;
mod calendar;
mod class;
mod compound;
mod edtf;
mod endings;
mod expression;
mod holiday;
pub mod json;
pub mod jsonl;
mod letter;
mod lexicon;
mod numeral;
mod pattern;
mod published;
mod reckoning;
mod resolve;
mod scan;
mod sentence;
mod slots;
mod tagger;
pub mod timeml;
mod timex;
mod token;
pub mod utf8;
mod value;
mod vocabulary;
mod when;
mod words;
mod year;

pub use edtf::EdtfError;
pub use expression::Expression;
pub use lexicon::LexiconError;
pub use published::{Evidence, Inferred, infer_publication};
pub use resolve::{Context, resolve};
pub use tagger::Tagger;
pub use timex::{Amount, Anchor, Calendar, Direction, Kind, Precision, Reason, Timex, Unit};
pub use when::When;
