//! Lengths of time, and where a time ends that starts somewhere in a box.

use jiff::civil::Date;
use remand_law::{Amount, Calendars, Counter, Counting, FirstDay, Law, Length, NoAnswer, Rollover, Unit};

use crate::facts::Facts;
use crate::span::Span;
use crate::{MeasureNo, Minute, Schema, Standing, StateNo, minute, moment};

const HOUR: Minute = 60;
pub(crate) const DAY: Minute = 24 * HOUR;

/// A [`Length`] with its names turned into numbers.
#[derive(Clone, Debug)]
pub(crate) enum Extent {
    Amount(Amount),
    /// Values by the first minute of each, in order.
    Parameter(Box<[(Minute, Amount)]>),
    Fraction {
        parts: u32,
        of: u32,
        measure: Option<MeasureNo>,
    },
    Shorter(Box<(Extent, Extent)>),
    Longer(Box<(Extent, Extent)>),
}

/// A length that has no amount here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAmount {
    /// The parameter has no value yet.
    NoValue,
    /// The measure is not known, the sum has no answer, or the start may lie under two values.
    Ambiguous,
}

impl From<NoAnswer> for NoAmount {
    fn from(_: NoAnswer) -> Self {
        Self::Ambiguous
    }
}

impl Extent {
    pub(crate) fn new(length: &Length, law: &Law, schema: &Schema) -> Self {
        let pair = |a: &Length, b: &Length| Box::new((Self::new(a, law, schema), Self::new(b, law, schema)));
        match length {
            Length::Amount(amount) => Self::Amount(*amount),
            Length::Parameter(named) => {
                let found = law.parameters.iter().find(|parameter| parameter.id.name == named.name);
                let values = found.map_or(&[][..], |parameter| parameter.values.as_slice());
                let mut values: Vec<(Minute, Amount)> =
                    values.iter().map(|value| (first_minute(value.from), value.amount)).collect();
                values.sort_by_key(|(from, _)| *from);
                Self::Parameter(values.into())
            }
            Length::Fraction { parts, of, measure } => {
                Self::Fraction { parts: *parts, of: *of, measure: schema.measure(measure) }
            }
            Length::Shorter(a, b) => Self::Shorter(pair(a, b)),
            Length::Longer(a, b) => Self::Longer(pair(a, b)),
        }
    }

    /// The amount for a time that starts in `start`.
    pub(crate) fn amount(&self, facts: &Facts, clock: &Clock, start: Span) -> Result<Amount, NoAmount> {
        match self {
            Self::Amount(amount) => Ok(*amount),
            Self::Parameter(values) => {
                let on =
                    |at: Minute| values.iter().rev().find(|(from, _)| *from <= at).map(|(_, amount)| *amount);
                // A start without a lower bound is taken to be no older than the newest value that it may be under.
                let last = on(start.hi);
                let first = if start.lo > Span::LOW { on(start.lo) } else { last };
                match (first, last) {
                    (Some(first), Some(last)) if first == last => Ok(first),
                    (None, None) => Err(NoAmount::NoValue),
                    _ => Err(NoAmount::Ambiguous),
                }
            }
            Self::Fraction { parts, of, measure } => {
                let whole = measure.and_then(|number| facts.measure(number)).ok_or(NoAmount::Ambiguous)?;
                clock.counting.fraction(*parts, *of, whole).map_err(NoAmount::from)
            }
            Self::Shorter(pair) => {
                let (a, b) = (pair.0.amount(facts, clock, start)?, pair.1.amount(facts, clock, start)?);
                clock.counting.shorter(a, b).map_err(NoAmount::from)
            }
            Self::Longer(pair) => {
                let (a, b) = (pair.0.amount(facts, clock, start)?, pair.1.amount(facts, clock, start)?);
                clock.counting.longer(a, b).map_err(NoAmount::from)
            }
        }
    }
}

/// How the times of a norm are counted.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    counter: Counter,
    /// What it was made from: lengths are compared by it.
    pub(crate) counting: Counting,
    rolls: bool,
    stops: Option<StateNo>,
}

impl Clock {
    pub(crate) fn new(counting: &Counting, calendars: &Calendars, schema: &Schema) -> Self {
        Self {
            counter: Counter::new(counting, calendars),
            counting: counting.clone(),
            rolls: matches!(counting.rollover, Some(Rollover::Forward(_) | Rollover::Back(_))),
            stops: counting.stops_while.as_ref().and_then(|state| schema.state(&state.name)),
        }
    }

    /// The last minute of a time that starts somewhere in `start`: for the earliest start the least it can be, for
    /// the latest the greatest. Where the calendar does not reach, the end is not known.
    pub(crate) fn end(&self, facts: &Facts, start: Span, amount: Amount) -> Span {
        let least = |at: Minute| self.end_of(facts, at, amount).map(|span| span.lo);
        let most = |at: Minute| self.end_of(facts, at, amount).map(|span| span.hi);
        let lo = if start.lo > Span::LOW { least(start.lo).unwrap_or(start.lo) } else { Span::LOW };
        let hi = if start.hi < Span::HIGH { most(start.hi).unwrap_or(Span::HIGH) } else { Span::HIGH };
        if self.stops.is_some() && !self.counter.is_monotone(amount.unit) {
            if start.lo.div_euclid(DAY) == start.hi.div_euclid(DAY) {
                // All starts of one day have the same plain end; only a midnight at its first minute can set them
                // apart.
                let ends = [start.lo, start.hi].map(|at| self.end_of(facts, at, amount));
                if let [Some(first), Some(last)] = ends {
                    return Span { lo: first.lo.min(last.lo), hi: first.hi.max(last.hi) };
                }
            }
            // A later start can end earlier by as much as the stop is long.
            return Span {
                lo: lo.min(self.plain(start.lo, amount).map_or(lo, |end| end.lo)),
                hi: Span::HIGH.min(hi.saturating_add(DAY)),
            };
        }
        Span { lo, hi: hi.max(lo) }
    }

