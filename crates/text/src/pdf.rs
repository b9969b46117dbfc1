//! PDF with a text layer: glyphs to lines, lines to paragraphs, page by page.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{
    Document, MediaBox, Object, OutputDev, OutputError, Transform, output_doc, output_doc_page,
};

use crate::BlockKind;
use crate::builder::LayerBuilder;

/// Reads a document.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let mut document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(e) => {
            layer.say(format!(
                "the PDF is damaged or cut off ({e}); ask for it again, or print it to a new PDF"
            ));
            return;
        }
    };
    if document.is_encrypted() && document.decrypt("").is_err() {
        layer.say("the PDF is encrypted and needs a password; save it without one and add that copy");
        return;
    }
    information(&document, layer);
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    if numbers.is_empty() {
        layer.say("the PDF has no pages; ask for it again, or print it to a new PDF");
    }
    let mut reading = Pages::default();
    // All pages at once is faster by their number: each page asked for alone is looked up among all.
    let whole = catch_unwind(AssertUnwindSafe(|| output_doc(&document, &mut reading)));
    let mut finished = if matches!(whole, Ok(Ok(()))) { reading.take_all() } else { reading.take_finished() };
    let mut pages = Vec::new();
    for number in numbers {
        if let Some(lines) = finished.remove(&number) {
            pages.push((number, lines, None));
            continue;
        }
        // One bad page must not cost those after it.
        let mut reading = Pages::default();
        let failed = match catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut reading, number)))
        {
            Ok(Ok(())) => None,
            Ok(Err(e)) => Some(e.to_string()),
            Err(panic) => Some(panic_words(panic.as_ref())),
        };
        pages.push((number, reading.take_all().remove(&number).unwrap_or_default(), failed));
    }
    let words = Words::of(pages.iter().flat_map(|(_, lines, _)| lines));
    for (number, lines, failed) in &pages {
        let start = layer.position();
        for (kind, paragraph) in paragraphs(lines, &words) {
            layer.push(kind, &paragraph);
        }
        layer.end_page(*number, start);
        if let Some(why) = failed {
            layer.say_of_page(
                *number,
                format!("page {number} is damaged; its text may be missing or cut off ({why})"),
            );
        } else if lines.is_empty() {
            layer.say_of_page(*number, format!(
                "page {number} has no text layer (scanned?); type it out or recognise its text with another program"
            ));
        }
    }
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("the reader broke off").chars().take(200).collect()
}

fn information(document: &Document, layer: &mut LayerBuilder) {
    let information = document.trailer.get(b"Info").ok().and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        Object::Dictionary(dictionary) => Some(dictionary),
        _ => None,
    });
    let Some(information) = information else { return };
    let value = |key: &[u8]| {
        let object = information.get(key).ok()?;
        let object = document.dereference(object).ok()?.1;
        let text = pdf_extract::decode_text_string(object).ok()?;
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let metadata = layer.metadata();
    metadata.title = value(b"Title");
    metadata.author = value(b"Author");
    for (key, origin) in [(b"CreationDate".as_slice(), "PDF CreationDate"), (b"ModDate", "PDF ModDate")] {
        if let Some(date) = value(key).and_then(|date| iso_date(&date)) {
            metadata.date = Some(date);
            metadata.date_origin = Some(origin.to_owned());
            break;
        }
    }
}

/// `D:20240305143000+05'00'` as `2024-03-05T14:30:00+05:00`.
fn iso_date(text: &str) -> Option<String> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let part = |at: usize, len: usize| digits.get(at..at + len);
    let mut date = format!("{}-{}-{}", part(0, 4)?, part(4, 2)?, part(6, 2)?);
    if let (Some(hour), Some(minute)) = (part(8, 2), part(10, 2)) {
        date.push_str(&format!("T{hour}:{minute}:{}", part(12, 2).unwrap_or("00")));
        let zone = text.get(digits.len()..).unwrap_or_default();
        let offset: String = zone.chars().filter(char::is_ascii_digit).take(4).collect();
        match zone.chars().next() {
            Some('Z') => date.push('Z'),
            Some(sign @ ('+' | '-')) if offset.len() == 4 => {
                let (hours, minutes) = offset.split_at_checked(2)?;
                date.push_str(&format!("{sign}{hours}:{minutes}"));
            }
            _ => {}
        }
    }
    Some(date)
}

/// A line of text on a page. Lengths are in the units of the page, 1/72 inch unless scaled; `y` grows downwards.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

/// Glyphs coming in, in the order of the content stream, put together to lines, page by page.
#[derive(Default)]
struct Pages {
    finished: BTreeMap<u32, Vec<Line>>,
    number: u32,
    height: f64,
    lines: Vec<Line>,
}

impl Pages {
    /// The pages that were read to their end.
    fn take_finished(&mut self) -> BTreeMap<u32, Vec<Line>> {
        std::mem::take(&mut self.finished)
    }

    /// Those, and what there is of the one that was not.
    fn take_all(&mut self) -> BTreeMap<u32, Vec<Line>> {
        self.finish();
        self.take_finished()
    }

