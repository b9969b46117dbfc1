//! The numbers before paragraphs, which a document holds as rules (ECMA-376 part 1, 17.9) and a reader sees as text.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::Event;

use crate::xml::attribute;

const LEVELS: usize = 9;

/// Longest pattern of a number that is used.
const PATTERN: usize = 64;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2)`: numbers of the levels between other characters.
    pattern: String,
    /// All numbers in it are written as decimals.
    legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), pattern: String::new(), legal: false }
    }
}

/// Lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<u32, List>,
    forms: BTreeMap<u32, BTreeMap<usize, Level>>,
    /// By form: several lists may go on counting where another one stopped.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    begun: BTreeSet<(u32, usize)>,
}

#[derive(Debug, Default)]
struct List {
    form: u32,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

impl Numbering {
    /// The number of the next paragraph of a list, as it is shown; `None` for bullets and where there is no such list.
    pub(super) fn next(&mut self, number: u32, level: usize) -> Option<String> {
        let list = self.lists.get(&number)?;
        let form = self.forms.get(&list.form);
        let level_of = |at: usize| list.levels.get(&at).or_else(|| form?.get(&at));
        let this = level_of(level)?;
        let counts = self.counts.entry(list.form).or_default();
        let count = counts.get_mut(level)?;
        let restart = list.starts.get(&level).copied().filter(|_| self.begun.insert((number, level)));
        *count = Some(match (restart, *count) {
            (Some(start), _) => start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => this.start,
        });
        counts.iter_mut().skip(level.saturating_add(1)).for_each(|deeper| *deeper = None);
        if matches!(this.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut shown = String::new();
        let mut rest = this.pattern.chars();
        while let Some(c) = rest.next() {
            let digit = (c == '%').then(|| rest.as_str().chars().next()?.to_digit(10)).flatten();
            let Some(at) = digit.and_then(|digit| (digit as usize).checked_sub(1)) else {
                shown.push(c);
                continue;
            };
            rest.next();
            let Some(of) = level_of(at) else { continue };
            let value = counts.get(at).copied().flatten().unwrap_or(of.start);
            let format = if this.legal { "decimal" } else { of.format.as_str() };
            shown.push_str(&format_number(value, format));
        }
        let shown = shown.trim();
        (!shown.is_empty()).then(|| shown.to_owned())
    }
}

/// Numbering being read.
#[derive(Default)]
pub(super) struct Reader {
    numbering: Numbering,
    form: Option<u32>,
    list: Option<u32>,
    level: usize,
}

impl Reader {
    pub(super) fn event(&mut self, event: &Event<'_>) {
        let tag = match event {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::End(tag) => {
                match tag.local_name().as_ref() {
                    "abstractNum" => self.form = None,
                    "num" => self.list = None,
                    _ => {}
                }
                return;
            }
            _ => return,
        };
        let number = |name: &str| attribute(tag, name).and_then(|value| value.parse::<u32>().ok());
        match tag.local_name().as_ref() {
            "abstractNum" => self.form = number("abstractNumId"),
            "num" => {
                self.list = number("numId");
                if let Some(list) = self.list {
                    self.numbering.lists.insert(list, List::default());
                }
            }
            "abstractNumId" => {
                if let (Some(list), Some(form)) = (self.list(), number("val")) {
                    list.form = form;
                }
            }
            "lvlOverride" | "lvl" => {
                self.level = number("ilvl").map_or(LEVELS, |level| level as usize);
                if tag.local_name().as_ref() == "lvl" {
                    self.change(|_| {});
                }
            }
            "startOverride" => {
                let level = self.level;
                if let (Some(list), Some(start)) = (self.list(), number("val")) {
                    list.starts.insert(level, start);
                }
            }
            "start" => self.change(|level| level.start = number("val").unwrap_or(1)),
            "numFmt" => self.change(|level| level.format = attribute(tag, "val").unwrap_or_default()),
            "isLgl" => self.change(|level| level.legal = true),
            "lvlText" => {
                let pattern = attribute(tag, "val").unwrap_or_default();
                self.change(|level| level.pattern = pattern.chars().take(PATTERN).collect());
            }
            _ => {}
        }
    }

    fn list(&mut self) -> Option<&mut List> {
        self.numbering.lists.get_mut(&self.list?)
    }

    /// Changes the level being read, of a form or of one list.
    fn change(&mut self, change: impl FnOnce(&mut Level)) {
        if self.level >= LEVELS {
            return;
        }
        let levels = match (self.form, self.list) {
            (Some(form), _) => Some(self.numbering.forms.entry(form).or_default()),
            (None, Some(list)) => self.numbering.lists.get_mut(&list).map(|list| &mut list.levels),
            (None, None) => None,
        };
        if let Some(levels) = levels {
            change(levels.entry(self.level).or_default());
        }
    }

    pub(super) fn finish(self) -> Numbering {
        self.numbering
    }
}

/// A number in one of the formats of ECMA-376 part 1, 17.18.59, as far as they are in use; others as decimals.
pub(crate) fn format_number(value: u32, format: &str) -> String {
    match format {
        "lowerLetter" | "a" => letters(value, 'a', 26),
        "upperLetter" | "A" => letters(value, 'A', 26),
        "lowerRoman" | "i" => roman(value).to_lowercase(),
        "upperRoman" | "I" => roman(value),
        "decimalZero" => format!("{value:02}"),
        "russianLower" => russian(value).to_lowercase(),
        "russianUpper" => russian(value),
        "none" | "bullet" => String::new(),
        _ => value.to_string(),
    }
}

/// `a` to `z`, then `aa`, `bb`, as Word counts. A count beyond any real list is written as a decimal.
fn letters(value: u32, first: char, size: u32) -> String {
    let Some(at) = value.checked_sub(1).filter(|at| *at < size.saturating_mul(20)) else {
        return value.to_string();
    };
    let letter = char::from_u32(u32::from(first).saturating_add(at % size)).unwrap_or(first);
    std::iter::repeat_n(letter, (at / size) as usize + 1).collect()
}

fn russian(value: u32) -> String {
    const LETTERS: &str = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ";
    let size = LETTERS.chars().count() as u32;
    let Some(at) = value.checked_sub(1).filter(|at| *at < size.saturating_mul(20)) else {
        return value.to_string();
    };
    let letter = LETTERS.chars().nth((at % size) as usize).unwrap_or('А');
    std::iter::repeat_n(letter, (at / size) as usize + 1).collect()
}

fn roman(mut value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if value == 0 || value > 5000 {
        return value.to_string();
    }
    let mut shown = String::new();
    for (size, sign) in SIGNS {
        while value >= size {
            shown.push_str(sign);
            value -= size;
        }
    }
    shown
}
