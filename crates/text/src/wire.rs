//! What passes between this program and the child that parses: a request, and an answer that is checked.

use std::io::{self, Read, Write};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::collect::{Assembly, Frame, PIECE};
use crate::{Diagnostic, Extract, Part, Statement, TextLayer, Tool};

/// What parsing one file may cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Longest time from start to answer, after which the child is killed.
    pub time: Duration,
    /// Most address space of the child, in bytes.
    pub memory: u64,
    /// Most bytes of text taken from one file; what is beyond is left out and said.
    pub text_bytes: usize,
    /// Most bytes of a file handed to the child.
    pub input_bytes: usize,
    /// Most files taken out of one file.
    pub parts: usize,
    /// Most bytes of all files taken out of one file together.
    pub part_bytes: u64,
    /// How many times as large as the file they are in all files taken out of it may be together, where they have
    /// more than [`Limits::EXPANSION_FREE`] bytes.
    pub expansion: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(20),
            memory: 1 << 30,
            text_bytes: 32 << 20,
            input_bytes: 256 << 20,
            parts: 20_000,
            part_bytes: 512 << 20,
            expansion: 200,
        }
    }
}

impl Limits {
    /// Bytes that may come out of a file whatever its own size.
    pub const EXPANSION_FREE: u64 = 10 << 20;

    /// Most bytes of a layer: the text, and the places of its blocks.
    pub(crate) fn layer_bytes(&self) -> u64 {
        (self.text_bytes as u64).saturating_mul(8).saturating_add(1 << 20)
    }
}

/// What a child is asked: the length of this as JSON (8 bytes, little-endian), the JSON, and the bytes of the file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    /// Bytes of the file that follow.
    pub(crate) sent: usize,
    pub(crate) limits: Limits,
    pub(crate) job: Job,
}

/// What the child is to do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Job {
    /// Read the file, of which `total` bytes were received.
    Extract { name: String, total: u64 },
    /// Read the words of the pages of a PDF with another library than the one that reads it otherwise.
    ReadAgain,
    /// Draw these pages, numbered as in [`TextLayer::pictures`], as grey pictures, one part each, for a machine to
    /// recognise their text.
    Draw { name: String, pages: Vec<u32> },
    /// Make the pages of a PDF, or an image, ready to be bound into another PDF, with a strip free at the foot of each, so
    /// many points high.
    Bind { name: String, strip: f32 },
    /// Find the marks of a Word document.
    Marks,
    /// Become this program, which finds the file on its standard input.
    Become(Tool),
    /// Say what shuts it in.
    Report,
}

impl Request {
    /// Most bytes of the JSON.
    const LONGEST: u64 = 1 << 20;

    /// What stands before the bytes of the file.
    pub(crate) fn header(&self) -> io::Result<Vec<u8>> {
        let json = serde_json::to_vec(self)?;
        Ok([&(json.len() as u64).to_le_bytes(), json.as_slice()].concat())
    }

    /// Reads it, and nothing beyond it.
    pub(crate) fn read(mut from: impl Read) -> io::Result<Self> {
        let mut length = [0; 8];
        from.read_exact(&mut length)?;
        let mut json = Vec::new();
        from.take(u64::from_le_bytes(length).min(Self::LONGEST)).read_to_end(&mut json)?;
        Ok(serde_json::from_slice(&json)?)
    }
}

/// Most bytes of what is said about one part, as JSON.
const PART_HEAD: usize = 1 << 20;

/// Writes a frame of a part: a letter, and after it a length (4 bytes, little-endian) and as many bytes. `B` has bytes
/// of the part, `E` ends it with what is said about it as JSON, `F` has nothing after it: the bytes are to be forgotten.
pub(crate) fn write_frame(frame: Frame<'_>, mut to: impl Write) -> io::Result<()> {
    let mut framed = |letter: u8, bytes: &[u8]| {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        to.write_all(&[letter])?;
        to.write_all(&length.to_le_bytes())?;
        to.write_all(bytes)
    };
    match frame {
        Frame::Bytes(bytes) => framed(b'B', bytes),
        Frame::End(part) => framed(b'E', &serde_json::to_vec(&part)?),
        Frame::Forget => to.write_all(b"F"),
    }
}

/// Writes the end of an answer: `L`, the length of the text (8 bytes, little-endian), the text, and the rest of the
/// layer as JSON. The text stands apart because as JSON it could grow to six times its size.
pub(crate) fn write_layer(mut layer: TextLayer, mut to: impl Write) -> io::Result<()> {
    let text = std::mem::take(&mut layer.text);
    to.write_all(b"L")?;
    to.write_all(&(text.len() as u64).to_le_bytes())?;
    to.write_all(text.as_bytes())?;
    serde_json::to_writer(&mut to, &layer)?;
    to.flush()
}

/// Why an answer is not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It ends before its end: what the child said last may tell why.
    CutOff,
    /// What is wrong with it.
    Wrong(String),
}

impl From<io::Error> for Refused {
    fn from(_: io::Error) -> Self {
        Self::CutOff
    }
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self::Wrong(why)
    }
}

impl From<&str> for Refused {
    fn from(why: &str) -> Self {
        Self::Wrong(why.to_owned())
    }
}

impl From<serde_json::Error> for Refused {
    fn from(e: serde_json::Error) -> Self {
        Self::Wrong(format!("its form is wrong: {e}"))
    }
}

/// Checks `answer` as what a child wrote of a file of `input` bytes, as [`crate::Reader`] does.
pub fn check_answer(answer: &[u8], limits: &Limits, input: u64) -> Result<Extract, String> {
    let mut parts = Vec::new();
    let mut keep = |part| {
        parts.push(part);
        true
    };
    match read_answer(answer, limits, input, &mut keep) {
        Ok(layer) => Ok(Extract { layer, parts }),
        Err(Refused::CutOff) => Err("it is cut off".to_owned()),
        Err(Refused::Wrong(why)) => Err(why),
    }
}

