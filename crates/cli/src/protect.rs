//! `remand protect`: what is hidden from whom; lists the marks, adds to them, withdraws them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use remand_case::{CaseFolder, passage};
use remand_protection::{Audience, Kind, Mark, Marked};
use serde_json::{Value, json};

use crate::dossier::audience;
use crate::topic::{open, put, read};

/// Options of `remand protect`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The person, by name; every spelling of it is hidden. Nothing, to list what is protected.
    #[arg(value_name = "NAME", conflicts_with_all = ["words", "passage", "item", "item_name"])]
    name: Option<String>,
    /// A word, a phrase or a number, wherever it stands.
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["passage", "item", "item_name"])]
    words: Option<String>,
    /// Words of an item, as they stand in its text.
    #[arg(long, num_args = 2, value_names = ["ITEM", "WORDS"], conflicts_with_all = ["item", "item_name"])]
    passage: Option<Vec<String>>,
    /// A whole item with its name and its text: by name, number of the exhibit (E3) or start of the SHA-256.
    #[arg(long, value_name = "ITEM", conflicts_with = "item_name")]
    item: Option<String>,
    /// The name of an item alone.
    #[arg(long, value_name = "ITEM")]
    item_name: Option<String>,
    /// Why: minor, witness, medical or other.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Your name as the journal shall have it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// From whom it is hidden, with commas between: public, partner, court, team. Without it: public and partner.
    #[arg(long, value_name = "AUDIENCES", value_delimiter = ',', value_parser = audience)]
    audience: Vec<Audience>,
    /// What stands in its place, printed in brackets. Without it: the kind with a number.
    #[arg(long, value_name = "WORDS")]
    replace: Option<String>,
    /// The reason.
    #[arg(long, value_name = "WORDS")]
    because: Option<String>,
    /// Hide the person by the whole name only, where a part of it is an ordinary word or the name of others.
    #[arg(long, requires = "name")]
    whole_name: bool,
    /// Withdraw the mark of this entry of the journal.
    #[arg(
        long,
        value_name = "NUMBER",
        conflicts_with_all = ["name", "words", "passage", "item", "item_name", "kind", "replace", "audience"]
    )]
    withdraw: Option<u64>,
    /// Print the list, or the new mark, as JSON.
    #[arg(long, conflicts_with = "withdraw")]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  remand protect CASE \"Mira Tolle\" --kind witness --by \"Ada Roe\"
  remand protect CASE \"Ina Berg\" --kind minor --by \"Ada Roe\" --audience public,partner,court --replace \"a child\"
  remand protect CASE --words \"+7 701 555 01 42\" --kind other --by \"Ada Roe\"
  remand protect CASE --passage letter.txt \"treated for epilepsy\" --kind medical --by \"Ada Roe\"
  remand protect CASE --withdraw 12 --by \"Ada Roe\" --because \"she agreed\"
Then `remand dossier --out DIR --audience public` makes what the public may have.";

fn kind(text: &str) -> Result<Kind, String> {
    text.parse().map_err(|error: remand_protection::MarkError| error.to_string())
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut folder = open(&arguments.case)?;
    let now = jiff::Timestamp::now().to_string();
    let by = arguments.by.clone().unwrap_or_default();
    let because = arguments.because.clone().unwrap_or_default();
    if let Some(number) = arguments.withdraw {
        folder.unprotect(number, &by, &because, &now)?;
        put(&format!(
            "Entry {number} is withdrawn; the journal keeps both. Outputs that were made before stay as they are.\n"
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(what) = what(arguments, &folder)? else {
        if arguments.by.is_some() || arguments.kind.is_some() {
            bail!("say who or what is protected: `remand protect CASE \"NAME\"`; --help has more");
        }
        put(&listed(&folder.marks()?, arguments.json)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(kind) = arguments.kind else {
        bail!("say why it is protected: --kind minor, witness, medical or other");
    };
    let hidden_from = if arguments.audience.is_empty() {
        Audience::usual()
    } else {
        arguments.audience.iter().copied().collect()
    };
    let mark = Mark {
        number: 0,
        at: String::new(),
        what,
        kind,
        by,
        because,
        hidden_from,
        replace: arguments.replace.clone(),
        whole_name: arguments.whole_name,
        withdrawn: None,
    };
    let mark = folder.protect(&mark, &now)?;
    if arguments.json {
        put(&format!("{:#}\n", as_json(&mark)?))?;
    } else {
        put(&format!(
            "Entry {}: hidden from {}. What was made before stays as it is: make it anew, and ask those who have it.\n",
            mark.number,
            named(&mark.hidden_from)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn what(arguments: &Arguments, folder: &CaseFolder) -> Result<Option<Marked>> {
    if let Some(name) = &arguments.name {
        return Ok(Some(Marked::Person(name.trim().to_owned())));
    }
    if let Some(words) = &arguments.words {
        return Ok(Some(Marked::Words(words.trim().to_owned())));
    }
    if let Some([item, words]) = arguments.passage.as_deref() {
        let item = folder.item_called(item)?;
        let held = read(folder, None, false)?;
        return Ok(Some(Marked::Passage(passage(&held.record(), item.id, words)?)));
    }
    if let Some(item) = &arguments.item {
        return Ok(Some(Marked::Item(folder.item_called(item)?.id)));
    }
    if let Some(item) = &arguments.item_name {
        return Ok(Some(Marked::ItemName(folder.item_called(item)?.id)));
    }
    Ok(None)
}

fn named(audiences: &BTreeSet<Audience>) -> String {
    audiences.iter().map(|audience| audience.name()).collect::<Vec<_>>().join(", ")
}

/// As the journal has it, with its number, its time and whether it was withdrawn.
fn as_json(mark: &Mark) -> Result<Value> {
    let mut value = serde_json::to_value(mark)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("entry".to_owned(), json!(mark.number));
        fields.insert("at".to_owned(), json!(mark.at));
        fields.insert("withdrawn".to_owned(), serde_json::to_value(&mark.withdrawn)?);
    }
    Ok(value)
}

fn listed(marks: &[Mark], as_values: bool) -> Result<String> {
    if as_values {
        let all = marks.iter().map(as_json).collect::<Result<Vec<Value>>>()?;
        return Ok(format!("{:#}\n", Value::from(all)));
    }
    if marks.is_empty() {
        return Ok("Nothing is protected in this case.\n".to_owned());
    }
    let mut text = String::new();
    for mark in marks {
        let what = match &mark.what {
            Marked::Person(name) => name.clone(),
            Marked::Words(words) => format!("the words “{words}”"),
            Marked::Passage(passage) => format!("the passage “{}”", passage.quote),
            Marked::ItemName(item) => format!("the name of item {item}"),
            Marked::Item(item) => format!("item {item}"),
        };
        let because = if mark.because.is_empty() { String::new() } else { format!(": {}", mark.because) };
        let standing = match &mark.withdrawn {
            Some(taken) => format!("withdrawn by {}", taken.by),
            None => format!("hidden from {}", named(&mark.hidden_from)),
        };
        text.push_str(&format!(
            "{}  {what} ({}), {standing}; marked by {}{because}\n",
            mark.number,
            mark.kind.name(),
            mark.by
        ));
    }
    Ok(text)
}
