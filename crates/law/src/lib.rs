//! The law language: a law pack is Markdown that a lawyer can read, with fenced blocks that run.
//!
//! [`parse`] reads a pack and collects every fault in it, [`check`] compares packs with each other, [`format()`]
//! writes a pack in its regular form and [`explain`] says a norm in plain words. The language is described in
//! `spec/law.md`. Nothing here knows what a detention is: the names a norm may use are passed in as [`Names`].

mod block;
mod calendar;
mod case;
mod check;
mod counter;
mod counting;
mod cursor;
mod diagnostic;
mod explain;
mod format;
mod length;
mod link;
mod model;
mod names;
mod norm;
mod pack;
mod rule;

pub use calendar::{Calendar, Calendars, Off};
pub use check::check;
pub use counter::Counter;
pub use counting::{Amount, Counting, FirstDay, MonthEnd, Rollover, Unit};
pub use diagnostic::Diagnostic;
pub use explain::{explain, explain_condition};
pub use format::format;
pub use length::NoAnswer;
pub use link::{Law, link};
pub use model::{
    Act, Case, Checked, Comparison, Condition, Deadline, Defeater, Definition, Exempt, HowChecked, InForce,
    Instrument, Item, ItemPart, Length, Limit, Line, Named, Norm, Outcome, Pack, Parameter, Part, Party,
    Period, Rule, Strength, Stretch, Terms, Trigger, Value, Within,
};
pub use names::Names;
pub use pack::parse;
