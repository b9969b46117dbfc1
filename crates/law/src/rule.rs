//! The grammar of what a norm asks and how its times are counted, by recursive descent: one function a rule of
//! `spec/law.md`.

use crate::block::{Faults, Word};
use crate::cursor::{Cursor, Parsed, Told};
use crate::{Act, Counting, FirstDay, Length, Limit, MonthEnd, Period, Rule, Trigger};

impl Cursor<'_, '_, '_> {
    fn act(&mut self, faults: &mut Faults<'_>) -> Parsed<Act> {
        let event = self.event(faults)?;
        let mut qualifiers = Vec::new();
        while self.peek().is_some_and(|word| self.names.qualifiers.contains(word)) {
            qualifiers.push(self.qualifier(faults)?);
        }
        let by = if self.eat("by") { Some(self.qualifier(faults)?) } else { None };
        Ok(Act { event, qualifiers, by })
    }

    pub(crate) fn expect(&mut self, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let act = self.act(faults)?;
        let word = self.need("`within`, `promptly` or `before`", faults)?;
        match word.text {
            "within" => {
                let length = Length::Amount(self.amount(faults)?);
                self.keyword("of", faults)?;
                let of = self.event(faults)?;
                let mut limits = vec![Limit { length, when: self.when(faults)?, cites: None }];
                while self.eat("within") {
                    let length = Length::Amount(self.amount(faults)?);
                    self.keyword("of", faults)?;
                    let again = self.need("an event", faults)?;
                    if again.text != of {
                        faults.at(
                            again,
                            format!(
                                "this alternative counts from `{}`, the first one from `{of}`",
                                again.text
                            ),
                            "alternatives of one expectation count from the same event; write a second norm",
                        );
                        return Err(Told);
                    }
                    limits.push(Limit { length, when: self.when(faults)?, cites: None });
                }
                contradictions(&limits, word, faults)?;
                Ok(Rule::Within { act, of: Trigger::Event(of), limits })
            }
            "promptly" => {
                self.keyword("after", faults)?;
                Ok(Rule::Promptly { act, after: Trigger::Event(self.event(faults)?) })
            }
            "before" => Ok(Rule::Before { act, leads: Vec::new(), event: self.event(faults)? }),
            "at" => {
                self.keyword("least", faults)?;
                let length = Length::Amount(self.amount(faults)?);
                let leads = vec![Limit { length, when: Vec::new(), cites: None }];
                self.keyword("before", faults)?;
                Ok(Rule::Before { act, leads, event: self.event(faults)? })
            }
            _ => {
                let help = "write `within 48 hours of EVENT`, `promptly after EVENT` or `[at least 8 hours] before EVENT`";
                faults.at(word, format!("`{}` is neither a qualifier nor a time", word.text), help);
                Err(Told)
            }
        }
    }

    pub(crate) fn throughout(&mut self, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let state = self.state(faults)?;
        self.keyword("covered", faults)?;
        self.keyword("by", faults)?;
        let by = self.state(faults)?;
        let after = if self.eat("after") { Some(Length::Amount(self.amount(faults)?)) } else { None };
        Ok(Rule::Covered { state, by, after })
    }

    pub(crate) fn at_most(&mut self, state: String, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let before = if self.eat("before") { Some(self.event(faults)?) } else { None };
        let first = self.need("`at most`", faults)?;
        if first.text != "at" {
            faults.at(
                first,
                format!("`{}` stands where `at most` is expected", first.text),
                "write `STATE at most 15 days`",
            );
            return Err(Told);
        }
        self.keyword("most", faults)?;
        let mut limits = vec![Limit {
            length: Length::Amount(self.amount(faults)?),
            when: self.when(faults)?,
            cites: None,
        }];
        while self.eat("at") {
            self.keyword("most", faults)?;
            limits.push(Limit {
                length: Length::Amount(self.amount(faults)?),
                when: self.when(faults)?,
                cites: None,
            });
        }
        contradictions(&limits, first, faults)?;
        Ok(Rule::AtMost { state, before, limits, total: false })
    }

    pub(crate) fn never(&mut self, faults: &mut Faults<'_>) -> Parsed<Rule> {
        let act = self.act(faults)?;
        if self.peek().is_none() {
            return Ok(Rule::Never { act, period: Period::Ever });
        }
        let word = self.need("`before` or `while`", faults)?;
        let period = match word.text {
            "before" => Period::Before(self.event(faults)?),
            "while" if self.eat("not") => Period::WhileNot(self.state(faults)?),
            "while" => Period::While(self.state(faults)?),
            _ => {
                faults.at(
                    word,
                    format!("`{}` stands where `before` or `while` is expected", word.text),
                    "write `never EVENT before EVENT` or `never EVENT while STATE`",
                );
                return Err(Told);
            }
        };
        Ok(Rule::Never { act, period })
    }

    pub(crate) fn counting(&mut self, faults: &mut Faults<'_>) -> Parsed<Counting> {
        let mut counting = Counting::default();
        loop {
            let word = self.need("a rule of counting", faults)?;
            match word.text {
                "first" => {
                    self.keyword("day", faults)?;
                    let which = self.need("`in`, `out` or `in or out`", faults)?;
                    counting.first_day = Some(match which.text {
                        "in" if self.eat("or") => {
                            self.keyword("out", faults)?;
                            FirstDay::InOrOut
                        }
                        "in" => FirstDay::In,
                        "out" => FirstDay::Out,
                        _ => {
                            faults.at(
                                which,
                                format!("`{}` stands where `in` or `out` is expected", which.text),
                                "write `first day in`, `first day out` or `first day in or out`",
                            );
                            return Err(Told);
                        }
                    });
                }
                "end" => {
                    self.keyword("of", faults)?;
                    self.keyword("month", faults)?;
                    let which = self.need("`last day` or `next day`", faults)?;
                    counting.month_end = Some(match which.text {
                        "last" => MonthEnd::LastDay,
                        "next" => MonthEnd::NextDay,
                        _ => {
                            faults.at(
                                which,
                                format!("`{}` stands where `last` or `next` is expected", which.text),
                                "write `end of month last day` or `end of month next day`",
                            );
                            return Err(Told);
                        }
                    });
                    self.keyword("day", faults)?;
                }
                _ => {
                    faults.at(
                        word,
                        format!("unknown rule of counting `{}`", word.text),
                        "write `first day in|out|in or out` or `end of month last|next day`",
                    );
                    return Err(Told);
                }
            }
            if !self.eat(",") {
                return Ok(counting);
            }
        }
    }
}

/// Two limits for the same condition cannot both count, and a limit without a condition comes first.
fn contradictions(limits: &[Limit], at: Word<'_>, faults: &mut Faults<'_>) -> Parsed<()> {
    for (i, limit) in limits.iter().enumerate() {
        if let Some(other) = limits.iter().take(i).find(|other| other.when == limit.when) {
            faults.at(
                at,
                format!("two limits hold under the same condition: {} and {}", other.length, limit.length),
                "keep one, or say with `when` which holds when",
            );
            return Err(Told);
        }
    }
    if limits.first().is_some_and(|first| !first.when.is_empty()) {
        faults.at(
            at,
            "the first limit has a condition",
            "put the limit that holds where no condition does first",
        );
        return Err(Told);
    }
    Ok(())
}
