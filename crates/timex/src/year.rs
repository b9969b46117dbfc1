//! The year of a date without one: from its sentence, its paragraph, what was spoken of last, or the publication.

use crate::calendar::{Days, days_between, length_of, nearest, year_plus};
use crate::expression::Expression;
use crate::resolve::{Basis, Discourse, Source};
use crate::value;
use crate::words::{Meaning, Partial, Scale};
use crate::{Anchor, Direction, Reason};

/// A date is news when it lies this close before publication; nearer than this, publication decides its year.
const RECENT_DAYS: i32 = 45;
/// A full date this close in the same sentence shares its year.
const SENTENCE_DAYS: i32 = 120;
/// So does the nearest one of the paragraph on either side.
const CLOSE_DAYS: i32 = 31;
/// A telling goes on in time: a date lies this many times sooner after what was spoken of last than before it.
const BACKWARDS: i32 = 3;
/// Seasons overlap: one follows another where it begins this much later.
const MONTH_DAYS: i32 = 28;
/// What all dates of a telling are older than.
const MONTHS_AGO: i32 = 60;
/// How many neighbours are asked on either side.
const NEIGHBOURS: usize = 12;

/// A year, and why.
pub(crate) type Year = (i16, Basis);

/// `year` of `partial`, taken from `source`.
fn taken(source: &Source, partial: &Partial, year: i16) -> Year {
    (year, Basis::of_days(source, value::days(partial, year)))
}

