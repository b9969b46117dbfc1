//! Long lists on several pages, none of them heavy.

use serde_json::Value;

use crate::frame::Page;
use crate::html::Html;
use crate::view::View;

/// Bytes of the list on a page; frame, style and data come to some twenty-five thousand more.
const BUDGET: usize = 60_000;

/// Bytes at which a page that goes on nowhere else stops listing, and counts what is left.
pub(crate) const FULL: usize = 68_000;

/// An entry of a list.
pub(crate) struct Piece {
    pub(crate) html: Html,
    pub(crate) data: Vec<Value>,
}

impl Piece {
    fn weight(&self) -> usize {
        self.html.len() + self.data.iter().map(|value| value.to_string().len()).sum::<usize>()
    }
}

/// Pieces in order, so many together as one page bears.
pub(crate) fn packed(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut packs: Vec<Vec<Piece>> = Vec::new();
    let mut weight = 0;
    for piece in pieces {
        let more = piece.weight();
        match packs.last_mut() {
            Some(pack) if weight + more <= BUDGET => {
                weight += more;
                pack.push(piece);
            }
            _ => {
                weight = more;
                packs.push(vec![piece]);
            }
        }
    }
    packs
}

/// `name.html`, `name-2.html`.
pub(crate) fn path(stem: &str, at: usize) -> String {
    match at {
        0 => format!("{stem}.html"),
        at => format!("{stem}-{}.html", at + 1),
    }
}

/// Pages for packs of a list: `open` writes what stands above it, the list is put between `before` and `after`.
pub(crate) fn pages(
    view: &View<'_>,
    stem: &str,
    packs: Vec<Vec<Piece>>,
    (before, after): (&str, &str),
    new: impl Fn(String) -> Page,
) -> Vec<Page> {
    let count = packs.len();
    let mut pages = Vec::new();
    for (at, pack) in packs.into_iter().enumerate() {
        let mut page = new(path(stem, at));
        page.body.drawing(before);
        for piece in pack {
            page.body.push(&piece.html);
            page.data.extend(piece.data);
        }
        page.body.drawing(after);
        if count > 1 {
            if at > 0 {
                page.list = Some(path(stem, 0));
                page.title =
                    view.words.say("part_of", &[("title", &page.title), ("n", &(at + 1).to_string())]);
            }
            let depth = stem.matches('/').count();
            let links =
                (0..count).map(|n| (view.below(depth).href(&path(stem, n)), (n + 1).to_string(), n == at));
            list(&mut page.body, view.words.word("pages"), links);
        }
        pages.push(page);
    }
    pages
}

/// Links to pages of one kind: address, words, whether it is this one.
pub(crate) fn list(html: &mut Html, label: &str, links: impl Iterator<Item = (String, String, bool)>) {
    html.tag("nav", &[("aria-label", label)], |html| {
        html.tag("ul", &[("class", "pages")], |html| {
            for (href, text, here) in links {
                html.tag("li", &[], |html| match here {
                    true => html.element("a", &[("href", &href), ("aria-current", "page")], &text),
                    false => html.link(&href, &text),
                });
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_goes_on_on_another_page() {
        let piece =
            |bytes: usize| Piece { html: Html::of(|html| html.text(&"x".repeat(bytes))), data: Vec::new() };
        let sizes = |pieces: Vec<Piece>| packed(pieces).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(
            sizes(vec![piece(30_000), piece(30_000), piece(1), piece(90_000), piece(5)]),
            [2, 1, 1, 1]
        );
        assert!(sizes(Vec::new()).is_empty());
        assert_eq!([path("a/2022", 0), path("a/2022", 1)], ["a/2022.html", "a/2022-2.html"]);
    }
}
