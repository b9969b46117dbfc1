//! The prose of a pack as HTML. Tags come from here alone: what a pack writes as markup is shown as text.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What is nested deeper keeps its words and loses its frame.
const DEEPEST: usize = 16;

/// Kinds of block that run. One that stands in the prose has a fault.
const RUNS: [&str; 6] = ["instrument", "calendar", "parameter", "define", "norm", "case"];

/// A heading of the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6, as written.
    pub(crate) level: u8,
    /// Its words.
    pub(crate) text: String,
}

fn level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
}

/// The headings of a text, in its order.
pub(crate) fn headings(markdown: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut inside = false;
    for event in parser(markdown) {
        match event {
            Event::Start(Tag::Heading { level: at, .. }) => {
                inside = true;
                found.push(Heading { level: level(at), text: String::new() });
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) if inside => {
                if let Some(heading) = found.last_mut() {
                    heading.text.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak if inside => {
                if let Some(heading) = found.last_mut() {
                    heading.text.push(' ');
                }
            }
            _ => {}
        }
    }
    found
}

/// How a heading is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// 2 to 6; `None` for the title of the page, which stands above the prose.
    pub(crate) level: Option<u8>,
    /// Its anchor.
    pub(crate) anchor: String,
}

/// Where names in the prose lead.
pub(crate) trait Names {
    /// The page of a norm or another block, where `id` is one.
    fn of_id(&self, id: &str) -> Option<String>;
    /// The place of `#anchor` in the prose, where there is one.
    fn of_anchor(&self, anchor: &str) -> Option<String>;
}

/// Writes a text as HTML. `printed` gives the headings of the pack, of which this text takes its own.
pub(crate) fn write(
    markdown: &str,
    printed: &mut impl Iterator<Item = Printed>,
    names: &impl Names,
) -> String {
    let mut writer = Writer { out: String::new(), open: Vec::new(), columns: Vec::new(), names };
    let mut skipping = 0_usize;
    for event in parser(markdown) {
        match event {
            // A title that stands above is not said again.
            Event::Start(Tag::Heading { .. }) => match printed.next() {
                Some(Printed { level: Some(level), anchor }) => {
                    writer.open(
                        format!("<h{level} id=\"{}\" dir=\"auto\">", escape(&anchor)),
                        format!("</h{level}>\n"),
                    );
                }
                _ => skipping += 1,
            },
            Event::End(TagEnd::Heading(_)) if skipping > 0 => skipping -= 1,
            _ if skipping > 0 => {}
            Event::Start(tag) => writer.start(tag),
            Event::End(_) => writer.close(),
            other => writer.leaf(&other),
        }
    }
    writer.out
}

/// A table that is being written: how its columns stand, the column, and whether this is its head.
struct Columns {
    alignments: Vec<Alignment>,
    at: usize,
    head: bool,
}

struct Writer<'a, N> {
    out: String,
    /// What closes each open part.
    open: Vec<String>,
    columns: Vec<Columns>,
    names: &'a N,
}

impl<N: Names> Writer<'_, N> {
    fn open(&mut self, start: String, end: String) {
        if self.open.len() < DEEPEST {
            self.out.push_str(&start);
            self.open.push(end);
        } else {
            self.open.push(String::new());
        }
    }

    fn close(&mut self) {
        let end = self.open.pop().unwrap_or_default();
        if end == TABLE_END {
            self.columns.pop();
        }
        self.out.push_str(&end);
    }

    fn start(&mut self, tag: Tag<'_>) {
        let (start, end) = match tag {
            Tag::Paragraph | Tag::HtmlBlock => ("<p dir=\"auto\">".to_owned(), "</p>\n"),
            Tag::BlockQuote(_) => ("<blockquote>".to_owned(), "</blockquote>\n"),
            Tag::CodeBlock(kind) => return self.code(&kind),
            Tag::List(Some(1)) => ("<ol>".to_owned(), "</ol>\n"),
            Tag::List(Some(first)) => (format!("<ol start=\"{first}\">"), "</ol>\n"),
            Tag::List(None) => ("<ul>".to_owned(), "</ul>\n"),
            Tag::Item => ("<li dir=\"auto\">".to_owned(), "</li>\n"),
            Tag::Emphasis => ("<em>".to_owned(), "</em>"),
            Tag::Strong => ("<strong>".to_owned(), "</strong>"),
            Tag::Link { dest_url, .. } => match self.target(&dest_url) {
                Some(href) => (format!("<a href=\"{}\" rel=\"noreferrer\">", escape(&href)), "</a>"),
                None => (String::new(), ""),
            },
            Tag::Table(alignments) => {
                self.columns.push(Columns { alignments, at: 0, head: false });
                return self.open(
                    "<div class=\"scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>"
                        .to_owned(),
                    TABLE_END.to_owned(),
                );
            }
            Tag::TableHead => {
                self.row(true);
                ("<thead><tr>".to_owned(), "</tr></thead>\n")
            }
            Tag::TableRow => {
                self.row(false);
                ("<tr>".to_owned(), "</tr>\n")
            }
            Tag::TableCell => return self.cell(),
            // An image would be loaded from elsewhere: its words stand for it.
            _ => (String::new(), ""),
        };
        self.open(start, end.to_owned());
    }

    fn row(&mut self, head: bool) {
        if let Some(columns) = self.columns.last_mut() {
            columns.at = 0;
            columns.head = head;
        }
    }

    fn cell(&mut self) {
        let Some(columns) = self.columns.last_mut() else { return self.open(String::new(), String::new()) };
        let class = match columns.alignments.get(columns.at) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"centre\"",
            _ => "",
        };
        columns.at += 1;
        if columns.head {
            self.open(format!("<th scope=\"col\"{class}>"), "</th>".to_owned());
        } else {
            self.open(format!("<td{class}>"), "</td>".to_owned());
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let runs = info.split_whitespace().next().is_some_and(|kind| RUNS.contains(&kind));
        let mut start = String::new();
        if runs {
            start.push_str(
                "<div class=\"faulty\"><p class=\"mark\">This block has a fault and does not run</p>",
            );
        }
        start.push_str("<pre tabindex=\"0\"><code>");
        if runs {
            start.push_str(&format!("```{}\n", escape(info)));
        }
        self.open(start, if runs { "```\n</code></pre></div>\n" } else { "</code></pre>\n" }.to_owned());
    }

    /// Where a link of the prose leads, if it may be followed.
    fn target(&self, to: &str) -> Option<String> {
        if let Some(anchor) = to.strip_prefix('#') {
            return self.names.of_anchor(anchor);
        }
        let small = to.trim_start().to_ascii_lowercase();
        let known = ["http://", "https://", "mailto:"].into_iter().any(|scheme| small.starts_with(scheme));
        known.then(|| to.trim().to_owned())
    }

    fn leaf(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.out.push_str(&escape(text))
            }
            Event::Code(text) => {
                let code = format!("<code>{}</code>", escape(text));
                match self.names.of_id(text) {
                    Some(href) => self.out.push_str(&format!("<a href=\"{}\">{code}</a>", escape(&href))),
                    None => self.out.push_str(&code),
                }
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            _ => {}
        }
    }
}

