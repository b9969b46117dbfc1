//! Runs of digits and separators: a date, a clock time, a span, a document number.

use jiff::civil::Date;

use super::{Shape, Tokens, plain_mark};
use crate::class::Suffix;

/// What a run of digits and separators is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// Digits alone. `digits` is 0 where the number was written with separators ("10,000") and cannot be a year.
    Plain { value: u32, digits: u8 },
    /// "5th".
    Ordinal(u32),
    /// "1980s".
    Decade(i16),
    /// "2022-01-05", with the time of day where one is glued to it.
    Day { date: Date, clock: Option<(i8, i8)> },
    /// "05/01/2022": which is the month has to be told from the rest of the text.
    Slashed { first: i8, second: i8, year: i16 },
    /// "23:00".
    Clock(i8, i8),
    /// "6.30", which may be a time of day or a day and a month.
    Dotted(i8, i8),
    /// "5-6".
    Pair(u32, u32),
    /// "1994-1995".
    Years(i16, i16),
    /// "499-493", which may be years before the common era.
    Falling(u32, u32),
    /// "1/2".
    Half,
    /// "2.5": whole part and tenths.
    Decimal(u32, u32),
}

impl Tokens<'_> {
    pub(super) fn number(&mut self, start: usize, glued: bool) -> (usize, Shape) {
        let mut parts = [(0_u32, 0_u8); 3];
        let mut separators = ['\0'; 2];
        let (mut count, mut at, mut readable) = (0_usize, start, true);
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let value = rest.get(..digits).and_then(|d| d.parse::<u32>().ok());
            readable &= value.is_some() && digits <= 9;
            match parts.get_mut(count) {
                Some(part) => *part = (value.unwrap_or(0), u8::try_from(digits).unwrap_or(u8::MAX)),
                None => readable = false,
            }
            count += 1;
            at += digits;
            let mut after = self.text.get(at..).unwrap_or_default().chars();
            let (Some(separator), Some(next)) = (after.next(), after.next()) else { break };
            let mark = plain_mark(separator);
            if !matches!(mark, '.' | ',' | ':' | '/' | '-') || !next.is_ascii_digit() {
                break;
            }
            // "5,2022" is a day and a year; "2,000" and "2,5" are one number.
            if mark == ',' && !matches!(after.take_while(char::is_ascii_digit).count(), 0 | 2) {
                break;
            }
            // "8.30-12" and "10-12.30" are two times, "01.05.2022-03.05.2022" two dates.
            match (separators.first(), mark) {
                (Some('.' | ':'), '-') if count > 1 => break,
                (Some('-'), '.' | ':') if count == 2 => {
                    let (value, digits) = parts.first().copied().unwrap_or_default();
                    if digits <= 2 && !glued {
                        return self.plain(start + usize::from(digits), value, digits);
                    }
                }
                _ => {}
            }
            if let Some(slot) = separators.get_mut(count - 1) {
                *slot = mark;
            }
            at += separator.len_utf8();
        }
        if glued || !readable {
            return (at, Shape::Opaque);
        }
        let (end, shape) = match (count, parts, separators) {
            (1, [(value, digits), ..], _) => return self.plain(at, value, digits),
            (2, [a, b, _], [mark, _]) => (at, two_parts(a, b, mark)),
            (3, [a, b, c], [x, y]) if x == y => {
                let (end, shape) = (at, three_parts(a, b, c, x));
                match shape {
                    Shape::Number(Number::Day { date, .. }) => self.day_with_clock(end, date),
                    other => (end, other),
                }
            }
            _ => (at, Shape::Opaque),
        };
        match shape {
            Shape::Number(number) => self.with_ending(end, number),
            other => (end, other),
        }
    }

    /// Numbers of several parts take the endings that plain ones do: "12:00-де", "5–6-шы".
    fn with_ending(&mut self, end: usize, number: Number) -> (usize, Shape) {
        let shape = Shape::Number(number);
        match (self.suffix(end), number) {
            (Some((to, Suffix::Ending)), _)
            | (Some((to, Suffix::Ordinal | Suffix::Both)), Number::Pair(..) | Number::Years(..)) => {
                (to, shape)
            }
            _ => (end, shape),
        }
    }

    /// What the letters glued to a number that ends at `end` make of it, and where they end.
    fn suffix(&mut self, end: usize) -> Option<(usize, Suffix)> {
        let rest = self.text.get(end..).unwrap_or_default();
        let hyphen = rest.chars().next().filter(|&c| plain_mark(c) == '-').map_or(0, char::len_utf8);
        [0, hyphen].into_iter().find_map(|skip| {
            let from = end + skip;
            let (to, word) = self.word(from);
            if to == from {
                return None;
            }
            self.lexicon.suffix(word).map(|suffix| (to, suffix))
        })
    }

    fn apostrophe_before(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.chars().next_back().is_some_and(|c| plain_mark(c) == '\'')
    }

    fn plain(&mut self, end: usize, value: u32, digits: u8) -> (usize, Shape) {
        match self.suffix(end) {
            Some((to, Suffix::Decade | Suffix::Both | Suffix::DecadeEnding))
                if matches!(digits, 3..=4) && value.is_multiple_of(10) =>
            {
                let year = i16::try_from(value).unwrap_or(i16::MAX);
                (to, Shape::Number(Number::Decade(year)))
            }
            // "The '80s".
            Some((to, Suffix::Decade | Suffix::Both))
                if digits == 2
                    && value >= 20
                    && value.is_multiple_of(10)
                    && self.apostrophe_before(end - 2) =>
            {
                (to, Shape::Number(Number::Decade(year(1900 + value))))
            }
            Some((to, Suffix::Ordinal | Suffix::Both)) if digits <= 4 => {
                (to, Shape::Number(Number::Ordinal(value)))
            }
            Some((to, Suffix::DecadeEnding)) if digits == 2 && value.is_multiple_of(10) && value >= 20 => {
                (to, Shape::Number(Number::Ordinal(value)))
            }
            Some((to, Suffix::Ending | Suffix::DecadeEnding)) => {
                (to, Shape::Number(Number::Plain { value, digits }))
            }
            Some((to, Suffix::Clock)) if value < 24 && digits <= 2 => {
                let after = self.text.get(to..).unwrap_or_default();
                let len = after.bytes().take_while(u8::is_ascii_digit).count();
                match after.get(..len).and_then(|minutes| minutes.parse::<u32>().ok()) {
                    Some(minute @ 0..60) if len == 2 => {
                        (to + len, Shape::Number(Number::Clock(small(value), small(minute))))
                    }
                    _ => (end, Shape::Number(Number::Plain { value, digits })),
                }
            }
            _ => (end, Shape::Number(Number::Plain { value, digits })),
        }
    }

    /// `2022-01-05T23:00`, `2022-01-05T23:00:10Z`; what follows the minutes is read over.
    fn day_with_clock(&self, end: usize, date: Date) -> (usize, Shape) {
        let day = |end, clock| (end, Shape::Number(Number::Day { date, clock }));
        let rest = self.text.get(end..).unwrap_or_default();
        let Some(time) = rest.strip_prefix('T') else { return day(end, None) };
        let (Some(hour), Some(minute)) = (time.get(..2), time.get(3..5)) else { return (end, Shape::Opaque) };
        match (hour.parse::<i8>(), minute.parse::<i8>()) {
            (Ok(h @ 0..24), Ok(m @ 0..60)) if time.as_bytes().get(2) == Some(&b':') => {
                let tail = time.get(5..).unwrap_or_default();
                let len = tail
                    .find(|c: char| !matches!(c, '0'..='9' | ':' | '.' | 'Z' | '+'))
                    .unwrap_or(tail.len());
                let len = tail.get(..len).unwrap_or_default().trim_end_matches('.').len();
                day(end + 6 + len, Some((h, m)))
            }
            _ => (end, Shape::Opaque),
        }
    }
}

