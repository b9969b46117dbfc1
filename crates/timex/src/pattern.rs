//! Forms of time expressions, written as sequences of word classes and compiled into one tree.

use std::collections::BTreeMap;

use crate::lexicon::Class;

/// One step of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

#[derive(Debug, Default)]
pub(crate) struct Node {
    /// In order of the element, once the tree is finished.
    pub(crate) edges: Vec<(Element, u32)>,
    pub(crate) accept: Option<Gives>,
}

impl Node {
    /// Where `element` leads.
    pub(crate) fn along(&self, element: Element) -> Option<u32> {
        let at = self.edges.binary_search_by_key(&element, |&(e, _)| e).ok()?;
        self.edges.get(at).map(|&(_, next)| next)
    }
}

/// All forms of a language as a tree: forms that begin alike share their first steps.
#[derive(Debug)]
pub(crate) struct Forms {
    nodes: Vec<Node>,
}

impl Forms {
    pub(crate) fn new() -> Self {
        Self { nodes: vec![Node::default()] }
    }

    pub(crate) fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    /// Puts the edges in order; nothing is added after this.
    pub(crate) fn finish(&mut self) {
        for node in &mut self.nodes {
            node.edges.sort_unstable_by_key(|&(element, _)| element);
        }
    }

    pub(crate) fn can_start(&self, element: Element) -> bool {
        self.node(0).is_some_and(|n| n.edges.iter().any(|&(e, _)| e == element))
    }

    /// Adds every sequence that `step` stands for. Where two forms accept the same words, the earlier one keeps them.
    /// `Err` when the tree would grow beyond all use.
    pub(crate) fn add(&mut self, step: &Step, gives: Gives) -> Result<(), String> {
        let mut ends = Vec::new();
        self.extend(&[0], step, &mut ends);
        for at in ends.into_iter().filter(|&at| at != 0) {
            if let Some(node) = self.nodes.get_mut(at as usize) {
                node.accept = node.accept.or(Some(gives));
            }
        }
        if self.nodes.len() > MOST_NODES {
            return Err(format!(
                "the forms need more than {MOST_NODES} steps in all; use fewer optional parts"
            ));
        }
        Ok(())
    }

    /// Leads from each of the nodes `from` along `step`, and puts the nodes reached into `to`.
    fn extend(&mut self, from: &[u32], step: &Step, to: &mut Vec<u32>) {
        if self.nodes.len() > MOST_NODES {
            return;
        }
        match step {
            Step::One(element) => {
                for &at in from {
                    to.push(self.next(at, *element));
                }
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

    fn next(&mut self, at: u32, element: Element) -> u32 {
        let known =
            self.node(at).and_then(|n| n.edges.iter().find(|(e, _)| *e == element)).map(|&(_, next)| next);
        known.unwrap_or_else(|| {
            let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            self.nodes.push(Node::default());
            if let Some(node) = self.nodes.get_mut(at as usize) {
                node.edges.push((element, next));
            }
            next
        })
    }
}

/// Most nodes of a tree.
const MOST_NODES: usize = 100_000;

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
    pub(crate) literal: &'a mut dyn FnMut(&str) -> u32,
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
                Symbol::Literal(word) => {
                    *rest = tail;
                    Step::One(Element::Literal((self.literal)(word)))
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
