//! The two pages that Remand grew out of, scored by their gold: no figure may fall below what was promised.

use std::process::Command;

use serde_json::Value;

use crate::run::{dossier, workspace};

/// Path of the figure in the scorer's answer, and the least it may be.
const AT_LEAST: [(&str, f64); 8] = [
    ("/entries/f1", 0.95),
    ("/timex/f1", 0.90),
    ("/timex/value_accuracy", 0.85),
    ("/events/recall", 0.60),
    ("/events/precision", 0.75),
    ("/disputes/found/high", 2.0),
    ("/durations/agreeing", 8.0),
    ("/clock/share", 0.95),
];

#[test]
fn the_seeds_are_read_as_well_as_promised() {
    let shared = workspace().join("../shared");
    let (seeds, scorer) = (shared.join("seeds"), shared.join("gold/score.py"));
    if !seeds.is_dir() || !scorer.is_file() {
        println!("skipped: the seeds and their gold are not beside the workspace");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    dossier(&seeds, &out, &["--no-pdf"]).done();
    let mut python = Command::new("python3");
    python.arg(&scorer).arg(out.join("dossier.json")).arg(shared.join("gold/seed-case"));
    let Ok(scored) = python.output() else {
        println!("skipped: there is no python3 to run the scorer with");
        return;
    };
    assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
    let score: Value = serde_json::from_slice(&scored.stdout).unwrap();
    let figure = |path: &str| score.pointer(path).and_then(Value::as_f64);

    let mut figures: Vec<(String, Option<f64>, f64)> =
        AT_LEAST.iter().map(|(path, least)| ((*path).to_owned(), figure(path), *least)).collect();
    let share = |of: &str, all: &str| Some(figure(of)? / figure(all)?);
    figures.push(("published right of all".to_owned(), share("/published/right", "/published/of"), 0.8));
    figures.push(("citations found of all".to_owned(), share("/citations/found", "/citations/of"), 0.85));
    let found = score["disputes"]["found"].as_object().unwrap().values().filter_map(Value::as_f64).sum();
    figures.push(("disputes found".to_owned(), Some(found), 6.0));

    let mut fallen = Vec::new();
    for (name, is, least) in &figures {
        println!("{name}: {is:?}, at least {least}");
        if is.is_none_or(|is| is < *least) {
            fallen.push(format!("{name} is {is:?}, not at least {least}"));
        }
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}
