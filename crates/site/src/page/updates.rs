//! Updates: the list, newest first, a page with a permanent address for each, and what was corrected.

use std::collections::BTreeMap;

use remand_dossier::document::{line, shortened};
use remand_protection::Withdrawal;
use remand_reading::{Entry, Passage};
use serde_json::json;

use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::markdown;
use crate::pages::{Piece, list, packed, pages};
use crate::post::{Body, Post};
use crate::update::Update;
use crate::view::{QUOTE, View, direction, is_language};

/// Bytes of a quoted text on its page; what is longer is told to go on in the exhibit.
const LONGEST: usize = 60_000;
/// Characters of the beginning in a list.
const BEGINNING: usize = 220;
/// Updates on the first page of the list.
const FIRST: usize = 40;

pub(crate) fn path(post: &Post<'_>) -> String {
    format!("updates/{}.html", post.slug)
}

/// Its day, marked where it is inferred, with why.
fn dated(view: &View<'_>, html: &mut Html, post: &Post<'_>, why: bool) {
    let words = view.words;
    let text = words.when(&post.when);
    match post.when.only_day() {
        Some(day) => html.element("time", &[("datetime", &day.to_string())], &text),
        None => html.element("span", &[], &text),
    }
    let Body::Entry(entry) = post.body else { return };
    html.text(" ");
    html.element("span", &[("class", "mark inferred")], words.word("date_inferred"));
    if why && !entry.published_why.is_empty() {
        html.text(&format!(" {}: ", words.word("inferred_from")));
        view.worded(html, &view.words.english(line(&entry.published_why)));
    }
}

fn title(view: &View<'_>, html: &mut Html, post: &Post<'_>) {
    let lang = post.lang.as_deref().filter(|lang| is_language(lang) && *lang != view.words.code);
    match lang {
        Some(lang) => html.element("span", &[("lang", lang), ("dir", direction(lang))], &post.title),
        None => html.text(&post.title),
    }
}

/// An update in a list.
pub(crate) fn teaser(view: &View<'_>, html: &mut Html, post: &Post<'_>, heading: &str) {
    html.tag("li", &[], |html| {
        html.tag("p", &[("class", "meta")], |html| {
            dated(view, html, post, false);
            if post.update().is_some_and(|update| update.withdrawn.is_some()) {
                html.text(" ");
                html.element("span", &[("class", "mark strong")], view.words.word("withdrawn"));
            }
        });
        html.tag(heading, &[], |html| {
            html.tag("a", &[("href", &view.href(&path(post)))], |html| title(view, html, post));
        });
        let beginning = shortened(&plain(view, post), BEGINNING);
        if !beginning.is_empty() {
            let lang = post.lang.as_deref().filter(|lang| is_language(lang));
            html.element("p", &[("lang", lang.unwrap_or("und")), ("dir", "auto")], &beginning);
        }
    });
}

/// The text of an update without markup; nothing of one that was withdrawn.
pub(crate) fn plain(view: &View<'_>, post: &Post<'_>) -> String {
    match post.body {
        Body::Update(update) if update.withdrawn.is_some() => String::new(),
        Body::Update(update) => {
            let parser = pulldown_cmark::Parser::new(&update.text);
            let mut text = String::new();
            for event in parser {
                match event {
                    pulldown_cmark::Event::Text(words) | pulldown_cmark::Event::Code(words) => {
                        text.push_str(&words)
                    }
                    pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::HardBreak => text.push(' '),
                    pulldown_cmark::Event::End(_) => text.push(' '),
                    _ => {}
                }
            }
            line(&text)
        }
        Body::Entry(entry) => line(after_headline(view, entry)),
    }
}

/// The words of an entry without its headline.
fn after_headline<'a>(view: &View<'a>, entry: &Entry) -> &'a str {
    let after = entry.headline.as_ref().filter(|headline| headline.item == entry.passage.item);
    let start = after.map_or(entry.passage.start, |headline| headline.end.max(entry.passage.start));
    let body = Passage { start, ..entry.passage.clone() };
    view.record().words(&body).or_else(|| view.record().words(&entry.passage)).unwrap_or_default()
}

/// The list by year, the newest on the first page, and a page for each.
pub(crate) fn all(view: &View<'_>) -> Vec<Page> {
    let view = &view.below(1);
    let mut made = lists(view);
    made.extend(view.posts.iter().map(|post| one(view, post)));
    made
}

