//! The grammar of what a norm asks, by recursive descent: one function a rule of `spec/law.md`.

use std::collections::BTreeMap;

use super::block::Word;
use super::cursor::{Cursor, Parsed};
use crate::{Act, Item, ItemPart, Kind, Length, Limit, Period, Rule};

/// A limit and the word at which it starts.
type Placed<'a> = (Word<'a>, Limit);

impl<'a> Cursor<'a, '_, '_> {
    fn act(&mut self) -> Parsed<Act> {
        let event = self.name(Kind::Event)?;
        let qualifiers = self.qualifiers()?;
        let by = if self.eat("by") { Some(self.name(Kind::Qualifier)?) } else { None };
        Ok(Act { event, qualifiers, by })
    }

    /// Qualifiers, while there are any.
    pub(crate) fn qualifiers(&mut self) -> Parsed<Vec<String>> {
        let mut all = Vec::new();
        while self.sees_name(Kind::Qualifier) {
            all.push(self.name(Kind::Qualifier)?);
        }
        Ok(all)
    }

    /// What follows `expect`.
    pub(crate) fn expectation(&mut self) -> Parsed<Rule> {
        if self.sees("record") && self.second().is_none_or(|word| word.text == "of") {
            self.keywords(&["record", "of"])?;
            return self.list(Self::item).map(|items| Rule::Record { items });
        }
        let act = self.act()?;
        const TIMES: [&str; 6] = ["within", "promptly", "before", "at", "every", "while"];
        for time in TIMES {
            self.sees(time);
        }
        let Some(word) = self.peek() else { return Ok(Rule::Required { act, state: None }) };
        if !TIMES.contains(&word.text) {
            let help = "write `within 48 hours of EVENT`, `promptly after EVENT`, `[at least 8 hours] before EVENT`, `every 7 days while STATE`, `while STATE`, or nothing";
            let message = format!("`{}` is neither a qualifier nor a time", word.text);
            return Err(self.fault(word, message, help));
        }
        match self.one_of(word, "time", &TIMES)? {
            "within" => self.within(act),
            "promptly" => {
                self.keywords(&["promptly", "after"])?;
                Ok(Rule::Promptly { act, after: self.trigger()? })
            }
            "before" => {
                self.take();
                Ok(Rule::Before { act, leads: Vec::new(), event: self.name(Kind::Event)? })
            }
            "at" => self.leads(act),
            "every" => {
                self.take();
                let gap = self.length()?;
                self.keyword("while")?;
                let state = self.name(Kind::State)?;
                let first = if self.eat("first") {
                    self.keyword("within")?;
                    Some(self.length()?)
                } else {
                    None
                };
                Ok(Rule::Every { act, gap, first, state })
            }
            _ => {
                self.take();
                Ok(Rule::Required { act, state: Some(self.name(Kind::State)?) })
            }
        }
    }

    fn within(&mut self, act: Act) -> Parsed<Rule> {
        let first = self.keyword("within")?;
        let length = self.length()?;
        self.keyword("of")?;
        let of = self.trigger()?;
        let mut limits = vec![(first, self.limit(length)?)];
        while self.sees("within") {
            let at = self.keyword("within")?;
            let length = self.length()?;
            self.keyword("of")?;
            let start = self.peek();
            let again = self.trigger()?;
            if again != of {
                let message = format!("this alternative counts from `{again}`, the first one from `{of}`");
                let help = "alternatives of one expectation count from the same event; write a second norm";
                return Err(self.fault(start.unwrap_or(at), message, help));
            }
            limits.push((at, self.limit(length)?));
        }
        Ok(Rule::Within { act, of, limits: self.alternatives(limits)? })
    }

    fn leads(&mut self, act: Act) -> Parsed<Rule> {
        let mut leads = Vec::new();
        let mut before: Option<String> = None;
        while self.sees("at") {
            let at = self.keyword("at")?;
            self.keyword("least")?;
            let length = self.length()?;
            self.keyword("before")?;
            let word = self.peek();
            let event = self.name(Kind::Event)?;
            if let (Some(first), Some(word)) = (before.as_ref().filter(|first| **first != event), word) {
                let message =
                    format!("this alternative counts back from `{event}`, the first one from `{first}`");
                let help = "alternatives of one expectation count from the same event; write a second norm";
                return Err(self.fault(word, message, help));
            }
            before = Some(event);
            leads.push((at, self.limit(length)?));
        }
        let leads = self.alternatives(leads)?;
        Ok(Rule::Before { act, leads, event: before.unwrap_or_default() })
    }

