//! From what the words give to dates: the year of "on March 14" found in the discourse.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::calendar::{
    Days, length_of, moved, nearest, open_unit, unit_of, unit_value, weekday_near, year_plus,
};
use crate::sentence::{Place, places};
use crate::tagger::Expression;
use crate::value::{self, Value};
use crate::words::{Bounded, Count, Meaning, Partial, Scale};
use crate::{Anchor, Direction, Timex, When};

/// What is known around a text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Publication of this text; bounds may be open or unknown.
    pub published: &'a When,
    /// Dates known elsewhere in the discourse (neighbouring entries), nearest first.
    pub known: &'a [When],
}

/// Values of the expressions `found` in one text, or in one entry of a page. Offsets are those of `text`.
pub fn resolve(text: &str, found: &[Expression], context: &Context<'_>) -> Vec<Timex> {
    let mut discourse = Discourse::new(text, found, context);
    (0..found.len()).filter_map(|i| discourse.timex(i)).collect()
}

/// The value of an expression whose words give all of it.
pub(crate) fn explicit(expression: &Expression) -> Option<Value> {
    let Meaning::Calendar { first, last } = expression.meaning else { return None };
    let value = match last {
        None => value::dated(&first, Some(first.year?)),
        Some(last) => value::stretch(&first, &last, Some((first.year?, last.year?))),
    };
    let known = !value.when.is_unknown() || first.before_era;
    known.then(|| approximated(value, expression.bounded))
}

/// "Around 5 January": one unit more on either side.
fn approximated(mut value: Value, bounded: Bounded) -> Value {
    if !matches!(bounded, Bounded::About | Bounded::Approximate) {
        return value;
    }
    let edtf = format!("{}~", value.when.edtf);
    let Some((first, last)) = value.when.first_day().zip(value.when.last_day()) else { return value };
    if value.when.has_time() {
        value.when.edtf = edtf;
        return value;
    }
    let unit: Span = match length_of((first, last)) {
        ..=7 => 1.day(),
        8..=92 => 1.month(),
        _ => 1.year(),
    };
    if let (Ok(a), Ok(b)) = (first.checked_sub(unit), last.checked_add(unit)) {
        let b = if unit.get_months() == 1 { b.last_of_month() } else { b };
        value.when = When::days(a, b);
    }
    value.when.edtf = edtf;
    value
}

/// A date is news when it lies this close before publication; nearer than this, publication decides its year.
const RECENT_DAYS: i32 = 45;
/// A full date this close in the same sentence shares its year.
const SENTENCE_DAYS: i32 = 120;
/// So does the nearest one of the paragraph on either side.
const CLOSE_DAYS: i32 = 31;
/// How many neighbours are asked on either side.
const NEIGHBOURS: usize = 12;

struct Discourse<'a> {
    text: &'a str,
    found: &'a [Expression],
    places: Vec<Place>,
    /// Days of the expressions that are explicit.
    fixed: Vec<Option<Days>>,
    /// Index of the next explicit date at or after each expression.
    next_fixed: Vec<Option<usize>>,
    published: Option<Days>,
    known: Vec<Days>,
    /// The text tells of a time long before its publication.
    narrative: bool,
    /// What was spoken of last.
    focus: Option<Days>,
    /// The last of them that was a day or a night.
    focus_day: Option<Days>,
    /// The last of them that was a month or less.
    focus_month: Option<Days>,
    focus_paragraph: usize,
    /// It comes from the text itself, not from the day of publication.
    focus_told: bool,
    /// The quarter spoken of: "a year earlier" is then the same quarter of the year before.
    quarter: Option<Days>,
}

