//! The index: what is bound where, for people on the first pages and for machines as JSON.

use serde::Serialize;

/// The name of the form of `index.json`.
pub const SCHEMA: &str = "remand-exhibits-1";

/// What the pages of an exhibit are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The pages of the file.
    Pages,
    /// The picture.
    Image,
    /// The text of the file, set anew.
    Text,
    /// A page that says which exhibits were found in it.
    Holds,
    /// A page that says why it cannot be shown.
    NotShown,
    /// A page that says why its audience does not get it.
    Withheld,
}

/// One exhibit of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What its pages are stamped with: `E3`, `E3-T`.
    pub label: String,
    /// How footnotes name it, whatever it translates.
    pub cited: String,
    /// Its number in the record.
    pub exhibit: usize,
    /// The name of the file.
    pub name: String,
    /// SHA-256 of the original; none of one that is withheld.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
    /// What kind of file it is.
    pub media_type: String,
    /// Its date, as far as anybody says.
    pub date: Option<String>,
    /// Who wrote it or whom it is from, as the file says.
    pub source: Option<String>,
    /// From whom it was received.
    pub received_from: Option<String>,
    /// Its language (ISO 639-1).
    pub language: Option<String>,
    /// The label of what it translates.
    pub translation_of: Option<String>,
    /// Who translated it.
    pub translated_by: Option<String>,
    /// What its pages are.
    pub shown: Shown,
    /// What was done to it for printing.
    pub done: Vec<String>,
    /// Why something of it is not shown.
    pub problem: Option<String>,
    /// How many pages the exhibit has.
    pub pages: usize,
    /// Page of the bundle on which its heading stands.
    pub first_page: usize,
    /// Page of the bundle that is its page 1.
    pub page_1: usize,
    /// Its last page in the bundle, with what stands behind it.
    pub last_page: usize,
    /// The volume it is in, from 1.
    pub volume: usize,
    /// The file with this exhibit alone.
    pub file: String,
}

/// One volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VolumeEntry {
    /// Its file.
    pub file: String,
    /// Its first and last page of the bundle.
    pub first_page: usize,
    /// See `first_page`.
    pub last_page: usize,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What was bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    /// The name of this form.
    pub schema: &'static str,
    /// The person of the case.
    pub subject: Option<String>,
    /// The day that the record speaks of.
    pub as_of: String,
    /// For whom it is made.
    pub audience: &'static str,
    /// Pages of the bundle that count.
    pub pages: usize,
    /// The volumes.
    pub volumes: Vec<VolumeEntry>,
    /// The exhibits in the order in which they are bound.
    pub exhibits: Vec<Entry>,
}

impl Index {
    /// As JSON.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        Ok(json)
    }
}
