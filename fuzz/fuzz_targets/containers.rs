//! Any bytes as an archive, mail, mailbox or web archive: what comes out keeps its promises, and nothing comes out twice
//! differently.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remand_text::{Limits, extract};

/// Names by which a kind of file is told where the bytes leave it open.
const NAMES: [&str; 8] =
    ["a", "a.eml", "a.msg", "a.mht", "a.mbox", "a.warc.gz", "a.zip", "a.html"];

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else { return };
    // PDF has a target of its own, and its parser panics by design of the child process.
    if bytes.windows(5).any(|window| window == b"%PDF-") {
        return;
    }
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let limits = Limits { text_bytes: 1 << 16, parts: 50, part_bytes: 1 << 20, ..Limits::default() };
    let found = extract(bytes, name, bytes.len() as u64, &limits);
    assert!(found.layer.text.len() <= limits.text_bytes);
    // A mark of byte order is blank, too.
    let blank = |gap: &str| gap.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
    let mut end = 0;
    for block in &found.layer.blocks {
        assert!(found.layer.text.get(end..block.span.start).is_some_and(blank));
        assert!(found.layer.text.get(block.span.clone()).is_some_and(|text| !text.is_empty()));
        end = block.span.end;
    }
    assert!(found.parts.len() <= limits.parts);
    assert!(found.parts.iter().map(|part| part.bytes.len() as u64).sum::<u64>() <= limits.part_bytes);
    for part in &found.parts {
        assert!(!part.name.is_empty() && part.name.len() <= 1000);
        assert!(part.name.split('/').all(|piece| !piece.is_empty() && piece != ".." && piece != "."), "{}", part.name);
        assert!(!part.name.contains(char::is_control), "{:?}", part.name);
    }
    assert!(!found.layer.text.is_empty() || !found.layer.diagnostics.is_empty(), "silence");
});
