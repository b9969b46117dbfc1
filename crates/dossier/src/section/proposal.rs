//! One statement as it is put before a person: who says what, the words in their context, what hangs on it.

use remand_chronology::{Severity, Verdict};
use remand_reading::{About, ClaimIx};

use super::chronology::covers;
use super::{part, who};
use crate::document::{Block, Run, Section, line, shortened};
use crate::prose;
use crate::record::Record;

/// Characters of context on each side of the words.
const AROUND: usize = 240;
/// Characters of the words where a statement is named in a line.
const IN_A_LINE: usize = 90;

/// Everything that a person needs to decide about a statement; empty where there is no such statement.
pub fn proposal(record: &Record<'_>, ix: ClaimIx) -> Section {
    let Some(claim) = record.claim(ix) else { return part("proposal", "", "", Vec::new()) };
    let label = &claim.kind.describe().label;
    let heading = format!("{label}: {}", prose::when(&claim.when));
    let mut said = vec![Run::text("said by ")];
    said.extend(who(record, ix));
    let mut how: Vec<String> = Vec::new();
    how.push(prose::polarity(claim.polarity).unwrap_or("said to be so").to_owned());
    how.extend(prose::modality(claim.modality).map(str::to_owned));
    how.push(
        match claim.about {
            About::Subject => "about the person of the case",
            About::Others => "about other people",
            About::Nobody => "about nobody in particular",
        }
        .to_owned(),
    );
    how.extend(claim.term.as_ref().and_then(covers).map(|term| term.replacen("Covers", "covers", 1)));
    let mut points = vec![said, vec![Run::text(how.join("; "))], vec![Run::text(place(record, ix))]];
    if let Some(event) = record.chronology.events.iter().find(|event| event.claims.contains(&ix))
        && event.claims.len() > 1
    {
        points.push(vec![Run::text(format!(
            "one of {} of this event, which is dated {}",
            prose::count(event.claims.len() as u64, "statement", "statements"),
            prose::when(&event.when)
        ))]);
    }
    let disputes = record.chronology.disputes.iter();
    for dispute in disputes.filter(|dispute| dispute.sides.iter().any(|side| side.claims.contains(&ix))) {
        let weight = if dispute.severity == Severity::High { "in a grave dispute" } else { "in dispute" };
        points.push(vec![Run::text(format!("{weight}: {}", prose::dates_in_words(&dispute.topic)))]);
    }
    if let Some(mark) = record.chronology.reviewed.marks.get(&ix) {
        let verdict = match mark.verdict {
            Verdict::Accepted => "accepted",
            Verdict::Corrected => "corrected",
            Verdict::Skipped => "skipped",
            Verdict::Rejected => "rejected",
            Verdict::Merged => "merged",
        };
        points.push(vec![Run::text(format!("{verdict} before by {}, {}", mark.by, mark.at))]);
    }
    let blocks =
        vec![Block::Paragraph { runs: context(record, ix) }, Block::List { numbered: false, points }];
    part("proposal", "", heading, blocks)
}

/// `10 March 2024, Counsel: “was taken from …”`: a statement among others to choose from.
pub fn in_a_line(record: &Record<'_>, ix: ClaimIx) -> String {
    let Some(claim) = record.claim(ix) else { return String::new() };
    let words = shortened(record.words(&claim.passage).unwrap_or_default(), IN_A_LINE);
    format!("{}, {}: “{words}”", prose::when(&claim.when), line(record.source_name(claim.asserter)))
}

/// The words between what stands before and after them in their paragraph.
fn context(record: &Record<'_>, ix: ClaimIx) -> Vec<Run> {
    let missing = || vec![Run::text("The words cannot be found in the text of the file.")];
    let Some(claim) = record.claim(ix) else { return missing() };
    let (Some((_, layer)), Some(words)) = (record.item(claim.passage.item), record.words(&claim.passage))
    else {
        return missing();
    };
    let text = layer.text.as_str();
    let (start, end) = (claim.passage.start, claim.passage.end);
    let paragraph =
        layer.blocks.iter().find(|block| block.span.contains(&start)).map(|block| block.span.clone());
    let (first, last) = paragraph.map_or((start, end), |span| (span.start, span.end.max(end)));
    let from = text.floor_char_boundary(start.saturating_sub(AROUND).max(first));
    let to = text.floor_char_boundary(end.saturating_add(AROUND).min(last).max(end));
    let before = text.get(from..start).unwrap_or_default();
    let after = text.get(end..to).unwrap_or_default();
    let cut = |cut: bool| if cut { "… " } else { "" };
    vec![
        Run::text(format!("{}{before}", cut(from > first))),
        Run::text("⟦"),
        Run::strong(words),
        Run::text("⟧"),
        Run::text(format!("{after}{}", cut(to < last))),
    ]
}

fn place(record: &Record<'_>, ix: ClaimIx) -> String {
    let Some(claim) = record.claim(ix) else { return String::new() };
    let name = record.item(claim.passage.item).map(|(item, _)| line(&item.name)).unwrap_or_default();
    let place = record.place(&claim.passage);
    let place = place.split_once(' ').map_or(String::new(), |(_, place)| format!(", {place}"));
    let published = record.entry(claim.entry).map(|entry| prose::when(&entry.published)).unwrap_or_default();
    format!("{name}{place}, bytes {} to {}; published: {published}", claim.passage.start, claim.passage.end)
}
