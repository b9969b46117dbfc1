//! What the words of one expression give, before anything is asked of the text around them.

use jiff::civil::Date;

use crate::pattern::Gives;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Day,
    /// The night that ends on the day named.
    Eve,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Start,
    Mid,
    End,
}

/// Which way from a starting point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Present,
    Future,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scale {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The named parts of a date; what is missing comes from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Partial {
    pub(crate) year: Option<i16>,
    /// The year is counted before the common era.
    pub(crate) before_era: bool,
    /// `year` stands for its decade.
    pub(crate) decade: bool,
    /// "March this year": the year counted from the year of speaking.
    pub(crate) year_shift: Option<i32>,
    /// "March of that year": the year counted from the year talked about.
    pub(crate) year_same: Option<i32>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) weekday: Option<i8>,
    pub(crate) season: Option<Season>,
    pub(crate) quarter: Option<i8>,
    pub(crate) clock: Option<(i8, i8)>,
    pub(crate) part: Option<Part>,
    pub(crate) edge: Option<Edge>,
    /// "last", "this", "next" before a month, season or weekday.
    pub(crate) pick: Option<i32>,
    /// `05/01/2022` with both orders possible.
    pub(crate) unordered: bool,
}

impl Partial {
    pub(crate) fn of_day(date: Date) -> Self {
        Self { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()), ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A day, month or year of this name exists; a year-less 29 February does.
    pub(crate) fn exists(&self) -> bool {
        match (self.month, self.day) {
            _ if self.unordered => true,
            (Some(month), Some(day)) => Date::new(self.year.unwrap_or(2000), month, day).is_ok(),
            (None, Some(day)) => (1..=31).contains(&day),
            _ => true,
        }
    }
}

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    Whole(u32),
    /// Whole part and tenths.
    Tenths(u32, u32),
    /// From one number to another.
    Between(u32, u32),
    Vague,
}

/// How exactly a length is given, by the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bounded {
    Exact,
    MoreThan,
    LessThan,
    AtLeast,
    AtMost,
    About,
    Approximate,
}

/// What the words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A date, or the two ends of a stretch.
    Calendar {
        first: Partial,
        last: Option<Partial>,
    },
    /// So many units from the time of speaking, or from the time talked about.
    Shift {
        by: Count,
        back: bool,
        scale: Scale,
        spoken: bool,
        extra: Partial,
    },
    Length {
        count: Count,
        scale: Scale,
        more: Option<(Count, Scale)>,
    },
    Recurring {
        count: Count,
        scale: Scale,
        weekday: Option<i8>,
    },
    Reference(Tense),
}

/// What the steps of a form have gathered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slots {
    pub(crate) first: Partial,
    pub(crate) last: Partial,
    /// The second end has begun.
    pub(crate) two: bool,
    pub(crate) count: Option<Count>,
    pub(crate) scale: Option<Scale>,
    pub(crate) more_count: Option<Count>,
    pub(crate) more_scale: Option<Scale>,
    pub(crate) shift: Option<i32>,
    pub(crate) same: Option<i32>,
    pub(crate) ordinal: Option<i8>,
    pub(crate) half: bool,
    pub(crate) bounded: Option<Bounded>,
    pub(crate) tense: Option<Tense>,
    /// A word that means something else as well is the only one.
    pub(crate) weak: bool,
}

/// Puts `value` into the first end, or into the second where the first has one already.
macro_rules! place {
    ($slots:ident, $field:ident, $value:expr) => {{
        if $slots.two || $slots.first.$field.is_some() {
            if $slots.last.$field.is_some() {
                return false;
            }
            $slots.two = true;
            $slots.last.$field = Some($value);
        } else {
            $slots.first.$field = Some($value);
        }
        true
    }};
}

impl Slots {
    pub(crate) fn year(&mut self, year: i16) -> bool {
        place!(self, year, year)
    }

    pub(crate) fn month(&mut self, month: i8) -> bool {
        place!(self, month, month)
    }

    pub(crate) fn day(&mut self, day: i8) -> bool {
        place!(self, day, day)
    }

    pub(crate) fn date(&mut self, date: Date) -> bool {
        self.year(date.year()) && self.month(date.month()) && self.day(date.day())
    }

    pub(crate) fn counted(&mut self, count: Count) -> bool {
        let slot = if self.count.is_some() { &mut self.more_count } else { &mut self.count };
        slot.replace(count).is_none()
    }

