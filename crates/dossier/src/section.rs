//! The sections of the document, one function each.

mod changes;
mod chronology;
mod custody;
mod deadlines;
mod disputes;
mod findings;
mod given;
mod opening;
mod proposal;
mod sources;

pub use custody::span_days;
pub(crate) use custody::span_length;
pub use findings::{Class, NormFindings, by_norm, speaking_first};
pub use proposal::{in_a_line, proposal};
use remand_chronology::Verdict;
use remand_reading::ClaimIx;

use crate::document::{Block, Document, Edition, LANGUAGE, Run, Section, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::{Checked, Record};

/// The document made from a record, complete.
pub fn document(record: &Record<'_>) -> Document {
    made(record, Edition::Page)
}

/// The same for print: what many sentences rest on is quoted once, and references take its place elsewhere.
pub fn paper(record: &Record<'_>) -> Document {
    made(record, Edition::Paper)
}

fn made(record: &Record<'_>, edition: Edition) -> Document {
    let subject = record.chronology.reading.subject.as_ref();
    let name = subject.map(|subject| line(&subject.name)).unwrap_or_default();
    let mut passages = Passages::new(record, edition);
    let mut sections = vec![
        opening::section(record, "1", &mut passages),
        custody::section(record, "2", &mut passages),
        findings::section(record, "3", &mut passages),
        chronology::section(record, "4", &mut passages),
        disputes::section(record, "5", &mut passages),
        deadlines::section(record, "6", &mut passages),
        sources::section(record, "7", &mut passages),
    ];
    sections.push(passages.into_section("8"));
    let names = exhibit_names(record);
    sections.iter_mut().for_each(|section| name_exhibits(section, &names));
    Document {
        title: if name.is_empty() {
            "Detention dossier".to_owned()
        } else {
            format!("{name}: detention dossier")
        },
        subject: name,
        as_of: prose::day(record.as_of),
        as_of_iso: record.as_of.to_string(),
        lang: LANGUAGE.to_owned(),
        audience: prose::audience(record),
        notice: notice(record),
        sections,
        colophon: colophon(record),
    }
}

/// A section that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Events and who says so.
    Chronology,
    /// Disputes and stated durations.
    Disputes,
    /// Custody on each account.
    Clock,
    /// The record held against the law.
    Findings,
    /// What is owed by when.
    Deadlines,
    /// What people gave of the case, and what they could still give.
    Given,
}

/// One section of the document by itself. Passages are referred to by exhibit and place.
pub fn topic(record: &Record<'_>, topic: Topic) -> Section {
    let mut passages = Passages::new(record, Edition::Page);
    let mut section = match topic {
        Topic::Chronology => chronology::section(record, "1", &mut passages),
        Topic::Disputes => disputes::section(record, "1", &mut passages),
        Topic::Clock => custody::section(record, "1", &mut passages),
        Topic::Findings => {
            let changed = changes::of_findings(record, &mut passages);
            with_changes(findings::section(record, "1", &mut passages), changed)
        }
        Topic::Deadlines => {
            let changed = changes::of_deadlines(record, &mut passages);
            with_changes(deadlines::section(record, "1", &mut passages), changed)
        }
        Topic::Given => given::section(record, "1", &mut passages),
    };
    name_exhibits(&mut section, &exhibit_names(record));
    section
}

/// What changed stands first.
fn with_changes(mut section: Section, changed: Option<Section>) -> Section {
    section.blocks.splice(0..0, changed.map(Block::Section));
    section
}

/// The reasoning on one norm by itself, on each account, and the words it rests on; `None` where the record was not
/// held against such a norm. `rule` is what the norm asks, in words.
pub fn explanation(record: &Record<'_>, norm: &str, rule: Option<&str>) -> Option<Section> {
    let mut section = findings::explanation(record, norm, rule, &mut Passages::new(record, Edition::Page))?;
    name_exhibits(&mut section, &exhibit_names(record));
    Some(section)
}

/// What must be said on every page until people have checked everything.
pub(crate) fn notice(record: &Record<'_>) -> Option<String> {
    match record.checked() {
        Checked::Nothing => Some(
            "Unreviewed: everything here was proposed by a program, and no person has checked it yet."
                .to_owned(),
        ),
        Checked::Partly { confirmed, all } => Some(format!(
            "Partly reviewed: {} of {} were checked by {}; the others were proposed by a program.",
            prose::number(confirmed as u64),
            prose::count(all as u64, "statement", "statements"),
            line(&record.chronology.reviewed.by.join(", ")),
        )),
        Checked::All => None,
    }
}

