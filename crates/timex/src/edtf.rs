//! EDTF as people type it, read into an interval.

use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::When;

/// Text that is no date in the form of EDTF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date: {why}")]
pub struct EdtfError {
    /// As it was given.
    pub text: String,
    /// What is wrong with it, and what can be written.
    pub why: String,
}

const FORMS: &str = "write 2024, 2024-03, 2024-03-05, 2024-03-05T14:30, or two of them with a slash between, where \
                     `..` leaves a side open";

/// First moment, and first moment after, which the end of the year 9999 has not.
type Bounds = (DateTime, Option<DateTime>);

impl FromStr for When {
    type Err = EdtfError;

    /// Reads a year, month, season (`2024-21` to `2024-24`), day or minute, or an interval of two of them; `~`, `?` or
    /// `%` after it stays in the text. The years are 0000 to 9999.
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let text = text.trim();
        let fault = |why: String| EdtfError { text: text.to_owned(), why };
        let one = |part: &str| {
            bounds(part.trim_end_matches(['~', '?', '%'])).ok_or_else(|| {
                let numbers = part.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | 'T' | ':'));
                let named = if numbers { "there is no such day, month or minute; " } else { "" };
                fault(format!("{named}{FORMS}"))
            })
        };
        let (earliest, before) = match text.split_once('/') {
            None => one(text).map(|(a, b)| (Some(a), b))?,
            Some(("..", "..")) => return Err(fault(format!("one side must be known; {FORMS}"))),
            Some(("..", last)) => (None, one(last)?.1),
            Some((first, "..")) => (Some(one(first)?.0), None),
            Some((first, last)) => (Some(one(first)?.0), one(last)?.1),
        };
        if earliest.zip(before).is_some_and(|(a, b)| a >= b) {
            return Err(fault("its end lies before its beginning".to_owned()));
        }
        Ok(Self { edtf: text.to_owned(), earliest, before })
    }
}

fn bounds(text: &str) -> Option<Bounds> {
    if let Some((day, time)) = text.split_once('T') {
        let at: DateTime = format!("{}T{time}", full_day(day)?).parse().ok()?;
        return (time.len() == 5).then_some((at, at.checked_add(1.minute()).ok()));
    }
    if let Some(day) = full_day(text) {
        return Some((day.to_datetime(jiff::civil::Time::midnight()), day.tomorrow().ok().map(Into::into)));
    }
    let (year, month) = match text.split_once('-') {
        None => (text, None),
        Some((year, month)) if month.len() == 2 => (year, Some(month.parse::<i8>().ok()?)),
        Some(_) => return None,
    };
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (from, months): (i8, i32) = match month {
        None => (1, 12),
        Some(season @ 21..=24) => ((season - 20) * 3, 3),
        Some(month) => (month, 1),
    };
    let first = Date::new(year.parse().ok()?, from, 1).ok()?;
    Some((first.into(), first.checked_add(months.months()).ok().map(Into::into)))
}

fn full_day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use crate::When;

    #[test]
    fn what_people_type_becomes_an_interval() {
        let cases = [
            ("2024-03-05", "2024-03-05", "2024-03-05"),
            (" 2024-03 ", "2024-03-01", "2024-03-31"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-24", "2024-12-01", "2025-02-28"),
            ("2024-03-05~", "2024-03-05", "2024-03-05"),
            ("2024-03-05T14:30", "2024-03-05T14:30", "2024-03-05T14:30"),
            ("2024-03-05/2024-04", "2024-03-05", "2024-04-30"),
            ("../2024-03-05", "-", "2024-03-05"),
            ("2024-03-05/..", "2024-03-05", "-"),
            ("0001-01-01", "0001-01-01", "0001-01-01"),
            ("9999-12-31", "9999-12-31", "-"),
        ];
        for (text, earliest, latest) in cases {
            let when: When = text.parse().unwrap();
            let side = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
            assert_eq!(
                (side(when.earliest_text()), side(when.latest_text())),
                (earliest.to_owned(), latest.to_owned()),
                "{text}"
            );
            assert_eq!(when.edtf, text.trim());
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_what_can_be_written() {
        let cases = [
            ("2024-04-31", "there is no such day"),
            ("2024-13", "there is no such day, month"),
            ("2024-3-5", "there is no such day"),
            ("5 March 2024", "write 2024, 2024-03"),
            ("2024-03-05T25:00", "there is no such day, month or minute"),
            ("2024-03-05/2024-03-01", "its end lies before its beginning"),
            ("../..", "one side must be known"),
            ("", "write 2024"),
        ];
        for (text, why) in cases {
            let error = text.parse::<When>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
