//! The command `remand-check`: holds proofs of findings against a published record and the text of the law. Nothing of
//! the program that found them is in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;
use remand_law::{Law, Names};
use remand_proof::{BUDGET, Checked, Proof, RecordView, check};
use serde_json::Value;

/// Checks proofs of findings against a dossier.json and law packs, without the program that made them.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 every proof holds; 1 one does not, or something could not be read; \
2 the command line cannot be understood."
)]
struct Arguments {
    /// Proofs, as `remand explain CASE NORM --json` prints them.
    #[arg(value_name = "PROOFS", required = true)]
    proofs: Vec<PathBuf>,
    /// The dossier.json that was published with them.
    #[arg(long, value_name = "FILE")]
    record: PathBuf,
    /// The folder of the law packs, with vocabulary.toml in it.
    #[arg(long, value_name = "DIR")]
    law: PathBuf,
    /// Further packs, files or folders, that the case was held against.
    #[arg(long, value_name = "PATH")]
    own: Vec<PathBuf>,
    /// Readings of a proof that are looked at, at most.
    #[arg(long, value_name = "N", default_value_t = BUDGET)]
    readings: usize,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("remand-check: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let law = law(&arguments.law, &arguments.own)?;
    let text = read(&arguments.record)?;
    let record = RecordView::from_dossier_json(&text)
        .map_err(|fault| anyhow::anyhow!("{}: {fault}", arguments.record.display()))?;
    let mut all_hold = true;
    let mut count = 0;
    for path in &arguments.proofs {
        for proof in proofs(path)? {
            count += 1;
            let claimed = format!(
                "{}, in force from {}, on the account `{}` as of {}: {}",
                proof.norm,
                proof.in_force_from,
                proof.account,
                proof.as_of,
                proof.outcome.name()
            );
            match check(&proof, &law, &record, arguments.readings) {
                Ok(checked) => println!("holds         {claimed}\n              {}", looked_at(&checked)),
                Err(faults) => {
                    all_hold = false;
                    println!("DOES NOT HOLD {claimed}");
                    faults.iter().for_each(|fault| println!("              {fault}"));
                }
            }
        }
    }
    if count == 0 {
        bail!("there is no proof in these files; `remand explain CASE NORM --json` prints proofs");
    }
    Ok(all_hold)
}

fn looked_at(checked: &Checked) -> String {
    let part = if checked.in_part {
        "; there are more, and of each uncertain time the ends alone were tried"
    } else {
        ", which are all"
    };
    let decides = match checked.decides {
        Some(outcome) => format!("; they come to {}, which the proof leaves open", outcome.name()),
        None => String::new(),
    };
    let readings = if checked.readings == 1 { "reading" } else { "readings" };
    format!("{} {readings} looked at{part}{decides}", checked.readings)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// One proof, a list of proofs, or a value with such a list under `proofs`.
fn proofs(path: &Path) -> Result<Vec<Proof>> {
    let place = || format!("{} holds no proof that can be read", path.display());
    let mut value: Value = serde_json::from_str(&read(path)?).with_context(place)?;
    if let Some(inner) = value.get_mut("proofs") {
        value = inner.take();
    }
    let rows = if let Value::Array(rows) = value { rows } else { vec![value] };
    rows.into_iter().map(|row| serde_json::from_value(row).with_context(place)).collect()
}

/// The packs of a folder and those beside it, as one law.
fn law(folder: &Path, own: &[PathBuf]) -> Result<Law> {
    let vocabulary = folder.join("vocabulary.toml");
    let names = Names::of_vocabulary(&read(&vocabulary)?)
        .map_err(|fault| anyhow::anyhow!("{}: {fault}", vocabulary.display()))?;
    let mut files = Vec::new();
    packs(folder, folder, &mut files)?;
    for path in own {
        packs(path, path.parent().unwrap_or(path), &mut files)?;
    }
    files.sort();
    let (packs, mut faults) =
        remand_law::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str())), &names);
    let (law, between) = remand_law::link(&packs);
    faults.extend(between);
    if let Some(fault) = faults.first() {
        bail!("the packs have faults, {} in all; the first: {fault}", faults.len());
    }
    Ok(law)
}

/// Pack files at or below a path, by their name below `root`.
fn packs(path: &Path, root: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let unreadable = || format!("{} cannot be read", path.display());
    if fs::metadata(path).with_context(unreadable)?.is_dir() {
        for entry in fs::read_dir(path).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?.path();
            if entry.is_dir() || entry.extension().is_some_and(|extension| extension == "md") {
                packs(&entry, root, files)?;
            }
        }
        return Ok(());
    }
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    files.push((name, read(path)?));
    Ok(())
}
