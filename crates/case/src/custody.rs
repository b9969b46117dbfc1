//! The chain of custody of each item, and what of it holds: the six properties by which the Berkeley Protocol on
//! Digital Open Source Investigations (OHCHR and UC Berkeley, 2022) judges how digital material was preserved.

use std::path::Path;

use remand_text::{Reader, TextLayer};
use remand_vault::{Entry, Item, ItemId, LogHead, Receipt, Record};
use serde::Serialize;

use crate::{CaseError, CaseFolder};

/// An item with everything that was recorded of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Custody {
    /// The item.
    pub item: Item,
    /// What was done, oldest first.
    pub chain: Vec<Link>,
    /// What holds of it now.
    pub properties: Vec<Property>,
}

/// One thing that was done with an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Number of the entry in the case.
    pub entry: u64,
    /// When it was recorded, as the device said.
    pub recorded_at: String,
    /// Who recorded it; empty where nobody is named.
    pub person: String,
    /// The log.
    pub log: String,
    /// What was done, in words.
    pub what: String,
}

/// One of the six properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Property {
    /// Its name in the Protocol.
    pub name: &'static str,
    /// `Some(true)`: it holds as far as the program can see; `Some(false)`: it does not; `None`: a person has to say.
    pub holds: Option<bool>,
    /// What that rests on, in words.
    pub because: String,
}

impl CaseFolder {
    /// The item that `words` name: its name, or the first digits of its id.
    ///
    /// # Errors
    ///
    /// Where there is none, or more than one.
    pub fn item(&self, words: &str) -> Result<Item, CaseError> {
        let items = self.items();
        let named: Vec<&Item> = items
            .iter()
            .filter(|item| item.name == words || item.also.iter().any(|also| also == words))
            .collect();
        let digits = words.len() >= 4 && words.bytes().all(|b| b.is_ascii_hexdigit());
        let by_id: Vec<&Item> =
            items.iter().filter(|item| digits && item.id.to_string().starts_with(words)).collect();
        match if named.is_empty() { by_id } else { named }.as_slice() {
            [] => Err(CaseError::NoItem(words.to_owned())),
            [one] => Ok((*one).clone()),
            many => {
                let ids: Vec<String> = many.iter().map(|item| item.id.to_string()).collect();
                Err(CaseError::ManyItems(words.to_owned(), ids.join(", ")))
            }
        }
    }

    /// The chain of custody of an item and the six properties.
    ///
    /// # Errors
    ///
    /// Where the item cannot be read in a way that is no property of it.
    pub fn custody(&self, item: &Item, worker: &Reader) -> Result<Custody, CaseError> {
        let heads = self.heads();
        let entries: Vec<&Entry> = self.vault().custody(&item.id).collect();
        let chain = entries.iter().map(|entry| link(entry, &item.id, &heads)).collect();
        let sound = self.vault().read(&item.id);
        let layer = match &sound {
            Ok(_) => Some(self.text(item, worker)?),
            Err(_) => None,
        };
        let mut properties =
            vec![identity(item), authenticity(item, &entries, sound.as_ref().err().map(ToString::to_string))];
        properties.push(availability(item, sound.is_ok()));
        properties.push(self.persistence());
        properties.push(renderability(layer.as_ref()));
        properties.push(understandability(&entries, layer.as_ref()));
        Ok(Custody { item: item.clone(), chain, properties })
    }

    fn persistence(&self) -> Property {
        let entries = self.vault().entries().iter();
        let sealed = entries.filter(|entry| matches!(entry.record, Record::Sealed { .. })).count();
        let because = if sealed == 0 {
            "no bundle of the case was made: as far as is recorded, it lies on this device alone (`remand seal`)"
                .to_owned()
        } else {
            format!("{sealed} bundles of the case were made; where they are kept, a person has to say")
        };
        Property { name: "persistence", holds: if sealed == 0 { Some(false) } else { None }, because }
    }

    /// Records what a person says of how an item came.
    ///
    /// # Errors
    ///
    /// Where the log cannot be written.
    pub fn record_receipt(&mut self, item: &Item, receipt: Receipt, now: &str) -> Result<(), CaseError> {
        let record = Record::ReceiptSaid { item: item.id, receipt };
        self.write(|vault| Ok(vault.record(record, now)?))
    }

    /// Writes a copy of an item to work on, and records that it was made. The evidentiary copy stays as it is.
    ///
    /// # Errors
    ///
    /// Where something is in the way, or the copy cannot be written.
    pub fn copy_out(&mut self, item: &Item, to: &Path, purpose: &str, now: &str) -> Result<(), CaseError> {
        use std::io::Write as _;
        let bytes = self.vault().read(&item.id)?;
        let failed = |source| CaseError::Write { path: to.to_owned(), source };
        let mut file = std::fs::File::options().write(true).create_new(true).open(to).map_err(failed)?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        let record = Record::CopyMade { item: item.id, purpose: purpose.trim().to_owned() };
        self.write(|vault| Ok(vault.record(record, now)?))
    }
}

fn link(entry: &Entry, item: &ItemId, heads: &[LogHead]) -> Link {
    let head = heads.iter().find(|head| head.log == entry.log);
    let person = head.map_or(String::new(), |head| head.person.clone());
    Link {
        entry: entry.number,
        recorded_at: entry.recorded_at.clone(),
        person,
        log: entry.log.to_string(),
        what: in_words(&entry.record, item),
    }
}

