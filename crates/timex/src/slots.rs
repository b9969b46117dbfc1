//! What the steps of a form gather, and the meaning that comes of it.

use jiff::civil::Date;

use crate::Calendar;
use crate::holiday::Holiday;
use crate::lexicon::{Class, PAIRED};
use crate::pattern::Gives;
use crate::reckoning;
use crate::token::{Number, full_year, is_year};
use crate::words::{Bounded, Count, Edge, Era, Meaning, Part, Partial, Scale, Season, Tense};

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
    /// Minutes added to the hour named.
    pub(crate) clock_shift: i32,
    pub(crate) half: bool,
    /// The unit is the word for one of them.
    pub(crate) singular: bool,
    pub(crate) bounded: Option<Bounded>,
    pub(crate) tense: Option<Tense>,
    pub(crate) era: Option<Era>,
    /// The two ends are joined by "and".
    pub(crate) conjoined: bool,
    /// A name was written without its capital.
    pub(crate) small: bool,
    /// A word that means something else as well is the only one.
    pub(crate) weak: bool,
    /// Tokens of the expression, where words that have to follow are no part of it.
    pub(crate) len: Option<usize>,
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

    /// Beyond the end of the expression another time of day may follow: "from 10 to 12 o'clock".
    fn clock(&mut self, hour: i8, minute: i8) -> bool {
        self.len.is_some() || self.first.clock.replace((hour, minute)).is_none()
    }

    pub(crate) fn date(&mut self, date: Date) -> bool {
        self.year(date.year()) && self.month(date.month()) && self.day(date.day())
    }

    pub(crate) fn counted(&mut self, count: Count) -> bool {
        if let (Some(Count::Whole(tens)), None, Count::Whole(ones @ 1..10)) =
            (self.more_count, self.more_scale, count)
            && tens >= 20
            && tens.is_multiple_of(10)
        {
            self.more_count = Some(Count::Whole(tens + ones));
            return true;
        }
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
    pub(crate) fn meaning(&self, gives: Gives) -> Option<Meaning> {
        let mut this = *self;
        this.read(gives)
    }

    fn read(&mut self, gives: Gives) -> Option<Meaning> {
        if let (Some((hour, minute)), 1..) = (self.first.clock, self.clock_shift.abs()) {
            let minutes = (i32::from(hour) * 60 + i32::from(minute) + self.clock_shift).rem_euclid(24 * 60);
            self.first.clock = i8::try_from(minutes / 60).ok().zip(i8::try_from(minutes % 60).ok());
        }
        if let Some(era) = self.era {
            self.years_of_era(era)?;
        }
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
        // "The 470s" alone are no years.
        if first.decade && first.year.is_some_and(|y| (0..1000).contains(&y)) && self.era.is_none() {
            return None;
        }
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
        let hour = first.clock.map(|(h, _)| h);
        if let (Some(part), Some(hour)) = (first.part.take_if(|_| hour.is_some()), hour) {
            let late = matches!(part, Part::Afternoon | Part::Evening) || (part == Part::Night && hour >= 6);
            self.afternoon(late);
        }
        // "Half past": the hour comes first and its half behind it.
        if let (true, Some((_, minute @ 0))) = (self.half, &mut self.first.clock) {
            *minute = 30;
        }
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
        // The second end lies beyond the end of the expression, which takes its month and year from it.
        Some(Meaning::Calendar { first, last: Some(last).filter(|_| self.len.is_none()) })
    }
}

/// Classes that [`numeric`] takes numbers for.
pub(crate) const NUMERIC: &[Class] = &[
    Class::DecadeNumber,
    Class::Ordinal,
    Class::Year,
    Class::Day,
    Class::Number,
    Class::Clock,
    Class::Dotted,
    Class::MinuteNumber,
    Class::MonthNumber,
    Class::DayMonth,
    Class::Hours,
    Class::HourNumber,
    Class::FullDay,
    Class::Slashed,
    Class::Days,
    Class::Years,
    Class::YearsBefore,
    Class::Numbers,
    Class::Decade,
    Class::Decimal,
    Class::DayOrdinal,
    Class::Half,
    Class::ShortYear,
    Class::BuddhistYear,
];

