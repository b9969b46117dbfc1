//! Faults that show only when a norm is whole: with its instrument, and the parameters that it names.

use crate::{
    Amount, Condition, Counting, Diagnostic, Law, Length, Limit, Norm, Pack, Rule, Strength, Trigger, Unit,
};

/// Faults of a norm that has what it takes from its instrument.
pub(crate) fn norm(pack: &Pack, norm: &Norm, law: &Law, faults: &mut Vec<Diagnostic>) {
    let quote = if norm.title.is_empty() {
        format!("`{}`", norm.id)
    } else {
        format!("`{}` ({})", norm.id, norm.title)
    };
    let counting = &norm.terms.counting;
    if norm.terms.in_force.is_none() {
        let help = "write `in force 1976-03-23 ..` here or in the instrument";
        faults.push(at_head(pack, norm, format!("norm `{}` has no `in force`", norm.id), help));
    }
    let lengths = lengths(&norm.rule);
    let amounts = lengths.iter().flat_map(|length| amounts(length, law));
    for amount in amounts {
        let mut fault = |message: String, help: &str| {
            faults.push(in_block(pack, norm, &amount.to_string(), message, help));
        };
        if amount.unit == Unit::WorkingDays && counting.working_days.is_none() {
            fault(
                format!("{quote} counts {amount} and does not say which days are off"),
                "write `counting working days of CALENDAR`",
            );
        }
        if amount.is_calendar() && counting.first_day.is_none() {
            fault(
                format!("{quote} has a limit of {amount} and does not say whether the first day counts"),
                "write `counting first day in`, `first day out` or, where the instrument can be read both ways, `first day in or out`",
            );
        }
        if amount.needs_month_end() && counting.month_end.is_none() {
            fault(
                format!("{quote} adds {amount}: from the 31st the sum can fall on a day that does not exist"),
                "write `counting end of month last day` or `end of month next day`",
            );
        }
    }
    for length in &lengths {
        if let Length::Shorter(a, b) | Length::Longer(a, b) = length {
            let first = amounts_of(a, law);
            let second = amounts_of(b, law);
            for (a, b) in first.iter().zip(&second) {
                comparable(pack, norm, &quote, *a, *b, counting, faults);
            }
        }
    }
    for condition in conditions(norm) {
        if let Condition::Measure { amount, .. } = condition
            && !matches!(amount.unit, Unit::Months | Unit::Years)
        {
            let year = Amount { count: 1, unit: Unit::Years };
            comparable(pack, norm, &quote, *amount, year, counting, faults);
        }
    }
    let standard = matches!(norm.rule, Rule::Promptly { .. });
    if standard && norm.limit != Strength::Standard {
        let message = format!("{quote} says `promptly` and calls its limit {}", norm.limit.word());
        faults.push(in_block(pack, norm, norm.limit.word(), message, "write `limit standard`"));
    }
    if norm.limit == Strength::Standard && !lengths.is_empty() {
        let message = format!("{quote} has a number and calls its limit a standard");
        faults.push(in_block(pack, norm, "standard", message, "write `limit hard` or `limit presumptive`"));
    }
    if norm.deadline.is_some() && !matches!(norm.rule, Rule::Within { .. }) {
        let message = format!("{quote} says who owes the act and gives no time for it");
        faults.push(in_block(pack, norm, "owed", message, "use `expect EVENT within T of EVENT`"));
    }
}

/// "Is a month shorter than 30 days?" is a fault that quotes the norm.
fn comparable(
    pack: &Pack,
    norm: &Norm,
    quote: &str,
    a: Amount,
    b: Amount,
    counting: &Counting,
    faults: &mut Vec<Diagnostic>,
) {
    let kind = |unit: Unit| match unit {
        Unit::Hours | Unit::FullDays => 0,
        Unit::Days => 1,
        Unit::WorkingDays => 2,
        Unit::Months | Unit::Years => 3,
    };
    let (first, second) = (kind(a.unit), kind(b.unit));
    let by_days =
        counting.month_days.is_some() && [first, second].iter().all(|kind| *kind == 1 || *kind == 3);
    if first != second && !by_days {
        let message = format!("{quote} compares {a} with {b}: which is longer has no answer by itself");
        let help = "compare within hours and 24-hour days, within days, or within months and years; or let the instrument say `counting a month is 30 days`";
        faults.push(in_block(pack, norm, &a.to_string(), message, help));
    }
}

