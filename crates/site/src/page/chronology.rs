//! The chronology: every event by year, with filters that need no script, and a page for each topic.

use std::collections::{BTreeMap, BTreeSet};

use remand_chronology::Event;
use remand_reading::{Account, ClaimIx};

use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::pages::{Piece, list, packed, pages, path};
use crate::topic::Topic;
use crate::view::View;

/// Statements quoted under an event.
const CLAIMS: usize = 5;

/// Events that a reader who has a minute should know.
const MILESTONES: [&str; 16] = [
    "arrest",
    "court_sanction",
    "detention_extension",
    "charge",
    "indictment",
    "transfer_to_court",
    "trial_start",
    "verdict",
    "sentence",
    "release",
    "petition_filed",
    "communication_sent",
    "opinion_adopted",
    "opinion_published",
    "government_response",
    "appeal",
];

const ACCOUNTS: [Account; 3] = [Account::State, Account::Defence, Account::Independent];

/// Events by the page they stand on: years, then those without a date.
fn by_year<'a>(view: &View<'a>) -> BTreeMap<(bool, i16), Vec<(usize, &'a Event)>> {
    let mut years: BTreeMap<(bool, i16), Vec<(usize, &Event)>> = BTreeMap::new();
    for (ix, event) in view.record().chronology.events.iter().enumerate() {
        let year = event.when.first_day().or_else(|| event.when.last_day()).map(|day| day.year());
        years.entry((year.is_none(), year.unwrap_or_default())).or_default().push((ix, event));
    }
    years
}

fn stem((undated, year): (bool, i16)) -> String {
    if undated { "chronology/undated".to_owned() } else { format!("chronology/{year}") }
}

/// The page on which each event stands.
pub(crate) fn places(view: &View<'_>) -> BTreeMap<usize, String> {
    let mut places = BTreeMap::new();
    for (year, events) in by_year(view) {
        let packs = packed(events.iter().map(|(ix, event)| piece(view, *ix, event)).collect());
        let on = packs.iter().enumerate().flat_map(|(at, pack)| pack.iter().map(move |_| at));
        for ((ix, _), at) in events.iter().zip(on) {
            places.insert(*ix, path(&stem(year), at));
        }
    }
    places
}

pub(crate) fn all(view: &View<'_>) -> Vec<Page> {
    let view = &view.below(1);
    let years = by_year(view);
    let mut made = vec![overview(view, &years)];
    for (year, events) in &years {
        made.extend(of_year(view, &years, *year, events));
    }
    made.extend(Topic::EACH.into_iter().filter_map(|topic| of_topic(view, topic)));
    made
}

fn year_name(view: &View<'_>, (undated, year): (bool, i16)) -> String {
    if undated { view.words.word("undated").to_owned() } else { year.to_string() }
}

type Years<'a> = BTreeMap<(bool, i16), Vec<(usize, &'a Event)>>;

/// Links to the years and to the topics.
fn ways(
    view: &View<'_>,
    html: &mut Html,
    years: &Years<'_>,
    here: Option<(bool, i16)>,
    topic: Option<Topic>,
) {
    let links = years.keys().map(|year| {
        (view.href(&format!("{}.html", stem(*year))), year_name(view, *year), here == Some(*year))
    });
    list(html, view.words.word("by_year"), links);
    let used = Topic::EACH
        .into_iter()
        .filter(|topic| view.record().chronology.events.iter().any(|event| Topic::of(event.kind) == *topic));
    let links = used.map(|each| {
        let href = view.href(&format!("chronology/topic-{}.html", each.name()));
        (href, name(view, each).to_owned(), topic == Some(each))
    });
    list(html, view.words.word("by_topic"), links);
}

