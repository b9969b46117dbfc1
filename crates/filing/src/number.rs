//! Numbers footnotes and questions in the order in which a reader meets them, and leaves out what no run refers to.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::{Block, Draft, NoteIx, Part, Run};

#[derive(Default)]
struct Order {
    notes: Vec<usize>,
    questions: Vec<usize>,
    question_at: BTreeMap<usize, usize>,
    ids: BTreeSet<String>,
}

/// Numbers everything of `draft`.
pub(crate) fn number(draft: &mut Draft) {
    let mut order = Order::default();
    for gate in &mut draft.gates {
        for run in &mut gate.why {
            order.run(run);
        }
        for number in &mut gate.questions {
            *number = order.question(*number);
        }
    }
    for part in draft.parts.iter_mut().chain(&mut draft.working) {
        order.part(part);
    }
    let notes = order.notes.iter().filter_map(|old| draft.notes.get(*old).cloned());
    draft.notes = notes.collect();
    for (at, note) in draft.notes.iter_mut().enumerate() {
        note.number = at + 1;
    }
    let questions = order.questions.iter();
    let questions =
        questions.filter_map(|old| draft.questions.iter().find(|known| known.number == *old).cloned());
    draft.questions = questions.collect();
    for (at, question) in draft.questions.iter_mut().enumerate() {
        question.number = at + 1;
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
