//! Sums with dates, and how they are written out.

use jiff::Span;
use jiff::civil::Date;
use remand_timex::{Amount, Precision, Unit, When};

/// `5 Jan 2022`.
pub(crate) fn written(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// `5 Jan 2022`, `5 to 8 Jan 2022`, `until 8 Jan 2022`, or `on an unknown day`.
pub(crate) fn written_when(when: &When) -> String {
    match (when.first_day(), when.last_day()) {
        (Some(a), Some(b)) if a == b => written(a),
        (Some(a), Some(b)) => format!("{} to {}", written(a), written(b)),
        (Some(a), None) => format!("{} or later", written(a)),
        (None, Some(b)) => format!("{} or earlier", written(b)),
        (None, None) => "on an unknown day".to_owned(),
    }
}

/// Whole days from `a` to `b`, the first not counted; negative where `b` is earlier.
pub(crate) fn days_between(a: Date, b: Date) -> i64 {
    b.duration_since(a).as_hours() / 24
}

/// `count` units as a span of the calendar; none where it is longer than any calendar.
pub fn calendar_span(count: u32, unit: Unit) -> Option<Span> {
    let (span, count) = (Span::new(), i64::from(count));
    match unit {
        Unit::Minute => span.try_minutes(count),
        Unit::Hour => span.try_hours(count),
        Unit::Day => span.try_days(count),
        Unit::Week => span.try_weeks(count),
        Unit::Month => span.try_months(count),
        Unit::Year => span.try_years(count),
    }
    .ok()
}

/// The day that lies `count` units after `day`, for units of a day and more; none past the end of the calendar.
pub(crate) fn later(day: Date, count: u32, unit: Unit) -> Option<Date> {
    let whole = !matches!(unit, Unit::Minute | Unit::Hour);
    day.checked_add(calendar_span(count, unit).filter(|_| whole)?).ok()
}

/// The day that lies `count` units before `day`, likewise.
pub(crate) fn earlier(day: Date, count: u32, unit: Unit) -> Option<Date> {
    let whole = !matches!(unit, Unit::Minute | Unit::Hour);
    day.checked_sub(calendar_span(count, unit).filter(|_| whole)?).ok()
}

/// `152 days`, or `4 months 1 day` for units above the week.
pub(crate) fn written_distance(a: Date, b: Date, unit: Unit) -> String {
    let days = days_between(a, b);
    if days >= 0
        && matches!(unit, Unit::Month | Unit::Year)
        && let Ok(span) = a.until((jiff::Unit::Month, b))
    {
        return [(span.get_months().into(), "month"), (span.get_days().into(), "day")]
            .iter()
            .filter(|(n, name)| *n > 0_i64 || *name == "month")
            .map(|(n, name)| plural(*n, name))
            .collect::<Vec<_>>()
            .join(" ");
    }
    plural(days, "day")
}

pub(crate) fn plural(count: i64, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

/// `58 hours`, or `58 to 64 hours`, from seconds.
pub(crate) fn written_hours(least: i64, most: i64) -> String {
    let (least, most) = (least / 3600, (most + 3599) / 3600);
    if least == most { plural(most, "hour") } else { format!("{least} to {}", plural(most, "hour")) }
}

/// `over 6 months`.
pub(crate) fn written_amount(amount: &Amount) -> String {
    let unit = match amount.unit {
        Unit::Minute => "minute",
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    let number = plural(i64::from(amount.count), unit);
    match amount.precision {
        Precision::Exact => number,
        Precision::MoreThan => format!("more than {number}"),
        Precision::LessThan => format!("less than {number}"),
        Precision::AtLeast => format!("at least {number}"),
        Precision::AtMost => format!("at most {number}"),
        Precision::About => format!("about {number}"),
        Precision::Vague => format!("a few {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_end_where_the_calendar_ends_them() {
        assert_eq!(later(date(2024, 1, 31), 1, Unit::Month), Some(date(2024, 2, 29)));
        assert_eq!(earlier(date(2022, 3, 24), 1, Unit::Month), Some(date(2022, 2, 24)));
        assert_eq!(later(date(9999, 12, 31), 1, Unit::Day), None);
        assert_eq!(later(date(2024, 1, 1), u32::MAX, Unit::Year), None);
        assert_eq!(later(date(2024, 1, 1), 5, Unit::Hour), None);
    }

    #[test]
    fn distances_are_written_in_the_unit_of_the_words() {
        assert_eq!(written_distance(date(2022, 1, 5), date(2022, 6, 6), Unit::Day), "152 days");
        assert_eq!(written_distance(date(2022, 1, 5), date(2022, 5, 6), Unit::Month), "4 months 1 day");
        assert_eq!(written_distance(date(2022, 1, 5), date(2022, 1, 4), Unit::Month), "-1 days");
    }
}
