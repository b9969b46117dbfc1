//! Pages of our own as data for the typesetter: the heading of an exhibit, its text with paragraph numbers, a page that
//! stands for what cannot be shown, a text beside its translation.

use remand_text::{Block, BlockKind, TextLayer};
use serde::Serialize;

use crate::plan::{Exhibit, Plan};

/// Bytes of text that are printed of one exhibit: about two hundred pages.
const PRINTED: usize = 400_000;

/// What the template prints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Paper {
    /// `E3`.
    pub(crate) label: String,
    /// The name of the file.
    pub(crate) name: String,
    /// Where it stands in the case: `Translation of E3`.
    pub(crate) standing: Option<String>,
    /// What is known of it, line by line.
    pub(crate) facts: Vec<(String, String)>,
    /// What was done to it for printing.
    pub(crate) done: Vec<String>,
    /// What could not be read.
    pub(crate) unread: Vec<String>,
    /// Why nothing of it is shown, and what to do.
    pub(crate) instead: Vec<String>,
    /// The heading has a page of its own.
    pub(crate) apart: bool,
    /// Its text.
    pub(crate) lines: Vec<Line>,
    /// Its text beside that of a translation: the heads of the columns and the rows.
    pub(crate) columns: Option<(String, String)>,
    pub(crate) rows: Vec<(Option<Line>, Option<Line>)>,
}

/// A paragraph, a row of a table, a heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    /// The number that footnotes name it by, or the first and last of a row; empty where they name a page.
    pub(crate) number: String,
    /// `paragraph`, `heading`, `item`, `row`, `header`, `page`.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

impl Paper {
    /// The heading of an exhibit.
    pub(crate) fn heading(exhibit: &Exhibit<'_>, name: &str) -> Self {
        let standing = match (&exhibit.translates, &exhibit.inside) {
            (Some(original), _) => {
                Some(format!("Translation of {original}. Footnotes name it {}.", exhibit.cited))
            }
            (None, Some((label, name))) => Some(format!("Found inside {label}, {}", plain(name))),
            (None, None) => None,
        };
        Self {
            label: exhibit.label.clone(),
            name: plain(name),
            standing,
            facts: facts(exhibit).into_iter().map(|(what, value)| (what.to_owned(), plain(&value))).collect(),
            ..Self::default()
        }
    }
}

/// What is known of an exhibit.
fn facts(exhibit: &Exhibit<'_>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut say = |what: &'static str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.trim().is_empty()).map(|value| (what, value)));
    };
    let layer = exhibit.layer;
    say("File", Some(exhibit.item.name.clone()));
    if exhibit.withheld.is_none() {
        say("Title", layer.metadata.title.clone());
        say("From", layer.metadata.author.clone());
        say("To", layer.metadata.to.clone());
        say("Dated", exhibit.date.clone());
        say("Received from", exhibit.received.clone());
        say("Translated by", exhibit.translator.clone());
        say("Language", layer.language.as_deref().map(|code| remand_dossier::language(code).to_owned()));
        say("Kind", Some(layer.media_type.clone()));
        say("Size", Some(format!("{} bytes", exhibit.item.bytes)));
        say("SHA-256 of the original", Some(exhibit.item.id.to_string()));
        let holds: Vec<String> =
            exhibit.holds.iter().map(|(label, name)| format!("{label} {name}")).collect();
        say("Attached to it or inside it", Some(holds.join("; ")));
    }
    facts
}

/// What could not be read of an exhibit.
pub(crate) fn unread(layer: &TextLayer) -> Vec<String> {
    const TOLD: usize = 12;
    let place = |page: Option<u32>| page.map(|page| format!("p. {page}: ")).unwrap_or_default();
    let all = layer.diagnostics.iter();
    let mut told: Vec<String> =
        all.take(TOLD).map(|said| plain(&format!("{}{}", place(said.page), said.message))).collect();
    if layer.diagnostics.len() > TOLD {
        told.push(format!("and {} more, which the dossier lists", layer.diagnostics.len() - TOLD));
    }
    told
}

/// The text of an exhibit, paragraph by paragraph, and whether all of it.
pub(crate) fn lines(layer: &TextLayer) -> (Vec<Line>, bool) {
    let mut lines: Vec<Line> = Vec::new();
    let mut pages = layer.pages.iter().peekable();
    let numbered = layer.pages.is_empty();
    let mut before: Option<&Block> = None;
    for (at, block) in layer.blocks.iter().enumerate() {
        if block.span.end > PRINTED {
            return (lines, false);
        }
        while let Some(page) = pages.next_if(|page| page.span.start <= block.span.start) {
            lines.push(Line { number: String::new(), kind: "page", text: format!("p. {}", page.number) });
            before = None;
        }
        let text = layer.text.get(block.span.clone()).unwrap_or_default();
        let number = if numbered { (at + 1).to_string() } else { String::new() };
        let between = before.and_then(|before| layer.text.get(before.span.end..block.span.start));
        let same_row = block.kind == BlockKind::Cell
            && before.is_some_and(|before| before.kind == BlockKind::Cell)
            && between.is_some_and(|between| !between.contains('\n'));
        match lines.last_mut().filter(|_| same_row) {
            Some(row) => {
                row.text.push_str("   |   ");
                row.text.push_str(&plain(text));
                if numbered {
                    let first = row.number.split('\u{2013}').next().unwrap_or_default().to_owned();
                    row.number = format!("{first}\u{2013}{number}");
                }
            }
            None => {
                let kind = match block.kind {
                    BlockKind::Paragraph => "paragraph",
                    BlockKind::Heading => "heading",
                    BlockKind::ListItem => "item",
                    BlockKind::Cell => "row",
                    BlockKind::Header => "header",
                };
                lines.push(Line { number, kind, text: plain(text) });
            }
        }
        before = Some(block);
    }
    (lines, true)
}

