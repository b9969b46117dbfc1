//! Passages as they are referred to: numbered by first use, each with the places that use it.

use std::collections::BTreeMap;

use remand_reading::{ClaimIx, Passage};

use crate::document::{Block, QuotedPassage, Run, Section, Use, line, shortened, shown};
use crate::record::Record;

/// Characters of context on each side of a passage.
const CONTEXT: usize = 200;
/// A longer passage is printed by its beginning and its end.
const LONGEST: usize = 1_500;
/// Characters kept at the end of such a passage.
const TAIL: usize = 300;
/// References that a reason prints before it says how many more there are.
const MOST_REFERENCES: usize = 8;

/// The references met so far, in the order of the document.
#[derive(Debug)]
pub(crate) struct Passages<'a> {
    record: &'a Record<'a>,
    cited: Vec<(Passage, Vec<Use>)>,
    numbers: BTreeMap<Passage, usize>,
    uses: usize,
}

impl<'a> Passages<'a> {
    pub(crate) fn new(record: &'a Record<'a>) -> Self {
        Self { record, cited: Vec::new(), numbers: BTreeMap::new(), uses: 0 }
    }

    /// A reference to `passage` from the place that `used_for` names.
    pub(crate) fn cite(&mut self, passage: &Passage, used_for: &str) -> Run {
        self.uses += 1;
        let id = format!("u{}", self.uses);
        let number = *self.numbers.entry(passage.clone()).or_insert_with(|| {
            self.cited.push((passage.clone(), Vec::new()));
            self.cited.len()
        });
        if let Some((_, uses)) = self.cited.get_mut(number - 1) {
            uses.push(Use { id: id.clone(), text: line(used_for) });
        }
        Run::Cite { text: line(&self.record.place(passage)), to: format!("p{number}"), id }
    }

    /// References to the passages of `claims` and to `passages`, each once, with commas; empty where there are none.
    pub(crate) fn cite_all(&mut self, claims: &[ClaimIx], passages: &[Passage], used_for: &str) -> Vec<Run> {
        let record = self.record;
        let mut all: Vec<&Passage> = Vec::new();
        let of_claims = claims.iter().filter_map(|ix| record.claim(*ix)).map(|claim| &claim.passage);
        for passage in of_claims.chain(passages) {
            if !all.contains(&passage) {
                all.push(passage);
            }
        }
        let more = all.len().saturating_sub(MOST_REFERENCES);
        let mut runs = Vec::new();
        for passage in all.into_iter().take(MOST_REFERENCES) {
            if !runs.is_empty() {
                runs.push(Run::text(", "));
            }
            runs.push(self.cite(passage, used_for));
        }
        if more > 0 {
            runs.push(Run::text(format!(" and {more} more")));
        }
        runs
    }

    /// The words of a passage as a quotation of at most `most` characters.
    pub(crate) fn quote(&self, passage: &Passage, most: usize) -> Run {
        match self.record.words(passage) {
            Some(words) => Run::Quote { text: shortened(words, most), lang: self.language(passage) },
            None => Run::mark("the words cannot be shown: the passage does not lie inside the text"),
        }
    }

    fn language(&self, passage: &Passage) -> Option<String> {
        self.record.item(passage.item).and_then(|(_, layer)| layer.language.clone())
    }

