//! Files as received, and the journal of what people did with them. Knows nothing of what a file says.

mod item;

pub use item::{Item, ItemId, NotAnItemId};