/// Two texts beside each other, in the order of their paragraphs.
pub(crate) fn beside(original: &TextLayer, translation: &TextLayer) -> Vec<(Option<Line>, Option<Line>)> {
    let told = |layer: &TextLayer| {
        let (lines, _) = lines(layer);
        lines.into_iter().filter(|line| line.kind != "page").collect::<Vec<_>>()
    };
    let (mut left, mut right) = (told(original).into_iter(), told(translation).into_iter());
    let mut rows = Vec::new();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return rows,
            row => rows.push(row),
        }
    }
}

/// The exhibit that is translated, where both have a text.
pub(crate) fn original<'p, 'a>(exhibit: &Exhibit<'a>, plan: &'p Plan<'a>) -> Option<&'p Exhibit<'a>> {
    let original = plan.exhibit(exhibit.translates.as_ref()?)?;
    let shown = |exhibit: &Exhibit<'_>| exhibit.withheld.is_none() && !exhibit.layer.blocks.is_empty();
    (shown(exhibit) && shown(original)).then_some(original)
}

/// A text without what would do something on a page or in the reader's eyes: controls, marks of direction, soft hyphens.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| *c != '\u{ad}').map(|c| match c {
        '\n' => c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use remand_text::Page;

    use super::*;

    fn layer(blocks: &[(BlockKind, &str)], between: &[&str]) -> TextLayer {
        let mut layer = TextLayer::default();
        for (at, (kind, text)) in blocks.iter().enumerate() {
            let start = layer.text.len();
            layer.text.push_str(text);
            layer.blocks.push(Block { kind: *kind, span: start..layer.text.len() });
            layer.text.push_str(between.get(at).unwrap_or(&"\n\n"));
        }
        layer
    }

    #[test]
    fn paragraphs_have_the_numbers_of_footnotes_and_rows_the_first_and_last() {
        use BlockKind::{Cell, Heading, Paragraph};
        let layer = layer(
            &[(Heading, "Order"), (Cell, "a"), (Cell, "b"), (Cell, "c"), (Paragraph, "End")],
            &["\n\n", "\t", "\n", "\n\n"],
        );
        let (lines, whole) = lines(&layer);
        let told: Vec<(&str, &str)> =
            lines.iter().map(|line| (line.number.as_str(), line.text.as_str())).collect();
        assert_eq!(told, [("1", "Order"), ("2\u{2013}3", "a   |   b"), ("4", "c"), ("5", "End")]);
        assert!(whole);
    }

    #[test]
    fn a_text_with_pages_has_these_instead() {
        let mut layer = layer(&[(BlockKind::Paragraph, "one"), (BlockKind::Paragraph, "two")], &[]);
        layer.pages = vec![Page { number: 1, span: 0..3 }, Page { number: 2, span: 5..8 }];
        let kinds: Vec<&str> = lines(&layer).0.iter().map(|line| line.kind).collect();
        assert_eq!(kinds, ["page", "paragraph", "page", "paragraph"]);
    }

    #[test]
    fn what_does_something_in_the_eyes_of_a_reader_is_taken_out() {
        assert_eq!(plain("a\u{202e}b\u{1f}c\nd\u{ad}e\tf"), "a b c\nde f");
    }

    #[test]
    fn a_text_that_is_too_long_says_so() {
        let text = "word ".repeat(200_000);
        let layer = layer(&[(BlockKind::Paragraph, "first"), (BlockKind::Paragraph, &text)], &[]);
        let (lines, whole) = lines(&layer);
        assert_eq!((lines.len(), whole), (1, false));
    }

    #[test]
    fn two_texts_of_different_length_stand_side_by_side() {
        let one = layer(&[(BlockKind::Paragraph, "a"), (BlockKind::Paragraph, "b")], &[]);
        let other = layer(&[(BlockKind::Paragraph, "A")], &[]);
        let rows = beside(&one, &other);
        assert_eq!(rows.len(), 2);
        assert!(rows[1].1.is_none() && rows[0].1.as_ref().is_some_and(|line| line.text == "A"));
    }
}
