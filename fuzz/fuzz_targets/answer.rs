//! Any bytes as the answer of a child process that was taken over: what is not refused keeps its promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remand_text::{Limits, check_answer};

const TEXT: usize = 1 << 16;
const PARTS: usize = 8;
const PART_BYTES: u64 = 1 << 16;

fuzz_target!(|answer: &[u8]| {
    let limits = Limits { text_bytes: TEXT, parts: PARTS, part_bytes: PART_BYTES, ..Limits::default() };
    let Ok(extract) = check_answer(answer, &limits, 100) else { return };
    let layer = &extract.layer;
    assert!(layer.text.len() <= TEXT);
    let mut end = 0;
    for block in &layer.blocks {
        assert!(layer.text.get(end..block.span.start).is_some(), "blocks are in order");
        assert!(layer.text.get(block.span.clone()).is_some_and(|text| !text.is_empty()), "blocks lie in the text");
        end = block.span.end;
    }
    let mut end = 0;
    for page in &layer.pages {
        assert!(page.span.start >= end && layer.text.get(page.span.clone()).is_some(), "pages lie in the text");
        end = page.span.end;
    }
    assert!(layer.diagnostics.len() <= 300);
    assert!(extract.parts.len() <= PARTS);
    assert!(extract.parts.iter().map(|part| part.bytes.len() as u64).sum::<u64>() <= PART_BYTES);
});
