//! Taking in files, the files inside them, and the text of each.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;
use remand_text::{Diagnostic, Part, PartKind, Reader, TOOL, TextLayer};
use remand_vault::{
    Batch, FoundKind, Item, ItemId, Known, PublicKey, Receipt, Record, Vault, VaultError, View, Within, walk,
};

use crate::{CaseError, Ingested};

/// Files that are accepted together: few enough that little is to be done again after a power cut.
const TOGETHER: usize = 256;
/// Bytes that are accepted together.
const BYTES_TOGETHER: u64 = 64 << 20;
/// Items whose texts are accepted together.
const TEXTS_TOGETHER: usize = 128;
/// A mail in a mailbox in an archive in an archive: deeper lies nothing that anybody put there to be read.
const DEEPEST: usize = 6;
/// Most files that one file taken in may hold, however deep.
const MOST_FOUND: usize = 50_000;
/// Most bytes that they may have together.
const MOST_BYTES_FOUND: u64 = 4 << 30;
/// Files inside a file that are held in memory while others are read; a file that holds more is read by itself.
const HELD: u64 = 32 << 20;

/// Takes in everything below `sources`.
pub(crate) fn files(
    vault: &mut Vault,
    sources: &[PathBuf],
    receipt: &Receipt,
    now: &str,
    told: &mut impl FnMut(usize),
) -> Result<Ingested, CaseError> {
    let mut ingested = Ingested::default();
    let mut waiting = sources.iter().flat_map(|source| walk(source)).peekable();
    while waiting.peek().is_some() {
        let mut unreadable = Vec::new();
        let mut batch = vault.batch();
        while batch.entries_waiting() < TOGETHER
            && batch.bytes_waiting() < BYTES_TOGETHER
            && let Some(found) = waiting.next()
        {
            match found.kind {
                FoundKind::File => match batch.file(&found.path, &found.name, receipt) {
                    Ok(received) if received.known == Known::New => ingested.new += 1,
                    Ok(_) => ingested.known += 1,
                    Err(VaultError::Io { doing: "cannot read", source, .. }) => {
                        unreadable.push((found.name, source.to_string()));
                    }
                    Err(error) => return Err(error.into()),
                },
                FoundKind::Unreadable(reason) => unreadable.push((found.name, reason)),
                FoundKind::Skipped(reason) => ingested.skipped.push((found.name, reason)),
            }
            told(ingested.new + ingested.known);
        }
        batch.commit(now)?;
        for (name, reason) in unreadable {
            vault.record_unreadable(&name, &reason, now)?;
        }
    }
    Ok(ingested)
}

/// The items of which `key` has recorded no text by the readers of this build.
pub(crate) fn unread(view: &View, key: &PublicKey) -> Vec<Item> {
    let has_text = |item: &Item| view.text_of(&item.id, TOOL, key).is_some_and(|text| view.has_object(&text));
    view.items().into_iter().filter(|item| !has_text(item) && view.has_object(&item.id)).collect()
}

/// Takes the text from every item that has none, and the files inside it, until nothing new is found.
pub(crate) fn texts(
    vault: &mut Vault,
    worker: &Reader,
    now: &str,
    told: &(impl Fn(usize) + Sync),
) -> Result<(), CaseError> {
    let key = vault.signer().public();
    let mut found = Found::default();
    let mut read = 0;
    loop {
        let waiting = unread(vault, &key);
        if waiting.is_empty() {
            return Ok(());
        }
        for some in waiting.chunks(TEXTS_TOGETHER) {
            let view: &View = vault;
            let taken: Vec<Taken> =
                some.par_iter().map(|item| take(view, item, worker)).collect::<Result<_, CaseError>>()?;
            let deep: Vec<(ItemId, usize)> = some.iter().map(|item| origin(view, item)).collect();
            let mut batch = vault.batch();
            for ((item, taken), (root, depth)) in some.iter().zip(taken).zip(deep) {
                let layer = match taken {
                    Taken::Held(mut layer, parts) => {
                        let mut keep = Keep::new(item, root, depth, &mut found);
                        parts.into_iter().try_for_each(|part| keep.part(part, &mut batch))?;
                        keep.say(&mut layer);
                        *layer
                    }
                    Taken::TooLarge(bytes) => {
                        let mut keep = Keep::new(item, root, depth, &mut found);
                        let mut failed = Ok(());
                        let mut layer = worker.open_into(&bytes, &item.name, |part| {
                            if failed.is_ok() {
                                failed = keep.part(part, &mut batch);
                            }
                        });
                        failed?;
                        keep.say(&mut layer);
                        layer
                    }
                };
                keep_text(item, &layer, &mut batch)?;
            }
            batch.commit(now)?;
            read += some.len();
            told(read);
        }
    }
}

