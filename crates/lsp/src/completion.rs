//! What may stand where the hand stands.

use std::collections::BTreeSet;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, Position, TextEdit};
use remand_law::{Expected, Kind, Law, expected_at};

use crate::hover::words_of;
use crate::shelf::Shelf;
use crate::spec;
use crate::text::{Encoding, Lines};

/// Larger texts are not law, and nothing may stand in them.
const MOST_BYTES: usize = 1 << 20;

/// What may stand at a position.
pub(crate) fn completion(
    shelf: &Shelf<'_>,
    name: &str,
    position: Position,
    encoding: Encoding,
) -> Vec<CompletionItem> {
    let Some(text) = shelf.file(name).map(|file| file.text()) else { return Vec::new() };
    if text.len() > MOST_BYTES {
        return Vec::new();
    }
    let lines = Lines::new(text, encoding);
    let (line, column) = lines.pack_place(position);
    let end = lines.of_pack(line, column);
    let before = text.get(lines.of_pack(line, 1)..end).unwrap_or_default();
    let begun = before.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches("```");
    let range = lines.range(end - begun.len(), end);
    let mut items = Vec::new();
    for expected in expected_at(text, line, column, shelf.others(name), &shelf.vocabulary) {
        match expected {
            Expected::Word(word) => {
                items.push(item(word, CompletionItemKind::KEYWORD, None, spec::brief(word)))
            }
            Expected::Name(kind) => names(shelf, name, kind, &mut items),
            Expected::Country => {
                let countries = shelf.law(name).map(countries).unwrap_or_default();
                items.extend(
                    countries.iter().map(|code| item(code, CompletionItemKind::CONSTANT, None, None)),
                );
            }
            Expected::Date | Expected::Moment | Expected::Number | Expected::Text => {}
        }
    }
    for item in &mut items {
        let edit = TextEdit { range, new_text: item.label.clone() };
        item.text_edit = Some(CompletionTextEdit::Edit(edit));
    }
    items
}

fn item(
    label: &str,
    kind: CompletionItemKind,
    detail: Option<String>,
    meaning: Option<&str>,
) -> CompletionItem {
    CompletionItem {
        label: label.to_owned(),
        kind: Some(kind),
        detail,
        documentation: meaning.map(|text| Documentation::String(text.to_owned())),
        ..CompletionItem::default()
    }
}

/// Every name of a kind.
fn names(shelf: &Shelf<'_>, name: &str, kind: Kind, items: &mut Vec<CompletionItem>) {
    let icon = match kind {
        Kind::Event => CompletionItemKind::EVENT,
        Kind::State => CompletionItemKind::VARIABLE,
        Kind::Norm => CompletionItemKind::FUNCTION,
        Kind::Instrument => CompletionItemKind::MODULE,
        Kind::Parameter => CompletionItemKind::CONSTANT,
        _ => CompletionItemKind::VALUE,
    };
    let law = shelf.law(name);
    match kind {
        Kind::Norm => {
            let norms = law.iter().flat_map(|law| &law.norms);
            let mut seen = BTreeSet::new();
            for norm in norms.filter(|norm| seen.insert(norm.id.as_str())) {
                items.push(item(&norm.id, icon, Some(norm.title.clone()), None));
            }
        }
        Kind::Instrument => {
            let all = law.iter().flat_map(|law| &law.instruments);
            items.extend(all.map(|found| item(&found.id.name, icon, Some(found.title.clone()), None)));
        }
        _ => {
            let about = |name: &str| words_of(kind, name).or_else(|| Some(kind.word().to_owned()));
            items.extend(shelf.names.of(kind).iter().map(|name| item(name, icon, about(name), None)));
        }
    }
}

/// The states that instruments and norms of the law speak of.
fn countries(law: &Law) -> BTreeSet<String> {
    let terms =
        law.instruments.iter().map(|found| &found.terms).chain(law.norms.iter().map(|norm| &norm.terms));
    terms
        .flat_map(|terms| terms.parties.iter().map(|party| &party.state).chain(&terms.members))
        .cloned()
        .collect()
}
