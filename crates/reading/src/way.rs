//! Ways to say something: regular expressions that are compiled only when a sentence holds words they need.
//!
//! A language has several hundred, and most sentences can match a handful. The words that a match must contain are
//! taken from the expression itself and looked for all at once.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

/// One way to say something.
pub(crate) struct Way {
    id: usize,
    pattern: String,
    regex: OnceLock<Option<Regex>>,
}

impl Way {
    /// The compiled expression. `None` only where it is larger than the limit, which a test of the lexicons rules out.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(&self.pattern).ok()).as_ref()
    }

    #[cfg(test)]
    pub(crate) fn pattern(&self) -> &str {
        &self.pattern
    }
}

/// Compiles without regard to case.
pub(crate) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(true).size_limit(1 << 24).build()
}

/// Collects the ways of a language.
#[derive(Default)]
pub(crate) struct Collector {
    needles: Vec<String>,
    owners: Vec<(usize, u8)>,
    /// For each way, a bit for each group of words of which a match holds one.
    needs: Vec<u8>,
}

impl Collector {
    /// Takes in a way.
    pub(crate) fn way(&mut self, pattern: String) -> Result<Way, Box<regex_syntax::Error>> {
        let hir = regex_syntax::Parser::new().parse(&pattern).map_err(Box::new)?;
        let id = self.needs.len();
        let mut need = 0;
        for (group, needles) in (0..).zip(groups(&hir)) {
            let bit = 1_u8 << group;
            need |= bit;
            self.owners.extend(std::iter::repeat_n((id, bit), needles.len()));
            self.needles.extend(needles);
        }
        self.needs.push(need);
        Ok(Way { id, pattern, regex: OnceLock::new() })
    }

    /// The index of all ways taken in.
    pub(crate) fn index(self) -> Result<Index, aho_corasick::BuildError> {
        let words = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&self.needles)?;
        Ok(Index { words, owners: self.owners, needs: self.needs })
    }
}

/// Which ways a sentence can match.
pub(crate) struct Index {
    words: AhoCorasick,
    owners: Vec<(usize, u8)>,
    needs: Vec<u8>,
}

impl Index {
    /// The ways that `sentence` holds the words for.
    pub(crate) fn possible(&self, sentence: &str) -> Possible {
        let mut lacks = self.needs.clone();
        let lower = sentence.to_lowercase();
        let found =
            self.words.find_overlapping_iter(&lower).filter_map(|m| self.owners.get(m.pattern().as_usize()));
        for &(id, bit) in found {
            if let Some(lacking) = lacks.get_mut(id) {
                *lacking &= !bit;
            }
        }
        Possible(lacks)
    }
}

/// See [`Index::possible`]: for each way the groups of words that are not there.
#[derive(Default)]
pub(crate) struct Possible(Vec<u8>);

impl Possible {
    /// The ways that one or the other can match.
    pub(crate) fn join(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), u8::MAX);
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = (*mine).min(*theirs);
        }
    }

    /// Compiles those of `ways` that can match, several at a time.
    pub(crate) fn warm<'w>(&self, ways: impl Iterator<Item = &'w Way>) {
        let needed: Vec<&Way> = ways.filter(|way| self.0.get(way.id) == Some(&0)).collect();
        needed.par_iter().for_each(|way| {
            way.regex();
        });
    }

    /// The compiled ways among `ways` that can match.
    pub(crate) fn of<'w>(&self, ways: &'w [Way]) -> impl Iterator<Item = &'w Regex> {
        ways.iter()
            .filter(|way| self.0.get(way.id).is_none_or(|lacking| *lacking == 0))
            .filter_map(Way::regex)
    }
}

/// More words than this for one way cost more than they save.
const MOST: usize = 40;
/// Words of fewer bytes stand in nearly every sentence.
const LEAST: usize = 2;

/// Groups of words for one way.
const GROUPS: usize = 3;

/// The groups of words of each of which every match of `hir` holds one, the rarest words first.
fn groups(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => groups(&capture.sub),
        HirKind::Concat(parts) => {
            let mut found: Vec<Vec<String>> = parts.iter().filter_map(required).collect();
            found.sort_by_key(|words| std::cmp::Reverse(rarity(words)));
            found.truncate(GROUPS);
            found
        }
        _ => required(hir).into_iter().collect(),
    }
}

fn rarity(words: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (words.iter().map(String::len).min().unwrap_or(0).min(6), std::cmp::Reverse(words.len()))
}

/// Words, in lower case, of which every match of `hir` holds at least one; `None` where no such words are found.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?.to_lowercase();
            (text.len() >= LEAST).then(|| vec![text])
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(required).max_by_key(|words| rarity(words)),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(required(branch)?);
            }
            (all.len() <= MOST).then_some(all)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_tried_where_a_sentence_holds_its_words() {
        let cases = [
            ("(?:is|was) detained", "She Was Detained on Monday", true),
            ("(?:is|was) detained", "she was heard", false),
            ("(?:arrested|jailed)(?: again)?", "JAILED", true),
            (r"\d+ years", "for many years", true),
            (r"\d+ years", "for a decade", false),
            (r"[a-z]+", "anything", true),
            ("(?:was|were) [a-z]+ (?:refused|denied) [a-z]+ visits?", "she was denied a lawyer", false),
            ("(?:was|were) [a-z]+ (?:refused|denied) [a-z]+ visits?", "she was then refused any visit", true),
            ("взят под стражу", "Он ВЗЯТ под стражу", true),
            ("detained", "", false),
        ];
        for (pattern, sentence, expected) in cases {
            let mut collector = Collector::default();
            let way = collector.way(pattern.to_owned()).unwrap();
            let possible = collector.index().unwrap().possible(sentence);
            assert_eq!(
                possible.of(std::slice::from_ref(&way)).count() == 1,
                expected,
                "{pattern} in {sentence}"
            );
        }
    }

    #[test]
    fn a_pattern_that_is_none_is_refused() {
        assert!(Collector::default().way("(open".to_owned()).is_err());
    }
}