    /// The last minute for a start at one minute.
    fn end_of(&self, facts: &Facts, start: Minute, amount: Amount) -> Option<Span> {
        let plain = self.plain(start, amount)?;
        let Some(state) = self.stops else { return Some(plain) };
        let stopped = |end: Minute, certain: bool| self.stopped(facts, state, start, end, amount, certain);
        Some(Span { lo: stopped(plain.lo, true)?.lo, hi: stopped(plain.hi, false)?.hi })
    }

    /// Without anything that stops it.
    fn plain(&self, start: Minute, amount: Amount) -> Option<Span> {
        let hours = |count: u32, hours: Minute| {
            Some(Span::at(start.checked_add(Minute::from(count).checked_mul(hours * HOUR)?)?))
        };
        match amount.unit {
            Unit::Hours => hours(amount.count, 1),
            Unit::FullDays => hours(amount.count, 24),
            Unit::Days if !self.rolls => {
                let midnight =
                    start.div_euclid(DAY).checked_add(Minute::from(amount.count))?.checked_mul(DAY)?;
                let (day_in, day_out) = (midnight - 1, midnight.checked_add(DAY)? - 1);
                Some(match self.counting.first_day {
                    Some(FirstDay::In) => Span::at(day_in),
                    Some(FirstDay::Out) => Span::at(day_out),
                    Some(FirstDay::InOrOut) | None => Span { lo: day_in, hi: day_out },
                })
            }
            _ => {
                let (least, most) = self.counter.last_minute(moment(start)?, amount)?;
                Some(Span { lo: minute(least), hi: minute(most) })
            }
        }
    }

    /// The end moved by the time that stands still on the way, with the time that this adds looked at again.
    fn stopped(
        &self,
        facts: &Facts,
        state: StateNo,
        start: Minute,
        end: Minute,
        amount: Amount,
        certain: bool,
    ) -> Option<Span> {
        let mut end = Span::at(end);
        let mut counted = (0, 0);
        for _ in 0..64 {
            let till = if certain { end.lo } else { end.hi };
            let (minutes, midnights) = standing_still(facts, state, start, till, certain);
            if (minutes, midnights) == counted {
                return Some(end);
            }
            counted = (minutes, midnights);
            let (least, most) =
                self.counter.last_minute_stopped(moment(start)?, amount, minutes, midnights)?;
            end = Span { lo: minute(least), hi: minute(most) };
        }
        // So many stops in turn: the least end stands, the greatest is not known.
        Some(Span { lo: end.lo, hi: Span::HIGH })
    }

    /// The last minute at which an act comes at least `amount` before something in `event`.
    pub(crate) fn before(&self, event: Span, amount: Amount) -> Span {
        let back = |at: Minute| {
            let (least, most) = self.counter.last_minute_before(moment(at)?, amount)?;
            Some(Span { lo: minute(least), hi: minute(most) })
        };
        let lo =
            if event.lo > Span::LOW { back(event.lo).map_or(Span::LOW, |end| end.lo) } else { Span::LOW };
        let hi =
            if event.hi < Span::HIGH { back(event.hi).map_or(event.hi, |end| end.hi) } else { Span::HIGH };
        Span { lo, hi: hi.max(lo) }
    }

    /// Minutes that a sum of stretches may last: at least, at most.
    pub(crate) fn minutes(&self, amount: Amount) -> Option<Span> {
        let count = Minute::from(amount.count);
        let days =
            |least: Minute, most: Minute| Some(Span { lo: count * least * DAY, hi: count * most * DAY });
        match (amount.unit, self.counting.month_days) {
            (Unit::Hours, _) => Some(Span::at(count * HOUR)),
            (Unit::FullDays | Unit::Days, _) => days(1, 1),
            (Unit::Months, Some(month)) => days(month.into(), month.into()),
            (Unit::Months, None) => days(28, 31),
            (Unit::Years, _) => days(365, 366),
            (Unit::WorkingDays, _) => None,
        }
    }
}

/// Minutes from `start` up to `end` in a state, and midnights among them: at least, or at most.
fn standing_still(
    facts: &Facts,
    state: StateNo,
    start: Minute,
    end: Minute,
    certain: bool,
) -> (Minute, Minute) {
    let mut minutes: Minute = 0;
    let mut midnights: Minute = 0;
    let mut reached = start;
    for stretch in facts.stretches(state) {
        let (from, last) = match (stretch.standing, certain) {
            (Standing::Denied, _) | (Standing::Disputed, true) => continue,
            (_, true) => (stretch.from.hi, stretch.last.lo),
            (_, false) => (stretch.from.lo, stretch.last.hi),
        };
        let (from, after) = (from.max(reached), last.min(end).saturating_add(1));
        if from < after {
            minutes = minutes.saturating_add(after.saturating_sub(from));
            // A midnight is the first minute of a day.
            let days = |at: Minute| at.saturating_sub(1).div_euclid(DAY);
            midnights = midnights.saturating_add(days(after) - days(from));
            reached = after;
        }
    }
    (minutes, midnights)
}

/// The minute at which a day begins.
pub(crate) fn first_minute(day: Date) -> Minute {
    minute(day.at(0, 0, 0, 0))
}
