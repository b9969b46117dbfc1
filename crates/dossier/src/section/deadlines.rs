//! Section 6: who owes what next, what passed without an act, what was answered.

use remand_finding::{Deadline, DeadlineStatus};
use remand_reading::vocabulary;

use super::{part, with_references};
use crate::document::{Block, Row, Run, Section, Table};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// Days ahead that are near, where nobody says otherwise.
pub(super) const SOON: u32 = 14;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut blocks = Vec::new();
    let open: Vec<&Deadline> = open(record).filter(|deadline| record.is_asked_for(deadline)).collect();
    let passed: Vec<&Deadline> = passed(record);
    if record.deadlines.is_empty() {
        blocks.push(Block::paragraph("No deadline follows from the record and the law packs in use."));
    } else {
        blocks.push(Block::Paragraph { runs: counts(record, open.len(), passed.len()) });
    }
    let mut parts = 0;
    let mut numbered = || {
        parts += 1;
        format!("{number}.{parts}")
    };
    for (at, (label, owed)) in by_whom(&open).into_iter().enumerate() {
        let mut table = Table::new(
            format!("Next for: {label}"),
            &[("Due", 20), ("Left", 12), ("What, and by whom", 26), ("Why", 42)],
        );
        owed.iter().for_each(|deadline| table.rows.push(row(record, deadline, passages)));
        let id = format!("deadlines-{}", at + 1);
        blocks.push(Block::Section(part(
            &id,
            &numbered(),
            format!("Next: {label}"),
            vec![Block::Table(table)],
        )));
    }
    let (steps, limits): (Vec<&Deadline>, Vec<&Deadline>) =
        passed.into_iter().partition(|deadline| deadline.named);
    if !steps.is_empty() || !limits.is_empty() {
        let mut inner = Vec::new();
        if !steps.is_empty() {
            let mut table = Table::new(
                "Passed, and no act in the record",
                &[("Due", 20), ("Over for", 12), ("What, and by whom", 26), ("Why", 42)],
            );
            steps.iter().for_each(|deadline| table.rows.push(row(record, deadline, passages)));
            inner.push(Block::Table(table));
        }
        if !limits.is_empty() {
            inner.push(Block::paragraph(
                "Limits that ran out, and the record does not show that they were kept; silence is no breach by \
                 itself, and the findings say what it comes to:",
            ));
            let points = limits.iter().map(|deadline| in_a_line(record, deadline)).collect();
            inner.push(Block::List { numbered: false, points });
        }
        blocks.push(Block::Section(part("deadlines-passed", &numbered(), "Passed without an answer", inner)));
    }
    let answered: Vec<&Deadline> = answered(record);
    if !answered.is_empty() && record.within.is_none() {
        let mut table =
            Table::new("Answered", &[("Due", 20), ("How", 12), ("What, and by whom", 26), ("Why", 42)]);
        answered.iter().for_each(|deadline| table.rows.push(row(record, deadline, passages)));
        blocks.push(Block::Section(part(
            "deadlines-answered",
            &numbered(),
            "Answered",
            vec![Block::Table(table)],
        )));
    }
    if !record.deadlines.is_empty() {
        blocks.push(Block::small("The same dates stand in deadlines.ics, for a calendar."));
    }
    part("deadlines", number, "Deadlines", blocks)
}

/// Not yet due, the nearest first.
pub(super) fn open<'a>(record: &Record<'a>) -> impl Iterator<Item = &'a Deadline> {
    record.deadlines.iter().filter(|deadline| deadline.status == DeadlineStatus::Open)
}

/// Over, with no act in the record: the last first.
pub(super) fn passed<'a>(record: &Record<'a>) -> Vec<&'a Deadline> {
    let over = |deadline: &&Deadline| deadline.status == DeadlineStatus::PassedUnanswered;
    let mut passed: Vec<_> = record.deadlines.iter().filter(over).collect();
    passed.sort_by_key(|deadline| std::cmp::Reverse(deadline.due.1));
    passed
}

/// Steps of a procedure that were taken, by date. Of a limit that was kept the findings tell.
fn answered<'a>(record: &Record<'a>) -> Vec<&'a Deadline> {
    let done = |deadline: &&Deadline| {
        !matches!(deadline.status, DeadlineStatus::Open | DeadlineStatus::PassedUnanswered)
    };
    record.deadlines.iter().filter(done).filter(|deadline| deadline.named).collect()
}

