//! Passages as they are referred to: gathered by the paragraph they stand in, each with the places that use it.

use std::collections::BTreeMap;
use std::ops::Range;

use remand_reading::{ClaimIx, Passage};

use crate::document::{Block, Edition, Part, QuotedPassage, Run, Section, Use, line, shortened, shown};
use crate::record::Record;

/// A longer passage is printed by its beginning and its end.
const LONGEST: usize = 1_500;
/// Characters kept at the end of such a passage.
const TAIL: usize = 300;

/// The references met so far.
#[derive(Debug)]
pub(crate) struct Passages<'a> {
    record: &'a Record<'a>,
    edition: Edition,
    cited: BTreeMap<Place, Cited>,
    uses: usize,
}

/// Exhibit and paragraph; for what lies outside the texts, the offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    exhibit: usize,
    paragraph: usize,
    outside: usize,
}

#[derive(Debug)]
struct Cited {
    id: String,
    passages: Vec<Passage>,
    uses: Vec<Use>,
}

impl<'a> Passages<'a> {
    pub(crate) fn new(record: &'a Record<'a>, edition: Edition) -> Self {
        Self { record, edition, cited: BTreeMap::new(), uses: 0 }
    }

    /// Who the document is made for.
    pub(crate) fn edition(&self) -> Edition {
        self.edition
    }

    /// Characters of context on each side of a passage.
    fn around(&self) -> usize {
        match self.edition {
            Edition::Page => 200,
            Edition::Paper => 100,
        }
    }

    /// References that a sentence prints before it says how many more there are.
    fn most_references(&self) -> usize {
        match self.edition {
            Edition::Page => 8,
            Edition::Paper => 5,
        }
    }

    /// A reference to `passage` from the place that `used_for` names.
    pub(crate) fn cite(&mut self, passage: &Passage, used_for: &str) -> Run {
        let place = self.place(passage);
        let number = self.cited.len() + 1;
        let cited = self.cited.entry(place).or_insert_with(|| Cited {
            id: format!("p{number}"),
            passages: Vec::new(),
            uses: Vec::new(),
        });
        if !cited.passages.contains(passage) {
            cited.passages.push(passage.clone());
        }
        let used_for = line(used_for);
        let mut id = String::new();
        if !cited.uses.iter().any(|known| known.text == used_for) {
            self.uses += 1;
            id = format!("u{}", self.uses);
            cited.uses.push(Use { id: id.clone(), text: used_for });
        }
        Run::Cite { text: line(&self.record.place(passage)), to: cited.id.clone(), id }
    }

    fn place(&self, passage: &Passage) -> Place {
        let exhibit = self.record.exhibit(passage.item).unwrap_or(usize::MAX);
        let inside = self.record.words(passage).is_some();
        let layer = self.record.item(passage.item).map(|(_, layer)| layer).filter(|_| inside);
        Place {
            exhibit,
            paragraph: layer.map_or(usize::MAX, |layer| {
                layer.blocks.partition_point(|block| block.span.start <= passage.start)
            }),
            outside: if inside { 0 } else { passage.start },
        }
    }

