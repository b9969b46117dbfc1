//! Stems of Kazakh words: endings are taken off layer by layer, as they were put on. The endings are data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

const FILE: &str = include_str!("../../../lexicon/kk/stem.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    /// Letters that a stem keeps at least.
    least: usize,
    /// Last letters of a stem that are one with others: `["б", "п"]`.
    last: Vec<(char, char)>,
    /// Forms of one word, for the tests.
    #[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
    same: Vec<Vec<String>>,
    /// Words that are not forms of one, for the tests.
    #[cfg_attr(not(test), allow(dead_code, reason = "examples run as tests"))]
    differ: Vec<(String, String)>,
    /// Sets of letters by their names.
    letters: BTreeMap<String, String>,
    /// Taken off one after another, at most one ending of each.
    layers: Vec<Layer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layer {
    endings: Vec<Group>,
}

/// Endings that stand behind the same letters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// Names of the sets of letters.
    after: Vec<String>,
    are: Vec<String>,
}

impl Endings {
    /// What is left of `word` without the longest ending of `layer` that it can have.
    fn without<'w>(&self, word: &'w str, layer: &Layer) -> &'w str {
        let mut shortest = word;
        for group in &layer.endings {
            let may_follow = |last: char| {
                group.after.iter().filter_map(|name| self.letters.get(name)).any(|set| set.contains(last))
            };
            for rest in group.are.iter().filter_map(|ending| word.strip_suffix(ending.as_str())) {
                let long = rest.chars().count() >= self.least;
                if long && rest.len() < shortest.len() && rest.chars().next_back().is_some_and(may_follow) {
                    shortest = rest;
                }
            }
        }
        shortest
    }
}

/// A test reads the file: it is part of the program.
static ENDINGS: LazyLock<Endings> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

/// What the forms of `word`, which is in small letters, have in common.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = word;
    // A stem may itself look as if it had an ending; then its forms must lose that too.
    loop {
        let before = stem;
        for layer in &ENDINGS.layers {
            stem = ENDINGS.without(stem, layer);
        }
        if stem == before {
            break;
        }
    }
    let mut stem = stem.to_owned();
    if let Some(last) = stem.chars().next_back()
        && let Some((_, other)) = ENDINGS.last.iter().find(|(voiced, _)| *voiced == last)
    {
        stem.pop();
        stem.push(*other);
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold() {
        let endings: Endings = toml::from_str(FILE).unwrap();
        assert!(endings.same.len() > 20 && endings.differ.len() > 10);
        let stems = |forms: &Vec<String>| forms.iter().map(|form| stem(form)).collect::<Vec<_>>();
        let apart = |forms: &&Vec<String>| stems(forms).windows(2).any(|pair| pair[0] != pair[1]);
        let apart: Vec<_> = endings.same.iter().filter(apart).map(|forms| (forms, stems(forms))).collect();
        assert!(apart.is_empty(), "{apart:#?}");
        for (one, other) in &endings.differ {
            assert_ne!(stem(one), stem(other), "{one} and {other} are two words");
        }
    }

    #[test]
    fn short_words_and_other_letters_stay() {
        for word in ["", "ол", "бір", "1234", "court"] {
            assert_eq!(stem(word), word);
        }
    }
}