fn in_words(record: &Record, item: &ItemId) -> String {
    match record {
        Record::ItemReceived { name, bytes, modified, receipt, .. } => {
            let mut words = format!("received as {name}, {bytes} bytes{}", of_receipt(receipt));
            if let Some(modified) = modified {
                words.push_str(&format!("; last changed {modified}, as the file system said"));
            }
            words
        }
        Record::ItemKnownAgain { name, receipt, .. } => {
            format!("came in again as {name}{}", of_receipt(receipt))
        }
        Record::ItemFound { name, bytes, part, tool, item: found, .. } if found == item => {
            format!("found as {name}, {part}, {bytes} bytes; taken out by {tool}")
        }
        Record::ItemFound { name, part, .. } => format!("{name} was taken out of it, {part}"),
        Record::ReceiptSaid { receipt, .. } => format!("said of how it came{}", of_receipt(receipt)),
        Record::TextTaken { text, tool, .. } => format!("text {text} taken from it by {tool}"),
        Record::CopyMade { purpose, .. } if purpose.is_empty() => "a copy to work on was made".to_owned(),
        Record::CopyMade { purpose, .. } => format!("a copy to work on was made: {purpose}"),
        _ => String::new(),
    }
}

fn of_receipt(receipt: &Receipt) -> String {
    let mut words = String::new();
    let Receipt { from, how, on, by, note } = receipt;
    for (what, said) in [("from", from), ("", how), ("on", on), ("by", by), ("note:", note)] {
        if let Some(said) = said {
            let sep = if words.is_empty() { ": " } else { ", " };
            let what = if what.is_empty() { String::new() } else { format!("{what} ") };
            words.push_str(&format!("{sep}{what}{said}"));
        }
    }
    words
}

fn identity(item: &Item) -> Property {
    let mut because = format!("SHA-256 {}", item.id);
    if !item.also.is_empty() {
        because.push_str(&format!("; the same bytes came in under {} names", item.also.len() + 1));
    }
    Property { name: "identity", holds: Some(true), because }
}

fn authenticity(item: &Item, entries: &[&Entry], damage: Option<String>) -> Property {
    let name = "authenticity";
    if let Some(damage) = damage {
        return Property { name, holds: Some(false), because: damage };
    }
    let from = entries.iter().find_map(|entry| match &entry.record {
        Record::ItemReceived { receipt, .. }
        | Record::ItemKnownAgain { receipt, .. }
        | Record::ReceiptSaid { receipt, .. } => receipt.from.clone(),
        _ => None,
    });
    let since = entries.first().map(|entry| entry.recorded_at.as_str()).unwrap_or_default();
    let unchanged = format!("the bytes are those received at {since}, by a signed entry");
    match (from, item.parent) {
        (Some(from), _) => Property {
            name,
            holds: None,
            because: format!(
                "{unchanged}; it came from {from}, who has to be asked whether it is what it says"
            ),
        },
        (None, Some(_)) => Property {
            name,
            holds: None,
            because: format!("{unchanged}; it stands and falls with the file it was found in"),
        },
        (None, None) => Property {
            name,
            holds: None,
            because: format!(
                "{unchanged}; from whom it came nobody has said (`remand custody CASE ITEM --from …`)"
            ),
        },
    }
}

fn availability(item: &Item, sound: bool) -> Property {
    let because = if sound {
        format!("{} bytes, read from the vault now", item.bytes)
    } else {
        "the vault does not give its bytes".to_owned()
    };
    Property { name: "availability", holds: Some(sound), because }
}

/// What readers said of a file that is told with it; all of it stands in the dossier.
const SAID: usize = 6;

fn renderability(layer: Option<&TextLayer>) -> Property {
    let name = "renderability";
    let Some(layer) = layer else {
        return Property { name, holds: Some(false), because: "there are no sound bytes to show".to_owned() };
    };
    let said: Vec<&str> = layer.diagnostics.iter().map(|said| said.message.as_str()).take(SAID).collect();
    let why = (!said.is_empty()).then(|| said.join("; "));
    if layer.text.trim().is_empty() {
        let because =
            why.unwrap_or_else(|| "no text was found in it; another program may show it".to_owned());
        return Property { name, holds: None, because };
    }
    let mut because =
        format!("its text can be read: {}, {} bytes of text", layer.media_type, layer.text.len());
    if let Some(why) = &why {
        because.push_str(&format!("; but: {why}"));
    }
    Property { name, holds: Some(why.is_none()).filter(|whole| *whole), because }
}

fn understandability(entries: &[&Entry], layer: Option<&TextLayer>) -> Property {
    let described = entries.iter().any(|entry| match &entry.record {
        Record::ItemReceived { receipt, .. }
        | Record::ItemKnownAgain { receipt, .. }
        | Record::ReceiptSaid { receipt, .. } => !receipt.is_empty(),
        Record::ItemFound { .. } => true,
        _ => false,
    });
    let language = layer.and_then(|layer| layer.language.as_deref());
    let mut because = match language {
        Some(language) => format!("its language is told as {language}"),
        None => "its language is not told".to_owned(),
    };
    because.push_str(if described {
        "; how it came is recorded"
    } else {
        "; nothing is recorded of where it comes from and what it is about"
    });
    Property { name: "understandability", holds: if described { None } else { Some(false) }, because }
}
