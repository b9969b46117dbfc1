//! The exhibits: what the record was made from, and which of it may be fetched here.

use remand_dossier::WithheldWhy;
use remand_dossier::document::line;

use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::pages::{Piece, pages, path};
use crate::view::{View, is_language};

/// Exhibits on a page: always so many, so that a reference finds its page by the number.
const ROWS: usize = 80;

/// The page on which an exhibit stands, with its place there.
pub(crate) fn place(number: usize) -> String {
    format!("{}#e{number}", path("documents", number.saturating_sub(1) / ROWS))
}

pub(crate) fn all(view: &View<'_>) -> Vec<Page> {
    let words = view.words;
    let before = Html::of(|html| {
        html.element("p", &[("class", "lede")], words.word("documents_lede"));
        let none = view.publication.documents.is_empty();
        html.paragraph(words.word(if none { "documents_none" } else { "documents_some" }));
        html.open("ul", &[("class", "posts")]);
    });
    let mut after = Html::of(|html| html.close("ul"));
    left_out(view, &mut after);
    let mut pieces = Vec::new();
    for number in 1..=view.record().items.len() {
        pieces.push(Piece { html: Html::of(|html| exhibit(view, html, number)), data: Vec::new() });
    }
    let mut packs: Vec<Vec<Piece>> = Vec::new();
    while !pieces.is_empty() {
        let rest = pieces.split_off(pieces.len().min(ROWS));
        packs.push(std::mem::replace(&mut pieces, rest));
    }
    if packs.is_empty() {
        packs.push(Vec::new());
    }
    let new = |path: String| {
        let mut page = Page::new(path, words.word("nav_documents"), "nav_documents");
        page.description = words.word("documents_lede").to_owned();
        page.data.push(data::page(view, "CollectionPage", words.word("nav_documents")));
        page
    };
    pages(view, "documents", packs, (&before.into_string(), &after.into_string()), new)
}

fn exhibit(view: &View<'_>, html: &mut Html, number: usize) {
    let words = view.words;
    let Some((item, layer)) = number.checked_sub(1).and_then(|at| view.record().items.get(at)) else {
        return;
    };
    html.tag("li", &[("id", &format!("e{number}"))], |html| {
        html.tag("h2", &[], |html| {
            html.text(&format!("E{number} "));
            html.element("bdi", &[], &name(&item.name));
        });
        if let Some(withheld) = view.record().withheld(item.id) {
            html.element("p", &[("class", "meta")], why(view, withheld.why));
            return;
        }
        let mut facts = vec![line(&layer.media_type)];
        if let Some(lang) = layer.language.as_deref().filter(|lang| is_language(lang)) {
            facts.push(words.say("in_language", &[("code", lang)]));
        }
        facts.push(words.count("bytes", item.bytes));
        html.element("p", &[("class", "meta")], &facts.join(" · "));
        html.tag("p", &[("class", "small")], |html| {
            html.text("SHA-256 ");
            html.element("code", &[], &item.id.to_string());
        });
        if let Some(path) = view.publication.documents.get(&item.id) {
            let href = view.publication.file_href(view, path);
            html.tag("p", &[], |html| html.link(&href, words.word("fetch")));
        }
    });
}

/// The name of the file without the folders it lay in.
fn name(path: &str) -> String {
    line(path.rsplit('/').next().unwrap_or(path))
}

fn why(view: &View<'_>, why: WithheldWhy) -> &'static str {
    match why {
        WithheldWhy::Hidden => view.words.word("withheld_hidden"),
        WithheldWhy::HoldsProtected => view.words.word("withheld_protected"),
        WithheldWhy::NotRead => view.words.word("withheld_not_read"),
    }
}

fn left_out(view: &View<'_>, html: &mut Html) {
    if view.record().unread.is_empty() {
        return;
    }
    html.paragraph(&view.words.count("unread_files", view.record().unread.len() as u64));
}
