//! Bytes that should be UTF-8, read so that every offset in the text is the offset in the file.

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// As long as the file: each byte that is no UTF-8 is one control character SUBSTITUTE (U+001A).
    pub text: String,
    /// What is wrong with the file.
    pub problem: Option<NotUtf8>,
}

/// A file that is not, or not all of it, in UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {first} is no UTF-8, {count} in all; the rest is read. {}", hint(*share))]
pub struct NotUtf8 {
    /// Offset of the first byte that is none.
    pub first: usize,
    /// How many there are.
    pub count: usize,
    /// How many of a hundred bytes, rounded up.
    pub share: usize,
}

fn hint(share: usize) -> &'static str {
    if share >= 5 {
        "It seems to be in another encoding: save it as UTF-8 to have all of it read"
    } else {
        "No expression is found across such a byte"
    }
}

/// Reads bytes as text; never fails.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, problem: None },
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let (mut first, mut count) = (None, 0_usize);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            first = first.or(Some(text.len()));
            count += 1;
            text.push('\u{1a}');
        }
    }
    let share = (count * 100).div_ceil(bytes.len().max(1));
    Decoded { text, problem: first.map(|first| NotUtf8 { first, count, share }) }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn offsets_are_those_of_the_file() {
        let cases: [(&[u8], &str, Option<&str>); 5] = [
            (b"", "", None),
            ("5 мая".as_bytes(), "5 мая", None),
            (
                b"a\xff 5 May, and so on to the end",
                "a\u{1a} 5 May, and so on to the end",
                Some("byte 1 is no UTF-8, 1 in all"),
            ),
            (
                b"\xd0\xd0\xb0\xe2\x82",
                "\u{1a}а\u{1a}\u{1a}",
                Some("byte 0 is no UTF-8, 3 in all; the rest is read. It seems"),
            ),
            (b"\xff\xfe5\0", "\u{1a}\u{1a}5\0", Some("save it as UTF-8")),
        ];
        for (bytes, text, problem) in cases {
            let decoded = decode(bytes.to_vec());
            assert_eq!((decoded.text.as_str(), decoded.text.len()), (text, bytes.len()));
            let said = decoded.problem.map(|p| p.to_string());
            assert_eq!(said.is_some(), problem.is_some(), "{said:?}");
            assert!(said.unwrap_or_default().contains(problem.unwrap_or_default()));
        }
    }
}
