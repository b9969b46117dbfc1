//! Tags text from the command line, for measuring.
//!
//! `tag --jsonl` reads documents one a line and writes their expressions, as `remand timex --jsonl` does.
//! `tag --gold SEEDS_DIR GOLD_DIR` tags the entries of a gold folder and writes what `score.py` reads.
//! `tag LANG [DATE]` shows the expressions of the text on standard input. `tag --start` says how long it takes to
//! compile every lexicon.

use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;
use remand_timex::{Context, Tagger, Timex, When, jsonl, resolve};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let begun = Instant::now();
    let tagger = Tagger::lazy();
    match args.as_slice() {
        ["--start"] => {
            Tagger::new()?;
            println!("{:?}", begun.elapsed());
        }
        ["--jsonl"] => {
            let report = |problem| eprintln!("{problem}");
            let stopwatch = || begun.elapsed().as_secs_f64() * 1000.0;
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            jsonl::run(&tagger, input, output, |_| None, stopwatch, report)?;
        }
        ["--gold", seeds, gold] => println!("{}", dossier(&tagger, Path::new(seeds), Path::new(gold))?),
        [lang, rest @ ..] => {
            let published = rest.first().map_or_else(|| Ok(When::unknown()), |d| d.parse())?;
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            let found = tagger.find(&text, lang);
            for t in resolve(&text, &found, &Context { published: &published, known: &[] }) {
                println!("{:?}\t{}", text.get(t.start..t.end).unwrap_or_default(), line(&t));
            }
        }
        [] => {
            return Err("usage: tag --jsonl | tag --gold SEEDS_DIR GOLD_DIR | tag LANG [DATE] < TEXT".into());
        }
    }
    Ok(())
}

fn line(t: &Timex) -> String {
    format!(
        "{:?} {} {} [{} .. {}] {:?} {:?} {:?}",
        t.kind,
        t.value,
        t.when.edtf,
        t.when.earliest_text().unwrap_or_default(),
        t.when.latest_text().unwrap_or_default(),
        t.direction,
        t.anchor,
        t.modifier
    )
}

/// Tags the entries of a gold folder, each with the publication bounds of the gold and its neighbours' dates.
fn dossier(tagger: &Tagger, seeds: &Path, gold: &Path) -> Result<Value, Box<dyn Error>> {
    let read = |name: &str| -> Result<Value, Box<dyn Error>> {
        Ok(serde_json::from_str(&std::fs::read_to_string(gold.join(name))?)?)
    };
    let entries = read("entries.json")?;
    let mut files: Vec<_> = std::fs::read_dir(seeds)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let bound = |entry: &Value, side: &str| {
        let text = entry.get("publication").and_then(|p| p.get(side)).and_then(Value::as_str);
        text.and_then(|t| t.parse::<Date>().ok())
    };
    let (mut items, mut timexes) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file.path())?;
        items.push(json!({"id": name, "name": name}));
        let all: Vec<Value> = entries.get("entries").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut spans: Vec<(usize, usize, When)> = Vec::new();
        for entry in &all {
            let same = entry.get("file").and_then(Value::as_str).unwrap_or("001");
            let offset =
                |key: &str| entry.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
            if let (true, Some(start), Some(end)) = (name.starts_with(same), offset("start"), offset("end")) {
                spans.push((start, end, When::bounded(bound(entry, "earliest"), bound(entry, "latest"))));
            }
        }
        if spans.is_empty() {
            let twin = all.iter().find(|e| e.get("same_text_as").is_some_and(|v| !v.is_null()));
            let published =
                twin.map_or_else(When::unknown, |e| When::bounded(bound(e, "earliest"), bound(e, "latest")));
            spans.push((0, text.len(), published));
        }
        let found = tagger.find(&text, "en");
        for (i, (start, end, published)) in spans.iter().enumerate() {
            let inside: Vec<_> =
                found.iter().filter(|e| *start <= e.start && e.start < *end).cloned().collect();
            let mut known: Vec<(usize, When)> = spans
                .iter()
                .enumerate()
                .filter(|&(j, _)| j != i)
                .flat_map(|(j, (a, b, _))| {
                    let there = found.iter().filter(move |e| *a <= e.start && e.start < *b);
                    there.filter_map(|e| e.explicit()).map(move |w| (j.abs_diff(i), w))
                })
                .collect();
            known.sort_by_key(|(distance, _)| *distance);
            let known: Vec<When> = known.into_iter().map(|(_, when)| when).collect();
            for t in resolve(&text, &inside, &Context { published, known: &known }) {
                timexes.push(json!({
                    "item": name, "start": t.start, "end": t.end, "quote": text.get(t.start..t.end),
                    "type": t.kind, "edtf": t.when.edtf, "earliest": t.when.earliest_text(),
                    "latest": t.when.latest_text(), "timex3": t.value, "anchor": t.anchor,
                }));
            }
        }
    }
    Ok(json!({"items": items, "timexes": timexes}))
}
