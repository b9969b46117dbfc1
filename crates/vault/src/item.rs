//! A file as it was received, and how it came.

use serde::{Deserialize, Serialize};

use crate::ItemId;

/// A file as received. Its bytes lie in the vault under its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// SHA-256 of the bytes.
    pub id: ItemId,
    /// Path below the source it came from, with `/` between the parts; what is not UTF-8 is escaped as `%XX`.
    pub name: String,
    /// Further names under which the same bytes came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// The item that it was found in, such as the mail of an attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ItemId>,
}

/// How an item reached whoever recorded it, as that person says: the first links of its chain of custody. What is not
/// known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Who handed it over, or the address it was fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How: by hand, by mail, by messenger, downloaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// When, as an EDTF date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Who received it, where that is another than whose log this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Receipt {
    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