/// Due within so many days of the day of the dossier.
pub(super) fn soon<'a>(record: &Record<'a>) -> Vec<&'a Deadline> {
    let within = i64::from(record.within.unwrap_or(SOON));
    open(record).filter(|deadline| deadline.left(record.as_of).days.0 <= within).collect()
}

fn counts(record: &Record<'_>, open: usize, passed: usize) -> Vec<Run> {
    let within = prose::count(u64::from(record.within.unwrap_or(SOON)), "day", "days");
    let soon = soon(record).len();
    let day = prose::day(record.as_of);
    let mut runs = match (record.within, open) {
        (None, 0) => vec![Run::text(format!("As of {day} nothing is open"))],
        (None, open) => vec![
            Run::text(format!("Open as of {day}: {open}; due within {within}: ")),
            Run::strong(soon.to_string()),
        ],
        (Some(_), _) => {
            vec![Run::text(format!("Due within {within} of {day}: ")), Run::strong(soon.to_string())]
        }
    };
    runs.push(Run::text(match passed {
        0 => ".".to_owned(),
        n => format!("; passed without an act in the record: {n}."),
    }));
    runs
}

/// What each body owes, in the order of the vocabulary; then those whom only a norm names.
fn by_whom<'a>(open: &[&'a Deadline]) -> Vec<(String, Vec<&'a Deadline>)> {
    let mut groups: Vec<(String, Vec<&Deadline>)> = Vec::new();
    for body in vocabulary().bodies() {
        let own: Vec<&Deadline> =
            open.iter().copied().filter(|deadline| deadline.body == Some(body.name.as_str())).collect();
        if !own.is_empty() {
            groups.push((body.label.clone(), own));
        }
    }
    for deadline in open.iter().copied().filter(|deadline| deadline.owing().is_none()) {
        let label = prose::sentence(&deadline.owed_by);
        match groups.iter_mut().find(|(known, _)| *known == label) {
            Some((_, own)) => own.push(deadline),
            None => groups.push((label, vec![deadline])),
        }
    }
    groups
}

fn row(record: &Record<'_>, deadline: &Deadline, passages: &mut Passages<'_>) -> Row {
    let used_for = format!("deadline: {}", deadline.procedure);
    let trigger = passages.cite_all(&deadline.claims, &[], &used_for);
    let mut due = vec![vec![Run::strong(prose::due_of(deadline))]];
    if !deadline.depends.is_empty() {
        let depends = prose::dates_in_words(&deadline.depends.join(", and on "));
        due.push(vec![Run::text(format!("depending on {depends}"))]);
    }
    let mut why = vec![with_references(&prose::sentence(&deadline.trigger), trigger)];
    if !deadline.answered_by.is_empty() {
        let answer = passages.cite_all(&deadline.answered_by, &[], &used_for);
        why.push(with_references("The act that answers it", answer));
    }
    why.push(vec![Run::text(prose::sentence(&deadline.rule))]);
    if !deadline.provided.is_empty() {
        let provided = deadline.provided.join(", and ");
        why.push(vec![Run::text(format!("Only if {provided}; the record does not settle that."))]);
    }
    why.extend(deadline.limit.map(|limit| vec![Run::text(format!("It is {}.", prose::limit(limit)))]));
    let stands = match deadline.status {
        DeadlineStatus::Open => prose::left(deadline, record.as_of),
        DeadlineStatus::PassedUnanswered => prose::over(deadline, record.as_of),
        other => prose::deadline(other).to_owned(),
    };
    Row {
        id: String::new(),
        cells: vec![
            due,
            vec![vec![Run::text(stands)]],
            vec![
                vec![Run::text(prose::title(&deadline.procedure))],
                vec![Run::text(format!("owed by {}", deadline.owed_by))],
            ],
            why,
        ],
    }
}

/// `Brought before a judge within 48 hours, by the court: since 6 March 2024 (…).`
fn in_a_line(record: &Record<'_>, deadline: &Deadline) -> Vec<Run> {
    let cites = record.findings.iter().find(|finding| Some(&finding.norm) == deadline.norm.as_ref());
    let cites = cites.map(|finding| finding.cites.split(';').next().unwrap_or_default());
    let cites = cites.map(|cites| format!(" ({cites})")).unwrap_or_default();
    let title = prose::title(&deadline.procedure);
    let provided = match deadline.provided.as_slice() {
        [] => String::new(),
        all => format!(", if {}", all.join(", and ")),
    };
    vec![
        Run::text(format!("{title}{cites}, by {}{provided}: ", deadline.owed_by)),
        Run::strong(prose::due_of(deadline)),
        Run::text(format!(", {}", prose::over(deadline, record.as_of))),
    ]
}
