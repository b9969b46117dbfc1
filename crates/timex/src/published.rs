//! When a text was published, as far as the text itself tells.

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::{Days, length_of, weekday_of};
use crate::expression::Expression;
use crate::resolve::{days_of, explicit};
use crate::words::{Meaning, Partial};
use crate::{Direction, When};

/// What tells when a text was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// "Published on 5 May 2022", "Updated: 5 May 2022".
    Stated,
    /// A date that opens the text before a dash, or stands alone on one of its first lines.
    Dateline,
    /// A dateline without a year that names the weekday: not before the first year in which they agree.
    Weekday,
    /// The newest date of which it speaks as past, and the first of which it speaks as still to come.
    Newest,
    /// Nothing.
    Nothing,
}

impl Evidence {
    /// For people: "its dateline says so".
    pub fn words(self) -> &'static str {
        match self {
            Self::Stated => "it says when it was published",
            Self::Dateline => "its dateline says so",
            Self::Weekday => "its dateline names a weekday that fits first in that year",
            Self::Newest => "it speaks of one date as past and of another as still to come",
            Self::Nothing => "nothing in it tells",
        }
    }
}

/// Publication as a text itself tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inferred {
    /// Bounds; an open side stays open, and nothing is guessed.
    pub when: When,
    /// What tells.
    pub evidence: Evidence,
    /// The expression that decides, as bytes of the text.
    pub at: Option<Range<usize>>,
}

/// Bytes from the beginning in which a dateline stands.
const HEAD: usize = 400;
/// Years after the newest date of the text among which a weekday may decide.
const WEEKDAY_YEARS: i16 = 7;

/// When `text`, in which `found` was found, was published: from what it says of itself. Bounds, never a guess.
pub fn infer_publication(text: &str, found: &[Expression]) -> Inferred {
    let at = |expression: &Expression| Some(expression.start..expression.end);
    let head = || {
        let begin = found.first().map_or(0, |e| line_start(text, e.start));
        found.iter().take_while(move |e| e.end <= begin.saturating_add(HEAD)).filter(|e| opens(text, e))
    };
    let stated = found.iter().filter(|e| e.publication);
    if let Some((day, expression)) =
        stated.filter_map(|e| Some((only_day(e)?, e))).max_by_key(|(day, _)| *day)
    {
        return Inferred { when: When::day(day), evidence: Evidence::Stated, at: at(expression) };
    }
    if let Some((day, expression)) = head().find_map(|e| Some((only_day(e)?, e))) {
        return Inferred { when: When::day(day), evidence: Evidence::Dateline, at: at(expression) };
    }
    let past = found.iter().filter(|e| speaks_of_past(e));
    let newest = past.filter_map(|e| Some((days(e)?.0, e))).max_by_key(|(day, _)| *day);
    let Some((newest, expression)) = newest else {
        return Inferred { when: When::unknown(), evidence: Evidence::Nothing, at: None };
    };
    if let Some((day, dateline)) = head().find_map(|e| Some((first_agreeing(e, newest)?, e))) {
        let when = When::bounded(Some(day), None);
        return Inferred { when, evidence: Evidence::Weekday, at: at(dateline) };
    }
    let coming = found.iter().filter(|e| e.future == Some(true) && e.direction != Direction::Since);
    let next = coming.filter_map(|e| Some(days(e)?.1)).min().filter(|day| *day >= newest);
    Inferred { when: When::bounded(Some(newest), next), evidence: Evidence::Newest, at: at(expression) }
}

fn days(expression: &Expression) -> Option<Days> {
    days_of(&explicit(expression)?.when)
}

fn only_day(expression: &Expression) -> Option<Date> {
    days(expression).filter(|d| length_of(*d) == 1).map(|(day, _)| day)
}

fn speaks_of_past(expression: &Expression) -> bool {
    let begun = matches!(
        expression.direction,
        Direction::At | Direction::Since | Direction::AsOf | Direction::From | Direction::After
    );
    begun && expression.future != Some(true)
}

/// The first day on or after `newest` that has the weekday, month and day of `expression`.
fn first_agreeing(expression: &Expression, newest: Date) -> Option<Date> {
    let Meaning::Calendar { first, last: None } = expression.meaning else { return None };
    let Partial { year: None, month: Some(month), day: Some(day), weekday: Some(weekday), .. } = first else {
        return None;
    };
    (0..=WEEKDAY_YEARS)
        .filter_map(|n| Date::new(newest.year().checked_add(n)?, month, day).ok())
        .find(|date| *date >= newest && weekday_of(*date) == weekday)
}

/// Nothing but names stands before the date on its line, and it ends the line or a dash follows.
fn opens(text: &str, expression: &Expression) -> bool {
    let line = line_start(text, expression.start);
    let before = text.get(line..expression.start).unwrap_or_default();
    let named =
        before.split(|c: char| !c.is_alphanumeric()).all(|word| !word.starts_with(char::is_lowercase));
    let after = text.get(expression.end..).unwrap_or_default();
    let next = after.chars().take(3).find(|c| !matches!(c, ' ' | '\u{a0}' | ')' | '\t' | '.'));
    named && expression.start - line <= 60 && matches!(next, None | Some('\n' | '\r' | '-' | '–' | '—' | '|'))
}

/// First byte of the line that byte `at` lies in; no further back than a dateline is long.
fn line_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let back = bytes.get(..at).unwrap_or_default().iter().rev().take(HEAD).position(|b| *b == b'\n');
    at - back.unwrap_or(at.min(HEAD))
}
