//! `remand custody` and `remand copy`: how items came, what was done with them, and what of that holds.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use remand_case::{CaseFolder, Custody};
use remand_vault::Receipt;

use crate::topic::{now, open, put, reported};

/// How something came, as a person says.
#[derive(Args, Clone, Default)]
pub(crate) struct Came {
    /// From whom, or from which address.
    #[arg(long, value_name = "WHO")]
    from: Option<String>,
    /// How: by hand, by mail, downloaded.
    #[arg(long, value_name = "WORDS")]
    how: Option<String>,
    /// When it came, where that is another day than today (2024-03-05, 2024-03, 2024-03~).
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Who received it, where that is somebody else than you.
    #[arg(long, value_name = "NAME")]
    received_by: Option<String>,
    /// Anything else.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

impl Came {
    pub(crate) fn receipt(&self) -> Receipt {
        let said = |words: &Option<String>| {
            words.as_deref().map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned)
        };
        Receipt {
            from: said(&self.from),
            how: said(&self.how),
            on: said(&self.on),
            by: said(&self.received_by),
            note: said(&self.note),
        }
    }
}

/// Options of `remand custody`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Name of an item, or the first digits of its SHA-256; none, to list all items.
    #[arg(value_name = "ITEM")]
    item: Option<String>,
    #[command(flatten)]
    came: Came,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

/// Options of `remand copy`.
#[derive(Args)]
pub(crate) struct Copy {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Name of an item, or the first digits of its SHA-256.
    #[arg(value_name = "ITEM")]
    item: String,
    /// The file to write; nothing may be there.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// What the copy is for.
    #[arg(long, value_name = "WORDS")]
    purpose: String,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    reported(custody(arguments))
}

pub(crate) fn copy(arguments: &Copy) -> ExitCode {
    reported(copied(arguments))
}

fn copied(arguments: &Copy) -> Result<()> {
    let mut folder = open(&arguments.case)?;
    let item = folder.item(&arguments.item)?;
    folder.copy_out(&item, &arguments.to, &arguments.purpose, &now())?;
    put(&format!(
        "{} is a copy of {} to work on; the log says so, and the item stays as it is.\n",
        arguments.to.display(),
        item.name
    ))
}

fn custody(arguments: &Arguments) -> Result<()> {
    let mut folder = open(&arguments.case)?;
    let worker = crate::worker()?;
    let receipt = arguments.came.receipt();
    let Some(words) = &arguments.item else {
        if !receipt.is_empty() {
            anyhow::bail!("say of which item: `remand custody CASE ITEM --from …`");
        }
        return list(&folder, arguments.json);
    };
    let item = folder.item(words)?;
    if !receipt.is_empty() {
        folder.record_receipt(&item, receipt, &now())?;
    }
    let custody = folder.custody(&item, &worker)?;
    if arguments.json {
        return put(&(serde_json::to_string_pretty(&custody).context("cannot print")? + "\n"));
    }
    put(&in_words(&custody))
}

fn list(folder: &CaseFolder, json: bool) -> Result<()> {
    let items = folder.items();
    if json {
        return put(&(serde_json::to_string_pretty(&items).context("cannot print")? + "\n"));
    }
    let mut out = String::new();
    for item in &items {
        let id: String = item.id.to_string().chars().take(12).collect();
        writeln!(out, "{id}  {:>12}  {}", item.bytes, item.name)?;
        for also in &item.also {
            writeln!(out, "{:28}also as {also}", "")?;
        }
    }
    put(&out)
}

fn in_words(custody: &Custody) -> String {
    let mut out = format!("{}\nSHA-256 {}\n\nChain of custody\n", custody.item.name, custody.item.id);
    for link in &custody.chain {
        let who = if link.person.is_empty() { "nobody is named" } else { &link.person };
        let log: String = link.log.chars().take(8).collect();
        out.push_str(&format!(
            "  {:>4}  {}  {} (log {log})\n        {}\n",
            link.entry, link.recorded_at, who, link.what
        ));
    }
    out.push_str("\nWhat holds (the six properties of the Berkeley Protocol)\n");
    for property in &custody.properties {
        let holds = match property.holds {
            Some(true) => "yes",
            Some(false) => "no",
            None => "a person has to say",
        };
        out.push_str(&format!("  {}: {holds}\n        {}\n", property.name, property.because));
    }
    out
}
