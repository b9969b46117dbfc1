//! Bookmarks of a Word document with the words in them as they stand by now, and the data that another program put
//! beside its text (`customXml`): how a document that was written from a record is held against that record again.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};
use serde::{Deserialize, Serialize};

use super::main_part;
use crate::builder::LayerBuilder;
use crate::package::Package;
use crate::xml::{attribute, characters};

/// Most bookmarks, and most elements of data, that are taken.
const MOST: usize = 100_000;
/// Most bytes of one text.
const LONGEST: usize = 64 * 1024;

/// What is found again in a document that somebody has edited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Bookmarks by name, with the words in them. What was deleted under tracking is no word of them.
    pub bookmarks: BTreeMap<String, String>,
    /// The elements of data, in the order of the files.
    pub data: Vec<Element>,
}

/// An element of data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Its local name.
    pub name: String,
    /// The namespace that it declares; empty where it declares none.
    pub namespace: String,
    /// Attributes by local name.
    pub attributes: BTreeMap<String, String>,
    /// The text in it.
    pub text: String,
}

/// The marks of a document, in this process: for tests, and for what this program wrote itself.
///
/// # Errors
/// In words for a person why there are none.
pub fn marks(bytes: &[u8]) -> Result<Marks, String> {
    let mut layer = LayerBuilder::new("", LONGEST);
    let mut package = Package::open(bytes)
        .map_err(|e| format!("it is no Word document, or it is damaged or cut off ({e})"))?;
    let main = main_part(&mut package, &mut layer);
    let mut text = Bookmarks::default();
    if !package.each_event(&main, &mut layer, |event| text.event(event)) {
        return Err(format!("it is no Word document, or it is damaged: {main} is not in it"));
    }
    let mut data = Vec::new();
    for name in package.names() {
        if name.starts_with("customXml/item") && !name.contains("Props") && name.ends_with(".xml") {
            package.each_event(&name, &mut layer, |event| element(event, &mut data));
        }
    }
    if layer.said() > 0 {
        return Err(
            "a part of the document is damaged or cut off; save it again, or ask for it again".to_owned()
        );
    }
    Ok(Marks { bookmarks: text.done, data })
}

#[derive(Default)]
struct Bookmarks {
    /// Open bookmarks: id and name.
    open: Vec<(String, String)>,
    done: BTreeMap<String, String>,
    text: bool,
    /// Elements open inside one that is left out, itself included.
    skipped: usize,
}

impl Bookmarks {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(tag) => {
                self.text = false;
                self.skipped = self.skipped.saturating_sub(1);
                if tag.local_name().as_ref() == "p" {
                    self.write(" ");
                }
            }
            event => {
                if let Some(text) = characters(event).filter(|_| self.text) {
                    self.write(&text);
                }
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.local_name();
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            return;
        }
        match name.as_ref() {
            "del" | "moveFrom" | "Fallback" => self.skipped = usize::from(!empty),
            "t" => self.text = !empty,
            "tab" | "br" | "cr" => self.write(" "),
            "noBreakHyphen" => self.write("\u{2011}"),
            "bookmarkStart" => {
                if let (Some(id), Some(name)) = (attribute(tag, "id"), attribute(tag, "name"))
                    && self.done.len() < MOST
                {
                    self.done.entry(name.clone()).or_default();
                    self.open.push((id, name));
                }
            }
            "bookmarkEnd" => {
                let id = attribute(tag, "id");
                self.open.retain(|(open, _)| Some(open) != id.as_ref());
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        let names: BTreeSet<&String> = self.open.iter().map(|(_, name)| name).collect();
        for name in names {
            if let Some(words) = self.done.get_mut(name).filter(|words| words.len() < LONGEST) {
                words.push_str(text);
            }
        }
    }
}

fn element(event: &Event<'_>, data: &mut Vec<Element>) {
    match event {
        Event::Start(tag) | Event::Empty(tag) if data.len() < MOST => {
            let mut attributes = BTreeMap::new();
            for found in tag.attributes().flatten() {
                let name = found.key.local_name().as_ref().to_owned();
                if let Ok(value) = found.normalized_value(quick_xml::XmlVersion::Implicit1_0) {
                    attributes.insert(name, value.into_owned());
                }
            }
            let namespace = attributes.remove("xmlns").unwrap_or_default();
            let name = tag.local_name().as_ref().to_owned();
            data.push(Element { name, namespace, attributes, text: String::new() });
        }
        event => {
            if let Some(text) = characters(event)
                && let Some(last) = data.last_mut().filter(|last| last.text.len() < LONGEST)
            {
                last.text.push_str(&text);
            }
        }
    }
}