impl<'a> Discourse<'a> {
    fn new(text: &'a str, found: &'a [Expression], context: &Context<'_>) -> Self {
        let days = |when: &When| {
            let (a, b) = (when.first_day(), when.last_day());
            a.or(b).zip(b.or(a))
        };
        let fixed: Vec<Option<Days>> =
            found.iter().map(|e| explicit(e).and_then(|v| days(&v.when))).collect();
        let mut next = None;
        let mut next_fixed: Vec<Option<usize>> = (0..fixed.len())
            .rev()
            .map(|i| {
                if fixed.get(i).is_some_and(Option::is_some) {
                    next = Some(i);
                }
                next
            })
            .collect();
        next_fixed.reverse();
        let published = days(context.published);
        let narrative = published.is_none_or(|(first, _)| {
            let dated = |d: &&Days| length_of(**d) <= 31;
            let years = fixed.iter().flatten().filter(dated).map(|(d, _)| d.year());
            let (far, near): (Vec<_>, Vec<_>) = years.partition(|y| (first.year() - y).abs() > 1);
            far.len() >= 3 && far.len() > 2 * near.len()
        });
        Self {
            text,
            found,
            places: places(text, found),
            fixed,
            next_fixed,
            published,
            known: context.known.iter().filter_map(days).collect(),
            narrative,
            focus: None,
            focus_day: None,
            focus_month: None,
            focus_paragraph: 0,
            focus_told: false,
            quarter: None,
        }
    }

    fn timex(&mut self, i: usize) -> Option<Timex> {
        let expression = self.found.get(i)?;
        let place = self.places.get(i).copied().unwrap_or_default();
        let unknown = |timex3: String| Value { when: When::unknown(), timex3 };
        let (value, anchor) = match expression.meaning {
            Meaning::Calendar { first, last } => {
                let (value, anchor) = self.calendar(i, expression, &first, last.as_ref());
                (approximated(value, expression.bounded), anchor)
            }
            Meaning::Shift { .. } => self.shifted(i, expression),
            Meaning::Length { count, scale, more } => {
                (unknown(value::length(count, scale, more)), Anchor::Explicit)
            }
            Meaning::Recurring { count, scale, weekday } => {
                let set =
                    weekday.map_or_else(|| value::length(count, scale, None), |w| format!("XXXX-WXX-{w}"));
                (unknown(set), Anchor::Explicit)
            }
            Meaning::Reference(tense) => (unknown(value::reference(tense).to_owned()), Anchor::None),
        };
        let told = !(self.narrative && anchor == Anchor::Publication);
        if let (true, Some(first), Some(last)) = (told, value.when.first_day(), value.when.last_day()) {
            self.focus = Some((first, last));
            self.focus_told = anchor != Anchor::Publication;
            if length_of((first, last)) <= 31 {
                self.focus_month = Some((first, last));
            }
            if length_of((first, last)) <= 2 {
                self.focus_day = Some((first, last));
            }
            self.focus_paragraph = place.paragraph;
            if matches!(expression.meaning, Meaning::Calendar { first: Partial { quarter: Some(_), .. }, .. })
            {
                self.quarter = Some((first, last));
            }
        }
        Some(Timex {
            start: expression.start,
            end: expression.end,
            kind: expression.kind,
            amount: value::amount(expression),
            when: value.when,
            value: value.timex3,
            modifier: value::modifier(expression).map(str::to_owned),
            direction: expression.direction,
            anchor,
            vague: expression.vague,
            age: expression.age,
            apart: expression.apart,
        })
    }

    fn calendar(
        &self,
        i: usize,
        expression: &Expression,
        first: &Partial,
        last: Option<&Partial>,
    ) -> (Value, Anchor) {
        if let Some(last) = last {
            if let Some((a, b)) = first.year.zip(last.year) {
                return (value::stretch(first, last, Some((a, b))), Anchor::Explicit);
            }
            let (year, anchor) = self.year_of(i, expression, last);
            let first_year = year.map(|y| if first.month > last.month { y - 1 } else { y });
            return (value::stretch(first, last, first_year.zip(year)), anchor);
        }
        if first.year.is_some() {
            return (value::dated(first, first.year), Anchor::Explicit);
        }
        if let Some(shift) = first.year_shift {
            return match self.spoken_year(shift) {
                Some(year) => (value::dated(first, Some(year)), Anchor::Publication),
                None => (value::dated(first, None), Anchor::None),
            };
        }
        if let Some(shift) = first.year_same {
            let year = self.focus.or(self.published).and_then(|(d, _)| year_plus(d.year(), shift));
            let anchor = if year.is_some() { Anchor::Discourse } else { Anchor::None };
            return (value::dated(first, year), anchor);
        }
        if first.month.is_none() && first.season.is_none() && first.quarter.is_none() {
            return self.day_without_month(i, expression, first);
        }
        let (year, anchor) = self.year_of(i, expression, first);
        (value::dated(first, year), anchor)
    }

