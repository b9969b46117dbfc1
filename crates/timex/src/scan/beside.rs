//! What stands beside a form: whether it lets it be a time expression, and what it adds to it.

use super::Scan;
use super::longest::Best;
use crate::Direction;
use crate::class::{BOUNDS, Class, DIRECTIONS, named};
use crate::pattern::Gives;
use crate::token::{Gap, Number, Shape, Token, is_year};
use crate::words::{Bounded, Count, Meaning, Partial, Scale};

impl Scan<'_> {
    /// The number is the tail of something longer: a code, a price, a reference.
    pub(super) fn number_continues(&self) -> bool {
        let (Some(token), Some(before)) = (self.token(self.at), self.back(1)) else { return false };
        let glued = token.gap == Gap::None;
        match before.shape {
            Shape::Mark('§' | '№' | '#' | '$' | '€' | '£' | '₸' | '₽') => true,
            Shape::Mark('-' | '/' | '.' | ':' | '+' | '=' | '_') => {
                // "8.30-12": the first time has been read up to the mark.
                glued && before.gap == Gap::None && self.back(2).is_some_and(|t| t.end != self.floor)
            }
            Shape::Opaque => glued,
            _ => false,
        }
    }

    /// The first token with the modifiers before it, and how exact they make it: "about", "almost", "at least".
    pub(super) fn modified(&self, best: &Best) -> (usize, Bounded) {
        let (mut first, mut bounded) = (self.at, best.slots.bounded.unwrap_or(Bounded::Exact));
        let length = matches!(best.meaning, Meaning::Length { .. });
        let dated = match best.meaning {
            Meaning::Calendar { first, .. } => first.weekday.is_none(),
            Meaning::Shift { .. } => true,
            _ => false,
        };
        // "Over the past three years" is during them.
        let determined = length && self.class_at(self.at, Class::Determiner).is_some();
        let before = |end| {
            let (value, len) = self.class_before(end, Class::Modifier).filter(|_| !determined)?;
            Some((named(BOUNDS, value)?, len))
        };
        while let Some((value, len)) = before(first) {
            let free =
                first.checked_sub(len).and_then(|i| self.token(i)).is_some_and(|t| t.start >= self.floor);
            if !free || !(length || (dated && value == Bounded::Approximate)) {
                break;
            }
            bounded = value;
            first -= len;
        }
        if length && bounded == Bounded::Exact {
            let after = || self.class_at(self.at + best.len, Class::Bound);
            let beside = self.class_before(first, Class::Bound).or_else(after);
            bounded = beside.and_then(|(value, _)| named(BOUNDS, value)).unwrap_or(bounded);
        }
        (first, bounded)
    }

    /// What it is made of, what follows and what stands before leave it a time expression.
    pub(super) fn stands(&self, best: &Best) -> bool {
        let end = self.at + best.len;
        let (Some(first), Some(last)) = (self.token(self.at), self.token(end - 1)) else { return false };
        let next = self.token(end);
        let glued = next.is_some_and(|t| {
            t.gap == Gap::None && matches!(t.shape, Shape::Word | Shape::Number(_) | Shape::Opaque)
        });
        let numeric_end = matches!(last.shape, Shape::Number(_));
        if glued && numeric_end {
            return false;
        }
        let preposition = self.class_before(self.at, Class::Direction).is_some()
            || self.class_before(self.at, Class::Edge).is_some()
            || self.class_at(end, Class::Postposition).is_some();
        let name = self.month_in_name(best) && self.class_before(self.at, Class::Filler).is_some();
        if best.slots.weak && !preposition && !name && one_name(&best.meaning, best.len) {
            return false;
        }
        let unmeasured = matches!(best.meaning, Meaning::Length { count: Count::Vague, .. });
        if unmeasured
            && self.class_at(self.at, Class::UnitsAlone).is_some()
            && self.class_before(self.at, Class::LengthPreposition).is_none()
        {
            return false;
        }
        // "A hundred monthly units of account": the phrase begins inside the expression.
        if (self.at + 1..end).any(|i| self.class_at(i, Class::Idiom).is_some()) {
            return false;
        }
        let only_numbers =
            (self.at..end).all(|i| self.token(i).is_some_and(|t| !matches!(t.shape, Shape::Word)));
        !only_numbers || self.numbers_stand(best, first, preposition)
    }

    /// The same for numbers and marks alone, the first of which is `first`.
    fn numbers_stand(&self, best: &Best, first: &Token, preposition: bool) -> bool {
        let end = self.at + best.len;
        let next = self.token(end);
        if self.class_before(self.at, Class::NumberNoun).is_some() {
            return false;
        }
        // "No. 5": the mark between the noun and its number.
        if self.back(1).is_some_and(|t| matches!(t.shape, Shape::Mark('.')))
            && self.class_before(self.at - 1, Class::NumberNoun).is_some()
        {
            return false;
        }
        let Shape::Number(Number::Plain { value, .. } | Number::Ordinal(value)) = first.shape else {
            return true;
        };
        if best.reach > 1 || best.gives != Gives::Date {
            return true;
        }
        let closed = match next.map(|t| t.shape) {
            Some(Shape::Mark('%' | '$' | '€' | '£' | '°' | '/' | '+' | '=')) => false,
            Some(Shape::Mark('-' | ':' | '\'')) => !self
                .token(end + 1)
                .is_some_and(|t| t.gap == Gap::None && !matches!(t.shape, Shape::Mark(_) | Shape::Word)),
            _ => true,
        };
        let hyphen = next.is_some_and(|t| t.gap == Gap::None && matches!(t.shape, Shape::Mark('-')));
        let counted = self.class_at(end + usize::from(hyphen), Class::Counted).is_some();
        let in_a_row =
            |t: Option<&Token>| t.is_some_and(|t| matches!(t.shape, Shape::Number(_) | Shape::Opaque));
        let alone = !in_a_row(self.back(1)) && !in_a_row(next);
        closed
            && alone
            && !counted
            && !first.spelled
            && is_year(value)
            && (preposition || (1800..2100).contains(&value))
    }

    /// The words beside a length, or its own form, make it the age of a person. `first` is its first token.
    pub(super) fn is_age(&self, best: &Best, first: usize) -> bool {
        if !matches!(best.meaning, Meaning::Length { scale: Scale::Month | Scale::Year, .. }) {
            return false;
        }
        let after = self.class_at(self.at + best.len, Class::Age).filter(|&(says, _)| says < 2);
        let beside = after.or_else(|| self.class_before(first, Class::Age));
        beside.map_or(best.gives == Gives::Age, |(says, _)| says > 0)
    }

    /// "The May protests", "Black October": a noun follows at once, or a capitalised word leads.
    pub(super) fn month_in_name(&self, best: &Best) -> bool {
        let Meaning::Calendar { first, last: None } = best.meaning else { return false };
        if (Partial { month: None, ..first }) != Partial::default() {
            return false;
        }
        let follows = self
            .token(self.at + best.len)
            .is_some_and(|t| t.shape == Shape::Word && !t.capital && t.gap == Gap::Space && t.word == 0);
        let leads = self.back(1).is_some_and(|t| {
            let inside =
                self.back(2).is_some_and(|b| matches!(b.shape, Shape::Word) && t.gap < Gap::Paragraph);
            t.shape == Shape::Word && t.capital && t.word == 0 && inside
        });
        (follows && self.class_before(self.at, Class::MonthPreposition).is_none()) || leads
    }

    /// What the prepositions around an expression say. `first` is its first token with its modifiers.
    pub(super) fn direction(&self, best: &Best, first: usize) -> Direction {
        let of = |value| named(DIRECTIONS, value).unwrap_or(Direction::At);
        if let Some((value, _)) = self.class_at(self.at + best.len, Class::Postposition) {
            return of(value);
        }
        let mut end = first;
        if let Some((_, len)) = self.class_before(first, Class::Link)
            && self.floor > 0
            && first.checked_sub(len + 1).and_then(|i| self.token(i)).is_some_and(|t| t.end == self.floor)
        {
            return Direction::Until;
        }
        for _ in 0..3 {
            if let Some((value, _)) = self.class_before(end, Class::Direction) {
                return of(value);
            }
            match self.class_before(end, Class::Filler) {
                Some((_, len)) => end -= len,
                None => break,
            }
        }
        Direction::At
    }

    /// A line begins with "Published", "Last updated", and the date follows at once.
    pub(super) fn is_publication(&self, first: usize) -> bool {
        let mut end = first;
        for _ in 0..3 {
            if let Some((_, len)) = self.class_before(end, Class::Publication) {
                let begins = |t: &Token| t.gap >= Gap::Line || t.start == 0;
                return self.token(end - len).is_some_and(begins);
            }
            let mark = end.checked_sub(1).and_then(|i| self.token(i));
            let direction = self.class_before(end, Class::Direction).map(|(_, len)| len);
            match (mark.map(|t| t.shape), direction) {
                (Some(Shape::Mark(':')), _) => end -= 1,
                (_, Some(len)) => end -= len,
                _ => return false,
            }
        }
        false
    }
}

/// Only a month, a season, a weekday, an hour, a part of the day or a unit of time is named.
fn one_name(meaning: &Meaning, len: usize) -> bool {
    let first = match meaning {
        Meaning::Calendar { first, last: None } => first,
        Meaning::Length { .. } => return len == 1,
        _ => return false,
    };
    let rest = Partial { month: None, season: None, weekday: None, clock: None, part: None, ..*first };
    let names = [
        first.month.is_some(),
        first.season.is_some(),
        first.weekday.is_some(),
        first.clock.is_some(),
        first.part.is_some(),
    ];
    rest.is_empty() && names.into_iter().filter(|named| *named).count() == 1
}
