//! From what the words give to dates: the year of "on March 14" found in the discourse.

use jiff::Span;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::{Days, days_between, length_of};
use crate::expression::Expression;
use crate::published::infer_publication;
use crate::sentence::{Place, places};
use crate::value::{self, Value};
use crate::words::{Bounded, Count, Meaning, Partial, Scale, Tense};
use crate::{Anchor, Direction, Reason, Timex, When};

/// What is known around a text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Publication of this text; bounds may be open or unknown. Where it is unknown, what the text itself says of it
    /// takes its place ([`infer_publication`]).
    pub published: &'a When,
    /// Dates known elsewhere in the discourse (neighbouring entries), nearest first.
    pub known: &'a [When],
}

/// Values of the expressions `found` in one text, or in one entry of a page. Offsets are those of `text`.
pub fn resolve(text: &str, found: &[Expression], context: &Context<'_>) -> Vec<Timex> {
    resolutions(text, found, context).collect()
}

/// The same, one after another.
pub(crate) fn resolutions<'a>(
    text: &'a str,
    found: &'a [Expression],
    context: &Context<'_>,
) -> impl Iterator<Item = Timex> + use<'a> {
    let mut discourse = Discourse::new(text, found, context);
    (0..found.len()).filter_map(move |i| discourse.timex(i))
}

/// The value of an expression whose words give all of it.
pub(crate) fn explicit(expression: &Expression) -> Option<Value> {
    let Meaning::Calendar { first, last } = expression.meaning else { return None };
    let value = match last {
        None => value::dated(&first, Some(first.year?)),
        Some(last) => value::stretch(&first, &last, Some((first.year?, last.year?))),
    };
    (!value.when.is_unknown()).then(|| approximated(value, expression.bounded))
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

/// Days of a `When`; an open side is as far as the other.
pub(crate) fn days_of(when: &When) -> Option<Days> {
    let (a, b) = (when.first_day(), when.last_day());
    a.or(b).zip(b.or(a))
}

/// A quarter that ended longer before publication is not the one reported on.
const QUARTER_OF_REPORT: i32 = 250;

/// What a value was resolved against, and how it follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Basis {
    pub(crate) anchor: Anchor,
    /// The expression, by its number.
    pub(crate) at: Option<usize>,
    pub(crate) reason: Reason,
}

impl Basis {
    pub(crate) const WORDS: Self = Self { anchor: Anchor::Explicit, at: None, reason: Reason::Words };
    pub(crate) const NOTHING: Self = Self { anchor: Anchor::None, at: None, reason: Reason::Nothing };

    /// Of a date that lies before, within or after what it was resolved against.
    pub(crate) fn of_days(source: &Source, days: Option<Days>) -> Self {
        let reason = match days {
            Some((_, last)) if last < source.days.0 => Reason::Before,
            Some((first, _)) if first > source.days.1 => Reason::After,
            _ => Reason::Within,
        };
        source.basis(reason)
    }
}

/// Something a value can be resolved against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) days: Days,
    pub(crate) anchor: Anchor,
    /// The expression, by its number.
    pub(crate) at: Option<usize>,
    /// Only that it is not earlier is known.
    pub(crate) open: bool,
}

impl Source {
    pub(crate) fn basis(&self, reason: Reason) -> Basis {
        Basis { anchor: self.anchor, at: self.at, reason }
    }
}

/// A date that was spoken of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub(crate) source: Source,
    pub(crate) paragraph: usize,
    /// It comes from the text itself, not from the day of publication.
    pub(crate) by_text: bool,
}

