//! Numbers of list items in OpenDocument (ODF 1.3 part 3, 16.31 and 19.880).

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use crate::docx::format_number;
use crate::xml::attribute;

/// Deepest list whose items are numbered; deeper ones are read without numbers.
const LEVELS: usize = 10;

#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// Levels whose numbers are shown, this one included.
    shown: usize,
}

/// List styles, and the lists that are open.
#[derive(Default)]
pub(super) struct Lists {
    styles: BTreeMap<String, BTreeMap<usize, Level>>,
    style: String,
    open: Vec<Open>,
    /// How far the last list of each style counted, for lists that go on with it.
    ended: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Open {
    style: String,
    count: Option<u32>,
    /// The item has not shown its number yet.
    fresh: bool,
}

impl Lists {
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn style(&mut self, tag: &BytesStart<'_>) {
        self.style = attribute(tag, "name").unwrap_or_default();
    }

    pub(super) fn level(&mut self, tag: &BytesStart<'_>) {
        let short =
            |name: &str| attribute(tag, name).unwrap_or_default().chars().take(20).collect::<String>();
        let number = |name: &str| attribute(tag, name).and_then(|value| value.parse::<u32>().ok());
        let Some(level) = number("level") else { return };
        let form = Level {
            format: short("num-format"),
            prefix: short("num-prefix"),
            suffix: short("num-suffix"),
            start: number("start-value").unwrap_or(1),
            shown: number("display-levels").unwrap_or(1) as usize,
        };
        self.styles.entry(self.style.clone()).or_default().insert(level as usize, form);
    }

    pub(super) fn begin(&mut self, tag: &BytesStart<'_>) {
        let style = attribute(tag, "style-name");
        let around = self.open.last().map(|open| open.style.clone());
        let style = style.or(around).unwrap_or_default();
        let goes_on = attribute(tag, "continue-numbering").is_some_and(|value| value == "true")
            || attribute(tag, "continue-list").is_some();
        let count = if goes_on { self.ended.get(&style).copied() } else { None };
        self.open.push(Open { style, count, fresh: false });
    }

    pub(super) fn end(&mut self) {
        if let Some(open) = self.open.pop()
            && let Some(count) = open.count
        {
            self.ended.insert(open.style, count);
        }
    }

    pub(super) fn item(&mut self, tag: &BytesStart<'_>) {
        let start = attribute(tag, "start-value").and_then(|value| value.parse::<u32>().ok());
        let depth = self.open.len();
        let first = self
            .open
            .last()
            .and_then(|open| self.styles.get(&open.style)?.get(&depth))
            .map_or(1, |l| l.start);
        if let Some(open) = self.open.last_mut() {
            let next = open.count.map_or(first, |count| count.saturating_add(1));
            open.count = Some(start.unwrap_or(next));
            open.fresh = true;
        }
    }

    /// The number of the item that begins, once; `None` for bullets and further paragraphs.
    pub(super) fn number(&mut self) -> Option<String> {
        let depth = self.open.len();
        let open = self.open.last_mut()?;
        if !std::mem::take(&mut open.fresh) || depth > LEVELS {
            return None;
        }
        let levels = self.styles.get(&open.style)?;
        let this = levels.get(&depth)?;
        let numbers = (1..=depth).rev().take(this.shown.max(1)).filter_map(|at| {
            let count = self.open.get(at.checked_sub(1)?)?.count?;
            let shown = format_number(count, &levels.get(&at)?.format);
            (!shown.is_empty() && !levels.get(&at)?.format.is_empty()).then_some(shown)
        });
        let mut numbers: Vec<String> = numbers.collect();
        numbers.reverse();
        (!numbers.is_empty()).then(|| format!("{}{}{}", this.prefix, numbers.join("."), this.suffix))
    }
}
