//! A filing: records held against the law, guarded for its audience, and put into a form; written whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use remand_dossier::{Guarded, Record};
use remand_filing::{Answer, Case, Draft, Form, Forms};
use remand_protection::check;

use crate::path::{Choices, Held, hold_against_law};
use crate::{CaseError, CaseFolder, Decisions, protect};

/// Longest file of a form, in bytes.
const LONGEST: u64 = 1 << 20;
/// The files of a form.
const FORM: [&str; 2] = ["form.toml", "template.md"];
/// How deep a folder of forms is read.
const DEPTH: usize = 3;

/// What is asked of a filing.
#[derive(Clone, Debug)]
pub struct Filing {
    /// Name of the form (`wgad`).
    pub forum: String,
    /// Its language, as ISO 639-1.
    pub language: String,
    /// Subject matters of a letter, where the form has any; empty: those that the findings support.
    pub mandates: Vec<String>,
    /// All forms.
    pub forms: Forms,
}

/// A filing that was made.
pub struct Filed {
    /// The draft, for its summary.
    pub draft: Draft,
    /// Files by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The forms of the program, with those below `own` before them.
///
/// # Errors
/// Where a file of it cannot be read.
pub fn forms(own: Option<&Path>) -> Result<Forms, CaseError> {
    let mut files = BTreeMap::new();
    if let Some(root) = own {
        walk(root, root, 0, &mut files)?;
        let fits = |path: &String| match path.split('/').collect::<Vec<_>>().as_slice() {
            ["words", name] => name.ends_with(".toml"),
            [_, _, name] => FORM.contains(name),
            _ => false,
        };
        let is_form = |path: &&String| FORM.iter().any(|name| path.rsplit('/').next() == Some(name));
        if let Some(path) = files.keys().filter(is_form).find(|path| !fits(path)) {
            return Err(CaseError::Forms(root.join(path), "this one would not be found"));
        }
        if !files.keys().any(fits) {
            return Err(CaseError::Forms(root.to_owned(), "there is none"));
        }
    }
    Ok(Forms::new(files))
}

fn walk(
    root: &Path,
    dir: &Path,
    depth: usize,
    files: &mut BTreeMap<String, String>,
) -> Result<(), CaseError> {
    let failed = |source| CaseError::Read { path: dir.to_owned(), source };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let known = path.extension().is_some_and(|ending| ending == "toml" || ending == "md");
        if path.is_dir() && depth < DEPTH {
            walk(root, &path, depth + 1, files)?;
        } else if known {
            let failed = |source| CaseError::Read { path: path.clone(), source };
            if fs::metadata(&path).map_err(failed)?.len() > LONGEST {
                let why = std::io::Error::other("a file of a form has one megabyte at most");
                return Err(CaseError::Read { path, source: why });
            }
            let text = fs::read_to_string(&path).map_err(failed)?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.insert(name, text);
        }
    }
    Ok(())
}

/// Makes the draft of a filing from cases, each with what the user called it. `choices` hold for all of them, but for what
/// the journal of each decided.
///
/// # Errors
/// Where a case cannot be held against the law, has no person or the person of another, the form has a fault, or an
/// output would show what is protected.
pub fn file(cases: &[(CaseFolder, String)], choices: &Choices, filing: &Filing) -> Result<Filed, CaseError> {
    let form =
        filing.forms.form(&filing.forum, &filing.language).map_err(remand_filing::FilingError::from)?;
    let (draft, files) = shown(cases, choices, |all| made(&form, all, &filing.mandates, choices.pdf))?;
    Ok(Filed { draft, files })
}

