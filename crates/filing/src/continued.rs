//! A draft that a person went on with, held against the record of today: what the record says differently by now, apart
//! from what the person changed.

use std::collections::{BTreeMap, BTreeSet};

use remand_text::Marks;

use crate::docx::NAMESPACE;
use crate::draft::{Block, Draft, Part, Standing};
use crate::fact::{Fact, PREFIX, facts};

/// A draft as it comes back: what it was written with, and what its places say by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Name of the form.
    pub forum: String,
    /// Language of the draft.
    pub language: String,
    /// The day it was written as of.
    pub as_of: String,
    /// Whom it is about.
    pub people: Vec<String>,
    was: Vec<Fact>,
    questions: Vec<Asked>,
    gates: BTreeMap<String, String>,
    now: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    id: String,
    letter: String,
    text: String,
}

/// The file is no draft that can be held against a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADraft {
    /// It has neither the data nor the bookmarks.
    #[error(
        "it is no draft of `remand file`, or the program it was saved with left out what Remand had put beside the text; \
         make a fresh one with `remand file FORUM CASE --out DIR` and compare the two in the word processor"
    )]
    NotOurs,
    /// It has the data, and not one of the bookmarks.
    #[error(
        "the bookmarks that `remand file` had set around its facts are all gone: the text was pasted into another file, \
         or saved in a form that has none; go on from the DOCX that `remand file` wrote, or from a copy of it"
    )]
    NoBookmarks,
}

/// A fact of the draft and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The part or field, in words.
    pub place: String,
    /// As the draft was written.
    pub was: String,
    /// As the record says it by now; empty where it says nothing of the kind.
    pub record: String,
    /// As the file says it by now, where that is another text than was written; `None` where it is the same, or where
    /// the place was deleted.
    pub file: Option<String>,
}

/// What is another than when the draft was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The record says it differently.
    pub differs: Vec<Change>,
    /// The record no longer says it: the statement was rejected or withdrawn, or its passage is lost.
    pub gone: Vec<Change>,
    /// The record says it and did not when the draft was written.
    pub new: Vec<Change>,
    /// The record says it as it did, and a person wrote something else.
    pub by_hand: Vec<Change>,
    /// The record says it as it did, and a person took it out.
    pub taken_out: Vec<Change>,
    /// The questions that are answered by now.
    pub answered: Vec<String>,
    /// Questions that were not asked when the draft was written, with their ids.
    pub asked: Vec<(String, String)>,
    /// Conditions of the forum that stand otherwise: the condition, how it stood, how it stands.
    pub gates: Vec<(String, String, String)>,
}

impl Changes {
    /// Nothing of the record is another.
    pub fn is_same(&self) -> bool {
        self.differs.is_empty()
            && self.gone.is_empty()
            && self.new.is_empty()
            && self.answered.is_empty()
            && self.asked.is_empty()
            && self.gates.is_empty()
    }
}

impl Edited {
    /// # Errors
    /// [`NotADraft`] where the file does not have what a draft of this program has.
    pub fn new(marks: &Marks) -> Result<Self, NotADraft> {
        let mut elements =
            marks.data.iter().skip_while(|element| element.name != "draft" || element.namespace != NAMESPACE);
        let root = elements.next().ok_or(NotADraft::NotOurs)?;
        let of = |attributes: &BTreeMap<String, String>, name: &str| {
            attributes.get(name).cloned().unwrap_or_default()
        };
        let mut edited = Self {
            forum: of(&root.attributes, "forum"),
            language: of(&root.attributes, "language"),
            as_of: of(&root.attributes, "asOf"),
            people: Vec::new(),
            was: Vec::new(),
            questions: Vec::new(),
            gates: BTreeMap::new(),
            now: BTreeMap::new(),
        };
        for element in elements {
            let attributes = &element.attributes;
            match element.name.as_str() {
                "person" => edited.people.push(element.text.trim().to_owned()),
                "fact" => edited.was.push(Fact {
                    tag: of(attributes, "tag"),
                    place: of(attributes, "place"),
                    text: element.text.clone(),
                    on: of(attributes, "on").split_whitespace().map(str::to_owned).collect(),
                }),
                "question" => edited.questions.push(Asked {
                    id: of(attributes, "id"),
                    letter: of(attributes, "letter"),
                    text: element.text.trim().to_owned(),
                }),
                "gate" => {
                    edited.gates.insert(of(attributes, "id"), of(attributes, "standing"));
                }
                _ => break,
            }
        }
        let ours = marks.bookmarks.iter().filter(|(name, _)| name.starts_with(PREFIX));
        edited.now = ours.map(|(name, words)| (name.clone(), words.clone())).collect();
        if edited.now.is_empty() && !edited.was.is_empty() {
            return Err(NotADraft::NoBookmarks);
        }
        Ok(edited)
    }

    /// One of its persons has a word of the name in common with one of a fresh draft: names are spelled otherwise in time,
    /// another person has another name.
    pub fn is_about(&self, fresh: &Draft) -> bool {
        let words = |name: &str| -> Vec<String> { name.split_whitespace().map(str::to_lowercase).collect() };
        let now: Vec<String> = fresh.people.iter().flat_map(|person| words(&person.name)).collect();
        self.people.is_empty()
            || self.people.iter().flat_map(|name| words(name)).any(|word| now.contains(&word))
    }

