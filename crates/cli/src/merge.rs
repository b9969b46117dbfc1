//! `remand merge`: takes in what a colleague recorded.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use remand_case::merge;

/// Options of `remand merge`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it; where there is none, it is made.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// What was handed over: a bundle, a case folder, or a log.
    #[arg(value_name = "BUNDLE|FOLDER|LOG")]
    from: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let now = jiff::Timestamp::now().to_string();
    let merged = merge(&arguments.case, &arguments.from, &now)?;
    let taken = &merged.taken;
    let mut out = std::io::stdout().lock();
    if merged.made {
        writeln!(out, "A case was made in {}.", arguments.case.display())?;
    }
    if taken.logs.is_empty() && taken.objects == 0 {
        writeln!(out, "Nothing in it is new.")?;
    }
    for (log, lines) in &taken.logs {
        writeln!(out, "Log {log}: {lines} new lines.")?;
    }
    if taken.objects > 0 {
        writeln!(out, "{} files and texts are new.", taken.objects)?;
    }
    for log in &taken.forks {
        writeln!(
            out,
            "The log {log} has another history than the one that was here. Both are kept: the same key wrote in two \
             places, or somebody rewrote one. Ask whoever writes it which is right."
        )?;
    }
    for object in &taken.missing {
        writeln!(out, "Not handed over: {object}. Ask for it; the case is not whole without it.")?;
    }
    Ok(ExitCode::SUCCESS)
}
