//! `remand publish`: a case, or files about one, as a public site.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;
use jiff::civil::Date;
use remand_case::{CaseError, CaseFolder, Choices, Decisions, Publishing, beside, hold_against_law, publish};
use remand_dossier::ics::Naming;
use remand_protection::Audience;
use remand_vault::Receipt;

use crate::dossier::{audience, day};
use crate::topic::now;

/// Options of `remand publish`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it; or files and folders, of which a case is made beside DIR.
    #[arg(value_name = "CASE|SOURCES", required = true)]
    sources: Vec<PathBuf>,
    /// Folder for the site. What else is in it stays.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Address that the site will have (<https://example.org/case/>), for feeds, the map of the site and other languages.
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Languages of the site, with commas between. The first has the root of the site and must stay the first; each other
    /// has a folder.
    #[arg(long, value_name = "L", value_delimiter = ',', default_value = "en")]
    lang: Vec<String>,
    /// For whom it is; what is protected from them (`remand protect`) is replaced.
    #[arg(long, value_name = "AUDIENCE", value_parser = audience, default_value = "public")]
    audience: Audience,
    /// Items whose files may be fetched from the site (E3, a name, the start of a SHA-256; `all`). Without it no file is
    /// published.
    #[arg(long, value_name = "ITEM", value_delimiter = ',')]
    documents: Vec<String>,
    /// Leave out what captured pages of updates say; only updates written with `remand update` are published.
    #[arg(long)]
    no_entries: bool,
    /// The person of the case; inferred from the texts where it is not given.
    #[arg(long, value_name = "NAME")]
    subject: Option<String>,
    /// Law packs, with commas between; `un` is always there.
    #[arg(long, value_name = "PACKS", value_delimiter = ',')]
    law: Option<Vec<String>>,
    /// As it could be known at the end of this day (2024-03-05), or `today`.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let worker = crate::worker()?;
    let given = Decisions {
        subject: arguments.subject.clone(),
        as_of: arguments.as_of,
        law: arguments.law.clone(),
        language: None,
    };
    let (folder, decisions) = match case(&arguments.sources)? {
        Some(folder) => {
            let decided = Decisions::in_journal(folder.vault().entries()).then(&given);
            (folder, decided)
        }
        None => {
            let place = beside(&arguments.sources, &arguments.out)?;
            std::fs::create_dir_all(&place)
                .map_err(|error| anyhow!("cannot make the folder {}: {error}", place.display()))?;
            let mut folder = CaseFolder::open(&place, &now())?;
            folder.ingest(&arguments.sources, &arguments.out, &Receipt::default(), |_| {})?;
            folder.read_items(&worker, |_| {})?;
            let decided = folder.decide(&given)?;
            (folder, decided)
        }
    };
    let choices = Choices {
        decisions,
        pdf: false,
        audience: arguments.audience,
        calendar: Naming::Nobody,
        since: None,
        version: env!("CARGO_PKG_VERSION"),
        worker,
    };
    let held = hold_against_law(&folder, &choices, |_| {})?;
    let publishing = Publishing {
        audience: arguments.audience,
        languages: arguments.lang.clone(),
        base: arguments.base.clone(),
        documents: arguments.documents.clone(),
        no_entries: arguments.no_entries,
    };
    let made = publish(&folder, &held, &publishing, &arguments.out)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} files, {} updates, for the {}", made.files, made.updates, arguments.audience)?;
    for name in &made.quoted {
        writeln!(out, "  its entries are quoted as updates: {name}")?;
    }
    match made.documents.as_slice() {
        [] => writeln!(out, "  no file of the case is published; --documents names those that may be")?,
        names => writeln!(out, "  files that may be fetched: {}", names.join(", "))?,
    }
    writeln!(out, "  {}", arguments.out.join("index.html").display())?;
    Ok(ExitCode::SUCCESS)
}

/// The case that is named, where it is one.
fn case(sources: &[PathBuf]) -> Result<Option<CaseFolder>> {
    let [one] = sources else { return Ok(None) };
    match CaseFolder::open_existing(one, &now()) {
        Ok(folder) => Ok(Some(folder)),
        Err(CaseError::NoCase(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
