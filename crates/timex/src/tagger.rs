//! Finding time expressions: one pass over the text, the longest form that fits at each place.

use std::cell::Cell;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use crate::lexicon::{Apart, Class, Lexicon, LexiconError, SlashOrder};
use crate::numeral::Spelled;
use crate::pattern::{Element, Gives};
use crate::slots::{NUMERIC, Slots, bound, numeric, worded};
use crate::token::{Gap, Number, Shape, Token, is_year};
use crate::words::{Bounded, Count, Meaning, Partial, Scale};
use crate::{Amount, Calendar, Direction, Kind, When};

/// Compiled lexicons. Built once; finding borrows it, from any number of threads.
#[derive(Debug)]
pub struct Tagger {
    languages: Vec<Language>,
}

/// A language that the program carries.
#[derive(Debug)]
struct Language {
    code: &'static str,
    toml: &'static str,
    lexicon: OnceLock<Result<Lexicon, LexiconError>>,
}

impl Language {
    fn lexicon(&self) -> Result<&Lexicon, &LexiconError> {
        self.lexicon.get_or_init(|| Lexicon::read(self.code, self.toml)).as_ref()
    }
}

/// A time expression as the words give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Type.
    pub kind: Kind,
    /// What the preposition before it says.
    pub direction: Direction,
    /// A vague reference to past, present or future ("soon", "so far").
    pub vague: bool,
    /// A length that is the age of a person.
    pub age: bool,
    /// No time expression by the annotation guidelines of its language.
    pub apart: bool,
    pub(crate) meaning: Meaning,
    pub(crate) bounded: Bounded,
    /// A month that is part of a name, as in "the May protests": the one that everybody knows, not the nearest.
    pub(crate) named: bool,
    /// "A year ago", "a year earlier", not "last year".
    pub(crate) counted: bool,
    /// The sentence speaks of something to come, or of something past.
    pub(crate) future: Option<bool>,
    /// The words before it say that the text was published then.
    pub(crate) publication: bool,
}

impl Expression {
    /// The value, if the words give all of it: a full date, a month or season with its year, a year, a full range.
    pub fn explicit(&self) -> Option<When> {
        crate::resolve::explicit(self).map(|value| value.when)
    }

    /// The length, for durations in units from minutes to years.
    pub fn amount(&self) -> Option<Amount> {
        crate::value::amount(self)
    }

    /// The calendar that the words use.
    pub fn calendar(&self) -> Calendar {
        match self.meaning {
            Meaning::Calendar { first, .. } => first.calendar,
            _ => Calendar::Gregorian,
        }
    }

    /// "today".
    pub fn is_today(&self) -> bool {
        matches!(
            self.meaning,
            Meaning::Shift {
                by: Count::Whole(0),
                scale: Scale::Day,
                spoken: true,
                extra: Partial { part: None, .. },
                ..
            }
        )
    }

    /// Counted from the time of speaking or from a time in the text: "yesterday", "last month", "two days later",
    /// "March this year".
    pub fn is_relative(&self) -> bool {
        match self.meaning {
            Meaning::Shift { .. } => true,
            Meaning::Calendar { first, .. } => {
                first.year_shift.is_some()
                    || first.year_same.is_some()
                    || first.pick.is_some()
                    || first.told.is_some()
            }
            _ => false,
        }
    }
}

/// Lexicons that the program carries with it, by ISO 639-1 code.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

impl Tagger {
    /// Compiles every lexicon that the program carries, and so learns of a mistake in any of them.
    ///
    /// # Errors
    ///
    /// Where a lexicon cannot be read: which one, where in it, and what is expected there.
    pub fn new() -> Result<Self, LexiconError> {
        let tagger = Self::lazy();
        tagger.languages().try_for_each(|code| tagger.prepare(code))?;
        Ok(tagger)
    }

    /// Compiles a lexicon when its language is first asked for: the quick start of a program that reads few texts.
    pub fn lazy() -> Self {
        let language = |&(code, toml)| Language { code, toml, lexicon: OnceLock::new() };
        Self { languages: EMBEDDED.iter().map(language).collect() }
    }

