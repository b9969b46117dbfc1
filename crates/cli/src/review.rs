//! `remand review`: a person goes through the proposals of a case, one after another.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use remand_case::review::{FIELDS, Selection, correct, decision, proposals, same_kind, statement};
use remand_case::{CaseFolder, Held};
use remand_chronology::{Review, Statement, Verdict};
use remand_dossier::{in_a_line, proposal, text};
use remand_reading::{ClaimIx, EventKind, vocabulary};

use crate::topic::{WIDTH, open, read};

/// Options of `remand review`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of a dossier, or the case folder in it.
    #[arg(value_name = "CASE", required_unless_present = "kinds")]
    case: Option<PathBuf>,
    /// Your name as the journal shall have it; asked for where it is left out.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only events of this kind; may be given more than once.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    only: Vec<EventKind>,
    /// Also what was decided or skipped before.
    #[arg(long)]
    again: bool,
    /// List the kinds of events, and end.
    #[arg(long)]
    kinds: bool,
}

fn kind(name: &str) -> Result<EventKind, String> {
    EventKind::named(name).ok_or_else(|| format!("there is no event `{name}`; --kinds lists them"))
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match review(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("remand: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn review(arguments: &Arguments) -> Result<()> {
    let mut terminal = Terminal { input: std::io::stdin().lock(), out: std::io::stdout().lock() };
    let Some(case) = arguments.case.as_ref().filter(|_| !arguments.kinds) else {
        for kind in vocabulary().events() {
            writeln!(terminal.out, "{:28} {}", kind.name(), kind.describe().label)?;
        }
        return Ok(());
    };
    let mut folder = open(case)?;
    let held = read(&folder, None, false)?;
    let selection = Selection { kinds: arguments.only.clone(), again: arguments.again };
    let waiting = proposals(&held.record(), &selection);
    if waiting.is_empty() {
        writeln!(terminal.out, "Nothing waits for review; --again shows what was decided before.")?;
        return Ok(());
    }
    let by = match arguments.by.clone() {
        Some(by) => by,
        None if std::io::stdin().is_terminal() => {
            terminal.ask("Your name, as the journal shall have it: ")?.unwrap_or_default()
        }
        None => bail!("say who reviews: --by NAME"),
    };
    if by.trim().is_empty() {
        bail!("a review needs the name of the person who decides: --by NAME");
    }
    let mut session = Session { held: &held, folder: &mut folder, by: by.trim(), done: Vec::new() };
    session.walk(&waiting, &mut terminal)?;
    let count = |verdict: Verdict| session.done.iter().filter(|(_, v)| *v == verdict).count();
    writeln!(
        terminal.out,
        "{} accepted, {} corrected, {} rejected, {} skipped, {} merged. They stand in the journal; \
         `remand dossier --out` with the folder of the dossier prints it anew.",
        count(Verdict::Accepted),
        count(Verdict::Corrected),
        count(Verdict::Rejected),
        count(Verdict::Skipped),
        count(Verdict::Merged),
    )?;
    Ok(())
}

const PROMPT: &str = "[a]ccept [c]orrect [m]erge [r]eject [s]kip [b]ack [q]uit > ";

/// One person going through proposals.
struct Session<'a> {
    held: &'a Held,
    folder: &'a mut CaseFolder,
    by: &'a str,
    done: Vec<(ClaimIx, Verdict)>,
}

impl Session<'_> {
    fn walk(&mut self, waiting: &[ClaimIx], terminal: &mut Terminal<'_>) -> Result<()> {
        let mut at = 0;
        while let Some(&ix) = waiting.get(at) {
            let record = self.held.record();
            writeln!(terminal.out, "\n{} of {}", at + 1, waiting.len())?;
            write!(terminal.out, "{}", text::write_section(&proposal(&record, ix), WIDTH))?;
            let Some(shown) = statement(&record, ix) else {
                at += 1;
                continue;
            };
            let Some(answer) = terminal.ask(PROMPT)? else { return Ok(()) };
            let review = match answer.to_lowercase().as_str() {
                "a" | "accept" => decision(self.by, shown, Verdict::Accepted),
                "r" | "reject" => decision(self.by, shown, Verdict::Rejected),
                "s" | "skip" => decision(self.by, shown, Verdict::Skipped),
                "c" | "correct" => match corrected(&shown, terminal)? {
                    Some(right) => {
                        Review { corrected: Some(right), ..decision(self.by, shown, Verdict::Corrected) }
                    }
                    None => continue,
                },
                "m" | "merge" => match self.other_event(ix, terminal)? {
                    Some(other) => {
                        Review { same_event_as: Some(other), ..decision(self.by, shown, Verdict::Merged) }
                    }
                    None => continue,
                },
                "b" | "back" => {
                    at = at.saturating_sub(1);
                    continue;
                }
                "q" | "quit" => return Ok(()),
                other => {
                    writeln!(terminal.out, "`{other}` is none of these. {HELP}")?;
                    continue;
                }
            };
            self.folder.record_review(&review, &jiff::Timestamp::now().to_string())?;
            self.done.push((ix, review.verdict));
            // Merged with another event, the statement itself still waits.
            if review.verdict == Verdict::Merged {
                writeln!(terminal.out, "Recorded: one event. And the statement itself?")?;
            } else {
                at += 1;
            }
        }
        Ok(())
    }

    fn other_event(&self, ix: ClaimIx, terminal: &mut Terminal<'_>) -> Result<Option<Statement>> {
        let record = self.held.record();
        let others = same_kind(&record, ix);
        if others.is_empty() {
            writeln!(terminal.out, "There is no other event of this kind to merge it with.")?;
            return Ok(None);
        }
        for (n, other) in others.iter().enumerate() {
            writeln!(terminal.out, "  {:2}  {}", n + 1, in_a_line(&record, *other))?;
        }
        loop {
            let Some(answer) = terminal.ask("the same event as (number, or nothing) > ")? else {
                return Ok(None);
            };
            if answer.is_empty() {
                return Ok(None);
            }
            let chosen = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            match chosen.and_then(|at| others.get(at)) {
                Some(other) => return Ok(statement(&record, *other)),
                None => writeln!(terminal.out, "`{answer}` is no number from 1 to {}.", others.len())?,
            }
        }
    }
}

