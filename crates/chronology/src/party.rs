//! Are two phrases names of one person, body or place? Across languages and scripts, and careful to say "unknown".

use std::collections::{BTreeMap, BTreeSet};

use remand_reading::{Account, Claim, Reading, Source, SourceIx, SourceKind, sound};

use crate::words::{content_words, initials, name_in};

/// What comes of comparing two phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// One person, body or place.
    Same,
    /// Nothing tells.
    Unknown,
    /// Nothing in common, and at least one of them is a description and no name.
    Unlike,
    /// Two names, and not of one bearer.
    Different,
}

/// Compares phrases with what the record knows of names.
pub(crate) struct Parties<'r> {
    phrases: BTreeMap<&'r str, Phrase>,
    sources: BTreeMap<String, SourceIx>,
    /// For each source the one that stands for the same body.
    stands_for: Vec<SourceIx>,
}

/// What is compared of a phrase.
struct Phrase {
    words: BTreeSet<String>,
    initials: String,
    acronyms: BTreeSet<String>,
    sounds: BTreeSet<String>,
    numbers: BTreeSet<String>,
    latin: bool,
    /// Words of the name in it, where it is or holds one.
    name: Option<BTreeSet<String>>,
    /// A letter of it is a capital.
    capital: bool,
    source: Option<SourceIx>,
}

/// Skeletons of fewer letters than this meet by chance.
const SOUND: usize = 3;

impl<'r> Parties<'r> {
    pub(crate) fn of(reading: &'r Reading) -> Self {
        let mut sources = BTreeMap::new();
        for (ix, source) in reading.sources.iter().enumerate() {
            for name in std::iter::once(&source.name).chain(&source.variants) {
                sources.entry(plain(name)).or_insert(SourceIx(ix));
            }
        }
        let mut parties = Self { phrases: BTreeMap::new(), sources, stands_for: one_bearer(reading) };
        for role in reading.claims.iter().flat_map(|claim| &claim.roles) {
            if !parties.phrases.contains_key(role.text.as_str()) {
                let phrase = parties.phrase(&role.text);
                parties.phrases.insert(&role.text, phrase);
            }
        }
        parties
    }

    fn phrase(&self, text: &str) -> Phrase {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let acronym = |w: &&str| w.chars().count() > 1 && w.chars().all(char::is_uppercase);
        Phrase {
            words: content_words(text),
            initials: initials(text),
            acronyms: words.filter(acronym).map(str::to_owned).collect(),
            sounds: sounds(text),
            numbers: text
                .split(|c: char| !c.is_ascii_digit())
                .filter(|n| !n.is_empty())
                .map(str::to_owned)
                .collect(),
            latin: latin(text),
            name: name_in(text).map(|name| content_words(&name)),
            capital: text.contains(char::is_uppercase),
            source: self.sources.get(&plain(text)).map(|ix| self.body(*ix)),
        }
    }

    /// The source that stands for the body of this one.
    pub(crate) fn body(&self, source: SourceIx) -> SourceIx {
        self.stands_for.get(source.0).copied().unwrap_or(source)
    }

    /// Who speaks or acts in the claim: the source that its doer names, the doer as written, or who says it.
    pub(crate) fn speaker(&self, claim: &Claim) -> Speaker {
        let by = claim.roles.iter().find(|r| r.role == "by").map(|r| r.text.as_str());
        let doer = by.and_then(|by| Some((by, self.phrases.get(by)?)));
        match doer {
            Some((_, Phrase { source: Some(source), .. })) => Speaker::Source(*source),
            Some((by, phrase)) if phrase.name.is_some() => Speaker::Named(plain(by)),
            _ => Speaker::Source(self.body(claim.asserter)),
        }
    }

    /// How alike two fillers of roles are.
    pub(crate) fn like(&self, a: &str, b: &str) -> Likeness {
        if a == b {
            return Likeness::Same;
        }
        let (Some(a), Some(b)) = (self.phrases.get(a), self.phrases.get(b)) else { return Likeness::Unknown };
        if a.words.is_empty() || b.words.is_empty() {
            return Likeness::Unknown;
        }
        let numbered = !a.numbers.is_empty() && !b.numbers.is_empty() && a.numbers.is_disjoint(&b.numbers);
        if numbered && a.capital && b.capital && a.latin == b.latin {
            return Likeness::Different;
        }
        // "A prison" is among the words of every prison's name.
        let part = a.words == b.words
            || a.capital && a.words.is_subset(&b.words)
            || b.capital && b.words.is_subset(&a.words);
        let short = |short: &Phrase, long: &Phrase| {
            long.initials.chars().count() > 1 && short.acronyms.contains(&long.initials)
        };
        if part || short(a, b) || short(b, a) || a.source.is_some() && a.source == b.source {
            return Likeness::Same;
        }
        if a.latin != b.latin {
            return if a.sounds.is_disjoint(&b.sounds) { Likeness::Unknown } else { Likeness::Same };
        }
        match (a.name.as_ref().zip(b.name.as_ref()), a.words.is_disjoint(&b.words)) {
            (Some((a, b)), _) if !a.is_subset(b) && !b.is_subset(a) => Likeness::Different,
            (Some(_), _) => Likeness::Same,
            (None, true) => Likeness::Unlike,
            (None, false) => Likeness::Unknown,
        }
    }
}

