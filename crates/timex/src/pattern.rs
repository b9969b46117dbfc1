//! Forms of time expressions, written as sequences of word classes and compiled into one automaton.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

use crate::class::Class;

/// One step of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Element {
    /// A word of a class; what it says is kept.
    Class(Class),
    /// This very word or mark.
    Literal(u32),
}

/// What a form gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Gives {
    /// A calendar date, or two ends of a stretch of days.
    Date,
    /// A date of which only a season, month or weekday is named and "last", "this" or "next" picks it.
    Picked,
    /// "last week", "yesterday": counted in units from the time of speaking.
    Shift,
    /// "the following day", "that month": counted from the date talked about.
    Same,
    /// "two days ago".
    Ago,
    /// "in two days".
    Ahead,
    /// "two days later".
    Later,
    /// "two days earlier".
    Earlier,
    /// A length of time.
    Duration,
    /// The age of a person: a length in years unless a unit is named.
    Age,
    /// A recurring time.
    Set,
    /// "now", "soon".
    Reference,
}

/// A state of the automaton.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) accept: Option<Gives>,
    /// Classes that lead on, a bit for each.
    classes: u128,
    /// How many of the first 64 classes lead on.
    low: u8,
    /// Very words that lead on: the bit that the end of its number gives is set for each.
    words: u64,
    /// Where the ways on begin in [`Forms::next`]: those of classes in their order, then those of words.
    next: u32,
    /// Where the words begin in [`Forms::words`].
    first_word: u32,
}

/// All forms of a language as one automaton.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    nodes: Vec<Node>,
    next: Vec<u32>,
    /// Words that lead on from a node, in order of their numbers.
    words: Vec<u32>,
}

impl Forms {
    #[inline]
    pub(crate) fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    /// Where `element` leads from a node.
    #[inline]
    pub(crate) fn along(&self, at: u32, element: Element) -> Option<u32> {
        let node = self.node(at)?;
        let place = match element {
            Element::Class(class) => {
                if !node.leads(class) {
                    return None;
                }
                // Counting bits is slow where the processor is not known to do it: half of them are counted already.
                let below = node.classes & (class.bit() - 1);
                let (low, high) = halves(below);
                if class as u32 >= 64 { usize::from(node.low) + ones(high) } else { ones(low) }
            }
            Element::Literal(word) => {
                if node.words & word_bit(word) == 0 {
                    return None;
                }
                let end = self.node(at + 1).map_or(self.words.len(), |n| n.first_word as usize);
                let place = self.words.get(node.first_word as usize..end)?.binary_search(&word).ok()?;
                node.classes.count_ones() as usize + place
            }
        };
        self.next.get(node.next as usize + place).copied()
    }

    pub(crate) fn can_start(&self, element: Element) -> bool {
        self.along(0, element).is_some()
    }

    /// A form ends after this element alone, or right after it by what follows.
    pub(crate) fn can_be_all(&self, element: Element) -> bool {
        self.along(0, element).is_some_and(|at| self.may_end(at))
    }

    /// A form ends at this node.
    #[inline]
    pub(crate) fn may_end(&self, at: u32) -> bool {
        self.node(at).is_some_and(|node| node.accept.is_some() || node.leads(Class::End))
    }

    /// The very words that forms have, some of them several times.
    pub(crate) fn literals(&self) -> impl Iterator<Item = u32> {
        self.words.iter().copied()
    }
}

impl Node {
    /// Some form goes on with this class.
    #[inline]
    pub(crate) fn leads(&self, class: Class) -> bool {
        self.classes & class.bit() != 0
    }

    /// Those of the classes of `wanted` that lead on from here.
    #[inline]
    pub(crate) fn classes(&self, wanted: &'static [Class]) -> impl Iterator<Item = Class> {
        wanted.iter().copied().filter(|&class| self.leads(class))
    }
}

fn halves(bits: u128) -> (u64, u64) {
    (bits as u64, (bits >> 64) as u64)
}

fn ones(bits: u64) -> usize {
    bits.count_ones() as usize
}

fn word_bit(word: u32) -> u64 {
    1 << (word % 64)
}

/// Puts forms into one automaton: what may follow does not depend on how it was reached, so forms share their
/// beginnings and their ends.
pub(crate) struct Builder {
    places: Vec<Place>,
    /// How many forms there are.
    forms: u32,
}

