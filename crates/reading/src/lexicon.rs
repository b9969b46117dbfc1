//! The words of one language, compiled once from `lexicon/<language>/`.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use crate::gazetteer;
use crate::way::{Collector, Index, Way, compile};
use crate::{EventKind, Modality, Polarity, SourceKind, vocabulary};

/// A lexicon file that cannot be used: which one, and why.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not the form the program expects.
    #[error("lexicon/{file}: {source}")]
    Form {
        /// Path below `lexicon/`.
        file: &'static str,
        /// What the reader of TOML said, with line and column.
        source: Box<toml::de::Error>,
    },
    /// A pattern that is no regular expression, or uses a part that is not there.
    #[error("lexicon/{file}: the pattern `{pattern}` cannot be used: {why}")]
    Pattern {
        /// Path below `lexicon/`.
        file: &'static str,
        /// As it stands in the file.
        pattern: String,
        /// What is wrong.
        why: String,
    },
    /// A kind that the vocabulary does not have.
    #[error("lexicon/{file}: there is no event `{kind}` in law/vocabulary.toml")]
    Kind {
        /// Path below `lexicon/`.
        file: &'static str,
        /// As it stands in the file.
        kind: String,
    },
    /// A qualifier that the vocabulary does not have.
    #[error("lexicon/{file}: there is no qualifier `{qualifier}` in law/vocabulary.toml")]
    Qualifier {
        /// Path below `lexicon/`.
        file: &'static str,
        /// As it stands in the file.
        qualifier: String,
    },
}

/// Which date of its sentence an event takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateUse {
    #[default]
    At,
    Since,
    Until,
    None,
}

/// Whom a pattern can be about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Concerns {
    Subject,
    Others,
    Nobody,
    #[default]
    Any,
}

/// A source that must stand in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Speaker {
    State,
    Court,
    Un,
    Organisation,
    Foreign,
    Press,
}

/// Ways to tell one kind of event.
pub(crate) struct Trigger {
    pub(crate) kind: EventKind,
    pub(crate) ways: Vec<Way>,
    pub(crate) date: DateUse,
    pub(crate) says: Polarity,
    pub(crate) modality: Modality,
    pub(crate) about: Concerns,
    pub(crate) by: Option<Speaker>,
    /// Kinds that are not told where a match of them stands inside a match of this one.
    pub(crate) hides: Vec<EventKind>,
    /// Qualifiers that these words say of it.
    pub(crate) how: Vec<String>,
    #[cfg(test)]
    pub(crate) examples: Vec<String>,
    #[cfg(test)]
    pub(crate) not: Vec<String>,
}

/// Ways to name a body or an office of one kind.
pub(crate) struct Naming {
    pub(crate) kind: SourceKind,
    pub(crate) ways: Vec<Way>,
}

/// Ways to write one legal reference.
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) ways: Vec<Way>,
}

/// How somebody is quoted.
pub(crate) struct Says {
    pub(crate) verbs: Regex,
    pub(crate) according: Regex,
    pub(crate) as_said: Regex,
    pub(crate) document: Regex,
    pub(crate) reprint: Regex,
    pub(crate) denials: Option<Regex>,
    pub(crate) wrote: Option<Regex>,
    pub(crate) sender: Option<Regex>,
    /// "By X's account", where the source stands before these words.
    pub(crate) by_account: Option<Regex>,
    /// The name of a source in a case in which it is no subject.
    pub(crate) oblique: Option<Regex>,
    /// What follows a source that is named only as the owner of something: "(the court) ruling".
    pub(crate) possessed: Option<Regex>,
    /// What is said stands before its verb.
    pub(crate) verb_last: bool,
}

/// Words of a hedge or a denial that stand behind what they belong to, in languages whose verb ends the sentence.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Behind {
    pub(crate) negation: Vec<String>,
    pub(crate) alleged: Vec<String>,
    pub(crate) planned: Vec<String>,
    pub(crate) demanded: Vec<String>,
    pub(crate) general: Vec<String>,
}