fn two_parts((a, a_len): (u32, u8), (b, b_len): (u32, u8), mark: char) -> Shape {
    let number = match mark {
        ':' if a < 24 && b < 60 && a_len <= 2 && b_len == 2 => Number::Clock(small(a), small(b)),
        ',' if b_len == 3 && a_len <= 3 => {
            Number::Plain { value: a.saturating_mul(1000).saturating_add(b), digits: 0 }
        }
        '.' if (a < 24 && b < 60 || a <= 31 && b <= 12) && a_len <= 2 && b_len == 2 => {
            Number::Dotted(small(a), small(b))
        }
        '.' | ',' if b_len == 1 => Number::Decimal(a, b),
        '/' if (a, b) == (1, 2) => Number::Half,
        '-' if a_len == 4 && b_len == 4 && a < b && is_year(a) && is_year(b) => {
            Number::Years(year(a), year(b))
        }
        '-' if a_len == 4 && b_len == 2 && is_year(a) && b > a % 100 && b > 12 => {
            Number::Years(year(a), year(a - a % 100 + b))
        }
        '-' if a_len <= 3 && b_len <= 3 && a < b => Number::Pair(a, b),
        '-' if a_len <= 4 && b_len <= 4 && a > b && b > 0 => Number::Falling(a, b),
        _ => return Shape::Opaque,
    };
    Shape::Number(number)
}

