//! Countries as texts name them, to tell a state's own bodies from another state's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One country a line: a code, then stems of its name and adjective in the languages that are read.
const FILE: &str = include_str!("../../../lexicon/countries.txt");

static STEMS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let lines = FILE.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(code, stems)| stems.split_whitespace().map(move |stem| (stem.to_lowercase(), code)))
        .collect()
});

/// The country a word names or is an adjective of.
fn country(word: &str) -> Option<&'static str> {
    if !word.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let lower = word.to_lowercase();
    (3..=lower.chars().count()).rev().find_map(|length| {
        let stem: String = lower.chars().take(length).collect();
        STEMS.get(&stem).copied()
    })
}

/// The ISO 3166-1 code, in lower case, of a country by its code or as texts name it.
pub fn country_code(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let mut codes = STEMS.values().copied();
    codes.find(|code| *code == lower).or_else(|| name.split_whitespace().find_map(country))
}

/// The country that a name of a body mentions.
pub(crate) fn stem_in(name: &str) -> Option<String> {
    name.split(|c: char| !c.is_alphanumeric()).find_map(country).map(str::to_owned)
}

/// The country that texts mention most.
pub(crate) fn most_named<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if let Some(code) = country(word) {
                *counts.entry(code).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))
        .map(|(code, _)| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_adjectives_lead_to_the_country() {
        let cases = [
            ("British Parliamentarians", Some("gb")),
            ("Government of Kazakhstan", Some("kz")),
            ("Генеральная прокуратура Казахстана", Some("kz")),
            ("the turkey was served", None),
            ("National Security Committee", None),
            ("", None),
        ];
        for (name, code) in cases {
            assert_eq!(stem_in(name).as_deref(), code, "{name}");
        }
    }
}
