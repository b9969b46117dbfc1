//! Texts in, questions in, places out. All texts and names are made up.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use remand_search::{Entry, Filter, Found, Hit, Index, IndexError, Query};
use remand_text::{Block, BlockKind, Metadata, Page, TextLayer, language_of};

fn layer(text: &str) -> TextLayer {
    let mut start = 0;
    let mut blocks = Vec::new();
    for paragraph in text.split('\n') {
        if !paragraph.trim().is_empty() {
            blocks.push(Block { kind: BlockKind::Paragraph, span: start..start + paragraph.len() });
        }
        start += paragraph.len() + 1;
    }
    let language = language_of(text).map(str::to_owned);
    TextLayer { text: text.to_owned(), language, blocks, ..TextLayer::default() }
}

const TEXTS: [(&str, &str); 8] = [
    (
        "en",
        "Zhomart Karatayev was detained on 3 May. The court extended his detention without an order. His lawyers appealed.",
    ),
    (
        "ru",
        "Жомарта Қаратаева задержали третьего мая. Суд продлил срок содержания под стражей без санкции. Заключённый подал жалобу.",
    ),
    (
        "kk",
        "Жомарт Қаратаев үшінші мамырда ұсталды. Соттың қаулысы оның адвокатына берілмеді. Адвокаттар шағым жазды.",
    ),
    (
        "de",
        "Die Häftlinge wurden ohne richterliche Anordnung festgehalten, und die Anwälte legten Beschwerde ein. Djomart Karataev war einer von ihnen.",
    ),
    (
        "fr",
        "Les prisonniers ont été arrêtés sans mandat du juge, et l’avocat de la famille n’a pas été prévenu par la police.",
    ),
    (
        "es",
        "Los detenidos fueron trasladados a la prisión sin orden del juez, y su abogada presentó una queja por la detención.",
    ),
    ("short", "Ward 6"),
    (
        "mixed",
        "The letter of the family to the court is quoted here in the words in which it was written by them.\nМы просим суд освободить заключённых и допустить к ним адвоката и врача, как этого требует закон.",
    ),
];

fn index() -> Index {
    let layers: Vec<(&str, TextLayer)> = TEXTS.iter().map(|(id, text)| (*id, layer(text))).collect();
    Index::build(layers.iter().map(|(id, layer)| (*id, layer))).unwrap()
}

fn ask(index: &Index, query: &str) -> Found {
    index.search(&Query::parse(query).unwrap(), &Filter::default(), 20).unwrap()
}

fn items(found: &Found) -> Vec<&str> {
    let mut items: Vec<&str> = found.hits.iter().map(|hit| hit.item.as_str()).collect();
    items.sort_unstable();
    items
}

/// The words of the text at the places of a hit.
fn marked(hit: &Hit) -> Vec<&str> {
    let (_, text) = TEXTS.iter().find(|(id, _)| *id == hit.item).unwrap();
    hit.places.iter().map(|place| &text[place.start..place.end]).collect()
}

#[test]
fn words_are_found_in_any_of_their_forms_in_their_language() {
    let index = index();
    for (query, expected) in [
        ("detain", vec![("en", vec!["detained"])]),
        ("appeals", vec![("en", vec!["appealed"])]),
        ("задержание", vec![("ru", vec!["задержали"])]),
        ("жалоба", vec![("ru", vec!["жалобу"])]),
        ("заключенные", vec![("mixed", vec!["заключённых"]), ("ru", vec!["Заключённый"])]),
        ("адвокат", vec![("kk", vec!["адвокатына", "Адвокаттар"]), ("mixed", vec!["адвоката"])]),
        ("қаулы", vec![("kk", vec!["қаулысы"])]),
        ("haftling", vec![("de", vec!["Häftlinge"])]),
        ("Anwälten", vec![("de", vec!["Anwälte"])]),
        ("arreter", vec![("fr", vec!["arrêtés"])]),
        ("avocats", vec![("fr", vec!["avocat"])]),
        ("detenida", vec![("es", vec!["detenidos"])]),
        ("abogado", vec![("es", vec!["abogada"])]),
        ("6", vec![("short", vec!["6"])]),
        ("nowhere", vec![]),
    ] {
        let found = ask(&index, query);
        let mut got: Vec<(&str, Vec<&str>)> =
            found.hits.iter().map(|hit| (hit.item.as_str(), marked(hit))).collect();
        got.sort_unstable();
        assert_eq!(got, expected, "{query}");
        assert_eq!(found.items, expected.len());
    }
}

