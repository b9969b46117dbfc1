//! Lengths of time held against each other and divided, without turning one unit into another.

use std::fmt;

use crate::{Amount, Comparison, Counting, Unit};

/// Why a sum has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// Which of the two is longer depends on where they start.
    Comparison(Amount, Amount),
    /// The fraction does not come out whole.
    Fraction {
        /// Above the line.
        parts: u32,
        /// Below the line.
        of: u32,
        /// Of what.
        amount: Amount,
    },
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comparison(a, b) => {
                write!(f, "whether {a} or {b} is longer depends on the day they start")
            }
            Self::Fraction { parts, of, amount } => {
                write!(f, "{parts}/{of} of {amount} does not come out whole")
            }
        }
    }
}

impl std::error::Error for NoAnswer {}

impl NoAnswer {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Comparison(..) => {
                "give both in one unit, or add `a month is N days` to `counting` if the instrument says so"
            }
            Self::Fraction { .. } => "add `a month is N days` to `counting` if the instrument says so",
        }
    }
}

impl Counting {
    /// The measure is over, at least, under or at most an amount.
    pub fn holds(&self, measure: Amount, comparison: Comparison, amount: Amount) -> Result<bool, NoAnswer> {
        let answer = match comparison {
            Comparison::AtMost => self.no_longer(measure, amount),
            Comparison::Over => self.no_longer(measure, amount).map(|at_most| !at_most),
            Comparison::AtLeast => self.no_longer(amount, measure),
            Comparison::Under => self.no_longer(amount, measure).map(|at_least| !at_least),
        };
        answer.ok_or(NoAnswer::Comparison(measure, amount))
    }

    /// The shorter of two lengths; the first where they are equal.
    pub fn shorter(&self, a: Amount, b: Amount) -> Result<Amount, NoAnswer> {
        match (self.no_longer(a, b), self.no_longer(b, a)) {
            (Some(true), _) => Ok(a),
            (Some(false), _) | (None, Some(true)) => Ok(b),
            (None, _) => Err(NoAnswer::Comparison(a, b)),
        }
    }

    /// The longer of two lengths; the first where they are equal.
    pub fn longer(&self, a: Amount, b: Amount) -> Result<Amount, NoAnswer> {
        match (self.no_longer(b, a), self.no_longer(a, b)) {
            (Some(true), _) => Ok(a),
            (Some(false), _) | (None, Some(true)) => Ok(b),
            (None, _) => Err(NoAnswer::Comparison(a, b)),
        }
    }

    /// A fraction of an amount, in the largest unit in which it comes out whole: years, months, and days where a month
    /// has a number of them; 24-hour days, hours. `parts` and `of` are at least 1.
    pub fn fraction(&self, parts: u32, of: u32, amount: Amount) -> Result<Amount, NoAnswer> {
        let share = |count: u64, unit: Unit| {
            let whole = count.checked_mul(u64::from(parts))?;
            let divided =
                whole.checked_div(u64::from(of)).filter(|_| whole.checked_rem(u64::from(of)) == Some(0))?;
            Some(Amount { count: u32::try_from(divided).ok()?, unit })
        };
        let own = share(u64::from(amount.count), amount.unit);
        let smaller = || match exact(amount) {
            (hours, Kind::Hours) => share(hours, Unit::Hours),
            (months, Kind::Months) => {
                let days = || share(months.checked_mul(u64::from(self.month_days?))?, Unit::Days);
                share(months, Unit::Months).or_else(days)
            }
            (_, Kind::Days | Kind::WorkingDays) => None,
        };
        own.or_else(smaller).ok_or(NoAnswer::Fraction { parts, of, amount })
    }

    /// `a` is not longer than `b`, wherever both start; `None` where it depends on that.
    fn no_longer(&self, a: Amount, b: Amount) -> Option<bool> {
        let no_longer = |a: Bounds, b: Bounds| {
            if a.most.is_some_and(|most| most <= b.least) {
                Some(true)
            } else if b.most.is_some_and(|most| most < a.least) {
                Some(false)
            } else {
                None
            }
        };
        match (exact(a), exact(b)) {
            ((a, kind), (b, other)) if kind == other => Some(a <= b),
            ((_, Kind::Hours), _) | (_, (_, Kind::Hours)) => no_longer(self.hours(a), self.hours(b)),
            _ => no_longer(self.days(a), self.days(b)),
        }
    }

    /// Days of the calendar that the amount can have.
    fn days(&self, amount: Amount) -> Bounds {
        let count = u64::from(amount.count);
        let each = |(least, most): (u64, u64)| Bounds {
            least: count.saturating_mul(least),
            most: Some(count.saturating_mul(most)),
        };
        let days = self.month_days.map(u64::from);
        match amount.unit {
            // A year of twelve months of N days, or of the calendar.
            Unit::Years => {
                let (least, most) =
                    days.map_or((365, 366), |days| ((12 * days).min(365), (12 * days).max(366)));
                each((least, most))
            }
            Unit::Months => match days {
                Some(days) => each((days, days)),
                None => {
                    let (years, months) = (count / 12, count % 12);
                    Bounds { least: years * 365 + months * 28, most: Some(years * 366 + months * 31) }
                }
            },
            Unit::WorkingDays => Bounds { least: count, most: None },
            Unit::Days | Unit::Hours | Unit::FullDays => each((1, 1)),
        }
    }

    /// Hours that the amount can have: a term of days starts somewhere in a day, which counts or does not.
    fn hours(&self, amount: Amount) -> Bounds {
        if let (hours, Kind::Hours) = exact(amount) {
            return Bounds { least: hours, most: Some(hours) };
        }
        let days = self.days(amount);
        Bounds {
            least: days.least.saturating_sub(1).saturating_mul(24),
            most: days.most.map(|most| most.saturating_add(1).saturating_mul(24)),
        }
    }
}

/// What a length can be, wherever it starts.
#[derive(Clone, Copy)]
struct Bounds {
    least: u64,
    /// `None`: there is no bound.
    most: Option<u64>,
}

/// Units within which lengths are compared as numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hours,
    Days,
    WorkingDays,
    Months,
}

fn exact(amount: Amount) -> (u64, Kind) {
    let count = u64::from(amount.count);
    match amount.unit {
        Unit::Hours => (count, Kind::Hours),
        Unit::FullDays => (count * 24, Kind::Hours),
        Unit::Days => (count, Kind::Days),
        Unit::WorkingDays => (count, Kind::WorkingDays),
        Unit::Months => (count, Kind::Months),
        Unit::Years => (count * 12, Kind::Months),
    }
}
