//! Records for the tests: of texts, or of the files of a folder.
#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use remand_chronology::{Chronology, gather};
use remand_clock::{DetentionClock, every_account};
use remand_dossier::{JournalHead, Record};
use remand_protection::Audience;
use remand_reading::{Document, Options, Reader};
use remand_text::{Limits, TextLayer, extract, language_of};
use remand_vault::{Item, ItemId};

pub(crate) struct Case {
    items: Vec<(Item, TextLayer)>,
    pub(crate) chronology: Chronology,
    clocks: Vec<DetentionClock>,
    as_of: Date,
}

impl Case {
    pub(crate) fn of(items: Vec<(Item, TextLayer)>, subject: Option<&str>, as_of: Date) -> Self {
        let documents: Vec<Document<'_>> =
            items.iter().map(|(item, layer)| Document { item, layer }).collect();
        let options = Options { subject: subject.map(str::to_owned), language: None };
        let reading = Reader::new().unwrap().read(&documents, &options).unwrap();
        let chronology = gather(reading, as_of);
        let clocks = every_account(&chronology, as_of);
        Self { items, chronology, clocks, as_of }
    }

    /// Of texts, each with its name, its day and its words.
    pub(crate) fn texts(texts: &[(&str, &str, &str)], subject: &str, as_of: Date) -> Self {
        let items = texts.iter().map(|(name, day, text)| {
            let mut layer = layer(text.as_bytes(), &format!("{name}.txt"));
            layer.language = language_of(text).map(str::to_owned);
            layer.metadata.date = (!day.is_empty()).then(|| (*day).to_owned());
            (item(text.as_bytes(), name), layer)
        });
        Self::of(items.collect(), Some(subject), as_of)
    }

    /// Of the files of a folder; `None` where it is not there.
    pub(crate) fn folder(folder: &Path, as_of: Date) -> Option<Self> {
        let mut paths = Vec::new();
        below(folder, &mut paths).ok()?;
        paths.sort();
        let items = paths.iter().map(|path| {
            let bytes = fs::read(path).unwrap();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (item(&bytes, &name), layer(&bytes, &name))
        });
        Some(Self::of(items.collect(), None, as_of))
    }

    pub(crate) fn record(&self) -> Record<'_> {
        Record {
            items: self.items.iter().map(|(item, layer)| (item, layer)).collect(),
            chronology: &self.chronology,
            clocks: &self.clocks,
            findings: &[],
            deadlines: &[],
            within: None,
            changes: None,
            as_of: self.as_of,
            as_of_why: "",
            packs: &[],
            journal: JournalHead::default(),
            tool_version: "0",
            unread: &[],
            given: &[],
            astray: &[],
            audience: Audience::Team,
            withheld: &[],
        }
    }

    /// The entries of the record: words, language, last day of publication.
    pub(crate) fn entries(&self) -> Vec<(String, String, Date)> {
        let reading = &self.chronology.reading;
        let entry = |entry: &remand_reading::Entry| {
            let (_, layer) = self.items.iter().find(|(item, _)| item.id == entry.passage.item)?;
            let words = layer.text.get(entry.passage.range())?.to_owned();
            let language = language_of(&words).map(str::to_owned).or(layer.language.clone())?;
            let day = entry.published.last_day().or(entry.published.first_day()).unwrap_or(self.as_of);
            Some((words, language, day))
        };
        reading.entries.iter().filter_map(entry).collect()
    }
}

fn item(bytes: &[u8], name: &str) -> Item {
    Item {
        id: ItemId::of(bytes),
        name: name.to_owned(),
        also: Vec::new(),
        bytes: bytes.len() as u64,
        parent: None,
    }
}

fn layer(bytes: &[u8], name: &str) -> TextLayer {
    extract(bytes, name, bytes.len() as u64, &Limits::default()).layer
}

fn below(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            below(&path, into)?;
        } else {
            into.push(path);
        }
    }
    Ok(())
}

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}
