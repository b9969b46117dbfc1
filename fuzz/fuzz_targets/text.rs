//! Reading any bytes as a file: it ends, and what comes of it is a text layer: blocks and pages lie in the text, in
//! order, and leave out nothing but white space.
//!
//! The first byte picks the end of the name. Files that are read by other people's parsers alone (PDF, workbooks of
//! Excel) are left out: those may panic, which costs a child process and is caught there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remand_text::{Limits, extract};

const NAMES: [&str; 10] = [
    "file.rtf", "file.doc", "file.docx", "file.fodt", "file.xml", "file.md", "file.csv", "file.html", "file.txt",
    "file.odt",
];

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

fn left_to_others(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    contains(start, b"%PDF-")
        || (bytes.starts_with(b"PK") && contains(bytes, b"xl/"))
        || contains(bytes, b"B\0o\0o\0k\0")
        || contains(bytes, b"W\0o\0r\0k\0b\0")
}

fuzz_target!(|input: &[u8]| {
    let Some((pick, bytes)) = input.split_first() else { return };
    if left_to_others(bytes) {
        return;
    }
    let limits = Limits { text_bytes: 1 << 20, ..Limits::default() };
    let name = NAMES[usize::from(*pick) % NAMES.len()];
    let layer = extract(bytes, name, bytes.len() as u64, &limits).layer;
    let blank = |text: &str| text.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
    let mut end = 0;
    for block in &layer.blocks {
        assert!(layer.text.get(end..block.span.start).is_some_and(blank), "text left out before {:?}", block.span);
        assert!(!layer.text.get(block.span.clone()).expect("a block lies in the text").is_empty());
        end = block.span.end;
    }
    assert!(layer.text.get(end..).is_some_and(blank), "text left out at the end");
    for pair in layer.pages.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "pages overlap");
    }
});
