//! Bounds, EDTF and TIMEX3 values of what the words give once the year is known.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::calendar::{unit_of, unit_value};
use crate::expression::Expression;
use crate::reckoning;
use crate::when::{iso, iso_year};
use crate::words::{Bounded, Count, Edge, Meaning, Part, Partial, Scale, Season, Tense};
use crate::{Amount, Direction, Precision, Unit, When};

/// A date or time with its TIMEX3 `value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) when: When,
    pub(crate) timex3: String,
}

/// First and last day of what `partial` names in `year`; `None` where there is no such day or it names no days.
pub(crate) fn days(partial: &Partial, year: i16) -> Option<(Date, Date)> {
    if partial.calendar.has_own_months() {
        return reckoning::days(partial, year);
    }
    if partial.decade || partial.century {
        let years = if partial.century { 99 } else { 9 };
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(years)?, 12, 31).ok()?));
    }
    if let Some(rule) = partial.holiday {
        return rule.date(year).map(|date| (date, date));
    }
    if let (Some(month), Some(day)) = (partial.month, partial.day) {
        let date = Date::new(year, month, day).ok()?;
        return Some((date, date));
    }
    if let Some(month) = partial.month {
        let first = Date::new(year, month, 1).ok()?;
        return Some(edge_of_month(first, partial.edge));
    }
    if let Some(season) = partial.season {
        return season_days(season, year);
    }
    if let Some(quarter) = partial.quarter {
        let first = Date::new(year, quarter * 3 - 2, 1).ok()?;
        let last = first.checked_add(2.months()).ok()?.last_of_month();
        return Some((first, last));
    }
    if let Some(half) = partial.half {
        let months = if half == 1 { (1, 6) } else { (7, 12) };
        return Some((
            Date::new(year, months.0, 1).ok()?,
            Date::new(year, months.1, 1).ok()?.last_of_month(),
        ));
    }
    if partial.weekday.is_some() || partial.day.is_some() {
        return None;
    }
    let months = match partial.edge {
        None => (1, 12),
        Some(Edge::Start) => (1, 3),
        Some(Edge::Mid) => (5, 8),
        Some(Edge::End) => (10, 12),
    };
    Some((Date::new(year, months.0, 1).ok()?, Date::new(year, months.1, 1).ok()?.last_of_month()))
}

/// "Early", "mid" and "late" are thirds of a month; "early 2022" is its first quarter.
pub(crate) fn edge_of_month(first: Date, edge: Option<Edge>) -> (Date, Date) {
    let last = first.last_of_month();
    let day = |n: i8| Date::new(first.year(), first.month(), n).unwrap_or(last);
    match edge {
        None => (first, last),
        Some(Edge::Start) => (first, day(10)),
        Some(Edge::Mid) => (day(11), day(20)),
        Some(Edge::End) => (day(21), last),
    }
}

/// From the first day of the first month of the season to the eve of the next solstice or equinox: what both the
/// calendar's and the sky's reckoning call by that name.
fn season_days(season: Season, year: i16) -> Option<(Date, Date)> {
    let (from, to) = match season {
        Season::Spring => ((3, 1), (6, 20)),
        Season::Summer => ((6, 1), (9, 22)),
        Season::Autumn => ((9, 1), (12, 20)),
        Season::Winter => ((12, 1), (3, 19)),
    };
    let end_year = if season == Season::Winter { year.checked_add(1)? } else { year };
    Some((Date::new(year, from.0, from.1).ok()?, Date::new(end_year, to.0, to.1).ok()?))
}

