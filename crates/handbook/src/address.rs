//! Names of pages and the links between them.

use std::collections::BTreeMap;

/// Names that some systems keep for devices.
const DEVICES: [&str; 6] = ["aux", "con", "nul", "prn", "com", "lpt"];

/// Longer parts of a path are cut.
const LONGEST: usize = 60;

/// Gives each pack a page of its own: a relative path of plain characters that no other page has, in any case.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    taken: Names,
}

impl Pages {
    /// The page of a pack at `place`.
    pub(crate) fn give(&mut self, place: &str) -> String {
        let stem = place.strip_suffix(".md").unwrap_or(place);
        let parts: Vec<String> = stem.split('/').filter(|part| !part.is_empty()).map(plain).collect();
        let mut path = parts.join("/");
        // The pages about all packs lie beside the folders.
        if parts.len() < 2 {
            path = format!("packs/{}", if path.is_empty() { "pack" } else { &path });
        }
        let stem = self.taken.give(path, "-");
        format!("{stem}.html")
    }
}

/// A part of a path as small letters, digits and hyphens. A dot is none of them: what is a file is no folder.
fn plain(part: &str) -> String {
    let mut name: String = part
        .chars()
        .map(|c| c.to_ascii_lowercase())
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
        .take(LONGEST)
        .collect();
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if DEVICES.contains(&bare) {
        name.push('-');
    }
    name
}

/// From one page to a place on another, or on itself.
pub(crate) fn link(from: &str, to: &str, anchor: &str) -> String {
    let hash = if anchor.is_empty() { "" } else { "#" };
    if from == to && !anchor.is_empty() {
        return format!("#{anchor}");
    }
    format!("{}{to}{hash}{anchor}", root(from))
}

/// From a page to the folder of the site.
pub(crate) fn root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// Gives each place on a page an anchor that no other has.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    taken: Names,
}

impl Anchors {
    /// `wanted`, or where it is taken, with a number after it.
    pub(crate) fn give(&mut self, wanted: String) -> String {
        self.taken.give(wanted, "~")
    }

    /// Somebody has it.
    pub(crate) fn has(&self, anchor: &str) -> bool {
        self.taken.given.contains_key(anchor)
    }
}

/// Names that are given once, each with the number that the next one like it is tried with.
#[derive(Debug, Default)]
struct Names {
    given: BTreeMap<String, usize>,
}

impl Names {
    fn give(&mut self, wanted: String, mark: &str) -> String {
        let mut number = self.given.get(&wanted).copied().unwrap_or(1);
        let mut name = if number == 1 { wanted.clone() } else { format!("{wanted}{mark}{number}") };
        while self.given.contains_key(&name) {
            number += 1;
            name = format!("{wanted}{mark}{number}");
        }
        self.given.insert(name.clone(), 2);
        if name != wanted {
            self.given.insert(wanted, number + 1);
        }
        name
    }
}

/// The anchor of a heading: its words with hyphens between, as Markdown sites make it.
pub(crate) fn slug(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    let slug: String =
        kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).take(LONGEST).collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_where_its_pack_does() {
        let mut pages = Pages::default();
        assert_eq!(pages.give("un/iccpr/article-9.md"), "un/iccpr/article-9.html");
        assert_eq!(pages.give("own/my code.md"), "own/my-code.html");
        assert_eq!(pages.give("index.md"), "packs/index.html");
    }

    #[test]
    fn packs_whose_names_clash_get_pages_of_their_own() {
        let mut pages = Pages::default();
        let places = [
            "own/a.md",
            "own/A.md",
            "own/a.md",
            "own/a-2.md",
            "own/ä.md",
            "own/ö.md",
            "",
            "/",
            "..",
            "own/../../x",
        ];
        let given: Vec<String> = places.into_iter().map(|place| pages.give(place)).collect();
        let expected = [
            "own/a.html",
            "own/a-2.html",
            "own/a-3.html",
            "own/a-2-2.html",
            "own/-.html",
            "own/--2.html",
            "packs/pack.html",
            "packs/pack-2.html",
            "packs/--.html",
            "own/--/--/x.html",
        ];
        assert_eq!(given, expected);
    }

    #[test]
    fn no_page_is_a_folder_or_a_device() {
        let mut pages = Pages::default();
        assert_eq!(pages.give("own/a.html/b.md"), "own/a-html/b.html");
        assert_eq!(pages.give("own/con.md"), "own/con-.html");
        assert_eq!(pages.give("own/lpt1.md"), "own/lpt1-.html");
        assert_eq!(pages.give(&format!("own/{}.md", "x".repeat(900))).len(), "own/.html".len() + LONGEST);
    }

    #[test]
    fn links_lead_from_any_depth() {
        assert_eq!(link("un/iccpr/a.html", "kz/upk/b.html", "kz.upk.1"), "../../kz/upk/b.html#kz.upk.1");
        assert_eq!(link("index.html", "kz/upk/b.html", ""), "kz/upk/b.html");
        assert_eq!(link("a.html", "a.html", "x"), "#x");
    }
}
