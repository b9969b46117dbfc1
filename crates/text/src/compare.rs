//! Two readings of the same pages held against each other: do they have the same words?
//!
//! White space, hyphens at line ends, and the order of words are no difference: the two readers put glyphs together
//! by rules of their own. A digit that one of them does not have is.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::{Diagnostic, Page, TextLayer};

/// Words of each side that are shown of one page.
const SHOWN: usize = 8;
/// Pages that get a diagnostic of their own; the others are named together.
const PAGES: usize = 20;
/// Words of one page that are tried in joining; a page with more that do not fit differs throughout.
const JOINED: usize = 2000;

/// What differs, page by page. A layer is known by the engine that it names first.
pub(crate) fn differences(layer: &TextLayer, second: &TextLayer) -> Vec<Diagnostic> {
    let name =
        |layer: &TextLayer| layer.engines.first().map(|engine| engine.name.clone()).unwrap_or_default();
    let (one, two) = (name(layer), name(second));
    let others: BTreeMap<u32, &Page> = second.pages.iter().map(|page| (page.number, page)).collect();
    let words_of =
        |layer: &TextLayer, page: &Page| words(layer.text.get(page.span.clone()).unwrap_or_default());
    let mut said = Vec::new();
    let mut more = Vec::new();
    for page in &layer.pages {
        let ours = words_of(layer, page);
        let theirs = others.get(&page.number).map(|other| words_of(second, other)).unwrap_or_default();
        let what = if theirs.is_empty() && !ours.is_empty() {
            format!("{two} found no text on it, {one} did")
        } else {
            let (ours, theirs) = unmatched(&ours, &theirs);
            if ours.is_empty() && theirs.is_empty() {
                continue;
            }
            format!("{one} has {}, {two} has {}", listed(&ours), listed(&theirs))
        };
        if said.len() < PAGES {
            let number = page.number;
            let message = format!(
                "page {number} is read differently by two programs: {what}; look at the page before you rely on these words"
            );
            said.push(Diagnostic { page: Some(number), message });
        } else {
            more.push(page.number);
        }
    }
    if !more.is_empty() {
        let message =
            format!("pages {} are read differently by two programs ({one}, {two}) too", ranges(&more));
        said.push(Diagnostic { page: None, message });
    }
    said
}

/// Page numbers as a person writes them: `3, 5–9`.
pub(crate) fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}\u{2013}{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// Runs of letters, and of digits, in the form that compares equal: compatibility forms taken apart, in lower case as
/// small capitals are, without accents that stand as characters of their own.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .filter(|c| *c != '\u{ad}')
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| {
            !unicode_normalization::char::is_combining_mark(*c)
                && !matches!(c, '\u{640}' | '\u{200c}'..='\u{200f}')
        })
        .collect();
    // Cells of a table without a gap between them are one word to some readers: numbers and letters are kept apart.
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in plain.chars() {
        let kind = c.is_alphanumeric().then_some(c.is_numeric());
        match words.last_mut() {
            Some(word) if kind.is_some() && kind == last => word.push(c),
            _ if kind.is_some() => words.push(c.to_string()),
            _ => {}
        }
        last = kind;
    }
    words.iter().map(|word| in_reading_order(word)).collect()
}

/// Words of scripts that run leftwards are drawn in either direction: the order of their letters says nothing.
fn in_reading_order(word: &str) -> String {
    if word.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}')) {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        return letters.into_iter().collect();
    }
    word.to_owned()
}

/// The words of each side that the other does not have.
fn unmatched<'a>(ours: &'a [String], theirs: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>) {
    let counts = |words: &'a [String]| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        counts
    };
    let without = |words: &'a [String], mut other: BTreeMap<&str, usize>| -> Vec<&'a str> {
        let has = |word: &&str| match other.get_mut(*word) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        };
        let mut has = has;
        words.iter().map(String::as_str).filter(|word| !has(word)).collect()
    };
    let (mut a, mut b) = (without(ours, counts(theirs)), without(theirs, counts(ours)));
    if a.len() <= JOINED && b.len() <= JOINED {
        drop_joined(&mut a, &mut b);
        drop_joined(&mut b, &mut a);
        let digits = |words: &[&str]| words.iter().any(|word| word.contains(char::is_numeric));
        if !digits(&a) && !digits(&b) && letters(&a) == letters(&b) {
            return (Vec::new(), Vec::new());
        }
    }
    (a, b)
}

