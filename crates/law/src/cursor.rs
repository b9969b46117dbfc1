//! The words of a field, one after the other, and what any field may be made of: names, dates, amounts, conditions.

use jiff::civil::Date;

use crate::block::{Faults, Word};
use crate::names::nearest;
use crate::{Amount, Condition, Names, Unit};

/// A fault was told; the field is given up.
pub(crate) struct Told;

pub(crate) type Parsed<T> = Result<T, Told>;

/// The words of a field, one after the other.
pub(crate) struct Cursor<'a, 'f, 'n> {
    words: std::iter::Peekable<std::slice::Iter<'f, Word<'a>>>,
    last: Word<'a>,
    pub(crate) names: &'n Names,
}

impl<'a, 'f, 'n> Cursor<'a, 'f, 'n> {
    pub(crate) fn new(words: &'f [Word<'a>], fence: Word<'a>, names: &'n Names) -> Self {
        let last = words.first().copied().unwrap_or(fence);
        Self { words: words.iter().peekable(), last, names }
    }

    pub(crate) fn peek(&mut self) -> Option<&'a str> {
        self.words.peek().map(|word| word.text)
    }

    pub(crate) fn take(&mut self) -> Option<Word<'a>> {
        let word = self.words.next().copied()?;
        self.last = word;
        Some(word)
    }

    /// Takes the word if it is this one.
    pub(crate) fn eat(&mut self, text: &str) -> bool {
        let is = self.peek() == Some(text);
        if is {
            self.take();
        }
        is
    }

    /// The next word, or a fault that says what is missing after the last.
    pub(crate) fn need(&mut self, what: &str, faults: &mut Faults<'_>) -> Parsed<Word<'a>> {
        match self.take() {
            Some(word) => Ok(word),
            None => {
                let last = self.last;
                let after = Word { text: "", column: last.column + last.text.chars().count(), ..last };
                faults.at(
                    after,
                    format!("{what} is missing after `{}`", last.text),
                    format!("write {what} here"),
                );
                Err(Told)
            }
        }
    }

    pub(crate) fn keyword(&mut self, keyword: &str, faults: &mut Faults<'_>) -> Parsed<()> {
        let word = self.need(&format!("`{keyword}`"), faults)?;
        if word.text == keyword {
            return Ok(());
        }
        faults.at(
            word,
            format!("`{}` stands where `{keyword}` is expected", word.text),
            format!("write `{keyword}`"),
        );
        Err(Told)
    }

    pub(crate) fn end(&mut self, faults: &mut Faults<'_>) -> Parsed<()> {
        match self.take() {
            None => Ok(()),
            Some(word) => {
                faults.at(
                    word,
                    format!("the field is complete before `{}`", word.text),
                    "take it out, or move it to a field of its own; comments belong in the prose around the block",
                );
                Err(Told)
            }
        }
    }

    pub(crate) fn event(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("an event", faults)?;
        let names = self.names;
        known(word, "event", names.events.iter(), faults)
    }

    pub(crate) fn state(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("a state", faults)?;
        let names = self.names;
        known(word, "state", names.states.iter(), faults)
    }

    pub(crate) fn qualifier(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("a qualifier", faults)?;
        let names = self.names;
        known(word, "qualifier", names.qualifiers.iter(), faults)
    }

    pub(crate) fn date(&mut self, faults: &mut Faults<'_>) -> Parsed<Date> {
        let word = self.need("a date", faults)?;
        date(word, faults)
    }

    pub(crate) fn country(&mut self, faults: &mut Faults<'_>) -> Parsed<String> {
        let word = self.need("a country code", faults)?;
        if word.text.len() == 2 && word.text.bytes().all(|b| b.is_ascii_lowercase()) {
            return Ok(word.text.to_owned());
        }
        let help = "write two lower-case letters of ISO 3166-1, such as `kz`";
        faults.at(word, format!("`{}` is not a country code", word.text), help);
        Err(Told)
    }

    /// The rest of the field as text, with single spaces.
    pub(crate) fn text(&mut self, what: &str, faults: &mut Faults<'_>) -> Parsed<String> {
        let mut text = self.need(what, faults)?.text.to_owned();
        while let Some(word) = self.take() {
            if word.text != "," {
                text.push(' ');
            }
            text.push_str(word.text);
        }
        Ok(text)
    }

    pub(crate) fn amount(&mut self, faults: &mut Faults<'_>) -> Parsed<Amount> {
        let number = self.need("a number", faults)?;
        let count = match number.text.parse::<u32>() {
            Ok(count @ 1..=100_000) => count,
            Ok(0) => {
                faults.at(
                    number,
                    "a limit of 0 says nothing that can be counted",
                    "write `promptly after` and `limit standard`",
                );
                return Err(Told);
            }
            _ => {
                faults.at(
                    number,
                    format!("`{}` is not a number of hours, days or months", number.text),
                    "write a whole number, such as `48 hours`",
                );
                return Err(Told);
            }
        };
        let word = self.need("a unit", faults)?;
        let unit = match word.text {
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            "24-hour" => {
                if !self.eat("day") {
                    self.keyword("days", faults)?;
                }
                Unit::FullDays
            }
            _ => {
                faults.at(
                    word,
                    format!("unknown unit `{}`", word.text),
                    "write hours, 24-hour days, days, months or years",
                );
                return Err(Told);
            }
        };
        Ok(Amount { count, unit })
    }

    pub(crate) fn conditions(&mut self, faults: &mut Faults<'_>) -> Parsed<Vec<Condition>> {
        let mut all = vec![self.condition(faults)?];
        while self.eat("and") {
            all.push(self.condition(faults)?);
        }
        Ok(all)
    }

    pub(crate) fn condition(&mut self, faults: &mut Faults<'_>) -> Parsed<Condition> {
        let word = self.need("a condition", faults)?;
        if self.peek() == Some("is") {
            let names = self.names;
            let role = known(word, "role", names.roles.iter(), faults)?;
            return self.fact(role, faults);
        }
        let names = self.names;
        if names.states.contains(word.text) {
            return Ok(Condition::State(word.text.to_owned()));
        }
        known(word, "event", names.events.iter(), faults).map(Condition::Event)
    }

    /// `is [not] QUALIFIER`, after the role.
    pub(crate) fn fact(&mut self, role: String, faults: &mut Faults<'_>) -> Parsed<Condition> {
        self.keyword("is", faults)?;
        let holds = !self.eat("not");
        Ok(Condition::Fact { role, qualifier: self.qualifier(faults)?, holds })
    }

    pub(crate) fn when(&mut self, faults: &mut Faults<'_>) -> Parsed<Vec<Condition>> {
        if self.eat("when") { self.conditions(faults) } else { Ok(Vec::new()) }
    }
}

/// The name if it is known, else a fault that names the nearest.
pub(crate) fn known<'k>(
    word: Word<'_>,
    what: &str,
    mut names: impl Iterator<Item = &'k String> + Clone,
    faults: &mut Faults<'_>,
) -> Parsed<String> {
    if names.clone().any(|name| name == word.text) {
        return Ok(word.text.to_owned());
    }
    let help = match nearest(word.text, names.by_ref().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the {what}s that a norm can use are those of the vocabulary"),
    };
    faults.at(word, format!("unknown {what} `{}`", word.text), help);
    Err(Told)
}

pub(crate) fn date(word: Word<'_>, faults: &mut Faults<'_>) -> Parsed<Date> {
    word.text.parse::<Date>().ok().filter(|_| word.text.len() == 10).ok_or_else(|| {
        faults.at(word, format!("`{}` is not a day of the calendar", word.text), "write a day as 2024-03-31");
        Told
    })
}
