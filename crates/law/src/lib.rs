//! The law language: a law pack is Markdown that a lawyer can read, with fenced blocks that run.
//!
//! [`parse`] reads packs and collects every fault in them, [`link`] makes one law of them, [`format()`] writes a pack
//! in its regular form and [`explain`] says a norm in plain words. The language is described in
//! `spec/law.md`. Nothing here knows what a detention is: the names a norm may use are passed in as [`Names`].

mod calendar;
mod counter;
mod counting;
mod definition;
mod diagnostic;
mod explain;
mod format;
mod length;
mod link;
mod model;
mod names;
mod read;
mod symbol;
mod whole;

pub use calendar::{Calendar, Calendars, Off};
pub use counter::Counter;
pub use counting::{Amount, Counting, FirstDay, MonthEnd, Rollover, Unit};
pub use diagnostic::Diagnostic;
pub use explain::{EventWords, Explanation, LabelWords, Wording, explain, explain_condition};
pub use format::format;
pub use length::NoAnswer;
pub use link::{Law, link};
pub use model::{
    Act, Case, Checked, Comparison, Condition, Deadline, Defeater, Definition, Exempt, HowChecked, InForce,
    Instrument, Item, ItemPart, Length, Limit, Line, Named, Norm, Outcome, Pack, Parameter, Part, Party,
    Period, Rule, Strength, Stretch, Terms, Trigger, Value, Within,
};
pub use names::{Names, nearest};
pub use read::{Outlined, defined, expected_at, has_blocks, outline, parse, parse_one, symbols};
pub use symbol::{Expected, Kind, Symbol};
pub use whole::checked_after;
