//! The facts of a draft, each under a tag by which it is found again in a file that somebody has edited, and in a later
//! draft of the same record.
//!
//! A tag is the name of a bookmark: Word and LibreOffice keep those where a file is edited and saved, LibreOffice loses
//! the tags of content controls.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::draft::{Block, Draft, Part, Run, Support, SupportIx};

/// What a tag of ours begins with.
pub const PREFIX: &str = "_remand_";

/// A run that tells a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Where it stands and what it rests on, as a tag. Another wording, date or count of the same thing has the same.
    pub tag: String,
    /// Id of the part or field.
    pub place: String,
    /// The words.
    pub text: String,
    /// What it rests on, each as a short digest, sorted.
    pub on: Vec<String>,
}

/// Gives tags in the order of a draft.
#[derive(Debug)]
pub(crate) struct Tags<'d> {
    draft: &'d Draft,
    seen: BTreeMap<String, usize>,
}

impl<'d> Tags<'d> {
    pub(crate) fn new(draft: &'d Draft) -> Self {
        Self { draft, seen: BTreeMap::new() }
    }

    /// The fact that `run` tells at `place`; `None` where it is fixed words of the form.
    pub(crate) fn fact(&mut self, place: &str, run: &Run) -> Option<Fact> {
        let mut base = BTreeSet::new();
        for on in run.on() {
            self.grounds(*on, 0, &mut base);
        }
        if base.is_empty() {
            return None;
        }
        let on: Vec<String> = base.into_iter().collect();
        let key = digest(&[place, &on.join(" ")], 16);
        let nth = self.seen.entry(key.clone()).or_insert(0);
        *nth += 1;
        Some(Fact {
            tag: format!("{PREFIX}{key}_{nth}"),
            place: place.to_owned(),
            text: run.words().to_owned(),
            on,
        })
    }

    /// What a support comes down to, without its value: a passage, not what was read there; an answer's question, not
    /// the answer.
    fn grounds(&self, on: SupportIx, depth: usize, into: &mut BTreeSet<String>) {
        const DEEP: usize = 16;
        let Some(support) = self.draft.supports.get(on.0).filter(|_| depth < DEEP) else { return };
        let parts = match support {
            Support::Passage(cite) => {
                vec![
                    "passage".to_owned(),
                    cite.item.to_string(),
                    cite.start.to_string(),
                    cite.end.to_string(),
                ]
            }
            Support::Name { .. } => vec!["name".to_owned()],
            Support::Source { forms } => {
                vec!["source".to_owned(), forms.first().cloned().unwrap_or_default()]
            }
            Support::Answer(answer) => vec!["answer".to_owned(), answer.id.clone()],
            Support::AsOf { .. } => vec!["as of".to_owned()],
            Support::Norm { norm } => vec!["norm".to_owned(), norm.clone()],
            Support::Exhibit { exhibit } => {
                let item = self.draft.exhibits.iter().find(|known| known.number == *exhibit);
                vec!["exhibit".to_owned(), item.map_or_else(String::new, |known| known.item.to_string())]
            }
            Support::Derived { from, .. } => {
                for below in from {
                    self.grounds(*below, depth + 1, into);
                }
                vec!["derived".to_owned()]
            }
        };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        into.insert(digest(&parts, 8));
    }
}

/// Every fact of a draft, in its order; footnotes are what they rest on, and are left out.
pub fn facts(draft: &Draft) -> Vec<Fact> {
    let mut tags = Tags::new(draft);
    let mut found = Vec::new();
    for part in &draft.parts {
        of_part(part, &mut tags, &mut found);
    }
    found
}

fn of_part(part: &Part, tags: &mut Tags<'_>, found: &mut Vec<Fact>) {
    of_runs(&part.id, &part.heading, tags, found);
    for block in &part.blocks {
        match block {
            Block::Part(below) => of_part(below, tags, found),
            Block::Field { id, value, .. } => value.iter().for_each(|runs| of_runs(id, runs, tags, found)),
            Block::Paragraph { runs } | Block::Small { runs } | Block::Quote { runs } => {
                of_runs(&part.id, runs, tags, found);
            }
            Block::List { points, .. } => points.iter().for_each(|runs| of_runs(&part.id, runs, tags, found)),
            Block::Table(table) => {
                for runs in table.rows.iter().flatten() {
                    of_runs(&part.id, runs, tags, found);
                }
            }
            Block::Clock(_) => {}
        }
    }
}

fn of_runs(place: &str, runs: &[Run], tags: &mut Tags<'_>, found: &mut Vec<Fact>) {
    found.extend(runs.iter().filter_map(|run| tags.fact(place, run)));
}

/// Of parts with their lengths, so that no two lists of them are alike.
pub(crate) fn digest(parts: &[&str], bytes: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(bytes / 2).map(|byte| format!("{byte:02x}")).collect()
}
