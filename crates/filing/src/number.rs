//! Numbers footnotes and questions in the order in which a reader meets them, and leaves out what no run refers to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::draft::{Block, Cite, Draft, NoteIx, Part, Run};
use crate::scribe::{quoted, quoting};
use crate::words::Words;

#[derive(Default)]
struct Order {
    notes: Vec<usize>,
    questions: Vec<usize>,
    question_at: BTreeMap<usize, usize>,
    ids: BTreeSet<String>,
}

/// Numbers everything of `draft`.
pub(crate) fn number(draft: &mut Draft, words: &Words) {
    let mut order = Order::default();
    for gate in &mut draft.gates {
        for run in &mut gate.why {
            order.run(run);
        }
        for number in &mut gate.questions {
            *number = order.question(*number);
        }
    }
    let sent_from = order.notes.len();
    draft.parts.iter_mut().for_each(|part| order.part(part));
    let sent_until = order.notes.len();
    draft.working.iter_mut().for_each(|part| order.part(part));
    let notes = order.notes.iter().filter_map(|old| draft.notes.get(*old).cloned());
    draft.notes = notes.collect();
    for (at, note) in draft.notes.iter_mut().enumerate() {
        note.number = at + 1;
    }
    quote_once(draft, sent_from..sent_until, words);
    let questions = order.questions.iter();
    let questions =
        questions.filter_map(|old| draft.questions.iter().find(|known| known.number == *old).cloned());
    draft.questions = questions.collect();
    for (at, question) in draft.questions.iter_mut().enumerate() {
        question.number = at + 1;
    }
}

/// Words stand in the first footnote of the filing that has them; later ones name the place and that note. What is printed
/// apart from the filing is left as it is.
fn quote_once(draft: &mut Draft, sent: Range<usize>, words: &Words) {
    let mut first: BTreeMap<(usize, usize, usize), NoteIx> = BTreeMap::new();
    let key = |cite: &Cite| (cite.exhibit, cite.start, cite.end);
    for at in sent {
        let Some(note) = draft.notes.get_mut(at) else { continue };
        if note.answer.is_some() || note.cites.is_empty() {
            continue;
        }
        note.runs =
            quoting(words, &note.cites, &note.on, note.in_text, |cite| first.get(&key(cite)).copied());
        for cite in quoted(note) {
            first.entry(key(cite)).or_insert(NoteIx(at));
        }
    }
}

impl Order {
    fn question(&mut self, old: usize) -> usize {
        if let Some(known) = self.question_at.get(&old) {
            return *known;
        }
        self.questions.push(old);
        self.question_at.insert(old, self.questions.len());
        self.questions.len()
    }

    fn run(&mut self, run: &mut Run) {
        match run {
            Run::Note { note } => {
                // A footnote has one place: a second reference to it gets a copy.
                self.notes.push(note.0);
                *note = NoteIx(self.notes.len() - 1);
            }
            Run::Question { question } => *question = self.question(*question),
            _ => {}
        }
    }

    fn runs(&mut self, runs: &mut [Run]) {
        runs.iter_mut().for_each(|run| self.run(run));
    }

    fn part(&mut self, part: &mut Part) {
        let wanted = if part.id.is_empty() { "part".to_owned() } else { part.id.clone() };
        let mut id = wanted.clone();
        let mut again = 1;
        while !self.ids.insert(id.clone()) {
            again += 1;
            id = format!("{wanted}-{again}");
        }
        part.id = id;
        self.runs(&mut part.heading);
        for block in &mut part.blocks {
            match block {
                Block::Field { value, .. } => value.iter_mut().for_each(|runs| self.runs(runs)),
                Block::Paragraph { runs } | Block::Small { runs } | Block::Quote { runs } => self.runs(runs),
                Block::List { points, .. } => points.iter_mut().for_each(|runs| self.runs(runs)),
                Block::Table(table) => {
                    table.rows.iter_mut().flatten().for_each(|runs| self.runs(runs));
                }
                Block::Clock(_) => {}
                Block::Part(part) => self.part(part),
            }
        }
    }
}
