//! What people gave of the case that no event gives, who did, and what they could still give.

use std::collections::BTreeMap;

use remand_chronology::OnAccount;
use remand_finding::{Ask, Finding, Given};

use super::part;
use crate::document::{Block, Cell, Run, Section, Table, cell, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// More norms than these are counted, not named.
const NAMED: usize = 6;

/// What was given, and what could be; for the terminal.
pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut blocks = blocks(record, passages);
    if blocks.is_empty() {
        blocks.push(Block::paragraph("Nobody has given anything about this case yet."));
    }
    let asked = asked(record);
    if !asked.is_empty() {
        let mut table = Table::new(
            "What norms wait for that can be given",
            &[("Give it", 40), ("What it is", 36), ("Norms that wait", 24)],
        );
        for (ask, norms) in asked {
            table.push(vec![vec![vec![Run::code(command(&ask))]], cell(&ask.what), cell(named(&norms))]);
        }
        blocks.push(Block::Table(table));
        blocks.push(Block::small(
            "Say who records it (--by NAME) and what it rests on (--because WORDS, or --quote with words of an item). \
             --not denies it; --account says whose statement it is.",
        ));
    }
    part("given", number, "Given by the people who work on the case", blocks)
}

/// The list of what was given; empty where nothing was.
pub(super) fn blocks(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Block> {
    if record.given.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(
        "Given by people, with what it rests on",
        &[("No.", 7), ("What", 33), ("What it rests on", 36), ("Norms that ask it", 24)],
    );
    for given in record.given {
        let resting = |finding: &&Finding| finding.given.contains(&given.number);
        let mut norms: Vec<&str> =
            record.findings.iter().filter(resting).map(|finding| finding.norm.as_str()).collect();
        norms.sort_unstable();
        norms.dedup();
        table.push(vec![
            cell(given.number.to_string()),
            what(record, given),
            ground(given, passages),
            if norms.is_empty() { cell("none") } else { cell(named(&norms)) },
        ]);
    }
    vec![
        Block::paragraph(
            "No text was read for these: a person recorded them, with what each rests on; the number is that of the entry \
             in the journal. Where two contradict each other, neither settles anything.",
        ),
        Block::Table(table),
    ]
}

fn what(record: &Record<'_>, given: &Given) -> Cell {
    let whose = given.account.map_or("on every account", |account| match account {
        remand_reading::Account::State => "on the state's account",
        remand_reading::Account::Defence => "on the defence's account",
        remand_reading::Account::Independent => "on the account of independent sources",
    });
    let mut lines = vec![vec![Run::text(line(&given.saying.sentence())), Run::text(", "), Run::text(whose)]];
    for rival in record.given.iter().filter(|other| given.contradicts(other)) {
        lines.push(vec![
            Run::strong("Disputed"),
            Run::text(format!(": entry {} says otherwise", rival.number)),
        ]);
    }
    if let Some(taken) = &given.withdrawn {
        let why =
            if taken.because.is_empty() { String::new() } else { format!(": {}", line(&taken.because)) };
        lines.push(vec![Run::strong("Withdrawn"), Run::text(format!(" by {}{why}", line(&taken.by)))]);
    }
    lines
}

fn ground(given: &Given, passages: &mut Passages<'_>) -> Cell {
    let mut first = vec![Run::text(line(&given.because))];
    if let Some(passage) = given.passage() {
        first.push(Run::text(" "));
        first.push(passages.cite(&passage, &line(&given.saying.sentence())));
    }
    let day: String = given.at.chars().take(10).collect();
    let recorded = format!("recorded by {} on {}", line(&given.by), prose::dates_in_words(&day));
    vec![first, vec![Run::mark(recorded)]]
}

fn named(norms: &[&str]) -> String {
    let mut shown: Vec<&str> = norms.iter().copied().take(NAMED).collect();
    let more = norms.len().saturating_sub(NAMED);
    let more = format!("{more} more");
    if norms.len() > NAMED {
        shown.push(&more);
    }
    shown.join(", ")
}

/// What open norms wait for on all accounts together, with the norms; what most wait for first.
fn asked<'a>(record: &Record<'a>) -> Vec<(Ask, Vec<&'a str>)> {
    let mut asked: BTreeMap<Ask, Vec<&str>> = BTreeMap::new();
    for finding in record.findings.iter().filter(|finding| finding.account == OnAccount::All) {
        for ask in &finding.asks {
            asked.entry(ask.clone()).or_default().push(&finding.norm);
        }
    }
    let mut asked: Vec<_> = asked.into_iter().collect();
    asked.sort_by_key(|(_, norms)| std::cmp::Reverse(norms.len()));
    asked
}

/// The command that gives it.
pub(super) fn command(ask: &Ask) -> String {
    format!("remand given CASE \"{}\"", ask.words)
}
