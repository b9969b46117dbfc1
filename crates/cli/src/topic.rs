//! `remand chronology`, `disputes`, `clock`, `findings` and `deadlines`: one topic of a case on the terminal; `remand
//! explain`: one norm.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use remand_case::{CaseFolder, Choices, Decisions, Held, hold, hold_against_law};
use remand_dossier::ics::Naming;
use remand_dossier::{Topic, explanation, json, text, topic};

use crate::dossier::day;

/// Options of these commands.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// As it could be known at the end of this day (2024-03-05), or `today`; nothing is recorded.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// Print it as JSON, with the names of dossier.json.
    #[arg(long)]
    json: bool,
}

/// Options of `remand explain`.
#[derive(Args)]
pub(crate) struct Explained {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The norm, by its id (`iccpr.9.3.judge`); `remand law list` shows them.
    #[arg(value_name = "NORM")]
    norm: String,
    /// As it could be known at the end of this day (2024-03-05), or `today`; nothing is recorded.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// Print it as JSON, with the names of dossier.json.
    #[arg(long)]
    json: bool,
}

/// Columns of text where the terminal does not say how wide it is.
pub(crate) const WIDTH: usize = 100;

pub(crate) fn run(arguments: &Arguments, which: Topic) -> ExitCode {
    match print(arguments, which) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// One norm held against a case.
pub(crate) fn explain(arguments: &Explained) -> ExitCode {
    match explained(arguments).and_then(|text| put(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn explained(arguments: &Explained) -> Result<String> {
    let folder = open(&arguments.case)?;
    let held = read(&folder, arguments.as_of, true)?;
    let record = held.record();
    let Some(section) = explanation(&record, &arguments.norm) else {
        bail!(
            "this case is not held against a norm `{}`; `remand findings` shows those it is held against",
            arguments.norm
        );
    };
    if arguments.json {
        return Ok(json::write_findings_on(&record, &arguments.norm)?);
    }
    Ok(text::write(&record, &section, WIDTH))
}

fn print(arguments: &Arguments, which: Topic) -> Result<()> {
    show(&open(&arguments.case)?, arguments.as_of, arguments.json, which)
}

/// Prints one topic of a case.
pub(crate) fn show(folder: &CaseFolder, as_of: Option<Date>, as_json: bool, which: Topic) -> Result<()> {
    let held = read(folder, as_of, matches!(which, Topic::Findings | Topic::Deadlines | Topic::Given))?;
    let record = held.record();
    let printed = if as_json {
        json::write_topic(&record, which)?
    } else {
        text::write(&record, &topic(&record, which), WIDTH)
    };
    put(&printed)
}

pub(crate) fn put(printed: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(printed.as_bytes()) {
        // Whoever reads along may stop reading.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}

/// Opens the case for a command that continues it.
pub(crate) fn open(case: &Path) -> Result<CaseFolder> {
    Ok(CaseFolder::open_existing(case, &jiff::Timestamp::now().to_string())?)
}

/// Reads the case up to the clock; with `law` up to the findings.
pub(crate) fn read(folder: &CaseFolder, as_of: Option<Date>, law: bool) -> Result<Held> {
    let shown = std::io::stderr().is_terminal();
    if shown {
        eprint!("reading …");
    }
    let decided = Decisions::in_journal(folder.vault().entries());
    let choices = Choices {
        decisions: decided.then(&Decisions { as_of, ..Decisions::default() }),
        pdf: false,
        calendar: Naming::Nobody,
        version: env!("CARGO_PKG_VERSION"),
        worker: crate::worker()?,
    };
    let held = if law { hold_against_law(folder, &choices, |_| {}) } else { hold(folder, &choices, |_| {}) };
    if shown {
        eprint!("\r\u{1b}[K");
    }
    Ok(held?)
}