/// Value of a date whose year is `year`, or stays open.
pub(crate) fn dated(partial: &Partial, year: Option<i16>) -> Value {
    if let Some(date) = year.and_then(|y| partial.holiday?.date(y)) {
        let day = Partial { clock: partial.clock, part: partial.part, ..Partial::of_day(date) };
        return dated(&day, day.year);
    }
    if partial.week
        && let Some((day, _)) = year.and_then(|y| days(partial, y)).filter(|(a, b)| a == b)
    {
        return unit_value(unit_of(day, Scale::Week), day, day, Scale::Week, &Partial::default());
    }
    if partial.part == Some(Part::Eve)
        && let Some((day, _)) = year.and_then(|y| days(partial, y)).filter(|(a, b)| a == b)
        && let Ok(eve) = day.yesterday()
    {
        let night = Partial { part: Some(Part::Night), ..Partial::of_day(eve) };
        return dated(&night, night.year);
    }
    let timex3 = timex3(partial, year);
    let Some((first, last)) = year.and_then(|y| days(partial, y)) else {
        return Value { when: When::unknown().with_edtf(open_edtf(partial)), timex3 };
    };
    let mut when = When::days(first, last);
    if partial.calendar.has_own_months() && partial.day.is_some() && first != last {
        when.edtf = format!("[{first},{last}]");
    }
    if partial.unordered
        && let (Some(month), Some(day)) = (partial.month, partial.day)
        && let Ok(other) = Date::new(first.year(), day, month)
    {
        let (a, b) = (first.min(other), first.max(other));
        when = When::days(a, b).with_edtf(format!("[{},{}]", iso(a), iso(b)));
    }
    if partial.decade && first.year() > 0 {
        when.edtf = format!("{}X", first.year() / 10);
    } else if partial.century && first.year() > 0 {
        when.edtf = format!("{:02}XX", first.year() / 100);
    } else if partial.month.is_none()
        && partial.quarter.is_none()
        && let Some(season) = partial.season
    {
        when.edtf = format!("{}-{}", iso_year(first), season_number(season));
    }
    if first == last {
        match (partial.clock, partial.part) {
            (Some((hour, minute)), _) => {
                if let Ok(time) = Time::new(hour, minute, 0, 0) {
                    when = When::minute(first.to_datetime(time));
                }
            }
            (None, Some(Part::Night)) => {
                if let Ok(next) = first.tomorrow() {
                    when = When::days(first, next);
                }
            }
            _ => {}
        }
    }
    Value { when, timex3 }
}

/// The weekend that begins on `saturday`.
pub(crate) fn weekend(saturday: Date) -> Value {
    let week = saturday.iso_week_date();
    let when = When::days(saturday, saturday.tomorrow().unwrap_or(saturday));
    Value { when, timex3: format!("{:04}-W{:02}-WE", week.year(), week.week()) }
}

/// Value of the stretch from one date to another.
pub(crate) fn stretch(first: &Partial, last: &Partial, years: Option<(i16, i16)>) -> Value {
    let years = years.map(|(a, b)| (days(first, a), days(last, b), a, b));
    let (from, to) = match years {
        Some((_, _, a, b)) => (timex3(first, Some(a)), timex3(last, Some(b))),
        None => (timex3(first, None), timex3(last, None)),
    };
    let night = first.part == Some(Part::Night);
    let timex3 = if night { from.clone() } else { format!("{from}/{to}") };
    let when = match years {
        Some((Some((a, _)), Some((_, b)), ..)) => When::days(a, b),
        _ => When::unknown().with_edtf(format!("{}/{}", open_edtf(first), open_edtf(last))),
    };
    Value { when, timex3 }
}

fn season_number(season: Season) -> u8 {
    match season {
        Season::Spring => 21,
        Season::Summer => 22,
        Season::Autumn => 23,
        Season::Winter => 24,
    }
}

fn open_edtf(partial: &Partial) -> String {
    if partial.calendar.has_own_months() {
        return String::new();
    }
    match (partial.month, partial.day, partial.season) {
        (Some(month), Some(day), _) => format!("XXXX-{month:02}-{day:02}"),
        (Some(month), None, _) => format!("XXXX-{month:02}"),
        (None, None, Some(season)) => format!("XXXX-{}", season_number(season)),
        _ => String::new(),
    }
}