    /// The program wrote these words into the draft: no person typed them.
    pub fn wrote(&self, words: &str) -> bool {
        !words.trim().is_empty() && self.was.iter().any(|fact| fact.text.contains(words.trim()))
    }

    /// What the fresh draft of the record says that this one does not, and the other way round.
    pub fn against(&self, fresh: &Draft) -> Changes {
        let mut changes = Changes::default();
        let mut names = BTreeMap::new();
        places(&fresh.parts, &mut names);
        let name = |place: &str| names.get(place).cloned().unwrap_or_else(|| place.to_owned());
        let new = facts(fresh);
        let pairs = paired(&self.was, &new);
        let taken: BTreeSet<usize> = pairs.iter().filter_map(|pair| *pair).collect();
        for (was, pair) in self.was.iter().zip(pairs) {
            let file = self.now.get(&was.tag);
            let mut change = Change {
                place: name(&was.place),
                was: was.text.clone(),
                record: String::new(),
                file: file.filter(|file| !same(file, &was.text)).map(|file| file.trim().to_owned()),
            };
            let Some(fact) = pair.and_then(|at| new.get(at)) else {
                // A person took it out too: there is nothing to be said of it.
                if file.is_some_and(|file| !file.trim().is_empty()) {
                    changes.gone.push(change);
                }
                continue;
            };
            change.record.clone_from(&fact.text);
            let in_file = file.is_some_and(|file| !file.trim().is_empty());
            if !same(&was.text, &fact.text) {
                // A person wrote what the record says by now.
                if file.is_none_or(|file| !same(file, &fact.text)) {
                    changes.differs.push(change);
                }
            } else if !in_file {
                changes.taken_out.push(change);
            } else if change.file.is_some() {
                changes.by_hand.push(change);
            }
        }
        for (at, fact) in new.iter().enumerate() {
            if !taken.contains(&at) {
                changes.new.push(Change {
                    place: name(&fact.place),
                    was: String::new(),
                    record: fact.text.clone(),
                    file: None,
                });
            }
        }
        self.questions_and_gates(fresh, &mut changes);
        changes
    }

    fn questions_and_gates(&self, fresh: &Draft, changes: &mut Changes) {
        let open: BTreeSet<(&str, &str)> =
            fresh.questions.iter().map(|question| (question.id.as_str(), question.letter.as_str())).collect();
        let asked: BTreeSet<(&str, &str)> =
            self.questions.iter().map(|asked| (asked.id.as_str(), asked.letter.as_str())).collect();
        for question in &self.questions {
            if !open.contains(&(question.id.as_str(), question.letter.as_str())) {
                changes.answered.push(question.text.clone());
            }
        }
        for question in &fresh.questions {
            if !asked.contains(&(question.id.as_str(), question.letter.as_str())) {
                changes.asked.push((question.text.clone(), question.id.clone()));
            }
        }
        for gate in &fresh.gates {
            let now = standing(gate.standing);
            if let Some(was) = self.gates.get(&gate.id).filter(|was| *was != now) {
                changes.gates.push((gate.what.clone(), was.clone(), now.to_owned()));
            }
        }
    }
}

/// A standing as the data beside the text has it.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Fails => "fails",
        Standing::Unknown => "not known",
        Standing::Holds => "holds",
    }
}

/// For each fact of then the one of now that is of the same thing: at the same place, resting on the same, in the same
/// words; else in other words; else in the same words, resting on something else; else resting on some of the same.
fn paired(was: &[Fact], now: &[Fact]) -> Vec<Option<usize>> {
    let alike: [fn(&Fact, &Fact) -> bool; 6] = [
        |was, now| was.tag == now.tag && same(&was.text, &now.text),
        |was, now| was.on == now.on && same(&was.text, &now.text),
        |was, now| was.tag == now.tag,
        |was, now| was.on == now.on,
        |was, now| same(&was.text, &now.text),
        |was, now| was.on.iter().any(|on| now.on.contains(on)),
    ];
    let mut free: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, fact) in now.iter().enumerate() {
        free.entry(fact.place.as_str()).or_default().push(at);
    }
    let mut pairs = vec![None; was.len()];
    for alike in alike {
        for (pair, fact) in pairs.iter_mut().zip(was).filter(|(pair, _)| pair.is_none()) {
            let Some(free) = free.get_mut(fact.place.as_str()) else { continue };
            let found = free.iter().position(|at| now.get(*at).is_some_and(|now| alike(fact, now)));
            *pair = found.map(|found| free.remove(found));
        }
    }
    pairs
}

/// The same words: spaces of any kind are alike, and so are quotation marks around them.
fn same(a: &str, b: &str) -> bool {
    let words = |text: &str| -> String {
        let text =
            text.trim_matches(|ch: char| ch.is_whitespace() || "\u{201c}\u{201d}\u{ab}\u{bb}\"".contains(ch));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    words(a) == words(b)
}

/// Parts and fields by id, in words.
fn places(parts: &[Part], names: &mut BTreeMap<String, String>) {
    for part in parts {
        let heading: String = part.heading.iter().map(crate::Run::words).collect();
        let name = format!("{} {heading}", part.number).trim().to_owned();
        names.insert(part.id.clone(), name.clone());
        for block in &part.blocks {
            match block {
                Block::Part(below) => places(std::slice::from_ref(below), names),
                Block::Field { id, number, label, .. } => {
                    names.insert(id.clone(), format!("{name}, {number} {label}"));
                }
                _ => {}
            }
        }
    }
}
