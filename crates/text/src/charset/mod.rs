//! Bytes to characters: what the file says about its charset, and what is guessed where it says nothing or is wrong.

mod asian_cyrillic;
mod oddness;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC,
};

use oddness::oddness;

/// Text, and what a person should know about how it was decoded.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) note: Option<String>,
    /// What the file declares is not what it is.
    pub(crate) wrong: bool,
}

impl Decoded {
    fn plain(text: String) -> Self {
        Self { text, note: None, wrong: false }
    }
}

/// A charset that there is a decoder for.
#[derive(Clone, Copy)]
enum Charset {
    Web(&'static Encoding),
    Table(&'static str, &'static [char; 128]),
    Utf32 { big: bool },
}

impl Charset {
    fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Table(name, _) => name,
            Self::Utf32 { big: true } => "UTF-32BE",
            Self::Utf32 { big: false } => "UTF-32LE",
        }
    }

    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Web(encoding) => encoding.decode_with_bom_removal(bytes).0.into_owned(),
            Self::Table(_, table) => asian_cyrillic::decode(table, bytes),
            Self::Utf32 { big } => {
                let units = bytes.chunks(4).map(|unit| {
                    let unit: [u8; 4] = unit.try_into().ok()?;
                    char::from_u32(if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) })
                });
                let text: String = units.map(|unit| unit.unwrap_or('\u{fffd}')).collect();
                text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
            }
        }
    }
}

/// Decodes `bytes`. Valid UTF-8 comes back as it is, byte order mark included, so that offsets into the text are
/// offsets into the file. `declared` is a charset that the file or its envelope names. `cut` says that the bytes are
/// the beginning of more.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>, cut: bool) -> Decoded {
    if let Some(charset) = by_mark(bytes) {
        return decode_as(charset, bytes, "by its byte order mark");
    }
    let known = declared.and_then(by_label);
    match std::str::from_utf8(bytes) {
        Ok(text) if !looks_wide(bytes) => return as_it_stands(text, known),
        Err(e) if cut && e.error_len().is_none() => {
            let whole = bytes.get(..e.valid_up_to()).unwrap_or_default();
            return Decoded::plain(String::from_utf8_lossy(whole).into_owned());
        }
        _ => {}
    }
    if let Some(big) = utf32_without_mark(bytes) {
        return decode_as(Charset::Utf32 { big }, bytes, "guessed from its zero bytes");
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(Charset::Web(encoding), bytes, "guessed from its zero bytes");
    }
    if mostly_utf8(bytes) {
        return decode_as(Charset::Web(UTF_8), bytes, "with some bytes that are not UTF-8");
    }
    match (known, declared) {
        (Some(charset), Some(label)) => decode_declared(charset, label, bytes),
        _ => decode_as(guess_charset(bytes), bytes, "guessed from its bytes"),
    }
}

/// UTF-8 that may be declared to be something else.
fn as_it_stands(text: &str, declared: Option<Charset>) -> Decoded {
    let mut decoded = Decoded::plain(text.to_owned());
    if let Some(charset) = declared
        && !text.is_ascii()
        && !matches!(charset, Charset::Web(encoding) if encoding == UTF_8)
        && text.chars().any(|c| u32::from(c) > 0xff)
    {
        decoded.note = Some(format!(
            "the file says that its charset is {}, but it is UTF-8; it was read as that",
            charset.name()
        ));
        decoded.wrong = true;
    }
    decoded
}

/// Decodes by what is declared, unless that gives letters in an order that no language has and a guess does not.
fn decode_declared(charset: Charset, label: &str, bytes: &[u8]) -> Decoded {
    let by_declaration = charset.decode(bytes);
    let better = if let Charset::Web(encoding) = charset
        && encoding == WINDOWS_1251
        && let Some((name, table)) = asian_cyrillic::in_disguise(bytes)
    {
        Some(Charset::Table(name, table))
    } else if matches!(charset, Charset::Web(encoding) if encoding == UTF_8) {
        Some(guess_charset(bytes))
    } else {
        let guessed = guess_charset(bytes);
        let clearly = || {
            let odd = oddness(&by_declaration);
            odd > 0.2 && oddness(&guessed.decode(bytes)) * 5.0 < odd
        };
        (guessed.name() != charset.name() && clearly()).then_some(guessed)
    };
    match better {
        Some(better) => {
            let mut decoded = decode_as(better, bytes, "guessed from its bytes");
            let declared: String = label.chars().take(40).collect();
            let note = decoded.note.unwrap_or_default();
            decoded.note = Some(format!(
                "the file says that its charset is {declared}, which its bytes are not; {note}"
            ));
            decoded.wrong = true;
            decoded
        }
        None => with_note(by_declaration, charset, "as it declares"),
    }
}

