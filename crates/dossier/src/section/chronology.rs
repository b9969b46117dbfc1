//! Section 4: what happened, who says so and through whom.

use remand_chronology::Event;
use remand_reading::{About, ClaimIx, Term};

use super::{part, who};
use crate::document::{Block, Cell, Run, Section, Table, cell};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// Characters of a quotation in the table; the passage section has the rest.
const QUOTE: usize = 180;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut blocks = Vec::new();
    let (own, around): (Vec<_>, Vec<_>) =
        record.chronology.events.iter().enumerate().partition(|(_, event)| !of_others(record, event));
    if own.is_empty() && around.is_empty() {
        blocks.push(Block::paragraph("No event was found in the sources."));
    } else {
        blocks.push(Block::paragraph(
            "Every event that a source speaks of. A claim is printed as it is made: the dossier does not say which \
             is true. “Known since” is the date of the earliest text or announcement in the record that says so.",
        ));
    }
    let columns = [("When", 16), ("What", 24), ("Who says so, and where", 60)];
    if !own.is_empty() {
        let mut table = Table::new("Events by date", &columns);
        for (ix, event) in own {
            table.push_as(format!("ev{}", ix + 1), row(record, event, passages));
        }
        blocks.push(Block::Table(table));
    }
    if !around.is_empty() {
        let mut table = Table::new("Events that concern other people, by date", &columns);
        for (ix, event) in around {
            table.push_as(format!("ev{}", ix + 1), row(record, event, passages));
        }
        let number = format!("{number}.1");
        let heading = "Around the case: what the sources say of others";
        blocks.push(Block::Section(part("others", &number, heading, vec![Block::Table(table)])));
    }
    part("chronology", number, "Chronology", blocks)
}

fn of_others(record: &Record<'_>, event: &Event) -> bool {
    !event.claims.is_empty()
        && event.claims.iter().all(|ix| record.claim(*ix).is_some_and(|claim| claim.about == About::Others))
}

fn row(record: &Record<'_>, event: &Event, passages: &mut Passages<'_>) -> Vec<Cell> {
    let date = prose::when(&event.when);
    let label = event.kind.describe().label.as_str();
    let used_for = format!("chronology, {label}, {date}");
    let mut what = vec![vec![Run::strong(label)]];
    if let Some(term) = event.term.as_ref().and_then(covers) {
        what.push(vec![Run::text(term)]);
    }
    what.push(vec![Run::mark(said(event.independent_sources))]);
    if !event.known_since.is_unknown() {
        what.push(vec![Run::text(format!("Known since: {}", prose::when(&event.known_since)))]);
    }
    let says = event.claims.iter().map(|ix| statement(record, *ix, event, &used_for, passages)).collect();
    vec![vec![vec![Run::strong(date)]], what, says]
}

fn said(independent: usize) -> String {
    match independent {
        0 | 1 => "said once".to_owned(),
        n => format!("{n} independent sources"),
    }
}

/// What an order covers, in words.
fn covers(term: &Term) -> Option<String> {
    let from = term.from.as_ref().map(|from| format!("from {}", prose::when(from)));
    let until = term.until.as_ref().map(|until| format!("until {}", prose::when(until)));
    let length = term.length.as_deref().and_then(length);
    let parts: Vec<_> = [from, until, length].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Covers custody {}", parts.join(", ")))
}

/// `P2M` as `for 2 months`; `None` for what is not a plain ISO 8601 length.
fn length(iso: &str) -> Option<String> {
    let (time, rest) = match iso.strip_prefix("PT") {
        Some(rest) => (true, rest),
        None => (false, iso.strip_prefix('P')?),
    };
    let unit = rest.chars().last()?;
    let count: u64 = rest.strip_suffix(unit)?.parse().ok()?;
    let (one, many) = match (time, unit) {
        (true, 'H') => ("hour", "hours"),
        (true, 'M') => ("minute", "minutes"),
        (false, 'D') => ("day", "days"),
        (false, 'W') => ("week", "weeks"),
        (false, 'M') => ("month", "months"),
        (false, 'Y') => ("year", "years"),
        _ => return None,
    };
    Some(format!("for {}", prose::count(count, one, many)))
}

fn statement(
    record: &Record<'_>,
    ix: ClaimIx,
    event: &Event,
    used_for: &str,
    passages: &mut Passages<'_>,
) -> Vec<Run> {
    let mut runs = who(record, ix);
    let Some(claim) = record.claim(ix) else {
        return runs;
    };
    let date = (claim.when != event.when).then(|| prose::when(&claim.when));
    let marks = [prose::polarity(claim.polarity), prose::modality(claim.modality)];
    for mark in marks.into_iter().flatten() {
        runs.push(Run::text(" "));
        runs.push(Run::mark(mark));
    }
    if let Some(date) = date {
        runs.push(Run::text(format!(" ({date})")));
    }
    runs.push(Run::text(": "));
    runs.push(passages.quote(&claim.passage, QUOTE));
    runs.push(Run::text(" "));
    runs.push(passages.cite(&claim.passage, used_for));
    runs
}

/// Cells for a table that lists claims by their side.
pub(super) fn statement_cell(
    record: &Record<'_>,
    ix: ClaimIx,
    used_for: &str,
    passages: &mut Passages<'_>,
) -> Vec<Run> {
    match record.chronology.events.iter().find(|event| event.claims.contains(&ix)) {
        Some(event) => statement(record, ix, event, used_for, passages),
        None => cell("a claim that is not in the record").into_iter().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_terms_in_words() {
        assert_eq!(length("P2M").as_deref(), Some("for 2 months"));
        assert_eq!(length("PT48H").as_deref(), Some("for 48 hours"));
        assert_eq!(length("P1Y").as_deref(), Some("for 1 year"));
        for bad in ["", "P", "2M", "P2", "PXM", "P1Y2M", "P-1D"] {
            assert_eq!(length(bad), None, "{bad}");
        }
    }
}
