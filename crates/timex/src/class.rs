//! Classes of words, and what the keys of `[words.<class>]` stand for.

use crate::words::{Bounded, Edge, Era, Part, Scale, Season, Tense};
use crate::{Direction, holiday};

macro_rules! classes {
    ($($variant:ident $name:literal,)*) => {
        /// Classes of words that forms are made of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Class { $($variant,)* }

        impl Class {
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// A bit of its own.
            #[inline]
            pub(crate) fn bit(self) -> u128 {
                1 << (self as u32)
            }
        }
    };
}

classes! {
    Month "month", Weekday "weekday", Unit "unit", Units "units", Season "season", Part "part", Age "age",
    Cardinal "cardinal", Ordinal "ordinal", Article "article", Vague "vague", Shift "shift", Pick "pick",
    Same "same", Deictic "deictic", Reference "reference", Edge "edge", Recurring "recurring",
    Meridiem "meridiem", Zone "zone", Length "length", Hour "hour-word", Era "era", Half "half",
    Decades "decades", Determiner "determiner", Modifier "modifier", Bound "bound", Direction "direction",
    Link "link", Conjunction "conjunction", Between "between", Filler "filler", Future "future", Past "past",
    Function "function-word", MonthPreposition "month-preposition", NumberNoun "number-noun",
    Counted "counted", Suffix "number-suffix", Publication "publication", Numeral "numeral",
    NumeralEnd "numeral-end", NumeralOrdinal "numeral-ordinal", DeicticYear "deictic-year",
    SameDay "same-day", ShortYear "short-year", YearWord "year-word", Postposition "postposition",
    Year "year", Day "day", Number "number", Clock "clock", Dotted "dotted", MinuteNumber "minute",
    HourNumber "hour", FullDay "full-day", Slashed "slashed", HalfYear "half-year", Holiday "holiday",
    WeekOf "week-of", WeekdayShort "weekday-short", Weekdays "weekdays", Quarter "quarter-noun",
    Period "period-noun", YearShift "year-shift", Idiom "idiom", Auxiliary "auxiliary", Clause "clause-word",
    End "end-of-form", YearHead "year-head", YearTail "year-tail", Weekend "weekend",
    UnitsAlone "units-alone", LengthPreposition "length-preposition", Complement "complement",
    UnitAdjective "unit-adjective", ClockShift "clock-shift", MonthNumber "month-number", Hours "hours",
    DayMonth "day-month", Days "days", Years "years", YearsBefore "years-before", Numbers "numbers",
    Decade "decade", DecadeNumber "decade-number", SolarMonth "solar-month", LunarMonth "lunar-month",
    SolarEra "solar-era", LunarEra "lunar-era", BuddhistEra "buddhist-era", BuddhistYear "buddhist-year",
    Decimal "decimal", DayOrdinal "day-ordinal",
}

/// What letters glued to a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suffix {
    Ordinal,
    Decade,
    Both,
    /// The number stays what it is.
    Ending,
    /// Between hours and minutes: "14h30".
    Clock,
    /// A decade after a round number, else the number stays what it is: "1990-х", "3-х".
    DecadeEnding,
}

