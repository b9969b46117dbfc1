//! `remand law`: law packs read, formatted, tested, listed, said in plain words and made into a site; no case is
//! needed.

mod list;
mod words;

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use remand_case::{Library, write_site, write_whole};
use serde_json::json;

/// Options of `remand law`.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Reads packs and tells every fault at its word.
    Check(Check),
    /// Writes packs in their regular form. A file with faults stays as it is.
    Fmt(Fmt),
    /// Runs the cases of packs.
    Test(Test),
    /// Says a norm in plain words, with its source, how it was checked and its cases.
    Explain(Explain),
    /// Norms with how each was checked.
    List(List),
    /// Words that a pack can use, with what they mean.
    Words(Words),
    /// Serves an editor that speaks the Language Server Protocol, over standard input and output.
    Lsp,
    /// Writes a site of the packs for a lawyer: norms with their sources, how each was checked, and their cases.
    Doc(Doc),
}

/// Which packs.
#[derive(Args)]
struct Packs {
    /// Pack files and folders, read with the packs of the program beside them; none: the packs of the program.
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Read the packs at PATHS without those of the program.
    #[arg(long, requires = "paths")]
    alone: bool,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Check {
    #[command(flatten)]
    packs: Packs,
}

#[derive(Args)]
struct Fmt {
    /// Pack files and folders.
    #[arg(value_name = "PATHS", required = true)]
    paths: Vec<PathBuf>,
    /// Write nothing; name the files that are not in their regular form.
    #[arg(long)]
    check: bool,
}

#[derive(Args)]
struct Test {
    #[command(flatten)]
    packs: Packs,
    /// Only the cases of this norm.
    #[arg(long, value_name = "ID")]
    norm: Option<String>,
}

#[derive(Args)]
struct Explain {
    /// The norm.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    packs: Packs,
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    packs: Packs,
    /// Only what was not held against the text, most doubtful first.
    #[arg(long)]
    unchecked: bool,
    /// Only the packs of this jurisdiction: `un`, a country, or `own` for files of your own.
    #[arg(long, value_name = "X")]
    jurisdiction: Option<String>,
}

#[derive(Args)]
struct Doc {
    /// Folder for the pages; open `index.html` in it.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Pack files and folders, shown with the packs of the program beside them; none: the packs of the program.
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Show the packs at PATHS without those of the program.
    #[arg(long, requires = "paths")]
    alone: bool,
}

#[derive(Args)]
struct Words {
    /// Only words that have this in their name or meaning.
    #[arg(value_name = "PART")]
    part: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut out = String::new();
    let done = match &arguments.verb {
        Verb::Lsp => remand_lsp::serve_stdio(&remand_case::packs_below)
            .context("cannot speak with an editor, which starts this command by itself (docs/law-editor.md)"),
        Verb::Check(check) => self::check(check, &mut out),
        Verb::Fmt(fmt) => self::fmt(fmt, &mut out),
        Verb::Test(test) => self::test(test, &mut out),
        Verb::Explain(explain) => self::explain(explain, &mut out),
        Verb::List(list) => self::list(list, &mut out),
        Verb::Words(words) => words::words(words.part.as_deref(), width(), &mut out).map(|()| true),
        Verb::Doc(doc) => self::doc(doc, &mut out),
    };
    match done.and_then(|good| print(&out).map(|()| good)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads along may stop reading.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}

fn line(out: &mut String, text: impl AsRef<str>) {
    out.push_str(text.as_ref());
    out.push('\n');
}

/// Characters in a line of the terminal. What is not for a terminal is the same wherever it is written.
fn width() -> Option<usize> {
    let size = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    size.map(|(width, _)| usize::from(width.0))
}

/// "1 norm", "2 norms", "2 norms to check".
fn counted(count: usize, one: &str) -> String {
    let (noun, rest) = one.split_once(' ').unwrap_or((one, ""));
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{many} {rest}").trim_end().to_owned()
}

fn open(packs: &Packs) -> Result<Library> {
    Ok(Library::open(&packs.paths, packs.alone)?)
}

/// Faults stop what needs packs without them.
fn open_sound(packs: &Packs) -> Result<Library> {
    let library = open(packs)?;
    if let Some(fault) = library.faults().first() {
        bail!("{fault}\n{} in all; `remand law check` tells each", counted(library.faults().len(), "fault"));
    }
    Ok(library)
}

fn check(check: &Check, out: &mut String) -> Result<bool> {
    let library = open(&check.packs)?;
    let faults = library.faults_on(jiff::Zoned::now().date());
    if check.packs.json {
        line(out, serde_json::to_string_pretty(&faults)?);
        return Ok(faults.is_empty());
    }
    for fault in &faults {
        line(out, format!("{fault}\n"));
    }
    let norms: usize = library.asked().map(|shelved| shelved.pack.norms().count()).sum();
    let cases: usize = library.asked().map(|shelved| shelved.pack.cases().count()).sum();
    let read = [counted(library.asked().count(), "pack"), counted(norms, "norm"), counted(cases, "case")];
    line(out, format!("{}: {}", read.join(", "), counted(faults.len(), "fault")));
    if norms == 0 && faults.is_empty() {
        line(
            out,
            "No rule was found. One begins at the margin with ```norm and its id, and ends with a line of ```.",
        );
    }
    Ok(faults.is_empty())
}

fn fmt(fmt: &Fmt, out: &mut String) -> Result<bool> {
    let library = Library::open(&fmt.paths, false)?;
    let mut good = true;
    for file in library.formatted() {
        let name = file.path.display();
        match &file.text {
            None => {
                good = false;
                line(out, format!("{name}: has faults and stays as it is; see `remand law check {name}`"));
            }
            Some(_) if !file.differs => {}
            Some(_) if fmt.check => {
                good = false;
                line(out, format!("{name}: is not in its regular form; `remand law fmt {name}` writes it"));
            }
            Some(text) => {
                write_whole(file.path, text)?;
                line(out, format!("{name}: written in its regular form"));
            }
        }
    }
    Ok(good)
}

fn test(test: &Test, out: &mut String) -> Result<bool> {
    let library = open(&test.packs)?;
    let run = library.run(library.asked(), test.norm.as_deref());
    if let Some(id) = test.norm.as_ref().filter(|_| run.is_empty()) {
        bail!("there is no case of a norm `{id}` in these packs; `remand law list` names the norms");
    }
    let failures: Vec<_> = run.iter().filter_map(|tested| tested.result.as_ref().err()).collect();
    if test.packs.json {
        let rows: Vec<_> = run
            .iter()
            .map(|tested| {
                let failure = tested.result.as_ref().err();
                json!({
                    "file": tested.case.file, "line": tested.case.line, "norm": tested.case.norm,
                    "title": tested.case.title, "passed": failure.is_none(),
                    "expected": failure.map(|failure| &failure.expected),
                    "found": failure.map(|failure| &failure.found),
                })
            })
            .collect();
        line(out, serde_json::to_string_pretty(&rows)?);
    } else {
        for failure in &failures {
            line(out, format!("{failure}\n"));
        }
        for fault in library.faults() {
            line(out, format!("{fault}\n"));
        }
        let faults = match library.faults().len() {
            0 => String::new(),
            count => format!("; {}: a block with a fault does not run", counted(count, "fault")),
        };
        let failed = failures.len();
        line(
            out,
            format!("{}: {} passed, {failed} failed{faults}", counted(run.len(), "case"), run.len() - failed),
        );
    }
    Ok(failures.is_empty() && library.faults().is_empty())
}

fn explain(explain: &Explain, out: &mut String) -> Result<bool> {
    let library = open_sound(&explain.packs)?;
    let norms: Vec<_> = library.law().norms.iter().filter(|norm| norm.id == explain.id).collect();
    if norms.is_empty() {
        bail!("there is no norm `{}`; `remand law list` names those there are", explain.id);
    }
    let cases: Vec<_> = library
        .packs()
        .iter()
        .flat_map(|shelved| shelved.pack.cases())
        .filter(|case| case.norm == explain.id)
        .collect();
    let beside: Vec<&str> =
        norms.iter().flat_map(|norm| &norm.beside).map(|beside| beside.name.as_str()).collect();
    if explain.packs.json {
        let rows: Vec<_> = norms
            .iter()
            .map(|norm| {
                json!({
                    "norm": norm.id, "title": norm.title, "file": norm.file, "line": norm.line,
                    "cites": norm.cites, "checked": norm.checked, "limit": norm.limit,
                    "in_force": norm.terms.in_force, "digest": norm.digest(),
                    "words": library.explain(norm).paragraphs(), "beside": beside,
                    "cases": cases.iter().map(|case| json!({"title": case.title, "outcome": case.outcome})).collect::<Vec<_>>(),
                })
            })
            .collect();
        line(out, serde_json::to_string_pretty(&rows)?);
        return Ok(true);
    }
    for norm in norms {
        line(out, format!("{}  {}", norm.id, norm.title));
        line(out, format!("{}\nFile: {}:{}\n", library.explain(norm), norm.file, norm.line));
    }
    for case in cases {
        line(out, format!("{:<15} {}", case.outcome.name(), case.title));
    }
    Ok(true)
}

fn list(list: &List, out: &mut String) -> Result<bool> {
    let library = open_sound(&list.packs)?;
    let rows = library.listed(list.unchecked, list.jurisdiction.as_deref());
    if list.packs.json {
        line(out, serde_json::to_string_pretty(&rows)?);
        return Ok(true);
    }
    if list.unchecked {
        list::unchecked(&rows, width(), out);
    } else {
        list::all(&rows, width(), out);
    }
    Ok(true)
}

/// A fault is no reason to show nothing: what is sound is shown, and the fault at its place.
fn doc(doc: &Doc, out: &mut String) -> Result<bool> {
    let library = Library::open(&doc.paths, doc.alone)?;
    let site = library.site()?;
    write_site(&doc.out, &site)?;
    for fault in library.faults() {
        line(out, format!("{fault}\n"));
    }
    let index = doc.out.join("index.html");
    let failed = match site.failed {
        0 => String::new(),
        failed => format!(", {failed} not as expected"),
    };
    let counts = [
        counted(site.files.len(), "page"),
        format!("{}{failed}", counted(site.cases, "case")),
        counted(library.faults().len(), "fault"),
    ];
    line(out, format!("{}\nOpen {}", counts.join("; "), index.display()));
    Ok(library.faults().is_empty() && site.failed == 0)
}
