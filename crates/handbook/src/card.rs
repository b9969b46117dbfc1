//! The blocks of a pack as cards, and what a lawyer reads of a norm.

use std::collections::BTreeSet;

use askama::Template;
use askama::filters::HtmlSafe;
use remand_law::{InForce, Norm, Symbol};

use crate::address::link;
use crate::block::of_states;
use crate::book::{Book, Page, Placed};
use crate::frame::IDS;
use crate::table::{Lines, Mark, Span, Spans, Table, TableView, line, mark, short};

/// A block as it is printed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Card {
    /// What it is, for a reader.
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) anchor: String,
    /// Which of several versions it is.
    pub(crate) version: Option<String>,
    /// Level of its heading.
    pub(crate) level: u8,
    pub(crate) mark: Option<Mark>,
    /// What is wrong with it.
    pub(crate) fault: Option<String>,
    /// In plain words, a paragraph each.
    pub(crate) words: Vec<String>,
    pub(crate) rows: Vec<(&'static str, Lines)>,
    pub(crate) tables: Vec<Table>,
    /// As it stands in the pack.
    pub(crate) written: Vec<Span>,
}

/// A card as HTML.
#[derive(Template)]
#[template(path = "card.html")]
pub(crate) struct CardView<'a> {
    pub(crate) card: &'a Card,
}

impl HtmlSafe for CardView<'_> {}

impl CardView<'_> {
    fn spans<'a>(&self, spans: &'a [Span]) -> Spans<'a> {
        Spans { spans }
    }

    fn table<'a>(&self, table: &'a Table) -> TableView<'a> {
        TableView { table }
    }
}

/// What an explanation says and a card shows in a way of its own: the mark, tables, links.
const SHOWN_OTHERWISE: [&str; 4] = ["Checked", "Reserved", "Derogated", "Beside it"];

/// More versions of a norm are told where every id stands.
const MOST_VERSIONS: usize = 12;

