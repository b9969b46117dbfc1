//! `remand timex`: the time expressions of a text.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use remand_text::language_of;
use remand_timex::json::Row;
use remand_timex::timeml::TimeMl;
use remand_timex::{Tagger, When, jsonl, resolve, utf8};

/// Options of `remand timex`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The text, in UTF-8; standard input where it is left out.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Its language as a code of two letters; told from the text where it is left out.
    #[arg(long, value_name = "L")]
    lang: Option<String>,
    /// When it was published: 2024-03-05, 2024-03, or 2024-03-01/2024-03-09. Dates without a year are resolved
    /// against it; where it is left out, against what the text itself tells.
    #[arg(long, value_name = "DATE", value_parser = str::parse::<When>)]
    date: Option<When>,
    /// A list of JSON objects with byte offsets, or the text with its expressions marked.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Documents one a line, {"id", "lang", "dct", "text"}, and their expressions one line each, with offsets in code
    /// points.
    #[arg(long, conflicts_with_all = ["lang", "date", "format"])]
    jsonl: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Timeml,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let done = if arguments.jsonl { documents(arguments) } else { text(arguments).map(|()| true) };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever reads along may stop reading.
        Err(error) if broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
}

fn input(file: Option<&Path>) -> Result<(Box<dyn Read>, String)> {
    let Some(path) = file else {
        return Ok((Box::new(std::io::stdin().lock()), "standard input".to_owned()));
    };
    let open = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok((Box::new(open), path.display().to_string()))
}

/// `Ok(false)` where a line was broken.
fn documents(arguments: &Arguments) -> Result<bool> {
    let (input, name) = input(arguments.file.as_deref())?;
    let report = |problem: jsonl::Problem| eprintln!("remand: {name}, {problem}");
    let begun = Instant::now();
    let stopwatch = || begun.elapsed().as_secs_f64() * 1000.0;
    Ok(jsonl::run(&Tagger::lazy(), input, std::io::stdout().lock(), language_of, stopwatch, report)?)
}

fn text(arguments: &Arguments) -> Result<()> {
    let (mut input, name) = input(arguments.file.as_deref())?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    let decoded = utf8::decode(bytes);
    let text = &decoded.text;
    if let Some(problem) = &decoded.problem {
        eprintln!("remand: {name}: {problem}");
    }
    let tagger = Tagger::lazy();
    let known = || tagger.languages().collect::<Vec<_>>().join(", ");
    let lang = match &arguments.lang {
        Some(lang) => lang.as_str(),
        None if text.trim().is_empty() => "",
        None => language_of(text).with_context(|| {
            format!("{name}: its language cannot be told; pass it: --lang, one of {}", known())
        })?,
    };
    if !lang.is_empty() && !tagger.knows(lang) {
        bail!("{name}: no lexicon for the language `{lang}`; pass another with --lang: {}", known());
    }
    tagger.prepare(lang)?;
    for range in tagger.impossible(text, lang) {
        let quote = text.get(range.clone()).unwrap_or_default();
        eprintln!(
            "remand: {name}, bytes {} to {}: no calendar has the date “{quote}”",
            range.start, range.end
        );
    }
    let published = arguments.date.clone().unwrap_or_default();
    let context = remand_timex::Context { published: &published, known: &[] };
    let timexes = resolve(text, &tagger.find(text, lang), &context);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match arguments.format {
        Format::Json => {
            let rows: Vec<Row<'_>> = timexes.iter().map(|timex| Row::of(text, timex)).collect();
            serde_json::to_writer_pretty(&mut out, &rows).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Format::Timeml => write!(out, "{}", TimeMl { text, timexes: &timexes, published: &published })?,
    }
    Ok(out.flush()?)
}