    fn finish(&mut self) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.retain(|line| !line.text.trim().is_empty());
        if !lines.is_empty() || self.number > 0 {
            self.finished.entry(self.number).or_default().extend(lines);
        }
    }
}

impl OutputDev for Pages {
    fn begin_page(
        &mut self,
        number: u32,
        media_box: &MediaBox,
        _art_box: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.number = number;
        self.height = media_box.ury;
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        glyph: &str,
    ) -> Result<(), OutputError> {
        // The side of the square with the area of the glyph's box: right also where the text is turned.
        let size = (font_size * font_size * (place.m11 * place.m22 - place.m12 * place.m21)).abs().sqrt();
        let (x, y) = (place.m31, self.height - place.m32);
        let end = x + width * size;
        match self.lines.last_mut() {
            Some(line) if (y - line.y).abs() <= 0.5 * size.max(line.size) && x >= line.left - size => {
                if x > line.right + 0.15 * size && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(glyph);
                line.right = end;
                line.size = line.size.max(size);
            }
            _ => self.lines.push(Line { text: glyph.to_owned(), left: x, right: end, y, size }),
        }
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.finish();
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// The whole words of a document, to tell a hyphen that a line end put in from one that belongs to the word.
struct Words(BTreeSet<String>);

impl Words {
    fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut words = BTreeSet::new();
        for line in lines {
            let broken = line.text.trim_end().ends_with(['-', '\u{ad}', '\u{2010}']);
            let all: Vec<&str> = line.text.split(|c: char| !is_word(c)).filter(|w| !w.is_empty()).collect();
            let whole = all.len().saturating_sub(usize::from(broken));
            words.extend(all.iter().take(whole).map(|word| word.to_lowercase()));
        }
        Self(words)
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\u{2010}')
}

/// Lines that belong together, joined. A line goes on in the next where that stands one step further down in the
/// same size, and its first word would not have fitted on the line before.
fn paragraphs(lines: &[Line], words: &Words) -> Vec<(BlockKind, String)> {
    let step = usual_step(lines);
    let mut all: Vec<(BlockKind, String)> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in lines {
        let text = line.text.trim();
        let bullet = text.starts_with(BULLETS);
        let goes_on = last.is_some_and(|last| {
            let down = line.y - last.y;
            let close = down > 0.0 && down <= step.max(last.size) * 1.35;
            let same_size = (line.size - last.size).abs() <= 0.15 * last.size;
            close && same_size && !bullet && !has_room_for(last, line, lines)
        });
        match all.last_mut() {
            Some((_, paragraph)) if goes_on => join(paragraph, text, words),
            _ if bullet => all.push((BlockKind::ListItem, text.to_owned())),
            _ => all.push((BlockKind::Paragraph, text.to_owned())),
        }
        last = Some(line);
    }
    all
}

const BULLETS: [char; 7] =
    ['\u{2022}', '\u{2023}', '\u{25aa}', '\u{25cf}', '\u{25e6}', '\u{25a0}', '\u{f0b7}'];

/// The first word of `next` would have fitted at the end of `line`: whoever broke the line there meant to.
fn has_room_for(line: &Line, next: &Line, lines: &[Line]) -> bool {
    let near = |other: &&Line| (other.left - line.left).abs() <= 3.0 * line.size;
    let margin = lines.iter().filter(near).map(|other| other.right).fold(line.right, f64::max);
    let characters = next.text.chars().count().max(1) as f64;
    let word = next.text.trim_start().chars().take_while(|c| !c.is_whitespace()).count() as f64;
    let width = (next.right - next.left) / characters;
    line.right + (word + 1.5) * width < margin
}

/// The commonest distance between one line and the next below it.
fn usual_step(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> = lines
        .iter()
        .zip(lines.iter().skip(1))
        .map(|(above, below)| below.y - above.y)
        .filter(|step| *step > 0.0 && *step < 60.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    // Gaps between paragraphs are larger and rarer than those between lines.
    steps.get(steps.len() / 3).copied().unwrap_or(0.0)
}

/// Joins a line to its paragraph. A hyphen at the end is taken out only where the document shows the word without
/// it, or where it is a soft one, which nobody types by hand.
fn join(paragraph: &mut String, line: &str, words: &Words) {
    if paragraph.ends_with('\u{ad}') {
        paragraph.pop();
        paragraph.push_str(line);
        return;
    }
    let hyphen = paragraph.ends_with(['-', '\u{2010}']);
    let before: String = paragraph.chars().rev().skip(1).take_while(|c| is_word(*c)).collect();
    let before: String = before.chars().rev().collect();
    let after: String = line.chars().take_while(|c| is_word(*c)).collect();
    let letters = before.chars().next_back().is_some_and(char::is_alphabetic)
        && after.chars().next().is_some_and(char::is_lowercase);
    if hyphen && letters {
        if words.has(&format!("{before}{after}")) && !words.has(&format!("{before}-{after}")) {
            paragraph.pop();
        }
        paragraph.push_str(line);
        return;
    }
    paragraph.push(' ');
    paragraph.push_str(line);
}