impl Parties<'_> {
    /// It names somebody.
    pub(crate) fn is_named(&self, phrase: &str) -> bool {
        self.phrases.get(phrase).is_some_and(|phrase| phrase.name.is_some())
    }

    /// Two places of one sort that are not one: two numbers of one sort of house, or two bare names. A house and the
    /// town it stands in are no such pair.
    pub(crate) fn other_place(&self, a: &str, b: &str) -> bool {
        let (Some(x), Some(y)) = (self.phrases.get(a), self.phrases.get(b)) else { return false };
        let numbered = !x.numbers.is_empty() && !y.numbers.is_empty() && x.numbers.is_disjoint(&y.numbers);
        let bare = |text: &str| {
            let mut words = text.split_whitespace();
            words.next().is_some_and(|w| w.starts_with(char::is_uppercase)) && words.next().is_none()
        };
        x.words == y.words && numbered
            || bare(a) && bare(b) && x.latin == y.latin && self.like(a, b) > Likeness::Unknown
    }
}

/// See [`Parties::speaker`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Speaker {
    Source(SourceIx),
    Named(String),
}

/// Offices of which a state has one, so that a name in either script is its name.
const ONE_OFFICE: [SourceKind; 2] = [SourceKind::Prosecutor, SourceKind::SecurityService];

/// Names in two scripts that sound alike, of sources of one kind and one account.
pub(crate) fn sound_alike(a: &Source, b: &Source) -> bool {
    a.kind == b.kind
        && a.account == b.account
        && latin(&a.name) != latin(&b.name)
        && sounds(&a.name).intersection(&sounds(&b.name)).count() >= FORENAME_AND_SURNAME
}

/// Names of one bearer in two scripts: an office that a state has one of, and people whose names sound alike.
fn one_bearer(reading: &Reading) -> Vec<SourceIx> {
    let mut stands_for: Vec<SourceIx> = (0..reading.sources.len()).map(SourceIx).collect();
    for kind in ONE_OFFICE {
        let named = |of_latin: bool| {
            let all = reading.sources.iter().enumerate();
            let mut of_script = all.filter(move |(_, s)| {
                s.kind == kind && s.account == Account::State && latin(&s.name) == of_latin
            });
            let one = of_script.next().map(|(ix, _)| ix);
            one.filter(|_| of_script.next().is_none())
        };
        if let (Some(a), Some(b)) = (named(true), named(false))
            && let Some(slot) = stands_for.get_mut(a.max(b))
        {
            *slot = SourceIx(a.min(b));
        }
    }
    let mut heard: BTreeMap<(SourceKind, String), Vec<usize>> = BTreeMap::new();
    for (ix, source) in reading.sources.iter().enumerate() {
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for sound in sounds(&source.name) {
            let bearers = heard.entry((source.kind, sound)).or_default();
            others.extend(bearers.iter().take(BEARERS));
            bearers.push(ix);
        }
        let alike =
            |other: &usize| reading.sources.get(*other).is_some_and(|other| sound_alike(other, source));
        if let Some(other) = others.into_iter().find(alike)
            && let Some(slot) = stands_for.get_mut(ix)
            && *slot == SourceIx(ix)
        {
            *slot = SourceIx(other);
        }
    }
    stands_for
}

/// Words of a name that must sound alike.
const FORENAME_AND_SURNAME: usize = 2;
/// Bearers of one name that are looked at.
const BEARERS: usize = 8;

fn latin(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c <= '\u{24f}')
}

/// Capitalised words by their consonants.
fn sounds(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let capital = words.filter(|word| word.starts_with(char::is_uppercase));
    capital.map(sound).filter(|sound| sound.chars().count() >= SOUND).collect()
}

fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join(" ")
}
