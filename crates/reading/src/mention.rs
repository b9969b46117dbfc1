//! Where a sentence names a source: a body, the holder of an office, a person with what they are in apposition, or one
//! of these again by a general word.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lexicon::{Lexicon, Words};
use crate::nation::country_code;
use crate::phrase::{at_word_bounds, words, words_at};
use crate::source::{Registry, content, uninflected};
use crate::subject::without_possessive;
use crate::way::Possible;
use crate::{Account, SourceIx, SourceKind};

/// A place where a sentence names a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) source: SourceIx,
}

/// Names met so far: a surname alone is the person who was named with an office before, "the Committee" the one that
/// the entry spoke of last.
#[derive(Default)]
pub(crate) struct Names {
    surnames: BTreeMap<String, SourceIx>,
    /// Who wrote the entry.
    author: Option<SourceIx>,
    /// The person spoken of last where this sentence began.
    before: Option<SourceIx>,
    /// Sources in the order in which the entry named them, the last one at the end.
    recent: Vec<SourceIx>,
    /// Persons among them, and the person of the case.
    persons: Vec<SourceIx>,
    /// Who spoke last in this block, where it was a person.
    speaker: Option<SourceIx>,
    /// Forms of the name of the person of the case, lower case: never a source by office.
    subject: Vec<String>,
    subject_name: Option<String>,
    /// It is the person of the case that was spoken of last.
    subject_last: bool,
    /// The country most often named; bodies of another one are another state's.
    nation: Option<String>,
}

impl Names {
    pub(crate) fn new(subject_name: Option<String>, subject: Vec<String>, nation: Option<String>) -> Self {
        Self { subject_name, subject, nation, ..Self::default() }
    }

    /// For a text that is read on its own: nobody has been named yet.
    pub(crate) fn fresh(&self) -> Self {
        Self::new(self.subject_name.clone(), self.subject.clone(), self.nation.clone())
    }

    /// Another entry begins: what was spoken of last is forgotten. "The ministry" can be its author from the start.
    pub(crate) fn begin_entry(&mut self, author: SourceIx) {
        self.recent.clear();
        self.recent.push(author);
        self.author = Some(author);
        self.before = None;
        self.persons.clear();
        self.subject_last = false;
    }

    /// The person spoken of last; the person of the case becomes a source only now.
    pub(crate) fn last_person(&self, registry: &mut Registry, words: &Words) -> Option<SourceIx> {
        match &self.subject_name {
            Some(name) if self.subject_last => Some(registry.named(name, SourceKind::Detainee, words)),
            _ => self.persons.last().copied(),
        }
    }

    /// A sentence begins.
    pub(crate) fn begin_sentence(&mut self) {
        self.before = self.persons.last().copied().filter(|_| !self.subject_last);
    }

    /// The person spoken of last before this sentence, other than the person of the case.
    pub(crate) fn person_before(&self) -> Option<SourceIx> {
        self.before
    }

    /// A block begins.
    pub(crate) fn begin_block(&mut self) {
        self.speaker = None;
    }

    /// The person who spoke last in this block.
    pub(crate) fn last_speaker(&self) -> Option<SourceIx> {
        self.speaker
    }

    /// `source` has spoken.
    pub(crate) fn has_spoken(&mut self, source: SourceIx) {
        if self.persons.contains(&source) {
            self.speaker = Some(source);
        }
    }

    /// The person of the case has been spoken of, after everybody else.
    pub(crate) fn subject_spoken_of(&mut self) {
        self.subject_last = true;
    }

    /// The body spoken of last, leaving out those of `but`: "they say".
    pub(crate) fn last_body(&self, but: &[Mention]) -> Option<SourceIx> {
        let left_out = |ix: &SourceIx| but.iter().any(|m| m.source == *ix) || self.persons.contains(ix);
        self.recent.iter().rev().find(|ix| !left_out(ix)).copied()
    }

    /// A surname alone is that of `source`, unless it is that of the person of the case.
    fn known_by(&mut self, surname: &str, source: SourceIx) {
        if !self.is_subject(surname) {
            self.surnames.entry(surname.to_owned()).or_insert(source);
        }
    }

    /// `source`, a person, has been spoken of.
    pub(crate) fn person(&mut self, source: SourceIx) {
        self.persons.retain(|&p| p != source);
        self.persons.push(source);
        self.subject_last = false;
    }

    fn body(&mut self, source: SourceIx) {
        self.recent.retain(|&p| p != source);
        self.recent.push(source);
    }

    fn is_subject(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        self.subject.iter().any(|s| lower == *s || s.contains(' ') && lower.ends_with(s.as_str()))
    }
}

