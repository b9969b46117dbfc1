//! OpenDocument (OASIS ODF 1.3): texts, presentations, spreadsheets, as a package or as one flat XML file.
//!
//! Deleted text, hidden text and comments are told beside the text, as for Word. A cell gives the value that is shown;
//! a date is given as ISO 8601, which the file holds beside what it shows.

mod lists;
mod walk;

use quick_xml::events::Event;

use crate::builder::LayerBuilder;
use crate::docx::{Properties, tell_pictures};
use crate::package::Package;
use crate::xml;
use walk::Walk;

/// Reads a package.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(e) => {
            layer.say(format!("the document is damaged or cut off ({e}); ask for it again"));
            return;
        }
    };
    let mut encrypted = false;
    package.each_event("META-INF/manifest.xml", layer, |event| {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
        encrypted |= tag.local_name().as_ref() == "encryption-data";
    });
    if encrypted {
        layer.say(PASSWORD);
        return;
    }
    let mut meta = Meta::default();
    package.each_event("meta.xml", layer, |event| meta.event(event));
    meta.properties.tell("ODF", layer);
    let mut walk = Walk::default();
    package.each_event("styles.xml", layer, |event| walk.event(event));
    if !package.each_event("content.xml", layer, |event| walk.event(event)) {
        layer.say("the document has no main part (content.xml); ask for it again");
    }
    walk.finish(layer);
    let names = package.names();
    let pictures = names.iter().filter(|name| name.starts_with("Pictures/"));
    let sizes: Vec<u64> = pictures.map(|name| package.size(name)).collect();
    tell_pictures(sizes.into_iter(), layer);
}

/// Reads a flat file.
pub(crate) fn read_flat(bytes: &[u8], layer: &mut LayerBuilder) {
    let text = xml::decode(bytes);
    let (mut meta, mut walk) = (Meta::default(), Walk::default());
    let broken = xml::walk(&text, |event, _| {
        meta.event(event);
        walk.event(event);
    });
    meta.properties.tell("ODF", layer);
    walk.finish(layer);
    if let Err(e) = broken {
        layer.say(format!("the document is damaged ({e}); text after that place is missing here"));
    }
}

/// What is said of a document that cannot be opened without its password.
pub(crate) const PASSWORD: &str = "not read: the document is protected by a password, without which nobody can read it; \
     ask whoever sent it for the password, open it, save it without one, and add that copy beside this one";

/// Properties, which stand in an element of their own.
#[derive(Default)]
struct Meta {
    inside: bool,
    properties: Properties,
}

impl Meta {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) if tag.name().as_ref() == "office:meta" => self.inside = true,
            Event::End(tag) if tag.name().as_ref() == "office:meta" => self.inside = false,
            event if self.inside => self.properties.event(event),
            _ => {}
        }
    }
}
