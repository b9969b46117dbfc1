//! The text of the draft as WordprocessingML: `word/document.xml`, the footnotes and the comments.
//!
//! Children of `w:pPr`, `w:rPr` and `w:tblPr` stand in the order of the schema: Word takes a file with
//! another order for a damaged one.

use std::collections::{BTreeMap, BTreeSet};

use remand_dossier::picture::Picture;

use super::numbering::{BULLETS, Counted, HEADINGS, PARAGRAPHS, list_id};
use super::package::{FOOTER, HEADER, picture_relation};
use super::xml::{Attribute, Xml};
use crate::draft::{Block, Draft, Footnote, Part, Run, Standing, Table};
use crate::fact::{Fact, Tags};
use crate::phrases::Phrases;

/// Namespaces of every part with text.
pub(super) const NAMESPACES: [Attribute<'static>; 2] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
];

/// Width of the text in twentieths of a point: A4 less its margins.
const TEXT_WIDTH: u32 = 9298;
/// Width of a picture in English Metric Units.
const PICTURE_WIDTH: u64 = TEXT_WIDTH as u64 * 635;

/// A language as Word names it: with a region where it wants one to check the spelling.
pub(super) fn region(language: &str) -> String {
    match language {
        "en" => "en-GB".to_owned(),
        "kk" => "kk-KZ".to_owned(),
        "uk" => "uk-UA".to_owned(),
        "ar" => "ar-SA".to_owned(),
        "fa" => "fa-IR".to_owned(),
        "he" => "he-IL".to_owned(),
        "zh" => "zh-CN".to_owned(),
        "fr" | "es" | "de" | "ru" | "it" | "pt" | "pl" | "tr" | "nl" => {
            format!("{language}-{}", language.to_uppercase())
        }
        other if (2..=3).contains(&other.len()) && other.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            other.to_owned()
        }
        _ => "x-none".to_owned(),
    }
}

/// Letters of scripts that run from right to left.
fn is_rtl(ch: char) -> bool {
    matches!(ch, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{1e800}'..='\u{1efff}')
}

/// Most of the letters run from right to left.
fn runs_rtl(text: &str) -> bool {
    let letters = text.chars().filter(|ch| ch.is_alphabetic());
    let (rtl, all) =
        letters.fold((0_usize, 0_usize), |(rtl, all), ch| (rtl + usize::from(is_rtl(ch)), all + 1));
    rtl * 2 > all
}

/// Properties of the characters of a run.
#[derive(Clone, Copy, Default)]
struct Look<'a> {
    style: Option<&'a str>,
    lang: Option<&'a str>,
    rtl: bool,
}

/// The text being written.
pub(super) struct Story<'d> {
    draft: &'d Draft,
    said: Phrases,
    counted: Option<Counted>,
    tags: Tags<'d>,
    body: Xml,
    /// Footnotes in the order of the text.
    noted: Vec<usize>,
    /// Questions with a comment, by number.
    asked: BTreeSet<usize>,
    /// Bookmarks by the id of the part or field.
    places: BTreeMap<&'d str, Place<'d>>,
    facts: Vec<Fact>,
    pictures: std::iter::Enumerate<std::slice::Iter<'d, Picture>>,
    lists: usize,
    ids: u32,
}

/// A place that a reference leads to.
#[derive(Clone, Debug)]
struct Place<'d> {
    bookmark: String,
    /// Its number, where Word counts it.
    number: Option<&'d str>,
    words: String,
}

/// The parts of the package that a story gives.
pub(super) struct Told {
    pub(super) document: String,
    pub(super) footnotes: String,
    pub(super) comments: String,
    pub(super) facts: Vec<Fact>,
    pub(super) lists: usize,
}

impl<'d> Story<'d> {
    pub(super) fn new(draft: &'d Draft, counted: Option<Counted>, pictures: &'d [Picture]) -> Self {
        let mut story = Self {
            draft,
            said: Phrases::of(&draft.language),
            counted,
            tags: Tags::new(draft),
            body: Xml::part(),
            noted: Vec::new(),
            asked: BTreeSet::new(),
            places: BTreeMap::new(),
            facts: Vec::new(),
            pictures: pictures.iter().enumerate(),
            lists: 0,
            ids: 0,
        };
        story.find_places(&draft.parts, 1);
        story
    }

