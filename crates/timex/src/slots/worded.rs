//! What a word of a class gives to the form that takes it.

use super::Slots;
use crate::Calendar;
use crate::class::{Class, PAIRED};
use crate::holiday::Holiday;
use crate::words::{Bounded, Count, Edge, Era, Part, Scale, Season, Tense};

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
