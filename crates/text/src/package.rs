//! The parts of a document that is a package: a ZIP archive (OOXML, OpenDocument), or one XML file that holds the
//! parts one after another (flat OPC, ECMA-376 part 2 as Word writes it).

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::builder::LayerBuilder;
use crate::xml;

/// Most bytes that one part may unpack to. The text of a thousand pages needs a tenth of it.
const PART_LIMIT: u64 = 128 * 1024 * 1024;

/// Most bytes that all parts read of one document may unpack to.
const WHOLE_LIMIT: u64 = 256 * 1024 * 1024;

/// The parts of one document by name.
pub(crate) struct Package<'a> {
    store: Store<'a>,
    /// Bytes that may still be unpacked.
    left: u64,
}

enum Store<'a> {
    Zip(ZipArchive<Cursor<&'a [u8]>>),
    Flat { text: &'a str, parts: BTreeMap<String, Range<usize>> },
}

impl<'a> Package<'a> {
    /// Opens a ZIP archive.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ZipError> {
        Ok(Self { store: Store::Zip(ZipArchive::new(Cursor::new(bytes))?), left: WHOLE_LIMIT })
    }

    /// Finds the parts of a flat package, as far as its XML is whole.
    pub(crate) fn flat(text: &'a str) -> Self {
        let mut parts = BTreeMap::new();
        let (mut name, mut start) = (None, None);
        let broken = xml::walk(text, |event, end| match event {
            Event::Start(tag) if tag.local_name().as_ref() == "part" => name = xml::attribute(tag, "name"),
            Event::Start(tag) if tag.local_name().as_ref() == "xmlData" && start.is_none() => {
                start = Some(end)
            }
            Event::End(tag) if tag.local_name().as_ref() == "xmlData" => {
                let before = end.saturating_sub(tag.len().saturating_add(3));
                if let (Some(name), Some(start)) = (name.take(), start.take()) {
                    parts.insert(name.trim_start_matches('/').to_owned(), start..before);
                }
            }
            _ => {}
        });
        if let (Err(_), Some(name), Some(start)) = (broken, name, start) {
            parts.insert(name.trim_start_matches('/').to_owned(), start..text.len());
        }
        Self { store: Store::Flat { text, parts }, left: WHOLE_LIMIT }
    }

    /// Names of the parts, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = match &self.store {
            Store::Zip(archive) => archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect(),
            Store::Flat { parts, .. } => parts.keys().cloned().collect(),
        };
        names.sort();
        names
    }

    /// Size of a part when it is unpacked, as the package states it.
    pub(crate) fn size(&mut self, part: &str) -> u64 {
        match &mut self.store {
            Store::Zip(archive) => archive.by_name(part).map_or(0, |file| file.size()),
            Store::Flat { parts, .. } => parts.get(part).map_or(0, |range| range.len() as u64),
        }
    }

    /// The bytes of a part, as far as they can be unpacked; `None` where there is no such part. What is missing is said.
    pub(crate) fn bytes(&mut self, part: &str, layer: &mut LayerBuilder) -> Option<Vec<u8>> {
        let archive = match &mut self.store {
            Store::Flat { text, parts } => {
                return Some(text.get(parts.get(part)?.clone())?.as_bytes().to_vec());
            }
            Store::Zip(archive) => archive,
        };
        let file = match archive.by_name(part) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return None,
            Err(e) => {
                layer.say(format!("{part} in the document is damaged ({e}); its text is missing here"));
                return Some(Vec::new());
            }
        };
        let most = PART_LIMIT.min(self.left);
        let mut bytes = Vec::new();
        let mut file = file.take(most);
        if let Err(e) = file.read_to_end(&mut bytes) {
            layer.say(format!(
                "{part} in the document is damaged ({e}); text after that place is missing here"
            ));
        }
        if bytes.len() as u64 == most {
            layer.say(format!(
                "{part} in the document unpacks to more than {most} bytes; the rest was not read: the file may be made \
                 to do harm"
            ));
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some(bytes)
    }

    /// Calls `handle` with every event of an XML part; false where there is no such part. What stops it early is said.
    pub(crate) fn each_event(
        &mut self,
        part: &str,
        layer: &mut LayerBuilder,
        mut handle: impl FnMut(&Event<'_>),
    ) -> bool {
        let before = layer.said();
        let Some(bytes) = self.bytes(part, layer) else { return false };
        let whole = layer.said() == before;
        if let Err(e) = xml::walk(&xml::decode(&bytes), |event, _| handle(event))
            && whole
        {
            layer.say(format!(
                "{part} in the document is damaged ({e}); text after that place is missing here"
            ));
        }
        true
    }

    /// What the relations of a part (`word/_rels/document.xml.rels` for `word/document.xml`) lead to, by id.
    pub(crate) fn relations(&mut self, part: &str, layer: &mut LayerBuilder) -> BTreeMap<String, Relation> {
        let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
        let mut relations = BTreeMap::new();
        let rels = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        self.each_event(&rels, layer, |event| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
            if tag.local_name().as_ref() != "Relationship" {
                return;
            }
            let (Some(id), Some(target)) = (xml::attribute(tag, "Id"), xml::attribute(tag, "Target")) else {
                return;
            };
            let kind = xml::attribute(tag, "Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let outside = xml::attribute(tag, "TargetMode").is_some_and(|mode| mode == "External");
            let target = if outside { target } else { resolve(folder, &target) };
            relations.insert(id, Relation { kind, target, outside });
        });
        relations
    }
}

/// Where a relation leads.
pub(crate) struct Relation {
    /// Last word of its type: `aFChunk`, `header`, `slide`.
    pub(crate) kind: String,
    /// Name of a part, or an address outside of the document.
    pub(crate) target: String,
    pub(crate) outside: bool,
}

/// The name of a part that is given relative to a folder.
fn resolve(folder: &str, target: &str) -> String {
    let (base, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
