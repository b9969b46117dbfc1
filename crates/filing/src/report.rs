//! What is another since a draft was written, as `changes.md` and for the screen.

use crate::continued::{Change, Changes, Edited};
use crate::draft::Draft;

/// A date, number, name or quotation that a person typed and that the record does not carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// The words.
    pub words: String,
    /// What of the record speaks against it, or that nothing of it says so.
    pub why: String,
}

/// The listing, in Markdown. `fresh` is the draft of the record of today.
pub fn report(edited: &Edited, fresh: &Draft, changes: &Changes, typed: &[Unsupported]) -> String {
    let mut text = format!("# What the record says differently by now\n\n{}\n", fresh.title);
    let people: Vec<&str> = fresh.people.iter().map(|person| person.name.as_str()).collect();
    text.push_str(&format!(
        "{}. Written as of {}, held against the record as of {}.\n",
        people.join(", "),
        edited.as_of,
        fresh.as_of
    ));
    if let Some(notice) = &fresh.notice {
        text.push_str(&format!("{notice}\n"));
    }
    if changes.is_same() && typed.is_empty() {
        text.push_str("\nNothing of the record is another.\n");
    }
    section(&mut text, "The record says it differently", &changes.differs, |change| {
        let mut line = format!("{} -> {}", quoted(&change.was), quoted(&change.record));
        if let Some(file) = &change.file {
            line.push_str(&format!(" (your file has {})", quoted(file)));
        }
        line
    });
    let gone = "The record no longer says it: rejected, withdrawn, or its passage is lost";
    section(&mut text, gone, &changes.gone, |change| match &change.file {
        Some(file) => format!("{} (your file has {})", quoted(&change.was), quoted(file)),
        None => quoted(&change.was),
    });
    section(&mut text, "New in the record, and not in your file", &changes.new, |change| {
        quoted(&change.record)
    });
    list(&mut text, "Answered since", changes.answered.iter().map(String::clone));
    let asked =
        changes.asked.iter().map(|(question, id)| format!("{question} (`remand answer CASE {id} …`)"));
    list(&mut text, "Asked since", asked);
    let gates = changes.gates.iter().map(|(what, was, now)| format!("{what} {was} -> {now}"));
    list(&mut text, "Conditions of the forum that stand otherwise", gates);
    let typed = typed.iter().map(|typed| format!("{}: {}", quoted(&typed.words), typed.why));
    list(&mut text, "In your file, and not carried by the record", typed);
    section(&mut text, "Changed by hand; the record says it as it did", &changes.by_hand, |change| {
        format!("{} -> {}", quoted(&change.was), quoted(change.file.as_deref().unwrap_or_default()))
    });
    section(&mut text, "Taken out by hand; the record still says it", &changes.taken_out, |change| {
        quoted(&change.was)
    });
    text
}

/// Changes of one kind, by their places.
fn section(text: &mut String, heading: &str, changes: &[Change], line: impl Fn(&Change) -> String) {
    if changes.is_empty() {
        return;
    }
    text.push_str(&format!("\n## {heading}\n"));
    let mut place = None;
    for change in changes {
        if place != Some(&change.place) {
            text.push_str(&format!("\n{}\n", plain(&change.place)));
            place = Some(&change.place);
        }
        text.push_str(&format!("- {}\n", line(change)));
    }
}

fn list(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    text.push_str(&format!("\n## {heading}\n\n"));
    for line in lines {
        text.push_str(&format!("- {}\n", plain(&line)));
    }
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", plain(text))
}

/// One line, without what a terminal would take for a command.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().map(|ch| if ch.is_control() { '\u{fffd}' } else { ch }).collect()
}
