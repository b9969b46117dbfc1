//! Conditions: events, states, circumstances and measures of a case.

use super::cursor::{Cursor, Parsed};
use crate::{Condition, Kind};

impl Cursor<'_, '_, '_> {
    /// Conditions with `and` between them.
    pub(crate) fn conditions(&mut self) -> Parsed<Vec<Condition>> {
        let mut all = vec![self.condition()?];
        while self.eat("and") {
            all.push(self.condition()?);
        }
        Ok(all)
    }

    fn condition(&mut self) -> Parsed<Condition> {
        for kind in [Kind::State, Kind::Role, Kind::Measure] {
            self.sees_name(kind);
        }
        let second = self.second();
        if second.is_some_and(|word| word.text == "is") {
            return self.fact();
        }
        if self.sees_comparison() {
            let measure = self.name(Kind::Measure)?;
            let comparison = self.comparison()?;
            return Ok(Condition::Measure { measure, comparison, amount: self.amount()? });
        }
        if self.sees_name(Kind::State) {
            return Ok(Condition::State(self.name(Kind::State)?));
        }
        Ok(Condition::Event(self.name(Kind::Event)?))
    }

    /// A comparison stands on the line of its measure: `at most` on the next line starts another limit.
    fn sees_comparison(&self) -> bool {
        let Some((measure, word)) = self.peek().zip(self.second()) else { return false };
        let compares = match word.text {
            "over" | "under" => true,
            "at" => self.names.of(Kind::Measure).contains(measure.text),
            _ => false,
        };
        compares && measure.line == word.line
    }

    /// `ROLE is [not] QUALIFIER`.
    pub(crate) fn fact(&mut self) -> Parsed<Condition> {
        let role = self.name(Kind::Role)?;
        self.keyword("is")?;
        let holds = !self.eat("not");
        Ok(Condition::Fact { role, qualifier: self.name(Kind::Qualifier)?, holds })
    }
}
