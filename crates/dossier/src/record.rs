//! What a dossier is made from: everything the stages before it found, at one date.

use jiff::civil::Date;
use remand_chronology::{Chronology, Event, EventIx, OnAccount};
use remand_clock::DetentionClock;
use remand_finding::{Deadline, DeadlineStatus, Finding, Given};
use remand_protection::Audience;
use remand_reading::{Claim, ClaimIx, Entry, EntryIx, Passage, Source, SourceIx};
use remand_text::TextLayer;
use remand_vault::{Item, ItemId};
use serde::Serialize;

use crate::changes::{Change, Changes, DeadlineChange};

/// A law pack that findings were computed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its name (`un/iccpr`).
    pub name: String,
    /// What it is, in words; may be empty.
    pub title: String,
    /// How many norms of it were held against the record.
    pub norms: usize,
}

/// Where the journal of the case stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalHead {
    /// Hash of the last entry, in hexadecimal; empty where there is no journal yet.
    pub hash: String,
    /// Number of entries.
    pub entries: usize,
}

/// A file that was given and could not be taken in at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its name as the user would know it.
    pub name: String,
    /// What is wrong with it and what to do.
    pub why: String,
}

/// An item that an audience does not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// What stands for it in a guarded record: the number of the exhibit, no digest.
    pub id: ItemId,
    /// Number of the exhibit.
    pub exhibit: usize,
    /// Why.
    pub why: WithheldWhy,
}

/// Why an audience does not get an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithheldWhy {
    /// It is marked as hidden from this audience.
    Hidden,
    /// It shows, or holds a file that shows, what is protected.
    HoldsProtected,
    /// Nobody could read it, so that nobody knows what it shows.
    NotRead,
}

impl WithheldWhy {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Hidden => "protected as a whole",
            Self::HoldsProtected => "it shows, or may show, protected persons or details",
            Self::NotRead => "its text could not be read, so that nobody knows what it shows",
        }
    }
}

/// How many of the statements a person has accepted or corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// None.
    Nothing,
    /// Some.
    Partly {
        /// Accepted or corrected.
        confirmed: usize,
        /// In the record.
        all: usize,
    },
    /// Every one.
    All,
}

/// Everything a dossier says, before any wording. Writers take nothing from elsewhere: no file, no clock.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// Items with their texts, in the order in which exhibits are numbered.
    pub items: Vec<(&'a Item, &'a TextLayer)>,
    /// Events, disputes, durations, and the reading they come from.
    pub chronology: &'a Chronology,
    /// Custody on each account.
    pub clocks: &'a [DetentionClock],
    /// Norms held against the record.
    pub findings: &'a [Finding],
    /// What is owed by when.
    pub deadlines: &'a [Deadline],
    /// Deadlines are asked for that are due within so many days; `None`: all.
    pub within: Option<u32>,
    /// What is another than at an earlier time, where somebody asked.
    pub changes: Option<&'a Changes>,
    /// The dossier speaks as of the end of this day.
    pub as_of: Date,
    /// How that day was chosen ("given", "the latest date of publication in the record"); may be empty.
    pub as_of_why: &'a str,
    /// Law packs in use.
    pub packs: &'a [Pack],
    /// The journal the items and decisions stand in.
    pub journal: JournalHead,
    /// Version of the program, as printed.
    pub tool_version: &'a str,
    /// Files that could not be taken in.
    pub unread: &'a [Unread],
    /// What people gave of the case that no event gives, and what they took back.
    pub given: &'a [Given],
    /// Passages that people decided on and that do not stand where they stood.
    pub astray: &'a [Astray],
    /// For whom it is: a record as the stages make it is for the team.
    pub audience: Audience,
    /// Items that this audience does not get, in the order of the exhibits.
    pub withheld: &'a [Withheld],
}

/// A passage that a person decided on, and that the text, taken anew, does not have where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Astray {
    /// The item.
    pub item: ItemId,
    /// The words.
    pub quote: String,
    /// Who decided.
    pub by: String,
    /// What became of it.
    pub became: Became,
}

