//! Dates such as `05/01/2022`: which part is the month.

use std::ops::Range;

use crate::expression::Expression;
use crate::lexicon::SlashOrder;
use crate::words::Meaning;

/// Decides `05/01/2022` by the other dates of the text that can be read in one order only, else by the language.
/// Such a date was gathered month first. Returns the places of those that are none in either order.
pub(super) fn order_slashes(found: &mut Vec<Expression>, usual: SlashOrder) -> Vec<Range<usize>> {
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