/// File names with the exhibit they are, the longest first.
fn exhibit_names<'a>(record: &Record<'a>) -> Vec<(&'a str, String)> {
    let names = record.items.iter().enumerate().map(|(ix, (item, _))| {
        let file = item.name.rsplit('/').next().unwrap_or(&item.name);
        (file, format!("E{}", ix + 1))
    });
    // A bare word may be a name of something else.
    let mut names: Vec<_> = names.filter(|(file, _)| file.contains('.') && file.len() > 4).collect();
    names.sort_by_key(|(file, _)| std::cmp::Reverse(file.len()));
    names
}

/// Where the stages before speak of a file by its name, the reader gets the number of the exhibit.
///
/// The list of exhibits and the words of sources stay as they are.
fn name_exhibits(section: &mut Section, names: &[(&str, String)]) {
    if section.id == sources::EXHIBITS {
        return;
    }
    let rename = |text: &mut String| {
        for (file, exhibit) in names {
            if text.contains(file) {
                let author = format!("author of {file}");
                *text = text.replace(&format!("the {author}"), &author);
                *text = text.replace(&author, &format!("the author of {exhibit}")).replace(file, exhibit);
            }
        }
    };
    let rename_all = |runs: &mut Vec<Run>| {
        for run in runs {
            match run {
                Run::Text { text } | Run::Strong { text } | Run::Mark { text } | Run::Link { text, .. } => {
                    rename(text);
                }
                Run::Quote { .. } | Run::Code { .. } | Run::Cite { .. } => {}
            }
        }
    };
    for block in &mut section.blocks {
        match block {
            Block::Section(section) => name_exhibits(section, names),
            Block::Paragraph { runs } | Block::Small { runs } | Block::Note { runs } => rename_all(runs),
            Block::List { points, .. } => points.iter_mut().for_each(rename_all),
            Block::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).flatten().for_each(rename_all);
            }
            Block::Drawing(_) | Block::Passage(_) => {}
        }
    }
    rename(&mut section.heading);
}

fn colophon(record: &Record<'_>) -> String {
    let journal = if record.journal.entries == 0 {
        "no journal".to_owned()
    } else {
        let hash: String = record.journal.hash.chars().take(16).collect();
        format!("journal of {}, head {hash}", prose::count(record.journal.entries as u64, "entry", "entries"))
    };
    line(&format!("Remand {}; {journal}", record.tool_version))
}

fn part(id: &str, number: &str, heading: impl Into<String>, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), number: number.to_owned(), heading: heading.into(), blocks }
}

/// Who says it and through whom: `Court (state), through Herald (independent)`.
fn who(record: &Record<'_>, ix: ClaimIx) -> Vec<Run> {
    let Some(claim) = record.claim(ix) else {
        return vec![Run::mark("a claim that is not in the record")];
    };
    let named = |runs: &mut Vec<Run>, source: remand_reading::SourceIx| {
        runs.push(Run::text(line(record.source_name(source))));
        if let Some(source) = record.source(source) {
            runs.push(Run::text(" "));
            runs.push(Run::mark(prose::account(source.account)));
        }
    };
    let mut runs = Vec::new();
    named(&mut runs, claim.asserter);
    for (n, through) in claim.via.iter().rev().enumerate() {
        runs.push(Run::text(if n == 0 { ", through " } else { ", and that through " }));
        named(&mut runs, *through);
    }
    if let Some(mark) = record.chronology.reviewed.marks.get(&ix) {
        let checked = match mark.verdict {
            Verdict::Accepted => "checked",
            Verdict::Corrected => "corrected in review",
            Verdict::Rejected | Verdict::Skipped | Verdict::Merged => return runs,
        };
        runs.push(Run::text(" "));
        runs.push(Run::mark(checked));
    }
    runs
}

/// `text (references).`, or `text` alone where there is nothing to refer to.
fn with_references(text: &str, references: Vec<Run>) -> Vec<Run> {
    if references.is_empty() {
        return vec![Run::text(text)];
    }
    let sentence = text.strip_suffix('.');
    let mut runs = vec![Run::text(sentence.unwrap_or(text)), Run::text(" (")];
    runs.extend(references);
    runs.push(Run::text(if sentence.is_some() { ")." } else { ")" }));
    runs
}
