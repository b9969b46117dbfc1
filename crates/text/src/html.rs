//! Saved web pages: their text in blocks, and what the page says about itself.
//!
//! Works on the stream of tags and builds no tree: tag soup and a hundred thousand nested elements cost nothing.
//! Menus and footers stay in; telling them from the text is guesswork, and losing text is worse.

mod hidden;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::charset;
use hidden::{Hidden, Inside};

/// Reads a page.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let declared = declared_charset(bytes);
    let decoded = charset::decode(bytes, declared.as_deref(), false);
    if let Some(note) = decoded.note.filter(|note| decoded.wrong || note.contains('\u{fffd}')) {
        layer.say(note);
    }
    read_text(&decoded.text, layer);
}

/// Reads a page that is decoded.
pub(crate) fn read_text(page: &str, layer: &mut LayerBuilder) {
    let mut reader = PageReader::new(layer);
    reader.feed(page);
    reader.finish();
}

/// The charset that a `<meta>` near the top names.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let (_, after) = start.split_once("charset=").or_else(|| start.split_once("encoding="))?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let label: String =
        label.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!label.is_empty()).then_some(label)
}

/// Elements whose content the tokenizer hands over as characters, whatever tags are in it.
const RAW: [&str; 6] = ["script", "style", "title", "noscript", "iframe", "noembed"];

/// Pages inside pages that are followed.
const FRAMES: usize = 3;

/// Fewer hidden characters than this are labels for programs that read pages aloud, and not worth a word.
const HIDDEN_CHARS: usize = 200;

/// What encloses the text being read, as far as it makes a difference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    List { in_item: bool },
    Table { in_cell: bool },
}

/// Dates and names that the page gives in several places, best first when taken.
#[derive(Default)]
struct Said {
    title: Option<String>,
    og_title: Option<String>,
    author: Option<String>,
    site: Option<String>,
    published: Option<(String, &'static str)>,
    json_ld: Option<String>,
    meta_date: Option<(String, &'static str)>,
    time: Option<String>,
}

struct PageReader<'a> {
    layer: &'a mut LayerBuilder,
    said: Said,
    frames: Vec<Frame>,
    inline: String,
    heading: bool,
    preformatted: bool,
    /// Element whose text is not text of the page, until its end tag.
    raw: Option<&'static str>,
    raw_text: String,
    json_ld: bool,
    /// Element that is not shown, until its end.
    hidden: Option<Hidden>,
    hidden_chars: usize,
    /// The cell of a table that is open has a paragraph already.
    in_cell: bool,
    /// Pages inside pages that are open.
    depth: usize,
}

impl<'a> PageReader<'a> {
    fn new(layer: &'a mut LayerBuilder) -> Self {
        Self {
            layer,
            said: Said::default(),
            frames: Vec::new(),
            inline: String::new(),
            heading: false,
            preformatted: false,
            raw: None,
            raw_text: String::new(),
            json_ld: false,
            hidden: None,
            hidden_chars: 0,
            in_cell: false,
            depth: 0,
        }
    }

