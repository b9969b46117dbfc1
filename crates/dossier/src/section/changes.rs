//! What is another than it was, where somebody asks since when.

use remand_chronology::OnAccount;
use remand_finding::Outcome;

use super::part;
use crate::changes::{Change, Changes, DeadlineChange, FindingChange, Standing};
use crate::document::{Block, Run, Section};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// Findings named before the others are counted.
const NAMED: usize = 12;

/// Deadlines and findings; `None` where nobody asked.
pub(super) fn section(record: &Record<'_>, passages: &mut Passages<'_>) -> Option<Section> {
    let changes = record.changes?;
    let mut blocks = deadlines(changes, passages);
    blocks.extend(findings(changes, passages));
    Some(made(changes, blocks))
}

/// Deadlines alone.
pub(super) fn of_deadlines(record: &Record<'_>, passages: &mut Passages<'_>) -> Option<Section> {
    record.changes.map(|changes| made(changes, deadlines(changes, passages)))
}

/// Findings alone.
pub(super) fn of_findings(record: &Record<'_>, passages: &mut Passages<'_>) -> Option<Section> {
    record.changes.map(|changes| made(changes, findings(changes, passages)))
}

fn made(changes: &Changes, mut blocks: Vec<Block>) -> Section {
    if blocks.is_empty() {
        blocks.push(Block::paragraph("Nothing."));
    }
    part("changes", "1.1", format!("What changed since {}", prose::day(changes.since)), blocks)
}

fn deadlines(changes: &Changes, passages: &mut Passages<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (change, lead) in [
        (Change::Passed, "Passed, with no act in the record:"),
        (Change::New, "New deadlines:"),
        (Change::Moved, "Moved:"),
        (Change::Answered, "Answered:"),
        (Change::Reopened, "Answered no longer:"),
        (Change::Dropped, "No longer owed by what the record says:"),
    ] {
        let points: Vec<Vec<Run>> = changes
            .deadlines
            .iter()
            .filter(|deadline| deadline.change == change)
            .map(|deadline| point(deadline, passages))
            .collect();
        if !points.is_empty() {
            blocks.push(Block::Paragraph { runs: vec![Run::strong(lead)] });
            blocks.push(Block::List { numbered: false, points });
        }
    }
    blocks
}

/// `Reply of the government, by the government: 7 June 2024, before 5 June 2024, because of E4 ¶ 2.`
fn point(deadline: &DeadlineChange, passages: &mut Passages<'_>) -> Vec<Run> {
    let due = |standing: &Standing| prose::due((standing.due, standing.due_latest));
    let title = prose::title(&deadline.procedure);
    let mut runs = vec![Run::text(format!("{title}, by {}: ", deadline.owed_by))];
    match (&deadline.before, &deadline.now) {
        (Some(before), Some(now)) if due(before) != due(now) => {
            runs.push(Run::text("due "));
            runs.push(Run::strong(due(now)));
            runs.push(Run::text(format!("; it was: {}", due(before))));
        }
        (_, Some(standing)) | (Some(standing), None) => {
            runs.push(Run::text("due "));
            runs.push(Run::strong(due(standing)));
        }
        (None, None) => {}
    }
    if let (Change::Answered | Change::Reopened, Some(now)) = (deadline.change, &deadline.now) {
        runs.push(Run::text(format!(", {}", prose::deadline(now.status))));
    }
    runs.extend(because(&deadline.because, deadline.gone, &format!("change of: {title}"), passages));
    if deadline.because.is_empty() && deadline.gone == 0 && deadline.change == Change::Moved {
        runs.push(Run::text(
            "; it rests on the same words: what was decided, the norm or the day is another",
        ));
    }
    runs.push(Run::text("."));
    runs
}

fn because(
    new: &[remand_reading::Passage],
    gone: usize,
    used_for: &str,
    passages: &mut Passages<'_>,
) -> Vec<Run> {
    let mut runs = Vec::new();
    let cited = passages.cite_all(&[], new, used_for);
    if !cited.is_empty() {
        runs.push(Run::text(", because of "));
        runs.extend(cited);
    }
    if gone > 0 {
        let words = prose::count(gone as u64, "statement", "statements");
        runs.push(Run::text(format!("; {words} that it rested on no longer count")));
    }
    runs
}

/// Outcomes that a petitioner can use, or that are no longer there to be used, one by one; the others are counted.
fn findings(changes: &Changes, passages: &mut Passages<'_>) -> Vec<Block> {
    let grave = |outcome: Option<Outcome>| {
        matches!(outcome, Some(Outcome::NotMet | Outcome::Contested | Outcome::Met))
    };
    let weighs = |change: &&FindingChange| {
        matches!(change.account, OnAccount::All | OnAccount::State)
            && (grave(change.before) || grave(change.now))
    };
    // One that turned the same way on both accounts is told once.
    let mut named: Vec<Vec<&FindingChange>> = Vec::new();
    for change in changes.findings.iter().filter(weighs) {
        let turned = |other: &FindingChange| {
            (&other.norm, other.before, other.now) == (&change.norm, change.before, change.now)
        };
        match named.iter_mut().find(|all| all.iter().any(|other| turned(other))) {
            Some(all) => all.push(change),
            None => named.push(vec![change]),
        }
    }
    let mut blocks = Vec::new();
    if !named.is_empty() {
        blocks.push(Block::Paragraph { runs: vec![Run::strong("Findings:")] });
        let points = named.iter().take(NAMED).filter_map(|all| finding(all, passages)).collect();
        blocks.push(Block::List { numbered: false, points });
    }
    let others = changes.findings.len() - named.iter().take(NAMED).map(Vec::len).sum::<usize>();
    if others > 0 {
        let also = if named.is_empty() { "" } else { "further " };
        let norms = prose::count(others as u64, &format!("{also}finding"), &format!("{also}findings"));
        blocks.push(Block::paragraph(format!("{norms} changed; dossier.json lists them.")));
    }
    blocks
}

fn finding(all: &[&FindingChange], passages: &mut Passages<'_>) -> Option<Vec<Run>> {
    let change = all.first()?;
    let word = |outcome: Option<Outcome>| outcome.map_or("not held against the record", prose::outcome);
    let cites = change.cites.split(';').next().unwrap_or_default();
    let title = prose::title(&change.title);
    let accounts: Vec<&str> = all.iter().map(|change| prose::on_account_inline(change.account)).collect();
    let mut new: Vec<remand_reading::Passage> =
        all.iter().flat_map(|change| change.because.iter().cloned()).collect();
    new.sort();
    new.dedup();
    let mut runs = vec![
        Run::text(format!("{title} ({cites}), on {}: ", accounts.join(" and on "))),
        Run::strong(word(change.now)),
        Run::text(format!("; it was: {}", word(change.before))),
    ];
    runs.extend(because(&new, 0, &format!("change of: {title}"), passages));
    runs.push(Run::text("."));
    Some(runs)
}