fn three_parts((a, a_len): (u32, u8), (b, b_len): (u32, u8), (c, c_len): (u32, u8), mark: char) -> Shape {
    let full = |y: u32, len: u8| match len {
        4 => year(y),
        _ => year(full_year(y)),
    };
    let number = match mark {
        '-' | '/' | '.' if a_len == 4 && b_len <= 2 && c_len <= 2 => {
            let date = Date::new(year(a), small(b), small(c));
            match date {
                Ok(date) if a > 0 => Number::Day { date, clock: None },
                _ => return Shape::Opaque,
            }
        }
        '/' if a_len <= 2 && b_len <= 2 && (c_len == 4 || (c_len == 2 && a_len + b_len >= 3)) => {
            Number::Slashed { first: small(a), second: small(b), year: full(c, c_len) }
        }
        // "10-26-89" at the head of a despatch: only where one of the two cannot be the month.
        '-' if (a_len, b_len, c_len) == (2, 2, 2)
            && (a > 12) != (b > 12)
            && a.max(b) <= 31
            && a.min(b) > 0 =>
        {
            Number::Slashed { first: small(a), second: small(b), year: full(c, c_len) }
        }
        '.' | '-'
            if a_len <= 2
                && b_len <= 2
                && (c_len == 4 || (c_len == 2 && mark == '.' && a_len + b_len == 4)) =>
        {
            match Date::new(full(c, c_len), small(b), small(a)) {
                Ok(date) => Number::Day { date, clock: None },
                Err(_) => return Shape::Opaque,
            }
        }
        ':' if a < 24 && b < 60 && c < 60 => Number::Clock(small(a), small(b)),
        ',' if b_len == 3 && c_len == 3 => Number::Plain { value: u32::MAX, digits: 0 },
        _ => return Shape::Opaque,
    };
    Shape::Number(number)
}

fn small(n: u32) -> i8 {
    i8::try_from(n).unwrap_or(i8::MAX)
}

fn year(n: u32) -> i16 {
    i16::try_from(n).unwrap_or(i16::MAX)
}

/// The year that two digits are written for.
pub(crate) fn full_year(n: u32) -> u32 {
    if n <= 40 { 2000 + n } else { 1900 + n }
}

pub(crate) fn is_year(n: u32) -> bool {
    (1000..2200).contains(&n)
}
