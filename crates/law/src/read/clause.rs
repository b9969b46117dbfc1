//! The clauses of `counting`.

use super::cursor::{Cursor, Parsed, second, set};
use crate::{Counting, FirstDay, Kind, MonthEnd, Rollover};

impl Cursor<'_, '_, '_> {
    pub(crate) fn counting(&mut self) -> Parsed<Counting> {
        let mut counting = Counting::default();
        loop {
            self.clause(&mut counting)?;
            if !self.eat(",") {
                return Ok(counting);
            }
        }
    }

    fn clause(&mut self, counting: &mut Counting) -> Parsed<()> {
        const CLAUSES: [&str; 7] = ["first", "end", "a", "working", "rollover", "no", "stops"];
        CLAUSES.into_iter().for_each(|clause| {
            self.sees(clause);
        });
        let word = self.need("a rule of counting")?;
        if !CLAUSES.contains(&word.text) {
            let help = "write `first day in`, `first day out`, `first day in or out`, `end of month last day`, `end of month next day`, `a month is 30 days`, `working days of CALENDAR`, `rollover forward of CALENDAR`, `rollover back of CALENDAR`, `no rollover` or `stops while STATE`";
            return Err(self.fault(word, format!("unknown rule of counting `{}`", word.text), help));
        }
        match word.text {
            "first" => {
                self.keyword("day")?;
                let first = match self.choice("way to count the first day", &["in", "out"])? {
                    "in" if self.eat("or") => {
                        self.keyword("out")?;
                        FirstDay::InOrOut
                    }
                    "in" => FirstDay::In,
                    _ => FirstDay::Out,
                };
                set(&mut counting.first_day, first, word, self.report)
            }
            "end" => {
                self.keywords(&["of", "month"])?;
                let end = match self.choice("end of a month", &["last", "next"])? {
                    "last" => MonthEnd::LastDay,
                    _ => MonthEnd::NextDay,
                };
                self.keyword("day")?;
                set(&mut counting.month_end, end, word, self.report)
            }
            "a" => {
                self.keywords(&["month", "is"])?;
                let days = self.number()?;
                self.choice("unit", &["days", "day"])?;
                set(&mut counting.month_days, days, word, self.report)
            }
            "working" => {
                self.keywords(&["days", "of"])?;
                let calendar = self.named(Kind::Calendar)?;
                set(&mut counting.working_days, calendar, word, self.report)
            }
            "rollover" => {
                let direction = self.choice("rollover", &["forward", "back"])?;
                self.keyword("of")?;
                let calendar = self.named(Kind::Calendar)?;
                let rollover = if direction == "forward" {
                    Rollover::Forward(calendar)
                } else {
                    Rollover::Back(calendar)
                };
                set(&mut counting.rollover, rollover, word, self.report)
            }
            "no" => {
                let rollover = self.keyword("rollover")?;
                if counting.rollover.is_some() {
                    return Err(second(rollover, self.report));
                }
                counting.rollover = Some(Rollover::Stays);
                Ok(())
            }
            _ => {
                self.keyword("while")?;
                let state = self.named(Kind::State)?;
                set(&mut counting.stops_while, state, word, self.report)
            }
        }
    }
}
