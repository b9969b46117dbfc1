//! Recognised words put into a layer: paragraphs on their pages, with how sure the machine was of each word.

use std::collections::BTreeMap;

use super::table::Word;
use super::{DOUBTFUL, DOUBTFUL_NUMBER};
use crate::{Block, BlockKind, Diagnostic, Page, Recognised, TextLayer};

/// The words of one page in paragraphs.
pub(super) struct Words {
    paragraphs: Vec<Vec<Word>>,
}

impl Words {
    pub(super) fn of(words: Vec<Word>) -> Self {
        let mut paragraphs: Vec<Vec<Word>> = Vec::new();
        for word in words {
            match paragraphs.last_mut() {
                Some(paragraph) if paragraph.last().is_some_and(|last| last.paragraph == word.paragraph) => {
                    paragraph.push(word);
                }
                _ => paragraphs.push(vec![word]),
            }
        }
        Self { paragraphs }
    }

    fn all(&self) -> impl Iterator<Item = &Word> {
        self.paragraphs.iter().flatten()
    }

    /// What a person should look at.
    fn warning(&self) -> String {
        const SHOWN: usize = 12;
        let count = self.all().count().max(1);
        let mean = self.all().map(|word| usize::from(word.confidence)).sum::<usize>() / count;
        let doubtful = |word: &&Word| {
            let number = word.text.contains(char::is_numeric);
            word.confidence < if number { DOUBTFUL_NUMBER } else { DOUBTFUL }
        };
        let words: Vec<&Word> = self.all().filter(doubtful).collect();
        let shown = |word: &&Word| format!("\u{201c}{}\u{201d} ({} %)", word.text, word.confidence);
        let mut said = format!(
            "recognised by a machine (sure to {mean} % on average): look at the image before you rely on a date, a \
             number or a name"
        );
        if !words.is_empty() {
            let list: Vec<String> = words.iter().take(SHOWN).map(shown).collect();
            let more = words.len().saturating_sub(SHOWN);
            let and = if more > 0 { format!(" and {more} more") } else { String::new() };
            said.push_str(&format!("; it is in doubt about {}{and}", list.join(", ")));
        }
        said
    }
}

/// Puts the words of pages after what stands on these pages already. `limit` is the most bytes that the text may have.
pub(super) fn insert(layer: &mut TextLayer, pages: &BTreeMap<u32, Words>, limit: usize) {
    let old = std::mem::take(layer);
    let mut new = TextLayer { text: String::with_capacity(old.text.len()), ..TextLayer::default() };
    let mut blocks = old.blocks.into_iter().peekable();
    let mut left_out = Vec::new();
    let mut room = limit.saturating_sub(old.text.len());
    for page in old.pages {
        let mut start = new.text.len();
        let existing = old.text.get(page.span.clone()).unwrap_or_default();
        if !existing.is_empty() {
            separate(&mut new.text);
            start = new.text.len();
            new.text.push_str(existing);
        }
        while let Some(block) = blocks.next_if(|block| block.span.end <= page.span.end) {
            let shifted = |place: usize| place.saturating_sub(page.span.start) + start;
            let span = shifted(block.span.start)..shifted(block.span.end);
            new.blocks.push(Block { kind: block.kind, span });
        }
        if let Some(words) = pages.get(&page.number) {
            let size: usize = words.all().map(|word| word.text.len() + 2).sum();
            if size > room {
                left_out.push(page.number);
            } else {
                room -= size;
                let first = write(&mut new, words);
                if existing.is_empty() {
                    start = first.unwrap_or(start);
                }
                say(&mut new, page.number, words);
            }
        }
        let end = new.text.len();
        new.pages.push(Page { number: page.number, span: start.min(end)..end });
    }
    let said = std::mem::replace(&mut new.diagnostics, old.diagnostics);
    new.diagnostics.extend(said);
    if !left_out.is_empty() {
        let message = format!(
            "the text is too long: what was recognised on pages {} is left out; split the file",
            crate::compare::ranges(&left_out)
        );
        new.diagnostics.push(Diagnostic { page: None, message });
    }
    *layer = TextLayer {
        media_type: old.media_type,
        language: old.language,
        metadata: old.metadata,
        pictures: old.pictures,
        engines: old.engines,
        ..new
    };
}

fn separate(text: &mut String) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

