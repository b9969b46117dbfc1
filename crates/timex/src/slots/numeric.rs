//! What a number gives to the form that takes it.

use super::Slots;
use crate::class::Class;
use crate::token::{Number, full_year, is_year};
use crate::words::Count;

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
