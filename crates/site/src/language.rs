//! The languages that a site is worded in: words as data, one file a language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The words of one language (`words/<code>.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// ISO 639-1 code.
    pub code: String,
    /// Its name in itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Months as a date with a day has them.
    pub(crate) months: Vec<String>,
    /// Months that stand without a day.
    pub(crate) months_alone: Vec<String>,
    /// Months as an axis has them.
    pub(crate) months_short: Vec<String>,
    words: BTreeMap<String, String>,
    counts: BTreeMap<String, BTreeMap<String, String>>,
    /// Events and states of the vocabulary; English has them in the vocabulary itself.
    #[serde(default)]
    events: BTreeMap<String, String>,
    #[serde(default)]
    states: BTreeMap<String, String>,
}

const FILES: [&str; 7] = [
    include_str!("../words/en.toml"),
    include_str!("../words/ru.toml"),
    include_str!("../words/kk.toml"),
    include_str!("../words/de.toml"),
    include_str!("../words/fr.toml"),
    include_str!("../words/es.toml"),
    include_str!("../words/ar.toml"),
];

#[expect(clippy::expect_used, reason = "the files are part of the program; a test reads them")]
static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| FILES.iter().map(|file| toml::from_str(file).expect("words are TOML")).collect());

/// All languages that a site can be worded in, English first.
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// Words in a language that may not be the one around them.
pub(crate) struct Worded {
    pub(crate) text: String,
    /// The language, where it is not the one of the page.
    pub(crate) lang: Option<&'static str>,
}

impl Language {
    /// The words for a key. A key that a file does not have is a fault that a test finds.
    pub(crate) fn word(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }

    /// The words for a key, with what stands in their {braces}.
    pub(crate) fn say(&self, key: &str, with: &[(&str, &str)]) -> String {
        filled(self.word(key), with)
    }

    /// A number with what is counted: `12 days`.
    pub(crate) fn count(&self, key: &str, n: u64) -> String {
        let forms = self.counts.get(key);
        let form = forms.and_then(|forms| forms.get(plural(&self.code, n)).or_else(|| forms.get("other")));
        filled(form.map_or("{n}", String::as_str), &[("n", &self.number(n))])
    }

    /// `10,332`, with the mark that the language puts between thousands.
    pub(crate) fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
                out.push_str(self.word("thousands"));
            }
            out.push(digit);
        }
        out
    }

    /// The name of a kind of event; in English where the language has none.
    pub(crate) fn event(&self, kind: remand_reading::EventKind) -> Worded {
        match self.events.get(kind.name()) {
            Some(text) => Worded { text: text.clone(), lang: None },
            None => self.english(kind.describe().label.clone()),
        }
    }

    /// The name of a state.
    pub(crate) fn state(&self, name: &str) -> Worded {
        let known = remand_reading::vocabulary().states().find(|(known, _)| *known == name);
        match self.states.get(name) {
            Some(text) => Worded { text: text.clone(), lang: None },
            None => {
                self.english(known.map_or_else(|| name.replace('_', " "), |(_, word)| word.label.clone()))
            }
        }
    }

    /// English words on a page of this language.
    pub(crate) fn english(&self, text: String) -> Worded {
        Worded { text, lang: (self.code != "en").then_some("en") }
    }
}

