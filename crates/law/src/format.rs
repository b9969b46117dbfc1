//! The regular form of a pack.

use std::fmt::Write;

use crate::{
    Act, Case, Condition, Counting, FirstDay, Limit, Line, MonthEnd, Norm, Pack, Part, Period, Rule,
};

/// Writes a pack in its regular form. Formatting the result again changes nothing.
pub fn format(pack: &Pack) -> String {
    let mut out = String::new();
    for part in &pack.parts {
        match part {
            Part::Prose(prose) => out.push_str(prose),
            Part::Norm(found) => norm(found, &mut out),
            Part::Case(found) => case(found, &mut out),
        }
    }
    out
}

/// Column at which the words of a field start.
const WIDTH: usize = 10;

/// Adds a field: its name, padded, and its first line; further lines are indented to the same column.
fn field(out: &mut String, name: &str, lines: &[String]) {
    let mut name = name;
    for line in lines {
        out.push_str(format!("{name:<WIDTH$} {line}").trim_end());
        out.push('\n');
        name = "";
    }
}

fn norm(norm: &Norm, out: &mut String) {
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    add(&format!("```norm {}", norm.id), String::new());
    add("cites", norm.cites.clone());
    add("checked", format!("{} {}", norm.checked.on, norm.checked.how.words()));
    add("limit", norm.limit.word().to_owned());
    let to = norm.in_force.to.map(|to| format!(" {to}")).unwrap_or_default();
    add("in force", format!("{} ..{to}", norm.in_force.from));
    for party in &norm.parties {
        add("party", format!("{} {}", party.state, party.since));
    }
    if !norm.when.is_empty() {
        add("when", join(&norm.when, " and "));
    }
    if !norm.unless.is_empty() {
        add("unless", join(&norm.unless, " or "));
    }
    let (name, lines) = rule(&norm.rule);
    field(out, &name, &lines);
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    if let Some(text) = counting(norm.counting) {
        add("counting", text);
    }
    if norm.burden_on_state {
        add("burden", "state".to_owned());
    }
    if let Some(wgad) = &norm.wgad {
        add("wgad", wgad.clone());
    }
    if let Some(deadline) = &norm.deadline {
        add("owed by", deadline.owed_by.clone());
        if let Some(event) = &deadline.stated_as {
            add("stated as", event.clone());
        }
    }
    out.push_str("```\n");
}

fn rule(rule: &Rule) -> (String, Vec<String>) {
    match rule {
        Rule::Within { act: what, of, limits } => {
            let mut lines = vec![act(what)];
            lines
                .extend(limits.iter().map(|limit| format!("within {} of {of}{}", limit.amount, when(limit))));
            ("expect".to_owned(), lines)
        }
        Rule::Promptly { act: what, after } => {
            ("expect".to_owned(), vec![format!("{} promptly after {after}", act(what))])
        }
        Rule::Before { act: what, lead, event } => {
            let lead = lead.map(|lead| format!("at least {lead} ")).unwrap_or_default();
            ("expect".to_owned(), vec![format!("{} {lead}before {event}", act(what))])
        }
        Rule::Covered { state, by, after } => {
            let after = after.map(|after| format!(" after {after}")).unwrap_or_default();
            ("throughout".to_owned(), vec![format!("{state} covered by {by}{after}")])
        }
        Rule::AtMost { state, before, limits } => {
            let name =
                before.as_ref().map_or_else(|| state.clone(), |event| format!("{state} before {event}"));
            let mut lines: Vec<String> =
                limits.iter().map(|limit| format!("at most {}{}", limit.amount, when(limit))).collect();
            if name.len() > WIDTH && lines.len() > 1 {
                lines.insert(0, String::new());
            }
            (name, lines)
        }
        Rule::Never { act: what, period } => {
            let period = match period {
                Period::Ever => String::new(),
                Period::Before(event) => format!(" before {event}"),
                Period::While(state) => format!(" while {state}"),
                Period::WhileNot(state) => format!(" while not {state}"),
            };
            ("never".to_owned(), vec![format!("{}{period}", act(what))])
        }
    }
}

fn act(act: &Act) -> String {
    let mut text = act.event.clone();
    for qualifier in &act.qualifiers {
        text.push(' ');
        text.push_str(qualifier);
    }
    if let Some(by) = &act.by {
        text.push_str(" by ");
        text.push_str(by);
    }
    text
}

fn when(limit: &Limit) -> String {
    if limit.when.is_empty() { String::new() } else { format!(" when {}", join(&limit.when, " and ")) }
}

fn join(conditions: &[Condition], between: &str) -> String {
    conditions.iter().map(condition).collect::<Vec<_>>().join(between)
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Event(name) | Condition::State(name) => name.clone(),
        Condition::Fact { role, qualifier, holds } => {
            format!("{role} is {}{qualifier}", if *holds { "" } else { "not " })
        }
    }
}

fn counting(counting: Counting) -> Option<String> {
    let first_day = counting.first_day.map(|first| match first {
        FirstDay::In => "first day in",
        FirstDay::Out => "first day out",
        FirstDay::InOrOut => "first day in or out",
    });
    let month_end = counting.month_end.map(|end| match end {
        MonthEnd::LastDay => "end of month last day",
        MonthEnd::NextDay => "end of month next day",
    });
    let clauses: Vec<&str> = first_day.into_iter().chain(month_end).collect();
    (!clauses.is_empty()).then(|| clauses.join(", "))
}

fn case(case: &Case, out: &mut String) {
    out.push_str(format!("```case {}", case.title).trim_end());
    out.push('\n');
    let names = case.lines.iter().map(|line| match line {
        Line::Event { event, denied, .. } => event.len() + if *denied { "deny ".len() } else { 0 },
        Line::State { state, .. } => state.len(),
        Line::Fact { .. } | Line::Country(_) => 0,
    });
    let width = names.chain([5]).max().unwrap_or(5);
    for line in &case.lines {
        let written = match line {
            Line::Event { event, denied, on, account } => {
                let name = if *denied { format!("deny {event}") } else { event.clone() };
                let on = match on {
                    Some(on) => format!(" {}", on.text),
                    None if *denied => String::new(),
                    None => " undated".to_owned(),
                };
                let by = account.as_ref().map(|account| format!(" by {account}")).unwrap_or_default();
                format!("{name:width$}{on}{by}")
            }
            Line::State { state, from, to } => {
                let to = to.map(|to| format!(" {}", moment(to))).unwrap_or_default();
                format!("{state:width$} {} ..{to}", moment(*from))
            }
            Line::Fact { role, qualifier, holds } => {
                format!("{role} is {}{qualifier}", if *holds { "" } else { "not " })
            }
            Line::Country(code) => format!("state of {code}"),
        };
        out.push_str(written.trim_end());
        out.push('\n');
    }
    let words = case.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
    // Writing to a string cannot fail.
    if writeln!(out, "{:width$} {}\n=> {}{words}\n```", "as of", case.as_of, case.outcome.name()).is_err() {
        out.push_str("```\n");
    }
}

fn moment(at: jiff::civil::DateTime) -> String {
    let midnight = at.time() == jiff::civil::Time::midnight();
    at.strftime(if midnight { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M" }).to_string()
}
