//! `word/numbering.xml`, and whether Word can count the headings of a form as the form does.

use super::story::NAMESPACES;
use super::xml::Xml;
use crate::draft::{Block, Draft, Part};

/// The list of points without numbers.
pub(super) const BULLETS: usize = 1;
/// The headings.
pub(super) const HEADINGS: usize = 2;
/// Running paragraphs.
pub(super) const PARAGRAPHS: usize = 3;
/// The first of the numbered lists, of which each counts from 1.
const LISTS: usize = 4;

/// How one level of headings is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    Roman,
    Letter,
    Decimal,
}

impl Count {
    fn name(self) -> &'static str {
        match self {
            Self::Roman => "upperRoman",
            Self::Letter => "upperLetter",
            Self::Decimal => "decimal",
        }
    }

    fn write(self, number: usize) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::Letter => u8::try_from(number)
                .ok()
                .and_then(|number| b'A'.checked_add(number.checked_sub(1)?))
                .filter(u8::is_ascii_uppercase)
                .map_or_else(|| number.to_string(), |letter| char::from(letter).to_string()),
            Self::Roman => {
                const SIGNS: [(usize, &str); 9] = [
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
                let mut left = number;
                let mut out = String::new();
                for (value, sign) in SIGNS {
                    while left >= value {
                        out.push_str(sign);
                        left -= value;
                    }
                }
                out
            }
        }
    }
}

/// How the headings of a draft are counted by Word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    top: Count,
    below: Count,
}

impl Counted {
    /// `None` where the form numbers its parts in a way that counting alone does not give: then its numbers are text.
    pub(super) fn of(draft: &Draft) -> Option<Self> {
        const EACH: [Count; 3] = [Count::Roman, Count::Letter, Count::Decimal];
        let ways = EACH.into_iter().flat_map(|top| EACH.map(|below| Self { top, below }));
        let mut numbered = draft.parts.iter().filter(|part| !part.number.is_empty());
        numbered.next()?;
        ways.into_iter().find(|way| way.gives(&draft.parts))
    }

    fn gives(self, parts: &[Part]) -> bool {
        let mut count = 0;
        parts.iter().all(|part| {
            if !part.number.is_empty() {
                count += 1;
                if part.number.trim_end_matches('.') != self.top.write(count) {
                    return false;
                }
            }
            let mut inner = 0;
            part.blocks.iter().all(|block| match block {
                Block::Part(below) if !below.number.is_empty() => {
                    inner += 1;
                    let number = format!("{}.{}", self.top.write(count), self.below.write(inner));
                    below.number.trim_end_matches('.') == number && nothing_numbered(&below.blocks)
                }
                Block::Part(below) => nothing_numbered(&below.blocks),
                _ => true,
            })
        })
    }
}

/// Word counts two levels here.
fn nothing_numbered(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match block {
        Block::Part(part) => part.number.is_empty() && nothing_numbered(&part.blocks),
        _ => true,
    })
}

/// The id of the numbered list `list`, from 0.
pub(super) fn list_id(list: usize) -> usize {
    LISTS + list
}

/// `word/numbering.xml` for so many numbered lists.
pub(super) fn part(counted: Option<Counted>, lists: usize) -> String {
    let mut xml = Xml::part();
    xml.open("w:numbering", &NAMESPACES);
    definition(&mut xml, "1", &[("bullet", "\u{2022}", 567, 283, None)]);
    let counted = counted.unwrap_or(Counted { top: Count::Decimal, below: Count::Decimal });
    definition(
        &mut xml,
        "2",
        &[
            (counted.top.name(), "%1.", 567, 567, Some("Heading1")),
            (counted.below.name(), "%1.%2", 737, 737, Some("Heading2")),
        ],
    );
    definition(&mut xml, "3", &[("decimal", "%1.", 567, 567, Some("NumberedParagraph"))]);
    definition(&mut xml, "4", &[("decimal", "%1.", 567, 340, None)]);
    for (num, definition) in [(BULLETS, "1"), (HEADINGS, "2"), (PARAGRAPHS, "3")] {
        xml.open("w:num", &[("w:numId", &num.to_string())]);
        xml.value("w:abstractNumId", definition);
        xml.close();
    }
    for list in 0..lists {
        xml.open("w:num", &[("w:numId", &list_id(list).to_string())]);
        xml.value("w:abstractNumId", "4");
        xml.open("w:lvlOverride", &[("w:ilvl", "0")]);
        xml.value("w:startOverride", "1");
        xml.close();
        xml.close();
    }
    xml.finish()
}

/// Levels of a definition: format, text, indent, hanging indent, the style that has it.
type Level = (&'static str, &'static str, u32, u32, Option<&'static str>);

fn definition(xml: &mut Xml, id: &str, levels: &[Level]) {
    xml.open("w:abstractNum", &[("w:abstractNumId", id)]);
    xml.value("w:multiLevelType", if levels.len() > 1 { "multilevel" } else { "singleLevel" });
    for (at, (format, text, left, hanging, style)) in levels.iter().enumerate() {
        xml.open("w:lvl", &[("w:ilvl", &at.to_string())]);
        xml.value("w:start", "1");
        xml.value("w:numFmt", format);
        // A heading style without a number of its own is not counted, so that the style does not carry the list.
        if let Some(style) = style.filter(|style| !style.starts_with("Heading")) {
            xml.value("w:pStyle", style);
        }
        xml.value("w:lvlText", text);
        xml.value("w:lvlJc", "left");
        xml.open("w:pPr", &[]);
        xml.empty("w:ind", &[("w:left", &left.to_string()), ("w:hanging", &hanging.to_string())]);
        xml.close();
        xml.close();
    }
    xml.close();
}