/// A candidate before overlaps are settled.
struct Found {
    range: Range<usize>,
    /// What it is listed under.
    name: Range<usize>,
    kind: SourceKind,
    person: Option<Name>,
    /// Only where it names again what was named before.
    again: bool,
}

/// A person's name and the surname in it.
#[derive(Clone)]
struct Name {
    all: Range<usize>,
    surname: Range<usize>,
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
    let mut found = candidates(body, possible, lexicon, names);
    found.sort_by_key(|f| (f.range.start, std::cmp::Reverse(f.range.end)));
    let mut out: Vec<Mention> = Vec::new();
    let mut taken = 0;
    for f in found {
        let Some(name) = body.get(f.name.clone()) else { continue };
        let person = f.person.as_ref().and_then(|p| body.get(p.all.clone()));
        if f.range.start < taken || person.is_some_and(|p| names.is_subject(p)) {
            continue;
        }
        let kind = if foreign(name, f.kind, names) { SourceKind::ForeignState } else { f.kind };
        let source = match &f.person {
            Some(p) => {
                let surname = body.get(p.surname.clone()).unwrap_or_default();
                let known = names.surnames.get(surname).copied().filter(|&s| registry.kind(s) == kind);
                let source = known.unwrap_or_else(|| registry.named(name, kind, &lexicon.words));
                registry.also(source, name, &lexicon.words);
                names.known_by(surname, source);
                names.person(source);
                Some(source)
            }
            None => again(body, &f, kind, lexicon, names, registry)
                .or_else(|| (!f.again).then(|| registry.named(name, kind, &lexicon.words))),
        };
        let Some(source) = source else { continue };
        let theirs = name
            .split_whitespace()
            .next()
            .is_some_and(|w| lexicon.words.pronouns.contains(&w.to_lowercase()));
        let near = matches!(kind, SourceKind::Counsel | SourceKind::Doctor) && theirs;
        if f.person.is_none() && (near || kind == SourceKind::Family) {
            names.person(source);
        }
        taken = f.range.end;
        names.body(source);
        if let Some(short) = acronym(body.get(f.range.end..).unwrap_or_default()) {
            registry.abbreviated(source, short, &lexicon.words);
        }
        out.push(Mention { range: f.range.start + sentence.start..f.range.end + sentence.start, source });
    }
    surnames(text, &sentence, lexicon, names, &mut out);
    out.sort_by_key(|m| m.range.start);
    out
}

fn candidates(body: &str, possible: &Possible, lexicon: &Lexicon, names: &Names) -> Vec<Found> {
    let mut found = Vec::new();
    for office in &lexicon.offices {
        for way in possible.of(&office.ways) {
            for at in words(way, body) {
                let kind = office.kind;
                if let Some(person) = holder(body, at.end, lexicon) {
                    let range = at.start..person.all.end;
                    let near = matches!(kind, SourceKind::Family | SourceKind::Counsel | SourceKind::Doctor);
                    let name = if near { person.all.clone() } else { range.clone() };
                    found.push(Found { name, range, kind, person: Some(person), again: false });
                } else if let Some(person) = in_apposition(body, at.start, lexicon) {
                    let (range, name) = (person.all.start..at.end, person.all.clone());
                    found.push(Found { name, range, kind, person: Some(person), again: false });
                } else {
                    found.push(Found { name: at.clone(), range: at, kind, person: None, again: true });
                }
            }
        }
    }
    for naming in &lexicon.bodies {
        for way in possible.of(&naming.ways) {
            for at in words(way, body) {
                let range = with_place(body, without_head(body, at, lexicon), lexicon);
                let kind = naming.kind;
                let relative = matches!(kind, SourceKind::Family | SourceKind::Counsel | SourceKind::Doctor);
                let person = relative.then(|| holder(body, range.end, lexicon)).flatten();
                // "According to the family, Kaldray …": the person of the case begins the clause that follows.
                let apposed = |p: &Name| {
                    body.get(range.end..p.all.start).is_some_and(|t| t.starts_with(','))
                        && !body.get(p.all.clone()).is_some_and(|name| names.is_subject(name))
                };
                if let Some(person) = person.filter(apposed) {
                    let whole = range.start..person.all.end;
                    found.push(Found {
                        name: person.all.clone(),
                        range: whole,
                        kind,
                        person: Some(person),
                        again: false,
                    });
                } else {
                    found.push(Found { name: range.clone(), range, kind, person: None, again: false });
                }
            }
        }
    }
    found
}

