//! `remand chronology`, `disputes`, `clock`, `findings` and `deadlines`: one topic of a case on the terminal; `remand
//! explain`: one norm.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use remand_case::{CaseFolder, Choices, Decisions, Held, Since, hold, hold_against_law};
use remand_dossier::ics::Naming;
use remand_dossier::{Record, Topic, explanation, json, text, topic};
use remand_protection::Audience;

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
    /// Print it as JSON: the findings with the names of dossier.json, and the proof of each, which `remand-check` checks.
    #[arg(long)]
    json: bool,
}

/// Options of `remand findings`.
#[derive(Args)]
pub(crate) struct Findings {
    #[command(flatten)]
    topic: Arguments,
    /// Say what changed since this day, or since an earlier dossier (its dossier.json or its folder).
    #[arg(long, value_name = "DATE|DOSSIER", value_parser = since)]
    since: Option<Since>,
}

/// Options of `remand deadlines`.
#[derive(Args)]
#[command(
    after_help = "Exit codes: as ever; with --within 4 where something is due within that time or, with --since, \
passed since then, and 0 where nothing is."
)]
pub(crate) struct Deadlines {
    #[command(flatten)]
    topic: Arguments,
    /// Only what is due within this time of the day (14d, 2w), and what passed.
    #[arg(long, value_name = "TIME", value_parser = days)]
    within: Option<u32>,
    /// Say what changed since this day, or since an earlier dossier (its dossier.json or its folder).
    #[arg(long, value_name = "DATE|DOSSIER", value_parser = since)]
    since: Option<Since>,
}

/// The exit code of a run that was asked what is due soon, where something is.
const DUE: u8 = 4;

/// A day, or the path of an earlier dossier.
pub(crate) fn since(text: &str) -> Result<Since, String> {
    if text.is_empty() {
        return Err("give a day (2024-03-05) or the path of an earlier dossier".to_owned());
    }
    Ok(text.parse().map_or_else(|_| Since::Dossier(PathBuf::from(text)), Since::Day))
}

/// `14d`, `2w`, or a number of days.
fn days(text: &str) -> Result<u32, String> {
    let (number, size) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(days), _) => (days, 1),
        (None, Some(weeks)) => (weeks, 7),
        (None, None) => (text, 1),
    };
    let days = number.parse::<u32>().ok().and_then(|number| number.checked_mul(size));
    days.ok_or_else(|| format!("`{text}` is no number of days or weeks; write it as 14d or 2w"))
}

pub(crate) fn findings(arguments: &Findings) -> ExitCode {
    let topic = &arguments.topic;
    reported(open(&topic.case).and_then(|folder| {
        let held = held(&folder, topic.as_of, true, arguments.since.clone())?;
        print_topic(&held.record(), topic.json, Topic::Findings)
    }))
}

/// What is owed by whom; says with its exit code whether something is due soon.
pub(crate) fn deadlines(arguments: &Deadlines) -> ExitCode {
    let topic = &arguments.topic;
    let printed = open(&topic.case).and_then(|folder| {
        let held = held(&folder, topic.as_of, true, arguments.since.clone())?;
        let mut record = held.record();
        record.within = arguments.within;
        print_topic(&record, topic.json, Topic::Deadlines)?;
        Ok(record.warns())
    });
    match printed {
        Ok(true) => ExitCode::from(DUE),
        other => reported(other.map(|_| ())),
    }
}

/// Columns of text where the terminal does not say how wide it is.
pub(crate) const WIDTH: usize = 100;

pub(crate) fn run(arguments: &Arguments, which: Topic) -> ExitCode {
    reported(print(arguments, which))
}

/// One norm held against a case.
pub(crate) fn explain(arguments: &Explained) -> ExitCode {
    reported(explained(arguments).and_then(|text| put(&text)))
}

fn explained(arguments: &Explained) -> Result<String> {
    let folder = open(&arguments.case)?;
    let held = read(&folder, arguments.as_of, true)?;
    let record = held.record();
    let Some(section) = explanation(&record, &arguments.norm, held.rule(&arguments.norm).as_deref()) else {
        bail!(
            "this case is not held against a norm `{}`; `remand findings` shows those it is held against",
            arguments.norm
        );
    };
    if arguments.json {
        return Ok(json::write_findings_on(&record, &arguments.norm, &held.proofs(&arguments.norm)?)?);
    }
    Ok(text::write(&record, &section, WIDTH))
}

fn print(arguments: &Arguments, which: Topic) -> Result<()> {
    show(&open(&arguments.case)?, arguments.as_of, arguments.json, which)
}

/// Prints one topic of a case.
pub(crate) fn show(folder: &CaseFolder, as_of: Option<Date>, as_json: bool, which: Topic) -> Result<()> {
    let held = read(folder, as_of, matches!(which, Topic::Findings | Topic::Deadlines | Topic::Given))?;
    print_topic(&held.record(), as_json, which)
}

fn print_topic(record: &Record<'_>, as_json: bool, which: Topic) -> Result<()> {
    let printed = if as_json {
        json::write_topic(record, which)?
    } else {
        text::write(record, &topic(record, which), WIDTH)
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

/// Ends a command: what went wrong is said in one line.
pub(crate) fn reported(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The time of day, for entries of a log.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().to_string()
}

/// Opens the case for a command that continues it.
pub(crate) fn open(case: &Path) -> Result<CaseFolder> {
    Ok(CaseFolder::open_existing(case, &jiff::Timestamp::now().to_string())?)
}

/// Reads the case up to the clock; with `law` up to the findings.
pub(crate) fn read(folder: &CaseFolder, as_of: Option<Date>, law: bool) -> Result<Held> {
    held(folder, as_of, law, None)
}

fn held(folder: &CaseFolder, as_of: Option<Date>, law: bool, since: Option<Since>) -> Result<Held> {
    let shown = std::io::stderr().is_terminal();
    if shown {
        eprint!("reading …");
    }
    let decided = Decisions::in_journal(folder.vault().entries());
    let choices = Choices {
        decisions: decided.then(&Decisions { as_of, ..Decisions::default() }),
        pdf: false,
        audience: Audience::Team,
        calendar: Naming::Nobody,
        since,
        version: env!("CARGO_PKG_VERSION"),
        worker: crate::worker()?,
    };
    let held = if law { hold_against_law(folder, &choices, |_| {}) } else { hold(folder, &choices, |_| {}) };
    if shown {
        eprint!("\r\u{1b}[K");
    }
    Ok(held?)
}