    /// The same with a language of one's own, in place of a lexicon of that code. `toml` has the form of
    /// `lexicon/en/time.toml`.
    ///
    /// # Errors
    ///
    /// Where the lexicon cannot be read: where in it, and what is expected there.
    pub fn with_lexicon(mut self, code: &'static str, toml: &'static str) -> Result<Self, LexiconError> {
        self.languages.retain(|language| language.code != code);
        self.languages.push(Language { code, toml, lexicon: OnceLock::new() });
        self.prepare(code).map(|()| self)
    }

    /// Compiles the lexicon of a language now. Nothing happens where it is compiled already, or not known.
    ///
    /// # Errors
    ///
    /// Where the lexicon cannot be read. [`Tagger::find`] then finds nothing in that language.
    pub fn prepare(&self, lang: &str) -> Result<(), LexiconError> {
        let language = self.languages.iter().find(|language| language.code == lang);
        language.map_or(Ok(()), |language| language.lexicon().map(|_| ()).map_err(Clone::clone))
    }

    /// ISO 639-1 codes of the languages it knows.
    pub fn languages(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.languages.iter().map(|language| language.code)
    }

    /// There is a lexicon for the language.
    pub fn knows(&self, lang: &str) -> bool {
        self.languages().any(|code| code == lang)
    }

    /// Time expressions of `text`, in order, without overlaps. `lang` is an ISO 639-1 code; nothing is found in a
    /// language without a lexicon.
    pub fn find(&self, text: &str, lang: &str) -> Vec<Expression> {
        self.scan(text, lang).0
    }

    /// Words and figures that are written like a date which no calendar has, as bytes of `text`, in order:
    /// "31 April", "2022-13-01". [`Tagger::find`] gives no day for them, though it may give the month or the year
    /// that stands in them.
    pub fn impossible(&self, text: &str, lang: &str) -> Vec<Range<usize>> {
        self.scan(text, lang).1
    }

    /// Expressions, and what looks like a date and is none.
    fn scan(&self, text: &str, lang: &str) -> (Vec<Expression>, Vec<Range<usize>>) {
        let language = self.languages.iter().find(|language| language.code == lang);
        let Some(Ok(lexicon)) = language.map(Language::lexicon) else {
            return Default::default();
        };
        let mut scan = Scan {
            lexicon,
            tokens: Spelled::new(text, lexicon),
            window: Vec::new(),
            at: 0,
            floor: 0,
            ended: false,
            no_day: Cell::new(0),
        };
        let (mut found, mut impossible) = (Vec::new(), Vec::new());
        while scan.fill() {
            if scan.token(scan.at).is_some_and(unknown) {
                scan.at += 1;
                continue;
            }
            if let Some(len) = scan.idiom() {
                scan.at += len;
                continue;
            }
            let expression = if scan.may_start() { scan.expression() } else { None };
            let read = expression.as_ref().map_or(0, |&(_, len)| len);
            let none = scan.impossible(text, read);
            match expression {
                // "29 February" of "29 February 2021" is a day of no other year.
                Some((expression, len)) if none.is_none() => {
                    scan.floor = expression.end;
                    match scan.two_years(&expression, len) {
                        Some(years) => found.extend(years),
                        None => found.push(expression),
                    }
                    scan.at += len;
                }
                _ => scan.at += scan.preposition().unwrap_or(1),
            }
            impossible.extend(none);
        }
        impossible.extend(order_slashes(&mut found, lexicon.slash_order));
        impossible.sort_unstable_by_key(|range| (range.start, Reverse(range.end)));
        // "The 31st of April", and "31st of April" in it.
        impossible.dedup_by(|next, last| next.start < last.end);
        (found, impossible)
    }
}

/// Tokens kept before the place of matching, for prepositions.
const BEHIND: usize = 12;
/// Tokens read ahead of it; no form is longer.
const AHEAD: usize = 40;

/// Tokens kept in all before some are dropped: few, so that they stay in the nearest cache.
const WINDOW: usize = 96;

struct Scan<'a> {
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

/// The longest form that fits.
struct Best {
    len: usize,
    /// With the words that have to follow.
    reach: usize,
    gives: Gives,
    slots: Slots,
    meaning: Meaning,
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
        let token = self.token(self.at)?;
        if !self.lexicon.has(token.word, Class::Idiom) {
            return None;
        }
        self.class_at(self.at, Class::Idiom).map(|(_, len)| len)
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

