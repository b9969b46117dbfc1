//! Writes down what a draft says: keeps footnotes, what runs rest on, open questions, and the pieces that a template
//! puts in their places.

use std::collections::BTreeMap;

use remand_dossier::Record;
use remand_dossier::document::{line, shortened};
use remand_reading::{ClaimIx, Passage};

use crate::answer::Answer;
use crate::draft::{AnswerUsed, Block, Cite, Exhibit, Footnote, NoteIx, Question, Run, Support, SupportIx};
use crate::form::Ask;
use crate::words::{Words, filled};

/// Passages quoted in one footnote; the others are named by their places.
const QUOTED: usize = 4;
/// Words as short as this, in characters, are quoted each time.
const SHORT: usize = 40;
/// Longest quotation of a footnote, in characters.
const LONGEST: usize = 600;

/// A piece of a draft that a template puts in its place.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// Inside a paragraph.
    Inline(Vec<Run>),
    /// Blocks of their own.
    Blocks(Vec<Block>),
}

/// The record of one person, with what people answered.
pub(crate) struct View<'r> {
    pub(crate) record: &'r Record<'r>,
    pub(crate) answers: &'r [Answer],
    /// Empty where the filing is about one person.
    pub(crate) letter: String,
    /// Number of the exhibits before the first of this record.
    pub(crate) exhibits_before: usize,
}

impl View<'_> {
    /// `E2 p. 3`, in a group `B-E2 p. 3`.
    fn label(&self, place: &str) -> String {
        if self.letter.is_empty() { place.to_owned() } else { format!("{}-{place}", self.letter) }
    }

    fn position(&self, item: remand_vault::ItemId) -> Option<usize> {
        self.record.items.iter().position(|(known, _)| known.id == item)
    }

    /// A passage as it is cited; `None` where its item is not in the record.
    pub(crate) fn cite(&self, passage: &Passage) -> Option<Cite> {
        let at = self.position(passage.item)?;
        let (_, layer) = self.record.items.get(at)?;
        Some(Cite {
            exhibit: self.exhibits_before + at + 1,
            place: self.label(&self.record.place(passage)),
            item: passage.item,
            start: passage.start,
            end: passage.end,
            quote: line(self.record.words(passage)?),
            lang: layer.language.clone(),
        })
    }

    /// The passage of a claim as it is cited.
    pub(crate) fn cite_claim(&self, claim: ClaimIx) -> Option<Cite> {
        self.cite(&self.record.chronology.reading.claims.get(claim.0)?.passage)
    }

    /// What was answered to a question and not taken back.
    pub(crate) fn answers_to<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Answer> {
        self.answers.iter().filter(move |answer| answer.id == id && answer.withdrawn.is_none())
    }

    /// An id of a field or question, told apart by the person in a group.
    pub(crate) fn id(&self, id: &str) -> String {
        if self.letter.is_empty() { id.to_owned() } else { format!("{}.{id}", self.letter) }
    }

    /// The exhibits of this record.
    pub(crate) fn exhibits(&self, words: &Words) -> Vec<Exhibit> {
        let each = self.record.items.iter().enumerate().map(|(at, (item, layer))| Exhibit {
            number: self.exhibits_before + at + 1,
            label: self.label(&format!("E{}", at + 1)),
            letter: self.letter.clone(),
            in_case: at + 1,
            name: line(&item.name),
            item: item.id,
            media_type: layer.media_type.clone(),
            language: layer.language.clone().unwrap_or_default(),
            pages: (!layer.pages.is_empty()).then_some(layer.pages.len()),
            withheld: self.record.withheld(item.id).map(|_| words.word("withheld").to_owned()),
        });
        each.collect()
    }
}

/// Keeps what a draft is made of while it is written.
pub(crate) struct Scribe<'w> {
    pub(crate) words: &'w Words,
    pub(crate) supports: Vec<Support>,
    known: BTreeMap<Support, SupportIx>,
    pub(crate) notes: Vec<Footnote>,
    pub(crate) questions: Vec<Question>,
    pieces: Vec<Piece>,
}

/// What a footnote says of its passages: place and words, and of words that another note has quoted in full the place
/// and that note. Of more than [`QUOTED`] the others are named by their places.
pub(crate) fn quoting(
    words: &Words,
    cites: &[Cite],
    on: &[SupportIx],
    in_text: bool,
    known: impl Fn(&Cite) -> Option<NoteIx>,
) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    for (ix, cite) in cites.iter().enumerate().take(QUOTED) {
        if ix > 0 {
            runs.push(Run::fixed(words.says("semicolon")));
        }
        let mine = on.get(ix).copied().into_iter().collect::<Vec<_>>();
        let place = vec![Run::Text { text: cite.place.clone(), on: mine.clone() }];
        places.push(&cite.place);
        if ix == 0 && in_text {
            runs.extend(place);
            continue;
        }
        let (pattern, second) = match known(cite).filter(|_| cite.quote.chars().count() > SHORT) {
            Some(note) => ("again", ("note", vec![Run::Note { note }])),
            None => {
                let text = shortened(&cite.quote, LONGEST);
                ("source", ("quote", vec![Run::Quote { text, lang: cite.lang.clone(), on: mine }]))
            }
        };
        runs.extend(filled(words.note(pattern), &[("place", place), second]));
    }
    let quoted = places.len();
    for cite in cites.iter().skip(QUOTED) {
        if !places.contains(&cite.place.as_str()) {
            places.push(&cite.place);
        }
    }
    let further = places.get(quoted..).unwrap_or_default().join(", ");
    if !further.is_empty() {
        let places = Run::Text { text: further, on: on.to_vec() };
        runs.push(Run::fixed(". "));
        runs.extend(filled(words.note("further"), &[("places", vec![places])]));
    }
    runs
}

