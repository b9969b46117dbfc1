//! Streams and strings of a PDF (ISO 32000-2, 7.3.4 and 7.3.8), found without trust in its tables.

use memchr::memmem;

/// Streams that are looked into.
pub(super) const STREAMS: usize = 1_000_000;
/// Parentheses in parentheses of a string.
const DEEPEST: usize = 64;
/// A longer string that is mostly no text is searched for runs of text.
const PLAIN: usize = 256;
/// A longer string is taken as if it ended there.
const LONGEST: usize = 1 << 20;

/// `bytes` begin as a PDF does (ISO 32000-2, 7.5.2; readers look for the header in the first kilobyte).
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..bytes.len().min(1024)).is_some_and(|head| position(head, b"%PDF-").is_some())
}

/// The bytes of each stream as they stand there, and those between them.
pub(super) fn streams(bytes: &[u8]) -> (Vec<&[u8]>, Vec<&[u8]>) {
    let (mut streams, mut between) = (Vec::new(), Vec::new());
    let (mut rest, mut searched) = (bytes, 0);
    while let Some(at) = position(rest.get(searched..).unwrap_or_default(), b"stream") {
        let end = searched + at + 6;
        let after = rest.get(end..).unwrap_or_default();
        let body = after
            .strip_prefix(b"\r\n")
            .or_else(|| after.strip_prefix(b"\n"))
            .or_else(|| after.strip_prefix(b"\r"));
        let Some(body) = body.filter(|_| streams.len() < STREAMS) else {
            searched = end;
            continue;
        };
        between.push(rest.get(..end).unwrap_or_default());
        let length = position(body, b"endstream").unwrap_or(body.len());
        streams.push(body.get(..length).unwrap_or_default());
        (rest, searched) = (body.get(length.saturating_add(9)..).unwrap_or_default(), 0);
    }
    between.push(rest);
    (streams, between)
}

fn position(bytes: &[u8], what: &[u8]) -> Option<usize> {
    memmem::find(bytes, what)
}

/// The texts of the strings in `bytes`, literal and hexadecimal.
pub(super) fn strings(bytes: &[u8]) -> Vec<String> {
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let read = match byte {
            b'(' => Some(literal(bytes, at + 1)),
            b'<' if bytes.get(at + 1) != Some(&b'<') => hexadecimal(bytes, at + 1),
            _ => None,
        };
        match read {
            Some((string, end)) => {
                if string.len() > 1 {
                    let text = text(&string);
                    // A parenthesis among compressed bytes begins no string.
                    strings.push(if string.len() > PLAIN {
                        super::decode::without_noise(&text)
                    } else {
                        text
                    });
                }
                at = end;
            }
            None => at += 1,
        }
    }
    strings
}

/// A string that does not end is read all the same, so that this stays linear.
fn literal(bytes: &[u8], from: usize) -> (Vec<u8>, usize) {
    let (mut string, mut depth, mut at) = (Vec::new(), 1, from);
    while let Some(byte) = bytes.get(at).filter(|_| at - from < LONGEST) {
        at += 1;
        match byte {
            b'(' if depth < DEEPEST => {
                depth += 1;
                string.push(b'(');
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return (string, at);
                }
                string.push(b')');
            }
            b'\\' => {
                let Some(escaped) = bytes.get(at) else { break };
                at += 1;
                match escaped {
                    b'n' => string.push(b'\n'),
                    b'r' => string.push(b'\r'),
                    b't' => string.push(b'\t'),
                    b'b' | b'f' | b'\n' => {}
                    b'\r' => at += usize::from(bytes.get(at) == Some(&b'\n')),
                    b'0'..=b'7' => {
                        let mut value = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some(digit) = bytes.get(at).filter(|digit| (b'0'..=b'7').contains(digit))
                            else {
                                break;
                            };
                            value = value * 8 + u32::from(digit - b'0');
                            at += 1;
                        }
                        string.push(u8::try_from(value & 0xff).unwrap_or_default());
                    }
                    other => string.push(*other),
                }
            }
            other => string.push(*other),
        }
    }
    (string, at)
}

fn hexadecimal(bytes: &[u8], from: usize) -> Option<(Vec<u8>, usize)> {
    let mut digits = Vec::new();
    let mut at = from;
    loop {
        let byte = bytes.get(at).filter(|_| at - from < LONGEST)?;
        at += 1;
        match byte {
            b'>' => break,
            byte if byte.is_ascii_whitespace() => {}
            byte => digits.push(char::from(*byte).to_digit(16)?),
        }
    }
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => high * 16 + low,
        [high] => high * 16,
        _ => 0,
    });
    Some((pairs.filter_map(|byte| u8::try_from(byte).ok()).collect(), at))
}

fn text(string: &[u8]) -> String {
    let big = string.strip_prefix(&[0xfe, 0xff]).map(|rest| (rest, true));
    if let Some((rest, big)) = big.or_else(|| string.strip_prefix(&[0xff, 0xfe]).map(|rest| (rest, false))) {
        let units = rest.chunks_exact(2).filter_map(|pair| {
            let pair = pair.try_into().ok()?;
            Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
        });
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    }
    match std::str::from_utf8(string) {
        Ok(text) => text.to_owned(),
        Err(_) => string.iter().map(|byte| char::from(*byte)).collect(),
    }
}
