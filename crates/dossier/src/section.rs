//! The sections of the document, one function each.

mod chronology;
mod custody;
mod deadlines;
mod disputes;
mod findings;
mod opening;
mod sources;

pub(crate) use custody::{span_days, span_length};
use remand_reading::ClaimIx;

use crate::document::{Block, Document, Run, Section, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// The document made from a record.
pub fn document(record: &Record<'_>) -> Document {
    let subject = record.chronology.reading.subject.as_ref();
    let name = subject.map(|subject| line(&subject.name)).unwrap_or_default();
    let mut passages = Passages::new(record);
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
    Document {
        title: if name.is_empty() {
            "Detention dossier".to_owned()
        } else {
            format!("{name}: detention dossier")
        },
        subject: name,
        as_of: prose::day(record.as_of),
        as_of_iso: record.as_of.to_string(),
        lang: "en".to_owned(),
        notice: record.unreviewed.then(|| {
            "Unreviewed: everything here was proposed by a program, and no person has checked it yet."
                .to_owned()
        }),
        sections,
        colophon: colophon(record),
    }
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
    runs
}

/// `text (references)`, or `text` alone where there is nothing to refer to.
fn with_references(text: &str, references: Vec<Run>) -> Vec<Run> {
    let mut runs = vec![Run::text(text)];
    if !references.is_empty() {
        runs.push(Run::text(" ("));
        runs.extend(references);
        runs.push(Run::text(")"));
    }
    runs
}