/// What was named before and is named again by some of its words: "the Committee", "the minister".
fn again(
    body: &str,
    f: &Found,
    kind: SourceKind,
    lexicon: &Lexicon,
    names: &Names,
    registry: &Registry,
) -> Option<SourceIx> {
    let name = body.get(f.name.clone())?;
    let before = body.get(..f.range.start)?.trim_end().to_lowercase();
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    if lexicon.words.indefinite.iter().any(|w| *w == first || w == before) {
        return None;
    }
    // In a ruling "the judge" is the court that gives it.
    let generic = kind == SourceKind::Court && content(name, &lexicon.words).len() == 1;
    let author = names.author.filter(|&author| generic && registry.kind(author) == SourceKind::Court);
    let mut recent = names.recent.iter().rev().copied();
    author
        .or_else(|| recent.find(|&ix| registry.kind(ix) == kind && registry.holds(ix, name, &lexicon.words)))
}

/// The person whose name ends, or is all there is, at the end of `text[range]`: the person of the case, or somebody
/// who has not been placed.
pub(crate) fn unknown_person(
    text: &str,
    range: Range<usize>,
    lexicon: &Lexicon,
    names: &mut Names,
    registry: &mut Registry,
) -> Option<SourceIx> {
    let body = text.get(range)?.trim_end_matches([',', ' ', '\u{a0}']);
    let mut from = body.len();
    let (mut parts, mut titled) = (0, false);
    for word in body.split_inclusive([' ', '\u{a0}']).rev().take(4) {
        let bare = word.trim_end();
        let title = lexicon.words.titles.iter().any(|t| t == bare.trim_end_matches('.'));
        if !title && !is_name_word(bare, lexicon) {
            break;
        }
        from -= word.len();
        titled |= title;
        parts += usize::from(!title);
    }
    let name = name_at(body, from, lexicon).filter(|name| name.all.end == body.len() && parts > 0)?;
    let all = body.get(name.all.clone())?;
    let surname = body.get(name.surname.clone())?;
    let source = if names.is_subject(all) || titled && names.is_subject(surname) {
        names.subject_spoken_of();
        return names.last_person(registry, &lexicon.words);
    } else if let Some(&known) = names.surnames.get(surname) {
        registry.also(known, all, &lexicon.words);
        known
    } else if parts > 1 || titled {
        let kind = if names.is_subject(surname) { SourceKind::Family } else { SourceKind::Unknown };
        let source = registry.named(all, kind, &lexicon.words);
        names.known_by(surname, source);
        source
    } else {
        return None;
    };
    names.person(source);
    Some(source)
}

fn is_name_word(word: &str, lexicon: &Lexicon) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().any(char::is_lowercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
        && !lexicon.words.not_names.iter().any(|n| n == word)
}

/// Surnames that were met with an office, alone.
fn surnames(
    text: &str,
    sentence: &Range<usize>,
    lexicon: &Lexicon,
    names: &mut Names,
    out: &mut Vec<Mention>,
) {
    let Some(body) = text.get(sentence.clone()) else { return };
    let mut met = Vec::new();
    for (surname, &source) in &names.surnames {
        let stem = uninflected(surname, &lexicon.words);
        for (at, _) in body.match_indices(stem) {
            let rest = body.get(at + stem.len()..).unwrap_or_default();
            let ending = rest.find(|c: char| !c.is_alphabetic()).and_then(|n| rest.get(..n)).unwrap_or(rest);
            if !ending.is_empty() && !lexicon.words.endings.iter().any(|e| e == ending) {
                continue;
            }
            let range = at + sentence.start..at + stem.len() + ending.len() + sentence.start;
            let free = out.iter().all(|m| m.range.end <= range.start || range.end <= m.range.start);
            if free && at_word_bounds(text, range.start, range.end) {
                met.push(Mention { range: with_title(text, sentence.start, range, lexicon), source });
            }
        }
    }
    met.sort_by_key(|m| m.range.start);
    for m in met {
        names.person(m.source);
        names.body(m.source);
        out.push(m);
    }
}

/// "Ms Lind": the title belongs to the mention.
fn with_title(text: &str, start: usize, name: Range<usize>, lexicon: &Lexicon) -> Range<usize> {
    let before = text.get(start..name.start).unwrap_or_default();
    let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let titled = lexicon.words.titles.iter().any(|t| t == word.trim_end_matches('.'));
    let at = before.trim_end().len() - word.len();
    if titled { start + at..name.end } else { name }
}

