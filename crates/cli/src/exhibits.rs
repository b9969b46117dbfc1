//! `remand exhibits`: the exhibits as one PDF and as files; `remand translation`: which item translates which.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use remand_case::{Binding, BoundExhibits, Translation, bind_exhibits, exhibit_number};
use remand_protection::Audience;

use crate::dossier::audience;
use crate::topic::{open, put, read};

/// Options of `remand exhibits`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Folder for exhibits.pdf, exhibits/ and index.json.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// For whom: team, court, partner or public. What is protected from them (`remand protect`) is withheld.
    #[arg(long, value_name = "AUDIENCE", value_parser = audience, default_value = "court")]
    audience: Audience,
    /// Split into volumes of at most this size (20MB).
    #[arg(long, value_name = "SIZE", value_parser = size)]
    size_limit: Option<u64>,
    /// Only these, with their translations (E1,E3).
    #[arg(long, value_name = "EXHIBITS", value_delimiter = ',', value_parser = exhibit_number)]
    only: Vec<usize>,
    /// Print what was bound as JSON, as index.json has it.
    #[arg(long)]
    json: bool,
}

/// Options of `remand translation`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Translating {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The translation: by name, number of the exhibit (E3) or start of the SHA-256. Nothing, to list them.
    #[arg(value_name = "ITEM", requires = "of")]
    item: Option<String>,
    /// What it translates.
    #[arg(long, value_name = "ITEM", requires = "item")]
    of: Option<String>,
    /// Your name as the journal shall have it.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Who translated it, and in what capacity ("Ina Berg, sworn translator").
    #[arg(long, value_name = "WORDS", requires = "item")]
    translator: Option<String>,
    /// Withdraw what this entry of the journal says.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["item", "of"])]
    withdraw: Option<u64>,
    /// The reason.
    #[arg(long, value_name = "WORDS", requires = "withdraw")]
    because: Option<String>,
}

const EXAMPLES: &str = "Examples:
  remand translation CASE order-en.docx --of order.pdf --by \"Ada Roe\" --translator \"Ina Berg, sworn translator\"
  remand translation CASE --withdraw 12 --by \"Ada Roe\" --because \"another order\"";

/// `20MB`, `500kB`, `1GB`, or a number of bytes; decimal, as limits of mail and portals are.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit = text.get(digits.len()..).unwrap_or_default().trim().to_ascii_lowercase();
    let times = match unit.as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        _ => f64::NAN,
    };
    let bytes = digits.parse::<f64>().map_or(f64::NAN, |number| number * times);
    if (1e5..1e13).contains(&bytes) {
        Ok(bytes as u64)
    } else {
        Err(format!("`{text}` is no size of at least 100kB; write it as 20MB"))
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let out = &arguments.out;
    let binding = Binding {
        audience: arguments.audience,
        limit: arguments.size_limit,
        only: arguments.only.clone(),
        letter: String::new(),
    };
    let bound = bound(&arguments.case, None, &binding, out)?;
    if arguments.json {
        put(&String::from_utf8(bound.index.json()?)?)?;
    } else {
        put(&told(&bound, &binding, out))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Binds the exhibits of a case, and says on standard error what a person should know.
pub(crate) fn bound(
    case: &Path,
    as_of: Option<Date>,
    binding: &Binding,
    out: &Path,
) -> Result<BoundExhibits> {
    let folder = open(case)?;
    let held = read(&folder, as_of, false)?;
    std::fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    let shown = std::io::stderr().is_terminal();
    let bound = bind_exhibits(&folder, &held, binding, &crate::worker()?, out, |made| {
        if shown {
            eprint!("\r\u{1b}[Kbinding exhibits: {made} …");
        }
    });
    if shown {
        eprint!("\r\u{1b}[K");
    }
    let bound = bound?;
    for said in &bound.said {
        eprintln!("remand: {said}");
    }
    Ok(bound)
}

/// What was bound, for the terminal.
pub(crate) fn told(bound: &BoundExhibits, binding: &Binding, out: &Path) -> String {
    let index = &bound.index;
    let mut text =
        format!("{} exhibits, {} pages, for the {}\n", index.exhibits.len(), index.pages, binding.audience);
    for volume in &index.volumes {
        text.push_str(&format!(
            "  {}  pages {} to {}, {:.1} MB\n",
            out.join(&volume.file).display(),
            volume.first_page,
            volume.last_page,
            volume.bytes as f64 / 1e6
        ));
    }
    text.push_str(&format!("  {}  one file an exhibit\n", out.join("exhibits").display()));
    text.push_str(&format!("  {}\n", out.join("index.json").display()));
    text
}

pub(crate) fn translation(arguments: &Translating) -> Result<ExitCode> {
    let mut folder = open(&arguments.case)?;
    let now = crate::topic::now();
    let by = arguments.by.clone().unwrap_or_default();
    if let Some(number) = arguments.withdraw {
        let because = arguments.because.as_deref().unwrap_or_default();
        folder.withdraw_translation(number, &by, because, &now)?;
        put(&format!("Entry {number} is withdrawn; the journal keeps both.\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(item), Some(of)) = (&arguments.item, &arguments.of) else {
        if arguments.by.is_some() {
            bail!(
                "say which item it is and what it translates: `remand translation CASE ITEM --of ITEM --by NAME`"
            );
        }
        let items = folder.items();
        let name =
            |id| items.iter().find(|item| item.id == id).map_or("an item that is gone", |item| &item.name);
        let mut text = String::new();
        for found in folder.translations()? {
            let translator = found.translator.map(|who| format!(", by {who}")).unwrap_or_default();
            let standing = found.withdrawn.map(|by| format!("; withdrawn by {by}")).unwrap_or_default();
            text.push_str(&format!(
                "{}  {} translates {}{translator}; recorded by {}{standing}\n",
                found.number,
                name(found.item),
                name(found.of),
                found.by
            ));
        }
        put(if text.is_empty() { "No item is recorded as a translation of another.\n" } else { &text })?;
        return Ok(ExitCode::SUCCESS);
    };
    let new = Translation {
        number: 0,
        item: folder.item_called(item)?.id,
        of: folder.item_called(of)?.id,
        by,
        translator: arguments.translator.clone(),
        withdrawn: None,
    };
    let new = folder.record_translation(&new, &now)?;
    put(&format!("Entry {}: the exhibits will have it behind its original.\n", new.number))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_decimal_and_of_some_use() {
        assert_eq!(size("20MB"), Ok(20_000_000));
        assert_eq!(size("1.5 GB"), Ok(1_500_000_000));
        assert_eq!(size("500kb"), Ok(500_000));
        for bad in ["", "20", "MB", "20 pages", "-3MB", "nanMB", "infMB", "1e99GB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
