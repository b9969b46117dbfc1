//! What an instrument says once for all its norms, and a norm can say for itself.

use jiff::civil::Date;

use super::block::Word;
use super::cursor::{Cursor, Parsed, day, second, set};
use crate::{Counting, Exempt, InForce, Party, Terms};

/// The fields of them, by their first word.
pub(super) const FIELDS: [&str; 7] =
    ["counting", "in", "party", "members", "reserved", "derogated", "derogation"];

#[derive(Default)]
pub(super) struct Draft {
    terms: Terms,
    counting: Option<Counting>,
}

impl Draft {
    /// Reads what follows the first word of a field.
    pub(super) fn read(&mut self, first: Word<'_>, words: &mut Cursor<'_, '_, '_>) -> Parsed<()> {
        match first.text {
            "counting" => {
                let counting = words.counting()?;
                set(&mut self.counting, counting, first, words.report)
            }
            "in" => {
                words.keyword("force")?;
                let period = words.period()?;
                set(&mut self.terms.in_force, period, first, words.report)
            }
            "party" => {
                let state = words.country()?;
                let since = words.date()?;
                self.not_bound_twice(&state, words)?;
                self.terms.parties.push(Party { state: state.name, since });
                Ok(())
            }
            "members" => {
                if !self.terms.members.is_empty() {
                    return Err(second(first, words.report));
                }
                for state in words.list(Cursor::country)? {
                    self.not_bound_twice(&state, words)?;
                    self.terms.members.push(state.name);
                }
                Ok(())
            }
            "reserved" => {
                let exempt = words.exempt()?;
                self.terms.reserved.push(exempt);
                Ok(())
            }
            "derogated" => {
                let exempt = words.exempt()?;
                self.terms.derogated.push(exempt);
                Ok(())
            }
            _ => {
                let derogable = words.choice("word on derogation", &["possible", "never"])? == "possible";
                set(&mut self.terms.derogable, derogable, first, words.report)
            }
        }
    }

    fn not_bound_twice(&self, state: &crate::Named, words: &mut Cursor<'_, '_, '_>) -> Parsed<()> {
        let terms = &self.terms;
        if terms.parties.iter().all(|party| party.state != state.name) && !terms.members.contains(&state.name)
        {
            return Ok(());
        }
        let message = format!("`{}` is bound twice", state.name);
        Err(words.fault_at(state, message, "name each state once, under `party` or under `members`"))
    }

    pub(super) fn finish(self) -> Terms {
        Terms { counting: self.counting.unwrap_or_default(), ..self.terms }
    }
}

impl Cursor<'_, '_, '_> {
    /// `DATE [or DATE] .. [DATE [or DATE]]`.
    fn period(&mut self) -> Parsed<InForce> {
        let (from, from_latest) = self.day_or_day()?;
        self.keyword("..")?;
        let Some(end) = self.peek() else {
            self.date_or_nothing();
            return Ok(InForce { from, from_latest, to: None, to_latest: None });
        };
        let (to, to_latest) = self.day_or_day()?;
        if to < from || to_latest < from_latest {
            let message = format!("in force from {from_latest} to {to}: the end is before the start");
            return Err(self.fault(end, message, "put the earlier day first"));
        }
        Ok(InForce { from, from_latest, to: Some(to), to_latest: Some(to_latest) })
    }

    fn day_or_day(&mut self) -> Parsed<(Date, Date)> {
        let earliest = self.date()?;
        if !self.eat("or") {
            return Ok((earliest, earliest));
        }
        let word = self.peek();
        let latest = self.date()?;
        match word.filter(|_| latest <= earliest) {
            None => Ok((earliest, latest)),
            Some(word) => {
                let message = format!("`{latest}` is not after `{earliest}`");
                Err(self.fault(word, message, "put the earlier day first"))
            }
        }
    }

    /// `COUNTRY DATE .. [DATE] [TEXT]`.
    fn exempt(&mut self) -> Parsed<Exempt> {
        let state = self.country()?.name;
        let from = self.date()?;
        self.keyword("..")?;
        self.date_or_nothing();
        let mut to = None;
        if let Some(word) = self.peek().filter(|word| day(word.text).is_some()) {
            let last = self.date()?;
            if last < from {
                let message = format!("from {from} to {last}: the end is before the start");
                return Err(self.fault(word, message, "put the earlier day first"));
            }
            to = Some(last);
        }
        let words = if self.peek().is_some() { Some(self.text("its words")?) } else { None };
        Ok(Exempt { state, from, to, words })
    }
}
