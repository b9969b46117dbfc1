//! The case sheet: two pages that a journalist, a member of parliament or a diplomat reads in three minutes. Who, since
//! when, the clock, the three strongest findings with their sources, what is asked, what is due, how to check.

mod print;

use std::collections::BTreeMap;

use remand_chronology::OnAccount;
use remand_clock::Status;
use remand_dossier::document::{Drawing, line, shortened};
use remand_finding::{Deadline, DeadlineStatus};
use serde::Serialize;

use crate::compose::{Case, FilingError};
use crate::custody;
use crate::draft::Run;
use crate::form::Form;
use crate::grounds::{self, brief, strongest};
use crate::phrases::SheetPhrases;
use crate::scribe::{Scribe, View};
use crate::telling::by_exhibits;

pub use print::{SheetError, html, pdf};

/// The question whose answers are what is asked.
pub const ASKED: &str = "sheet.asked";
/// Findings told.
const FINDINGS: usize = 3;
/// Deadlines told.
const DEADLINES: usize = 4;
/// The body of the vocabulary that stands on the side of the person.
const OWN_SIDE: &str = "defence";
/// Norms named with a finding.
const NORMS: usize = 3;

impl Sheet {
    /// The drawing of the clock as SVG: of this program, with what it says of sources escaped.
    fn drawing(&self) -> Option<&str> {
        self.clock.as_ref().map(|clock| clock.print.as_str())
    }
}

/// How much is told, so that it is two pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Sentences of the record with each finding.
    facts: usize,
    /// Characters of a quotation.
    quoted: usize,
}

/// From most to least.
pub const MEASURES: [Measure; 5] = [
    Measure { facts: 3, quoted: 140 },
    Measure { facts: 2, quoted: 110 },
    Measure { facts: 2, quoted: 60 },
    Measure { facts: 1, quoted: 50 },
    Measure { facts: 1, quoted: 0 },
];

/// The sheet of one case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sheet {
    /// Full name of the person.
    pub name: String,
    /// What the person is, in words of the record.
    pub who: Vec<Piece>,
    /// Language of the sheet.
    pub language: String,
    /// The day it speaks of, in words.
    pub as_of: String,
    /// The same day.
    pub as_of_iso: jiff::civil::Date,
    /// For whom it is made, in words.
    pub audience: String,
    /// What must be said on every page.
    pub notice: Option<String>,
    /// Since when.
    pub since: Vec<String>,
    /// How long, on which account.
    pub held: Vec<Vec<Piece>>,
    /// The clock.
    #[serde(skip)]
    pub clock: Option<Drawing>,
    /// What the clock shows, in words.
    pub clock_alt: Option<String>,
    /// Said under the clock.
    pub clock_caption: String,
    /// The strongest findings.
    pub findings: Vec<Finding>,
    /// What is asked, as somebody said.
    pub asked: Vec<String>,
    /// What the record gives reason to ask, where nobody said.
    pub reasons: Vec<String>,
    /// What is due, and what passed unanswered.
    pub due: Vec<Due>,
    /// Sources by number.
    pub sources: Vec<Source>,
    /// Files that are cited.
    pub exhibits: Vec<CitedFile>,
    /// How many files the record has.
    pub files: usize,
    /// Fixed words of the sheet.
    pub said: SheetPhrases,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "piece", rename_all = "snake_case")]
pub enum Piece {
    /// Words.
    Text {
        /// Them.
        text: String,
    },
    /// Weighty words.
    Strong {
        /// Them.
        text: String,
    },
    /// Words of a source, in its language.
    Quote {
        /// Them, in quotation marks.
        text: String,
        /// Their language.
        lang: Option<String>,
    },
    /// A source.
    Source {
        /// Its number.
        number: usize,
    },
}

/// A finding in a few lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What the norm asks, as its heading says it.
    pub title: String,
    /// Language of the heading, where it is not the sheet's.
    pub title_lang: Option<String>,
    /// How the finding stands.
    pub stands: String,
    /// Citations with how each was checked.
    pub norms: Vec<String>,
    /// How many more norms the same facts breach.
    pub more: usize,
    /// What it rests on.
    pub facts: Vec<Vec<Piece>>,
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day, in words.
    pub day: String,
    /// It has passed and nothing in the record answers it.
    pub passed: bool,
    /// The procedure, in English.
    pub what: String,
    /// Who owes it.
    pub by: String,
    /// The rule with how it was checked.
    pub rule: String,
}

/// A source as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// From 1.
    pub number: usize,
    /// Exhibit and place.
    pub place: String,
    /// The words, shortened; empty where there is no room.
    pub quote: String,
    /// Their language.
    pub lang: Option<String>,
}

/// A file that a source of the sheet stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CitedFile {
    /// `E2`.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The start of its fingerprint; empty where the audience does not get the file.
    pub digest: String,
}

