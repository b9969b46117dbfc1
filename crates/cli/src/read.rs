//! `remand read`: the text of a file or an item, as every later stage gets it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use remand_case::CaseFolder;
use serde_json::json;

use crate::topic::{open, put, reported};

/// Options of `remand read`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A file; or a case, with the item in it.
    #[arg(value_name = "FILE|CASE")]
    path: PathBuf,
    /// Name of an item of the case, or the first digits of its SHA-256.
    #[arg(value_name = "ITEM")]
    item: Option<String>,
    /// Languages of text in pictures, with commas between (ru,kk); guessed without it.
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',')]
    languages: Vec<String>,
    /// Keep this text as that of the item: the case goes by it from here on, and the one before stays in the log.
    #[arg(long, requires = "item")]
    keep: bool,
    /// Print the whole text layer as JSON, with the files found inside.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    reported(read(arguments))
}

fn read(arguments: &Arguments) -> Result<()> {
    let worker = crate::worker()?.with_languages(arguments.languages.clone());
    let (bytes, name) = if CaseFolder::place(&arguments.path).is_ok() {
        let mut folder = open(&arguments.path)?;
        let words = arguments
            .item
            .as_deref()
            .context("say which item of the case (`remand custody CASE` lists them)")?;
        let item = folder.item(words)?;
        if arguments.keep {
            folder.read_again(&item, &worker)?;
        }
        (folder.vault().read(&item.id)?, item.name)
    } else {
        let path = &arguments.path;
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        (bytes, path.file_name().unwrap_or_default().to_string_lossy().into_owned())
    };
    let mut parts = Vec::new();
    let layer = worker.open_into(&bytes, &name, |part| {
        let size = part.bytes.len();
        parts.push(json!({ "part": part, "bytes": size }));
    });
    if arguments.json {
        let whole = json!({ "tool": remand_text::TOOL, "layer": layer, "parts": parts });
        return put(&(serde_json::to_string_pretty(&whole).context("cannot print")? + "\n"));
    }
    for said in &layer.diagnostics {
        match said.page {
            Some(page) => eprintln!("remand: {name}, page {page}: {}", said.message),
            None => eprintln!("remand: {name}: {}", said.message),
        }
    }
    put(&(layer.text + "\n"))
}
