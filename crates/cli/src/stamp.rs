//! `remand stamp` and `remand stamps`: witnesses of the log from outside, asked for, taken in, and checked.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use remand_case::{CaseFolder, stamp_servers, trusted};
use remand_stamp::{Request, Verdict};

use crate::topic::{open, put, reported};

/// Options of `remand stamp`.
#[derive(Args)]
#[command(after_help = NOTES)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Ask this time-stamp server (http://…); without it, those that you set for all cases.
    #[arg(long, value_name = "URL", conflicts_with_all = ["request", "token"])]
    server: Vec<String>,
    /// Write the request into a file, to be carried over by hand; the checkpoint is written beside it.
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    request: Option<PathBuf>,
    /// Take in the answer: a time-stamp (.tsr) or a proof of OpenTimestamps (.ots).
    #[arg(long, value_name = "FILE")]
    token: Option<PathBuf>,
    /// The checkpoint that it is of; without it, the file beside it, or one that the case has.
    #[arg(long, value_name = "FILE", requires = "token")]
    checkpoint: Option<PathBuf>,
}

const NOTES: &str = "\
Nothing is sent but the SHA-256 of a checkpoint: no name, no file, no count. The server learns that
somebody at your network address asked for a time-stamp, and when.

By hand, with an authority:         remand stamp CASE --request log.tsq
                                    (have log.tsq answered)
                                    remand stamp CASE --token log.tsr
By hand, with OpenTimestamps:       remand stamp CASE --request log.tsq
                                    ots stamp log.checkpoint
                                    remand stamp CASE --token log.checkpoint.ots";

/// Options of `remand stamps`.
#[derive(Args)]
pub(crate) struct Listing {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Certificates that you trust: a file (PEM or DER), or a folder of them.
    #[arg(long, value_name = "PATH")]
    roots: Option<PathBuf>,
    /// Headers of Bitcoin blocks that you trust: 80 bytes each, or one a line in hexadecimal digits.
    #[arg(long, value_name = "FILE")]
    headers: Option<PathBuf>,
    /// Print the list as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    reported(stamp(arguments))
}

/// The witnesses of a case, and what each comes to.
pub(crate) fn list(arguments: &Listing) -> ExitCode {
    reported(listed(arguments))
}

fn stamp(arguments: &Arguments) -> Result<()> {
    let mut folder = open(&arguments.case)?;
    if let Some(path) = &arguments.request {
        return request(&folder, path);
    }
    if let Some(path) = &arguments.token {
        let verdict = take_in(&mut folder, path, arguments.checkpoint.as_deref())?;
        return put(&format!("Taken in. {}\n", words(&verdict)));
    }
    let servers = if arguments.server.is_empty() { stamp_servers()? } else { arguments.server.clone() };
    for server in &servers {
        let verdict = folder.stamp_by(server, &now())?;
        put(&format!("{server}: {}\n", words(&verdict)))?;
    }
    Ok(())
}

fn request(folder: &CaseFolder, path: &Path) -> Result<()> {
    let asked = folder.ask_for_stamp()?;
    let beside = path.with_extension("checkpoint");
    for (path, bytes) in [(&beside, asked.checkpoint.as_slice()), (&path.to_owned(), &asked.request.to_der())]
    {
        std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    put(&format!(
        "{} is the request. Keep {} until the answer is here: it is what the time-stamp will be of.\n",
        path.display(),
        beside.display()
    ))
}

fn take_in(folder: &mut CaseFolder, path: &Path, checkpoint: Option<&Path>) -> Result<Verdict> {
    let read = |path: &Path| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let token = read(path)?;
    // `log.tsr` goes with `log.checkpoint`, and `log.checkpoint.ots` with it too.
    let beside = [path.with_extension("checkpoint"), path.with_extension("")];
    let beside = beside
        .into_iter()
        .find(|file| file.extension().is_some_and(|ending| ending == "checkpoint") && file.is_file());
    let checkpoint = checkpoint.or(beside.as_deref()).map(read).transpose()?;
    let query = path.with_extension("tsq");
    let request = if query.is_file() {
        let bytes = read(&query)?;
        Some(Request::from_der(&bytes).with_context(|| query.display().to_string())?)
    } else {
        None
    };
    Ok(folder.add_stamp(checkpoint.as_deref(), &token, request.as_ref(), &now())?)
}

fn listed(arguments: &Listing) -> Result<()> {
    let trusted = trusted(arguments.roots.as_deref(), arguments.headers.as_deref())?;
    let folder = open(&arguments.case)?;
    let stamps = folder.stamps(&trusted)?;
    if arguments.json {
        return put(&format!("{}\n", serde_json::to_string_pretty(&stamps)?));
    }
    if stamps.is_empty() {
        return put("Nobody outside vouches for this case; `remand stamp` asks for a time-stamp.\n");
    }
    stamps.iter().try_for_each(|stamp| put(&format!("{stamp}\n")))
}

fn words(verdict: &Verdict) -> String {
    verdict.words.join(" ")
}

fn now() -> String {
    jiff::Timestamp::now().to_string()
}
