//! Section 4: what happened, who says so and through whom.

use remand_chronology::Event;
use remand_reading::{About, ClaimIx, Term};

use super::{part, who};
use crate::document::{Block, Cell, Edition, Run, Section, Table};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// Characters of a quotation; the passage section has the rest.
const QUOTE: usize = 180;
/// Statements of an event that are quoted on paper before the others are referred to.
const QUOTED_ON_PAPER: usize = 3;

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
        let mut table = Table::new("Events by date", &columns).in_rows(2, false);
        for (ix, event) in own {
            table.push_as(format!("ev{}", ix + 1), row(record, event, passages));
        }
        blocks.push(Block::Table(table));
    }
    if !around.is_empty() {
        let mut table = Table::new("Events that concern other people, by date", &columns).in_rows(2, false);
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
    let says = statements(record, &event.claims, &used_for, passages);
    vec![vec![vec![Run::strong(date)]], what, says]
}

fn said(independent: usize) -> String {
    match independent {
        0 | 1 => "said once".to_owned(),
        n => format!("{n} independent sources"),
    }
}

/// What an order covers, in words.
pub(super) fn covers(term: &Term) -> Option<String> {
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

/// What is said of an event, together where the same source says it in the same way.
pub(super) fn statements(
    record: &Record<'_>,
    claims: &[ClaimIx],
    used_for: &str,
    passages: &mut Passages<'_>,
) -> Vec<Vec<Run>> {
    let quoted = match passages.edition() {
        Edition::Page => claims.len(),
        // One more is shorter than the words that say how many are left.
        Edition::Paper if claims.len() == QUOTED_ON_PAPER + 1 => claims.len(),
        Edition::Paper => QUOTED_ON_PAPER.min(claims.len()),
    };
    let (claims, rest) = claims.split_at_checked(quoted).unwrap_or((claims, &[]));
    let mut lines: Vec<(Vec<Run>, Vec<Run>)> = Vec::new();
    for ix in claims {
        let said_by = introduction(record, *ix);
        let Some(claim) = record.claim(*ix) else {
            lines.push((said_by, Vec::new()));
            continue;
        };
        let quote =
            [passages.quote(&claim.passage, QUOTE), Run::text(" "), passages.cite(&claim.passage, used_for)];
        match lines.iter_mut().find(|(known, quotes)| *known == said_by && !quotes.is_empty()) {
            Some((_, quotes)) => {
                quotes.push(Run::text("; "));
                quotes.extend(quote);
            }
            None => lines.push((said_by, quote.into())),
        }
    }
    let mut said: Vec<Vec<Run>> = lines
        .into_iter()
        .map(|(mut runs, quotes)| {
            if !quotes.is_empty() {
                runs.push(Run::text(": "));
                runs.extend(quotes);
            }
            runs
        })
        .collect();
    if !rest.is_empty() {
        let more = prose::count(rest.len() as u64, "more statement", "more statements");
        let mut runs = vec![Run::text(format!("And {more}: "))];
        runs.extend(passages.cite_all(rest, &[], used_for));
        said.push(runs);
    }
    said
}

/// Who says it, through whom, in which way and of which date, where that is not the date of the event.
fn introduction(record: &Record<'_>, ix: ClaimIx) -> Vec<Run> {
    let mut runs = who(record, ix);
    let Some(claim) = record.claim(ix) else {
        return runs;
    };
    let event = record.chronology.events.iter().find(|event| event.claims.contains(&ix));
    let marks = [prose::polarity(claim.polarity), prose::modality(claim.modality)];
    for mark in marks.into_iter().flatten() {
        runs.push(Run::text(" "));
        runs.push(Run::mark(mark));
    }
    if event.is_none_or(|event| claim.when != event.when) && !claim.when.is_unknown() {
        runs.push(Run::text(format!(" ({})", prose::when(&claim.when))));
    }
    runs
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
