//! One pass over the text: at each place the longest form that fits, with what stands beside it.

mod beside;
mod longest;
mod slashed;
mod tense;

use std::cell::Cell;
use std::cmp::Reverse;
use std::ops::Range;

use crate::class::Class;
use crate::expression::Expression;
use crate::lexicon::{Apart, Lexicon};
use crate::numeral::Spelled;
use crate::pattern::{Element, Gives};
use crate::token::{Gap, Shape, Token};
use crate::words::{Meaning, Partial, Scale};
use crate::{Direction, Kind};

/// Tokens kept before the place of matching, for prepositions.
const BEHIND: usize = 12;

/// Tokens read ahead of it; no form is longer.
const AHEAD: usize = 40;

/// Tokens kept in all before some are dropped: few, so that they stay in the nearest cache.
const WINDOW: usize = 96;

/// The place of matching in a text, and the tokens around it.
pub(crate) struct Scan<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    tokens: Spelled<'a>,
    window: Vec<Token>,
    at: usize,
    /// Byte after the last expression.
    floor: usize,
    ended: bool,
    /// Length in tokens of the longest form here that names a day which no month has.
    no_day: Cell<usize>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self {
            text,
            lexicon,
            tokens: Spelled::new(text, lexicon),
            window: Vec::new(),
            at: 0,
            floor: 0,
            ended: false,
            no_day: Cell::new(0),
        }
    }

    /// Expressions, and what looks like a date and is none; both in order.
    pub(crate) fn run(mut self) -> (Vec<Expression>, Vec<Range<usize>>) {
        let (mut found, mut impossible) = (Vec::new(), Vec::new());
        while self.fill() {
            if self.token(self.at).is_some_and(unknown) {
                self.at += 1;
                continue;
            }
            if let Some(len) = self.idiom() {
                self.at += len;
                continue;
            }
            let expression = if self.may_start() { self.expression() } else { None };
            let read = expression.as_ref().map_or(0, |&(_, len)| len);
            let none = self.impossible(read);
            match expression {
                // "29 February" of "29 February 2021" is a day of no other year.
                Some((expression, len)) if none.is_none() => {
                    self.floor = expression.end;
                    match self.two_ends(&expression, len) {
                        Some(ends) => found.extend(ends),
                        None => found.push(expression),
                    }
                    self.at += len;
                }
                _ => self.at += self.preposition().unwrap_or(1),
            }
            impossible.extend(none);
        }
        impossible.extend(slashed::order_slashes(&mut found, self.lexicon.slash_order));
        impossible.sort_unstable_by_key(|range| (range.start, Reverse(range.end)));
        // "The 31st of April", and "31st of April" in it.
        impossible.dedup_by(|next, last| next.start < last.end);
        (found, impossible)
    }
}

