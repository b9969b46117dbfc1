//! The regular form of a pack.

use std::fmt::{self, Write};

use jiff::civil::{Date, Weekday};

use crate::{
    Act, Calendar, Case, Comparison, Condition, Counting, Definition, FirstDay, InForce, Instrument, Item,
    ItemPart, Length, Limit, Line, MonthEnd, Norm, Off, Pack, Parameter, Part, Period, Rollover, Rule, Terms,
    Trigger,
};

/// Writes a pack in its regular form. Formatting the result again changes nothing.
pub fn format(pack: &Pack) -> String {
    let mut out = String::new();
    for part in &pack.parts {
        match part {
            Part::Prose(prose) => out.push_str(prose),
            Part::Instrument(found) => instrument(found, &mut out),
            Part::Calendar(found) => calendar(found, &mut out),
            Part::Parameter(found) => parameter(found, &mut out),
            Part::Definition(found) => definition(found, &mut out),
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

fn instrument(instrument: &Instrument, out: &mut String) {
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    add(&format!("```instrument {}", instrument.id.name), String::new());
    if let Some(text) = counting(&instrument.terms.counting) {
        add("counting", text);
    }
    terms(&instrument.terms, &mut add);
    out.push_str("```\n");
}

fn calendar(calendar: &Calendar, out: &mut String) {
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    add(&format!("```calendar {}", calendar.id.name), String::new());
    if !calendar.weekend.is_empty() {
        let days: Vec<&str> = calendar.weekend.iter().map(|day| weekday(*day)).collect();
        add("weekend", days.join(", "));
    }
    add("covers", format!("{} .. {}", calendar.covers.0, calendar.covers.1));
    let said = |words: &Option<String>| words.as_ref().map(|words| format!(" {words}")).unwrap_or_default();
    for (off, words) in &calendar.off {
        let day = match off {
            Off::On(day) => day.to_string(),
            Off::Every(month, day) => format!("every {month:02}-{day:02}"),
            Off::Easter(0) => "easter".to_owned(),
            Off::Easter(days) => format!("easter {days:+}"),
        };
        add("off", format!("{day}{}", said(words)));
    }
    for (day, words) in &calendar.on {
        add("on", format!("{day}{}", said(words)));
    }
    out.push_str("```\n");
}

/// A day of the week as a pack writes it.
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

fn parameter(parameter: &Parameter, out: &mut String) {
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    add(&format!("```parameter {}", parameter.id.name), String::new());
    add("cites", parameter.cites.clone());
    add("checked", format!("{} {}", parameter.checked.on, parameter.checked.how.words()));
    for value in &parameter.values {
        add("value", format!("{} from {}{}", value.amount, value.from, cites(value.cites.as_deref())));
    }
    out.push_str("```\n");
}

fn definition(definition: &Definition, out: &mut String) {
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    add(&format!("```define {}", definition.name.name), String::new());
    if let Some(cites) = &definition.cites {
        add("cites", cites.clone());
    }
    for (name, events) in [("from", &definition.from), ("until", &definition.until)] {
        if !events.is_empty() {
            add(name, events.join(" or "));
        }
    }
    if let Some(lasting) = definition.lasting {
        add("lasting", lasting.to_string());
    }
    if !definition.within.is_empty() {
        let states: Vec<String> = definition
            .within
            .iter()
            .map(|within| format!("{}{}", if within.inside { "" } else { "not " }, within.state.name))
            .collect();
        add("while", states.join(" and "));
    }
    out.push_str("```\n");
}

/// A norm block in its regular form.
pub(crate) fn norm_text(norm: &Norm) -> String {
    let mut out = String::new();
    self::norm(norm, &mut out);
    out
}

fn norm(norm: &Norm, out: &mut String) {
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    add(&format!("```norm {}", norm.id), String::new());
    add("cites", norm.cites.clone());
    add("checked", format!("{} {}", norm.checked.on, norm.checked.how.words()));
    add("limit", norm.limit.word().to_owned());
    terms(&norm.terms, &mut add);
    if !norm.when.is_empty() {
        add("when", join(&norm.when, " and "));
    }
    for defeater in &norm.unless {
        add("unless", format!("{}{}", join(&defeater.when, " and "), cites(defeater.cites.as_deref())));
    }
    let (name, lines) = rule(&norm.rule);
    field(out, &name, &lines);
    let mut add = |name: &str, line: String| field(out, name, &[line]);
    if let Some(text) = counting(&norm.terms.counting) {
        add("counting", text);
    }
    if norm.burden_on_state {
        add("burden", "state".to_owned());
    }
    if !norm.wgad.is_empty() {
        add("wgad", norm.wgad.join(", "));
    }
    if let Some(deadline) = &norm.deadline {
        add("owed by", deadline.owed_by.clone());
        if let Some(event) = &deadline.stated_as {
            add("stated as", event.clone());
        }
    }
    if !norm.beside.is_empty() {
        add("beside", norm.beside.iter().map(|id| id.name.as_str()).collect::<Vec<_>>().join(", "));
    }
    out.push_str("```\n");
}

/// What an instrument or a norm says of itself, but for how it counts.
fn terms(terms: &Terms, add: &mut impl FnMut(&str, String)) {
    if let Some(in_force) = &terms.in_force {
        add("in force", period(in_force));
    }
    for party in &terms.parties {
        add("party", format!("{} {}", party.state, party.since));
    }
    if !terms.members.is_empty() {
        add("members", terms.members.join(", "));
    }
    for (name, all) in [("reserved", &terms.reserved), ("derogated", &terms.derogated)] {
        for exempt in all {
            let to = exempt.to.map(|to| format!(" {to}")).unwrap_or_default();
            let words = exempt.words.as_ref().map(|words| format!(" {words}")).unwrap_or_default();
            add(name, format!("{} {} ..{to}{words}", exempt.state, exempt.from));
        }
    }
    if let Some(derogable) = terms.derogable {
        add("derogation", if derogable { "possible" } else { "never" }.to_owned());
    }
}

fn period(period: &InForce) -> String {
    let day = |from: Date, latest: Date| {
        if from == latest { from.to_string() } else { format!("{from} or {latest}") }
    };
    let to = period.to.map(|to| format!(" {}", day(to, period.to_latest.unwrap_or(to)))).unwrap_or_default();
    format!("{} ..{to}", day(period.from, period.from_latest))
}

fn rule(rule: &Rule) -> (String, Vec<String>) {
    match rule {
        Rule::Within { act: what, of, limits } => {
            let mut lines = vec![act(what)];
            lines
                .extend(limits.iter().map(|limit| format!("within {} of {of}{}", limit.length, when(limit))));
            ("expect".to_owned(), lines)
        }
        Rule::Promptly { act: what, after } => {
            ("expect".to_owned(), vec![format!("{} promptly after {after}", act(what))])
        }
        Rule::Before { act: what, leads, event } if leads.is_empty() => {
            ("expect".to_owned(), vec![format!("{} before {event}", act(what))])
        }
        Rule::Before { act: what, leads, event } => {
            let lead = |lead: &Limit| format!("at least {} before {event}{}", lead.length, when(lead));
            match leads.as_slice() {
                [only] => ("expect".to_owned(), vec![format!("{} {}", act(what), lead(only))]),
                several => {
                    let mut lines = vec![act(what)];
                    lines.extend(several.iter().map(lead));
                    ("expect".to_owned(), lines)
                }
            }
        }
        Rule::Every { act: what, gap, first, state } => {
            let first = first.as_ref().map(|first| format!(" first within {first}")).unwrap_or_default();
            ("expect".to_owned(), vec![format!("{} every {gap} while {state}{first}", act(what))])
        }
        Rule::Required { act: what, state } => {
            let state = state.as_ref().map(|state| format!(" while {state}")).unwrap_or_default();
            ("expect".to_owned(), vec![format!("{}{state}", act(what))])
        }
        Rule::Record { items } => {
            let last = items.len().saturating_sub(1);
            let lines = items
                .iter()
                .enumerate()
                .map(|(at, item)| format!("{item}{}", if at == last { "" } else { "," }));
            let mut all = vec!["record of".to_owned()];
            all.extend(lines);
            ("expect".to_owned(), all)
        }
        Rule::Covered { state, by, after } => {
            let after = after.as_ref().map(|after| format!(" after {after}")).unwrap_or_default();
            ("throughout".to_owned(), vec![format!("{state} covered by {by}{after}")])
        }
        Rule::AtMost { state, before, limits, total } => {
            let name =
                before.as_ref().map_or_else(|| state.clone(), |event| format!("{state} before {event}"));
            let total = if *total { " in total" } else { "" };
            let mut lines: Vec<String> = limits
                .iter()
                .enumerate()
                .map(|(at, limit)| {
                    format!("at most {}{}{}", limit.length, if at == 0 { total } else { "" }, when(limit))
                })
                .collect();
            if name.len() > WIDTH && lines.len() > 1 {
                lines.insert(0, String::new());
            }
            (name, lines)
        }
        Rule::Never { act: what, period } => {
            let period = match period {
                Period::Ever => String::new(),
                Period::Before(event) => format!(" before {event}"),
                Period::After(event) => format!(" after {event}"),
                Period::While(state) => format!(" while {state}"),
                Period::WhileNot(state) => format!(" while not {state}"),
            };
            ("never".to_owned(), vec![format!("{}{period}", act(what))])
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, all) = match self {
            Self::Event(event) => return f.write_str(event),
            Self::After(length, of) => return write!(f, "{length} after {of}"),
            Self::Earlier(all) => ("the earlier of", all),
            Self::Later(all) => ("the later of", all),
        };
        let all: Vec<String> = all.iter().map(Self::to_string).collect();
        write!(f, "{name} {}", all.join(" and "))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount) => amount.fmt(f),
            Self::Parameter(id) => f.write_str(&id.name),
            Self::Fraction { parts, of, measure } => write!(f, "{parts}/{of} of {measure}"),
            Self::Shorter(a, b) => write!(f, "the shorter of {a} and {b}"),
            Self::Longer(a, b) => write!(f, "the longer of {a} and {b}"),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(name) | Self::State(name) => f.write_str(name),
            Self::Fact { role, qualifier, holds } => {
                write!(f, "{role} is {}{qualifier}", if *holds { "" } else { "not " })
            }
            Self::Measure { measure, comparison, amount } => {
                write!(f, "{measure} {} {amount}", comparison.words())
            }
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.event)?;
        match &self.part {
            ItemPart::Whole => {}
            ItemPart::Date => f.write_str(" date")?,
            ItemPart::Hour => f.write_str(" hour")?,
            ItemPart::Role(role) => write!(f, " {role}")?,
        }
        f.write_str(if self.if_any { " if any" } else { "" })
    }
}

impl Comparison {
    /// As a pack writes it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::AtLeast => "at least",
            Self::Under => "under",
            Self::AtMost => "at most",
        }
    }
}

