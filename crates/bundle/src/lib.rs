//! A case as a bundle: a BagIt bag (RFC 8493) whose payload is an RO-Crate with W3C PROV and Web Annotations, and which
//! others check without this program; and a bundle of others, read as the hostile file that it may be. Knows nothing of
//! what a file says. `spec/bundle.md` gives the exact form.

mod annotation;
mod bag;
mod check;
mod contents;
mod crate_metadata;
mod error;
mod name;
mod prov;
mod read;
mod zipped;

pub use annotation::{Note, annotations};
pub use bag::Place;
pub use check::{Checked, check, check_kept};
pub use contents::{Contents, Proof, seal_of, write};
pub use error::BundleError;
pub use name::Paths;
pub use read::{Bundle, Source};
pub use zipped::{ZipPlace, ZipSource};

/// The verifier that every bundle carries.
pub const VERIFIER: &str = include_str!("../../../spec/reference/verify.py");