#[test]
fn a_name_is_found_in_every_script_case_and_spelling() {
    let index = index();
    for query in
        ["Zhomart Karatayev", "Жомарт Қаратаев", "Djomart Karataev", "жомарту каратаеву", "JOMART QARATAEV"]
    {
        assert_eq!(items(&ask(&index, query)), ["de", "en", "kk", "ru"], "{query}");
    }
    let found = ask(&index, "Karatayev");
    let ru = found.hits.iter().find(|hit| hit.item == "ru").unwrap();
    assert_eq!(marked(ru), ["Қаратаева"]);
    assert_eq!(found.hits[0].item, "en", "the spelling that was asked for comes first");
}

#[test]
fn phrases_operators_and_beginnings() {
    let index = index();
    for (query, expected) in [
        ("\"without an order\"", vec!["en"]),
        ("\"an order without\"", vec![]),
        ("\"без санкции\"", vec!["ru"]),
        ("\"БЕЗ САНКЦИЙ\"", vec![]),
        ("\"sin orden\" OR \"ohne richterliche Anordnung\"", vec!["de", "es"]),
        ("court AND order", vec!["en"]),
        ("court NOT lawyer", vec!["mixed"]),
        ("(court OR суд) NOT (lawyer OR жалоба)", vec!["mixed"]),
        ("deten*", vec!["en", "es"]),
        ("\"his deten\"*", vec!["en"]),
        ("court NEAR order", vec!["en"]),
        ("order NEAR/4 court", vec![]),
        ("orders NEAR/5 courts", vec!["en"]),
        ("\"the court\" NEAR/2 detention", vec!["en"]),
        ("суд NEAR/4 санкция", vec![]),
        ("суд NEAR/7 санкция", vec!["ru"]),
        ("order NEAR/3 detention NEAR/2 extend", vec!["en"]),
    ] {
        let found = ask(&index, query);
        assert_eq!(items(&found), expected, "{query}");
        assert!(found.hits.iter().all(|hit| !hit.places.is_empty()), "{query}");
    }
    assert_eq!(marked(&ask(&index, "\"without an order\"").hits[0]), ["without an order"]);
    assert_eq!(
        marked(&ask(&index, "orders NEAR/5 courts").hits[0]),
        ["court extended his detention without an order"]
    );
}

#[test]
fn a_hit_names_its_page_and_shows_the_text_around() {
    let text = format!("{}\u{c}The guards\nbeat\thim in the {} ward.", "First page. ".repeat(40), "north");
    let second = text.find("The guards").unwrap();
    let mut paged = layer(&text);
    paged.pages = vec![Page { number: 7, span: 0..second - 1 }, Page { number: 8, span: second..text.len() }];
    let index = Index::build([("a", &paged)]).unwrap();
    let found = ask(&index, "beat");
    let place = &found.hits[0].places[0];
    assert_eq!((&text[place.start..place.end], place.page), ("beat", Some(8)));
    assert_eq!(&place.snippet[place.marked.clone()], "beat");
    assert!(place.snippet.ends_with("The guards beat him in the north ward."), "{}", place.snippet);
    assert!(place.snippet.starts_with("page.") || place.snippet.starts_with("First"), "{}", place.snippet);
    let found = ask(&index, "first");
    assert_eq!((found.hits[0].count, found.hits[0].places.len()), (40, 40));
    assert_eq!(found.hits[0].places[39].page, Some(7));
}

