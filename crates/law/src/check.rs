//! Faults that show only when a norm is whole, or when norms are held against each other.

use crate::block::{Faults, Word};
use crate::{Amount, Diagnostic, Length, Limit, Norm, Pack, Rule, Strength};

/// Faults inside one norm.
pub(crate) fn norm(norm: &Norm, fence: Word<'_>, faults: &mut Faults<'_>) {
    let quote = if norm.title.is_empty() {
        format!("`{}`", norm.id)
    } else {
        format!("`{}` ({})", norm.id, norm.title)
    };
    for amount in amounts(&norm.rule) {
        if amount.is_calendar() && norm.terms.counting.first_day.is_none() {
            faults.at(
                fence,
                format!("{quote} has a limit of {amount} and does not say whether the first day counts"),
                "write `counting first day in`, `first day out` or, where the instrument can be read both ways, `first day in or out`",
            );
        }
        if amount.needs_month_end() && norm.terms.counting.month_end.is_none() {
            faults.at(
                fence,
                format!("{quote} adds {amount}: from the 31st the sum can fall on a day that does not exist"),
                "write `counting end of month last day` or `end of month next day`",
            );
        }
    }
    let standard = matches!(norm.rule, Rule::Promptly { .. });
    if standard && norm.limit != Strength::Standard {
        faults.at(
            fence,
            format!("{quote} says `promptly` and calls its limit {}", norm.limit.word()),
            "write `limit standard`",
        );
    }
    if norm.limit == Strength::Standard && amounts(&norm.rule).next().is_some() {
        faults.at(
            fence,
            format!("{quote} has a number and calls its limit a standard"),
            "write `limit hard` or `limit presumptive`",
        );
    }
    if norm.deadline.is_some() && !matches!(norm.rule, Rule::Within { .. }) {
        faults.at(
            fence,
            format!("{quote} says who owes the act and gives no time for it"),
            "use `expect EVENT within T of EVENT`",
        );
    }
}

/// Every length of time in a rule that is given in so many words.
fn amounts(rule: &Rule) -> impl Iterator<Item = Amount> {
    let (limits, more): (&[Limit], [Option<&Length>; 2]) = match rule {
        Rule::Within { limits, .. } | Rule::AtMost { limits, .. } => (limits, [None; 2]),
        Rule::Before { leads, .. } => (leads, [None; 2]),
        Rule::Covered { after, .. } => (&[], [after.as_ref(), None]),
        Rule::Every { gap, first, .. } => (&[], [Some(gap), first.as_ref()]),
        Rule::Promptly { .. } | Rule::Never { .. } | Rule::Required { .. } | Rule::Record { .. } => {
            (&[], [None; 2])
        }
    };
    let lengths = limits.iter().map(|limit| &limit.length).chain(more.into_iter().flatten());
    lengths.filter_map(|length| if let Length::Amount(amount) = length { Some(*amount) } else { None })
}

/// Faults between norms of these packs: versions of one norm that are in force on the same day.
pub fn check(packs: &[Pack]) -> Vec<Diagnostic> {
    let mut norms: Vec<&Norm> = packs.iter().flat_map(Pack::norms).collect();
    norms.sort_by(|a, b| {
        (&a.id, a.terms.in_force.map(|f| f.from)).cmp(&(&b.id, b.terms.in_force.map(|f| f.from)))
    });
    let pairs = norms.iter().zip(norms.iter().skip(1));
    pairs
        .filter(|(a, b)| {
            a.id == b.id && a.terms.in_force.zip(b.terms.in_force).is_some_and(|(a, b)| a.overlaps(&b))
        })
        .map(|(a, b)| {
            let word = format!("norm {}", b.id);
            Diagnostic {
                file: b.file.clone(),
                line: b.line,
                column: 4,
                source: format!("```{word}"),
                word,
                message: format!(
                    "two versions of `{}` are in force on {}; the other is at {}:{}",
                    b.id,
                    b.terms.in_force.map(|f| f.from.to_string()).unwrap_or_default(),
                    a.file,
                    a.line
                ),
                help: "end the older version with `in force FROM .. LAST-DAY`".to_owned(),
            }
        })
        .collect()
}