/// TIMEX3 form of a year: `2022`; `BC0480` for -479.
pub(crate) fn year_text(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

/// TIMEX3 form of the decade that begins with `first`: `199`; `BC047` for the ten years before -468.
pub(crate) fn decade_text(first: i16) -> String {
    if first > 0 { format!("{}", first / 10) } else { format!("BC{:03}", (1 - i32::from(first)) / 10) }
}

/// TIMEX3 form of the century that begins with `first`: `18`; `BC03` for the fourth before the common era.
pub(crate) fn century_text(first: i16) -> String {
    if first > 0 { format!("{:02}", first / 100) } else { format!("BC{:02}", -i32::from(first) / 100) }
}

/// TIMEX3 `value` of a date.
pub(crate) fn timex3(partial: &Partial, year: Option<i16>) -> String {
    if partial.calendar.has_own_months() {
        let time = time_suffix(partial);
        return match year.and_then(|year| reckoning::days(partial, year)) {
            Some((a, b)) if a == b => format!("{a}{time}"),
            Some((a, b)) => format!("{a}/{b}"),
            None => format!("XXXX-XX-XX{time}"),
        };
    }
    let year_text = match year {
        Some(y) if partial.decade => return decade_text(y),
        Some(y) if partial.century => return century_text(y),
        Some(y) => year_text(y),
        None => "XXXX".to_owned(),
    };
    let mut out = if let Some(month) = partial.month {
        match partial.day {
            Some(day) => format!("{year_text}-{month:02}-{day:02}"),
            None => format!("{year_text}-{month:02}"),
        }
    } else if let Some(season) = partial.season {
        let code = match season {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        };
        format!("{year_text}-{code}")
    } else if let Some(quarter) = partial.quarter {
        format!("{year_text}-Q{quarter}")
    } else if let Some(half) = partial.half {
        format!("{year_text}-H{half}")
    } else if let (None, Some(weekday)) = (year, partial.weekday) {
        if partial.weekend { "XXXX-WXX-WE".to_owned() } else { format!("XXXX-WXX-{weekday}") }
    } else if partial.clock.is_some() || partial.part.is_some() || partial.day.is_some() {
        match partial.day {
            Some(day) => format!("{year_text}-XX-{day:02}"),
            None => format!("{year_text}-XX-XX"),
        }
    } else {
        year_text
    };
    out.push_str(&time_suffix(partial));
    out
}

/// `T23:00`, `TNI`; empty where no time of day is given.
pub(crate) fn time_suffix(partial: &Partial) -> String {
    match (partial.clock, partial.part) {
        (Some((hour, minute)), _) => format!("T{hour:02}:{minute:02}"),
        (None, Some(part)) => format!("T{}", part_code(part)),
        _ => String::new(),
    }
}

fn part_code(part: Part) -> &'static str {
    match part {
        Part::Morning => "MO",
        Part::Midday => "MI",
        Part::Afternoon => "AF",
        Part::Evening => "EV",
        Part::Night => "NI",
        Part::Day => "DT",
        Part::Eve => "NI",
    }
}

/// TIMEX3 `mod`.
pub(crate) fn modifier(expression: &Expression) -> Option<&'static str> {
    match expression.bounded {
        Bounded::MoreThan => return Some("MORE_THAN"),
        Bounded::LessThan => return Some("LESS_THAN"),
        Bounded::AtLeast => return Some("EQUAL_OR_MORE"),
        Bounded::AtMost => return Some("EQUAL_OR_LESS"),
        Bounded::About | Bounded::Approximate => return Some("APPROX"),
        Bounded::Exact => {}
    }
    let edge = match expression.meaning {
        Meaning::Calendar { first, .. } => first.edge,
        Meaning::Shift { extra, .. } => extra.edge,
        _ => None,
    };
    match edge {
        Some(Edge::Start) => Some("START"),
        Some(Edge::Mid) => Some("MID"),
        Some(Edge::End) => Some("END"),
        None => (expression.direction == Direction::By).then_some("ON_OR_BEFORE"),
    }
}

pub(crate) fn reference(tense: Tense) -> &'static str {
    match tense {
        Tense::Past => "PAST_REF",
        Tense::Present => "PRESENT_REF",
        Tense::Future => "FUTURE_REF",
    }
}