    fn find_places(&mut self, parts: &'d [Part], level: usize) {
        for part in parts {
            let words: String = part.heading.iter().map(Run::words).collect();
            let number = Some(part.number.as_str())
                .filter(|number| !number.is_empty() && self.counted.is_some() && level <= 2);
            if is_headed(part) {
                self.place(&part.id, number, words);
            }
            for block in &part.blocks {
                match block {
                    Block::Part(below) => self.find_places(std::slice::from_ref(below), level + 1),
                    Block::Field { id, label, .. } => self.place(id, None, label.clone()),
                    _ => {}
                }
            }
        }
    }

    fn place(&mut self, id: &'d str, number: Option<&'d str>, words: String) {
        let bookmark = format!("_Ref{:08}", self.places.len() + 1);
        self.places.entry(id).or_insert(Place { bookmark, number, words });
    }

    fn id(&mut self) -> String {
        self.ids += 1;
        self.ids.to_string()
    }

    pub(super) fn tell(mut self) -> Told {
        let draft = self.draft;
        self.body.open("w:document", &namespaces_with_drawing());
        self.body.open("w:body", &[]);
        self.front();
        for part in &draft.parts {
            self.part(part, 1);
        }
        self.body.put(Xml::markup(&format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{HEADER}\"/><w:footerReference w:type=\"default\" \
             r:id=\"{FOOTER}\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1560\" w:right=\"1304\" \
             w:bottom=\"1304\" w:left=\"1304\" w:header=\"680\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>"
        )));
        let footnotes = self.footnotes();
        let comments = self.comments();
        Told { document: self.body.finish(), footnotes, comments, facts: self.facts, lists: self.lists }
    }

    /// Title, persons, day, addressee, contents. What fails of the conditions of the forum is a comment on the title.
    fn front(&mut self) {
        let draft = self.draft;
        self.begin("Title");
        if self.is_told_of_gates() {
            self.body.empty("w:commentRangeStart", &[("w:id", "0")]);
            self.words(&draft.title, Look::default());
            self.comment_mark(0);
        } else {
            self.words(&draft.title, Look::default());
        }
        self.body.close();
        let people: Vec<String> = draft
            .people
            .iter()
            .map(|person| match person.letter.as_str() {
                "" => person.name.clone(),
                letter => format!("{letter}. {}", person.name),
            })
            .collect();
        for line in people {
            self.line("Subtitle", &line);
        }
        self.line("Small", &format!("{} {}", self.said.as_of, draft.as_of_words));
        for line in &draft.addressee {
            self.line("Addressee", line);
        }
        self.contents();
    }

    fn is_told_of_gates(&self) -> bool {
        self.draft.gates.iter().any(|gate| gate.standing != Standing::Holds) || !self.draft.checked.is_empty()
    }

    /// A field that Word renews on request; its entries lead to the headings without page numbers, so that they hold from
    /// the start.
    fn contents(&mut self) {
        let draft = self.draft;
        if draft.parts.is_empty() {
            return;
        }
        self.line("Caption", self.said.contents);
        let mut entries: Vec<(&str, String, String)> = Vec::new();
        for part in &draft.parts {
            entries.extend(self.entry("TOC1", part));
            for block in &part.blocks {
                if let Block::Part(below) = block {
                    entries.extend(self.entry("TOC2", below));
                }
            }
        }
        let last = entries.len().saturating_sub(1);
        for (at, (style, bookmark, words)) in entries.into_iter().enumerate() {
            self.begin(style);
            if at == 0 {
                self.field_start(" TOC \\o \"1-2\" \\n \\h \\z ");
            }
            self.body.open("w:hyperlink", &[("w:anchor", &bookmark), ("w:history", "1")]);
            self.words(&words, Look::default());
            self.body.close();
            if at == last {
                self.field_end();
            }
            self.body.close();
        }
    }

    fn entry(&self, style: &'static str, part: &Part) -> Option<(&'static str, String, String)> {
        let place = self.places.get(part.id.as_str())?;
        let words = match part.number.as_str() {
            "" => place.words.clone(),
            number => format!("{}. {}", number.trim_end_matches('.'), place.words),
        };
        Some((style, place.bookmark.clone(), words))
    }

    fn part(&mut self, part: &'d Part, level: usize) {
        let style = match level {
            1 => "Heading1",
            2 => "Heading2",
            _ => "Heading3",
        };
        if is_headed(part) {
            self.heading(part, style, level);
        }
        for block in &part.blocks {
            self.block(&part.id, block, level);
        }
    }

    fn heading(&mut self, part: &'d Part, style: &str, level: usize) {
        let place = self.places.get(part.id.as_str()).cloned();
        let counted = place.as_ref().is_some_and(|place| place.number.is_some());
        let list = counted.then(|| (HEADINGS, level.saturating_sub(1)));
        self.begin_in(style, list, false);
        let id = self.bookmark(place.as_ref());
        if !counted && !part.number.is_empty() {
            self.words(&format!("{} ", part.number), Look::default());
        }
        self.runs(&part.id, &part.heading);
        self.bookmark_end(id);
        self.body.close();
    }

    fn block(&mut self, place: &'d str, block: &'d Block, level: usize) {
        match block {
            Block::Part(part) => self.part(part, level + 1),
            Block::Field { id, number, label, value } => self.field(id, number, label, value),
            Block::Paragraph { runs } => {
                let list = tells(runs).then_some((PARAGRAPHS, 0));
                self.begin_in(
                    if list.is_some() { "NumberedParagraph" } else { "Normal" },
                    None,
                    all_rtl(runs),
                );
                self.runs(place, runs);
                self.body.close();
            }
            Block::Small { runs } => self.paragraph("Small", place, runs),
            Block::Quote { runs } => self.paragraph("Quote", place, runs),
            Block::List { numbered, points } => {
                let list = if *numbered {
                    self.lists += 1;
                    list_id(self.lists - 1)
                } else {
                    BULLETS
                };
                for point in points {
                    self.begin_in("ListParagraph", Some((list, 0)), all_rtl(point));
                    self.runs(place, point);
                    self.body.close();
                }
            }
            Block::Table(table) => self.table(place, table),
            Block::Clock(drawing) => {
                if let Some((at, picture)) = self.pictures.next() {
                    self.picture(at + 1, picture, &drawing.alt);
                    self.line("Caption", &drawing.caption);
                }
            }
        }
    }

    fn field(&mut self, id: &'d str, number: &str, label: &str, value: &'d [Vec<Run>]) {
        let place = self.places.get(id).cloned();
        self.begin("Field");
        if !number.is_empty() {
            self.words(number, Look::default());
            self.body.open("w:r", &[]);
            self.body.empty("w:tab", &[]);
            self.body.close();
        }
        let bookmark = self.bookmark(place.as_ref());
        self.words(label, Look::default());
        self.bookmark_end(bookmark);
        self.body.close();
        for runs in value {
            self.paragraph("FieldValue", id, runs);
        }
    }

    fn table(&mut self, place: &'d str, table: &'d Table) {
        if !table.caption.is_empty() {
            self.line("Caption", &table.caption);
        }
        let shares: u32 = table.columns.iter().map(|column| column.share.max(1)).sum();
        let widths: Vec<String> = table
            .columns
            .iter()
            .map(|column| (TEXT_WIDTH * column.share.max(1) / shares.max(1)).to_string())
            .collect();
        if widths.is_empty() {
            return;
        }
        self.table_start(&widths, &table.caption);
        self.row_start(true);
        for (column, width) in table.columns.iter().zip(&widths) {
            self.cell_start(width);
            self.line("TableHead", &column.head);
            self.body.close();
        }
        self.body.close();
        for row in &table.rows {
            self.row_start(false);
            for (at, width) in widths.iter().enumerate() {
                self.cell_start(width);
                let runs = row.get(at).map_or(&[][..], Vec::as_slice);
                self.paragraph("TableText", place, runs);
                self.body.close();
            }
            self.body.close();
        }
        self.body.close();
        // Word joins tables that nothing stands between.
        self.line("Small", "");
    }

    fn table_start(&mut self, widths: &[String], caption: &str) {
        self.body.open("w:tbl", &[]);
        self.body.open("w:tblPr", &[]);
        self.body.value("w:tblStyle", "Record");
        self.body.empty("w:tblW", &[("w:w", &TEXT_WIDTH.to_string()), ("w:type", "dxa")]);
        self.body.empty("w:tblLayout", &[("w:type", "fixed")]);
        self.body.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1"), ("w:noVBand", "1")]);
        if !caption.is_empty() {
            self.body.value("w:tblCaption", caption);
        }
        self.body.close();
        self.body.open("w:tblGrid", &[]);
        for width in widths {
            self.body.empty("w:gridCol", &[("w:w", width)]);
        }
        self.body.close();
    }

    fn row_start(&mut self, head: bool) {
        self.body.open("w:tr", &[]);
        self.body.open("w:trPr", &[]);
        self.body.empty("w:cantSplit", &[]);
        if head {
            self.body.empty("w:tblHeader", &[]);
        }
        self.body.close();
    }

    fn cell_start(&mut self, width: &str) {
        self.body.open("w:tc", &[]);
        self.body.open("w:tcPr", &[]);
        self.body.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
        self.body.close();
    }

    fn picture(&mut self, number: usize, picture: &Picture, alt: &str) {
        let high = PICTURE_WIDTH * u64::from(picture.height) / u64::from(picture.width.max(1));
        let (wide, high) = (PICTURE_WIDTH.to_string(), high.to_string());
        let (id, name) = (number.to_string(), format!("clock{number}.png"));
        // LibreOffice cuts a picture off that moves to the next page because of the footnotes of this one; it does not do
        // so with a row of a table.
        self.body.put(Xml::markup(&format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
             <w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>\
             <w:gridCol w:w=\"{TEXT_WIDTH}\"/></w:tblGrid>"
        )));
        self.row_start(false);
        self.cell_start(&TEXT_WIDTH.to_string());
        self.begin("Normal");
        let xml = &mut self.body;
        xml.open("w:r", &[]);
        xml.open("w:drawing", &[]);
        xml.open("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
        xml.empty("wp:extent", &[("cx", &wide), ("cy", &high)]);
        xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", alt)]);
        xml.open("a:graphic", &[]);
        xml.open("a:graphicData", &[("uri", "http://schemas.openxmlformats.org/drawingml/2006/picture")]);
        xml.open("pic:pic", &[]);
        xml.open("pic:nvPicPr", &[]);
        xml.empty("pic:cNvPr", &[("id", &id), ("name", &name), ("descr", alt)]);
        xml.empty("pic:cNvPicPr", &[]);
        xml.close();
        xml.open("pic:blipFill", &[]);
        xml.empty("a:blip", &[("r:embed", &picture_relation(number))]);
        xml.open("a:stretch", &[]);
        xml.empty("a:fillRect", &[]);
        xml.close();
        xml.close();
        xml.open("pic:spPr", &[]);
        xml.open("a:xfrm", &[]);
        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        xml.empty("a:ext", &[("cx", &wide), ("cy", &high)]);
        xml.close();
        xml.open("a:prstGeom", &[("prst", "rect")]);
        xml.empty("a:avLst", &[]);
        for _ in 0..8 {
            xml.close();
        }
        self.body.close();
        self.body.close();
        self.body.close();
        self.body.put(Xml::markup("</w:tbl>"));
    }

    fn footnotes(&mut self) -> String {
        let draft = self.draft;
        let outer = std::mem::replace(&mut self.body, Xml::part());
        self.body.open("w:footnotes", &NAMESPACES);
        for (id, kind, mark) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            self.body.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
            self.body.put(Xml::markup(
                "<w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r>",
            ));
            self.body.empty(mark, &[]);
            self.body.put(Xml::markup("</w:r></w:p>"));
            self.body.close();
        }
        for (at, note) in self.noted.clone().into_iter().enumerate() {
            let runs = draft.notes.get(note).map_or(&[][..], |note: &Footnote| note.runs.as_slice());
            self.body.open("w:footnote", &[("w:id", &(at + 1).to_string())]);
            self.begin("FootnoteText");
            self.body.put(Xml::markup(
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>",
            ));
            self.words(" ", Look::default());
            for run in runs {
                match run {
                    Run::Note { note } => self.note_number(note.0),
                    run => self.run(run),
                }
            }
            self.body.close();
            self.body.close();
        }
        std::mem::replace(&mut self.body, outer).finish()
    }

    /// One for each open question that has its place in the text, and one on the title.
    fn comments(&mut self) -> String {
        let draft = self.draft;
        let said = self.said;
        let outer = std::mem::replace(&mut self.body, Xml::part());
        self.body.open("w:comments", &NAMESPACES);
        let day = format!("{}T00:00:00Z", draft.as_of);
        if self.is_told_of_gates() {
            let mut lines = Vec::new();
            let failing = draft.gates.iter().filter(|gate| gate.standing != Standing::Holds);
            for gate in failing {
                let standing = if gate.standing == Standing::Fails { said.fails } else { said.unknown };
                let why: String = gate.why.iter().map(Run::words).collect();
                lines.push(format!("{} {standing}. {why} [{}]", gate.what, gate.checked));
            }
            lines.extend(draft.checked.iter().cloned());
            self.comment(0, &day, &lines);
        }
        for number in self.asked.clone() {
            let Some(question) = draft.questions.iter().find(|question| question.number == number) else {
                continue;
            };
            let whom = match question.letter.as_str() {
                "" => String::new(),
                letter => format!(" ({letter})"),
            };
            let command = crate::worksheet::command(question);
            let lines = [
                format!("{} {number}{whom}. {}", said.question, question.text),
                format!("{}: {}", said.asked_of, question.owner),
                format!("{}: {command}", said.answer_with),
            ];
            self.comment(number, &day, &lines);
        }
        std::mem::replace(&mut self.body, outer).finish()
    }

    fn comment(&mut self, id: usize, day: &str, lines: &[String]) {
        self.body.open(
            "w:comment",
            &[("w:id", &id.to_string()), ("w:author", super::AUTHOR), ("w:date", day), ("w:initials", "R")],
        );
        for line in lines {
            self.line("CommentText", line);
        }
        self.body.close();
    }

    fn comment_mark(&mut self, id: usize) {
        let id = id.to_string();
        self.body.empty("w:commentRangeEnd", &[("w:id", &id)]);
        self.body.open("w:r", &[]);
        self.body.open("w:rPr", &[]);
        self.body.value("w:rStyle", "CommentReference");
        self.body.close();
        self.body.empty("w:commentReference", &[("w:id", &id)]);
        self.body.close();
    }

    fn paragraph(&mut self, style: &str, place: &'d str, runs: &'d [Run]) {
        self.begin_in(style, None, all_rtl(runs));
        self.runs(place, runs);
        self.body.close();
    }

    fn line(&mut self, style: &str, text: &str) {
        self.begin_in(style, None, runs_rtl(text));
        self.words(text, Look { rtl: runs_rtl(text), ..Look::default() });
        self.body.close();
    }

    fn begin(&mut self, style: &str) {
        self.begin_in(style, None, false);
    }

    /// A paragraph, to be closed by the caller.
    fn begin_in(&mut self, style: &str, list: Option<(usize, usize)>, rtl: bool) {
        self.body.open("w:p", &[]);
        self.body.open("w:pPr", &[]);
        self.body.value("w:pStyle", style);
        if let Some((list, level)) = list {
            self.body.open("w:numPr", &[]);
            self.body.value("w:ilvl", &level.to_string());
            self.body.value("w:numId", &list.to_string());
            self.body.close();
        }
        if rtl {
            self.body.empty("w:bidi", &[]);
        }
        self.body.close();
    }

    fn runs(&mut self, place: &'d str, runs: &'d [Run]) {
        let mut before: Option<&Run> = None;
        for run in runs {
            if let (Some(Run::Placeholder { .. }), Run::Question { .. }) = (before, run) {
                self.words(" ", Look::default());
            }
            before = Some(run);
            let fact = self.tags.fact(place, run);
            let id = fact.as_ref().map(|fact| {
                let id = self.id();
                self.body.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &fact.tag)]);
                id
            });
            self.run(run);
            self.bookmark_end(id);
            self.facts.extend(fact);
        }
    }

    fn run(&mut self, run: &Run) {
        match run {
            Run::Text { text, .. } => self.words(text, Look { rtl: runs_rtl(text), ..Look::default() }),
            Run::Strong { text, .. } => {
                self.words(text, Look { style: Some("Strong"), rtl: runs_rtl(text), lang: None });
            }
            Run::Emphasis { text, lang, .. } => {
                let look = Look { style: Some("Emphasis"), rtl: runs_rtl(text), lang: lang.as_deref() };
                self.words(text, look);
            }
            Run::Quote { text, lang, .. } => {
                let (open, close) = self.said.quote;
                let words = &self.draft.words;
                let open = words.get("quote_open").map_or(open, String::as_str);
                let close = words.get("quote_close").map_or(close, String::as_str);
                self.words(open, Look::default());
                self.words(text, Look { style: None, rtl: runs_rtl(text), lang: lang.as_deref() });
                self.words(close, Look::default());
            }
            Run::Note { note } => self.note(note.0),
            Run::Question { question } => self.question(*question),
            Run::Reference { to, text } => self.reference(to, text),
            Run::Placeholder { text } => {
                self.words(&format!("[{text}]"), Look { style: Some("PlaceholderText"), ..Look::default() });
            }
        }
    }

    /// A footnote; where the text refers to it again, a reference to its mark.
    fn note(&mut self, note: usize) {
        if note >= self.draft.notes.len() {
            return;
        }
        match self.noted.iter().position(|known| *known == note) {
            None => {
                self.noted.push(note);
                let number = self.noted.len().to_string();
                let id = self.id();
                self.body.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &format!("_Note{number}"))]);
                self.body.open("w:r", &[]);
                self.body.open("w:rPr", &[]);
                self.body.value("w:rStyle", "FootnoteReference");
                self.body.close();
                self.body.empty("w:footnoteReference", &[("w:id", &number)]);
                self.body.close();
                self.body.empty("w:bookmarkEnd", &[("w:id", &id)]);
            }
            Some(at) => {
                let number = (at + 1).to_string();
                self.field_start(&format!(" NOTEREF _Note{number} \\f \\h "));
                self.words(&number, Look { style: Some("FootnoteReference"), ..Look::default() });
                self.field_end();
            }
        }
    }

    /// The number of another footnote, as a word of this one.
    fn note_number(&mut self, note: usize) {
        if let Some(at) = self.noted.iter().position(|known| *known == note) {
            let number = (at + 1).to_string();
            self.field_start(&format!(" NOTEREF _Note{number} \\h "));
            self.words(&number, Look::default());
            self.field_end();
        }
    }

    /// A mark that is seen in the text, with the question in the margin where it is asked first.
    fn question(&mut self, number: usize) {
        let known = self.draft.questions.iter().any(|question| question.number == number);
        let first = known && self.asked.insert(number);
        if first {
            self.body.empty("w:commentRangeStart", &[("w:id", &number.to_string())]);
        }
        let mark = format!("[{} {number}]", self.said.question);
        self.words(&mark, Look { style: Some("OpenQuestion"), ..Look::default() });
        if first {
            self.comment_mark(number);
        }
    }

    /// A field that follows its target where its words are those of the target or have its number, else a link.
    fn reference(&mut self, to: &str, text: &str) {
        let Some(place) = self.places.get(to).cloned() else {
            self.words(text, Look::default());
            return;
        };
        if text == place.words {
            self.field_start(&format!(" REF {} \\h ", place.bookmark));
            self.words(text, Look::default());
            self.field_end();
            return;
        }
        let number = place.number.map(|number| number.trim_end_matches('.'));
        if let Some((before, after)) = number.and_then(|number| split_at_word(text, number)) {
            self.words(before, Look::default());
            self.field_start(&format!(" REF {} \\r \\t \\h ", place.bookmark));
            self.words(number.unwrap_or_default(), Look::default());
            self.field_end();
            self.words(after, Look::default());
            return;
        }
        self.body.open("w:hyperlink", &[("w:anchor", &place.bookmark), ("w:history", "1")]);
        self.words(text, Look::default());
        self.body.close();
    }

    fn bookmark(&mut self, place: Option<&Place<'d>>) -> Option<String> {
        let place = place?;
        let id = self.id();
        self.body.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &place.bookmark)]);
        Some(id)
    }

    fn bookmark_end(&mut self, id: Option<String>) {
        if let Some(id) = id {
            self.body.empty("w:bookmarkEnd", &[("w:id", &id)]);
        }
    }

    fn field_start(&mut self, code: &str) {
        self.field_char("begin");
        self.body.open("w:r", &[]);
        self.body.leaf("w:instrText", &[("xml:space", "preserve")], code);
        self.body.close();
        self.field_char("separate");
    }

    fn field_end(&mut self) {
        self.field_char("end");
    }

    fn field_char(&mut self, kind: &str) {
        self.body.open("w:r", &[]);
        self.body.empty("w:fldChar", &[("w:fldCharType", kind)]);
        self.body.close();
    }

    fn words(&mut self, text: &str, look: Look<'_>) {
        if text.is_empty() {
            return;
        }
        self.body.open("w:r", &[]);
        let lang = look.lang.filter(|lang| *lang != self.draft.language).map(region);
        if look.style.is_some() || look.rtl || lang.is_some() {
            self.body.open("w:rPr", &[]);
            if let Some(style) = look.style {
                self.body.value("w:rStyle", style);
            }
            if look.rtl {
                self.body.empty("w:rtl", &[]);
            }
            if let Some(lang) = lang {
                let attribute = if look.rtl { "w:bidi" } else { "w:val" };
                self.body.empty("w:lang", &[(attribute, &lang)]);
            }
            self.body.close();
        }
        self.body.leaf("w:t", &[("xml:space", "preserve")], text);
        self.body.close();
    }
}

