//! Public bodies and places under all their names, whatever the language: abbreviations, translations, former names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::Words;
use crate::source::content;

const BODIES: &str = include_str!("../../../lexicon/bodies.toml");
const PLACES: &str = include_str!("../../../lexicon/places.txt");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    body: Vec<Body>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    names: Vec<String>,
}

#[expect(clippy::expect_used, reason = "the file is part of the program; a test reads it")]
static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(BODIES).expect("lexicon/bodies.toml is part of the program"));

/// Every other name of a place, lower case, with the one it is compared under.
static OTHER_NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let lines = PLACES.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .flat_map(|(name, others)| {
            others.split_whitespace().map(move |other| (other.to_lowercase(), name.trim().to_lowercase()))
        })
        .collect()
});

/// The names of bodies as `words` makes them comparable, each with the first name of its row.
pub(crate) fn bodies(words: &Words) -> BTreeMap<String, &'static str> {
    let rows = FILE.body.iter().filter_map(|body| Some((body.names.first()?.as_str(), body)));
    rows.flat_map(|(first, body)| body.names.iter().map(move |name| (content(name, words).join(" "), first)))
        .collect()
}

/// Public bodies, each with all names it goes by.
pub fn body_names() -> impl Iterator<Item = &'static [String]> {
    FILE.body.iter().map(|body| body.names.as_slice())
}

/// The name under which a place is compared: today's name for a former one.
pub(crate) fn place(word: &str) -> &str {
    OTHER_NAMES.get(word).map_or(word, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_one_row_only() {
        let mut seen = BTreeMap::new();
        for body in &FILE.body {
            for name in &body.names {
                assert_eq!(seen.insert(name.to_lowercase(), ()), None, "{name} stands twice");
            }
        }
    }

    #[test]
    fn a_former_name_leads_to_todays() {
        for (word, expected) in
            [("leningrad", "saint-petersburg"), ("kiev", "kyiv"), ("nowhere", "nowhere"), ("", "")]
        {
            assert_eq!(place(word), expected);
        }
    }
}
