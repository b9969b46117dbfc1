//! The words of the vocabulary, and which norms use each.

use remand_law::Kind;
use remand_reading::vocabulary;

use crate::book::Book;
use crate::frame::Frame;
use crate::overview::{Overview, Section, para};
use crate::table::{Lines, Row, Span, Table, columns, line, listed};
use crate::word::{self, EVENTS, WORDS};

/// The events that norms speak of.
pub(crate) fn events(book: &Book<'_>) -> Overview {
    let opening = vec![para(
        "Everything that can happen at a time, as norms and records name it, and which norms speak of it. A norm that \
         names any other event has a fault.",
    )];
    let rows = vocabulary().events().map(|kind| {
        let described = kind.describe();
        let mut more: Lines = Vec::new();
        if !described.roles.is_empty() {
            let roles: Vec<String> = described.roles.iter().map(|role| word::spaced(role)).collect();
            more.push(para(format!("roles: {}", roles.join(", "))));
        }
        for (words, all) in [("begins: ", &described.begins), ("ends: ", &described.ends)] {
            if !all.is_empty() {
                let mut spans = para(words);
                let states = all.iter().map(|state| {
                    let label = word::state(&book.wording, state);
                    Span::text(label).leading(book.link_to_name(EVENTS, Kind::State, state))
                });
                spans.extend(listed(states, ", "));
                more.push(spans);
            }
        }
        entry(book, Kind::Event, kind.name(), &book.wording.noun(kind.name()), Some(more))
    });
    let mut section = of_kind("", "Events", rows.collect(), true);
    section.heading.clear();
    Overview {
        frame: Frame::new("Events", EVENTS, Vec::new()),
        heading: "Events",
        opening,
        sections: vec![section],
    }
}

/// The other words that norms use.
pub(crate) fn words(book: &Book<'_>) -> Overview {
    let opening = vec![para(
        "The names other than events that norms may use, and which norms use each. States last. Qualifiers are asked \
         of an event or said of a role. Measures are lengths that a case has.",
    )];
    let mut sections = Vec::new();
    let mut states: Vec<Row> = vocabulary()
        .states()
        .map(|(name, state)| entry(book, Kind::State, name, &state.label, None))
        .collect();
    for definition in &book.law.definitions {
        let name = definition.name.name.as_str();
        let mut row = entry(book, Kind::State, name, &word::state(&book.wording, name), None);
        // Its anchor is on the page of its pack.
        row.anchor.clear();
        if let Some(place) = book.blocks.get(&(Kind::State, name)) {
            let defined = vec![Span::text("defined by a pack").to(book.link(WORDS, place))];
            if let Some(cell) = row.cells.get_mut(1) {
                cell.push(defined);
            }
        }
        states.push(row);
    }
    sections.push(of_kind("states", "States", states, false));
    let roles = word::roles()
        .iter()
        .map(|name| entry(book, Kind::Role, name, &word::role(&book.wording, name), None));
    sections.push(of_kind("roles", "Roles", roles.collect(), false));
    let qualifiers =
        vocabulary().qualifiers().map(|(name, word)| entry(book, Kind::Qualifier, name, &word.label, None));
    sections.push(of_kind("qualifiers", "Qualifiers", qualifiers.collect(), false));
    let measures =
        vocabulary().measures().map(|(name, word)| entry(book, Kind::Measure, name, &word.label, None));
    sections.push(of_kind("measures", "Measures", measures.collect(), false));
    Overview {
        frame: Frame::new("Other words", WORDS, Vec::new()),
        heading: "Other words",
        opening,
        sections,
    }
}

fn of_kind(anchor: &str, heading: &str, rows: Vec<Row>, events: bool) -> Section {
    let columns = if events {
        columns(&[("Name", 24, ""), ("In words", 24, ""), ("Roles, states", 22, ""), ("Used by", 30, "")])
    } else {
        columns(&[("Name", 26, ""), ("In words", 34, ""), ("Used by", 40, "")])
    };
    Section {
        anchor: anchor.to_owned(),
        heading: format!("{heading} ({})", rows.len()),
        tables: vec![Table { caption: heading.to_owned(), columns, rows, ..Table::default() }],
        ..Section::default()
    }
}

fn entry(book: &Book<'_>, kind: Kind, name: &str, words: &str, more: Option<Lines>) -> Row {
    let users = book.uses.get(&(kind, name.to_owned())).map_or(&[][..], Vec::as_slice);
    let users = users.iter().map(|user| Span::code(&user.id).to(book.link(word::page(kind), user)));
    let users = listed(users, ", ");
    let users = if users.is_empty() { line(Span::classed("none", "none")) } else { vec![users] };
    let mut cells = vec![line(Span::code(name)), line(Span::text(words))];
    cells.extend(more);
    cells.push(users);
    Row { anchor: word::anchor(kind, name), cells }
}
