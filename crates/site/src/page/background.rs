//! The case in short: who, by which names, the steps so far, who speaks.

use std::collections::BTreeMap;

use remand_reading::{Account, SourceIx};

use crate::data;
use crate::frame::Page;
use crate::html::Html;
use crate::pages::FULL;
use crate::topic::Topic;
use crate::view::View;

/// Steps that are told, and sources that are named.
const STEPS: usize = 60;
const SOURCES: usize = 25;

pub(crate) fn page(view: &View<'_>) -> Page {
    let words = view.words;
    let mut page = Page::new("background.html", words.word("nav_background"), "nav_background");
    let html = &mut page.body;
    html.element("p", &[("class", "lede")], words.word("background_lede"));
    names(view, html);
    html.element("h2", &[("id", "steps")], words.word("steps_heading"));
    steps(view, html);
    html.element("h2", &[("id", "disputed")], words.word("disputes_heading"));
    disputes(view, html);
    html.element("h2", &[("id", "who")], words.word("speakers_heading"));
    speakers(view, html);
    page.description = words.word("background_lede").to_owned();
    page.data.extend(data::person(view));
    page
}

fn names(view: &View<'_>, html: &mut Html) {
    let Some(subject) = &view.record().chronology.reading.subject else { return };
    let others: Vec<String> =
        subject.variants.iter().filter(|name| **name != subject.name).cloned().collect();
    html.tag("p", &[], |html| {
        html.element("strong", &[("dir", "auto")], &subject.name);
        if subject.inferred {
            html.text(&format!(" ({})", view.words.word("name_inferred")));
        }
        if !others.is_empty() {
            html.text(&format!(". {} ", view.words.word("also_written")));
            html.element("bdi", &[], &others.join(", "));
        }
        html.text(".");
    });
}

/// What happened to the person before bodies and courts, each step with the words of who says it first.
fn steps(view: &View<'_>, html: &mut Html) {
    let events = view.record().chronology.events.iter().enumerate();
    let told: Vec<_> = events
        .filter(|(_, event)| {
            matches!(Topic::of(event.kind), Topic::Custody | Topic::Court | Topic::International)
        })
        .filter(|(_, event)| view.happened_to_subject(event))
        .collect();
    if told.is_empty() {
        html.paragraph(view.words.word("no_events"));
        return;
    }
    html.tag("ol", &[("class", "events")], |html| {
        for (at, (ix, event)) in told.iter().enumerate() {
            if at == STEPS || html.len() > FULL / 2 {
                html.tag("li", &[], |html| {
                    html.link(&view.href("chronology/index.html"), view.words.word("nav_chronology"));
                });
                break;
            }
            html.tag("li", &[], |html| {
                html.element("p", &[("class", "when")], &view.words.when(&event.when));
                html.tag("div", &[], |html| {
                    html.tag("h3", &[], |html| view.event_link(html, *ix));
                    view.claims(html, &event.claims, 1);
                });
            });
        }
    });
}

/// What does not go together, the gravest first.
fn disputes(view: &View<'_>, html: &mut Html) {
    let disputes = &view.record().chronology.disputes;
    let grave = disputes.iter().filter(|dispute| dispute.severity >= remand_chronology::Severity::Medium);
    let grave: Vec<_> = grave.take(12).collect();
    if grave.is_empty() {
        html.paragraph(view.words.word("disputes_nothing"));
        return;
    }
    html.paragraph(view.words.word("disputes_explained"));
    for dispute in grave {
        if html.len() > FULL * 3 / 4 {
            break;
        }
        html.tag("h3", &[], |html| view.worded(html, &view.sentence(&dispute.topic)));
        html.tag("ul", &[("class", "claims")], |html| {
            for side in dispute.sides.iter().take(6) {
                html.tag("li", &[], |html| match side.claims.first().and_then(|ix| view.claim(*ix)) {
                    Some(claim) => view.said(html, claim),
                    None => {
                        view.worded(html, &view.sentence(&side.says));
                        for passage in side.passages.iter().take(1) {
                            html.text(" ");
                            view.quote(html, passage, crate::view::QUOTE);
                            html.text(" ");
                            view.cite(html, passage);
                        }
                    }
                });
            }
        });
    }
}

/// Who speaks in the record, by account, those who say most first.
fn speakers(view: &View<'_>, html: &mut Html) {
    let reading = &view.record().chronology.reading;
    let mut said: BTreeMap<usize, u64> = BTreeMap::new();
    for claim in &reading.claims {
        *said.entry(claim.asserter.0).or_default() += 1;
    }
    for account in [Account::State, Account::Defence, Account::Independent] {
        let mut of: Vec<(usize, u64)> = said
            .iter()
            .filter(|(ix, _)| reading.account(SourceIx(**ix)) == account)
            .map(|(ix, count)| (*ix, *count))
            .collect();
        of.sort_by_key(|(ix, count)| (std::cmp::Reverse(*count), *ix));
        if of.is_empty() {
            continue;
        }
        html.element("h3", &[], view.account(account));
        html.tag("ul", &[], |html| {
            for (ix, count) in of.iter().take(SOURCES) {
                html.tag("li", &[], |html| {
                    html.element("bdi", &[], &view.source(SourceIx(*ix)));
                    html.text(" ");
                    html.element("span", &[("class", "mark")], &view.words.count("statements", *count));
                });
            }
        });
    }
}
