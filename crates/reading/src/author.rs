//! Who speaks in an entry where its words name nobody else.

use std::ops::Range;

use crate::lexicon::{Form, Lexicon};
use crate::mention::{Mention, Names, mentions};
use crate::phrase::words;
use crate::read::Document;
use crate::sentence::sentences;
use crate::source::Registry;
use crate::subject::Mentioned;
use crate::{Account, SourceIx, SourceKind};

/// What is known of an entry when its author is looked for.
pub(crate) struct Page<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) blocks: &'a [Range<usize>],
    /// The entry is all of its document, so its head and foot are a letterhead and a signature.
    pub(crate) alone: bool,
}

/// Lines at the head and foot of a document that may say who wrote it.
const LETTERHEAD: usize = 5;
/// A letterhead line is no longer than this many bytes.
pub(crate) const LETTERHEAD_LINE: usize = 160;
/// This many turns of phrase of a campaign make the author one.
const CAMPAIGN: usize = 2;
/// What programs write where nobody gave an author.
const NOBODY: [&str; 8] = [
    "anonymous",
    "unknown",
    "user",
    "admin",
    "administrator",
    "root",
    "python-docx",
    "microsoft office user",
];

/// The author: as the file names them, as its letterhead or signature shows, or by the tone of the page.
pub(crate) fn author(
    page: &Page<'_>,
    lexicon: &Lexicon,
    subject: &Mentioned,
    names: &Names,
    registry: &mut Registry,
) -> SourceIx {
    let named = page.document.layer.metadata.author.clone();
    let named = named.filter(|name| !NOBODY.contains(&name.to_lowercase().as_str()));
    let tone = tone(page, lexicon, names)
        + named.as_deref().map_or(0, |name| CAMPAIGN * words(&lexicon.campaign, name).count());
    let (letterhead, body) = if page.alone { letterhead(page, lexicon, names) } else { (None, None) };
    if let Some(form) = form(page, lexicon) {
        return registry.named(&form.name, form.kind, &lexicon.words);
    }
    let kind = named
        .as_deref()
        .and_then(|name| kind_of_name(name, lexicon, subject, names))
        .or(letterhead)
        .or((tone >= CAMPAIGN).then_some(SourceKind::Campaign))
        .unwrap_or(SourceKind::Unknown);
    let base = page.document.item.name.rsplit('/').next().unwrap_or(&page.document.item.name);
    let named = named.map(|name| without_address(&name).to_owned());
    registry.named(&named.or(body).unwrap_or_else(|| format!("author of {base}")), kind, &lexicon.words)
}

/// The form of document that the head of an item shows, where one body only writes such documents.
fn form<'l>(page: &Page<'_>, lexicon: &'l Lexicon) -> Option<&'l Form> {
    let text = page.document.layer.text.as_str();
    let head = page.blocks.first().filter(|_| page.alone)?.start
        ..page.blocks.iter().take(LETTERHEAD).next_back()?.end;
    let head = text.get(head)?;
    lexicon.authors.iter().find(|form| words(&form.head, head).next().is_some())
}

/// Turns of phrase of a campaign in the author's own sentences: what an organisation asks for is not the author's tone.
fn tone(page: &Page<'_>, lexicon: &Lexicon, names: &Names) -> usize {
    let text = page.document.layer.text.as_str();
    let mut count = 0;
    for block in page.blocks {
        if words(&lexicon.campaign, text.get(block.clone()).unwrap_or_default()).next().is_none() {
            continue;
        }
        for range in sentences(text, block.clone(), &lexicon.words) {
            let body = text.get(range.clone()).unwrap_or_default();
            let turns = words(&lexicon.campaign, body).count();
            if turns == 0 {
                continue;
            }
            let mut scratch = Registry::default();
            let possible = lexicon.index.possible(body);
            let named = mentions(text, range, &possible, lexicon, &mut names.fresh(), &mut scratch);
            let says = words(&lexicon.says.verbs, body).next().is_some();
            let others = named.iter().any(|m| scratch.kind(m.source).account() == Account::Independent);
            if !(says && others) {
                count += turns;
            }
            if count >= CAMPAIGN {
                return count;
            }
        }
    }
    count
}

/// The name without the mail address behind it; the address where there is no name.
pub(crate) fn without_address(name: &str) -> &str {
    let person = name.split('<').next().unwrap_or(name).trim().trim_matches('"');
    if person.is_empty() { name.trim_matches(['<', '>']) } else { person }
}

/// A body in the name of the sender, or a relative's surname.
pub(crate) fn kind_of_name(
    name: &str,
    lexicon: &Lexicon,
    subject: &Mentioned,
    names: &Names,
) -> Option<SourceKind> {
    let mut scratch = Registry::default();
    let found = mentions(
        name,
        0..name.len(),
        &lexicon.index.possible(name),
        lexicon,
        &mut names.fresh(),
        &mut scratch,
    );
    let person = name.split('<').next().unwrap_or(name);
    let relative = subject.in_text(person) && !subject.is_full_name(person);
    found.first().map(|m| scratch.kind(m.source)).or(relative.then_some(SourceKind::Family))
}

/// The body that the head or the foot of a document names, and its name where it is most of its line.
fn letterhead(page: &Page<'_>, lexicon: &Lexicon, names: &Names) -> (Option<SourceKind>, Option<String>) {
    let text = page.document.layer.text.as_str();
    let head = page.blocks.iter().take(LETTERHEAD);
    let foot = page.blocks.iter().skip(LETTERHEAD).rev().take(LETTERHEAD);
    let mut scratch = Registry::default();
    for block in head.chain(foot) {
        for line in lines(text, block.clone()).filter(|l| l.len() <= LETTERHEAD_LINE) {
            // A sentence of the text is no letterhead.
            if text.get(line.clone()).is_some_and(|l| l.ends_with(['.', '?', '!']) && l.contains(' ')) {
                continue;
            }
            let possible = lexicon.index.possible(text.get(line.clone()).unwrap_or_default());
            let found: Vec<Mention> =
                mentions(text, line.clone(), &possible, lexicon, &mut names.fresh(), &mut scratch);
            let most = found.into_iter().find(|m| {
                m.range.len() * 10 >= line.len() * 4
                    || m.range.start == line.start && scratch.kind(m.source) == SourceKind::Counsel
            });
            if let Some(m) = most {
                return (
                    Some(scratch.kind(m.source)),
                    scratch.get(m.source).map(|source| source.name.clone()),
                );
            }
        }
    }
    (None, None)
}

fn lines(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let body = text.get(block.clone()).unwrap_or_default();
    let mut at = block.start;
    body.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end().len()
    })
}
