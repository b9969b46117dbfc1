//! What saved pages carry with them: images in `data:` addresses (RFC 2397), the word of the program that saved the page,
//! and the folder beside it.

use std::collections::BTreeSet;

use mail_parser::decoders::base64::base64_decode;
use sha2::{Digest, Sha256};

use crate::collect::Parts;
use crate::part::{Part, PartKind};

/// Smaller ones are icons and lines.
const SMALLEST: usize = 1 << 10;

/// Takes out of a page what stands in `data:` addresses, each once: images, recordings, documents and frames, not fonts
/// and styles. The text of the page is left as it is.
pub(crate) fn take_data(page: &[u8], parts: &mut Parts<'_>) {
    say_who_saved(page, parts);
    let mut seen = BTreeSet::new();
    let mut at = 0;
    while let Some(found) =
        page.get(at..).and_then(|rest| rest.windows(5).position(|w| w.eq_ignore_ascii_case(b"data:")))
    {
        let start = at + found + 5;
        let rest = page.get(start..).unwrap_or_default();
        at = start;
        let Some(comma) = rest.iter().take(200).position(|b| *b == b',') else { continue };
        let Some(kind) = rest.get(..comma).and_then(|kind| std::str::from_utf8(kind).ok()) else { continue };
        let mut words = kind.split(';').map(str::trim);
        let media_type = words.next().unwrap_or_default().to_ascii_lowercase();
        let Some(ending) = ending(&media_type) else { continue };
        let is_base64 = words.any(|word| word.eq_ignore_ascii_case("base64"));
        let data = rest.get(comma + 1..).unwrap_or_default();
        let end = data
            .iter()
            .position(|b| matches!(b, b'"' | b'\'' | b')' | b'<' | b'>' | b' ' | b'\n'))
            .unwrap_or(data.len());
        let data = data.get(..end).unwrap_or_default();
        at = start + comma + 1 + end;
        let bytes = percent_decoded(data);
        let bytes = if is_base64 { base64_decode(&bytes) } else { Some(bytes) };
        let Some(bytes) = bytes.filter(|bytes| bytes.len() >= SMALLEST) else { continue };
        if seen.insert(Sha256::digest(&bytes).to_vec()) {
            let part = Part::new(PartKind::Resource, &format!("data-{:04}.{ending}", seen.len()));
            parts.take(part.media_type(Some(media_type)), bytes.as_slice());
        }
    }
}

fn ending(media_type: &str) -> Option<&str> {
    let (main, sub) = media_type.split_once('/')?;
    match (main, sub) {
        ("image", "jpeg") => Some("jpg"),
        ("image", "svg+xml") => Some("svg"),
        ("image", "x-icon" | "vnd.microsoft.icon") => None,
        ("image" | "audio" | "video", sub) => {
            Some(sub).filter(|sub| sub.chars().all(|c| c.is_ascii_alphanumeric()))
        }
        ("text", "html") => Some("html"),
        ("application", "pdf") => Some("pdf"),
        _ => None,
    }
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) if digit(*high).is_some() && digit(*low).is_some() => {
                plain.push(digit(*high).unwrap_or_default() << 4 | digit(*low).unwrap_or_default());
                rest = after;
            }
            (byte, _) => plain.push(*byte),
        }
    }
    plain
}

/// SingleFile and the browsers write into a comment at the start what they saved, and SingleFile when.
fn say_who_saved(page: &[u8], parts: &mut Parts<'_>) {
    const HEAD: usize = 8 << 10;
    let start = String::from_utf8_lossy(page.get(..page.len().min(HEAD)).unwrap_or_default()).into_owned();
    if let Some((_, comment)) = start.split_once("Page saved with SingleFile") {
        let comment = comment.split("-->").next().unwrap_or_default();
        let field =
            |name: &str| comment.split_once(name).and_then(|(_, rest)| rest.lines().next()).map(str::trim);
        let place = field("url:").map_or(String::new(), |url| format!(" from {url}"));
        let time = field("saved date:").map_or(String::new(), |date| format!(" on {date}"));
        parts.say(format!("the page was saved with SingleFile{place}{time}, as the file says"));
    } else if let Some((_, rest)) = start.split_once("<!-- saved from url=(") {
        // The mark of the web: the length of the address in brackets, then the address.
        let url =
            rest.split_once(')').map_or("", |(_, rest)| rest.split("-->").next().unwrap_or_default().trim());
        if !url.is_empty() {
            parts.say(format!("the page was saved from {url}, as the file says"));
        }
    }
}

/// Whether the file `name` lies in the folder that a browser made beside the page `page` when it saved it: `News_files/`
/// beside `News.html`, under whatever word the language of the browser has (`News-Dateien`, `News_fichiers`). Both are
/// paths with `/` between the parts.
pub fn is_beside_page(page: &str, name: &str) -> bool {
    let (folder, file) = page.rsplit_once('/').map_or(("", page), |(folder, file)| (folder, file));
    let Some((stem, ending)) = file.rsplit_once('.') else { return false };
    if !matches!(ending.to_ascii_lowercase().as_str(), "html" | "htm" | "xhtml" | "shtml") || stem.is_empty()
    {
        return false;
    }
    let below = if folder.is_empty() {
        Some(name)
    } else {
        name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'))
    };
    let Some((beside, _)) = below.and_then(|below| below.split_once('/')) else { return false };
    let word = beside.strip_prefix(stem).and_then(|rest| rest.strip_prefix(['_', '-', '.']));
    word.is_some_and(|word| {
        (3..=20).contains(&word.chars().count()) && word.chars().all(|c| c.is_alphabetic() || c == ' ')
    })
}
