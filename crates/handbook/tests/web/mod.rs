//! Pages read as a strict reader would: tags that close, headings in order, anchors and links.

use std::collections::BTreeSet;

/// Elements without an end.
const VOID: [&str; 5] = ["meta", "br", "hr", "col", "!doctype"];

/// A tag with its attributes as written.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    end: bool,
}

/// The tags of a page and the text before each.
fn tags(page: &str) -> Result<Vec<(&str, Tag<'_>)>, String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((text, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>').ok_or("a tag is not closed")?;
        let end = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let name = tag.split(char::is_whitespace).next().unwrap_or_default();
        let mut attributes = Vec::new();
        let mut left = tag.strip_prefix(name).unwrap_or_default().trim_start();
        while !left.is_empty() {
            let Some((attribute, value)) = left.split_once("=\"") else {
                if name.eq_ignore_ascii_case("!doctype") {
                    break;
                }
                return Err(format!("<{tag}>: an attribute without a value in quotes"));
            };
            let (value, after) = value.split_once('"').ok_or_else(|| format!("<{tag}>: a quote is open"))?;
            attributes.push((attribute, value));
            left = after.trim_start();
        }
        found.push((text, Tag { name, attributes, end }));
        rest = next;
        // A stylesheet holds no tags.
        if name == "style" && !end {
            let (_, after) = rest.split_once("</style>").ok_or("the stylesheet is open")?;
            found.push(("", Tag { name, attributes: Vec::new(), end: true }));
            rest = after;
        }
    }
    if rest.contains('>') { Err("a > stands alone".to_owned()) } else { Ok(found) }
}

/// What is wrong with the markup of a page.
pub(crate) fn ill_formed(page: &str) -> Vec<String> {
    let tags = match tags(page) {
        Ok(tags) => tags,
        Err(fault) => return vec![fault],
    };
    let mut faults = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut level = 0;
    for (text, tag) in &tags {
        let entities = text.split('&').skip(1);
        faults.extend(
            entities.filter(|after| after.split_once(';').is_none_or(|(name, _)| name.len() >= 8)).map(
                |after| format!("a & stands alone before {:?}", after.chars().take(20).collect::<String>()),
            ),
        );
        if VOID.iter().any(|void| tag.name.eq_ignore_ascii_case(void)) {
            continue;
        }
        if tag.end {
            match open.pop() {
                Some(name) if name == tag.name => {}
                other => faults.push(format!("</{}> closes {other:?}", tag.name)),
            }
            continue;
        }
        open.push(tag.name);
        for (name, value) in &tag.attributes {
            match *name {
                "id" if value.is_empty() || value.contains(char::is_whitespace) => {
                    faults.push(format!("the anchor {value:?}"));
                }
                "id" if !ids.insert(*value) => faults.push(format!("two anchors {value}")),
                "src" | "onclick" | "onerror" | "onload" => faults.push(format!("<{} {name}>", tag.name)),
                _ => {}
            }
        }
        if ["script", "link", "img", "iframe", "object", "form"].contains(&tag.name) {
            faults.push(format!("<{}>", tag.name));
        }
        let heading = tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        if let Some(next) = heading {
            if next > level + 1 || next == 1 && level > 0 {
                faults.push(format!("<h{next}> after <h{level}>"));
            }
            level = next;
        }
    }
    faults.extend(open.iter().map(|name| format!("<{name}> is not closed")));
    if !page.contains("<html lang=\"en\">") || level == 0 {
        faults.push("no language or no heading".to_owned());
    }
    faults
}

/// Links between pages that lead to no page or to no anchor.
pub(crate) fn dead_links(pages: &[(&str, String)]) -> Vec<String> {
    let mut anchors: BTreeSet<(String, String)> = BTreeSet::new();
    let mut links: Vec<(&str, String)> = Vec::new();
    for (name, page) in pages {
        anchors.insert(((*name).to_owned(), String::new()));
        for (_, tag) in tags(page).unwrap_or_default() {
            for (attribute, value) in tag.attributes {
                match attribute {
                    "id" => drop(anchors.insert(((*name).to_owned(), value.to_owned()))),
                    "href" => links.push((name, value.to_owned())),
                    _ => {}
                }
            }
        }
    }
    let mut faults = Vec::new();
    for (from, href) in links {
        if ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) {
            continue;
        }
        let (path, anchor) = href.split_once('#').unwrap_or((&href, ""));
        let mut parts: Vec<&str> = from.split('/').collect();
        if !path.is_empty() {
            parts.pop();
        }
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        if href.is_empty() || !anchors.contains(&(parts.join("/"), anchor.to_owned())) {
            faults.push(format!("{from}: the link to {href:?} leads nowhere"));
        }
    }
    faults
}

/// The words of a page with single spaces between.
pub(crate) fn text_of(page: &str) -> String {
    let Ok(tags) = tags(page) else { return page.to_owned() };
    let mut text = String::new();
    for (before, tag) in tags {
        text.push_str(before);
        if !["a", "code", "strong", "em", "span"].contains(&tag.name) {
            text.push(' ');
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#34;", "\"");
    let text = text.replace("&#39;", "'").replace("&#38;", "&").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
