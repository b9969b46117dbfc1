//! What holds inside a group of an RTF file, and the paragraphs that come of it.

use std::collections::BTreeSet;

use crate::BlockKind;
use crate::builder::LayerBuilder;

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Into {
    #[default]
    Text,
    /// It is no text of the document.
    Nothing,
    Fonts,
    Styles,
    Reviewers,
    /// A property of the document.
    Info(Property),
    Header,
    Footer,
    Note,
    Comment,
    CommentAuthor,
    ListText,
    ObjectClass,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    /// One that is not kept.
    Other,
    Title,
    Author,
    Operator,
    Created,
    Revised,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) into: Into,
    pub(super) font: Option<i32>,
    /// Characters after a `\u` that stand in for it.
    pub(super) stand_ins: usize,
    pub(super) hidden: bool,
    /// Deleted under tracking, by the reviewer with this number.
    pub(super) deleted: Option<i32>,
    pub(super) author: i32,
    pub(super) revised: bool,
    pub(super) in_table: bool,
    pub(super) style: Option<i32>,
    pub(super) heading: bool,
    pub(super) list: bool,
    /// The text of this group is a flow of its own.
    pub(super) begins_flow: bool,
    /// The next group has a better version after it (`\upr`).
    pub(super) first_of_two: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            into: Into::Text,
            font: None,
            stand_ins: 1,
            hidden: false,
            deleted: None,
            author: 0,
            revised: false,
            in_table: false,
            style: None,
            heading: false,
            list: false,
            begins_flow: false,
            first_of_two: false,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Font {
    pub(super) charset: Option<u32>,
    pub(super) codepage: Option<u32>,
    pub(super) name: String,
}

impl State {
    /// Control words that change only the state.
    pub(super) fn word(&mut self, name: &str, number: Option<i32>) {
        let on = number != Some(0);
        match name {
            "pard" => {
                self.in_table = false;
                self.style = None;
                self.heading = false;
                self.list = false;
            }
            "plain" => {
                self.font = None;
                self.hidden = false;
                self.deleted = None;
                self.revised = false;
            }
            "intbl" => self.in_table = on,
            "s" => self.style = number,
            "outlinelevel" => self.heading = number.is_some_and(|level| (0..9).contains(&level)),
            "ls" => self.list = on,
            "v" => self.hidden = on,
            "revised" => self.revised = on,
            "fonttbl" => self.into = Into::Fonts,
            "stylesheet" => self.into = Into::Styles,
            "revtbl" => self.into = Into::Reviewers,
            "atnauthor" => self.into = Into::CommentAuthor,
            "objclass" => self.into = Into::ObjectClass,
            "info" => self.into = Into::Info(Property::Other),
            "title" => self.property(Property::Title),
            "author" => self.property(Property::Author),
            "operator" => self.property(Property::Operator),
            "creatim" => self.property(Property::Created),
            "revtim" => self.property(Property::Revised),
            "subject" | "keywords" | "doccomm" | "company" | "manager" | "category" | "printim"
            | "buptim" => {
                self.property(Property::Other);
            }
            "colortbl" | "filetbl" | "listtable" | "listoverridetable" | "rsidtbl" | "generator"
            | "fldinst" | "shprslt" | "nonesttables" | "sn" | "sv" | "themedata" | "datastore"
            | "latentstyles" | "objdata" | "bkmkstart" | "bkmkend" | "xe" | "tc" | "tcn" | "private"
            | "template" | "objname" | "pnseclvl" | "nonshppict" | "atnid" | "atntime" | "atndate"
            | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "userprops"
            | "xmlopen" | "xmlclose" | "pgptbl" | "do" => {
                self.into = Into::Nothing;
            }
            _ => {}
        }
    }

    fn property(&mut self, property: Property) {
        if matches!(self.into, Into::Info(_)) {
            self.into = Into::Info(property);
        }
    }
}

/// Destinations that may be passed over (`\*`), and are not.
pub(super) fn is_known_destination(name: &str) -> bool {
    matches!(
        name,
        "ud" | "shpinst"
            | "shptxt"
            | "nesttableprops"
            | "annotation"
            | "atnauthor"
            | "revtbl"
            | "objclass"
            | "shppict"
            | "footnote"
    )
}

/// Characters that have a control word.
pub(super) fn character(name: &str) -> Option<char> {
    Some(match name {
        "tab" => '\t',
        "emdash" => '\u{2014}',
        "endash" => '\u{2013}',
        "lquote" => '\u{2018}',
        "rquote" => '\u{2019}',
        "ldblquote" => '\u{201c}',
        "rdblquote" => '\u{201d}',
        "bullet" => '\u{2022}',
        "emspace" | "enspace" | "qmspace" => ' ',
        "zwj" => '\u{200d}',
        "zwnj" => '\u{200c}',
        "ltrmark" => '\u{200e}',
        "rtlmark" => '\u{200f}',
        _ => return None,
    })
}

