//! What stands around every page: head, navigation, language switch, footer; no script, nothing from elsewhere.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::html::Html;
use crate::language::Language;
use crate::view::View;

/// A page before its frame.
pub(crate) struct Page {
    /// Path from the root of its language.
    pub(crate) path: String,
    /// The first page of the list that it goes on with, where it is not that itself.
    pub(crate) list: Option<String>,
    /// Title in words; empty for the front page.
    pub(crate) title: String,
    /// Language of the title, where it is not the one of the page.
    pub(crate) lang: Option<String>,
    /// One sentence for those who find it.
    pub(crate) description: String,
    /// Which part of the navigation it belongs to.
    pub(crate) part: &'static str,
    /// What it holds.
    pub(crate) body: Html,
    /// What machines read.
    pub(crate) data: Vec<Value>,
}

impl Page {
    pub(crate) fn new(path: impl Into<String>, title: impl Into<String>, part: &'static str) -> Self {
        Self {
            path: path.into(),
            list: None,
            title: title.into(),
            lang: None,
            description: String::new(),
            part,
            body: Html::new(),
            data: Vec::new(),
        }
    }
}

/// Parts of the navigation: key of the words, path.
const PARTS: [(&str, &str); 12] = [
    ("nav_front", "index.html"),
    ("nav_updates", "updates/index.html"),
    ("nav_background", "background.html"),
    ("nav_clock", "clock.html"),
    ("nav_chronology", "chronology/index.html"),
    ("nav_health", "health.html"),
    ("nav_findings", "findings.html"),
    ("nav_asked", "asked.html"),
    ("nav_deadlines", "deadlines.html"),
    ("nav_reactions", "reactions.html"),
    ("nav_documents", "documents.html"),
    ("nav_about", "about.html"),
];

static STYLE: LazyLock<String> =
    LazyLock::new(|| format!("{}{}", remand_dossier::html::PALETTE, include_str!("../templates/site.css")));

/// Nothing is loaded, and no style counts but the one of the page.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
});

struct Link {
    href: String,
    text: String,
    here: bool,
}

struct Other {
    href: String,
    language: &'static Language,
    here: bool,
}

#[derive(Template)]
#[template(path = "site.html")]
struct Framed<'a> {
    view: &'a View<'a>,
    page: &'a Page,
    title: String,
    subject: String,
    nav: Vec<Link>,
    others: Vec<Other>,
    canonical: Option<String>,
    alternates: Vec<(String, String)>,
    notice: Option<String>,
    as_of: String,
    data: Option<String>,
    style: &'static str,
    policy: &'static str,
    body: &'a str,
}

impl Framed<'_> {
    fn word(&self, key: &str) -> &str {
        self.view.words.word(key)
    }
}

/// The page as it is published. `has` tells whether a language has a page too: a list may be shorter there.
pub(crate) fn framed(
    view: &View<'_>,
    page: Page,
    has: &dyn Fn(&Language, &str) -> bool,
) -> Result<(String, Vec<u8>), askama::Error> {
    let depth = page.path.matches('/').count();
    let view = view.below(depth);
    let publication = view.publication;
    let subject = match view.subject() {
        name if name.is_empty() => view.words.word("nobody_named").to_owned(),
        name => name,
    };
    let title = match page.title.as_str() {
        "" => view.words.say("site_title", &[("name", &subject)]),
        title => format!("{title} · {subject}"),
    };
    let here = publication.folder(view.words);
    let up = "../".repeat(depth + here.matches('/').count());
    let nav = PARTS.iter().map(|(key, path)| Link {
        href: view.href(path),
        text: view.words.word(key).to_owned(),
        here: *key == page.part,
    });
    let same = |language: &Language| match &page.list {
        Some(list) if !has(language, &page.path) => list.clone(),
        _ => page.path.clone(),
    };
    let others = publication.languages.iter().map(|language| Other {
        href: format!("{up}{}{}", publication.folder(language), same(language)),
        language,
        here: language.code == view.words.code,
    });
    let absolute = |language: &Language| publication.absolute(language, &page.path);
    let mut alternates: Vec<(String, String)> = Vec::new();
    if publication.languages.len() > 1 {
        for language in publication.languages.iter().filter(|language| has(language, &page.path)) {
            let relative = format!("{up}{}{}", publication.folder(language), page.path);
            alternates.push((language.code.clone(), absolute(language).unwrap_or(relative)));
        }
    }
    let path = format!("{here}{}", page.path);
    let body = page.body.clone().into_string();
    let framed = Framed {
        title,
        subject,
        nav: nav.collect(),
        others: others.collect(),
        canonical: absolute(view.words),
        alternates,
        notice: notice(&view),
        as_of: view.words.say("as_of_line", &[("date", &view.words.day(view.record().as_of))]),
        data: json_ld(&page.data),
        style: &STYLE,
        policy: &POLICY,
        view: &view,
        page: &page,
        body: &body,
    };
    Ok((path, framed.render()?.into_bytes()))
}

/// Said on every page until people have checked everything.
fn notice(view: &View<'_>) -> Option<String> {
    use remand_dossier::Checked;
    match view.record().checked() {
        Checked::Nothing => Some(view.words.word("notice").to_owned()),
        Checked::Partly { confirmed, all } => {
            let numbers = [("n", confirmed), ("all", all)].map(|(key, n)| (key, view.words.number(n as u64)));
            let [n, all] = &numbers;
            Some(view.words.say("notice_partly", &[(n.0, &n.1), (all.0, &all.1)]))
        }
        Checked::All => None,
    }
}

/// Data inside a script element, which nothing in it can end.
fn json_ld(data: &[Value]) -> Option<String> {
    let value = match data {
        [] => return None,
        [one] => one.clone(),
        many => serde_json::json!({ "@context": "https://schema.org", "@graph": many }),
    };
    let text = value.to_string();
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(ch))),
            ch => out.push(ch),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_data_ends_its_element() {
        let evil = serde_json::json!({ "name": "</script><!-- & \u{2028}" });
        let text = json_ld(std::slice::from_ref(&evil)).unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), evil);
        assert_eq!(json_ld(&[]), None);
    }
}
