//! What a norm asks, in a sentence; and the states, lengths and starts that it names.

use super::wording::{quoted, sentence, spaced, with_article};
use super::{Voice, cited, list};
use crate::{Act, Condition, Definition, Item, ItemPart, Length, Limit, Period, Rule, Trigger};

/// The parameters that a length names.
pub(super) fn parameters(length: &Length) -> Vec<&String> {
    match length {
        Length::Parameter(named) => vec![&named.name],
        Length::Shorter(a, b) | Length::Longer(a, b) => {
            parameters(a).into_iter().chain(parameters(b)).collect()
        }
        Length::Amount(_) | Length::Fraction { .. } => Vec::new(),
    }
}

impl Voice<'_> {
    pub(super) fn rule(&self) -> String {
        let asked = self.asked();
        let when: Vec<Condition> =
            self.norm.when.iter().filter(|condition| !self.is_the_act(condition)).cloned().collect();
        if when.is_empty() {
            return format!("{}.", sentence(&asked));
        }
        format!("Where {}, {asked}.", self.conditions(&when))
    }

    /// The norm says when an act must be done that need not be done at all.
    fn is_the_act(&self, condition: &Condition) -> bool {
        let act = match &self.norm.rule {
            Rule::Within { act, .. } | Rule::Promptly { act, .. } | Rule::Before { act, .. } => act,
            _ => return false,
        };
        matches!(condition, Condition::Event(event) if *event == act.event)
    }

    fn asked(&self) -> String {
        match &self.norm.rule {
            Rule::Within { act, of, limits } => {
                let start = self.trigger(of);
                let times = self.limits(limits, |length| format!("within {length}"), &format!(" of {start}"));
                self.act(act, "must", &times)
            }
            Rule::Promptly { act, after: Trigger::After(length, of) } => {
                let have = if plural(length) { "have" } else { "has" };
                let time =
                    format!("promptly once {} {have} passed since {}", self.length(length), self.trigger(of));
                self.act(act, "must", &time)
            }
            Rule::Promptly { act, after } => {
                self.act(act, "must", &format!("promptly after {}", self.trigger(after)))
            }
            Rule::Before { act, leads, event } => {
                let event = format!("before the {}", self.wording.noun(event));
                if leads.is_empty() {
                    return self.act(act, "must", &event);
                }
                let times = self.limits(leads, |length| format!("at least {length}"), &format!(" {event}"));
                self.act(act, "must", &times)
            }
            Rule::Every { act, gap, first, state } => {
                let first =
                    first.as_ref().map(|first| format!(", and the first time within {}", self.length(first)));
                let gap = match gap {
                    Length::Amount(amount) if amount.count == 1 => {
                        let amount = amount.to_string();
                        format!("every {}", amount.strip_prefix("1 ").unwrap_or(&amount))
                    }
                    gap => format!("once every {}", self.length(gap)),
                };
                let time = format!("at least {gap}{}", first.unwrap_or_default());
                format!("{}, {}", self.during(state), self.act(act, "must", &time))
            }
            Rule::Required { act, state: Some(state) } => {
                format!("{}, {}", self.during(state), self.act(act, "must", "at some time"))
            }
            Rule::Required { act, state: None } => self.act(act, "must", ""),
            Rule::Record { items } => format!("a record must be kept of {}", self.items(items)),
            Rule::Covered { state, by, after } => {
                let after =
                    after.as_ref().map(|after| format!(", from {} after the start", self.length(after)));
                let by = self.wording.states.get(by).map_or_else(
                    || format!("every moment must lie in {}", quoted(by)),
                    |label| format!("the person must be {label} at every moment"),
                );
                let stretch = self.wording.states.get(state).map_or_else(
                    || format!("in each stretch of {}", quoted(state)),
                    |label| format!("whenever the person is {label}"),
                );
                format!("{stretch}, {by}{}", after.unwrap_or_default())
            }
            Rule::AtMost { state, before, limits, total } => {
                self.at_most(state, before.as_deref(), limits, *total)
            }
            Rule::Never { act, period } => match period {
                Period::Ever => self.act(act, "must never", ""),
                Period::Before(event) => {
                    self.act(act, "must not", &format!("before the {}", self.wording.noun(event)))
                }
                Period::After(event) => {
                    self.act(act, "must not", &format!("after the {}", self.wording.noun(event)))
                }
                Period::While(state) => self.act(act, "must not", &self.during(state)),
                Period::WhileNot(state) => {
                    let time = self.wording.states.get(state).map_or_else(
                        || format!("outside of {}", quoted(state)),
                        |label| format!("while the person is not {label}"),
                    );
                    self.act(act, "must not", &time)
                }
            },
        }
    }

    fn at_most(&self, state: &str, before: Option<&str>, limits: &[Limit], total: bool) -> String {
        let before =
            before.map(|event| format!("up to the {}, ", self.wording.noun(event))).unwrap_or_default();
        let label = self.wording.states.get(state);
        let (limit, end) = match (label.is_some(), total) {
            (true, true) => ("for at most", ", all stretches taken together"),
            (true, false) => ("for at most", " at a stretch"),
            (false, _) => ("at most", ""),
        };
        let times = self.limits(limits, |length| format!("{limit} {length}"), end);
        match label {
            Some(label) => format!("{before}the person may be {label} {times}"),
            None if total => format!("{before}all stretches of {} together may last {times}", quoted(state)),
            None => format!("{before}a stretch of {} may last {times}", quoted(state)),
        }
    }

    /// "the person must be questioned in person by an official within 2 days of the arrest".
    fn act(&self, act: &Act, verb: &str, time: &str) -> String {
        let optional = verb == "must" && self.norm.when.iter().any(|condition| self.is_the_act(condition));
        let mut text = self.wording.must(&act.event, if optional { "must, if at all," } else { verb });
        let said: Vec<String> = act.qualifiers.iter().map(|name| self.wording.qualifier(name)).collect();
        let (how, what): (Vec<&String>, Vec<&String>) = said.iter().partition(|words| is_adverbial(words));
        how.iter().for_each(|words| text.push_str(&format!(" {words}")));
        if let Some(by) = &act.by {
            let known = self.wording.qualifiers.get(by).cloned();
            text.push_str(&format!(" by {}", known.unwrap_or_else(|| with_article(&spaced(by)))));
        }
        if !time.is_empty() {
            // "in a language that the person understands, promptly after the arrest"
            let long = how.iter().any(|words| words.split(' ').count() > 4);
            text.push_str(&format!("{} {time}", if long { "," } else { "" }));
        }
        if !what.is_empty() {
            let noun = self.wording.noun(&act.event);
            let (join, is) = if verb == "must" { (", and the", "must be") } else { (" where the", "is") };
            text.push_str(&format!("{join} {noun} {is} {}", list(&what, "and")));
        }
        text
    }

    /// The first limit with what it is counted from, and then those that stand in its place: one after the other, with
    /// all conditions under which the same length counts.
    fn limits(&self, limits: &[Limit], say: impl Fn(&str) -> String, end: &str) -> String {
        let mut said: Vec<(String, Vec<String>)> = Vec::new();
        for limit in limits {
            let time = say(&self.length(&limit.length));
            if limit.when.is_empty() {
                said.push((format!("{time}{end}{}", cited(limit.cites.as_deref())), Vec::new()));
                continue;
            }
            let when = format!("where {}{}", self.conditions(&limit.when), cited(limit.cites.as_deref()));
            match said.last_mut() {
                Some((before, conditions)) if *before == time => conditions.push(when),
                _ => said.push((time, vec![when])),
            }
        }
        let several = said.len() > 2;
        let joined: Vec<String> = said
            .into_iter()
            .map(|(time, conditions)| format!("{time} {}", list(&conditions, "or")).trim_end().to_owned())
            .collect();
        let last =
            if several { "; where more than one of these holds, the one named last counts" } else { "" };
        format!("{}{last}", joined.join(", or "))
    }

    fn items(&self, items: &[Item]) -> String {
        let mut events: Vec<(&Item, Vec<String>)> = Vec::new();
        for item in items {
            let part = match &item.part {
                ItemPart::Whole => String::new(),
                ItemPart::Date => "its day".to_owned(),
                ItemPart::Hour => "its hour".to_owned(),
                ItemPart::Role(role) => match role.as_str() {
                    "by" => "by whom".to_owned(),
                    "to" => "to whom or where".to_owned(),
                    "from" => "from whom or where".to_owned(),
                    role => format!("the {}", spaced(role)),
                },
            };
            let same = events
                .iter_mut()
                .find(|(first, _)| (&first.event, first.if_any) == (&item.event, item.if_any));
            match same {
                Some((_, parts)) => parts.push(part),
                None => events.push((item, vec![part])),
            }
        }
        let said: Vec<String> = events
            .into_iter()
            .map(|(item, parts)| {
                let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                let if_any = if item.if_any { ", if there was one" } else { "" };
                let of = if parts.is_empty() { String::new() } else { format!(" ({})", list(&parts, "and")) };
                format!("the {}{if_any}{of}", self.wording.noun(&item.event))
            })
            .collect();
        match said.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}; and {last}", rest.join("; ")),
            _ => said.concat(),
        }
    }

    pub(super) fn trigger(&self, trigger: &Trigger) -> String {
        let of_all = |all: &[Trigger], two: &str, more: &str| {
            let said: Vec<String> = all.iter().map(|one| self.trigger(one)).collect();
            format!("the {} of {}", if all.len() > 2 { more } else { two }, list(&said, "and"))
        };
        match trigger {
            Trigger::Event(event) => format!("the {}", self.wording.noun(event)),
            Trigger::After(length, of) => {
                format!("the end of {} after {}", self.length(length), self.trigger(of))
            }
            Trigger::Earlier(all) => of_all(all, "earlier", "earliest"),
            Trigger::Later(all) => of_all(all, "later", "latest"),
        }
    }

    pub(super) fn length(&self, length: &Length) -> String {
        match length {
            Length::Amount(amount) => amount.to_string(),
            Length::Parameter(named) => {
                let found = self.law.parameters.iter().find(|parameter| parameter.id == *named);
                let last = found.and_then(|parameter| parameter.values.last());
                last.map_or_else(|| spaced(&named.name), |value| value.amount.to_string())
            }
            Length::Fraction { parts, of, measure } => {
                let share = match (parts, of) {
                    (a, b) if a == b => "the whole".to_owned(),
                    (1, 2) => "half".to_owned(),
                    (1, 3) => "one third".to_owned(),
                    (2, 3) => "two thirds".to_owned(),
                    (1, 4) => "one quarter".to_owned(),
                    (3, 4) => "three quarters".to_owned(),
                    _ => format!("{parts}/{of}"),
                };
                format!("{share} of {}", self.wording.measure(measure))
            }
            Length::Shorter(a, b) => format!("the shorter of {} and {}", self.length(a), self.length(b)),
            Length::Longer(a, b) => format!("the longer of {} and {}", self.length(a), self.length(b)),
        }
    }

    pub(super) fn conditions(&self, all: &[Condition]) -> String {
        let mut said: Vec<String> = Vec::new();
        let mut before: Option<&Condition> = None;
        for condition in all {
            let same = match (before, condition) {
                (Some(Condition::Fact { role: a, .. }), Condition::Fact { role: b, qualifier, holds })
                    if a == b =>
                {
                    Some(format!("{}{}", if *holds { "" } else { "not " }, self.wording.qualifier(qualifier)))
                }
                _ => None,
            };
            // "the harm is serious, urgent and irreparable"
            said.push(same.unwrap_or_else(|| self.wording.condition(condition)));
            before = Some(condition);
        }
        list(&said, "and")
    }

    /// "while the person is in custody".
    pub(super) fn during(&self, state: &str) -> String {
        let label = self.wording.states.get(state);
        label.map_or_else(
            || format!("during {}", quoted(state)),
            |label| format!("while the person is {label}"),
        )
    }

    /// What a state of a pack is.
    pub(super) fn definition(&self, definition: &Definition) -> String {
        let events = |all: &[String]| {
            let nouns: Vec<String> =
                all.iter().map(|event| format!("the {}", self.wording.noun(event))).collect();
            list(&nouns, "or")
        };
        let mut text = format!("Here {} is the time", quoted(&definition.name.name));
        if !definition.from.is_empty() {
            text.push_str(&format!(" from {}", events(&definition.from)));
        }
        if !definition.until.is_empty() {
            text.push_str(&format!(" until {}", events(&definition.until)));
        }
        if let Some(amount) = definition.lasting {
            text.push_str(&format!(", for at most {amount}"));
        }
        let within: Vec<String> = definition
            .within
            .iter()
            .map(|within| match (self.wording.states.get(&within.state.name), within.inside) {
                (Some(label), true) => format!("in which the person is {label}"),
                (Some(label), false) => format!("in which the person is not {label}"),
                (None, true) => format!("that lies in {}", quoted(&within.state.name)),
                (None, false) => format!("that lies outside of {}", quoted(&within.state.name)),
            })
            .collect();
        if !within.is_empty() {
            let comma = if definition.lasting.is_some() { "," } else { "" };
            text.push_str(&format!("{comma} {}", list(&within, "and")));
        }
        format!("{text}{}.", cited(definition.cites.as_deref()))
    }
}

/// The words say how something is done, and not what it is.
fn is_adverbial(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    ["in", "under", "without", "by", "as", "for", "on", "with", "before", "after", "at", "from"]
        .contains(&first)
}

fn plural(length: &Length) -> bool {
    matches!(length, Length::Amount(amount) if amount.count > 1)
}