const TABLE_END: &str = "</table></div>\n";

/// Text that is no markup, in an element or in an attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not allowed in a page, whoever wrote them.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    struct None_;

    impl Names for None_ {
        fn of_id(&self, id: &str) -> Option<String> {
            (id == "xx.1").then(|| "a.html#xx.1".to_owned())
        }

        fn of_anchor(&self, anchor: &str) -> Option<String> {
            (anchor == "here").then(|| "#here".to_owned())
        }
    }

    fn html(markdown: &str) -> String {
        write(markdown, &mut std::iter::empty(), &None_)
    }

    #[test]
    fn markup_of_a_pack_is_text() {
        let hostile = "Before <script>alert(1)</script> and <img src=x onerror=alert(1)>.\n\n<iframe src=\"//x\"></iframe>\n";
        let found = html(hostile);
        assert!(
            !found.contains("<script") && !found.contains("<img") && !found.contains("<iframe"),
            "{found}"
        );
        assert!(found.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{found}");
        assert!(html("]]> <!-- x --> </style>").contains("]]&gt; &lt;!-- x --&gt; &lt;/style&gt;"));
        assert!(html("```\n</pre><b>\n```").contains("&lt;/pre&gt;&lt;b&gt;"));
    }

    #[test]
    fn links_lead_to_the_web_or_into_the_site() {
        assert!(html("[a](https://a.example/b?c=d&e)").contains("href=\"https://a.example/b?c=d&amp;e\""));
        assert!(html("[a](mailto:a@a.example)").contains("href=\"mailto:a@a.example\""));
        assert!(html("[a](#here)").contains("<a href=\"#here\""));
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "<java\tscript:alert(1)>",
            "data:text/html,x",
            "file:///etc/passwd",
            "//a.example",
            "../other.md",
            "#nowhere",
            "vbscript:x",
        ] {
            assert_eq!(html(&format!("[words]({target})")), "<p dir=\"auto\">words</p>\n", "{target}");
        }
        assert_eq!(html("![a photo](https://a.example/x.png)"), "<p dir=\"auto\">a photo</p>\n");
        assert!(!html("<javascript:alert(1)>").contains("<a"));
    }

    #[test]
    fn the_id_of_a_norm_leads_to_it() {
        assert!(html("see `xx.1`").contains("<a href=\"a.html#xx.1\"><code>xx.1</code></a>"));
        assert!(html("see `xx.2`").contains("see <code>xx.2</code>"));
    }

    #[test]
    fn a_table_has_heads_and_a_list_its_first_number() {
        let found = html("| a | b |\n|---|--:|\n| 1 | 2 |\n");
        assert!(
            found.contains("<th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th>"),
            "{found}"
        );
        assert!(found.contains("<td>1</td><td class=\"right\">2</td>"), "{found}");
        assert!(html("3. x\n").contains("<ol start=\"3\">"));
    }

    #[test]
    fn a_block_that_does_not_run_says_so() {
        let found = html("```norm xx.9\ncites <b>\n```\n");
        assert!(found.contains("has a fault") && found.contains("```norm xx.9\ncites &lt;b&gt;"), "{found}");
        assert!(!html("```text\nnorm\n```\n").contains("has a fault"));
    }

    #[test]
    fn what_is_nested_deeply_keeps_its_words() {
        let found = html(&format!("{} words\n", ">".repeat(5000)));
        assert!(found.contains("words"));
        assert_eq!(found.matches("<blockquote>").count(), found.matches("</blockquote>").count());
        assert!(found.matches("<blockquote>").count() <= DEEPEST);
    }

    #[test]
    fn headings_are_told_in_order_with_their_words() {
        let found = headings("# One `x`\n\ntext\n\n### Three *two*\n");
        let expected = [
            Heading { level: 1, text: "One x".to_owned() },
            Heading { level: 3, text: "Three two".to_owned() },
        ];
        assert_eq!(found, expected);
    }
}
