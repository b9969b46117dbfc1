//! A text as a program reads it that knows its escapes: entities, percent signs, backslashes, folded lines, Base64.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::Place;

/// Escapes inside escapes are read so often.
const ROUNDS: usize = 2;
/// Ways to read a text that are kept.
const VIEWS: usize = 24;
/// Shorter runs of the letters of Base64 hold no name.
const BASE64: usize = 8;

/// `text`, and every other text that it can be read as, with what it has to be read as.
pub(super) fn views(text: &str) -> Vec<(Option<Place>, String)> {
    let mut views: Vec<(Option<Place>, String)> = vec![(None, text.to_owned())];
    let mut from = 0;
    for _ in 0..ROUNDS {
        let until = views.len();
        for at in from..until {
            let Some((_, read)) = views.get(at).cloned() else { continue };
            for (place, view) in read_as(&read) {
                if views.len() < VIEWS && views.iter().all(|(_, known)| *known != view) {
                    views.push((Some(place), view));
                }
            }
        }
        from = until;
    }
    views
}

fn read_as(text: &str) -> Vec<(Place, String)> {
    let mut read = Vec::new();
    if text.contains('<') {
        read.push((Place::Markup, without_tags(text, "")));
        read.push((Place::Markup, without_tags(text, " ")));
    }
    if text.contains('&') {
        read.push((Place::Markup, entities(text)));
    }
    if text.contains('%') {
        read.push((Place::Percent, hexadecimal(text, '%')));
    }
    if text.contains('\\') {
        read.push((Place::Escaped, escapes(text)));
    }
    if text.contains("\n ") || text.contains("\n\t") {
        let plain = text.replace("\r\n", "\n");
        read.push((Place::Folded, plain.replace("\n ", "").replace("\n\t", "")));
    }
    if text.contains('=') {
        let joined = text.replace("=\r\n", "").replace("=\n", "");
        read.push((Place::QuotedPrintable, hexadecimal(&joined, '=')));
    }
    read.retain(|(_, view)| view != text);
    read
}

fn without_tags(text: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match after.split_once('>').filter(|_| is_tag) {
            Some((_, behind)) => {
                out.push_str(instead);
                rest = behind;
            }
            None => {
                out.push('<');
                rest = after;
                if !after.contains('>') {
                    break;
                }
            }
        }
    }
    out.push_str(rest);
    out
}

/// Names of entities that letters of names and what stands between them have (HTML Living Standard, 13.5); what is not
/// here is read as the letter that its name begins with, as `&eacute;` and `&scaron;` allow.
fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        };
        return code.and_then(char::from_u32).map(String::from);
    }
    let plain = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" | "rsquo" | "lsquo" => "'",
        "nbsp" | "ensp" | "emsp" | "thinsp" | "Tab" | "NewLine" => " ",
        "shy" | "zwnj" | "zwj" | "ZeroWidthSpace" | "NoBreak" => "",
        "hyphen" | "dash" | "ndash" | "mdash" => "-",
        "period" => ".",
        "comma" => ",",
        "szlig" => "ß",
        "aelig" => "æ",
        "AElig" => "Æ",
        "oelig" => "œ",
        "OElig" => "Œ",
        _ => "",
    };
    if !plain.is_empty() || matches!(name, "shy" | "zwnj" | "zwj" | "ZeroWidthSpace" | "NoBreak") {
        return Some(plain.to_owned());
    }
    let accents = [
        "acute", "grave", "circ", "uml", "tilde", "ring", "cedil", "slash", "caron", "macr", "breve", "ogon",
        "dot", "strok", "dblac",
    ];
    if let Some(letter) = accents.iter().find_map(|accent| name.strip_suffix(accent))
        && letter.chars().count() == 1
    {
        return Some(letter.to_owned());
    }
    let letter = name.strip_suffix("cy")?;
    cyrillic(letter).map(String::from)
}

