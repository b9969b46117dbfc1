//! Web and mail addresses, and symbols of documents.

use std::ops::Range;

use memchr::memchr3;

use super::is_space;

/// The next web or mail address at or after `from`, or a piece that a broken line leaves of one; or a symbol such as
/// `A/HRC/33/66`. It goes from white space to white space. Where there is none, it lies after the text.
pub(super) fn next_address(text: &str, mut from: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    while let Some(mark) = bytes.get(from..).and_then(|rest| memchr3(b'/', b'@', b'w', rest)) {
        let mark = from + mark;
        // Most words with this letter are no address.
        if bytes.get(mark) == Some(&b'w') && !bytes.get(mark..).is_some_and(|rest| rest.starts_with(b"www."))
        {
            from = mark + 1;
            continue;
        }
        let before = text.get(..mark).unwrap_or_default();
        let start =
            before.char_indices().rev().find(|&(_, c)| is_space(c)).map_or(0, |(at, c)| at + c.len_utf8());
        let after = text.get(mark..).unwrap_or_default();
        let end = mark + after.find(is_space).unwrap_or(after.len());
        if text.get(start..end).is_some_and(is_address) {
            return start..end;
        }
        from = end;
    }
    text.len()..text.len()
}

fn is_address(chunk: &str) -> bool {
    if chunk.len() < 5 {
        return false;
    }
    let (mut slashes, mut letters, mut at) = (0, false, false);
    for b in chunk.bytes() {
        match b {
            b'/' => slashes += 1,
            b'@' => at = true,
            b'a'..=b'z' | b'A'..=b'Z' => letters = true,
            _ => {}
        }
    }
    letters && (slashes >= 2 || (at && chunk.contains('.')) || chunk.contains("www."))
}
