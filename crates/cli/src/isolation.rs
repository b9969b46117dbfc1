//! `remand isolation`: what shuts in the process that reads files.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;

use crate::topic::put;

#[derive(Args)]
#[command(
    after_help = "docs/isolation.md says what each measure stops. Exit code 1 where files cannot be read at all."
)]
pub(crate) struct Arguments {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match tell(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn tell(arguments: &Arguments) -> Result<()> {
    let isolation = crate::worker()?.isolation().map_err(|why| anyhow!(why))?;
    if arguments.json {
        return put(&(serde_json::to_string_pretty(&isolation)? + "\n"));
    }
    put(&isolation.to_string())
}
