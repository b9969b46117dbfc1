//! The whole path on one screen: items to texts, texts to claims, claims to a chronology, the clock, findings,
//! documents.

use jiff::civil::Date;
use rayon::prelude::*;
use remand_chronology::{Chronology, gather};
use remand_clock::every_account;
use remand_dossier::{JournalHead, Record, Unread};
use remand_finding::{Setting, deadlines, evaluate};
use remand_reading::{Document, Options, Reader, Reading};
use remand_text::TextLayer;
use remand_vault::Item;

use crate::output::{self, Outputs};
use crate::summary::Summary;
use crate::{CaseError, CaseFolder, Decisions, law};

/// Where the run stands, for whoever watches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Texts are taken from this many items.
    Text(usize),
    /// The texts are read.
    Reading,
    /// Claims are gathered, the clock is drawn, norms are asked.
    Finding,
    /// Documents are printed.
    Printing,
}

/// How a run is made.
#[derive(Clone, Debug)]
pub struct Choices {
    /// What was decided for the case.
    pub decisions: Decisions,
    /// Print a PDF.
    pub pdf: bool,
    /// Version of the program, as printed.
    pub version: &'static str,
    /// The program that parses files, with its arguments: it runs as a child process for each file.
    pub worker: remand_text::Reader,
}

/// What a run gives.
pub struct Run {
    /// The documents.
    pub outputs: Outputs,
    /// What a person reads at the end.
    pub summary: Summary,
}

/// Runs every stage on the items of `folder`.
///
/// # Errors
///
/// Where an item of the vault is damaged, a law pack has faults or a document cannot be made. A file that cannot be
/// understood is no error: it stands in the dossier with the reason.
pub fn run(folder: &CaseFolder, choices: &Choices, told: impl Fn(Stage) + Sync) -> Result<Run, CaseError> {
    let items = folder.items();
    told(Stage::Text(items.len()));
    let (reader, layers) = rayon::join(Reader::new, || texts(folder, &items, choices));
    let (reader, layers) = (reader?, layers?);

    told(Stage::Reading);
    let documents: Vec<Document<'_>> =
        items.iter().zip(&layers).map(|(item, layer)| Document { item, layer }).collect();
    let decided = &choices.decisions;
    let options = Options { subject: decided.subject.clone(), language: decided.language.clone() };
    let reading = reader.read(&documents, &options)?;

    told(Stage::Finding);
    let (as_of, as_of_why) = as_of(&reading, decided.as_of, folder.received());
    let packs = law::packs(decided.law.as_deref(), reading.state.as_deref())?;
    let setting = Setting { state: reading.state.clone(), ..Setting::default() };
    let chronology: Chronology = gather(reading, as_of);
    let clocks = every_account(&chronology, as_of);
    let norms: Vec<_> = packs.iter().flat_map(remand_law::Pack::norms).collect();
    let findings = evaluate(&chronology, &clocks, &norms, &setting, as_of);
    let deadlines = deadlines(&chronology, &norms, &setting, as_of);

    told(Stage::Printing);
    let packs_used = output::packs_used(&packs);
    let unread: Vec<Unread> =
        folder.unreadable_sources().into_iter().map(|(name, why)| Unread { name, why }).collect();
    let record = Record {
        items: items.iter().zip(&layers).collect(),
        chronology: &chronology,
        clocks: &clocks,
        findings: &findings,
        deadlines: &deadlines,
        as_of,
        as_of_why: &as_of_why,
        packs: &packs_used,
        journal: JournalHead {
            hash: folder.vault().head().map(|h| h.to_string()).unwrap_or_default(),
            entries: folder.vault().entries().len(),
        },
        tool_version: choices.version,
        unreviewed: true,
        unread: &unread,
    };
    let outputs = output::print(&record, folder, choices.pdf)?;
    Ok(Run { summary: Summary::of(&record), outputs })
}

/// The text of every item, each taken by a child process, several at a time.
fn texts(folder: &CaseFolder, items: &[Item], choices: &Choices) -> Result<Vec<TextLayer>, CaseError> {
    items
        .par_iter()
        .map(|item| {
            let bytes = folder.vault().read(&item.id)?;
            Ok(choices.worker.read(&bytes, &item.name))
        })
        .collect()
}

/// The day to compute for: the one decided, else the last day that the record itself speaks of as past, and no later
/// than the day on which its files came in.
fn as_of(reading: &Reading, decided: Option<Date>, received: Date) -> (Date, String) {
    if let Some(day) = decided {
        return (day, "as it was chosen".to_owned());
    }
    let published = reading.entries.iter().filter_map(|e| {
        e.published
            .first_day()
            .filter(|first| *first <= received)
            .map(|first| (first, e.published.last_day()))
    });
    match published.max_by_key(|(first, _)| *first) {
        Some((first, last)) => {
            // A month is known of its last entry, not a day: the end of what it can be, where that is near.
            let near = |last: &Date| first.until(*last).is_ok_and(|gap| gap.get_days() <= 31);
            let day = last.filter(near).unwrap_or(first).min(received);
            (day, "the last day that the record is known to reach; --as-of sets another".to_owned())
        }
        None => (
            received,
            "the day on which the files came in: nothing in them is dated; --as-of sets another".to_owned(),
        ),
    }
}
