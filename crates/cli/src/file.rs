//! `remand file`: the draft of a petition, in a form of its forum.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::civil::Date;
use remand_case::{Binding, CaseFolder, Choices, Decisions, Filing, file, forms, go_on, write_files};
use remand_dossier::ics::Naming;
use remand_filing::{Block, Draft, Forms, Part, Run, Standing};
use remand_protection::Audience;
use serde_json::json;

use crate::dossier::{audience, day};
use crate::topic::open;

/// Options of `remand file`.
#[derive(Args)]
#[command(after_help = FORUMS)]
pub(crate) struct Arguments {
    /// The form: its name below `forms/`. Not given with --continue: the draft says it.
    #[arg(value_name = "FORUM")]
    forum: String,
    /// Folders of dossiers, or the case folders in them: one for each person.
    #[arg(value_name = "CASE", required_unless_present = "draft")]
    cases: Vec<PathBuf>,
    /// Folder for the draft.
    #[arg(long, value_name = "DIR", required_unless_present = "draft")]
    out: Option<PathBuf>,
    /// Say what the record of the case says differently by now than this draft, which somebody went on with. The file is
    /// left as it is; with --out the listing and a fresh draft are written there.
    #[arg(long = "continue", value_name = "DRAFT.docx")]
    draft: Option<PathBuf>,
    /// Language of the draft: en, fr or es, or that of a form of your own.
    #[arg(long, value_name = "L", default_value = "en")]
    lang: String,
    /// For whom it is made; what is protected from them (`remand protect`) is replaced.
    #[arg(long, value_name = "AUDIENCE", value_parser = audience, default_value = "court")]
    audience: Audience,
    /// Subject matter of a letter (torture, judges, health); without it those that the findings support.
    #[arg(long, value_name = "MANDATE")]
    mandate: Vec<String>,
    /// Folder with forms of your own; they come before those of the program.
    #[arg(long, value_name = "DIR")]
    forms: Option<PathBuf>,
    /// Bind the exhibits beside the draft: as `remand exhibits` does, in a group of cases in a folder for each person.
    #[arg(long, requires = "out", conflicts_with = "draft")]
    exhibits: bool,
    /// Split them into volumes of at most this size (20MB).
    #[arg(long, value_name = "SIZE", value_parser = crate::exhibits::size, requires = "exhibits")]
    size_limit: Option<u64>,
    /// As it could be known at the end of this day (2024-03-05), or `today`; nothing is recorded.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// Leave out the PDFs.
    #[arg(long)]
    no_pdf: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

const FORUMS: &str = "Forums: wgad (Working Group on Arbitrary Detention), wgad-urgent, allegation-letter (special \
procedures; --mandate torture, judges, health), hrc (Human Rights Committee), cat (Committee against Torture), wgeid \
(Working Group on Enforced or Involuntary Disappearances), national-complaint.";

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let choices = Choices {
        decisions: Decisions { as_of: arguments.as_of, ..Decisions::default() },
        pdf: !arguments.no_pdf,
        audience: arguments.audience,
        calendar: Naming::Nobody,
        since: None,
        version: env!("CARGO_PKG_VERSION"),
        worker: crate::worker()?,
    };
    let forms = forms(arguments.forms.as_deref())?;
    if let Some(draft) = &arguments.draft {
        return continued(arguments, draft, &choices, forms);
    }
    let filing = Filing {
        forum: arguments.forum.clone(),
        language: arguments.lang.clone(),
        mandates: arguments.mandate.clone(),
        forms,
    };
    let filed = file(&opened(&arguments.cases)?, &choices, &filing)?;
    let written = match &arguments.out {
        Some(out) => write_files(&filed.files, out)?,
        None => Vec::new(),
    };
    let mut out = std::io::stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &summary(&filed.draft))?;
        writeln!(out)?;
    } else {
        write!(out, "{}", told(&filed.draft))?;
        list(&mut out, &written)?;
    }
    drop(out);
    if arguments.exhibits {
        bind(arguments, &filed.draft)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Binds the exhibits of each case, labelled as the draft cites them.
fn bind(arguments: &Arguments, draft: &Draft) -> Result<()> {
    let Some(out) = &arguments.out else { return Ok(()) };
    for (person, case) in draft.people.iter().zip(&arguments.cases) {
        let binding = Binding {
            audience: arguments.audience,
            limit: arguments.size_limit,
            only: Vec::new(),
            letter: person.letter.clone(),
        };
        let place = out.join(&person.letter);
        let bound = crate::exhibits::bound(case, arguments.as_of, &binding, &place)?;
        if !arguments.json {
            crate::topic::put(&crate::exhibits::told(&bound, &binding, &place))?;
        }
    }
    Ok(())
}

fn opened(cases: &[PathBuf]) -> Result<Vec<(CaseFolder, String)>> {
    cases.iter().map(|case| Ok((open(case)?, case.display().to_string()))).collect()
}

fn list(out: &mut impl Write, written: &[PathBuf]) -> std::io::Result<()> {
    written.iter().try_for_each(|path| writeln!(out, "  {}", path.display()))
}

/// The first of the words without an option is a case here.
fn continued(arguments: &Arguments, draft: &Path, choices: &Choices, forms: Forms) -> Result<ExitCode> {
    let mut cases = vec![PathBuf::from(&arguments.forum)];
    cases.extend(arguments.cases.iter().cloned());
    let called = draft.display().to_string();
    let bytes = std::fs::read(draft).with_context(|| format!("{called} cannot be read"))?;
    let mandates = arguments.mandate.clone();
    let continued = go_on(&bytes, &called, &opened(&cases)?, choices, forms, mandates)?;
    let mut files = continued.filed.files;
    files.insert("changes.md".to_owned(), continued.report.clone().into_bytes());
    let written = match &arguments.out {
        Some(out) if overwrites(out, draft, &files) => bail!(
            "{} would be overwritten with a fresh draft; name another folder with --out",
            draft.display()
        ),
        Some(out) => write_files(&files, out)?,
        None => Vec::new(),
    };
    let mut out = std::io::stdout().lock();
    write!(out, "{}", continued.report)?;
    list(&mut out, &written)?;
    Ok(ExitCode::SUCCESS)
}

/// One of the files would be written over the draft that somebody works on.
fn overwrites(out: &Path, draft: &Path, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let same = |name: &String| match (out.join(name).canonicalize(), draft.canonicalize()) {
        (Ok(new), Ok(draft)) => new == draft,
        _ => false,
    };
    files.keys().any(same)
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Holds => "holds",
        Standing::Fails => "FAILS",
        Standing::Unknown => "not known",
    }
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(Run::words).collect::<String>().trim().to_owned()
}

