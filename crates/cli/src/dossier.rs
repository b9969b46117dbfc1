//! `remand dossier`: the whole path in one command.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use remand_case::{
    CaseFolder, Choices, Decisions, Run, Since, Stage, Summary, run as run_path, write_outputs,
};
use remand_dossier::ics::Naming;
use remand_protection::Audience;
use remand_vault::Receipt;

use crate::topic::since;

/// Options of `remand dossier`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Files and folders with what is known about the detention; none, to print a case anew.
    #[arg(value_name = "SOURCES")]
    sources: Vec<PathBuf>,
    /// Folder for the dossier; the case can be continued from it.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The person of the case; inferred from the texts where it is not given.
    #[arg(long, value_name = "NAME", value_parser = name)]
    subject: Option<String>,
    /// Law packs, with commas between: jurisdictions (un, kz) or paths. `un` is always there.
    #[arg(long, value_name = "PACKS", value_delimiter = ',')]
    law: Option<Vec<String>>,
    /// Compute everything as of the end of this day (2024-03-05), or `today`. Without it: the last day the record
    /// speaks of.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// Language of the texts, where it must not be told from them.
    #[arg(long, value_name = "L", value_parser = language)]
    lang: Option<String>,
    /// Leave out the PDF.
    #[arg(long)]
    no_pdf: bool,
    /// Say what changed since this day, or since an earlier dossier (its dossier.json or its folder, also the one in
    /// DIR).
    #[arg(long, value_name = "DATE|DOSSIER", value_parser = since)]
    since: Option<Since>,
    /// Name the person in the titles of deadlines.ics; calendars are shared and shown on locked screens.
    #[arg(long)]
    names_in_calendar: bool,
    /// For whom it is made: team, court, partner or public. What is protected from them (`remand protect`) is replaced,
    /// and the documents go to a folder of that name in DIR; nothing is hidden from the team.
    #[arg(long, value_name = "AUDIENCE", value_parser = audience, default_value = "team")]
    audience: Audience,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
    /// End with exit code 3 where something could not be read.
    #[arg(long)]
    strict: bool,
    /// Open the dossier in the browser when it is done.
    #[arg(long)]
    open: bool,
}

/// The exit code of a strict run that is done but could not read everything.
const SOME_UNREAD: u8 = 3;

pub(crate) fn day(text: &str) -> Result<Date, String> {
    if text == "today" {
        return Ok(jiff::Zoned::now().date());
    }
    text.parse().map_err(|_| format!("`{text}` is no day; write it as 2024-03-05, or `today`"))
}

pub(crate) fn audience(text: &str) -> Result<Audience, String> {
    text.parse().map_err(|error: remand_protection::MarkError| error.to_string())
}

fn language(text: &str) -> Result<String, String> {
    let known: Vec<&str> = remand_reading::languages().collect();
    if known.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err(format!("one of {} is expected", known.join(", ")))
    }
}

fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        Err("a name has letters; leave the option out to have it inferred".to_owned())
    } else {
        Ok(name.to_owned())
    }
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match dossier(arguments) {
        Ok(run) if arguments.strict && !run.summary.not_read.is_empty() => ExitCode::from(SOME_UNREAD),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dossier(arguments: &Arguments) -> Result<Run> {
    let now = jiff::Timestamp::now().to_string();
    let progress = Progress { shown: std::io::stderr().is_terminal() };
    let out = &arguments.out;
    let mut folder = if arguments.sources.is_empty() {
        CaseFolder::open_existing(out, &now)?
    } else {
        std::fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
        CaseFolder::open(&out.join("case"), &now)?
    };
    folder.ingest(&arguments.sources, out, &Receipt::default(), |files| {
        progress.say(&format!("taking in files: {files}"))
    })?;
    let worker = crate::worker()?;
    folder.read_items(&worker, |items| progress.say(&format!("taking the text from files: {items}")))?;
    let decisions = folder.decide(&Decisions {
        subject: arguments.subject.clone(),
        as_of: arguments.as_of,
        law: arguments.law.clone(),
        language: arguments.lang.clone(),
    })?;
    let choices = Choices {
        decisions,
        pdf: !arguments.no_pdf,
        audience: arguments.audience,
        calendar: if arguments.names_in_calendar { Naming::Subject } else { Naming::Nobody },
        since: arguments.since.clone(),
        version: env!("CARGO_PKG_VERSION"),
        worker,
    };
    let run = run_path(&folder, &choices, |stage| {
        progress.say(&match stage {
            Stage::Text(items) => format!("taking the text from {items} files"),
            Stage::Reading => "reading".to_owned(),
            Stage::Finding => "chronology, clock, findings".to_owned(),
            Stage::Printing => "printing".to_owned(),
        });
    })?;
    // What others get lies in a folder that can be handed over: the case lies beside the documents of the team.
    let place = match arguments.audience {
        Audience::Team => out.clone(),
        other => out.join(other.name()),
    };
    std::fs::create_dir_all(&place).with_context(|| format!("cannot make the folder {}", place.display()))?;
    let written = write_outputs(&run.outputs, &place)?;
    folder.note_printed(&written)?;
    progress.done();

    match print(&run.summary, &written, arguments.json) {
        // Whoever reads along may stop reading: the dossier is written.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            return Err(error).context("the dossier is written, but its summary cannot be printed");
        }
        _ => {}
    }
    if arguments.open {
        let page = place.join("dossier.html");
        // The dossier is there all the same: no browser is no failure of the run.
        if let Err(error) = open::that(&page) {
            eprintln!("remand: no browser could be started ({error}); open {} yourself", page.display());
        }
    }
    Ok(run)
}

fn print(summary: &Summary, written: &[PathBuf], json: bool) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut stdout, summary)?;
        return writeln!(stdout);
    }
    writeln!(stdout, "{summary}")?;
    for path in written {
        writeln!(stdout, "  {}", path.display())?;
    }
    Ok(())
}

/// One line on the terminal that says what is being done.
struct Progress {
    shown: bool,
}

impl Progress {
    fn say(&self, what: &str) {
        if self.shown {
            eprint!("\r\u{1b}[K{what} …");
        }
    }

    fn done(&self) {
        if self.shown {
            eprint!("\r\u{1b}[K");
        }
    }
}
