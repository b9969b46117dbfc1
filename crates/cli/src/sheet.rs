//! `remand sheet`: a case on two pages.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use remand_case::{Choices, Decisions, forms, sheet, write_files};
use remand_dossier::ics::Naming;
use remand_filing::sheet::ASKED;
use remand_protection::Audience;

use crate::dossier::{audience, day};
use crate::topic::open;

/// Options of `remand sheet`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Folder for sheet.html and sheet.pdf.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Language of the sheet: en, fr or es.
    #[arg(long, value_name = "L", default_value = "en")]
    lang: String,
    /// For whom it is made; what is protected from them (`remand protect`) is replaced.
    #[arg(long, value_name = "AUDIENCE", value_parser = audience, default_value = "public")]
    audience: Audience,
    /// Folder with forms of your own; the sheet has the norms and headings of `wgad`.
    #[arg(long, value_name = "DIR")]
    forms: Option<PathBuf>,
    /// As it could be known at the end of this day (2024-03-05), or `today`; nothing is recorded.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let choices = Choices {
        decisions: Decisions { as_of: arguments.as_of, ..Decisions::default() },
        pdf: true,
        audience: arguments.audience,
        calendar: Naming::Nobody,
        since: None,
        version: env!("CARGO_PKG_VERSION"),
        worker: crate::worker()?,
    };
    let forms = forms(arguments.forms.as_deref())?;
    let case = (open(&arguments.case)?, arguments.case.display().to_string());
    let (made, files) = sheet(case, &choices, &forms, &arguments.lang)?;
    let written = write_files(&files, &arguments.out)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}, as of {}: {} findings told", made.name, made.as_of, made.findings.len())?;
    if made.asked.is_empty() {
        writeln!(
            out,
            "What is asked is not on it, because nobody said so yet: remand answer CASE {ASKED} \"...\" --by NAME --because \"...\""
        )?;
    }
    if let Some(notice) = &made.notice {
        writeln!(out, "{notice}")?;
    }
    for path in written {
        writeln!(out, "  {}", path.display())?;
    }
    Ok(ExitCode::SUCCESS)
}