/// Letters of Cyrillic by the names of their entities.
fn cyrillic(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 33] = [
        ("a", 'а'),
        ("b", 'б'),
        ("v", 'в'),
        ("g", 'г'),
        ("d", 'д'),
        ("ie", 'е'),
        ("io", 'ё'),
        ("zh", 'ж'),
        ("z", 'з'),
        ("i", 'и'),
        ("j", 'й'),
        ("k", 'к'),
        ("l", 'л'),
        ("m", 'м'),
        ("n", 'н'),
        ("o", 'о'),
        ("p", 'п'),
        ("r", 'р'),
        ("s", 'с'),
        ("t", 'т'),
        ("u", 'у'),
        ("f", 'ф'),
        ("kh", 'х'),
        ("ts", 'ц'),
        ("ch", 'ч'),
        ("sh", 'ш'),
        ("shch", 'щ'),
        ("hard", 'ъ'),
        ("y", 'ы'),
        ("soft", 'ь'),
        ("e", 'э'),
        ("yu", 'ю'),
        ("ya", 'я'),
    ];
    let lower = name.to_lowercase();
    let letter = NAMES.iter().find(|(known, _)| *known == lower).map(|(_, letter)| *letter)?;
    if name.starts_with(char::is_uppercase) { letter.to_uppercase().next() } else { Some(letter) }
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(after.len());
        let (name, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        match entity(name) {
            Some(read) => {
                out.push_str(&read);
                rest = behind.strip_prefix(';').unwrap_or(behind);
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `%XX` or `=XX` as the bytes they stand for.
fn hexadecimal(text: &str, sign: char) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(sign) {
        bytes.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Escapes of JSON, of scripts and CSS, of calendars.
fn escapes(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        units.extend(before.encode_utf16());
        let (value, length) = escape(after);
        units.extend(value.encode_utf16());
        if let Some(unit) = unit(after) {
            units.push(unit);
        }
        rest = after.get(length..).unwrap_or_default();
    }
    units.extend(rest.encode_utf16());
    String::from_utf16_lossy(&units)
}

/// The code unit of `uXXXX`, which may be half of a character.
fn unit(after: &str) -> Option<u16> {
    u16::from_str_radix(after.strip_prefix('u')?.get(..4)?, 16).ok()
}

/// What the characters after a backslash stand for, and how many bytes they take.
fn escape(after: &str) -> (String, usize) {
    if unit(after).is_some() {
        return (String::new(), 5);
    }
    let character =
        |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    let Some(first) = after.chars().next() else { return (String::new(), 0) };
    let braced = after.strip_prefix("u{").and_then(|rest| rest.split_once('}')).map(|(digits, _)| digits);
    if let Some((read, length)) = braced.and_then(|digits| Some((character(digits)?, digits.len() + 3))) {
        return (read, length);
    }
    if let Some(read) = after.strip_prefix('x').and_then(|rest| rest.get(..2)).and_then(character) {
        return (read, 3);
    }
    if let Some(read) = after.strip_prefix('U').and_then(|rest| rest.get(..8)).and_then(character) {
        return (read, 9);
    }
    match first {
        'n' | 'N' | 'r' | 't' => (" ".to_owned(), 1),
        '\n' => (String::new(), 1),
        first if first.is_ascii_hexdigit() => {
            let digits: String = after.chars().take(6).take_while(char::is_ascii_hexdigit).collect();
            match character(&digits).filter(|_| digits.len() >= 2) {
                // CSS ends such an escape with a space.
                Some(read) => {
                    let space = after.get(digits.len()..).is_some_and(|rest| rest.starts_with(' '));
                    (read, digits.len() + usize::from(space))
                }
                None => (first.to_string(), first.len_utf8()),
            }
        }
        other => (other.to_string(), other.len_utf8()),
    }
}

/// What the runs of Base64 in `text` hold: all of one alignment together.
pub(super) fn encoded(text: &str) -> Vec<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&alphabet::STANDARD, config);
    let mut found: Vec<Vec<u8>> = Vec::new();
    let mut together: [Vec<u8>; 4] = Default::default();
    for run in runs(text) {
        for (from, into) in together.iter_mut().enumerate() {
            let Some(letters) = run.get(from..) else { continue };
            let whole = letters.len() - usize::from(letters.len() % 4 == 1);
            let Ok(bytes) = engine.decode(letters.get(..whole).unwrap_or_default()) else { continue };
            if bytes.starts_with(b"PK") || bytes.starts_with(b"%PDF") || bytes.starts_with(&[0x1f, 0x8b]) {
                found.push(bytes);
            } else if is_text(&bytes) {
                into.extend_from_slice(&bytes);
                into.extend_from_slice(b"\n\n\n");
            }
        }
    }
    found.extend(together.into_iter().filter(|bytes| !bytes.is_empty()));
    found
}

/// Not the noise that comes of reading anything as Base64.
fn is_text(bytes: &[u8]) -> bool {
    let wide = bytes.iter().filter(|byte| **byte == 0 || **byte == 4).count() * 5 > bytes.len() * 2;
    let text = String::from_utf8_lossy(bytes);
    let (mut all, mut odd) = (0, 0);
    for c in text.chars() {
        all += 1;
        odd += usize::from(c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()));
    }
    wide || odd * 4 <= all
}

/// Runs of letters of Base64, in the alphabet of RFC 4648, section 4, over line ends where the lines are long.
fn runs(text: &str) -> Vec<String> {
    let mut runs = Vec::new();
    let mut run = String::new();
    let mut line = 0;
    let mut close = |run: &mut String| {
        if run.len() >= BASE64 {
            runs.push(std::mem::take(run));
        } else {
            run.clear();
        }
    };
    for c in text.chars() {
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' => {
                run.push(c);
                line += 1;
            }
            '-' | '_' => {
                run.push(if c == '-' { '+' } else { '/' });
                line += 1;
            }
            '\r' | '\n' if !run.is_empty() && (line >= 40 || (c == '\n' && line == 0)) => line = 0,
            _ => {
                close(&mut run);
                line = 0;
            }
        }
    }
    close(&mut run);
    runs
}