fn cites(cites: Option<&str>) -> String {
    cites.map(|cites| format!(" cites {cites}")).unwrap_or_default()
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
    let cites = cites(limit.cites.as_deref());
    if limit.when.is_empty() { cites } else { format!(" when {}{cites}", join(&limit.when, " and ")) }
}

fn join(conditions: &[Condition], between: &str) -> String {
    conditions.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
}

fn counting(counting: &Counting) -> Option<String> {
    let first_day = counting.first_day.map(|first| match first {
        FirstDay::In => "first day in",
        FirstDay::Out => "first day out",
        FirstDay::InOrOut => "first day in or out",
    });
    let month_end = counting.month_end.map(|end| match end {
        MonthEnd::LastDay => "end of month last day",
        MonthEnd::NextDay => "end of month next day",
    });
    let mut clauses: Vec<String> = first_day.into_iter().chain(month_end).map(str::to_owned).collect();
    clauses.extend(counting.month_days.map(|days| format!("a month is {days} days")));
    clauses.extend(counting.working_days.as_ref().map(|id| format!("working days of {}", id.name)));
    clauses.extend(counting.rollover.as_ref().map(|rollover| match rollover {
        Rollover::Stays => "no rollover".to_owned(),
        Rollover::Forward(id) => format!("rollover forward of {}", id.name),
        Rollover::Back(id) => format!("rollover back of {}", id.name),
    }));
    clauses.extend(counting.stops_while.as_ref().map(|state| format!("stops while {}", state.name)));
    (!clauses.is_empty()).then(|| clauses.join(", "))
}

