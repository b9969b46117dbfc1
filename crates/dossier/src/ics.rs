//! `deadlines.ics`: one all-day entry per deadline, for any calendar (RFC 5545).
//!
//! Written here and not through a calendar crate: those stamp each alarm with the time of day, and the same record
//! must give the same bytes.

use jiff::civil::Date;
use remand_finding::{Deadline, DeadlineStatus};

use crate::document::line;
use crate::identity::Ids;
use crate::prose;
use crate::record::{Checked, Record};

/// Octets of a content line, without its end.
const LINE: usize = 75;
/// Days before an open deadline on which the calendar reminds.
const REMINDERS: [u32; 2] = [14, 3];

/// The deadlines as a calendar. The same record gives the same bytes; a deadline keeps its UID when its date moves.
///
/// Titles name the procedure and nobody: calendars are shared and shown on locked screens.
pub fn write(record: &Record<'_>) -> String {
    let mut lines = Lines::default();
    lines.push("BEGIN", "VCALENDAR");
    lines.push("VERSION", "2.0");
    lines.push("PRODID", "-//Remand//Deadlines//EN");
    lines.push("CALSCALE", "GREGORIAN");
    lines.push("METHOD", "PUBLISH");
    let mut ids = Ids::default();
    for deadline in record.deadlines {
        event(&mut lines, record, deadline, &mut ids);
    }
    lines.push("END", "VCALENDAR");
    lines.text
}

fn event(lines: &mut Lines, record: &Record<'_>, deadline: &Deadline, ids: &mut Ids) {
    let norm = deadline.norm.as_deref().unwrap_or_default();
    let claim = deadline.claims.first().and_then(|ix| record.claim(*ix));
    let place =
        claim.map(|claim| format!("{}:{}", claim.passage.item, claim.passage.start)).unwrap_or_default();
    let uid = ids.id(&[&deadline.procedure, norm, &place], 16);
    let title = without_names(record, &deadline.procedure);
    let open = deadline.status == DeadlineStatus::Open;
    let mut description = format!(
        "{}; owed by {}. {}. Rule: {}. Due {}; {} as of {}.",
        deadline.procedure,
        deadline.owed_by,
        deadline.trigger.trim_end_matches('.'),
        deadline.rule.trim_end_matches('.'),
        prose::due(deadline.due),
        prose::deadline(deadline.status),
        prose::day(record.as_of),
    );
    if record.checked() != Checked::All {
        description.push_str(" Not wholly reviewed: proposed by a program, not yet checked by a person.");
    }
    lines.push("BEGIN", "VEVENT");
    lines.push("UID", &format!("{uid}@remand.invalid"));
    lines.push("DTSTAMP", &format!("{}T000000Z", digits(record.as_of)));
    lines.push("DTSTART;VALUE=DATE", &digits(deadline.due.0));
    if let Ok(after) = deadline.due.1.max(deadline.due.0).tomorrow() {
        lines.push("DTEND;VALUE=DATE", &digits(after));
    }
    let stands = if open { String::new() } else { format!(" ({})", prose::deadline(deadline.status)) };
    lines.push("SUMMARY", &escape(&format!("{title}{stands}")));
    lines.push("DESCRIPTION", &escape(&without_names(record, &description)));
    lines.push("CLASS", "CONFIDENTIAL");
    lines.push("TRANSP", "TRANSPARENT");
    if open {
        for days in REMINDERS {
            lines.push("BEGIN", "VALARM");
            lines.push("ACTION", "DISPLAY");
            lines.push("TRIGGER", &format!("-P{days}D"));
            lines.push("DESCRIPTION", &escape(&format!("{title}: in {days} days")));
            lines.push("END", "VALARM");
        }
    }
    lines.push("END", "VEVENT");
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