    /// References to the paragraphs of `claims` and `passages`, each once, in the order of the exhibits; empty where
    /// there are none.
    pub(crate) fn cite_all(&mut self, claims: &[ClaimIx], passages: &[Passage], used_for: &str) -> Vec<Run> {
        let record = self.record;
        let of_claims = claims.iter().filter_map(|ix| record.claim(*ix)).map(|claim| &claim.passage);
        let mut all: BTreeMap<Place, Vec<&Passage>> = BTreeMap::new();
        for passage in of_claims.chain(passages) {
            all.entry(self.place(passage)).or_default().push(passage);
        }
        let more = all.len().saturating_sub(self.most_references());
        let mut runs = Vec::new();
        let mut exhibit = None;
        for (place, passages) in all.into_iter().take(self.most_references()) {
            let mut cite = None;
            for passage in passages {
                let made = self.cite(passage, used_for);
                cite.get_or_insert(made);
            }
            let Some(Run::Cite { mut text, to, id }) = cite else { continue };
            if !runs.is_empty() {
                runs.push(Run::text(", "));
            }
            if exhibit == Some(place.exhibit)
                && let Some((_, alone)) = text.rsplit_once(' ').filter(|_| place.exhibit != usize::MAX)
            {
                text = alone.to_owned();
            }
            exhibit = Some(place.exhibit);
            runs.push(Run::Cite { text, to, id });
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
        let around = self.around();
        let mut blocks = Vec::new();
        if self.cited.is_empty() {
            blocks.push(Block::paragraph("Nothing in this dossier refers to a passage."));
        } else {
            blocks.push(Block::paragraph(match self.edition {
                Edition::Page => {
                    "Every paragraph that this dossier refers to, by exhibit. The words referred to are underlined; \
                     [from] leads back to where they are used."
                }
                Edition::Paper => {
                    "Every paragraph that this dossier refers to, by exhibit. The words referred to are upright and \
                     black; what stands around them is grey and slanted."
                }
            }));
        }
        for cited in self.cited.into_values() {
            let Some(first) = cited.passages.first() else { continue };
            let item = record.item(first.item);
            let parts = item.and_then(|(_, layer)| {
                let at = layer.blocks.partition_point(|block| block.span.start <= first.start);
                let block = at.checked_sub(1).and_then(|at| layer.blocks.get(at));
                let whole = block.map_or(0..layer.text.len(), |block| block.span.clone());
                let marks = cited.passages.iter().map(Passage::range).collect();
                parts(&layer.text, whole, marks, around)
            });
            let parts = parts.unwrap_or_else(|| {
                let place = format!("bytes {} to {}", first.start, first.end);
                let text = format!("[cannot be shown: {place} do not lie inside the text]");
                vec![Part { cited: true, text }]
            });
            blocks.push(Block::Passage(QuotedPassage {
                id: cited.id,
                place: line(&record.place(first)),
                exhibit: record.exhibit(first.item).map(|n| format!("e{n}")).unwrap_or_default(),
                name: item.map(|(item, _)| line(&item.name)).unwrap_or_default(),
                parts,
                lang: item.and_then(|(_, layer)| layer.language.clone()),
                uses: cited.uses,
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

/// The marked words of `text` with `around` characters of `whole` on each side. `None` where the offsets do not lie on
/// characters of the text.
fn parts(text: &str, whole: Range<usize>, mut marks: Vec<Range<usize>>, around: usize) -> Option<Vec<Part>> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    let plain = |text: String| Part { cited: false, text };
    let mut parts = Vec::new();
    let mut from = None;
    for mark in &joined {
        let gap = text.get(from.unwrap_or(whole.start.min(mark.start))..mark.start)?;
        parts.push(plain(match from {
            None => tail(gap, around),
            Some(_) if gap.chars().count() <= 2 * around => shown(gap),
            Some(_) => format!("{} {}", head(gap, around), tail(gap, around).trim_start_matches("… ")),
        }));
        parts.push(Part { cited: true, text: middle_cut(text.get(mark.clone())?) });
        from = Some(mark.end);
    }
    let from = from?;
    parts.push(plain(head(text.get(from..whole.end.max(from))?, around)));
    parts.retain(|part| !part.text.is_empty());
    Some(parts)
}

fn tail(text: &str, around: usize) -> String {
    let Some((at, _)) = text.char_indices().rev().nth(around) else {
        return shown(text).trim_start().to_owned();
    };
    let kept = text.get(at..).unwrap_or_default();
    let from = kept.find(char::is_whitespace).filter(|at| *at < kept.len() / 2).unwrap_or(0);
    format!("… {}", shown(kept.get(from..).unwrap_or(kept)).trim_start())
}

fn head(text: &str, around: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(around) else {
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

    fn printed(text: &str, marks: &[(usize, usize)]) -> Option<String> {
        let parts = parts(text, 0..text.len(), marks.iter().map(|&(start, end)| start..end).collect(), 20)?;
        Some(parts.iter().map(|p| if p.cited { format!("[{}]", p.text) } else { p.text.clone() }).collect())
    }

    #[test]
    fn context_is_cut_at_words_and_the_words_are_whole() {
        let text = format!("{}he was held{}", "before ".repeat(60), " after".repeat(60));
        let shown = printed(&text, &[(420, 431)]).unwrap();
        assert_eq!(shown, "… before before [he was held] after after after …");
    }

    #[test]
    fn passages_of_one_paragraph_are_shown_together() {
        let text = "He was held. Nobody told his family. Nobody told his counsel.";
        assert_eq!(
            printed(text, &[(37, 61), (0, 12)]).unwrap(),
            "[He was held.] Nobody told his family. [Nobody told his counsel.]"
        );
        assert_eq!(
            printed(text, &[(0, 12), (7, 36), (7, 12)]).unwrap(),
            "[He was held. Nobody told his family.] Nobody told his …"
        );
        let far = format!("One. {}Two.", "and so on ".repeat(20));
        let shown = printed(&far, &[(0, 4), (far.len() - 4, far.len())]).unwrap();
        assert_eq!(shown, "[One.] and so on and so … and so on and so on [Two.]");
    }

    #[test]
    fn offsets_that_miss_the_text_are_told_not_guessed() {
        for (text, mark) in [("қаңтар", (1, 4)), ("short", (2, 60)), ("short", (4, 2))] {
            assert_eq!(printed(text, &[mark]), None);
        }
        assert_eq!(printed("nothing marked", &[]), None);
    }

    #[test]
    fn a_very_long_passage_says_how_much_is_left_out() {
        let text = "ж".repeat(5_000);
        let shown = printed(&text, &[(0, text.len())]).unwrap();
        assert!(shown.contains("[… 3500 characters left out here …]"), "{shown}");
    }
}
