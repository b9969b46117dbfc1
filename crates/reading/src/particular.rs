//! What texts say of a person beside events: what they are, where they are held, whether a warrant was shown. Proposed, as
//! all that is read; whoever uses it says whose words they are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::lexicon::{LANGUAGES, comforts};
use crate::phrase::at_word_bounds;

/// What can be asked for.
pub const PARTICULARS: [&str; 9] =
    ["arrest_place", "birth", "female", "held", "holder", "male", "nationality", "profession", "warrant"];

/// Words that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particular {
    /// The words themselves.
    pub said: Range<usize>,
    /// The words with what leads to them.
    pub within: Range<usize>,
    /// The person is named in them.
    pub named: bool,
}

#[derive(Clone, Default, Deserialize)]
struct Row {
    #[serde(default)]
    parts: BTreeMap<String, String>,
    #[serde(flatten)]
    of: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    particulars: Row,
}

/// The ways of each language; empty where a lexicon is broken, which every reading reports.
static WAYS: LazyLock<BTreeMap<&'static str, Row>> = LazyLock::new(|| {
    let row = |text| toml::from_str(text).map(|File { particulars }| particulars).unwrap_or_default();
    LANGUAGES.iter().map(|files| (files.language, row(files.words.1))).collect()
});

/// Where a text in `language` says `what` (one of [`PARTICULARS`]) of the person who goes by `names`, in the order of the text.
pub fn particulars(text: &str, language: &str, names: &[String], what: &str) -> Vec<Particular> {
    let Some(row) = WAYS.get(language) else { return Vec::new() };
    let mut names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    if names.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Particular> = Vec::new();
    for way in row.of.get(what).into_iter().flatten().filter_map(|way| compile(row, way, &names)) {
        for hit in way.captures_iter(text) {
            let (Some(all), Some(said)) = (hit.get(0), hit.name("said")) else { continue };
            let whole = |range: &Range<usize>| at_word_bounds(text, range.start, range.end);
            let named = names.iter().any(|name| all.as_str().contains(name));
            let new =
                !found.iter().any(|known| known.said.start < said.end() && said.start() < known.said.end);
            if new && whole(&said.range()) && whole(&all.range()) {
                found.push(Particular { said: said.range(), within: all.range(), named });
            }
        }
    }
    found.sort_by_key(|known| known.said.start);
    found
}

fn compile(row: &Row, way: &str, names: &[&str]) -> Option<Regex> {
    let filled = row.parts.iter().fold(way.to_owned(), |way, (part, words)| {
        way.replace(&format!("{{{part}}}"), &format!("(?:{words})"))
    });
    let names: Vec<String> =
        names.iter().map(|name| comforts(&regex::escape(name).replace("\\ ", " "))).collect();
    let names = format!("(?:{})", names.join("|"));
    Regex::new(&comforts(&filled).replace("{name}", &names)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, language: &str, what: &str) -> Vec<String> {
        let names = ["Petra Lind", "Lind"].map(str::to_owned);
        let found = particulars(text, language, &names, what);
        found.iter().map(|known| text.get(known.said.clone()).unwrap().to_owned()).collect()
    }

    #[test]
    fn every_way_of_every_language_can_be_compiled_and_says_something_that_is_asked_for() {
        for (language, row) in WAYS.iter() {
            for (what, ways) in &row.of {
                assert!(PARTICULARS.contains(&what.as_str()), "{language}: {what}");
                for way in ways {
                    let compiled = compile(row, way, &["Petra Lind"]);
                    assert!(compiled.is_some_and(|way| way.as_str().contains("<said>")), "{language}: {way}");
                }
            }
        }
    }

    #[test]
    fn what_a_text_says_of_a_person() {
        let cases: &[(&str, &str, &str, &[&str])] = &[
            (
                "en",
                "profession",
                "Petra Lind, former chair of the Harbour Council, was held.",
                &["former chair of the Harbour Council"],
            ),
            (
                "en",
                "profession",
                "Mrs. Lind, who was twice Minister of Ports and a politician, fled.",
                &["twice Minister of Ports and a politician"],
            ),
            (
                "en",
                "profession",
                "Former Minister of Ports, Dr. Petra Lind, pleaded not guilty.",
                &["Former Minister of Ports"],
            ),
            (
                "en",
                "profession",
                "Petra Lind, the hydrologist who published readings, is “a spy”.",
                &["the hydrologist who published readings"],
            ),
            ("en", "male", "The court heard Mr. Lind.", &["Mr."]),
            (
                "en",
                "held",
                "Lind is held in the remand prison of the State Guard in Velda.",
                &["the remand prison of the State Guard in Velda"],
            ),
            ("en", "holder", "Lind is held in the remand prison of the State Guard.", &["the State Guard"]),
            (
                "en",
                "arrest_place",
                "Officers took Petra Lind from her home in Velda.",
                &["from her home in Velda"],
            ),
            ("en", "arrest_place", "Lind was detained at the Velda road post.", &["at the Velda road post"]),
            ("en", "birth", "Petra Lind, 41, was charged.", &["Petra Lind, 41"]),
            ("en", "warrant", "They showed no warrant and left.", &["showed no warrant"]),
            ("en", "birth", "Petra Lind, born on 3 May 1990, is an engineer.", &["3 May 1990"]),
            (
                "fr",
                "profession",
                "Petra Lind, ancienne ministre des Ports, a été arrêtée.",
                &["ancienne ministre des Ports"],
            ),
            (
                "es",
                "profession",
                "Petra Lind, exministra de Puertos, fue detenida.",
                &["exministra de Puertos"],
            ),
            ("fr", "female", "Le tribunal a entendu Mme Lind.", &["Mme"]),
        ];
        for (language, what, text, expected) in cases {
            assert_eq!(said(text, language, what), *expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_others_or_not_at_all_is_not_found() {
        let cases = [
            ("en", "profession", "Petra Lind, arrested by the head of the guard, was held."),
            ("en", "profession", "Petra Lind was seen. The minister, Ada Roe, spoke."),
            ("en", "held", "Thousands are held in the remand prison of the State Guard."),
            ("en", "male", "Mr. Roe spoke of Petra Lind."),
            ("en", "warrant", "A warrant is needed for every arrest."),
            ("xx", "male", "Mr. Lind"),
            ("en", "nothing", "Mr. Lind"),
        ];
        for (language, what, text) in cases {
            assert_eq!(said(text, language, what), Vec::<String>::new(), "{text}");
        }
        assert!(particulars("Mr. Lind", "en", &[], "male").is_empty());
    }
}
