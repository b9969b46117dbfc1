//! `remand seal`: a bundle of a case, for others to check without this program.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use remand_case::{CaseFolder, Sealing};

/// Options of `remand seal`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Where the bundle goes: a file that ends with `.zip`, or a folder that is made.
    #[arg(long, value_name = "FILE.zip|DIR")]
    out: PathBuf,
    /// For whom it is; the log says so.
    #[arg(long, value_name = "WORDS", default_value = "")]
    audience: String,
    /// The organisation that makes it.
    #[arg(long, value_name = "NAME", default_value = "")]
    organisation: String,
    /// With a proof for each file that its receipt stands in your log.
    #[arg(long)]
    with_proofs: bool,
    /// Encrypt the ZIP so that only whoever has the key of this recipient can open it; can be repeated.
    #[arg(long, value_name = "age1…")]
    to: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let now = jiff::Timestamp::now().to_string();
    let mut folder = CaseFolder::open_existing(&arguments.case, &now)?;
    let sealing = Sealing {
        audience: arguments.audience.clone(),
        organisation: arguments.organisation.clone(),
        with_proofs: arguments.with_proofs,
        to: arguments.to.clone(),
    };
    let sealed = folder.seal(&arguments.out, &sealing, &now)?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}: {} items, {} documents. Your log says that it was sealed; its content has the SHA-256 {}.",
        arguments.out.display(),
        sealed.items,
        sealed.documents,
        sealed.manifest
    )?;
    Ok(ExitCode::SUCCESS)
}