/// A norm.
pub(crate) fn norm(book: &Book<'_>, page: &Page<'_>, placed: &Placed<'_>, anchor: &str, level: u8) -> Card {
    let norm = placed.norm;
    let from = page.address.as_str();
    let explanation = remand_law::explain(norm, book.law, &book.wording);
    let said = explanation.lines.iter().filter(|(heading, _)| !SHOWN_OTHERWISE.contains(heading));
    let mut rows: Vec<(&'static str, Lines)> =
        said.map(|(heading, text)| (*heading, line(Span::text(text)))).collect();
    rows.push(("Limit", line(Span::text(norm.limit.word()))));
    let others = book.norms.get(norm.id.as_str()).map_or(&[][..], Vec::as_slice);
    let others = others.iter().filter(|other| (other.page, other.part) != (placed.page, placed.part));
    let count = others.clone().count();
    let mut others: Lines = others
        .take(MOST_VERSIONS)
        .map(|other| {
            let period = other.norm.terms.in_force.map_or_else(|| "not said".to_owned(), in_force);
            vec![
                Span::text(period).to(book.link_to(from, other)),
                Span::text(" "),
                short(other.norm.checked.how),
            ]
        })
        .collect();
    if count > MOST_VERSIONS {
        let more = Span::text(format!("{} more", count - MOST_VERSIONS)).to(link(from, IDS, &norm.id));
        others.push(vec![more]);
    }
    if !others.is_empty() {
        rows.push(("Other versions", others));
    }
    if !norm.wgad.is_empty() {
        rows.push(("WGAD category", line(Span::text(norm.wgad.join(", ")))));
    }
    let beside: BTreeSet<&str> = norm.beside.iter().map(|beside| beside.name.as_str()).collect();
    if !beside.is_empty() {
        rows.push(("Beside it", beside.iter().map(|id| other_norm(book, from, id)).collect()));
    }
    let back = book.named_by.get(norm.id.as_str()).into_iter().flatten();
    let back: Lines = back.filter(|id| !beside.contains(**id)).map(|id| other_norm(book, from, id)).collect();
    if !back.is_empty() {
        rows.push(("Also named beside", back));
    }
    rows.push(("Stands in", line(Span::code(page.at(norm.line)))));
    let fault = (!placed.linked).then(|| {
        "This norm has a fault, or uses something that has one: it is not part of the law and none of its cases \
         run. The faults stand at the top of this page."
            .to_owned()
    });
    Card {
        kind: "Norm",
        id: norm.id.clone(),
        anchor: anchor.to_owned(),
        version: version(book, norm),
        level,
        mark: Some(mark(norm.checked)),
        fault,
        words: vec![explanation.rule, explanation.terms],
        rows,
        tables: of_states(&norm.terms.reserved, &norm.terms.derogated),
        written: written(book, page, norm.line),
    }
}

/// When this version of a norm is in force, where there are others.
pub(crate) fn version(book: &Book<'_>, norm: &Norm) -> Option<String> {
    let several = book.norms.get(norm.id.as_str()).is_some_and(|versions| versions.len() > 1);
    norm.terms.in_force.filter(|_| several).map(in_force)
}

/// A line that leads to another norm: its id, its title, how it was checked.
fn other_norm(book: &Book<'_>, from: &str, id: &str) -> Vec<Span> {
    let Some(first) = book.norms.get(id).and_then(|versions| versions.first()) else {
        return vec![Span::code(id), Span::text(" (not in these packs)")];
    };
    let mut spans = vec![
        Span::code(id).to(book.link_to(from, first)),
        Span::text(format!(" {}, {} ", first.norm.title, first.norm.cites)),
    ];
    spans.push(short(first.norm.checked.how));
    spans
}

/// First and last day, for a reader.
pub(crate) fn in_force(period: InForce) -> String {
    let from = if period.from == period.from_latest {
        format!("from {}", period.from)
    } else {
        format!("from a day between {} and {}", period.from, period.from_latest)
    };
    match (period.to, period.to_latest) {
        (Some(to), Some(latest)) if to != latest => format!("{from} to a day between {to} and {latest}"),
        (Some(to), _) => format!("{from} to {to}"),
        (None, _) => from,
    }
}

/// A block as it stands in the pack, its names with links.
pub(crate) fn written(book: &Book<'_>, page: &Page<'_>, fence: usize) -> Vec<Span> {
    let symbols = page.symbols_of(fence);
    let mut spans: Vec<Span> = Vec::new();
    let all = fence.checked_sub(1).and_then(|at| page.lines.get(at)).into_iter().chain(page.block(fence));
    for (number, text) in all.enumerate() {
        let of_line = symbols.iter().filter(|symbol| symbol.line == fence + number);
        linked(book, page, text, of_line, &mut spans);
        spans.push(Span::text("\n"));
    }
    spans.push(Span::text("```"));
    spans
}

fn linked<'s>(
    book: &Book<'_>,
    page: &Page<'_>,
    line: &str,
    symbols: impl Iterator<Item = &'s Symbol>,
    spans: &mut Vec<Span>,
) {
    let mut done = 0;
    let mut rest = line;
    for symbol in symbols.filter(|symbol| !symbol.defines) {
        let Some(ahead) = (symbol.column - 1).checked_sub(done) else { continue };
        let start = rest.char_indices().nth(ahead).map_or(rest.len(), |(at, _)| at);
        let Some((before, after)) = rest.split_at_checked(start) else { continue };
        let Some(left) = after.strip_prefix(symbol.name.as_str()) else { continue };
        spans.push(Span::text(before));
        let href = book.link_to_name(&page.address, symbol.kind, &symbol.name);
        spans.push(Span::text(&symbol.name).leading(href));
        done += ahead + symbol.name.chars().count();
        rest = left;
    }
    spans.push(Span::text(rest));
}

/// What a norm or a parameter is called in the list of a page.
pub(crate) fn title(norm: &Norm) -> &str {
    if norm.title.is_empty() { &norm.id } else { &norm.title }
}
