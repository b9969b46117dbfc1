//! Boxes of minutes with both sides filled in, so that comparing them needs no case for an open side.

use crate::{Instant, Minute};

/// From the first to the last minute; an open side is [`Span::LOW`] or [`Span::HIGH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) lo: Minute,
    pub(crate) hi: Minute,
}

impl Span {
    /// Before every minute that a record can give. Sums of a few of these do not overflow.
    pub(crate) const LOW: Minute = Minute::MIN / 8;
    /// After every minute that a record can give.
    pub(crate) const HIGH: Minute = Minute::MAX / 8;
    /// Nothing is known.
    pub(crate) const UNKNOWN: Self = Self { lo: Self::LOW, hi: Self::HIGH };

    /// The box of an instant. One that ends before it starts is turned around.
    pub(crate) fn of(instant: Instant) -> Self {
        let inside = |at: Minute| at.clamp(Self::LOW + 1, Self::HIGH - 1);
        let (lo, hi) =
            (instant.earliest.map_or(Self::LOW, inside), instant.latest.map_or(Self::HIGH, inside));
        Self { lo: lo.min(hi), hi: hi.max(lo) }
    }

    /// One minute.
    pub(crate) fn at(minute: Minute) -> Self {
        Self { lo: minute, hi: minute }
    }

    /// As the caller gave it.
    pub(crate) fn instant(self) -> Instant {
        Instant {
            earliest: (self.lo > Self::LOW).then_some(self.lo),
            latest: (self.hi < Self::HIGH).then_some(self.hi),
        }
    }

    /// Both sides are known.
    pub(crate) fn is_bounded(self) -> bool {
        self.lo > Self::LOW && self.hi < Self::HIGH
    }

    /// The smallest box around what is known of several: a version that is open on a side stands for its other side.
    pub(crate) fn known(all: &[Self]) -> Option<Self> {
        let of_one = |span: &Self| match (span.lo > Self::LOW, span.hi < Self::HIGH) {
            (true, true) => Some(*span),
            (true, false) => Some(Self::at(span.lo)),
            (false, true) => Some(Self::at(span.hi)),
            (false, false) => None,
        };
        all.iter().filter_map(of_one).reduce(|a, b| Self { lo: a.lo.min(b.lo), hi: a.hi.max(b.hi) })
    }

    /// The smallest box around several; `None` of none.
    pub(crate) fn hull(all: &[Self]) -> Option<Self> {
        all.iter().copied().reduce(|a, b| Self { lo: a.lo.min(b.lo), hi: a.hi.max(b.hi) })
    }
}
