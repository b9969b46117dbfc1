//! Points in time as the numbers of file formats give them, in the form of RFC 3339.

/// Seconds from 1970-01-01 UTC as `2024-03-05T10:00:00Z`; nothing for years of more than four digits.
pub(crate) fn from_unix(seconds: i64) -> Option<String> {
    let days = seconds.div_euclid(86_400);
    let second = seconds.rem_euclid(86_400);
    // Days of the proleptic Gregorian calendar, counted in eras of 400 years from 0000-03-01.
    let shifted = days.checked_add(719_468)?;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if !(0..=9999).contains(&year) {
        return None;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// Steps of 100 ns from 1601-01-01 UTC, as Windows counts (`FILETIME`). Zero stands for nothing.
pub(crate) fn from_filetime(steps: u64) -> Option<String> {
    let seconds = i64::try_from(steps / 10_000_000).ok()?;
    if steps == 0 { None } else { from_unix(seconds - 11_644_473_600) }
}

/// The digits `20240305100000` of web archives.
pub(crate) fn from_digits(digits: &str) -> Option<String> {
    if digits.len() != 14 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let piece = |from: usize, to: usize| digits.get(from..to);
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        piece(0, 4)?,
        piece(4, 6)?,
        piece(6, 8)?,
        piece(8, 10)?,
        piece(10, 12)?,
        piece(12, 14)?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_days() {
        for (seconds, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (-1, Some("1969-12-31T23:59:59Z")),
            (951_826_154, Some("2000-02-29T12:09:14Z")),
            (1_709_632_800, Some("2024-03-05T10:00:00Z")),
            (253_402_300_799, Some("9999-12-31T23:59:59Z")),
            (253_402_300_800, None),
            (i64::MAX, None),
            (i64::MIN, None),
        ] {
            assert_eq!(from_unix(seconds).as_deref(), expected, "{seconds}");
        }
        assert_eq!(from_filetime(133_541_064_000_000_000).as_deref(), Some("2024-03-05T10:00:00Z"));
        assert_eq!((from_filetime(0), from_filetime(u64::MAX)), (None, None));
        assert_eq!(from_digits("20240305100000").as_deref(), Some("2024-03-05T10:00:00Z"));
        assert_eq!((from_digits("2024"), from_digits("2024030510000z")), (None, None));
    }
}
