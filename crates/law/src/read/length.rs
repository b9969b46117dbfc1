//! Lengths of time and amounts as a norm writes them.

use super::cursor::{Cursor, Parsed, Told};
use super::slip;
use crate::{Amount, Comparison, Kind, Length, Unit};

/// What is nested deeper nobody can read.
pub(super) const DEEPEST: usize = 8;

impl Cursor<'_, '_, '_> {
    pub(crate) fn amount(&mut self) -> Parsed<Amount> {
        let count = self.number()?;
        Ok(Amount { count, unit: self.unit()? })
    }

    fn unit(&mut self) -> Parsed<Unit> {
        const UNITS: [&str; 10] =
            ["hours", "24-hour", "days", "working", "months", "years", "hour", "day", "month", "year"];
        if let Some((word, help)) =
            self.peek().and_then(|word| slip::unit(word.text).map(|help| (word, help)))
            && !UNITS.contains(&word.text)
        {
            return Err(self.fault(word, format!("unknown unit `{}`", word.text), help));
        }
        let unit = match self.choice("unit", &UNITS)? {
            "hour" | "hours" => Unit::Hours,
            "day" | "days" => Unit::Days,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            of_days => {
                self.choice("unit", &["days", "day"])?;
                if of_days == "working" { Unit::WorkingDays } else { Unit::FullDays }
            }
        };
        Ok(unit)
    }

    /// A length starts with the next word.
    pub(crate) fn sees_length(&mut self) -> bool {
        let second = self.second().map_or("", |word| word.text);
        let Some(word) = self.peek() else { return false };
        is_number(word.text)
            || (word.text == "the" && matches!(second, "shorter" | "longer"))
            // An event may have the name of a parameter; only a length is followed by `after`.
            || (self.names.of(Kind::Parameter).contains(word.text)
                && (second == "after" || !self.names.of(Kind::Event).contains(word.text)))
    }

    pub(crate) fn length(&mut self) -> Parsed<Length> {
        self.length_at(0)
    }

    fn length_at(&mut self, depth: usize) -> Parsed<Length> {
        self.not_too_deep(depth)?;
        if self.eat("the") {
            self.needs_no_article(&["shorter", "longer"])?;
            let which = self.choice("length", &["shorter", "longer"])?;
            self.keyword("of")?;
            let one = Box::new(self.length_at(depth + 1)?);
            self.keyword("and")?;
            let other = Box::new(self.length_at(depth + 1)?);
            return Ok(if which == "shorter" {
                Length::Shorter(one, other)
            } else {
                Length::Longer(one, other)
            });
        }
        match self.peek() {
            Some(word) if slip::is_number_in_letters(word.text) && !self.sees_name(Kind::Parameter) => {
                let message = format!("`{}` is a number in letters", word.text);
                Err(self.fault(word, message, "write it in figures, such as `48 hours`"))
            }
            Some(word) if !is_number(word.text) => Ok(Length::Parameter(self.named(Kind::Parameter)?)),
            Some(word) if word.text.contains('/') => {
                self.take();
                let (above, below) = word.text.split_once('/').unwrap_or((word.text, ""));
                let parts = self.number_of(word, above)?;
                let of = self.number_of(word, below)?;
                self.keyword("of")?;
                Ok(Length::Fraction { parts, of, measure: self.name(Kind::Measure)? })
            }
            _ => {
                self.sees_name(Kind::Parameter);
                self.amount().map(Length::Amount)
            }
        }
    }

    /// A fault where the next word is none of those before which `the` stands.
    pub(super) fn needs_no_article(&mut self, choices: &[&'static str]) -> Parsed<()> {
        match self.peek().filter(|word| !choices.contains(&word.text) && !word.text.is_empty()) {
            Some(word) if is_number(word.text) || self.names.of(Kind::Event).contains(word.text) => {
                let message = format!("`the` stands before `{}`", word.text);
                Err(self.fault(word, message, format!("leave `the` out and write `{}` alone", word.text)))
            }
            _ => Ok(()),
        }
    }

    /// A fault where the next word is nested deeper than anybody can read.
    pub(super) fn not_too_deep(&mut self, depth: usize) -> Parsed<()> {
        if depth <= DEEPEST {
            return Ok(());
        }
        if let Some(word) = self.peek() {
            let message = format!("`{}` is nested more than {DEEPEST} deep", word.text);
            self.fault(word, message, "say it with fewer levels, or in several norms");
        }
        Err(Told)
    }

    pub(crate) fn comparison(&mut self) -> Parsed<Comparison> {
        match self.choice("comparison", &["over", "at", "under"])? {
            "over" => Ok(Comparison::Over),
            "under" => Ok(Comparison::Under),
            _ => Ok(match self.choice("comparison", &["least", "most"])? {
                "least" => Comparison::AtLeast,
                _ => Comparison::AtMost,
            }),
        }
    }
}

/// The word is meant as a number.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "+-.,/".contains(c)) && !text.starts_with("24-hour")
}