pub(crate) struct Discourse<'a> {
    pub(crate) text: &'a str,
    pub(crate) found: &'a [Expression],
    pub(crate) places: Vec<Place>,
    /// Days of the expressions that are explicit.
    pub(crate) fixed: Vec<Option<Days>>,
    /// Their numbers, in order.
    pub(crate) fixed_at: Vec<usize>,
    pub(crate) published: Option<Source>,
    pub(crate) known: Vec<Days>,
    /// The text tells of a time long before its publication.
    pub(crate) narrative: bool,
    /// What was spoken of last.
    pub(crate) focus: Option<Told>,
    /// The last of them that was a day or a night.
    pub(crate) focus_day: Option<Told>,
    /// The last of them that was a month or less.
    pub(crate) focus_month: Option<Told>,
    /// The quarter spoken of: "a year earlier" is then the same quarter of the year before.
    pub(crate) quarter: Option<Told>,
}

impl<'a> Discourse<'a> {
    fn new(text: &'a str, found: &'a [Expression], context: &Context<'_>) -> Self {
        let fixed: Vec<Option<Days>> =
            found.iter().map(|e| explicit(e).and_then(|v| days_of(&v.when))).collect();
        let fixed_at = fixed.iter().enumerate().filter_map(|(i, days)| days.map(|_| i)).collect();
        let places = places(text, found);
        let published = days_of(context.published)
            .map(|days| Source { days, anchor: Anchor::Publication, at: None, open: false })
            .or_else(|| {
                let inferred = infer_publication(text, found);
                let at = inferred.at.and_then(|at| found.iter().position(|e| e.start == at.start));
                Some(Source {
                    days: days_of(&inferred.when)?,
                    anchor: Anchor::Inferred,
                    at,
                    open: inferred.when.before.is_none(),
                })
            });
        let mut discourse = Self {
            text,
            found,
            places,
            fixed,
            fixed_at,
            published,
            known: context.known.iter().filter_map(days_of).collect(),
            narrative: false,
            focus: None,
            focus_day: None,
            focus_month: None,
            quarter: None,
        };
        discourse.narrative = discourse.tells_of_the_past();
        discourse
    }

    pub(crate) fn place(&self, i: usize) -> Place {
        self.places.get(i).copied().unwrap_or_default()
    }

    fn timex(&mut self, i: usize) -> Option<Timex> {
        let expression = self.found.get(i)?;
        let unknown = |timex3: String| Value { when: When::unknown(), timex3 };
        let (value, basis) = match expression.meaning {
            Meaning::Calendar { first, last } => {
                let (value, basis) = self.calendar(i, expression, &first, last.as_ref());
                (approximated(value, expression.bounded), basis)
            }
            Meaning::Shift { .. } => self.shifted(i, expression),
            Meaning::Length { count, scale, more } => {
                // "The first nine months": "a year earlier" then looks back on more than a quarter.
                if matches!((count, scale), (Count::Whole(6 | 9), Scale::Month)) {
                    self.quarter = None;
                }
                (unknown(value::length(count, scale, more)), Basis::WORDS)
            }
            Meaning::Recurring { count, scale, weekday } => {
                let set =
                    weekday.map_or_else(|| value::length(count, scale, None), |w| format!("XXXX-WXX-{w}"));
                (unknown(set), Basis::WORDS)
            }
            Meaning::Reference(tense) => (unknown(value::reference(tense).to_owned()), Basis::NOTHING),
        };
        self.tell(i, expression, &value, basis);
        // "They soon left": what is to come for those told of has passed for the teller.
        let passed = matches!(expression.meaning, Meaning::Reference(Tense::Future))
            && self.narrative
            && expression.future != Some(true);
        Some(Timex {
            start: expression.start,
            end: expression.end,
            kind: expression.kind,
            amount: value::amount(expression),
            when: value.when,
            value: value.timex3,
            modifier: value::modifier(expression).map(str::to_owned),
            direction: expression.direction,
            anchor: basis.anchor,
            against: basis.at.and_then(|at| self.found.get(at)).map(|e| e.start..e.end),
            reason: basis.reason,
            calendar: expression.calendar(),
            vague: expression.vague,
            age: expression.age,
            apart: expression.apart || passed,
        })
    }

