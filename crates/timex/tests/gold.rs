//! The annotated half of the seeds, where it is at hand: what is found, and how many values agree.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::Path;

use jiff::civil::Date;
use remand_timex::{Context, Tagger, Timex, When, resolve};
use serde_json::Value;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(SHARED).join(path)).ok()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn offset(value: &Value, key: &str) -> usize {
    usize::try_from(value.get(key).and_then(Value::as_u64).unwrap()).unwrap()
}

/// The expressions of every annotated entry, each resolved against the publication bounds of the gold.
fn tagged(page: &str, entries: &Value) -> Vec<Timex> {
    let found = Tagger::new().unwrap().find(page, "en");
    let bound = |entry: &Value, side| -> Option<Date> { text(entry.get("publication")?, side)?.parse().ok() };
    let entries = entries.get("entries").and_then(Value::as_array).unwrap();
    let known: Vec<When> = found.iter().filter_map(remand_timex::Expression::explicit).collect();
    let of_entry = |entry: &Value| {
        let range = offset(entry, "start")..offset(entry, "end");
        let inside: Vec<_> = found.iter().filter(|e| range.contains(&e.start)).cloned().collect();
        let published = When::bounded(bound(entry, "earliest"), bound(entry, "latest"));
        resolve(page, &inside, &Context { published: &published, known: &known })
    };
    entries.iter().flat_map(of_entry).collect()
}

#[test]
fn the_annotated_half_of_the_seeds() {
    let files =
        ["gold/seed-case/timex.json", "gold/seed-case/entries.json", "seeds/001_846970fb76dbbe29.txt"];
    let [Some(gold), Some(entries), Some(page)] = files.map(read) else {
        eprintln!("skipped: no gold beside the workspace");
        return;
    };
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let timexes = tagged(&page, &serde_json::from_str(&entries).unwrap());
    let (mut core, mut found, mut dated, mut right, mut traps) = (0, 0, 0, 0, 0);
    for expected in gold.get("expressions").and_then(Value::as_array).unwrap() {
        if text(expected, "file") != Some("001") {
            continue;
        }
        let (start, end) = (offset(expected, "start"), offset(expected, "end"));
        let meets: Vec<_> = timexes.iter().filter(|t| t.start < end && start < t.end).collect();
        match text(expected, "cls") {
            Some("core") => {
                core += 1;
                found += u32::from(!meets.is_empty());
                let (earliest, latest) = (text(expected, "earliest"), text(expected, "latest"));
                if earliest.is_some() || latest.is_some() {
                    dated += 1;
                    right += u32::from(meets.iter().any(|t| {
                        let day = |d: Option<Date>| d.map(|d| d.to_string());
                        day(t.when.first_day()).as_deref() == earliest
                            && day(t.when.last_day()).as_deref() == latest
                    }));
                }
            }
            Some("doc_number" | "url_embedded") => traps += u32::from(!meets.is_empty()),
            _ => {}
        }
    }
    assert!(found * 100 >= core * 98, "{found} of {core} found");
    assert!(right * 100 >= dated * 92, "{right} of {dated} values agree");
    assert_eq!(traps, 0, "document numbers and addresses taken for dates");
}
