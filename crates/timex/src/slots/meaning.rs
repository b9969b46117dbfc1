//! The meaning of what has been gathered, at the end of a form.

use super::Slots;
use crate::Calendar;
use crate::pattern::Gives;
use crate::reckoning;
use crate::words::{Count, Era, Meaning, Part, Partial, Scale};

impl Slots {
    /// The meaning of a form that ends here, or `None` where there is no such date.
    pub(crate) fn meaning(&self, gives: Gives) -> Option<Meaning> {
        let mut this = *self;
        this.shift_clock();
        if let Some(era) = this.era {
            this.years_of_era(era)?;
        }
        this.join_counts()?;
        this.given(gives)
    }

    /// "A quarter to nine".
    fn shift_clock(&mut self) {
        if let (Some((hour, minute)), 1..) = (self.first.clock, self.clock_shift.abs()) {
            let minutes = (i32::from(hour) * 60 + i32::from(minute) + self.clock_shift).rem_euclid(24 * 60);
            self.first.clock = i8::try_from(minutes / 60).ok().zip(i8::try_from(minutes % 60).ok());
        }
    }

    /// Two numbers of one unit are one: "two hundred", "a hundred and five", "10 (ten)", "two or three".
    fn join_counts(&mut self) -> Option<()> {
        if let (Some(Count::Tenths(0, 5)), Some(Count::Whole(1)), None) =
            (self.count, self.more_count, self.more_scale)
        {
            self.more_count = None;
        }
        if let (Some(Count::Whole(a)), Some(Count::Whole(b)), None) =
            (self.count, self.more_count, self.more_scale)
        {
            self.count = match b {
                // "10 (ten) days".
                _ if a == b => Some(Count::Whole(a)),
                100 | 1000 => Some(Count::Whole(a.saturating_mul(b))),
                1..100 if a >= 100 && a.is_multiple_of(100) => Some(Count::Whole(a.saturating_add(b))),
                1..10 if a >= 20 && a.is_multiple_of(10) => Some(Count::Whole(a.saturating_add(b))),
                _ if a < b => Some(Count::Between(a, b)),
                _ => return None,
            };
            self.more_count = None;
        }
        Some(())
    }

    fn given(&mut self, gives: Gives) -> Option<Meaning> {
        match gives {
            Gives::Date | Gives::Picked => self.calendar(),
            Gives::Duration => self.length(),
            Gives::Age => {
                // "In the 85th year of life".
                let years = self.ordinal.and_then(|n| u32::try_from(n).ok()).map(Count::Whole);
                self.count = self.count.or(years);
                self.scale = self.scale.or(Some(Scale::Year));
                self.length()
            }
            Gives::Reference => self.tense.map(Meaning::Reference),
            Gives::Set => Some(Meaning::Recurring {
                count: self.count.unwrap_or(Count::Whole(1)),
                scale: self.scale.unwrap_or(Scale::Week),
                weekday: self.first.weekday,
            }),
            Gives::Shift => self.steps(self.shift?, true),
            Gives::Same if self.scale.is_none() && self.first.part.is_none() && !self.first.is_empty() => {
                self.first.told = self.same.take();
                self.calendar()
            }
            Gives::Same => self.steps(self.same.unwrap_or(0), false),
            Gives::Ago => self.counted_steps(true, true),
            Gives::Ahead => self.counted_steps(false, true),
            Gives::Later => self.counted_steps(false, false),
            Gives::Earlier => self.counted_steps(true, false),
        }
    }

    /// Years counted onwards or backwards from the beginning of an era. The year before the year 1 is 0.
    fn years_of_era(&mut self, era: Era) -> Option<()> {
        let year = |count| match count {
            Count::Whole(year @ 1..=9999) => i16::try_from(year).ok(),
            _ => None,
        };
        if let Some(count) = self.count.take() {
            self.first.year = Some(year(count)?);
        }
        if let Some(count) = self.more_count.take() {
            self.last.year = Some(year(count)?);
            self.two = true;
        }
        if let (Some(ordinal), Some(Scale::Century)) = (self.ordinal, self.scale) {
            self.first.year = Some((i16::from(ordinal) - 1) * 100);
            self.first.century = true;
        }
        if era == Era::Before {
            for partial in [&mut self.first, &mut self.last] {
                let length = if partial.decade { 9 } else { i16::from(partial.century) * 100 };
                partial.year = partial.year.map(|year| 1 - year - length);
            }
        }
        Some(())
    }

    fn steps(&self, by: i32, spoken: bool) -> Option<Meaning> {
        let scale = self.scale.unwrap_or(Scale::Day);
        Some(Meaning::Shift {
            by: Count::Whole(by.unsigned_abs()),
            back: by < 0,
            scale,
            spoken,
            extra: self.first,
        })
    }

    fn counted_steps(&self, back: bool, spoken: bool) -> Option<Meaning> {
        let by = self.count.unwrap_or(Count::Whole(1));
        Some(Meaning::Shift { by, back, scale: self.scale?, spoken, extra: self.first })
    }