    fn spoken_year(&self, shift: i32) -> Option<i16> {
        let (first, last) = self.published?;
        // A publication that may lie on either side of New Year: the later year is when most of it was known.
        let year = if first.year() == last.year() { first.year() } else { last.year() };
        year_plus(year, shift)
    }

    /// The year that a date without one belongs to, and why.
    fn year_of(&self, i: usize, expression: &Expression, partial: &Partial) -> (Option<i16>, Anchor) {
        if let Some(pick) = partial.pick {
            return self.picked_year(partial, pick);
        }
        let place = self.places.get(i).copied().unwrap_or_default();
        if let (true, Some(year)) = (expression.named, self.known_month(i, partial)) {
            return (Some(year), Anchor::Discourse);
        }
        if let Some(year) = self.opening_year(i, expression, partial) {
            return (Some(year), Anchor::Sentence);
        }
        let neighbours = self.neighbours(i);
        let in_sentence = |j: usize| self.places.get(j).is_some_and(|p| p.sentence == place.sentence);
        let in_paragraph = |j: usize| self.places.get(j).is_some_and(|p| p.paragraph == place.paragraph);
        let fine = || neighbours.iter().filter(|&&(j, days)| length_of(days) <= 31 && in_paragraph(j));
        let beside = |j: usize| fine().find(|&&(k, _)| (k < i) == (j < i)).is_some_and(|&(k, _)| k == j);
        for &(j, days) in fine() {
            let Some((year, distance)) = nearest(partial, days, 1, 1) else { continue };
            match in_sentence(j) {
                true if distance <= SENTENCE_DAYS => return (Some(year), Anchor::Sentence),
                false if distance <= CLOSE_DAYS && beside(j) => return (Some(year), Anchor::Discourse),
                _ => {}
            }
        }
        let by_publication = self.published.and_then(|published| {
            let (past, future) = match (expression.direction, expression.future) {
                (Direction::Until | Direction::By | Direction::AsOf, _) | (_, true) => (1, 1),
                (_, false) => (1, 8),
            };
            nearest(partial, published, past, future)
        });
        if let Some((year, distance)) = by_publication
            && !self.narrative
            && distance <= RECENT_DAYS
        {
            return (Some(year), Anchor::Publication);
        }
        let stated = neighbours.iter().filter(|&&(j, _)| in_sentence(j));
        if let Some((year, _)) = stated.filter_map(|&(_, days)| nearest(partial, days, 1, 1)).next() {
            return (Some(year), Anchor::Sentence);
        }
        let spoken_of = self.focus.and_then(|focus| nearest(partial, focus, 2, 1)).map(|(year, _)| year);
        let told_here = self.focus_paragraph == place.paragraph
            && self.focus_told
            && self.focus.is_some_and(|focus| length_of(focus) <= 31)
            && spoken_of.is_some_and(|year| self.may_be_known(partial, year, expression));
        if let (true, Some(year)) = (self.narrative || told_here, spoken_of) {
            return (Some(year), Anchor::Discourse);
        }
        if let Some((year, _)) = by_publication {
            return (Some(year), Anchor::Publication);
        }
        let next =
            self.next_fixed.get(i).copied().flatten().and_then(|j| self.fixed.get(j).copied().flatten());
        let elsewhere = next.or(self.known.first().copied());
        match spoken_of.or_else(|| nearest(partial, elsewhere?, 1, 1).map(|(year, _)| year)) {
            Some(year) => (Some(year), Anchor::Discourse),
            None => (None, Anchor::None),
        }
    }

    /// A thing of the past does not lie after the publication that tells of it.
    fn may_be_known(&self, partial: &Partial, year: i16, expression: &Expression) -> bool {
        let to_come = expression.future
            || matches!(expression.direction, Direction::Until | Direction::By | Direction::AsOf);
        to_come
            || self
                .published
                .is_none_or(|(_, last)| value::days(partial, year).is_some_and(|(day, _)| day <= last))
    }

