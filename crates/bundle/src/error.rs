//! Why a bundle cannot be made or read.

use remand_vault::VaultError;

/// A bundle could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// An object of the vault cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Bytes that are not those of the object.
    #[error(
        "`{path}` does not have the bytes that its name says: the case is damaged; `remand verify` says more"
    )]
    OtherBytes {
        /// Path in the bundle.
        path: String,
    },
    /// A name that would unpack outside its folder, or over other files.
    #[error(
        "`{0}` cannot be the name of a file in a bundle: use letters, digits, `.`, `-` and `_`, once each name"
    )]
    BadName(String),
    /// An annotation that does not fit what it is about.
    #[error("the annotation on `{quote}` does not fit: {why}")]
    BadNote {
        /// What it quotes.
        quote: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The bundle cannot be written.
    #[error("the bundle cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// What was given is no bundle, or one that is made to do harm.
    #[error("it cannot be read as a bundle: {0}")]
    Refused(String),
}

pub(crate) fn refused(why: impl Into<String>) -> BundleError {
    BundleError::Refused(why.into())
}
