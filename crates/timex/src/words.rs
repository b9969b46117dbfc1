//! What the words of one expression give, before anything is asked of the text around them.

use jiff::civil::Date;

use crate::holiday::Rule;
use crate::{Calendar, reckoning};

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

/// Where years are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    Before,
    Common,
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
    /// Counted as astronomers do: 1 BC is 0, 2 BC is -1.
    pub(crate) year: Option<i16>,
    /// `year` stands for its decade.
    pub(crate) decade: bool,
    /// `year` is the first of its century, counted from 0: 1900 for the twentieth.
    pub(crate) century: bool,
    /// "March this year": the year counted from the year of speaking.
    pub(crate) year_shift: Option<i32>,
    /// "March of that year": the year counted from the year talked about.
    pub(crate) year_same: Option<i32>,
    pub(crate) month: Option<i8>,
    pub(crate) day: Option<i8>,
    pub(crate) weekday: Option<i8>,
    /// `weekday` stands for the weekend that begins with it.
    pub(crate) weekend: bool,
    pub(crate) season: Option<Season>,
    pub(crate) quarter: Option<i8>,
    /// "The 2019 quarter": the quarter spoken of, in another year.
    pub(crate) quarter_same: bool,
    /// A day with a name and a date of its own every year.
    pub(crate) holiday: Option<Rule>,
    /// The week that the day lies in.
    pub(crate) week: bool,
    /// First or second half of the year.
    pub(crate) half: Option<i8>,
    pub(crate) clock: Option<(i8, i8)>,
    pub(crate) part: Option<Part>,
    pub(crate) edge: Option<Edge>,
    /// "last", "this", "next" before a month, season or weekday.
    pub(crate) pick: Option<i32>,
    /// "that spring", "the following Friday": which one, seen from the time talked about.
    pub(crate) told: Option<i32>,
    /// `05/01/2022` with both orders possible.
    pub(crate) unordered: bool,
    /// Of the Solar Hijri and the Hijri one, year, month and day are its own.
    pub(crate) calendar: Calendar,
}

impl Partial {
    pub(crate) fn of_day(date: Date) -> Self {
        Self { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()), ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn exists_in_its_calendar(&self) -> bool {
        let days = match (self.calendar, self.month) {
            (Calendar::SolarHijri, Some(..=6)) => 31,
            _ => 30,
        };
        let named = self.month.is_some() || self.day.is_none();
        match self.year {
            Some(year) => reckoning::days(self, year).is_some(),
            None => named && self.day.is_none_or(|day| day <= days),
        }
    }

    /// A day, month or year of this name exists; a year-less 29 February does.
    pub(crate) fn exists(&self) -> bool {
        match (self.month, self.day) {
            _ if self.unordered => true,
            _ if self.calendar.has_own_months() => self.exists_in_its_calendar(),
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
