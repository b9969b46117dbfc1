//! What passes between this program and the child that parses: a request, and an answer that is checked.

use std::io::{self, Read, Write};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Diagnostic, TextLayer};

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
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(20), memory: 1 << 30, text_bytes: 32 << 20, input_bytes: 256 << 20 }
    }
}

impl Limits {
    /// Most bytes of an answer: the text, and the places of its blocks.
    pub(crate) fn answer_bytes(&self) -> u64 {
        (self.text_bytes as u64).saturating_mul(8).saturating_add(1 << 20)
    }
}

/// First line of a request; the bytes of the file follow until the end of the stream.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) name: String,
    /// Bytes that follow.
    pub(crate) sent: usize,
    /// Size of the file.
    pub(crate) total: u64,
    pub(crate) limits: Limits,
}

/// Writes an answer: the length of the text (8 bytes, little-endian), the text, and the rest of the layer as JSON.
/// The text stands apart because as JSON it could grow to six times its size.
pub(crate) fn write_answer(mut layer: TextLayer, mut to: impl Write) -> io::Result<()> {
    let text = std::mem::take(&mut layer.text);
    to.write_all(&(text.len() as u64).to_le_bytes())?;
    to.write_all(text.as_bytes())?;
    serde_json::to_writer(&mut to, &layer)?;
    to.flush()
}

/// Reads an answer and checks it: it comes from a process that a hostile file may have taken over.
pub(crate) fn read_answer(answer: Vec<u8>, limits: &Limits) -> Result<TextLayer, String> {
    let mut rest = answer.as_slice();
    let mut length = [0; 8];
    rest.read_exact(&mut length).map_err(|_| "it is cut off".to_owned())?;
    let length = usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > limits.text_bytes {
        return Err("its text is longer than allowed".to_owned());
    }
    let (text, json) = rest.split_at_checked(length).ok_or("it is cut off")?;
    let text = std::str::from_utf8(text).map_err(|_| "its text is not UTF-8")?.to_owned();
    let mut layer: TextLayer = serde_json::from_slice(json).map_err(|e| format!("its form is wrong: {e}"))?;
    drop(answer);
    layer.text = text;
    check(&layer)?;
    tame(&mut layer);
    Ok(layer)
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
    Ok(())
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// Keeps what a page has to show within what a person can read.
fn tame(layer: &mut TextLayer) {
    const DIAGNOSTICS: usize = 200;
    let more = layer.diagnostics.len().saturating_sub(DIAGNOSTICS);
    if more > 0 {
        layer.diagnostics.truncate(DIAGNOSTICS);
        layer.diagnostics.push(Diagnostic { page: None, message: format!("and {more} more of this kind") });
    }
    for diagnostic in &mut layer.diagnostics {
        shorten(&mut diagnostic.message, 1000);
    }
    let metadata = &mut layer.metadata;
    for value in [&mut metadata.title, &mut metadata.author, &mut metadata.to, &mut metadata.date]
        .into_iter()
        .flatten()
    {
        shorten(value, 2000);
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
