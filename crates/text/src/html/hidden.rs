//! Where on a page an element that is not shown ends.
//!
//! A browser knows from its tree; here only the elements open inside the hidden one are remembered. Where tags do not
//! fit, the hidden part ends: reading too much is better than losing what was shown.

/// Deepest nesting inside a hidden element that is followed.
const DEPTH: usize = 500;

/// A hidden element that is open.
pub(super) struct Hidden {
    /// Names of the elements open, the hidden one first.
    open: Vec<String>,
    /// Elements open beyond the ones remembered.
    deeper: usize,
    /// Characters left out.
    pub(super) chars: usize,
}

/// What a tag means inside a hidden element.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// It belongs to it.
    Yes,
    /// The hidden element ends with this tag.
    Ends,
    /// It ended before this tag, which is to be read like any other.
    Ended,
}

impl Hidden {
    /// The hidden element that a tag begins, if it begins one: what HTML says is not shown, what its own style hides, and
    /// what SingleFile marks as not shown when it saved the page.
    pub(super) fn begin(name: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        if is_void(name) || matches!(name, "html" | "body" | "head") {
            return None;
        }
        let by_name = match name {
            "template" | "datalist" => true,
            "dialog" => value("open").is_none(),
            _ => false,
        };
        let by_attribute = || value("hidden").is_some_and(|how| !how.eq_ignore_ascii_case("until-found"));
        let by_style = || value("style").is_some_and(|style| hides(&style));
        let by_class =
            || value("class").is_some_and(|class| class.split_whitespace().any(|c| c == "sf-hidden"));
        (by_name || by_attribute() || by_style() || by_class()).then(|| Self {
            open: vec![name.to_owned()],
            deeper: 0,
            chars: 0,
        })
    }

    pub(super) fn start(&mut self, name: &str, is_block: bool) -> Inside {
        if self.open.len() == 1 && self.deeper == 0 && self.closes(name, is_block) {
            return Inside::Ended;
        }
        if is_void(name) {
            return Inside::Yes;
        }
        if self.open.len() < DEPTH {
            self.open.push(name.to_owned());
        } else {
            self.deeper += 1;
        }
        Inside::Yes
    }

    /// A tag that ends the hidden element, which needs no end tag of its own.
    fn closes(&self, name: &str, is_block: bool) -> bool {
        match self.open.first().map(String::as_str) {
            Some("p") => is_block,
            Some("li") => name == "li",
            Some("dt" | "dd") => matches!(name, "dt" | "dd"),
            Some("td" | "th") => matches!(name, "td" | "th" | "tr" | "tbody" | "tfoot"),
            Some("tr") => matches!(name, "tr" | "tbody" | "tfoot"),
            Some("option") => matches!(name, "option" | "optgroup"),
            _ => false,
        }
    }

    pub(super) fn end(&mut self, name: &str, is_block: bool) -> Inside {
        if self.deeper > 0 {
            self.deeper -= 1;
            return Inside::Yes;
        }
        match self.open.iter().rposition(|open| open == name) {
            Some(0) => Inside::Ends,
            Some(at) => {
                self.open.truncate(at);
                Inside::Yes
            }
            // It ends an element around the hidden one.
            None if is_block || matches!(name, "ul" | "ol" | "table" | "tr" | "td" | "th" | "li" | "dl") => {
                Inside::Ended
            }
            None => Inside::Yes,
        }
    }
}

/// A style that takes an element off the page, or makes it invisible where it stands.
fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((property, value)) = declaration.split_once(':') else { return false };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            _ => false,
        }
    })
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
            | "param"
            | "frame"
    )
}
