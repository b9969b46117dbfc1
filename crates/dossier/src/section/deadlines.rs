//! Section 6: what is owed by when.

use remand_finding::{Deadline, DeadlineStatus};

use super::{part, with_references};
use crate::document::{Block, Run, Section, Table};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    if record.deadlines.is_empty() {
        let none = Block::paragraph("No deadline follows from the record and the law packs in use.");
        return part("deadlines", number, "Deadlines", vec![none]);
    }
    let mut table = Table::new(
        "Deadlines: open ones first, by date",
        &[("Due", 18), ("What, and by whom", 24), ("Why", 40), ("Status", 18)],
    );
    for deadline in in_order(record) {
        let used_for = format!("deadline: {}", deadline.procedure);
        let stands = prose::deadline(deadline.status);
        let stands = if matters(deadline.status) { Run::strong(stands) } else { Run::text(stands) };
        let trigger = passages.cite_all(&deadline.claims, &[], &used_for);
        table.push(vec![
            vec![vec![Run::strong(prose::due(deadline.due))]],
            vec![
                vec![Run::text(&deadline.procedure)],
                vec![Run::text(format!("owed by {}", deadline.owed_by))],
            ],
            vec![
                with_references(&prose::sentence(&deadline.trigger), trigger),
                vec![Run::text(prose::sentence(&deadline.rule))],
            ],
            vec![vec![stands]],
        ]);
    }
    let count = record.deadlines.iter().filter(|deadline| deadline.status == DeadlineStatus::Open).count();
    let open = match count {
        0 => "No deadline is open.".to_owned(),
        n => format!("Open as of {}: {n}.", prose::day(record.as_of)),
    };
    let blocks = vec![
        Block::paragraph(open),
        Block::Table(table),
        Block::small("The same dates stand in deadlines.ics, for a calendar."),
    ];
    part("deadlines", number, "Deadlines", blocks)
}

fn matters(status: DeadlineStatus) -> bool {
    matches!(status, DeadlineStatus::Open | DeadlineStatus::PassedUnanswered)
}

/// Open ones by date, then the others by date.
pub(super) fn in_order<'a>(record: &Record<'a>) -> Vec<&'a Deadline> {
    let mut all: Vec<_> = record.deadlines.iter().collect();
    all.sort_by_key(|deadline| (deadline.status != DeadlineStatus::Open, deadline.due));
    all
}
