//! XML of one part of a package: every element that is opened is closed, and no character gets in that XML has not.

/// An attribute: name and value.
pub(super) type Attribute<'a> = (&'a str, &'a str);

/// A part being written.
#[derive(Debug)]
pub(super) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A part with its declaration.
    pub(super) fn part() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// Elements that are written out here, without anything of a source in them.
    pub(super) fn markup(markup: &str) -> Self {
        Self { out: markup.to_owned(), open: Vec::new() }
    }

    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    pub(super) fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with nothing but its `w:val`.
    pub(super) fn value(&mut self, name: &'static str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element with text in it.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    pub(super) fn text(&mut self, text: &str) {
        for ch in text.chars() {
            push(ch, &mut self.out);
        }
    }

    /// What another writer gave.
    pub(super) fn put(&mut self, piece: Self) {
        self.out.push_str(&piece.finish());
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            for ch in value.chars() {
                push(ch, &mut self.out);
            }
            self.out.push('"');
        }
    }
}

/// XML 1.0, production 2: what is no character there is shown as one that is missing.
fn push(ch: char, out: &mut String) {
    match ch {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\t' | '\n' | '\r' => out.push(' '),
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
        ch => out.push(ch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_xml_is_shown_as_missing() {
        let mut xml = Xml::markup("");
        xml.open("w:p", &[("w:id", "a\"<&")]);
        xml.text("a\u{0}b\u{fffe}c]]>\u{1b}[2J</w:p>");
        assert_eq!(
            xml.finish(),
            "<w:p w:id=\"a&quot;&lt;&amp;\">a\u{fffd}b\u{fffd}c]]&gt;\u{fffd}[2J&lt;/w:p&gt;</w:p>"
        );
    }

    #[test]
    fn what_is_left_open_is_closed() {
        let mut xml = Xml::markup("");
        xml.open("a", &[]);
        xml.open("b", &[]);
        assert_eq!(xml.finish(), "<a><b></b></a>");
        let mut xml = Xml::markup("");
        xml.close();
        assert_eq!(xml.finish(), "");
    }
}