/// Takes the text of one item, whether or not it has one. The files inside it stay as they were taken out.
pub(crate) fn text_again(
    vault: &mut Vault,
    item: &Item,
    worker: &Reader,
    now: &str,
) -> Result<(), CaseError> {
    let layer = worker.read(&vault.read(&item.id)?, &item.name);
    let mut batch = vault.batch();
    keep_text(item, &layer, &mut batch)?;
    Ok(batch.commit(now)?)
}

/// The text of an item and the files inside it.
enum Taken {
    Held(Box<TextLayer>, Vec<Part>),
    /// It holds more than is held in memory beside others; its bytes, to read it again by itself.
    TooLarge(Vec<u8>),
}

fn take(view: &View, item: &Item, worker: &Reader) -> Result<Taken, CaseError> {
    let bytes = view.read(&item.id)?;
    let (mut parts, mut size) = (Vec::new(), 0_u64);
    let layer = worker.open_into(&bytes, &item.name, |part: Part| {
        size = size.saturating_add(part.bytes.len() as u64);
        if size <= HELD {
            parts.push(part);
        } else {
            parts.clear();
        }
    });
    Ok(if size > HELD { Taken::TooLarge(bytes) } else { Taken::Held(Box::new(layer), parts) })
}

/// Files found so far, for each file that was taken in from outside: how many, and their bytes.
type Found = BTreeMap<ItemId, (usize, u64)>;

/// The file from outside that an item was found in, and how deep.
fn origin(view: &View, item: &Item) -> (ItemId, usize) {
    let (mut at, mut depth) = (item.clone(), 0);
    while let Some(parent) = at.parent.and_then(|parent| view.item(&parent))
        && depth <= DEEPEST
    {
        at = parent.clone();
        depth += 1;
    }
    (at.id, depth)
}

/// Keeps the files inside one item, within what the file from outside may hold.
struct Keep<'a> {
    item: &'a Item,
    root: ItemId,
    depth: usize,
    found: &'a mut Found,
    left_out: usize,
}

impl<'a> Keep<'a> {
    fn new(item: &'a Item, root: ItemId, depth: usize, found: &'a mut Found) -> Self {
        Self { item, root, depth, found, left_out: 0 }
    }

    fn part(&mut self, part: Part, batch: &mut Batch<'_>) -> Result<(), CaseError> {
        if is_furniture(&part) {
            return Ok(());
        }
        let (count, bytes) = self.found.entry(self.root).or_default();
        let size = part.bytes.len() as u64;
        if self.depth >= DEEPEST || *count >= MOST_FOUND || bytes.saturating_add(size) > MOST_BYTES_FOUND {
            self.left_out += 1;
            return Ok(());
        }
        *count += 1;
        *bytes += size;
        let name = format!("{}!{}", self.item.name, part.name);
        let failed = |e: serde_json::Error| CaseError::Document("part", e.to_string());
        let kind = serde_json::to_value(part.kind).map_err(failed)?;
        let said = if part.said.is_empty() && part.damage.is_none() && part.media_type.is_none() {
            serde_json::Value::Null
        } else {
            serde_json::to_value(&part).map_err(failed)?
        };
        let within = Within {
            parent: self.item.id,
            part: kind.as_str().unwrap_or_default().to_owned(),
            tool: TOOL.to_owned(),
            said,
        };
        batch.found(part.bytes.as_slice(), &name, &within)?;
        Ok(())
    }

    fn say(&self, layer: &mut TextLayer) {
        if self.left_out > 0 {
            let message = format!(
                "{} files inside it were not taken out: they lie more than {DEEPEST} files deep, or are more than \
                 {MOST_FOUND} files or {} GiB together; unpack it and add what is needed",
                self.left_out,
                MOST_BYTES_FOUND >> 30
            );
            layer.diagnostics.push(Diagnostic { page: None, message });
        }
    }
}

/// What a page needs to be drawn and nobody reads: styles, scripts, fonts, icons; and answers without content.
fn is_furniture(part: &Part) -> bool {
    const KINDS: [&str; 5] = ["text/css", "javascript", "font", "x-icon", "image/svg"];
    const ENDINGS: [&str; 9] = [".css", ".js", ".mjs", ".woff", ".woff2", ".ttf", ".eot", ".ico", ".map"];
    let of_page = matches!(part.kind, PartKind::Resource | PartKind::Response);
    let name = part.name.to_lowercase();
    let kind = part.media_type.as_deref().unwrap_or_default();
    let drawn =
        KINDS.iter().any(|known| kind.contains(known)) || ENDINGS.iter().any(|end| name.ends_with(end));
    of_page && (drawn || part.bytes.is_empty())
}

/// Stores the text of an item and says with which readers it was taken.
fn keep_text(item: &Item, layer: &TextLayer, batch: &mut Batch<'_>) -> Result<(), CaseError> {
    let bytes = layer.to_json().map_err(|e| CaseError::Document("text", e))?;
    let text = batch.object(&bytes, &item.name)?;
    let settings = serde_json::to_value(&layer.engines).unwrap_or_default();
    batch.record(Record::TextTaken { item: item.id, text, tool: TOOL.to_owned(), settings });
    Ok(())
}