fn case(case: &Case, out: &mut String) {
    out.push_str(format!("```case {}", case.title).trim_end());
    out.push('\n');
    let width = case.lines.iter().map(|line| subject(line).len()).chain([5]).max().unwrap_or(5);
    for line in &case.lines {
        let name = subject(line);
        let written = match line {
            Line::Event { qualifiers, denied, on, roles, account, .. } => {
                let how: String = qualifiers.iter().map(|qualifier| format!(" {qualifier}")).collect();
                let on = match on {
                    Some(on) => format!(" {}", on.text),
                    None if *denied => String::new(),
                    None => " undated".to_owned(),
                };
                let with =
                    if roles.is_empty() { String::new() } else { format!(" with {}", roles.join(", ")) };
                let by = account.as_ref().map(|account| format!(" by {account}")).unwrap_or_default();
                format!("{name:width$}{how}{on}{with}{by}")
            }
            Line::Complete { on, account, .. } => {
                let on = on.as_ref().map(|on| format!(" {}", on.text)).unwrap_or_default();
                format!("{name:width$}{on} by {account}")
            }
            Line::State { from, to, .. } => {
                let to = to.map(|to| format!(" {}", moment(to))).unwrap_or_default();
                format!("{name:width$} {} ..{to}", moment(*from))
            }
            Line::Fact { role, qualifier, holds } => {
                format!("{role} is {}{qualifier}", if *holds { "" } else { "not " })
            }
            Line::Measure { measure, amount } => format!("{measure} is {amount}"),
            Line::Country(code) => format!("state of {code}"),
        };
        out.push_str(written.trim_end());
        out.push('\n');
    }
    if let Some(account) = &case.on {
        out.push_str(&format!("{:width$} {account}\n", "on"));
    }
    let words = case.words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
    // Writing to a string cannot fail.
    if writeln!(out, "{:width$} {}\n=> {}{words}\n```", "as of", case.as_of, case.outcome.name()).is_err() {
        out.push_str("```\n");
    }
}

/// What a line that gives a time speaks of; empty for other lines.
fn subject(line: &Line) -> String {
    match line {
        Line::Event { event, denied: true, .. } => format!("deny {event}"),
        Line::Event { event, .. } => event.clone(),
        Line::Complete { event, .. } => format!("complete {event}"),
        Line::State { state, denied: true, .. } => format!("deny {state}"),
        Line::State { state, .. } => state.clone(),
        Line::Fact { .. } | Line::Measure { .. } | Line::Country(_) => String::new(),
    }
}

fn moment(at: jiff::civil::DateTime) -> String {
    let midnight = at.time() == jiff::civil::Time::midnight();
    at.strftime(if midnight { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M" }).to_string()
}