fn namespaces_with_drawing() -> Vec<Attribute<'static>> {
    let drawing = [
        ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ];
    NAMESPACES.into_iter().chain(drawing).collect()
}

/// A part has a name or a number to be printed.
fn is_headed(part: &Part) -> bool {
    !part.number.is_empty() || part.heading.iter().any(|run| !run.words().trim().is_empty())
}

/// A paragraph of the filing: lines to be filled in are not counted among them.
fn tells(runs: &[Run]) -> bool {
    let filled_in = runs.iter().any(|run| matches!(run, Run::Placeholder { .. }));
    !filled_in && runs.iter().any(|run| !run.words().trim().is_empty())
}

fn all_rtl(runs: &[Run]) -> bool {
    let words: String = runs.iter().map(Run::words).collect();
    runs_rtl(&words)
}

/// `text` around `word`, where it stands as a word of its own.
fn split_at_word<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    if word.is_empty() {
        return None;
    }
    text.match_indices(word).find_map(|(at, found)| {
        let (before, rest) = text.split_at_checked(at)?;
        let after = rest.get(found.len()..)?;
        let apart = |ch: Option<char>| ch.is_none_or(|ch| !ch.is_alphanumeric());
        let next = after.chars().next();
        let inside = next == Some('.') && after.chars().nth(1).is_some_and(char::is_alphanumeric);
        (apart(before.chars().next_back()) && apart(next) && !inside).then_some((before, after))
    })
}