/// The draft of what an audience may see, and its files.
pub(crate) fn made(
    form: &Form,
    all: &[Case<'_>],
    mandates: &[String],
    with_pdf: bool,
) -> Result<(Draft, BTreeMap<String, Vec<u8>>), CaseError> {
    let draft = remand_filing::draft(form, all, mandates)?;
    let files = written(&draft, with_pdf)?;
    Ok((draft, files))
}

/// Holds cases against the law, and has `make` make files of what their audience may see of them, with something that
/// tells of these.
///
/// # Errors
/// Where a case cannot be held against the law, `make` fails, or a file would show what is protected.
pub(crate) fn shown<T>(
    cases: &[(CaseFolder, String)],
    choices: &Choices,
    make: impl FnOnce(&[Case<'_>]) -> Result<(T, BTreeMap<String, Vec<u8>>), CaseError>,
) -> Result<(T, BTreeMap<String, Vec<u8>>), CaseError> {
    let mut held: Vec<Held> = Vec::new();
    for (folder, _) in cases {
        let decided = Decisions::in_journal(folder.vault().entries()).then(&choices.decisions);
        held.push(hold_against_law(folder, &Choices { decisions: decided, ..choices.clone() }, |_| {})?);
    }
    let whole: Vec<Record<'_>> =
        held.iter().map(|held| Record { audience: choices.audience, ..held.record() }).collect();
    let mut guarded: Vec<Option<Guarded>> = Vec::new();
    for (record, (folder, _)) in whole.iter().zip(cases) {
        let guard = remand_dossier::guard(record, &folder.marks()?, choices.audience);
        guarded.push(if guard.is_empty() {
            None
        } else {
            let tainted = protect::tainted(record, folder, &guard)?;
            Some(Guarded::new(record, guard, &tainted))
        });
    }
    let mut shown: Vec<Record<'_>> = Vec::new();
    let mut answers: Vec<Vec<Answer>> = Vec::new();
    for ((record, guarded), (folder, _)) in whole.iter().zip(&guarded).zip(cases) {
        let given = folder.answers()?;
        match guarded {
            Some(guarded) => {
                shown.push(guarded.record(record));
                answers.push(given.into_iter().map(|answer| seen(answer, guarded)).collect());
            }
            None => {
                shown.push(record.clone());
                answers.push(given);
            }
        }
    }
    let all = shown.iter().zip(&answers).zip(cases);
    let all: Vec<Case<'_>> = all
        .map(|((record, answers), (_, called))| Case { record, answers, called: called.clone() })
        .collect();
    let (made, files) = make(&all)?;
    let bytes: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    for guarded in guarded.iter().flatten() {
        check(&bytes, guarded.guard())?;
    }
    Ok((made, files))
}

/// An answer as the audience may see it.
fn seen(answer: Answer, guarded: &Guarded) -> Answer {
    let replace = |text: String| guarded.guard().replace(&text).into_owned();
    // Its words may lie elsewhere in a guarded text; what they rest on is said in words as well.
    let Answer { number, id, value, by, at, because, quoted: _, withdrawn } = answer;
    Answer {
        number,
        id,
        value: replace(value),
        by: replace(by),
        at,
        because: replace(because),
        quoted: None,
        withdrawn,
    }
}

/// The files of a draft: to send, to go on editing, for the team, and as data.
fn written(draft: &Draft, with_pdf: bool) -> Result<BTreeMap<String, Vec<u8>>, CaseError> {
    let failed = |what: &'static str, why: String| CaseError::Document(what, why);
    let paper = || {
        let paper = with_pdf.then(|| remand_filing::pdf::write(draft));
        paper.transpose().map_err(|e| failed("PDF", e.to_string()))
    };
    let sheet = || {
        let sheet = with_pdf.then(|| remand_filing::worksheet::write(draft));
        sheet.transpose().map_err(|e| failed("worksheet", e.to_string()))
    };
    let text = || remand_filing::docx::write(draft).map_err(|e| failed("DOCX", e.to_string()));
    let (pdf, (sheet, docx)) = rayon::join(paper, || rayon::join(sheet, text));
    let json = serde_json::to_vec_pretty(draft).map_err(|e| failed("draft", e.to_string()))?;
    let mut files = BTreeMap::from([("draft.docx".to_owned(), docx?), ("draft.json".to_owned(), json)]);
    files.extend(pdf?.map(|pdf| ("draft.pdf".to_owned(), pdf)));
    files.extend(sheet?.map(|sheet| ("worksheet.pdf".to_owned(), sheet)));
    Ok(files)
}