/// The sheet of a case. `form` is that of the Working Group in the language of the sheet, whose norms and headings it has.
///
/// # Errors
/// [`FilingError`] where the record has no person.
pub fn sheet(form: &Form, case: &Case<'_>, measure: Measure) -> Result<Sheet, FilingError> {
    let words = form.words()?;
    let record = case.record;
    let subject = record.chronology.reading.subject.as_ref();
    let name = subject.map(|subject| line(&subject.name)).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| FilingError::NoSubject(case.called.clone()))?;
    let view = View { record, answers: case.answers, letter: String::new(), exhibits_before: 0 };
    let mut scribe = Scribe::new(words);
    let mut pieces = Pieces::default();
    let who = crate::fill::position(&mut scribe, &view);
    let who = who.map(|runs| pieces.of(&scribe, &runs)).unwrap_or_default();
    let lengths = custody::lengths(&mut scribe, &view);
    // The state's own account first; all accounts last. The two between say no more in three minutes.
    let ends = if lengths.len() > 2 { vec![0, lengths.len() - 1] } else { (0..lengths.len()).collect() };
    let held = ends.into_iter().filter_map(|at| lengths.get(at));
    let held = held.map(|runs| pieces.of(&scribe, runs)).collect();
    let all = grounds::grounds(&scribe, form, &view, &[]);
    let mut findings = Vec::new();
    for ground in strongest(&view, &all, FINDINGS) {
        let brief = brief(&mut scribe, &view, ground, measure.facts);
        let Some(first) = brief.norms.first() else { continue };
        findings.push(Finding {
            title: first.title.clone(),
            title_lang: Some(first.title_lang.clone()).filter(|lang| *lang != words.language),
            stands: brief.stands,
            norms: brief
                .norms
                .iter()
                .take(NORMS)
                .map(|norm| format!("{} ({})", norm.cites, norm.checked))
                .collect(),
            more: brief.norms.len().saturating_sub(NORMS) + brief.beside,
            facts: brief.facts.iter().map(|runs| pieces.of(&scribe, runs)).collect(),
        });
    }
    let said = SheetPhrases::of(&words.language);
    let asked: Vec<String> = view.answers_to(ASKED).map(|answer| line(&answer.value)).collect();
    let reasons = if asked.is_empty() { reasons(&view, said) } else { Vec::new() };
    let clock = remand_dossier::clock_drawing_in(record, &words.language);
    let (sources, exhibits) = pieces.sources(&scribe, &view, measure.quoted);
    Ok(Sheet {
        as_of: words.day(record.as_of),
        audience: words.audience(record.audience.name()).to_owned(),
        notice: crate::compose::notice(std::slice::from_ref(case), words),
        since: since(&view, &scribe, said),
        who,
        held,
        clock_alt: clock.as_ref().map(|clock| clock.alt.clone()),
        clock_caption: clock.as_ref().map(|clock| clock.caption.clone()).unwrap_or_default(),
        clock,
        findings,
        asked,
        reasons,
        due: due(&view, &scribe),
        sources,
        exhibits,
        files: record.items.len(),
        ..empty(&name, &words.language, record.as_of)
    })
}

/// The first day in custody, on the state's own account and on all accounts together.
fn since(view: &View<'_>, scribe: &Scribe<'_>, said: SheetPhrases) -> Vec<String> {
    let clocks = view.record.clocks;
    let first = |account: OnAccount| {
        let clock = clocks.iter().find(|clock| clock.account == account)?;
        clock.spans.first().map(|span| span.from.date())
    };
    let words = scribe.words;
    let (state, all) = (first(OnAccount::State), first(OnAccount::All));
    let told = |account: OnAccount, day| {
        said.since.replace("{account}", words.account(account)).replace("{day}", &words.day(day))
    };
    match (state, all) {
        (Some(state), Some(all)) if state == all => vec![said.since_all.replace("{day}", &words.day(all))],
        (state, all) => {
            let state = state.map(|day| told(OnAccount::State, day));
            state.into_iter().chain(all.map(|day| told(OnAccount::All, day))).collect()
        }
    }
}

/// Days without a known order, and what a public body owed by a day that has passed.
fn reasons(view: &View<'_>, said: SheetPhrases) -> Vec<String> {
    let mut reasons = Vec::new();
    let all = view.record.clocks.iter().find(|clock| clock.account == OnAccount::All);
    let uncovered = all.is_some_and(|clock| {
        clock.totals.iter().any(|(status, total)| *status == Status::NoOrderKnown && total.days > 0)
    });
    if uncovered {
        reasons.push(said.show_orders.to_owned());
    }
    let passed =
        |deadline: &Deadline| deadline.status == DeadlineStatus::PassedUnanswered && is_of_state(deadline);
    if view.record.deadlines.iter().any(passed) {
        reasons.push(said.answer_late.to_owned());
    }
    reasons
}

/// A step that a rule puts on a body, and not on the person's own side.
fn is_of_state(deadline: &Deadline) -> bool {
    deadline.named && deadline.body != Some(OWN_SIDE)
}

