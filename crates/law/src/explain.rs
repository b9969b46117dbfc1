//! A norm in plain words.

use crate::{Act, Condition, FirstDay, Limit, MonthEnd, Norm, Period, Rule, Strength};

/// Says a norm in plain words, with its source and how it was checked.
pub fn explain(norm: &Norm) -> String {
    let mut text = rule(&norm.rule);
    if !norm.when.is_empty() {
        text = format!("Where {}: {text}", join(&norm.when, " and "));
    }
    text.push('.');
    if !norm.unless.is_empty() {
        text.push_str(&format!(" It does not apply where {}.", join(&norm.unless, " or ")));
    }
    text.push_str(match norm.limit {
        Strength::Hard => " The text itself gives the rule.",
        Strength::Presumptive => " The number is a presumption of the body that interprets the text.",
        Strength::Standard => {
            " The text gives a standard and no number: the time that passed is reported, not judged."
        }
    });
    match norm.counting.first_day {
        Some(FirstDay::In) => text.push_str(" The first day counts."),
        Some(FirstDay::Out) => text.push_str(" Counting starts on the day after."),
        Some(FirstDay::InOrOut) => {
            text.push_str(" Whether the first day counts can be read both ways; both ends are given.")
        }
        None => {}
    }
    match norm.counting.month_end {
        Some(MonthEnd::LastDay) => text.push_str(" A month that lacks the day ends on its last."),
        Some(MonthEnd::NextDay) => {
            text.push_str(" A month that lacks the day ends on the first of the next.")
        }
        None => {}
    }
    if norm.burden_on_state {
        text.push_str(" The state must show that it kept the rule.");
    }
    if let Some(deadline) = &norm.deadline {
        text.push_str(&format!(" Owed by {}.", deadline.owed_by));
    }
    if let Some(wgad) = &norm.wgad {
        text.push_str(&format!(
            " A breach supports category {wgad} of the Working Group on Arbitrary Detention."
        ));
    }
    let to = norm.in_force.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let bound: Vec<String> = norm
        .parties
        .iter()
        .map(|party| format!("{} since {}", party.state.to_uppercase(), party.since))
        .collect();
    let bound = if bound.is_empty() { String::new() } else { format!(" Bound by it: {}.", bound.join(", ")) };
    text.push_str(&format!(
        " In force from {}{to}.{bound} Source: {}. Checked {}.",
        norm.in_force.from, norm.cites, norm.checked
    ));
    text
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Within { act: what, of, limits } => {
            let times = list(limits, |limit| format!("within {} of {}", limit.amount, words(of)));
            format!("{} must happen {times}", act(what))
        }
        Rule::Promptly { act: what, after } => {
            format!("{} must happen promptly after {}", act(what), words(after))
        }
        Rule::Before { act: what, lead, event } => {
            let lead = lead.map(|lead| format!("at least {lead} ")).unwrap_or_default();
            format!("{} must happen {lead}before {}", act(what), words(event))
        }
        Rule::Covered { state, by, after } => {
            let after = after.map(|after| format!(", from {after} after its start")).unwrap_or_default();
            format!("Every moment of {} must be a moment of {}{after}", words(state), words(by))
        }
        Rule::AtMost { state, before, limits } => {
            let before =
                before.as_ref().map(|event| format!(", counted up to {},", words(event))).unwrap_or_default();
            let times = list(limits, |limit| format!("at most {}", limit.amount));
            format!("One unbroken time of {}{before} may last {times}", words(state))
        }
        Rule::Never { act: what, period } => {
            let period = match period {
                Period::Ever => "at any time".to_owned(),
                Period::Before(event) => format!("before {}", words(event)),
                Period::While(state) => format!("during {}", words(state)),
                Period::WhileNot(state) => format!("outside {}", words(state)),
            };
            format!("{} must not happen {period}", act(what))
        }
    }
}

fn list(limits: &[Limit], say: impl Fn(&Limit) -> String) -> String {
    let said: Vec<String> = limits
        .iter()
        .map(|limit| {
            let when = if limit.when.is_empty() {
                String::new()
            } else {
                format!(" where {}", join(&limit.when, " and "))
            };
            format!("{}{when}", say(limit))
        })
        .collect();
    said.join(", or ")
}

fn act(act: &Act) -> String {
    let mut text = words(&act.event);
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    for qualifier in &act.qualifiers {
        text.push_str(&format!(", {}", words(qualifier)));
    }
    if let Some(by) = &act.by {
        text.push_str(&format!(" by a {}", words(by)));
    }
    text
}

fn join(conditions: &[Condition], between: &str) -> String {
    conditions.iter().map(explain_condition).collect::<Vec<_>>().join(between)
}

/// A condition in plain words: "the detainee is not minor".
pub fn explain_condition(condition: &Condition) -> String {
    match condition {
        Condition::Event(name) => format!("there was {}", words(name)),
        Condition::State(name) => format!("the person was {}", words(name)),
        Condition::Fact { role, qualifier, holds } => {
            format!("the {} is {}{}", words(role), if *holds { "" } else { "not " }, words(qualifier))
        }
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
