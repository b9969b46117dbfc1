//! `remand verify`: what holds of a case or a bundle, in words.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use remand_case::{Checked, trusted, verify_at};
use serde_json::{Value, json};

/// Options of `remand verify`.
#[derive(Args)]
#[command(after_help = "Exit codes: 0 everything that was checked holds; 1 something is damaged. \
What is only unusual is printed and changes nothing.")]
pub(crate) struct Arguments {
    /// The folder of a dossier, a case folder, or a bundle: a ZIP, or the folder it unpacks to.
    #[arg(value_name = "CASE|BUNDLE")]
    path: PathBuf,
    /// A checkpoint that somebody kept elsewhere; can be repeated.
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// Certificates that you trust, for time-stamps: a file (PEM or DER), or a folder of them.
    #[arg(long, value_name = "PATH")]
    roots: Option<PathBuf>,
    /// Headers of Bitcoin blocks that you trust: 80 bytes each, or one a line in hexadecimal digits.
    #[arg(long, value_name = "FILE")]
    headers: Option<PathBuf>,
    /// Print the result as JSON, as verify.py does.
    #[arg(long)]
    json: bool,
}

const NOT_SHOWN: &str = "\
This does not show that what the files say is true; when a line was written, beyond what the device said; who sat at the
device; or that nothing was cut off at the end of a log, unless a checkpoint kept elsewhere was given (--checkpoint).";

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let trusted = trusted(arguments.roots.as_deref(), arguments.headers.as_deref())?;
    let checked = verify_at(&arguments.path, &arguments.checkpoint, &trusted)?;
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{:#}", to_json(&checked))?;
    } else {
        say(&checked, &mut out)?;
    }
    Ok(if checked.report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(checked: &Checked, out: &mut impl Write) -> Result<()> {
    let report = &checked.report;
    for head in &report.heads {
        let person = if head.person.is_empty() { "somebody who gives no name" } else { &head.person };
        let device = if head.device.is_empty() { String::new() } else { format!(" on {}", head.device) };
        writeln!(
            out,
            "log      {} of {person}{device}: {} lines signed with the key {}, the last has the SHA-256 {}",
            head.log, head.size, head.key, head.head
        )?;
    }
    for line in &checked.holds {
        writeln!(out, "holds    {line}")?;
    }
    for notice in &report.notices {
        writeln!(out, "notice   {}: {}", notice.place, notice.message)?;
    }
    for damage in &report.damages {
        writeln!(out, "DAMAGE   {}: {}", damage.place, damage.message)?;
    }
    let verdict = if report.is_sound() { "Everything that was checked holds." } else { "DAMAGED." };
    writeln!(out, "\n{NOT_SHOWN}\n\n{verdict}")?;
    Ok(())
}

fn to_json(checked: &Checked) -> Value {
    let report = &checked.report;
    let told = |all: &[remand_vault::Damage]| -> Vec<Value> {
        all.iter().map(|one| json!({ "place": one.place, "message": one.message })).collect()
    };
    let logs: Vec<Value> = report
        .heads
        .iter()
        .map(|head| {
            json!({
                "log": head.log.to_string(), "person": head.person, "device": head.device,
                "key": head.key.to_string(), "size": head.size, "head": head.head.to_string(),
            })
        })
        .collect();
    json!({
        "sound": report.is_sound(), "holds": checked.holds, "damages": told(&report.damages),
        "notices": told(&report.notices), "logs": logs, "entries": report.entries, "items": report.items,
        "bytes": report.bytes,
    })
}
