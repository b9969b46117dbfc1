//! The path: items to texts, texts to claims, claims to a chronology, the clock, findings, documents.

use jiff::civil::Date;
use rayon::prelude::*;
use remand_chronology::{Chronology, OnAccount, Statement, gather_reviewed};
use remand_clock::{DetentionClock, every_account};
use remand_dossier::{Astray, Changes, Guarded, JournalHead, Pack, Record, Snapshot, Unread, event_ids};
use remand_finding::{
    Accounts, Code, Deadline, Finding, Given, Proof, ProofFault, Setting, deadlines, evaluate,
};
use remand_protection::{Audience, check};
use remand_reading::{Document, Options, Passage, Reader, Reading};
use remand_text::TextLayer;
use remand_vault::Item;

use crate::output::{self, Outputs};
use crate::summary::Summary;
use crate::{CaseError, CaseFolder, Decisions, Since, given, law, protect, review};

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
    /// For whom the documents are made; what is protected from them is replaced.
    pub audience: Audience,
    /// Whom the calendar names.
    pub calendar: remand_dossier::ics::Naming,
    /// Say what is another than it was.
    pub since: Option<Since>,
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

/// The record of a case as of a day: its items, what they say, and the clock; norms where they were asked for.
pub struct Held {
    items: Vec<Item>,
    layers: Vec<TextLayer>,
    chronology: Chronology,
    clocks: Vec<DetentionClock>,
    findings: Vec<Finding>,
    deadlines: Vec<Deadline>,
    changes: Option<Changes>,
    packs: Vec<Pack>,
    code: Option<Code>,
    unread: Vec<Unread>,
    given: Vec<Given>,
    astray: Vec<Astray>,
    journal: JournalHead,
    as_of: Date,
    as_of_why: String,
    version: &'static str,
}

impl Held {
    /// The record, to print from.
    pub fn record(&self) -> Record<'_> {
        Record {
            items: self.items.iter().zip(&self.layers).collect(),
            chronology: &self.chronology,
            clocks: &self.clocks,
            findings: &self.findings,
            deadlines: &self.deadlines,
            within: None,
            changes: self.changes.as_ref(),
            as_of: self.as_of,
            as_of_why: &self.as_of_why,
            packs: &self.packs,
            journal: self.journal.clone(),
            tool_version: self.version,
            unread: &self.unread,
            given: &self.given,
            astray: &self.astray,
            audience: Audience::Team,
            withheld: &[],
        }
    }

    fn setting(&self) -> Setting {
        let state = self.chronology.reading.state.clone();
        Setting { state, given: self.given.clone(), ..Setting::default() }
    }

    fn packs(&self, choices: &Choices) -> Result<Vec<remand_law::Pack>, CaseError> {
        let state = self.setting().on(OnAccount::All).state;
        Ok(law::packs(choices.decisions.law.as_deref(), state.as_deref())?)
    }

    /// What a norm asks, in plain words: of the version that its first finding used.
    pub fn rule(&self, norm: &str) -> Option<String> {
        let law = self.code.as_ref()?.law();
        let used = self.findings.iter().find(|finding| finding.norm == norm)?;
        let norm =
            law.norms.iter().find(|known| known.id == norm && known.digest() == used.version.digest)?;
        Some(remand_law::explain(norm, law, &remand_finding::wording()).rule)
    }

    /// The proofs of the findings on a norm, for a checker: as many as there are accounts, none where the case is not held
    /// against the norm.
    ///
    /// # Errors
    /// What a proof would lack, in words.
    pub fn proofs(&self, norm: &str) -> Result<Vec<Proof>, CaseError> {
        let Some(code) = &self.code else { return Ok(Vec::new()) };
        let ids = event_ids(&self.record());
        let findings: Vec<&Finding> = self.findings.iter().filter(|finding| finding.norm == norm).collect();
        let accounts = Accounts::new(&self.chronology, &self.clocks, &self.setting(), self.as_of);
        let proofs = accounts.before(code).proofs(&ids, &findings);
        let lacking = |faults: Vec<ProofFault>| CaseError::Proof {
            norm: norm.to_owned(),
            faults: faults.iter().map(ToString::to_string).collect(),
        };
        proofs.into_iter().map(|proof| proof.map_err(lacking)).collect()
    }

    fn ask(&mut self, packs: &[remand_law::Pack]) {
        let setting = self.setting();
        let code = Code::new(remand_law::link(packs).0);
        self.findings = evaluate(&code, &self.chronology, &self.clocks, &setting, self.as_of);
        self.deadlines = deadlines(&code, &self.chronology, &self.clocks, &setting, self.as_of);
        self.packs = output::packs_used(packs);
        self.code = Some(code);
    }
}

/// Runs every stage on the items of `folder`.
///
/// # Errors
///
/// Where an item of the vault is damaged, a law pack has faults, a document cannot be made, or one would show what is
/// protected from its audience. A file that cannot be
/// understood is no error: it stands in the dossier with the reason.
pub fn run(folder: &CaseFolder, choices: &Choices, told: impl Fn(Stage) + Sync) -> Result<Run, CaseError> {
    let held = hold_against_law(folder, choices, &told)?;
    told(Stage::Printing);
    let record = Record { audience: choices.audience, ..held.record() };
    let guard = remand_dossier::guard(&record, &folder.marks()?, choices.audience);
    if guard.is_empty() {
        let outputs = output::print(&record, folder, choices.pdf, choices.calendar)?;
        return Ok(Run { summary: Summary::of(&record), outputs });
    }
    let tainted = protect::tainted(&record, folder, &guard)?;
    let guarded = Guarded::new(&record, guard, &tainted);
    let shown = guarded.record(&record);
    let outputs = output::print_part(&guarded, &record, folder, choices.pdf, choices.calendar)?;
    let written: Vec<(&str, &[u8])> =
        outputs.files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    check(&written, guarded.guard())?;
    Ok(Run { summary: Summary::of(&shown), outputs })
}

