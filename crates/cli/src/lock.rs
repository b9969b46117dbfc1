//! `remand lock`, `unlock`, `panic`: a case that nobody reads without its key.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use remand_case::CaseFolder;
use remand_vault::{Lock, Opener, is_locked};

use crate::topic::{put, reported};

/// Options of `remand lock`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// An age recipient (age1…) whose key shall open the case; may be given more than once.
    #[arg(long, value_name = "RECIPIENT")]
    to: Vec<String>,
    /// A file whose first line is the passphrase that shall open the case; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Options of `remand unlock`.
#[derive(Args)]
pub(crate) struct Unlock {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// A file with your age key (AGE-SECRET-KEY-1…), where the case was locked to it.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    key: Option<PathBuf>,
    /// A file whose first line is the passphrase; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Take the lock away: the case lies readable on the disk from here on.
    #[arg(long, conflicts_with = "on_disk")]
    for_good: bool,
    /// Where the system keeps no folder in memory: keep the key on the disk until the case is locked.
    #[arg(long)]
    on_disk: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    reported(lock(arguments))
}

pub(crate) fn unlock(arguments: &Unlock) -> ExitCode {
    reported(unlocked(arguments))
}

pub(crate) fn panic() -> ExitCode {
    let done = remand_case::panic();
    for case in &done.locked {
        println!("locked   {}", case.display());
    }
    for path in &done.removed {
        println!("removed  {}", path.display());
    }
    for failed in &done.failed {
        eprintln!("remand: {failed}");
    }
    if done.locked.is_empty() && done.failed.is_empty() {
        println!(
            "No locked case was open. A case that never got a lock lies readable on the disk: `remand lock CASE`."
        );
    }
    if done.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn lock(arguments: &Arguments) -> Result<()> {
    let case = CaseFolder::place(&arguments.case)?;
    let mut locks = Vec::new();
    if !arguments.to.is_empty() {
        locks.push(Lock::recipients(&arguments.to)?);
    }
    if let Some(file) = &arguments.passphrase_file {
        locks.push(Lock::passphrase(&passphrase_in(file)?));
    } else if locks.is_empty() && !is_locked(&case) && std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("A passphrase for the case (it cannot be recovered): ")?;
        let second = rpassword::prompt_password("Once more: ")?;
        if first != second {
            bail!("the two are not the same; nothing was changed");
        }
        locks.push(Lock::passphrase(&checked(&first)?));
    }
    let removed = CaseFolder::lock(&case, &locks)?;
    let mut said = format!("{} is locked.\n", case.display());
    for path in removed {
        said.push_str(&format!("  removed: {}\n", path.display()));
    }
    said.push_str(
        "Copies made before, the files it was made from, and what this disk keeps of removed files are not locked: see \
         docs/at-rest.md.\n",
    );
    put(&said)
}

fn unlocked(arguments: &Unlock) -> Result<()> {
    let case = CaseFolder::place(&arguments.case)?;
    if !is_locked(&case) {
        return put(&format!("{} is not locked.\n", case.display()));
    }
    let opener = match (&arguments.key, &arguments.passphrase_file) {
        (Some(file), _) => Opener::identity(&text_of(file)?)?,
        (None, Some(file)) => Opener::passphrase(&passphrase_in(file)?),
        (None, None) if std::io::stdin().is_terminal() => {
            Opener::passphrase(&rpassword::prompt_password("The passphrase of the case: ")?)
        }
        (None, None) => bail!("give --key FILE or --passphrase-file FILE"),
    };
    if arguments.for_good {
        CaseFolder::unlock_for_good(&case, &opener)?;
        return put(&format!("{} has no lock any more and lies readable on the disk.\n", case.display()));
    }
    CaseFolder::unlock(&case, &opener, arguments.on_disk)?;
    put(&format!("{} is open until `remand lock {0}`, `remand panic` or a restart.\n", case.display()))
}

fn passphrase_in(file: &Path) -> Result<String> {
    let text = text_of(file)?;
    checked(text.lines().next().unwrap_or_default())
}

fn checked(passphrase: &str) -> Result<String> {
    if passphrase.trim().is_empty() {
        bail!("the passphrase is empty");
    }
    Ok(passphrase.to_owned())
}

fn text_of(file: &Path) -> Result<String> {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().take(64 * 1024).read_to_string(&mut text).context("cannot read standard input")?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    }
    Ok(text)
}