/// Takes a number for what `class` wants; `false` where it is something else.
pub(crate) fn numeric(number: Number, class: Class, slots: &mut Slots) -> bool {
    match (class, number) {
        (Class::Year, Number::Plain { value, digits: 4 } | Number::Ordinal(value)) if is_year(value) => {
            i16::try_from(value).is_ok_and(|year| slots.year(year))
        }
        (
            Class::Day,
            Number::Plain { value: value @ 1..=31, digits: 1..=2 } | Number::Ordinal(value @ 1..=31),
        )
        | (Class::DayOrdinal, Number::Ordinal(value @ 1..=31)) => {
            i8::try_from(value).is_ok_and(|day| slots.day(day))
        }
        (Class::BuddhistYear, Number::Plain { value: value @ 2400..2700, digits: 4 }) => {
            i16::try_from(value).is_ok_and(|year| slots.year(year))
        }
        (Class::Ordinal, Number::Ordinal(value)) => {
            slots.ordinal = i8::try_from(value).ok();
            slots.ordinal.is_some()
        }
        (Class::Number, Number::Plain { value, .. }) if value < 1_000_000 => {
            slots.counted(Count::Whole(value))
        }
        (Class::Half, Number::Half) => {
            slots.half = true;
            slots.count.is_some() || slots.counted(Count::Tenths(0, 5))
        }
        (Class::Decimal, Number::Decimal(whole, tenths)) => slots.counted(Count::Tenths(whole, tenths)),
        (Class::HourNumber, Number::Plain { value: value @ 0..=23, digits: 1..=2 }) => {
            i8::try_from(value).is_ok_and(|hour| slots.clock(hour, 0))
        }
        (Class::Clock, Number::Clock(hour, minute))
        | (Class::Dotted, Number::Dotted(hour @ 0..24, minute)) => slots.clock(hour, minute),
        (Class::Hours, Number::Pair(a @ 0..24, b @ 1..=24)) => {
            slots.two = true;
            slots.last.clock = i8::try_from(b % 24).ok().map(|hour| (hour, 0));
            i8::try_from(a).is_ok_and(|hour| slots.clock(hour, 0))
        }
        (Class::MonthNumber, Number::Plain { value: value @ 1..=12, digits: 1..=2 }) => {
            i8::try_from(value).is_ok_and(|month| slots.month(month))
        }
        (Class::DayMonth, Number::Dotted(day @ 1..=31, month @ 1..=12)) => {
            slots.month(month) && slots.day(day)
        }
        (Class::DayMonth, Number::Decimal(day @ 1..=31, month @ 1..=9)) => {
            i8::try_from(month).is_ok_and(|month| slots.month(month))
                && i8::try_from(day).is_ok_and(|day| slots.day(day))
        }
        (Class::MinuteNumber, Number::Plain { value: value @ 0..=59, digits: 1..=2 }) => {
            match (&mut slots.first.clock, i8::try_from(value)) {
                (Some((_, minute)), Ok(value)) => {
                    *minute = value;
                    true
                }
                _ => false,
            }
        }
        (Class::FullDay, Number::Day { date, clock }) => {
            slots.first.clock = slots.first.clock.or(clock);
            slots.date(date)
        }
        (Class::Slashed, Number::Slashed { first, second, year }) => {
            slots.first.unordered = true;
            slots.year(year) && slots.month(first) && slots.day(second)
        }
        (Class::Days, Number::Pair(a, b)) if b <= 31 => {
            i8::try_from(a).is_ok_and(|d| d > 0 && slots.day(d))
                && i8::try_from(b).is_ok_and(|d| slots.day(d))
        }
        (Class::Numbers, Number::Pair(a, b)) => slots.counted(Count::Between(a, b)),
        (Class::YearsBefore, Number::Falling(a, b)) => {
            slots.counted(Count::Whole(a)) && slots.counted(Count::Whole(b))
        }
        (Class::Years, Number::Years(a, b)) => slots.year(a) && slots.year(b),
        (Class::Decade, Number::Decade(year)) => {
            slots.first.decade = true;
            slots.year(year)
        }
        // "The years 90", "the decade of 1990".
        (Class::DecadeNumber, Number::Plain { value, digits: 2 | 4 } | Number::Ordinal(value))
            if value.is_multiple_of(10) && (is_year(value) || (20..=90).contains(&value)) =>
        {
            slots.first.decade = true;
            i16::try_from(if value < 100 { 1900 + value } else { value }).is_ok_and(|year| slots.year(year))
        }
        (Class::ShortYear, Number::Ordinal(value @ 10..=99)) => {
            i16::try_from(full_year(value)).is_ok_and(|year| slots.year(year))
        }
        _ => false,
    }
}

