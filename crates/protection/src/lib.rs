//! Protection of people: which persons and details are hidden from whom, what stands in their place, and the test that
//! no byte of an output still shows them.
//!
//! A [`Mark`] is what a person decided. A [`Guard`] is what the marks come to for one [`Audience`]: it finds protected
//! values in a text in any of their forms and puts placeholders there. [`leaks`] searches the bytes of a finished output,
//! whatever its format, for what should not be in it. Nothing here knows what a detention or a dossier is.

mod guard;
mod leak;
mod mark;
mod name;
mod phrase;
mod placeholder;
mod token;

pub use guard::{Edited, Guard, Hit, Known};
pub use leak::{Leak, LeakError, Place, check, leaks, traces};
pub use mark::{Audience, Kind, Mark, MarkError, Marked, Passage, Withdrawal};
