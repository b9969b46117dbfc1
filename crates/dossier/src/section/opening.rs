//! Section 1: who, as of when, from what, and what to look at first.

use remand_chronology::Severity;
use remand_finding::DeadlineStatus;

use super::{deadlines, findings, part};
use crate::document::{Block, Run, Section, line};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut blocks = vec![Block::Paragraph { runs: subject(record) }];
    let mut as_of =
        vec![Run::text("This dossier speaks as of the end of "), Run::strong(prose::day(record.as_of))];
    if !record.as_of_why.is_empty() {
        as_of.push(Run::text(format!(" ({})", prose::dates_in_words(record.as_of_why))));
    }
    as_of.push(Run::text(". What became known later is not in it."));
    blocks.push(Block::Paragraph { runs: as_of });
    blocks.push(Block::Paragraph { runs: what_was_read(record) });
    if record.unreviewed {
        blocks.push(Block::Note {
            runs: vec![
                Run::strong("Not reviewed."),
                Run::text(
                    " Dates, events, sources and findings were proposed by a program and not yet checked by a \
                     person. Follow each reference to its passage before you rely on it.",
                ),
            ],
        });
    }
    if !record.unread.is_empty() {
        let text = format!(
            " {} could not be read at all: listed among the sources, and taken into account nowhere.",
            prose::count(record.unread.len() as u64, "file", "files")
        );
        blocks.push(Block::Note { runs: vec![Run::strong("Files left out."), Run::text(text)] });
    }
    let mut unread: Vec<_> = record.chronology.reading.not_read.iter().map(|part| part.item).collect();
    unread.sort_unstable();
    unread.dedup();
    if !unread.is_empty() {
        let text = format!(
            " {} wholly or partly in a language that the program cannot read. The text is kept, and nothing here \
             takes it into account; the exhibits say which.",
            match unread.len() {
                1 => "1 item is".to_owned(),
                n => format!("{n} items are"),
            }
        );
        blocks.push(Block::Note { runs: vec![Run::strong("Text left out."), Run::text(text)] });
    }
    let points = first_things(record, passages);
    if !points.is_empty() {
        let inner = vec![Block::List { numbered: true, points }];
        blocks.push(Block::Section(part("first", &format!("{number}.1"), "Look at these first", inner)));
    }
    part("opening", number, "Who is held, and what was read", blocks)
}

fn subject(record: &Record<'_>) -> Vec<Run> {
    let Some(subject) = &record.chronology.reading.subject else {
        return vec![
            Run::strong("Nobody is named."),
            Run::text(
                " It could not be told from the sources whom the case is about. Give the name when you make the \
                 dossier.",
            ),
        ];
    };
    let mut runs = vec![Run::text("This is the case of "), Run::strong(&subject.name)];
    if subject.inferred {
        runs.push(Run::text(" (the name was inferred from the sources, not given)"));
    }
    let others: Vec<_> =
        subject.variants.iter().map(|name| line(name)).filter(|name| *name != line(&subject.name)).collect();
    if !others.is_empty() {
        runs.push(Run::text(format!(", also written {}", others.join(", "))));
    }
    runs.push(Run::text("."));
    runs
}

fn what_was_read(record: &Record<'_>) -> Vec<Run> {
    let reading = &record.chronology.reading;
    let count = |n: usize, one, many| prose::count(n as u64, one, many);
    let repeated = reading.entries.iter().filter(|entry| entry.same_text_as.is_some()).count();
    if record.items.is_empty() {
        return vec![Run::text("Nothing was read: the record holds no item.")];
    }
    let mut text = format!(
        "It was made from {} with {}",
        count(record.items.len(), "item", "items"),
        count(reading.entries.len(), "dated entry", "dated entries"),
    );
    if repeated > 0 {
        let repeat = if repeated == 1 { "repeats" } else { "repeat" };
        text.push_str(&format!(" ({repeated} of them {repeat} another)"));
    }
    text.push_str(&format!(
        ": {} of {}, gathered into {}, with {} and {} checked.",
        count(reading.claims.len(), "statement", "statements"),
        count(reading.sources.len(), "source", "sources"),
        count(record.chronology.events.len(), "event", "events"),
        count(record.chronology.disputes.len(), "dispute", "disputes"),
        count(record.chronology.durations.len(), "stated duration", "stated durations"),
    ));
    vec![Run::text(text)]
}

/// The gravest finding, the gravest dispute and the next deadline; further findings where one of them is wanting.
fn first_things(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Vec<Run>> {
    let mut points = Vec::new();
    let norms = findings::by_norm(record);
    let mut grave = norms.iter().enumerate().filter(|(_, norm)| norm.class <= findings::Class::Contested);
    if let Some(point) = grave.next().map(|(ix, norm)| finding(ix, norm)) {
        points.push(point);
    }
    let dispute = record.chronology.disputes.iter().find(|dispute| dispute.severity >= Severity::Medium);
    let at = dispute.and_then(|dispute| record.chronology.disputes.iter().position(|other| other == dispute));
    if let Some((dispute, ix)) = dispute.zip(at) {
        let mut runs =
            vec![Run::strong("Dispute."), Run::text(" "), Run::link(&dispute.topic, format!("d{}", ix + 1))];
        runs.push(Run::text(format!(". {}", prose::sentence(&dispute.why))));
        points.push(runs);
    }
    let next =
        deadlines::in_order(record).into_iter().find(|deadline| deadline.status == DeadlineStatus::Open);
    if let Some(deadline) = next {
        let used_for = format!("next deadline: {}", deadline.procedure);
        let mut runs = vec![Run::strong(format!("Due {}.", prose::due(deadline.due))), Run::text(" ")];
        runs.push(Run::link(&deadline.procedure, "deadlines"));
        runs.push(Run::text(format!(", owed by {}", deadline.owed_by)));
        let references = passages.cite_all(&deadline.claims, &[], &used_for);
        if !references.is_empty() {
            runs.push(Run::text(" ("));
            runs.extend(references);
            runs.push(Run::text(")"));
        }
        runs.push(Run::text("."));
        points.push(runs);
    }
    for (ix, norm) in grave {
        if points.len() >= 3 {
            break;
        }
        points.push(finding(ix, norm));
    }
    points
}

fn finding(ix: usize, norm: &findings::NormFindings<'_>) -> Vec<Run> {
    let lead = match norm.class {
        findings::Class::OnTheStatesAccount => "Breached even on the state's own account.",
        findings::Class::OnAllAccounts => "Breached.",
        _ => "Contested.",
    };
    let mut runs = vec![Run::strong(lead), Run::text(" ")];
    if let Some(finding) = findings::speaking_first(norm) {
        runs.push(Run::link(format!("{} ({})", finding.title, finding.cites), findings::id(ix)));
        runs.push(Run::text(format!(". {}", prose::sentence(&finding.summary))));
    }
    runs
}
