//! Fills the template of a form and reads the result into parts.
//!
//! A template is Markdown with places in it. What stands in a place is a mark made of two private characters and a
//! number, never a text of a source: no name or quotation can be read as Markdown or as a place.

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::FormError;
use crate::draft::{Block, Part, Run};
use crate::form::Form;
use crate::scribe::{CLOSE, OPEN, Piece, Scribe};

/// Steps that a template may take: no honest one needs a hundredth of them.
const FUEL: u64 = 5_000_000;
/// Longest result, in bytes.
const LONGEST: usize = 8 << 20;

/// The template filled and read.
pub(crate) fn parts(scribe: &Scribe<'_>, form: &Form, context: Value) -> Result<Vec<Part>, FormError> {
    let file = format!("{}/{}/template.md", form.forum, form.language);
    if let Some(line) = form.template.lines().position(|line| line.contains([OPEN, CLOSE])) {
        let why = "the characters U+E000 and U+E001 mark places and cannot be used".to_owned();
        return Err(FormError::Template { file, line: line + 1, word: String::new(), why });
    }
    let text = render(&file, &form.template, context)?;
    Reader { scribe, file: &file, parts: Vec::new(), text: &text }.read()
}

fn render(file: &str, template: &str, context: Value) -> Result<String, FormError> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(50);
    let fault = |error: &Error| fault(file, template, error);
    environment.add_template(file, template).map_err(|error| fault(&error))?;
    let template = environment.get_template(file).map_err(|error| fault(&error))?;
    let text = template.render(context).map_err(|error| fault(&error))?;
    if text.len() > LONGEST {
        let why = "it gives more than eight million characters".to_owned();
        return Err(FormError::Template { file: file.to_owned(), line: 1, word: String::new(), why });
    }
    Ok(text)
}

fn fault(file: &str, template: &str, error: &Error) -> FormError {
    let said = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let why = match error.kind() {
        ErrorKind::UndefinedError => "there is nothing of this name here".to_owned(),
        ErrorKind::OutOfFuel => "it runs without an end; look at its loops".to_owned(),
        ErrorKind::SyntaxError => format!("this cannot be read: {said}"),
        _ => said,
    };
    let line = error.line().unwrap_or(1);
    let word = error.range().and_then(|range| template.get(range)).map(str::trim).unwrap_or_default();
    let word = match word {
        "" => template.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim(),
        word => word,
    };
    let word: String = word.chars().take(60).collect();
    FormError::Template { file: file.to_owned(), line, word, why }
}

struct Reader<'s, 't> {
    scribe: &'s Scribe<'s>,
    file: &'s str,
    /// Parts that are open, with their levels.
    parts: Vec<(usize, Part)>,
    text: &'t str,
}

/// Runs and blocks between two ends of a block.
#[derive(Default)]
struct Line {
    runs: Vec<Run>,
    blocks: Vec<Block>,
}

impl Reader<'_, '_> {
    fn error(&self, at: usize, why: &str) -> FormError {
        let before = self.text.get(..at).unwrap_or_default();
        let shown = self.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default();
        let word: String = shown.chars().filter(|ch| !matches!(ch, &OPEN | &CLOSE)).take(60).collect();
        FormError::Template {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            word,
            why: format!("{why} (line of the filled template)"),
        }
    }

