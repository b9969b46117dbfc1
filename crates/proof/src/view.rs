//! The record that a proof is checked against, taken from a published `dossier.json`.

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use crate::{Interval, Minute, Polarity};

/// The claims of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordView {
    /// The day as of which the dossier speaks.
    pub as_of: Date,
    /// Every claim of it.
    pub claims: Vec<Stated>,
}

/// A claim of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The kind of event that it speaks of.
    pub kind: String,
    /// Id of the event.
    pub event: String,
    /// Who says so.
    pub asserter: String,
    /// On whose account: `state`, `defence`, `independent`.
    pub account: String,
    /// What it says; `None` where it is no statement of what happened (planned, demanded, general) or not of the person.
    pub polarity: Option<Polarity>,
    /// It may be of the person, and it may not.
    pub of_nobody: bool,
    /// Id of the item.
    pub item: String,
    /// First byte in its text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// When, as it says.
    pub interval: Interval,
    /// First day on which it can have been public; `None` where that is not known.
    pub published: Option<Date>,
}

#[derive(Deserialize)]
struct Dossier {
    as_of: String,
    entries: Vec<Entry>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Entry {
    item: String,
    start: usize,
    end: usize,
    published: When,
}

#[derive(Deserialize)]
struct When {
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
struct Claim {
    asserter: String,
    account: String,
    polarity: Polarity,
    modality: String,
    about: String,
    item: String,
    start: usize,
    end: usize,
    when: When,
}

impl RecordView {
    /// Reads `dossier.json`.
    ///
    /// # Errors
    /// What of it cannot be read, in words.
    pub fn from_dossier_json(text: &str) -> Result<Self, String> {
        let dossier: Dossier = serde_json::from_str(text)
            .map_err(|fault| format!("this is no dossier.json of this program: {fault}"))?;
        let as_of = day(&dossier.as_of)?;
        let mut claims = Vec::new();
        for event in &dossier.events {
            for claim in &event.claims {
                claims.push(claim.stated(event, &dossier.entries)?);
            }
        }
        Ok(Self { as_of, claims })
    }
}

impl Claim {
    fn stated(&self, event: &Event, entries: &[Entry]) -> Result<Stated, String> {
        let around =
            |entry: &&Entry| entry.item == self.item && entry.start <= self.start && self.end <= entry.end;
        let entry = entries.iter().filter(around).min_by_key(|entry| entry.end - entry.start);
        let published = match entry.and_then(|entry| entry.published.earliest.as_deref()) {
            Some(text) => Some(day(text)?),
            None => None,
        };
        let told = !matches!(self.modality.as_str(), "planned" | "demanded" | "general");
        Ok(Stated {
            kind: event.kind.clone(),
            event: event.id.clone(),
            asserter: self.asserter.clone(),
            account: self.account.clone(),
            polarity: Some(self.polarity).filter(|_| told && self.about != "others"),
            of_nobody: self.about == "nobody",
            item: self.item.clone(),
            start: self.start,
            end: self.end,
            interval: self.when.interval()?,
            published,
        })
    }
}

impl When {
    /// A day stands for its first minute where it is the earliest, for its last where it is the latest.
    fn interval(&self) -> Result<Interval, String> {
        let first = |text: &String| text.parse::<Minute>();
        let last = |text: &String| {
            let minute = text.parse::<Minute>()?;
            Ok(if text.contains('T') { minute } else { minute.plus(24 * 60 - 1) })
        };
        Ok(Interval {
            earliest: self.earliest.as_ref().map(first).transpose()?,
            latest: self.latest.as_ref().map(last).transpose().map_err(|fault: String| fault)?,
        })
    }
}

fn day(text: &str) -> Result<Date, String> {
    let moment = text.parse::<DateTime>();
    moment.map(DateTime::date).map_err(|_| format!("`{text}` is no day of the calendar such as 2024-03-04"))
}