/// Runs the stages up to the findings and deadlines.
///
/// # Errors
///
/// Where an item of the vault is damaged or a law pack has faults.
pub fn hold_against_law(
    folder: &CaseFolder,
    choices: &Choices,
    told: impl Fn(Stage) + Sync,
) -> Result<Held, CaseError> {
    let earlier = choices.since.as_ref().map(Since::stored).transpose()?.flatten();
    let read = read(folder, choices, &told)?;
    told(Stage::Finding);
    let mut held;
    let earlier = match choices.since {
        Some(Since::Day(day)) => {
            let then = Choices {
                decisions: Decisions { as_of: Some(day), ..choices.decisions.clone() },
                ..choices.clone()
            };
            let mut then = gather(folder, &then, read.clone())?;
            held = gather(folder, choices, read)?;
            if day >= held.as_of {
                return Err(CaseError::NotEarlier { since: day, as_of: held.as_of });
            }
            let packs = held.packs(choices)?;
            then.ask(&packs);
            held.ask(&packs);
            Some(Snapshot::of(&then.record()))
        }
        _ => {
            held = gather(folder, choices, read)?;
            let packs = held.packs(choices)?;
            held.ask(&packs);
            earlier
        }
    };
    if let Some(earlier) = earlier {
        if !earlier.is_of(&held.record()) {
            return Err(CaseError::AnotherCase);
        }
        held.changes = Some(Changes::between(&earlier, &held.record()));
    }
    Ok(held)
}

/// Runs the stages up to the clock.
///
/// # Errors
///
/// Where an item of the vault is damaged.
pub fn hold(folder: &CaseFolder, choices: &Choices, told: impl Fn(Stage) + Sync) -> Result<Held, CaseError> {
    let read = read(folder, choices, &told)?;
    told(Stage::Finding);
    gather(folder, choices, read)
}

/// The items of a case with their texts, and what these say.
#[derive(Clone)]
struct Read {
    items: Vec<Item>,
    layers: Vec<TextLayer>,
    reading: Reading,
}

/// Runs the stages up to the reading, which is the same for every day.
fn read(folder: &CaseFolder, choices: &Choices, told: impl Fn(Stage) + Sync) -> Result<Read, CaseError> {
    let items = folder.items();
    told(Stage::Text(items.len()));
    let (reader, layers) = rayon::join(Reader::new, || texts(folder, &items, choices));
    let (reader, layers) = (reader?, layers?);

    told(Stage::Reading);
    let documents: Vec<Document<'_>> = items
        .iter()
        .zip(&layers)
        .filter(|(_, layer)| speaks(layer))
        .map(|(item, layer)| Document { item, layer })
        .collect();
    let decided = &choices.decisions;
    let options = Options { subject: decided.subject.clone(), language: decided.language.clone() };
    let reading = reader.read(&documents, &options)?;
    Ok(Read { items, layers, reading })
}

/// What was read, as it could be known at the end of the day that is asked for.
fn gather(folder: &CaseFolder, choices: &Choices, read: Read) -> Result<Held, CaseError> {
    let Read { items, layers, reading } = read;
    let decided = &choices.decisions;
    let (as_of, as_of_why) = as_of(&reading, decided.as_of, folder.received());
    let text_of = |statement: &Statement| {
        let at = items.iter().position(|item| item.id == statement.item)?;
        layers.get(at).map(|layer| layer.text.as_str())
    };
    let (reviews, mut astray) = review::placed(folder.reviews()?, text_of);
    let chronology = gather_reviewed(reading, &reviews, as_of);
    let clocks = every_account(&chronology, as_of);
    let text_at = |passage: &Passage| {
        let at = items.iter().position(|item| item.id == passage.item)?;
        layers.get(at).map(|layer| layer.text.as_str())
    };
    let (given, also_astray) = given::placed(folder.given()?, text_at);
    astray.extend(also_astray);
    let unreadable = folder.unreadable_sources().into_iter();
    Ok(Held {
        chronology,
        clocks,
        findings: Vec::new(),
        deadlines: Vec::new(),
        changes: None,
        packs: Vec::new(),
        code: None,
        unread: unreadable.map(|(name, why)| Unread { name, why }).collect(),
        given,
        astray,
        journal: JournalHead {
            hash: folder.heads().iter().map(|head| head.head.to_string()).collect::<Vec<_>>().join(" "),
            entries: folder.vault().entries().len(),
        },
        items,
        layers,
        as_of,
        as_of_why,
        version: choices.version,
    })
}

/// Somebody says what the text says: the list of what lies in an archive is made by the reader.
fn speaks(layer: &TextLayer) -> bool {
    const MAILS: [&str; 3] = ["message/rfc822", "message/x-emlx", "application/vnd.ms-outlook"];
    const PAGES: [&str; 1] = ["application/x-mimearchive"];
    let kind = layer.media_type.as_str();
    !remand_text::is_container(kind) || MAILS.contains(&kind) || PAGES.contains(&kind)
}

/// The text of every item, each taken by a child process, several at a time.
fn texts(folder: &CaseFolder, items: &[Item], choices: &Choices) -> Result<Vec<TextLayer>, CaseError> {
    items.par_iter().map(|item| folder.text(item, &choices.worker)).collect()
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
