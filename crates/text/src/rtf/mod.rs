//! Rich Text Format (specification 1.9.1): text of the body, tables, notes, headers and footers; its own charsets font
//! by font. One pass over the tokens; groups deeper than any document has are read without a state of their own.

mod state;
mod token;

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::builder::LayerBuilder;
use crate::codepage;
use crate::docx::symbol_of;
use state::{Flow, Font, Info, Into, State};
use token::{Token, Tokens};

/// Deepest nesting of groups that is followed.
const DEPTH: usize = 500;

/// Deletions and comments that are quoted; the others are counted.
const QUOTED: usize = 20;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let mut reader = Reader::new();
    for token in Tokens::new(bytes) {
        reader.token(token);
    }
    reader.finish(layer);
}

struct Reader {
    stack: Vec<State>,
    /// What holds outside of all groups.
    outside: State,
    /// Groups open beyond the ones followed.
    too_deep: usize,
    /// `\*` was read: the next word names a destination that may be passed over.
    star: bool,
    /// Nothing stands between here and the beginning of the group.
    fresh: bool,
    /// The group of the document is closed.
    ended: bool,
    /// Bytes of text after it.
    after_end: usize,
    /// Characters after a `\u` that stand in for it.
    to_skip: usize,
    /// First half of a character beyond the basic plane.
    high: Option<u16>,
    /// Bytes not decoded yet; a character may take two.
    raw: Vec<u8>,
    codepage: u32,
    default_font: i32,
    fonts: BTreeMap<i32, Font>,
    headings: BTreeMap<i32, bool>,
    reviewers: Vec<String>,
    flows: Vec<Flow>,
    done: Done,
    info: Info,
    said: Said,
}

/// Flows that are finished.
#[derive(Default)]
struct Done {
    headers: Vec<Flow>,
    footers: Vec<Flow>,
    notes: Vec<Flow>,
    note_count: usize,
}

#[derive(Default)]
struct Said {
    deleted_chars: usize,
    deletions: Vec<(i32, String)>,
    inserted: usize,
    hidden_chars: usize,
    comments: Vec<(String, String)>,
    comment_author: String,
    comment_count: usize,
    pictures: usize,
    objects: Vec<String>,
    unknown_codepages: std::collections::BTreeSet<u32>,
}

impl Reader {
    fn new() -> Self {
        Self {
            stack: Vec::new(),
            outside: State::default(),
            too_deep: 0,
            star: false,
            fresh: false,
            ended: false,
            after_end: 0,
            to_skip: 0,
            high: None,
            raw: Vec::new(),
            codepage: 1252,
            default_font: 0,
            fonts: BTreeMap::new(),
            headings: BTreeMap::new(),
            reviewers: Vec::new(),
            flows: vec![Flow::default()],
            done: Done::default(),
            info: Info::default(),
            said: Said::default(),
        }
    }

    fn state(&mut self) -> &mut State {
        self.stack.last_mut().unwrap_or(&mut self.outside)
    }

