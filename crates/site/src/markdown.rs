//! The Markdown of an update as HTML: text, emphasis, lists, quotations, tables, links. No raw HTML, no images.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::html::Html;

/// Below the heading of the page.
const DEEPEST: u8 = 6;

pub(crate) fn write(html: &mut Html, text: &str) {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    let mut head = false;
    // What each open link became: the parser does not say it again where the link ends.
    let mut links: Vec<&'static str> = Vec::new();
    for event in parser {
        match event {
            Event::Start(Tag::TableHead) => {
                head = true;
                html.open("thead", &[]);
                html.open("tr", &[]);
            }
            Event::End(TagEnd::TableHead) => {
                head = false;
                html.close("tr");
                html.close("thead");
            }
            Event::Start(Tag::TableCell) => match head {
                true => html.open("th", &[("scope", "col")]),
                false => html.open("td", &[]),
            },
            Event::End(TagEnd::TableCell) => html.close(if head { "th" } else { "td" }),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let safe = safe(&dest_url);
                links.push(if safe { "a" } else { "span" });
                match safe {
                    true => html.open("a", &[("href", &dest_url), ("rel", "noopener noreferrer")]),
                    false => html.open("span", &[]),
                }
            }
            Event::End(TagEnd::Link) => html.close(links.pop().unwrap_or("span")),
            Event::Start(tag) => start(html, &tag),
            Event::End(tag) => end(html, tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => words(html, &text),
            Event::Code(text) => html.element("code", &[], &text),
            Event::SoftBreak => html.text(" "),
            Event::HardBreak => html.open("br", &[]),
            Event::Rule => html.open("hr", &[]),
            _ => {}
        }
    }
}

/// A piece of running text: spaces at its ends count, a single space too.
fn words(html: &mut Html, text: &str) {
    if text.trim().is_empty() {
        html.text(" ");
    } else {
        html.text(text);
    }
}

fn start(html: &mut Html, tag: &Tag<'_>) {
    match tag {
        Tag::List(Some(first)) if *first != 1 => html.open("ol", &[("start", &first.to_string())]),
        Tag::Image { .. } => html.open("em", &[]),
        other => {
            if let Some(name) = name(other.to_end()) {
                html.open(name, &[]);
            }
        }
    }
}

fn end(html: &mut Html, tag: TagEnd) {
    match tag {
        TagEnd::Image => html.close("em"),
        other => {
            if let Some(name) = name(other) {
                html.close(name);
            }
        }
    }
}

fn name(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(level) => match (level as u8 + 1).min(DEEPEST) {
            2 if level == HeadingLevel::H1 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        },
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => "table",
        TagEnd::TableRow => "tr",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        _ => return None,
    })
}

/// A link leads to a page or a mailbox, and runs nothing.
fn safe(href: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> String {
        Html::of(|html| write(html, text)).into_string()
    }

    #[test]
    fn what_people_write_becomes_plain_html() {
        assert_eq!(
            made("After **152 days**, _he_ was"),
            "<p>After <strong>152 days</strong>, <em>he</em> was</p>\n"
        );
        assert_eq!(made("# One\n\n- a\n- b"), "<h2>One</h2>\n<ul><li>a</li>\n<li>b</li>\n</ul>\n");
        let link = made("see [the opinion](https://example.org/a?b&c)");
        assert_eq!(
            link,
            "<p>see <a href=\"https://example.org/a?b&amp;c\" rel=\"noopener noreferrer\">the opinion</a></p>\n"
        );
        let table = made("| a | b |\n|---|---|\n| 1 | 2 |");
        assert!(table.contains("<thead><tr><th scope=\"col\">a</th>"), "{table}");
        assert!(table.contains("<tr><td>1</td>"), "{table}");
    }

    #[test]
    fn nothing_that_runs_or_loads_comes_through() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=y> b",
            "[x](javascript:alert(1))",
            "![alt](https://e.org/p.png)",
            "[x](data:text/html,1)",
        ] {
            let html = made(text);
            for bad in ["<script", "<img", "href", "src="] {
                assert!(!html.replace("&lt;img src=x", "").contains(bad), "{text}: {html}");
            }
        }
        assert_eq!(made("![a scan](https://e.org/p.png)"), "<p><em>a scan</em></p>\n");
    }
}