/// Fields that are filled, and all.
fn fields(parts: &[Part]) -> (usize, usize) {
    let mut count = (0, 0);
    for block in parts.iter().flat_map(|part| &part.blocks) {
        match block {
            Block::Field { value, .. } => {
                count.1 += 1;
                let open = value.iter().flatten().any(|run| matches!(run, Run::Placeholder { .. }));
                count.0 += usize::from(!open);
            }
            Block::Part(part) => {
                let below = fields(std::slice::from_ref(part));
                count = (count.0 + below.0, count.1 + below.1);
            }
            _ => {}
        }
    }
    count
}

/// The conditions first: a draft that the forum cannot take is said to be one before anything else.
fn told(draft: &Draft) -> String {
    let mut text = format!("{}\n", draft.title);
    let names: Vec<&str> = draft.people.iter().map(|person| person.name.as_str()).collect();
    text.push_str(&format!("{} · {} · {}\n", names.join(", "), draft.language, draft.as_of));
    let mut gates: Vec<_> = draft.gates.iter().collect();
    gates.sort_by_key(|gate| gate.standing);
    text.push_str("Conditions\n");
    for gate in gates {
        text.push_str(&format!("  {:<9} {}\n", standing(gate.standing), gate.what));
        let why = plain(&gate.why);
        if gate.standing != Standing::Holds && !why.is_empty() {
            text.push_str(&format!("            {why}\n"));
        }
    }
    let (filled, all) = fields(&draft.parts);
    text.push_str(&format!(
        "Fields    {filled} of {all} filled; {} footnotes; {} norms cited\n",
        draft.notes.len(),
        draft.norms.len()
    ));
    if !draft.questions.is_empty() {
        text.push_str("Questions (remand answer CASE ID \"VALUE\" --by NAME --because \"…\")\n");
    }
    for question in &draft.questions {
        let letter =
            if question.letter.is_empty() { String::new() } else { format!("{}: ", question.letter) };
        text.push_str(&format!(
            "  {:>2} {letter}{} ({}): {}\n",
            question.number, question.id, question.owner, question.text
        ));
    }
    for line in &draft.checked {
        text.push_str(&format!("Form      {line}\n"));
    }
    if let Some(notice) = &draft.notice {
        text.push_str(&format!("{notice}\n"));
    }
    text
}

fn summary(draft: &Draft) -> serde_json::Value {
    let (filled, all) = fields(&draft.parts);
    json!({
        "title": draft.title,
        "people": draft.people,
        "language": draft.language,
        "as_of": draft.as_of,
        "gates": draft.gates.iter().map(|gate| json!({
            "id": gate.id, "what": gate.what, "standing": gate.standing, "why": plain(&gate.why), "checked": gate.checked,
        })).collect::<Vec<_>>(),
        "fields": { "filled": filled, "all": all },
        "questions": draft.questions,
        "footnotes": draft.notes.len(),
        "checked": draft.checked,
        "notice": draft.notice,
    })
}