/// Small words; see `words.toml`. A language leaves out the lists that it has no use for.
#[derive(Deserialize)]
pub(crate) struct Words {
    #[serde(default)]
    pub(crate) articles: Vec<String>,
    #[serde(default)]
    pub(crate) indefinite: Vec<String>,
    #[serde(default)]
    pub(crate) possessives: Vec<String>,
    #[serde(default)]
    pub(crate) endings: Vec<String>,
    #[serde(default)]
    pub(crate) agent: Vec<String>,
    #[serde(default)]
    pub(crate) they: Vec<String>,
    #[serde(default)]
    pub(crate) that: Vec<String>,
    #[serde(default)]
    pub(crate) passive: Vec<String>,
    #[serde(default)]
    pub(crate) done_to: Vec<String>,
    #[serde(default)]
    pub(crate) oblique: Vec<String>,
    /// Names of one body, uninflected, each with the name it is listed under; from `bodies.toml`.
    #[serde(skip)]
    pub(crate) bodies: BTreeMap<String, &'static str>,
    #[serde(default)]
    pub(crate) he: Vec<String>,
    #[serde(default)]
    pub(crate) locates: Vec<String>,
    #[serde(default)]
    pub(crate) counted_back: Vec<String>,
    #[serde(default)]
    pub(crate) lasting: Vec<String>,
    #[serde(default)]
    pub(crate) at_least: Vec<String>,
    #[serde(default)]
    pub(crate) at_most: Vec<String>,
    #[serde(default)]
    pub(crate) about: Vec<String>,
    #[serde(default)]
    pub(crate) number_marks: Vec<String>,
    pub(crate) abbreviations: Vec<String>,
    pub(crate) as_said: String,
    pub(crate) governs: Vec<String>,
    pub(crate) negation: Vec<String>,
    pub(crate) alleged: Vec<String>,
    pub(crate) planned: Vec<String>,
    pub(crate) demanded: Vec<String>,
    pub(crate) general: Vec<String>,
    pub(crate) others: Vec<String>,
    pub(crate) pronouns: Vec<String>,
    pub(crate) turns: Vec<String>,
    pub(crate) joins: Vec<String>,
    pub(crate) detainee: Vec<String>,
    pub(crate) before_month: Vec<String>,
    #[serde(default)]
    pub(crate) after_month: Vec<String>,
    pub(crate) titles: Vec<String>,
    pub(crate) not_names: Vec<String>,
    pub(crate) held: Vec<String>,
    pub(crate) numbers: BTreeMap<String, u64>,
    #[serde(default)]
    pub(crate) behind: Behind,
    #[serde(default)]
    pub(crate) place_endings: Vec<String>,
}

/// How provisions are written: "article 9", "paragraph 2 of".
pub(crate) struct Provisions {
    pub(crate) provision: Regex,
    pub(crate) numbered: Regex,
    pub(crate) number: Regex,
    pub(crate) gloss: Option<Regex>,
    /// What stands before a citation and says what it is of, in the group `gloss`.
    pub(crate) gloss_before: Option<Regex>,
}

/// One language, compiled.
pub(crate) struct Lexicon {
    /// Which of all ways below a sentence can match.
    pub(crate) index: Index,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) bodies: Vec<Naming>,
    pub(crate) offices: Vec<Naming>,
    pub(crate) says: Says,
    pub(crate) campaign: Regex,
    pub(crate) words: Words,
    pub(crate) instruments: Vec<Reference>,
    pub(crate) references: Vec<Reference>,
    pub(crate) provisions: Provisions,
    pub(crate) spans: SpanWords,
    pub(crate) place: Place,
    pub(crate) authors: Vec<Form>,
}

/// A form of document that only one body, or one kind of body, writes.
pub(crate) struct Form {
    pub(crate) kind: SourceKind,
    pub(crate) name: String,
    pub(crate) head: Regex,
}

/// The words that join a place or a field to the name of a body ("… of the Republic of …").
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) opens: Vec<String>,
    pub(crate) joins: Vec<String>,
}

/// What a stated length of time is counted from; see `[spans]` of `words.toml`.
pub(crate) struct SpanWords {
    /// Before a length: a penalty, an age, a term of office.
    pub(crate) penalty_before: Option<Regex>,
    /// The same, after it.
    pub(crate) penalty_after: Option<Regex>,
    /// Before a length: a deadline, unless the sentence tells what happened within it.
    pub(crate) deadline: Option<Regex>,
    /// The words of a length itself: it has passed, whatever stands around it.
    pub(crate) past: Option<Regex>,
    pub(crate) custody: Regex,
    pub(crate) marks: Regex,
    pub(crate) events: Vec<(EventKind, Regex)>,
}

/// The files of one language, each with its path below `lexicon/`.
pub(crate) struct Files {
    /// ISO 639-1 code.
    pub(crate) language: &'static str,
    pub(crate) events: (&'static str, &'static str),
    pub(crate) sources: (&'static str, &'static str),
    pub(crate) words: (&'static str, &'static str),
    pub(crate) law: (&'static str, &'static str),
}

