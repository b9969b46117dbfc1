//! The outline of a pack, and blocks by name over all packs.

use lsp_types::{DocumentSymbol, Location, SymbolInformation, SymbolKind};
use remand_law::{Outlined, outline};

use crate::place::name_range;
use crate::shelf::Shelf;
use crate::text::{Encoding, Lines};

/// Longer lists help nobody.
const MOST_FOUND: usize = 500;

/// The blocks of a text; cases stand below their norm.
pub(crate) fn document(text: &str, encoding: Encoding) -> Vec<DocumentSymbol> {
    let lines = Lines::new(text, encoding);
    let mut all: Vec<DocumentSymbol> = Vec::new();
    for block in outline(text) {
        let symbol = symbol(&block, &lines);
        match all.last_mut().filter(|last| block.kind == "case" && last.kind == SymbolKind::FUNCTION) {
            Some(norm) => {
                norm.range.end = symbol.range.end;
                norm.children.get_or_insert_default().push(symbol);
            }
            None => all.push(symbol),
        }
    }
    all
}

fn symbol(block: &Outlined, lines: &Lines<'_>) -> DocumentSymbol {
    let name = if block.name.trim().is_empty() { block.kind.to_owned() } else { block.name.clone() };
    #[expect(deprecated, reason = "the type has no other way to be made")]
    DocumentSymbol {
        name,
        detail: Some(block.title.clone()).filter(|title| !title.is_empty() && block.kind != "case"),
        kind: kind(block.kind),
        tags: None,
        deprecated: None,
        range: lines.lines(block.first, block.last),
        selection_range: name_range(lines, block),
        children: None,
    }
}

fn kind(block: &str) -> SymbolKind {
    match block {
        "norm" => SymbolKind::FUNCTION,
        "case" => SymbolKind::EVENT,
        "instrument" => SymbolKind::MODULE,
        "parameter" => SymbolKind::CONSTANT,
        "calendar" => SymbolKind::ENUM,
        _ => SymbolKind::VARIABLE,
    }
}

/// The outline without levels, for clients that know no other.
pub(crate) fn flat(symbols: Vec<DocumentSymbol>, uri: &lsp_types::Uri) -> Vec<SymbolInformation> {
    let mut all = Vec::new();
    for mut symbol in symbols {
        let children = symbol.children.take().unwrap_or_default();
        all.push(information(symbol.name, symbol.kind, Location::new(uri.clone(), symbol.range)));
        all.extend(flat(children, uri));
    }
    all
}

fn information(name: String, kind: SymbolKind, location: Location) -> SymbolInformation {
    #[expect(deprecated, reason = "the type has no other way to be made")]
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name: None }
}

/// Blocks of files that an editor can open whose name has the words looked for in it; cases are left out.
pub(crate) fn workspace(shelf: &Shelf<'_>, query: &str, encoding: Encoding) -> Vec<SymbolInformation> {
    let query = query.to_lowercase();
    let mut all = Vec::new();
    for name in shelf.names_of_files() {
        let (Some(file), Some(uri)) = (shelf.file(name), shelf.uri(name)) else { continue };
        let lines = Lines::new(file.text(), encoding);
        for block in outline(file.text()).iter().filter(|block| block.kind != "case") {
            let fits =
                block.name.to_lowercase().contains(&query) || block.title.to_lowercase().contains(&query);
            if fits && all.len() < MOST_FOUND {
                let place = Location::new(uri.clone(), name_range(&lines, block));
                all.push(information(block.name.clone(), kind(block.kind), place));
            }
        }
    }
    all
}