/// What the document says about itself.
#[derive(Default)]
pub(super) struct Info {
    pub(super) collected: String,
    title: Option<String>,
    author: Option<String>,
    operator: Option<String>,
    created: [i32; 5],
    revised: [i32; 5],
}

impl Info {
    /// A group is closed.
    pub(super) fn close(&mut self, state: &State) {
        let Into::Info(property) = state.into else {
            if state.into != Into::Reviewers {
                self.collected.clear();
            }
            return;
        };
        let value = std::mem::take(&mut self.collected);
        let value = value.trim();
        let place = match property {
            Property::Title => &mut self.title,
            Property::Author => &mut self.author,
            Property::Operator => &mut self.operator,
            Property::Other | Property::Created | Property::Revised => return,
        };
        if place.is_none() && !value.is_empty() {
            *place = Some(value.to_owned());
        }
    }

    pub(super) fn time(&mut self, into: Into, unit: &str, number: i32) {
        let time = match into {
            Into::Info(Property::Created) => &mut self.created,
            Into::Info(Property::Revised) => &mut self.revised,
            _ => return,
        };
        let at = ["yr", "mo", "dy", "hr", "min"].iter().position(|name| *name == unit);
        if let Some(part) = at.and_then(|at| time.get_mut(at)) {
            *part = number;
        }
    }

    pub(super) fn tell(&mut self, layer: &mut LayerBuilder) {
        let metadata = layer.metadata();
        metadata.title = metadata.title.take().or(self.title.take());
        metadata.author = metadata.author.take().or(self.author.take());
        metadata.modified_by = metadata.modified_by.take().or(self.operator.take());
        let (created, revised) = (iso(self.created), iso(self.revised));
        if metadata.date.is_none() {
            let origin = if created.is_some() { "RTF created" } else { "RTF modified" };
            metadata.date = created.or_else(|| revised.clone());
            metadata.date_origin = metadata.date.is_some().then(|| origin.to_owned());
        }
        metadata.modified = metadata.modified.take().or(revised);
    }
}

fn iso([year, month, day, hour, minute]: [i32; 5]) -> Option<String> {
    let right = (1980..2200).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute);
    right.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
}

/// Paragraphs that belong together: the body, a header, a note.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) text: String,
    /// Number that stands before the paragraph.
    pub(super) number: Option<String>,
    /// The paragraph is an item of a list, numbered or not.
    pub(super) listed: bool,
    pieces: Vec<Piece>,
}

enum Piece {
    Block(BlockKind, String),
    CellEnd,
    RowEnd,
}

impl Flow {
    pub(super) fn end_paragraph(&mut self, state: &State) {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        let number = self.number.take();
        let listed = std::mem::take(&mut self.listed);
        let kind = match state {
            _ if state.in_table => BlockKind::Cell,
            State { heading: true, .. } => BlockKind::Heading,
            State { list: true, .. } => BlockKind::ListItem,
            _ if listed => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        let text = match number {
            Some(number) => format!("{number} {}", text.trim_start()),
            None => text,
        };
        self.pieces.push(Piece::Block(kind, text));
    }

    pub(super) fn end_cell(&mut self) {
        if matches!(self.pieces.last(), Some(Piece::Block(BlockKind::Cell, _))) {
            self.pieces.push(Piece::CellEnd);
        }
    }

    pub(super) fn end_row(&mut self) {
        self.pieces.push(Piece::RowEnd);
    }

    /// All its words on one line.
    pub(super) fn words(&self) -> String {
        let mut words = Vec::new();
        for piece in &self.pieces {
            if let Piece::Block(_, text) = piece {
                words.push(text.as_str());
            }
        }
        words.push(&self.text);
        one_line(&words.join(" "))
    }

    /// Another flow stands in this one.
    pub(super) fn take_in(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
    }

    pub(super) fn push(&self, layer: &mut LayerBuilder) {
        let mut same_cell = false;
        for piece in &self.pieces {
            match piece {
                Piece::Block(kind, text) => {
                    if same_cell && *kind == BlockKind::Cell {
                        layer.stay_in_cell();
                    }
                    same_cell = *kind == BlockKind::Cell;
                    layer.push(*kind, text);
                }
                Piece::CellEnd => same_cell = false,
                Piece::RowEnd => {
                    same_cell = false;
                    layer.end_row();
                }
            }
        }
    }

    /// Its paragraphs, without those that another header or footer had.
    pub(super) fn push_unless_seen(&self, seen: &mut BTreeSet<String>, layer: &mut LayerBuilder) {
        for piece in &self.pieces {
            if let Piece::Block(kind, text) = piece
                && seen.insert(text.trim().to_owned())
            {
                layer.push(*kind, text);
            }
        }
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