/// Drops the words of `whole` that stand in `parts` in pieces, one after another, and the pieces.
fn drop_joined(whole: &mut Vec<&str>, parts: &mut Vec<&str>) {
    whole.retain(|word| {
        for start in 0..parts.len() {
            let mut rest = *word;
            let mut end = start;
            while let Some(after) = parts.get(end).and_then(|part| rest.strip_prefix(part)) {
                rest = after;
                end += 1;
                if rest.is_empty() {
                    parts.drain(start..end);
                    return false;
                }
            }
        }
        true
    });
}

fn letters(words: &[&str]) -> Vec<char> {
    let mut letters: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    letters.sort_unstable();
    letters
}

fn listed(words: &[&str]) -> String {
    if words.is_empty() {
        return "nothing there".to_owned();
    }
    let quoted = |word: &&str| format!("\u{201c}{}\u{201d}", word.chars().take(40).collect::<String>());
    let shown: Vec<String> = words.iter().take(SHOWN).map(quoted).collect();
    let more = words.len().saturating_sub(SHOWN);
    let and = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{and}", shown.join(" "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::Engine;

    fn layer(tool: &str, pages: &[&str]) -> TextLayer {
        let mut layer = TextLayer::default();
        layer.engines.push(Engine { name: tool.to_owned(), version: "1".to_owned(), settings: None });
        for (number, text) in (1..).zip(pages) {
            let start = layer.text.len();
            layer.text.push_str(text);
            layer.pages.push(Page { number, span: start..layer.text.len() });
            layer.text.push('\n');
        }
        layer
    }

    fn compared(one: &str, two: &str) -> Option<String> {
        let said = differences(&layer("one", &[one]), &layer("two", &[two]));
        assert!(said.len() <= 1);
        said.into_iter().next().map(|diagnostic| diagnostic.message)
    }

    #[test]
    fn white_space_order_and_forms_are_no_difference() {
        for (one, two) in [
            ("held until 3 March", "March 3 until\nheld"),
            ("his detention goes on", "his deten- tion goes on"),
            ("O R D E R of 2024", "ORDER of 20 24"),
            ("the office", "the o\u{fb03}ce"),
            ("Суд постановил", "СУД ПОСТАНОВИЛ"),
            ("3.02.2024 Продление", "3.02.2024Продление"),
            ("محكمة", "ةمكحم"),
            ("co\u{ad}operate", "cooperate"),
            ("", ""),
        ] {
            assert_eq!(compared(one, two), None, "{one} / {two}");
        }
    }

    #[test]
    fn words_that_only_one_has_are_shown() {
        for (one, two, shown) in [
            ("until 3 March", "until 8 March", "one has \u{201c}3\u{201d}, two has \u{201c}8\u{201d}"),
            ("until 3 March 2024", "until 3 March", "one has \u{201c}2024\u{201d}, two has nothing there"),
            ("until 12 March", "until 21 March", "one has \u{201c}12\u{201d}, two has \u{201c}21\u{201d}"),
            ("words", "", "two found no text on it, one did"),
            ("", "words", "one has nothing there, two has \u{201c}words\u{201d}"),
        ] {
            let said = compared(one, two).unwrap();
            assert!(said.contains(shown), "{said}");
        }
    }

    #[test]
    fn what_is_said_stays_short() {
        let words = |from: u32| (from..from + 500).map(|n| format!("{n} ")).collect::<String>();
        let said = compared(&words(1000), &words(9000)).unwrap();
        assert!(said.contains("and 492 more") && said.len() < 600, "{said}");
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (vec!["3"; 100], vec!["8"; 100]);
        let said = differences(&layer("one", &ours), &layer("two", &theirs));
        assert_eq!(said.len(), 21);
        assert!(said[20].message.contains("pages 21\u{2013}100 are"), "{}", said[20].message);
    }
}