/// Every language that events are read from, in order of its code.
pub(crate) const LANGUAGES: &[Files] = include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

/// ISO 639-1 codes of the languages that events are read from.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|files| files.language)
}

/// The files of the language with this ISO 639-1 code.
pub(crate) fn files(language: &str) -> Option<&'static Files> {
    LANGUAGES.iter().find(|files| files.language == language)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventsFile {
    #[serde(default)]
    parts: BTreeMap<String, String>,
    event: Vec<EventRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventRow {
    kind: String,
    r#match: Vec<String>,
    #[serde(default)]
    date: DateUse,
    says: Option<SaysWord>,
    r#as: Option<AsWord>,
    #[serde(default)]
    about: Concerns,
    by: Option<Speaker>,
    #[serde(default)]
    hides: Vec<String>,
    #[serde(default)]
    how: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    examples: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    not: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SaysWord {
    Asserted,
    Denied,
    NotKnown,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AsWord {
    Stated,
    Alleged,
    Planned,
    Demanded,
    General,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourcesFile {
    #[serde(default)]
    parts: BTreeMap<String, String>,
    body: Vec<NamingRow>,
    office: Vec<NamingRow>,
    says: SaysRow,
    tone: ToneRow,
    #[serde(default)]
    place: Place,
    #[serde(default)]
    author: Vec<AuthorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamingRow {
    kind: SourceKind,
    r#match: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaysRow {
    verbs: Vec<String>,
    according: Vec<String>,
    as_said: Vec<String>,
    document: Vec<String>,
    reprint: Vec<String>,
    #[serde(default)]
    denials: Vec<String>,
    #[serde(default)]
    wrote: Vec<String>,
    #[serde(default)]
    sender: Vec<String>,
    #[serde(default)]
    by_account: Vec<String>,
    #[serde(default)]
    oblique: Vec<String>,
    #[serde(default)]
    possessed: Vec<String>,
    #[serde(default)]
    verb_last: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorRow {
    kind: SourceKind,
    name: String,
    r#match: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToneRow {
    campaign: Vec<String>,
}

#[derive(Deserialize)]
struct WordsFile {
    spans: SpansRow,
    #[serde(flatten)]
    words: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpansRow {
    penalty: Vec<String>,
    #[serde(default)]
    deadline: Vec<String>,
    #[serde(default)]
    past: Vec<String>,
    custody: Vec<String>,
    marks: Vec<String>,
    event: Vec<SpanEventRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanEventRow {
    kind: String,
    r#match: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawFile {
    #[serde(default)]
    parts: BTreeMap<String, String>,
    provision: Vec<String>,
    numbered: Vec<String>,
    number: Vec<String>,
    #[serde(default)]
    gloss: Vec<String>,
    #[serde(default)]
    gloss_before: Vec<String>,
    instrument: Vec<ReferenceRow>,
    reference: Vec<ReferenceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceRow {
    name: String,
    r#match: Vec<String>,
}

/// Turns the patterns of one file into regular expressions.
struct Patterns<'a> {
    file: &'static str,
    parts: &'a BTreeMap<String, String>,
}

impl Patterns<'_> {
    fn each(&self, patterns: &[String], ways: &mut Collector) -> Result<Vec<Way>, LexiconError> {
        let way = |p: &String| ways.way(self.expand(p, 0)).map_err(|error| self.fault(p, &error.to_string()));
        patterns.iter().map(way).collect()
    }

    fn fault(&self, pattern: &str, why: &str) -> LexiconError {
        LexiconError::Pattern { file: self.file, pattern: pattern.to_owned(), why: why.to_owned() }
    }

    /// One regular expression for all of `patterns`, the first that matches winning.
    fn regex(&self, patterns: &[String]) -> Result<Regex, LexiconError> {
        let all: Vec<_> = patterns.iter().map(|p| format!("(?:{})", self.expand(p, 0))).collect();
        compile(&all.join("|")).map_err(|error| self.fault(&patterns.join(" | "), &error.to_string()))
    }

    /// The same; `None` where there are no patterns.
    fn any(&self, patterns: &[String]) -> Result<Option<Regex>, LexiconError> {
        if patterns.is_empty() { Ok(None) } else { self.regex(patterns).map(Some) }
    }

    /// Parts first, then the comforts. A part that is not there stays as it is and fails as a regular expression.
    fn expand(&self, pattern: &str, depth: u8) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            match after.split_once('}') {
                Some((name, tail)) if depth < 4 && self.parts.contains_key(name) => {
                    let part = self.parts.get(name).map_or("", String::as_str);
                    out.push_str(&self.expand(part, depth + 1));
                    rest = tail;
                }
                _ => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        if depth > 0 { out } else { comforts(&out) }
    }
}

/// A class for words that stays small when it is compiled: everything beyond ASCII counts as a letter, and the
/// ends of a match are checked apart. It already holds both cases, so it is never folded.
const LETTER: &str = r"A-Za-z\u{a1}-\u{202e}\u{2030}-\u{10ffff}";
/// Capitals of Western European languages, of the Slavic ones, and of Kazakh and its neighbours: small as well.
const CAPITAL: &str = r"(?-i:[A-Z\u{c0}-\u{de}\u{400}-\u{42f}ҐҒҖҚҢҮҰҲҶҺӘӨӢӮ])";
const SPACE: &str = r"(?-i:[ \t\r\n\u{a0}\u{202f}])+";

pub(crate) fn comforts(pattern: &str) -> String {
    let pattern = pattern.replace(r"[\p{Lu}]", CAPITAL);
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern.as_str();
    while let Some(at) = rest.find(['[', '\\', ' ', '\'', '"']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        if let Some(escaped) = special.strip_prefix('\\') {
            let length = escaped.chars().next().map_or(0, char::len_utf8);
            let (c, after) = escaped.split_at(length);
            out.push('\\');
            out.push_str(c);
            rest = after;
        } else if let Some(class) = special.strip_prefix('[') {
            let (inside, after) = class.split_once(']').unwrap_or((class, ""));
            out.push_str(&class_of(inside));
            rest = after;
        } else {
            let (c, after) = special.split_at(1);
            out.push_str(match c {
                " " => SPACE,
                "'" => "['’ʼ]",
                _ => "[\"“”„«»]",
            });
            rest = after;
        }
    }
    out.push_str(rest);
    // A space that may be left out.
    out.replace(r"\u{202f}])+?", r"\u{202f}])*")
}

/// A class in brackets; with letters in it, it is not folded.
fn class_of(inside: &str) -> String {
    let open = inside.replace(' ', r" \t\r\n\u{a0}\u{202f}").replace('\'', "'’ʼ").replace('"', "\"“”„«»");
    if open.contains(r"\p{L}") {
        format!("(?-i:[{}])", open.replace(r"\p{L}", LETTER))
    } else {
        format!("[{open}]")
    }
}

fn toml<T: serde::de::DeserializeOwned>(
    (file, text): (&'static str, &'static str),
) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|source| LexiconError::Form { file, source: Box::new(source) })
}

impl Lexicon {
    /// Every way of the language.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &Way> {
        let named = self.bodies.iter().chain(&self.offices).flat_map(|n| &n.ways);
        let cited = self.instruments.iter().chain(&self.references).flat_map(|r| &r.ways);
        self.triggers.iter().flat_map(|t| &t.ways).chain(named).chain(cited)
    }

    pub(crate) fn compile(files: &Files) -> Result<Self, LexiconError> {
        let events: EventsFile = toml(files.events)?;
        let sources: SourcesFile = toml(files.sources)?;
        let mut words: WordsFile = toml(files.words)?;
        words.words.bodies = gazetteer::bodies(&words.words);
        let law: LawFile = toml(files.law)?;
        let none = BTreeMap::new();

        let p = Patterns { file: files.events.0, parts: &events.parts };
        let mut ways = Collector::default();
        let triggers =
            events.event.iter().map(|row| trigger(&p, row, &mut ways)).collect::<Result<_, _>>()?;
        let spans = Patterns { file: files.words.0, parts: &events.parts };
        let (after, before): (Vec<String>, Vec<String>) =
            words.spans.penalty.iter().cloned().partition(|pattern| pattern.starts_with('^'));
        let any = |patterns: &[String]| -> Result<Option<Regex>, LexiconError> {
            (!patterns.is_empty()).then(|| spans.regex(patterns)).transpose()
        };
        let spans = SpanWords {
            penalty_before: any(&before)?,
            penalty_after: any(&after)?,
            deadline: any(&words.spans.deadline)?,
            past: any(&words.spans.past)?,
            custody: spans.regex(&words.spans.custody)?,
            marks: spans.regex(&words.spans.marks)?,
            events: words
                .spans
                .event
                .iter()
                .map(|row| Ok((kind(files.words.0, &row.kind)?, spans.regex(&row.r#match)?)))
                .collect::<Result<_, LexiconError>>()?,
        };

        let s = Patterns { file: files.sources.0, parts: &sources.parts };
        let mut naming = |rows: &[NamingRow]| {
            rows.iter()
                .map(|row| Ok(Naming { kind: row.kind, ways: s.each(&row.r#match, &mut ways)? }))
                .collect::<Result<Vec<_>, LexiconError>>()
        };
        let (bodies, offices) = (naming(&sources.body)?, naming(&sources.office)?);

        let l = Patterns { file: files.law.0, parts: &law.parts };
        let mut reference = |rows: &[ReferenceRow]| {
            rows.iter()
                .map(|row| Ok(Reference { name: row.name.clone(), ways: l.each(&row.r#match, &mut ways)? }))
                .collect::<Result<Vec<_>, LexiconError>>()
        };
        let (instruments, references) = (reference(&law.instrument)?, reference(&law.reference)?);
        let index = ways.index().map_err(|error| p.fault("the words of all patterns", &error.to_string()))?;

        Ok(Self {
            triggers,
            index,
            bodies,
            offices,
            says: Says {
                verbs: s.regex(&sources.says.verbs)?,
                according: s.regex(&sources.says.according)?,
                as_said: s.regex(&sources.says.as_said)?,
                document: s.regex(&sources.says.document)?,
                reprint: s.regex(&sources.says.reprint)?,
                denials: s.any(&sources.says.denials)?,
                wrote: s.any(&sources.says.wrote)?,
                sender: s.any(&sources.says.sender)?,
                by_account: s.any(&sources.says.by_account)?,
                oblique: s.any(&sources.says.oblique)?,
                possessed: s.any(&sources.says.possessed)?,
                verb_last: sources.says.verb_last,
            },
            campaign: s.regex(&sources.tone.campaign)?,
            words: words.words,
            instruments,
            references,
            provisions: Provisions {
                provision: Patterns { file: files.law.0, parts: &none }.regex(&law.provision)?,
                numbered: Patterns { file: files.law.0, parts: &none }.regex(&law.numbered)?,
                number: Patterns { file: files.law.0, parts: &none }.regex(&law.number)?,
                gloss: Patterns { file: files.law.0, parts: &none }.any(&law.gloss)?,
                gloss_before: Patterns { file: files.law.0, parts: &none }.any(&law.gloss_before)?,
            },
            spans,
            place: sources.place,
            authors: sources
                .author
                .iter()
                .map(|row| Ok(Form { kind: row.kind, name: row.name.clone(), head: s.regex(&row.r#match)? }))
                .collect::<Result<_, LexiconError>>()?,
        })
    }
}

fn kind(file: &'static str, name: &str) -> Result<EventKind, LexiconError> {
    EventKind::named(name).ok_or_else(|| LexiconError::Kind { file, kind: name.to_owned() })
}

fn qualifier(file: &'static str, name: &str) -> Result<String, LexiconError> {
    let known = vocabulary().qualifiers().any(|(known, _)| known == name);
    known.then(|| name.to_owned()).ok_or_else(|| LexiconError::Qualifier { file, qualifier: name.to_owned() })
}

fn trigger(p: &Patterns<'_>, row: &EventRow, ways: &mut Collector) -> Result<Trigger, LexiconError> {
    Ok(Trigger {
        kind: kind(p.file, &row.kind)?,
        ways: p.each(&row.r#match, ways)?,
        date: row.date,
        says: match row.says {
            None | Some(SaysWord::Asserted) => Polarity::Asserted,
            Some(SaysWord::Denied) => Polarity::Denied,
            Some(SaysWord::NotKnown) => Polarity::NotKnown,
        },
        modality: match row.r#as {
            None | Some(AsWord::Stated) => Modality::Stated,
            Some(AsWord::Alleged) => Modality::Alleged,
            Some(AsWord::Planned) => Modality::Planned,
            Some(AsWord::Demanded) => Modality::Demanded,
            Some(AsWord::General) => Modality::General,
        },
        about: row.about,
        by: row.by,
        hides: row.hides.iter().map(|name| kind(p.file, name)).collect::<Result<_, _>>()?,
        how: row.how.iter().map(|name| qualifier(p.file, name)).collect::<Result<_, _>>()?,
        #[cfg(test)]
        examples: row.examples.clone(),
        #[cfg(test)]
        not: row.not.clone(),
    })
}
