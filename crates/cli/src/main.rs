//! The command `remand`: one file per command, no logic.

mod dossier;
mod timex;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Reads one file for the program itself, in a process of its own.
    #[command(name = WORKER, hide = true)]
    ReadItem,
}

/// Name of the hidden command that parses one file.
const WORKER: &str = "__read-item";

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Dossier(arguments) => dossier::run(&arguments),
        Command::Timex(arguments) => timex::run(&arguments),
        Command::ReadItem => remand_case::worker_main(),
    }
}
