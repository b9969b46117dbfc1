//! What a file says: its text, with the places that later stages point at.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Statement;

/// The text of one item. All offsets are UTF-8 bytes into `text`, half-open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLayer {
    /// The whole text. For a plain text file in UTF-8 these are the bytes of the file itself.
    pub text: String,
    /// Media type found from the bytes, such as `application/pdf`.
    pub media_type: String,
    /// Language of most of the text as an ISO 639-1 code, where it can be told.
    pub language: Option<String>,
    /// Pages in reading order; empty where the format has none.
    pub pages: Vec<Page>,
    /// Blocks in reading order; they do not overlap and leave out only white space.
    pub blocks: Vec<Block>,
    /// What the file says about itself.
    pub metadata: Metadata,
    /// What could not be read, in words for a person.
    pub diagnostics: Vec<Diagnostic>,
    /// Words that a machine recognised in a picture, in the order of the text; everything else was in the file as
    /// text.
    #[serde(default)]
    pub recognised: Vec<Recognised>,
    /// Numbers of the pages that are pictures, or have text nobody can make sense of. An image has one page.
    #[serde(default)]
    pub pictures: Vec<u32>,
    /// What read the file, in the order in which it was asked.
    #[serde(default)]
    pub engines: Vec<Engine>,
}

impl TextLayer {
    /// A layer out of what [`TextLayer::to_json`] gave, checked like the answer of a child process: whoever kept it may
    /// have changed it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        let mut layer: Self = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        crate::wire::check_layer(&mut layer)?;
        Ok(layer)
    }

    /// The layer as it is kept: the same layer gives the same bytes.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn to_json(&self) -> Result<Vec<u8>, String> {
        serde_json::to_vec(self).map_err(|e| e.to_string())
    }

    /// Whether a machine recognised any word of this range in a picture, and how sure it was of the one that it was
    /// least sure of, from 0 to 100. Whoever relies on such a passage has to look at the picture.
    pub fn recognised_in(&self, range: &Range<usize>) -> Option<u8> {
        let from = self.recognised.partition_point(|word| word.span.end <= range.start);
        let words = self.recognised.get(from..).unwrap_or_default();
        words.iter().take_while(|word| word.span.start < range.end).map(|word| word.confidence).min()
    }
}

/// A word that was recognised in a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// Its text.
    pub span: Range<usize>,
    /// How sure the machine was of it, from 0 to 100.
    pub confidence: u8,
}

/// A program or library that read a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it was asked to do, where there is a choice: the languages of a recognition.
    pub settings: Option<String>,
}

/// A page of a paged format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Number as a reader counts it, from 1.
    pub number: u32,
    /// Its text.
    pub span: Range<usize>,
}

/// A paragraph, heading, list item, table cell or mail header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub span: Range<usize>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading that the format marks as one.
    Heading,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    Cell,
    /// A header line of a mail.
    Header,
}

/// What a file says about itself; nothing in it is verified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Title, subject line.
    pub title: Option<String>,
    /// Author, sender, publishing site.
    pub author: Option<String>,
    /// Recipients.
    pub to: Option<String>,
    /// Date of publication, sending or signing: the day as ISO 8601 (`2024-03-05` or with a time).
    pub date: Option<String>,
    /// Date of the last change, as the file states it.
    pub modified: Option<String>,
    /// Who made that change.
    pub modified_by: Option<String>,
    /// Where `date` stands: `header Date`, `meta article:published_time`, `PDF CreationDate`.
    pub date_origin: Option<String>,
    /// What else it says: producer, camera, place, signatures, by their names in the format.
    #[serde(default)]
    pub said: Vec<Statement>,
}

/// Something that could not be read. The item, or a page of it, is still listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Page on which it happened, where known.
    pub page: Option<u32>,
    /// What happened and what to do, in words for a person.
    pub message: String,
}