fn filled(pattern: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        out.push_str(with.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The plural category of CLDR for a whole number.
fn plural(language: &str, n: u64) -> &'static str {
    let (ten, hundred) = (n % 10, n % 100);
    match (language, n) {
        ("ar", 0) => "zero",
        ("fr", 0 | 1) | (_, 1) => "one",
        ("fr" | "es", _) if n > 0 && n.is_multiple_of(1_000_000) => "many",
        ("ar", 2) => "two",
        ("ar", _) if (3..=10).contains(&hundred) => "few",
        ("ar", _) if hundred >= 11 => "many",
        ("ru", _) if ten == 1 && hundred != 11 => "one",
        ("ru", _) if (2..=4).contains(&ten) && !(12..=14).contains(&hundred) => "few",
        ("ru", _) => "many",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn braces(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_has_the_words_of_english_and_their_places() {
        let english = &languages()[0];
        assert_eq!(english.code, "en");
        for language in languages() {
            let code = &language.code;
            let keys = |l: &Language| l.words.keys().chain(l.counts.keys()).cloned().collect::<BTreeSet<_>>();
            let missing: Vec<_> = keys(english).difference(&keys(language)).cloned().collect();
            let more: Vec<_> = keys(language).difference(&keys(english)).cloned().collect();
            assert!(missing.is_empty() && more.is_empty(), "{code} lacks {missing:?}, has {more:?}");
            for (key, text) in &language.words {
                assert_eq!(braces(text), braces(&english.words[key]), "{code}: {key}");
            }
            for months in [&language.months, &language.months_alone, &language.months_short] {
                assert_eq!(months.len(), 12, "{code}");
            }
            for account in ["all", "state", "defence", "independent"] {
                let name = language.word(&format!("strip_{account}"));
                assert!(
                    (1..=23).contains(&name.chars().count()),
                    "{code}: {name} has no room beside its strip"
                );
            }
            assert!(["ltr", "rtl"].contains(&language.direction.as_str()));
            let categories: &[&str] = match code.as_str() {
                "ru" => &["one", "few", "many", "other"],
                "ar" => &["zero", "one", "two", "few", "many", "other"],
                "fr" | "es" => &["one", "many", "other"],
                _ => &["one", "other"],
            };
            for (key, forms) in &language.counts {
                assert!(forms.contains_key("other"), "{code}: {key}");
                assert!(forms.keys().all(|form| categories.contains(&form.as_str())), "{code}: {key}");
                // Either the number stands apart from what is counted, or each form is there.
                let all = code != "ru" && code != "ar" || forms.len() == categories.len();
                assert!(forms.len() == 1 || all, "{code}: {key} has {:?}", forms.keys());
            }
            for kind in language.events.keys() {
                assert!(remand_reading::EventKind::named(kind).is_some(), "{code}: no event {kind}");
            }
        }
    }

    #[test]
    fn every_word_that_the_pages_ask_for_is_there() {
        let sources = [
            include_str!("view.rs"),
            include_str!("dates.rs"),
            include_str!("frame.rs"),
            include_str!("feed.rs"),
            include_str!("page/front.rs"),
            include_str!("page/updates.rs"),
            include_str!("page/custody.rs"),
            include_str!("page/chronology.rs"),
            include_str!("page/background.rs"),
            include_str!("page/reactions.rs"),
            include_str!("page/owed.rs"),
            include_str!("page/findings.rs"),
            include_str!("page/documents.rs"),
            include_str!("page/about.rs"),
            include_str!("site.rs"),
            include_str!("pages.rs"),
        ];
        let english = &languages()[0];
        for call in [".word(\"", ".say(\"", ".count(\""] {
            for part in sources.iter().flat_map(|source| source.split(call).skip(1)) {
                let key = part.split('"').next().unwrap();
                assert!(english.words.contains_key(key) || english.counts.contains_key(key), "{key}");
            }
        }
    }

    #[test]
    fn counts_follow_the_grammar() {
        let english = &languages()[0];
        assert_eq!(english.count("days", 1), "1 day");
        assert_eq!(english.count("days", 12_345), "12,345 days");
        let said = |code: &str, n: u64| languages().iter().find(|l| l.code == code).unwrap().count("days", n);
        assert_eq!((said("ru", 21), said("ru", 22)), ("21 день".to_owned(), "22 дня".to_owned()));
        assert_eq!((said("de", 12_345), said("kk", 1)), ("12.345 Tage".to_owned(), "1 күн".to_owned()));
        for (code, n, category) in [
            ("fr", 0, "one"),
            ("fr", 2, "other"),
            ("es", 0, "other"),
            ("es", 2_000_000, "many"),
            ("de", 1, "one"),
            ("de", 0, "other"),
            ("kk", 1, "one"),
            ("kk", 2, "other"),
            ("ru", 0, "many"),
            ("ru", 11, "many"),
            ("ru", 111, "many"),
            ("ru", 21, "one"),
            ("ru", 3, "few"),
            ("ru", 12, "many"),
            ("ar", 2, "two"),
            ("ar", 3, "few"),
            ("ar", 493, "many"),
        ] {
            assert_eq!(plural(code, n), category, "{code} {n}");
        }
    }

    #[test]
    fn braces_that_do_not_close_stay() {
        assert_eq!(filled("a {n", &[("n", "1")]), "a n");
        assert_eq!(filled("{a}{b}", &[("a", "{b}"), ("b", "2")]), "{b}2");
    }
}
