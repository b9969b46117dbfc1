//! Words around numbers and quotations, by language (`lexicon/<language>/proof.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

const FILES: [(&str, &str); 6] = [
    ("de", include_str!("../../../lexicon/de/proof.toml")),
    ("en", include_str!("../../../lexicon/en/proof.toml")),
    ("es", include_str!("../../../lexicon/es/proof.toml")),
    ("fr", include_str!("../../../lexicon/fr/proof.toml")),
    ("kk", include_str!("../../../lexicon/kk/proof.toml")),
    ("ru", include_str!("../../../lexicon/ru/proof.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    percent: Vec<String>,
    ordinal_day: Vec<String>,
    no_order: Vec<String>,
    born: Vec<String>,
    translated: Vec<String>,
    numbering: Vec<String>,
    money: Vec<String>,
    capital_nouns: bool,
}

/// Words of one language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    percent: Vec<String>,
    pub(crate) ordinal_day: Vec<Regex>,
    no_order: Vec<String>,
    born: Vec<String>,
    translated: Vec<String>,
    numbering: Vec<String>,
    money: Vec<String>,
    pub(crate) capital_nouns: bool,
}

fn read(text: &str) -> Result<Lexicon, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let regex = |pattern: &String| {
        RegexBuilder::new(pattern).case_insensitive(true).build().map_err(|error| error.to_string())
    };
    Ok(Lexicon {
        ordinal_day: file.ordinal_day.iter().map(regex).collect::<Result<_, _>>()?,
        percent: file.percent,
        no_order: file.no_order,
        born: file.born,
        translated: file.translated,
        numbering: file.numbering,
        money: file.money,
        capital_nouns: file.capital_nouns,
    })
}

#[expect(clippy::expect_used, reason = "the files are part of the program; a test reads them")]
static LEXICONS: LazyLock<BTreeMap<&'static str, Lexicon>> = LazyLock::new(|| {
    FILES.iter().map(|(language, text)| (*language, read(text).expect("lexicon/*/proof.toml"))).collect()
});

/// The words of a language; those of English where there are none.
#[expect(clippy::expect_used, reason = "English stands in the list; a test reads it")]
pub(crate) fn lexicon(language: &str) -> &'static Lexicon {
    LEXICONS.get(language).or_else(|| LEXICONS.get("en")).expect("English is there")
}

fn begins(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(char::is_alphanumeric) && text.get(at..).is_some_and(|rest| begins(rest, phrase))
    })
}

impl Lexicon {
    /// `after`, what follows a number in lower case, makes hundredths of it.
    pub(crate) fn is_percent(&self, after: &str) -> bool {
        let after = after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
        after.starts_with('%') || self.percent.iter().any(|word| begins(after, word))
    }

    /// The word of money that `word`, in lower case, is a form of.
    pub(crate) fn money(&self, word: &str) -> Option<&str> {
        self.money.iter().find(|money| word.starts_with(money.as_str())).map(String::as_str)
    }

    /// The sentence, in lower case, speaks of days that no order covers.
    pub(crate) fn tells_of_no_order(&self, sentence: &str) -> bool {
        self.no_order.iter().any(|phrase| holds(sentence, phrase))
    }

    /// The words, in lower case, tell of a birth.
    pub(crate) fn tells_of_birth(&self, words: &str) -> bool {
        self.born.iter().any(|phrase| holds(words, phrase))
    }

    /// The words, in lower case, say that a quotation is a translation.
    pub(crate) fn says_translated(&self, words: &str) -> bool {
        self.translated.iter().any(|phrase| holds(words, phrase))
    }

    /// What stands after this word, in lower case, is the number of something.
    pub(crate) fn is_numbering(&self, word: &str) -> bool {
        matches!(word, "¶" | "¶¶" | "№" | "n°" | "nº" | "§" | "§§" | "#")
            || self.numbering.iter().any(|known| known == word.trim_end_matches(['.', '°', 'º']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_can_be_read_and_finds_a_numbered_day() {
        for (language, text, expected) in [
            ("en", "on the 100th day", Some("100")),
            ("en", "Day 100 of", Some("100")),
            ("fr", "au 100e jour", Some("100")),
            ("es", "el 100.º día", Some("100")),
            ("de", "am 100. Tag", Some("100")),
            ("ru", "на 100-й день", Some("100")),
            ("kk", "100-ші күні", Some("100")),
            ("en", "100 days", None),
            ("en", "", None),
        ] {
            let found = lexicon(language).ordinal_day.iter().find_map(|way| way.captures(text));
            assert_eq!(
                found.and_then(|found| Some(found.name("n")?.as_str().to_owned())).as_deref(),
                expected
            );
        }
        assert_eq!(FILES.len(), LEXICONS.len());
        assert!(!lexicon("xx").capital_nouns);
    }

    #[test]
    fn phrases_stand_as_whole_words() {
        let english = lexicon("en");
        assert!(
            english.is_percent("%") && english.is_percent(" per cent of") && !english.is_percent(" people")
        );
        assert!(
            english.tells_of_no_order("two days without an order.")
                && !english.tells_of_no_order("no ordered")
        );
        assert!(english.is_numbering("no.") && english.is_numbering("№") && !english.is_numbering("people"));
    }
}
