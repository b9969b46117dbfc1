//! `remand read`: the text of a file or an item, as every later stage gets it. Of an item it is the text that is kept.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use remand_case::CaseFolder;
use remand_text::{Reader, TextLayer};
use serde_json::{Value, json};

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
    /// Languages of text in pictures, with commas between (ru,kk); guessed without it. An item is read anew in them, and
    /// the text that the case keeps stays, but for --keep.
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
    let mut parts = Vec::new();
    let (layer, name) = if CaseFolder::place(&arguments.path).is_ok() {
        let mut folder = open(&arguments.path)?;
        let words = arguments
            .item
            .as_deref()
            .context("say which item of the case (`remand custody CASE` lists them)")?;
        let item = folder.item(words)?;
        if arguments.keep {
            folder.read_again(&item, &worker)?;
        }
        let layer = if arguments.languages.is_empty() || arguments.keep {
            let inside = folder.items().into_iter().filter(|other| other.parent == Some(item.id));
            parts.extend(inside.map(|part| json!({ "part": part, "bytes": part.bytes })));
            folder.text(&item, &worker)?
        } else {
            open_fresh(&worker, &folder.vault().read(&item.id)?, &item.name, &mut parts)
        };
        (layer, item.name)
    } else {
        let path = &arguments.path;
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (open_fresh(&worker, &bytes, &name, &mut parts), name)
    };
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

fn open_fresh(worker: &Reader, bytes: &[u8], name: &str, parts: &mut Vec<Value>) -> TextLayer {
    worker.open_into(bytes, name, |part| {
        let size = part.bytes.len();
        parts.push(json!({ "part": part, "bytes": size }));
    })
}