/// Reads an answer and checks it: it comes from a process that a hostile file may have taken over. `input` is the
/// size of the file. Each part goes to `keep` as it is complete; `keep` gives false when nobody waits any more.
pub(crate) fn read_answer(
    mut from: impl Read,
    limits: &Limits,
    input: u64,
    keep: &mut dyn FnMut(Part) -> bool,
) -> Result<TextLayer, Refused> {
    let mut assembly = Assembly::new(limits, input);
    let mut buffer = Vec::new();
    loop {
        let mut letter = [0];
        from.read_exact(&mut letter)?;
        let most = match letter {
            [b'B'] => PIECE,
            [b'E'] => PART_HEAD,
            [b'F'] => 0,
            [b'L'] => return read_layer(from, limits),
            _ => return Err("its form is wrong".into()),
        };
        if most > 0 {
            let mut length = [0; 4];
            from.read_exact(&mut length)?;
            let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
            if length > most {
                return Err("a piece of it is longer than allowed".into());
            }
            buffer.resize(length, 0);
            from.read_exact(&mut buffer)?;
        }
        let frame = match letter {
            [b'B'] => Frame::Bytes(&buffer),
            [b'E'] => Frame::End(serde_json::from_slice(&buffer)?),
            _ => Frame::Forget,
        };
        if let Some(part) = assembly.take(frame)?
            && !keep(part)
        {
            return Err("nobody waits for it any more".into());
        }
    }
}

/// Reads an answer that is bytes alone, up to what a layer may have.
pub(crate) fn read_bytes(from: impl Read, limits: &Limits) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    let most = limits.layer_bytes();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err("it is too long to handle".into());
    }
    Ok(bytes)
}

fn read_layer(mut from: impl Read, limits: &Limits) -> Result<TextLayer, Refused> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > limits.text_bytes {
        return Err("its text is longer than allowed".into());
    }
    let rest = read_bytes(from, limits)?;
    let (text, json) = rest.split_at_checked(length).ok_or(Refused::CutOff)?;
    let text = std::str::from_utf8(text).map_err(|_| "its text is not UTF-8")?.to_owned();
    let mut layer: TextLayer = serde_json::from_slice(json)?;
    drop(rest);
    layer.text = text;
    check_layer(&mut layer)?;
    Ok(layer)
}

/// Checks a layer that may have been made to mislead, and keeps what it says to a length that a page can show.
pub(crate) fn check_layer(layer: &mut TextLayer) -> Result<(), String> {
    check(layer)?;
    tame(layer);
    Ok(())
}

/// Pages and blocks lie in the text, in order, between characters; blocks leave out only white space.
fn check(layer: &TextLayer) -> Result<(), String> {
    let mut end = 0;
    for block in &layer.blocks {
        let between = layer
            .text
            .get(end..block.span.start)
            .ok_or("a block lies outside of the text or over another")?;
        if !is_blank(between) {
            return Err("its blocks leave out text".to_owned());
        }
        if layer.text.get(block.span.clone()).is_none_or(str::is_empty) {
            return Err("a block lies outside of the text".to_owned());
        }
        end = block.span.end;
    }
    if !layer.text.get(end..).is_some_and(is_blank) {
        return Err("its blocks leave out text".to_owned());
    }
    let mut end = 0;
    for page in &layer.pages {
        if page.span.start < end || layer.text.get(page.span.clone()).is_none() {
            return Err("a page lies outside of the text or over another".to_owned());
        }
        end = page.span.end;
    }
    let mut end = 0;
    for word in &layer.recognised {
        if word.span.start < end || word.confidence > 100 || layer.text.get(word.span.clone()).is_none() {
            return Err("a recognised word lies outside of the text or over another".to_owned());
        }
        end = word.span.end;
    }
    Ok(())
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// Keeps what a page has to show within what a person can read.
fn tame(layer: &mut TextLayer) {
    const DIAGNOSTICS: usize = 200;
    const STATEMENTS: usize = 200;
    let more = layer.diagnostics.len().saturating_sub(DIAGNOSTICS);
    if more > 0 {
        layer.diagnostics.truncate(DIAGNOSTICS);
        layer.diagnostics.push(Diagnostic { page: None, message: format!("and {more} more of this kind") });
    }
    for diagnostic in &mut layer.diagnostics {
        shorten(&mut diagnostic.message, 1000);
    }
    let metadata = &mut layer.metadata;
    let values = [
        &mut metadata.title,
        &mut metadata.author,
        &mut metadata.to,
        &mut metadata.date,
        &mut metadata.modified,
        &mut metadata.modified_by,
    ];
    for value in values.into_iter().flatten() {
        shorten(value, 2000);
    }
    metadata.said.truncate(STATEMENTS);
    for Statement { name, value } in &mut metadata.said {
        shorten(name, 100);
        shorten(value, 2000);
    }
    layer.engines.truncate(10);
    for engine in &mut layer.engines {
        shorten(&mut engine.name, 100);
        shorten(&mut engine.version, 100);
        if let Some(settings) = &mut engine.settings {
            shorten(settings, 200);
        }
    }
    shorten(&mut layer.media_type, 200);
}

/// Cuts a text for display to about `bytes` bytes, with an ellipsis, and replaces control characters.
pub(crate) fn shorten(text: &mut String, bytes: usize) {
    if text.len() > bytes {
        text.truncate(text.floor_char_boundary(bytes));
        text.push('\u{2026}');
    }
    if text.contains(char::is_control) {
        *text = text.replace(char::is_control, " ");
    }
}
