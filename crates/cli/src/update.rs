//! `remand update` and `remand proofread`: texts held against the record before they go out.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use remand_case::{Held, Updating, update_template};
use remand_dossier::Record;
use remand_proofread::{Checked, Proofreader, counted, listing};
use remand_site::Update;
use remand_text::language_of;
use serde_json::json;

use crate::dossier::day;
use crate::topic::{now, open, put, read};

/// The exit code where a text says what the record contradicts or does not have; nothing is recorded then.
const STOPPED: u8 = 5;

/// Options of `remand update`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The headline.
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// The text, in Markdown; `-` reads it from standard input. Without it a template is printed, with the numbers of
    /// the day.
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// The day of the update (2024-03-05), or `today`. Without it: the day that the case is read as of.
    #[arg(long, value_name = "DATE", value_parser = day)]
    day: Option<Date>,
    /// Its language as a code of two letters; told from the text where it is left out.
    #[arg(long, value_name = "L")]
    lang: Option<String>,
    /// A passage it rests on, beside those that are found: E3:words, as they stand in the text of the exhibit.
    #[arg(long, value_name = "SOURCE", requires = "text")]
    source: Vec<String>,
    /// Number of the update that this one corrects.
    #[arg(long, value_name = "NUMBER", requires = "text")]
    corrects: Option<u64>,
    /// Words of the text that the record does not carry, and that you vouch for.
    #[arg(long, value_name = "WORDS", requires_all = ["text", "because"])]
    accept: Vec<String>,
    /// How you know it: one for each --accept, or one for all; with --withdraw, why.
    #[arg(long, value_name = "WORDS")]
    because: Vec<String>,
    /// Your name as the journal and the site shall have it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only say what stands against the record; record nothing.
    #[arg(long, requires = "text")]
    draft: bool,
    /// List the updates with their numbers.
    #[arg(long, conflicts_with_all = ["text", "title", "withdraw"])]
    list: bool,
    /// Withdraw the update of this entry of the journal: its page stays, and says so.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["text", "title"])]
    withdraw: Option<u64>,
    /// Print what was found, the list, or the update, as JSON.
    #[arg(long, conflicts_with = "withdraw")]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  remand update CASE                                       a template, with the numbers of the day
  remand update CASE --text note.md --title \"150 days\" --draft
  remand update CASE --text note.md --title \"The court answered\" --by \"Ada Roe\"
  remand update CASE --text note.md --title \"…\" --by \"Ada Roe\" --accept \"at least 40 people\" --because \"I counted them\"
  remand update CASE --list
  remand update CASE --withdraw 12 --by \"Ada Roe\" --because \"the court was another\"
Exit codes: 0 done; 1 something went wrong; 5 the text says what the record contradicts or does not have, and nothing was \
recorded.";

/// Options of `remand proofread`.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 nothing in the text is contradicted, and no date, number or quotation of it is missing from \
the record; 5 something is; 1 something went wrong."
)]
pub(crate) struct Proofreading {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The text: plain text, Markdown, DOCX, HTML, PDF, a mail; `-` reads plain text from standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day of the text (2024-03-05), or `today`: what it counts is complete on it. Without it: the day that the
    /// case is read as of.
    #[arg(long, value_name = "DATE", value_parser = day)]
    day: Option<Date>,
    /// Its language as a code of two letters; told from the text where it is left out.
    #[arg(long, value_name = "L")]
    lang: Option<String>,
    /// Print it as JSON: for every statement its bytes, what it is, how it stands, what carries it and why.
    #[arg(long)]
    json: bool,
}

fn from_input(path: &Path) -> Result<String> {
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).context("cannot read the standard input as UTF-8")?;
    } else {
        text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {} as text in UTF-8", path.display()))?;
    }
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// As given, or as the text shows; a short text is taken to be in the language of most items.
fn language(given: Option<&str>, text: &str, record: &Record<'_>) -> Result<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for language in record.items.iter().filter_map(|(_, layer)| layer.language.as_deref()) {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(language, _)| language);
    match given.or_else(|| language_of(text)).or(most) {
        Some(language) => Ok(language.to_owned()),
        None => bail!("cannot tell the language of the text; give it with --lang"),
    }
}

