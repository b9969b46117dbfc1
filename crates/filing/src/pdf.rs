//! A draft as PDF, to send: the filing and nothing of the work on it. Conditions and questions stand in the worksheet.

use std::collections::BTreeSet;

use remand_dossier::pdf::{PdfError, typeset};
use serde::Serialize;

use crate::docx::clocks;
use crate::draft::{Block, Draft, Part};
use crate::phrases::{Phrases, audience};

const TEMPLATE: &str = include_str!("../templates/draft.typ");

#[derive(Serialize)]
struct Paper<'d> {
    #[serde(flatten)]
    draft: &'d Draft,
    said: Phrases,
    made_for: &'d str,
    /// Ids that a reference may lead to.
    places: Vec<&'d str>,
}

/// The draft as a tagged PDF/A-2a with footnotes at the foot of the page.
///
/// # Errors
/// [`PdfError`] where the typesetter refuses it.
pub fn write(draft: &Draft) -> Result<Vec<u8>, PdfError> {
    let mut drawings = Vec::new();
    clocks(&draft.parts, &mut drawings);
    let names: Vec<String> = (1..=drawings.len()).map(|number| format!("clock{number}.svg")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&drawings).map(|(name, svg)| (name.as_str(), svg.as_bytes())).collect();
    let mut places = Vec::new();
    find_places(&draft.parts, &mut places);
    let paper = Paper {
        draft,
        said: Phrases::of(&draft.language),
        made_for: audience(&draft.audience, &draft.language),
        places,
    };
    let mut data = serde_json::to_value(&paper)?;
    if let Some(parts) = data.get_mut("parts") {
        Marking::default().mark(parts);
    }
    typeset(TEMPLATE, &data, &files, Some(draft.as_of))
}

fn find_places<'d>(parts: &'d [Part], found: &mut Vec<&'d str>) {
    for part in parts {
        found.push(&part.id);
        for block in &part.blocks {
            match block {
                Block::Part(below) => find_places(std::slice::from_ref(below), found),
                Block::Field { id, .. } => found.push(id),
                _ => {}
            }
        }
    }
}

/// What a template would have to count.
#[derive(Default)]
struct Marking {
    clocks: usize,
    noted: BTreeSet<u64>,
}

impl Marking {
    /// Gives each clock the name of its drawing, as they stand in the data in the order of the draft, and says of each
    /// reference to a footnote whether the note stands there or another reference has it.
    fn mark(&mut self, value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => {
                if fields.get("block").is_some_and(|block| block == "clock") {
                    self.clocks += 1;
                    fields.insert("file".to_owned(), format!("clock{}.svg", self.clocks).into());
                }
                if fields.get("run").is_some_and(|run| run == "note")
                    && let Some(note) = fields.get("note").and_then(serde_json::Value::as_u64)
                {
                    fields.insert("first".to_owned(), self.noted.insert(note).into());
                }
                fields.values_mut().for_each(|value| self.mark(value));
            }
            serde_json::Value::Array(values) => values.iter_mut().for_each(|value| self.mark(value)),
            _ => {}
        }
    }
}
