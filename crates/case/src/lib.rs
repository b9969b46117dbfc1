//! The case folder, and the path: [`run`] runs the stages one after another. The only crate that calls two of them.

mod below;
mod decision;
mod folder;
mod given;
mod identity;
mod law;
mod library;
mod merge;
mod output;
mod path;
pub mod review;
mod seal;
mod search;
mod since;
mod site;
mod summary;

pub use below::packs_below;
pub use decision::Decisions;
pub use folder::{CaseError, CaseFolder, Ingested};
pub use given::{GivenError, Giving, norms_that_ask};
pub use identity::{Identity, IdentityError};
pub use law::LawError;
pub use library::{Formatted, Library, Listed, Shelved, Tested, write_whole};
pub use merge::{Merged, merge, verify_at};
pub use output::{Outputs, write_outputs};
pub use path::{Choices, Held, Run, Stage, hold, hold_against_law, run};
pub use remand_bundle::Checked;
pub use remand_handbook::Site;
pub use remand_text::worker_main;
pub use seal::{Sealed, Sealing};
pub use search::{Indexing, SEARCH_INDEX};
pub use since::Since;
pub use site::write_site;
pub use summary::{DisputeLine, Summary};
