//! `remand new` and `remand add`: a case, and files taken into it; `remand me`: who takes them in.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use remand_case::{CaseFolder, Identity};

use crate::custody::Came;
use crate::topic::{now, open, put, reported};

/// Options of `remand new`.
#[derive(Args)]
pub(crate) struct New {
    /// The folder for the case; it is made.
    #[arg(value_name = "CASE")]
    case: PathBuf,
}

/// Options of `remand add`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it; made where there is none.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Files, folders, archives, mailboxes.
    #[arg(value_name = "SOURCES", required_unless_present = "url")]
    sources: Vec<PathBuf>,
    /// Fetch this page and keep the capture (WACZ); nothing else ever goes to the network. May be given more than once.
    #[arg(long, value_name = "ADDRESS")]
    url: Vec<String>,
    #[command(flatten)]
    came: Came,
    /// Languages of text in pictures, with commas between (ru,kk); guessed for each file without it.
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',')]
    languages: Vec<String>,
    /// Only store the bytes; texts and the files inside are taken by the next command that needs them.
    #[arg(long)]
    bytes_only: bool,
}

/// Options of `remand me`.
#[derive(Args)]
pub(crate) struct Me {
    /// Your name, as logs shall have it.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What to call this device.
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn new(arguments: &New) -> ExitCode {
    reported(made(arguments))
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    reported(add(arguments))
}

pub(crate) fn me(arguments: &Me) -> ExitCode {
    reported(who(arguments))
}

fn made(arguments: &New) -> Result<()> {
    if CaseFolder::place(&arguments.case).is_ok() {
        bail!("there is a case in {}", arguments.case.display());
    }
    CaseFolder::open(&arguments.case, &now())?;
    put(&format!("{} is a case; `remand add {0} FILES…` takes files in.\n", arguments.case.display()))
}

fn add(arguments: &Arguments) -> Result<()> {
    let mut folder = match CaseFolder::place(&arguments.case) {
        Ok(_) => open(&arguments.case)?,
        Err(_) => CaseFolder::open(&arguments.case, &now())?,
    };
    let before = folder.items().len();
    let out = folder.vault().dir().to_owned();
    let mut ingested = folder.ingest(&arguments.sources, &out, &arguments.came.receipt(), |_| {})?;
    for address in &arguments.url {
        let fetched = folder.fetch(address, &arguments.came.receipt(), env!("CARGO_PKG_VERSION"))?;
        ingested.new += fetched.new;
        ingested.known += fetched.known;
    }
    if !arguments.bytes_only {
        folder.read_items(&crate::worker()?.with_languages(arguments.languages.clone()), |_| {})?;
    }
    let inside = folder.items().len().saturating_sub(before + ingested.new);
    let mut said = format!("{} files taken in, {} known before", ingested.new, ingested.known);
    if inside > 0 {
        said.push_str(&format!(", {inside} found inside them"));
    }
    said.push_str(".\n");
    for (name, reason) in &ingested.skipped {
        said.push_str(&format!("  left out: {name}: {reason}\n"));
    }
    for (name, reason) in folder.unreadable_sources() {
        said.push_str(&format!("  could not be read: {name}: {reason}\n"));
    }
    put(&said)
}

fn who(arguments: &Me) -> Result<()> {
    let identity = if arguments.name.is_none() && arguments.device.is_none() {
        Identity::load()?
    } else {
        Identity::name(arguments.name.as_deref(), arguments.device.as_deref())?
    };
    if arguments.json {
        return put(&(serde_json::to_string_pretty(&identity).context("cannot print")? + "\n"));
    }
    let named = |name: &str| {
        if name.is_empty() { "not named (--name, --device)".to_owned() } else { name.to_owned() }
    };
    put(&format!(
        "person   {}\ndevice   {}\nkey      {}\nkept in  {}\n\nOthers check your entries with this key: give it to them by \
         another way than the bundle. Whoever has the file can sign in your name; without a copy of it a new key is made, \
         and your log goes on as another.\n",
        named(&identity.person),
        named(&identity.device),
        identity.key,
        identity.path.display()
    ))
}