    fn item(&mut self) -> Parsed<Item> {
        let event = self.name(Kind::Event)?;
        let part = if self.eat("date") {
            ItemPart::Date
        } else if self.eat("hour") {
            ItemPart::Hour
        } else if self.sees_name(Kind::Role) {
            ItemPart::Role(self.name(Kind::Role)?)
        } else {
            ItemPart::Whole
        };
        let if_any = self.eat("if");
        if if_any {
            self.keyword("any")?;
        }
        Ok(Item { event, part, if_any })
    }

    /// What follows `throughout`.
    pub(crate) fn throughout(&mut self) -> Parsed<Rule> {
        let state = self.name(Kind::State)?;
        self.keywords(&["covered", "by"])?;
        let by = self.name(Kind::State)?;
        let after = if self.eat("after") { Some(self.length()?) } else { None };
        Ok(Rule::Covered { state, by, after })
    }

    /// `STATE [before EVENT] at most T [in total] ..`.
    pub(crate) fn at_most(&mut self) -> Parsed<Rule> {
        let state = self.name(Kind::State)?;
        let before = if self.eat("before") { Some(self.name(Kind::Event)?) } else { None };
        let first = self.keyword("at")?;
        self.keyword("most")?;
        let length = self.length()?;
        let total = self.eat("in");
        if total {
            self.keyword("total")?;
        }
        let mut limits = vec![(first, self.limit(length)?)];
        while self.sees("at") {
            let at = self.keyword("at")?;
            self.keyword("most")?;
            let length = self.length()?;
            limits.push((at, self.limit(length)?));
        }
        Ok(Rule::AtMost { state, before, limits: self.alternatives(limits)?, total })
    }

    /// What follows `never`.
    pub(crate) fn never(&mut self) -> Parsed<Rule> {
        let act = self.act()?;
        for word in ["before", "after", "while"] {
            self.sees(word);
        }
        if self.peek().is_none() {
            return Ok(Rule::Never { act, period: Period::Ever });
        }
        let period = match self.choice("time", &["before", "after", "while"])? {
            "before" => Period::Before(self.name(Kind::Event)?),
            "after" => Period::After(self.name(Kind::Event)?),
            _ if self.eat("not") => Period::WhileNot(self.name(Kind::State)?),
            _ => Period::While(self.name(Kind::State)?),
        };
        Ok(Rule::Never { act, period })
    }

    /// A limit of this length, with its condition.
    fn limit(&mut self, length: Length) -> Parsed<Limit> {
        let when = if self.eat("when") { self.conditions()? } else { Vec::new() };
        Ok(Limit { length, when, cites: self.cites()? })
    }

    /// Two limits for the same condition cannot both count, and the one without a condition comes first.
    fn alternatives(&mut self, limits: Vec<Placed<'a>>) -> Parsed<Vec<Limit>> {
        if let Some((word, _)) = limits.first().filter(|(_, first)| !first.when.is_empty()) {
            let help = "put the limit that holds where no condition does first";
            return Err(self.fault(*word, "the first limit has a condition", help));
        }
        if let Some((word, _)) = limits.first().filter(|(_, first)| first.cites.is_some()) {
            let help = "say it under `cites` of the norm; a limit of its own source has a condition";
            return Err(self.fault(*word, "the first limit cites a source of its own", help));
        }
        let mut lengths: BTreeMap<Vec<String>, &Length> = BTreeMap::new();
        for (word, limit) in &limits {
            let mut when: Vec<String> = limit.when.iter().map(ToString::to_string).collect();
            when.sort();
            if let Some(other) = lengths.insert(when, &limit.length) {
                let message =
                    format!("two limits hold under the same condition: {other} and {}", limit.length);
                return Err(self.fault(*word, message, "keep one, or say with `when` which holds when"));
            }
        }
        Ok(limits.into_iter().map(|(_, limit)| limit).collect())
    }
}
