//! The first pages of a volume: what it is, what was done, and the index.

use jiff::civil::Date;
use remand_dossier::Record;
use remand_dossier::pdf::typeset;
use remand_text::Reader;
use serde::Serialize;

use crate::ExhibitError;
use crate::index::{Entry, Shown};
use crate::paper::plain;
use crate::print::bind;
use crate::volume::Sheaf;

const TEMPLATE: &str = include_str!("../templates/front.typ");

/// What the cover says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The person of the case.
    pub subject: Option<String>,
    /// The day that the record speaks of.
    pub as_of: Date,
    /// For whom it is made.
    pub audience: remand_protection::Audience,
    /// Version of the program.
    pub version: String,
    /// Not all exhibits are bound, because only some were asked for.
    pub some: bool,
}

impl Cover {
    /// The cover of a bundle from a guarded record.
    pub fn of(record: &Record<'_>, some: bool) -> Self {
        let subject = record.chronology.reading.subject.as_ref();
        Self {
            subject: subject.map(|subject| subject.name.clone()),
            as_of: record.as_of,
            audience: record.audience,
            version: record.tool_version.to_owned(),
            some,
        }
    }

    /// The title of a volume.
    pub(crate) fn title(&self, volume: usize, of: usize) -> String {
        let person = self.subject.as_deref().map(|name| format!(": {name}")).unwrap_or_default();
        let part = if of > 1 { format!(", volume {volume} of {of}") } else { String::new() };
        format!("Exhibits{person}{part}")
    }
}

#[derive(Serialize)]
struct Front {
    title: String,
    about: Vec<String>,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    whole_index: bool,
    volumes: bool,
}

#[derive(Serialize)]
struct Row {
    label: String,
    name: String,
    below: Vec<String>,
    date: String,
    source: String,
    language: String,
    pages: String,
    page: String,
    volume: String,
    hash: String,
    translation: bool,
}

/// Sets the first pages of `volume`, counted from 1. The first volume has the whole index, each other its own part.
pub(crate) fn set(
    cover: &Cover,
    entries: &[Entry],
    (volume, of): (usize, usize),
    reader: &Reader,
) -> Result<Sheaf, ExhibitError> {
    let own = |entry: &&Entry| volume == 1 || entry.volume == volume;
    let here: Vec<&Entry> = entries.iter().filter(|entry| entry.volume == volume).collect();
    let range = |entries: &[&Entry]| match entries {
        [] => "none".to_owned(),
        [one] => one.label.clone(),
        [first, .., last] => format!("{} to {}", first.label, last.label),
    };
    let mut facts = vec![
        ("As of".to_owned(), cover.as_of.strftime("%-d %B %Y").to_string()),
        ("Made for".to_owned(), format!("the {}", cover.audience.name())),
        (
            "Exhibits".to_owned(),
            format!("{} ({})", entries.len(), range(&entries.iter().collect::<Vec<_>>())),
        ),
        ("Pages".to_owned(), entries.iter().map(|entry| entry.last_page).max().unwrap_or(0).to_string()),
    ];
    if of > 1 {
        facts.push(("This volume".to_owned(), format!("{volume} of {of}: {}", range(&here))));
    }
    let mut title = cover.title(volume, of);
    title = plain(&title);
    let front = Front {
        title,
        about: about(cover, entries),
        facts: facts.into_iter().map(|(what, value)| (what, plain(&value))).collect(),
        rows: entries.iter().filter(own).map(|entry| row(entry, of)).collect(),
        whole_index: volume == 1,
        volumes: of > 1,
    };
    let pdf = typeset(TEMPLATE, &front, &[], Some(cover.as_of))?;
    bind(reader, &pdf, "front.pdf", 0.0).map_err(ExhibitError::Bind)
}

fn about(cover: &Cover, entries: &[Entry]) -> Vec<String> {
    let mut about = vec![
        "The pages behind this index are working copies, made for reading and citing. The originals were not touched: each \
         is kept as it was received, and the SHA-256 in the index names its bytes. Whoever holds a file computes the same \
         number from it, or it is not the same file."
            .to_owned(),
        "At the foot of each page stand the exhibit, its own page, and the page of the bundle. Footnotes name exhibit and \
         page (E2 p. 3) or, of files without pages, exhibit and paragraph (E1 ¶ 14), whose number stands in the margin."
            .to_owned(),
    ];
    if entries.iter().any(|entry| entry.translation_of.is_some()) {
        about.push(
            "A translation stands behind its original and has its label with a T (E3-T). Who translated it is said where \
             anybody recorded it; the program checked no translation."
                .to_owned(),
        );
    }
    let count = |shown: Shown| entries.iter().filter(|entry| entry.shown == shown).count();
    if count(Shown::Withheld) > 0 {
        about.push(format!(
            "{} exhibit(s) are withheld from this audience; a page in their place says why. Words in [brackets] stand for \
             protected persons and details.",
            count(Shown::Withheld)
        ));
    }
    if count(Shown::NotShown) > 0 {
        about.push(format!(
            "{} exhibit(s) cannot be shown on paper; a page in their place says why and how to get the file.",
            count(Shown::NotShown)
        ));
    }
    if cover.some {
        about.push(
            "Only some of the exhibits of the case are bound here; they keep their numbers.".to_owned(),
        );
    }
    about
}

fn row(entry: &Entry, volumes: usize) -> Row {
    let mut below = Vec::new();
    if let Some(of) = &entry.translation_of {
        let by = entry.translated_by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
        below.push(format!("translation of {of}{by}; footnotes name it {}", entry.cited));
    }
    match entry.shown {
        Shown::Pages | Shown::Image => {}
        Shown::Text => below.push("text of the file, set anew".to_owned()),
        Shown::Holds => below.push("holds other exhibits".to_owned()),
        Shown::NotShown => below.push("cannot be shown on paper".to_owned()),
        Shown::Withheld => below.push("withheld".to_owned()),
    }
    let mut source: Vec<String> = entry.source.iter().cloned().collect();
    source.extend(entry.received_from.iter().map(|from| format!("received from {from}")));
    Row {
        label: entry.label.clone(),
        name: plain(&entry.name),
        below: below.iter().map(|below| plain(below)).collect(),
        date: entry.date.clone().unwrap_or_default(),
        source: plain(&source.join("; ")),
        language: entry.language.clone().unwrap_or_default(),
        pages: entry.pages.to_string(),
        page: entry.first_page.to_string(),
        volume: if volumes > 1 { entry.volume.to_string() } else { String::new() },
        hash: entry.sha256.clone().unwrap_or_default(),
        translation: entry.translation_of.is_some(),
    }
}
