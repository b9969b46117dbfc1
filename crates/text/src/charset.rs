//! Bytes to characters: what the file says about its charset, and what is guessed where it says nothing.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and what a person should know about how it was decoded.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) note: Option<String>,
}

/// Decodes `bytes`. Valid UTF-8 comes back as it is, byte order mark included, so that offsets into the text are
/// offsets into the file. `declared` is a charset that the file or its envelope names. `cut` says that the bytes are
/// the beginning of more.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>, cut: bool) -> Decoded {
    if let Some((encoding, _)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return decode_as(encoding, bytes, "by its byte order mark");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !looks_like_utf16(bytes) => return Decoded { text: text.to_owned(), note: None },
        Err(e) if cut && e.error_len().is_none() => {
            let whole = bytes.get(..e.valid_up_to()).unwrap_or_default();
            return Decoded { text: String::from_utf8_lossy(whole).into_owned(), note: None };
        }
        _ => {}
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes, "guessed from its zero bytes");
    }
    if mostly_utf8(bytes) {
        return decode_as(UTF_8, bytes, "with some bytes that are not UTF-8");
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && encoding != UTF_8
    {
        return decode_as(encoding, bytes, "as it declares");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    decode_as(detector.guess(None, Utf8Detection::Deny), bytes, "guessed from its bytes")
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], how: &str) -> Decoded {
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    let mut note = format!(
        "the file is in the charset {} ({how}); offsets are counted in its text after conversion to UTF-8",
        encoding.name()
    );
    if had_errors {
        let lost = text.matches('\u{fffd}').count();
        note.push_str(&format!("; {lost} places could not be decoded and stand as \u{fffd}"));
    }
    Decoded { text: text.into_owned(), note: Some(note) }
}

/// UTF-8 text with a few broken sequences: many well-formed sequences of several bytes, few bad bytes.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > 0 && bad.saturating_mul(10) <= good
}

fn looks_like_utf16(bytes: &[u8]) -> bool {
    bytes.contains(&0) && utf16_without_mark(bytes).is_some()
}

/// UTF-16 without a byte order mark: the high bytes of letters are few and stand at every second place.
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if sample.len() < 8 || !sample.contains(&0) {
        return None;
    }
    let pairs = sample.len() / 2;
    let high = |at: usize| {
        let bytes = sample.iter().skip(at).step_by(2);
        bytes.filter(|b| matches!(**b, 0x00 | 0x04 | 0x05 | 0x20)).count()
    };
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let enough = |count: usize| count.saturating_mul(20) >= pairs.saturating_mul(19);
    if enough(high(1)) && zeros(0) == 0 {
        Some(UTF_16LE)
    } else if enough(high(0)) && zeros(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}
