//! What is told of a name or a word where the pointer rests.

use lsp_types::Position;
use remand_finding::wording;
use remand_law::{Kind, Law, Symbol, explain};
use remand_reading::{EventKind, vocabulary};

use crate::place::{Here, here, makers};
use crate::shelf::Shelf;
use crate::spec;
use crate::text::{Encoding, Lines};

/// What is told at a position, as Markdown.
pub(crate) fn hover(shelf: &Shelf<'_>, name: &str, position: Position, encoding: Encoding) -> Option<String> {
    match here(shelf, name, position, encoding)? {
        Here::Name(symbol) | Here::CaseOf(symbol) => told(shelf, name, &symbol),
        Here::Words(words) => words.iter().find_map(|words| spec::meaning(words)),
    }
}

fn told(shelf: &Shelf<'_>, name: &str, symbol: &Symbol) -> Option<String> {
    let mut said = match symbol.kind {
        Kind::Norm => norm(shelf.law(name)?, &symbol.name),
        _ => vec![format!("**{}** ({})", symbol.name, symbol.kind.word())],
    };
    said.extend(words_of(symbol.kind, &symbol.name));
    if symbol.kind == Kind::State {
        said.extend(state(&symbol.name));
    }
    if symbol.kind == Kind::Event {
        said.extend(defined_by(shelf.law(name)?, &symbol.name));
    }
    for (file, text, block) in makers(shelf, name, symbol.kind, &symbol.name) {
        let carried = shelf.carried(file).is_some();
        let place = format!("{}{file}:{}", if carried { "a pack of the program, " } else { "" }, block.first);
        if symbol.kind != Kind::Norm || carried {
            let lines = Lines::new(text, Encoding::Utf8);
            let body: Vec<&str> = (block.first + 1..block.last).map(|line| lines.pack_line(line)).collect();
            said.push(format!("```text\n{} {}\n{}\n```", block.kind, block.name, body.join("\n")));
        }
        // A norm was told with its title.
        let title = if symbol.kind == Kind::Norm || block.title.is_empty() {
            String::new()
        } else {
            format!("{}; ", block.title)
        };
        said.push(format!("{title}{place}"));
    }
    Some(said.join("\n\n"))
}

/// Every version of a norm in plain words, with its source and how it was checked.
fn norm(law: &Law, id: &str) -> Vec<String> {
    let versions: Vec<_> = law.norms.iter().filter(|norm| norm.id == id).collect();
    let mut said = vec![format!("**{id}**")];
    if versions.is_empty() {
        said.push("It is not in force among these packs: it has a fault, or is not there.".to_owned());
    }
    for norm in versions {
        let told = explain(norm, law, &wording());
        said.push(format!("{}\n\n{}", norm.title, told.paragraphs()));
        let lines: Vec<String> = told.lines.iter().map(|(what, text)| format!("- {what}: {text}")).collect();
        said.push(lines.join("\n"));
    }
    said
}

/// The label of a name of the vocabulary, and an event as a noun.
pub(crate) fn words_of(kind: Kind, name: &str) -> Option<String> {
    let label = |mut words: Box<dyn Iterator<Item = (&str, &remand_reading::Word)> + '_>| {
        words.find(|(known, _)| *known == name).map(|(_, word)| word.label.clone())
    };
    match kind {
        Kind::Event => {
            let event = EventKind::named(name)?.describe();
            let noun = event.noun.as_ref().map(|noun| format!(" (\"{noun}\")")).unwrap_or_default();
            Some(format!("{}{noun}", event.label))
        }
        Kind::State => label(Box::new(vocabulary().states())),
        Kind::Qualifier => label(Box::new(vocabulary().qualifiers())),
        Kind::Measure => label(Box::new(vocabulary().measures())),
        Kind::Role => label(Box::new(vocabulary().case_roles())),
        Kind::Account | Kind::Parameter | Kind::Calendar | Kind::Norm | Kind::Instrument => None,
    }
}

/// The events that begin and end a state of the vocabulary.
fn state(name: &str) -> Vec<String> {
    let events = |of: fn(&'static remand_reading::EventType) -> &'static [String]| -> Vec<&str> {
        let kinds =
            vocabulary().events().filter(|kind| of(kind.describe()).iter().any(|state| state == name));
        kinds.map(EventKind::name).collect()
    };
    let said = [("Begins with", events(|event| &event.begins)), ("Ends with", events(|event| &event.ends))];
    said.into_iter()
        .filter(|(_, events)| !events.is_empty())
        .map(|(what, events)| listed(what, &events))
        .collect()
}

/// What an event begins and ends, in the vocabulary and by definitions, and who takes part in it.
fn defined_by(law: &Law, name: &str) -> Vec<String> {
    let Some(event) = EventKind::named(name).map(EventKind::describe) else { return Vec::new() };
    let defined = |ends: bool| {
        let of = move |definition: &&remand_law::Definition| {
            let events = if ends { &definition.until } else { &definition.from };
            events.iter().any(|event| event == name)
        };
        law.definitions.iter().filter(of).map(|definition| definition.name.name.as_str())
    };
    let begins: Vec<&str> = event.begins.iter().map(String::as_str).chain(defined(false)).collect();
    let ends: Vec<&str> = event.ends.iter().map(String::as_str).chain(defined(true)).collect();
    let roles: Vec<&str> = event.roles.iter().map(String::as_str).collect();
    let said = [("Begins", begins), ("Ends", ends), ("Takes part", roles)];
    said.into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| listed(what, &names))
        .collect()
}

fn listed(what: &str, names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("{what}: {}", names.join(", "))
}