impl Discourse<'_> {
    /// The text tells of a time before its publication: most of its dates are years away, or all are months away and
    /// it never speaks of the day of writing. Without a publication, it has more dates than words for the day of
    /// writing.
    pub(crate) fn tells_of_the_past(&self) -> bool {
        let spoken = (0..self.found.len()).filter(|&i| self.speaks_of_the_day(i)).count();
        let dated = || self.fixed.iter().flatten().filter(|days| length_of(**days) <= 31);
        let Some(published) = self.published.filter(|p| p.anchor == Anchor::Publication) else {
            return dated().count() >= spoken;
        };
        let year = published.days.0.year();
        let far = dated().filter(|days| (year - days.0.year()).abs() > 1).count();
        let near = dated().count() - far;
        let ago = |days: &Days| days_between(days.1, published.days.0);
        let past =
            dated().next().is_some() && dated().all(|days| ago(days) > MONTHS_AGO) && self.opens_long_ago();
        (far >= 3 && far > 2 * near) || (past && spoken == 0)
    }

    /// The first date of the text has its year, and no date without one need be of the months before publication.
    fn opens_long_ago(&self) -> bool {
        let Some(published) = self.published else { return false };
        let yearless = |partial: &Partial| {
            partial.year.is_none() && (partial.month.is_some() || partial.season.is_some())
        };
        let mut partials = self.found.iter().filter_map(|e| match e.meaning {
            Meaning::Calendar { first, .. } => Some(first),
            _ => None,
        });
        let opens = partials.clone().next().is_some_and(|first| first.year.is_some());
        opens
            && partials.all(|partial| {
                !yearless(&partial)
                    || nearest(&partial, published.days, 1, 400).is_some_and(|(_, days)| days > MONTHS_AGO)
            })
    }

    /// "Yesterday", "on Friday", "this year", outside the words of somebody else.
    fn speaks_of_the_day(&self, i: usize) -> bool {
        let Some(expression) = self.found.get(i).filter(|_| !self.place(i).quoted) else { return false };
        match expression.meaning {
            Meaning::Shift { spoken, .. } => spoken,
            Meaning::Calendar { first, last: None } => {
                let weekday = first.weekday.is_some() && first.day.is_none() && self.apposed(i).is_none();
                weekday || first.year_shift.is_some() || first.pick.is_some()
            }
            _ => false,
        }
    }

    /// "March this year".
    pub(crate) fn spoken_year(&self, shift: i32) -> Option<Year> {
        let published = self.published?;
        if published.open {
            return None;
        }
        // A publication that may lie on either side of New Year: the later year is when most of it was known.
        Some((year_plus(published.days.1.year(), shift)?, published.basis(Reason::Counted)))
    }

    /// "March of that year".
    pub(crate) fn told_year(&self, shift: i32) -> Option<Year> {
        let source = self.focus.map(|f| f.source).or(self.published.filter(|p| !p.open))?;
        Some((year_plus(source.days.0.year(), shift)?, source.basis(Reason::Counted)))
    }

    /// The year that a date without one belongs to, and why.
    pub(crate) fn year_of(&self, i: usize, expression: &Expression, partial: &Partial) -> Option<Year> {
        if let Some(pick) = partial.pick {
            return self.picked_year(partial, pick);
        }
        if expression.named
            && let Some(year) = self.known_month(i, partial)
        {
            return Some(year);
        }
        if let Some(year) = self.opening_year(i, expression, partial) {
            return Some(year);
        }
        if let Some(year) = self.year_just_told(i, partial) {
            return Some(year);
        }
        // "Will join on March 12": news of days to come, whatever else the sentence tells.
        if expression.future == Some(true)
            && !self.narrative
            && let Some(published) = self.published.filter(|p| !p.open)
            && let Some((year, distance)) = nearest(partial, published.days, 6, 1)
            && distance <= RECENT_DAYS
            && value::days(partial, year).is_some_and(|(_, last)| last >= published.days.0)
        {
            return Some(taken(&published, partial, year));
        }
        let place = self.place(i);
        let in_sentence = |j: usize| self.place(j).sentence == place.sentence;
        let in_paragraph = |j: usize| self.place(j).paragraph == place.paragraph;
        let goes_on = self.goes_on_from(partial);
        // What the telling has not come to yet, and what it has left behind. Who tells of more than a year names it.
        let passed_by = |j: usize, days: Days| {
            goes_on.is_some_and(|from| j > i || (1..=366).contains(&days_between(days.1, from.0)))
        };
        let (mut left, mut right) = (false, false);
        for (j, days) in self.neighbours(i) {
            if length_of(days) > 31 || !in_paragraph(j) {
                continue;
            }
            let seen = if j < i { &mut left } else { &mut right };
            let beside = !std::mem::replace(seen, true);
            let Some((year, distance)) = nearest(partial, days, 1, 1) else { continue };
            match in_sentence(j) {
                true if distance <= SENTENCE_DAYS => {
                    return Some(taken(&fixed(j, days, Anchor::Sentence), partial, year));
                }
                false if distance <= CLOSE_DAYS && beside && !passed_by(j, days) => {
                    return Some(taken(&fixed(j, days, Anchor::Discourse), partial, year));
                }
                _ => {}
            }
        }
        let to_come = matches!(expression.direction, Direction::Until | Direction::By | Direction::AsOf)
            || (expression.direction == Direction::From && expression.future.is_none())
            || expression.future == Some(true);
        let published = self.published.filter(|p| !p.open);
        let by_publication = published.and_then(|source| {
            // What is said to come lies behind only where it hardly does.
            let past = match expression.future {
                Some(true) => 6,
                None if expression.direction == Direction::By => 2,
                _ => 1,
            };
            let (year, distance) = nearest(partial, source.days, past, if to_come { 1 } else { 8 })?;
            Some((taken(&source, partial, year), distance))
        });
        if let Some((year, distance)) = by_publication
            && !self.narrative
            && distance <= RECENT_DAYS
        {
            return Some(year);
        }
        let stated = self.neighbours(i).filter(|&(j, _)| in_sentence(j)).find_map(|(j, days)| {
            let (year, _) = nearest(partial, days, 1, 1)?;
            Some(taken(&fixed(j, days, Anchor::Sentence), partial, year))
        });
        if stated.is_some() {
            return stated;
        }
        let spoken_of = self.focus.and_then(|focus| {
            let (year, _) = nearest(partial, focus.source.days, BACKWARDS, 1)?;
            Some(taken(&focus.source, partial, year))
        });
        let told_here = self.focus.is_some_and(|focus| {
            focus.paragraph == place.paragraph && focus.by_text && length_of(focus.source.days) <= 31
        }) && spoken_of.is_some_and(|(year, _)| to_come || self.may_be_known(partial, year));
        if (self.narrative || told_here) && spoken_of.is_some() {
            return spoken_of;
        }
        if let Some((year, _)) = by_publication {
            return Some(year);
        }
        spoken_of.or_else(|| {
            let next = self.fixed_after(i).map(|(j, days)| fixed(j, days, Anchor::Discourse));
            let elsewhere = || Some(Source { at: None, ..fixed(0, *self.known.first()?, Anchor::Discourse) });
            let source = next.or_else(elsewhere)?;
            let (year, _) = nearest(partial, source.days, 1, 1)?;
            Some(taken(&source, partial, year))
        })
    }

    /// The day or month near `partial` that a telling of the past has come to.
    fn goes_on_from(&self, partial: &Partial) -> Option<Days> {
        let told = self.focus.filter(|told| self.narrative && told.by_text)?.source.days;
        let (_, distance) = nearest(partial, told, BACKWARDS, 1)?;
        (length_of(told) <= 31 && distance <= SENTENCE_DAYS).then_some(told)
    }

    /// "The following year, in late summer".
    fn year_just_told(&self, i: usize, partial: &Partial) -> Option<Year> {
        let source = self.focus.filter(|told| told.by_text)?.source;
        let at = source.at.filter(|&at| self.place(at).sentence == self.place(i).sentence)?;
        let counted = matches!(self.found.get(at)?.meaning, Meaning::Shift { scale: Scale::Year, .. });
        let (year, distance) = nearest(partial, source.days, 1, 1)?;
        (counted && distance == 0).then(|| taken(&source, partial, year))
    }

    /// A thing of the past does not lie after the publication that tells of it.
    fn may_be_known(&self, partial: &Partial, year: i16) -> bool {
        let Some(published) = self.published.filter(|p| !p.open) else { return true };
        value::days(partial, year).is_some_and(|(day, _)| day <= published.days.1)
    }

    /// Year of the nearest full date of the discourse in the same month.
    fn known_month(&self, i: usize, partial: &Partial) -> Option<Year> {
        let same = |days: &Days| length_of(*days) <= 31 && Some(days.0.month()) == partial.month;
        let near = self.neighbours(i).map(|(j, days)| (Some(j), days));
        let far = self.known.iter().map(|&days| (None, days));
        let (at, days) = near.chain(far).find(|(_, days)| same(days))?;
        let source = Source { days, anchor: Anchor::Discourse, at, open: false };
        Some((days.0.year(), source.basis(Reason::Within)))
    }

    /// "From 24 December to 5 May 2022": the beginning lies before the end that follows at once.
    fn opening_year(&self, i: usize, expression: &Expression, partial: &Partial) -> Option<Year> {
        let next = self.found.get(i + 1)?;
        let close = next.start.checked_sub(expression.end).is_some_and(|gap| gap <= 16);
        let opens = matches!(expression.direction, Direction::From | Direction::Since | Direction::At);
        let days = self.fixed.get(i + 1).copied().flatten()?;
        if !(close && opens && next.direction == Direction::Until) {
            return None;
        }
        let year = days.1.year();
        let source = fixed(i + 1, days, Anchor::Sentence);
        let fits = |y: &i16| value::days(partial, *y).is_some_and(|(first, _)| first <= days.1);
        let year = [year, year.checked_sub(1)?].into_iter().find(fits)?;
        Some(taken(&source, partial, year))
    }

    /// "Last January", "next spring".
    fn picked_year(&self, partial: &Partial, pick: i32) -> Option<Year> {
        let source = self.published.filter(|p| !p.open)?;
        let (first, last) = source.days;
        let year = match pick {
            ..0 => (-1..=0).rev().find_map(|n| {
                let year = year_plus(last.year(), n)?;
                (value::days(partial, year)?.1 < first).then_some(year)
            }),
            0 => Some(last.year()),
            _ => (0..=1).find_map(|n| {
                let year = year_plus(first.year(), n)?;
                (value::days(partial, year)?.0 > last).then_some(year)
            }),
        };
        Some(taken(&source, partial, year?))
    }

    /// "That spring", "the following May", "the previous autumn".
    pub(crate) fn told_pick(&self, partial: &Partial) -> Option<Year> {
        let source = self.focus.map(|f| f.source).or(self.published.filter(|p| !p.open))?;
        let (first, last) = source.days;
        let year = match partial.told? {
            ..0 => (-2..=0).rev().find_map(|n| {
                let year = year_plus(last.year(), n)?;
                (days_between(value::days(partial, year)?.0, first) >= MONTH_DAYS).then_some(year)
            }),
            0 => nearest(partial, (first, last), 1, 1).map(|(year, _)| year),
            _ => (0..=2).find_map(|n| {
                let year = year_plus(first.year(), n)?;
                (days_between(first, value::days(partial, year)?.0) >= MONTH_DAYS).then_some(year)
            }),
        };
        Some(taken(&source, partial, year?))
    }

    /// The next explicit date after expression `i`.
    fn fixed_after(&self, i: usize) -> Option<(usize, Days)> {
        let next = self.fixed_at.partition_point(|&j| j <= i);
        let &j = self.fixed_at.get(next)?;
        Some((j, self.fixed.get(j).copied().flatten()?))
    }

    /// Explicit dates around expression `i`, nearest in the text first.
    fn neighbours(&self, i: usize) -> impl Iterator<Item = (usize, Days)> + '_ {
        let split = self.fixed_at.partition_point(|&j| j < i);
        let (before, after) = self.fixed_at.split_at(split.min(self.fixed_at.len()));
        let mut before = before.iter().rev().take_while(move |&&j| j + NEIGHBOURS >= i).peekable();
        let mut after =
            after.iter().filter(move |&&j| j != i).take_while(move |&&j| j <= i + NEIGHBOURS).peekable();
        let here = self.found.get(i).map_or((0, 0), |e| (e.start, e.end));
        std::iter::from_fn(move || {
            let left = before.peek().and_then(|&&j| self.found.get(j)).map(|e| here.0.saturating_sub(e.end));
            let right =
                after.peek().and_then(|&&j| self.found.get(j)).map(|e| e.start.saturating_sub(here.1));
            let &j = match (left, right) {
                (Some(left), Some(right)) if right < left => after.next()?,
                (Some(_), _) => before.next()?,
                (None, _) => after.next()?,
            };
            Some((j, self.fixed.get(j).copied().flatten()?))
        })
    }
}

/// The explicit date of expression `at`.
fn fixed(at: usize, days: Days, anchor: Anchor) -> Source {
    Source { days, anchor, at: Some(at), open: false }
}
