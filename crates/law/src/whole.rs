//! Faults that show only when a norm is whole: with its instrument, and the parameters that it names.

use jiff::civil::Date;

use crate::read::{Word, words};
use crate::{
    Amount, Case, Condition, Counting, Diagnostic, Law, Length, Limit, Line, Norm, Pack, Period, Rule,
    Strength, Trigger, Unit,
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
    let mut sums: Vec<Sum> = lengths.iter().flat_map(|length| Sum::of(length, law)).collect();
    for state in states(norm) {
        let lasting = law.definitions.iter().find(|definition| definition.name.name == state);
        sums.extend(
            lasting.and_then(|found| found.lasting).map(|amount| Sum { amount, at: state.to_owned() }),
        );
    }
    for Sum { amount, at } in &sums {
        let mut fault = |message: String, help: &str| {
            faults.push(in_block(pack, norm, at, message, help));
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
        without_answer(pack, norm, &quote, length, law, faults);
    }
    for condition in conditions(norm) {
        if let Condition::Measure { amount, .. } = condition
            && !matches!(amount.unit, Unit::Months | Unit::Years)
        {
            let year = Amount { count: 1, unit: Unit::Years };
            comparable(pack, norm, &quote, *amount, year, counting, faults);
        }
    }
    for id in norm.beside.iter().filter(|id| id.name == norm.id) {
        let message = format!("`{}` stands beside itself", norm.id);
        let help = "name the norms of other instruments on the same thing";
        faults.push(diagnostic(pack, id.line, id.column, &id.name, message, help));
    }
    let standard = matches!(norm.rule, Rule::Promptly { .. });
    if standard && norm.limit != Strength::Standard {
        let message = format!("{quote} says `promptly` and calls its limit {}", norm.limit.word());
        faults.push(in_block(pack, norm, norm.limit.word(), message, "write `limit standard`"));
    }
    // `promptly after half of the sentence`: the number says since when, not how long.
    if norm.limit == Strength::Standard && !standard && !lengths.is_empty() {
        let message = format!("{quote} has a number and calls its limit a standard");
        faults.push(in_block(pack, norm, "standard", message, "write `limit hard` or `limit presumptive`"));
    }
    let states = norm.deadline.as_ref().is_some_and(|deadline| deadline.stated_as.is_some());
    if states && !matches!(norm.rule, Rule::Within { .. }) {
        let message =
            format!("{quote} says how a text states the due date and gives no time to compare it with");
        faults.push(in_block(pack, norm, "stated", message, "use `expect EVENT within T of EVENT`"));
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

/// Faults of a case that show only with its norm: a measure of which the norm takes a fraction that does not come out
/// whole.
pub(crate) fn case(pack: &Pack, case: &Case, law: &Law, faults: &mut Vec<Diagnostic>) {
    for line in &case.lines {
        let Line::Measure { measure, amount } = line else { continue };
        let norms = law.norms.iter().filter(|norm| norm.id == case.norm);
        let fractions = norms.flat_map(|norm| {
            lengths(&norm.rule).into_iter().flat_map(of_measure).map(|found| (found, &norm.terms.counting))
        });
        let why = fractions
            .filter(|((_, _, named), _)| *named == measure)
            .find_map(|((parts, of, _), counting)| counting.fraction(parts, of, *amount).err());
        let block = pack.text.lines().enumerate().skip(case.line.saturating_sub(1));
        let place = block.map(|(at, text)| words(at + 1, text)).find_map(|found| match found.as_slice() {
            [name, is, count, ..] if name.text == measure && is.text == "is" => {
                Some((count.line, count.column))
            }
            _ => None,
        });
        if let Some((why, (line, column))) = why.zip(place) {
            let help = "give the case a length that divides, or let the instrument say `counting a month is 30 days`";
            let count = amount.count.to_string();
            faults.push(diagnostic(pack, line, column, &count, format!("`{}`: {why}", case.norm), help));
        }
    }
}

/// The fractions in a length: parts, of how many, of which measure.
fn of_measure(length: &Length) -> Vec<(u32, u32, &String)> {
    match length {
        Length::Fraction { parts, of, measure } => vec![(*parts, *of, measure)],
        Length::Shorter(a, b) | Length::Longer(a, b) => {
            of_measure(a).into_iter().chain(of_measure(b)).collect()
        }
        Length::Amount(_) | Length::Parameter(_) => Vec::new(),
    }
}

/// Norms of a pack that say that they were checked after a day: nobody can have.
pub fn checked_after(pack: &Pack, today: Date) -> Vec<Diagnostic> {
    let late = pack.norms().filter(|norm| today < norm.checked.on);
    late.map(|norm| {
        let day = norm.checked.on.to_string();
        let block = pack.text.lines().enumerate().skip(norm.line);
        let found = block.flat_map(|(at, text)| words(at + 1, text)).find(|word| word.text == day);
        let (line, column) = found.map_or((norm.line, 1), |word| (word.line, word.column));
        let message = format!("`{}` is checked on {day}, which is still to come", norm.id);
        diagnostic(pack, line, column, &day, message, "write the day on which it was checked")
    })
    .collect()
}

/// Every length in a rule.
pub(crate) fn lengths(rule: &Rule) -> Vec<&Length> {
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

/// A sum that a norm makes, and the words at which it does.
struct Sum {
    amount: Amount,
    at: String,
}

/// More values of one parameter are not held against each other.
const MOST_VALUES: usize = 64;

impl Sum {
    /// The amounts that a length can be.
    fn of(length: &Length, law: &Law) -> Vec<Self> {
        match length {
            Length::Amount(amount) => vec![Self { amount: *amount, at: amount.to_string() }],
            Length::Parameter(id) => {
                let found = law.parameters.iter().find(|parameter| parameter.id == *id);
                let values = found.iter().flat_map(|found| &found.values).take(MOST_VALUES);
                values.map(|value| Self { amount: value.amount, at: id.name.clone() }).collect()
            }
            // A fraction of a measure can be in months.
            Length::Fraction { parts, of, .. } => {
                vec![Self { amount: Amount { count: 1, unit: Unit::Months }, at: format!("{parts}/{of}") }]
            }
            Length::Shorter(a, b) | Length::Longer(a, b) => {
                Self::of(a, law).into_iter().chain(Self::of(b, law)).collect()
            }
        }
    }
}

/// The shorter or longer of two lengths, at any depth, where which it is depends on the day.
fn without_answer(
    pack: &Pack,
    norm: &Norm,
    quote: &str,
    length: &Length,
    law: &Law,
    faults: &mut Vec<Diagnostic>,
) {
    let (Length::Shorter(a, b) | Length::Longer(a, b)) = length else { return };
    without_answer(pack, norm, quote, a, law, faults);
    without_answer(pack, norm, quote, b, law, faults);
    let counting = &norm.terms.counting;
    let measured = |length: &Length| matches!(length, Length::Fraction { .. });
    let others = Sum::of(b, law);
    for first in Sum::of(a, law) {
        for second in &others {
            let before = faults.len();
            if measured(a) || measured(b) {
                comparable(pack, norm, quote, first.amount, second.amount, counting, faults);
            } else if let Err(why) = counting.shorter(first.amount, second.amount) {
                let message = format!("{quote}: {why}");
                faults.push(in_block(pack, norm, &first.at, message, why.help()));
            }
            if faults.len() > before {
                return;
            }
        }
    }
}

/// The states that a norm names.
pub(crate) fn states(norm: &Norm) -> Vec<&str> {
    let mut all: Vec<&str> =
        norm.terms.counting.stops_while.iter().map(|state| state.name.as_str()).collect();
    all.extend(conditions(norm).filter_map(|condition| match condition {
        Condition::State(state) => Some(state.as_str()),
        _ => None,
    }));
    match &norm.rule {
        Rule::Every { state, .. }
        | Rule::AtMost { state, .. }
        | Rule::Required { state: Some(state), .. } => {
            all.push(state);
        }
        Rule::Covered { state, by, .. } => all.extend([state.as_str(), by.as_str()]),
        Rule::Never { period: Period::While(state) | Period::WhileNot(state), .. } => all.push(state),
        _ => {}
    }
    all
}

/// A fault at the id of a norm.
pub(crate) fn at_head(pack: &Pack, norm: &Norm, message: String, help: &str) -> Diagnostic {
    in_block(pack, norm, &norm.id, message, help)
}

/// A fault at words in the block of a norm; at its id where they do not stand there.
fn in_block(pack: &Pack, norm: &Norm, words: &str, message: String, help: &str) -> Diagnostic {
    let (line, column, word) = place(pack, norm, words).unwrap_or((norm.line, 1, "```norm".to_owned()));
    diagnostic(pack, line, column, &word, message, help)
}

/// Where words first stand in the fields of a norm that are read, and as they stand there. A unit in the plural is
/// the same word.
fn place(pack: &Pack, norm: &Norm, wanted: &str) -> Option<(usize, usize, String)> {
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let block = pack.text.lines().enumerate().skip(norm.line.saturating_sub(1));
    let block = block.take_while(|(at, line)| at + 1 == norm.line || line.trim_end() != "```");
    let mut quoted = false;
    for (at, line) in block {
        let found = words(at + 1, line);
        if let Some(first) = found.first().filter(|first| first.column == 1) {
            quoted = matches!(first.text, "cites" | "checked");
        }
        let same = |run: &[Word<'_>]| {
            run.iter().zip(&wanted).all(|(a, b)| a.text == *b || a.text.strip_suffix('s') == Some(b))
        };
        let mut runs = found.windows(wanted.len().max(1));
        if let Some(run) = runs.find(|run| !quoted && same(run)) {
            let text: Vec<&str> = run.iter().map(|word| word.text).collect();
            return run.first().map(|first| (first.line, first.column, text.join(" ")));
        }
    }
    None
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
