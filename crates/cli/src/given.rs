//! `remand given`: what a person says of the case that no event gives; lists it, adds to it, takes it back.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use remand_case::{CaseFolder, Decisions, Giving, norms_that_ask};
use remand_dossier::Topic;
use remand_finding::Saying;
use remand_reading::Account;

use crate::topic::{self, now, open, read};

/// Options of `remand given`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// What is so; none, to list what was given and what norms still wait for.
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// It is not so.
    #[arg(long, requires = "words")]
    not: bool,
    /// What it rests on, as you would cite it.
    #[arg(long, value_name = "WORDS")]
    because: Option<String>,
    /// Words of an item that say so, as they stand in its text.
    #[arg(long, value_name = "WORDS", requires = "words")]
    quote: Option<String>,
    /// Whose statement it is. Without it you vouch for it, and it holds on every account.
    #[arg(long, value_name = "SIDE", requires = "words")]
    account: Option<Side>,
    /// Your name as the journal shall have it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Take back what this entry of the journal gives.
    #[arg(long, value_name = "NUMBER", conflicts_with = "words")]
    withdraw: Option<u64>,
    /// Print the list as JSON, with the names of dossier.json.
    #[arg(long, conflicts_with_all = ["words", "withdraw"])]
    json: bool,
}

const EXAMPLES: &str = "What can be said:
  detainee is minor                            a circumstance; `is not`, or --not, denies it
  maximum_sentence 12 years                    a length that the case has
  state of kz                                  the state that holds the person
  complete hearing 2024-01-01 .. 2024-03-31    the source lists every hearing of that time; needs --account
Without WORDS the command lists what norms of this case wait for.";

#[derive(Clone, Copy, ValueEnum)]
enum Side {
    State,
    Defence,
    Independent,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match given(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn given(arguments: &Arguments) -> Result<()> {
    let mut folder = open(&arguments.case)?;
    if let Some(number) = arguments.withdraw {
        let by = arguments.by.as_deref().unwrap_or_default();
        folder.withdraw_given(number, by, arguments.because.as_deref().unwrap_or_default(), &now())?;
        return topic::put(&format!("Entry {number} is withdrawn; the journal keeps both.\n"));
    }
    if arguments.words.is_empty() {
        if arguments.because.is_some() || arguments.by.is_some() {
            bail!("say what is so: `remand given CASE \"detainee is minor\"`; --help has more");
        }
        return topic::show(&folder, None, arguments.json, Topic::Given);
    }
    let giving = Giving {
        words: arguments.words.join(" "),
        not: arguments.not,
        because: arguments.because.clone().unwrap_or_default(),
        quote: arguments.quote.clone(),
        account: arguments.account.map(|side| match side {
            Side::State => Account::State,
            Side::Defence => Account::Defence,
            Side::Independent => Account::Independent,
        }),
        by: arguments.by.clone().unwrap_or_default(),
    };
    let held = giving.quote.is_some().then(|| read(&folder, None, false)).transpose()?;
    let statement = giving.statement(held.as_ref().map(remand_case::Held::record).as_ref())?;
    let recorded = folder.record_given(&statement, &now())?;
    say(&folder, &recorded)
}

fn say(folder: &CaseFolder, recorded: &remand_finding::Given) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Entry {}: {}.", recorded.number, recorded.sourced())?;
    for rival in folder.given()?.iter().filter(|other| recorded.contradicts(other)) {
        writeln!(
            out,
            "Entry {} says otherwise: {}. Where both count neither settles anything, until one is withdrawn \
             (--withdraw {}).",
            rival.number,
            rival.sourced(),
            rival.number
        )?;
    }
    if matches!(recorded.saying, Saying::Circumstance(_) | Saying::Measure { .. }) {
        let decided = Decisions::in_journal(folder.vault().entries());
        let norms = norms_that_ask(&decided, &recorded.saying)?;
        match norms.as_slice() {
            [] => writeln!(
                out,
                "It is kept, but no norm asks it; `remand given CASE` lists what norms wait for, and --withdraw {} takes \
                 it back.",
                recorded.number
            )?,
            norms => writeln!(out, "Asked by: {}.", norms.join(", "))?,
        }
    }
    Ok(())
}
