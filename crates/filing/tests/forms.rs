//! The forms that the program carries, and what is said of forms with faults.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use remand_filing::Forms;

const LANGUAGES: [&str; 3] = ["en", "fr", "es"];

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms").join(path)).unwrap()
}

fn table(path: &str) -> toml::Table {
    file(path).parse().unwrap()
}

#[test]
fn every_form_can_be_read_in_three_languages() {
    let forms = Forms::default();
    let known = forms.known();
    let forums: BTreeSet<&str> = known.iter().map(|(forum, _)| forum.as_str()).collect();
    assert_eq!(forums.len(), 7, "{forums:?}");
    for forum in forums {
        for language in LANGUAGES {
            forms.form(forum, language).unwrap();
        }
    }
    assert!(forms.questions().unwrap().contains_key("identity.birth_date"));
}

#[test]
fn the_languages_of_a_form_ask_the_same_in_the_same_order() {
    let ids = |table: &toml::Table, list: &str| -> Vec<(String, Vec<String>)> {
        let entries = table.get(list).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        let each = entries.iter().map(|entry| {
            let fixed =
                ["kind", "fill", "kinds", "role", "of", "owner", "once", "asks", "years", "months", "norms"];
            let fixed = fixed.iter().filter_map(|name| entry.get(name)).map(ToString::to_string).collect();
            (entry["id"].as_str().unwrap().to_owned(), fixed)
        });
        each.collect()
    };
    for (forum, _) in Forms::default().known() {
        let of = |language: &str| table(&format!("{forum}/{language}/form.toml"));
        let english = of("en");
        for language in ["fr", "es"] {
            let other = of(language);
            for list in ["field", "section", "gate", "mandate", "ask"] {
                assert_eq!(ids(&other, list), ids(&english, list), "{forum} {language} {list}");
            }
            assert_eq!(other.get("norms"), english.get("norms"), "{forum} {language}");
        }
    }
}

#[test]
fn every_form_says_what_of_it_is_from_memory() {
    for (forum, language) in Forms::default().known() {
        let form = table(&format!("{forum}/{language}/form.toml"));
        let checked = form["checked"].as_array().unwrap();
        assert!(checked.len() >= 2, "{forum} {language}");
        for gate in form["gate"].as_array().unwrap() {
            assert!(gate["checked"].as_str().unwrap().len() > 10, "{forum} {language} {gate}");
        }
    }
}

#[test]
fn no_language_lacks_a_word_or_a_place_in_a_sentence() {
    let places = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|after| after.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    let words = |language: &str| -> BTreeMap<String, BTreeSet<String>> {
        let mut all = BTreeMap::new();
        for (section, values) in table(&format!("words/{language}.toml")) {
            // Clauses are those of the vocabulary in English, instruments are those that differ.
            if section == "clauses" || section == "instruments" {
                continue;
            }
            for (name, value) in values.as_table().unwrap() {
                let mut places = places(&value.to_string());
                // Only where a sentence has a verb that agrees with the number of norms.
                places.remove("verb");
                all.insert(format!("{section}.{name}"), places);
            }
        }
        all
    };
    let english = words("en");
    assert!(english.len() > 100);
    assert_eq!(words("fr"), english);
    assert_eq!(words("es"), english);
    let titles = table("words/norms.toml");
    let of = |language: &str| titles[language].as_table().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(of("fr"), of("es"));
}

#[test]
fn a_fault_in_a_form_is_told_with_its_file_and_line() {
    let settings = file("wgad/en/form.toml");
    for (from, to, says) in [
        ("fill = \"when\"", "fill = \"wen\"", "unknown variant `wen`"),
        ("kinds = [\"arrest\"]", "kinds = [\"arest\"]", "`arest` is no event of law/vocabulary.toml"),
        ("owner = \"family\"", "owner = \"cousin\"", "`cousin` is no owner"),
        ("of = \"arrest.date\"", "of = \"arrest.day\"", "`arrest.day`, which is no field"),
        ("asks = [\"consent.submission\"]", "asks = [\"consent.sub\"]", "asks `consent.sub`"),
        ("id = \"identity.sex\"", "id = \"identity.family_name\"", "is there twice"),
        ("id = \"identity.sex\"", "id = \"sex\"", "needs a group: `identity.sex`"),
        ("title = ", "title ", "wgad/en/form.toml, line"),
    ] {
        let own = BTreeMap::from([("wgad/en/form.toml".to_owned(), settings.replacen(from, to, 1))]);
        let error = Forms::new(own).form("wgad", "en").unwrap_err().to_string();
        assert!(error.contains("wgad/en/form.toml, line") && error.contains(says), "{error}");
        assert!(error.contains("nothing was written") && error.lines().count() == 1, "{error}");
    }
    let unknown = Forms::default().form("wgad", "tlh").unwrap_err().to_string();
    assert!(unknown.contains("wgad (en, es, fr)"), "{unknown}");
}
