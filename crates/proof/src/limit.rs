//! What a norm asks first, on one reading: whether it applies, and how long its times are.

use jiff::civil::{Date, DateTime};
use remand_law::{Amount, Condition, Counting, Length, Limit, NoAnswer, Unit};

use crate::Minute;
use crate::reading::{Held, Unsaid};

/// A length when the reading has been asked for it.
pub(crate) enum Sized {
    Is(Amount),
    /// The parameter has no value yet.
    NoValue,
    /// A measure nobody gives, a fraction that does not come out whole, two lengths that cannot be compared.
    NoAnswer,
}

/// The last minute of a limit.
pub(crate) enum Due {
    By(Minute),
    NoValue,
    NoAnswer,
}

/// Whether a version of a norm binds the state on a day.
pub(crate) enum Binds {
    Yes,
    /// It does, but a breach stays open: the state has derogated.
    Derogated,
    No(String),
}

impl Held<'_> {
    /// Why the norm is not asked at all: a condition under `when` does not hold, or all of a defeater do.
    pub(crate) fn set_aside(&self) -> Result<Option<String>, Unsaid> {
        for condition in &self.norm.when {
            if !self.condition(condition)? {
                return Ok(Some(format!("It applies where {}.", remand_law::explain_condition(condition))));
            }
        }
        for defeater in &self.norm.unless {
            if self.conditions(&defeater.when)? {
                let words: Vec<String> = defeater.when.iter().map(remand_law::explain_condition).collect();
                return Ok(Some(format!("It is set aside where {}.", words.join(" and "))));
            }
        }
        Ok(None)
    }

    fn conditions(&self, all: &[Condition]) -> Result<bool, Unsaid> {
        for condition in all {
            if !self.condition(condition)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn condition(&self, condition: &Condition) -> Result<bool, Unsaid> {
        match condition {
            Condition::Event(kind) => Ok(!self.minutes(kind).is_empty()),
            Condition::State(state) => Ok(!self.stretches(state)?.is_empty()),
            Condition::Fact { role, qualifier, holds } => {
                Ok(self.circumstance(format!("{role} is {qualifier}"))? == *holds)
            }
            Condition::Measure { measure, comparison, amount } => {
                let given = self.reading.measures.get(measure);
                let counting = &self.norm.terms.counting;
                match given.and_then(|given| counting.holds(*given, *comparison, *amount).ok()) {
                    Some(holds) => Ok(holds),
                    None => self.circumstance(format!("{measure} {} {amount}", comparison.words())),
                }
            }
        }
    }

    fn circumstance(&self, key: String) -> Result<bool, Unsaid> {
        self.reading.circumstances.get(&key).copied().ok_or(Unsaid::Circumstance(key))
    }

    /// Whether this version is in force on the day of a minute.
    pub(crate) fn is_in_force(&self, at: Minute) -> Result<bool, Unsaid> {
        let (Some(day), Some(in_force)) = (at.day(), self.norm.terms.in_force) else { return Ok(false) };
        match in_force.holds_on(day) {
            Some(holds) => Ok(holds),
            None => self.reading.in_force.ok_or(Unsaid::InForce),
        }
    }

    /// Whether this version binds the state on the day of a minute.
    pub(crate) fn binds(&self, at: Minute) -> Result<Binds, Unsaid> {
        let terms = &self.norm.terms;
        let Some(day) = at.day() else { return Ok(Binds::No("There is no such day.".to_owned())) };
        if !self.is_in_force(at)? {
            return Ok(Binds::No(format!("This version was not in force on {day}.")));
        }
        let Some(country) = self.reading.country.as_deref() else { return Ok(Binds::Yes) };
        let party = terms.parties.iter().find(|party| party.state == country);
        let member = terms.members.iter().any(|member| member == country);
        let bound = match party {
            Some(party) => party.since <= day,
            None => member || terms.members.is_empty(),
        };
        if !bound {
            return Ok(Binds::No(format!("{country} was not bound by it on {day}.")));
        }
        let within = |from: Date, to: Option<Date>| from <= day && to.is_none_or(|to| day <= to);
        let exempt = |all: &[remand_law::Exempt]| {
            all.iter().any(|exempt| exempt.state == country && within(exempt.from, exempt.to))
        };
        if exempt(&terms.reserved) {
            return Ok(Binds::No(format!("{country} had made a reservation on {day}.")));
        }
        let derogated = terms.derogable == Some(true) && exempt(&terms.derogated);
        Ok(if derogated { Binds::Derogated } else { Binds::Yes })
    }

    /// The last minute of the limit that counts, from a start.
    pub(crate) fn due(&self, limits: &[Limit], start: Minute) -> Result<Due, Unsaid> {
        let length = self.limit(limits, start)?;
        self.due_after(length, start)
    }

    /// The last minute of a length from a start.
    pub(crate) fn due_of(&self, length: &Length, start: Minute) -> Result<Due, Unsaid> {
        let length = self.length(length, start)?;
        self.due_after(length, start)
    }

    fn due_after(&self, length: Sized, start: Minute) -> Result<Due, Unsaid> {
        Ok(match length {
            Sized::Is(amount) => self.stopped_end(start, amount)?.map_or(Due::NoAnswer, Due::By),
            Sized::NoValue => Due::NoValue,
            Sized::NoAnswer => Due::NoAnswer,
        })
    }

    /// Of the alternatives the last whose condition holds.
    pub(crate) fn limit(&self, limits: &[Limit], start: Minute) -> Result<Sized, Unsaid> {
        for limit in limits.iter().rev() {
            if self.conditions(&limit.when)? {
                return self.length(&limit.length, start);
            }
        }
        Ok(Sized::NoAnswer)
    }

    /// A length as it is on the day of `start`.
    fn length(&self, length: &Length, start: Minute) -> Result<Sized, Unsaid> {
        Ok(match length {
            Length::Amount(amount) => Sized::Is(*amount),
            Length::Parameter(named) => {
                let parameter = self.law.parameters.iter().find(|parameter| parameter.id == *named);
                let day = start.day();
                let mut values = parameter.into_iter().flat_map(|parameter| &parameter.values);
                let value = values.rfind(|value| day.is_some_and(|day| value.from <= day));
                value.map_or(Sized::NoValue, |value| Sized::Is(value.amount))
            }
            Length::Fraction { parts, of, measure } => {
                let counting = &self.norm.terms.counting;
                let measure = self.reading.measures.get(measure);
                let part = measure.and_then(|measure| counting.fraction(*parts, *of, *measure).ok());
                part.map_or(Sized::NoAnswer, Sized::Is)
            }
            Length::Shorter(a, b) => self.picked(a, b, start, Counting::shorter)?,
            Length::Longer(a, b) => self.picked(a, b, start, Counting::longer)?,
        })
    }

    fn picked(
        &self,
        a: &Length,
        b: &Length,
        start: Minute,
        pick: fn(&Counting, Amount, Amount) -> Result<Amount, NoAnswer>,
    ) -> Result<Sized, Unsaid> {
        Ok(match (self.length(a, start)?, self.length(b, start)?) {
            (Sized::Is(a), Sized::Is(b)) => {
                pick(&self.norm.terms.counting, a, b).map_or(Sized::NoAnswer, Sized::Is)
            }
            (Sized::NoValue, _) | (_, Sized::NoValue) => Sized::NoValue,
            _ => Sized::NoAnswer,
        })
    }

    /// The last minute of a term, with the time in which it stands still.
    fn stopped_end(&self, start: Minute, amount: Amount) -> Result<Option<Minute>, Unsaid> {
        let Some(mut end) = self.end(start, amount)? else { return Ok(None) };
        let Some(state) = &self.norm.terms.counting.stops_while else { return Ok(Some(end)) };
        let stops = self.stretches(&state.name)?;
        loop {
            let (mut minutes, mut midnights) = (0, 0);
            for stop in &stops {
                let (from, last) = (stop.from.max(start), stop.last.min(end));
                if from <= last {
                    minutes += last.0 - from.0 + 1;
                    midnights += last.midnights_since(from.plus(-1));
                }
            }
            let ends = start
                .moment()
                .and_then(|start| self.counter.last_minute_stopped(start, amount, minutes, midnights));
            match self.one_of(ends)? {
                None => return Ok(None),
                Some(moved) if moved <= end => return Ok(Some(end)),
                Some(moved) => end = moved,
            }
        }
    }

    /// The last minute of a term that nothing stops. `None` where the calendar does not reach that far.
    pub(crate) fn end(&self, start: Minute, amount: Amount) -> Result<Option<Minute>, Unsaid> {
        self.one_of(start.moment().and_then(|start| self.counter.last_minute(start, amount)))
    }

    /// The last minute at which an act is in time that must come so long before an event.
    pub(crate) fn lead(&self, leads: &[Limit], event: Minute) -> Result<Due, Unsaid> {
        Ok(match self.limit(leads, event)? {
            Sized::Is(amount) => {
                let ends = event.moment().and_then(|event| self.counter.last_minute_before(event, amount));
                self.one_of(ends)?.map_or(Due::NoAnswer, Due::By)
            }
            Sized::NoValue => Due::NoValue,
            Sized::NoAnswer => Due::NoAnswer,
        })
    }

    /// How many minutes a limit gives in all, for stretches of which the first starts at `start`: a day is 24 hours,
    /// and months and years end at the same hour of a later day.
    pub(crate) fn allowance(&self, limits: &[Limit], start: Minute) -> Result<Due, Unsaid> {
        let amount = match self.limit(limits, start)? {
            Sized::Is(amount) => amount,
            Sized::NoValue => return Ok(Due::NoValue),
            Sized::NoAnswer => return Ok(Due::NoAnswer),
        };
        let count = i64::from(amount.count);
        let days = |days: i64| Some(start.plus(days.saturating_mul(24 * 60)));
        let by = match (amount.unit, self.norm.terms.counting.month_days) {
            (Unit::Hours, _) => Some(start.plus(count.saturating_mul(60))),
            (Unit::FullDays | Unit::Days, _) => days(count),
            (Unit::Months, Some(month)) => days(count.saturating_mul(i64::from(month))),
            (Unit::Years, Some(month)) => days(count.saturating_mul(12 * i64::from(month))),
            (Unit::Months | Unit::Years, None) => {
                let months = if amount.unit == Unit::Years { count.saturating_mul(12) } else { count };
                let later = jiff::Span::new().try_months(months).ok();
                later.and_then(|later| start.moment()?.checked_add(later).ok()).map(Minute::of)
            }
            (Unit::WorkingDays, _) => None,
        };
        Ok(by.map_or(Due::NoAnswer, Due::By))
    }

    /// One of the two ends of a term; of two that differ, the one that the reading takes.
    fn one_of(&self, ends: Option<(DateTime, DateTime)>) -> Result<Option<Minute>, Unsaid> {
        let Some((least, most)) = ends else { return Ok(None) };
        let later = if least == most { false } else { self.reading.later_end.ok_or(Unsaid::LaterEnd)? };
        Ok(Some(Minute::of(if later { most } else { least })))
    }
}