/// Takes the value of a word of `class`; `false` where the form has one already.
pub(crate) fn worded(value: i32, class: Class, slots: &mut Slots) -> bool {
    let narrow = i8::try_from(value).ok();
    match class {
        Class::Month => narrow.is_some_and(|m| slots.month(m)),
        Class::SolarMonth | Class::LunarMonth => {
            let own = if class == Class::SolarMonth { Calendar::SolarHijri } else { Calendar::Hijri };
            let fits = matches!(slots.first.calendar, Calendar::Gregorian) || slots.first.calendar == own;
            slots.first.calendar = own;
            fits && narrow.is_some_and(|m| slots.month(m))
        }
        Class::SolarEra | Class::LunarEra | Class::BuddhistEra => {
            if slots.first.calendar == Calendar::Gregorian {
                slots.first.calendar = match class {
                    Class::SolarEra => Calendar::SolarHijri,
                    Class::LunarEra => Calendar::Hijri,
                    _ => Calendar::Buddhist,
                };
            }
            true
        }
        Class::Weekday | Class::WeekdayShort | Class::Weekdays => {
            slots.first.weekday = slots.first.weekday.or(narrow);
            true
        }
        Class::Unit | Class::Units | Class::UnitAdjective => {
            slots.singular |= class == Class::Unit;
            slots.scaled(scale(value))
        }
        // "Weeks or months": the smaller comes first.
        Class::UnitsAlone => {
            slots.count = Some(Count::Vague);
            slots.scale = slots.scale.or(Some(scale(value)));
            true
        }
        Class::Quarter | Class::Period => slots.scaled(Scale::Quarter),
        Class::Holiday => match Holiday::of_code(value) {
            Holiday::Fixed { month, day } => slots.month(month) && slots.day(day),
            Holiday::Moving(rule) => slots.first.holiday.replace(rule).is_none(),
        },
        Class::WeekOf => {
            slots.first.week = true;
            true
        }
        Class::HalfYear => slots.first.half.replace(narrow.unwrap_or(1)).is_none(),
        Class::Weekend => {
            slots.first.weekend = true;
            slots.first.weekday.replace(6).is_none()
        }
        Class::YearHead => i16::try_from(value).is_ok_and(|year| slots.year(year)),
        // "Ninety-six" adds up; "twenty six" after "nineteen" does not begin with a unit.
        Class::YearTail => match (slots.first.year, i16::try_from(value)) {
            (Some(year), Ok(tail)) if !slots.two => {
                let rest = year % 100;
                let fits = if rest == 0 { tail >= 10 } else { rest >= 20 && rest % 10 == 0 && tail < 10 };
                slots.first.year = Some(year + tail);
                fits
            }
            _ => false,
        },
        Class::Season => {
            slots.first.season = Some(match value {
                0 => Season::Spring,
                1 => Season::Summer,
                2 => Season::Autumn,
                _ => Season::Winter,
            });
            true
        }
        Class::Part => {
            slots.first.part = Some(part(value));
            true
        }
        Class::Cardinal => u32::try_from(value).is_ok_and(|n| slots.counted(Count::Whole(n))),
        Class::Article => slots.counted(Count::Whole(1)),
        Class::Vague => slots.counted(Count::Vague),
        Class::Ordinal => {
            slots.ordinal = narrow;
            true
        }
        Class::DayOrdinal => (1..=31).contains(&value) && narrow.is_some_and(|d| slots.day(d)),
        Class::Shift | Class::YearShift => {
            slots.shift = Some(value);
            true
        }
        Class::Deictic => {
            slots.shift = Some(value.div_euclid(PAIRED));
            if let at @ 1.. = value.rem_euclid(PAIRED) {
                slots.first.part = Some(part(at - 1));
            }
            true
        }
        Class::DeicticYear => {
            slots.shift = Some(value);
            slots.scaled(Scale::Year)
        }
        Class::MinuteNumber => match &mut slots.first.clock {
            Some((hour, minute)) if *minute == 0 => {
                let all = i32::from(*hour) * 60 + value + if value < 0 && *hour == 0 { 24 * 60 } else { 0 };
                (*hour, *minute) = (i8::try_from(all / 60).unwrap_or(0), i8::try_from(all % 60).unwrap_or(0));
                true
            }
            _ => false,
        },
        Class::ClockShift => {
            slots.clock_shift = value;
            true
        }
        Class::Pick => {
            slots.first.pick = Some(value);
            true
        }
        Class::Same => {
            slots.same = Some(value);
            true
        }
        Class::SameDay => {
            slots.same = Some(value);
            slots.scaled(Scale::Day)
        }
        Class::Reference => {
            slots.tense = Some(match value {
                0 => Tense::Past,
                1 => Tense::Present,
                _ => Tense::Future,
            });
            true
        }
        Class::Edge => {
            slots.first.edge = Some(match value {
                0 => Edge::Start,
                1 => Edge::Mid,
                _ => Edge::End,
            });
            true
        }
        Class::Recurring => match value {
            0 => slots.scaled(Scale::Day),
            1 => slots.scaled(Scale::Week),
            2 => slots.scaled(Scale::Month),
            3 => slots.scaled(Scale::Year),
            _ => slots.scaled(Scale::Hour),
        },
        Class::Meridiem => slots.afternoon(value == 1),
        Class::Hour | Class::HourNumber => narrow.is_some_and(|h| slots.clock(h, 0)),
        Class::Decimal => {
            u32::try_from(value).is_ok_and(|tenths| slots.counted(Count::Tenths(tenths / 10, tenths % 10)))
        }
        Class::Length => {
            let unit = match value.rem_euclid(PAIRED) {
                0 => Scale::Month,
                at => scale(at - 1),
            };
            u32::try_from(value / PAIRED).is_ok_and(|n| slots.counted(Count::Whole(n))) && slots.scaled(unit)
        }
        Class::Era => {
            slots.era = Some(if value == 0 { Era::Before } else { Era::Common });
            true
        }
        Class::Modifier => {
            slots.bounded = Some(bound(value));
            true
        }
        Class::Conjunction => {
            slots.conjoined = true;
            true
        }
        Class::Between => {
            slots.conjoined = false;
            true
        }
        Class::Half => {
            slots.half = true;
            // "Half a year", but "a year and a half".
            slots.count.is_some() || slots.counted(Count::Tenths(0, 5))
        }
        Class::Decades => {
            slots.first.decade = true;
            i16::try_from(value).is_ok_and(|y| slots.year(y))
        }
        _ => true,
    }
}

fn part(value: i32) -> Part {
    match value {
        0 => Part::Morning,
        1 => Part::Midday,
        2 => Part::Afternoon,
        3 => Part::Evening,
        4 => Part::Night,
        5 => Part::Day,
        _ => Part::Eve,
    }
}

fn scale(value: i32) -> Scale {
    match value {
        0 => Scale::Second,
        1 => Scale::Minute,
        2 => Scale::Hour,
        3 => Scale::Day,
        4 => Scale::Week,
        5 => Scale::Month,
        6 => Scale::Quarter,
        7 => Scale::Year,
        8 => Scale::Decade,
        _ => Scale::Century,
    }
}

pub(crate) fn bound(value: i32) -> Bounded {
    match value {
        1 => Bounded::MoreThan,
        2 => Bounded::LessThan,
        3 => Bounded::AtLeast,
        4 => Bounded::AtMost,
        5 => Bounded::About,
        6 => Bounded::Approximate,
        _ => Bounded::Exact,
    }
}
