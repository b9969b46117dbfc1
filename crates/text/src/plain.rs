//! Plain text: the file's own characters, in paragraphs.

use std::ops::Range;

use crate::charset::{self, Decoded};
use crate::{Block, BlockKind, Diagnostic, TextLayer};

/// Reads plain text. `left_out` is how many bytes of the file did not reach the worker.
pub(crate) fn read(bytes: &[u8], left_out: u64, limit: usize) -> TextLayer {
    let mut diagnostics = Vec::new();
    let mut say = |message: String| diagnostics.push(Diagnostic { page: None, message });
    let kept = beginning(bytes, limit);
    let left_out = left_out.saturating_add((bytes.len() - kept.len()) as u64);
    let Decoded { mut text, note, .. } = charset::decode(kept, None, left_out > 0);
    if let Some(note) = note {
        say(note);
    }
    let mut too_long = 0;
    if text.len() > limit {
        let end = text.floor_char_boundary(limit);
        too_long = text.len() - end;
        text.truncate(end);
    }
    if left_out > 0 || too_long > 0 {
        let more =
            if too_long > 0 { format!(" and {too_long} bytes of decoded text") } else { String::new() };
        let read = text.len();
        say(format!(
            "the file is too long: {read} bytes of text were read, {left_out} bytes of the file{more} after them \
             were left out; split the file"
        ));
    }
    let blocks =
        paragraphs(&text).into_iter().map(|span| Block { kind: BlockKind::Paragraph, span }).collect();
    TextLayer { text, media_type: "text/plain".to_owned(), blocks, diagnostics, ..TextLayer::default() }
}

/// The first `limit` bytes, cut where no UTF-8 sequence is broken.
fn beginning(bytes: &[u8], limit: usize) -> &[u8] {
    let Some((kept, _)) = bytes.split_at_checked(limit).filter(|(_, rest)| !rest.is_empty()) else {
        return bytes;
    };
    let tail = kept.iter().rev().take(4).take_while(|b| (**b & 0b1100_0000) == 0b1000_0000).count();
    let whole = kept.len().saturating_sub(tail.saturating_add(1));
    match (kept.get(..whole), kept.get(whole..).map(std::str::from_utf8)) {
        (Some(shorter), Some(Err(_))) => shorter,
        _ => kept,
    }
}

/// The runs of lines between blank ones, without the white space around them. A line of nothing but white space,
/// no-break spaces included, is blank.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\u{2029}', '\u{c}']) {
        let blank_after = line.ends_with(['\u{2029}', '\u{c}']);
        let words = line.trim_matches(is_blank);
        if words.is_empty() {
            all.extend(open.take());
        } else {
            let from = start + (line.len() - line.trim_start_matches(is_blank).len());
            let to = from + words.len();
            open = Some(open.map_or(from, |paragraph| paragraph.start)..to);
            if blank_after {
                all.extend(open.take());
            }
        }
        start += line.len();
    }
    all.extend(open);
    all
}

/// White space, or a byte order mark, which stands for nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}