pub(crate) fn proofread(arguments: &Proofreading) -> Result<ExitCode> {
    let folder = open(&arguments.case)?;
    let text = if arguments.file == Path::new("-") {
        from_input(&arguments.file)?
    } else {
        let path = &arguments.file;
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let layer = crate::worker()?.read(&bytes, &name);
        if layer.text.trim().is_empty() {
            let why = layer.diagnostics.first().map(|said| format!(": {}", said.message)).unwrap_or_default();
            bail!("there is no text in {}{why}", path.display());
        }
        for said in &layer.diagnostics {
            eprintln!("remand: {name}: {}", said.message);
        }
        layer.text
    };
    let held = read(&folder, None, true)?;
    let record = held.record();
    let language = language(arguments.lang.as_deref(), &text, &record)?;
    if !remand_reading::languages().any(|known| known == language) {
        bail!("texts in `{language}` are not read; --lang takes de, en, es, fr, kk, ru");
    }
    let day = arguments.day.unwrap_or(record.as_of);
    let found = Proofreader::new(&record, day)?.check(&text, &language)?;
    if arguments.json {
        let all = json!({ "day": day, "language": language, "statements": found });
        put(&format!("{all:#}\n"))?;
    } else {
        put(&format!("As of {day}: {}\n\n{}", counted(&found), listing(&text, &found)))?;
    }
    Ok(if found.iter().any(Checked::stops) { ExitCode::from(STOPPED) } else { ExitCode::SUCCESS })
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut folder = open(&arguments.case)?;
    let by = arguments.by.clone().unwrap_or_default();
    if let Some(number) = arguments.withdraw {
        let because = arguments.because.join(" ");
        folder.withdraw_update(number, &by, &because, &now())?;
        put(&format!("Entry {number} is withdrawn; the journal keeps both, and its page will say so.\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.list {
        put(&listed(&folder.updates()?, arguments.json)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let held: Held = read(&folder, None, true)?;
    let record = held.record();
    let day = arguments.day.unwrap_or(record.as_of);
    let Some(path) = &arguments.text else {
        put(&update_template(&record, day))?;
        return Ok(ExitCode::SUCCESS);
    };
    let text = from_input(path)?;
    let (heading, text) = headed(&text);
    let updating = Updating {
        title: arguments.title.clone().unwrap_or(heading),
        lang: language(arguments.lang.as_deref(), &text, &record)?,
        text,
        day,
        sources: arguments.source.clone(),
        corrects: arguments.corrects,
        by,
        accepted: accepted(arguments)?,
    };
    let proofed = updating.proofread(&record)?;
    if !arguments.json {
        for (place, text, found) in
            [("headline", &updating.title, &proofed.title), ("text", &updating.text, &proofed.text)]
        {
            put(&format!("The {place}, as of {day}: {}\n\n{}", counted(found), listing(text, found)))?;
        }
    }
    let stopping = proofed.stopping(&updating.accepted).count();
    if arguments.draft || stopping > 0 {
        if arguments.json {
            put(&format!("{:#}\n", json!({ "day": day, "title": proofed.title, "text": proofed.text })))?;
        }
        if stopping > 0 {
            eprintln!("remand: {}", remand_case::UpdateError::Stopped(stopping));
            return Ok(ExitCode::from(STOPPED));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let update = updating.update(&proofed, &record, &folder)?;
    let mut sources = String::new();
    for source in &update.sources {
        let passage = remand_reading::Passage { item: source.item, start: source.start, end: source.end };
        let words = source.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        sources.push_str(&format!("  {}  “{words}”\n", record.place(&passage)));
    }
    let update = folder.record_update(&update, &now())?;
    if arguments.json {
        put(&format!("{:#}\n", as_json(&update)?))?;
    } else {
        put(&format!(
            "It rests on:\n{sources}\nEntry {}: recorded as {}. `remand publish` puts it on the site.\n",
            update.number, update.slug
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A first line that is a Markdown heading is the headline; comments of the template are left out. What is left stands
/// on the lines it stood on.
fn headed(text: &str) -> (String, String) {
    let lines = |left_out: &str| "\n".repeat(left_out.matches('\n').count());
    let mut text = text.to_owned();
    while let Some((before, rest)) = text.split_once("<!--") {
        let (comment, after) = rest.split_once("-->").unwrap_or((rest, ""));
        text = format!("{before}{}{after}", lines(comment));
    }
    let body = text.trim_start();
    let before = lines(text.strip_suffix(body).unwrap_or_default());
    match body.strip_prefix("# ").map(|rest| rest.split_once('\n').unwrap_or((rest, ""))) {
        Some((heading, rest)) => (heading.trim().to_owned(), format!("{before}\n{rest}")),
        None => (String::new(), text),
    }
}

fn accepted(arguments: &Arguments) -> Result<Vec<(String, String)>> {
    let (words, grounds) = (&arguments.accept, &arguments.because);
    if !(grounds.len() <= 1 || grounds.len() == words.len()) {
        bail!("give one --because for each --accept, or one for all of them");
    }
    let ground = |at: usize| grounds.get(at).or_else(|| grounds.first()).cloned().unwrap_or_default();
    Ok(words.iter().enumerate().map(|(at, words)| (words.clone(), ground(at))).collect())
}

fn as_json(update: &Update) -> Result<serde_json::Value> {
    let mut value = serde_json::to_value(update)?;
    if let serde_json::Value::Object(fields) = &mut value {
        fields.insert("entry".to_owned(), json!(update.number));
        fields.insert("at".to_owned(), json!(update.at));
        let withdrawn = update.withdrawn.as_ref();
        fields.insert(
            "withdrawn".to_owned(),
            json!(withdrawn.map(|taken| json!({ "by": taken.by, "at": taken.at, "because": taken.because }))),
        );
    }
    Ok(value)
}

fn listed(updates: &[Update], as_values: bool) -> Result<String> {
    if as_values {
        let all = updates.iter().map(as_json).collect::<Result<Vec<_>>>()?;
        return Ok(format!("{:#}\n", serde_json::Value::from(all)));
    }
    if updates.is_empty() {
        return Ok("There is no update in this case.\n".to_owned());
    }
    let mut text = String::new();
    for update in updates {
        let standing = match (&update.withdrawn, &update.corrects) {
            (Some(taken), _) => format!("; withdrawn by {}: {}", taken.by, taken.because),
            (None, Some(slug)) => format!("; corrects {slug}"),
            (None, None) => String::new(),
        };
        text.push_str(&format!(
            "{}  {}  {} ({}, {}){standing}\n",
            update.number, update.day, update.title, update.lang, update.by
        ));
    }
    Ok(text)
}
