//! What an obligation can come to over all readings, as a set.

use remand_law::Outcome;

use crate::Readings;

/// The things that one reading or another comes to. It may hold too many, never too few.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Can {
    bits: u8,
    /// Which of them it is hangs on something that nobody says.
    unsettled: bool,
}

impl Can {
    pub(crate) const NOTHING: Self = Self { bits: 0, unsettled: false };
    pub(crate) const IDLE: Self = Self { bits: 1, unsettled: false };
    pub(crate) const KEPT: Self = Self { bits: 2, unsettled: false };
    pub(crate) const BREACHED: Self = Self { bits: 4, unsettled: false };
    pub(crate) const OPEN: Self = Self { bits: 8, unsettled: false };

    /// What either can come to, by a choice between given things.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits, unsettled: self.unsettled || other.unsettled }
    }

    /// With another where `possible`.
    pub(crate) fn or_if(self, possible: bool, other: Self) -> Self {
        if possible { self.or(other) } else { self }
    }

    /// Which it is hangs on something that nobody says.
    pub(crate) fn unsettled(self) -> Self {
        Self { unsettled: true, ..self }
    }

    pub(crate) fn unsettled_if(self, unsettled: bool) -> Self {
        Self { unsettled: self.unsettled || unsettled, ..self }
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.bits & other.bits != 0
    }

    pub(crate) fn is(self, other: Self) -> bool {
        self.bits == other.bits
    }

    /// It hangs on a choice that nobody settles.
    pub(crate) fn is_whichever(self) -> bool {
        self.unsettled || self.has(Self::BREACHED) && self.has(Self::KEPT.or(Self::OPEN))
    }

    pub(crate) fn breached(self) -> Readings {
        if self.is(Self::BREACHED) {
            Readings::Every
        } else if self.has(Self::BREACHED) {
            Readings::Some
        } else {
            Readings::None
        }
    }

    pub(crate) fn outcome(self) -> Outcome {
        if self.is(Self::BREACHED) {
            Outcome::NotMet
        } else if !self.has(Self::BREACHED.or(Self::OPEN)) {
            if self.has(Self::KEPT) { Outcome::Met } else { Outcome::NotApplicable }
        } else if self.has(Self::BREACHED) && !self.has(Self::OPEN) && !self.unsettled {
            Outcome::Contested
        } else {
            Outcome::Undetermined
        }
    }

    /// One choice more, between `self` and `other`, that nobody settles: the same outcome stands, breaches under
    /// both are contested, anything else is undetermined.
    pub(crate) fn whichever(self, other: Self) -> Self {
        let both = self.or(other);
        let (a, b) = (self.outcome(), other.outcome());
        let breach = |outcome| matches!(outcome, Outcome::NotMet | Outcome::Contested);
        if a == b {
            Self { unsettled: self.unsettled || other.unsettled, ..both }
        } else {
            both.unsettled_if(!(breach(a) && breach(b)))
        }
    }
}
