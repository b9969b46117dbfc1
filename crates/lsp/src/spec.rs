//! What a word of the language means, in the words of its specification.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const SPEC: &str = include_str!("../../../spec/law.md");

/// Meanings by the words they explain: the rows of the table of fields, and the points about counting.
static MEANINGS: LazyLock<BTreeMap<String, String>> = LazyLock::new(meanings);

/// More productions than these say nothing of a word.
const MOST_PRODUCTIONS: usize = 6;

/// What the specification says of a word or two of the language; `None` where it is no such word.
pub(crate) fn meaning(words: &str) -> Option<String> {
    let mut said: Vec<String> = MEANINGS.get(words).cloned().into_iter().collect();
    let grammar = productions(words);
    if !grammar.is_empty() && grammar.len() <= MOST_PRODUCTIONS {
        said.push(format!("```text\n{}\n```", grammar.join("\n")));
    }
    (!said.is_empty()).then(|| said.join("\n\n"))
}

/// What the specification says of a word in one sentence, for a list.
pub(crate) fn brief(words: &str) -> Option<&'static str> {
    MEANINGS.get(words).map(String::as_str)
}

fn section(title: &str) -> impl Iterator<Item = &'static str> {
    let after = SPEC.lines().skip_while(move |line| *line != title).skip(1);
    after.take_while(|line| !line.starts_with("## "))
}

fn meanings() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for row in section("## Fields").filter(|line| line.starts_with("| `")) {
        let mut cells = row.trim_matches('|').splitn(2, '|');
        let (Some(name), Some(meaning)) = (cells.next(), cells.next()) else { continue };
        if let Some(name) = name.split('`').nth(1) {
            all.insert(name.to_owned(), meaning.trim().to_owned());
        }
    }
    let mut points: Vec<String> = Vec::new();
    for line in section("## Counting") {
        match (line.strip_prefix("- "), points.last_mut()) {
            (Some(first), _) => points.push(first.to_owned()),
            (None, Some(point)) if line.starts_with("  ") => point.push_str(&format!(" {}", line.trim())),
            _ => {}
        }
    }
    for point in &points {
        for code in point.split('`').skip(1).step_by(2) {
            // `rollover forward of CALENDAR` explains `rollover`, `first day out` explains `first day`.
            let words: Vec<&str> = code.split(' ').collect();
            let names = [
                Some(code.to_owned()),
                words.get(..2).map(|two| two.join(" ")),
                words.first().map(|one| (*one).to_owned()),
            ];
            let whole = code.contains(char::is_uppercase);
            for name in names.into_iter().flatten().take(if whole { 3 } else { 2 }) {
                all.entry(name).or_insert_with(|| point.clone());
            }
        }
    }
    all
}

/// The lines of the grammar in which words stand in quotation marks.
fn productions(words: &str) -> Vec<&'static str> {
    let quoted = format!("\"{words}\"");
    let grammar = section("## Grammar").skip_while(|line| !line.starts_with("```")).skip(1);
    let mut grammar = grammar.take_while(|line| !line.starts_with("```"));
    grammar.by_ref().filter(|line| line.contains(&quoted)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_clauses_have_a_meaning_and_other_words_have_none() {
        for words in [
            "cites",
            "checked",
            "in force",
            "limit",
            "unless",
            "burden state",
            "rollover",
            "hours",
            "norm",
            "throughout",
        ] {
            assert!(meaning(words).is_some_and(|text| text.len() > 20), "{words}");
        }
        for words in ["", "arrest", "\"", "`", "of court"] {
            assert_eq!(meaning(words), None, "{words}");
        }
    }
}
