//! The command `remand`: one file per command, no logic.

mod add;
mod answer;
mod checkpoint;
mod custody;
mod dossier;
mod exhibits;
mod file;
mod given;
mod isolation;
mod law;
mod lock;
mod merge;
mod protect;
mod publish;
mod read;
mod review;
mod seal;
mod search;
mod sheet;
mod stamp;
mod timex;
mod topic;
mod update;
mod verify;

use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use remand_dossier::Topic;

/// From files about a detention to a sourced chronology, a clock of custody, findings and deadlines.
#[derive(Parser)]
#[command(version, about, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 something went wrong, nothing new was printed; \
2 the command line cannot be understood; 3 with --strict: done, and something could not be read (the dossier names it either way).";

#[derive(Subcommand)]
enum Command {
    /// The whole path in one command: files in, dossier out.
    Dossier(dossier::Arguments),
    /// The time expressions of a text: where they stand, what they say, what they were resolved against.
    Timex(timex::Arguments),
    /// Goes through what the program proposed: accept, correct, merge, reject, skip.
    Review(review::Arguments),
    /// Events of a case by date, with who says so.
    Chronology(topic::Arguments),
    /// What does not go together, and stated durations with their arithmetic.
    Disputes(topic::Arguments),
    /// Days in custody and what covers them, on each side's account.
    Clock(topic::Arguments),
    /// Makes a case.
    New(add::New),
    /// Takes files, folders and archives into a case, with the files inside them.
    Add(add::Arguments),
    /// Who takes things in: your name and key, as logs have them.
    Me(add::Me),
    /// The text of a file, or of an item of a case.
    Read(read::Arguments),
    /// How each item came, what was done with it, and what of that holds.
    Custody(custody::Arguments),
    /// A copy of an item to work on; the item stays as it is.
    Copy(custody::Copy),
    /// Locks a case with a passphrase or keys; nothing readable is left.
    Lock(lock::Arguments),
    /// Opens a locked case until it is locked again.
    Unlock(lock::Unlock),
    /// Locks every open case at once, and removes what was printed from them.
    Panic,
    /// Law packs: check, format, test, explain, list.
    Law(law::Arguments),
    /// The case held against the law: what is breached, on whose account, and what would decide the rest.
    Findings(topic::Findings),
    /// What is owed by whom, and by when.
    Deadlines(topic::Deadlines),
    /// The reasoning on one norm, step by step, with the words it rests on.
    Explain(topic::Explained),
    /// What a person says of the case that no event gives: age, offence, longest sentence.
    Given(given::Arguments),
    /// The draft of a petition for a forum, every fact of it footnoted, with what is open as questions.
    File(file::Arguments),
    /// The case on two pages: who, since when, the clock, the strongest findings, what is due.
    Sheet(sheet::Arguments),
    /// Answers a question of a filing; lists the questions and the answers, takes one back.
    Answer(answer::Arguments),
    /// Protects a person or a detail: what is hidden from whom; lists the marks, withdraws them.
    Protect(protect::Arguments),
    /// Writes an entry of the public site, held against the record before it is recorded; lists and withdraws entries.
    Update(update::Arguments),
    /// A case, or files about one, as a site for the public: updates, the clock, the chronology, feeds.
    Publish(publish::Arguments),
    /// Holds any text against a case: each date, number, quotation and name, with what carries it.
    Proofread(update::Proofreading),
    /// The exhibits: one PDF with index, stamps and bookmarks, and a file for each.
    Exhibits(exhibits::Arguments),
    /// Says which item translates which; lists it, withdraws it.
    Translation(exhibits::Translating),
    /// Asks a time-stamp server, outside and independent, to vouch for the log as it is now; or takes in its answer.
    Stamp(stamp::Arguments),
    /// Who vouches for the log, for which lines and since when, and what of that can be checked here.
    Stamps(stamp::Listing),
    /// Finds words, phrases and names in the files of a case, in all their forms and spellings.
    Search(search::Arguments),
    /// What shuts in the process that reads files, on this machine.
    Isolation(isolation::Arguments),
    /// Makes a bundle of a case that others can check without Remand.
    Seal(seal::Arguments),
    /// Checks a case or a bundle, and says in words what holds.
    Verify(verify::Arguments),
    /// Takes in a colleague's bundle, case or log.
    Merge(merge::Arguments),
    /// Prints how far your log reaches, signed, to keep elsewhere.
    Checkpoint(checkpoint::Arguments),
    /// Reads one file for the program itself, in a process of its own.
    #[command(name = WORKER, hide = true)]
    ReadItem,
}

/// Name of the hidden command that parses one file.
const WORKER: &str = "__read-item";

/// The program itself, as the one that parses files in a process of its own.
fn worker() -> anyhow::Result<remand_text::Reader> {
    let program = std::env::current_exe()
        .context("the program cannot find itself, which it must to read files apart")?;
    Ok(remand_text::Reader::new(program, [WORKER]))
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Dossier(arguments) => dossier::run(&arguments),
        Command::Timex(arguments) => timex::run(&arguments),
        Command::Review(arguments) => review::run(&arguments),
        Command::Chronology(arguments) => topic::run(&arguments, Topic::Chronology),
        Command::Disputes(arguments) => topic::run(&arguments, Topic::Disputes),
        Command::Clock(arguments) => topic::run(&arguments, Topic::Clock),
        Command::Findings(arguments) => topic::findings(&arguments),
        Command::Deadlines(arguments) => topic::deadlines(&arguments),
        Command::Explain(arguments) => topic::explain(&arguments),
        Command::Given(arguments) => given::run(&arguments),
        Command::File(arguments) => ended(file::run(&arguments)),
        Command::Sheet(arguments) => ended(sheet::run(&arguments)),
        Command::Answer(arguments) => ended(answer::run(&arguments)),
        Command::Law(arguments) => law::run(&arguments),
        Command::Protect(arguments) => ended(protect::run(&arguments)),
        Command::Update(arguments) => ended(update::run(&arguments)),
        Command::Publish(arguments) => ended(publish::run(&arguments)),
        Command::Proofread(arguments) => ended(update::proofread(&arguments)),
        Command::Exhibits(arguments) => ended(exhibits::run(&arguments)),
        Command::Translation(arguments) => ended(exhibits::translation(&arguments)),
        Command::Stamp(arguments) => stamp::run(&arguments),
        Command::Stamps(arguments) => stamp::list(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Isolation(arguments) => isolation::run(&arguments),
        Command::Seal(arguments) => ended(seal::run(&arguments)),
        Command::Verify(arguments) => ended(verify::run(&arguments)),
        Command::Merge(arguments) => ended(merge::run(&arguments)),
        Command::Checkpoint(arguments) => ended(checkpoint::run(&arguments)),
        Command::New(arguments) => add::new(&arguments),
        Command::Add(arguments) => add::run(&arguments),
        Command::Me(arguments) => add::me(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::Custody(arguments) => custody::run(&arguments),
        Command::Copy(arguments) => custody::copy(&arguments),
        Command::Lock(arguments) => lock::run(&arguments),
        Command::Unlock(arguments) => lock::unlock(&arguments),
        Command::Panic => lock::panic(),
        Command::ReadItem => remand_case::worker_main(),
    }
}

fn ended(result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("remand: {error}");
        ExitCode::FAILURE
    })
}