fn decode_as(charset: Charset, bytes: &[u8], how: &str) -> Decoded {
    with_note(charset.decode(bytes), charset, how)
}

fn with_note(text: String, charset: Charset, how: &str) -> Decoded {
    let mut note = format!(
        "the file is in the charset {} ({how}); offsets are counted in its text after conversion to UTF-8",
        charset.name()
    );
    let lost = text.matches('\u{fffd}').count();
    if lost > 0 {
        note.push_str(&format!("; {lost} places could not be decoded and stand as \u{fffd}"));
    }
    Decoded { text, note: Some(note), wrong: false }
}

/// The charset that bytes without a declaration are most likely in.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // The detector does not know the Cyrillic of the Macintosh, and is unsure of short texts.
    let sample = bytes.get(..bytes.len().min(32 * 1024)).unwrap_or_default();
    let odd = |encoding: &'static Encoding| oddness(&encoding.decode_without_bom_handling(sample).0);
    let of_guess = odd(guessed);
    if of_guess < 0.01 {
        return guessed;
    }
    let others = [WINDOWS_1251, KOI8_R, IBM866, X_MAC_CYRILLIC, WINDOWS_1252];
    let best =
        others.into_iter().map(|encoding| (odd(encoding), encoding)).min_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((least, encoding)) if least * 4.0 < of_guess => encoding,
        _ => guessed,
    }
}

fn guess_charset(bytes: &[u8]) -> Charset {
    let guessed = guess(bytes);
    match asian_cyrillic::in_disguise(bytes).filter(|_| guessed == WINDOWS_1251) {
        Some((name, table)) => Charset::Table(name, table),
        None => Charset::Web(guessed),
    }
}

/// The charset of a label; none for labels that nobody knows, and for UTF-16, which bytes that could be read for a
/// label are not.
fn by_label(label: &str) -> Option<Charset> {
    if let Some((name, table)) = asian_cyrillic::by_label(label) {
        return Some(Charset::Table(name, table));
    }
    let encoding = Encoding::for_label_no_replacement(label.trim().as_bytes())?;
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(Charset::Web(encoding))
}

fn by_mark(bytes: &[u8]) -> Option<Charset> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) && bytes.len().is_multiple_of(4) {
        return Some(Charset::Utf32 { big: false });
    }
    if bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Some(Charset::Utf32 { big: true });
    }
    let (encoding, _) = Encoding::for_bom(bytes)?;
    (encoding != UTF_8).then_some(Charset::Web(encoding))
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

fn looks_wide(bytes: &[u8]) -> bool {
    bytes.contains(&0) && is_wide(bytes)
}

/// The bytes are UTF-16 or UTF-32, with or without a mark.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.starts_with(&[0, 0, 0xfe, 0xff])
        || utf32_without_mark(bytes).is_some()
        || utf16_without_mark(bytes).is_some()
}

/// UTF-32 without a byte order mark, and whether the high byte comes first: of four bytes one is always zero, another
/// nearly always.
fn utf32_without_mark(bytes: &[u8]) -> Option<bool> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if sample.len() < 16 {
        return None;
    }
    let units = sample.chunks_exact(4);
    let count = units.len();
    let fits = |high: usize, next: usize| {
        let fitting = units.clone().filter(|unit| {
            unit.get(high) == Some(&0)
                && unit.get(next).is_some_and(|b| *b <= 0x10)
                && unit.iter().any(|b| *b != 0)
        });
        fitting.count() == count
    };
    if fits(3, 2) {
        Some(false)
    } else if fits(0, 1) {
        Some(true)
    } else {
        None
    }
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