#[test]
fn items_are_chosen_by_language_date_and_name() {
    let dated = |text: &str, date: Option<&str>| TextLayer {
        metadata: Metadata { date: date.map(str::to_owned), ..Metadata::default() },
        ..layer(text)
    };
    let text = "The court sat and the prosecutor was heard on the term of the arrest.";
    let layers = [
        ("a", dated(text, Some("2024-03-05T10:00:00+05:00"))),
        ("b", dated(text, Some("2024-04-01"))),
        ("c", dated(text, Some("last spring"))),
        ("d", dated("Суд заслушал прокурора о сроке ареста, court.", None)),
    ];
    let index = Index::build(layers.iter().map(|(id, layer)| (*id, layer))).unwrap();
    let query = Query::parse("court").unwrap();
    let ask = |filter: Filter| {
        let found = index.search(&query, &filter, 20).unwrap();
        found.hits.into_iter().map(|hit| hit.item).collect::<BTreeSet<_>>().into_iter().collect::<String>()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(ask(Filter::default()), "abcd");
    assert_eq!(ask(Filter { language: some("ru"), ..Filter::default() }), "d");
    assert_eq!(ask(Filter { from: some("2024-03-06"), ..Filter::default() }), "b");
    assert_eq!(ask(Filter { to: some("2024-03-05"), ..Filter::default() }), "a");
    assert_eq!(ask(Filter { items: vec!["c".to_owned(), "x".to_owned()], ..Filter::default() }), "c");
    let found = index.search(&query, &Filter::default(), 2).unwrap();
    assert_eq!((found.hits.len(), found.items), (2, 4));
    assert_eq!([&found.hits[0].item, &found.hits[1].item], ["d", "a"], "the shorter, then by name");
}

#[test]
fn an_index_in_a_file_keeps_what_it_was_given_and_takes_only_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("search.db");
    let (old, new) = (layer("The old letter."), layer("The new letter."));
    {
        let mut index = Index::open(&path).unwrap();
        index
            .put(&[Entry { item: "a", key: "1", layer: &old }, Entry { item: "b", key: "1", layer: &old }])
            .unwrap();
    }
    let mut index = Index::open(&path).unwrap();
    assert!(index.has("a", "1").unwrap());
    assert!(!index.has("a", "2").unwrap() && !index.has("c", "1").unwrap());
    index.put(&[Entry { item: "a", key: "2", layer: &new }]).unwrap();
    assert_eq!(items(&ask(&index, "old")), ["b"]);
    assert_eq!(items(&ask(&index, "new")), ["a"]);
    index.keep_only(&BTreeSet::from(["a"])).unwrap();
    assert_eq!(items(&ask(&index, "letter")), ["a"]);
    assert!(ask(&index, "old").hits.is_empty());
}

#[test]
fn a_file_that_is_no_index_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("search.db");
    let refused = |why: &str| {
        let before = std::fs::read(&path).unwrap();
        match Index::open(&path) {
            Err(IndexError::NotUsable(said)) => assert!(said.contains(why), "{said}"),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("{why}: it was opened"),
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
    };
    std::fs::write(&path, "This is a letter of some length, and no index at all. ".repeat(100)).unwrap();
    refused("not a database");
    std::fs::remove_file(&path).unwrap();
    drop(Index::open(&path).unwrap());
    let tamper = |sql: &str| {
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    };
    tamper("CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM items; END");
    refused("its tables are others");
    tamper("DROP TRIGGER t; PRAGMA user_version = 99");
    refused("version 99");
    tamper("PRAGMA application_id = 7");
    refused("no search index");
    let nowhere = folder.path().join("no folder").join("search.db");
    assert!(matches!(Index::open(&nowhere), Err(IndexError::NotUsable(_))));
}

#[test]
fn hostile_texts_and_queries_cost_nothing_but_their_hits() {
    let texts = [
        "\0\u{1}\u{202e}\u{200b}".to_owned(),
        "a".repeat(1 << 18),
        "ё\u{301}".repeat(20_000),
        "word ".repeat(20_000),
        "'\"; DROP TABLE items; -- \" OR 1=1 NEAR( * ^ { } : -".to_owned(),
        "ﷺ ﬃ ǅ ß İ ı 漢字 かな \u{1f469}\u{200d}\u{1f680}".to_owned(),
        String::new(),
    ];
    let layers: Vec<(String, TextLayer)> =
        texts.iter().enumerate().map(|(n, text)| (n.to_string(), layer(text))).collect();
    let index = Index::build(layers.iter().map(|(id, layer)| (id.as_str(), layer))).unwrap();
    for query in [
        "drop table items",
        "'; DELETE FROM items; --x",
        "word:items",
        "stem : x",
        "{a b} : c",
        "^word",
        "a\0b",
        "漢字",
        "\"\u{202e}word\"",
        "NEAR(a b)",
        "word* AND word* AND word*",
        "en_word",
    ] {
        if let Ok(query) = Query::parse(query) {
            let found = index.search(&query, &Filter::default(), 20).unwrap();
            assert!(found.items <= texts.len());
        }
    }
    let found = ask(&index, "word");
    assert_eq!((found.hits[0].count, found.hits[0].places.len()), (20_000, 100));
    assert_eq!(items(&ask(&index, "漢字")), ["5"]);
    assert_eq!(items(&ask(&index, &"a".repeat(4000))), Vec::<&str>::new());
}
