//! Any text as a query of the search, over a few texts: it is understood or refused at a place of it, and every hit lies in
//! its text.
#![no_main]

use std::cell::OnceCell;

use libfuzzer_sys::fuzz_target;
use remand_search::{Filter, Index, Query};
use remand_text::{Limits, TextLayer, extract};

const TEXTS: [(&str, &str); 4] = [
    ("a", "The court extended the arrest of Orsen Veld on 5 July. He saw no lawyer.\n\nExtended again: 5 September."),
    ("b", "Суд продлил арест Орсена Велда. Адвоката не пустили; ёлка, Ёлка."),
    ("c", "Le tribunal a prolongé la détention d’Orsen Veld ; l’avocat n’a pas été reçu. Straße, STRASSE, ﬁn."),
    ("d", "Сот Орсен Велдтің қамауын ұзартты. Адвокат кіргізілмеді. a\u{301}b \u{202e}c"),
];

fn layers() -> Vec<(&'static str, TextLayer)> {
    let read = |text: &str| extract(text.as_bytes(), "a.txt", text.len() as u64, &Limits::default()).layer;
    TEXTS.iter().map(|(name, text)| (*name, read(text))).collect()
}

thread_local! {
    static KNOWN: OnceCell<(Index, Vec<(&'static str, TextLayer)>)> = const { OnceCell::new() };
}

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let query = match Query::parse(&text) {
        Ok(query) => query,
        Err(fault) => {
            assert!(text.get(fault.at.clone()).is_some(), "a fault has a place");
            return;
        }
    };
    KNOWN.with(|known| {
        let (index, layers) = known.get_or_init(|| {
            let layers = layers();
            let index = Index::build(layers.iter().map(|(name, layer)| (*name, layer))).expect("it is in memory");
            (index, layers)
        });
        let found = index.search(&query, &Filter::default(), 10).expect("every query can be asked");
        for hit in &found.hits {
            let (_, layer) = layers.iter().find(|(name, _)| *name == hit.item).expect("a hit is an item");
            assert!(hit.places.len() <= hit.count);
            for place in &hit.places {
                assert!(layer.text.get(place.start..place.end).is_some_and(|words| !words.is_empty()));
                assert!(place.snippet.get(place.marked.clone()).is_some());
            }
        }
    });
});
