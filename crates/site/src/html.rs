//! HTML that is written tag by tag: text is always escaped, and what a source hides in its text is made visible.

use remand_dossier::document::line;

/// HTML so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(String);

/// Attributes of an element, name and value.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Html {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// What a function writes.
    pub(crate) fn of(inner: impl FnOnce(&mut Self)) -> Self {
        let mut html = Self::new();
        inner(&mut html);
        html
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// Another piece of HTML.
    pub(crate) fn push(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// A drawing, which escapes its own text.
    pub(crate) fn drawing(&mut self, svg: &str) {
        self.0.push_str(svg);
    }

    /// Text of one line.
    pub(crate) fn text(&mut self, text: &str) {
        // Spaces at the ends part words from the elements beside them.
        if text.starts_with(' ') {
            self.0.push(' ');
        }
        self.0.push_str(&escape(&line(text)));
        if text.len() > 1 && text.ends_with(' ') {
            self.0.push(' ');
        }
    }

    pub(crate) fn open(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            if *name == *value {
                self.0.push_str(&format!(" {name}"));
                continue;
            }
            self.0.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        self.0.push('>');
    }

    pub(crate) fn close(&mut self, tag: &str) {
        self.0.push_str(&format!("</{tag}>"));
        if !INLINE.contains(&tag) {
            self.0.push('\n');
        }
    }

    /// An element with what a function writes into it.
    pub(crate) fn tag(&mut self, tag: &str, attributes: Attributes<'_>, inner: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inner(self);
        self.close(tag);
    }

    /// An element with text.
    pub(crate) fn element(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.tag(tag, attributes, |html| html.text(text));
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.element("p", &[], text);
    }

    pub(crate) fn link(&mut self, href: &str, text: &str) {
        self.element("a", &[("href", href)], text);
    }
}

const INLINE: [&str; 11] = ["a", "b", "bdi", "cite", "code", "em", "q", "span", "strong", "sup", "time"];

pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            ch => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let html = Html::of(|html| html.element("p", &[("title", "\"><script>")], "<b>&amp;\u{202E}</b>"));
        assert_eq!(
            html.into_string(),
            "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;amp;⟨U+202E⟩&lt;/b&gt;</p>\n"
        );
    }

    #[test]
    fn words_stay_apart_from_the_elements_beside_them() {
        let html = Html::of(|html| {
            html.text("said by ");
            html.element("b", &[], "Ada");
            html.text(" and\nothers");
        });
        assert_eq!(html.into_string(), "said by <b>Ada</b> and others");
    }
}