/// Gives the place of the first word.
fn write(layer: &mut TextLayer, words: &Words) -> Option<usize> {
    let mut first = None;
    for paragraph in &words.paragraphs {
        separate(&mut layer.text);
        let start = layer.text.len();
        first.get_or_insert(start);
        let mut line = None;
        for word in paragraph {
            if line.is_some() {
                // A word broken at the end of a line goes on; its hyphen may belong to it.
                let broken = line != Some(word.line)
                    && layer.text.ends_with('-')
                    && word.text.chars().next().is_some_and(char::is_lowercase);
                if !broken {
                    layer.text.push(' ');
                }
            }
            line = Some(word.line);
            let at = layer.text.len();
            layer.text.push_str(&word.text);
            layer.recognised.push(Recognised { span: at..layer.text.len(), confidence: word.confidence });
        }
        layer.blocks.push(Block { kind: BlockKind::Paragraph, span: start..layer.text.len() });
    }
    first
}

fn say(layer: &mut TextLayer, number: u32, words: &Words) {
    let message = if words.paragraphs.is_empty() {
        format!(
            "page {number}: no text was recognised in the picture; if it shows any, type it out and add that"
        )
    } else {
        format!("page {number}: {}", words.warning())
    };
    layer.diagnostics.push(Diagnostic { page: Some(number), message });
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]
mod tests {
    use super::*;

    fn word(text: &str, confidence: u8, paragraph: u32, line: u32) -> Word {
        Word { text: text.to_owned(), confidence, paragraph: (1, paragraph), line }
    }

    /// Pages of which the first and the third have text.
    fn layer() -> TextLayer {
        let text = "Cover\n\nOrder\n\nEnd".to_owned();
        let block = |span| Block { kind: BlockKind::Paragraph, span };
        let page = |number, span| Page { number, span };
        TextLayer {
            blocks: vec![block(0..5), block(7..12), block(14..17)],
            pages: vec![page(1, 0..12), page(2, 12..12), page(3, 14..17)],
            pictures: vec![2, 3],
            text,
            ..TextLayer::default()
        }
    }

    #[test]
    fn words_come_to_their_pages_and_the_rest_stays() {
        let mut layer = layer();
        let words = vec![
            word("until", 95, 1, 1),
            word("ex-", 90, 1, 1),
            word("tended", 90, 1, 2),
            word("3", 40, 2, 1),
        ];
        let stamp = vec![word("STAMP", 70, 1, 1)];
        insert(&mut layer, &BTreeMap::from([(2, Words::of(words)), (3, Words::of(stamp))]), 1000);
        assert_eq!(layer.text, "Cover\n\nOrder\n\nuntil ex-tended\n\n3\n\nEnd\n\nSTAMP");
        let pages: Vec<&str> = layer.pages.iter().map(|page| &layer.text[page.span.clone()]).collect();
        assert_eq!(pages, ["Cover\n\nOrder", "until ex-tended\n\n3", "End\n\nSTAMP"]);
        let blocks: Vec<&str> = layer.blocks.iter().map(|block| &layer.text[block.span.clone()]).collect();
        assert_eq!(blocks, ["Cover", "Order", "until ex-tended", "3", "End", "STAMP"]);
        let at = |what: &str| layer.text.find(what).unwrap();
        assert_eq!(layer.recognised_in(&(at("until")..at("3") + 1)), Some(40));
        assert_eq!(layer.recognised_in(&(at("until")..at("until") + 2)), Some(95));
        assert_eq!(layer.recognised_in(&(0..12)), None);
        assert!(layer.diagnostics[0].message.contains("in doubt about \u{201c}3\u{201d} (40 %)"));
    }

    #[test]
    fn a_page_without_words_and_a_full_text_are_told() {
        let mut without = layer();
        insert(&mut without, &BTreeMap::from([(2, Words::of(Vec::new()))]), 1000);
        assert_eq!(without.text, layer().text);
        assert!(without.diagnostics[0].message.starts_with("page 2: no text was recognised"));
        let mut full = layer();
        insert(&mut full, &BTreeMap::from([(2, Words::of(vec![word("more", 90, 1, 1)]))]), 18);
        assert_eq!(full.text, layer().text);
        assert!(full.diagnostics[0].message.contains("pages 2 is left out"), "{:?}", full.diagnostics);
    }
}