/// Values that keys name; a word keeps its value as the place in the list.
type Named<T> = [(&'static str, T)];

pub(crate) const UNITS: &Named<Scale> = &[
    ("second", Scale::Second),
    ("minute", Scale::Minute),
    ("hour", Scale::Hour),
    ("day", Scale::Day),
    ("week", Scale::Week),
    ("month", Scale::Month),
    ("quarter", Scale::Quarter),
    ("year", Scale::Year),
    ("decade", Scale::Decade),
    ("century", Scale::Century),
];

pub(crate) const RECURRING: &Named<Scale> = &[
    ("daily", Scale::Day),
    ("weekly", Scale::Week),
    ("monthly", Scale::Month),
    ("yearly", Scale::Year),
    ("hourly", Scale::Hour),
];

pub(crate) const SEASONS: &Named<Season> = &[
    ("spring", Season::Spring),
    ("summer", Season::Summer),
    ("autumn", Season::Autumn),
    ("winter", Season::Winter),
];

pub(crate) const PARTS: &Named<Part> = &[
    ("morning", Part::Morning),
    ("midday", Part::Midday),
    ("afternoon", Part::Afternoon),
    ("evening", Part::Evening),
    ("night", Part::Night),
    ("day", Part::Day),
    ("eve", Part::Eve),
];

pub(crate) const EDGES: &Named<Edge> = &[("start", Edge::Start), ("mid", Edge::Mid), ("end", Edge::End)];

pub(crate) const TENSES: &Named<Tense> =
    &[("past", Tense::Past), ("present", Tense::Present), ("future", Tense::Future)];

pub(crate) const ERAS: &Named<Era> = &[("before", Era::Before), ("common", Era::Common)];

pub(crate) const DIRECTIONS: &Named<Direction> = &[
    ("at", Direction::At),
    ("until", Direction::Until),
    ("since", Direction::Since),
    ("by", Direction::By),
    ("after", Direction::After),
    ("before", Direction::Before),
    ("as-of", Direction::AsOf),
    ("from", Direction::From),
];

pub(crate) const BOUNDS: &Named<Bounded> = &[
    ("exact", Bounded::Exact),
    ("more-than", Bounded::MoreThan),
    ("less-than", Bounded::LessThan),
    ("at-least", Bounded::AtLeast),
    ("at-most", Bounded::AtMost),
    ("about", Bounded::About),
    ("approximate", Bounded::Approximate),
];

pub(crate) const SUFFIXES: &Named<Suffix> = &[
    ("ordinal", Suffix::Ordinal),
    ("decade", Suffix::Decade),
    ("both", Suffix::Both),
    ("ending", Suffix::Ending),
    ("clock", Suffix::Clock),
    ("decade-ending", Suffix::DecadeEnding),
];

const MERIDIEMS: &Named<()> = &[("am", ()), ("pm", ())];
const AGES: &Named<()> = &[("no", ()), ("yes", ()), ("before", ())];

/// Values of classes whose words give two things are `first * PAIRED + second`; the second counts from 1, 0 is none.
pub(crate) const PAIRED: i32 = 16;

/// What stands at the place `value` of `list`.
pub(crate) fn named<T: Copy>(list: &Named<T>, value: i32) -> Option<T> {
    let (_, named) = list.get(usize::try_from(value).ok()?)?;
    Some(*named)
}

fn place<T>(list: &Named<T>, name: &str) -> Option<i32> {
    list.iter().position(|(listed, _)| *listed == name).and_then(|at| i32::try_from(at).ok())
}

fn names<T>(list: &Named<T>) -> String {
    list.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn one_of<T>(list: &Named<T>, key: &str) -> Result<i32, String> {
    place(list, key).ok_or_else(|| format!("one of {} is expected", names(list)))
}

/// "-1 night": a number and what it counts or comes with.
fn paired<T>(list: &Named<T>, low: i32, high: i32, key: &str) -> Result<i32, String> {
    let (count, name) = key.split_once(' ').unwrap_or((key, ""));
    let at = if name.is_empty() { Some(0) } else { place(list, name).map(|at| at + 1) };
    match (count.parse::<i32>(), at) {
        (Ok(n), Some(at)) if (low..=high).contains(&n) => Ok(n * PAIRED + at),
        _ => Err(format!(
            "a number from {low} to {high} is expected, alone or followed by one of {}",
            names(list)
        )),
    }
}

/// The value of a key of `[words.<class>]`. `Err` says what is expected there.
pub(crate) fn value_of(class: Class, key: &str) -> Result<i32, String> {
    let number = |low: i32, high: i32| match key.parse::<i32>() {
        Ok(n) if (low..=high).contains(&n) => Ok(n),
        _ => Err(format!("a number from {low} to {high} is expected")),
    };
    match class {
        Class::Unit | Class::Units | Class::UnitsAlone | Class::UnitAdjective => one_of(UNITS, key),
        Class::Season => one_of(SEASONS, key),
        Class::Part => one_of(PARTS, key),
        Class::Edge => one_of(EDGES, key),
        Class::Reference => one_of(TENSES, key),
        Class::Direction | Class::Postposition => one_of(DIRECTIONS, key),
        Class::Modifier | Class::Bound => one_of(BOUNDS, key),
        Class::Suffix => one_of(SUFFIXES, key),
        Class::Meridiem => one_of(MERIDIEMS, key),
        Class::Era => one_of(ERAS, key),
        Class::Age => one_of(AGES, key),
        Class::Recurring => one_of(RECURRING, key),
        Class::Deictic => paired(PARTS, -9, 9, key),
        Class::Length => paired(UNITS, 1, 1200, key),
        Class::Holiday => holiday::code(key),
        Class::Month | Class::SolarMonth | Class::LunarMonth => number(1, 12),
        Class::Weekday | Class::WeekdayShort | Class::Weekdays => number(1, 7),
        Class::Shift | Class::YearShift | Class::Pick | Class::Same | Class::DeicticYear | Class::SameDay => {
            number(-9, 9)
        }
        Class::MinuteNumber => number(-30, 59),
        Class::ClockShift => number(-59, 59),
        Class::Ordinal | Class::DayOrdinal => number(1, 100),
        Class::HalfYear => number(1, 2),
        Class::YearHead => number(1000, 2100),
        Class::YearTail => number(1, 99),
        Class::Cardinal | Class::Decades | Class::Numeral | Class::NumeralEnd | Class::NumeralOrdinal => {
            number(0, 1_000_000)
        }
        Class::Hour | Class::HourNumber => number(0, 23),
        Class::Decimal => number(1, 1000),
        _ => Ok(0),
    }
}
