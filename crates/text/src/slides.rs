//! Presentations since 2007 (ECMA-376 part 1, PresentationML): a slide is a page, with what the speaker noted after it.

use quick_xml::events::Event;

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::docx::{core_properties, tell_pictures};
use crate::package::Package;
use crate::xml::{attribute, characters};

/// Most slides that are read.
const SLIDES: usize = 5_000;

/// Reads a presentation.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(e) => {
            layer.say(format!("the presentation is damaged or cut off ({e}); ask for it again"));
            return;
        }
    };
    core_properties(&mut package, "PPTX", layer);
    let main = "ppt/presentation.xml";
    let relations = package.relations(main, layer);
    let mut ids = Vec::new();
    let found = package.each_event(main, layer, |event| {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
        if tag.local_name().as_ref() == "sldId" {
            // There is an `id` too, without a prefix.
            let id = tag.attributes().flatten().find(|attribute| attribute.key.as_ref().ends_with(":id"));
            ids.extend(id.map(|id| id.value.to_string()));
        }
    });
    if !found {
        layer.say("the presentation has no main part; ask for it again");
    }
    for (number, id) in (1..).zip(ids.into_iter().take(SLIDES)) {
        let Some(slide) = relations.get(&id).map(|relation| relation.target.clone()) else { continue };
        let start = layer.position();
        if !page(&mut package, &slide, true, layer) {
            layer.say_of_page(number, format!("slide {number} is missing in the file"));
        }
        let notes =
            package.relations(&slide, layer).into_values().find(|relation| relation.kind == "notesSlide");
        if let Some(notes) = notes {
            page(&mut package, &notes.target, false, layer);
        }
        layer.end_page(number, start);
    }
    let names = package.names();
    let sizes: Vec<u64> =
        names.iter().filter(|name| name.contains("/media/")).map(|name| package.size(name)).collect();
    tell_pictures(sizes.into_iter(), layer);
}

/// The paragraphs of a slide or of its notes; false where there is no such part.
fn page(package: &mut Package<'_>, part: &str, slide: bool, layer: &mut LayerBuilder) -> bool {
    let mut text = String::new();
    let (mut inside, mut heading, mut cells, mut skipped, mut hidden) = (false, false, 0_usize, false, false);
    let mut found = Vec::new();
    let exists = package.each_event(part, layer, |event| match event {
        Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
            "sld" => {
                hidden = attribute(tag, "show").is_some_and(|show| matches!(show.as_str(), "0" | "false"))
            }
            "sp" => (heading, skipped) = (false, false),
            "ph" => {
                let kind = attribute(tag, "type").unwrap_or_default();
                heading = matches!(kind.as_str(), "title" | "ctrTitle");
                skipped = !slide && matches!(kind.as_str(), "sldNum" | "hdr" | "ftr" | "dt");
            }
            "t" => inside = matches!(event, Event::Start(_)),
            "br" => text.push('\n'),
            "tc" => cells += usize::from(matches!(event, Event::Start(_))),
            _ => {}
        },
        Event::End(tag) => match tag.local_name().as_ref() {
            "t" => inside = false,
            "tc" => cells = cells.saturating_sub(1),
            "tr" => found.push(None),
            "p" => {
                let kind = match (cells, heading) {
                    (0, true) => BlockKind::Heading,
                    (0, false) => BlockKind::Paragraph,
                    _ => BlockKind::Cell,
                };
                let text = std::mem::take(&mut text);
                if !skipped {
                    found.push(Some((kind, text)));
                }
            }
            _ => {}
        },
        event if inside => text.push_str(&characters(event).unwrap_or_default()),
        _ => {}
    });
    for block in found {
        match block {
            Some((kind, text)) => layer.push(kind, &text),
            None => layer.end_row(),
        }
    }
    if hidden {
        layer.say(format!("{part} is a hidden slide; it was read all the same"));
    }
    exists
}
