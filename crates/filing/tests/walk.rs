//! Every number, date, name and quotation of a draft is walked back: to the record, to what follows from it, to an answer, or
//! to the fixed words of the form. The proofreader that does so knows nothing of how drafts are made.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot go on fails")]

#[path = "../../proofread/tests/common/mod.rs"]
mod common;

use std::fs;
use std::path::Path;

use common::{Case, workspace};
use jiff::civil::date;
use remand_filing::{Block, Draft, Forms, Part, Run, draft};
use remand_finding::{Code, Deadline, Finding, Setting, deadlines, evaluate};
use remand_proofread::{Proofreader, Standing, What};

/// The plain text of every paragraph of a draft with its language; words of a source between quotation marks, and words
/// of another language by themselves.
fn paragraphs(draft: &Draft) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for part in &draft.parts {
        part_text(part, &mut all);
    }
    all.extend(draft.notes.iter().map(|note| note.runs.clone()));
    let mut texts = Vec::new();
    for runs in all {
        texts.push((plain(&runs, &draft.language), draft.language.clone()));
        for run in &runs {
            if let Run::Emphasis { text, lang: Some(lang), .. } = run
                && *lang != draft.language
            {
                texts.push((text.clone(), lang.clone()));
            }
        }
    }
    texts.retain(|(text, _)| text.chars().any(char::is_alphanumeric));
    texts
}

fn plain(runs: &[Run], language: &str) -> String {
    let mut text = String::new();
    for run in runs {
        match run {
            Run::Emphasis { lang: Some(lang), .. } if lang != language => text.push_str(" … "),
            Run::Quote { text: words, .. } => text.push_str(&format!("“{words}”")),
            Run::Placeholder { .. } => {}
            run => text.push_str(run.words()),
        }
    }
    text
}

fn part_text(part: &Part, all: &mut Vec<Vec<Run>>) {
    all.push(part.heading.clone());
    for block in &part.blocks {
        match block {
            Block::Field { value, .. } => all.extend(value.iter().cloned()),
            Block::Paragraph { runs } | Block::Small { runs } | Block::Quote { runs } => {
                all.push(runs.clone())
            }
            Block::List { points, .. } => all.extend(points.iter().cloned()),
            // A number alone in a cell says what it counts in the head of its column.
            Block::Table(table) => all.extend(table.rows.iter().flat_map(|row| {
                let cells = row.iter().zip(&table.columns);
                cells.map(|(runs, column)| {
                    let number = plain(runs, "").chars().all(|c| c.is_ascii_digit());
                    let head = number.then(|| Run::fixed(format!(" {}", column.head.to_lowercase())));
                    runs.iter().cloned().chain(head).collect()
                })
            })),
            Block::Clock(_) => {}
            Block::Part(part) => part_text(part, all),
        }
    }
}

/// The words of the form's own files, and those that all forms of the language share.
fn fixed(forum: &str, language: &str) -> String {
    let forms = workspace().join("forms");
    let mut text = String::new();
    let mut take = |path: &Path| text.push_str(&(fs::read_to_string(path).unwrap_or_default() + "\n\n"));
    take(&forms.join("words").join(format!("{language}.toml")));
    take(&forms.join("words/norms.toml"));
    let mut files: Vec<_> =
        fs::read_dir(forms.join(forum).join(language)).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().for_each(|path| take(path));
    text
}

fn law(case: &Case) -> (Vec<Finding>, Vec<Deadline>) {
    let names: Vec<&str> = case.chronology.reading.state.as_deref().into_iter().collect();
    let (packs, faults) = remand_finding::packs(remand_finding::pack_files(&names));
    assert!(faults.is_empty(), "{faults:?}");
    let code = Code::new(remand_law::link(&packs).0);
    let setting = Setting { state: case.chronology.reading.state.clone(), ..Setting::default() };
    let record = case.record();
    (
        evaluate(&code, &case.chronology, record.clocks, &setting, record.as_of),
        deadlines(&code, &case.chronology, record.clocks, &setting, record.as_of),
    )
}

fn walk(name: &str, case: &Case) {
    let (findings, deadlines) = law(case);
    let record = remand_dossier::Record { findings: &findings, deadlines: &deadlines, ..case.record() };
    let forms = Forms::default();
    let mut wrong = Vec::new();
    for language in ["en", "fr", "es"] {
        let form = forms.form("wgad", language).unwrap();
        let one = remand_filing::Case { record: &record, answers: &[], called: name.to_owned() };
        let made = draft(&form, &[one], &[]).unwrap();
        let proofreader = Proofreader::new(&record, record.as_of)
            .unwrap()
            .with_fixed("the form", &fixed("wgad", language), language)
            .unwrap();
        let (mut all, mut carried) = (0, 0);
        for (text, of) in paragraphs(&made) {
            for checked in proofreader.check(&text, &of).unwrap() {
                all += 1;
                carried += usize::from(checked.standing == Standing::Carried);
                let out = matches!(checked.standing, Standing::Contradicted | Standing::NotInTheRecord);
                if out && !matches!(checked.what, What::Citation | What::Reference) {
                    wrong.push(format!(
                        "{language} {:?} {:?} “{}” in “{text}”: {}",
                        checked.standing, checked.what, checked.words, checked.says
                    ));
                }
            }
        }
        eprintln!("{name} {language}: {all} statements, {carried} carried, {} left", wrong.len());
    }
    assert!(wrong.is_empty(), "{} statements:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_drafts_of_the_example() {
    walk("example", &Case::folder(&workspace().join("examples/veld"), date(2025, 1, 20)).unwrap());
}

/// Needs the captured pages beside the repository, and skips where they are not there.
#[test]
fn the_drafts_of_the_captured_pages() {
    match Case::folder(&workspace().join("../shared/seeds"), date(2022, 12, 31)) {
        Some(case) => walk("captured pages", &case),
        None => eprintln!("skipped: no ../shared/seeds"),
    }
}