    fn length(&self) -> Option<Meaning> {
        let scale = self.scale?;
        // "Almost a month" in languages without an article.
        let count = self.count.unwrap_or(if self.bounded.is_some() || self.singular {
            Count::Whole(1)
        } else {
            Count::Vague
        });
        if self.half && self.more_scale.is_some() {
            return None;
        }
        if let (true, Count::Whole(n)) = (self.half, count) {
            return Some(Meaning::Length { count: Count::Tenths(n, 5), scale, more: None });
        }
        let more = self.more_count.zip(self.more_scale);
        let whole = |count: Count| matches!(count, Count::Whole(_));
        if more.is_some_and(|(rest, smaller)| smaller >= scale || !whole(rest) || !whole(count)) {
            return None;
        }
        Some(Meaning::Length { count, scale, more })
    }

    fn calendar(&mut self) -> Option<Meaning> {
        self.count_quarter_or_century()?;
        let first = &self.first;
        // "The 470s" alone are no years.
        if first.decade && first.year.is_some_and(|y| (0..1000).contains(&y)) && self.era.is_none() {
            return None;
        }
        self.shift_year_or_month();
        self.join_clock_and_part();
        self.number_years_of_calendar()?;
        if self.first.is_empty() || !self.first.exists() {
            return None;
        }
        if self.two { self.stretch() } else { Some(Meaning::Calendar { first: self.first, last: None }) }
    }

    /// "The third quarter", "the fifth century".
    fn count_quarter_or_century(&mut self) -> Option<()> {
        let first = &mut self.first;
        if let Some(ordinal) = self.ordinal
            && [self.scale, self.more_scale].contains(&Some(Scale::Quarter))
        {
            first.quarter = (1..=4).contains(&ordinal).then_some(ordinal);
            first.quarter?;
        }
        first.quarter_same =
            self.ordinal.is_none() && self.scale == Some(Scale::Quarter) && first.year.is_some();
        if let (Some(ordinal), Some(Scale::Century), None) = (self.ordinal, self.scale, first.year) {
            first.year = Some((i16::from(ordinal) - 1) * 100);
            first.century = true;
        }
        Some(())
    }

    /// "March this year", "the end of last year"; "last month".
    fn shift_year_or_month(&mut self) {
        let first = &mut self.first;
        let year_wanted = first.month.is_some()
            || first.season.is_some()
            || first.quarter.is_some()
            || first.half.is_some()
            || first.holiday.is_some()
            || (first.edge.is_some() && self.scale == Some(Scale::Year));
        if year_wanted {
            first.year_shift = self.shift;
            first.year_same = self.same;
        } else if self.scale == Some(Scale::Month) {
            first.pick = self.shift;
        }
    }

    /// "Nine in the evening" is an hour; "half past nine" is one with its half.
    fn join_clock_and_part(&mut self) {
        let first = &mut self.first;
        let hour = first.clock.map(|(h, _)| h);
        if let (Some(part), Some(hour)) = (first.part.take_if(|_| hour.is_some()), hour) {
            let late = matches!(part, Part::Afternoon | Part::Evening) || (part == Part::Night && hour >= 6);
            self.afternoon(late);
        }
        // "Half past": the hour comes first and its half behind it.
        if let (true, Some((_, minute @ 0))) = (self.half, &mut self.first.clock) {
            *minute = 30;
        }
    }

    /// Years of another calendar as they are kept.
    fn number_years_of_calendar(&mut self) -> Option<()> {
        let calendar = self.first.calendar;
        if calendar != Calendar::Gregorian {
            for end in [&mut self.first, &mut self.last] {
                end.calendar = calendar;
                end.year = match (calendar, end.year) {
                    (_, None) => None,
                    (Calendar::Buddhist, Some(year)) => Some(year - 543),
                    (_, Some(year)) => Some(reckoning::own_year(end, year)?),
                };
            }
        }
        Some(())
    }

    /// From one date to another, each with what only the other names.
    fn stretch(&self) -> Option<Meaning> {
        let (mut first, mut last) = (self.first, self.last);
        let inherited_first = first.year.is_none();
        (first.year, last.year) = (first.year.or(last.year), last.year.or(first.year));
        if first.day.is_some() || last.day.is_some() {
            (first.month, last.month) = (first.month.or(last.month), last.month.or(first.month));
        }
        if !first.exists() || !last.exists() {
            return None;
        }
        let key = |p: &Partial| (p.year.unwrap_or(0), p.month.unwrap_or(0), p.day.unwrap_or(0));
        if key(&first) > key(&last) {
            if first.month <= last.month {
                return None;
            }
            if inherited_first {
                first.year = first.year.map(|y| y - 1);
            } else {
                last.year = last.year.map(|y| y + 1);
            }
        }
        // The second end lies beyond the end of the expression, which takes its month and year from it.
        Some(Meaning::Calendar { first, last: Some(last).filter(|_| self.len.is_none()) })
    }
}