fn name(view: &View<'_>, topic: Topic) -> &'static str {
    view.words.word(&format!("topic_{}", topic.name()))
}

fn overview(view: &View<'_>, years: &Years<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("chronology/index.html", words.word("nav_chronology"), "nav_chronology");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("chronology_lede"));
    if years.is_empty() {
        html.paragraph(words.word("no_events"));
    }
    ways(view, html, years, None, None);
    html.element("h2", &[], words.word("milestones"));
    let events = view.record().chronology.events.iter().enumerate();
    let told = events
        .filter(|(_, event)| MILESTONES.contains(&event.kind.name()) && view.happened_to_subject(event))
        .map(|(ix, _)| ix);
    lines(view, html, told.take(120));
    page.description = words.word("chronology_lede").to_owned();
    page.data.push(data::page(view, "CollectionPage", words.word("nav_chronology")));
    page
}

/// Events in a line each.
fn lines(view: &View<'_>, html: &mut Html, events: impl Iterator<Item = usize>) {
    html.tag("ul", &[], |html| {
        for ix in events {
            let Some(event) = view.event(ix) else { continue };
            html.tag("li", &[], |html| {
                html.element("span", &[("class", "meta")], &view.words.when(&event.when));
                html.text(" ");
                view.event_link(html, ix);
            });
        }
    });
}

fn of_year(view: &View<'_>, years: &Years<'_>, year: (bool, i16), events: &[(usize, &Event)]) -> Vec<Page> {
    let words = view.words;
    let title = words.say("chronology_of", &[("year", &year_name(view, year))]);
    let before = Html::of(|html| {
        ways(view, html, years, Some(year), None);
        filters(view, html, events);
        html.open("ol", &[("class", "events")]);
    });
    let new = |path: String| {
        let mut page = Page::new(path, title.clone(), "nav_chronology");
        page.description = words.word("chronology_lede").to_owned();
        page
    };
    let packs = packed(events.iter().map(|(ix, event)| piece(view, *ix, event)).collect());
    pages(view, &stem(year), packs, (&before.into_string(), "</ol>"), new)
}

/// Choices that the style sheet follows; where it cannot, everything is shown, and the pages of topics remain.
fn filters(view: &View<'_>, html: &mut Html, events: &[(usize, &Event)]) {
    let words = view.words;
    let topics: BTreeSet<Topic> = events.iter().map(|(_, event)| Topic::of(event.kind)).collect();
    html.tag("div", &[("class", "filters")], |html| {
        html.tag("fieldset", &[], |html| {
            html.element("legend", &[], words.word("filter_topic"));
            choice(html, "topic", "all", words.word("filter_all"), true);
            for topic in topics {
                choice(html, "topic", topic.name(), name(view, topic), false);
            }
        });
        html.tag("fieldset", &[], |html| {
            html.element("legend", &[], words.word("filter_account"));
            choice(html, "account", "any", words.word("filter_all"), true);
            for account in ACCOUNTS {
                choice(html, "account", account_name(account), view.account(account), false);
            }
        });
    });
}

fn choice(html: &mut Html, group: &str, value: &str, label: &str, checked: bool) {
    let id = format!("{group}-{value}");
    html.tag("label", &[], |html| {
        let mut attributes = vec![("type", "radio"), ("name", group), ("id", id.as_str()), ("value", value)];
        if checked {
            attributes.push(("checked", "checked"));
        }
        html.open("input", &attributes);
        html.text(" ");
        html.element("span", &[], label);
    });
}

fn account_name(account: Account) -> &'static str {
    match account {
        Account::State => "state",
        Account::Defence => "defence",
        Account::Independent => "independent",
    }
}

/// Rules that hide what was not chosen.
#[cfg(test)]
fn rules() -> String {
    let topics = Topic::EACH
        .map(|topic| format!("main:has(#topic-{0}:checked) .events > li:not(.t-{0})", topic.name()));
    let accounts = ACCOUNTS.map(|account| {
        format!("main:has(#account-{0}:checked) .events > li:not(.a-{0})", account_name(account))
    });
    format!("{} {{ display: none; }}", [topics.as_slice(), accounts.as_slice()].concat().join(",\n"))
}

fn piece(view: &View<'_>, ix: usize, event: &Event) -> Piece {
    let words = view.words;
    let reading = &view.record().chronology.reading;
    let claims: Vec<_> = event.claims.iter().filter_map(|ix| view.claim(*ix)).collect();
    let accounts: BTreeSet<Account> = claims.iter().map(|claim| reading.account(claim.asserter)).collect();
    let mut class = format!("t-{}", Topic::of(event.kind).name());
    for account in &accounts {
        class.push_str(&format!(" a-{}", account_name(*account)));
    }
    let id = view.events.get(ix).cloned().unwrap_or_default();
    let html = Html::of(|html| {
        html.tag("li", &[("class", &class), ("id", &id)], |html| {
            html.tag("p", &[("class", "when")], |html| {
                html.text(&words.when(&event.when));
                if let Some(known) = event.known_since.only_day() {
                    html.element("span", &[], &words.say("known_since", &[("date", &words.day(known))]));
                }
            });
            html.tag("div", &[], |html| {
                html.tag("h2", &[], |html| view.worded(html, &words.event(event.kind)));
                view.claims(html, &event.claims, CLAIMS);
            });
        });
    });
    let data =
        event.claims.iter().take(1).filter_map(|claim: &ClaimIx| data::claim(view, ix, view.claim(*claim)?));
    Piece { html, data: data.collect() }
}

/// The events of a topic, a line each: what the filters show, for browsers that do not know them.
fn of_topic(view: &View<'_>, topic: Topic) -> Option<Page> {
    let words = view.words;
    let events = view.record().chronology.events.iter().enumerate();
    let of: Vec<usize> =
        events.filter(|(_, event)| Topic::of(event.kind) == topic).map(|(ix, _)| ix).collect();
    if of.is_empty() {
        return None;
    }
    let path = format!("chronology/topic-{}.html", topic.name());
    let mut page =
        Page::new(path, words.say("chronology_of", &[("year", name(view, topic))]), "nav_chronology");
    ways(view, &mut page.body, &by_year(view), None, Some(topic));
    lines(view, &mut page.body, of.into_iter().take(400));
    page.description = words.word("chronology_lede").to_owned();
    Some(page)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_style_sheet_has_a_rule_for_each_choice() {
        let css = include_str!("../../templates/site.css");
        assert!(css.contains(&super::rules()), "templates/site.css must have:\n{}", super::rules());
    }
}
