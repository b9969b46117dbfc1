//! Who informs: bodies, offices and persons as sentences name them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lexicon::{Lexicon, words};
use crate::way::Possible;
use crate::{Account, Source, SourceIx, SourceKind};

/// All sources of a reading; one entry however often and in whatever form it is named.
#[derive(Default)]
pub(crate) struct Registry {
    sources: Vec<Source>,
    by_key: BTreeMap<String, SourceIx>,
}

impl Registry {
    /// The source of this name, made where it is new.
    pub(crate) fn named(&mut self, name: &str, kind: SourceKind) -> SourceIx {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = key(&name);
        if let Some(&ix) = self.by_key.get(&key) {
            if let Some(source) = self.sources.get_mut(ix.0)
                && !source.variants.contains(&name)
            {
                source.variants.push(name);
            }
            return ix;
        }
        let ix = SourceIx(self.sources.len());
        self.sources.push(Source { variants: vec![name.clone()], name, kind, account: kind.account() });
        self.by_key.insert(key, ix);
        ix
    }

    /// `alias` is another name of `source`, unless it names somebody else already.
    pub(crate) fn also(&mut self, source: SourceIx, alias: &str) {
        self.by_key.entry(key(alias)).or_insert(source);
        if let Some(entry) = self.sources.get_mut(source.0)
            && !entry.variants.iter().any(|v| v == alias)
        {
            entry.variants.push(alias.to_owned());
        }
    }

    pub(crate) fn get(&self, ix: SourceIx) -> Option<&Source> {
        self.sources.get(ix.0)
    }

    pub(crate) fn kind(&self, ix: SourceIx) -> SourceKind {
        self.get(ix).map_or(SourceKind::Unknown, |s| s.kind)
    }

    pub(crate) fn account(&self, ix: SourceIx) -> Account {
        self.get(ix).map_or(Account::Independent, |s| s.account)
    }

    pub(crate) fn into_sources(self) -> Vec<Source> {
        self.sources
    }
}

/// Names that differ in article, case or the form of an apostrophe are one.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['’', 'ʼ'], "'");
    let lower = lower.trim_start_matches("the ").trim_end_matches("'s");
    lower.split_whitespace().filter(|w| *w != "the").map(uninflected).collect::<Vec<_>>().join(" ")
}

/// Case endings of Russian nouns, adjectives and surnames, longest first.
const CASE_ENDINGS: [&str; 48] = [
    "иями", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ией", "ием", "иям", "иях", "ая", "яя",
    "ую", "юю", "ой", "ей", "ёй", "ый", "ий", "ое", "ее", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем",
    "ам", "ям", "ах", "ях", "ия", "ии", "ию", "а", "я", "у", "ю", "е", "и", "ы", "о", "ь",
];

/// The word without its case ending, where it is Cyrillic and long enough to have one.
fn uninflected(word: &str) -> &str {
    let stems = CASE_ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    stems.filter(|stem| stem.chars().count() >= 3).min_by_key(|stem| stem.len()).unwrap_or(word)
}

/// A place where a sentence names a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) source: SourceIx,
}

/// Names met in one item: a surname alone is the person who was named with an office before.
#[derive(Default)]
pub(crate) struct Names {
    surnames: BTreeMap<String, SourceIx>,
    /// Forms of the name of the person of the case, lower case: never a source by office.
    subject: Vec<String>,
    /// Stem of the country most often named; bodies of another one are another state's.
    nation: Option<String>,
}

impl Names {
    pub(crate) fn new(subject: Vec<String>, nation: Option<String>) -> Self {
        Self { surnames: BTreeMap::new(), subject, nation }
    }

    fn is_subject(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        self.subject.iter().any(|s| lower.ends_with(s.as_str()))
    }
}

/// A candidate before overlaps are settled.
struct Found {
    range: Range<usize>,
    name: Range<usize>,
    kind: SourceKind,
    surname: Option<Range<usize>>,
}

