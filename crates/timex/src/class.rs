//! Classes of words, and what the keys of `[words.<class>]` stand for.

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
    Month "month", Weekday "weekday", Unit "unit", Units "units", Season "season", Part "part",
    Age "age", Cardinal "cardinal", Ordinal "ordinal", Article "article", Vague "vague",
    Shift "shift", Pick "pick", Same "same", Deictic "deictic", Reference "reference", Edge "edge", Recurring "recurring",
    Meridiem "meridiem", Zone "zone", Length "length", Hour "hour-word", Era "era", Half "half", Decades "decades",
    Determiner "determiner", Modifier "modifier", Bound "bound", Direction "direction", Link "link", Conjunction "conjunction", Between "between", Filler "filler",
    Future "future", Past "past", Function "function-word", MonthPreposition "month-preposition", NumberNoun "number-noun", Counted "counted", Suffix "number-suffix", Publication "publication",
    Numeral "numeral", NumeralEnd "numeral-end", NumeralOrdinal "numeral-ordinal", DeicticYear "deictic-year", SameDay "same-day", ShortYear "short-year", YearWord "year-word", Postposition "postposition",
    Year "year", Day "day", Number "number", Clock "clock", Dotted "dotted", MinuteNumber "minute", HourNumber "hour", FullDay "full-day", Slashed "slashed",
    HalfYear "half-year", Holiday "holiday", WeekOf "week-of", WeekdayShort "weekday-short", Weekdays "weekdays", Quarter "quarter-noun", Period "period-noun", YearShift "year-shift", Idiom "idiom", Auxiliary "auxiliary", Clause "clause-word", End "end-of-form",
    YearHead "year-head", YearTail "year-tail", Weekend "weekend", UnitsAlone "units-alone", LengthPreposition "length-preposition",
    Complement "complement",
    UnitAdjective "unit-adjective", ClockShift "clock-shift", MonthNumber "month-number", Hours "hours", DayMonth "day-month",
    Days "days", Years "years", YearsBefore "years-before", Numbers "numbers", Decade "decade", DecadeNumber "decade-number",
    SolarMonth "solar-month", LunarMonth "lunar-month", SolarEra "solar-era", LunarEra "lunar-era", BuddhistEra "buddhist-era", BuddhistYear "buddhist-year", Decimal "decimal", DayOrdinal "day-ordinal",
}

/// The value of a key of `[words.<class>]`.
pub(crate) fn value_of(class: Class, key: &str) -> Result<i32, String> {
    let one_of = |names: &[&str]| {
        let at = names.iter().position(|n| *n == key).and_then(|i| i32::try_from(i).ok());
        at.ok_or_else(|| format!("one of {} is expected", names.join(", ")))
    };
    let number = |low: i32, high: i32| match key.parse::<i32>() {
        Ok(n) if (low..=high).contains(&n) => Ok(n),
        _ => Err(format!("a number from {low} to {high} is expected")),
    };
    // "-1 night": a number and what it counts or comes with.
    let paired = |names: &[&str], low: i32, high: i32| {
        let (count, name) = key.split_once(' ').unwrap_or((key, ""));
        let at = if name.is_empty() { Some(0) } else { names.iter().position(|n| *n == name).map(|i| i + 1) };
        match (count.parse::<i32>(), at.and_then(|at| i32::try_from(at).ok())) {
            (Ok(n), Some(at)) if (low..=high).contains(&n) => Ok(n * PAIRED + at),
            _ => Err(format!(
                "a number from {low} to {high} is expected, alone or followed by one of {}",
                names.join(", ")
            )),
        }
    };
    match class {
        Class::Month | Class::SolarMonth | Class::LunarMonth => number(1, 12),
        Class::Weekday => number(1, 7),
        Class::Unit | Class::Units | Class::UnitsAlone | Class::UnitAdjective => one_of(&UNIT_NAMES),
        Class::Season => one_of(&["spring", "summer", "autumn", "winter"]),
        Class::Part => one_of(&PART_NAMES),
        Class::Edge => one_of(&["start", "mid", "end"]),
        Class::Reference => one_of(&["past", "present", "future"]),
        Class::Direction | Class::Postposition => {
            one_of(&["at", "until", "since", "by", "after", "before", "as-of", "from"])
        }
        Class::Modifier | Class::Bound => {
            one_of(&["exact", "more-than", "less-than", "at-least", "at-most", "about", "approximate"])
        }
        Class::Suffix => one_of(&["ordinal", "decade", "both", "ending", "clock", "decade-ending"]),
        Class::Meridiem => one_of(&["am", "pm"]),
        Class::Era => one_of(&["before", "common"]),
        Class::Age => one_of(&["no", "yes", "before"]),
        Class::Recurring => one_of(&["daily", "weekly", "monthly", "yearly", "hourly"]),
        Class::Shift | Class::YearShift | Class::Pick | Class::Same | Class::DeicticYear | Class::SameDay => {
            number(-9, 9)
        }
        Class::Deictic => paired(&PART_NAMES, -9, 9),
        Class::MinuteNumber => number(-30, 59),
        Class::ClockShift => number(-59, 59),
        Class::Ordinal | Class::DayOrdinal => number(1, 100),
        Class::HalfYear => number(1, 2),
        Class::Holiday => crate::holiday::code(key),
        Class::WeekdayShort | Class::Weekdays => number(1, 7),
        Class::YearHead => number(1000, 2100),
        Class::YearTail => number(1, 99),
        Class::Cardinal | Class::Decades => number(0, 1_000_000),
        Class::Numeral | Class::NumeralEnd | Class::NumeralOrdinal => number(0, 1_000_000),
        Class::Hour | Class::HourNumber => number(0, 23),
        Class::Decimal => number(1, 1000),
        Class::Length => paired(&UNIT_NAMES, 1, 1200),
        _ => Ok(0),
    }
}

/// Values of classes whose words give two things are `first * PAIRED + second`; the second counts from 1, 0 is none.
pub(crate) const PAIRED: i32 = 16;

const PART_NAMES: [&str; 7] = ["morning", "midday", "afternoon", "evening", "night", "day", "eve"];

const UNIT_NAMES: [&str; 10] =
    ["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"];
