//! The latest updates as Atom and as JSON Feed, and the map of the site.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use remand_dossier::document::shortened;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::page::updates::{path, plain};
use crate::post::{Body, Post};
use crate::view::View;

/// Updates in a feed.
const LATEST: usize = 40;
/// Characters of a summary.
const SUMMARY: usize = 400;

/// A name that never changes, whatever address the site has.
fn id(of: &str) -> String {
    let digest = Sha256::digest(of.as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    // Version 8: made from a digest. The first digit of the fourth part says how the bits are laid out.
    format!("urn:uuid:{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// The moment that a feed has for an update: the last day that it can have been published, no later than the record.
fn moment(view: &View<'_>, post: &Post<'_>) -> String {
    let as_of = view.record().as_of;
    let day = post.when.last_day().or_else(|| post.when.first_day()).unwrap_or(as_of).min(as_of);
    format!("{day}T00:00:00Z")
}

fn author(view: &View<'_>, post: &Post<'_>) -> String {
    match post.body {
        Body::Update(update) => remand_dossier::document::line(&update.by),
        Body::Entry(entry) => view.source(entry.author),
    }
}

/// The feed as Atom (RFC 4287). Without an address of the site its links are relative.
pub(crate) fn atom(view: &View<'_>) -> std::io::Result<Vec<u8>> {
    let words = view.words;
    let link = |page: &str| view.publication.absolute(words, page).unwrap_or_else(|| page.to_owned());
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = BytesStart::new("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", words.code.as_str())]);
    writer.write_event(Event::Start(feed))?;
    element(&mut writer, "id", &[], &id(&format!("{} {}", view.subject(), words.code)))?;
    element(&mut writer, "title", &[], &words.say("site_title", &[("name", &view.subject())]))?;
    let as_of = format!("{}T00:00:00Z", view.record().as_of);
    let latest = view.posts.iter().map(|post| moment(view, post)).max().unwrap_or(as_of);
    element(&mut writer, "updated", &[], &latest)?;
    let (own, page) = (link("feed.atom"), link("updates/index.html"));
    empty(&mut writer, "link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
    empty(&mut writer, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
    for post in view.posts.iter().take(LATEST) {
        let lang = post.lang.as_deref().filter(|lang| crate::view::is_language(lang)).unwrap_or(&words.code);
        writer.write_event(Event::Start(BytesStart::new("entry").with_attributes([("xml:lang", lang)])))?;
        element(&mut writer, "id", &[], &id(&post.slug))?;
        element(&mut writer, "title", &[], &post.title)?;
        element(&mut writer, "updated", &[], &moment(view, post))?;
        writer.write_event(Event::Start(BytesStart::new("author")))?;
        element(&mut writer, "name", &[], &author(view, post))?;
        writer.write_event(Event::End(BytesEnd::new("author")))?;
        let href = link(&path(post));
        empty(&mut writer, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &href)])?;
        element(&mut writer, "summary", &[("type", "text")], &summary(view, post))?;
        writer.write_event(Event::End(BytesEnd::new("entry")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("feed")))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// What a feed says of an update: how its day is known, and its beginning.
fn summary(view: &View<'_>, post: &Post<'_>) -> String {
    let text = shortened(&plain(view, post), SUMMARY);
    match post.body {
        Body::Entry(_) => {
            format!("{} ({}). {text}", view.words.when(&post.when), view.words.word("date_inferred"))
        }
        Body::Update(update) if update.withdrawn.is_some() => view.words.word("withdrawn").to_owned(),
        Body::Update(_) => text,
    }
}

/// The feed as JSON Feed 1.1.
pub(crate) fn json_feed(view: &View<'_>) -> Vec<u8> {
    let words = view.words;
    let absolute = |page: &str| view.publication.absolute(words, page);
    let mut items = Vec::new();
    for post in view.posts.iter().take(LATEST) {
        let mut item = json!({
            "id": id(&post.slug),
            "title": post.title,
            "content_text": summary(view, post),
            "date_published": moment(view, post),
            "authors": [{ "name": author(view, post) }],
        });
        put(&mut item, "url", absolute(&path(post)));
        put(&mut item, "language", post.lang.clone().filter(|lang| crate::view::is_language(lang)));
        items.push(item);
    }
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": words.say("site_title", &[("name", &view.subject())]),
        "language": words.code,
        "items": items,
    });
    put(&mut feed, "home_page_url", absolute("index.html"));
    put(&mut feed, "feed_url", absolute("feed.json"));
    let mut bytes = serde_json::to_vec_pretty(&feed).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn put(value: &mut Value, key: &str, text: Option<String>) {
    if let (Some(fields), Some(text)) = (value.as_object_mut(), text) {
        fields.insert(key.to_owned(), json!(text));
    }
}

/// The map of the site: absolute addresses of all pages.
pub(crate) fn sitemap(addresses: &[String], day: jiff::civil::Date) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let set =
        BytesStart::new("urlset").with_attributes([("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    writer.write_event(Event::Start(set))?;
    for address in addresses {
        writer.write_event(Event::Start(BytesStart::new("url")))?;
        element(&mut writer, "loc", &[], address)?;
        element(&mut writer, "lastmod", &[], &day.to_string())?;
        writer.write_event(Event::End(BytesEnd::new("url")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("urlset")))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

type Out = Writer<Vec<u8>>;

fn element(writer: &mut Out, name: &str, attributes: &[(&str, &str)], text: &str) -> std::io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))?;
    writer.write_event(Event::Text(BytesText::new(text)))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}

fn empty(writer: &mut Out, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    writer.write_event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_8() {
        let id = id("2031-05-02-a");
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        let digit = |at: usize| id.chars().nth(at);
        assert_eq!((digit(23), digit(28)), (Some('8'), Some('8')), "{id}");
        assert_ne!(id, super::id("2031-05-02-b"));
    }
}
