//! `remand chronology`, `remand disputes`, `remand clock`: one topic of a case on the terminal.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use remand_case::{CaseFolder, Choices, Decisions, Held, hold};
use remand_dossier::{Topic, json, text, topic};

use crate::dossier::day;

/// Options of the three commands.
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

fn print(arguments: &Arguments, which: Topic) -> Result<()> {
    let folder = open(&arguments.case)?;
    let held = read(&folder, arguments.as_of)?;
    let record = held.record();
    let printed = if arguments.json {
        json::write_topic(&record, which)?
    } else {
        text::write(&record, &topic(&record, which), WIDTH)
    };
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

/// Reads the case up to the clock.
pub(crate) fn read(folder: &CaseFolder, as_of: Option<Date>) -> Result<Held> {
    let shown = std::io::stderr().is_terminal();
    if shown {
        eprint!("reading …");
    }
    let decided = Decisions::in_journal(folder.vault().entries());
    let held = hold(
        folder,
        &Choices {
            decisions: decided.then(&Decisions { as_of, ..Decisions::default() }),
            pdf: false,
            version: env!("CARGO_PKG_VERSION"),
            worker: crate::worker()?,
        },
        |_| {},
    );
    if shown {
        eprint!("\r\u{1b}[K");
    }
    Ok(held?)
}
