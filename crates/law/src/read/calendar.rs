//! Reading a `calendar` block.

use jiff::civil::{Date, Weekday};

use super::block::{Block, Word};
use super::cursor::{Cursor, Parsed, has_shape, second, set};
use super::head;
use super::report::Report;
use crate::format::weekday;
use crate::{Calendar, Expected, Kind, Names, Off};

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

#[derive(Default)]
struct Draft<'a> {
    weekend: Vec<Weekday>,
    covers: Option<(Date, Date)>,
    off: Vec<(Off, Option<String>)>,
    on: Vec<(Date, Option<String>)>,
    /// Single days and where they stand.
    days: Vec<(Date, Word<'a>)>,
}

/// Reads a `calendar` block; `None` where it lacks something.
pub(super) fn parse(
    block: &Block<'_>,
    title: &str,
    names: &Names,
    report: &mut Report<'_>,
) -> Option<Calendar> {
    let id = head::name(block, Kind::Calendar, report);
    let before = report.count();
    let mut draft = Draft::default();
    block.each_field(names, report, |words| read(&mut draft, words));
    if draft.covers.is_none() && report.count() == before {
        let help = "say which days it knows: `covers 2000-01-01 .. 2030-12-31`";
        report.fault(block.fence, "the calendar has no `covers`", help);
    }
    if let Some((from, to)) = draft.covers {
        for (day, word) in draft.days.iter().filter(|(day, _)| *day < from || to < *day) {
            let message = format!("{day} is not one of the days that the calendar covers, {from} to {to}");
            report.fault(
                *word,
                message,
                "mend the day, or let `covers` reach it if all days off up to there are listed",
            );
        }
    }
    Some(Calendar {
        id: id?,
        title: title.to_owned(),
        weekend: draft.weekend,
        covers: draft.covers?,
        off: draft.off,
        on: draft.on,
    })
}

fn read<'a>(draft: &mut Draft<'a>, words: &mut Cursor<'a, '_, '_>) -> Parsed<()> {
    let first = words.field("a calendar", &["weekend", "covers", "off", "on"])?;
    match first.text {
        "weekend" => {
            if !draft.weekend.is_empty() {
                return Err(second(first, words.report));
            }
            draft.weekend = words.list(|words| {
                let name = words.choice("day of the week", &WEEK.map(weekday))?;
                Ok(WEEK.into_iter().find(|day| weekday(*day) == name).unwrap_or(Weekday::Sunday))
            })?;
        }
        "covers" => {
            let from = words.date()?;
            words.keyword("..")?;
            let end = words.peek();
            let to = words.date()?;
            if let Some(end) = end.filter(|_| to < from) {
                let message = format!("from {from} to {to}: the end is before the start");
                return Err(words.fault(end, message, "put the earlier day first"));
            }
            set(&mut draft.covers, (from, to), first, words.report)?;
        }
        "off" => {
            let word = words.peek();
            let off = words.off()?;
            if let (Off::On(day), Some(word)) = (&off, word) {
                draft.days.push((*day, word));
            }
            draft.off.push((off, words.rest_of_line()));
        }
        _ => {
            let word = words.peek();
            let day = words.date()?;
            draft.days.extend(word.map(|word| (day, word)));
            draft.on.push((day, words.rest_of_line()));
        }
    }
    words.end()
}

impl Cursor<'_, '_, '_> {
    fn off(&mut self) -> Parsed<Off> {
        if self.eat("every") {
            let word = self.need("a month and a day")?;
            // A leap year has every day that a year can have.
            let day = format!("2024-{}", word.text).parse::<Date>().ok();
            return match day.filter(|_| has_shape(word.text, "00-00")) {
                Some(day) => Ok(Off::Every(day.month(), day.day())),
                None => {
                    let message = format!("`{}` is not a day of the year", word.text);
                    Err(self.fault(word, message, "write month and day as 12-25"))
                }
            };
        }
        if self.eat("easter") {
            let signed = self.peek().filter(|word| word.text.starts_with(['+', '-']));
            let Some(word) = signed else { return Ok(Off::Easter(0)) };
            self.take();
            return match word.text.parse::<i16>() {
                Ok(days @ -366..=366) => Ok(Off::Easter(days)),
                _ => {
                    let message = format!("`{}` is not a number of days from Easter", word.text);
                    Err(self.fault(word, message, "write `easter -2` or `easter +1`"))
                }
            };
        }
        self.report.expect(Expected::Date);
        self.date().map(Off::On)
    }
}
