//! `remand checkpoint`: how far one's own log reaches, signed, to keep elsewhere.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;
use remand_case::CaseFolder;

/// Options of `remand checkpoint`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Write it to this file instead of printing it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let now = jiff::Timestamp::now().to_string();
    let checkpoint = CaseFolder::open_existing(&arguments.case, &now)?.checkpoint()?;
    match &arguments.out {
        Some(path) => {
            std::fs::write(path, &checkpoint).map_err(|e| anyhow!("cannot write {}: {e}", path.display()))?
        }
        None => crate::topic::put(&String::from_utf8_lossy(&checkpoint))?,
    }
    Ok(ExitCode::SUCCESS)
}
