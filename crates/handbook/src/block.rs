//! What a lawyer reads of an instrument, a calendar, a parameter, a definition.

use remand_law::{
    Calendar, Counting, Definition, Exempt, FirstDay, Instrument, Kind, MonthEnd, Off, Parameter, Rollover,
    Terms,
};

use crate::book::{Book, Page};
use crate::card::{Card, in_force, written};
use crate::table::{Lines, Row, Span, Table, columns, line, listed, mark};
use crate::word;

/// An instrument.
pub(crate) fn instrument(
    book: &Book<'_>,
    page: &Page<'_>,
    found: &Instrument,
    anchor: &str,
    level: u8,
) -> Card {
    let from = page.address.as_str();
    let terms = &found.terms;
    let mut rows: Vec<(&'static str, Lines)> = Vec::new();
    if let Some(period) = terms.in_force {
        rows.push(("In force", line(Span::text(in_force(period)))));
    }
    let counting = counting(book, from, &terms.counting);
    if !counting.is_empty() {
        rows.push(("Counting", counting));
    }
    if let Some(possible) = terms.derogable {
        let words = if possible {
            "A state can derogate from it in an emergency: a breach in that time is undetermined."
        } else {
            "No state can derogate from it, and an emergency changes nothing."
        };
        rows.push(("Emergency", line(Span::text(words))));
    }
    if !terms.members.is_empty() {
        let all: Vec<String> = terms.members.iter().map(|code| code.to_uppercase()).collect();
        let words = if terms.parties.is_empty() {
            format!("{}, and no other state", all.join(", "))
        } else {
            format!("{} and the states below, and no other", all.join(", "))
        };
        rows.push(("Bound by it", line(Span::text(words))));
    }
    let id = found.id.name.as_str();
    let words = match book.of_instrument.get(id).copied().unwrap_or_default() {
        1 => "1 norm belongs to it. What it does not say itself it takes from it.".to_owned(),
        count => format!("{count} norms belong to it. What they do not say themselves they take from it."),
    };
    let mut tables = parties(terms);
    tables.extend(of_states(&terms.reserved, &terms.derogated));
    Card {
        kind: "Instrument",
        id: id.to_owned(),
        anchor: anchor.to_owned(),
        level,
        words: vec![words],
        rows,
        tables,
        written: written(book, page, found.id.line),
        ..Card::default()
    }
}

fn parties(terms: &Terms) -> Vec<Table> {
    if terms.parties.is_empty() {
        return Vec::new();
    }
    let rows = terms.parties.iter().map(|party| Row {
        cells: vec![line(Span::text(party.state.to_uppercase())), line(Span::text(party.since.to_string()))],
        ..Row::default()
    });
    vec![Table {
        caption: "States bound by it".to_owned(),
        columns: columns(&[("State", 30, ""), ("Bound since", 70, "")]),
        rows: rows.collect(),
        ..Table::default()
    }]
}

/// Reservations and notices of derogation.
pub(crate) fn of_states(reserved: &[Exempt], derogated: &[Exempt]) -> Vec<Table> {
    let table = |caption: &str, all: &[Exempt]| {
        let rows = all.iter().map(|exempt| {
            let to = exempt.to.map_or_else(|| "lasts".to_owned(), |to| to.to_string());
            let words = exempt.words.clone().unwrap_or_default();
            Row {
                cells: [exempt.state.to_uppercase(), exempt.from.to_string(), to, words]
                    .into_iter()
                    .map(|cell| line(Span::text(cell)))
                    .collect(),
                ..Row::default()
            }
        });
        (!all.is_empty()).then(|| Table {
            caption: caption.to_owned(),
            columns: columns(&[("State", 12, ""), ("From", 18, ""), ("To", 18, ""), ("Words", 52, "")]),
            rows: rows.collect(),
            ..Table::default()
        })
    };
    [table("Reservations", reserved), table("Notices of derogation", derogated)]
        .into_iter()
        .flatten()
        .collect()
}

/// A parameter.
pub(crate) fn parameter(
    book: &Book<'_>,
    page: &Page<'_>,
    found: &Parameter,
    anchor: &str,
    level: u8,
) -> Card {
    let mut values: Vec<_> = found.values.iter().collect();
    values.sort_by_key(|value| value.from);
    let next = values.iter().skip(1).map(|next| next.from.yesterday().ok()).chain([None]);
    let rows = values.iter().zip(next).map(|(value, last)| Row {
        cells: [
            value.amount.to_string(),
            value.from.to_string(),
            last.map_or_else(|| "now".to_owned(), |day| day.to_string()),
            value.cites.clone().unwrap_or_else(|| found.cites.clone()),
        ]
        .into_iter()
        .map(|cell| line(Span::text(cell)))
        .collect(),
        ..Row::default()
    });
    let table = Table {
        caption: "Values".to_owned(),
        columns: columns(&[("Value", 20, ""), ("From", 16, ""), ("To", 16, ""), ("Source", 48, "")]),
        rows: rows.collect(),
        ..Table::default()
    };
    Card {
        kind: "Parameter",
        id: found.id.name.clone(),
        anchor: anchor.to_owned(),
        level,
        mark: Some(mark(found.checked)),
        words: vec![
            "A number that the law changes: the value in force on the day that sets the time running counts."
                .to_owned(),
        ],
        rows: used_by(book, page, Kind::Parameter, &found.id.name),
        tables: vec![table],
        written: written(book, page, found.id.line),
        ..Card::default()
    }
}

/// A definition.
pub(crate) fn definition(
    book: &Book<'_>,
    page: &Page<'_>,
    found: &Definition,
    anchor: &str,
    level: u8,
) -> Card {
    let from = page.address.as_str();
    let events = |all: &[String]| {
        let link = |name: &String| {
            Span::text(book.wording.noun(name)).leading(book.link_to_name(from, Kind::Event, name))
        };
        vec![listed(all.iter().map(link), " or ")]
    };
    let mut rows: Vec<(&'static str, Lines)> = Vec::new();
    if let Some(cites) = &found.cites {
        rows.push(("Source", line(Span::text(cites))));
    }
    if !found.from.is_empty() {
        rows.push(("Begins with", events(&found.from)));
    }
    if !found.until.is_empty() {
        rows.push(("Ends with", events(&found.until)));
    }
    if let Some(lasting) = found.lasting {
        rows.push(("Lasts at most", line(Span::text(lasting.to_string()))));
    }
    if !found.within.is_empty() {
        let states = found.within.iter().map(|within| {
            let not = if within.inside { "" } else { "not " };
            let name = within.state.name.as_str();
            Span::text(format!("{not}{}", word::state(&book.wording, name))).leading(book.link_to_name(
                from,
                Kind::State,
                name,
            ))
        });
        rows.push(("Only while", vec![listed(states, " and ")]));
    }
    rows.extend(used_by(book, page, Kind::State, &found.name.name));
    Card {
        kind: "Definition",
        id: found.name.name.clone(),
        anchor: anchor.to_owned(),
        level,
        words: vec![format!(
            "The state “{}”, made from events and other states.",
            word::spaced(&found.name.name)
        )],
        rows,
        written: written(book, page, found.name.line),
        ..Card::default()
    }
}

/// A calendar.
pub(crate) fn calendar(book: &Book<'_>, page: &Page<'_>, found: &Calendar, anchor: &str, level: u8) -> Card {
    let weekend: Vec<String> = found.weekend.iter().map(|day| format!("{day:?}")).collect();
    let weekend = if weekend.is_empty() { "no day of the week".to_owned() } else { weekend.join(", ") };
    let mut rows = vec![
        ("Off each week", line(Span::text(weekend))),
        ("Covers", line(Span::text(format!("{} to {}", found.covers.0, found.covers.1)))),
    ];
    rows.extend(used_by(book, page, Kind::Calendar, &found.id.name));
    let said = |words: &Option<String>| line(Span::text(words.clone().unwrap_or_default()));
    let mut every: Vec<Row> = Vec::new();
    let mut single: Vec<Row> = Vec::new();
    for (off, words) in &found.off {
        let (rows, day) = match off {
            Off::On(day) => (&mut single, format!("{day}, {:?}", day.weekday())),
            Off::Every(month, day) => (&mut every, format!("{day} {}", month_name(*month))),
            Off::Easter(0) => (&mut every, "Easter Sunday".to_owned()),
            Off::Easter(days) => (
                &mut every,
                format!("{} {} Easter Sunday", days_of(*days), if *days < 0 { "before" } else { "after" }),
            ),
        };
        rows.push(Row { cells: vec![line(Span::text(day)), said(words)], ..Row::default() });
    }
    let on = found.on.iter().map(|(day, words)| Row {
        cells: vec![line(Span::text(format!("{day}, {:?}", day.weekday()))), said(words)],
        ..Row::default()
    });
    let table = |caption: &str, rows: Vec<Row>| {
        (!rows.is_empty()).then(|| Table {
            caption: caption.to_owned(),
            columns: columns(&[("Day", 42, ""), ("What", 58, "")]),
            rows,
            ..Table::default()
        })
    };
    let tables = [
        table("Off in every year", every),
        table("Off in one year", single),
        table("Not off, though a line above says so", on.collect()),
    ];
    Card {
        kind: "Calendar",
        id: found.id.name.clone(),
        anchor: anchor.to_owned(),
        level,
        words: vec![
            "Days on which nobody works: terms of working days skip them, and a term that rolls over does not end on \
             them."
                .to_owned(),
        ],
        rows,
        tables: tables.into_iter().flatten().collect(),
        written: written(book, page, found.id.line),
        ..Card::default()
    }
}

fn days_of(days: i16) -> String {
    match days.unsigned_abs() {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

fn month_name(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied().unwrap_or("")
}

/// The blocks that use a name.
fn used_by(book: &Book<'_>, page: &Page<'_>, kind: Kind, name: &str) -> Vec<(&'static str, Lines)> {
    let users = book.uses.get(&(kind, name.to_owned())).map_or(&[][..], Vec::as_slice);
    if users.is_empty() {
        return Vec::new();
    }
    let links = users.iter().map(|user| Span::code(&user.id).to(book.link(&page.address, user)));
    vec![("Used by", vec![listed(links, ", ")])]
}

/// How times are counted, a clause a line.
fn counting(book: &Book<'_>, from: &str, counting: &Counting) -> Lines {
    let mut lines: Lines = Vec::new();
    let mut say = |words: &str| lines.push(vec![Span::text(words)]);
    match counting.first_day {
        Some(FirstDay::In) => {
            say("The day of the event is the first day of a term of days, months or years.")
        }
        Some(FirstDay::Out) => say("A term of days, months or years starts on the day after the event."),
        Some(FirstDay::InOrOut) => {
            say("Whether the day of the event counts can be read both ways: both ends are given.");
        }
        None => {}
    }
    match counting.month_end {
        Some(MonthEnd::LastDay) => say(
            "A term of months that would end on a day which its last month lacks ends on the last day of that month.",
        ),
        Some(MonthEnd::NextDay) => say(
            "A term of months that would end on a day which its last month lacks ends on the first day of the next.",
        ),
        None => {}
    }
    if let Some(days) = counting.month_days {
        say(&format!("A month is {days} days."));
    }
    let calendar = |id: &str| Span::code(id).leading(book.link_to_name(from, Kind::Calendar, id));
    if let Some(id) = &counting.working_days {
        lines.push(vec![
            Span::text("Working days are those of the calendar "),
            calendar(&id.name),
            Span::text("."),
        ]);
    }
    match &counting.rollover {
        Some(Rollover::Forward(id)) => lines.push(vec![
            Span::text("A term that would end on a day off ends on the next day that is not, by the calendar "),
            calendar(&id.name),
            Span::text("."),
        ]),
        Some(Rollover::Back(id)) => lines.push(vec![
            Span::text("A term that would end on a day off ends on the last day before that is not, by the calendar "),
            calendar(&id.name),
            Span::text("."),
        ]),
        Some(Rollover::Stays) => lines.push(vec![Span::text("A term may end on a day off.")]),
        None => {}
    }
    if let Some(state) = &counting.stops_while {
        lines.push(vec![
            Span::text("Time does not count while: "),
            Span::text(word::state(&book.wording, &state.name)).leading(book.link_to_name(
                from,
                Kind::State,
                &state.name,
            )),
        ]);
    }
    lines
}
