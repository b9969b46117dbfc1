//! What the steps of a form gather.

mod meaning;
mod numeric;
mod worded;

use jiff::civil::Date;

use crate::words::{Bounded, Count, Era, Partial, Scale, Tense};

pub(crate) use self::numeric::{NUMERIC, numeric};
pub(crate) use self::worded::worded;

/// What the steps of a form have gathered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slots {
    pub(crate) first: Partial,
    pub(crate) last: Partial,
    /// The second end has begun.
    pub(crate) two: bool,
    pub(crate) count: Option<Count>,
    pub(crate) scale: Option<Scale>,
    pub(crate) more_count: Option<Count>,
    pub(crate) more_scale: Option<Scale>,
    pub(crate) shift: Option<i32>,
    pub(crate) same: Option<i32>,
    pub(crate) ordinal: Option<i8>,
    /// Minutes added to the hour named.
    pub(crate) clock_shift: i32,
    pub(crate) half: bool,
    /// The unit is the word for one of them.
    pub(crate) singular: bool,
    pub(crate) bounded: Option<Bounded>,
    pub(crate) tense: Option<Tense>,
    pub(crate) era: Option<Era>,
    /// The two ends are joined by "and".
    pub(crate) conjoined: bool,
    /// A name was written without its capital.
    pub(crate) small: bool,
    /// A word that means something else as well is the only one.
    pub(crate) weak: bool,
    /// Tokens of the expression, where words that have to follow are no part of it.
    pub(crate) len: Option<usize>,
}

/// Puts `value` into the first end, or into the second where the first has one already.
macro_rules! place {
    ($slots:ident, $field:ident, $value:expr) => {{
        if $slots.two || $slots.first.$field.is_some() {
            if $slots.last.$field.is_some() {
                return false;
            }
            $slots.two = true;
            $slots.last.$field = Some($value);
        } else {
            $slots.first.$field = Some($value);
        }
        true
    }};
}

impl Slots {
    pub(crate) fn year(&mut self, year: i16) -> bool {
        place!(self, year, year)
    }

    pub(crate) fn month(&mut self, month: i8) -> bool {
        place!(self, month, month)
    }

    pub(crate) fn day(&mut self, day: i8) -> bool {
        place!(self, day, day)
    }

    /// Beyond the end of the expression another time of day may follow: "from 10 to 12 o'clock".
    fn clock(&mut self, hour: i8, minute: i8) -> bool {
        self.len.is_some() || self.first.clock.replace((hour, minute)).is_none()
    }

    pub(crate) fn date(&mut self, date: Date) -> bool {
        self.year(date.year()) && self.month(date.month()) && self.day(date.day())
    }

    pub(crate) fn counted(&mut self, count: Count) -> bool {
        if let (Some(Count::Whole(tens)), None, Count::Whole(ones @ 1..10)) =
            (self.more_count, self.more_scale, count)
            && tens >= 20
            && tens.is_multiple_of(10)
        {
            self.more_count = Some(Count::Whole(tens + ones));
            return true;
        }
        let slot = if self.count.is_some() { &mut self.more_count } else { &mut self.count };
        slot.replace(count).is_none()
    }

    pub(crate) fn scaled(&mut self, scale: Scale) -> bool {
        let slot = if self.scale.is_some() { &mut self.more_scale } else { &mut self.scale };
        slot.replace(scale).is_none()
    }

    /// "pm", "вечера" after an hour.
    pub(crate) fn afternoon(&mut self, pm: bool) -> bool {
        if let Some((hour, _)) = &mut self.first.clock {
            match (pm, *hour) {
                (_, 13..) => return pm,
                (true, 0..=11) => *hour += 12,
                (false, 12) => *hour = 0,
                _ => {}
            }
        }
        true
    }
}