impl Scan<'_> {
    /// Reads ahead; `false` at the end of the text.
    fn fill(&mut self) -> bool {
        if self.at > WINDOW {
            self.window.drain(..self.at - BEHIND);
            self.at = BEHIND;
        }
        while !self.ended && self.window.len() < self.at + AHEAD {
            match self.tokens.next() {
                Some(token) => self.window.push(token),
                None => self.ended = true,
            }
        }
        self.at < self.window.len()
    }

    fn token(&self, i: usize) -> Option<&Token> {
        self.window.get(i)
    }

    fn back(&self, n: usize) -> Option<&Token> {
        self.at.checked_sub(n).and_then(|i| self.window.get(i))
    }

    /// The words of a phrase after its first stand from `i` on.
    fn phrase_at(&self, phrase: u32, i: usize) -> Option<usize> {
        let words = self.lexicon.phrase(phrase);
        let fits = words
            .iter()
            .enumerate()
            .all(|(n, &word)| self.token(i + n).is_some_and(|t| t.word == word && t.gap < Gap::Paragraph));
        fits.then_some(words.len())
    }

    /// A word or phrase of `class` that starts at `i`: its value and its length in tokens.
    fn class_at(&self, i: usize, class: Class) -> Option<(i32, usize)> {
        let token = self.token(i)?;
        if !self.lexicon.has(token.word, class) {
            return None;
        }
        let mut best = None;
        for sense in self.lexicon.senses(token.word) {
            if sense.element == Element::Class(class)
                && (!sense.proper || token.capital)
                && let Some(rest) = self.phrase_at(sense.phrase, i + 1)
                && best.is_none_or(|(_, len)| len < 1 + rest)
            {
                best = Some((sense.value, 1 + rest));
            }
        }
        best
    }

    /// A word or phrase of `class` that ends just before token `end`.
    fn class_before(&self, end: usize, class: Class) -> Option<(i32, usize)> {
        (1..=5).rev().find_map(|len| {
            let i = end.checked_sub(len)?;
            let word = self.token(i)?.word;
            if !self.lexicon.has(word, class) {
                return None;
            }
            self.lexicon.senses(word).iter().find_map(|sense| {
                let fits = sense.element == Element::Class(class)
                    && self.lexicon.phrase(sense.phrase).len() + 1 == len
                    && self.phrase_at(sense.phrase, i + 1).is_some();
                fits.then_some((sense.value, len))
            })
        })
    }

    /// Length of a set phrase that is no time: "three-quarters", "from time to time".
    fn idiom(&self) -> Option<usize> {
        // Asked of every word that the lexicon has: no call where there is none.
        if !self.lexicon.has(self.token(self.at)?.word, Class::Idiom) {
            return None;
        }
        self.class_at(self.at, Class::Idiom).map(|(_, len)| len)
    }

    /// Length of a preposition of several words that begins here: "later" in "no later than" is no time.
    fn preposition(&self) -> Option<usize> {
        let token = self.token(self.at)?;
        if token.word == 0 || !self.lexicon.leads(token.word) {
            return None;
        }
        let (_, len) = self.class_at(self.at, Class::Direction)?;
        (len > 1).then_some(len)
    }

    /// An expression may begin here: so few words do that most of the text goes no further.
    #[inline]
    fn may_start(&self) -> bool {
        self.token(self.at).is_some_and(|token| match token.shape {
            Shape::Word | Shape::Mark(_) => {
                token.word != 0
                    && self.lexicon.starts(token.word)
                    && (self.lexicon.stands_alone(token.word) || self.token(self.at + 1).is_some_and(known))
            }
            Shape::Number(_) => !self.number_continues(),
            Shape::Opaque => false,
        })
    }

    /// The expression at the place of matching, and its length in tokens without the words before that belong to it.
    fn expression(&self) -> Option<(Expression, usize)> {
        let best = self.longest().filter(|best| self.stands(best))?;
        let end = self.token(self.at + best.len - 1)?.end;
        let length = matches!(best.meaning, Meaning::Length { .. });
        let (first, bounded) = self.modified(&best);
        let direction = if length { Direction::At } else { self.direction(&best, first) };
        let start = self.token(first)?.start;
        let kind = kind(&best.meaning);
        let age = self.is_age(&best, first);
        let vague = matches!(best.meaning, Meaning::Reference(_));
        let apart = |what: Apart| self.lexicon.apart.contains(&what);
        Some((
            Expression {
                start,
                end,
                kind,
                direction,
                vague,
                age,
                apart: (age && apart(Apart::Age)) || (vague && apart(Apart::Reference)),
                meaning: best.meaning,
                bounded,
                named: self.month_in_name(&best),
                counted: matches!(best.gives, Gives::Ago | Gives::Ahead | Gives::Later | Gives::Earlier),
                future: self.tells_future(best.len),
                publication: self.is_publication(first),
            },
            best.len,
        ))
    }

    /// "10-12 o'clock" is two times, and "1961-1965" alone two dates, as "1961 to 1965" is; so is "499-493 BC".
    fn two_ends(&self, expression: &Expression, len: usize) -> Option<[Expression; 2]> {
        let Meaning::Calendar { first, last: Some(last) } = expression.meaning else { return None };
        let bare = |partial: &Partial| Partial { year: None, ..*partial }.is_empty();
        let number = |i: &usize| self.token(*i).is_some_and(|t| matches!(t.shape, Shape::Number(_)));
        let before_era = first.year.is_some_and(|year| year <= 0);
        let hours = first.clock.is_some() && last.clock.is_some();
        if !hours && !(bare(&first) && bare(&last) && number(&self.at) && (len == 1 || before_era)) {
            return None;
        }
        let (one, two) = (self.token(self.at)?, (self.at..self.at + len).rev().find(number)?);
        let two = self.token(two)?;
        let of = |partial| Meaning::Calendar { first: partial, last: None };
        let (first_end, second) = self.tokens.first_and_last_digits(one.start..two.end);
        if second == two.end {
            return None;
        }
        let begin = Expression { end: first_end, meaning: of(first), ..expression.clone() };
        let end = Expression {
            start: second,
            direction: Direction::Until,
            meaning: of(last),
            ..expression.clone()
        };
        Some([begin, end])
    }

    /// A date at the place of matching that no calendar has. `read` tokens have been taken for an expression.
    fn impossible(&self, read: usize) -> Option<Range<usize>> {
        let token = self.token(self.at)?;
        if token.shape == Shape::Opaque && figures_of_a_date(self.text.get(token.start..token.end)?) {
            return Some(token.start..token.end);
        }
        let len = self.no_day.take();
        let last = self.token(self.at + len.checked_sub(1)?)?;
        (len > read).then_some(token.start..last.end)
    }
}

/// The lexicon has the word, or it is a number: a form may go on with it.
fn known(token: &Token) -> bool {
    token.word != 0 || matches!(token.shape, Shape::Number(_))
}

/// A word or mark that the lexicon does not have.
#[inline]
fn unknown(token: &Token) -> bool {
    token.word == 0 && matches!(token.shape, Shape::Word | Shape::Mark(_))
}

fn kind(meaning: &Meaning) -> Kind {
    let timed = |p: &Partial| p.clock.is_some() || p.part.is_some();
    match meaning {
        Meaning::Calendar { first, .. } if timed(first) => Kind::Time,
        Meaning::Shift { extra, .. } if timed(extra) => Kind::Time,
        Meaning::Shift { scale: Scale::Second | Scale::Minute | Scale::Hour, .. } => Kind::Time,
        Meaning::Length { .. } => Kind::Duration,
        Meaning::Recurring { .. } => Kind::Set,
        _ => Kind::Date,
    }
}

/// "2022-13-01", "30.02.2022": three numbers as dates have them.
fn figures_of_a_date(figures: &str) -> bool {
    ['-', '.', '/'].into_iter().any(|mark| {
        let mut parts = figures.split(mark);
        let mut digits = || match parts.next() {
            Some(part) if part.bytes().all(|b| b.is_ascii_digit()) => part.len(),
            _ => 0,
        };
        let shape = (digits(), digits(), digits());
        matches!(shape, (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4)) && parts.next().is_none()
    })
}