    /// Year of the nearest full date of the discourse in the same month.
    fn known_month(&self, i: usize, partial: &Partial) -> Option<i16> {
        let same = |days: &Days| length_of(*days) <= 31 && Some(days.0.month()) == partial.month;
        let near = self.neighbours(i).into_iter().map(|(_, days)| days);
        near.chain(self.known.iter().copied()).find(same).map(|(first, _)| first.year())
    }

    /// "From 24 December to 5 May 2022": the beginning lies before the end that follows at once.
    fn opening_year(&self, i: usize, expression: &Expression, partial: &Partial) -> Option<i16> {
        let next = self.found.get(i + 1)?;
        let close = next.start.checked_sub(expression.end).is_some_and(|gap| gap <= 16);
        let opens = matches!(expression.direction, Direction::From | Direction::Since | Direction::At);
        let (_, last) = self.fixed.get(i + 1).copied().flatten()?;
        if !(close && opens && next.direction == Direction::Until) {
            return None;
        }
        let year = last.year();
        [year, year.checked_sub(1)?]
            .into_iter()
            .find(|&y| value::days(partial, y).is_some_and(|(a, _)| a <= last))
    }

    /// "Last January", "next spring".
    fn picked_year(&self, partial: &Partial, pick: i32) -> (Option<i16>, Anchor) {
        let Some((first, last)) = self.published else { return (None, Anchor::None) };
        let year = match pick {
            ..0 => (-1..=0).rev().find_map(|n| {
                let year = year_plus(last.year(), n)?;
                (value::days(partial, year)?.1 < first).then_some(year)
            }),
            0 => nearest(partial, (first, last), 1, 1).map(|(year, _)| year),
            _ => (0..=1).find_map(|n| {
                let year = year_plus(first.year(), n)?;
                (value::days(partial, year)?.0 > last).then_some(year)
            }),
        };
        (year, if year.is_some() { Anchor::Publication } else { Anchor::None })
    }

    /// Explicit dates around expression `i`, nearest in the text first.
    fn neighbours(&self, i: usize) -> Vec<(usize, Days)> {
        let Some(here) = self.found.get(i) else { return Vec::new() };
        let distance = |j: usize| {
            self.found.get(j).map_or(usize::MAX, |e| {
                if j < i { here.start.saturating_sub(e.end) } else { e.start.saturating_sub(here.end) }
            })
        };
        let around = i.saturating_sub(NEIGHBOURS)..(i + NEIGHBOURS + 1).min(self.fixed.len());
        let mut all: Vec<(usize, Days)> = around
            .filter(|&j| j != i)
            .filter_map(|j| self.fixed.get(j).copied().flatten().map(|days| (j, days)))
            .collect();
        all.sort_by_key(|&(j, _)| distance(j));
        all
    }

    /// A weekday, a time of day or a day of the month alone.
    fn day_without_month(&self, i: usize, expression: &Expression, partial: &Partial) -> (Value, Anchor) {
        let place = self.places.get(i).copied().unwrap_or_default();
        let open = || (value::dated(partial, None), Anchor::None);
        let on = |date: Date, anchor| {
            if partial.weekend {
                return (value::weekend(date), anchor);
            }
            let whole = Partial { clock: partial.clock, part: partial.part, ..Partial::of_day(date) };
            (value::dated(&whole, whole.year), anchor)
        };
        let single = |days: Option<Days>| days.filter(|(a, b)| a == b).map(|(a, _)| a);
        if let Some(weekday) = partial.weekday {
            if self.narrative {
                let Some(focus) = single(self.focus) else { return open() };
                return match weekday_near(focus, weekday, 1) {
                    Some(date) => on(date, Anchor::Discourse),
                    None => open(),
                };
            }
            let Some((first, last)) = self.published else { return open() };
            let step = match (partial.pick, expression.future || expression.direction == Direction::By) {
                (Some(1..), _) | (None, true) => 1,
                (Some(..0), _) => -2,
                (Some(0), _) => 0,
                (None, false) => -1,
            };
            if first != last {
                let from = first.checked_sub(6.days()).unwrap_or(first);
                let value = Value { when: When::days(from, last), timex3: value::timex3(partial, None) };
                return (value, Anchor::Publication);
            }
            return weekday_near(first, weekday, step).map_or_else(open, |d| on(d, Anchor::Publication));
        }
        if partial.clock.is_some() || partial.part.is_some() {
            let near = single(self.focus.filter(|_| self.focus_paragraph == place.paragraph));
            let published = single(self.published).filter(|_| !self.narrative);
            return match (near, published) {
                (Some(date), _) => on(date, Anchor::Discourse),
                (None, Some(date)) => on(date, Anchor::Publication),
                _ => open(),
            };
        }
        if let (Some(day), Some((first, last))) = (partial.day, self.focus)
            && (first.year(), first.month()) == (last.year(), last.month())
            && let Ok(date) = Date::new(first.year(), first.month(), day)
        {
            return on(date, Anchor::Discourse);
        }
        open()
    }

