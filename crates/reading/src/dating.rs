//! When each entry was published: from what it says itself, and from its place between its neighbours.

use std::ops::Range;

use jiff::civil::Date;
use remand_timex::{Anchor, Direction, Kind, Timex, When};

/// The next entry of a page comes out within this time, as a rule.
const LIKELY: jiff::SignedDuration = jiff::SignedDuration::from_hours(31 * 24);

/// Bounds of a publication, with the reason for each in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) first: Option<(Date, String)>,
    pub(crate) last: Option<(Date, String)>,
}

impl Bounds {
    pub(crate) fn exact(day: Date, why: &str) -> Self {
        Self { first: Some((day, why.to_owned())), last: Some((day, why.to_owned())) }
    }

    pub(crate) fn is_exact(&self) -> bool {
        matches!((&self.first, &self.last), (Some((a, _)), Some((b, _))) if a == b)
    }

    pub(crate) fn when(&self) -> When {
        When::bounded(self.first.as_ref().map(|b| b.0), self.last.as_ref().map(|b| b.0))
    }

    pub(crate) fn why(&self) -> String {
        match (&self.first, &self.last) {
            (Some((a, why)), Some((b, _))) if a == b => why.clone(),
            (Some((_, not_before)), Some((_, not_after))) => format!("{not_before}; {not_after}"),
            (Some((_, why)), None) | (None, Some((_, why))) => why.clone(),
            (None, None) => "nothing in the text or around it dates it".to_owned(),
        }
    }

    /// Bounds to resolve dates against: where a side is open, the entry above it on the page gives a likely one.
    pub(crate) fn near(&self, above: Option<&Self>, order: Order) -> Self {
        let mut near = self.clone();
        let Some((day, _)) = above.and_then(|a| a.first.as_ref()) else { return near };
        match order {
            Order::NewestFirst if near.last.is_none() => {
                near.not_after(day.saturating_add(LIKELY), String::new);
            }
            Order::OldestFirst if near.first.is_none() => {
                near.not_before(*day, String::new);
            }
            _ => {}
        }
        near
    }

    /// Not before `day`, unless that would leave no day.
    fn not_before(&mut self, day: Date, why: impl FnOnce() -> String) -> bool {
        let later = self.first.as_ref().is_none_or(|(first, _)| *first < day);
        let room = self.last.as_ref().is_none_or(|(last, _)| day <= *last);
        if later && room {
            self.first = Some((day, why()));
        }
        later && room
    }

    /// Not after `day`, unless that would leave no day.
    pub(crate) fn not_after(&mut self, day: Date, why: impl FnOnce() -> String) -> bool {
        let earlier = self.last.as_ref().is_none_or(|(last, _)| day < *last);
        let room = self.first.as_ref().is_none_or(|(first, _)| *first <= day);
        if earlier && room {
            self.last = Some((day, why()));
        }
        earlier && room
    }
}

/// A date in an entry with what its sentence makes of it.
pub(crate) struct Dated<'a> {
    pub(crate) timex: &'a Timex,
    /// The sentence speaks of something to come.
    pub(crate) future: bool,
    /// The words say that it is the day of writing ("today, on …").
    pub(crate) today: bool,
}

/// What the dates of an entry say about its publication. `quote` gives the words at a range.
pub(crate) fn own(dates: &[Dated<'_>], quote: impl Fn(Range<usize>) -> String) -> Bounds {
    let mut bounds = Bounds::default();
    let words = |t: &Timex| quote(t.start..t.end);
    for d in dates.iter().filter(|d| d.today) {
        if let Some(day) = d.timex.when.only_day() {
            return Bounds::exact(day, &format!("it calls {} today", words(d.timex)));
        }
    }
    let usable = |d: &&Dated<'_>| {
        matches!(d.timex.kind, Kind::Date | Kind::Time) && d.timex.anchor != Anchor::None && !d.timex.vague
    };
    for d in dates.iter().filter(usable) {
        let past = matches!(
            d.timex.direction,
            Direction::At | Direction::Since | Direction::AsOf | Direction::From | Direction::After
        );
        if past
            && !d.future
            && let Some(first) = d.timex.when.first_day()
        {
            bounds.not_before(first, || format!("it knows of {}", words(d.timex)));
        }
    }
    let to_come = |d: &&Dated<'_>| usable(d) && d.future;
    let last = dates
        .iter()
        .filter(to_come)
        .filter_map(|d| Some((d.timex.when.last_day()?, d)))
        .min_by_key(|(day, _)| *day);
    if let Some((day, d)) = last {
        bounds.not_after(day, || format!("it speaks of {} as still to come", words(d.timex)));
    }
    for d in dates.iter().filter(usable).filter(|d| d.timex.direction == Direction::Until) {
        if let Some(day) = d.timex.when.last_day() {
            bounds.not_after(day, || format!("it gives a term until {}", words(d.timex)));
        }
    }
    bounds
}

