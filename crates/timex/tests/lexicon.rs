//! The examples of every lexicon: what is found in a text, in order, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use remand_timex::{Context, Tagger, When, resolve};
use serde::Deserialize;

#[derive(Deserialize)]
struct Lexicon {
    examples: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    published: Option<String>,
    expect: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    quote: String,
    value: String,
    earliest: Option<String>,
    latest: Option<String>,
}

/// What does not come out as the examples of a lexicon say.
fn wrong(tagger: &Tagger, language: &str, examples: Vec<Example>) -> Vec<String> {
    let mut wrong = Vec::new();
    for example in examples {
        let published = example.published.map_or_else(When::unknown, |d| When::day(d.parse().unwrap()));
        let found = tagger.find(&example.text, language);
        let context = Context { published: &published, known: &[] };
        let got: Vec<_> = resolve(&example.text, &found, &context)
            .into_iter()
            .map(|t| {
                let quote = example.text.get(t.start..t.end).unwrap().to_owned();
                (quote, t.value.clone(), t.when.earliest_text(), t.when.latest_text())
            })
            .collect();
        let fits = got.len() == example.expect.len()
            && got.iter().zip(&example.expect).all(|((quote, value, earliest, latest), e)| {
                *quote == e.quote
                    && *value == e.value
                    && (e.earliest.is_none() || e.earliest == *earliest)
                    && (e.latest.is_none() || e.latest == *latest)
            });
        if !fits {
            wrong.push(format!("{language}: {}\n    found {got:?}", example.text));
        }
    }
    wrong
}

#[test]
fn every_example_of_every_lexicon_holds() {
    let tagger = Tagger::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lexicon");
    let mut all = Vec::new();
    for language in tagger.languages() {
        let toml = std::fs::read_to_string(root.join(language).join("time.toml")).unwrap();
        let lexicon: Lexicon = toml::from_str(&toml).unwrap();
        assert!(lexicon.examples.len() >= 10, "{language}: too few examples");
        all.extend(wrong(&tagger, language, lexicon.examples));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// The lexicon that docs/languages.md begins with.
#[test]
fn the_lexicon_of_the_walk_through_works_as_it_stands() {
    let page = include_str!("../../../docs/languages.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (toml, _) = rest.split_once("```\n").unwrap();
    let tagger = Tagger::lazy().with_lexicon("it", toml).unwrap();
    let lexicon: Lexicon = toml::from_str(toml).unwrap();
    let wrong = wrong(&tagger, "it", lexicon.examples);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let error = Tagger::lazy().with_lexicon("it", "slash_order = 3").map(|_| ()).unwrap_err().to_string();
    assert!(error.starts_with("lexicon/it/time.toml: TOML parse error at line 1"), "{error}");
}