    /// "Yesterday", "two days later", "the following month".
    fn shifted(&self, i: usize, expression: &Expression) -> (Value, Anchor) {
        let Meaning::Shift { by, back, scale, spoken, extra } = expression.meaning else {
            return (Value { when: When::unknown(), timex3: String::new() }, Anchor::None);
        };
        if expression.is_today()
            && let Some(beside) = self.beside(i)
        {
            return (
                Value {
                    timex3: value::timex3(&Partial::of_day(beside), Some(beside.year())),
                    when: When::day(beside),
                },
                Anchor::Sentence,
            );
        }
        let base = if spoken && !(self.narrative && self.published.is_none()) {
            self.published.map(|days| (days, Anchor::Publication))
        } else {
            let fine = match scale {
                Scale::Second | Scale::Minute | Scale::Hour | Scale::Day | Scale::Week => self.focus_day,
                Scale::Month => self.focus_month,
                _ => None,
            };
            let spoken_of = fine.or(self.focus).map(|days| (days, Anchor::Discourse));
            spoken_of.or(self.published.filter(|_| !self.narrative).map(|days| (days, Anchor::Publication)))
        };
        let steps = match by {
            Count::Whole(n) => i64::from(n),
            Count::Between(n, _) | Count::Tenths(n, _) => i64::from(n),
            Count::Vague => {
                let timex3 = if back { "PAST_REF" } else { "FUTURE_REF" };
                let when = base.map_or_else(When::unknown, |((first, last), _)| {
                    if back { When::bounded(None, Some(last)) } else { When::bounded(Some(first), None) }
                });
                return (Value { when, timex3: timex3.to_owned() }, base.map_or(Anchor::None, |(_, a)| a));
            }
        };
        let steps = if back { -steps } else { steps };
        if let (Scale::Year, 1, true, Some(quarter)) = (scale, steps.abs(), expression.counted, self.quarter)
        {
            let year = quarter.0.year().checked_add(i16::try_from(steps).unwrap_or(0));
            let partial = Partial { quarter: Some((quarter.0.month() + 2) / 3), ..Partial::default() };
            return (value::dated(&partial, year), Anchor::Discourse);
        }
        let Some(((first, last), anchor)) = base else {
            return (Value { when: When::unknown(), timex3: open_unit(scale, &extra) }, Anchor::None);
        };
        let moved = moved(first, scale, steps).zip(moved(last, scale, steps));
        let Some((a, b)) = moved else {
            return (Value { when: When::unknown(), timex3: open_unit(scale, &extra) }, Anchor::None);
        };
        let days = unit_of(a, scale).0.min(a)..=unit_of(b, scale).1;
        // A day counted from a stretch is somewhere as long a stretch away.
        let days = if scale <= Scale::Day { (a, b) } else { (*days.start(), *days.end()) };
        (unit_value(days, a, b, scale, &extra), anchor)
    }

    /// The full date that stands beside "today": "today, on 6 May 2022".
    fn beside(&self, i: usize) -> Option<Date> {
        let here = self.found.get(i)?;
        let next = self.found.get(i + 1)?;
        let between = self.text.get(here.end..next.start)?;
        if between.len() > 12 || between.contains(['.', ';', '\n']) {
            return None;
        }
        let (a, b) = self.fixed.get(i + 1).copied().flatten()?;
        (a == b).then_some(a)
    }
}
