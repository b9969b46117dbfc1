//! What holds of every text and every query: a hit lies in its text and shows a form of what was asked.

#![allow(clippy::unwrap_used, clippy::string_slice)]

use proptest::prelude::*;
use remand_search::{Filter, Index, Query};
use remand_text::TextLayer;

/// Words with accents, in several scripts, joined by what may stand between words.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-eé]{1,4}",
        "[А-Еа-её]{1,4}",
        "[қғаты]{2,6}",
        "[0-9]{1,3}",
        Just("detained".to_owned()),
        Just("Détenu".to_owned()),
        Just("соттың".to_owned()),
        Just("\u{301}".to_owned()),
    ];
    let between = prop_oneof![Just(" "), Just("\n"), Just(", "), Just("\u{ad}"), Just("’"), Just("\0")];
    prop::collection::vec((word, between), 0..40)
        .prop_map(|words| words.into_iter().map(|(word, between)| word + between).collect())
}

fn layer(text: &str) -> TextLayer {
    TextLayer { text: text.to_owned(), ..TextLayer::default() }
}

/// Letters alone, without accents, in small letters.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('ё', "е").replace('é', "e");
    lower.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_word_of_a_text_is_found_where_it_stands(text in text(), pick in any::<prop::sample::Index>()) {
        // Marks inside a word make it a longer one.
        let text = text.replace(['\u{301}', '\u{ad}'], "");
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        prop_assume!(!words.is_empty());
        let word = words[pick.index(words.len())];
        let layer = layer(&text);
        let index = Index::build([("a", &layer)]).unwrap();
        for query in [word.to_owned(), format!("\"{word}\""), word.to_uppercase()] {
            let Ok(query) = Query::parse(&query) else { continue };
            let found = index.search(&query, &Filter::default(), 5).unwrap();
            prop_assert_eq!(found.items, 1);
            let places = &found.hits[0].places;
            prop_assert!(places.iter().any(|place| plain(&text[place.start..place.end]) == plain(word)));
        }
    }

    #[test]
    fn every_place_lies_in_the_text_and_starts_as_what_was_asked(texts in prop::collection::vec(text(), 1..5), word in "[a-eа-еқғ]{1,4}", exact in any::<bool>()) {
        let layers: Vec<(String, TextLayer)> = texts.iter().enumerate().map(|(n, text)| (n.to_string(), layer(text))).collect();
        let index = Index::build(layers.iter().map(|(id, layer)| (id.as_str(), layer))).unwrap();
        let typed = if exact { format!("\"{word}\"") } else { format!("{word}*") };
        let found = index.search(&Query::parse(&typed).unwrap(), &Filter::default(), 9).unwrap();
        prop_assert_eq!(found.items, found.hits.len());
        for hit in &found.hits {
            let text = &texts[hit.item.parse::<usize>().unwrap()];
            prop_assert!(!hit.places.is_empty());
            for place in &hit.places {
                let at = plain(text.get(place.start..place.end).unwrap());
                prop_assert!(if exact { at == word } else { at.starts_with(&word) }, "{at:?} for {word:?}");
                let shown = place.snippet.get(place.marked.clone()).unwrap();
                prop_assert_eq!(plain(shown), at);
            }
        }
    }

    #[test]
    fn any_query_is_understood_or_refused_at_a_place_in_it(query in "(\\PC{0,6}|AND|OR|NOT|NEAR|NEAR/3|\"|[()*-]| ){0,12}") {
        let layer = layer("The court sat. Суд заседал.");
        let index = Index::build([("a", &layer)]).unwrap();
        match Query::parse(&query) {
            Ok(parsed) => { index.search(&parsed, &Filter::default(), 5).unwrap(); }
            Err(error) => prop_assert_eq!(query.get(error.at.clone()), Some(error.word.as_str())),
        }
    }
}