    fn read(mut self) -> Result<Vec<Part>, FormError> {
        let mut root =
            Part { id: String::new(), number: String::new(), heading: Vec::new(), blocks: Vec::new() };
        root.id = "start".to_owned();
        self.parts.push((0, root));
        let events: Vec<_> =
            Parser::new_ext(self.text, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter().collect();
        let mut buffer = String::new();
        let mut line = Line::default();
        let mut strong = 0_usize;
        let mut emphasis = 0_usize;
        let mut heading: Option<(usize, Option<String>)> = None;
        let mut quote = false;
        let mut lists: Vec<(bool, Vec<Vec<Run>>)> = Vec::new();
        let mut items: Vec<usize> = Vec::new();
        for (event, range) in events {
            match event {
                Event::Text(text) | Event::Code(text) => buffer.push_str(&text),
                Event::SoftBreak | Event::HardBreak => buffer.push(' '),
                other => {
                    self.flush(&mut buffer, &mut line, strong > 0, emphasis > 0, range.start)?;
                    match other {
                        Event::Start(Tag::Strong) => strong += 1,
                        Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                        Event::Start(Tag::Emphasis) => emphasis += 1,
                        Event::End(TagEnd::Emphasis) => emphasis = emphasis.saturating_sub(1),
                        Event::Start(Tag::Heading { level, id, .. }) => {
                            heading = Some((level as usize, id.map(|id| id.to_string())));
                        }
                        Event::End(TagEnd::Heading(_)) => {
                            let (level, id) = heading.take().unwrap_or((2, None));
                            let runs = std::mem::take(&mut line).runs;
                            self.open(level, id, runs);
                        }
                        Event::Start(Tag::BlockQuote(_)) => quote = true,
                        Event::End(TagEnd::BlockQuote(_)) => quote = false,
                        Event::Start(Tag::List(first)) => {
                            if !lists.is_empty() {
                                return Err(self.error(range.start, "a list inside a list cannot be set"));
                            }
                            lists.push((first.is_some(), Vec::new()));
                        }
                        Event::Start(Tag::Item) => items.push(range.start),
                        Event::End(TagEnd::Item) => {
                            items.pop();
                            let done = std::mem::take(&mut line);
                            if !done.blocks.is_empty() {
                                return Err(self.error(range.start, "a block cannot stand in a point of a list"));
                            }
                            if let Some((_, points)) = lists.last_mut().filter(|_| !done.runs.is_empty()) {
                                points.push(done.runs);
                            }
                        }
                        Event::End(TagEnd::List(_)) => {
                            if let Some((numbered, points)) = lists.pop().filter(|(_, points)| !points.is_empty()) {
                                self.put(Block::List { numbered, points });
                            }
                        }
                        Event::Start(Tag::Paragraph) => {}
                        Event::End(TagEnd::Paragraph) if !lists.is_empty() => {}
                        Event::End(TagEnd::Paragraph) => self.paragraph(&mut line, quote, range.start)?,
                        Event::Rule => {}
                        Event::Html(html) | Event::InlineHtml(html) if html.trim_start().starts_with("<!--") => {}
                        Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
                        _ => return Err(self.error(range.start, "this kind of Markdown cannot be set; use headings, paragraphs, lists, **bold**, *italics* and > quotations")),
                    }
                }
            }
        }
        while self.parts.len() > 1 {
            self.close();
        }
        let (_, root) = self.parts.pop().unwrap_or((
            0,
            Part { id: String::new(), number: String::new(), heading: Vec::new(), blocks: Vec::new() },
        ));
        let mut parts = Vec::new();
        let mut before = Vec::new();
        for block in root.blocks {
            match block {
                Block::Part(part) => parts.push(part),
                other => before.push(other),
            }
        }
        if !before.is_empty() {
            parts.insert(0, Part { id: root.id, number: String::new(), heading: Vec::new(), blocks: before });
        }
        Ok(parts)
    }

    /// Text as runs, with the pieces that its marks stand for.
    fn flush(
        &self,
        buffer: &mut String,
        line: &mut Line,
        strong: bool,
        emphasis: bool,
        at: usize,
    ) -> Result<(), FormError> {
        let text = std::mem::take(buffer);
        let fixed = |text: &str| {
            let text = text.to_owned();
            match () {
                () if strong => Run::Strong { text, on: Vec::new() },
                () if emphasis => Run::Emphasis { text, lang: None, on: Vec::new() },
                () => Run::fixed(text),
            }
        };
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(OPEN) {
            if !before.is_empty() {
                line.runs.push(fixed(before));
            }
            let Some((number, tail)) = after.split_once(CLOSE) else {
                return Err(self.error(at, "a place was cut in two"));
            };
            let piece = number.parse().ok().and_then(|number| self.scribe.piece_at(number));
            match piece {
                Some(Piece::Inline(runs)) => line.runs.extend(runs.iter().map(|run| weighed(run, strong))),
                Some(Piece::Blocks(blocks)) => {
                    if !line.runs.iter().all(|run| run.words().trim().is_empty()) {
                        return Err(self
                            .error(at, "this place holds blocks and must stand in a paragraph of its own"));
                    }
                    line.runs.clear();
                    line.blocks.extend(blocks.iter().cloned());
                }
                None => return Err(self.error(at, "a place was changed by a filter")),
            }
            rest = tail;
        }
        if !rest.is_empty() {
            if !line.blocks.is_empty() && !rest.trim().is_empty() {
                return Err(
                    self.error(at, "the place before holds blocks and must stand in a paragraph of its own")
                );
            }
            if line.blocks.is_empty() {
                line.runs.push(fixed(rest));
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, line: &mut Line, quote: bool, at: usize) -> Result<(), FormError> {
        let Line { runs, blocks } = std::mem::take(line);
        if !blocks.is_empty() {
            if !runs.iter().all(|run| run.words().trim().is_empty()) {
                return Err(self.error(at, "blocks must stand in a paragraph of their own"));
            }
            blocks.into_iter().for_each(|block| self.put(block));
            return Ok(());
        }
        let empty = |run: &Run| matches!(run, Run::Text { text, .. } if text.trim().is_empty());
        if !runs.iter().all(empty) {
            self.put(if quote { Block::Quote { runs } } else { Block::Paragraph { runs } });
        }
        Ok(())
    }

    fn put(&mut self, block: Block) {
        if let Some((_, part)) = self.parts.last_mut() {
            part.blocks.push(block);
        }
    }

    fn open(&mut self, level: usize, id: Option<String>, mut heading: Vec<Run>) {
        while self.parts.len() > 1 && self.parts.last().is_some_and(|(open, _)| *open >= level) {
            self.close();
        }
        let mut number = String::new();
        if let Some(Run::Text { text, .. }) = heading.first_mut()
            && let Some((first, rest)) = text.split_once(". ")
            && !first.is_empty()
            && first.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, 'I' | 'V' | 'X' | '.'))
        {
            number = first.to_owned();
            *text = rest.to_owned();
        }
        let id = id.unwrap_or_default();
        self.parts.push((level, Part { id, number, heading, blocks: Vec::new() }));
    }

    fn close(&mut self) {
        let Some((_, part)) = self.parts.pop() else { return };
        self.put(Block::Part(part));
    }
}

/// A run inside bold words is bold.
fn weighed(run: &Run, strong: bool) -> Run {
    match run {
        Run::Text { text, on } if strong => Run::Strong { text: text.clone(), on: on.clone() },
        other => other.clone(),
    }
}