fn lists(view: &View<'_>) -> Vec<Page> {
    let words = view.words;
    let mut years: BTreeMap<i16, Vec<&Post<'_>>> = BTreeMap::new();
    for post in view.posts {
        years.entry(post.year().unwrap_or_default()).or_default().push(post);
    }
    let name = |year: i16| if year == 0 { words.word("undated").to_owned() } else { year.to_string() };
    let ways = |html: &mut Html, here: Option<i16>| {
        let links = years
            .keys()
            .rev()
            .map(|year| (view.href(&format!("updates/year-{year}.html")), name(*year), here == Some(*year)));
        list(html, words.word("by_year"), links);
    };
    let mut page = Page::new("updates/index.html", words.word("nav_updates"), "nav_updates");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("updates_lede"));
    if view.posts.is_empty() {
        html.paragraph(words.word("no_updates"));
    } else {
        ways(html, None);
        html.tag("ul", &[("class", "posts")], |html| {
            view.posts.iter().take(FIRST).for_each(|post| teaser(view, html, post, "h2"));
        });
    }
    page.description = words.word("updates_lede").to_owned();
    page.data.push(data::page(view, "CollectionPage", words.word("nav_updates")));
    let mut made = vec![page];
    for (year, posts) in years.iter().rev() {
        let before = Html::of(|html| {
            ways(html, Some(*year));
            html.open("ul", &[("class", "posts")]);
        });
        let pieces = posts
            .iter()
            .map(|post| Piece { html: Html::of(|html| teaser(view, html, post, "h2")), data: Vec::new() });
        let new = |path: String| {
            let mut page = Page::new(path, words.say("updates_of", &[("year", &name(*year))]), "nav_updates");
            page.description = words.word("updates_lede").to_owned();
            page
        };
        let stem = format!("updates/year-{year}");
        made.extend(pages(view, &stem, packed(pieces.collect()), (&before.into_string(), "</ul>"), new));
    }
    made
}

fn one(view: &View<'_>, post: &Post<'_>) -> Page {
    let mut page = Page::new(path(post), post.title.clone(), "nav_updates");
    page.lang = post.lang.clone().filter(|lang| is_language(lang));
    page.description = shortened(&plain(view, post), 160);
    let html = &mut page.body;
    html.tag("p", &[("class", "meta")], |html| dated(view, html, post, true));
    match post.body {
        Body::Update(update) => written(view, html, update),
        Body::Entry(entry) => quoted(view, html, post, entry),
    }
    let mut about = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": shortened(&post.title, 110),
        "about": { "@type": "Person", "name": view.subject() },
    });
    if let Some(fields) = about.as_object_mut() {
        if let Some(day) = post.when.only_day() {
            fields.insert("datePublished".to_owned(), json!(day.to_string()));
        } else if !post.when.edtf.is_empty() {
            fields.insert("temporal".to_owned(), json!(post.when.edtf));
        }
        if let Some(lang) = &page.lang {
            fields.insert("inLanguage".to_owned(), json!(lang));
        }
        let author = match post.body {
            Body::Update(update) => line(&update.by),
            Body::Entry(entry) => view.source(entry.author),
        };
        fields.insert("author".to_owned(), json!({ "@type": "Organization", "name": author }));
    }
    page.data.push(about);
    neighbours(view, html, post);
    page
}

/// What somebody wrote for the site.
fn written(view: &View<'_>, html: &mut Html, update: &Update) {
    let words = view.words;
    if let Some(withdrawal) = &update.withdrawn {
        html.tag("p", &[("class", "notice")], |html| withdrawn(view, html, withdrawal));
        return;
    }
    html.element("p", &[("class", "meta")], &words.say("written_by", &[("name", &line(&update.by))]));
    corrections_of(view, html, update);
    let lang = if is_language(&update.lang) { update.lang.as_str() } else { "und" };
    html.tag("div", &[("class", "text"), ("lang", lang), ("dir", direction(lang))], |html| {
        markdown::write(html, &update.text);
    });
    if !update.accepted.is_empty() {
        html.element("h2", &[("id", "vouched")], words.word("vouched"));
        html.tag("ul", &[], |html| {
            for accepted in &update.accepted {
                html.tag("li", &[("lang", lang), ("dir", "auto")], |html| {
                    html.element("q", &[], &accepted.words);
                    html.text(&format!(": {}", line(&accepted.because)));
                });
            }
        });
    }
    if !update.sources.is_empty() {
        html.element("h2", &[("id", "sources")], words.word("sources"));
        html.tag("ul", &[("class", "claims")], |html| {
            for source in &update.sources {
                let passage = Passage { item: source.item, start: source.start, end: source.end };
                html.tag("li", &[], |html| {
                    view.quote(html, &passage, QUOTE);
                    html.text(" ");
                    view.cite(html, &passage);
                });
            }
        });
    }
}

