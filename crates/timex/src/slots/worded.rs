//! What a word of a class gives to the form that takes it.

use super::Slots;
use crate::Calendar;
use crate::class::{BOUNDS, Class, EDGES, ERAS, PAIRED, PARTS, RECURRING, SEASONS, TENSES, UNITS, named};
use crate::holiday::Holiday;
use crate::words::{Count, Scale};

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
            named(UNITS, value).is_some_and(|scale| slots.scaled(scale))
        }
        // "Weeks or months": the smaller comes first.
        Class::UnitsAlone => {
            slots.count = Some(Count::Vague);
            slots.scale = slots.scale.or(named(UNITS, value));
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
            slots.first.season = named(SEASONS, value);
            true
        }
        Class::Part => {
            slots.first.part = named(PARTS, value);
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
                slots.first.part = named(PARTS, at - 1);
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
            slots.tense = named(TENSES, value);
            true
        }
        Class::Edge => {
            slots.first.edge = named(EDGES, value);
            true
        }
        Class::Recurring => named(RECURRING, value).is_some_and(|scale| slots.scaled(scale)),
        Class::Meridiem => slots.afternoon(value == 1),
        Class::Hour | Class::HourNumber => narrow.is_some_and(|h| slots.clock(h, 0)),
        Class::Decimal => {
            u32::try_from(value).is_ok_and(|tenths| slots.counted(Count::Tenths(tenths / 10, tenths % 10)))
        }
        Class::Length => {
            let unit = named(UNITS, value.rem_euclid(PAIRED) - 1).unwrap_or(Scale::Month);
            u32::try_from(value / PAIRED).is_ok_and(|n| slots.counted(Count::Whole(n))) && slots.scaled(unit)
        }
        Class::Era => {
            slots.era = named(ERAS, value);
            true
        }
        Class::Modifier => {
            slots.bounded = named(BOUNDS, value);
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
