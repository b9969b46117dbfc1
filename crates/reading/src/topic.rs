//! Words by which phrases are compared: which of them say nothing of a topic, and which kind of counsel others tell of.
//!
//! They stand in `[topic]` of each language's `words.toml`. Phrases are compared without regard to their language, so
//! the lists of all languages hold together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::LANGUAGES;

/// See `[topic]` of `lexicon/en/words.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicWords {
    small: BTreeSet<String>,
    lawyer: Vec<String>,
    counsel: BTreeMap<String, Vec<String>>,
    pledge: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    topic: Table,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    small: Vec<String>,
    lawyer: Vec<String>,
    counsel: BTreeMap<String, Vec<String>>,
    pledge: Vec<String>,
}

impl TopicWords {
    /// A word, in lower case, that says nothing of what a phrase is about.
    pub fn is_small(&self, word: &str) -> bool {
        self.small.contains(word)
    }

    /// A word, in lower case, for a lawyer: what is left of a phrase without it says which one.
    pub fn is_lawyer(&self, word: &str) -> bool {
        begins(&self.lawyer, word)
    }

    /// The kind of counsel that a word, in lower case, tells of: `chosen`, `appointed`, `independent`.
    pub fn counsel(&self, word: &str) -> Option<&str> {
        self.counsel.iter().find(|(_, words)| begins(words, word)).map(|(kind, _)| kind.as_str())
    }

    /// A word, in lower case, of those in which a state promises what its conduct may belie.
    pub fn is_pledge(&self, word: &str) -> bool {
        begins(&self.pledge, word)
    }
}

fn begins(words: &[String], word: &str) -> bool {
    words.iter().any(|beginning| word.starts_with(beginning.as_str()))
}

fn parse() -> Result<TopicWords, toml::de::Error> {
    let mut all = TopicWords::default();
    for files in LANGUAGES {
        let File { topic } = toml::from_str(files.words.1)?;
        all.small.extend(topic.small);
        all.lawyer.extend(topic.lawyer);
        all.pledge.extend(topic.pledge);
        for (kind, words) in topic.counsel {
            all.counsel.entry(kind).or_default().extend(words);
        }
    }
    Ok(all)
}

/// The words of all languages together. Empty only where a lexicon is broken, which every reading reports.
pub fn topic_words() -> &'static TopicWords {
    static WORDS: LazyLock<TopicWords> = LazyLock::new(|| parse().unwrap_or_default());
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_lists_them_in_a_form_that_can_be_read() {
        let words = parse().unwrap();
        assert!(words.is_small("which") && words.is_small("который") && !words.is_small("harbour"));
        assert!(words.is_lawyer("lawyers") && words.is_lawyer("адвоката") && !words.is_lawyer("law"));
        for (word, kind) in [
            ("chosen", "chosen"),
            ("выбранный", "chosen"),
            ("duty", "appointed"),
            ("назначенный", "appointed"),
        ] {
            assert_eq!(words.counsel(word), Some(kind), "{word}");
        }
        assert_eq!(words.counsel("tall"), None);
    }
}