/// When it was withdrawn, and why.
fn withdrawn(view: &View<'_>, html: &mut Html, withdrawal: &Withdrawal) {
    let on = withdrawal.at.split('T').next().and_then(|day| day.parse().ok());
    let day = on.map(|day| view.words.day(day)).unwrap_or_default();
    html.text(&view.words.say("withdrawn_on", &[("date", &day)]));
    if !withdrawal.because.is_empty() {
        html.text(" ");
        html.element("span", &[("dir", "auto")], &line(&withdrawal.because));
    }
}

/// The update that another corrects, with its day.
fn corrects(view: &View<'_>, html: &mut Html, update: &Update) {
    let corrected = update.corrects.as_deref();
    let Some(post) = corrected.and_then(|slug| view.posts.iter().find(|post| post.slug == slug)) else {
        return;
    };
    html.text(&format!("{}: ", view.words.word("corrects")));
    html.tag("a", &[("href", &view.href(&path(post)))], |html| title(view, html, post));
    html.text(&format!(" ({})", view.words.when(&post.when)));
}

/// What it corrects, and what corrects it.
fn corrections_of(view: &View<'_>, html: &mut Html, update: &Update) {
    if update.corrects.is_some() {
        html.tag("p", &[("class", "notice")], |html| corrects(view, html, update));
    }
    let by = view.posts.iter().filter(|post| {
        post.update().is_some_and(|other| other.corrects.as_deref() == Some(update.slug.as_str()))
    });
    for post in by {
        html.tag("p", &[("class", "notice")], |html| {
            html.text(&format!("{}: ", view.words.word("corrected_by")));
            html.tag("a", &[("href", &view.href(&path(post)))], |html| title(view, html, post));
        });
    }
}

/// An entry of a captured page, as the words of its source.
fn quoted(view: &View<'_>, html: &mut Html, post: &Post<'_>, entry: &Entry) {
    let words = view.words;
    html.tag("p", &[("class", "meta")], |html| {
        html.text(&format!("{} ", words.say("words_of", &[("name", &view.source(entry.author))])));
        view.cite(html, &entry.passage);
    });
    let lang = post.lang.as_deref().filter(|lang| is_language(lang)).unwrap_or("und");
    let text = after_headline(view, entry);
    html.tag(
        "blockquote",
        &[("lang", lang), ("dir", if lang == "und" { "auto" } else { direction(lang) })],
        |html| {
            for paragraph in first(text).split('\n').map(line).filter(|paragraph| !paragraph.is_empty()) {
                html.paragraph(&paragraph);
            }
        },
    );
    if text.len() > LONGEST {
        html.paragraph(words.word("goes_on_in_exhibit"));
    }
}

fn first(text: &str) -> &str {
    let end = text.char_indices().map(|(at, ch)| at + ch.len_utf8()).take_while(|end| *end <= LONGEST).last();
    end.and_then(|end| text.get(..end)).unwrap_or_default()
}

/// The update before and the one after.
fn neighbours(view: &View<'_>, html: &mut Html, post: &Post<'_>) {
    let Some(at) = view.posts.iter().position(|other| other.slug == post.slug) else { return };
    let newer = at.checked_sub(1).and_then(|at| view.posts.get(at));
    let older = view.posts.get(at + 1);
    html.tag("nav", &[("aria-label", view.words.word("neighbours"))], |html| {
        html.tag("ul", &[], |html| {
            for (post, key) in [(newer, "newer"), (older, "older")] {
                let Some(post) = post else { continue };
                html.tag("li", &[], |html| {
                    html.text(&format!("{}: ", view.words.word(key)));
                    html.tag("a", &[("href", &view.href(&path(post)))], |html| title(view, html, post));
                });
            }
        });
    });
}

/// Updates that correct others, and those that were withdrawn.
pub(crate) fn corrections(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("corrections.html", words.word("nav_corrections"), "nav_updates");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("corrections_lede"));
    let of = |post: &&Post<'_>| {
        post.update().is_some_and(|update| update.corrects.is_some() || update.withdrawn.is_some())
    };
    let posts: Vec<&Post<'_>> = view.posts.iter().filter(of).collect();
    if posts.is_empty() {
        html.paragraph(words.word("no_corrections"));
    } else {
        html.tag("ul", &[("class", "posts")], |html| {
            for (post, update) in posts.iter().filter_map(|post| Some((post, post.update()?))) {
                html.tag("li", &[], |html| {
                    html.tag("p", &[("class", "meta")], |html| dated(view, html, post, false));
                    html.tag("h2", &[], |html| {
                        html.tag("a", &[("href", &view.href(&path(post)))], |html| title(view, html, post));
                    });
                    if update.corrects.is_some() {
                        html.tag("p", &[], |html| corrects(view, html, update));
                    }
                    if let Some(withdrawal) = &update.withdrawn {
                        html.tag("p", &[], |html| withdrawn(view, html, withdrawal));
                    }
                });
            }
        });
    }
    page.description = words.word("corrections_lede").to_owned();
    page
}
