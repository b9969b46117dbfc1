//! The worksheet of a filing, for the team and not to be sent: the conditions of the forum, the open questions and how
//! each is answered, what of the form was not checked.

use remand_dossier::pdf::{PdfError, typeset};
use serde::Serialize;

use crate::draft::{Draft, Part, Question, Run, Standing};
use crate::phrases::Phrases;

const TEMPLATE: &str = include_str!("../templates/worksheet.typ");

#[derive(Serialize)]
struct Sheet<'d> {
    title: &'d str,
    language: &'d str,
    people: Vec<&'d str>,
    as_of: &'d str,
    notice: Option<&'d str>,
    checked: &'d [String],
    gates: Vec<Condition<'d>>,
    questions: Vec<Open<'d>>,
    working: &'d [Part],
    said: Phrases,
}

#[derive(Serialize)]
struct Condition<'d> {
    what: &'d str,
    standing: &'static str,
    holds: bool,
    why: String,
    checked: &'d str,
    questions: &'d [usize],
}

#[derive(Serialize)]
struct Open<'d> {
    number: usize,
    text: String,
    owner: &'d str,
    command: String,
}

/// The command that answers a question.
pub(crate) fn command(question: &Question) -> String {
    format!("remand answer CASE {} \"\u{2026}\" --by NAME --because \"\u{2026}\"", question.id)
}

/// The worksheet as PDF.
///
/// # Errors
/// [`PdfError`] where the typesetter refuses it.
pub fn write(draft: &Draft) -> Result<Vec<u8>, PdfError> {
    let said = Phrases::of(&draft.language);
    let mut gates: Vec<_> = draft.gates.iter().collect();
    gates.sort_by_key(|gate| gate.standing);
    let gates = gates.into_iter().map(|gate| Condition {
        what: &gate.what,
        standing: match gate.standing {
            Standing::Fails => said.fails,
            Standing::Unknown => said.unknown,
            Standing::Holds => said.holds,
        },
        holds: gate.standing == Standing::Holds,
        why: gate.why.iter().map(Run::words).collect(),
        checked: &gate.checked,
        questions: &gate.questions,
    });
    let questions = draft.questions.iter().map(|question| Open {
        number: question.number,
        text: match question.letter.as_str() {
            "" => question.text.clone(),
            letter => format!("{letter}. {}", question.text),
        },
        owner: &question.owner,
        command: command(question),
    });
    let sheet = Sheet {
        title: &draft.title,
        language: &draft.language,
        people: draft.people.iter().map(|person| person.name.as_str()).collect(),
        as_of: &draft.as_of_words,
        notice: draft.notice.as_deref(),
        checked: &draft.checked,
        gates: gates.collect(),
        questions: questions.collect(),
        working: &draft.working,
        said,
    };
    typeset(TEMPLATE, &sheet, &[], Some(draft.as_of))
}