/// The passages that a footnote quotes and does not only name.
pub(crate) fn quoted(note: &Footnote) -> &[Cite] {
    let all = note.cites.as_slice();
    all.get(..QUOTED).unwrap_or(all)
}

/// Before and after the number of a piece in the text that a template gives.
pub(crate) const OPEN: char = '\u{E000}';
/// See [`OPEN`].
pub(crate) const CLOSE: char = '\u{E001}';

impl<'w> Scribe<'w> {
    pub(crate) fn new(words: &'w Words) -> Self {
        Self {
            words,
            supports: Vec::new(),
            known: BTreeMap::new(),
            notes: Vec::new(),
            questions: Vec::new(),
            pieces: Vec::new(),
        }
    }

    pub(crate) fn support(&mut self, support: Support) -> SupportIx {
        if let Some(known) = self.known.get(&support) {
            return *known;
        }
        let ix = SupportIx(self.supports.len());
        self.supports.push(support.clone());
        self.known.insert(support, ix);
        ix
    }

    pub(crate) fn passages(&mut self, cites: &[Cite]) -> Vec<SupportIx> {
        cites.iter().map(|cite| self.support(Support::Passage(cite.clone()))).collect()
    }

    /// A footnote that quotes `cites`.
    pub(crate) fn note(&mut self, cites: &[Cite]) -> Run {
        self.note_after(cites, false)
    }

    /// The same; `in_text`: the words of the first stand in the sentence.
    pub(crate) fn note_after(&mut self, cites: &[Cite], in_text: bool) -> Run {
        let mut cites = cites.to_vec();
        let mut seen = Vec::new();
        cites.retain(|cite| {
            let new = !seen.contains(&(cite.item, cite.start, cite.end));
            seen.push((cite.item, cite.start, cite.end));
            new
        });
        let on = self.passages(&cites);
        let runs = quoting(self.words, &cites, &on, in_text, |_| None);
        self.footnote(Footnote { number: 0, runs, cites, answer: None, on, in_text })
    }

    pub(crate) fn footnote(&mut self, note: Footnote) -> Run {
        self.notes.push(note);
        Run::Note { note: NoteIx(self.notes.len() - 1) }
    }

    /// The value of an answer with the footnote that says whose it is.
    pub(crate) fn answer(&mut self, view: &View<'_>, answer: &Answer) -> Vec<Run> {
        let used: AnswerUsed = answer.used();
        let on = vec![self.support(Support::Answer(used.clone()))];
        let text = |text: String| vec![Run::Text { text, on: on.clone() }];
        let day = answer.at.get(..10).and_then(|day| day.parse().ok()).map(|day| self.words.day(day));
        let places = [
            ("by", text(line(&answer.by))),
            ("day", text(day.unwrap_or_else(|| answer.at.clone()))),
            ("n", text(answer.number.to_string())),
            ("because", text(line(&answer.because))),
        ];
        let mut runs = filled(self.words.note("answer"), &places);
        let quoted = answer.quoted.as_ref().and_then(|quoted| {
            view.cite(&Passage { item: quoted.item, start: quoted.start, end: quoted.end })
        });
        if let Some(cite) = &quoted {
            let rests = self.passages(std::slice::from_ref(cite));
            let place = Run::Text { text: cite.place.clone(), on: rests.clone() };
            let quote = Run::Quote { text: cite.quote.clone(), lang: cite.lang.clone(), on: rests };
            runs.push(Run::fixed(" "));
            runs.extend(filled(self.words.note("source"), &[("place", vec![place]), ("quote", vec![quote])]));
        }
        let cites = quoted.into_iter().collect();
        let note = Footnote { number: 0, runs, cites, answer: Some(used), on: on.clone(), in_text: false };
        let note = self.footnote(note);
        vec![Run::Text { text: line(&answer.value), on }, note]
    }

    /// An open question; the same one where it was asked before. Its place in the draft is `field`.
    pub(crate) fn question(&mut self, letter: &str, ask: &Ask, field: &str) -> usize {
        let same = |known: &Question| known.id == ask.id && known.letter == letter;
        if let Some(known) = self.questions.iter().find(|known| same(known)) {
            return known.number;
        }
        let number = self.questions.len() + 1;
        self.questions.push(Question {
            number,
            id: ask.id.clone(),
            text: ask.question.clone(),
            owner: self.words.owner(&ask.owner).to_owned(),
            field: field.to_owned(),
            letter: letter.to_owned(),
        });
        number
    }

    /// What stands in a template for these runs; nothing where there are none.
    pub(crate) fn inline(&mut self, runs: Vec<Run>) -> String {
        if runs.is_empty() { String::new() } else { self.piece(Piece::Inline(runs)) }
    }

    /// What stands in a template for these blocks; nothing where there are none.
    pub(crate) fn blocks(&mut self, blocks: Vec<Block>) -> String {
        if blocks.is_empty() { String::new() } else { self.piece(Piece::Blocks(blocks)) }
    }

    fn piece(&mut self, piece: Piece) -> String {
        self.pieces.push(piece);
        format!("{OPEN}{}{CLOSE}", self.pieces.len() - 1)
    }

    pub(crate) fn piece_at(&self, number: usize) -> Option<&Piece> {
        self.pieces.get(number)
    }
}
