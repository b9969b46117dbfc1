//! Quotes found again in the text layers of the example, and in what the dossier says of those.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::run::{PROGRAM, list, text, veld};

/// A file of the example and its other copy: a quote from the first may as well be found in the second.
const COPY: (&str, &str) = ("ngo/statement-6-december.txt", "family/forwarded (2).txt");

/// Where words stand: bytes `start..end` of the text layer of an item.
pub(crate) struct Place {
    item: String,
    start: u64,
    end: u64,
}

impl Place {
    pub(crate) fn new(item: &str, start: u64, end: u64) -> Self {
        Self { item: item.to_owned(), start, end }
    }

    /// `passage` has bytes in common with this.
    pub(crate) fn meets(&self, passage: &Value) -> bool {
        let (Some(start), Some(end)) = (passage["start"].as_u64(), passage["end"].as_u64()) else {
            return false;
        };
        text(passage, "item") == self.item && start < self.end && self.start < end
    }
}

pub(crate) fn meet(places: &[Place], passage: &Value) -> bool {
    places.iter().any(|place| place.meets(passage))
}

/// The text layers of the example, read by the program under test.
pub(crate) struct Texts {
    /// Id of the item and its text, by file.
    by_file: BTreeMap<String, (String, String)>,
}

impl Texts {
    pub(crate) fn of(dossier: &Value) -> Self {
        let reader = remand_text::Reader::new(PROGRAM, ["__read-item"]);
        let came_in = |item: &&Value| item["parent"].is_null();
        let each = list(dossier, "items").iter().filter(came_in).map(|item| {
            let file = text(item, "name").to_owned();
            let bytes = fs::read(veld().join(&file)).expect("a file of the example");
            (file.clone(), (text(item, "id").to_owned(), reader.read(&bytes, &file).text))
        });
        Self { by_file: each.collect() }
    }

    pub(crate) fn id(&self, file: &str) -> Option<&str> {
        self.by_file.get(file).map(|(id, _)| id.as_str())
    }

    /// Every place of `quote` in `file`, any white space for any other; or why there is none.
    pub(crate) fn places(&self, file: &str, quote: &str) -> Result<Vec<Place>, String> {
        let files = [Some(file), (file == COPY.0).then_some(COPY.1)];
        let mut found = Vec::new();
        for file in files.into_iter().flatten() {
            let (item, text) = self.by_file.get(file).ok_or_else(|| format!("{file} is no item"))?;
            let spans = find(text, quote);
            found.extend(spans.map(|(start, end)| Place::new(item, start, end)));
        }
        if found.is_empty() {
            Err("the words are not in the text that was taken from the file".to_owned())
        } else {
            Ok(found)
        }
    }
}

/// The places of `quote` in `text`, each run of white space in either counting as one space.
fn find(text: &str, quote: &str) -> impl Iterator<Item = (u64, u64)> {
    let mut even = String::new();
    // Byte of `text` for each byte of `even`.
    let mut at = Vec::new();
    for (byte, letter) in text.char_indices() {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        if letter == ' ' && even.ends_with(' ') {
            continue;
        }
        even.push(letter);
        at.resize(even.len(), byte as u64);
    }
    at.push(text.len() as u64);
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let starts: Vec<usize> = even.match_indices(&quote).map(|(start, _)| start).collect();
    starts.into_iter().map(move |start| (at[start], at[start + quote.len()]))
}

#[test]
fn quotes_are_found_over_line_ends_and_double_spaces() {
    for (text, quote, expected) in [
        ("he was held", "was held", vec![(3, 11)]),
        ("he was\r\n  held, was held", "was held", vec![(3, 14), (16, 24)]),
        ("его\u{a0}держали", "его держали", vec![(0, 22)]),
        ("he was held", "was not held", vec![]),
        ("", "held", vec![]),
    ] {
        assert_eq!(find(text, quote).collect::<Vec<_>>(), expected, "`{quote}` in `{text}`");
    }
}