/// The sources that `text[sentence]` names, in order, without overlap; the longest name wins.
pub(crate) fn mentions(
    text: &str,
    sentence: Range<usize>,
    possible: &Possible,
    lexicon: &Lexicon,
    names: &mut Names,
    registry: &mut Registry,
) -> Vec<Mention> {
    let Some(body) = text.get(sentence.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    for office in &lexicon.offices {
        for way in possible.of(&office.ways) {
            for at in words(way, body) {
                found.extend(person(body, &at, lexicon).map(|(range, surname)| Found {
                    name: range.clone(),
                    range,
                    kind: office.kind,
                    surname: Some(surname),
                }));
            }
        }
    }
    for naming in &lexicon.bodies {
        for way in possible.of(&naming.ways) {
            for at in words(way, body) {
                let range = with_place(body, at);
                found.push(Found { name: range.clone(), range, kind: naming.kind, surname: None });
            }
        }
    }
    found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut out: Vec<Mention> = Vec::new();
    let mut taken = 0;
    for f in found {
        let Some(name) = body.get(f.name.clone()) else { continue };
        if f.range.start < taken || names.is_subject(name) {
            continue;
        }
        taken = f.range.end;
        let kind = if foreign(name, f.kind, names) { SourceKind::ForeignState } else { f.kind };
        let source = registry.named(name, kind);
        if let Some(surname) = f.surname.and_then(|r| body.get(r)) {
            names.surnames.entry(surname.to_owned()).or_insert(source);
        }
        if let Some(short) = acronym(body.get(f.range.end..).unwrap_or_default()) {
            registry.also(source, short);
        }
        out.push(Mention { range: f.range.start + sentence.start..f.range.end + sentence.start, source });
    }
    for (surname, &source) in &names.surnames {
        let stem = uninflected(surname);
        for (at, _) in body.match_indices(stem) {
            let rest = body.get(at + stem.len()..).unwrap_or_default();
            let ending = rest.find(|c: char| !c.is_alphabetic()).and_then(|n| rest.get(..n)).unwrap_or(rest);
            if !ending.is_empty() && (stem.is_ascii() || !CASE_ENDINGS.contains(&ending)) {
                continue;
            }
            let range = at + sentence.start..at + stem.len() + ending.len() + sentence.start;
            let free = out.iter().all(|m| m.range.end <= range.start || range.end <= m.range.start);
            if free && crate::lexicon::at_word_bounds(text, range.start, range.end) {
                out.push(Mention { range, source });
            }
        }
    }
    out.sort_by_key(|m| m.range.start);
    out
}

/// The person who holds the office named at `office`: the whole range and that of the surname.
fn person(body: &str, office: &Range<usize>, lexicon: &Lexicon) -> Option<(Range<usize>, Range<usize>)> {
    let after = body.get(office.end..)?;
    let mut at = office.end;
    // "Prosecutor General of the Republic of Velda, Ana Brok": what stands between may be a place and a comma.
    let place = place_length(after);
    at += place;
    let rest = body.get(at..)?;
    let gap = rest.len() - rest.trim_start_matches([',', ' ', '\u{a0}', '–', '—']).len();
    at += gap;
    let mut last = None;
    let mut end = at;
    for word in body.get(at..)?.split_inclusive([' ', '\u{a0}']).take(4) {
        let bare = word.trim_end();
        let bare = bare.strip_suffix(['.', ',', ';', ':']).filter(|b| b.chars().count() > 1).unwrap_or(bare);
        let bare = bare.trim_end_matches("’s").trim_end_matches("'s");
        let titled = matches!(bare.trim_end_matches('.'), "Dr" | "Mr" | "Mrs" | "Ms");
        let name = bare.chars().next().is_some_and(char::is_uppercase)
            && bare.chars().nth(1).is_none_or(|c| c.is_lowercase() || c == '.')
            && !lexicon.words.not_names.iter().any(|n| n == bare);
        if !titled && !name {
            break;
        }
        if !titled {
            last = Some(end..end + bare.len());
        }
        end += word.len();
        if word.trim_end() != bare && !bare.ends_with('.') && !titled {
            break;
        }
    }
    let surname = last?;
    (surname.len() > 2).then_some((office.start..surname.end, surname))
}

/// The name with the place or field that follows it: "… of Velda", "… of the Republic of Velda".
fn with_place(body: &str, at: Range<usize>) -> Range<usize> {
    let length = body.get(at.end..).map_or(0, place_length);
    at.start..at.end + length
}

fn place_length(after: &str) -> usize {
    let mut length = 0;
    let mut best = 0;
    let mut words = after.split_inclusive([' ', '\u{a0}']).peekable();
    if after.starts_with([' ', '\u{a0}']) {
        length += words.next().map_or(0, str::len);
    }
    if words.peek().map(|w| w.trim_end()) != Some("of") {
        return 0;
    }
    for word in words.take(6) {
        let bare = word.trim_end().trim_end_matches(['.', ',', ';', ':', ')', '’', '\'']);
        let small = matches!(bare, "of" | "the" | "and" | "for");
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        if !small && !capital {
            break;
        }
        if capital {
            let bare = bare.trim_end_matches("’s").trim_end_matches("'s");
            best = length + bare.len();
        }
        length += word.len();
        if word.trim_end() != bare {
            break;
        }
    }
    best
}

/// "(KNB)" right after a name.
fn acronym(after: &str) -> Option<&str> {
    let inner = after.trim_start().strip_prefix('(')?.split_once(')')?.0;
    let length = inner.chars().count();
    ((2..=8).contains(&length) && inner.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()))
        .then_some(inner)
}

/// A body of a state that is named with another country than the one of the case.
fn foreign(name: &str, kind: SourceKind, names: &Names) -> bool {
    let Some(home) = &names.nation else { return false };
    kind.account() == Account::State && crate::nation::stem_in(name).is_some_and(|stem| stem != *home)
}
