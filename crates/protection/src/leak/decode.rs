//! Bytes as texts, in every charset that they can be in.

use encoding_rs::{KOI8_R, WINDOWS_1251};

/// Bytes of a file of an unknown kind that are read in older charsets.
const OLDER: usize = 64 << 20;
/// Characters of text in a row that do not come by chance.
const RUN: usize = 8;

/// The texts that `bytes` can be, each with whether that takes another charset than UTF-8.
pub(super) fn texts(bytes: &[u8]) -> Vec<(bool, String)> {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.contains('\u{fffd}');
    let mut texts = vec![(false, without_noise(&text, is_odd))];
    let marked = contains(bytes, &[0xff, 0xfe]) || contains(bytes, &[0xfe, 0xff]);
    if marked || bytes.contains(&0) {
        // Text of two bytes a letter may begin anywhere in a file.
        for from in 0..2 {
            let pairs = || bytes.get(from..).unwrap_or_default().chunks_exact(2);
            let little = pairs().filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)));
            let big = pairs().filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
            for units in [char::decode_utf16(little).collect::<Vec<_>>(), char::decode_utf16(big).collect()] {
                let text: String = units.into_iter().map(|c| c.unwrap_or('\u{fffd}')).collect();
                texts.push((true, without_noise(&text, is_odd_in_pairs)));
            }
        }
    }
    let controls = bytes.iter().filter(|byte| **byte < 32 && !byte.is_ascii_whitespace()).count();
    if broken && bytes.len() <= OLDER && controls * 100 <= bytes.len() {
        for charset in [WINDOWS_1251, KOI8_R] {
            let (text, _) = charset.decode_without_bom_handling(bytes);
            texts.push((true, text.into_owned()));
        }
        texts.push((true, encoding_rs::mem::decode_latin1(bytes).into_owned()));
    }
    texts
}

fn is_odd(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())
}

/// Any two bytes are a character, and most of those are of scripts of East Asia or of nobody; so those that stand among
/// noise are noise.
fn is_odd_in_pairs(c: char) -> bool {
    is_odd(c) || c >= '\u{3000}'
}

/// Of what is mostly no text only runs of it that are long enough not to stand there by chance: in megabytes of compressed
/// bytes any short name does. `breaks` tells what ends a run.
fn without_noise(text: &str, breaks: fn(char) -> bool) -> String {
    let nobodys = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    let (mut all, mut bad) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        bad += usize::from(is_odd(c) || nobodys(c));
    }
    if bad * 20 <= all {
        return text.to_owned();
    }
    let runs: Vec<&str> = text.split(breaks).filter(|run| run.chars().count() >= RUN).collect();
    runs.join("\n\n\n")
}

pub(super) fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len().max(1)).any(|window| window == what)
}
