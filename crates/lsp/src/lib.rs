//! A language server for law packs: faults, failing cases, hover, definitions, completion and the regular form while
//! a pack is being written.
//!
//! [`serve`] speaks the Language Server Protocol over any connection, [`serve_stdio`] over standard input and output.
//! Files on disk come from the caller, as a [`Disk`]; what is open in the editor goes before them.

mod completion;
mod hover;
mod place;
mod problems;
mod server;
mod shelf;
mod spec;
mod symbols;
mod text;
mod uri;

pub use server::{serve, serve_stdio};
pub use shelf::{Below, Disk};
