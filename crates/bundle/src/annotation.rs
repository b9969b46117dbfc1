//! Notes on passages of texts as [W3C Web Annotations](https://www.w3.org/TR/annotation-model/).

use remand_vault::{ItemId, View};
use serde_json::{Value, json};

use crate::error::BundleError;
use crate::name::Paths;

/// A note on a passage of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text layer, an object of the vault.
    pub text: ItemId,
    /// The item that the text was taken from.
    pub item: ItemId,
    /// Where the passage begins, in code points of the text.
    pub start: usize,
    /// Where it ends: the first code point after it.
    pub end: usize,
    /// The passage.
    pub quote: String,
    /// What is said of it.
    pub body: String,
}

/// `annotations.jsonld` of these notes, in their order.
///
/// # Errors
/// A note does not fit: its quote has another length than its place, or the vault has not what it names.
pub fn annotations(view: &View, notes: &[Note]) -> Result<Vec<u8>, BundleError> {
    let paths = Paths::of(view);
    let items = notes.iter().enumerate().map(|(at, note)| annotation(at + 1, note, &paths));
    let items: Vec<Value> = items.collect::<Result<_, _>>()?;
    let page = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "annotations.jsonld",
        "type": "AnnotationPage",
        "items": items,
    });
    Ok(format!("{page:#}\n").into_bytes())
}

fn annotation(number: usize, note: &Note, paths: &Paths) -> Result<Value, BundleError> {
    let bad = |why| BundleError::BadNote { quote: note.quote.clone(), why };
    if note.end.checked_sub(note.start) != Some(note.quote.chars().count()) {
        return Err(bad("its quote is not as long as its place"));
    }
    let text = paths.get(&note.text).ok_or_else(|| bad("no entry names the text"))?;
    let item = paths.get(&note.item).ok_or_else(|| bad("no entry names the item"))?;
    Ok(json!({
        "id": format!("#note-{number}"),
        "type": "Annotation",
        "motivation": "describing",
        "body": { "type": "TextualBody", "value": note.body, "format": "text/plain" },
        "target": {
            "source": text,
            "scope": item,
            "selector": [
                { "type": "TextQuoteSelector", "exact": note.quote },
                { "type": "TextPositionSelector", "start": note.start, "end": note.end },
            ],
        },
    }))
}