/// A step of a form as written, before forms are joined.
#[derive(Default)]
struct Place {
    next: Vec<(Element, u32)>,
    /// What a form that ends here gives, with the number of the form: the earlier one wins.
    accept: Option<(u32, Gives)>,
}

/// FNV-1a: the keys come from a fixed lexicon, nobody can choose them to collide.
#[derive(Clone)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(b.into());
        }
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(n.into());
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }

    fn write_isize(&mut self, n: isize) {
        self.write_u64(n.unsigned_abs() as u64);
    }
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self { places: vec![Place::default()], forms: 0 }
    }

    /// The forms joined: a node for each set of places that the same words lead to. `Err` when there are too many.
    pub(crate) fn finish(self) -> Result<Forms, String> {
        let index = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let mut known: HashMap<Vec<u32>, u32, BuildHasherDefault<Fnv>> = HashMap::default();
        known.insert(vec![0], 0);
        let mut waiting = VecDeque::from([vec![0]]);
        let mut forms = Forms::default();
        let mut steps: Vec<(Element, u32)> = Vec::new();
        while let Some(set) = waiting.pop_front() {
            let here = || set.iter().filter_map(|&at| self.places.get(at as usize));
            let accept = here().filter_map(|place| place.accept).min_by_key(|&(number, _)| number);
            let (next, first_word) = (index(forms.next.len()), index(forms.words.len()));
            let accept = accept.map(|(_, gives)| gives);
            let mut node = Node { accept, classes: 0, low: 0, words: 0, next, first_word };
            steps.clear();
            steps.extend(here().flat_map(|place| place.next.iter().copied()));
            steps.sort_unstable();
            steps.dedup();
            for along in steps.chunk_by(|(a, _), (b, _)| a == b) {
                let Some(&(element, _)) = along.first() else { continue };
                let places: Vec<u32> = along.iter().map(|&(_, at)| at).collect();
                let count = index(known.len());
                forms.next.push(*known.entry(places).or_insert_with_key(|places| {
                    waiting.push_back(places.clone());
                    count
                }));
                match element {
                    Element::Class(class) => node.classes |= class.bit(),
                    Element::Literal(word) => {
                        node.words |= word_bit(word);
                        forms.words.push(word);
                    }
                }
            }
            node.low = u8::try_from(ones(halves(node.classes).0)).unwrap_or(u8::MAX);
            forms.nodes.push(node);
            if known.len() > MOST_NODES {
                return Err(too_many());
            }
        }
        Ok(forms)
    }

    /// Adds every sequence that `step` stands for. Where two forms accept the same words, the earlier one keeps them.
    /// `Err` when the forms would grow beyond all use.
    pub(crate) fn add(&mut self, step: &Step, gives: Gives) -> Result<(), String> {
        let mut ends = Vec::new();
        self.extend(&[0], step, &mut ends);
        self.forms += 1;
        for at in ends.into_iter().filter(|&at| at != 0) {
            if let Some(place) = self.places.get_mut(at as usize) {
                place.accept = Some((self.forms, gives));
            }
        }
        if self.places.len() > MOST_NODES { Err(too_many()) } else { Ok(()) }
    }

    /// Leads from each of the places `from` along `step`, and puts the places reached into `to`.
    fn extend(&mut self, from: &[u32], step: &Step, to: &mut Vec<u32>) {
        if self.places.len() > MOST_NODES {
            return;
        }
        match step {
            Step::One(element) => {
                let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
                self.places.push(Place::default());
                for &at in from {
                    if let Some(place) = self.places.get_mut(at as usize) {
                        place.next.push((*element, next));
                    }
                }
                to.push(next);
            }
            Step::Optional(inner) => {
                to.extend_from_slice(from);
                self.extend(from, inner, to);
            }
            Step::Either(all) => all.iter().for_each(|one| self.extend(from, one, to)),
            Step::Sequence(all) => {
                let mut here = from.to_vec();
                for one in all {
                    let mut next = Vec::new();
                    self.extend(&here, one, &mut next);
                    next.sort_unstable();
                    next.dedup();
                    here = next;
                }
                to.extend(here);
            }
        }
    }
}

/// Most steps that the forms of a language may have, as written and joined.
const MOST_NODES: usize = 100_000;

fn too_many() -> String {
    format!("the forms need more than {MOST_NODES} steps in all; use fewer optional parts")
}

/// A form, or a piece of one.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    One(Element),
    Optional(Box<Step>),
    Either(Vec<Step>),
    Sequence(Vec<Step>),
}

