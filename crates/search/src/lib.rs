//! Full text search over the text layers of a case: words in any of their forms, exact phrases, names in any script,
//! each with the place where it stands.
//!
//! [`Query::parse`] reads what a person typed, [`Index`] holds the words of the texts in SQLite's FTS5 (in memory, or in
//! a file that can be deleted and built anew at any time), and [`Index::search`] gives [`Hit`]s. SQLite sees words that
//! were folded, stemmed and transliterated here; places are found in the text itself.

mod fold;
mod hit;
mod index;
mod kazakh;
mod name;
mod query;
mod stem;
mod words;

pub use fold::fold;
pub use hit::{Found, Hit, Place};
pub use index::{Entry, Filter, Index, IndexError};
pub use name::keys as name_keys;
pub use query::{Query, QueryError};
pub use stem::Stems;
pub use words::{is_invisible, words};