fn conditions(norm: &Norm) -> impl Iterator<Item = &Condition> {
    let limits: &[Limit] = match &norm.rule {
        Rule::Within { limits, .. } | Rule::AtMost { limits, .. } => limits,
        Rule::Before { leads, .. } => leads,
        _ => &[],
    };
    let defeaters = norm.unless.iter().flat_map(|defeater| &defeater.when);
    norm.when.iter().chain(defeaters).chain(limits.iter().flat_map(|limit| &limit.when))
}

/// Every length in a rule.
fn lengths(rule: &Rule) -> Vec<&Length> {
    fn of_trigger<'r>(trigger: &'r Trigger, all: &mut Vec<&'r Length>) {
        match trigger {
            Trigger::Event(_) => {}
            Trigger::After(length, of) => {
                all.push(length);
                of_trigger(of, all);
            }
            Trigger::Earlier(parts) | Trigger::Later(parts) => {
                parts.iter().for_each(|part| of_trigger(part, all));
            }
        }
    }
    let mut all = Vec::new();
    match rule {
        Rule::Within { limits, of, .. } => {
            all.extend(limits.iter().map(|limit| &limit.length));
            of_trigger(of, &mut all);
        }
        Rule::Promptly { after, .. } => of_trigger(after, &mut all),
        Rule::AtMost { limits, .. } | Rule::Before { leads: limits, .. } => {
            all.extend(limits.iter().map(|limit| &limit.length));
        }
        Rule::Covered { after, .. } => all.extend(after),
        Rule::Every { gap, first, .. } => {
            all.push(gap);
            all.extend(first);
        }
        Rule::Never { .. } | Rule::Required { .. } | Rule::Record { .. } => {}
    }
    all
}

fn amounts<'l>(length: &'l Length, law: &'l Law) -> impl Iterator<Item = Amount> + 'l {
    amounts_of(length, law).into_iter()
}

/// The amounts that a length can be.
fn amounts_of(length: &Length, law: &Law) -> Vec<Amount> {
    match length {
        Length::Amount(amount) => vec![*amount],
        Length::Parameter(id) => {
            let found = law.parameters.iter().find(|parameter| parameter.id == *id);
            found.map(|found| found.values.iter().map(|value| value.amount).collect()).unwrap_or_default()
        }
        // A fraction of a measure is in months at least.
        Length::Fraction { .. } => vec![Amount { count: 1, unit: Unit::Months }],
        Length::Shorter(a, b) | Length::Longer(a, b) => [amounts_of(a, law), amounts_of(b, law)].concat(),
    }
}

/// A fault at the id of a norm.
pub(crate) fn at_head(pack: &Pack, norm: &Norm, message: String, help: &str) -> Diagnostic {
    in_block(pack, norm, &norm.id, message, help)
}

/// A fault at words in the block of a norm; at its id where they do not stand there.
fn in_block(pack: &Pack, norm: &Norm, words: &str, message: String, help: &str) -> Diagnostic {
    let block = pack.text.lines().enumerate().skip(norm.line.saturating_sub(1));
    let mut block = block.take_while(|(at, line)| at + 1 == norm.line || line.trim_end() != "```");
    let place = |(at, line): (usize, &str)| {
        let (before, _) = line.split_once(words)?;
        Some((at + 1, before.chars().count() + 1))
    };
    match block.find_map(place) {
        Some((line, column)) => diagnostic(pack, line, column, words, message, help),
        None => diagnostic(pack, norm.line, 1, "```norm", message, help),
    }
}

/// A fault at a place of a pack.
pub(crate) fn diagnostic(
    pack: &Pack,
    line: usize,
    column: usize,
    word: &str,
    message: String,
    help: &str,
) -> Diagnostic {
    Diagnostic {
        file: pack.file.clone(),
        line,
        column,
        source: pack.text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned(),
        word: word.to_owned(),
        message,
        help: help.to_owned(),
    }
}
