//! `remand answer`: what people answer to the questions of a filing; lists them, adds to them, takes them back.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use remand_case::{Answering, Held, forms, questions};

use crate::topic::{now, open, read};

/// Options of `remand answer`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Id of the question (`identity.birth_date`); none, to list questions and answers.
    #[arg(value_name = "ID", requires = "value")]
    id: Option<String>,
    /// The answer, as it is to be printed.
    #[arg(value_name = "VALUE")]
    value: Option<String>,
    /// Your name as the journal shall have it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// What it rests on, as you would cite it.
    #[arg(long, value_name = "WORDS")]
    because: Option<String>,
    /// Words of an item that say so, as they stand in its text.
    #[arg(long, value_name = "WORDS", requires = "id")]
    quote: Option<String>,
    /// Take back the answer of this entry of the journal.
    #[arg(long, value_name = "NUMBER", conflicts_with = "id")]
    withdraw: Option<u64>,
    /// Folder with forms of your own.
    #[arg(long, value_name = "DIR")]
    forms: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut folder = open(&arguments.case)?;
    let forms = forms(arguments.forms.as_deref())?;
    let mut out = std::io::stdout().lock();
    let because = arguments.because.clone().unwrap_or_default();
    let by = arguments.by.clone().unwrap_or_default();
    if let Some(number) = arguments.withdraw {
        folder.withdraw_answer(number, &by, &because, &now())?;
        writeln!(out, "Entry {number} is withdrawn; the journal keeps both.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(id), Some(value)) = (&arguments.id, &arguments.value) else {
        if arguments.because.is_some() || arguments.by.is_some() {
            bail!(
                "say what is answered: `remand answer CASE identity.birth_date \"3 May 1970\"`; --help has more"
            );
        }
        let answers = folder.answers()?;
        for ask in questions(&forms)? {
            writeln!(out, "{} ({}): {}", ask.id, ask.owner.replace('_', " "), ask.question)?;
            for answer in answers.iter().filter(|answer| answer.id == ask.id) {
                let taken = match &answer.withdrawn {
                    Some(taken) => format!("; withdrawn by {}", taken.by),
                    None => String::new(),
                };
                let day: String = answer.at.chars().take(10).collect();
                writeln!(
                    out,
                    "    {} (entry {}, {} on {day}: {}{taken})",
                    answer.value, answer.number, answer.by, answer.because
                )?;
            }
        }
        return Ok(ExitCode::SUCCESS);
    };
    let answering =
        Answering { id: id.clone(), value: value.clone(), by, because, quote: arguments.quote.clone() };
    let held = answering.quote.is_some().then(|| read(&folder, None, false)).transpose()?;
    let answer = answering.answer(&forms, held.as_ref().map(Held::record).as_ref())?;
    let recorded = folder.record_answer(&answer, &now())?;
    writeln!(
        out,
        "Entry {}: {} is {} ({}).",
        recorded.number, recorded.id, recorded.value, recorded.because
    )?;
    for rival in folder.answers()?.iter().filter(|other| recorded.contradicts(other)) {
        writeln!(
            out,
            "Entry {} says otherwise: {} ({}, {}). Both are shown in a filing, until one is withdrawn (--withdraw {}).",
            rival.number, rival.value, rival.by, rival.because, rival.number
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