/// In which order a page prints its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    NewestFirst,
    OldestFirst,
}

/// The order that fits most pairs of dated entries; `None` where nothing speaks for either.
pub(crate) fn order(page: &[Bounds]) -> Option<Order> {
    let days: Vec<Date> = page.iter().filter_map(|b| b.first.as_ref().map(|f| f.0)).collect();
    let mut balance = 0_i32;
    for pair in days.windows(2) {
        if let [a, b] = pair {
            balance += i32::from(a > b) - i32::from(a < b);
        }
    }
    match balance {
        0 => None,
        n if n > 0 => Some(Order::NewestFirst),
        _ => Some(Order::OldestFirst),
    }
}

/// Narrows every entry by its neighbours on the page. A neighbour that would leave an entry no day is passed over.
pub(crate) fn between_neighbours(page: &mut [Bounds], order: Order) {
    if order == Order::OldestFirst {
        page.reverse();
    }
    let mut newest: Option<Date> = None;
    for bounds in page.iter_mut() {
        if let Some(day) = newest {
            bounds.not_after(day, || "it stands below an entry of that day or earlier".to_owned());
        }
        newest = bounds.last.as_ref().map(|l| l.0).or(newest);
    }
    let mut oldest: Option<Date> = None;
    for bounds in page.iter_mut().rev() {
        if let Some(day) = oldest {
            bounds.not_before(day, || "it stands above an entry of that day or later".to_owned());
        }
        oldest = bounds.first.as_ref().map(|f| f.0).or(oldest);
    }
    if order == Order::OldestFirst {
        page.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn from(day: Date) -> Bounds {
        Bounds { first: Some((day, String::new())), last: None }
    }

    fn edtf(page: &[Bounds]) -> Vec<String> {
        page.iter().map(|b| b.when().edtf).collect()
    }

    #[test]
    fn an_undated_entry_lies_between_its_neighbours() {
        let mut page = [
            Bounds::exact(date(2021, 5, 6), ""),
            Bounds::default(),
            from(date(2021, 4, 2)),
            from(date(2021, 3, 1)),
        ];
        between_neighbours(&mut page, Order::NewestFirst);
        assert_eq!(
            edtf(&page),
            ["2021-05-06", "2021-04-02/2021-05-06", "2021-04-02/2021-05-06", "2021-03-01/2021-05-06"]
        );
    }

    #[test]
    fn a_neighbour_that_leaves_no_day_is_passed_over() {
        let mut page =
            [Bounds::exact(date(2021, 1, 1), ""), Bounds::exact(date(2021, 6, 1), ""), Bounds::default()];
        between_neighbours(&mut page, Order::NewestFirst);
        assert_eq!(edtf(&page), ["2021-01-01", "2021-06-01", "../2021-06-01"]);
    }

    #[test]
    fn the_order_is_that_of_most_pairs() {
        let page = [
            from(date(2021, 3, 1)),
            from(date(2021, 2, 1)),
            Bounds::default(),
            from(date(2021, 2, 9)),
            from(date(2021, 1, 1)),
        ];
        assert_eq!(order(&page), Some(Order::NewestFirst));
        assert_eq!(order(&[]), None);
        assert_eq!(order(&[from(date(2021, 3, 1))]), None);
    }
}