    /// What the text speaks of next may be counted from this.
    fn tell(&mut self, i: usize, expression: &Expression, value: &Value, basis: Basis) {
        let by_publication = matches!(basis.anchor, Anchor::Publication | Anchor::Inferred);
        if self.narrative && by_publication {
            return;
        }
        // A time of day alone speaks of the day that was spoken of before.
        if let Meaning::Calendar { first, last: None } = expression.meaning
            && (Partial { clock: None, part: None, ..first }).is_empty()
        {
            return;
        }
        // "A year earlier" in a report is there to be compared with; the report goes on where it was.
        let compared = expression.counted
            && matches!(
                expression.meaning,
                Meaning::Shift { by: Count::Whole(1), back: true, scale: Scale::Year, .. }
            );
        if compared && !self.narrative {
            return;
        }
        let Some(days) = value.when.first_day().zip(value.when.last_day()) else { return };
        let told = Told {
            source: Source { days, anchor: Anchor::Discourse, at: Some(i), open: false },
            paragraph: self.place(i).paragraph,
            by_text: !by_publication,
        };
        let length = length_of(days);
        // "On 7 May they met. … the 1941 treaty": the year spoken of has not made the telling coarser.
        let finer = self.focus.filter(|f| length > 31 && f.by_text && f.paragraph == told.paragraph);
        if finer.is_none_or(|f| f.source.days.0 < days.0 || f.source.days.1 > days.1) {
            self.focus = Some(told);
        }
        if length <= 31 {
            self.focus_month = Some(told);
        }
        // "The court prolonged it until 12 December. Three days later …": a term to come is not where the telling stands.
        let ahead = matches!(expression.direction, Direction::Until | Direction::By);
        if length <= 2 && !(ahead && self.focus_day.is_some_and(|f| f.source.days.0 < days.0)) {
            self.focus_day = Some(told);
        }
        match expression.meaning {
            Meaning::Calendar { first: Partial { quarter: Some(_), .. }, .. }
            | Meaning::Shift { scale: Scale::Quarter, .. } => {
                let long_ago =
                    self.published.is_some_and(|p| days_between(days.1, p.days.0) > QUARTER_OF_REPORT);
                if self.quarter.is_none() || !long_ago {
                    self.quarter = Some(told);
                }
            }
            Meaning::Calendar { first: Partial { half: Some(_), .. }, .. } => self.quarter = None,
            _ => {}
        }
    }

    fn calendar(
        &self,
        i: usize,
        expression: &Expression,
        first: &Partial,
        last: Option<&Partial>,
    ) -> (Value, Basis) {
        if let Some(last) = last {
            if let Some((a, b)) = first.year.zip(last.year) {
                return (value::stretch(first, last, Some((a, b))), Basis::WORDS);
            }
            let year = self.year_of(i, expression, last);
            let years = year.map(|(y, _)| (if first.month > last.month { y - 1 } else { y }, y));
            return (value::stretch(first, last, years), year.map_or(Basis::NOTHING, |(_, basis)| basis));
        }
        if first.year.is_some() {
            let same = self.quarter.filter(|_| first.quarter_same).map(|q| (q.source.days.0.month() + 2) / 3);
            let whole = Partial { quarter: first.quarter.or(same), ..*first };
            return (value::dated(&whole, first.year), Basis::WORDS);
        }
        let named = first.month.is_some()
            || first.season.is_some()
            || first.quarter.is_some()
            || first.half.is_some()
            || first.holiday.is_some();
        let year = match (first.year_shift, first.year_same) {
            (Some(shift), _) => self.spoken_year(shift),
            (None, Some(shift)) => self.told_year(shift),
            (None, None) if named && first.told.is_some() => self.told_pick(first),
            (None, None) if !named => return self.day_without_month(i, expression, first),
            (None, None) => self.year_of(i, expression, first),
        };
        (value::dated(first, year.map(|(y, _)| y)), year.map_or(Basis::NOTHING, |(_, basis)| basis))
    }

    /// The full date that stands beside "today": "today, on 6 May 2022".
    pub(crate) fn beside(&self, i: usize) -> Option<Date> {
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