    /// The section that shows them all.
    pub(crate) fn into_section(self, number: &str) -> Section {
        let record = self.record;
        let mut blocks = Vec::new();
        if self.cited.is_empty() {
            blocks.push(Block::paragraph("Nothing in this dossier refers to a passage."));
        } else {
            blocks.push(Block::paragraph(
                "Every passage that this dossier refers to, in the order of first use, with the text around it. \
                 The words referred to are marked; [from] leads back to where they are used.",
            ));
        }
        for (ix, (passage, uses)) in self.cited.into_iter().enumerate() {
            let text = record.item(passage.item).map(|(_, layer)| layer.text.as_str());
            let context = text.and_then(|text| context(text, &passage));
            let (before, words, after) = context.unwrap_or_else(|| {
                let place = format!("bytes {} to {}", passage.start, passage.end);
                (
                    String::new(),
                    format!("[cannot be shown: {place} do not lie inside the text]"),
                    String::new(),
                )
            });
            let item = record.item(passage.item);
            blocks.push(Block::Passage(QuotedPassage {
                id: format!("p{}", ix + 1),
                place: line(&record.place(&passage)),
                exhibit: record.exhibit(passage.item).map(|n| format!("e{n}")).unwrap_or_default(),
                name: item.map(|(item, _)| line(&item.name)).unwrap_or_default(),
                before,
                words,
                after,
                lang: item.and_then(|(_, layer)| layer.language.clone()),
                uses,
            }));
        }
        Section {
            id: "passages".to_owned(),
            number: number.to_owned(),
            heading: "Passages".to_owned(),
            blocks,
        }
    }
}

/// Text before, words and text after, for display. `None` where the offsets do not lie on characters of the text.
fn context(text: &str, passage: &Passage) -> Option<(String, String, String)> {
    let words = text.get(passage.range())?;
    let before = text.get(..passage.start)?;
    let after = text.get(passage.end..)?;
    Some((tail(before), middle_cut(words), head(after)))
}

fn tail(text: &str) -> String {
    let Some((at, _)) = text.char_indices().rev().nth(CONTEXT) else {
        return shown(text).trim_start().to_owned();
    };
    let kept = text.get(at..).unwrap_or_default();
    let from = kept.find(char::is_whitespace).filter(|at| *at < kept.len() / 2).unwrap_or(0);
    format!("… {}", shown(kept.get(from..).unwrap_or(kept)).trim_start())
}

fn head(text: &str) -> String {
    let Some((at, _)) = text.char_indices().nth(CONTEXT) else {
        return shown(text).trim_end().to_owned();
    };
    let kept = text.get(..at).unwrap_or_default();
    let to = kept.rfind(char::is_whitespace).filter(|at| *at > kept.len() / 2).unwrap_or(kept.len());
    format!("{} …", shown(kept.get(..to).unwrap_or(kept)).trim_end())
}

fn middle_cut(words: &str) -> String {
    let length = words.chars().count();
    if length <= LONGEST {
        return line(words);
    }
    let first: String = words.chars().take(LONGEST - TAIL).collect();
    let last: String = words.chars().skip(length - TAIL).collect();
    let out = length - LONGEST;
    format!("{} [… {out} characters left out here …] {}", line(&first), line(&last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use remand_vault::ItemId;

    fn at(start: usize, end: usize) -> Passage {
        Passage { item: ItemId::from_digest([0; 32]), start, end }
    }

    #[test]
    fn context_is_cut_at_words_and_the_words_are_whole() {
        let text = format!("{}he was held{}", "before ".repeat(60), " after".repeat(60));
        let (before, words, after) = context(&text, &at(420, 431)).unwrap();
        assert_eq!(words, "he was held");
        assert!(before.starts_with("… before") && before.ends_with(' '), "{before}");
        assert!(after.starts_with(' ') && after.ends_with("after …"), "{after}");
        assert!(before.chars().count() <= CONTEXT + 3);
    }

    #[test]
    fn offsets_that_miss_the_text_are_told_not_guessed() {
        assert_eq!(context("қаңтар", &at(1, 4)), None);
        assert_eq!(context("short", &at(2, 60)), None);
        assert_eq!(context("short", &at(4, 2)), None);
    }

    #[test]
    fn a_very_long_passage_says_how_much_is_left_out() {
        let text = "ж".repeat(5_000);
        let (_, words, _) = context(&text, &at(0, text.len())).unwrap();
        assert!(words.contains("[… 3500 characters left out here …]"), "{words}");
    }
}
