//! Text strings of a PDF (ISO 32000-2, 7.9.2.2): UTF-16 with a mark, UTF-8 with a mark, or PDFDocEncoding.

/// The text of a string.
pub(super) fn text_string(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        without_language_codes(&utf16(rest, u16::from_be_bytes))
    } else if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        without_language_codes(&utf16(rest, u16::from_le_bytes))
    } else if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        without_language_codes(&String::from_utf8_lossy(rest))
    } else {
        bytes.iter().map(|byte| doc_encoding(*byte)).collect()
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

/// A language code stands between two escape characters; it is no part of the text.
fn without_language_codes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    while parts.next().is_some() {
        kept.push_str(parts.next().unwrap_or_default());
    }
    kept
}

/// PDFDocEncoding (ISO 32000-2, annex D.3): Latin-1 but for these.
fn doc_encoding(byte: u8) -> char {
    const ACCENTS: [char; 8] =
        ['\u{2d8}', '\u{2c7}', '\u{2c6}', '\u{2d9}', '\u{2dd}', '\u{2db}', '\u{2da}', '\u{2dc}'];
    const HIGH: [char; 33] = [
        '\u{2022}', '\u{2020}', '\u{2021}', '\u{2026}', '\u{2014}', '\u{2013}', '\u{192}', '\u{2044}',
        '\u{2039}', '\u{203a}', '\u{2212}', '\u{2030}', '\u{201e}', '\u{201c}', '\u{201d}', '\u{2018}',
        '\u{2019}', '\u{201a}', '\u{2122}', '\u{fb01}', '\u{fb02}', '\u{141}', '\u{152}', '\u{160}',
        '\u{178}', '\u{17d}', '\u{131}', '\u{142}', '\u{153}', '\u{161}', '\u{17e}', '\u{fffd}', '\u{20ac}',
    ];
    let at = |table: &[char], from: u8| table.get(usize::from(byte - from)).copied();
    match byte {
        0x18..=0x1f => at(&ACCENTS, 0x18),
        0x80..=0xa0 => at(&HIGH, 0x80),
        _ => Some(char::from(byte)),
    }
    .unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::text_string;

    #[test]
    fn strings_say_how_they_are_written() {
        let cases: [(&[u8], &str); 9] = [
            (b"Order \x84 signed \xa0 5", "Order \u{2014} signed \u{20ac} 5"),
            (b"\xfe\xff\x04\x1f\x04\x40", "Пр"),
            (b"\xff\xfe\x1f\x04\x40\x04", "Пр"),
            (b"\xef\xbb\xbf\xd2\x9b\xd0\xb0", "қа"),
            (b"\xfe\xff\x00\x1b\x00e\x00n\x00\x1b\x00T", "T"),
            // An odd byte at the end, half a pair, no mark of an end.
            (b"\xfe\xff\x04\x1f\x04", "П"),
            (b"\xfe\xff\xd8\x00", "\u{fffd}"),
            (b"\xef\xbb\xbf\x1ben", ""),
            (b"\x1ben", "\u{2d9}en"),
        ];
        for (bytes, text) in cases {
            assert_eq!(text_string(bytes), text, "{bytes:?}");
        }
    }
}