    fn feed(&mut self, page: &str) {
        let mut emitter = DefaultEmitter::<()>::default();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(page, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let value = |wanted: &str| {
                        let value = tag.attributes.get(wanted.as_bytes())?;
                        Some(String::from_utf8_lossy(value).into_owned())
                    };
                    self.start(&String::from_utf8_lossy(&tag.name), &value);
                }
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => self.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    fn start(&mut self, name: &str, value: &dyn Fn(&str) -> Option<String>) {
        if self.raw.is_some() {
            return;
        }
        let ends = name == "li"
            || name == "tr"
            || name == "td"
            || is_block(name)
            || name == "ul"
            || name == "ol"
            || name == "table";
        match self.hidden.as_mut().map(|hidden| hidden.start(name, ends)) {
            Some(Inside::Ended) => self.end_hidden(),
            Some(_) if RAW.contains(&name) || name == "meta" => {}
            Some(_) => return,
            None => {}
        }
        if self.hidden.is_none()
            && !RAW.contains(&name)
            && let Some(hidden) = Hidden::begin(name, value)
        {
            if ends {
                self.flush();
            }
            self.hidden = Some(hidden);
            return;
        }
        match name {
            "iframe" if value("srcdoc").is_some() => self.framed(&value("srcdoc").unwrap_or_default()),
            _ if RAW.contains(&name) => {
                self.raw = RAW.into_iter().find(|raw| *raw == name);
                self.json_ld =
                    value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
            }
            "html" => {
                if let Some(code) = value("lang").or_else(|| value("xml:lang")) {
                    self.layer.declare_language(&code);
                }
            }
            "meta" => self.meta(value),
            "time" => {
                let date = value("datetime").and_then(|date| iso_date(&date));
                self.said.time = self.said.time.take().or(date);
            }
            "br" => self.line_break(),
            "ul" | "ol" | "menu" | "dl" => {
                self.flush();
                self.heading = false;
                self.open(Frame::List { in_item: false });
            }
            "table" => {
                self.flush();
                self.heading = false;
                self.open(Frame::Table { in_cell: false });
            }
            "li" | "dt" | "dd" => {
                self.flush();
                if let Some(Frame::List { in_item }) = self.frames.last_mut() {
                    *in_item = true;
                } else {
                    self.open(Frame::List { in_item: true });
                }
            }
            "td" | "th" => {
                self.flush();
                self.in_cell = false;
                if let Some(Frame::Table { in_cell }) = self.frames.last_mut() {
                    *in_cell = true;
                }
            }
            "tr" => {
                self.flush();
                self.close_cell();
                self.layer.end_row();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = true;
            }
            "pre" | "textarea" => {
                self.flush();
                self.preformatted = true;
            }
            _ if is_block(name) => {
                self.flush();
                if matches!(name, "p" | "section" | "article" | "main" | "body") {
                    self.heading = false;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(raw) = self.raw {
            if raw == name {
                self.end_raw(raw);
            }
            return;
        }
        match self.hidden.as_mut().map(|hidden| hidden.end(name, is_block(name))) {
            Some(Inside::Ended) => self.end_hidden(),
            Some(Inside::Ends) => {
                self.end_hidden();
                return;
            }
            Some(Inside::Yes) => return,
            None => {}
        }
        match name {
            "ul" | "ol" | "menu" | "dl" => {
                self.flush();
                self.close(|frame| matches!(frame, Frame::List { .. }));
            }
            "table" => {
                self.flush();
                self.close(|frame| matches!(frame, Frame::Table { .. }));
                self.layer.end_row();
            }
            "li" | "dt" | "dd" => {
                self.flush();
                if let Some(Frame::List { in_item }) = self.frames.last_mut() {
                    *in_item = false;
                }
            }
            "td" | "th" => {
                self.flush();
                self.close_cell();
            }
            "tr" => {
                self.flush();
                self.close_cell();
                self.layer.end_row();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = false;
            }
            "pre" | "textarea" => {
                self.flush();
                self.preformatted = false;
            }
            "br" => self.line_break(),
            _ if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.raw.is_some() {
            self.raw_text.push_str(text);
            return;
        }
        if let Some(hidden) = &mut self.hidden {
            hidden.chars += text.chars().filter(|c| !c.is_whitespace()).count();
            return;
        }
        if self.preformatted {
            self.inline.push_str(text);
            return;
        }
        for c in text.chars() {
            if !c.is_ascii_whitespace() {
                self.inline.push(c);
            } else if !self.inline.ends_with([' ', '\n']) && !self.inline.is_empty() {
                self.inline.push(' ');
            }
        }
    }

    /// One line break stays in its paragraph, two in a row end it: old pages have no other paragraphs.
    fn line_break(&mut self) {
        if self.raw.is_some() {
            return;
        }
        if self.inline.trim_end_matches([' ', '\u{a0}']).ends_with('\n') {
            self.flush();
        } else {
            self.inline.truncate(self.inline.trim_end_matches(' ').len());
            self.inline.push('\n');
        }
    }

    fn flush(&mut self) {
        let kind = match self.frames.last() {
            _ if self.heading => BlockKind::Heading,
            Some(Frame::List { in_item: true }) => BlockKind::ListItem,
            Some(Frame::Table { in_cell: true }) => BlockKind::Cell,
            _ => BlockKind::Paragraph,
        };
        let text = std::mem::take(&mut self.inline);
        if kind == BlockKind::Cell && !text.trim().is_empty() && std::mem::replace(&mut self.in_cell, true) {
            self.layer.stay_in_cell();
        }
        if self.preformatted {
            for span in crate::plain::paragraphs(&text) {
                self.layer.push(kind, text.get(span).unwrap_or_default());
            }
        } else {
            self.layer.push(kind, &text);
        }
    }

    fn end_hidden(&mut self) {
        if let Some(hidden) = self.hidden.take() {
            self.hidden_chars += hidden.chars;
        }
    }

    /// A page inside the page, which saved pages hold as the value of an attribute.
    fn framed(&mut self, page: &str) {
        if self.depth < FRAMES {
            self.depth += 1;
            self.flush();
            self.feed(page);
            self.flush();
            self.end_hidden();
            self.depth -= 1;
        }
        self.raw = Some("iframe");
        self.raw_text.clear();
    }

    fn open(&mut self, frame: Frame) {
        // Deeper than any page goes; without an end, closing what was never opened would search all of it each time.
        if self.frames.len() < 500 {
            self.frames.push(frame);
        }
    }

    /// Closes the innermost frame of a kind, and whatever was left open inside it.
    fn close(&mut self, kind: impl Fn(&Frame) -> bool) {
        if let Some(at) = self.frames.iter().rposition(kind) {
            self.frames.truncate(at);
        }
    }

    fn close_cell(&mut self) {
        // Lists left open inside the cell end with it.
        if let Some(at) = self.frames.iter().rposition(|frame| matches!(frame, Frame::Table { .. })) {
            self.frames.truncate(at.saturating_add(1));
        }
        if let Some(Frame::Table { in_cell }) = self.frames.last_mut() {
            *in_cell = false;
        }
    }

    fn end_raw(&mut self, name: &str) {
        self.raw = None;
        let text = std::mem::take(&mut self.raw_text);
        if matches!(name, "noscript" | "noembed") {
            // What a browser without scripts or frames would show is often the only text there is.
            self.flush();
            self.feed(&text);
            self.flush();
            self.raw = None;
            self.raw_text.clear();
        } else if name == "title" {
            let title = one_line(&text);
            self.said.title = self.said.title.take().or((!title.is_empty()).then_some(title));
        } else if name == "script" && std::mem::take(&mut self.json_ld) {
            // Many pages carry broken JSON here; it only adds to what the other places say.
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
                self.linked_data(&value);
            }
        }
    }

    fn linked_data(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::Array(values) => values.iter().for_each(|value| self.linked_data(value)),
            serde_json::Value::Object(map) => {
                let date = map.get("datePublished").and_then(|date| iso_date(date.as_str()?));
                self.said.json_ld = self.said.json_ld.take().or(date);
                let author = map.get("author").and_then(name_of);
                self.said.author = self.said.author.take().or(author);
                map.values()
                    .filter(|value| value.is_object() || value.is_array())
                    .for_each(|v| self.linked_data(v));
            }
            _ => {}
        }
    }

    fn meta(&mut self, value: &dyn Fn(&str) -> Option<String>) {
        let (Some(name), Some(content)) =
            (value("property").or_else(|| value("name")).or_else(|| value("itemprop")), value("content"))
        else {
            return;
        };
        let content = one_line(&content);
        if content.is_empty() {
            return;
        }
        let said = &mut self.said;
        let meta_date = |origin| iso_date(&content).map(|date| (date, origin));
        match name.to_ascii_lowercase().as_str() {
            "og:title" => said.og_title = said.og_title.take().or(Some(content)),
            "author" | "article:author" | "dc.creator" if !content.starts_with("http") => {
                said.author = said.author.take().or(Some(content));
            }
            "og:site_name" => said.site = said.site.take().or(Some(content)),
            "article:published_time" => {
                said.published = said.published.take().or_else(|| meta_date("meta article:published_time"));
            }
            "datepublished" => {
                said.meta_date = said.meta_date.take().or_else(|| meta_date("meta datePublished"))
            }
            "date" => said.meta_date = said.meta_date.take().or_else(|| meta_date("meta date")),
            "pubdate" => said.meta_date = said.meta_date.take().or_else(|| meta_date("meta pubdate")),
            "dc.date" | "dc.date.issued" | "dcterms.issued" => {
                said.meta_date = said.meta_date.take().or_else(|| meta_date("meta dc.date"));
            }
            _ => {}
        }
    }

    fn finish(mut self) {
        // A script or style without an end swallows the rest of the page, as it does in a browser.
        if let Some(raw) = self.raw.filter(|_| !self.raw_text.trim().is_empty()) {
            let bytes = self.raw_text.len();
            self.layer
                .say(format!("<{raw}> is never closed: the {bytes} bytes after it are not text of the page"));
        }
        self.flush();
        self.end_hidden();
        if self.hidden_chars >= HIDDEN_CHARS {
            self.layer.say(format!(
                "{} characters of the page are not shown when it is opened, such as closed menus and dialogs; they are \
                 left out of the text",
                self.hidden_chars
            ));
        }
        let said = self.said;
        let metadata = self.layer.metadata();
        metadata.title = metadata.title.take().or(said.og_title).or(said.title);
        metadata.author = metadata.author.take().or(said.author).or(said.site);
        if metadata.date.is_none() {
            let date = said
                .published
                .or(said.json_ld.map(|date| (date, "JSON-LD datePublished")))
                .or(said.meta_date)
                .or(said.time.map(|date| (date, "time datetime")));
            if let Some((date, origin)) = date {
                metadata.date = Some(date);
                metadata.date_origin = Some(origin.to_owned());
            }
        }
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 39] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "head",
        "header",
        "hgroup",
        "hr",
        "legend",
        "main",
        "nav",
        "optgroup",
        "noframes",
        "option",
        "p",
        "search",
        "section",
        "select",
        "summary",
        "tbody",
        "template",
        "tfoot",
        "thead",
        "xmp",
    ];
    BLOCKS.contains(&name)
}

/// `name` of a JSON-LD author, who may be a string, an object or a list of them.
fn name_of(author: &serde_json::Value) -> Option<String> {
    let name = match author {
        serde_json::Value::String(name) => one_line(name),
        serde_json::Value::Object(map) => one_line(map.get("name")?.as_str()?),
        serde_json::Value::Array(all) => all.iter().filter_map(name_of).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!name.is_empty() && !name.starts_with("http")).then_some(name)
}

/// A text that begins with a day in ISO 8601, as it stands.
fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text.get(..10)?;
    let shape = day
        .bytes()
        .enumerate()
        .all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    (shape && text.len() <= 40).then(|| text.to_owned())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
