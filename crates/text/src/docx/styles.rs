//! Which styles are headings and lists. Their ids differ with the language of the program, their names do not.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::xml::attribute;

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub(super) heading: bool,
    pub(super) list: bool,
    /// List and level whose number stands before the paragraph.
    pub(super) number: Option<u32>,
    pub(super) level: usize,
}

/// Styles being read.
#[derive(Default)]
pub(super) struct Reader {
    id: String,
    /// With the style that each one builds on.
    styles: BTreeMap<String, (Style, Option<String>)>,
    inside: bool,
    skipped: usize,
}

impl Reader {
    pub(super) fn event(&mut self, event: &Event<'_>) {
        let (tag, empty) = match event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(tag) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else if tag.local_name().as_ref() == "style" {
                    self.inside = false;
                }
                return;
            }
            _ => return,
        };
        if self.skipped > 0 {
            self.skipped += usize::from(!empty);
            return;
        }
        let name = tag.local_name();
        let name = name.as_ref();
        if name == "style" {
            self.id = attribute(tag, "styleId").unwrap_or_default();
            self.inside = !empty;
            return;
        }
        if !self.inside {
            return;
        }
        // The form for the first row of a table and the like, and what stood before a change.
        if name == "tblStylePr" || name.ends_with("Change") {
            self.skipped = usize::from(!empty);
            return;
        }
        let value = || attribute(tag, "val").unwrap_or_default();
        let entry = |styles: &mut BTreeMap<String, (Style, Option<String>)>, id: &str| {
            styles.entry(id.to_owned()).or_default().clone()
        };
        let (mut style, mut base) = entry(&mut self.styles, &self.id);
        match name {
            "name" => {
                let name = value().to_lowercase();
                style.heading |= name.starts_with("heading ") || name == "title" || name == "subtitle";
                style.list |= name.starts_with("list ") && !name.starts_with("list continue");
            }
            "basedOn" => base = Some(value()),
            "outlineLvl" if value() != "9" => style.heading = true,
            "numPr" | "listPr" => style.list = true,
            "numId" => style.number = value().parse().ok(),
            "ilvl" => style.level = value().parse().unwrap_or(0),
            _ => return,
        }
        self.styles.insert(self.id.clone(), (style, base));
    }

    pub(super) fn finish(self) -> BTreeMap<String, Style> {
        let built = |id: &String| {
            let (mut style, mut base) = self.styles.get(id)?.clone();
            // Longer chains are mistakes, or go in a circle.
            for _ in 0..10 {
                let Some((below, next)) = base.as_ref().and_then(|id| self.styles.get(id)) else { break };
                style.heading |= below.heading;
                style.list |= below.list;
                if style.number.is_none() {
                    (style.number, style.level) = (below.number, style.level.max(below.level));
                }
                base.clone_from(next);
            }
            Some((id.clone(), style))
        };
        self.styles.keys().filter_map(built).collect()
    }
}