    pub(crate) fn scaled(&mut self, scale: Scale) -> bool {
        let slot = if self.scale.is_some() { &mut self.more_scale } else { &mut self.scale };
        slot.replace(scale).is_none()
    }

    /// "pm", "вечера" after an hour.
    pub(crate) fn afternoon(&mut self, pm: bool) -> bool {
        if let Some((hour, _)) = &mut self.first.clock {
            match (pm, *hour) {
                (_, 13..) => return pm,
                (true, 0..=11) => *hour += 12,
                (false, 12) => *hour = 0,
                _ => {}
            }
        }
        true
    }

    /// The meaning of a form that ends here, or `None` where there is no such date.
    pub(crate) fn meaning(mut self, gives: Gives) -> Option<Meaning> {
        if let (Some(Count::Tenths(0, 5)), Some(Count::Whole(1)), None) =
            (self.count, self.more_count, self.more_scale)
        {
            self.more_count = None;
        }
        if let (Some(Count::Whole(a)), Some(Count::Whole(b)), None) =
            (self.count, self.more_count, self.more_scale)
        {
            self.count = match b {
                100 | 1000 => Some(Count::Whole(a.saturating_mul(b))),
                1..10 if a >= 20 && a.is_multiple_of(10) => Some(Count::Whole(a.saturating_add(b))),
                _ if a < b => Some(Count::Between(a, b)),
                _ => return None,
            };
            self.more_count = None;
        }
        match gives {
            Gives::Date | Gives::Picked => self.calendar(),
            Gives::Duration => self.length(),
            Gives::Reference => self.tense.map(Meaning::Reference),
            Gives::Set => Some(Meaning::Recurring {
                count: self.count.unwrap_or(Count::Whole(1)),
                scale: self.scale.unwrap_or(Scale::Week),
                weekday: self.first.weekday,
            }),
            Gives::Shift => self.steps(self.shift?, true),
            Gives::Same => self.steps(self.same.unwrap_or(0), false),
            Gives::Ago => self.counted_steps(true, true),
            Gives::Ahead => self.counted_steps(false, true),
            Gives::Later => self.counted_steps(false, false),
            Gives::Earlier => self.counted_steps(true, false),
        }
    }

    fn steps(self, by: i32, spoken: bool) -> Option<Meaning> {
        let scale = self.scale.unwrap_or(Scale::Day);
        Some(Meaning::Shift {
            by: Count::Whole(by.unsigned_abs()),
            back: by < 0,
            scale,
            spoken,
            extra: self.first,
        })
    }

    fn counted_steps(self, back: bool, spoken: bool) -> Option<Meaning> {
        let by = self.count.unwrap_or(Count::Whole(1));
        Some(Meaning::Shift { by, back, scale: self.scale?, spoken, extra: self.first })
    }

    fn length(self) -> Option<Meaning> {
        let scale = self.scale?;
        // "Almost a month" in languages without an article.
        let count = self.count.unwrap_or(if self.bounded.is_some() { Count::Whole(1) } else { Count::Vague });
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
        let first = &mut self.first;
        if let Some(ordinal) = self.ordinal
            && self.scale == Some(Scale::Quarter)
        {
            first.quarter = (1..=4).contains(&ordinal).then_some(ordinal);
            first.quarter?;
        }
        if first.before_era
            && let Some(Count::Whole(year)) = self.count
        {
            first.year = i16::try_from(year).ok();
        }
        let year_wanted = first.month.is_some()
            || first.season.is_some()
            || first.quarter.is_some()
            || (first.edge.is_some() && self.scale == Some(Scale::Year));
        if year_wanted {
            first.year_shift = self.shift;
            first.year_same = self.same;
        } else if self.scale == Some(Scale::Month) {
            first.pick = self.shift;
        }
        let hour = first.clock.map(|(h, _)| h);
        if let (Some(part), Some(hour)) = (first.part.take_if(|_| hour.is_some()), hour) {
            let late = matches!(part, Part::Afternoon | Part::Evening) || (part == Part::Night && hour >= 6);
            self.afternoon(late);
        }
        let (mut first, mut last) = (self.first, self.last);
        if first.is_empty() || !first.exists() {
            return None;
        }
        if !self.two {
            return Some(Meaning::Calendar { first, last: None });
        }
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
        Some(Meaning::Calendar { first, last: Some(last) })
    }
}
