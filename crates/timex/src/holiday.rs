//! Days that have a name and another date every year: the fourth Thursday of November, two days before Easter.

use jiff::Span;
use jiff::civil::{Date, Weekday};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Codes below are fixed dates, `month * 100 + day`.
const BY_WEEKDAY: i32 = 100_000;
/// Codes above count days from Easter, which is in the middle.
const EASTER: i32 = 1_000_000;

/// A day of the year by its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    Fixed { month: i8, day: i8 },
    Moving(Rule),
}

/// A rule, as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rule(i32);

impl Holiday {
    pub(crate) fn of_code(code: i32) -> Self {
        match (i8::try_from(code / 100), i8::try_from(code % 100)) {
            (Ok(month), Ok(day)) if code < BY_WEEKDAY => Self::Fixed { month, day },
            _ => Self::Moving(Rule(code)),
        }
    }
}

impl Rule {
    pub(crate) fn date(self, year: i16) -> Option<Date> {
        let after = |date: Date, days: i32| date.checked_add(Span::new().try_days(days).ok()?).ok();
        if self.0 > EASTER / 2 {
            return after(easter(year)?, self.0 - EASTER);
        }
        let code = self.0 - BY_WEEKDAY;
        let part = |unit: i32, size: i32| i8::try_from(code / unit % size).ok();
        let weekday = Weekday::from_monday_one_offset(part(1000, 10)?).ok()?;
        let nth = part(100, 10)?;
        let month = Date::new(year, part(10_000, 100)?, 1).ok()?;
        after(month.nth_weekday_of_month(if nth == 9 { -1 } else { nth }, weekday).ok()?, code % 100)
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// Reads a key of `[words.holiday]`: `12-25`; `11-thu-4`, `05-mon-last`, `11-mon-1+1`; `easter`, `easter-2`.
pub(crate) fn code(key: &str) -> Result<i32, String> {
    let wrong = || {
        format!(
            "`{key}` is no day of the year; 12-25, 11-thu-4, 05-mon-last, 11-mon-1+1 or easter-2 is expected"
        )
    };
    if let Some(offset) = key.strip_prefix("easter") {
        let offset = if offset.is_empty() { Ok(0) } else { offset.parse::<i32>() };
        return offset.ok().filter(|n| (-100..=100).contains(n)).map(|n| EASTER + n).ok_or_else(wrong);
    }
    let (rule, plus) = key.split_once('+').unwrap_or((key, "0"));
    let mut parts = rule.split('-');
    let month = parts.next().and_then(|m| m.parse::<i32>().ok()).filter(|m| (1..=12).contains(m));
    let (month, middle, nth) = (month.ok_or_else(wrong)?, parts.next().ok_or_else(wrong)?, parts.next());
    let plus = plus.parse::<i32>().ok().filter(|p| (0..=30).contains(p)).ok_or_else(wrong)?;
    match nth {
        None => {
            let day = middle.parse::<i32>().ok().filter(|d| (1..=31).contains(d) && plus == 0);
            Ok(month * 100 + day.ok_or_else(wrong)?)
        }
        Some(nth) => {
            let weekday = WEEKDAYS.iter().position(|w| *w == middle).and_then(|i| i32::try_from(i + 1).ok());
            let nth = if nth == "last" { Some(9) } else { nth.parse().ok().filter(|n| (1..=4).contains(n)) };
            let (weekday, nth) = weekday.zip(nth).ok_or_else(wrong)?;
            Ok(BY_WEEKDAY + month * 10_000 + weekday * 1000 + nth * 100 + plus)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Holiday, code};

    #[test]
    fn days_by_rule() {
        let date = |key: &str, year: i16| match Holiday::of_code(code(key).unwrap()) {
            Holiday::Moving(rule) => rule.date(year).unwrap().to_string(),
            Holiday::Fixed { month, day } => format!("{month}-{day}"),
        };
        let cases = [
            ("12-25", 2022, "12-25"),
            ("11-thu-4", 1999, "1999-11-25"),
            ("05-mon-last", 2022, "2022-05-30"),
            ("11-mon-1+1", 1998, "1998-11-03"),
            ("easter", 2022, "2022-04-17"),
            ("easter-2", 2021, "2021-04-02"),
            ("easter+49", 2020, "2020-05-31"),
        ];
        for (key, year, expected) in cases {
            assert_eq!(date(key, year), expected, "{key} {year}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_is_refused() {
        for key in ["", "13-01", "12", "12-32", "11-thu-5", "11-thr-4", "12-25+1", "easter+x", "easter+400"] {
            assert!(code(key).unwrap_err().contains("no day of the year"), "{key}");
        }
    }
}