/// What became of a passage when a text was taken anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Its words stand in one other place, where the decision stands now.
    Moved,
    /// Its words stand in several places: the decision does not count until a person says which.
    Ambiguous,
    /// Its words stand nowhere: the decision does not count.
    Lost,
}

impl<'a> Record<'a> {
    /// The item with this id and its text.
    pub fn item(&self, id: ItemId) -> Option<(&'a Item, &'a TextLayer)> {
        self.items.iter().copied().find(|(item, _)| item.id == id)
    }

    /// Why this audience does not get the item that has `id` here.
    pub fn withheld(&self, id: ItemId) -> Option<&'a Withheld> {
        self.withheld.iter().find(|withheld| withheld.id == id)
    }

    /// The words of a passage; `None` where its offsets do not lie on characters of a text of the record.
    pub fn words(&self, passage: &Passage) -> Option<&'a str> {
        self.item(passage.item).and_then(|(_, layer)| layer.text.get(passage.range()))
    }

    /// A deadline is told: it has passed, or is due within the time that was asked for.
    pub(crate) fn is_asked_for(&self, deadline: &Deadline) -> bool {
        let Some(within) = self.within else { return true };
        match deadline.status {
            DeadlineStatus::Open => deadline.left(self.as_of).days.0 <= i64::from(within),
            DeadlineStatus::PassedUnanswered => true,
            DeadlineStatus::Kept | DeadlineStatus::KeptLate | DeadlineStatus::Unclear => false,
        }
    }

    /// Something is due within the time that was asked for, or passed since the earlier state that was asked for.
    pub fn warns(&self) -> bool {
        if self.within.is_none() {
            return false;
        }
        let near =
            |deadline: &&Deadline| deadline.status == DeadlineStatus::Open && self.is_asked_for(deadline);
        let passed = |change: &DeadlineChange| change.change == Change::Passed;
        self.deadlines.iter().any(|deadline| near(&deadline))
            || self.changes.is_some_and(|changes| changes.deadlines.iter().any(passed))
    }

    /// How far people have checked what the program proposed.
    pub fn checked(&self) -> Checked {
        match (self.chronology.reviewed.confirmed(), self.chronology.reading.claims.len()) {
            (0, _) => Checked::Nothing,
            (confirmed, all) if confirmed < all => Checked::Partly { confirmed, all },
            _ => Checked::All,
        }
    }

    pub(crate) fn claim(&self, ix: ClaimIx) -> Option<&'a Claim> {
        self.chronology.reading.claims.get(ix.0)
    }

    pub(crate) fn entry(&self, ix: EntryIx) -> Option<&'a Entry> {
        self.chronology.reading.entries.get(ix.0)
    }

    pub(crate) fn event(&self, ix: EventIx) -> Option<&'a Event> {
        self.chronology.events.get(ix.0)
    }

    pub(crate) fn source(&self, ix: SourceIx) -> Option<&'a Source> {
        self.chronology.reading.sources.get(ix.0)
    }

    pub(crate) fn source_name(&self, ix: SourceIx) -> &'a str {
        self.source(ix).map_or("a source that is not listed", |source| source.name.as_str())
    }

    pub(crate) fn clock(&self, account: OnAccount) -> Option<&'a DetentionClock> {
        self.clocks.iter().find(|clock| clock.account == account)
    }

    /// Number of an item among the exhibits, from 1.
    pub(crate) fn exhibit(&self, id: ItemId) -> Option<usize> {
        self.items.iter().position(|(item, _)| item.id == id).map(|ix| ix + 1)
    }

    /// Exhibit and place of a passage, as a lawyer cites it: `E2 p. 3`, `E1 ¶ 14`.
    pub fn place(&self, passage: &Passage) -> String {
        let (Some(number), Some((_, layer))) = (self.exhibit(passage.item), self.item(passage.item)) else {
            return "an item outside the record".to_owned();
        };
        let page = layer.pages.iter().rev().find(|page| page.span.start <= passage.start);
        if let Some(page) = page {
            return format!("E{number} p. {}", page.number);
        }
        match layer.blocks.partition_point(|block| block.span.start <= passage.start) {
            0 => format!("E{number}"),
            paragraph => format!("E{number} ¶ {paragraph}"),
        }
    }
}
