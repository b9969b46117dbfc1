//! For `bench/search.py`: indexes texts and answers queries, with the time that each takes.
//!
//! Standard input has one text a line, as JSON: `{"id": …, "text": …}`. Each argument is a query; with `--file PATH` before
//! them the index is made there, else in memory. Standard output has one JSON object a line: of the index, then of each
//! query.

use std::io::{BufRead, Write};
use std::time::Instant;

use remand_search::{Entry, Filter, Index, Query};
use remand_text::{Block, BlockKind, TextLayer, language_of};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// Each query is asked so many times, of which the fastest counts.
const TIMES: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut queries: Vec<String> = std::env::args().skip(1).collect();
    let path = match queries.first().map(String::as_str) {
        Some("--file") => queries.drain(..2.min(queries.len())).nth(1),
        _ => None,
    };
    let mut texts: Vec<(String, TextLayer)> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let Text { id, text } = serde_json::from_str(&line?)?;
        let language = language_of(&text).map(str::to_owned);
        let blocks = vec![Block { kind: BlockKind::Paragraph, span: 0..text.len() }];
        texts.push((id, TextLayer { text, language, blocks, ..TextLayer::default() }));
    }
    let mut out = std::io::stdout().lock();
    let began = Instant::now();
    let mut index = match &path {
        Some(path) => Index::open(path.as_ref())?,
        None => Index::in_memory()?,
    };
    let entries: Vec<Entry<'_>> =
        texts.iter().map(|(id, layer)| Entry { item: id, key: "1", layer }).collect();
    index.put(&entries)?;
    writeln!(out, "{}", json!({ "texts": texts.len(), "seconds": began.elapsed().as_secs_f64() }))?;
    for typed in &queries {
        let query = Query::parse(typed)?;
        let mut best = f64::INFINITY;
        let mut found = None;
        for _ in 0..TIMES {
            let began = Instant::now();
            found = Some(index.search(&query, &Filter::default(), 20)?);
            best = best.min(began.elapsed().as_secs_f64());
        }
        let items = found.map_or(0, |found| found.items);
        writeln!(out, "{}", json!({ "query": typed, "items": items, "seconds": best }))?;
    }
    Ok(())
}