const HELP: &str = "accept: the source says this; correct: it says something like it; reject: it says no such thing; \
                    merge: another event of the list is the same one; skip: leave it as a proposal; back: the one \
                    before; quit: what is decided stays.";

/// What a person writes field by field; `None` where nothing was changed.
fn corrected(shown: &Statement, terminal: &mut Terminal<'_>) -> Result<Option<Statement>> {
    for (field, hint) in FIELDS {
        writeln!(terminal.out, "  {field:9} {hint}")?;
    }
    let mut right = shown.clone();
    loop {
        let Some(line) = terminal.ask("field and value (nothing ends) > ")? else { return Ok(None) };
        if line.is_empty() {
            return Ok((right != *shown).then_some(right));
        }
        let (field, value) = line.split_once([' ', '=']).unwrap_or((line.as_str(), ""));
        match correct(&right, field, value) {
            Ok(corrected) => right = corrected,
            Err(error) => writeln!(terminal.out, "{error}")?,
        }
    }
}

struct Terminal<'t> {
    input: std::io::StdinLock<'t>,
    out: std::io::StdoutLock<'t>,
}

impl Terminal<'_> {
    /// A line without its end; `None` where the input is over.
    fn ask(&mut self, prompt: &str) -> Result<Option<String>> {
        write!(self.out, "{prompt}")?;
        self.out.flush()?;
        let mut line = String::new();
        let read = self.input.read_line(&mut line).context("cannot read the answer")?;
        if read == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        Ok(Some(line.trim().to_owned()))
    }
}
