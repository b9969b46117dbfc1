//! `deadlines.ics`: one entry per deadline, for any calendar (RFC 5545).
//!
//! Written here and not through a calendar crate: those stamp each entry with the time of day, and the same record
//! must give the same bytes.

use jiff::civil::{Date, DateTime};
use remand_finding::{Deadline, DeadlineStatus};
use remand_protection::Audience;

use crate::document::line;
use crate::identity::deadline_ids;
use crate::prose;
use crate::record::{Checked, Record};

/// Octets of a content line, without its end.
const LINE: usize = 75;
/// Before an open deadline that is counted in days the calendar reminds so long.
const DAYS_BEFORE: [(&str, &str); 2] = [("-P14D", "in 14 days"), ("-P3D", "in 3 days")];
/// Before one that is counted in hours.
const HOURS_BEFORE: [(&str, &str); 2] = [("-PT24H", "in 24 hours"), ("-PT4H", "in 4 hours")];

/// Whom the titles may name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// Nobody: calendars are shared and shown on locked screens.
    #[default]
    Nobody,
    /// The person of the case.
    Subject,
}

/// The deadlines as a calendar: those that are open, and the steps of a procedure that passed or were taken.
///
/// The same record gives the same bytes. A deadline keeps its UID when its date moves, and its SEQUENCE is the length
/// of the journal, which grows with whatever can move it. An entry lies on the earliest day on which it can be due.
pub fn write(record: &Record<'_>, naming: Naming) -> String {
    let mut lines = Lines::default();
    lines.push("BEGIN", "VCALENDAR");
    lines.push("VERSION", "2.0");
    lines.push("PRODID", "-//Remand//Deadlines//EN");
    lines.push("CALSCALE", "GREGORIAN");
    lines.push("METHOD", "PUBLISH");
    if record.audience != Audience::Team {
        lines.push("X-WR-CALDESC", &escape(&prose::audience(record)));
    }
    for (deadline, id) in record.deadlines.iter().zip(deadline_ids(record)) {
        if deadline.named || deadline.status == DeadlineStatus::Open {
            event(&mut lines, record, deadline, &id, naming);
        }
    }
    lines.push("END", "VCALENDAR");
    lines.text
}

fn event(lines: &mut Lines, record: &Record<'_>, deadline: &Deadline, id: &str, naming: Naming) {
    let shown = |text: &str| match naming {
        Naming::Nobody => without_names(record, text),
        Naming::Subject => line(text),
    };
    let open = deadline.status == DeadlineStatus::Open;
    let mut title = shown(prose::title(&deadline.procedure));
    if let (Naming::Subject, Some(subject)) = (naming, &record.chronology.reading.subject) {
        title = format!("{}: {title}", line(&subject.name));
    }
    lines.push("BEGIN", "VEVENT");
    lines.push("UID", &format!("{id}@remand.invalid"));
    lines.push("DTSTAMP", &format!("{}T000000Z", digits(record.as_of)));
    lines.push("SEQUENCE", &record.journal.entries.to_string());
    match deadline.due_minute {
        Some((first, _)) => lines.push("DTSTART", &minute(first)),
        None => {
            lines.push("DTSTART;VALUE=DATE", &digits(deadline.due.0));
            // The last day of the calendar has no day after it; an entry without an end lasts its day.
            if let Ok(after) = deadline.due.0.tomorrow() {
                lines.push("DTEND;VALUE=DATE", &digits(after));
            }
        }
    }
    let mut stands = Vec::new();
    if !open {
        stands.push(prose::deadline(deadline.status).to_owned());
    }
    if deadline.due.0 != deadline.due.1 {
        stands.push(format!("at the earliest; at the latest {}", prose::day(deadline.due.1)));
    }
    let stands = if stands.is_empty() { String::new() } else { format!(" ({})", stands.join("; ")) };
    lines.push("SUMMARY", &escape(&format!("{title}{stands}")));
    lines.push("DESCRIPTION", &escape(&shown(&description(record, deadline))));
    lines.push("CLASS", "CONFIDENTIAL");
    lines.push("TRANSP", "TRANSPARENT");
    if open {
        let before = if deadline.due_minute.is_some() { HOURS_BEFORE } else { DAYS_BEFORE };
        for (trigger, words) in before {
            lines.push("BEGIN", "VALARM");
            lines.push("ACTION", "DISPLAY");
            lines.push("TRIGGER", trigger);
            lines.push("DESCRIPTION", &escape(&format!("{title}: {words}")));
            lines.push("END", "VALARM");
        }
    }
    lines.push("END", "VEVENT");
}

fn description(record: &Record<'_>, deadline: &Deadline) -> String {
    let mut text = format!(
        "{}; owed by {}. {}. Rule: {}. Due {}; {} as of {}.",
        deadline.procedure,
        deadline.owed_by,
        deadline.trigger.trim_end_matches('.'),
        deadline.rule.trim_end_matches('.'),
        prose::due_of(deadline),
        prose::deadline(deadline.status),
        prose::day(record.as_of),
    );
    if !deadline.depends.is_empty() {
        text.push_str(&format!(" Which day depends on {}.", deadline.depends.join(", and on ")));
    }
    if !deadline.provided.is_empty() {
        text.push_str(&format!(" Only if {}.", deadline.provided.join(", and ")));
    }
    if record.checked() != Checked::All {
        text.push_str(" Not wholly reviewed: proposed by a program, not yet checked by a person.");
    }
    text
}

/// Civil time of the place, as RFC 5545 calls floating: no time zone is known.
fn minute(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M00").to_string()
}

fn digits(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// `text` with every form of the subject's name replaced, the longest first.
fn without_names(record: &Record<'_>, text: &str) -> String {
    let mut text = line(text);
    let Some(subject) = &record.chronology.reading.subject else {
        return text;
    };
    let mut names: Vec<&str> =
        subject.variants.iter().chain([&subject.name]).map(|name| name.trim()).collect();
    names.extend(subject.name.split_whitespace().filter(|part| part.chars().count() > 2));
    names.retain(|name| !name.is_empty());
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    for name in names {
        text = text.replace(name, "the detainee");
    }
    text
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in line(text).chars() {
        if matches!(ch, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(ch);
    }
    out
}

/// Content lines, folded between characters.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn push(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for ch in name.chars().chain([':']).chain(value.chars()) {
            if used + ch.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(ch);
            used += ch.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}