    fn token(&mut self, token: Token<'_>) {
        if self.ended {
            self.after_end +=
                usize::from(matches!(token, Token::Text(text) if !text.trim_ascii().is_empty()));
            return;
        }
        if !matches!(token, Token::Byte(_) | Token::Text(_)) {
            self.flush();
        }
        let fresh = std::mem::replace(&mut self.fresh, token == Token::Open);
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Word(name, number) => {
                let star = std::mem::take(&mut self.star);
                if self.to_skip > 0 && !matches!(name, "u" | "uc") {
                    self.to_skip -= 1;
                    return;
                }
                if self.state().into == Into::Nothing {
                    return;
                }
                if star && !state::is_known_destination(name) {
                    self.state().into = Into::Nothing;
                    return;
                }
                self.word(name, number);
            }
            // Some programs put it in the middle of a group, where it means nothing.
            Token::Symbol(b'*') => self.star = fresh,
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Byte(byte) => self.byte(byte),
            Token::Text(text) => {
                let skipped = self.to_skip.min(text.len());
                self.to_skip -= skipped;
                self.raw.extend_from_slice(text.get(skipped..).unwrap_or_default());
                if self.state().into == Into::Nothing {
                    self.raw.clear();
                }
            }
        }
    }

    fn open(&mut self) {
        self.to_skip = 0;
        if self.stack.len() >= DEPTH {
            self.too_deep += 1;
            return;
        }
        let first_of_two = std::mem::take(&mut self.state().first_of_two);
        let mut state = State { begins_flow: false, ..self.state().clone() };
        if first_of_two {
            state.into = Into::Nothing;
        }
        self.stack.push(state);
    }

    fn close(&mut self) {
        self.to_skip = 0;
        self.star = false;
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.stack.len() == 1 {
            self.end_paragraph();
            self.ended = true;
        }
        let Some(state) = self.stack.pop() else { return };
        self.info.close(&state);
        if state.into == Into::Reviewers && self.state().into == Into::Reviewers {
            let name = std::mem::take(&mut self.info.collected);
            self.reviewers.push(name.trim().trim_end_matches(';').to_owned());
        }
        if state.begins_flow
            && let Some(mut flow) = self.flows.pop()
        {
            flow.end_paragraph(&state);
            match state.into {
                Into::Header => self.done.headers.push(flow),
                Into::Footer => self.done.footers.push(flow),
                Into::Note => self.done.notes.push(flow),
                Into::Comment => {
                    self.said.comment_count += 1;
                    let author = std::mem::take(&mut self.said.comment_author);
                    if self.said.comments.len() < QUOTED {
                        self.said.comments.push((author, flow.words()));
                    }
                }
                // The number of a list item, for the paragraph around it.
                Into::ListText => {
                    let number = flow.words();
                    if let Some(around) = self.flows.last_mut() {
                        around.listed = true;
                        around.number = number.contains(char::is_alphanumeric).then_some(number);
                    }
                }
                // A text box: its paragraphs come before the one that holds it.
                _ => {
                    if let Some(around) = self.flows.last_mut() {
                        around.take_in(flow);
                    }
                }
            }
        }
    }

    /// Begins text that does not belong to the paragraph around it.
    fn begin_flow(&mut self, into: Into) {
        // A header in a header is none.
        if self.state().begins_flow || self.flows.len() > 50 {
            return;
        }
        let state = self.state();
        state.into = into;
        state.begins_flow = true;
        state.in_table = false;
        self.flows.push(Flow::default());
    }

    fn symbol(&mut self, symbol: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.write(char::from(symbol)),
            b'~' => self.write('\u{a0}'),
            b'_' => self.write('\u{2011}'),
            b'\r' | b'\n' => self.end_paragraph(),
            b'\t' => self.write('\t'),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.state().into != Into::Nothing {
            self.raw.push(byte);
        }
    }

    /// Decodes the bytes gathered in the charset of the font that is set.
    fn flush(&mut self) {
        if self.raw.is_empty() {
            return;
        }
        let raw = std::mem::take(&mut self.raw);
        let font = self.state().font.unwrap_or(self.default_font);
        let font = self.fonts.get(&font);
        if let Some(font) = font.filter(|font| font.charset == Some(2)) {
            let name = font.name.trim().trim_end_matches(';').to_lowercase();
            for byte in raw {
                let c = if name == "symbol" || name.starts_with("wingdings") {
                    symbol_of(&name, u32::from(byte))
                } else {
                    char::from(byte)
                };
                self.write(c);
            }
            return;
        }
        let encoding = self.encoding();
        let (text, _) = encoding.decode_without_bom_handling(&raw);
        self.write_text(&text);
    }

    /// The charset of the bytes that come. Fonts of the charset 0 hold the code page of the document, where that is not
    /// the Latin one: programs that knew no font charsets wrote so.
    fn encoding(&mut self) -> &'static Encoding {
        let font = self.state().font.unwrap_or(self.default_font);
        let font = self.fonts.get(&font);
        let of_font = font.and_then(|font| {
            font.codepage.or_else(|| {
                let by_name = font.name.trim().trim_end_matches(';').ends_with(" Cyr").then_some(1251);
                by_name.or_else(|| codepage::of_font_charset(font.charset.filter(|charset| *charset > 1)?))
            })
        });
        let number = of_font.unwrap_or(self.codepage);
        codepage::of_number(number).unwrap_or_else(|| {
            self.said.unknown_codepages.insert(number);
            encoding_rs::WINDOWS_1252
        })
    }

    fn write(&mut self, c: char) {
        self.write_text(c.encode_utf8(&mut [0; 4]));
    }

    fn write_text(&mut self, text: &str) {
        self.high = None;
        let state = self.state().clone();
        match state.into {
            Into::Nothing => {}
            Into::Fonts => {
                if let Some(font) = state.font.and_then(|font| self.fonts.get_mut(&font))
                    && font.name.len() < 200
                {
                    font.name.push_str(text);
                }
            }
            Into::Styles | Into::Info(_) | Into::Reviewers | Into::CommentAuthor | Into::ObjectClass => {
                if self.info.collected.len() < 4000 {
                    self.info.collected.push_str(text);
                }
                match state.into {
                    Into::Styles => self.style_name(&state, text),
                    Into::CommentAuthor => self.said.comment_author.push_str(text),
                    Into::ObjectClass => self.object_class(text),
                    _ => {}
                }
            }
            _ if state.hidden => self.said.hidden_chars += text.trim().chars().count(),
            _ if state.deleted.is_some() => self.deletion(state.deleted.unwrap_or(0), text),
            _ => {
                if state.revised && !text.trim().is_empty() {
                    self.said.inserted += 1;
                }
                if let Some(flow) = self.flows.last_mut() {
                    flow.text.push_str(text);
                }
            }
        }
    }

    fn deletion(&mut self, author: i32, text: &str) {
        self.said.deleted_chars += text.chars().count();
        let deletions = &mut self.said.deletions;
        let room = deletions.len() < QUOTED;
        match deletions.last_mut() {
            Some((by, quoted)) if *by == author && quoted.len() < 1000 => quoted.push_str(text),
            _ if room => deletions.push((author, text.to_owned())),
            _ => {}
        }
    }

    fn style_name(&mut self, state: &State, text: &str) {
        let name = text.trim().to_lowercase();
        let heading =
            name.starts_with("heading ") || name.starts_with("title") || name.starts_with("subtitle");
        if let Some(style) = state.style
            && heading
        {
            self.headings.insert(style, true);
        }
    }

    fn object_class(&mut self, text: &str) {
        if self.said.objects.len() < QUOTED {
            self.said.objects.push(text.trim().to_owned());
        }
    }

    fn end_paragraph(&mut self) {
        let state = self.state().clone();
        if matches!(state.into, Into::Nothing | Into::Fonts | Into::Styles | Into::Info(_)) {
            return;
        }
        let heading = state.heading || state.style.is_some_and(|style| self.headings.contains_key(&style));
        if let Some(flow) = self.flows.last_mut() {
            flow.end_paragraph(&State { heading, ..state });
        }
    }

    /// A character by its number in UTF-16; numbers above 32767 are written as negative ones.
    fn unicode(&mut self, number: i32) {
        self.to_skip = self.state().stand_ins;
        let Ok(unit) = u16::try_from(if number < 0 { number.saturating_add(65536) } else { number }) else {
            // Some programs write the whole code point.
            if let Some(c) = u32::try_from(number).ok().and_then(char::from_u32) {
                self.write(c);
            }
            return;
        };
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let pair = [self.high.unwrap_or(unit), unit];
        let units =
            if self.high.is_some() && (0xdc00..0xe000).contains(&unit) { pair.as_slice() } else { &[unit] };
        let c = char::decode_utf16(units.iter().copied()).next().and_then(Result::ok).unwrap_or('\u{fffd}');
        if (0xf000..0xf100).contains(&u32::from(c)) {
            let font = self.state().font.unwrap_or(self.default_font);
            let name =
                self.fonts.get(&font).map(|font| font.name.trim().trim_end_matches(';').to_lowercase());
            self.write(symbol_of(&name.unwrap_or_default(), u32::from(c)));
        } else {
            self.write(c);
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        let on = number != Some(0);
        match name {
            "u" => number.into_iter().for_each(|number| self.unicode(number)),
            "uc" => {
                self.state().stand_ins = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16)
            }
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" | "softline" => self.write('\n'),
            "cell" | "nestcell" => {
                self.state().in_table = true;
                self.end_paragraph();
                if let Some(flow) = self.flows.last_mut() {
                    flow.end_cell();
                }
            }
            "row" | "nestrow" => {
                if let Some(flow) = self.flows.last_mut() {
                    flow.end_row();
                }
            }
            "f" => {
                let font = number.unwrap_or(0);
                let state = self.state();
                state.font = Some(font);
                if state.into == Into::Fonts && self.fonts.len() < 10_000 {
                    self.fonts.entry(font).or_default();
                }
            }
            "fcharset" | "cpg" => {
                let value = number.and_then(|number| u32::try_from(number).ok());
                let font = self.state().font;
                if let Some(font) = font.and_then(|font| self.fonts.get_mut(&font)) {
                    if name == "cpg" { font.codepage = value } else { font.charset = value }
                }
            }
            "ansicpg" => {
                self.codepage = number.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0).unwrap_or(1252)
            }
            "mac" => self.codepage = 10000,
            "pc" => self.codepage = 437,
            "pca" => self.codepage = 850,
            "deff" => self.default_font = number.unwrap_or(0),
            "revauth" => self.state().author = number.unwrap_or(0),
            "revauthdel" => {
                let state = self.state();
                state.deleted = state.deleted.map(|_| number.unwrap_or(0));
                state.author = number.unwrap_or(0);
            }
            "deleted" => {
                let author = self.state().author;
                self.state().deleted = on.then_some(author);
            }
            "upr" => self.state().first_of_two = true,
            "yr" | "mo" | "dy" | "hr" | "min" => {
                let into = self.state().into;
                self.info.time(into, name, number.unwrap_or(0));
            }
            "footnote" => {
                self.done.note_count += 1;
                let mark = format!("[{}]", self.done.note_count);
                let around = self.state().into;
                if around != Into::Note {
                    self.write_text(&mark);
                    self.begin_flow(Into::Note);
                    if let Some(flow) = self.flows.last_mut() {
                        flow.number = Some(mark);
                    }
                }
            }
            "header" | "headerl" | "headerr" | "headerf" => self.begin_flow(Into::Header),
            "footer" | "footerl" | "footerr" | "footerf" => self.begin_flow(Into::Footer),
            "annotation" => self.begin_flow(Into::Comment),
            "listtext" | "pntext" => self.begin_flow(Into::ListText),
            "shptxt" => self.begin_flow(Into::Text),
            "pict" => {
                self.said.pictures += 1;
                self.state().into = Into::Nothing;
            }
            _ => match state::character(name) {
                Some(c) => self.write(c),
                None => self.state().word(name, number),
            },
        }
    }

    fn finish(mut self, layer: &mut LayerBuilder) {
        self.flush();
        let open = !self.ended;
        self.too_deep = 0;
        while !self.stack.is_empty() {
            self.end_paragraph();
            self.close();
        }
        self.end_paragraph();
        self.info.tell(layer);
        let mut seen = std::collections::BTreeSet::new();
        for flow in std::mem::take(&mut self.done.headers) {
            flow.push_unless_seen(&mut seen, layer);
        }
        for flow in std::mem::take(&mut self.flows) {
            flow.push(layer);
        }
        for flow in std::mem::take(&mut self.done.notes) {
            flow.push(layer);
        }
        for flow in std::mem::take(&mut self.done.footers) {
            flow.push_unless_seen(&mut seen, layer);
        }
        if self.after_end > 0 {
            layer.say("after the end of the document there are more bytes, which were not read: no program shows them");
        }
        if open {
            layer.say("the document is cut off: it ends inside of a group; ask for it again, and compare");
        }
        self.tell(layer);
    }

    fn tell(&self, layer: &mut LayerBuilder) {
        let said = &self.said;
        if said.deleted_chars > 0 {
            layer.say(format!(
                "tracked changes: {} deleted characters are left out of the text; open the document to see them",
                said.deleted_chars
            ));
        }
        for (author, text) in &said.deletions {
            let by = usize::try_from(*author).ok().and_then(|at| self.reviewers.get(at));
            let by = by.filter(|name| *name != "Unknown" && !name.is_empty());
            let by = by.map_or(String::new(), |name| format!(" by {name}"));
            let words = state::one_line(text);
            if !words.is_empty() {
                layer.say(format!("tracked changes: deleted{by}: \u{201c}{words}\u{201d}"));
            }
        }
        if said.inserted > 0 {
            layer.say("tracked changes: insertions are read as text");
        }
        for (author, text) in &said.comments {
            let by = author.trim();
            let by = if by.is_empty() { String::new() } else { format!(" by {by}") };
            layer.say(format!("a comment{by} stands beside the text: \u{201c}{text}\u{201d}"));
        }
        if said.comment_count > said.comments.len() {
            layer.say(format!(
                "{} more comment(s) stand beside the text",
                said.comment_count - said.comments.len()
            ));
        }
        if said.hidden_chars > 0 {
            layer.say(format!(
                "{} characters are marked as hidden and are left out of the text; open the document and show hidden text \
                 to see them",
                said.hidden_chars
            ));
        }
        for class in &said.objects {
            layer.say(format!(
                "a file is embedded in the document ({class}) and was not read with it; open the document, save that \
                 file and add it as a file of its own"
            ));
        }
        if said.pictures > 0 {
            layer.say(format!(
                "{} picture(s) in the document were not read; if they show text, save them and add them as files",
                said.pictures
            ));
        }
        for number in &said.unknown_codepages {
            layer.say(format!(
                "parts are in the code page {number}, which is not known here; letters outside of ASCII may be wrong there"
            ));
        }
    }
}