/// A sheet with nothing on it but the name.
pub fn empty(name: &str, language: &str, as_of: jiff::civil::Date) -> Sheet {
    Sheet {
        name: line(name),
        who: Vec::new(),
        language: language.to_owned(),
        as_of: as_of.to_string(),
        as_of_iso: as_of,
        audience: String::new(),
        notice: None,
        since: Vec::new(),
        held: Vec::new(),
        clock: None,
        clock_alt: None,
        clock_caption: String::new(),
        findings: Vec::new(),
        asked: Vec::new(),
        reasons: Vec::new(),
        due: Vec::new(),
        sources: Vec::new(),
        exhibits: Vec::new(),
        files: 0,
        said: SheetPhrases::of(language),
    }
}

/// What is due next, and what passed unanswered last: steps that a rule puts on a named body.
fn due(view: &View<'_>, scribe: &Scribe<'_>) -> Vec<Due> {
    let record = view.record;
    let mut open = Vec::new();
    let mut passed = Vec::new();
    for deadline in record.deadlines {
        match deadline.status {
            DeadlineStatus::Open => open.push(deadline),
            DeadlineStatus::PassedUnanswered if is_of_state(deadline) => passed.push(deadline),
            _ => {}
        }
    }
    open.sort_by_key(|deadline| (deadline.due.1, deadline.procedure.clone()));
    passed.sort_by_key(|deadline| (std::cmp::Reverse(deadline.due.1), deadline.procedure.clone()));
    let room = DEADLINES.saturating_sub(passed.len().min(DEADLINES / 2)).max(1);
    let kept = open.into_iter().take(room).map(|deadline| (deadline, false));
    let kept: Vec<_> = kept.collect();
    let left = DEADLINES.saturating_sub(kept.len());
    let kept = kept.into_iter().chain(passed.into_iter().take(left).map(|deadline| (deadline, true)));
    let words = scribe.words;
    kept.map(|(deadline, passed)| {
        let (least, most) = deadline.due;
        let day = if least == most {
            words.day(most)
        } else {
            format!("{} – {}", words.day(least), words.day(most))
        };
        Due {
            day,
            passed,
            what: line(&deadline.procedure),
            by: line(&deadline.owed_by),
            rule: by_exhibits(view, &line(&deadline.rule)),
        }
    })
    .collect()
}

/// Numbers the sources in the order in which the sheet refers to them.
#[derive(Default)]
struct Pieces {
    /// By exhibit and place.
    numbers: BTreeMap<(usize, usize, usize), usize>,
    order: Vec<crate::draft::Cite>,
}

impl Pieces {
    fn of(&mut self, scribe: &Scribe<'_>, runs: &[Run]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for run in runs {
            match run {
                Run::Strong { text, .. } => pieces.push(Piece::Strong { text: text.clone() }),
                Run::Quote { text, lang, .. } => {
                    let words = scribe.words;
                    let text = format!("{}{text}{}", words.word("quote_open"), words.word("quote_close"));
                    pieces.push(Piece::Quote { text, lang: lang.clone() });
                }
                Run::Note { note } => {
                    // The first words of a note are those that say so; the others stand in the dossier.
                    let cites = scribe.notes.get(note.0).map_or(&[][..], |note| note.cites.as_slice());
                    if let Some(cite) = cites.first() {
                        let key = (cite.exhibit, cite.start, cite.end);
                        let next = self.order.len() + 1;
                        let number = *self.numbers.entry(key).or_insert(next);
                        if number == next {
                            self.order.push(cite.clone());
                        }
                        pieces.push(Piece::Source { number });
                    }
                }
                Run::Question { .. } => {}
                other => pieces.push(Piece::Text { text: other.words().to_owned() }),
            }
        }
        pieces
    }

    fn sources(&self, scribe: &Scribe<'_>, view: &View<'_>, quoted: usize) -> (Vec<Source>, Vec<CitedFile>) {
        let words = scribe.words;
        let sources = self.order.iter().enumerate().map(|(at, cite)| Source {
            number: at + 1,
            place: cite.place.clone(),
            quote: if quoted == 0 {
                String::new()
            } else {
                let (open, close) = (words.word("quote_open"), words.word("quote_close"));
                format!("{open}{}{close}", shortened(&cite.quote, quoted))
            },
            lang: cite.lang.clone(),
        });
        let mut cited: Vec<usize> = self.order.iter().map(|cite| cite.exhibit).collect();
        cited.sort_unstable();
        cited.dedup();
        let exhibits = view.exhibits(words).into_iter().filter(|exhibit| cited.contains(&exhibit.number));
        let exhibits = exhibits.map(|exhibit| CitedFile {
            label: exhibit.label,
            name: shortened(&exhibit.name, 60),
            digest: match exhibit.withheld {
                Some(_) => String::new(),
                None => exhibit.item.to_string().chars().take(16).collect(),
            },
        });
        (sources.collect(), exhibits.collect())
    }
}
