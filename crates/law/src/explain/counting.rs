//! How the times of a norm are counted, as far as it matters for the lengths that it has.

use super::Voice;
use crate::{Amount, FirstDay, Length, MonthEnd, Rollover, Rule, Unit, whole};

impl Voice<'_> {
    pub(super) fn counting(&self) -> Vec<String> {
        let counting = &self.norm.terms.counting;
        let lengths = whole::lengths(&self.norm.rule);
        let mut said: Vec<String> = Vec::new();
        if lengths.is_empty() {
            return said;
        }
        let mut say = |text: &str| said.push(text.to_owned());
        let units: Vec<Unit> =
            lengths.iter().flat_map(|length| self.amounts(length)).map(|amount| amount.unit).collect();
        let has = |unit: Unit| units.contains(&unit);
        let months = has(Unit::Months) || has(Unit::Years);
        let calendar = months || has(Unit::Days) || has(Unit::WorkingDays);
        if has(Unit::Hours) || has(Unit::FullDays) {
            say("Hours are counted from the minute.");
        }
        match counting.first_day.filter(|_| calendar) {
            Some(FirstDay::In) => say("The first day counts."),
            Some(FirstDay::Out) => say("Counting starts on the day after."),
            Some(FirstDay::InOrOut) => {
                say("Whether the first day counts can be read both ways, and both ends are kept.");
            }
            None => {}
        }
        match counting.month_end.filter(|_| months) {
            Some(MonthEnd::LastDay) => {
                say("Where the last month lacks the day, the time ends on the last day of that month.");
            }
            Some(MonthEnd::NextDay) => {
                say("Where the last month lacks the day, the time ends on the first day of the next month.");
            }
            None => {}
        }
        if let Some(days) = counting.month_days.filter(|_| months) {
            say(&format!("A month is {days} days."));
        }
        if let Some(named) = counting.working_days.as_ref().filter(|_| has(Unit::WorkingDays)) {
            say(&format!("Days off are those of {}.", self.calendar(&named.name)));
        }
        // Time before an event is not moved.
        if calendar && !matches!(self.norm.rule, Rule::Before { .. }) {
            match &counting.rollover {
                Some(Rollover::Forward(named)) => say(&format!(
                    "A time that would end on a day off ends on the next day that is not off, by {}.",
                    self.calendar(&named.name)
                )),
                Some(Rollover::Back(named)) => say(&format!(
                    "A time that would end on a day off ends on the last day before it that is not off, by {}.",
                    self.calendar(&named.name)
                )),
                Some(Rollover::Stays) => say("A time that ends on a day off is not moved."),
                None => {}
            }
        }
        if let Some(state) = &counting.stops_while {
            say(&format!("The clock stands still {}.", self.during(&state.name)));
        }
        said
    }

    fn calendar(&self, id: &str) -> String {
        let found = self.law.calendars.iter().find(|calendar| calendar.id.name == id);
        match found.filter(|calendar| !calendar.title.is_empty()) {
            Some(calendar) => format!("the calendar “{}”", calendar.title),
            None => format!("the calendar `{id}`"),
        }
    }

    /// The amounts that a length can be. A fraction of a measure is one of months.
    fn amounts(&self, length: &Length) -> Vec<Amount> {
        match length {
            Length::Amount(amount) => vec![*amount],
            Length::Fraction { .. } => vec![Amount { count: 1, unit: Unit::Months }],
            Length::Shorter(a, b) | Length::Longer(a, b) => {
                self.amounts(a).into_iter().chain(self.amounts(b)).collect()
            }
            Length::Parameter(named) => {
                let found = self.law.parameters.iter().find(|parameter| parameter.id == *named);
                found.iter().flat_map(|parameter| &parameter.values).map(|value| value.amount).collect()
            }
        }
    }
}