/// The person who holds the office that ends at `end`: "Prosecutor General of the Republic of Velda, Ana Brok".
fn holder(body: &str, end: usize, lexicon: &Lexicon) -> Option<Name> {
    let after = body.get(end..)?;
    let at = end + place_length(after, lexicon);
    let rest = body.get(at..)?;
    let gap = rest.len() - rest.trim_start_matches([',', ' ', '\u{a0}', '–', '—']).len();
    name_at(body, at + gap, lexicon)
}

/// A person's name that begins at `at`; titles before it are left out.
fn name_at(body: &str, at: usize, lexicon: &Lexicon) -> Option<Name> {
    let mut start = None;
    let mut last = None;
    let mut end = at;
    for word in body.get(at..)?.split_inclusive([' ', '\u{a0}']).take(4) {
        let bare = word.trim_end();
        let bare = bare.strip_suffix(['.', ',', ';', ':']).filter(|b| b.chars().count() > 1).unwrap_or(bare);
        let bare = without_possessive(bare, lexicon);
        let titled = lexicon.words.titles.iter().any(|t| t == bare.trim_end_matches('.'));
        let name = bare.chars().next().is_some_and(char::is_uppercase)
            && bare.chars().nth(1).is_none_or(|c| c.is_lowercase() || c == '.' || matches!(c, '\'' | '’'))
            && !lexicon.words.not_names.iter().any(|n| n == bare);
        if !titled && !name {
            break;
        }
        if !titled {
            start = start.or(Some(end));
            last = Some(end..end + bare.len());
        }
        end += word.len();
        if word.trim_end() != bare && !bare.ends_with('.') && !titled {
            break;
        }
    }
    let surname = last?;
    (surname.len() > 2).then_some(Name { all: start?..surname.end, surname })
}

/// Between a name and what the person is stand no more than this many words.
const APPOSITION: usize = 4;

/// The name before a comma that the office at `office` is in apposition to: "Perla Brok, a lawyer of the family".
fn in_apposition(body: &str, office: usize, lexicon: &Lexicon) -> Option<Name> {
    let before = body.get(..office)?;
    let comma = before.rfind(',')?;
    let between = before.get(comma + 1..)?;
    if between.split_whitespace().count() > APPOSITION || between.contains(['.', ';', ':', '"', '“', '«'])
    {
        return None;
    }
    let head = before.get(..comma)?;
    let mut start = comma;
    let mut from = comma;
    let mut words = 0;
    for word in head.split_inclusive([' ', '\u{a0}']).rev().take(3) {
        from -= word.len();
        let word = word.trim_end();
        let name = is_name_word(word, lexicon) && !lexicon.words.titles.iter().any(|t| t == word);
        if !name {
            break;
        }
        start = from;
        words += 1;
    }
    if words < 2 {
        return None;
    }
    name_at(body, start, lexicon).filter(|name| name.all.end == comma)
}

/// The name without what only leads up to it: "IN THE HIGH COURT".
fn without_head(body: &str, at: Range<usize>, lexicon: &Lexicon) -> Range<usize> {
    let w = &lexicon.words;
    let mut start = at.start;
    for (from, word) in words_at(body.get(at.clone()).unwrap_or_default()) {
        let lower = word.to_lowercase();
        let leads = w.governs.contains(&lower) || w.articles.contains(&lower) && !w.pronouns.contains(&lower);
        if !leads {
            start = at.start + from;
            break;
        }
    }
    start..at.end
}

/// The name with the place or field that follows it: "… of Velda", "… of the Republic of Velda".
fn with_place(body: &str, at: Range<usize>, lexicon: &Lexicon) -> Range<usize> {
    let length = body.get(at.end..).map_or(0, |after| place_length(after, lexicon));
    at.start..at.end + length
}

fn place_length(after: &str, lexicon: &Lexicon) -> usize {
    let mut length = 0;
    let mut best = 0;
    let mut words = after.split_inclusive([' ', '\u{a0}']).peekable();
    if after.starts_with([' ', '\u{a0}']) {
        length += words.next().map_or(0, str::len);
    }
    let opens = |w: &&str| lexicon.place.opens.iter().any(|o| o == w.trim_end());
    if !words.peek().is_some_and(opens) {
        return 0;
    }
    for word in words.take(6) {
        let bare = word.trim_end().trim_end_matches(['.', ',', ';', ':', ')', '’', '\'']);
        let small = lexicon.place.joins.iter().any(|j| j == bare);
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        if !small && !capital {
            break;
        }
        if capital {
            best = length + without_possessive(bare, lexicon).len();
        }
        length += word.len();
        // "The Government of Lenthia Accountability Plan": a headline goes on in capitals after the country.
        if word.trim_end() != bare || capital && country_code(bare).is_some() {
            break;
        }
    }
    best
}

/// "(NSC)" right after a name.
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