/// Reads the notation of forms.
pub(crate) struct Reader<'a> {
    /// Named parts, written in capital letters.
    pub(crate) parts: &'a BTreeMap<String, Vec<String>>,
    /// Gives the number of a literal word.
    pub(crate) literal: &'a mut dyn FnMut(&str) -> Result<u32, String>,
}

impl Reader<'_> {
    /// Reads a form. `Err` says what is wrong with it.
    pub(crate) fn read(&mut self, form: &str) -> Result<Step, String> {
        self.form(form, 0)
    }

    fn form(&mut self, form: &str, depth: usize) -> Result<Step, String> {
        if depth > 8 {
            return Err(format!("`{form}` is part of itself"));
        }
        let symbols = symbols(form)?;
        let mut rest = symbols.as_slice();
        let step = self.alternatives(&mut rest, depth)?;
        if rest.is_empty() { Ok(step) } else { Err(format!("a `)` without its `(` in `{form}`")) }
    }

    fn alternatives(&mut self, rest: &mut &[Symbol], depth: usize) -> Result<Step, String> {
        let first = self.sequence(rest, depth)?;
        let mut all = vec![first];
        while let Some((Symbol::Or, tail)) = rest.split_first() {
            *rest = tail;
            all.push(self.sequence(rest, depth)?);
        }
        Ok(Step::Either(all))
    }

    fn sequence(&mut self, rest: &mut &[Symbol], depth: usize) -> Result<Step, String> {
        let mut all = Vec::new();
        while let Some((symbol, tail)) = rest.split_first() {
            let step = match symbol {
                Symbol::Or | Symbol::Close => break,
                Symbol::Optional => return Err("a `?` with nothing before it".to_owned()),
                Symbol::Open => {
                    *rest = tail;
                    let inner = self.alternatives(rest, depth)?;
                    match rest.split_first() {
                        Some((Symbol::Close, tail)) => *rest = tail,
                        _ => return Err("a `(` without its `)`".to_owned()),
                    }
                    inner
                }
                Symbol::End => {
                    *rest = tail;
                    Step::One(Element::Class(Class::End))
                }
                Symbol::Literal(word) => {
                    *rest = tail;
                    Step::One(Element::Literal((self.literal)(word)?))
                }
                Symbol::Name(name) => {
                    *rest = tail;
                    self.named(name, depth)?
                }
            };
            match rest.split_first() {
                Some((Symbol::Optional, tail)) => {
                    *rest = tail;
                    all.push(Step::Optional(Box::new(step)));
                }
                _ => all.push(step),
            }
        }
        if all.is_empty() { Err("an empty alternative".to_owned()) } else { Ok(Step::Sequence(all)) }
    }

    fn named(&mut self, name: &str, depth: usize) -> Result<Step, String> {
        if let Some(class) = Class::named(name) {
            return Ok(Step::One(Element::Class(class)));
        }
        let parts = self.parts;
        let Some(forms) = parts.get(name) else {
            return Err(format!(
                "`{name}` is neither a word class nor a part; words stand in quotation marks"
            ));
        };
        let all: Result<_, _> = forms.iter().map(|form| self.form(form, depth + 1)).collect();
        Ok(Step::Either(all?))
    }
}

#[derive(Debug)]
enum Symbol {
    Name(String),
    Literal(String),
    Open,
    Close,
    Or,
    Optional,
    End,
}

fn symbols(form: &str) -> Result<Vec<Symbol>, String> {
    let mut out = Vec::new();
    let mut chars = form.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' => {}
            '(' => out.push(Symbol::Open),
            ')' => out.push(Symbol::Close),
            '|' => out.push(Symbol::Or),
            '/' => out.push(Symbol::End),
            '?' => out.push(Symbol::Optional),
            '"' => {
                let word: String = chars.by_ref().take_while(|&c| c != '"').collect();
                if word.is_empty() {
                    return Err(format!("an empty word in `{form}`"));
                }
                out.push(Symbol::Literal(word));
            }
            _ if c.is_ascii_alphabetic() => {
                let mut name = String::from(c);
                while let Some(&c) = chars.peek() {
                    if !(c.is_ascii_alphanumeric() || c == '-' || c == '_') {
                        break;
                    }
                    name.push(c);
                    chars.next();
                }
                out.push(Symbol::Name(name));
            }
            _ => {
                return Err(format!(
                    "`{c}` means nothing in a form; words and marks stand in quotation marks"
                ));
            }
        }
    }
    Ok(out)
}
