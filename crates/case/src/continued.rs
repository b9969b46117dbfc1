//! A draft that somebody went on with, held against the record of today. The file is read in the child process, as every
//! file from outside, and is never written to.

use std::collections::BTreeSet;

use remand_filing::{Case, Edited, FilingError, Forms, Unsupported, report};
use remand_proofread::Proofreader;
use remand_text::TextLayer;

use crate::filing::{Filed, Filing, made, shown};
use crate::path::Choices;
use crate::{CaseError, CaseFolder};

/// Statements of a person that are listed.
const LISTED: usize = 200;

/// What a record says differently than a draft.
pub struct Continued {
    /// The listing, in Markdown.
    pub report: String,
    /// A fresh draft.
    pub filed: Filed,
}

/// Holds the bytes of a draft, which the user calls `called`, against the record of its cases.
///
/// # Errors
/// Where the file is no draft of this program, and as [`crate::file`].
pub fn go_on(
    bytes: &[u8],
    called: &str,
    cases: &[(CaseFolder, String)],
    choices: &Choices,
    forms: Forms,
    mandates: Vec<String>,
) -> Result<Continued, CaseError> {
    let none = |why: String| CaseError::Draft { file: called.to_owned(), why };
    let marks = choices.worker.marks(bytes).map_err(none)?;
    let edited = Edited::new(&marks).map_err(|error| none(error.to_string()))?;
    let filing = Filing { forum: edited.forum.clone(), language: edited.language.clone(), mandates, forms };
    let form = filing.forms.form(&filing.forum, &filing.language).map_err(FilingError::from)?;
    let layer = choices.worker.read(bytes, called);
    let ((draft, typed), files) = shown(cases, choices, |all| {
        let (draft, files) = made(&form, all, &filing.mandates, choices.pdf)?;
        if !edited.is_about(&draft) {
            let now: Vec<&str> = draft.people.iter().map(|person| person.name.as_str()).collect();
            let (then, now) = (edited.people.join(", "), now.join(", "));
            return Err(none(format!(
                "it is about {then}, and the case about {now}; give the case that it was made from"
            )));
        }
        let fresh = files.get("draft.docx").map(|bytes| choices.worker.read(bytes, "draft.docx"));
        let typed = typed(&layer, &fresh.unwrap_or_default(), &edited, all)?;
        Ok(((draft, typed), files))
    })?;
    let changes = edited.against(&draft);
    let report = report(&edited, &draft, &changes, &typed);
    Ok(Continued { report, filed: Filed { draft, files } })
}

/// Dates, numbers and quotations in the passages that a person wrote or changed, which no record carries.
fn typed(
    layer: &TextLayer,
    fresh: &TextLayer,
    edited: &Edited,
    all: &[Case<'_>],
) -> Result<Vec<Unsupported>, CaseError> {
    let known: BTreeSet<String> = passages(fresh).map(|(_, plain)| plain).collect();
    let changed: Vec<String> =
        passages(layer).filter(|(_, plain)| !known.contains(plain)).map(|(text, _)| text).collect();
    let mut typed: Vec<Unsupported> = Vec::new();
    let readers: Vec<Proofreader<'_>> =
        all.iter().map(|case| Proofreader::new(case.record, case.record.as_of)).collect::<Result<_, _>>()?;
    for text in changed {
        // In a group one of the records may carry what the others do not.
        let mut found: Option<Vec<Unsupported>> = None;
        for reader in &readers {
            let checked = reader.check(&text, &edited.language)?;
            let stopped =
                checked.into_iter().filter(|checked| checked.stops() && !edited.wrote(&checked.words));
            let stopped = stopped.map(|checked| Unsupported {
                why: if checked.says.is_empty() { checked.standing.words().to_owned() } else { checked.says },
                words: checked.words,
            });
            let stopped: Vec<Unsupported> = stopped.collect();
            found = Some(match found {
                None => stopped,
                Some(before) => before
                    .into_iter()
                    .filter(|one| stopped.iter().any(|other| other.words == one.words))
                    .collect(),
            });
        }
        for one in found.unwrap_or_default() {
            if typed.len() < LISTED && !typed.contains(&one) {
                typed.push(one);
            }
        }
    }
    Ok(typed)
}

/// Paragraphs as they stand, without the marks of notes; and without the numbers and spaces that move when something is
/// taken out before them.
fn passages(layer: &TextLayer) -> impl Iterator<Item = (String, String)> {
    layer.blocks.iter().filter_map(|block| {
        let text = without_notes(layer.text.get(block.span.clone())?);
        let plain = text.trim_start_matches(|ch: char| ch.is_ascii_digit() || ch == '.' || ch == ' ');
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((text.clone(), plain))
    })
}

/// The reader puts the number of a note in brackets.
fn without_notes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after.split_once(']') {
            Some((inside, after))
                if !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                rest = after;
            }
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_notes_are_no_words() {
        assert_eq!(without_notes("held [3] since[12]."), "held  since.");
        assert_eq!(without_notes("[Question 5] [a] [] ["), "[Question 5] [a] [] [");
    }
}
