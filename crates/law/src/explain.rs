//! A norm in plain words.

use crate::{Act, Condition, Defeater, FirstDay, Limit, MonthEnd, Norm, Period, Rule, Strength, Trigger};

/// Says a norm in plain words, with its source and how it was checked.
pub fn explain(norm: &Norm) -> String {
    let mut text = rule(&norm.rule);
    if !norm.when.is_empty() {
        text = format!("Where {}: {text}", join(&norm.when, " and "));
    }
    text.push('.');
    if !norm.unless.is_empty() {
        text.push_str(&format!(
            " It does not apply where {}.",
            norm.unless.iter().map(defeater).collect::<Vec<_>>().join(", or where ")
        ));
    }
    text.push_str(match norm.limit {
        Strength::Hard => " The text itself gives the rule.",
        Strength::Presumptive => " The number is a presumption of the body that interprets the text.",
        Strength::Standard => {
            " The text gives a standard and no number: the time that passed is reported, not judged."
        }
    });
    match norm.terms.counting.first_day {
        Some(FirstDay::In) => text.push_str(" The first day counts."),
        Some(FirstDay::Out) => text.push_str(" Counting starts on the day after."),
        Some(FirstDay::InOrOut) => {
            text.push_str(" Whether the first day counts can be read both ways; both ends are given.")
        }
        None => {}
    }
    match norm.terms.counting.month_end {
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
    if let Some((last, rest)) = norm.wgad.split_last() {
        let categories = if rest.is_empty() {
            format!("category {last}")
        } else {
            format!("categories {} and {last}", rest.join(", "))
        };
        text.push_str(&format!(
            " A breach supports {categories} of the Working Group on Arbitrary Detention."
        ));
    }
    let in_force = norm.terms.in_force.map(|in_force| {
        let to = in_force.to.map(|to| format!(" to {to}")).unwrap_or_default();
        format!(" In force from {}{to}.", in_force.from)
    });
    let bound: Vec<String> = norm
        .terms
        .parties
        .iter()
        .map(|party| format!("{} since {}", party.state.to_uppercase(), party.since))
        .collect();
    let bound = if bound.is_empty() { String::new() } else { format!(" Bound by it: {}.", bound.join(", ")) };
    text.push_str(&format!(
        "{}{bound} Source: {}. Checked {}.",
        in_force.unwrap_or_default(),
        norm.cites,
        norm.checked
    ));
    text
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Within { act: what, of, limits } => {
            let times = list(limits, |limit| format!("within {} of {}", limit.length, trigger(of)));
            format!("{} must happen {times}", act(what))
        }
        Rule::Promptly { act: what, after } => {
            format!("{} must happen promptly after {}", act(what), trigger(after))
        }
        Rule::Before { act: what, leads, event } if leads.is_empty() => {
            format!("{} must happen before {}", act(what), words(event))
        }
        Rule::Before { act: what, leads, event } => {
            let times = list(leads, |lead| format!("at least {} before {}", lead.length, words(event)));
            format!("{} must happen {times}", act(what))
        }
        Rule::Every { act: what, gap, first, state } => {
            let first = first.as_ref().map(|first| format!(", the first within {first}")).unwrap_or_default();
            format!("{} must happen at least every {gap} during {}{first}", act(what), words(state))
        }
        Rule::Required { act: what, state: Some(state) } => {
            format!("{} must happen during {}", act(what), words(state))
        }
        Rule::Required { act: what, state: None } => format!("{} must happen", act(what)),
        Rule::Record { items } => {
            let items: Vec<String> = items.iter().map(|item| words(&item.to_string())).collect();
            format!("A record must be kept of: {}", items.join("; "))
        }
        Rule::Covered { state, by, after } => {
            let after =
                after.as_ref().map(|after| format!(", from {after} after its start")).unwrap_or_default();
            format!("Every moment of {} must be a moment of {}{after}", words(state), words(by))
        }
        Rule::AtMost { state, before, limits, total } => {
            let before =
                before.as_ref().map(|event| format!(", counted up to {},", words(event))).unwrap_or_default();
            let times = list(limits, |limit| format!("at most {}", limit.length));
            let what = if *total { "All time" } else { "One unbroken time" };
            format!("{what} of {}{before} may last {times}", words(state))
        }
        Rule::Never { act: what, period } => {
            let period = match period {
                Period::Ever => "at any time".to_owned(),
                Period::Before(event) => format!("before {}", words(event)),
                Period::After(event) => format!("after {}", words(event)),
                Period::While(state) => format!("during {}", words(state)),
                Period::WhileNot(state) => format!("outside {}", words(state)),
            };
            format!("{} must not happen {period}", act(what))
        }
    }
}

fn trigger(trigger: &Trigger) -> String {
    words(&trigger.to_string())
}

fn defeater(defeater: &Defeater) -> String {
    let cites = defeater.cites.as_ref().map(|cites| format!(" ({cites})")).unwrap_or_default();
    format!("{}{cites}", join(&defeater.when, " and "))
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
        Condition::Measure { measure, comparison, amount } => {
            format!("the {} is {} {amount}", words(measure), comparison.words())
        }
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
