//! Section 5: what does not go together, and stated durations with their arithmetic.

use remand_chronology::{Dispute, DurationVerdict};

use super::chronology::statements;
use super::part;
use crate::document::{Block, Run, Section, Table, cell, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

const QUOTE: usize = 180;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let disputes = &record.chronology.disputes;
    let mut blocks = Vec::new();
    if disputes.is_empty() {
        blocks.push(Block::paragraph("No two statements in the record were found to be at odds."));
    } else {
        blocks.push(Block::paragraph(
            "Statements that do not go together, the gravest first. The dossier carries them as they are and \
             resolves none.",
        ));
    }
    for (ix, dispute) in disputes.iter().enumerate() {
        let number = format!("{number}.{}", ix + 1);
        blocks.push(Block::Section(one(record, dispute, ix, &number, passages)));
    }
    if !record.chronology.durations.is_empty() {
        let number = format!("{number}.{}", disputes.len() + 1);
        let heading = "Stated durations";
        blocks.push(Block::Section(part("durations", &number, heading, durations(record, passages))));
    }
    part("disputes", number, "Disputes and stated durations", blocks)
}

fn one(
    record: &Record<'_>,
    dispute: &Dispute,
    ix: usize,
    number: &str,
    passages: &mut Passages<'_>,
) -> Section {
    let topic = line(&prose::dates_in_words(&dispute.topic));
    let used_for = format!("dispute: {topic}");
    let kind = format!("{}. ", prose::dispute(dispute.kind));
    let weight = format!("Weight: {}.", prose::severity(dispute.severity));
    let mut blocks = vec![
        Block::Small { runs: vec![Run::text(kind), Run::text(weight)] },
        Block::paragraph(prose::sentence(&dispute.why)),
    ];
    let mut table = Table::new(
        format!("Sides of the dispute: {topic}"),
        &[("What is said", 28), ("By whom, and where", 72)],
    )
    .in_rows(1, false);
    for side in &dispute.sides {
        let mut lines = statements(record, &side.claims, &used_for, passages);
        for passage in &side.passages {
            let own = side.claims.iter().filter_map(|ix| record.claim(*ix));
            if own.map(|claim| &claim.passage).any(|known| known == passage) {
                continue;
            }
            lines.push(vec![
                passages.quote(passage, QUOTE),
                Run::text(" "),
                passages.cite(passage, &used_for),
            ]);
        }
        table.push(vec![vec![vec![Run::strong(prose::dates_in_words(&side.says))]], lines]);
    }
    blocks.push(Block::Table(table));
    part(&format!("d{}", ix + 1), number, topic, blocks)
}

fn durations(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Block> {
    let mut table = Table::new(
        "Stated durations held against the dates",
        &[("As stated", 34), ("Counted", 44), ("Result", 22)],
    )
    .in_rows(1, true);
    let mut checks: Vec<_> = record.chronology.durations.iter().collect();
    checks.sort_by_key(|check| match check.verdict {
        DurationVerdict::DoesNotFit => 0,
        DurationVerdict::Fits => 1,
        DurationVerdict::CannotTell => 2,
    });
    for check in checks {
        let Some(stated) = record.chronology.reading.durations.get(check.stated) else {
            continue;
        };
        let quote = vec![
            passages.quote(&stated.passage, QUOTE),
            Run::text(" "),
            passages.cite(&stated.passage, "stated durations"),
        ];
        let counted = if check.computed.is_empty() {
            cell("the text gives too little to count")
        } else {
            check.computed.iter().map(|text| vec![Run::text(prose::dates_in_words(&line(text)))]).collect()
        };
        let verdict = prose::verdict(check.verdict);
        let verdict = match check.verdict {
            DurationVerdict::DoesNotFit => Run::strong(verdict),
            DurationVerdict::Fits | DurationVerdict::CannotTell => Run::text(verdict),
        };
        table.push(vec![vec![quote], counted, vec![vec![verdict]]]);
    }
    vec![
        Block::paragraph(
            "A length of time that a source states, counted again between the dates it can be meant to run. It \
             fits where one plausible count agrees.",
        ),
        Block::Table(table),
    ]
}
