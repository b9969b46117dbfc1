//! Bytes as texts, in every charset that they can be in.

use encoding_rs::{KOI8_R, WINDOWS_1251};
use memchr::{memchr, memmem};

/// Bytes of a file of an unknown kind that are read in older charsets.
const OLDER: usize = 64 << 20;
/// Characters of text in a row that do not come by chance.
const RUN: usize = 8;
/// Nothing that is protected is shorter.
const SHORTEST: usize = 2;
/// Stands between what does not belong together: no name goes over so many line ends.
const BREAK: &str = "\n\n\n";
/// Characters from here on are of scripts of East Asia, signs, or nobody's.
const EAST_ASIA: char = '\u{3000}';

/// The texts that `bytes` can be, each with whether that takes another charset than UTF-8. `wide`: what is looked for has
/// letters of East Asia.
pub(super) fn texts(bytes: &[u8], wide: bool) -> Vec<(bool, String)> {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.contains('\u{fffd}');
    let mut texts = vec![(false, without_noise(&text))];
    let marked = contains(bytes, &[0xff, 0xfe]) || contains(bytes, &[0xfe, 0xff]);
    if marked || memchr(0, bytes).is_some() {
        // Text of two bytes a letter may begin anywhere in a file.
        for from in 0..2 {
            let pairs = || bytes.get(from..).unwrap_or_default().chunks_exact(2);
            let little = pairs().filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)));
            let big = pairs().filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
            texts.push((true, in_pairs(char::decode_utf16(little), wide)));
            texts.push((true, in_pairs(char::decode_utf16(big), wide)));
        }
        texts.retain(|(charset, text)| !charset || !text.is_empty());
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

/// Any two bytes are a character, and most of those are of scripts of East Asia or of nobody: these are left out where
/// nothing of theirs is looked for.
fn in_pairs<I: Iterator<Item = u16>>(units: std::char::DecodeUtf16<I>, wide: bool) -> String {
    let (mut all, mut bad) = (0_usize, 0_usize);
    let (mut text, mut run) = (String::new(), String::new());
    let mut keep = |run: &mut String| {
        if run.chars().nth(SHORTEST - 1).is_some() {
            text.push_str(run);
            text.push_str(BREAK);
        }
        run.clear();
    };
    for c in units.map(|c| c.unwrap_or('\u{fffd}')) {
        all += 1;
        bad += usize::from(is_odd(c) || is_nobodys(c));
        if c < EAST_ASIA || wide {
            run.push(c);
        } else if !run.is_empty() {
            keep(&mut run);
        }
    }
    keep(&mut run);
    if is_text(all, bad) { text } else { in_runs(&text, |c| is_odd(c) || c >= EAST_ASIA || c == '\n') }
}

fn is_odd(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())
}

fn is_nobodys(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn is_text(all: usize, bad: usize) -> bool {
    bad * 20 <= all
}

/// Of what is mostly no text only runs of it that are long enough not to stand there by chance: in megabytes of compressed
/// bytes any short name does.
pub(super) fn without_noise(text: &str) -> String {
    let (mut all, mut bad) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        bad += usize::from(is_odd(c) || is_nobodys(c));
    }
    if is_text(all, bad) { text.to_owned() } else { in_runs(text, is_odd) }
}

/// Runs that are long enough; `breaks` tells what ends one.
fn in_runs(text: &str, breaks: impl Fn(char) -> bool) -> String {
    let runs: Vec<&str> = text.split(breaks).filter(|run| run.chars().nth(RUN - 1).is_some()).collect();
    runs.join(BREAK)
}

pub(super) fn contains(bytes: &[u8], what: &[u8]) -> bool {
    memmem::find(bytes, what).is_some()
}
