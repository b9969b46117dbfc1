//! `remand search`: the files of a case in which something stands, and where.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use remand_case::{CaseFolder, Indexing};
use remand_search::{Filter, Found, Place, Query};
use serde_json::json;

use crate::topic::{open, put};

#[derive(Args)]
#[command(
    after_help = "Words are found in all their forms, names in any script and spelling. \"an exact phrase\", \
begin*, a AND b, a OR b, a NOT b, a NEAR b, a NEAR/3 b, (brackets). Words beside each other must all be there."
)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// What to look for.
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Most files to show.
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
    /// Most places of a file to show; with --json all of them are printed.
    #[arg(long, value_name = "NUMBER", default_value_t = 3)]
    places: usize,
    /// Only files in this language (ru).
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Only files that say they are of this day (2024-03-05) or later.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Only files that say they are of this day or earlier.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only files whose name contains this, or whose id begins with it.
    #[arg(long, value_name = "NAME")]
    item: Vec<String>,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
    /// Write nothing: make the index in memory, for this search alone.
    #[arg(long)]
    in_memory: bool,
    /// Read all files again for it.
    #[arg(long, conflicts_with = "in_memory")]
    anew: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match search(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn search(arguments: &Arguments) -> Result<()> {
    let typed = arguments.query.join(" ");
    let query = Query::parse(&typed).context("the query cannot be understood")?;
    let folder = open(&arguments.case)?;
    let mut filter = Filter {
        language: arguments.language.clone(),
        from: arguments.from.map(|day| day.to_string()),
        to: arguments.to.map(|day| day.to_string()),
        ..Filter::default()
    };
    if !arguments.item.is_empty() {
        filter.items = chosen(&folder, &arguments.item);
        anyhow::ensure!(
            !filter.items.is_empty(),
            "no file of the case is called so: {}",
            arguments.item.join(", ")
        );
    }
    let how = Indexing {
        worker: &crate::worker()?,
        version: env!("CARGO_PKG_VERSION"),
        in_memory: arguments.in_memory,
        anew: arguments.anew,
    };
    let told = |files: usize| {
        if files > 0 {
            eprintln!("reading {files} file(s) for the index …");
        }
    };
    let found = folder.search(&query, &filter, arguments.limit, &how, told)?;
    if arguments.json {
        return put(&as_json(&folder, &typed, &found)?);
    }
    put(&as_text(&folder, &found, arguments.places, std::io::stdout().is_terminal()))
}

fn chosen(folder: &CaseFolder, names: &[String]) -> Vec<String> {
    let items = folder.items().into_iter();
    let fits = |id: &str, name: &str| {
        names.iter().any(|part| name.contains(part.as_str()) || id.starts_with(part.as_str()))
    };
    items
        .map(|item| (item.id.to_string(), item.name))
        .filter(|(id, name)| fits(id, name))
        .map(|(id, _)| id)
        .collect()
}

fn name_of(folder: &CaseFolder, id: &str) -> String {
    let item = folder.items().into_iter().find(|item| item.id.to_string() == id);
    item.map_or_else(|| id.to_owned(), |item| item.name)
}

fn as_json(folder: &CaseFolder, query: &str, found: &Found) -> Result<String> {
    let mut hits = Vec::new();
    for hit in &found.hits {
        let mut value = serde_json::to_value(hit)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("name".to_owned(), name_of(folder, &hit.item).into());
        }
        hits.push(value);
    }
    let all = json!({ "query": query, "items": found.items, "hits": hits });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

fn as_text(folder: &CaseFolder, found: &Found, most: usize, terminal: bool) -> String {
    if found.items == 0 {
        return "Nothing was found.\n".to_owned();
    }
    let mut text = String::new();
    for hit in &found.hits {
        let told = [hit.language.as_deref(), hit.date.as_deref()];
        let told: Vec<&str> = told.into_iter().flatten().collect();
        let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
        let short = hit.item.get(..12).unwrap_or(&hit.item);
        text.push_str(&format!("{}{told} [{short}]\n", name_of(folder, &hit.item)));
        for place in hit.places.iter().take(most) {
            let page = place.page.map(|page| format!("page {page}, ")).unwrap_or_default();
            text.push_str(&format!("  {page}{}-{}: {}\n", place.start, place.end, shown(place, terminal)));
        }
        let more = hit.count.saturating_sub(most.min(hit.places.len()));
        if more > 0 {
            text.push_str(&format!("  and {more} more place(s)\n"));
        }
    }
    text.push_str(&format!("{} file(s)", found.items));
    if found.hits.len() < found.items {
        text.push_str(&format!(", {} of them shown (--limit)", found.hits.len()));
    }
    text + "\n"
}

/// The snippet with the place marked: bold on a terminal.
fn shown(place: &Place, terminal: bool) -> String {
    let (open, close) = if terminal { ("\u{1b}[1m", "\u{1b}[0m") } else { ("[[", "]]") };
    let part = |range: std::ops::Range<usize>| place.snippet.get(range).unwrap_or_default();
    let marked = place.marked.clone();
    format!(
        "{}{open}{}{close}{}",
        part(0..marked.start),
        part(marked.clone()),
        part(marked.end..place.snippet.len())
    )
}
