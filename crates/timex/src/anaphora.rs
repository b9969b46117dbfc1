//! What is counted from the day of writing or from what was spoken of last: "yesterday", "two days later", "on Friday".

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::{Days, moved, open_unit, unit_of, unit_value, weekday_near, weekday_of};
use crate::expression::Expression;
use crate::resolve::{Basis, Discourse, Source, Told};
use crate::value::{self, Value};
use crate::words::{Count, Meaning, Partial, Scale};
use crate::{Anchor, Direction, Reason, When};

/// The day, where the days are one.
fn single(source: &Source) -> Option<Date> {
    (source.days.0 == source.days.1 && !source.open).then_some(source.days.0)
}

impl Discourse<'_> {
    /// A weekday, a time of day or a day of the month alone.
    pub(crate) fn day_without_month(
        &self,
        i: usize,
        expression: &Expression,
        partial: &Partial,
    ) -> (Value, Basis) {
        let open = || (value::dated(partial, None), Basis::NOTHING);
        let on = |date: Date, basis: Basis| {
            if partial.weekend {
                return (value::weekend(date), basis);
            }
            let whole = Partial { clock: partial.clock, part: partial.part, ..Partial::of_day(date) };
            (value::dated(&whole, whole.year), basis)
        };
        if let Some(weekday) = partial.weekday {
            return self.weekday(i, expression, partial, weekday).map_or_else(open, |found| match found {
                (Ok(date), basis) => on(date, basis),
                (Err((first, last)), basis) => {
                    let value = Value { when: When::days(first, last), timex3: value::timex3(partial, None) };
                    (value, basis)
                }
            });
        }
        if partial.clock.is_some() || partial.part.is_some() {
            // What was counted from the day of writing ("tomorrow") holds for its own sentence.
            let here = |told: &Told| {
                let (told_at, at) = (self.place(told.source.at.unwrap_or(i)), self.place(i));
                told.paragraph == at.paragraph && (told.by_text || told_at.sentence == at.sentence)
            };
            let near = self.focus.filter(here).map(|f| f.source).filter(|s| single(s).is_some());
            let published = self.published.filter(|_| !self.narrative);
            let day = near.or(published).and_then(|source| single(&source).zip(Some(source)));
            return day.map_or_else(open, |(date, source)| on(date, source.basis(Reason::Within)));
        }
        if let (Some(day), Some(focus)) = (partial.day, self.focus)
            && let (first, last) = focus.source.days
            && (first.year(), first.month()) == (last.year(), last.month())
            && let Ok(date) = Date::new(first.year(), first.month(), day)
        {
            return on(date, focus.source.basis(Reason::Within));
        }
        open()
    }

    /// "5 March 2021, a Friday": the date right before a weekday, where they agree.
    pub(crate) fn apposed(&self, i: usize) -> Option<Source> {
        let at = i.checked_sub(1)?;
        let weekday = match self.found.get(i)?.meaning {
            Meaning::Calendar { first, last: None } => first.weekday?,
            _ => return None,
        };
        let between = self.text.get(self.found.get(at)?.end..self.found.get(i)?.start)?;
        let days = self.fixed.get(at).copied().flatten()?;
        let agrees = days.0 == days.1 && weekday_of(days.0) == weekday;
        let close = between.len() <= 8 && !between.contains(['.', ';', '\n']);
        (agrees && close).then_some(Source { days, anchor: Anchor::Sentence, at: Some(at), open: false })
    }

    /// The day of a weekday, or the days among which it lies.
    fn weekday(
        &self,
        i: usize,
        expression: &Expression,
        partial: &Partial,
        weekday: i8,
    ) -> Option<(Result<Date, Days>, Basis)> {
        if let Some(source) = self.apposed(i) {
            return Some((Ok(single(&source)?), source.basis(Reason::Within)));
        }
        if let Some(told) = partial.told {
            let source = self.focus_day.or(self.focus)?.source;
            let step = match told {
                ..0 => -2,
                0 => 0,
                _ => 1,
            };
            let date = weekday_near(single(&source)?, weekday, step)?;
            return Some((Ok(date), Basis::of_days(&source, Some((date, date)))));
        }
        if self.narrative {
            let source = self.focus?.source;
            let date = weekday_near(single(&source)?, weekday, 1)?;
            return Some((Ok(date), source.basis(Reason::After)));
        }
        let source = self.published.filter(|p| !p.open)?;
        let (first, last) = source.days;
        let to_come = match (expression.direction, expression.future) {
            (Direction::Until, _) => true,
            (Direction::By, None) => true,
            (_, future) => future == Some(true),
        };
        let step = match (partial.pick, to_come) {
            (Some(1..), _) | (None, true) => 1,
            (Some(..0), _) => -2,
            (Some(0), _) => 0,
            (None, false) => -1,
        };
        if first != last {
            let from = first.checked_sub(6.days()).unwrap_or(first);
            return Some((Err((from, last)), source.basis(Reason::Before)));
        }
        let date = weekday_near(first, weekday, step)?;
        Some((Ok(date), Basis::of_days(&source, Some((date, date)))))
    }

    /// "Yesterday", "two days later", "the following month".
    pub(crate) fn shifted(&self, i: usize, expression: &Expression) -> (Value, Basis) {
        let Meaning::Shift { by, back, scale, spoken, extra } = expression.meaning else {
            return (Value { when: When::unknown(), timex3: String::new() }, Basis::NOTHING);
        };
        if expression.is_today()
            && let Some(beside) = self.beside(i)
        {
            let timex3 = value::timex3(&Partial::of_day(beside), Some(beside.year()));
            let basis = Basis { anchor: Anchor::Sentence, at: Some(i + 1), reason: Reason::Within };
            return (Value { timex3, when: When::day(beside) }, basis);
        }
        let source = if scale == Scale::Quarter && !spoken {
            self.quarter_reported()
        } else {
            self.counted_from(i, scale, spoken)
        };
        let steps = match by {
            Count::Whole(n) | Count::Between(n, _) | Count::Tenths(n, _) => i64::from(n),
            Count::Vague => return vaguely(source, back),
        };
        let steps = if back { -steps } else { steps };
        if let (Scale::Year, 1, true, Some(quarter)) = (scale, steps.abs(), expression.counted, self.quarter)
        {
            let first = quarter.source.days.0;
            let year = first.year().checked_add(i16::try_from(steps).unwrap_or(0));
            let partial = Partial { quarter: Some((first.month() + 2) / 3), ..Partial::default() };
            return (value::dated(&partial, year), quarter.source.basis(Reason::Counted));
        }
        let open = || (Value { when: When::unknown(), timex3: open_unit(scale, &extra) }, Basis::NOTHING);
        let Some(source) = source else { return open() };
        let (first, last) = source.days;
        let Some((a, b)) = moved(first, scale, steps).zip(moved(last, scale, steps)) else { return open() };
        // A day counted from a stretch is somewhere as long a stretch away.
        let days =
            if scale <= Scale::Day { (a, b) } else { (unit_of(a, scale).0.min(a), unit_of(b, scale).1) };
        if source.open {
            let when = When::bounded(Some(days.0), None);
            return (Value { when, timex3: open_unit(scale, &extra) }, source.basis(Reason::Counted));
        }
        (unit_value(days, a, b, scale, &extra), source.basis(Reason::Counted))
    }

    /// The quarter spoken of where it is over, else the last that was over at publication.
    fn quarter_reported(&self) -> Option<Source> {
        let published = self.published.filter(|p| !p.open);
        let told = self.quarter.map(|told| told.source);
        let Some(published) = published else { return told };
        let ended = |date| moved(date, Scale::Quarter, -1);
        told.filter(|source| source.days.1 < published.days.1).or_else(|| {
            let days = ended(published.days.0).zip(ended(published.days.1))?;
            Some(Source { days, ..published })
        })
    }

    /// What a number of units is counted from.
    fn counted_from(&self, i: usize, scale: Scale, spoken: bool) -> Option<Source> {
        let fine = match scale {
            Scale::Second | Scale::Minute | Scale::Hour | Scale::Day | Scale::Week => self.focus_day,
            Scale::Month => self.focus_month,
            _ => None,
        };
        let told = fine.or(self.focus).map(|told| told.source);
        // In the words of somebody told of, "today" is not the day of the telling.
        let quoted = self.narrative && self.place(i).quoted;
        if spoken && !quoted {
            return self.published;
        }
        told.or(self.published.filter(|_| !self.narrative))
    }
}

/// "A few days later": before or after, by nobody knows how much.
fn vaguely(source: Option<Source>, back: bool) -> (Value, Basis) {
    let timex3 = if back { "PAST_REF" } else { "FUTURE_REF" };
    let when = source.map_or_else(When::unknown, |Source { days: (first, last), open, .. }| {
        if back {
            When::bounded(None, Some(last).filter(|_| !open))
        } else {
            When::bounded(Some(first), None)
        }
    });
    let reason = if back { Reason::Before } else { Reason::After };
    (Value { when, timex3: timex3.to_owned() }, source.map_or(Basis::NOTHING, |source| source.basis(reason)))
}