    fn expression(&self) -> Option<(Expression, usize)> {
        let mut best = None;
        self.walk(0, self.at, &Slots::default(), &mut best);
        let best = best?;
        if !self.stands(&best) {
            return None;
        }
        let end = self.token(self.at + best.len - 1)?.end;
        let (mut first, mut bounded) = (self.at, best.slots.bounded.unwrap_or(Bounded::Exact));
        let length = matches!(best.meaning, Meaning::Length { .. });
        let dated = match best.meaning {
            Meaning::Calendar { first, .. } => first.weekday.is_none(),
            Meaning::Shift { .. } => true,
            _ => false,
        };
        // "Over the past three years" is during them.
        let determined = length && self.class_at(self.at, Class::Determiner).is_some();
        while let Some((value, len)) = self.class_before(first, Class::Modifier).filter(|_| !determined) {
            let value = bound(value);
            let free =
                first.checked_sub(len).and_then(|i| self.token(i)).is_some_and(|t| t.start >= self.floor);
            if !free || !(length || (dated && value == Bounded::Approximate)) {
                break;
            }
            bounded = value;
            first -= len;
        }
        // "A hundred monthly units of account": the phrase begins inside the expression.
        let idiom = |i: usize| {
            self.token(i).is_some_and(|t| self.lexicon.has(t.word, Class::Idiom))
                && self.class_at(i, Class::Idiom).is_some()
        };
        if (self.at + 1..self.at + best.len).any(idiom) {
            return None;
        }
        if length
            && bounded == Bounded::Exact
            && let Some((value, _)) = self
                .class_before(first, Class::Bound)
                .or_else(|| self.class_at(self.at + best.len, Class::Bound))
        {
            bounded = bound(value);
        }
        let direction = match self.class_at(self.at + best.len, Class::Postposition) {
            Some((value, _)) => direction(value),
            None => self.direction(first),
        };
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
                direction: if length { Direction::At } else { direction },
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

    /// "Trois mois après l'arrestation": a preposition ends the form at `i`, and what it is counted from follows.
    fn counts_from_complement(&self, gives: Gives, i: usize) -> bool {
        matches!(gives, Gives::Later | Gives::Earlier)
            && self.class_at(i, Class::Complement).is_some()
            && self.class_before(i, Class::Direction).is_some()
    }

    fn walk(&self, at: u32, i: usize, slots: &Slots, best: &mut Option<Best>) {
        let Some(node) = self.lexicon.forms.node(at) else { return };
        if node.accept == Some(Gives::Date) && !(slots.first.exists() && slots.last.exists()) {
            self.no_day.set(self.no_day.get().max(i - self.at));
        }
        if let Some(gives) = node.accept
            && i > self.at
            && best.as_ref().is_none_or(|b| b.reach < i - self.at)
            && let Some(meaning) = slots.meaning(gives)
            && (!slots.small || (slots.first.month.is_some() && slots.first.year.is_some()))
            && !(two_months(&meaning, slots) && self.two_dates(slots))
            && !self.counts_from_complement(gives, i)
        {
            let reach = i - self.at;
            *best = Some(Best { len: slots.len.unwrap_or(reach), reach, gives, slots: *slots, meaning });
        }
        if node.leads(Class::End)
            && let Some(next) = self.lexicon.forms.along(at, Element::Class(Class::End))
        {
            self.walk(next, i, &Slots { len: Some(i - self.at), ..*slots }, best);
        }
        let Some(token) = self.token(i) else { return };
        if i - self.at >= AHEAD || (i > self.at && token.gap == Gap::Paragraph) {
            return;
        }
        if let Shape::Number(number) = token.shape {
            for class in node.classes(NUMERIC) {
                let Some(next) = self.lexicon.forms.along(at, Element::Class(class)) else { continue };
                if !self.goes_on(next, i + 1) {
                    continue;
                }
                let mut slots = *slots;
                if numeric(number, class, &mut slots) {
                    self.walk(next, i + 1, &slots, best);
                }
            }
            if !token.spelled {
                return;
            }
        }
        for sense in self.lexicon.senses(token.word) {
            let Some(next) = self.lexicon.forms.along(at, sense.element) else { continue };
            let Some(rest) = self.phrase_at(sense.phrase, i + 1) else { continue };
            if !self.goes_on(next, i + 1 + rest) {
                continue;
            }
            let mut slots = *slots;
            if let Element::Class(class) = sense.element {
                if !worded(sense.value, class, &mut slots) {
                    continue;
                }
                slots.weak |= sense.weak;
                slots.small |= sense.proper && !token.capital;
            }
            self.walk(next, i + 1 + rest, &slots, best);
        }
    }

    /// "10-12 o'clock" is two times, and "1961-1965" alone two dates, as "1961 to 1965" is; so is "499-493 BC".
    fn two_years(&self, expression: &Expression, len: usize) -> Option<[Expression; 2]> {
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
    fn impossible(&self, text: &str, read: usize) -> Option<Range<usize>> {
        let token = self.token(self.at)?;
        if token.shape == Shape::Opaque && figures_of_a_date(text.get(token.start..token.end)?) {
            return Some(token.start..token.end);
        }
        let len = self.no_day.take();
        let last = self.token(self.at + len.checked_sub(1)?)?;
        (len > read).then_some(token.start..last.end)
    }

    /// A form ends at this node, or goes on with token `i`: what has been gathered is copied for nothing else.
    fn goes_on(&self, at: u32, i: usize) -> bool {
        let leads = |token: &Token| match token.shape {
            Shape::Number(_) => true,
            _ => {
                let senses = self.lexicon.senses(token.word);
                senses.iter().any(|sense| self.lexicon.forms.along(at, sense.element).is_some())
            }
        };
        self.lexicon.forms.may_end(at) || self.token(i).is_some_and(leads)
    }

    /// "From 5 May to 6 June" is two dates, each with its own preposition; so is "5 May and 6 June", unless
    /// "between" stands before.
    fn two_dates(&self, slots: &Slots) -> bool {
        if slots.conjoined {
            return self.class_before(self.at, Class::Between).is_none();
        }
        let before = self.class_before(self.at, Class::Direction).map(|(value, _)| direction(value));
        matches!(before, Some(Direction::From | Direction::Since))
    }

    /// The number is the tail of something longer: a code, a price, a reference.
    fn number_continues(&self) -> bool {
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

    /// What follows and what stands before leave it a time expression.
    fn stands(&self, best: &Best) -> bool {
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
        let only_numbers =
            (self.at..end).all(|i| self.token(i).is_some_and(|t| !matches!(t.shape, Shape::Word)));
        if !only_numbers {
            return true;
        }
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
        // A bare number of four digits.
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
    fn is_age(&self, best: &Best, first: usize) -> bool {
        if !matches!(best.meaning, Meaning::Length { scale: Scale::Month | Scale::Year, .. }) {
            return false;
        }
        let after = self.class_at(self.at + best.len, Class::Age).filter(|&(says, _)| says < 2);
        let beside = after.or_else(|| self.class_before(first, Class::Age));
        beside.map_or(best.gives == Gives::Age, |(says, _)| says > 0)
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

    /// "The May protests", "Black October": a noun follows at once, or a capitalised word leads.
    fn month_in_name(&self, best: &Best) -> bool {
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

    fn direction(&self, first: usize) -> Direction {
        let mut end = first;
        if let Some((_, len)) = self.class_before(first, Class::Link)
            && self.floor > 0
            && first.checked_sub(len + 1).and_then(|i| self.token(i)).is_some_and(|t| t.end == self.floor)
        {
            return Direction::Until;
        }
        for _ in 0..3 {
            if let Some((value, _)) = self.class_before(end, Class::Direction) {
                return direction(value);
            }
            match self.class_before(end, Class::Filler) {
                Some((_, len)) => end -= len,
                None => break,
            }
        }
        Direction::At
    }

    /// A line begins with "Published", "Last updated", and the date follows at once.
    fn is_publication(&self, first: usize) -> bool {
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

    /// The nearest word of the sentence that tells the tense is one such as "will"; `None` where no word tells it.
    fn tells_future(&self, len: usize) -> Option<bool> {
        let (mut behind, mut ahead) = (true, true);
        for n in 1..=BEHIND {
            let before = self.at.checked_sub(n).filter(|_| behind);
            let after = Some(self.at + len - 1 + n).filter(|_| ahead);
            let open = |i: &usize| self.token(*i).is_some() && !self.ends_sentence(*i);
            behind = before.as_ref().is_some_and(open);
            ahead = after.as_ref().is_some_and(|i| open(i) && !self.begins_clause(*i));
            for i in [before.filter(|_| behind), after.filter(|_| ahead)].into_iter().flatten() {
                if self.class_at(i, Class::Future).is_some() {
                    return Some(true);
                }
                // "Will be paid": the participle says nothing.
                let passive = i.checked_sub(1).is_some_and(|b| self.class_at(b, Class::Auxiliary).is_some());
                if !passive && (self.class_at(i, Class::Past).is_some() || self.ends_as_past(i)) {
                    return Some(false);
                }
            }
        }
        None
    }

    /// A word in small letters with one of the endings that [words.past] lists: "-ed".
    fn ends_as_past(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| {
            t.shape == Shape::Word
                && !t.capital
                && self.lexicon.past_endings.iter().any(|ending| self.tokens.slice(t).ends_with(ending))
        })
    }

    /// "That", "which", a quotation: its tense is its own.
    fn begins_clause(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| matches!(t.shape, Shape::Mark('"' | '“' | '«' | '`')))
            || self.class_at(i, Class::Clause).is_some()
    }

    /// A stop after an initial or a short title is none: "J. Roe", "Dr. Sato".
    fn ends_sentence(&self, i: usize) -> bool {
        let Some(token) = self.token(i) else { return true };
        match token.shape {
            _ if token.gap == Gap::Paragraph => true,
            Shape::Mark('!' | '?' | ';') => true,
            Shape::Mark('.') => {
                let short = i.checked_sub(1).and_then(|b| self.token(b)).is_some_and(|b| {
                    b.shape == Shape::Word && b.capital && b.end - b.start <= 3 && token.gap == Gap::None
                });
                let begins = self.token(i + 1).is_none_or(|t| {
                    t.gap != Gap::None && (t.capital || matches!(t.shape, Shape::Mark('"' | '“' | '«' | '`')))
                });
                begins && !short
            }
            _ => false,
        }
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

fn two_months(meaning: &Meaning, slots: &Slots) -> bool {
    matches!(meaning, Meaning::Calendar { last: Some(_), .. })
        && slots.first.month.is_some()
        && slots.last.month.is_some()
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

fn direction(value: i32) -> Direction {
    match value {
        1 => Direction::Until,
        2 => Direction::Since,
        3 => Direction::By,
        4 => Direction::After,
        5 => Direction::Before,
        6 => Direction::AsOf,
        7 => Direction::From,
        _ => Direction::At,
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

/// Decides `05/01/2022` by the other dates of the text that can be read in one order only, else by the language.
/// Such a date was gathered month first. Returns the places of those that are none in either order.
fn order_slashes(found: &mut Vec<Expression>, usual: SlashOrder) -> Vec<Range<usize>> {
    let slashed = |e: &Expression| match e.meaning {
        Meaning::Calendar { first, .. } if first.unordered => first.month.zip(first.day),
        _ => None,
    };
    let day_first = found.iter().filter_map(slashed).any(|(a, _)| a > 12);
    let month_first = found.iter().filter_map(slashed).any(|(_, b)| b > 12);
    let order = match (day_first, month_first) {
        (true, false) => SlashOrder::DayFirst,
        (false, true) => SlashOrder::MonthFirst,
        _ => usual,
    };
    let mut none = Vec::new();
    found.retain_mut(|expression| {
        let Meaning::Calendar { first, .. } = &mut expression.meaning else { return true };
        let (true, Some(a), Some(b)) = (first.unordered, first.month, first.day) else { return true };
        let day_leads = a > 12 || (b <= 12 && order == SlashOrder::DayFirst);
        if day_leads {
            (first.month, first.day) = (Some(b), Some(a));
        }
        first.unordered = a <= 12 && b <= 12 && a != b && order == SlashOrder::Either;
        let exists = first.month <= Some(12) && first.exists();
        if !exists {
            none.push(expression.start..expression.end);
        }
        exists
    });
    none
}