/// TIMEX3 `value` of a length.
pub(crate) fn length(count: Count, scale: Scale, more: Option<(Count, Scale)>) -> String {
    // A year and a half is 18 months.
    match (count, scale) {
        (Count::Tenths(years, 5), Scale::Year) => {
            return format!("P{}M", years.saturating_mul(12).saturating_add(6));
        }
        (Count::Tenths(days, 5), Scale::Day) => {
            return format!("PT{}H", days.saturating_mul(24).saturating_add(12));
        }
        (Count::Tenths(hours, 5), Scale::Hour) => {
            return format!("PT{}M", hours.saturating_mul(60).saturating_add(30));
        }
        _ => {}
    }
    let mut parts = vec![(count, scale)];
    parts.extend(more);
    let mut out = String::from("P");
    let mut timed = false;
    for (count, scale) in parts {
        let (letter, time) = match scale {
            Scale::Second => ("S", true),
            Scale::Minute => ("M", true),
            Scale::Hour => ("H", true),
            Scale::Day => ("D", false),
            Scale::Week => ("W", false),
            Scale::Month => ("M", false),
            Scale::Quarter => ("Q", false),
            Scale::Year => ("Y", false),
            Scale::Decade => ("DE", false),
            Scale::Century => ("CE", false),
        };
        if time && !timed {
            out.push('T');
            timed = true;
        }
        match count {
            Count::Whole(n) => out.push_str(&n.to_string()),
            Count::Tenths(n, tenths) => out.push_str(&format!("{n}.{tenths}")),
            Count::Between(a, _) => out.push_str(&a.to_string()),
            Count::Vague => out.push('X'),
        }
        out.push_str(letter);
    }
    out
}

/// The length in the words' own unit; a decade is ten years, a quarter three months, a year and a half 18 months.
pub(crate) fn amount(expression: &Expression) -> Option<Amount> {
    let Meaning::Length { count, scale, more } = expression.meaning else { return None };
    if expression.age {
        return None;
    }
    let (unit, times) = match scale {
        Scale::Second => return None,
        Scale::Minute => (Unit::Minute, 1),
        Scale::Hour => (Unit::Hour, 1),
        Scale::Day => (Unit::Day, 1),
        Scale::Week => (Unit::Week, 1),
        Scale::Month => (Unit::Month, 1),
        Scale::Quarter => (Unit::Month, 3),
        Scale::Year => (Unit::Year, 1),
        Scale::Decade => (Unit::Year, 10),
        Scale::Century => (Unit::Year, 100),
    };
    let precision = match expression.bounded {
        Bounded::Exact => Precision::Exact,
        Bounded::MoreThan => Precision::MoreThan,
        Bounded::LessThan => Precision::LessThan,
        Bounded::AtLeast => Precision::AtLeast,
        Bounded::AtMost => Precision::AtMost,
        Bounded::About | Bounded::Approximate => Precision::About,
    };
    let (count, unit, precision) = match (count, more) {
        (Count::Vague, _) => (0, unit, Precision::Vague),
        (Count::Whole(n), None) => (n.saturating_mul(times), unit, precision),
        (Count::Whole(years), Some((Count::Whole(months), Scale::Month))) if scale == Scale::Year => {
            (years.saturating_mul(12).saturating_add(months), Unit::Month, precision)
        }
        (Count::Whole(weeks), Some((Count::Whole(days), Scale::Day))) if scale == Scale::Week => {
            (weeks.saturating_mul(7).saturating_add(days), Unit::Day, precision)
        }
        (Count::Whole(n), Some(_)) => (n.saturating_mul(times), unit, Precision::MoreThan),
        (Count::Tenths(n, tenths), _) => match unit {
            Unit::Year => (
                n.saturating_mul(12).saturating_add(tenths * 12 / 10).saturating_mul(times),
                Unit::Month,
                precision,
            ),
            Unit::Hour => (n.saturating_mul(60).saturating_add(tenths * 6), Unit::Minute, precision),
            Unit::Day => (n.saturating_mul(24).saturating_add(tenths * 24 / 10), Unit::Hour, precision),
            _ => (n.saturating_mul(times), unit, Precision::MoreThan),
        },
        (Count::Between(least, _), _) => (least.saturating_mul(times), unit, Precision::AtLeast),
    };
    Some(Amount { count, unit, precision })
}
